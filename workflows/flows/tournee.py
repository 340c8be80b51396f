"""La tournée du matin : met les échéances à jour et dit lesquelles sont dépassées."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from prefect import flow, task
from prefect.artifacts import acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from sqlalchemy.exc import IntegrityError

from modeles.base import lecture, unite_de_travail
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.requetes import demarches, echeances_ouvertes
from modeles.tournee import Tournee
from modeles.vocabulaire import EtatEcheance
from workflows.echeances import actualiser


@flow(name="tournee", persist_result=False)
async def tournee() -> str:
    """Une fois par jour, même si plusieurs runs sont dus ; un territoire en panne n'arrête pas les autres."""
    jour = datetime.now(ZoneInfo(configuration().fuseau)).date()
    if not _prendre(jour):
        return f"La tournée du {jour:%d/%m/%Y} est déjà faite."
    with lecture() as session:
        identifiants = [d.id for d in demarches(session)]
    # Prefect annonce un état et rend une promesse d'état.
    etats = [await visiter(d, jour, return_state=True) for d in identifiants]  # type: ignore[misc]
    retards = [ligne for etat in etats if etat.is_completed() for ligne in await etat.aresult()]
    await acreate_table_artifact(retards, key="echeances-depassees", description=f"Au {jour:%d/%m/%Y}")
    with unite_de_travail() as session:
        session.get_one(Tournee, jour).finie_le = maintenant()
    en_panne = sum(etat.is_failed() for etat in etats)
    return f"{len(retards)} échéance(s) dépassée(s), {en_panne} territoire(s) en panne."


def _prendre(jour: date) -> bool:
    """Vrai si la tournée du jour reste à faire ; une tournée interrompue se reprend."""
    try:
        with unite_de_travail() as session:
            session.add(Tournee(jour=jour, commencee_le=maintenant()))
    except IntegrityError:
        with lecture() as session:
            return session.get_one(Tournee, jour).finie_le is None
    return True


@task(name="visiter un territoire", cache_policy=NO_CACHE, persist_result=False)
async def visiter(demarche_id: UUID, jour: date) -> list[dict[str, str]]:
    """Met à jour les échéances d'une démarche et rend celles qui sont dépassées."""
    with unite_de_travail() as session:
        demarche = session.get_one(Demarche, demarche_id)
        ouvertes = echeances_ouvertes(session, demarche.id)
        actualiser(demarche, ouvertes, jour)
        return [
            {
                "territoire": demarche.territoire.nom,
                "échéance": e.libelle,
                "le": f"{e.le:%d/%m/%Y}",
                "retard": f"{(jour - e.le).days} jours",
            }
            for e in ouvertes
            if e.le < jour and e.etat is EtatEcheance.OUVERTE
        ]

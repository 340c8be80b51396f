"""La tournée du matin : met les échéances à jour, dit lesquelles sont dépassées, et prépare les relances du jour.

Elle oublie aussi les brouillons de formulaire que personne n'a repris (`workflows/brouillons.DUREE_DE_GARDE`).
"""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from prefect import flow, task
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from sqlalchemy.exc import IntegrityError

from documents.depot import Depot
from documents.gabarits import DOSSIER_DES_GABARITS
from modeles.base import lecture, unite_de_travail
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.requetes import demarches, echeances_ouvertes
from modeles.tournee import Tournee
from modeles.vocabulaire import EtatEcheance
from workflows.attendus_du_parcours import poser_les_attendus
from workflows.brouillons import oublier_les_anciens
from workflows.documents_annuels import produire_les_documents_dus
from workflows.echeances import actualiser
from workflows.effets import Atelier
from workflows.flows.relances import RelancesDuJour, relancer_le_jour
from workflows.journal import sceller
from workflows.relances.bilan import alarmes_du_moment
from workflows.reprise.attente import effacer_les_perimees
from workflows.vie_annuelle import actualiser_les_exercices


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
    relances = await relancer_le_jour(jour)
    en_panne = sum(etat.is_failed() for etat in etats) + relances.en_panne
    _conclure(jour, relances, en_panne)
    _sceller_le_journal(jour)
    _oublier_les_brouillons()
    effacer_les_perimees(configuration().donnees, maintenant())
    await _dire_les_alarmes()
    return (
        f"{len(retards)} échéance(s) dépassée(s), {relances.remises} relance(s) sur {relances.dues} "
        f"confiée(s) à l'envoi, {en_panne} territoire(s) en panne."
    )


def _prendre(jour: date) -> bool:
    """Vrai si la tournée du jour reste à faire ; une tournée interrompue se reprend."""
    try:
        with unite_de_travail() as session:
            session.add(Tournee(jour=jour, commencee_le=maintenant()))
    except IntegrityError:
        with lecture() as session:
            return session.get_one(Tournee, jour).finie_le is None
    return True


def _conclure(jour: date, relances: RelancesDuJour, en_panne: int) -> None:
    with unite_de_travail() as session:
        tournee = session.get_one(Tournee, jour)
        tournee.finie_le, tournee.territoires_en_panne = maintenant(), en_panne
        tournee.relances_dues, tournee.relances_remises = relances.dues, relances.remises


def _sceller_le_journal(jour: date) -> None:
    """Garde hors de la base où en est le journal ce jour-là."""
    with lecture() as session:
        sceller(session, configuration().donnees, jour)


def _oublier_les_brouillons() -> None:
    with unite_de_travail() as session:
        oublier_les_anciens(session, maintenant())


async def _dire_les_alarmes() -> None:
    with lecture() as session:
        dites = [str(alarme) for alarme in alarmes_du_moment(session, maintenant(), configuration())]
    texte = "\n".join(f"- {alarme}" for alarme in dites) or "Tout va bien."
    await acreate_markdown_artifact(texte, key="alarmes", description="Ce qui devrait alerter")


@task(name="visiter un territoire", cache_policy=NO_CACHE, persist_result=False)
async def visiter(demarche_id: UUID, jour: date) -> list[dict[str, str]]:
    """Met à jour la vie annuelle et les échéances d'une démarche, et rend celles qui sont dépassées."""
    retards = _mettre_a_jour(demarche_id, jour)
    atelier = Atelier(DOSSIER_DES_GABARITS, Depot(configuration().donnees))
    produire_les_documents_dus(demarche_id, jour, atelier)
    return retards


def _mettre_a_jour(demarche_id: UUID, jour: date) -> list[dict[str, str]]:
    with unite_de_travail() as session:
        demarche = session.get_one(Demarche, demarche_id)
        actualiser_les_exercices(session, demarche, jour, maintenant())
        poser_les_attendus(session, demarche, jour)
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

"""Ce qu'un calendrier doit montrer d'une démarche : ses réunions, ses échéances, ses tâches datées."""

from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import NamedTuple
from uuid import UUID

from documents.formats import date_longue
from modeles.agenda import GenreDEvenement
from modeles.demarche import Demarche
from modeles.echeance import Echeance
from modeles.etapes import TERMINALES
from modeles.reference.registre import registre
from modeles.reunion import Reunion
from modeles.tache import Tache
from modeles.vocabulaire import EtatEcheance, EtatReunion, NatureReunion, Partie

CONFIRMEES = (EtatReunion.CONVOQUEE, EtatReunion.TENUE)
# Sans ordre du jour, une réunion occupe deux heures dans les calendriers.
DUREE_ORDINAIRE_MINUTES = 120
A_QUI = {
    Partie.ETAT: "de l'État",
    Partie.COLLECTIVITE: "de la collectivité",
    Partie.PARTENAIRE: "d'un partenaire",
}


class RendezVous(NamedTuple):
    """Une ligne d'agenda. Sans heure, elle dure toute la journée. `confirme` : la convocation est partie."""

    uid: str
    demarche_id: UUID
    genre: GenreDEvenement
    titre: str
    le: date
    heure: time | None = None
    duree_minutes: int | None = None
    lieu: str = ""
    description: str = ""
    confirme: bool = True


def rendez_vous_de(
    demarche: Demarche, reunions: Iterable[Reunion], echeances: Iterable[Echeance], taches: Iterable[Tache]
) -> Iterator[RendezVous]:
    """Les rendez-vous qui tiennent encore : ce qui n'y est plus doit disparaître des calendriers."""
    ou = registre().territoire(demarche.territoire_code).nom
    finie = demarche.etape in TERMINALES
    yield from (de_la_reunion(r, ou) for r in reunions if not finie or r.tenue_le is not None)
    yield from (_de_l_echeance(e, ou) for e in echeances if _tient(e))
    yield from (_de_la_tache(t, demarche, ou) for t in taches if t.echeance_le is not None)


def de_la_reunion(reunion: Reunion, ou: str) -> RendezVous:
    """La réunion, avec son ordre du jour en description."""
    nom = reunion.nature.libelle.capitalize()
    sujet = f", {reunion.theme}" if reunion.nature is NatureReunion.ATELIER and reunion.theme else ""
    return RendezVous(
        uid=uid_de_la_reunion(reunion),
        demarche_id=reunion.demarche_id,
        genre=GenreDEvenement.REUNION,
        titre=f"{nom}{sujet} · {ou}",
        le=reunion.tenue_le or reunion.prevue_le,
        heure=reunion.heure,
        duree_minutes=sum(p.duree_minutes for p in reunion.points) or DUREE_ORDINAIRE_MINUTES,
        lieu=reunion.lieu,
        description="\n".join(_ordre_du_jour(reunion)),
        confirme=reunion.etat in CONFIRMEES,
    )


def uid_de_la_reunion(reunion: Reunion) -> str:
    """Le même pour toute la vie de la réunion, quoi qu'il lui arrive."""
    return f"reunion-{reunion.id}@jalons"


def _ordre_du_jour(reunion: Reunion) -> Iterator[str]:
    if reunion.lien_visio:
        yield f"Visioconférence : {reunion.lien_visio}"
    if reunion.reponse_avant_le:
        yield f"Réponse attendue avant le {date_longue(reunion.reponse_avant_le)}"
    if reunion.points:
        yield "Ordre du jour :"
    yield from (f"- {p.intitule} ({p.duree_minutes} min)" for p in reunion.points)


def _tient(echeance: Echeance) -> bool:
    """Ouverte, ou satisfaite après coup : une échéance tenue d'avance n'a plus à occuper l'agenda."""
    if echeance.etat is EtatEcheance.OUVERTE:
        return True
    satisfaite = echeance.etat is EtatEcheance.SATISFAITE
    return satisfaite and echeance.close_le is not None and echeance.close_le >= echeance.le


def _de_l_echeance(echeance: Echeance, ou: str) -> RendezVous:
    return RendezVous(
        uid=f"echeance-{echeance.id}@jalons",
        demarche_id=echeance.demarche_id,
        genre=GenreDEvenement.ECHEANCE,
        titre=f"Échéance : {echeance.libelle} · {ou}",
        le=echeance.le,
        description=f"Attendu {A_QUI[echeance.a_qui]}.",
    )


def _de_la_tache(tache: Tache, demarche: Demarche, ou: str) -> RendezVous:
    qui = tache.responsable or A_QUI[tache.a_qui]
    return RendezVous(
        uid=f"tache-{tache.id}@jalons",
        demarche_id=demarche.id,
        genre=GenreDEvenement.TACHE,
        titre=f"À faire : {tache.libelle} · {ou}",
        le=max(tache.echeance_le or date.min, tache.reportee_au or date.min),
        description=f"{tache.raison}\nAttendu {qui}.",
    )

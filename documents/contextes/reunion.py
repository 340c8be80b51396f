"""Une réunion telle que tous ses documents l'écrivent : quand, où, qui, quoi, et ce qui y fut décidé."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Annotated

from documents.contextes.attendus import LIEU, NON_RENSEIGNE
from documents.contextes.commun import Contexte
from documents.formats import accorder, date_courte, heure
from documents.typographie import typo
from modeles.demarche import Demarche, Passage
from modeles.etapes import Geste
from modeles.reunion import Decision, Participant, PointOrdreDuJour, Reunion
from modeles.vocabulaire import AvisComite, NaturePoint, Presence

NATURES_DE_POINT = {
    NaturePoint.INFORMATION: "pour information",
    NaturePoint.AVIS: "pour avis",
    NaturePoint.DECISION: "pour décision",
}
AVIS = {
    AvisComite.ADOPTE: "adopté",
    AvisComite.ADOPTE_AVEC_RESERVES: "adopté avec réserves",
    AvisComite.COMPLEMENTS: "compléments demandés",
    AvisComite.REFUSE: "refusé",
    AvisComite.EN_SUSPENS: "en suspens",
}
PRESENCES = {
    Presence.ATTENDU: "attendu",
    Presence.PRESENT: "sur place",
    Presence.VISIO: "en visioconférence",
    Presence.EXCUSE: "excusé",
    Presence.POUVOIR: "représenté par un pouvoir",
    Presence.ABSENT: "absent",
}
VENUS = (Presence.PRESENT, Presence.VISIO)


class ReunionEcrite(Contexte):
    """`quand` est le jour où elle s'est tenue ou, avant cela, le jour prévu."""

    theme: str
    quand: date
    a: time
    lieu: Annotated[str, LIEU]
    lien_visio: str


class PointEcrit(Contexte):
    numero: int
    intitule: str
    duree: str
    rapporteur: str
    nature: str
    synthese: str


class PersonneEcrite(Contexte):
    organisme: str
    nom: str
    fonction: str
    presence: str


class DecisionEcrite(Contexte):
    numero: int
    libelle: str
    avis: str
    responsable: str
    echeance: str


def intitule_de(reunion: Reunion) -> str:
    """« comité de suivi », ou « atelier « Mobilité solidaire » » s'il a un thème."""
    nature = reunion.nature.libelle
    return typo(f"{nature} « {reunion.theme} »") if reunion.theme else nature


def reunion_ecrite(reunion: Reunion) -> ReunionEcrite:
    return ReunionEcrite(
        theme=reunion.theme or "",
        quand=reunion.tenue_le or reunion.prevue_le,
        a=reunion.heure,
        lieu=reunion.lieu,
        lien_visio=reunion.lien_visio or "",
    )


def points_ecrits(reunion: Reunion) -> tuple[PointEcrit, ...]:
    return tuple(_point(p) for p in reunion.points)


def _point(point: PointOrdreDuJour) -> PointEcrit:
    return PointEcrit(
        numero=point.numero,
        intitule=point.intitule,
        duree=accorder(point.duree_minutes, "minute", "minutes"),
        rapporteur=point.rapporteur or NON_RENSEIGNE,
        nature=NATURES_DE_POINT[point.nature],
        synthese=point.synthese or "Aucune synthèse n'a été consignée pour ce point.",
    )


def personnes_ecrites(participants: Iterable[Participant]) -> tuple[PersonneEcrite, ...]:
    return tuple(
        PersonneEcrite(
            organisme=p.organisme,
            nom=p.nom,
            fonction=p.fonction or NON_RENSEIGNE,
            presence=f"{PRESENCES[p.presence]}, préside" if p.preside else PRESENCES[p.presence],
        )
        for p in participants
    )


def decisions_ecrites(decisions: Iterable[Decision]) -> tuple[DecisionEcrite, ...]:
    return tuple(
        DecisionEcrite(
            numero=d.numero,
            libelle=d.libelle,
            avis=AVIS[d.avis] if d.avis else "sans avis",
            responsable=d.responsable or NON_RENSEIGNE,
            echeance=date_courte(d.echeance_le) if d.echeance_le else "sans échéance",
        )
        for d in decisions
    )


def fin_prevue(reunion: Reunion) -> str:
    """« 16 h 30 » : l'heure de début et la durée des points ; vide sans point."""
    if not reunion.points:
        return ""
    debut = datetime.combine(reunion.prevue_le, reunion.heure)
    return heure((debut + timedelta(minutes=sum(p.duree_minutes for p in reunion.points))).time())


def derniere_convocation(demarche: Demarche, passage: Passage, numero: int) -> date | None:
    """La date de la dernière invitation partie avant ce passage, que la prochaine annulera et remplacera."""
    envois: list[Passage] = []
    for precedent in demarche.passages:
        concerne = precedent.donnees.get("reunion") == numero and precedent.sequence < passage.sequence
        # Un report n'écrit à personne tant que personne n'a été convoqué.
        if concerne and (
            precedent.geste is Geste.CONVOQUER or (precedent.geste is Geste.REPORTER_COMITE and envois)
        ):
            envois.append(precedent)
    return envois[-1].survenu_le if envois else None

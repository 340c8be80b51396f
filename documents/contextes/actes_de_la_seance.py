"""Ce que la séance laisse au registre : l'extrait des délibérations (D18), le procès-verbal de carence (D26)."""

from datetime import date
from typing import Annotated

from documents.contextes.attendus import (
    ACCUSE_LE,
    DELIBERATION_NUMERO,
    EXECUTOIRE_LE,
    NON_RENSEIGNE,
    PUBLIEE_LE,
    TRANSMISE_LE,
)
from documents.contextes.courriers import executoire_le
from documents.contextes.deliberation import (
    Acte,
    acte_et_projet,
    ce_que_dit_l_acte,
    en_tete_de_la_collectivite,
)
from documents.formats import nombre
from modeles.deliberation import Deliberation
from modeles.demarche import Demarche, Passage
from modeles.vocabulaire import IssueVote


class ExtraitDuRegistre(Acte):
    """D18. Un effectif que personne n'a saisi s'écrit « non renseigné » ; une date absente ôte sa ligne."""

    numero: Annotated[str, DELIBERATION_NUMERO]
    envoi_le: date
    apres_carence: bool
    en_exercice: int
    presents: str
    pouvoirs: int
    adoptee: bool
    pour: str
    contre: str
    abstentions: str
    transmise_le: Annotated[date | None, TRANSMISE_LE]
    accuse_le: Annotated[date | None, ACCUSE_LE]
    accuse_numero: str
    publiee_le: Annotated[date | None, PUBLIEE_LE]
    mode_publication: str
    executoire_le: Annotated[date | None, EXECUTOIRE_LE]


class ProcesVerbalDeCarence(Acte):
    """D26. `quorum` : le nombre de présents qu'il fallait ; `nouvelle_seance_le` : celle qui se tient sans lui."""

    envoi_le: date
    en_exercice: int
    presents: str
    quorum: int
    nouvelle_seance_le: date | None


def construire_extrait(demarche: Demarche, passage: Passage, sujet: str) -> ExtraitDuRegistre:
    """`sujet` : « deliberation:{numéro d'ordre} »."""
    deliberation, projet = acte_et_projet(demarche, sujet)
    titre = "Extrait du registre des délibérations"
    return ExtraitDuRegistre(
        document=en_tete_de_la_collectivite(demarche, "D18", titre, sujet, passage.survenu_le),
        numero=deliberation.numero or NON_RENSEIGNE,
        envoi_le=deliberation.envoi_le,
        apres_carence=deliberation.apres_carence,
        en_exercice=deliberation.en_exercice,
        presents=_effectif(deliberation.presents),
        pouvoirs=deliberation.pouvoirs,
        adoptee=deliberation.issue is IssueVote.ADOPTEE,
        pour=_effectif(deliberation.pour),
        contre=_effectif(deliberation.contre),
        abstentions=_effectif(deliberation.abstentions),
        transmise_le=deliberation.transmise_le,
        accuse_le=deliberation.accuse_le,
        accuse_numero=deliberation.accuse_numero or NON_RENSEIGNE,
        publiee_le=deliberation.publiee_le,
        mode_publication=deliberation.mode_publication or NON_RENSEIGNE,
        executoire_le=executoire_le(deliberation),
        **ce_que_dit_l_acte(demarche, deliberation, projet),
    )


def construire_carence(demarche: Demarche, passage: Passage, sujet: str) -> ProcesVerbalDeCarence:
    """`sujet` : « deliberation:{numéro d'ordre} », la séance qui n'a pas pu se tenir."""
    deliberation, projet = acte_et_projet(demarche, sujet)
    titre = "Procès-verbal de carence"
    return ProcesVerbalDeCarence(
        document=en_tete_de_la_collectivite(demarche, "D26", titre, sujet, passage.survenu_le),
        envoi_le=deliberation.envoi_le,
        en_exercice=deliberation.en_exercice,
        presents=_effectif(deliberation.presents),
        quorum=deliberation.en_exercice // 2 + 1,
        nouvelle_seance_le=_seance_suivante(demarche, deliberation),
        **ce_que_dit_l_acte(demarche, deliberation, projet),
    )


def _effectif(compte: int | None) -> str:
    return NON_RENSEIGNE if compte is None else nombre(compte)


def _seance_suivante(demarche: Demarche, manquee: Deliberation) -> date | None:
    suivantes = [
        d for d in demarche.deliberations if d.apres_carence and d.numero_ordre > manquee.numero_ordre
    ]
    return suivantes[0].seance_le if suivantes else None

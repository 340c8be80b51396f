"""La collecte d'une région : territoires en lignes, échéances en colonnes, complétude et ponctualité."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from modeles.campagne import Attendu, Campagne
from modeles.demarche import Demarche
from modeles.reference.registre import registre
from modeles.requetes_campagnes import attendus_des_campagnes, campagnes
from modeles.requetes_valeurs import demarches_avec_indicateurs, valeurs_courantes
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire_annuel import GenreCampagne
from workflows.regles.campagnes import echeance_de, explication, jours_de_retard
from workflows.regles.collecte import Completude, completude, indicateurs_attendus


class Ponctualite(StrEnum):
    """Où en est une réponse, au jour donné."""

    ATTENDUE = "attendue"
    EN_RETARD = "en_retard"
    RECUE = "recue"
    RECUE_EN_PARTIE = "recue_en_partie"
    RECUE_EN_RETARD = "recue_en_retard"

    @property
    def libelle(self) -> str:
        return LIBELLES[self]

    @property
    def a_l_heure(self) -> bool:
        return self in (Ponctualite.RECUE, Ponctualite.RECUE_EN_PARTIE)


LIBELLES = {
    Ponctualite.ATTENDUE: "attendue",
    Ponctualite.EN_RETARD: "en retard",
    Ponctualite.RECUE: "reçue",
    Ponctualite.RECUE_EN_PARTIE: "reçue en partie",
    Ponctualite.RECUE_EN_RETARD: "reçue en retard",
}


class CaseDeCollecte(NamedTuple):
    """Ce qu'une campagne a obtenu d'un territoire. `explication` dit pourquoi, en une ligne."""

    attendu: Attendu
    ponctualite: Ponctualite
    echeance_le: date
    retard_jours: int
    completude: Completude
    explication: str


class LigneDeCollecte(NamedTuple):
    """Un territoire et ses cases, par campagne ; une campagne qui n'en attend rien n'y est pas."""

    demarche: Demarche
    cases: Mapping[UUID, CaseDeCollecte]


class Collecte(NamedTuple):
    """Le tableau d'une région."""

    campagnes: Sequence[Campagne]
    lignes: list[LigneDeCollecte]

    def decompte(self, campagne: Campagne) -> tuple[int, int, int]:
        """(à l'heure, reçues, attendues) : la ponctualité et la complétude de la campagne."""
        cases = [x.cases[campagne.id] for x in self.lignes if campagne.id in x.cases]
        recues = [c for c in cases if c.attendu.recu_le is not None]
        return sum(c.ponctualite.a_l_heure for c in recues), len(recues), len(cases)


def collecte_de_la_region(
    session: Session, region: str, le: date, *, exercice: int | None = None, type_contrat: str = "cls"
) -> Collecte:
    """Toutes les campagnes de la région (ou d'un exercice) au jour donné. Lève `Introuvable`."""
    code = registre().region(region).code
    ouvertes = campagnes(session, code, exercice, type_contrat=type_contrat)
    contrats = {d.id: d for d in demarches_avec_indicateurs(session, code, type_contrat)}
    valeurs = {
        annee: valeurs_courantes(session, contrats, annee)
        for annee in {c.exercice for c in ouvertes if c.genre is GenreCampagne.INDICATEURS}
    }
    lignes: dict[UUID, dict[UUID, CaseDeCollecte]] = {}
    for attendu in attendus_des_campagnes(session, [c.id for c in ouvertes]):
        courantes = valeurs.get(attendu.campagne.exercice, {})
        lignes.setdefault(attendu.demarche_id, {})[attendu.campagne_id] = _case(attendu, courantes, le)
    return Collecte(ouvertes, [LigneDeCollecte(contrats[d], cases) for d, cases in lignes.items()])


def _case(attendu: Attendu, courantes: Mapping[UUID, ValeurIndicateur], le: date) -> CaseDeCollecte:
    retard = jours_de_retard(attendu, le)
    return CaseDeCollecte(
        attendu,
        _ponctualite(attendu, retard),
        echeance_de(attendu),
        retard,
        decompte_de(attendu, courantes),
        explication(attendu, le),
    )


def decompte_de(attendu: Attendu, courantes: Mapping[UUID, ValeurIndicateur]) -> Completude:
    """Les indicateurs répondus sur les attendus ; pour une pièce, reçue ou non."""
    if attendu.campagne.genre is not GenreCampagne.INDICATEURS:
        return Completude(int(attendu.recu_le is not None), 1)
    return completude(indicateurs_attendus(attendu.demarche, attendu.campagne.exercice), courantes)


def _ponctualite(attendu: Attendu, retard: int) -> Ponctualite:
    if attendu.recu_le is None:
        return Ponctualite.EN_RETARD if retard else Ponctualite.ATTENDUE
    if retard:
        return Ponctualite.RECUE_EN_RETARD
    return Ponctualite.RECUE_EN_PARTIE if attendu.partiel else Ponctualite.RECUE

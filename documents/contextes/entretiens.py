"""Préparer et garder les entretiens du diagnostic : le guide (D06) et les fiches (D07), sans aucun nom."""

from datetime import date
from typing import Annotated

from documents.contextes.attendus import ENTRETIENS, NON_RENSEIGNE
from documents.contextes.axes import axes_cites, intitule_axe
from documents.contextes.commun import (
    Contexte,
    ContexteDeDocument,
    TerritoireEcrit,
    contrat_nomme,
    en_tete,
    territoire_ecrit,
)
from documents.contextes.tournures import Nom
from documents.formats import date_courte
from modeles.demarche import Demarche, Passage
from modeles.diagnostic import Entretien
from modeles.reference.registre import registre


class ThemeDEntretien(Contexte):
    """Un axe, et ce qu'il recouvre : de quoi relancer la conversation."""

    intitule: str
    reperes: tuple[str, ...]


class EntretienPrevu(Contexte):
    organisme: str
    fonction: str
    prevu: str


class GuideDEntretien(ContexteDeDocument):
    """D06."""

    territoire: TerritoireEcrit
    contrat: Nom
    themes: tuple[ThemeDEntretien, ...]
    prevus: tuple[EntretienPrevu, ...]


class FicheDEntretien(Contexte):
    """Un organisme et une fonction. `realise_le` absent : l'entretien prévu n'a pas eu lieu."""

    organisme: str
    fonction: str
    realise_le: date | None
    axes: str
    propositions: str


class FichesDEntretien(ContexteDeDocument):
    """D07 : diffusion restreinte à l'équipe du diagnostic."""

    territoire: TerritoireEcrit
    contrat: Nom
    entretiens: Annotated[tuple[FicheDEntretien, ...], ENTRETIENS]


def construire_guide(demarche: Demarche, passage: Passage, sujet: str) -> GuideDEntretien:
    """`sujet` est vide : le même guide sert à tous les entretiens."""
    return GuideDEntretien(
        document=en_tete(demarche, "D06", "Guide d'entretien", sujet, passage.survenu_le),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        themes=tuple(_theme(demarche, axe) for axe in axes_cites(demarche)),
        prevus=tuple(_prevu(e) for e in demarche.entretiens),
    )


def construire_fiches(demarche: Demarche, passage: Passage, sujet: str) -> FichesDEntretien:
    """`sujet` : « diagnostic:{version} », le dépôt que ces entretiens ont nourri."""
    return FichesDEntretien(
        document=en_tete(demarche, "D07", "Fiches d'entretien", sujet, passage.survenu_le),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        entretiens=tuple(_fiche(demarche, e) for e in demarche.entretiens),
    )


def _theme(demarche: Demarche, code: str) -> ThemeDEntretien:
    axe = registre().referentiel(demarche.millesime).axe(code)
    return ThemeDEntretien(
        intitule=intitule_axe(demarche, code),
        reperes=tuple(f"{s.libelle} : {s.objectif[:1].lower()}{s.objectif[1:]}" for s in axe.sous_axes),
    )


def _prevu(entretien: Entretien) -> EntretienPrevu:
    return EntretienPrevu(
        organisme=entretien.organisme,
        fonction=entretien.fonction,
        prevu=date_courte(entretien.prevu_le) if entretien.prevu_le else "à convenir",
    )


def _fiche(demarche: Demarche, entretien: Entretien) -> FicheDEntretien:
    return FicheDEntretien(
        organisme=entretien.organisme,
        fonction=entretien.fonction,
        realise_le=entretien.realise_le,
        axes="\n".join(intitule_axe(demarche, axe) for axe in entretien.axes) or NON_RENSEIGNE,
        propositions=entretien.propositions or NON_RENSEIGNE,
    )

"""Ce qui sépare deux textes figés d'un même contrat : ce que l'avenant dit, avant et après.

Tout se lit dans les deux textes, et rien ailleurs : la comparaison ne dépend ni de la base, ni du jour. Une valeur
absente d'un côté s'écrit « — ».
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from documents.contextes.articles_changes import ArticleModifie, articles_changes
from documents.contextes.commun import Contexte
from documents.contextes.convention import Convention
from documents.contextes.fiche import CorpsDeFiche, IndicateurEcrit
from documents.contextes.finances import RIEN, LigneFinanciere
from documents.formats import accorder, centimes_lus, euros, liste_et

# Ce que l'on compare d'une fiche, dans l'ordre où la fiche l'écrit.
CHAMPS_COMPARES = {
    "titre": "Intitulé",
    "axe": "Axe",
    "sous_axe": "Sous-axe",
    "nature": "Nature de l'action",
    "periode": "Période",
    "constat": "Constat",
    "objectif_principal": "Objectif principal",
    "objectifs_operationnels": "Objectifs opérationnels",
    "description": "Description",
    "public_cible": "Public visé",
    "effectif": "Effectif estimé",
    "perimetre": "Périmètre",
    "porteur": "Porteur",
    "partenaires": "Partenaires",
    "jalons": "Jalons",
    "moyens_humains": "Moyens humains",
    "evaluation": "Évaluation",
    "referent": "Référent",
}
_CIBLE = re.compile(r"(\d{4})\s*:\s*(.+)")
PARTS = {"etat": "part de l'État", "collectivite": "part de la collectivité", "autres": "autres financements"}


class Raison(NamedTuple):
    """Ce qui a été dit d'une fiche en préparant l'avenant. `retiree` : elle prend fin avec lui."""

    motif: str = ""
    retiree: bool = False


class Changement(Contexte):
    """Une donnée, avant et après."""

    libelle: str
    avant: str
    apres: str


class FicheCitee(Contexte):
    """Une fiche ajoutée ou retirée. `total` : son coût dans le texte où elle est."""

    code: str
    titre: str
    axe: str
    periode: str
    total: str
    motif: str


class FicheModifiee(Contexte):
    code: str
    titre: str
    motif: str
    changements: tuple[Changement, ...]


class ExerciceCompare(Contexte):
    """Les apports d'un exercice, ou du contrat, avant et après ; `ecart` est celui du total, avec son signe."""

    libelle: str
    etat_avant: str
    etat_apres: str
    collectivite_avant: str
    collectivite_apres: str
    total_avant: str
    total_apres: str
    ecart: str


class CibleModifiee(Contexte):
    fiche: str
    indicateur: str
    annee: str
    avant: str
    apres: str


class ChangementsDAvenant(Contexte):
    """Tout ce que l'avenant change ; vide de bout en bout, il ne change rien."""

    ajoutees: tuple[FicheCitee, ...]
    retirees: tuple[FicheCitee, ...]
    modifiees: tuple[FicheModifiee, ...]
    financement: tuple[ExerciceCompare, ...]
    total: ExerciceCompare
    cibles: tuple[CibleModifiee, ...]
    articles: tuple[ArticleModifie, ...]
    en_bref: tuple[str, ...]


def comparer(
    avant: Convention,
    apres: Convention,
    raisons: Mapping[str, Raison] | None = None,
    reecrits: Sequence[ArticleModifie] = (),
) -> ChangementsDAvenant:
    """Ce qui change d'un texte figé à l'autre. `raisons` : par code de fiche ; `reecrits` : les articles dont on a
    changé la rédaction, que les données ne disent pas."""
    dites = raisons or {}
    anciennes, nouvelles = ({f.code: f for f in texte.fiches} for texte in (avant, apres))
    gardees = [(anciennes[code], f) for code, f in nouvelles.items() if code in anciennes]
    finies = [a for a, _ in gardees if dites.get(a.code, Raison()).retiree]
    absentes = [f for f in avant.fiches if f.code not in nouvelles]
    ajoutees = tuple(_citee(f, dites) for f in apres.fiches if f.code not in anciennes)
    retirees = tuple(_citee(f, dites) for f in (*absentes, *finies))
    modifiees = tuple(_modifiee(a, n, dites) for a, n in gardees if a not in finies)
    changees = tuple(m for m in modifiees if m.changements)
    cibles = tuple(cible for a, n in gardees for cible in _cibles(a, n))
    total = _exercice("Total", avant.finances.total, apres.finances.total)
    return ChangementsDAvenant(
        ajoutees=ajoutees,
        retirees=retirees,
        modifiees=changees,
        financement=_par_annee(avant, apres),
        total=total,
        cibles=cibles,
        articles=(*articles_changes(avant, apres), *reecrits),
        en_bref=(*_fiches_en_bref(ajoutees, retirees, changees), *_chiffres_en_bref(cibles, total)),
    )


def _fiches_en_bref(
    ajoutees: Sequence[FicheCitee], retirees: Sequence[FicheCitee], modifiees: Sequence[FicheModifiee]
) -> Iterator[str]:
    for codes, participe in (
        ([f.code for f in ajoutees], "ajoutée"),
        ([f.code for f in retirees], "retirée"),
        ([f.code for f in modifiees], "modifiée"),
    ):
        if codes:
            combien = accorder(len(codes), f"fiche action {participe}", f"fiches actions {participe}s")
            yield f"{combien} : {liste_et(codes)}"


def _chiffres_en_bref(cibles: Sequence[CibleModifiee], total: ExerciceCompare) -> Iterator[str]:
    if total.total_avant != total.total_apres:
        yield f"coût total de {total.total_avant} porté à {total.total_apres} ({total.ecart})"
    if cibles:
        yield accorder(len(cibles), "cible d'indicateur modifiée", "cibles d'indicateurs modifiées")


def _citee(fiche: CorpsDeFiche, raisons: Mapping[str, Raison]) -> FicheCitee:
    return FicheCitee(
        code=fiche.code,
        titre=fiche.titre,
        axe=fiche.axe,
        periode=fiche.periode,
        total=fiche.total.total,
        motif=raisons.get(fiche.code, Raison()).motif,
    )


def _modifiee(avant: CorpsDeFiche, apres: CorpsDeFiche, raisons: Mapping[str, Raison]) -> FicheModifiee:
    champs = {libelle: _textes(avant, apres, nom) for nom, libelle in CHAMPS_COMPARES.items()}
    montants = {
        f"{annee}, {libelle}": (getattr(ancien, part, RIEN), getattr(nouveau, part, RIEN))
        for annee, ancien, nouveau in _lignes_par_annee(avant.budget, apres.budget)
        for part, libelle in PARTS.items()
    }
    return FicheModifiee(
        code=apres.code,
        titre=apres.titre,
        motif=raisons.get(apres.code, Raison()).motif,
        changements=tuple(
            Changement(libelle=libelle, avant=ancien or RIEN, apres=nouveau or RIEN)
            for libelle, (ancien, nouveau) in (champs | montants | _indicateurs(avant, apres)).items()
            if ancien != nouveau
        ),
    )


def _textes(avant: CorpsDeFiche, apres: CorpsDeFiche, nom: str) -> tuple[str, str]:
    valeurs = (getattr(avant, nom), getattr(apres, nom))
    ancien, nouveau = (v if isinstance(v, str) else "\n".join(v) for v in valeurs)
    return ancien, nouveau


def _indicateurs(avant: CorpsDeFiche, apres: CorpsDeFiche) -> dict[str, tuple[str, str]]:
    ancien, nouveau = (liste_et(i.libelle for i in f.indicateurs) for f in (avant, apres))
    return {"Indicateurs": (ancien, nouveau)}


def _lignes_par_annee(
    avant: Sequence[LigneFinanciere], apres: Sequence[LigneFinanciere]
) -> list[tuple[str, LigneFinanciere | None, LigneFinanciere | None]]:
    anciennes, nouvelles = ({ligne.libelle: ligne for ligne in lignes} for lignes in (avant, apres))
    return [(a, anciennes.get(a), nouvelles.get(a)) for a in sorted({*anciennes, *nouvelles})]


def _par_annee(avant: Convention, apres: Convention) -> tuple[ExerciceCompare, ...]:
    lignes = _lignes_par_annee(avant.finances.par_annee, apres.finances.par_annee)
    return tuple(_exercice(annee, ancienne, nouvelle) for annee, ancienne, nouvelle in lignes)


def _exercice(libelle: str, avant: LigneFinanciere | None, apres: LigneFinanciere | None) -> ExerciceCompare:
    def part(ligne: LigneFinanciere | None, nom: str) -> str:
        return str(getattr(ligne, nom, RIEN))

    return ExerciceCompare(
        libelle=libelle,
        **{f"{nom}_avant": part(avant, nom) for nom in ("etat", "collectivite", "total")},
        **{f"{nom}_apres": part(apres, nom) for nom in ("etat", "collectivite", "total")},
        ecart=_ecart(part(avant, "total"), part(apres, "total")),
    )


def _ecart(avant: str, apres: str) -> str:
    """« +1 000 € », « −500 € », « 0 € » ; une année sans ligne compte pour rien."""
    difference = (centimes_lus(apres) or 0) - (centimes_lus(avant) or 0)
    return f"+{euros(difference)}" if difference > 0 else euros(difference)


def _cibles(avant: CorpsDeFiche, apres: CorpsDeFiche) -> list[CibleModifiee]:
    anciens = {i.code: i for i in avant.indicateurs}
    return [
        CibleModifiee(fiche=apres.code, indicateur=i.libelle, annee=annee, avant=ancienne, apres=nouvelle)
        for i in apres.indicateurs
        if i.code in anciens
        for annee, ancienne, nouvelle in _cibles_par_annee(anciens[i.code], i)
        if ancienne != nouvelle
    ]


def _cibles_par_annee(avant: IndicateurEcrit, apres: IndicateurEcrit) -> list[tuple[str, str, str]]:
    """Les cibles s'écrivent une par ligne : « 2025 : 120 »."""
    anciennes, nouvelles = (
        {lue[1]: lue[2] for ligne in i.cibles.split("\n") if (lue := _CIBLE.fullmatch(ligne))}
        for i in (avant, apres)
    )
    return [(a, anciennes.get(a, RIEN), nouvelles.get(a, RIEN)) for a in sorted({*anciennes, *nouvelles})]

"""Les mots français des listes de valeurs, tels qu'un formulaire les propose."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, NamedTuple

from documents.contextes.cadrage import ROLES
from documents.contextes.fiche import FORMULES, NATURES, RENFORCEMENTS, SENS
from documents.contextes.finances import STATUTS_ENVELOPPE
from documents.contextes.reunion import AVIS, NATURES_DE_POINT, PRESENCES
from documents.libelles import nom_lisible
from modeles.etapes import LIBELLES_ETAPES, LIBELLES_GESTES
from modeles.reference.catalogues import Agregation, Formule, Periode, Sens, TypeIndicateur
from modeles.vocabulaire import (
    LIBELLES_DES_REUNIONS,
    LIBELLES_DES_STATUTS,
    Civilite,
    DecisionPiste,
    Fiabilite,
    ModeSignature,
    Organe,
    Partie,
    Presence,
)


class Option(NamedTuple):
    """Un choix : ce qui est envoyé, ce qui est lu, et sous quel titre il se range."""

    valeur: str
    libelle: str
    groupe: str = ""


_LISTES: tuple[Mapping[Any, str], ...] = (
    LIBELLES_ETAPES,
    LIBELLES_GESTES,
    LIBELLES_DES_REUNIONS,
    LIBELLES_DES_STATUTS,
    ROLES,
    NATURES,
    RENFORCEMENTS,
    STATUTS_ENVELOPPE,
    AVIS,
    NATURES_DE_POINT,
    PRESENCES,
    {
        Partie.ETAT: "l'État",
        Partie.COLLECTIVITE: "la collectivité",
        Partie.PARTENAIRE: "un partenaire",
    },
    {
        Civilite.MADAME: "Madame",
        Civilite.MONSIEUR: "Monsieur",
    },
    {
        DecisionPiste.PROPOSEE: "sans décision",
        DecisionPiste.RETENUE: "retenue",
        DecisionPiste.FUSIONNEE: "fusionnée avec une autre",
        DecisionPiste.REPORTEE: "reportée",
        DecisionPiste.ECARTEE: "écartée",
    },
    {
        Fiabilite.A: "A, fiable",
        Fiabilite.B: "B, acceptable",
        Fiabilite.C: "C, à prendre avec prudence",
    },
    {
        Organe.ASSEMBLEE: "l'assemblée",
        Organe.COMMISSION_PERMANENTE: "la commission permanente",
    },
    {
        ModeSignature.PAPIER: "sur papier",
        ModeSignature.PARAPHEUR: "dans un parapheur électronique",
        ModeSignature.QUALIFIEE: "par signature électronique qualifiée",
        ModeSignature.HORS_OUTIL: "hors de l'outil",
    },
    {Formule(code): texte for code, texte in FORMULES.items()},
    {Sens(code): texte for code, texte in SENS.items()},
    {
        TypeIndicateur.REALISATION: "réalisation",
        TypeIndicateur.RESULTAT: "résultat",
        TypeIndicateur.CONTEXTE: "contexte",
        Periode.ANNEE: "l'année entière",
        Periode.STOCK_AU_31_DECEMBRE: "situation au 31 décembre",
        Agregation.SOMME: "les valeurs s'additionnent",
        Agregation.PONDEREE: "moyenne pondérée par le dénominateur",
        Agregation.NON_AGREGEABLE: "ne s'additionne pas",
    },
)
# Deux listes ont parfois le même code : une valeur se reconnaît à sa liste autant qu'à lui.
LIBELLES = {(type(valeur), valeur.value): texte for liste in _LISTES for valeur, texte in liste.items()}
_LITTERAUX = {
    ("par_partie", "etat"): "l'État",
    ("par_partie", "collectivite"): "la collectivité",
    ("issue_financiere", "solde"): "solde versé",
    ("issue_financiere", "reversement"): "reversement demandé",
    ("issue_financiere", "sans_objet"): "sans objet",
}
# Ce qu'un formulaire ne propose pas : l'état d'avant, que personne ne choisit.
_JAMAIS_PROPOSES = {Presence.ATTENDU}


def libelle(valeur: Enum) -> str:
    """Le nom français d'une valeur ; à défaut, son code écrit lisiblement."""
    return LIBELLES.get((type(valeur), valeur.value)) or nom_lisible(str(valeur.value)).lower()


def options_d_enumeration(enumeration: type[Enum]) -> tuple[Option, ...]:
    """Les choix d'une liste de valeurs, dans son ordre."""
    return tuple(Option(str(v.value), libelle(v)) for v in enumeration if v not in _JAMAIS_PROPOSES)


def options_litterales(nom: str, valeurs: tuple[Any, ...]) -> tuple[Option, ...]:
    """Les choix d'un champ qui n'admet que quelques textes."""
    return tuple(Option(str(v), _LITTERAUX.get((nom, v), nom_lisible(str(v)).lower())) for v in valeurs)

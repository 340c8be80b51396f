"""Un brouillon demandé par une porte : de quel document, sur quel sujet, sous quel nom."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from documents.brouillons import composer_brouillon
from documents.contextes.sujets import objet_du_document
from documents.formats import nom_de_fichier
from documents.repertoire import REPERTOIRE
from modeles.demarche import Demarche
from modeles.erreurs import Introuvable, SaisieInvalide
from workflows.ebauches import ebaucher, sujets_possibles


class Brouillon(NamedTuple):
    nom: str
    octets: bytes


def brouillon_demande(
    demarche: Demarche, code: str, sujet: str | None, le: date, gabarits: Path
) -> Brouillon:
    """Sans `sujet`, celui du document s'il n'y en a qu'un.

    Lève `Introuvable`, ou `SaisieInvalide` s'il faut choisir.
    """
    code = code.upper()
    return ecrire_le_brouillon(
        demarche, code, _seul_sujet(demarche, code, le) if sujet is None else sujet, le, gabarits
    )


def brouillons_de(demarche: Demarche, code: str, le: date, gabarits: Path) -> list[Brouillon]:
    """Un brouillon par sujet sur lequel ce document peut s'écrire aujourd'hui."""
    sujets = sujets_possibles(demarche, code, le)
    return [ecrire_le_brouillon(demarche, code, s, le, gabarits) for s in sujets]


def ecrire_le_brouillon(demarche: Demarche, code: str, sujet: str, le: date, gabarits: Path) -> Brouillon:
    contexte = ebaucher(demarche, code, sujet, le)
    compose = composer_brouillon(gabarits / REPERTOIRE[code].gabarit, contexte, le)
    objet = objet_du_document(demarche, code, sujet)
    nom = nom_de_fichier(f"{le:%Y%m%d}_{code}_{demarche.territoire_code}_{objet}")
    return Brouillon(f"{nom}_brouillon.docx", compose.octets)


def _seul_sujet(demarche: Demarche, code: str, le: date) -> str:
    possibles = sujets_possibles(demarche, code, le)
    if len(possibles) == 1:
        return possibles[0]
    quoi = f"Le brouillon du document {code} ne peut pas être écrit."
    if not possibles:
        raise Introuvable(
            quoi,
            f"« {demarche.territoire.nom} » n'a encore rien sur quoi l'écrire.",
            "Saisissez d'abord ce dont il parle (réunion, fiche, délibération).",
        )
    raise SaisieInvalide(
        quoi, f"Plusieurs sujets sont possibles : {', '.join(possibles)}.", "Donnez l'un d'eux."
    )

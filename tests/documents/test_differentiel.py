"""Chaque gabarit du catalogue donne, par notre moteur et par docxtpl, les mêmes paragraphes.

docxtpl ne sait pas inclure un gabarit dans un autre : l'inclusion est développée avant qu'il ne lise.
"""

import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined
from lxml import etree

from documents.catalogue import CATALOGUE
from documents.formats import FILTRES
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.guide import GABARIT_DU_GUIDE, contexte_du_guide
from documents.moteur.archive import lire_paquet, parties_de
from documents.moteur.assemblage import Assemblage
from documents.moteur.gabarit import composer
from documents.moteur.ooxml import CORPS, NUMEROTATION
from documents.moteur.validite import paragraphes
from documents.production import ENVIRONNEMENT
from documents.repertoire import REPERTOIRE
from documents.temoin import temoin
from tests.documents.fabriques_a_la_demande import contextes
from tests.documents.fabriques_documents import commandes, dossier_complet, dossier_minimal

GUIDE = "guide"
GABARITS = {m.code: m.gabarit for m in REPERTOIRE.values()} | {GUIDE: GABARIT_DU_GUIDE}
DOSSIERS = {"complet": dossier_complet, "minimal": dossier_minimal}


@cache
def donnees_du_dossier(dossier: str) -> dict[str, list[dict[str, Any]]]:
    """Les données de chaque document du dossier, par code : un dictionnaire par exemplaire."""
    toutes: dict[str, list[dict[str, Any]]] = {}
    demarche = DOSSIERS[dossier]()
    for passage, production in commandes(demarche):
        contexte = CATALOGUE[production.code].construire(demarche, passage, production.sujet)
        toutes.setdefault(production.code, []).append(contexte.model_dump())
    return toutes | {code: [contexte.model_dump()] for code, contexte in contextes(dossier).items()}


def donnees_de(code: str) -> list[dict[str, Any]]:
    """De quoi remplir ce gabarit : les dossiers d'essai, puis ceux que l'on tire de son seul contexte."""
    if code == GUIDE:
        return [contexte_du_guide().model_dump()]
    temoins = [temoin(REPERTOIRE[code].contexte, complet=complet).model_dump() for complet in (True, False)]
    return [d for dossier in DOSSIERS for d in donnees_du_dossier(dossier).get(code, [])] + temoins


def developper(gabarit: Path, dossier: Path) -> Path:
    """Le gabarit, ses inclusions faites, tel que docxtpl peut le lire."""
    assemblage = Assemblage(lire_paquet(gabarit))
    assert assemblage.fautes == []
    parties = parties_de(gabarit.read_bytes())
    parties[CORPS] = etree.tostring(assemblage.racine)
    if assemblage.numerotation.racine is not None:
        parties[NUMEROTATION] = etree.tostring(assemblage.numerotation.racine)
    developpe = dossier / gabarit.name
    with zipfile.ZipFile(developpe, "w") as archive:
        for nom, contenu in parties.items():
            archive.writestr(nom, contenu)
    return developpe


def avec_docxtpl(gabarit: Path, donnees: dict[str, Any]) -> bytes:
    """Le même gabarit par docxtpl, avec nos filtres et notre façon d'écrire le vide."""
    environnement = Environment(autoescape=True, undefined=StrictUndefined, finalize=_vide_si_absent)
    environnement.filters.update(FILTRES)
    document = DocxTemplate(str(gabarit))
    document.render(donnees, jinja_env=environnement, autoescape=True)
    sortie = BytesIO()
    document.save(sortie)
    return sortie.getvalue()


def sans_le_sommaire(octets: bytes) -> list[str]:
    """Les paragraphes, hors le sommaire : docxtpl laisse l'invite du gabarit là où nous écrivons les titres."""
    return [p for p in paragraphes(octets) if not p.endswith("\t") and p != "Le sommaire s'écrit ici."]


def _vide_si_absent(valeur: object) -> object:
    return "" if valeur is None else valeur


def test_aucun_gabarit_livre_n_echappe_a_la_comparaison() -> None:
    compares = {
        source.nom
        for nom in GABARITS.values()
        for source in Assemblage(lire_paquet(DOSSIER_DES_GABARITS / nom)).sources
    }

    assert compares == {gabarit.name for gabarit in DOSSIER_DES_GABARITS.glob("*.docx")}


@pytest.mark.parametrize("code", GABARITS)
def test_notre_moteur_ecrit_les_paragraphes_de_docxtpl(code: str, tmp_path: Path) -> None:
    gabarit = DOSSIER_DES_GABARITS / GABARITS[code]
    developpe = developper(gabarit, tmp_path)

    for donnees in donnees_de(code):
        compose = composer(gabarit, donnees, ENVIRONNEMENT)

        assert sans_le_sommaire(compose.octets) == sans_le_sommaire(avec_docxtpl(developpe, donnees))

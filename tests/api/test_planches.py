"""`jalons planches` : ce qui est montré ; la mise en page par LibreOffice est éprouvée ailleurs."""

from collections.abc import Sequence
from pathlib import Path

import pytest

import api.cli.planches
from documents.moteur.ouverture import Ouverture
from documents.moteur.validite import texte
from documents.repertoire import REPERTOIRE
from modeles.base import unite_de_travail
from tests.api.terminal import jalons
from tests.documents.fabriques_contrat import ajouter_une_fiche, une_demarche


@pytest.fixture
def mis_en_page(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Les fichiers confiés à LibreOffice, qui n'est pas lancé."""
    fichiers: list[Path] = []

    def ouvrir(documents: Sequence[Path], dossier: Path) -> Ouverture:
        fichiers.extend(documents)
        return Ouverture((), ())

    monkeypatch.setattr(api.cli.planches, "ouvrir", ouvrir)
    return fichiers


def test_une_base_vide_montre_un_exemple_de_chaque_document_et_le_guide(
    base_sqlite: Path, mis_en_page: list[Path]
) -> None:
    rendu = jalons("planches", "--vers", str(base_sqlite / "planches"))

    assert rendu.exit_code == 0, rendu.output
    assert [f.name.split()[0] for f in mis_en_page] == [*REPERTOIRE, "GUIDE"]
    assert all(f.stem.endswith("(exemple)") for f in mis_en_page[:-1])


def test_le_formulaire_et_la_synthese_sont_faits_des_vraies_fiches(
    base_sqlite: Path, mis_en_page: list[Path]
) -> None:
    with unite_de_travail() as session:
        demarche = une_demarche()
        ajouter_une_fiche(demarche, "32-DRO-ACC-01", titre="Équipe mobile")
        session.add(demarche)

    assert jalons("planches", "--vers", str(base_sqlite / "planches")).exit_code == 0

    montres = {f.name.split()[0]: f for f in mis_en_page}
    assert montres["D15"].stem == "D15 Synthese regionale"
    assert "Équipe mobile" in texte(montres["D13F"].read_bytes())

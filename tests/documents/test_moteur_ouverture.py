"""LibreOffice ouvre ce que le moteur compose, et le montre tel qu'on l'attend."""

import shutil
from pathlib import Path

import pytest

from documents.moteur import ouverture
from documents.moteur.gabarit import composer
from documents.moteur.ouverture import OutilAbsent, apercus, defauts_d_ouverture, ouvrir, texte_mis_en_page
from tests.documents.fabriques_word import (
    contexte_de_convention,
    contexte_de_courrier,
    gabarit_de_convention,
    gabarit_de_courrier,
)

sans_libreoffice = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftoppm")),
    reason="LibreOffice ou poppler-utils n'est pas installé sur cette machine",
)


def composer_dans(dossier: Path) -> list[Path]:
    courrier = composer(gabarit_de_courrier(dossier / "gabarit.docx"), contexte_de_courrier())
    convention = composer(gabarit_de_convention(dossier / "modele.docx"), contexte_de_convention(3))
    documents = [dossier / "courrier.docx", dossier / "convention.docx"]
    for chemin, compose in zip(documents, (courrier, convention), strict=True):
        chemin.write_bytes(compose.octets)
    return documents


@sans_libreoffice
def test_les_documents_composes_s_ouvrent_et_se_lisent(tmp_path: Path) -> None:
    documents = composer_dans(tmp_path)
    abime = tmp_path / "abime.docx"
    abime.write_bytes(documents[0].read_bytes()[:200])

    resultat = ouvrir([*documents, abime], tmp_path)

    assert resultat.defauts == ("« abime.docx » ne s'ouvre pas dans LibreOffice",)
    courrier, convention = map(texte_mis_en_page, resultat.pdf)
    assert "point n° 1 : < 25 ans & parents" in courrier
    assert [ligne.split()[0] for ligne in convention.splitlines() if "Objectif" in ligne] == [
        *["1.", "2.", "3.", "4."] * 3
    ]
    images = apercus(resultat.pdf[0], tmp_path)
    assert [image.name for image in images] == ["courrier-1.png"]


def test_sans_libreoffice_le_refus_dit_quoi_installer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(OutilAbsent) as refus:
        defauts_d_ouverture([tmp_path / "x.docx"])

    assert str(refus.value) == (
        "Les documents ne peuvent pas être mis en page ici. Le programme « soffice » n'est pas installé. "
        "Installez LibreOffice, puis recommencez."
    )


def faux_soffice(dossier: Path, script: str) -> None:
    programme = dossier / "soffice"
    programme.write_text(f"#!/bin/sh\n{script}\n")
    programme.chmod(0o755)


def test_une_mise_en_page_trop_longue_est_arretee(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    faux_soffice(tmp_path, "sleep 60")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    defauts = defauts_d_ouverture([tmp_path / "x.docx"], delai_s=0.2)

    assert defauts == ("« x.docx » ne s'ouvre pas dans LibreOffice (arrêté après 0 s)",)


def test_deux_documents_du_meme_nom_sont_refuses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    faux_soffice(tmp_path, "exit 0")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    with pytest.raises(ValueError, match="le même nom"):
        ouverture.ouvrir([tmp_path / "a/x.docx", tmp_path / "b/x.docx"], tmp_path)

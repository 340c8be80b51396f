"""Ce que promet l'installation des paquets npm, sans rien télécharger."""

import shutil
from pathlib import Path

import pytest

from outils.paquets_des_pages import (
    FICHIERS,
    RACINE,
    empreinte,
    est_a_jour,
    expliquer,
    fichier_d_empreinte,
    installer,
    npm_de_la_machine,
    npm_du_verrou,
)


@pytest.fixture
def projet(tmp_path: Path) -> Path:
    for nom in FICHIERS:
        shutil.copy(RACINE / nom, tmp_path)
    (tmp_path / "node_modules").mkdir()
    fichier_d_empreinte(tmp_path).write_text(empreinte(tmp_path, "dev"), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("profil", ["dev", "lancer"])
def test_ce_qui_est_en_place_n_est_pas_reinstalle(projet: Path, profil: str) -> None:
    assert est_a_jour(projet, profil)


def test_ce_qui_suffit_pour_lancer_ne_suffit_pas_pour_les_tests(projet: Path) -> None:
    fichier_d_empreinte(projet).write_text(empreinte(projet, "lancer"), encoding="utf-8")

    assert est_a_jour(projet, "lancer")
    assert not est_a_jour(projet, "dev")


@pytest.mark.parametrize("nom", FICHIERS)
def test_un_verrou_change_demande_une_installation(projet: Path, nom: str) -> None:
    (projet / nom).write_text("autre chose", encoding="utf-8")

    assert not est_a_jour(projet, "dev")


def test_un_dossier_efface_demande_une_installation(projet: Path) -> None:
    shutil.rmtree(projet / "node_modules")

    assert not est_a_jour(projet, "dev")


def test_sans_node_sur_la_machine_celui_du_verrou_python_sert(
    projet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(projet))

    assert npm_de_la_machine() == []
    assert npm_du_verrou()[0].endswith("node")


def test_un_node_trop_ancien_ne_sert_pas(projet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for nom in ("node", "npm"):
        (projet / nom).write_text("#!/bin/sh\necho v16.20.2\n", encoding="utf-8")
        (projet / nom).chmod(0o755)
    monkeypatch.setenv("PATH", f"{projet}:/bin:/usr/bin")

    assert npm_de_la_machine() == []


def test_un_echec_dit_pourquoi_et_laisse_l_installation_a_refaire(projet: Path) -> None:
    npm = projet / "npm"
    npm.write_text("#!/bin/sh\necho 'npm error code ENOTFOUND' >&2\nexit 1\n", encoding="utf-8")
    npm.chmod(0o755)
    fichier_d_empreinte(projet).unlink()

    with pytest.raises(SystemExit) as arret:
        installer(projet, [str(npm)], "dev")

    assert "Vérifiez l'accès au réseau" in str(arret.value)
    assert "npm error code ENOTFOUND" in str(arret.value)
    assert not est_a_jour(projet, "dev")


@pytest.mark.parametrize(
    ("dit", "phrase"),
    [
        ("npm error code EINTEGRITY", "videz le cache"),
        ("npm error code EACCES", "n'est pas accessible en écriture"),
        ("npm error code ENOSPC", "Le disque est plein"),
        ("npm error code E403", "npm config set registry"),
        ("autre chose", "a échoué"),
    ],
)
def test_chaque_echec_a_sa_phrase(dit: str, phrase: str) -> None:
    assert phrase in expliquer(dit)

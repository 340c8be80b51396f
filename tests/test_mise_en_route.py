"""Ce que promettent le Makefile, les verrous et la préparation, vérifié sans rien installer."""

import ast
import re
from pathlib import Path

import pytest

RACINE = Path(__file__).parent.parent


def test_un_vieux_python_peut_lire_la_preparation_pour_dire_qu_il_est_trop_ancien() -> None:
    source = (RACINE / "outils" / "preparer.py").read_text(encoding="utf-8")

    ast.parse(source, feature_version=(3, 6))


@pytest.mark.parametrize("verrou", ["requirements.lock", "requirements-dev.lock", "package-lock.json"])
def test_un_verrou_ne_contient_aucune_adresse_de_registre(verrou: str) -> None:
    texte = (RACINE / verrou).read_text(encoding="utf-8")

    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links", texte) == []


@pytest.mark.parametrize("verrou", ["requirements.lock", "requirements-dev.lock"])
def test_un_verrou_contient_l_outil_qui_installe_le_projet(verrou: str) -> None:
    assert re.search(r"^setuptools==", (RACINE / verrou).read_text(encoding="utf-8"), re.MULTILINE)


def test_le_verrou_des_tests_contient_celui_de_l_application_a_l_identique() -> None:
    application, tests = (
        set(re.findall(r"^[a-z0-9._-]+==\S+", (RACINE / verrou).read_text(encoding="utf-8"), re.MULTILINE))
        for verrou in ("requirements.lock", "requirements-dev.lock")
    )

    assert application - tests == set()


def test_chaque_commande_du_makefile_dit_a_quoi_elle_sert() -> None:
    texte = (RACINE / "Makefile").read_text(encoding="utf-8")
    cibles = re.findall(r"^([a-z]+):(?!.*export)(.*)$", texte, re.MULTILINE)

    assert [cible for cible, suite in cibles if "## " not in suite] == []

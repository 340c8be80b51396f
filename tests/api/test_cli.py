"""Le terminal : mêmes gestes, mêmes refus, en trois phrases et sans trace."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from api.cli.principal import application
from tests.api.fabriques import OCTETS, deposer_un_document
from tests.api.terminal import en_json, jalons, ouvrir, preparer


def test_l_aide_documente_toutes_les_commandes() -> None:
    aide = jalons("--help").stdout

    for commande in (
        "lancer", "etat", "gestes", "avancer", "saisir", "creer", "documents", "demo",
        "reprise", "reconstruire", "base", "docs", "reglages",
    ):  # fmt: skip
        assert f" {commande} " in aide
    assert "Show this message" not in aide


def _toutes(groupe: Any, *chemin: str) -> Iterator[tuple[str, ...]]:
    """Le chemin de chaque commande et de chaque groupe : ("acces",), ("acces", "inviter")…"""
    for nom, commande in getattr(groupe, "commands", {}).items():
        yield (*chemin, nom)
        yield from _toutes(commande, *chemin, nom)


@pytest.mark.parametrize("chemin", [*_toutes(get_command(application))], ids=" ".join)
def test_chaque_commande_a_son_aide_en_francais(chemin: tuple[str, ...]) -> None:
    resultat = jalons(*chemin, "--help")

    assert resultat.exit_code == 0
    assert "Affiche cette aide." in resultat.stdout


def test_sans_demarche_l_etat_dit_par_ou_commencer(base: Path) -> None:
    assert jalons("etat").stdout.startswith("Aucune démarche. Créez-en une : jalons creer Gers")
    assert en_json("etat") == {"elements": [], "total": 0}


def test_un_territoire_avance_depuis_le_terminal(base: Path) -> None:
    preparer()

    resultat = ouvrir()

    assert resultat.exit_code == 0
    assert resultat.stdout == "Gers passe à « Lancement » : Ouvrir la démarche, le 15\u00a0janvier 2024.\n"
    assert en_json("etat", "32")["etape"] == "lancement"


def test_l_etat_se_lit_a_une_autre_date(base_sqlite: Path) -> None:
    preparer()
    ouvrir()

    texte = jalons("etat", "gers", "--le", "2024-03-05").stdout

    assert texte.startswith("Gers (32) : Lancement, à surveiller\n50\u00a0jours à l'étape « Lancement »")
    assert "Et ensuite : Valider le cadrage." in texte
    assert "- le comité de lancement n'a pas été tenu : Programmez-le" in texte
    assert (
        "1\u00a0territoire au 5\u00a0mars 2024, 1 à surveiller" in jalons("etat", "--le", "2024-03-05").stdout
    )


def test_l_etat_en_json_est_celui_de_l_api(base_sqlite: Path) -> None:
    preparer()

    liste = en_json("etat", "--region", "76", "--le", "2024-01-12")

    assert (liste["total"], liste["elements"][0]["jours"]) == (1, 2)


def test_un_geste_bloque_dit_tout_en_trois_phrases_et_rend_1(base: Path) -> None:
    jalons("creer", "Gers", "--le", "2024-01-10")

    resultat = jalons("avancer", "Gers", "ouvrir", "--le", "2024-01-15")

    assert (resultat.exit_code, resultat.stdout) == (1, "")
    assert resultat.stderr.startswith(
        "« Gers » : le geste « Ouvrir la démarche » ne peut pas encore être fait. "
        "Il reste à régler : aucun référent n'est désigné pour l'État ; "
    )
    assert resultat.stderr.endswith("Puis recommencez.\n")
    assert en_json("etat", "32")["etape"] == "a_lancer"


def test_les_gestes_possibles_disent_ce_qu_il_faut_donner(base_sqlite: Path) -> None:
    jalons("creer", "Gers", "--le", "2024-01-10")

    texte = jalons("gestes", "Gers").stdout

    assert "ouvrir : Ouvrir la démarche (bloqué)" in texte
    assert "suspendre : Suspendre la démarche (possible, motif exigé)\n  à donner : jusqu_au" in texte
    assert en_json("gestes", "Gers")["total"] == 3


def test_un_controle_se_leve_avec_motif_et_autorite(base_sqlite: Path, tmp_path: Path) -> None:
    preparer()
    ouvrir()
    reunion = tmp_path / "reunion.json"
    reunion.write_text(
        json.dumps(
            {
                "nature": "comite_lancement",
                "prevue_le": "2024-01-20",
                "heure": "14:00",
                "lieu": "Préfecture",
                "points": [{"intitule": "Ouverture"}],
                "participants": [{"organisme": "DDETS", "nom": "Camille Exemple"}],
            }
        ),
        encoding="utf-8",
    )
    assert jalons("saisir", "Gers", "reunion", "--fichier", str(reunion)).exit_code == 0
    convoquer = ("avancer", "Gers", "convoquer", "--le", "2024-01-15", "--donnees", '{"reunion": 1}')

    sans, avec = (
        jalons(*convoquer),
        jalons(*convoquer, "--lever", "CAL-01", "--motif-levee", "Urgence", "--autorite", "Le préfet"),
    )

    assert (sans.exit_code, avec.exit_code) == (1, 0)


def test_les_documents_se_listent_et_se_copient(base: Path, tmp_path: Path) -> None:
    jalons("creer", "Gers", "--le", "2024-01-10")
    deposer_un_document(base)

    resultat = jalons("documents", "Gers", "--vers", str(tmp_path / "copies"))

    assert "D04" in resultat.stdout
    assert (tmp_path / "copies" / "Compte rendu « été » v1.docx").read_bytes() == OCTETS
    assert en_json("documents", "32")["elements"][0]["titre"] == "Compte rendu"

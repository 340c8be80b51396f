"""Le terminal : mêmes gestes, mêmes refus, en trois phrases et sans trace."""

import json
import logging
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api.cli.groupe import dire_la_panne
from api.cli.principal import application
from modeles.configuration import configuration
from tests.api.fabriques import OCTETS, deposer_un_document

REFERENT = {"role": "referent", "nom": "Exemple", "fonction": "référent", "organisme": "DDETS"}


def jalons(*arguments: str) -> Result:
    """La commande, telle qu'on la tape."""
    return CliRunner(env={"COLUMNS": "200"}).invoke(application, list(arguments))


def en_json(*arguments: str) -> Any:
    resultat = jalons(*arguments, "--json")
    assert resultat.exit_code == 0, resultat.output
    return json.loads(resultat.stdout)


def preparer() -> None:
    assert jalons("creer", "Gers", "--le", "10/01/2024").exit_code == 0
    for partie in ("etat", "collectivite"):
        assert (
            jalons(
                "saisir", "Gers", "contact", "--donnees", json.dumps(REFERENT | {"partie": partie})
            ).exit_code
            == 0
        )
    axes = json.dumps({"axes": [{"axe": "DROITS", "numero": 1}]})
    assert jalons("saisir", "Gers", "axes", "--donnees", axes).exit_code == 0
    assert jalons("saisir", "Gers", "enveloppe_inconnue").exit_code == 0


def ouvrir() -> Result:
    return jalons("avancer", "Gers", "ouvrir", "--le", "2024-01-15", "--par", "Camille Exemple")


def test_l_aide_documente_toutes_les_commandes() -> None:
    aide = jalons("--help").stdout

    for commande in (
        "lancer", "etat", "gestes", "avancer", "saisir", "creer", "documents", "demo",
        "reprise", "reconstruire", "base", "docs", "reglages",
    ):  # fmt: skip
        assert f" {commande} " in aide
    assert "Show this message" not in aide


@pytest.mark.parametrize(
    "commande",
    ["etat", "gestes", "avancer", "saisir", "creer", "documents", "reconstruire", "reglages", "demo"],
)
def test_chaque_commande_a_son_aide(commande: str) -> None:
    resultat = jalons(commande, "--help")

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


@pytest.mark.parametrize(
    ("arguments", "debut"),
    [
        (("etat", "Gerse"), "Le territoire « Gerse » n'existe pas."),
        (("etat", "Gers"), "« Gers » n'a pas de démarche."),
        (("etat", "--le", "2024-02-30"), "« 2024-02-30 » n'est pas une date possible."),
        (("etat", "--le", "0001-01-01"), "« 0001-01-01 » n'est pas une date possible."),
        (("etat", "--region", "99"), "La région « 99 » n'existe pas."),
        (("creer", "Atlantide"), "Le territoire « Atlantide » n'existe pas."),
        (("avancer", "Aude", "sauter"), "Le geste « sauter » n'existe pas."),
        (("saisir", "Aude", "rien"), "La saisie « rien » n'existe pas."),
        (("saisir", "Aude", "contact", "--donnees", "{"), "Le bordereau ne peut pas être lu."),
        (("saisir", "Aude", "contact", "--donnees", "[1]"), "Le bordereau ne peut pas être lu."),
        (("saisir", "Aude", "contact", "--donnees", '{"nom": "\\ud800"}'), "La saisie ne peut pas être lue."),
        (("saisir", "Aude", "contact", "--fichier", "absent.json"), "Le fichier « absent.json » ne peut pas"),
        (("avancer", "Aude", "ouvrir", "--motif", "a\udcffb"), "La saisie ne peut pas être lue."),
    ],
)
def test_une_commande_refusee_le_dit_sur_la_sortie_d_erreur(
    base_sqlite: Path, arguments: tuple[str, ...], debut: str
) -> None:
    jalons("creer", "Aude", "--le", "2024-01-10")

    resultat = jalons(*arguments)

    assert (resultat.exit_code, resultat.stdout) == (1, "")
    assert resultat.stderr.startswith(debut)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("avancer",),
            "La commande est incomplète. Il manque TERRITOIRE. Consultez « jalons avancer --help ».",
        ),
        (("etat", "--couleur"), "L'option « --couleur » n'existe pas. Consultez « jalons etat --help »."),
        (
            ("danser",),
            "Cette commande n'existe pas, ou l'un de ses arguments est en trop. Consultez « jalons --help ».",
        ),
    ],
)
def test_une_commande_mal_ecrite_renvoie_a_l_aide(arguments: tuple[str, ...], message: str) -> None:
    resultat = jalons(*arguments)

    assert (resultat.exit_code, resultat.stderr.strip()) == (2, message)


def test_une_base_sans_schema_dit_de_la_migrer(base_sqlite: Path) -> None:
    (base_sqlite / "jalons.db").unlink()

    refus = jalons("etat")
    migration = jalons("base", "migrer")

    assert (refus.exit_code, refus.stderr[:36]) == (1, "La base de données n'est pas à jour.")
    assert (migration.exit_code, jalons("base", "verifier").stdout) == (0, "La base est à jour.\n")


def test_un_reglage_faux_est_dit_sans_trace(base_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JALONS_PORT", "beaucoup")
    configuration.cache_clear()

    resultat = jalons("reglages")

    assert resultat.exit_code == 1
    assert "JALONS_PORT vaut « beaucoup »." in resultat.stderr


def test_les_reglages_cachent_les_mots_de_passe(base_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JALONS_URL_BASE", "postgresql+psycopg://jalons:secret@serveur/jalons")
    monkeypatch.setenv("JALONS_ACCES_PREFECT", "jalons:secret")
    configuration.cache_clear()

    reglages = en_json("reglages")

    assert "secret" not in str(reglages)
    assert reglages["JALONS_DEMONSTRATION"] == "oui"


def test_une_panne_donne_son_numero_et_range_la_trace(
    base_sqlite: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        raise RuntimeError("secret de fabrication")
    except RuntimeError as erreur:
        dire_la_panne(RuntimeError, erreur, sys.exc_info()[2])

    dit = capsys.readouterr().err
    journal = (base_sqlite / "journaux" / "commandes.log").read_text(encoding="utf-8")
    for sortie in logging.getLogger("jalons.commandes").handlers:
        sortie.close()
    assert "secret" not in dit
    assert "secret de fabrication" in journal
    assert journal.split()[1] in dit

"""Le terminal refuse en trois phrases, renvoie à l'aide, et ne montre jamais de trace."""

import logging
import sys
from pathlib import Path

import pytest

from api.cli.groupe import dire_la_panne
from modeles.configuration import configuration
from tests.api.terminal import en_json, jalons


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

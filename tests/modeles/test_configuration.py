"""Les réglages ont des défauts qui fonctionnent, et une erreur se lit en français, toutes à la fois."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from modeles.configuration import Configuration, ReglagesInvalides, configuration
from modeles.reglages import PAGE, page_des_reglages


@pytest.fixture(autouse=True)
def sans_reglage(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for nom in [nom for nom in os.environ if nom.startswith("JALONS_")]:
        monkeypatch.delenv(nom)
    configuration.cache_clear()
    yield
    configuration.cache_clear()


def textes(refus: ReglagesInvalides) -> list[str]:
    return [f"{obstacle.message} {obstacle.remede}" for obstacle in refus.obstacles]


def test_sans_aucun_reglage_tout_est_dans_le_dossier_de_donnees() -> None:
    lue = configuration()

    assert lue.donnees == Path.cwd() / "donnees"
    assert lue.url_base == f"sqlite:///{lue.donnees}/jalons.db"
    assert (lue.hote, lue.port, lue.fuseau) == ("127.0.0.1", 8000, "Europe/Paris")


def test_la_base_par_defaut_suit_le_dossier_de_donnees(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JALONS_DONNEES", str(tmp_path))

    assert configuration().url_base == f"sqlite:///{tmp_path}/jalons.db"


def test_les_reglages_faux_sont_tous_cites_avec_leur_remede(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JALONS_PORT", "abc")
    monkeypatch.setenv("JALONS_FUSEAU", "Mars/Olympus")
    monkeypatch.setenv("JALONS_DONNEES", "")

    with pytest.raises(ReglagesInvalides) as refus:
        configuration()

    assert textes(refus.value) == [
        "JALONS_DONNEES est vide. Il faut le chemin d'un dossier, par exemple donnees.",
        "JALONS_PORT vaut « abc ». Il faut un nombre entier de 1 à 65535, par exemple 8000.",
        "JALONS_FUSEAU vaut « Mars/Olympus ». "
        "Il faut un fuseau horaire, par exemple Europe/Paris ou Indian/Reunion.",
    ]


def test_une_faute_de_frappe_dans_un_nom_est_reconnue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JALONS_PROT", "8100")

    with pytest.raises(ReglagesInvalides) as refus:
        configuration()

    assert textes(refus.value) == [
        "JALONS_PROT n'est pas un réglage de Jalons. Vouliez-vous écrire JALONS_PORT ?"
    ]


def test_une_adresse_de_base_refusee_n_est_pas_repetee(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JALONS_URL_BASE", "mysql://agent:motdepasse@serveur/base")

    with pytest.raises(ReglagesInvalides) as refus:
        configuration()

    assert textes(refus.value) == [
        "JALONS_URL_BASE n'a pas la forme attendue. "
        "Il faut une adresse comme postgresql+psycopg://utilisateur:secret@serveur/jalons."
    ]


@pytest.mark.parametrize(("ecrit", "lu"), [("oui", True), ("non", False), ("false", False)])
def test_oui_et_non_se_disent_en_francais(monkeypatch: pytest.MonkeyPatch, ecrit: str, lu: bool) -> None:
    monkeypatch.setenv("JALONS_DEMONSTRATION", ecrit)

    assert configuration().demonstration is lu


def test_le_port_de_prefect_retenu_donne_son_adresse(tmp_path: Path) -> None:
    reglages = Configuration(donnees=tmp_path)
    assert reglages.api_prefect is None

    reglages.fichier_du_port_prefect.parent.mkdir()
    reglages.fichier_du_port_prefect.write_text("8123")

    assert reglages.api_prefect == "http://127.0.0.1:8123/api"


def test_la_page_des_reglages_est_a_jour() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_des_reglages()


def test_un_serveur_de_courriel_incomplet_dit_tout_ce_qui_manque(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JALONS_SMTP_HOTE", "smtp.exemple.fr")
    monkeypatch.setenv("JALONS_SMTP_UTILISATEUR", "jalons")

    with pytest.raises(ReglagesInvalides) as refus:
        configuration()

    assert textes(refus.value) == [
        "JALONS_SMTP_MOT_DE_PASSE manque. "
        "Il faut un mot de passe avec JALONS_SMTP_UTILISATEUR, et une liaison starttls ou tls.",
        "JALONS_SMTP_EXPEDITEUR manque. Il faut une adresse de courriel, par exemple contrats@exemple.fr.",
    ]


@pytest.mark.parametrize(("securite", "port"), [("aucune", 25), ("starttls", 587), ("tls", 465)])
def test_le_port_du_courriel_suit_sa_protection(
    monkeypatch: pytest.MonkeyPatch, securite: str, port: int
) -> None:
    monkeypatch.setenv("JALONS_SMTP_SECURITE", securite)

    assert configuration().smtp_port == port


def test_un_mot_de_passe_de_courriel_exige_une_liaison_protegee(monkeypatch: pytest.MonkeyPatch) -> None:
    for nom, valeur in {"SECURITE": "aucune", "UTILISATEUR": "jalons", "MOT_DE_PASSE": "tres secret"}.items():
        monkeypatch.setenv(f"JALONS_SMTP_{nom}", valeur)

    with pytest.raises(ReglagesInvalides) as refus:
        configuration()

    assert "JALONS_SMTP_MOT_DE_PASSE" in str(refus.value) and "tres secret" not in str(refus.value)

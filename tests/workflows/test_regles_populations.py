"""Les contrôles de population se taisent sans référence ; avec elle, ils disent le millésime et la source."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from modeles.reference.registre import registre
from tests.bases import reglages_relus
from tests.fabriques import une_demarche, une_fiche
from tests.modeles.depot_de_reference import anomalies
from tests.workflows.contrats_d_essai import un_indicateur
from workflows.regles.populations import (
    obstacles_a_l_effectif,
    obstacles_au_public,
    obstacles_aux_populations,
)

ENTETE = "population;libelle;territoire;region;millesime;effectif;source\n"
RSA = ENTETE + (
    "rsa;allocataires du RSA;32;;2023;4100;CNAF (fictif)\n"
    "rsa;allocataires du RSA;32;;2024;4000;CNAF (fictif)\n"
    "rsa;allocataires du RSA;;76;2024;9000;CNAF (fictif)\n"
)


def deposer(dossier: Path, contenu: str) -> None:
    (dossier / "populations").mkdir()
    (dossier / "populations" / "rsa.csv").write_text(contenu, encoding="utf-8")


@pytest.fixture
def populations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    deposer(tmp_path, RSA)
    monkeypatch.setenv("JALONS_REFERENCE", str(tmp_path))
    monkeypatch.setenv("JALONS_DONNEES", str(tmp_path / "donnees"))
    with reglages_relus():
        yield


def test_sans_population_de_reference_le_controle_se_tait() -> None:
    fiche = une_fiche(une_demarche(), effectif_estime=10**6)
    indicateur = un_indicateur(fiche, "X", "Allocataires suivis", population="rsa")
    fiche.indicateurs = [indicateur]

    assert list(obstacles_a_l_effectif(indicateur, 10**9, "32")) == []
    assert list(obstacles_au_public(fiche, "32")) == []
    assert list(obstacles_aux_populations("rsa", "76", {"32": 10**6})) == []


@pytest.mark.usefixtures("populations")
def test_un_effectif_au_dela_de_la_population_connue_avertit() -> None:
    fiche = une_fiche(une_demarche(), effectif_estime=4001)
    indicateur = un_indicateur(fiche, "X", "Allocataires suivis", population="rsa", unite="personnes")
    fiche.indicateurs = [indicateur]

    (de_l_effectif,) = obstacles_a_l_effectif(indicateur, 4000_01, "32")
    (du_public,) = obstacles_au_public(fiche, "32")

    assert (de_l_effectif.code, du_public.code) == ("POP-01", "POP-03")
    # Le millésime le plus récent l'emporte sur les 4 100 de 2023.
    assert "4 000 allocataires du RSA (2024, CNAF (fictif))" in de_l_effectif.message.replace("\u00a0", " ")
    assert list(obstacles_a_l_effectif(indicateur, 4000_00, "32")) == []
    assert list(obstacles_a_l_effectif(indicateur, 10**9, "31")) == []


@pytest.mark.usefixtures("populations")
def test_la_metropole_n_est_comptee_qu_une_fois_dans_la_region() -> None:
    effectifs = {"31": 6000, "243100518": 4000, "32": 3000}

    assert [o.code for o in obstacles_aux_populations("rsa", "76", effectifs)] == ["POP-02"]
    assert [o.code for o in obstacles_aux_populations("rsa", "76", effectifs | {"32": 3001})] == [
        "POP-01",
        "POP-02",
    ]


def test_un_fichier_de_populations_fautif_dit_toutes_ses_fautes(tmp_path: Path) -> None:
    deposer(
        tmp_path,
        ENTETE
        + "rsa;allocataires;99;;2024;10;CNAF\n"
        + "rsa;allocataires;;99;2024;10;CNAF\n"
        + "rsa;allocataires;32;;2024;10;CNAF\n" * 2,
    )

    fichier = f"{tmp_path.name}/populations/rsa.csv"
    assert anomalies(tmp_path) == [
        f"{fichier}, le territoire « 99 » n'existe pas.",
        f"{fichier}, la région « 99 » n'existe pas.",
        f"{fichier}, « rsa » de 32 en 2024 est déjà dans {fichier}.",
    ]


def test_une_population_est_celle_d_un_territoire_ou_d_une_region_pas_des_deux(tmp_path: Path) -> None:
    deposer(tmp_path, ENTETE + "rsa;allocataires;32;76;2024;10;CNAF\nrsa;allocataires;;;2024;10;CNAF\n")

    assert len(anomalies(tmp_path)) == 2
    assert registre().populations == ()

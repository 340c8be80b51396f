"""Les feuilles et les scripts : installés par npm, servis d'ici, gardés longtemps, lisibles sans script."""

import gzip
import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.pages.statiques import DSFR, PAQUETS, adresse_du_dsfr, adresse_statique
from api.pages.theme_sombre import feuille_sombre

RACINE = Path(__file__).parents[2]
installes = pytest.mark.skipif(not DSFR.is_dir(), reason="les paquets npm ne sont pas installés")


@installes
def test_les_paquets_installes_sont_ceux_du_verrou() -> None:
    verrou = json.loads((RACINE / "package-lock.json").read_text(encoding="utf-8"))
    attendus = {nom: p["version"] for nom, p in verrou["packages"].items() if nom}

    trouves = {
        nom: json.loads((PAQUETS.parent / nom / "package.json").read_text(encoding="utf-8"))["version"]
        for nom in attendus
    }

    assert trouves == attendus


@installes
def test_tout_ce_qu_une_page_demande_est_servi_pour_toujours(client_sqlite: TestClient) -> None:
    page = client_sqlite.get("/").text

    adresses = re.findall(r'(?:href|src)="(/statiques/[^"#]+)', page)

    assert len(adresses) >= 7
    for adresse in adresses:
        reponse = client_sqlite.get(adresse)
        assert (reponse.status_code, adresse) == (200, adresse)
        assert "immutable" in reponse.headers["cache-control"]


@installes
@pytest.mark.parametrize("adresse", [adresse_du_dsfr("dsfr.min.css"), adresse_du_dsfr("sombre.css")])
def test_une_feuille_part_compressee_ou_non_selon_le_navigateur(
    client_sqlite: TestClient, adresse: str
) -> None:
    compressee = client_sqlite.get(adresse)
    pleine = client_sqlite.get(adresse, headers={"Accept-Encoding": "identity"})

    assert compressee.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in pleine.headers
    assert compressee.content == pleine.content
    assert len(gzip.compress(pleine.content)) < len(pleine.content) / 4


@installes
def test_sans_script_le_theme_sombre_est_celui_du_dsfr() -> None:
    feuille = feuille_sombre(DSFR / "dist")

    assert feuille.startswith("@media screen and (prefers-color-scheme: dark){:root:not([data-fr-theme]){")
    assert "--grey-1000-50:" in feuille
    assert ":root:not([data-fr-theme]) .fr-select{" in feuille
    assert feuille.count("{") == feuille.count("}")


def test_sans_les_paquets_le_theme_sombre_est_vide(tmp_path: Path) -> None:
    assert feuille_sombre(tmp_path) == "@media screen and (prefers-color-scheme: dark){}"


def test_nos_fichiers_sont_servis_et_rien_d_autre(client_sqlite: TestClient) -> None:
    assert client_sqlite.get(adresse_statique("jalons.css")).headers["content-type"].startswith("text/css")
    assert client_sqlite.get(adresse_statique("jalons.svg")).status_code == 200
    assert client_sqlite.get("/statiques/../rendu.py").status_code == 404
    assert client_sqlite.get("/statiques/dsfr/1/../../../package.json").status_code == 404

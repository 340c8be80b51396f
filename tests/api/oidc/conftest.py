"""Un fournisseur honnête, et Jalons réglé pour lui."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.acces.oidc.fournisseur import fournisseur as fournisseur_retenu
from modeles.compte import Role
from tests.acces import creer_compte
from tests.api.oidc.fournisseur import CLIENT, SECRET, FournisseurDIdentite, fournisseur_ouvert
from tests.bases import reglages_relus
from workflows.acces.habilitations import Portee


@pytest.fixture(scope="module")
def serveur() -> Iterator[FournisseurDIdentite]:
    with fournisseur_ouvert() as ouvert:
        yield ouvert


@pytest.fixture
def chez(
    serveur: FournisseurDIdentite, anonyme: TestClient, base_sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FournisseurDIdentite]:
    """Le fournisseur, honnête, et Jalons réglé pour lui ; Dominique Exemple a un compte."""
    neuf = FournisseurDIdentite()
    vars(serveur).update(
        vars(neuf), adresse=serveur.adresse, cle=serveur.cle_publiee, cle_publiee=serveur.cle_publiee
    )
    for nom, valeur in {
        "EMETTEUR": serveur.adresse,
        "CLIENT": CLIENT,
        "SECRET": SECRET,
        "ACR": "eidas1",
    }.items():
        monkeypatch.setenv(f"JALONS_OIDC_{nom}", valeur)
    fournisseur_retenu.cache_clear()
    with reglages_relus():
        creer_compte(Role.REGION, "Dominique Exemple", Portee("76"))
        yield serveur

"""Tout formulaire s'ouvre ou se refuse, même sur un dossier presque vide : jamais de panne."""

from datetime import date
from typing import Any

import pytest

from modeles.base import unite_de_travail
from modeles.etapes import AVANT_SIGNATURE, Etape
from modeles.requetes import demarche_de
from tests.api.conftest import TestClient
from tests.api.demandes import ouvrir
from workflows.commandes.registre import GESTES, SAISIES
from workflows.parcours import gestes_possibles

DOSSIER = "/territoires/32"
SIGNEE_LE = date(2024, 6, 3)


def _placer(etape: Etape) -> None:
    """Pose l'étape sans rien d'autre : le dossier le plus pauvre que la page puisse rencontrer."""
    with unite_de_travail() as session:
        demarche = demarche_de(session, "32")
        assert demarche is not None
        demarche.signe_le = None if etape in AVANT_SIGNATURE else SIGNEE_LE
        demarche.etape = etape
        demarche.etape_de_retour = Etape.LANCEMENT if etape is Etape.SUSPENDU else None


def _statuts(client: TestClient, adresses: list[str]) -> dict[str, int]:
    return {adresse: client.get(adresse).status_code for adresse in adresses}


def _sauf(statuts: dict[str, int], *admis: int) -> dict[str, Any]:
    return {adresse: statut for adresse, statut in statuts.items() if statut not in admis}


def test_tout_geste_offert_a_une_etape_ouvre_son_formulaire(client_sqlite: TestClient) -> None:
    ouvrir(client_sqlite)

    for etape in Etape:
        _placer(etape)
        offerts = dict.fromkeys(t.geste for t in gestes_possibles(etape))
        statuts = _statuts(client_sqlite, [f"{DOSSIER}/gestes/{geste.value}" for geste in offerts])

        assert _sauf(statuts, 200) == {}, etape


@pytest.mark.parametrize("etape", [Etape.A_LANCER, Etape.FICHES, Etape.SIGNATURE, Etape.EXECUTION])
def test_toute_saisie_ouvre_son_formulaire(client_sqlite: TestClient, etape: Etape) -> None:
    ouvrir(client_sqlite)
    _placer(etape)

    statuts = _statuts(client_sqlite, [f"{DOSSIER}/saisies/{nature}" for nature in SAISIES])

    assert _sauf(statuts, 200) == {}


@pytest.mark.parametrize(
    "precision",
    ["modifie=999", "modifie=rien", "fiche=32-RIEN-01", "reunion=999", "reunion=x", "partie=x", "annee=x"],
)
def test_un_lien_perime_ou_retouche_se_refuse_sans_panne(client_sqlite: TestClient, precision: str) -> None:
    ouvrir(client_sqlite)
    adresses = [f"{DOSSIER}/saisies/{nature}?{precision}" for nature in SAISIES]
    adresses += [f"{DOSSIER}/gestes/{geste.value}?{precision}" for geste in GESTES]

    assert _sauf(_statuts(client_sqlite, adresses), 200, 404, 409, 422) == {}

"""Ce que rend le fournisseur n'est cru qu'une fois vérifié."""

import time
from typing import Any

import pytest
from fastapi.testclient import TestClient
from joserfc.jwk import RSAKey

from tests.api.oidc.fournisseur import CLIENT, FournisseurDIdentite
from tests.api.oidc.parcours import aller, revenir

MENSONGES = {
    "un autre nonce": {"nonce": "autre"},
    "pas de nonce": {"nonce": None},
    "un jeton expiré": {"exp": int(time.time()) - 3600},
    "pas d'expiration": {"exp": None},
    "un jeton pour un autre": {"aud": "un-autre-service"},
    "un jeton pour plusieurs, sans partie autorisée": {"aud": [CLIENT, "autre"], "azp": "autre"},
    "un autre émetteur": {"iss": "https://ailleurs.exemple.fr"},
    "un niveau trop faible": {"acr": "eidas0"},
    "pas de niveau": {"acr": None},
    "un jeton d'accès qui n'est pas le sien": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    "un jeton à venir": {"nbf": int(time.time()) + 3600},
}


@pytest.mark.parametrize("mensonge", MENSONGES.values(), ids=MENSONGES)
def test_un_jeton_qui_ne_dit_pas_ce_qu_il_faut_est_refuse(
    anonyme: TestClient, chez: FournisseurDIdentite, mensonge: dict[str, Any]
) -> None:
    chez.faux = mensonge

    reponse = revenir(anonyme, aller(anonyme))

    assert reponse.status_code == 403
    assert "La connexion n&#39;a pas abouti." in reponse.text
    assert "set-cookie" not in reponse.headers


@pytest.mark.parametrize(
    "infos",
    [
        {"sub": "une-autre"},
        {"aud": "autre"},
        {"iss": "https://ailleurs.fr"},
        {"email": ""},
        {"email_verified": False},
    ],
)
def test_des_informations_qui_ne_sont_pas_celles_de_la_personne_sont_refusees(
    anonyme: TestClient, chez: FournisseurDIdentite, infos: dict[str, Any]
) -> None:
    chez.faux_infos = infos

    assert revenir(anonyme, aller(anonyme)).status_code == 403


def test_une_signature_etrangere_est_refusee(anonyme: TestClient, chez: FournisseurDIdentite) -> None:
    chez.cle = RSAKey.generate_key(2048, {"kid": "une"})

    assert revenir(anonyme, aller(anonyme)).status_code == 403


@pytest.mark.parametrize("algorithme", ["HS256", "none"])
def test_un_jeton_sans_cle_privee_est_refuse(
    anonyme: TestClient, chez: FournisseurDIdentite, algorithme: str
) -> None:
    chez.algorithme = algorithme

    assert revenir(anonyme, aller(anonyme)).status_code == 403

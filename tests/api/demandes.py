"""Les demandes dont les essais ont besoin, par la porte HTTP."""

from typing import Any

from fastapi.testclient import TestClient

PAR = "Camille Exemple"
ENTREE = "2024-01-10"
OUVERTURE = "2024-01-15"
REFERENTS = [
    {"partie": partie, "role": "referent", "nom": "Exemple", "fonction": "référent", "organisme": organisme}
    for partie, organisme in (("etat", "DDETS"), ("collectivite", "Département"))
]


def creer(client: TestClient, territoire: str = "Gers") -> Any:
    """Crée la démarche d'un territoire."""
    return client.post("/api/v1/territoires", json={"territoire": territoire, "le": ENTREE})


def saisir(client: TestClient, nature: str, donnees: dict[str, Any], territoire: str = "32") -> Any:
    """Enregistre une saisie, qui doit réussir."""
    reponse = client.post(
        f"/api/v1/territoires/{territoire}/saisies/{nature}",
        json={"par": PAR, "le": ENTREE, "donnees": donnees},
    )
    assert reponse.status_code == 201, reponse.text
    return reponse


def preparer(client: TestClient, territoire: str = "32") -> None:
    """Crée une démarche prête à ouvrir."""
    assert creer(client, territoire).status_code == 201
    for referent in REFERENTS:
        saisir(client, "contact", referent, territoire)
    saisir(client, "axes", {"axes": [{"axe": "DROITS", "numero": 1}]}, territoire)
    saisir(client, "enveloppe_inconnue", {}, territoire)


def faire(client: TestClient, geste: str, territoire: str = "32", **corps: Any) -> Any:
    """Fait un geste à la date d'ouverture, ou à celle donnée dans le corps."""
    en_tetes = {"Idempotency-Key": corps.pop("cle")} if "cle" in corps else {}
    return client.post(
        f"/api/v1/territoires/{territoire}/gestes/{geste}",
        json={"par": PAR, "le": OUVERTURE} | corps,
        headers=en_tetes,
    )


def ouvrir(client: TestClient, territoire: str = "32") -> None:
    """Crée une démarche et l'ouvre : elle est à l'étape « lancement » depuis le 15 janvier 2024."""
    preparer(client, territoire)
    reponse = faire(client, "ouvrir", territoire)
    assert reponse.status_code == 201, reponse.text

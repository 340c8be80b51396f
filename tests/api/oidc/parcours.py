"""L'aller et le retour d'une connexion, comme les fait un navigateur."""

from typing import Any

import httpx
from fastapi.testclient import TestClient
from sqlmodel import func, select

from modeles.acces import SessionAgent
from modeles.base import lecture


def aller(client: TestClient, vers: str = "/") -> str:
    """L'adresse de retour que donne le fournisseur."""
    depart = client.get("/connexion/oidc", params={"vers": vers}, follow_redirects=False)
    assert depart.status_code == 303, depart.text
    return httpx.get(depart.headers["location"], trust_env=False, verify=False).headers["location"]


def revenir(client: TestClient, retour: str) -> Any:
    return client.get(retour.removeprefix("http://127.0.0.1:8000"), follow_redirects=False)


def sessions_ouvertes() -> int:
    with lecture() as session:
        return session.exec(select(func.count()).select_from(SessionAgent)).one()

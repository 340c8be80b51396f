"""Se connecter dans un essai, dans le rôle que l'on veut."""

import re
from datetime import timedelta
from uuid import UUID

import httpx

from api.acces.csrf import EN_TETE, jeton_du_secret
from modeles.acces import MoyenDAcces
from modeles.base import unite_de_travail
from modeles.colonnes import maintenant
from modeles.compte import Role
from modeles.configuration import configuration
from modeles.requetes_acces import compte_de_courriel
from workflows.acces.comptes import Qui, ouvrir_compte
from workflows.acces.habilitations import PARTOUT, Portee, habiliter
from workflows.acces.liens import creer_lien
from workflows.acces.sessions import ouvrir_session

ADMINISTRATEUR = "Camille Exemple"
QUI = Qui("l'essai", maintenant() - timedelta(days=1))


def creer_compte(role: Role, nom: str, portee: Portee = PARTOUT) -> str:
    """Un compte habilité ; rend son courriel, tiré du nom. Le compte qui existe reçoit le rôle de plus."""
    courriel = f"{'.'.join(re.findall('[a-z]+', nom.lower()))}@exemple.fr"
    with unite_de_travail() as session:
        compte = compte_de_courriel(session, courriel) or ouvrir_compte(session, nom, courriel, QUI)
        habiliter(session, compte, role, QUI, portee)
    return courriel


def secret_pour(courriel: str) -> str:
    """Le secret d'une session neuve de ce compte."""
    with unite_de_travail() as session:
        compte = compte_de_courriel(session, courriel)
        assert compte
        return ouvrir_session(session, compte, MoyenDAcces.LIEN, maintenant())


def lien_pour(courriel: str) -> str:
    """Le secret d'un lien de connexion neuf pour ce compte."""
    with unite_de_travail() as session:
        compte = compte_de_courriel(session, courriel)
        assert compte
        return creer_lien(session, compte, QUI._replace(le=maintenant())).secret


def entrer(client: httpx.Client, secret: str) -> None:
    """Le client présente désormais cette session, et le jeton de ses formulaires."""
    hote = client.base_url.host
    # Un nom sans point est, pour les cookies, celui d'une machine locale.
    domaine = hote if "." in hote else f"{hote}.local"
    client.cookies.set(f"jalons_{configuration().port}", secret, domain=domaine, path="/")
    client.headers[EN_TETE] = jeton_du_secret(secret)


def entrer_comme(
    client: httpx.Client,
    role: Role = Role.ADMINISTRATEUR,
    nom: str = ADMINISTRATEUR,
    *,
    region: str | None = None,
    territoire: str | None = None,
    fiche: UUID | None = None,
) -> None:
    """Crée le compte et connecte le client, à la place de qui l'était."""
    entrer(client, secret_pour(creer_compte(role, nom, Portee(region, territoire, fiche))))


def sortir(client: httpx.Client) -> None:
    """Le client n'est plus personne."""
    client.cookies.clear()
    client.headers.pop(EN_TETE, None)

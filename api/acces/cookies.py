"""Le cookie de session : illisible aux scripts, jamais envoyé par un autre site, chiffré dès que possible."""

from fastapi import Request, Response

from modeles.configuration import configuration
from workflows.acces.sessions import DUREE, PATIENCE


def nom_du_cookie(requete: Request) -> str:
    """Un nom par port : deux Jalons sur une même machine ne se déconnectent pas l'un l'autre."""
    return "__Host-jalons" if _chiffre(requete) else f"jalons_{configuration().port}"


def secret_de_session(requete: Request) -> str:
    """Le secret que présente le navigateur ; vide s'il n'en a pas."""
    return requete.cookies.get(nom_du_cookie(requete), "")


def poser_la_session(requete: Request, reponse: Response, secret: str) -> None:
    """Confie le secret au navigateur."""
    reponse.set_cookie(
        nom_du_cookie(requete),
        secret,
        max_age=int(DUREE.total_seconds()),
        httponly=True,
        secure=_chiffre(requete),
        samesite="lax",
        path="/",
    )


def oter_la_session(requete: Request, reponse: Response) -> None:
    """Reprend le secret au navigateur."""
    reponse.delete_cookie(
        nom_du_cookie(requete), path="/", secure=_chiffre(requete), httponly=True, samesite="lax"
    )


def visiteur(requete: Request) -> str:
    """Ce que le navigateur présente d'un départ vers le fournisseur d'identité ; vide s'il n'est pas parti."""
    return requete.cookies.get(_nom_du_visiteur(requete), "")


def poser_le_visiteur(requete: Request, reponse: Response, secret: str) -> None:
    """Marque le navigateur qui part chez le fournisseur : lui seul pourra en revenir."""
    reponse.set_cookie(
        _nom_du_visiteur(requete),
        secret,
        max_age=int(PATIENCE.total_seconds()),
        httponly=True,
        secure=_chiffre(requete),
        samesite="lax",
        path="/",
    )


def _nom_du_visiteur(requete: Request) -> str:
    return f"{nom_du_cookie(requete)}_visiteur"


def servi_chiffre(schema: str) -> bool:
    """Vrai si les personnes nous joignent en https : directement, ou par le relais de l'adresse publique."""
    return schema == "https" or (configuration().url_publique or "").startswith("https:")


def _chiffre(requete: Request) -> bool:
    return servi_chiffre(requete.url.scheme)

"""Aller se connecter et revenir où l'on voulait aller, sans jamais être emmené ailleurs."""

from urllib.parse import urlencode

from fastapi import Request


def adresse_sure(vers: str) -> str:
    """Cette adresse si elle est de cette application, l'accueil sinon."""
    ailleurs = not vers.startswith("/") or vers.startswith("//") or "\\" in vers
    return "/" if ailleurs or any(ord(c) < 32 for c in vers) else vers


def adresse_de_connexion(requete: Request) -> str:
    """La page de connexion, qui ramènera à la page demandée."""
    voulue = requete.url.path + (f"?{requete.url.query}" if requete.url.query else "")
    return "/connexion" if voulue == "/" else f"/connexion?{urlencode({'vers': voulue})}"

"""Le fournisseur d'identité : ce qu'il publie de lui, ses clés, et les appels qu'on lui fait."""

import logging
import time
from collections.abc import Mapping
from functools import cache
from ssl import SSLContext
from typing import Any

import httpx
from authlib.oidc.discovery import OpenIDProviderMetadata, get_well_known_url
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from api.acces.oidc.refus import ConnexionRefusee, FournisseurInjoignable

journal = logging.getLogger(__name__)

DELAI_S = 10.0
FRAICHEUR_S = 3600.0
# Signés par une clé que seul le fournisseur possède : ni « none », ni un secret partagé.
ALGORITHMES = ["RS256", "ES256", "PS256"]


class Fournisseur:
    """Un émetteur OpenID Connect. Sa description et ses clés sont relues chaque heure."""

    def __init__(self, emetteur: str) -> None:
        self.emetteur = emetteur
        self._description: dict[str, Any] = {}
        self._cles = KeySet([])
        self._lu_a = -FRAICHEUR_S

    def adresse(self, quoi: str) -> str:
        """Une adresse qu'il publie (« token_endpoint »…). Lève `FournisseurInjoignable` s'il n'en a pas."""
        trouvee = self._a_jour().get(quoi)
        if not isinstance(trouvee, str):
            journal.error("Le fournisseur %s ne publie pas « %s ».", self.emetteur, quoi)
            raise FournisseurInjoignable
        return trouvee

    def publie(self, quoi: str) -> bool:
        """Vrai s'il publie cette adresse."""
        return isinstance(self._a_jour().get(quoi), str)

    def lire_jeton(self, jeton: str) -> jwt.Token:
        """Le jeton, sa signature vérifiée ; une clé inconnue fait relire les clés une fois.

        Lève `ConnexionRefusee`.
        """
        self._a_jour()
        try:
            return jwt.decode(jeton, self._cles, algorithms=ALGORITHMES)
        except InvalidKeyIdError:
            self._lu_a = -FRAICHEUR_S
            self._a_jour()
        except (JoseError, ValueError) as erreur:
            raise _illisible(erreur) from erreur
        try:
            return jwt.decode(jeton, self._cles, algorithms=ALGORITHMES)
        except (JoseError, ValueError) as erreur:
            raise _illisible(erreur) from erreur

    def _a_jour(self) -> dict[str, Any]:
        if time.monotonic() - self._lu_a > FRAICHEUR_S:
            lue = appeler("GET", get_well_known_url(self.emetteur, external=True)).json()
            try:
                OpenIDProviderMetadata(lue).validate_issuer()
            except ValueError as erreur:
                raise _incomprise(self.emetteur, erreur) from erreur
            if lue["issuer"] != self.emetteur:
                raise _incomprise(self.emetteur, f"il se dit « {lue['issuer']} »")
            self._description = lue
            self._cles = KeySet.import_key_set(appeler("GET", lue["jwks_uri"]).json())
            self._lu_a = time.monotonic()
        return self._description


@cache
def fournisseur(emetteur: str) -> Fournisseur:
    """Le fournisseur de cette adresse, gardé le temps du processus."""
    return Fournisseur(emetteur)


def appeler(methode: str, adresse: str, **demande: Mapping[str, Any]) -> httpx.Response:
    """La réponse du fournisseur. Lève `FournisseurInjoignable` s'il ne répond pas, ou refuse."""
    try:
        reponse = httpx.request(methode, adresse, timeout=DELAI_S, verify=_confiance(), **demande)  # type: ignore[arg-type]
        reponse.raise_for_status()
    except httpx.HTTPError as erreur:
        journal.error("Le fournisseur d'identité ne répond pas (%s) : %s", adresse, erreur)
        raise FournisseurInjoignable from erreur
    return reponse


@cache
def _confiance() -> SSLContext:
    # Lire les autorités de certification prend un dixième de seconde : une fois suffit.
    return httpx.create_ssl_context()


def _illisible(erreur: Exception) -> ConnexionRefusee:
    journal.warning("Un jeton d'identité est refusé : %s", erreur)
    return ConnexionRefusee()


def _incomprise(emetteur: str, erreur: object) -> FournisseurInjoignable:
    journal.error("La description du fournisseur %s n'est pas recevable : %s", emetteur, erreur)
    return FournisseurInjoignable()

"""Un fournisseur d'identité au profil de ProConnect, en HTTP, avec de vraies clés RSA ; il sait aussi mentir."""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

CLIENT, SECRET = "jalons-essai", "secret-d-essai"


class FournisseurDIdentite:
    """Atteste `personne`. `faux` remplace des promesses du jeton ; `cle`, la clé qui signe."""

    def __init__(self) -> None:
        self.cle = self.cle_publiee = RSAKey.generate_key(2048, {"kid": "une"})
        self.personne = {
            "sub": "p-1",
            "email": "Dominique.Exemple@exemple.fr",
            "given_name": "Dominique",
            "usual_name": "Exemple",
        }
        self.faux: dict[str, Any] = {}
        self.faux_infos: dict[str, Any] = {}
        self.algorithme = "RS256"
        self.infos_signees = True
        self.refuse = False
        self.adresse = ""
        self.codes: dict[str, dict[str, str]] = {}
        self.acces: set[str] = set()
        self.demandes: list[dict[str, str]] = []

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.adresse,
            "authorization_endpoint": f"{self.adresse}/authorize",
            "token_endpoint": f"{self.adresse}/token",
            "userinfo_endpoint": f"{self.adresse}/userinfo",
            "jwks_uri": f"{self.adresse}/jwks",
            "end_session_endpoint": f"{self.adresse}/session/end",
        }

    def autoriser(self, demande: dict[str, str]) -> str:
        """L'adresse de retour, avec un code ; ou avec le refus de la personne."""
        self.demandes.append(demande)
        assert (demande["client_id"], demande["response_type"]) == (CLIENT, "code")
        assert demande["code_challenge_method"] == "S256"
        retour = {"state": demande["state"]}
        if self.refuse:
            retour["error"] = "access_denied"
        else:
            retour["code"] = token_urlsafe(16)
            self.codes[retour["code"]] = demande
        return f"{demande['redirect_uri']}?{urlencode(retour)}"

    def echanger(self, recu: dict[str, str]) -> dict[str, Any] | None:
        """Les jetons ; rien si le code a servi, ou si le secret ou le défi PKCE sont faux."""
        demande = self.codes.pop(recu.get("code", ""), None)
        defi = (
            urlsafe_b64encode(sha256(recu.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        )
        if (
            demande is None
            or (recu["client_id"], recu["client_secret"]) != (CLIENT, SECRET)
            or recu["redirect_uri"] != demande["redirect_uri"]
            or defi != demande["code_challenge"]
        ):
            return None
        acces = token_urlsafe(16)
        self.acces.add(acces)
        promesses = {
            "iss": self.adresse,
            "aud": CLIENT,
            "sub": self.personne["sub"],
            "iat": int(time.time()),
            "exp": int(time.time()) + 60,
            "nonce": demande["nonce"],
            "acr": demande.get("acr_values", "eidas1"),
        }
        return {
            "access_token": acces,
            "token_type": "Bearer",
            "id_token": self.signer({c: v for c, v in (promesses | self.faux).items() if v is not None}),
        }

    def signer(self, promesses: dict[str, Any]) -> str:
        if self.algorithme == "none":
            parties = ({"alg": "none"}, promesses)
            return (
                ".".join(urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parties)
                + "."
            )
        cle = OctKey.import_key(SECRET) if self.algorithme.startswith("HS") else self.cle
        return jwt.encode({"alg": self.algorithme, "kid": self.cle.kid}, promesses, cle, [self.algorithme])

    def infos(self) -> dict[str, Any]:
        qui = self.personne | self.faux_infos
        return {"iss": self.adresse, "aud": CLIENT} | qui if self.infos_signees else qui


class Guichet(BaseHTTPRequestHandler):
    """Ce que le fournisseur répond en HTTP."""

    server: "Bureau"

    def do_GET(self) -> None:
        chez, chemin = self.server.fournisseur, urlsplit(self.path)
        match chemin.path:
            case "/.well-known/openid-configuration":
                self.repondre(chez.description())
            case "/jwks":
                self.repondre(KeySet([chez.cle_publiee]).as_dict(private=False))
            case "/authorize":
                self.send_response(303)
                self.send_header("Location", chez.autoriser(_champs(chemin.query)))
                self.end_headers()
            case "/userinfo" if self.headers.get("Authorization", "").removeprefix("Bearer ") in chez.acces:
                self.informer(chez)
            case _:
                self.send_error(404)

    def do_POST(self) -> None:
        corps = self.rfile.read(int(self.headers["Content-Length"])).decode()
        rendus = self.server.fournisseur.echanger(_champs(corps))
        if rendus:
            self.repondre(rendus)
        else:
            self.send_error(400)

    def informer(self, chez: FournisseurDIdentite) -> None:
        if chez.infos_signees:
            self.repondre(chez.signer(chez.infos()), "application/jwt")
        else:
            self.repondre(chez.infos())

    def repondre(self, contenu: Any, genre: str = "application/json") -> None:
        octets = (contenu if isinstance(contenu, str) else json.dumps(contenu)).encode()
        self.send_response(200)
        self.send_header("Content-Type", genre)
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, *_rien: Any) -> None:
        """Rien sur la sortie des essais."""


class Bureau(ThreadingHTTPServer):
    """Le serveur du fournisseur, sur un port libre de cette machine."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Guichet)
        self.fournisseur = FournisseurDIdentite()
        self.fournisseur.adresse = f"http://127.0.0.1:{self.server_port}"


@contextmanager
def fournisseur_ouvert() -> Iterator[FournisseurDIdentite]:
    """Le fournisseur, servi le temps des essais."""
    with Bureau() as bureau:
        Thread(target=bureau.serve_forever, daemon=True).start()
        yield bureau.fournisseur
        bureau.shutdown()


def _champs(texte: str) -> dict[str, str]:
    return {champ: valeurs[0] for champ, valeurs in parse_qs(texte).items()}

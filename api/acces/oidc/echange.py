"""Le dialogue OpenID Connect : partir, revenir, vérifier ce qui est rendu, sortir."""

import logging
import secrets
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc.errors import JoseError
from pydantic import SecretStr

from api.acces.demarrage import adresse_de_jalons
from api.acces.oidc.fournisseur import Fournisseur, appeler, fournisseur
from api.acces.oidc.refus import ConnexionRefusee, SansFournisseur
from modeles.acces import DepartVersLeFournisseur
from modeles.configuration import configuration
from workflows.acces.secrets import empreinte_de, nouveau_secret
from workflows.acces.sessions import PATIENCE

journal = logging.getLogger(__name__)

RETOUR = "/connexion/oidc/retour"
# Deux horloges ne sont jamais tout à fait à la même heure.
TOLERANCE_S = 60


class Client(NamedTuple):
    """Jalons, tel que le fournisseur le connaît."""

    fournisseur: Fournisseur
    identifiant: str
    secret: SecretStr


class Identite(NamedTuple):
    """Qui le fournisseur atteste. `jeton` sert à sortir de chez lui."""

    emetteur: str
    sujet: str
    nom: str
    courriel: str
    jeton: str


class Depart(NamedTuple):
    """Où envoyer la personne, et ce qu'il faut retenir jusqu'à son retour."""

    adresse: str
    retenu: DepartVersLeFournisseur


def client() -> Client:
    """Le client réglé. Lève `SansFournisseur`."""
    reglages = configuration()
    if not (reglages.oidc_emetteur and reglages.oidc_client and reglages.oidc_secret):
        raise SansFournisseur
    return Client(fournisseur(reglages.oidc_emetteur), reglages.oidc_client, reglages.oidc_secret)


def partir(vers: str, visiteur: str, le: datetime) -> Depart:
    """L'adresse du fournisseur, avec l'état, le nonce et le défi PKCE d'une connexion neuve."""
    chez = client()
    etat, nonce, verifieur = nouveau_secret(), nouveau_secret(), secrets.token_urlsafe(48)
    demande = {
        "response_type": "code",
        "client_id": chez.identifiant,
        "redirect_uri": adresse_de_jalons() + RETOUR,
        "scope": configuration().oidc_portees,
        "state": etat,
        "nonce": nonce,
        "code_challenge": create_s256_code_challenge(verifieur),
        "code_challenge_method": "S256",
    }
    if niveaux := configuration().oidc_acr:
        demande["acr_values"] = niveaux
    retenu = DepartVersLeFournisseur(
        etat=empreinte_de(etat),
        visiteur=empreinte_de(visiteur),
        nonce=nonce,
        verifieur=verifieur,
        vers=vers,
        expire_le=le + PATIENCE,
    )
    return Depart(_avec(chez.fournisseur.adresse("authorization_endpoint"), demande), retenu)


def identifier(code: str, retenu: DepartVersLeFournisseur, le: datetime) -> Identite:
    """Échange le code contre l'identité de la personne, tout vérifié. Lève `ConnexionRefusee`."""
    chez = client()
    rendus = appeler(
        "POST",
        chez.fournisseur.adresse("token_endpoint"),
        data={
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": adresse_de_jalons() + RETOUR,
            "client_id": chez.identifiant,
            "client_secret": chez.secret.get_secret_value(),
            "code_verifier": retenu.verifieur,
        },
    ).json()
    jeton, acces = str(rendus.get("id_token", "")), str(rendus.get("access_token", ""))
    attestes = _verifier(chez, jeton, {"nonce": retenu.nonce, "access_token": acces}, le)
    infos = _informations(chez, acces)
    if infos.get("sub") != attestes["sub"]:
        raise _refus("les informations ne sont pas celles de la personne du jeton")
    return _identite(chez, attestes | infos, jeton)


def adresse_de_sortie(jeton: str) -> str | None:
    """Où la personne se déconnecte aussi du fournisseur ; rien s'il ne le propose pas."""
    chez = client()
    if not chez.fournisseur.publie("end_session_endpoint"):
        return None
    demande = {
        "id_token_hint": jeton,
        "post_logout_redirect_uri": adresse_de_jalons() + "/connexion",
        "state": nouveau_secret(),
    }
    return _avec(chez.fournisseur.adresse("end_session_endpoint"), demande)


def _verifier(chez: Client, jeton: str, attendus: dict[str, str], le: datetime) -> dict[str, Any]:
    lu = chez.fournisseur.lire_jeton(jeton)
    options: dict[str, Any] = {
        "iss": {"essential": True, "value": chez.fournisseur.emetteur},
        "aud": {"essential": True, "value": chez.identifiant},
    }
    if niveaux := configuration().oidc_acr:
        options["acr"] = {"essential": True, "values": niveaux.split()}
    promesses = CodeIDToken(lu.claims, lu.header, options, {**attendus, "client_id": chez.identifiant})
    try:
        promesses.validate(now=int(le.timestamp()), leeway=TOLERANCE_S)
    except JoseError as erreur:
        raise _refus(erreur) from erreur
    return dict(lu.claims)


def _informations(chez: Client, acces: str) -> dict[str, Any]:
    """Ce que le fournisseur dit de la personne : du JSON, ou comme ProConnect un jeton signé."""
    reponse = appeler(
        "GET",
        chez.fournisseur.adresse("userinfo_endpoint"),
        headers={"Authorization": f"Bearer {acces}", "Accept": "application/jwt, application/json"},
    )
    if not reponse.headers.get("content-type", "").startswith("application/jwt"):
        return dict(reponse.json())
    infos = dict(chez.fournisseur.lire_jeton(reponse.text.strip()).claims)
    destinataires = infos.get("aud", chez.identifiant)
    if infos.get("iss", chez.fournisseur.emetteur) != chez.fournisseur.emetteur or chez.identifiant not in (
        destinataires if isinstance(destinataires, list) else [destinataires]
    ):
        raise _refus("les informations signées ne nous sont pas destinées")
    return infos


def _identite(chez: Client, infos: dict[str, Any], jeton: str) -> Identite:
    courriel = str(infos.get("email") or "")
    if not courriel or infos.get("email_verified") is False:
        raise ConnexionRefusee("Le fournisseur d'identité n'a pas donné d'adresse électronique vérifiée.")
    famille = infos.get("usual_name") or infos.get("family_name") or ""
    nom = f"{infos.get('given_name') or ''} {famille}".strip() or str(infos.get("name") or courriel)
    return Identite(chez.fournisseur.emetteur, str(infos["sub"]), nom, courriel, jeton)


def _avec(adresse: str, demande: dict[str, str]) -> str:
    return f"{adresse}{'&' if '?' in adresse else '?'}{urlencode(demande)}"


def _refus(raison: object) -> ConnexionRefusee:
    journal.warning("Une connexion par le fournisseur d'identité est refusée : %s", raison)
    return ConnexionRefusee()

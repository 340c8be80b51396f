"""Un formulaire n'est reçu que de nos pages : il porte un jeton que seule la session permet de calculer."""

import hmac
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.requests import Request

from api.acces.courant import courant
from api.acces.refus import EnvoiNonReconnu
from modeles.configuration import configuration

CHAMP, EN_TETE = "csrf", "x-csrf-token"
SANS_EFFET = frozenset({"GET", "HEAD", "OPTIONS"})
FORMULAIRES = ("application/x-www-form-urlencoded", "multipart/form-data")


def jeton_du_secret(secret: str) -> str:
    """Le jeton des formulaires de cette session."""
    return hmac.new(secret.encode(), b"formulaire", sha256).hexdigest() if secret else ""


def jeton_csrf(_requete: Request) -> str:
    """Le jeton à mettre dans le champ `csrf` d'un formulaire ; les gabarits l'ont sous le nom `csrf`."""
    return courant().csrf


async def exiger_le_jeton(requete: Request, secret: str) -> None:
    """Lève `EnvoiNonReconnu` si l'envoi vient d'un autre site, ou sans le jeton de cette session."""
    exiger_la_meme_origine(requete)
    attendu = jeton_du_secret(secret)
    recu = requete.headers.get(EN_TETE) or await _champ(requete)
    if not attendu or not hmac.compare_digest(recu.encode(), attendu.encode()):
        raise EnvoiNonReconnu


def exiger_la_meme_origine(requete: Request) -> None:
    """Lève `EnvoiNonReconnu` si le navigateur dit que l'envoi vient d'un autre site."""
    venu = requete.headers.get("sec-fetch-site", "same-origin")
    origine = requete.headers.get("origin")
    chez_nous = {requete.headers.get("host", ""), urlsplit(configuration().url_publique or "").netloc}
    if venu not in ("same-origin", "none") or (origine and urlsplit(origine).netloc not in chez_nous - {""}):
        raise EnvoiNonReconnu


async def saisie_de(requete: Request) -> tuple[tuple[str, str], ...]:
    """Ce que portait un envoi venu, à coup sûr, d'une de nos pages ; rien sinon, ni s'il porte des fichiers."""
    sur = requete.headers.get("sec-fetch-site") == "same-origin" or "origin" in requete.headers
    if not sur or not requete.headers.get("content-type", "").startswith(FORMULAIRES[0]):
        return ()
    try:
        exiger_la_meme_origine(requete)
    except EnvoiNonReconnu:
        return ()
    champs = (await requete.form()).multi_items()
    return tuple((nom, valeur) for nom, valeur in champs if isinstance(valeur, str) and nom != CHAMP)


async def _champ(requete: Request) -> str:
    if not requete.headers.get("content-type", "").startswith(FORMULAIRES):
        return ""
    valeur = (await requete.form()).get(CHAMP)
    return valeur if isinstance(valeur, str) else ""

"""Les feuilles, scripts et images : les nôtres, et ceux que npm a installés. Servis compressés, gardés longtemps."""

import gzip
import json
import logging
from functools import cache
from hashlib import sha256
from os import stat_result
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import PathLike, StaticFiles
from starlette.types import Scope

from api.pages.theme_sombre import feuille_sombre

journal = logging.getLogger(__name__)
routeur = APIRouter(prefix="/statiques")

STATIQUES = Path(__file__).resolve().parent / "statiques"
PAQUETS = Path(__file__).resolve().parents[2] / "node_modules"
DSFR = PAQUETS / "@gouvfr" / "dsfr"
DSFR_CHART = PAQUETS / "@gouvfr" / "dsfr-chart"
# L'adresse porte la version ou l'empreinte : ce qu'elle désigne ne changera plus jamais.
POUR_TOUJOURS = "public, max-age=31536000, immutable"
COMPRESSIBLES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Durables(StaticFiles):
    """Un dossier dont chaque adresse est versionnée ; ce qui est du texte part compressé, une fois pour toutes."""

    def file_response(
        self, full_path: PathLike, stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        fichier = Path(full_path)
        type_mime = COMPRESSIBLES.get(fichier.suffix)
        if type_mime and "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            return _compressee(_compresser(fichier, stat_result.st_mtime_ns), type_mime)
        reponse = super().file_response(full_path, stat_result, scope, status_code)
        reponse.headers["Cache-Control"] = POUR_TOUJOURS
        return reponse


@routeur.get("/dsfr/{version}/sombre.css")
def servir_le_theme_sombre(version: str, requete: Request) -> Response:
    """La feuille du thème sombre sans script ; la version ne sert qu'à son adresse."""
    feuille = feuille_sombre(DSFR / "dist").encode()
    if "gzip" in requete.headers.get("accept-encoding", ""):
        return _compressee(gzip.compress(feuille, mtime=0), "text/css")
    return Response(feuille, media_type="text/css", headers={"Cache-Control": POUR_TOUJOURS})


def monter(application: FastAPI) -> None:
    """Sert nos fichiers, et ceux que npm a installés s'ils y sont."""
    if (DSFR / "dist").is_dir():
        application.mount("/statiques/dsfr/{version}", Durables(directory=DSFR / "dist"), name="dsfr")
    if (DSFR_CHART / "dist").is_dir():
        application.mount("/statiques/dsfr-chart/{version}", Durables(directory=DSFR_CHART / "dist"))
    application.mount("/statiques", Durables(directory=STATIQUES), name="statiques")


def _compressee(octets: bytes, type_mime: str) -> Response:
    en_tetes = {"Cache-Control": POUR_TOUJOURS, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(octets, media_type=type_mime, headers=en_tetes | {"ETag": f'"{_empreinte(octets)}"'})


@cache
def _compresser(fichier: Path, _modifie_ns: int) -> bytes:
    return gzip.compress(fichier.read_bytes(), mtime=0)


def _empreinte(octets: bytes) -> str:
    return sha256(octets).hexdigest()[:12]


@cache
def version_installee(paquet: Path) -> str:
    """La version de ce paquet. Sans elle, les pages restent lisibles, sans mise en forme."""
    try:
        version: str = json.loads((paquet / "package.json").read_text(encoding="utf-8"))["version"]
    except FileNotFoundError:
        journal.warning(
            "Le système de design de l'État n'est pas installé : les pages s'affichent sans leur mise en forme. "
            "Lancez Jalons par « make lancer », ou « npm ci » dans son dossier."
        )
        return "absente"
    return version


def adresse_du_dsfr(nom: str) -> str:
    """Où est servi ce fichier du DSFR."""
    return f"/statiques/dsfr/{version_installee(DSFR)}/{nom}"


def adresse_du_dsfr_chart(nom: str) -> str:
    """Où est servi ce fichier de DSFR Chart."""
    return f"/statiques/dsfr-chart/{version_installee(DSFR_CHART)}/{nom}"


@cache
def adresse_statique(nom: str) -> str:
    """Où est servi ce fichier à nous ; l'adresse change quand il change."""
    return f"/statiques/{nom}?v={_empreinte((STATIQUES / nom).read_bytes())}"

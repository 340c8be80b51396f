"""Le texte d'un message en HTML : les mêmes phrases, dans une page simple, lisible par une synthèse vocale."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from documents.formats import accorder

GABARITS = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "gabarits"),
    undefined=StrictUndefined,
    autoescape=True,
    keep_trailing_newline=True,
)
ADRESSE_WEB = re.compile(r"https?://[^\s<>\"»]+[^\s<>\"».,;:!?)]")
PUCE = "- "


class Bloc(NamedTuple):
    """Un paragraphe, ou une liste si toutes ses lignes commencent par un tiret."""

    lignes: list[Markup]
    puces: bool


def en_html(objet: str, corps: str, joints: Sequence[str]) -> str:
    """La page du message. `joints` : les noms des pièces jointes, dites à la fin."""
    blocs = [_bloc(texte) for texte in re.split(r"\n[ \t]*\n", corps.strip()) if texte.strip()]
    return GABARITS.get_template("message.html").render(
        objet=objet, blocs=blocs, joints=_dire_les_joints(joints)
    )


def _bloc(texte: str) -> Bloc:
    lignes = texte.strip().splitlines()
    puces = all(ligne.startswith(PUCE) for ligne in lignes)
    return Bloc([_avec_liens(ligne.removeprefix(PUCE) if puces else ligne) for ligne in lignes], puces)


def _avec_liens(ligne: str) -> Markup:
    morceaux, fin = Markup(), 0
    for trouve in ADRESSE_WEB.finditer(ligne):
        adresse = escape(trouve.group())
        morceaux += escape(ligne[fin : trouve.start()]) + Markup('<a href="{0}">{0}</a>').format(adresse)
        fin = trouve.end()
    return morceaux + escape(ligne[fin:])


def _dire_les_joints(joints: Sequence[str]) -> str:
    if not joints:
        return ""
    return f"{accorder(len(joints), 'pièce jointe', 'pièces jointes')} : {', '.join(joints)}"

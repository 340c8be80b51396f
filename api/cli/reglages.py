"""`jalons reglages` : les réglages en vigueur."""

from typing import Any

from pydantic import SecretStr
from rich.markup import escape
from sqlalchemy import make_url

from api.cli.outils import EnJson, console, dire_en_json, tableau
from modeles.configuration import Configuration, configuration, variable

OUI_NON = {True: "oui", False: "non"}


def reglages(en_json: EnJson = False) -> None:
    """Montre chaque réglage, sa valeur et son rôle ; les mots de passe restent cachés."""
    valeurs = {champ: _lisible(champ) for champ in Configuration.model_fields}
    if en_json:
        dire_en_json({variable(champ): valeur for champ, valeur in valeurs.items()})
        return
    grille = tableau("Variable", "Valeur", "À quoi elle sert")
    for champ, valeur in valeurs.items():
        grille.add_row(variable(champ), escape(valeur), Configuration.model_fields[champ].description)
    console.print(grille)


def _lisible(champ: str) -> str:
    valeur: Any = getattr(configuration(), champ)
    match valeur:
        case None:
            return "—"
        case bool():
            return OUI_NON[valeur]
        case SecretStr():
            return str(valeur)
    if champ.startswith("url_base"):
        return make_url(valeur).render_as_string(hide_password=True)
    return str(valeur)

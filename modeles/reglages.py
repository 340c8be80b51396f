"""La page `docs/reglages.md`, tirée des champs de la configuration : elle ne peut pas mentir."""

from pathlib import Path

from pydantic.fields import FieldInfo

from modeles.configuration import Configuration, attendu, variable

PAGE = Path("docs") / "reglages.md"
ENTETE = """# Réglages

Jalons fonctionne sans aucun réglage. Chacun se change par une variable d'environnement ;
un réglage faux ou inconnu empêche le démarrage, et l'application dit lequel.

*Page produite depuis `modeles/configuration.py` ; ne la modifiez pas à la main.*

| Variable | Sans elle | À quoi elle sert | Ce qu'il faut écrire |
|---|---|---|---|
"""
OUI_NON = {True: "oui", False: "non"}


def page_des_reglages() -> str:
    """Le texte de `docs/reglages.md` : une ligne par réglage, les communs d'abord, puis chaque famille."""
    champs = sorted(
        Configuration.model_fields.items(), key=lambda c: c[0] not in Configuration.__annotations__
    )
    lignes = [_ligne(nom, champ) for nom, champ in champs]
    return ENTETE + "\n".join(lignes) + "\n"


def _ligne(nom: str, champ: FieldInfo) -> str:
    return f"| `{variable(nom)}` | {_sans_elle(champ)} | {champ.description} | {attendu(nom)} |"


def _sans_elle(champ: FieldInfo) -> str:
    if champ.default_factory is not None or champ.default is None:
        return "—"
    return f"`{OUI_NON[champ.default] if isinstance(champ.default, bool) else champ.default}`"

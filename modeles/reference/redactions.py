"""Les textes que les régions écrivent elles-mêmes : des mots, des variables, des « si », des listes, rien d'autre."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

# Ce qu'un texte peut faire. Sans affectation, ni macro, ni calcul, il ne peut ni tourner sans fin ni enfler.
# fmt: off
PERMIS: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.For, nodes.If,
    nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter,
)
# fmt: on
FILTRES = ("capitalize", "first", "join", "last", "length", "lower", "upper")
LONGUEUR_AU_PLUS = 8_000

# Le nom de chaque variable ; pour une liste, les champs de ses éléments.
Variables = Mapping[str, Collection[str]]


class _Bac(ImmutableSandboxedEnvironment):
    """Un texte brut : rien n'est échappé, une variable absente se signale."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        self.filters = {nom: self.filters[nom] for nom in FILTRES}
        self.globals = {}


_BAC = _Bac()


def fautes_du_texte(texte: str, variables: Variables) -> list[str]:
    """Tout ce qui cloche dans un texte à compléter, en français ; vide s'il est bon."""
    if len(texte) > LONGUEUR_AU_PLUS:
        return [f"le texte dépasse {LONGUEUR_AU_PLUS} caractères"]
    try:
        arbre = _BAC.parse(texte)
    except TemplateSyntaxError as erreur:
        return [f"l'écriture est fausse (ligne {erreur.lineno}) : accolades ou « if » mal fermés"]
    return list(dict.fromkeys([*_interdits(arbre), *_inconnues(arbre, variables)]))


def rediger(texte: str, variables: Mapping[str, Any]) -> str:
    """Le texte complété ; deux lignes vides de suite n'en font qu'une."""
    lignes = [ligne.rstrip() for ligne in _modele(texte).render(variables).strip().splitlines()]
    return "\n".join(
        ligne for ligne, precedente in zip(lignes, ["", *lignes], strict=False) if ligne or precedente
    )


@cache
def _modele(texte: str) -> Template:
    return _BAC.from_string(texte)


def _interdits(arbre: nodes.Template) -> Iterator[str]:
    for noeud in arbre.find_all(nodes.Node):
        if not isinstance(noeud, PERMIS):
            yield f"une écriture n'est pas admise (ligne {noeud.lineno}) : seuls le sont variables, « if » et « for »"
        elif isinstance(noeud, nodes.Filter) and noeud.name not in FILTRES:
            yield f"le filtre « {noeud.name} » n'est pas admis ({', '.join(FILTRES)})"
        elif isinstance(noeud, nodes.For) and any(noeud.find_all(nodes.For)):
            yield f"une liste ne se répète pas dans une autre (ligne {noeud.lineno})"


def _inconnues(arbre: nodes.Template, variables: Variables) -> Iterator[str]:
    """Les variables et les champs que personne ne remplira : les dire maintenant, pas le jour de l'envoi."""
    champs = {f.target.name: variables.get(f.iter.name, ()) for f in _boucles(arbre)}
    for nom in arbre.find_all(nodes.Name):
        if nom.ctx == "load" and nom.name not in champs and nom.name not in variables:
            yield f"« {nom.name} » n'est pas une variable connue"
    for acces in arbre.find_all(nodes.Getattr):
        origine = acces.node.name if isinstance(acces.node, nodes.Name) else ""
        if acces.attr not in champs.get(origine, ()):
            yield f"« {origine}.{acces.attr} » n'existe pas"


def _boucles(arbre: nodes.Template) -> Iterator[Any]:
    """Les listes répétées dont on sait nommer l'élément."""
    for boucle in arbre.find_all(nodes.For):
        if isinstance(boucle.target, nodes.Name) and isinstance(boucle.iter, nodes.Name):
            yield boucle

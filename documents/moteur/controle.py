"""Ce qu'un gabarit n'a pas le droit d'écrire dans une balise, et ce que Jinja n'y comprend pas."""

from collections.abc import Iterator

from jinja2 import TemplateSyntaxError, nodes

from documents.moteur.balises import Balise
from documents.moteur.ebauche import PartieCompilee
from documents.moteur.environnement import Environnement, suggestion
from documents.moteur.erreurs import Faute, traduire

# De quoi faire d'une balise isolée un gabarit complet, pour savoir si elle est en cause.
_POUR_LIRE_SEULE = {
    "if": "{0}{{% endif %}}",
    "for": "{0}{{% endfor %}}",
    "with": "{0}{{% endwith %}}",
    "elif": "{{% if 1 %}}{0}{{% endif %}}",
    "else": "{{% if 1 %}}{0}{{% endif %}}",
    "endif": "{{% if 1 %}}{0}",
    "endfor": "{{% for _ in () %}}{0}",
    "endwith": "{{% with %}}{0}",
}


def fautes_de_syntaxe(partie: PartieCompilee, environnement: Environnement) -> list[Faute]:
    """Toutes les balises que Jinja refuse ; vide si la partie entière se lit."""
    fautes = []
    for balise in partie.balises:
        try:
            _isoler(balise, environnement)
        except TemplateSyntaxError as erreur:
            fautes.append(balise.faute(traduire(erreur.message or "")))
    return fautes


def lire_seule(balise: Balise, environnement: Environnement) -> nodes.Template | None:
    """La balise hors de son bloc ; `None` si Jinja la refuse."""
    try:
        return _isoler(balise, environnement)
    except TemplateSyntaxError:
        return None


def _isoler(balise: Balise, environnement: Environnement) -> nodes.Template:
    return environnement.parse(_POUR_LIRE_SEULE.get(balise.mot, "{0}").format(balise.source))


def fautes_d_usage(
    arbre: nodes.Template, partie: PartieCompilee, environnement: Environnement
) -> list[Faute]:
    """Filtres inconnus, appels et accès interdits : refusés avant tout rendu."""
    fautes = []
    for noeud in arbre.find_all(
        (nodes.Filter, nodes.Test, nodes.Call, nodes.Getattr, nodes.Getitem, nodes.For)
    ):
        balise = partie.balise_de_la_ligne(noeud.lineno)
        if balise:
            fautes += [balise.faute(message) for message in _reproches(noeud, environnement)]
    return list(dict.fromkeys(fautes))


def _reproches(noeud: nodes.Node, environnement: Environnement) -> Iterator[str]:
    if isinstance(noeud, nodes.Filter) and noeud.name not in environnement.filters:
        proche = suggestion(noeud.name, environnement.noms_des_filtres)
        yield f"le filtre « {noeud.name} » n'existe pas{proche}"
    elif isinstance(noeud, nodes.Test) and noeud.name not in environnement.tests:
        yield f"le test « {noeud.name} » n'existe pas{suggestion(noeud.name, environnement.tests)}"
    elif isinstance(noeud, nodes.Call) and not _appel_permis(noeud.node):
        yield "un appel avec des parenthèses est interdit : servez-vous d'un filtre"
    elif isinstance(noeud, nodes.For) and noeud.recursive:
        yield "une boucle récursive est interdite"
    elif (nom := _nom_demande(noeud)).startswith("_"):
        yield f"l'accès à « {nom} » est interdit"


def _nom_demande(noeud: nodes.Node) -> str:
    if isinstance(noeud, nodes.Getattr):
        return noeud.attr
    if isinstance(noeud, nodes.Getitem) and isinstance(noeud.arg, nodes.Const):
        return str(noeud.arg.value)
    return ""


def _appel_permis(cible: nodes.Node) -> bool:
    if isinstance(cible, nodes.Name):
        return cible.name == "range"
    return (
        isinstance(cible, nodes.Getattr)
        and isinstance(cible.node, nodes.Name)
        and cible.node.name in ("loop", "_rendu")
    )

"""Le bac à sable où un gabarit s'exécute : il lit des données, il ne fait rien d'autre."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from math import isfinite
from numbers import Number
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateRuntimeError, nodes, pass_context
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

Filtres = Mapping[str, Callable[..., Any]]

# Ni `safe` ni `tojson` (du XML passerait), ni `random` (deux rendus différeraient), ni `attr` (il
# contournerait les interdits), ni `center`, `indent`, `format` (un nombre suffit à remplir la mémoire).
# fmt: off
FILTRES_DE_JINJA = (
    "abs", "batch", "capitalize", "count", "d", "default", "dictsort", "first", "float", "groupby", "int",
    "items", "join", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr",
    "replace", "reverse", "round", "select", "selectattr", "slice", "sort", "string", "sum", "title",
    "trim", "unique", "upper",
)
# fmt: on
TOURS_AU_PLUS = 100_000

_A_TRAITER = re.compile("[\x00-\x1f\ufffe\uffff\ud800-\udfff]")
_ILLEGAL = re.compile("[\x00-\x08\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_RETOUR = re.compile("\r\n?|\x0b")
_IMPRIMABLES = (Number, date, time, Undefined)
_SAUT_WORD = '</w:t><w:br/><w:t xml:space="preserve">'
_TABULATION_WORD = '</w:t><w:tab/><w:t xml:space="preserve">'


class RefusDeRendu(TemplateRuntimeError):
    """Une faute du gabarit que seule sa rencontre avec les données révèle ; message déjà français."""


class Inconnue(StrictUndefined):
    """Une donnée absente ne s'imprime pas, ne se teste pas, ne se parcourt pas : elle se signale."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        nom, objet = self._undefined_name, self._undefined_obj
        if isinstance(objet, dict):
            return f"champ inconnu « {nom} »{suggestion(str(nom), map(str, objet))}"
        if objet is None:
            return f"« {nom} » est demandé sur une valeur vide"
        if isinstance(objet, list | tuple):
            return f"« {nom} » est demandé sur une liste : il faut une boucle « for »"
        if isinstance(objet, str | int | float):
            return f"« {nom} » est demandé sur une valeur simple"
        return f"donnée inconnue « {nom} »"


def suggestion(nom: str, valides: Iterable[str]) -> str:
    """« (peut-être « intitule ») », le nom complété d'abord ; rien si aucun ne ressemble."""
    connus = list(valides)
    complets = sorted((v for v in connus if v.startswith(f"{nom}_")), key=len)
    proches = complets or difflib.get_close_matches(nom, connus, 1, 0.6)
    return f" (peut-être « {proches[0]} »)" if proches else ""


class Rendu:
    """L'état d'une composition : tours de boucle comptés, listes numérotées ouvertes."""

    def __init__(self, premier_numero: int = 1) -> None:
        self._premier_numero = premier_numero
        self._tours_parcourus = 0
        self._tours_numerotes = 0
        self.listes: list[tuple[int, int]] = []

    def tour(self) -> int:
        """Un numéro de tour jamais rendu, pour que les identifiants d'une boucle restent uniques."""
        self._tours_numerotes += 1
        return self._tours_numerotes

    def liste(self, modele: int) -> int:
        """Ouvre une liste qui repart à 1 ; rend son numéro, `modele` étant celui du gabarit."""
        numero = self._premier_numero + len(self.listes)
        self.listes.append((numero, modele))
        return numero

    def attribut(self, texte: Any) -> Any:
        """Un texte qui s'écrit dans un attribut XML, où aucun saut de ligne de Word n'a de sens."""
        return finaliser_une_propriete(texte)

    def borner(self, elements: list[Any]) -> list[Any]:
        self._tours_parcourus += len(elements)
        if self._tours_parcourus > TOURS_AU_PLUS:
            raise RefusDeRendu(f"les boucles font plus de {TOURS_AU_PLUS} tours")
        return elements


@pass_context
def _parcourir(contexte: Context, valeur: Any) -> list[Any]:
    if isinstance(valeur, str | bytes | int | float) or valeur is None:
        raise RefusDeRendu("« for » demande une liste, et cette donnée n'en est pas une")
    rendu: Rendu = contexte["_rendu"]
    return rendu.borner(list(valeur))


class _Generateur(CodeGenerator):
    """Le code de Jinja, où chaque donnée s'écrit par `Environnement.ecrire`."""

    def _output_child_pre(self, *_: Any) -> None:
        self.write("environment.ecrire(")

    def _output_child_post(self, *_: Any) -> None:
        self.write(")")


class Environnement(ImmutableSandboxedEnvironment):
    """`Environnement(filtres)` : un par jeu de filtres, à créer une fois et à garder."""

    code_generator_class = _Generateur
    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, filtres: Filtres | None = None) -> None:
        super().__init__(autoescape=True, undefined=Inconnue, finalize=finaliser, keep_trailing_newline=True)
        permis = {nom: self.filters[nom] for nom in FILTRES_DE_JINJA}
        self.filters = permis | dict(filtres or {}) | {"_parcourir": _parcourir}
        self.globals = {"range": self.globals["range"]}
        self.noms_des_filtres = sorted({*permis, *(filtres or {})})
        self.pour_les_proprietes = self.overlay(finalize=finaliser_une_propriete)

    def ecrire(self, valeur: Any) -> str:
        """La donnée finie et protégée. Un texte ordinaire, de loin le plus fréquent, l'est déjà."""
        if type(valeur) is str and valeur.isprintable() and not _a_proteger(valeur):
            return valeur
        return escape(self.finalize(valeur))  # type: ignore[misc]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Les clés d'un dictionnaire, et elles seules : `fiche.items` est un champ, pas une méthode."""
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        return self.undefined(f"accès interdit à « {attribute} »", name=attribute, obj=obj, exc=SecurityError)

    def is_safe_callable(self, obj: Any) -> bool:
        hote = getattr(obj, "__self__", None)
        return obj is self.globals["range"] or isinstance(hote, Rendu | LoopContext)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or any(isinstance(x, str | list | tuple) for x in (left, right)):
            raise RefusDeRendu(f"l'opération « {operator} » est interdite ici")
        return super().call_binop(context, operator, left, right)

    def preparer(self, arbre: nodes.Template) -> Template:
        """Compile un arbre déjà contrôlé, qu'elle modifie : ses boucles y seront bornées."""
        code = self.compile(_BouclesBornees().visit(arbre))
        return Template.from_code(self, code, self.make_globals(None))

    def variables(self, contexte: Mapping[str, Any], **internes: Any) -> dict[str, Any]:
        """Tout ce que les modèles d'un gabarit peuvent nommer, réuni une fois pour toutes ses parties."""
        return {**self.globals, **contexte, **internes}


class _BouclesBornees(NodeTransformer):
    """Chaque boucle annonce son nombre de tours avant de partir : cela ne coûte rien à chaque tour."""

    def visit_For(self, boucle: nodes.For) -> nodes.For:  # noqa: N802 - nom dicté par Jinja
        self.generic_visit(boucle)
        boucle.iter = nodes.Filter(boucle.iter, "_parcourir", [], [], None, None, lineno=boucle.lineno)
        return boucle


def rendre(modele: Template, variables: dict[str, Any]) -> str:
    """Ce que fait `modele.render`, sans recopier les variables à chaque partie.

    Une erreur garde sa trace telle quelle : `ligne_de` y retrouve la ligne du gabarit.
    """
    contexte = Context(modele.environment, variables, modele.name, {})
    return "".join(modele.root_render_func(contexte))


def ligne_de(erreur: Exception, modele: Template) -> int:
    """La ligne de la source où le rendu s'est arrêté, 0 si ce n'est pas dans le gabarit."""
    ligne, trace = 0, erreur.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == modele.filename:
            ligne = modele.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return ligne


def _a_proteger(texte: str) -> bool:
    return "'" in texte or '"' in texte or "&" in texte or "<" in texte or ">" in texte


def finaliser(valeur: Any) -> Any:
    """Vide pour `None`, « oui » ou « non » pour un booléen, sauts et tabulations de Word dans un texte."""
    return _finaliser(valeur, _SAUT_WORD, _TABULATION_WORD)


def finaliser_une_propriete(valeur: Any) -> Any:
    """Comme `finaliser`, pour une propriété du document, qui tient sur une ligne."""
    return _finaliser(valeur, " ", " ")


def _finaliser(valeur: Any, saut: str, tabulation: str) -> Any:
    if isinstance(valeur, str):
        return valeur if not _A_TRAITER.search(valeur) else _assainir(valeur, saut, tabulation)
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, float | Decimal) and not isfinite(valeur):
        raise RefusDeRendu("ce nombre n'en est pas un : la donnée a été mal calculée")
    if not isinstance(valeur, _IMPRIMABLES):
        raise RefusDeRendu("cette donnée ne s'imprime pas telle quelle : nommez un de ses champs, ou bouclez")
    return valeur


def caracteres_permis(texte: str) -> str:
    """Word refuse les caractères de contrôle ; un demi-codet isolé tronquerait le document."""
    return _ILLEGAL.sub("", _RETOUR.sub("\n", texte))


def _assainir(texte: str, saut: str, tabulation: str) -> Markup:
    propre = caracteres_permis(str(escape(texte)))
    return Markup(propre.replace("\n", saut).replace("\t", tabulation))

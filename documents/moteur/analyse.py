"""Un gabarit contre son contexte, sans le remplir : chaque balise est un champ, chaque champ sert.

L'analyse suit boucles et `set` par les annotations Pydantic. Ce qu'elle ne sait pas typer, elle l'accepte :
elle ne signale que des fautes certaines.
"""

from collections.abc import Iterable
from pathlib import Path

from jinja2 import nodes
from pydantic import BaseModel

from documents.moteur.compilation import compiler
from documents.moteur.ebauche import PartieCompilee
from documents.moteur.environnement import Environnement
from documents.moteur.erreurs import Faute
from documents.moteur.gabarit import CLE_DE_DATE
from documents.moteur.types_du_contexte import Donnee, feuilles

Portee = dict[str, Donnee]
# Ils rendent une liste des mêmes éléments : la boucle qui les suit reste typée.
_RENDENT_LA_LISTE = frozenset(
    {"sort", "reverse", "list", "unique", "select", "reject", "selectattr", "rejectattr", "default", "d"}
)
_RENDENT_UN_ELEMENT = frozenset({"first", "last", "min", "max"})
_COMPTENT = frozenset({"length", "count"})
_CHAMP_EN_PREMIER = frozenset({"selectattr", "rejectattr", "groupby"})


def champs_inconnus(
    gabarit: Path, modele: type[BaseModel], environnement: Environnement | None = None
) -> tuple[Faute, ...]:
    """Les balises qui nomment un champ que `modele` n'a pas, avec leur partie et leur paragraphe.

    Lève `ErreurGabarit` si le gabarit lui-même est fautif.
    """
    return tuple(dict.fromkeys(_parcours(gabarit, modele, environnement).fautes))


def champs_jamais_imprimes(
    gabarit: Path, modele: type[BaseModel], environnement: Environnement | None = None
) -> tuple[str, ...]:
    """Les champs que le gabarit n'imprime ni ne teste, sous la forme `fiches[].budget[].etat`."""
    parcours = _parcours(gabarit, modele, environnement)
    lus = parcours.lus | {CLE_DE_DATE}
    entiers = tuple(f"{chemin}{suite}" for chemin in parcours.lus_en_entier for suite in (".", "[]"))
    return tuple(c for c in feuilles(Donnee(modele)) if c not in lus and not c.startswith(entiers))


def _parcours(gabarit: Path, modele: type[BaseModel], environnement: Environnement | None) -> "Parcours":
    outil = environnement or Environnement()
    parcours = Parcours(Donnee(modele))
    for partie in compiler(gabarit, outil).parties:
        parcours.suivre(partie, outil.parse(partie.source))
    return parcours


class Parcours:
    """Descend l'arbre de Jinja en sachant, pour chaque variable locale, la donnée qu'elle désigne."""

    def __init__(self, racine: Donnee) -> None:
        self._racine = racine
        self._partie: PartieCompilee
        self.fautes: list[Faute] = []
        self.lus: set[str] = set()
        self.lus_en_entier: set[str] = set()

    def suivre(self, partie: PartieCompilee, arbre: nodes.Template, locales: Iterable[str] = ()) -> None:
        """`locales` : des variables déjà posées, dont on ne sait rien."""
        self._partie = partie
        self._descendre([arbre], dict.fromkeys(locales, Donnee()))

    def _descendre(self, noeuds: Iterable[nodes.Node], portee: Portee) -> None:
        for noeud in noeuds:
            if isinstance(noeud, nodes.For):
                self._boucle(noeud, portee)
            elif isinstance(noeud, nodes.Assign):
                _lier(noeud.target, self._typer(noeud.node, portee), portee)
            elif isinstance(noeud, nodes.With):
                types = [self._typer(valeur, portee) for valeur in noeud.values]
                locales = {
                    c.name: t for c, t in zip(noeud.targets, types, strict=True) if isinstance(c, nodes.Name)
                }
                self._descendre(noeud.body, portee | locales)
            elif isinstance(noeud, nodes.Expr):
                self._lire(self._typer(noeud, portee))
            else:
                self._descendre(noeud.iter_child_nodes(), portee)

    def _boucle(self, boucle: nodes.For, portee: Portee) -> None:
        liste = self._typer(boucle.iter, portee)
        if liste.modele or liste.est_simple:
            self._reprocher(boucle, "« for » demande une liste, et cette donnée n'en est pas une")
        interieure = portee | {"loop": Donnee()}
        _lier(boucle.target, liste.element if liste.est_une_liste else Donnee(None, liste.chemin), interieure)
        self._descendre([boucle.test] if boucle.test else [], interieure)
        self._descendre(boucle.body, interieure)
        self._descendre(boucle.else_, portee)

    def _typer(self, noeud: nodes.Node, portee: Portee) -> Donnee:
        if isinstance(noeud, nodes.Name):
            return self._nom(noeud, portee)
        if isinstance(noeud, nodes.Getattr):
            return self._champ(noeud, self._typer(noeud.node, portee), noeud.attr)
        if isinstance(noeud, nodes.Getitem):
            return self._indice(noeud, portee)
        if isinstance(noeud, nodes.Filter):
            return self._filtre(noeud, portee)
        self._descendre(noeud.iter_child_nodes(), portee)
        return Donnee()

    def _nom(self, noeud: nodes.Name, portee: Portee) -> Donnee:
        if noeud.name in portee:
            return portee[noeud.name]
        interne = noeud.name.startswith("_") or noeud.name in ("range", "loop")
        return Donnee() if interne else self._champ(noeud, self._racine, noeud.name)

    def _indice(self, noeud: nodes.Getitem, portee: Portee) -> Donnee:
        hote, cle = self._typer(noeud.node, portee), noeud.arg
        if isinstance(cle, nodes.Const) and isinstance(cle.value, str):
            return self._champ(noeud, hote, cle.value)
        self._descendre([cle], portee)
        return hote.element if hote.est_une_liste else Donnee()

    def _filtre(self, filtre: nodes.Filter, portee: Portee) -> Donnee:
        entree = Donnee() if filtre.node is None else self._typer(filtre.node, portee)
        self._descendre([*filtre.args, *(k.value for k in filtre.kwargs)], portee)
        if nom := _champ_nomme(filtre):
            self._lire(self._chemin(filtre, entree.element if entree.est_une_liste else Donnee(), nom))
        if filtre.name in _RENDENT_LA_LISTE:
            return entree
        if filtre.name in _RENDENT_UN_ELEMENT:
            return entree.element if entree.est_une_liste else Donnee()
        self._lire(entree, en_entier=filtre.name not in _COMPTENT and not nom)
        return Donnee()

    def _chemin(self, noeud: nodes.Node, hote: Donnee, chemin: str) -> Donnee:
        for nom in chemin.split("."):
            hote = self._champ(noeud, hote, nom)
        return hote

    def _champ(self, noeud: nodes.Node, hote: Donnee, nom: str) -> Donnee:
        trouve = hote.champ(nom)
        if isinstance(trouve, Donnee):
            return trouve
        self._reprocher(noeud, trouve)
        return Donnee()

    def _lire(self, lue: Donnee, *, en_entier: bool = False) -> None:
        if lue.chemin:
            self.lus |= {lue.chemin, lue.chemin.removesuffix("[]")}
            self.lus_en_entier |= {lue.chemin} if en_entier else set()

    def _reprocher(self, noeud: nodes.Node, message: str) -> None:
        if balise := self._partie.balise_de_la_ligne(noeud.lineno):
            self.fautes.append(balise.faute(message))


def _lier(cible: nodes.Node, valeur: Donnee, portee: Portee) -> None:
    if isinstance(cible, nodes.Name):
        portee[cible.name] = valeur
    else:
        portee.update((nom.name, Donnee()) for nom in cible.find_all(nodes.Name))


def _champ_nomme(filtre: nodes.Filter) -> str:
    """`selectattr("urgent")`, `map(attribute="nom")` : le champ que le filtre lira dans chaque élément."""
    nommes = [k.value for k in filtre.kwargs if k.key == "attribute"]
    if filtre.name in _CHAMP_EN_PREMIER:
        nommes += filtre.args[:1]
    return next((str(n.value) for n in nommes if isinstance(n, nodes.Const)), "")

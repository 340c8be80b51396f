"""Ce qu'une boucle ne doit pas répéter tel quel : identifiants uniques, listes qui repartent à 1."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from documents.moteur.balises import OUVRANTES, Balise
from documents.moteur.ebauche import Ebauche
from documents.moteur.numerotation import Liste, Numerotation, numeroter
from documents.moteur.ooxml import retirer, valeur, w

_SIGNETS = (w("bookmarkStart"), w("bookmarkEnd"))
_SIGNET_AU_PLUS = 40


@dataclass(eq=False)
class Boucle:
    """Une boucle `for` ; `comptes` : combien de paragraphes un de ses tours donne à chaque liste."""

    balise: Balise
    parente: "Boucle | None"
    comptes: Counter[int] = field(default_factory=Counter)


@dataclass(eq=False)
class _Bloc:
    """Un bloc ouvert : des branches qui s'excluent, dont on retient la plus fournie pour chaque liste."""

    boucle: Boucle | None = None
    branche: Counter[int] = field(default_factory=Counter)
    fournie: Counter[int] = field(default_factory=Counter)

    def changer_de_branche(self) -> None:
        self.fournie |= self.branche
        self.branche = Counter()


class _Item(NamedTuple):
    paragraphe: etree._Element
    liste: Liste
    boucle: Boucle


class _Releve:
    """Un parcours de la partie : dans quelle boucle est chaque liste, chaque identifiant."""

    def __init__(self, ebauche: Ebauche, numerotation: Numerotation) -> None:
        self.items: list[_Item] = []
        self.identifies: list[tuple[etree._Element, Boucle | None]] = []
        self._numerotation = numerotation
        self._blocs = [_Bloc()]
        for objet in ebauche.parcourir():
            if isinstance(objet, Balise):
                self._suivre(objet)
            else:
                self._relever(objet)

    @property
    def _boucle(self) -> Boucle | None:
        return next((b.boucle for b in reversed(self._blocs) if b.boucle), None)

    def _suivre(self, balise: Balise) -> None:
        if balise.mot in OUVRANTES:
            self._blocs.append(_Bloc(Boucle(balise, self._boucle) if balise.mot == "for" else None))
        elif balise.mot in ("else", "elif"):
            self._blocs[-1].changer_de_branche()
        elif balise.mot.startswith("end"):
            bloc = self._blocs.pop()
            bloc.changer_de_branche()
            if bloc.boucle:
                bloc.boucle.comptes = bloc.fournie
            self._blocs[-1].branche += bloc.fournie

    def _relever(self, element: etree._Element) -> None:
        if element.tag == w("p"):
            boucle = self._boucle
            if boucle and (liste := self._numerotation.liste_de(element)):
                self.items.append(_Item(element, liste, boucle))
                self._blocs[-1].branche[liste.numero] += 1
        elif _attribut_d_identifiant(element):
            self.identifies.append((element, self._boucle))


def adapter_aux_boucles(ebauche: Ebauche, numerotation: Numerotation) -> bool:
    """Modifie l'ébauche ; rend vrai si des listes devront s'ouvrir au rendu."""
    releve = _Releve(ebauche, numerotation)
    _rendre_uniques(ebauche, releve)
    return _faire_repartir(ebauche, releve)


def _faire_repartir(ebauche: Ebauche, releve: _Releve) -> bool:
    """Une liste repart à chaque tour de la plus petite boucle dont un tour la contient entière.

    Seule dans sa boucle, une ligne numérotée est un item : sa liste est entière un cran plus haut.
    """
    groupes: dict[tuple[Boucle, int], list[_Item]] = {}
    for item in releve.items:
        entiere = item.boucle if item.boucle.comptes[item.liste.numero] > 1 else item.boucle.parente
        if entiere:
            groupes.setdefault((entiere, item.liste.numero), []).append(item)
    repartent = {cle: items for cle, items in groupes.items() if any(i.liste.niveau == 0 for i in items)}
    for (boucle, numero), items in repartent.items():
        boucle.balise.suite += f"{{% set _liste_{numero} = _rendu.liste({numero}) %}}"
        for item in items:
            marque = ebauche.poser(Balise("", f"{{{{ _liste_{numero} }}}}"))
            numeroter(item.paragraphe, marque, item.liste.niveau)
    return bool(repartent)


def _rendre_uniques(ebauche: Ebauche, releve: _Releve) -> None:
    """Renumérote dessins, contrôles et signets ; dans une boucle, le numéro dépend du tour."""
    pas = len(releve.identifies) + 1
    rangs: dict[str, int] = {}
    for rang, (element, boucle) in enumerate(_sans_signet_a_cheval(releve.identifies), start=1):
        attribut = _attribut_d_identifiant(element)
        if element.tag in _SIGNETS:
            rangs.setdefault(valeur(element, "id"), rang)
        numero = rangs[valeur(element, "id")] if element.tag in _SIGNETS else rang
        element.set(attribut, _identifiant(ebauche, boucle, pas, numero))
        if element.tag == w("bookmarkStart") and boucle:
            nom = valeur(element, "name")[: _SIGNET_AU_PLUS - 8]
            element.set(w("name"), f"{nom}_{ebauche.poser(Balise('', '{{ _tour }}'))}")


def _sans_signet_a_cheval(
    identifies: list[tuple[etree._Element, Boucle | None]],
) -> list[tuple[etree._Element, Boucle | None]]:
    """Un signet qui commence dans une boucle et finit dans une autre n'a pas de sens une fois répété."""
    boucles: dict[str, set[Boucle | None]] = {}
    for element, boucle in identifies:
        if element.tag in _SIGNETS:
            boucles.setdefault(valeur(element, "id"), set()).add(boucle)
    gardes = []
    for element, boucle in identifies:
        if element.tag in _SIGNETS and len(boucles[valeur(element, "id")]) > 1:
            retirer(element)
        else:
            gardes.append((element, boucle))
    return gardes


def _identifiant(ebauche: Ebauche, boucle: Boucle | None, pas: int, rang: int) -> str:
    if boucle is None:
        return str(rang)
    numero_du_tour = "{% set _tour = _rendu.tour() %}"
    if numero_du_tour not in boucle.balise.suite:
        boucle.balise.suite += numero_du_tour
    return ebauche.poser(Balise("", f"{{{{ _tour * {pas} + {rang} }}}}"))


def _attribut_d_identifiant(element: etree._Element) -> str:
    """Le nom de l'attribut qui doit être unique dans la partie, vide si l'élément n'en a pas."""
    if element.tag in _SIGNETS:
        return w("id")
    parent = element.getparent()
    if element.tag == w("id") and parent is not None and parent.tag == w("sdtPr"):
        return w("val")
    return "id" if str(element.tag).endswith("}docPr") else ""

"""Les règles d'une partie de texte (corps, en-tête, pied, notes), élément par élément."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from documents.moteur.ooxml import RELATIONS, WORD_2010, valeur, w

_BLOCS = tuple(w(n) for n in ("p", "tbl", "sdt", "customXml", "altChunk"))
_SANS_TEXTE = frozenset(w(n) for n in ("body", "tbl", "tr", "tc", "p", "r", "hdr", "ftr"))
_PREMIER_ENFANT = {w("rPr"): w("r"), w("pPr"): w("p"), w("tcPr"): w("tc"), w("tblPr"): w("tbl")}
_SIGNET_AU_PLUS = 40


class Reperes(NamedTuple):
    """Ce que la partie a le droit de nommer : styles, listes, relations, notes et commentaires par genre d'appel."""

    styles: frozenset[str]
    listes: frozenset[str]
    relations: frozenset[str]
    notes: Mapping[str, frozenset[str]]


def fautes_de_partie(racine: etree._Element, reperes: Reperes) -> Iterator[str]:
    for element in racine.iter():
        regle = _REGLES.get(str(element.tag))
        if regle:
            yield from regle(element)
        yield from _mal_place(element)
        yield from _noms_inexistants(element, reperes)
    yield from _identifiants_en_double(racine)
    yield from _paires_incompletes(racine)


def _cellule(cellule: etree._Element) -> Iterator[str]:
    blocs = [e for e in cellule if e.tag in _BLOCS]
    if not blocs:
        yield "cellule sans paragraphe"
    elif blocs[-1].tag == w("tbl"):
        yield "cellule terminée par un tableau"


def _ligne(ligne: etree._Element) -> Iterator[str]:
    if not any(e.tag in (w("tc"), w("sdt"), w("customXml")) for e in ligne):
        yield "ligne de tableau sans cellule"


def _tableau(tableau: etree._Element) -> Iterator[str]:
    largeurs = [_largeur(ligne) for ligne in tableau.findall(w("tr"))]
    if not any(e.tag in (w("tr"), w("sdt"), w("customXml")) for e in tableau):
        yield "tableau sans ligne"
    grille = tableau.find(w("tblGrid"))
    colonnes = 0 if grille is None else len(grille.findall(w("gridCol")))
    if None in largeurs:
        yield "largeur de cellule qui n'est pas un nombre de colonnes"
    if colonnes and any(largeur and largeur > colonnes for largeur in largeurs):
        yield "ligne de tableau plus large que sa grille"


def _largeur(ligne: etree._Element) -> int | None:
    """En colonnes de la grille, cellules fusionnées comprises ; `None` si l'une ne se compte pas."""
    fusions = [c.find(f"{w('tcPr')}/{w('gridSpan')}") for c in ligne.findall(w("tc"))]
    largeurs = [valeur(fusion) or "1" for fusion in fusions]
    return sum(map(int, largeurs)) if all(x.isascii() and x.isdigit() for x in largeurs) else None


def _conteneur(conteneur: etree._Element) -> Iterator[str]:
    if not any(e.tag in _BLOCS for e in conteneur):
        yield "en-tête, pied ou zone de texte sans paragraphe"


def _paragraphe(paragraphe: etree._Element) -> Iterator[str]:
    parent = paragraphe.getparent()
    if parent is not None and parent.tag in (w("p"), w("r")):
        yield "paragraphe dans un paragraphe"


def _signet(signet: etree._Element) -> Iterator[str]:
    if len(valeur(signet, "name")) > _SIGNET_AU_PLUS:
        yield f"nom de signet trop long « {valeur(signet, 'name')} »"


_REGLES: dict[str, Callable[[etree._Element], Iterator[str]]] = {
    w("tc"): _cellule,
    w("tr"): _ligne,
    w("tbl"): _tableau,
    w("hdr"): _conteneur,
    w("ftr"): _conteneur,
    w("txbxContent"): _conteneur,
    w("p"): _paragraphe,
    w("bookmarkStart"): _signet,
}


def _mal_place(element: etree._Element) -> Iterator[str]:
    if element.tag in _SANS_TEXTE and (element.text or "").strip():
        yield f"texte hors d'un passage « {(element.text or '').strip()[:40]} »"
    parent, suivant = element.getparent(), element.tail or ""
    if suivant.strip() and parent is not None and parent.tag in _SANS_TEXTE:
        yield f"texte hors d'un passage « {suivant.strip()[:40]} »"
    attendu = _PREMIER_ENFANT.get(str(element.tag))
    if attendu and parent is not None and parent.tag == attendu and parent[0] is not element:
        yield "propriétés placées après le contenu"


def _noms_inexistants(element: etree._Element, reperes: Reperes) -> Iterator[str]:
    if element.tag in (w("pStyle"), w("rStyle"), w("tblStyle")) and valeur(element) not in reperes.styles:
        yield f"style inexistant « {valeur(element)} »"
    if element.tag == w("numId") and valeur(element) not in reperes.listes:
        yield f"liste inexistante n° {valeur(element)}"
    if element.tag in reperes.notes and valeur(element, "id") not in reperes.notes[str(element.tag)]:
        yield f"appel de {'commentaire' if 'comment' in str(element.tag) else 'note'} qui ne mène à rien"
    for nom, identifiant in element.attrib.items():
        if str(nom).startswith(f"{{{RELATIONS}}}") and identifiant not in reperes.relations:
            yield f"relation inexistante {identifiant!s}"


def _identifiants_en_double(racine: etree._Element) -> Iterator[str]:
    controles = racine.iter(f"{w('sdtPr')}")
    dessins = (e for e in racine.iter() if str(e.tag).endswith("}docPr"))
    signets = list(racine.iter(w("bookmarkStart")))
    uniques = {
        "dessin": (str(e.get("id")) for e in dessins),
        "contrôle": (valeur(i) for e in controles if (i := e.find(w("id"))) is not None),
        "signet": (valeur(e, "id") for e in signets),
        "nom de signet": (valeur(e, "name") for e in signets),
        "paragraphe": (str(p) for e in racine.iter() if (p := e.get(f"{{{WORD_2010}}}paraId"))),
    }
    for genre, identifiants in uniques.items():
        yield from (f"identifiant de {genre} en double, {i}" for i in _repetes(identifiants))


def _repetes(valeurs: Iterable[str]) -> list[str]:
    return [v for v, combien in Counter(valeurs).items() if combien > 1]


def _paires_incompletes(racine: etree._Element) -> Iterator[str]:
    debuts = {valeur(e, "id") for e in racine.iter(w("bookmarkStart"))}
    if debuts != {valeur(e, "id") for e in racine.iter(w("bookmarkEnd"))}:
        yield "signet non fermé, ou fermé sans avoir été ouvert"
    profondeur = 0
    for champ in racine.iter(w("fldChar")):
        profondeur += {"begin": 1, "end": -1}.get(valeur(champ, "fldCharType"), 0)
        if profondeur < 0:
            break
    if profondeur:
        yield "champ sans début ou sans fin"

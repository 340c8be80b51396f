"""Les règles du paquet : ses types, ses relations, ce que styles et listes promettent d'une partie à l'autre."""

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO

from lxml import etree

from documents.moteur.ooxml import (
    CORPS,
    NUMEROTATION,
    RELATIONS,
    RELATIONS_DU_PAQUET,
    STYLES,
    TYPES,
    TYPES_DU_PAQUET,
    valeur,
    w,
)

Arbres = Mapping[str, etree._Element]
_TYPE_DU_CORPS = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_VERS_LE_CORPS = f"{RELATIONS}/officeDocument"


def parties_en_double(octets: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(octets)) as archive:
        noms = archive.namelist()
    return [f"{nom} : partie en double" for nom in _repetes(noms)]


def fautes_de_paquet(parties: Mapping[str, bytes], arbres: Arbres) -> Iterator[str]:
    """`arbres` : les parties XML bien formées."""
    if TYPES in arbres:
        yield from _types(parties, arbres[TYPES])
    yield from _relations(parties, arbres)
    yield from _declarations_de_type(arbres)
    if STYLES in arbres:
        yield from (f"{STYLES} : {faute}" for faute in _styles(arbres[STYLES]))
    if NUMEROTATION in arbres:
        yield from (f"{NUMEROTATION} : {faute}" for faute in _listes(arbres[NUMEROTATION]))


def _types(parties: Mapping[str, bytes], types: etree._Element) -> Iterator[str]:
    extensions = {str(e.get("Extension")).lower() for e in types.iter(f"{{{TYPES_DU_PAQUET}}}Default")}
    declares = {
        str(e.get("PartName")).lstrip("/"): e.get("ContentType")
        for e in types.iter(f"{{{TYPES_DU_PAQUET}}}Override")
    }
    for nom in parties:
        if nom != TYPES and nom not in declares and nom.rsplit(".", 1)[-1].lower() not in extensions:
            yield f"{nom} : partie sans type déclaré"
    for nom in sorted(declares.keys() - parties.keys()):
        yield f"{nom} : type déclaré, partie absente"
    if CORPS in parties and declares.get(CORPS) != _TYPE_DU_CORPS:
        yield f"{CORPS} : le corps n'est pas déclaré comme celui d'un document Word"


def _relations(parties: Mapping[str, bytes], arbres: Arbres) -> Iterator[str]:
    vers_le_corps = False
    for nom, arbre in arbres.items():
        dossier = posixpath.dirname(posixpath.dirname(nom))
        relations = list(arbre.iter(f"{{{RELATIONS_DU_PAQUET}}}Relationship"))
        for relation in relations:
            cible = posixpath.normpath(posixpath.join("/", dossier, str(relation.get("Target")))).lstrip("/")
            vers_le_corps |= relation.get("Type") == _VERS_LE_CORPS and cible == CORPS
            if relation.get("TargetMode") != "External" and cible not in parties:
                yield f"{nom} : relation vers une partie absente, {cible}"
        for identifiant in _repetes(str(relation.get("Id")) for relation in relations):
            yield f"{nom} : identifiant de relation en double, {identifiant}"
    if CORPS in parties and not vers_le_corps:
        yield "_rels/.rels : aucune relation ne mène au corps du document"


def _declarations_de_type(arbres: Arbres) -> Iterator[str]:
    for nom, arbre in arbres.items():
        if arbre.getroottree().docinfo.internalDTD is not None:
            yield f"{nom} : déclaration de type (DTD), que Word interdit"


def _styles(styles: etree._Element) -> Iterator[str]:
    tous = list(styles.iter(w("style")))
    identifiants = [valeur(style, "styleId") for style in tous]
    yield from (f"identifiant de style en double, {i}" for i in _repetes(identifiants))
    for style in tous:
        for lien in style.iter(w("basedOn"), w("next"), w("link")):
            if valeur(lien) not in identifiants:
                yield f"le style « {valeur(style, 'styleId')} » renvoie à un style inexistant, « {valeur(lien)} »"


def _listes(numerotation: etree._Element) -> Iterator[str]:
    definies = {valeur(d, "abstractNumId") for d in numerotation.findall(w("abstractNum"))}
    listes = numerotation.findall(w("num"))
    yield from (f"numéro de liste en double, {n}" for n in _repetes(valeur(x, "numId") for x in listes))
    for liste in listes:
        if valeur(liste.find(w("abstractNumId"))) not in definies:
            yield f"la liste n° {valeur(liste, 'numId')} n'a pas de définition"


def _repetes(valeurs: Iterable[str]) -> list[str]:
    return [v for v, combien in Counter(valeurs).items() if combien > 1]

"""Ce qui fait dire à Word « contenu illisible », ou trahit un document mal rempli ; sans Word, en millisecondes.

Les règles sont celles de la norme (ECMA-376) que python-docx n'oppose pas : il ouvre presque tout.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from documents.moteur.archive import parties_de
from documents.moteur.lecture import paragraphes, texte
from documents.moteur.ooxml import (
    CORPS,
    NUMEROTATION,
    PARTIES_DE_TEXTE,
    RELATIONS_DU_PAQUET,
    STYLES,
    TYPES,
    TYPES_DU_PAQUET,
    lire_xml,
    valeur,
    w,
)
from documents.moteur.regles_de_partie import Reperes, fautes_de_partie

__all__ = ["fautes_word", "paragraphes", "texte"]

Arbres = dict[str, etree._Element]
_NON_RESOLU = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|(?<![\w'’-])None(?![\w-])|Erreur\s?!|Error: Reference")


def fautes_word(octets: bytes) -> tuple[str, ...]:
    """Les fautes du document, en français ; vide s'il n'y en a pas. Ne lève rien : un fichier abîmé est une faute."""
    try:
        parties = parties_de(octets)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError):
        return ("ce n'est pas un document Word lisible",)
    arbres, fautes = _lire(parties)
    fautes += _doublons(octets)
    if TYPES not in parties:
        return (*fautes, f"{TYPES} absent")
    if TYPES in arbres:
        fautes += _fautes_de_type(parties, arbres[TYPES])
    fautes += _relations_sans_cible(parties, arbres)
    for nom in filter(PARTIES_DE_TEXTE.fullmatch, arbres):
        reperes = _reperes(nom, arbres)
        fautes += [f"{nom} : {faute}" for faute in fautes_de_partie(arbres[nom], reperes)]
    fautes += [] if CORPS in arbres else ["corps du document absent"]
    fautes += _textes_non_resolus(arbres)
    return tuple(dict.fromkeys(fautes))


def _lire(parties: dict[str, bytes]) -> tuple[Arbres, list[str]]:
    arbres, fautes = {}, []
    for nom, contenu in parties.items():
        if nom.endswith((".xml", ".rels")):
            try:
                arbres[nom] = lire_xml(contenu)
            except etree.XMLSyntaxError:
                fautes.append(f"{nom} : XML mal formé")
    return arbres, fautes


def _doublons(octets: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(octets)) as archive:
        noms = archive.namelist()
    return [f"{nom} : partie en double" for nom in dict.fromkeys(n for n in noms if noms.count(n) > 1)]


def _fautes_de_type(parties: dict[str, bytes], types: etree._Element) -> Iterator[str]:
    extensions = {str(e.get("Extension")).lower() for e in types.iter(f"{{{TYPES_DU_PAQUET}}}Default")}
    declarees = {str(e.get("PartName")).lstrip("/") for e in types.iter(f"{{{TYPES_DU_PAQUET}}}Override")}
    for nom in parties:
        if nom != TYPES and nom not in declarees and nom.rsplit(".", 1)[-1].lower() not in extensions:
            yield f"{nom} : partie sans type déclaré"
    for nom in sorted(declarees - parties.keys()):
        yield f"{nom} : type déclaré, partie absente"


def _relations_sans_cible(parties: dict[str, bytes], arbres: Arbres) -> Iterator[str]:
    for nom, arbre in arbres.items():
        dossier = posixpath.dirname(posixpath.dirname(nom))
        for relation in arbre.iter(f"{{{RELATIONS_DU_PAQUET}}}Relationship"):
            cible = posixpath.normpath(posixpath.join("/", dossier, str(relation.get("Target")))).lstrip("/")
            if relation.get("TargetMode") != "External" and cible not in parties:
                yield f"{nom} : relation vers une partie absente, {cible}"


def _reperes(nom: str, arbres: Arbres) -> Reperes:
    dossier, fichier = posixpath.split(nom)
    return Reperes(
        styles=_valeurs(arbres.get(STYLES), "style", "styleId"),
        listes=_valeurs(arbres.get(NUMEROTATION), "num", "numId") | {"0"},
        relations=frozenset(
            str(r.get("Id"))
            for r in arbres.get(f"{dossier}/_rels/{fichier}.rels", ())
            if r.tag == f"{{{RELATIONS_DU_PAQUET}}}Relationship"
        ),
        notes={
            w("footnoteReference"): _valeurs(arbres.get("word/footnotes.xml"), "footnote", "id"),
            w("endnoteReference"): _valeurs(arbres.get("word/endnotes.xml"), "endnote", "id"),
        },
    )


def _valeurs(racine: etree._Element | None, element: str, attribut: str) -> frozenset[str]:
    return frozenset() if racine is None else frozenset(valeur(e, attribut) for e in racine.iter(w(element)))


def _textes_non_resolus(arbres: Arbres) -> Iterator[str]:
    """Une balise, un `None` isolé ou un champ en erreur dans un document qu'on va signer."""
    for nom, arbre in arbres.items():
        if PARTIES_DE_TEXTE.fullmatch(nom) or nom.startswith("docProps/"):
            for element in arbre.iter():
                contenu = element.text or "" if isinstance(element.tag, str) else ""
                if _NON_RESOLU.search(contenu) and element.tag != w("instrText"):
                    yield f"{nom} : texte non résolu « {contenu.strip()[:40]} »"

"""Ce qui fait dire à Word « contenu illisible », ou trahit un document mal rempli ; sans Word, en millisecondes.

Les règles sont celles de la norme (ECMA-376) que python-docx n'oppose pas : il ouvre presque tout.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator

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
    lire_xml,
    valeur,
    w,
)
from documents.moteur.regles_de_paquet import fautes_de_paquet, parties_en_double
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
    fautes += parties_en_double(octets)
    if TYPES not in parties:
        return (*fautes, f"{TYPES} absent")
    fautes += fautes_de_paquet(parties, arbres)
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
            w("commentReference"): _valeurs(arbres.get("word/comments.xml"), "comment", "id"),
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

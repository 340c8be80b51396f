"""Ajouter une partie à un paquet Word déjà composé, et le réécrire au même octet à chaque fois."""

import posixpath
from typing import NamedTuple

from lxml import etree

from documents.moteur.archive import ordre_des_parties
from documents.moteur.ecriture import Archive, Entree, ecrire_archive
from documents.moteur.ooxml import (
    CORPS,
    DECLARATION,
    RELATIONS,
    RELATIONS_DU_PAQUET,
    TYPES,
    TYPES_DU_PAQUET,
    ecrire_xml,
    lire_xml,
)


class TypeDePartie(NamedTuple):
    """`depuis` : la partie qui s'y relie, vide pour le paquet lui-même."""

    mime: str
    relation: str
    depuis: str = ""


TYPE_PERSONNALISEES = TypeDePartie(
    "application/vnd.openxmlformats-officedocument.custom-properties+xml", f"{RELATIONS}/custom-properties"
)
TYPE_COMMENTAIRES = TypeDePartie(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml",
    f"{RELATIONS}/comments",
    CORPS,
)


def declarer(parties: dict[str, bytes], nom: str, genre: TypeDePartie) -> None:
    """Inscrit la partie aux types et aux relations, si elle n'y est pas déjà."""
    types = lire_xml(parties[TYPES])
    if not any(e.get("PartName") == f"/{nom}" for e in types):
        etree.SubElement(
            types, f"{{{TYPES_DU_PAQUET}}}Override", {"PartName": f"/{nom}", "ContentType": genre.mime}
        )
        parties[TYPES] = _octets(types)
    dossier, fichier = posixpath.split(genre.depuis)
    relations = posixpath.join(dossier, "_rels", f"{fichier}.rels")
    liens = lire_xml(parties[relations])
    if not any(lien.get("Type") == genre.relation for lien in liens):
        lien = etree.SubElement(liens, f"{{{RELATIONS_DU_PAQUET}}}Relationship")
        lien.set("Id", f"rIdJalons{len(liens)}")
        lien.set("Type", genre.relation)
        lien.set("Target", posixpath.relpath(nom, dossier or "."))
        parties[relations] = _octets(liens)


def ecrire_paquet(parties: dict[str, bytes]) -> Archive:
    """Le fichier, ses parties dans l'ordre que les lecteurs attendent."""
    return ecrire_archive(Entree.depuis(nom, parties[nom]) for nom in sorted(parties, key=ordre_des_parties))


def _octets(racine: etree._Element) -> bytes:
    return f"{DECLARATION}{ecrire_xml(racine)}".encode()

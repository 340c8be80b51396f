"""Chercher : ce que l'on a tapé, sans égard aux accents ni à la casse, et l'extrait où on l'a trouvé."""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple
from uuid import UUID
from zipfile import BadZipFile

from lxml.etree import XMLSyntaxError
from sqlalchemy import delete
from sqlmodel import Session, select

from documents.depot import Depot, FichierAbsent, FichierAltere
from documents.moteur.lecture import texte as texte_de_word
from documents.production import TYPE_MIME
from modeles.base import lecture, unite_de_travail
from modeles.document import Document
from modeles.erreurs import SaisieInvalide
from modeles.indexation import SOURCES, completer, indexer, normaliser
from modeles.recherche import TexteCherche
from modeles.requetes_recherche import Trouve, documents_a_lire, textes_de, trouver

LOT = 50
MOTS_AUTOUR = 12
AU_PLUS = slice(500)
NATURES = {
    "demarche": "Territoires",
    "fiche_action": "Fiches actions",
    "decision": "Décisions",
    "reunion": "Réunions",
    "constat": "Constats",
    "enjeu": "Enjeux",
    "piste": "Pistes",
    "contact": "Contacts",
    "document": "Documents",
}


class Trouvaille(NamedTuple):
    """Une chose trouvée, et les mots autour de ce qu'on cherchait ; `lien` mène à sa page."""

    nature: str
    territoire: str
    fiche: str | None
    titre: str
    extrait: str
    lien: str


class Groupe(NamedTuple):
    """Des trouvailles d'une même nature, et combien il y en a en tout."""

    nature: str
    libelle: str
    nombre: int
    trouvailles: tuple[Trouvaille, ...]


def chercher(
    session: Session,
    demande: str,
    territoires: Collection[str] | None = None,
    permise: Callable[[Trouve], bool] = lambda _: True,
    tranche: slice = AU_PLUS,
) -> list[Groupe]:
    """Ce qui contient tous les mots demandés, par nature, les titres qui les portent d'abord.

    De chaque nature, tout est compté, et la `tranche` seule est rendue. Lève `SaisieInvalide` si la demande ne
    contient ni lettre ni chiffre.
    """
    mots = normaliser(demande).split()
    if not mots:
        raise SaisieInvalide(
            "Il n'y a rien à chercher.",
            "La demande ne contient ni lettre ni chiffre.",
            "Écrivez un ou plusieurs mots, par exemple « mobilité Gers ».",
        )
    trouves = [t for t in _derniers(trouver(session, mots, territoires)) if permise(t)]
    trouves.sort(key=lambda t: not _dans_le_titre(t, mots))
    par_nature = {nature: [t for t in trouves if t.nature == nature] for nature in NATURES}
    textes = textes_de(session, [t.id for siens in par_nature.values() for t in siens[tranche]])
    return [
        Groupe(
            nature,
            NATURES[nature],
            len(siens),
            tuple(_trouvaille(t, textes[t.id], mots) for t in siens[tranche]),
        )
        for nature, siens in par_nature.items()
        if siens
    ]


def _dans_le_titre(trouve: Trouve, mots: Iterable[str]) -> bool:
    titre = normaliser(trouve.titre)
    return all(mot in titre for mot in mots)


def _derniers(trouves: Iterable[Trouve]) -> list[Trouve]:
    """D'un document, la dernière version trouvée suffit."""
    return list(
        {
            (t.nature, t.territoire, t.titre if t.nature == "document" else t.objet): t for t in trouves
        }.values()
    )


def _trouvaille(trouve: Trouve, texte: str, mots: list[str]) -> Trouvaille:
    lien = f"{trouve.lien}#document-{trouve.objet}" if trouve.nature == "document" else trouve.lien
    if trouve.nature == "fiche_action":
        lien = f"{trouve.lien}/{trouve.fiche}"
    return Trouvaille(
        trouve.nature, trouve.territoire, trouve.fiche, trouve.titre, extrait(texte, mots), lien
    )


def extrait(texte: str, mots: Iterable[str]) -> str:
    """Une douzaine de mots de part et d'autre du premier mot cherché ; le début du texte s'il n'y est pas."""
    ecrits, cherches = texte.split(), tuple(mots)
    place = next(
        (rang for rang, e in enumerate(ecrits) if any(n.startswith(cherches) for n in normaliser(e).split())),
        0,
    )
    debut, fin = max(0, place - MOTS_AUTOUR), place + MOTS_AUTOUR
    avant, apres = "… " if debut else "", " …" if fin < len(ecrits) else ""
    return f"{avant}{' '.join(ecrits[debut:fin])}{apres}"


def reindexer(session: Session) -> int:
    """Refait l'index depuis la base, sans les textes des fichiers ; rend le nombre de choses indexées."""
    session.connection().execute(delete(TexteCherche))
    return sum(indexer(session, session.exec(select(modele))) for modele in SOURCES)


def lire_les_documents(depot: Depot) -> int:
    """Lit les fichiers des documents qui ne l'ont pas encore été ; rend leur nombre. Rejouable."""
    lus = 0
    while True:
        with lecture() as session:
            lot = [(a.id, a.objet) for a in documents_a_lire(session, LOT)]
            contenus = [(i, _contenu(session.get(Document, UUID(objet)), depot)) for i, objet in lot]
        if not contenus:
            return lus
        with unite_de_travail() as session:
            for identifiant, contenu in contenus:
                completer(session, identifiant or 0, contenu)
        lus += len(contenus)


def _contenu(document: Document | None, depot: Depot) -> str:
    """Le texte d'un fichier Word ; d'un PDF ou d'une image, rien : leur titre suffit à les trouver."""
    if document is None or document.type_mime != TYPE_MIME:
        return ""
    try:
        return texte_de_word(depot.lire(document.empreinte_fichier))
    except (FichierAbsent, FichierAltere, BadZipFile, XMLSyntaxError):
        # Un fichier perdu ou abîmé se dit ailleurs (`jalons documents`) : la recherche n'en a que le titre.
        return ""

"""Remplir un gabarit Word : compilé une fois, rempli autant de fois qu'il le faut, toujours au même octet."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import TemplateError, UndefinedError

from documents.moteur.archive import Paquet, etat_de
from documents.moteur.compilation import compiler, oublier_les_modeles
from documents.moteur.ebauche import PartieCompilee
from documents.moteur.ecriture import Entree
from documents.moteur.environnement import Environnement, Rendu, ligne_de, rendre, suggestion
from documents.moteur.erreurs import ErreurGabarit, Faute, traduire
from documents.moteur.graphiques import remplir_les_graphiques
from documents.moteur.ooxml import DECLARATION, NUMEROTATION
from documents.moteur.reparation import reparer
from documents.moteur.sommaire import remplir

CLE_DE_DATE = "date_du_document"
"""Le champ facultatif du contexte (date, instant ou écriture ISO) qui date les propriétés du document."""

_ERREURS_DE_RENDU = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class DocumentCompose(NamedTuple):
    """Un .docx et ce qui le prouve ; les empreintes sont des SHA-256 en hexadécimal.

    `empreinte_fichier` : les octets. `empreinte_contenu` : les parties dépliées, égale sur toute machine.
    `empreinte_gabarit` : celle du fichier gabarit, ou de la suite du gabarit et de ceux qu'il inclut.
    `sources` : le nom et l'empreinte de chacun de ces fichiers.
    """

    octets: bytes
    empreinte_fichier: str
    empreinte_contenu: str
    empreinte_gabarit: str
    sources: tuple[tuple[str, str], ...] = ()


class Gabarit:
    """Lève `ErreurGabarit` à la construction ; se partage ensuite sans verrou entre fils d'exécution."""

    def __init__(self, chemin: Path, environnement: Environnement) -> None:
        self._environnement = environnement
        self._compile = compiler(chemin, environnement)
        self.nom = self._compile.nom
        self.empreinte = _empreinte(self._compile.sources)
        self._sources = tuple((source.nom, source.empreinte) for source in self._compile.sources)

    def a_jour(self) -> bool:
        """Faux dès que le gabarit, ou l'un de ceux qu'il inclut, a été enregistré de nouveau."""
        return all(etat_de(source.chemin) == source.etat for source in self._compile.sources)

    def composer(self, contexte: Mapping[str, Any]) -> DocumentCompose:
        listes = self._compile.listes
        rendu = Rendu(listes.premier_numero_libre if listes else 1)
        archive = self._compile.socle.completer(self._remplir(contexte, rendu))
        return DocumentCompose(*archive, self.empreinte, self._sources)

    def _remplir(self, contexte: Mapping[str, Any], rendu: Rendu) -> Iterator[Entree]:
        """Les parties que ce contexte change ; les listes après les textes qui les ouvrent."""
        horodatage = _horodatage(contexte)
        variables = self._environnement.variables(contexte, _rendu=rendu, _date_du_document=horodatage)
        for partie in self._compile.parties:
            yield Entree.depuis(partie.nom, self._xml_de(partie, variables))
        if self._compile.listes:
            yield Entree.depuis(NUMEROTATION, self._compile.listes.ecrire(rendu.listes))
        yield from remplir_les_graphiques(self._compile.graphiques, contexte, self.nom)

    def _xml_de(self, partie: PartieCompilee, variables: dict[str, Any]) -> bytes:
        modele = self._compile.modeles[partie.nom]
        try:
            xml = rendre(modele, variables)
        except _ERREURS_DE_RENDU as erreur:
            faute = self._faute(erreur, partie, variables.keys() - self._environnement.globals.keys())
            raise ErreurGabarit(self.nom, [faute]) from erreur
        if partie.a_reparer:
            xml = reparer(xml)
        if partie.a_un_sommaire:
            xml = remplir(xml)
        return f"{DECLARATION}{xml}".encode()

    def _faute(self, erreur: Exception, partie: PartieCompilee, noms: Iterable[str]) -> Faute:
        message = _decrire(erreur)
        if isinstance(erreur, UndefinedError) and message.startswith("donnée inconnue « "):
            message += suggestion(message[18:-2], (nom for nom in noms if not nom.startswith("_")))
        balise = partie.balise_de_la_ligne(ligne_de(erreur, self._compile.modeles[partie.nom]))
        return balise.faute(message) if balise else Faute(message, self.nom, partie.nom)


def composer(
    gabarit: Path, contexte: Mapping[str, Any], environnement: Environnement | None = None
) -> DocumentCompose:
    """Remplit le gabarit avec des données simples : textes, nombres, listes, dictionnaires.

    Mêmes gabarit, contexte et filtres : mêmes octets. Lève `ErreurGabarit` avec toutes les fautes de
    structure, ou avec la première que le contexte révèle ; `ValueError` si `date_du_document` n'est pas une
    date.
    """
    return charger(gabarit, environnement or _SANS_FILTRE).composer(contexte)


def charger(chemin: Path, environnement: Environnement) -> Gabarit:
    """Le gabarit compilé, gardé en mémoire tant que ni lui ni ceux qu'il inclut n'ont changé."""
    gabarit = _COMPILES.get((chemin, environnement))
    if gabarit is None or not gabarit.a_jour():
        gabarit = Gabarit(chemin, environnement)
        _COMPILES[chemin, environnement] = gabarit
    return gabarit


def oublier_les_gabarits() -> None:
    """Comme au démarrage : chaque gabarit sera compilé de nouveau."""
    _COMPILES.clear()
    oublier_les_modeles()


_SANS_FILTRE = Environnement()
# Sans verrou : au pire, deux fils compilent le même gabarit et gardent l'un des deux résultats, égaux.
_COMPILES: dict[tuple[Path, Environnement], Gabarit] = {}


def _empreinte(sources: tuple[Paquet, ...]) -> str:
    """Avec des inclusions, l'empreinte change dès que l'un des fichiers change."""
    if len(sources) == 1:
        return sources[0].empreinte
    suite = "".join(f"{source.nom}\0{source.empreinte}\n" for source in sources)
    return hashlib.sha256(suite.encode()).hexdigest()


def _horodatage(contexte: Mapping[str, Any]) -> str:
    """L'instant UTC au format des propriétés Word, vide si le contexte n'en donne pas."""
    valeur = contexte.get(CLE_DE_DATE)
    if valeur is None:
        return ""
    instant = datetime.fromisoformat(str(valeur))
    instant = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def _decrire(erreur: Exception) -> str:
    message = str(erreur)
    francais = traduire(message)
    if isinstance(erreur, TemplateError) or francais != message:
        return francais
    return f"cette balise ne convient pas à la donnée reçue ({type(erreur).__name__})"

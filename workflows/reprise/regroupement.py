"""Les lignes d'un classeur rassemblées par territoire, dans l'ordre où on les a écrites."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from modeles.reference.socle import cle
from workflows.reprise.feuilles import (
    BUDGETS,
    CONTACTS,
    CONTRATS,
    ENVELOPPES,
    FICHES,
    INDICATEURS,
    TERRITOIRES,
)
from workflows.reprise.lignes import Classeur, Ligne


@dataclass
class FicheLue:
    """Une fiche du classeur, avec ses budgets et ses indicateurs."""

    ligne: Ligne
    budgets: list[Ligne] = field(default_factory=list)
    indicateurs: list[Ligne] = field(default_factory=list)


@dataclass
class TerritoireLu:
    """Tout ce que le classeur dit d'un territoire."""

    code: str
    ligne: Ligne | None = None
    contacts: list[Ligne] = field(default_factory=list)
    enveloppes: list[Ligne] = field(default_factory=list)
    fiches: list[FicheLue] = field(default_factory=list)
    contrat: Ligne | None = None

    @property
    def lignes(self) -> Iterator[Ligne]:
        """Les lignes qui nomment le territoire."""
        yield from (x for x in (self.ligne, self.contrat) if x is not None)
        yield from (*self.contacts, *self.enveloppes, *(f.ligne for f in self.fiches))


def par_territoire(classeur: Classeur) -> list[TerritoireLu]:
    """Un élément par territoire reconnu ; les lignes fautives y sont aussi, marquées comme telles."""
    territoires: dict[str, TerritoireLu] = {}

    def de(ligne: Ligne) -> TerritoireLu:
        return territoires.setdefault(ligne["territoire"], TerritoireLu(ligne["territoire"]))

    for ligne in _reconnues(classeur, TERRITOIRES):
        de(ligne).ligne = de(ligne).ligne or ligne
    for ligne in _reconnues(classeur, CONTACTS):
        de(ligne).contacts.append(ligne)
    for ligne in _reconnues(classeur, ENVELOPPES):
        de(ligne).enveloppes.append(ligne)
    fiches = _fiches(classeur)
    for ligne in _reconnues(classeur, FICHES):
        de(ligne).fiches.append(fiches[ligne.numero])
    for ligne in _reconnues(classeur, CONTRATS):
        de(ligne).contrat = de(ligne).contrat or ligne
    return list(territoires.values())


def _reconnues(classeur: Classeur, feuille: str) -> list[Ligne]:
    return [ligne for ligne in classeur.lignes[feuille] if ligne["territoire"]]


def _fiches(classeur: Classeur) -> dict[int, FicheLue]:
    """Les fiches par numéro de ligne, chacune avec les lignes qui citent son repère."""
    par_numero = {ligne.numero: FicheLue(ligne) for ligne in classeur.lignes[FICHES]}
    par_repere = {cle(f.ligne["fiche"]): f for f in reversed(par_numero.values()) if f.ligne["fiche"]}
    for ligne in classeur.lignes[BUDGETS]:
        if ligne["fiche"] and (fiche := par_repere.get(cle(ligne["fiche"]))):
            fiche.budgets.append(ligne)
    for ligne in classeur.lignes[INDICATEURS]:
        if ligne["fiche"] and (fiche := par_repere.get(cle(ligne["fiche"]))):
            fiche.indicateurs.append(ligne)
    return par_numero

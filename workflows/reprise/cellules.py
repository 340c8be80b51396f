"""Comprendre une cellule : nombres et dates à la française, listes, territoires et leurs alias."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from documents.formats import euros
from modeles.erreurs import Introuvable
from modeles.reference.registre import registre
from modeles.reference.socle import cle
from workflows.calculs.nombres import NombreAbrege, NombreIllisible, lire_decimal, sans_blancs
from workflows.reprise.classeur import Choix, Colonne, Genre

CENTIMES_AU_PLUS = 100_000_000_000
PREMIERE_ANNEE, DERNIERE_ANNEE = 2019, 2040
ERREURS_DE_CALCUL = {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}

_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_COURRIEL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class ValeurRefusee(ValueError):
    """La cellule ne contient pas ce qu'il faut ; le message dit ce qu'on attendait."""


def texte_de(valeur: object) -> str:
    """Ce que la personne voit dans la cellule."""
    match valeur:
        case bool():
            return "VRAI" if valeur else "FAUX"
        case datetime():
            return f"{valeur:%d/%m/%Y}"
        case float() if valeur.is_integer():
            return str(int(valeur))
        case float():
            return repr(valeur).replace(".", ",")
    return str(valeur).strip()


def comprendre(colonne: Colonne, valeur: object, le: date) -> object:
    """La valeur de la cellule, dans le type que la saisie attend. Lève `ValeurRefusee`.

    Montants en centimes, nombres en centièmes, dates en `date`, listes en `list[str]`.
    """
    if isinstance(valeur, str) and valeur.strip() in ERREURS_DE_CALCUL:
        raise ValeurRefusee(f"{colonne.attendu} ; la formule de cette cellule est en erreur")
    comprise = _LIRE[colonne.genre](colonne, valeur)
    if colonne.passee and isinstance(comprise, date) and comprise > le:
        raise ValeurRefusee(f"une date passée : nous sommes le {le:%d/%m/%Y}")
    return comprise


def _texte(colonne: Colonne, valeur: object) -> str:
    if isinstance(valeur, bool | datetime):
        raise ValeurRefusee(colonne.attendu)
    return texte_de(valeur)


def _texte_court(colonne: Colonne, valeur: object) -> str:
    return sans_blancs(_texte(colonne, valeur))


def _territoire(colonne: Colonne, valeur: object) -> str:
    try:
        return registre().trouver_territoire(_texte_court(colonne, valeur)).code
    except Introuvable as inconnu:
        raise ValeurRefusee(f"{colonne.attendu}. {inconnu.remede.rstrip('.')}") from inconnu


def _liste(colonne: Colonne, valeur: object) -> list[str]:
    return [mots for m in re.split(r"[;\n]", _texte(colonne, valeur)) if (mots := sans_blancs(m))]


def _choix(colonne: Colonne, valeur: object) -> str:
    return _choisir(colonne, _texte_court(colonne, valeur))


def _choix_multiple(colonne: Colonne, valeur: object) -> list[str]:
    return [_choisir(colonne, texte) for texte in _liste(colonne, valeur)]


def _choisir(colonne: Colonne, texte: str) -> str:
    trouve: Choix | None = next((c for c in colonne.choix if cle(texte) in c.cles), None)
    if trouve is None:
        raise ValeurRefusee(colonne.attendu)
    return str(trouve.valeur)


def _decimal(colonne: Colonne, valeur: object) -> Decimal:
    """Un nombre saisi comme nombre, ou comme texte à la française (« 1 234,50 »)."""
    try:
        return lire_decimal(valeur, unite="€")
    except NombreAbrege as abrege:
        raise ValeurRefusee(
            "un montant en euros, écrit en entier : « 36 518,00 », sans « k€ » ni « M€ »"
        ) from abrege
    except NombreIllisible as illisible:
        raise ValeurRefusee(colonne.attendu) from illisible


def _centiemes(colonne: Colonne, valeur: object) -> int:
    centiemes = _decimal(colonne, valeur) * 100
    if centiemes < 0:
        raise ValeurRefusee(f"{colonne.attendu} ; il ne peut pas être négatif")
    if centiemes != int(centiemes):
        raise ValeurRefusee(f"{colonne.attendu} ; deux décimales au plus")
    if centiemes > CENTIMES_AU_PLUS:
        raise ValeurRefusee(
            f"{colonne.attendu} ; au plus {euros(CENTIMES_AU_PLUS).removesuffix('€').strip()}"
        )
    return int(centiemes)


def _entier(colonne: Colonne, valeur: object) -> int:
    centiemes = _centiemes(colonne, valeur)
    if centiemes % 100:
        raise ValeurRefusee(colonne.attendu)
    return centiemes // 100


def _annee(colonne: Colonne, valeur: object) -> int:
    annee = _entier(colonne, valeur)
    if not PREMIERE_ANNEE <= annee <= DERNIERE_ANNEE:
        raise ValeurRefusee(f"une année de {PREMIERE_ANNEE} à {DERNIERE_ANNEE}")
    return annee


def _date(colonne: Colonne, valeur: object) -> date:
    lue = valeur.date() if isinstance(valeur, datetime) else _date_ecrite(colonne, valeur)
    if not PREMIERE_ANNEE <= lue.year <= DERNIERE_ANNEE:
        raise ValeurRefusee(f"une date jj/mm/aaaa de {PREMIERE_ANNEE} à {DERNIERE_ANNEE}")
    return lue


def _date_ecrite(colonne: Colonne, valeur: object) -> date:
    ecrite = _DATE.fullmatch(str(valeur).strip())
    if ecrite is None:
        raise ValeurRefusee(colonne.attendu)
    jour, mois, annee = map(int, ecrite.groups())
    try:
        return date(annee, mois, jour)
    except ValueError as erreur:
        raise ValeurRefusee("une date qui existe au calendrier, jj/mm/aaaa") from erreur


def _courriel(colonne: Colonne, valeur: object) -> str:
    texte = _texte_court(colonne, valeur)
    if not _COURRIEL.fullmatch(texte):
        raise ValeurRefusee(colonne.attendu)
    return texte


def _siret(colonne: Colonne, valeur: object) -> str:
    chiffres = sans_blancs(_texte(colonne, valeur)).replace(" ", "")
    if not (chiffres.isascii() and chiffres.isdigit() and len(chiffres) == 14):
        raise ValeurRefusee(colonne.attendu)
    return chiffres


def _fichier(colonne: Colonne, valeur: object) -> str:
    nom = _texte(colonne, valeur)
    if re.search(r"[/\\:\0]", nom) or nom.startswith(".") or not nom.casefold().endswith(".pdf"):
        raise ValeurRefusee(colonne.attendu)
    return nom


_LIRE: dict[Genre, Callable[[Colonne, object], object]] = {
    Genre.TERRITOIRE: _territoire,
    Genre.TEXTE: _texte_court,
    Genre.TEXTE_LONG: _texte,
    Genre.LISTE: _liste,
    Genre.CHOIX: _choix,
    Genre.CHOIX_MULTIPLE: _choix_multiple,
    Genre.ENTIER: _entier,
    Genre.ANNEE: _annee,
    Genre.MONTANT: _centiemes,
    Genre.CENTIEMES: _centiemes,
    Genre.DATE: _date,
    Genre.COURRIEL: _courriel,
    Genre.SIRET: _siret,
    Genre.FICHIER: _fichier,
}

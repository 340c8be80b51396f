"""Écrire à la française : montants, nombres, dates, accords, noms de fichiers.

Ces fonctions servent aux contextes, aux écrans et, par `FILTRES`, aux gabarits Word. Un gabarit reçoit les
dates en texte ISO (« 2026-03-01 ») : elles s'acceptent ainsi ou en `date`. Un instant muni d'un fuseau se lit
à l'heure de Paris. Une valeur qui n'a pas la forme attendue lève `ValueError` ou `TypeError`, en français.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from operator import index
from zoneinfo import ZoneInfo

from num2words import num2words

from documents.typographie import INSECABLE, MOIS, typo

PARIS = ZoneInfo("Europe/Paris")
LONGUEUR_DE_NOM = 80

_MONTANT = re.compile(r"(-?)(\d+)(?:,(\d\d))?")

Nombre = int | float | Decimal | str


def euros(centimes: int) -> str:
    """« 16 440 580 € » ; les centimes ne s'écrivent que s'il y en a : « 12,50 € »."""
    entiers, reste = divmod(abs(_entier(centimes)), 100)
    decimales = f",{reste:02}" if reste else ""
    return f"{_signe(centimes)}{_par_milliers(f'{entiers:,}')}{decimales}{INSECABLE}€"


def centimes_lus(ecrit: str) -> int | None:
    """L'inverse d'`euros` : « 12,50 € » donne 1250 ; rien pour un texte qui n'est pas un montant, comme « — »."""
    chiffres = ecrit.removesuffix(f"{INSECABLE}€").replace(INSECABLE, "").replace("\N{MINUS SIGN}", "-")
    lu = _MONTANT.fullmatch(chiffres)
    return int(f"{lu[1]}{lu[2]}{lu[3] or '00'}") if lu else None


def euros_en_lettres(centimes: int) -> str:
    """« douze euros et cinquante centimes », « deux millions d'euros »."""
    entiers, reste = divmod(abs(_entier(centimes)), 100)
    montants = [(entiers, "euro")] if entiers or not reste else []
    montants += [(reste, "centime")] if reste else []
    texte = " et ".join(_compte_en_lettres(nombre, unite) for nombre, unite in montants)
    return f"moins {texte}" if centimes < 0 else texte


def nombre(valeur: Nombre, decimales: int | None = None) -> str:
    """« 12 750 », « 0,5 » ; `decimales` en fixe le nombre, le demi s'arrondissant vers le haut."""
    exact = _decimal(valeur)
    if decimales is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP)
    chiffres = f"{abs(exact):,f}"
    if decimales is None and "." in chiffres:
        chiffres = chiffres.rstrip("0").rstrip(".")
    return f"{_signe(exact)}{_par_milliers(chiffres)}"


def pourcent(valeur: Nombre, decimales: int | None = None) -> str:
    """« 33 % » pour 33 : la valeur est déjà en points, non une fraction de 1."""
    return f"{nombre(valeur, decimales)}{INSECABLE}%"


def date_courte(valeur: date | str) -> str:
    """« 01/03/2026 », pour les tableaux."""
    jour = _date(valeur)
    return f"{jour.day:02}/{jour.month:02}/{jour.year:04}"


def date_longue(valeur: date | str) -> str:
    """« 1er mars 2026 »."""
    jour = _date(valeur)
    quantieme = "1er" if jour.day == 1 else str(jour.day)
    return f"{quantieme}{INSECABLE}{MOIS[jour.month - 1]} {jour.year}"


def date_en_lettres(valeur: date | str) -> str:
    """« premier mars deux mille vingt-six », pour les actes."""
    jour = _date(valeur)
    quantieme = "premier" if jour.day == 1 else _en_lettres(jour.day)
    return f"{quantieme} {MOIS[jour.month - 1]} {_en_lettres(jour.year)}"


def heure(valeur: time | datetime | str) -> str:
    """« 14 h 30 », « 9 h » ; accepte une heure, un instant, ou leur texte ISO."""
    moment = _heure(valeur)
    minutes = f"{INSECABLE}{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour}{INSECABLE}h{minutes}"


def accorder(n: Nombre, singulier: str, pluriel: str) -> str:
    """« 0 fiche », « 1 fiche », « 2 fiches » : le pluriel commence à deux."""
    return f"{nombre(n)}{INSECABLE}{singulier if abs(_decimal(n)) < 2 else pluriel}"


def liste_et(elements: Iterable[object]) -> str:
    """« a, b et c », une date en toutes lettres ; vide s'il n'y a rien."""
    textes = [date_longue(e) if isinstance(e, date) else str(e) for e in elements]
    *debut, fin = textes or [""]
    return f"{', '.join(debut)} et {fin}" if debut else fin


def ordinal(n: int, feminin: bool = False) -> str:
    """« 1er », « 1re », « 2e »."""
    suffixe = ("re" if feminin else "er") if _entier(n) == 1 else "e"
    return f"{n}{suffixe}"


def octets_lisibles(octets: int) -> str:
    """« 512 octets », « 1,2 Mo » : un kilo-octet vaut mille octets."""
    if _entier(octets) < 1000:
        return accorder(octets, "octet", "octets")
    taille, unites = Decimal(octets) / 1000, ["ko", "Mo", "Go", "To"]
    while round(taille, 1) >= 1000 and len(unites) > 1:
        taille, unites = taille / 1000, unites[1:]
    return f"{nombre(round(taille, 1))}{INSECABLE}{unites[0]}"


_RESERVES = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\.|$)", re.IGNORECASE)
_SANS_DECOMPOSITION = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "’": "'", "–": "-", "—": "-", "°": ""}
)


def nom_de_fichier(texte: str, longueur: int = LONGUEUR_DE_NOM) -> str:
    """Un nom que tous les systèmes acceptent : ASCII, sans caractère interdit sous Windows, borné.

    L'extension est à ajouter ensuite, pour que la coupe ne l'emporte pas. « sans nom » s'il ne reste rien.
    """
    simple = unicodedata.normalize("NFKD", texte.translate(_SANS_DECOMPOSITION))
    lisible = re.sub(r"\s+", " ", simple.encode("ascii", "ignore").decode())
    permis = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', "-", lisible).strip(" .-")
    nom = permis[:longueur].rstrip(" .-") or "sans nom"
    return f"_{nom}" if _RESERVES.match(nom) else nom


def _entier(valeur: int) -> int:
    try:
        return index(valeur)
    except TypeError:
        raise TypeError(f"« {valeur} » n'est pas un nombre entier.") from None


def _decimal(valeur: Nombre) -> Decimal:
    try:
        exact = Decimal(str(valeur))
    except InvalidOperation:
        exact = Decimal("NaN")
    if not exact.is_finite():
        raise ValueError(f"« {valeur} » n'est pas un nombre.")
    return exact


def _date(valeur: date | str) -> date:
    match valeur:
        case datetime():
            return _a_paris(valeur).date()
        case date():
            return valeur
        case str():
            return _date(_lire(valeur, valeur))
    raise TypeError(f"« {valeur} » n'est pas une date.")


def _heure(valeur: time | datetime | str) -> time:
    match valeur:
        case time():
            return valeur
        case datetime():
            return _a_paris(valeur).time()
        case str():
            # Une heure seule n'a pas de tiret en cinquième position, un instant si : « 2026-03-01T14:30 ».
            return _heure(_lire(valeur if valeur[4:5] == "-" else f"2000-01-01T{valeur}", valeur))
    raise TypeError(f"« {valeur} » n'est pas une heure.")


def _lire(iso: str, saisi: str) -> datetime:
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        raise ValueError(f"« {saisi} » n'est ni une date (AAAA-MM-JJ), ni une heure (HH:MM).") from None


def _a_paris(instant: datetime) -> datetime:
    return instant.astimezone(PARIS) if instant.tzinfo else instant


def _signe(valeur: int | Decimal) -> str:
    return "\N{MINUS SIGN}" if valeur < 0 else ""


def _par_milliers(chiffres: str) -> str:
    return chiffres.replace(",", INSECABLE).replace(".", ",")


def majuscule(texte: str) -> str:
    """« le Département » devient « Le Département » : le premier caractère en capitale, le reste inchangé."""
    return texte[:1].upper() + texte[1:]


def _en_lettres(n: int) -> str:
    return str(num2words(n, lang="fr"))


def _compte_en_lettres(n: int, unite: str) -> str:
    mots = _en_lettres(n)
    # « million » est un nom : « deux millions d'euros », mais « deux millions cent euros ».
    liaison = " d'" if re.search(r"illi(?:on|ard)s?$", mots) else " "
    return f"{mots}{liaison}{unite}{'s' if n >= 2 else ''}"


FILTRES: dict[str, Callable[..., str]] = {
    "euros": euros,
    "euros_en_lettres": euros_en_lettres,
    "nombre": nombre,
    "pourcent": pourcent,
    "date_courte": date_courte,
    "date_longue": date_longue,
    "date_en_lettres": date_en_lettres,
    "heure": heure,
    "typo": typo,
    "accorder": accorder,
    "liste_et": liste_et,
    "ordinal": ordinal,
    "majuscule": majuscule,
}

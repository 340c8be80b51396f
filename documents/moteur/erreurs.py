"""Ce que l'on dit d'un gabarit fautif : où, quelle balise, pourquoi."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from modeles.erreurs import ErreurMetier, Obstacle

LONGUEUR_D_EXTRAIT = 120
REMEDE = "Ouvrez ce gabarit dans Word, corrigez les passages cités, enregistrez, puis recommencez."

_LIEUX = [
    (re.compile(r"word/header"), "dans l'en-tête"),
    (re.compile(r"word/footer"), "dans le pied de page"),
    (re.compile(r"word/(footnotes|endnotes)"), "dans les notes"),
    (re.compile(r"docProps/"), "dans les propriétés du document"),
    (re.compile(r"word/document"), ""),
]


class Faute(NamedTuple):
    """Une faute d'un gabarit ; `partie` est le nom de la partie dans l'archive (`word/footer1.xml`)."""

    message: str
    gabarit: str
    partie: str = ""
    paragraphe: str = ""
    balise: str = ""

    def __str__(self) -> str:
        lieu = nom_du_lieu(self.partie)
        passage = f"au paragraphe « {_extrait(self.paragraphe)} »" if self.paragraphe else ""
        repetee = self.balise == self.paragraphe.strip()
        balise = f"balise « {_extrait(self.balise)} »" if self.balise and not repetee else ""
        ou = ", ".join(morceau for morceau in (lieu, passage, balise) if morceau)
        return f"{ou} : {self.message}" if ou else self.message


class ErreurGabarit(ErreurMetier):
    """Le gabarit ne peut pas être rempli ; `fautes` les donne toutes, la première d'abord.

    Une faute venue d'un gabarit inclus porte le nom de celui-ci dans `gabarit`.
    """

    def __init__(self, nom: str, fautes: Sequence[Faute]) -> None:
        self.fautes = tuple(fautes)
        phrases = [_phrase(nom, faute) for faute in self.fautes]
        lieux = [f"gabarit:{faute.gabarit}" for faute in self.fautes]
        super().__init__(
            f"Le gabarit « {nom} » ne peut pas être rempli.",
            f"Il reste à corriger : {' ; '.join(phrases)}.",
            REMEDE,
            [Obstacle(phrase, REMEDE, ou=lieu) for phrase, lieu in zip(phrases, lieux, strict=True)],
        )
        self.gabarit, self.partie = self.fautes[0].gabarit, self.fautes[0].partie
        self.paragraphe, self.balise = self.fautes[0].paragraphe, self.fautes[0].balise


def nom_du_lieu(partie: str) -> str:
    """« dans le pied de page » pour `word/footer1.xml` ; vide pour le corps, que l'on ne précise pas."""
    if not partie:
        return ""
    return next((nom for motif, nom in _LIEUX if motif.match(partie)), f"dans la partie {partie}")


def _phrase(nom: str, faute: Faute) -> str:
    return str(faute) if faute.gabarit == nom else f"dans « {faute.gabarit} » inclus, {faute}"


def _extrait(texte: str) -> str:
    texte = " ".join(texte.split())
    return texte if len(texte) <= LONGUEUR_D_EXTRAIT else texte[: LONGUEUR_D_EXTRAIT - 1] + "…"


_TRADUCTIONS = [
    (
        r"expected token 'end of (print statement|statement block)', got '(.*)'",
        r"un signe manque avant « \2 »",
    ),
    (r"expected token '.*?', got 'end of (print statement|statement block)'", "la balise est inachevée"),
    (r"expected token '.*?', got '(.*?)'", r"« \1 » n'a pas sa place ici"),
    (r"unexpected char (['\"])(.*?)\1 at \d+", r"le caractère « \2 » n'a pas sa place dans une balise"),
    (r"unexpected '(.*?)'(, expected .*)?", r"« \1 » n'a pas sa place ici"),
    (r"Expected an expression, got .*", "la balise est vide ou inachevée"),
    (r"can't assign to .*", "cette donnée ne peut pas être modifiée"),
    (r"Range too big.*", "la boucle est trop longue"),
    (
        r"(.*)not supported between instances of '(.*)' and '(.*)'",
        "ces valeurs ne se comparent pas entre elles",
    ),
    (r"maximum recursion depth exceeded.*", "les blocs sont trop imbriqués"),
]


def traduire(message: str) -> str:
    """Le message de Jinja ou de Python, en français ; les nôtres, déjà français, passent tels quels."""
    for motif, francais in _TRADUCTIONS:
        trouve = re.fullmatch(motif, message, re.DOTALL)
        if trouve:
            return trouve.expand(francais)
    return message

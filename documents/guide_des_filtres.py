"""Ce que l'on peut écrire dans une balise : les formes, les filtres, et ce que chacun donne."""

from datetime import date, time
from typing import Any

from jinja2 import Environment

from documents.contextes.commun import Contexte
from documents.formats import FILTRES
from documents.production import ENVIRONNEMENT

_DONNEES: dict[str, Any] = {
    "montant_centimes": 123_456_00,
    "taux": 33.5,
    "effectif": 12_750,
    "rang": 1,
    "le": date(2026, 3, 1),
    "a": time(14, 30),
    "porteurs": ("la mission locale", "le CCAS", "l'association d'essai"),
    "remarque": "",
    "lieu": "Auch",
    "citation": 'Un "essai" : réussi !',
}
_FILTRES = {
    "euros": "{{ montant_centimes | euros }}",
    "euros_en_lettres": "{{ montant_centimes | euros_en_lettres }}",
    "nombre": "{{ effectif | nombre }}",
    "pourcent": "{{ taux | pourcent }}",
    "date_courte": "{{ le | date_courte }}",
    "date_longue": "{{ le | date_longue }}",
    "date_en_lettres": "{{ le | date_en_lettres }}",
    "heure": "{{ a | heure }}",
    "typo": "{{ citation | typo }}",
    "accorder": "{{ effectif | accorder('personne', 'personnes') }}",
    "liste_et": "{{ porteurs | liste_et }}",
    "ordinal": "{{ rang | ordinal }}",
    "majuscule": "{{ porteurs | first | majuscule }}",
    "join": "{{ porteurs | join(' ; ') }}",
    "length": "{{ porteurs | length }}",
    "first": "{{ porteurs | first }}",
    "last": "{{ porteurs | last }}",
    "upper": "{{ lieu | upper }}",
    "default": "{{ remarque | default('aucune', true) }}",
}
_DE_JINJA = {
    "join": "Les éléments d'une liste, séparés par ce que l'on veut.",
    "length": "Le nombre d'éléments d'une liste.",
    "first": "Le premier élément d'une liste.",
    "last": "Le dernier élément d'une liste.",
    "upper": "Le texte en majuscules.",
    "default": "Ce que l'on écrit quand la donnée est vide.",
}
_REGLES = (
    ("{{ lieu }}", "Imprime une donnée, avec la mise en forme de la balise."),
    ("{{ le | date_longue }}", "Imprime une donnée passée par un filtre."),
    ("{% if remarque %}…{% endif %}", "Dans une phrase : n'imprime ce qu'il entoure que si la donnée est remplie."),
    ("{%p if remarque %}", "Seule dans son paragraphe : n'imprime les paragraphes qui suivent que si la donnée est "
     "remplie, jusqu'à {%p endif %}. {%p else %} ouvre l'autre cas."),
    ("{%p for porteur in porteurs %}", "Seule dans son paragraphe : répète les paragraphes qui suivent, jusqu'à "
     "{%p endfor %}. Chaque tour, {{ porteur }} est l'élément suivant."),
    ("{%tr for porteur in porteurs %}", "Seule dans une ligne de tableau : répète les lignes qui suivent, jusqu'à la "
     "ligne {%tr endfor %}."),
    ("{%p inclure \"corps_fiche.docx\" %}", "Seule dans son paragraphe : le texte d'un autre gabarit, avec les données "
     "d'ici."),
    ("{# à relire #}", "Une note pour vous : elle ne s'imprime pas."),
)  # fmt: skip


class RegleDuGuide(Contexte):
    """Une chose que l'on écrit, ce qu'elle fait, ce qu'elle donne. `nom` : celui du filtre, vide pour une forme."""

    nom: str
    ecrire: str
    effet: str
    donne: str


def regles_du_guide() -> tuple[RegleDuGuide, ...]:
    return tuple(RegleDuGuide(nom="", ecrire=ecrire, effet=effet, donne="") for ecrire, effet in _REGLES)


def filtres_du_guide() -> tuple[RegleDuGuide, ...]:
    """Un filtre par ligne ; ce qu'il donne est calculé par le moteur. Lève `KeyError` s'il manque un exemple."""
    noms = [*FILTRES, *_DE_JINJA]
    return tuple(
        RegleDuGuide(nom=nom, ecrire=_FILTRES[nom], effet=_effet(nom), donne=_resultat(_FILTRES[nom]))
        for nom in noms
    )


def _effet(nom: str) -> str:
    """Pour nos filtres, le premier alinéa de leur documentation."""
    if nom in _DE_JINJA:
        return _DE_JINJA[nom]
    return " ".join((FILTRES[nom].__doc__ or "").split("\n\n")[0].replace("`", "").split())


def _resultat(balise: str) -> str:
    # Les filtres sont ceux du moteur ; sans échappement, puisque c'est le moteur qui écrira le résultat.
    calcul = Environment(autoescape=False)
    calcul.filters = ENVIRONNEMENT.filters
    return calcul.from_string(balise).render(_DONNEES)

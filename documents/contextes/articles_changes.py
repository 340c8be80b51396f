"""Les articles d'une convention dont ce qu'ils disent a changé, d'un texte figé à l'autre."""

from collections.abc import Callable, Iterator

from documents.contextes.articles import TITRES_DES_ARTICLES, Repere
from documents.contextes.commun import Contexte
from documents.contextes.convention import Convention
from documents.formats import date_longue, euros, euros_en_lettres, liste_et

SANS_ARTICLE = "La convention n'a pas cet article."


class ArticleModifie(Contexte):
    """Un article de la convention : son numéro, et ce qu'il dit avant et après."""

    numero: str
    titre: str
    avant: str
    apres: str


def articles_changes(avant: Convention, apres: Convention) -> Iterator[ArticleModifie]:
    """Dans l'ordre de la convention ; un article ajouté ou supprimé y est aussi."""
    for code, titre in TITRES_DES_ARTICLES.items():
        ancien, nouveau = (_dit(texte, code) for texte in (avant, apres))
        if ancien != nouveau:
            repere: Repere | None = getattr(apres.articles, code) or getattr(avant.articles, code)
            numero = repere.numero if repere else ""
            yield ArticleModifie(numero=numero, titre=titre, avant=ancien, apres=nouveau)


def _dit(texte: Convention, code: str) -> str:
    """Ce que l'article dit d'après ses données ; sa rédaction, elle, est dans le gabarit."""
    if getattr(texte.articles, code) is None:
        return SANS_ARTICLE
    return _DITS[code](texte) if code in _DITS else ""


def _somme(centimes: int) -> str:
    return f"{euros_en_lettres(centimes)} ({euros(centimes)})"


def _diagnostic(texte: Convention) -> str:
    return f"Les enjeux retenus sont : {liste_et(e.libelle for e in texte.synthese.enjeux)}."


def _gouvernance(texte: Convention) -> str:
    places = [f"{m.organisme}, {m.fonction}" for m in texte.composition]
    return (
        f"Le comité de suivi réunit : {' ; '.join(places)}." if places else "Sa composition n'est pas fixée."
    )


def _evaluation(texte: Convention) -> str:
    le = texte.rendez_vous.evaluation_le
    return f"L'évaluation à mi-parcours est remise le {date_longue(le)}." if le else "Elle n'est pas datée."


_DITS: dict[str, Callable[[Convention], str]] = {
    "objet": lambda c: f"La convention porte sur les axes suivants : {liste_et(c.axes)}.",
    "duree": lambda c: f"La convention couvre les exercices {c.annee_debut} à {c.annee_fin}.",
    "diagnostic": _diagnostic,
    "programme": lambda c: f"Le programme comprend {c.fiches_comptees}.",
    "etat": lambda c: f"L'État apporte au plus {_somme(c.montant_etat_centimes)}.",
    "collectivite": lambda c: f"La collectivité apporte {_somme(c.montant_collectivite_centimes)}.",
    "financement": lambda c: f"Le coût total des actions est de {euros(c.montant_total_centimes)}.",
    "gouvernance": _gouvernance,
    "indicateurs": lambda c: (
        f"Les indicateurs sont remis le {c.rendez_vous.indicateurs} de l'année suivante."
    ),
    "rapport": lambda c: f"Le rapport d'exécution est remis le {c.rendez_vous.rapport} de l'année suivante.",
    "evaluation": _evaluation,
}

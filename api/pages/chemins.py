"""Les adresses des pages d'un territoire, et celle où l'on corrige chaque obstacle."""

from collections.abc import Callable
from urllib.parse import quote, urlencode

from modeles.demarche import Demarche
from modeles.etapes import Geste
from modeles.reference.registre import registre


def du_territoire(code: str, page: str = "", /, **precisions: str | int | None) -> str:
    """Une page du dossier : « /territoires/32/reunions/2?fait=convoquer »."""
    adresse = f"/territoires/{quote(code, safe='')}" + (f"/{page}" if page else "")
    donnees = {nom: str(valeur) for nom, valeur in precisions.items() if valeur not in (None, "")}
    return f"{adresse}?{urlencode(donnees)}" if donnees else adresse


def fil_du_territoire(demarche: Demarche) -> list[tuple[str, str]]:
    """Le début du fil d'Ariane de toute page du dossier."""
    territoire = registre().territoire(demarche.territoire_code)
    return [("Ma région", f"/?region={territoire.region}"), (territoire.nom, du_territoire(territoire.code))]


def du_geste(code: str, geste: Geste, /, **precisions: str | int | None) -> str:
    """Le formulaire d'un geste."""
    return du_territoire(code, f"gestes/{geste.value}", **precisions)


def de_la_saisie(code: str, nature: str, /, **precisions: str | int | None) -> str:
    """Le formulaire d'une saisie, prérempli de ce que l'on précise."""
    return du_territoire(code, f"saisies/{nature}", **precisions)


def de_la_fiche(code: str, fiche: str, /, **precisions: str | int | None) -> str:
    """La page d'une fiche action."""
    return du_territoire(code, f"fiches/{quote(fiche, safe='')}", **precisions)


def ou_corriger(code: str, ou: str) -> str:
    """La page où se règle un obstacle, d'après l'endroit que nomme sa garde (`fiche:32-DRO-EXP-01`)."""
    genre, _, precision = ou.partition(":")
    aller = _ENDROITS.get(genre)
    return aller(code, precision) if aller else du_territoire(code)


def _ancre(page: str, ancre: str) -> Callable[[str, str], str]:
    return lambda code, _precision: f"{du_territoire(code, page)}#{ancre}"


def _reunion(code: str, numero: str) -> str:
    return du_territoire(code, f"reunions/{numero}")


def _enveloppe(code: str, annee: str) -> str:
    return de_la_saisie(code, "enveloppe", annee=annee)


def _sur_l_axe(nature: str) -> Callable[[str, str], str]:
    return lambda code, axe: de_la_saisie(code, nature, axe=axe)


def _geste(code: str, geste: str) -> str:
    return du_geste(code, Geste(geste))


_ENDROITS: dict[str, Callable[[str, str], str]] = {
    "geste": _geste,
    "contacts": _ancre("cadre", "personnes"),
    "axes": _ancre("cadre", "axes"),
    "calendrier": _ancre("cadre", "calendrier"),
    "enveloppes": _ancre("finances", "enveloppes"),
    "enveloppe": _enveloppe,
    "reunions": _ancre("reunions", "liste"),
    "reunion": _reunion,
    "sources": _ancre("diagnostic", "sources"),
    "constats": _sur_l_axe("constat"),
    "enjeux": _sur_l_axe("enjeu"),
    "reserves": _ancre("diagnostic", "reserves"),
    "pistes": _ancre("pistes", "liste"),
    "piste": lambda code, numero: f"{du_territoire(code, 'pistes')}#piste-{numero}",
    "fiches": _ancre("fiches", "liste"),
    "fiche": de_la_fiche,
    "projet": _ancre("signature", "projet"),
    "deliberation": _ancre("signature", "deliberation"),
    "signature": _ancre("signature", "signatures"),
    "contrat": _ancre("signature", "contrat"),
    "avenant": _ancre("signature", "avenants"),
    "evaluation": lambda code, _precision: de_la_saisie(code, "evaluation"),
    "documents": _ancre("documents", "liste"),
}
ENDROITS = frozenset(_ENDROITS)

"""Retrouver un élément par une de ses écritures, ou dire lesquelles s'en approchent."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TypeVar

from modeles.erreurs import Introuvable
from modeles.reference.socle import cle

T = TypeVar("T")


def retrouver(ecritures: Mapping[str, T], texte: str, quoi: str) -> T:
    """L'élément que `texte` désigne, sans égard aux accents, à la casse, aux tirets ni aux articles.

    `quoi` porte son article (« le territoire »). Lève `Introuvable`, qui suggère la première écriture
    des éléments proches.
    """
    if texte in ecritures:
        return ecritures[texte]  # un code du programme : nul besoin de comparer les écritures
    par_cle = {cle(e): element for e, element in ecritures.items()}
    cherche = cle(texte)
    if cherche in par_cle:
        return par_cle[cherche]
    proches = [id(par_cle[p]) for p in get_close_matches(cherche, par_cle, n=9)]
    premieres = {id(element): e for e, element in reversed(list(ecritures.items()))}
    raise _introuvable(quoi, texte, [premieres[i] for i in dict.fromkeys(proches)][:3])


def _introuvable(quoi: str, texte: str, proches: list[str]) -> Introuvable:
    lu = texte if len(texte) <= 60 else f"{texte[:60]}…"
    return Introuvable(
        f"{quoi[0].upper()}{quoi[1:]} « {lu} » n'existe pas.",
        "Rien ne porte ce code ni ce nom dans les données de référence.",
        f"Vouliez-vous dire : {', '.join(f'« {p} »' for p in proches)} ?"
        if proches
        else "Vérifiez l'orthographe, ou complétez les données de référence.",
    )

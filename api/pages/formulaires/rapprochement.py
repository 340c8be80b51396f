"""Deux personnes ont écrit dans la même fiche : ce que chacune a changé, champ par champ, et ce que l'on garde."""

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from api.pages.formulaires.champs import Champ, Genre
from api.pages.formulaires.formulaire import Formulaire
from api.pages.formulaires.saisie import Saisie

BASE, VUE, CHOIX = "_base", "_vue", "_choix."
LE_MIEN, LE_LEUR = "mien", "leur"
# Ce qui désigne la fiche et sa révision n'est pas à comparer.
HORS_COMPARAISON = frozenset({"code", "revision"})


class Unite(NamedTuple):
    """Ce qui se compare d'un bloc : un champ, ou la ligne d'une année."""

    chemin: str
    libelle: str
    champ: Champ


class Ecart(NamedTuple):
    """Une unité qui n'est plus la même : ce qu'on avait lu, ce que l'autre a écrit, ce que l'on a tapé."""

    unite: Unite
    avant: str
    leur: str
    mien: str


class Rapprochement(NamedTuple):
    """`conflits` : changés des deux côtés, autrement. `repris` : changés par l'autre seul, déjà repris."""

    conflits: tuple[Ecart, ...]
    repris: tuple[Ecart, ...]

    def __bool__(self) -> bool:
        """Vrai si l'autre a changé quelque chose que l'on doit voir."""
        return bool(self.conflits or self.repris)


def base_en_texte(saisie: Saisie) -> str:
    """Ce que l'on a lu en ouvrant le formulaire, à garder avec lui."""
    remplies = {chemin: textes for chemin, textes in saisie.valeurs.items() if any(textes)}
    return json.dumps(remplies, ensure_ascii=False, separators=(",", ":"))


def rapprocher(formulaire: Formulaire, actuelle: Saisie) -> Rapprochement:
    """Compare à trois : la base, ce qui est tapé, ce que la fiche dit maintenant.

    Ce que l'autre seul a changé entre dans le formulaire ; le reste n'y est pas touché.
    """
    base, mienne = _base(formulaire.saisie), formulaire.saisie
    conflits, repris = [], []
    for unite in unites(formulaire):
        avant, leur, mien = (_texte(formulaire, unite, s) for s in (base, actuelle, mienne))
        if leur in (avant, mien):
            continue
        ecart = Ecart(unite, avant, leur, mien)
        if mien == avant:
            remplacer(mienne, unite.chemin, actuelle)
            repris.append(ecart)
        else:
            conflits.append(ecart)
    return Rapprochement(tuple(conflits), tuple(repris))


def appliquer_les_choix(formulaire: Formulaire, actuelle: Saisie) -> None:
    """Reprend de la fiche ce que la personne a choisi d'en reprendre."""
    for chemin, choisi in _choix(formulaire.saisie).items():
        if choisi == LE_LEUR:
            remplacer(formulaire.saisie, chemin, actuelle)


def sans_choix(formulaire: Formulaire, conflits: tuple[Ecart, ...]) -> list[str]:
    """Les champs en conflit sur lesquels la personne ne s'est pas encore prononcée."""
    faits = _choix(formulaire.saisie)
    return [e.unite.chemin for e in conflits if faits.get(e.unite.chemin) not in (LE_MIEN, LE_LEUR)]


def remplacer(saisie: Saisie, chemin: str, autre: Saisie) -> None:
    """Met dans cette saisie ce que l'autre a sous ce chemin."""
    saisie.valeurs = {c: v for c, v in saisie.valeurs.items() if not _dessous(c, chemin)}
    saisie.valeurs |= {c: list(v) for c, v in autre.valeurs.items() if _dessous(c, chemin)}


def unites(formulaire: Formulaire) -> Iterator[Unite]:
    """Ce qui se compare, dans l'ordre du formulaire."""
    for champ in formulaire.champs:
        if champ.nom in HORS_COMPARAISON:
            continue
        if champ.genre is Genre.RANGEES and champ.fixe:
            for option in formulaire.options(champ):
                yield Unite(f"{champ.nom}.{option.valeur}", f"{champ.libelle} {option.libelle}", champ)
        else:
            yield Unite(champ.nom, champ.libelle, champ)


def _choix(saisie: Saisie) -> dict[str, str]:
    return {
        chemin.removeprefix(CHOIX): saisie.texte(chemin)
        for chemin in saisie.valeurs
        if chemin.startswith(CHOIX)
    }


def _base(saisie: Saisie) -> Saisie:
    """La base vient du navigateur : illisible, elle est vide, et tout écart est alors montré."""
    try:
        lue = json.loads(saisie.texte(BASE) or "{}")
    except json.JSONDecodeError:
        lue = {}
    valeurs: Mapping[str, object] = lue if isinstance(lue, dict) else {}
    return Saisie({str(c): [str(t) for t in v] for c, v in valeurs.items() if isinstance(v, list)})


def _dessous(chemin: str, sommet: str) -> bool:
    return chemin == sommet or chemin.startswith(f"{sommet}.")


def _texte(formulaire: Formulaire, unite: Unite, saisie: Saisie) -> str:
    """Ce que dit une unité, en mots : de quoi la comparer et la montrer."""
    if unite.champ.genre is Genre.RANGEES:
        return _ligne(formulaire, unite.champ.champs, saisie, unite.chemin)
    return _champ(formulaire, unite.champ, saisie, unite.chemin)


def _champ(formulaire: Formulaire, champ: Champ, saisie: Saisie, chemin: str) -> str:
    match champ.genre:
        case Genre.GROUPE:
            lignes = (_ligne(formulaire, champ.champs, saisie, f"{chemin}.{r}") for r in saisie.rangs(chemin))
            return "\n".join(ligne for ligne in lignes if ligne)
        case Genre.PAR_CLE:
            paires = ((o.libelle, saisie.texte(f"{chemin}.{o.valeur}")) for o in formulaire.options(champ))
            return ", ".join(f"{cle} : {texte}" for cle, texte in paires if texte)
        case Genre.CASES | Genre.CHOIX:
            noms = {o.valeur: o.libelle for o in formulaire.options(champ)}
            return "\n".join(noms.get(v, v) for v in saisie.choisies(chemin))
        case Genre.COCHE:
            return "oui" if saisie.choisies(chemin) else "non"
    return "\n".join(ligne.strip() for ligne in saisie.texte(chemin).strip().splitlines())


def _ligne(formulaire: Formulaire, champs: tuple[Champ, ...], saisie: Saisie, chemin: str) -> str:
    textes = ((c.libelle, _champ(formulaire, c, saisie, f"{chemin}.{c.nom}")) for c in champs)
    return " ; ".join(f"{libelle} : {texte}" for libelle, texte in textes if texte)

"""Ce que dit le formulaire revenu, en face de ce que la base tient maintenant, champ par champ."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from documents.formulaires.champs import (
    CHAMPS,
    Champ,
    empreinte_de_champ,
    empreinte_des_valeurs,
    normaliser,
    valeurs_de,
)
from documents.formulaires.identite import MODELE
from documents.formulaires.lecture import Reception
from modeles.fiche import FicheAction


class Etat(StrEnum):
    """Ce qu'il est advenu d'un champ entre le départ et le retour du formulaire."""

    IDENTIQUE = "identique"
    MODIFIE = "modifie"
    DEPASSE = "depasse"
    CONFLIT = "conflit"
    DIFFERENT = "different"
    ABSENT = "absent"


EXPLICATIONS = {
    Etat.IDENTIQUE: "rien ne change",
    Etat.MODIFIE: "modifié dans le formulaire",
    Etat.DEPASSE: "modifié dans l'outil depuis l'envoi, pas dans le formulaire",
    Etat.CONFLIT: "modifié des deux côtés",
    Etat.DIFFERENT: "différent, sans que l'on sache de quel côté il a changé",
    Etat.ABSENT: "disparu du formulaire",
}


class Ecart(NamedTuple):
    """Un champ : ce que tient la base, ce qui a été reçu, et la valeur à saisir si on l'accepte.

    `faute` dit pourquoi la valeur reçue ne peut pas être acceptée ; vide si elle peut l'être.
    """

    champ: Champ
    base: str
    recu: str
    etat: Etat
    valeur: Any = None
    faute: str = ""

    @property
    def sans_conflit(self) -> bool:
        """Ce que « tout accepter » veut dire : le formulaire a changé le champ, l'outil non."""
        return self.etat is Etat.MODIFIE


class Comparaison(NamedTuple):
    """Tous les champs, identiques compris, et ce qu'il faut savoir avant d'accepter."""

    ecarts: tuple[Ecart, ...]
    avertissements: tuple[str, ...]


def comparer(reception: Reception, fiche: FicheAction, millesime: str) -> Comparaison:
    """Compare sans rien écrire. Les écarts sont dans l'ordre du formulaire, champs identiques compris."""
    valeurs = valeurs_de(fiche, millesime)
    ecarts = tuple(_ecart(champ, reception, valeurs[champ.cle], millesime) for champ in CHAMPS)
    sur_l_identite = _avertissements(reception, fiche, valeurs)
    return Comparaison(ecarts, (*sur_l_identite, *reception.avertissements))


def _ecart(champ: Champ, reception: Reception, base: str, millesime: str) -> Ecart:
    if champ.cle not in reception.champs:
        return Ecart(champ, base, "", Etat.ABSENT)
    recu = reception.champs[champ.cle]
    if champ.cle in reception.doubles:
        faute = "il est écrit deux fois, avec des contenus différents"
        return Ecart(champ, base, recu, Etat.CONFLIT, faute=faute)
    etat = _etat(recu, base, reception.identite.base.get(champ.cle, "") if reception.identite else "")
    valeur, faute = _lire(champ, recu, millesime)
    if not faute and _lire(champ, base, millesime) == (valeur, ""):
        # « 1 250 » et « 1250 » : la même valeur, écrite autrement.
        etat = Etat.IDENTIQUE
    return Ecart(champ, base, recu, etat, valeur, faute)


def _lire(champ: Champ, texte: str, millesime: str) -> tuple[Any, str]:
    """La valeur, ou pourquoi il n'y en a pas."""
    try:
        return champ.lire(texte, millesime), ""
    except ValueError as erreur:
        return None, f"attendu : {erreur}"


def _etat(recu: str, base: str, au_depart: str) -> Etat:
    """`au_depart` est l'empreinte du champ à l'envoi, vide si le formulaire n'en garde pas la trace."""
    if normaliser(recu) == normaliser(base):
        return Etat.IDENTIQUE
    if not au_depart:
        return Etat.DIFFERENT
    if empreinte_de_champ(base) == au_depart:
        return Etat.MODIFIE
    return Etat.DEPASSE if empreinte_de_champ(recu) == au_depart else Etat.CONFLIT


def _avertissements(reception: Reception, fiche: FicheAction, valeurs: Mapping[str, str]) -> Iterator[str]:
    identite = reception.identite
    if identite is None:
        yield "Le formulaire ne dit plus de quelle fiche il vient : vérifiez que c'est la bonne."
        return
    if not identite.complete:
        yield (
            "Le formulaire a perdu son identité ; il est reconnu par la référence de son pied de page. "
            "Ce qui a changé depuis l'envoi ne se distingue plus."
        )
    if identite.modele != MODELE:
        yield f"Le formulaire suit un autre modèle ({identite.modele}) : des champs peuvent manquer."
    if identite.version < fiche.version:
        yield (
            f"Le formulaire est parti de la version {identite.version} de la fiche ; "
            f"elle en est à la version {fiche.version}."
        )
    elif not empreinte_des_valeurs(valeurs).startswith(identite.empreinte):
        yield "La fiche a changé dans l'outil depuis l'envoi du formulaire."
    if identite.budget and reception.budget != identite.budget:
        yield "Le tableau du budget a été modifié : ces montants se saisissent dans l'outil, ils ne sont pas repris."

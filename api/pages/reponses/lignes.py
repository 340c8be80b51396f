"""Le formulaire des indicateurs : ce que l'on montre de chacun, ce que l'on relit de ce qui a été tapé."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from starlette.datastructures import FormData

from documents.formats import nombre
from modeles.erreurs import Obstacle
from modeles.reference.catalogues import Formule
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire_annuel import StatutValeur
from workflows.calculs.indicateurs import par_rapport
from workflows.commandes.lecture_de_saisie import Faute, SaisieValeur
from workflows.commandes.saisie_de_valeur import DEMANDABLES, PROTEGEES
from workflows.etat_des_valeurs import EtatDesValeurs, LigneDeValeur

CHAMPS = ("valeur", "numerateur", "denominateur", "statut", "motif", "commentaire")
SITUATIONS = [(s.value, s.libelle[0].upper() + s.libelle[1:]) for s in DEMANDABLES]
LONGUEUR = 2_100
NON_RENSEIGNE = "non renseigné"


Tape = dict[tuple[str, str], SaisieValeur]
"""Ce qui vient d'être tapé, par (fiche, indicateur)."""


class Case(NamedTuple):
    """Un indicateur à l'écran. `champs` : ce qui s'y lit, tapé ou connu ; `erreurs` : par champ."""

    cle: str
    ligne: LigneDeValeur
    rapport: bool
    oui_non: bool
    champs: Mapping[str, str]
    erreurs: Mapping[str, str]
    cible: str
    avant: str
    resultat: str
    fige: bool


class Groupe(NamedTuple):
    """Les indicateurs d'une même fiche."""

    code: str
    titre: str
    cases: Sequence[Case]


def composer(etat: EtatDesValeurs, tape: Tape, fautes: Sequence[Faute]) -> list[Groupe]:
    """Ce que montre la page : ce qui vient d'être tapé l'emporte sur ce que l'on savait."""
    par_case: dict[tuple[str, str], dict[str, str]] = {}
    for f in fautes:
        par_case.setdefault((f.fiche, f.indicateur), {}).setdefault(f.champ, _phrase(f.obstacle))
    return [
        Groupe(
            fiche.code,
            fiche.titre,
            [_case(ligne, tape.get(_lieu(ligne)), par_case.get(_lieu(ligne), {})) for ligne in lignes],
        )
        for fiche, lignes in ((f, list(ls)) for f, ls in groupby(etat.lignes, key=lambda x: x.fiche))
    ]


def _lieu(ligne: LigneDeValeur) -> tuple[str, str]:
    return ligne.fiche.code, ligne.indicateur.code


def _phrase(obstacle: Obstacle) -> str:
    message = obstacle.message
    return f"{message[:1].upper()}{message[1:]}. {obstacle.remede}"


def _case(ligne: LigneDeValeur, tape: SaisieValeur | None, erreurs: Mapping[str, str]) -> Case:
    indicateur, unite = ligne.indicateur, ligne.indicateur.unite
    rapport = par_rapport(indicateur)
    return Case(
        cle="/".join(_lieu(ligne)),
        ligne=ligne,
        rapport=rapport,
        oui_non=indicateur.formule == Formule.BINAIRE,
        champs=_champs_tapes(tape) if tape else _champs_connus(ligne, rapport=rapport),
        erreurs=erreurs,
        cible=avec_unite(ligne.cible, unite),
        avant=avec_unite(ligne.precedente, unite),
        resultat=avec_unite(ligne.connue.valeur, unite) if rapport or ligne.calcule else "",
        fige=ligne.calcule or ligne.connue.statut in PROTEGEES,
    )


def _champs_tapes(tape: SaisieValeur) -> dict[str, str]:
    return {champ: str(getattr(tape, champ) or "") for champ in CHAMPS}


def _champs_connus(ligne: LigneDeValeur, *, rapport: bool) -> dict[str, str]:
    sue, derniere = ligne.connue, ligne.derniere
    valeur = sue.texte if sue.texte is not None else _ecrit(sue.valeur)
    if ligne.indicateur.formule == Formule.BINAIRE and sue.valeur is not None:
        valeur = "oui" if sue.valeur else "non"
    situation = sue.statut if sue.statut in DEMANDABLES else None
    return {
        "valeur": "" if rapport else valeur,
        "numerateur": _ecrit(sue.numerateur),
        "denominateur": _ecrit(sue.denominateur),
        "statut": situation.value if situation else "",
        "motif": (derniere.motif or "") if derniere and situation else "",
        "commentaire": derniere.commentaire if derniere else "",
    }


def _ecrit(centiemes: int | None) -> str:
    return "" if centiemes is None else nombre(centiemes / 100)


def avec_unite(centiemes: int | None, unite: str) -> str:
    """« 1 234,5 foyers », ou « non renseigné »."""
    return NON_RENSEIGNE if centiemes is None else f"{nombre(centiemes / 100)}\u00a0{unite}"


def lire(formulaire: FormData, etat: EtatDesValeurs) -> Tape:
    """Ce qui a été tapé pour les indicateurs de ce contrat ; un champ d'ailleurs est ignoré."""
    return {
        _lieu(ligne): SaisieValeur(*_lieu(ligne))._replace(**champs)
        for ligne in etat.lignes
        if not ligne.calcule and (champs := _lus(formulaire, ligne))
    }


def _lus(formulaire: FormData, ligne: LigneDeValeur) -> dict[str, Any]:
    cle = "/".join(_lieu(ligne))
    lus = {champ: formulaire.get(f"{champ}:{cle}") for champ in CHAMPS}
    return {champ: texte.strip()[:LONGUEUR] for champ, texte in lus.items() if isinstance(texte, str)}


def identifiant(champ: str, cle: str) -> str:
    """L'identifiant HTML d'un champ : sans barre, pour servir d'ancre."""
    return f"{champ}-{cle.replace('/', '_')}"


def recapitulatif(fautes: Sequence[Faute]) -> dict[str, str]:
    """Les fautes, chacune sous l'ancre de son champ."""
    return {
        identifiant(f.champ, f"{f.fiche}/{f.indicateur}"): f"{f.indicateur} : {_phrase(f.obstacle)}"
        for f in fautes
    }


TEINTES = {"vert": "success", "orange": "warning", "rouge": "error"}
NIVEAUX = {
    StatutValeur.VALIDE: "success",
    StatutValeur.VERIFIE: "info",
    StatutValeur.CONTESTE: "warning",
    StatutValeur.NON_RENSEIGNE: "error",
}


def ecrire_la_valeur(valeur: ValeurIndicateur, unite: str) -> str:
    """« 80 foyers », « 12 sur 40, soit 30 % », le texte d'une réponse ; vide s'il n'y a pas de nombre."""
    if valeur.texte is not None:
        return valeur.texte
    if valeur.valeur_centiemes is None:
        return ""
    resultat = avec_unite(valeur.valeur_centiemes, unite)
    if valeur.numerateur_centiemes is None or valeur.denominateur_centiemes is None:
        return resultat
    return (
        f"{_ecrit(valeur.numerateur_centiemes)} sur {_ecrit(valeur.denominateur_centiemes)}, soit {resultat}"
    )

"""Où en est une démarche : depuis combien de jours, avec quelle alerte, et à qui la main.

Tout est calculé à une date donnée, depuis des faits déjà lus : ni base, ni horloge.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from documents.formats import accorder, date_longue, liste_et
from modeles.echeance import Echeance
from modeles.etapes import TERMINALES, Etape
from modeles.reference.contrats import DureeDEtape
from modeles.reference.registre import registre
from modeles.vocabulaire import NatureReunion, Partie
from workflows.echeances import INFORMATION

E, P = Etape, Partie
REPORTS_TOLERES = 1
ETAPES_DU_PARCOURS = tuple(e for e in Etape if e.rang <= E.EXECUTION.rang)
# Qui réalise, étape par étape (tableau des rôles, dossier de domaine § 3).
REALISE: dict[Etape, tuple[Partie, ...]] = {
    E.A_LANCER: (P.ETAT,),
    E.LANCEMENT: (P.ETAT, P.COLLECTIVITE),
    E.DIAGNOSTIC: (P.ETAT, P.COLLECTIVITE),
    E.DIAGNOSTIC_PRESENTE: (P.ETAT, P.COLLECTIVITE),
    E.PRESELECTION: (P.ETAT, P.COLLECTIVITE),
    E.ATELIERS: (P.ETAT, P.COLLECTIVITE, P.PARTENAIRE),
    E.FICHES: (P.COLLECTIVITE,),
    E.RESTITUTION: (P.ETAT, P.COLLECTIVITE),
    E.CONTRACTUALISATION: (P.ETAT,),
    E.DELIBERATION: (P.COLLECTIVITE,),
    E.SIGNATURE: (P.ETAT, P.COLLECTIVITE),
    E.EXECUTION: (P.COLLECTIVITE,),
    E.EVALUATION_MI_PARCOURS: (P.COLLECTIVITE,),
    E.CLOTURE: (P.COLLECTIVITE,),
    E.SUSPENDU: (P.ETAT,),
}
LIBELLES_PARTIES = {P.ETAT: "l'État", P.COLLECTIVITE: "la collectivité", P.PARTENAIRE: "les partenaires"}


class Couleur(StrEnum):
    """La gravité d'une alerte, de la moindre à la plus forte."""

    VERTE = "verte"
    ORANGE = "orange"
    ROUGE = "rouge"

    @property
    def rang(self) -> int:
        return list(Couleur).index(self)


class Alerte(NamedTuple):
    """Une couleur, et la phrase qui dit pourquoi."""

    couleur: Couleur
    raison: str


class Mouvement(NamedTuple):
    """Un changement d'étape, à sa date réelle."""

    de: Etape
    vers: Etape
    le: date


class Report(NamedTuple):
    """Une réunion reportée et pas encore tenue."""

    nature: NatureReunion
    reports: int


class Faits(NamedTuple):
    """Ce qu'il faut savoir d'une démarche pour la situer ; `mouvements` est dans l'ordre du journal."""

    type_contrat: str
    etape: Etape
    etape_de_retour: Etape | None
    depuis_le: date
    mouvements: Sequence[Mouvement] = ()
    echeances: Sequence[Echeance] = ()
    reports: Sequence[Report] = ()
    effets_echoues: int = 0


class Position(StrEnum):
    """La place d'une étape pour une démarche."""

    PASSEE = "passee"
    EN_COURS = "en_cours"
    ARRETEE = "arretee"
    A_VENIR = "a_venir"


class Situation(NamedTuple):
    """`jours` compte hors suspension ; `alerte` est la plus forte de toutes, ou la verte et sa raison."""

    jours: int
    duree: DureeDEtape | None
    alerte: Alerte
    alertes: tuple[Alerte, ...]
    parties: tuple[Partie, ...]
    prochaine: Echeance | None
    positions: dict[Etape, Position]

    @property
    def a_la_main(self) -> str:
        """« L'État et la collectivité » ; « Personne » quand la démarche est finie."""
        texte = liste_et(LIBELLES_PARTIES[p] for p in self.parties) or "personne"
        return texte[0].upper() + texte[1:]


def situer(faits: Faits, le: date) -> Situation:
    """Où en est la démarche, à cette date."""
    jours = jours_dans_l_etape(faits, le)
    duree = registre().type_de_contrat(faits.type_contrat).duree(faits.etape)
    alertes = tuple(_alertes(faits, duree, jours, le))
    return Situation(
        jours=jours,
        duree=duree,
        alerte=max(alertes, key=lambda a: a.couleur.rang) if alertes else _verte(faits, duree, jours),
        alertes=alertes,
        parties=REALISE.get(faits.etape, ()),
        prochaine=_prochaine(faits.echeances, le),
        positions=_positions(faits),
    )


def jours_dans_l_etape(faits: Faits, le: date) -> int:
    """Les jours calendaires depuis l'entrée dans l'étape, sans ceux où la démarche était suspendue (§ 6.2 bis).

    Revenir d'une suspension ne remet pas le compte à zéro ; revenir d'une autre étape, si.
    """
    jours, fin = 0, le
    for mouvement in reversed(faits.mouvements):
        if mouvement.vers is faits.etape:
            jours += (fin - mouvement.le).days
            if mouvement.de is not E.SUSPENDU:
                return max(jours, 0)
        fin = mouvement.le
    return max(jours if faits.mouvements else (fin - faits.depuis_le).days, 0)


def _alertes(faits: Faits, duree: DureeDEtape | None, jours: int, le: date) -> Iterator[Alerte]:
    if duree is not None and jours >= duree.orange_jours:
        couleur = Couleur.ROUGE if jours >= duree.rouge_jours else Couleur.ORANGE
        yield Alerte(couleur, _lenteur(faits.etape, duree, jours))
    if depassees := [e for e in faits.echeances if e.le < le and not _suivie_autrement(faits, duree, e)]:
        yield Alerte(Couleur.ORANGE, _retard(depassees))
    for report in faits.reports:
        if report.reports > REPORTS_TOLERES:
            nom = report.nature.libelle
            yield Alerte(Couleur.ORANGE, f"Le {nom} a été reporté {report.reports} fois.")
    if faits.effets_echoues:
        pluriel = "ont échoué et attendent" if faits.effets_echoues > 1 else "a échoué et attend"
        quoi = accorder(faits.effets_echoues, "document ou message", "documents ou messages")
        yield Alerte(Couleur.ROUGE, f"{quoi} {pluriel} une personne.")


def _retard(depassees: list[Echeance]) -> str:
    premiere = min(depassees, key=lambda e: (e.le, e.libelle))
    debut = (
        "Échéance dépassée depuis"
        if len(depassees) == 1
        else f"{len(depassees)} échéances dépassées, la première depuis"
    )
    return f"{debut} le {date_longue(premiere.le)} : {premiere.libelle}."


def _suivie_autrement(faits: Faits, duree: DureeDEtape | None, echeance: Echeance) -> bool:
    """Vrai d'une simple information, et de la fin de la durée cible : l'orange et le rouge la suivent déjà."""
    if echeance.attend == INFORMATION:
        return True
    cible_le = faits.depuis_le + timedelta(days=duree.cible_jours) if duree else None
    return echeance.le == cible_le and echeance.attend.startswith(f"etape:{faits.etape.value}:")


def _lenteur(etape: Etape, duree: DureeDEtape, jours: int) -> str:
    return f"{_duree_vecue(etape, jours)}, pour une durée cible de {accorder(duree.cible_jours, 'jour', 'jours')}."


def _duree_vecue(etape: Etape, jours: int) -> str:
    return f"{accorder(jours, 'jour', 'jours')} à l'étape « {etape.libelle} »"


def _verte(faits: Faits, duree: DureeDEtape | None, jours: int) -> Alerte:
    if duree is not None:
        raison = _lenteur(faits.etape, duree, jours)
    elif faits.etape is E.SUSPENDU and faits.etape_de_retour is not None:
        retour = faits.etape_de_retour.libelle
        raison = f"Suspendue depuis le {date_longue(faits.depuis_le)}, à l'étape « {retour} »."
    elif faits.etape in TERMINALES:
        raison = f"La démarche est arrivée à son terme le {date_longue(faits.depuis_le)}."
    else:
        raison = "Cette étape n'a pas de durée cible."
    return Alerte(Couleur.VERTE, raison)


def _prochaine(echeances: Sequence[Echeance], le: date) -> Echeance | None:
    """La première à venir ; à défaut, la plus ancienne de celles qui attendent encore quelqu'un."""
    attendues = [e for e in echeances if e.le >= le or e.attend != INFORMATION]
    return min(attendues, key=lambda e: (e.le < le, e.le, e.libelle), default=None)


def _positions(faits: Faits) -> dict[Etape, Position]:
    arretee = faits.etape is E.SUSPENDU or faits.etape in TERMINALES
    ici = _etape_atteinte(faits)
    return {etape: _position(etape, ici, arretee=arretee) for etape in ETAPES_DU_PARCOURS}


def _etape_atteinte(faits: Faits) -> Etape:
    if faits.etape is E.SUSPENDU and faits.etape_de_retour is not None:
        return faits.etape_de_retour
    if faits.etape is E.ABANDONNE:
        quittees = [m.de for m in faits.mouvements if m.de is not E.SUSPENDU]
        return quittees[-1] if quittees else E.A_LANCER
    if faits.etape in (E.DENONCE, E.RESILIE, E.EVALUATION_MI_PARCOURS):
        return E.EXECUTION
    return faits.etape


def _position(etape: Etape, ici: Etape, *, arretee: bool) -> Position:
    if etape is ici:
        return Position.ARRETEE if arretee else Position.EN_COURS
    return Position.PASSEE if etape.rang < ici.rang else Position.A_VENIR

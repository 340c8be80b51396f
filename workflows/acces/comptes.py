"""Ouvrir un compte, le suspendre, le rouvrir. Rien ne s'efface : chaque geste laisse sa trace."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session

from modeles.acces import TraceDAcces
from modeles.compte import Compte
from modeles.erreurs import ErreurMetier, Introuvable, SaisieInvalide
from modeles.journalisation import signer
from modeles.requetes_acces import (
    administrateurs_ouverts,
    compte_de_courriel,
    fermer_les_sessions,
    homonyme,
    perimer_les_liens,
    revoquer_les_jetons,
)
from modeles.verrous import un_seul_a_la_fois
from workflows.notifications.adresses import adresse_utilisable
from workflows.regles.separation import SUPPLEANCE, TRANSCRIPTION

LONGUEUR_DU_NOM = 200


class Qui(NamedTuple):
    """Qui ouvre, habilite ou suspend, et à quel instant."""

    par: str
    le: datetime


class Trace(StrEnum):
    """Ce qui arrive à un compte."""

    OUVERT = "ouvert"
    INVITE = "invite"
    LIEN = "lien"
    CONNECTE = "connecte"
    HABILITE = "habilite"
    RETIRE = "retire"
    SUSPENDU = "suspendu"
    ROUVERT = "rouvert"
    JETON = "jeton"
    JETON_REVOQUE = "jeton_revoque"
    SUPPLEANCE = "suppleance"
    SUPPLEANCE_ANNULEE = "suppleance_annulee"
    PASSATION = "passation"
    RENOMME = "renomme"
    DELIE = "delie"


class CompteFerme(ErreurMetier):
    def __init__(self, compte: Compte) -> None:
        super().__init__(
            f"Le compte de {compte.nom} est fermé.",
            "Il a été suspendu, ou sa date de fin est passée.",
            "Rouvrez-le d'abord.",
        )


class DernierAdministrateur(ErreurMetier):
    """Sans administrateur, plus personne ne pourrait ouvrir de compte."""

    def __init__(self, compte: Compte) -> None:
        super().__init__(
            f"{compte.nom} est le dernier administrateur.",
            "Sans lui, plus personne ne pourrait ouvrir ni fermer de compte.",
            "Nommez d'abord un autre administrateur.",
        )


def tracer(session: Session, compte: Compte, quoi: Trace, qui: Qui, detail: str = "") -> None:
    """Inscrit ce qui arrive à un compte."""
    session.add(TraceDAcces(compte_id=compte.id, quoi=quoi.value, detail=detail, par=qui.par, le=qui.le))


def ouvrir_compte(
    session: Session,
    nom: str,
    courriel: str | None,
    qui: Qui,
    *,
    organisme: str = "",
    fin_le: date | None = None,
) -> Compte:
    """Ouvre un compte, sans aucun droit encore. Lève `SaisieInvalide` s'il en existe un à cette adresse ou ce nom."""
    signer(session, qui.par)
    un_seul_a_la_fois(session, "ouverture d'un compte")
    adresse = _adresse_libre(session, courriel) if courriel is not None else None
    compte = Compte(
        nom=_nom_libre(session, nom),
        courriel=adresse,
        organisme=organisme.strip(),
        fin_le=fin_le,
        cree_le=qui.le,
        cree_par=qui.par,
    )
    session.add(compte)
    session.flush()
    tracer(session, compte, Trace.OUVERT, qui)
    return compte


def renommer(session: Session, compte: Compte, nom: str, qui: Qui) -> None:
    """Change le nom affiché ; ce qui est déjà signé garde l'ancien. Lève `SaisieInvalide`."""
    if nom.strip() == compte.nom:
        return
    signer(session, qui.par)
    ancien, compte.nom = compte.nom, _nom_libre(session, nom, sauf=compte)
    tracer(session, compte, Trace.RENOMME, qui, f"{ancien} → {compte.nom}")


def suspendre(session: Session, compte: Compte, qui: Qui, motif: str = "") -> None:
    """Ferme le compte sur le champ : ses sessions, ses jetons et ses liens ne valent plus rien.

    Lève `DernierAdministrateur`.
    """
    exiger_un_autre_administrateur(session, compte, qui.le.date())
    signer(session, qui.par)
    compte.actif = False
    for fermer in (fermer_les_sessions, revoquer_les_jetons, perimer_les_liens):
        fermer(session, compte.id, qui.le)
    tracer(session, compte, Trace.SUSPENDU, qui, motif)


def rouvrir(session: Session, compte: Compte, qui: Qui, fin_le: date | None = None) -> None:
    """Rouvre le compte, jusqu'à `fin_le` s'il est donné ; il faut un lien neuf pour entrer."""
    signer(session, qui.par)
    compte.actif, compte.fin_le = True, fin_le
    tracer(session, compte, Trace.ROUVERT, qui)


def delier(session: Session, compte: Compte, qui: Qui) -> None:
    """Oublie l'identité liée au compte : la prochaine connexion à cette adresse s'y liera."""
    signer(session, qui.par)
    compte.emetteur = compte.sujet = None
    tracer(session, compte, Trace.DELIE, qui)


def compte_connu(session: Session, courriel: str) -> Compte:
    """Le compte de cette adresse. Lève `Introuvable`."""
    compte = compte_de_courriel(session, normaliser(courriel))
    if compte is None:
        raise Introuvable(
            f"Aucun compte n'a l'adresse « {courriel[:60]} ».",
            "Elle est mal écrite, ou cette personne n'a pas été invitée.",
            "Vérifiez-la, ou invitez cette personne.",
        )
    return compte


def exiger_ouvert(compte: Compte, le: date) -> None:
    """Lève `CompteFerme`."""
    if not compte.ouvert(le):
        raise CompteFerme(compte)


def exiger_un_autre_administrateur(session: Session, compte: Compte, le: date) -> None:
    """Lève `DernierAdministrateur` si ce compte est le seul à pouvoir administrer."""
    if set(administrateurs_ouverts(session, le)) == {compte.id}:
        raise DernierAdministrateur(compte)


def normaliser(courriel: str) -> str:
    """L'adresse telle qu'elle est rangée : sans espaces de bord, en minuscules."""
    return courriel.strip().lower()


def _adresse_libre(session: Session, courriel: str) -> str:
    adresse = normaliser(courriel)
    if not adresse_utilisable(adresse) or len(adresse) > 254:
        raise SaisieInvalide(
            f"« {courriel[:60]} » n'est pas une adresse électronique.",
            "Elle n'a pas la forme nom@domaine.",
            "Corrigez-la, puis recommencez.",
        )
    if compte_de_courriel(session, adresse):
        raise SaisieInvalide(
            f"« {adresse} » a déjà un compte.",
            "Une adresse désigne une seule personne.",
            "Habilitez le compte existant, ou donnez une autre adresse.",
        )
    return adresse


def _nom_libre(session: Session, nom: str, sauf: Compte | None = None) -> str:
    voulu = " ".join(nom.split())
    if not 0 < len(voulu) <= LONGUEUR_DU_NOM or SUPPLEANCE in voulu or TRANSCRIPTION in voulu:
        raise SaisieInvalide(
            "Ce nom ne peut pas être retenu.",
            f"Il est vide, dépasse {LONGUEUR_DU_NOM} caractères, ou contient une tournure réservée au journal.",
            "Écrivez le prénom et le nom de la personne.",
        )
    autre = homonyme(session, voulu)
    if autre is not None and autre is not sauf:
        raise SaisieInvalide(
            f"Une autre personne s'appelle déjà « {autre.nom} » dans Jalons.",
            "Le journal désigne les gens par leur nom : deux personnes ne peuvent pas porter le même.",
            "Précisez le service ou une initiale : « Camille Exemple (DDETS du Gers) ».",
        )
    return voulu

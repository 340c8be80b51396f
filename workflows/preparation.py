"""Préparer une réunion : ce que sa date oblige à faire avant et après, jour par jour."""

from datetime import date, timedelta
from typing import NamedTuple

from modeles.demarche import Demarche
from modeles.etapes import Etape
from modeles.reference.registre import registre
from modeles.vocabulaire import NatureReunion
from workflows.calculs.jours import ajouter_jours_ouvres, est_ouvre, feries


class Moment(NamedTuple):
    """Un jour de la préparation. `passe` : il est déjà derrière nous."""

    le: date
    quoi: str
    passe: bool = False


class Preparation(NamedTuple):
    """Le calendrier d'une réunion, et ce qui cloche dans sa date."""

    moments: tuple[Moment, ...]
    remarques: tuple[str, ...]


def preparer_la_reunion(demarche: Demarche, nature: NatureReunion, prevue_le: date, le: date) -> Preparation:
    """Les dates limites d'une réunion prévue ce jour-là, vues du jour `le` (dossier de domaine, § 6.3.1)."""
    delais = registre().type_de_contrat(demarche.type_contrat).delais
    atelier = nature is NatureReunion.ATELIER
    invitation = delais.invitation_atelier_jours if atelier else delais.invitation_jours
    compte_rendu = (
        prevue_le + timedelta(days=delais.compte_rendu_atelier_jours)
        if atelier
        else ajouter_jours_ouvres(prevue_le, delais.compte_rendu_jours_ouvres)
    )
    jours = [(prevue_le - timedelta(days=invitation), f"Invitation partie, {invitation} jours avant")]
    if nature is NatureReunion.COMITE_SUIVI and demarche.etape in (
        Etape.DIAGNOSTIC,
        Etape.DIAGNOSTIC_PRESENTE,
    ):
        avant = delais.envoi_diagnostic_jours
        jours.append(
            (prevue_le - timedelta(days=avant), f"Diagnostic envoyé aux membres, {avant} jours avant")
        )
    jours += [
        (prevue_le, f"Le {nature.libelle} se tient" if not atelier else "L'atelier se tient"),
        (compte_rendu, "Compte rendu rédigé"),
        (
            ajouter_jours_ouvres(compte_rendu, delais.relecture_jours_ouvres),
            "Compte rendu validé par la collectivité, puis diffusé",
        ),
    ]
    return Preparation(
        tuple(Moment(jour, quoi, jour < le) for jour, quoi in jours),
        tuple(_remarques(prevue_le, jours[0][0], le)),
    )


def _remarques(prevue_le: date, invitation_le: date, le: date) -> list[str]:
    remarques = []
    if prevue_le in feries(prevue_le.year):
        remarques.append(f"Ce jour est férié ({feries(prevue_le.year)[prevue_le]}).")
    elif not est_ouvre(prevue_le):
        remarques.append("Ce jour est un samedi ou un dimanche.")
    if prevue_le <= le:
        remarques.append("Cette date n'est pas à venir.")
    elif invitation_le < le:
        remarques.append(
            f"L'invitation devait partir le {invitation_le:%d/%m/%Y} au plus tard : choisissez une date plus "
            "lointaine, ou dérogez au délai avec un motif et une autorité."
        )
    return remarques

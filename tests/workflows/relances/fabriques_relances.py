"""Des attentes en mémoire : chaque essai ne dit que ce qui compte pour lui."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from modeles.reference.registre import registre
from modeles.vocabulaire_annuel import GenreCampagne, NatureAmenagement
from modeles.vocabulaire_relances import EtatRelance, Fonction
from workflows.relances.attentes import (
    Absence,
    Attente,
    Passee,
    Personne,
    Report,
    Suspension,
    Titulaire,
)
from workflows.relances.calendrier import calendrier_de
from workflows.relances.simulation import Journee, derouler

INDICATEURS, RAPPORT = GenreCampagne.INDICATEURS.value, GenreCampagne.RAPPORT_EXECUTION.value
LIBELLES = {INDICATEURS: "Indicateurs", RAPPORT: "Rapport d'exécution"}
FONCTIONS = (
    Fonction.REFERENT,
    Fonction.DIRECTION,
    Fonction.EXECUTIF,
    Fonction.CHARGE_DE_MISSION,
    Fonction.PREFET,
)


def une_personne(code: str, fonction: Fonction = Fonction.REFERENT, **champs: Any) -> Personne:
    """« referent.32@exemple.invalid »."""
    adresse = f"{fonction.value}.{code}@exemple.invalid"
    return Personne(adresse, f"{fonction.value} {code}", fonction, adresse)._replace(**champs)


def un_carnet(code: str, absences: Iterable[Absence] = ()) -> dict[Fonction, tuple[Titulaire, ...]]:
    """Une personne par fonction ; `absences` sont celles du référent."""
    carnet = {f: (Titulaire(une_personne(code, f)),) for f in FONCTIONS}
    carnet[Fonction.REFERENT] = (Titulaire(une_personne(code), tuple(absences)),)
    return carnet


def une_attente(code: str = "32", genre: str = INDICATEURS, exercice: int = 2025, **champs: Any) -> Attente:
    """Les indicateurs 2025 du Gers, ouverts le 15 janvier et attendus le 31 mars 2026."""
    territoire = registre().territoire(code)
    manquants = ("Ménages accompagnés",) if genre == INDICATEURS else ("Rapport",)
    return Attente(
        demarche_id=UUID(int=int(code, 36)),
        code=code,
        region=territoire.region,
        territoire=territoire.nom,
        genre=genre,
        exercice=exercice,
        libelle=f"{LIBELLES[genre]} {exercice}",
        ouverte_le=date(2026, 1, 15),
        echeance_le=date(2026, 3, 31),
        echelle=registre().echelle(territoire.region, GenreCampagne(genre)),
        calendrier=calendrier_de(territoire),
        carnet=un_carnet(code),
        attendus=len(manquants),
        manquants=manquants,
    )._replace(**champs)


def un_report(jusqu_au: date, accorde_le: date) -> Report:
    return Report(jusqu_au, accorde_le, "Camille Exemple", "Logiciel en panne")


def une_suspension(nature: NatureAmenagement, depuis_le: date, jusqu_au: date) -> Suspension:
    return Suspension(nature, jusqu_au, depuis_le, "Camille Exemple", "Motif fictif")


def passee(niveau: str, le: date, etat: EtatRelance = EtatRelance.PARTIE) -> Passee:
    return Passee(niveau, etat, le)


def departs(journees: Iterable[Journee]) -> list[str]:
    """« 02/03 R0-1 → referent 32 : Indicateurs 2025 » pour chaque message parti."""
    return [
        f"{j.jour:%d/%m} {e.niveau.code} → {', '.join(p.nom for p in e.destinataires)} : "
        + " + ".join(f"{x.attente.libelle} {x.attente.territoire}" for x in e.lignes)
        for j in journees
        for e in j.envois
    ]


def de_jour_en_jour(attentes: Iterable[Attente], du: date, au: date, **options: Any) -> list[Journee]:
    return list(derouler(attentes, du, au, {}, **options))

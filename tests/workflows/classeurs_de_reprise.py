"""Des classeurs de reprise remplis : le modèle, et les lignes qui comptent pour le test."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from workflows.commandes.bordereau import Auteur
from workflows.reprise.feuilles import feuille
from workflows.reprise.lecture import lire_classeur
from workflows.reprise.lignes import Classeur
from workflows.reprise.modele import ecrire_le_modele

AUJOURD_HUI = date(2026, 11, 20)
AUTEUR = Auteur("Camille Exemple", AUJOURD_HUI, datetime(2026, 11, 20, 9, tzinfo=UTC))
PREMIERE_LIGNE = 3  # la deuxième porte l'exemple
Lignes = Mapping[str, Sequence[Mapping[str, Any]]]

TERRITOIRE = {"territoire": "Gers", "etape": "Fiches actions", "depuis_le": date(2024, 9, 2)}
ENVELOPPE = {
    "territoire": "Gers",
    "annee": 2024,
    "plafond_centimes": 250000,
    "statut": "Notifiée",
    "notifiee_le": "15/03/2024",
}
FICHE = {
    "territoire": "Gers",
    "fiche": "32-A",
    "titre": "Ouvrir un accueil de jour itinérant",
    "sous_axe": "DRO-EXP",
    "nature": "Nouvelle",
    "annee_debut": 2024,
    "porteur": "CCAS d'Exemple",
}
BUDGET = {"fiche": "32-A", "annee": 2024, "part_etat_centimes": 36518, "part_collectivite_centimes": 36518}
INDICATEUR = {"fiche": "32-A", "libelle": "Personnes accueillies", "unite": "personnes", "cible_2024": 120}
CONTRAT = {
    "territoire": "Aude",
    "numero": "CLS-11-2024",
    "seance_le": "21/06/2024",
    "deliberation": "2024-06-12",
    "transmise_le": "24/06/2024",
    "publiee_le": "25/06/2024",
    "etat_le": "05/07/2024",
    "etat_par": "Claude Exemple",
    "etat_qualite": "Préfet de l'Aude",
    "collectivite_le": "02/07/2024",
    "collectivite_par": "Alix Modèle",
    "collectivite_qualite": "Présidente du conseil départemental",
    "prend_effet_le": "01/01/2024",
}
SIGNE = {"territoire": "Aude", "etape": "Contrat signé, en exécution", "depuis_le": "10/07/2024"}
FICHE_SIGNEE = {**FICHE, "territoire": "Aude", "fiche": "11-A"}
BUDGET_SIGNE = {**BUDGET, "fiche": "11-A"}
PDF = b"%PDF-1.7\nune copie fictive\n%%EOF\n"

UN_GERS_EN_FICHES: Lignes = {
    "Territoires": [TERRITOIRE],
    "Enveloppes": [ENVELOPPE],
    "Fiches": [FICHE],
    "Budgets": [BUDGET],
    "Indicateurs": [INDICATEUR],
}
UNE_AUDE_SIGNEE: Lignes = {
    "Territoires": [SIGNE],
    "Fiches": [FICHE_SIGNEE],
    "Budgets": [BUDGET_SIGNE],
    "Contrats signés": [CONTRAT],
}


def ouvrir(lignes: Lignes) -> Workbook:
    """Le modèle rempli, encore modifiable."""
    classeur = load_workbook(BytesIO(_modele()))
    for nom, remplies in lignes.items():
        colonnes = {c.nom: rang for rang, c in enumerate(feuille(nom).colonnes, 1)}
        for numero, ligne in enumerate(remplies, PREMIERE_LIGNE):
            for champ, valeur in ligne.items():
                classeur[nom].cell(numero, colonnes[champ]).value = valeur
    return classeur


def octets(classeur: Workbook) -> bytes:
    """Le fichier .xlsx de ce classeur."""
    tampon = BytesIO()
    classeur.save(tampon)
    return tampon.getvalue()


def remplir(lignes: Lignes) -> bytes:
    """Le fichier .xlsx du modèle rempli."""
    return octets(ouvrir(lignes))


def lire(lignes: Lignes) -> Classeur:
    """Le modèle rempli, puis lu."""
    return lire_classeur(remplir(lignes), "existant.xlsx", AUJOURD_HUI)


@cache
def _modele() -> bytes:
    return ecrire_le_modele()

"""Faire naître les gabarits : `python -m outils.gabarits.ecrire D02_ordre_du_jour`.

Sans nom, seuls ceux qui n'existent pas encore sont écrits : un gabarit retouché dans Word n'est jamais écrasé
sans qu'on l'ait nommé.
"""

import sys

from outils.gabarits.cadrage import note_de_cadrage
from outils.gabarits.charpente import DOSSIER
from outils.gabarits.contrat import GABARITS_DU_CONTRAT
from outils.gabarits.lettres import envoi_pour_signature, invitation, notification
from outils.gabarits.reunions import (
    compte_rendu,
    compte_rendu_atelier,
    emargement,
    ordre_du_jour,
    releve_de_decisions,
)

GABARITS = {
    "D01_invitation": (invitation, "Invitation"),
    "D02_ordre_du_jour": (ordre_du_jour, "Ordre du jour"),
    "D03_emargement": (emargement, "Feuille d'émargement"),
    "D04_compte_rendu": (compte_rendu, "Compte rendu"),
    "D05_note_de_cadrage": (note_de_cadrage, "Note de cadrage"),
    "D10_releve_de_decisions": (releve_de_decisions, "Relevé de décisions"),
    "D12_atelier": (compte_rendu_atelier, "Compte rendu d'atelier"),
    "D19_lettre_d_envoi": (envoi_pour_signature, "Lettre d'envoi pour signature"),
    "D27_notification": (notification, "Lettre de notification"),
} | GABARITS_DU_CONTRAT


def principal(noms: list[str]) -> None:
    for nom in noms or [n for n in GABARITS if not (DOSSIER / f"{n}.docx").exists()]:
        construire, sujet = GABARITS[nom]
        print(construire().enregistrer(f"{nom}.docx", sujet))


if __name__ == "__main__":
    principal(sys.argv[1:])

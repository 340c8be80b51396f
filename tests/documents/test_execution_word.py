"""Indicateurs, rapport d'exécution, service fait, clôture : le prévu vient du contrat, le réalisé de qui le dit."""

from datetime import date

import pytest

from documents.a_la_demande import composer_a_la_demande
from documents.contextes.commun import Contexte
from documents.contextes.comptes_du_contrat import (
    Solde,
    Versement,
    construire_cloture,
    construire_service_fait,
)
from documents.contextes.execution import construire_etat_des_indicateurs, construire_rapport_d_execution
from documents.contextes.realisations import Bilan, Execution, Releve
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.moteur.validite import paragraphes
from modeles.erreurs import SaisieInvalide
from tests.documents.fabriques_a_la_demande import LE_8_AVRIL
from tests.documents.fabriques_documents import dossier_complet

FICHE, AUTRE = "32-DRO-EXP-01", "32-DRO-EXP-02"
BILAN = Bilan(2025, "Synthèse.", "Difficultés.", "Perspectives.", "2026-12", date(2026, 3, 15), {}, {})


def ecrit(code: str, contexte: Contexte) -> list[str]:
    document = composer_a_la_demande(code, contexte, LE_8_AVRIL, DOSSIER_DES_GABARITS)
    return [p.replace("\u00a0", " ") for p in paragraphes(document.octets)]


def test_un_indicateur_non_transmis_n_est_pas_zero_et_la_completude_le_dit() -> None:
    releves = {(FICHE, "MEN"): Releve(0, statut="validé")}

    lue = ecrit("D21", construire_etat_des_indicateurs(dossier_complet(), 2025, releves, LE_8_AVRIL))

    assert "Indicateurs renseignés au titre de l'exercice 2025 : 1 sur 2." in lue
    assert lue[lue.index("0 ménages") - 1 : lue.index("0 ménages") + 3] == [
        "100 ménages",
        "0 ménages",
        "",
        "validé",
    ]
    autre = lue.index(f"{AUTRE} – Aller vers les ménages menacés")
    assert lue[autre:].count("non renseigné") == 2


def test_un_ratio_montre_son_numerateur_et_son_denominateur() -> None:
    releves = {(FICHE, "MEN"): Releve(12_50, 1_250, 10_000)}

    lue = ecrit("D21", construire_etat_des_indicateurs(dossier_complet(), 2025, releves, LE_8_AVRIL))

    assert lue[lue.index("12,5 ménages") + 1] == "1 250 / 10 000"


def test_un_code_inconnu_est_refuse_et_non_oublie() -> None:
    bilan = BILAN._replace(executions={"32-XXX-01": Execution()}, releves={(FICHE, "ABC"): Releve(1)})

    with pytest.raises(SaisieInvalide) as refus:
        construire_rapport_d_execution(dossier_complet(), bilan, LE_8_AVRIL)

    assert refus.value.pourquoi == (
        "Le contrat ne prévoit pas, cette année-là, la fiche 32-XXX-01 et l'indicateur ABC de la fiche 32-DRO-EXP-01."
    )


def test_le_rapport_confronte_le_prevu_du_contrat_au_paye() -> None:
    executions = {FICHE: Execution("Antenne ouverte.", "Recrutement tardif.", 20_000_00, 12_500_00)}

    lue = ecrit(
        "D22",
        construire_rapport_d_execution(dossier_complet(), BILAN._replace(executions=executions), LE_8_AVRIL),
    )

    assert "Écart et explication : Recrutement tardif." in lue
    assert "Montant prévu au contrat pour l'exercice 2025 : 40 000 €." in lue
    prevu = lue.index("20 000 €")
    assert lue[prevu : prevu + 4] == ["20 000 €", "20 000 €", "12 500 €", "7 500 €"]
    suivante = lue.index("20 000 €", prevu + 4)
    assert lue[suivante + 1 : suivante + 4] == ["non renseigné"] * 3


def test_un_exercice_sans_fiche_le_dit() -> None:
    lue = ecrit(
        "D22", construire_rapport_d_execution(dossier_complet(), BILAN._replace(exercice=2030), LE_8_AVRIL)
    )

    assert "Aucune fiche action ne couvre cet exercice." in lue


def test_le_service_fait_ecrit_le_montant_en_chiffres_et_en_lettres() -> None:
    versement = Versement(2025, 20_000_00, "Rapport d'exécution adopté.", ("Le rapport a été reçu.",))

    lue = ecrit("D24", construire_service_fait(dossier_complet(), versement, LE_8_AVRIL))

    assert "20 000 € (vingt mille euros)." in lue
    assert (
        "Versement dû au titre de l'exercice 2025 pour le contrat local des solidarités 2024-2027 du Gers, "
        "n° 32-2025-01, signé le 2 juin 2025."
    ) in lue
    assert "Aucune pièce n'est jointe." in lue


def test_la_cloture_calcule_le_reste_et_le_reversement() -> None:
    solde = Solde(80_000_00, 75_000_00, 70_000_00, "2 sur 2")

    lue = ecrit("D31", construire_cloture(dossier_complet(), solde, LE_8_AVRIL))

    assert lue[lue.index("Engagé et non payé") + 1] == "5 000 €"
    assert (
        "Les crédits payés et non justifiés, soit 5 000 € (cinq mille euros), sont à reverser à l'État."
    ) in lue


def test_un_contrat_entierement_justifie_n_a_rien_a_reverser() -> None:
    solde = Solde(80_000_00, 75_000_00, 75_000_00, "2 sur 2")

    lue = ecrit("D31", construire_cloture(dossier_complet(), solde, LE_8_AVRIL))

    assert "Tous les crédits payés sont justifiés : il n'y a rien à reverser." in lue


def test_un_solde_impossible_est_refuse_avec_toutes_ses_fautes() -> None:
    with pytest.raises(SaisieInvalide) as refus:
        construire_cloture(dossier_complet(), Solde(1, 2, 3, ""), LE_8_AVRIL)

    assert refus.value.pourquoi == (
        "Le montant payé dépasse le montant engagé ; le montant justifié dépasse le montant payé."
    )

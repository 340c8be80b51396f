"""Le rapport à l'assemblée et le projet de délibération : les chiffres du projet figé, aucun vote prérempli."""

from datetime import date

import pytest

from documents.contextes.deliberation import construire_deliberation, construire_rapport
from documents.moteur.validite import fautes_word
from modeles.demarche import Demarche
from modeles.erreurs import Introuvable
from modeles.etapes import Geste
from modeles.vocabulaire import Civilite, Organe
from tests.documents.contrat_du_gers import un_contrat_du_gers
from tests.documents.fabriques_contrat import (
    en_clair,
    figer_un_projet,
    inscrire_a_l_assemblee,
    le_document,
    un_passage,
    une_demarche,
)

LE_5_JUIN = date(2026, 6, 5)


def une_inscription(**champs: object) -> Demarche:
    demarche = un_contrat_du_gers()
    figer_un_projet(demarche)
    inscrire_a_l_assemblee(demarche, **champs)
    return demarche


def ecrire(demarche: Demarche, code: str) -> str:
    passage = un_passage(demarche, Geste.CONVOQUER_ASSEMBLEE, LE_5_JUIN)
    octets = le_document(demarche, code, "deliberation:1", passage)
    assert fautes_word(octets) == ()
    return en_clair(octets)


def test_la_deliberation_engage_la_part_de_la_collectivite_en_lettres_et_en_chiffres() -> None:
    lu = ecrire(une_inscription(), "D17D")

    assert "à hauteur de deux cent quatre-vingt-huit mille soixante-douze euros (288 072 €)" in lu
    assert "d'inscrire à ce titre un crédit de 113 518 € au budget de l'exercice 2026" in lu


def test_les_chiffres_sont_ceux_du_projet_fige_et_non_des_fiches_du_jour() -> None:
    demarche = une_inscription()
    demarche.fiches[0].budget[0].part_collectivite_centimes = 999_999_00

    assert "288 072 €" in ecrire(demarche, "D17R")


def test_sans_credit_prevu_l_annee_de_la_seance_rien_n_est_a_inscrire() -> None:
    lu = ecrire(une_inscription(seance_le=date(2028, 6, 26)), "D17D")

    assert "d'inscrire à ce titre" not in lu


def test_aucun_resultat_de_vote_n_est_prerempli() -> None:
    demarche = une_inscription(presents=30, pour=28, contre=1, abstentions=1)

    lu = ecrire(demarche, "D17D")

    assert "Membres en exercice : 34. Présents : …………… Pouvoirs : ……………" in lu
    assert "Voix pour : …………… Voix contre : …………… Abstentions : ……………" in lu


def test_l_autorisation_de_signer_exclut_les_avenants_de_fond() -> None:
    lu = ecrire(une_inscription(), "D17D")

    assert "d'autoriser le président du conseil départemental du Gers à le signer" in lu
    assert "à l'exclusion des avenants qui modifieraient l'objet ou les montants du contrat" in lu


@pytest.mark.parametrize(
    ("civilite", "attendu"),
    [
        (Civilite.MADAME, "la présidente du conseil départemental du Gers"),
        (Civilite.MONSIEUR, "le président du conseil départemental du Gers"),
        (None, "le représentant légal du Département du Gers"),
    ],
)
def test_le_genre_de_l_executif_n_est_jamais_devine(civilite: Civilite | None, attendu: str) -> None:
    demarche = un_contrat_du_gers()
    demarche.contacts[1].civilite = civilite
    figer_un_projet(demarche)
    inscrire_a_l_assemblee(demarche)

    acte = construire_deliberation(demarche, un_passage(demarche), "deliberation:1")

    assert acte.executif == attendu


@pytest.mark.parametrize(
    ("organe", "attendu"),
    [
        (Organe.ASSEMBLEE, "Le conseil départemental du Gers"),
        (Organe.COMMISSION_PERMANENTE, "La commission permanente du conseil départemental du Gers"),
    ],
)
def test_l_organe_qui_delibere_est_nomme(organe: Organe, attendu: str) -> None:
    demarche = une_inscription(organe=organe)

    acte = construire_rapport(demarche, un_passage(demarche), "deliberation:1")

    assert acte.organe == attendu


def test_l_urgence_est_soumise_a_l_assemblee() -> None:
    assert "selon la procédure d'urgence" in ecrire(une_inscription(urgence=True), "D17R")
    assert "urgence" not in ecrire(une_inscription(), "D17R")


def test_les_actes_de_la_collectivite_ne_portent_ni_la_marque_ni_la_reference_de_l_etat() -> None:
    demarche = une_inscription()

    for code in ("D17R", "D17D"):
        lu = ecrire(demarche, code)
        assert "PRÉFET" not in lu
        assert "DDETS" not in lu
        assert "Département du Gers" in lu


def test_un_contrat_sans_fiche_ni_enjeu_donne_des_actes_lisibles() -> None:
    demarche = une_demarche()
    figer_un_projet(demarche)
    inscrire_a_l_assemblee(demarche)

    assert "0 fiche action" in ecrire(demarche, "D17R")
    assert "zéro euro (0 €)" in ecrire(demarche, "D17D")


def test_une_deliberation_sur_un_projet_disparu_est_refusee() -> None:
    demarche = une_inscription(projet_version=7)

    with pytest.raises(Introuvable, match="« projet:7 » ne désigne rien dans cette démarche"):
        construire_deliberation(demarche, un_passage(demarche), "deliberation:1")

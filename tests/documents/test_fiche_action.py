"""La fiche action : ses mots, son budget par année, ses indicateurs ; seule, puis dans le livrable."""

import pytest

from documents.contextes.fiche import construire_fiche, corps_de_fiche
from documents.contextes.livrable import construire_livrable
from documents.moteur.lecture import paragraphes, texte
from documents.moteur.validite import fautes_word
from modeles.erreurs import Introuvable
from modeles.vocabulaire import StatutFiche
from tests.documents.contrat_du_gers import un_contrat_du_gers
from tests.documents.fabriques_contrat import (
    ajouter_un_indicateur,
    ajouter_une_fiche,
    en_clair,
    le_document,
    un_passage,
    une_demarche,
)


def test_la_fiche_imprime_tout_ce_que_le_porteur_a_ecrit() -> None:
    demarche = un_contrat_du_gers()

    lu = en_clair(le_document(demarche, "D13", "fiche:32-DRO-EXP-01"))

    for attendu in (
        "Axe 2 – Lutter contre la grande exclusion grâce à l'accès aux droits",
        "Création d'une antenne de prévention des expulsions locatives",
        "Enjeu n° 1 : Agir avant l'impayé installé",
        "Repérer les impayés dès le deuxième mois",
        "120 personnes",
        "Agence fictive d'information sur le logement (association)",
        "123 456 789 00012",
        "2024 : Recrutement du binôme",
        "Deux postes à temps plein",
        "312 144 €",
        "2025 : 120",
        "Responsable du pôle logement, logement@exemple.fr",
    ):
        assert attendu in lu


def test_une_fiche_vide_dit_ce_qui_n_est_pas_renseigne_sans_rien_inventer() -> None:
    demarche = une_demarche()
    ajouter_une_fiche(demarche, "32-DRO-ACC-01")

    lu = texte(le_document(demarche, "D13", "fiche:32-DRO-ACC-01"))

    assert "Effectif estimé\N{NO-BREAK SPACE}: non renseigné" in lu
    assert "Aucun jalon n'est renseigné." in lu
    assert "Aucun indicateur n'est renseigné." in lu
    assert "None" not in lu
    assert "Moyens humains" not in lu


def test_un_effectif_nul_est_un_zero_reel() -> None:
    demarche = une_demarche()
    fiche = ajouter_une_fiche(demarche, "32-DRO-ACC-01", effectif_estime=0)

    assert corps_de_fiche(demarche, fiche).effectif == "0\N{NO-BREAK SPACE}personne"


def test_une_annee_couverte_sans_budget_s_ecrit_d_un_tiret() -> None:
    demarche = un_contrat_du_gers()
    halte = next(f for f in demarche.fiches if f.code == "32-ENF-PAR-01")

    budget = corps_de_fiche(demarche, halte).budget

    assert [(a.libelle, a.etat) for a in budget] == [
        ("2025", "60\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}€"),
        ("2026", "60\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}€"),
        ("2027", "—"),
    ]


def test_un_budget_hors_de_la_periode_parait_pour_que_le_total_tombe_juste() -> None:
    demarche = une_demarche()
    fiche = ajouter_une_fiche(demarche, "32-DRO-ACC-01", budget={2024: (100, 100, 0), 2026: (50, 50, 0)})

    corps = corps_de_fiche(demarche, fiche)

    assert [(a.libelle, a.total) for a in corps.budget] == [
        ("2024", "200\N{NO-BREAK SPACE}€"),
        ("2026", "100\N{NO-BREAK SPACE}€"),
    ]
    assert corps.total.total == "300\N{NO-BREAK SPACE}€"


def test_une_cible_garde_ses_decimales_et_son_annee() -> None:
    demarche = une_demarche()
    fiche = ajouter_une_fiche(demarche, "32-DRO-ACC-01")
    indicateur = ajouter_un_indicateur(fiche, "Taux de relogement", {2025: 12})
    indicateur.cibles[0].valeur_centiemes = 1250

    assert corps_de_fiche(demarche, fiche).indicateurs[0].cibles == "2025\N{NO-BREAK SPACE}: 12,5"


@pytest.mark.parametrize(
    ("statut", "projet"), [(StatutFiche.EN_INSTRUCTION, True), (StatutFiche.VALIDEE, False)]
)
def test_une_fiche_non_validee_est_marquee_projet(statut: StatutFiche, projet: bool) -> None:
    demarche = une_demarche()
    ajouter_une_fiche(demarche, "32-DRO-ACC-01", statut=statut)

    fiche = construire_fiche(demarche, un_passage(demarche), "fiche:32-DRO-ACC-01")

    assert fiche.document.projet is projet


def test_une_fiche_inconnue_est_refusee() -> None:
    with pytest.raises(Introuvable, match="« fiche:32-XXX » ne désigne rien dans cette démarche"):
        construire_fiche(une_demarche(), un_passage(une_demarche()), "fiche:32-XXX")


def test_le_livrable_reunit_les_fiches_retenues_et_leur_financement() -> None:
    demarche = un_contrat_du_gers()
    ajouter_une_fiche(demarche, "32-DRO-ACC-09", statut=StatutFiche.REPORTEE, motif="Plafond atteint")

    octets = le_document(demarche, "D14", "")

    assert fautes_word(octets) == ()
    lu = texte(octets)
    assert "3\N{NO-BREAK SPACE}fiches actions" in lu
    assert "32-DRO-ACC-09" not in lu
    assert "1\N{NO-BREAK SPACE}organisme, 4\N{NO-BREAK SPACE}personnes concernées" in lu


def test_les_objectifs_de_chaque_fiche_repartent_de_un() -> None:
    demarche = une_demarche()
    for rang in (1, 2):
        ajouter_une_fiche(demarche, f"32-DRO-ACC-0{rang}", objectifs_operationnels=["Repérer", "Suivre"])

    octets = le_document(demarche, "D14", "")

    assert fautes_word(octets) == ()
    assert [p for p in paragraphes(octets) if p in ("Repérer", "Suivre")] == ["Repérer", "Suivre"] * 2


@pytest.mark.parametrize("nombre", [0, 1, 40])
def test_le_livrable_se_compose_quel_que_soit_le_nombre_de_fiches(nombre: int) -> None:
    demarche = une_demarche()
    for rang in range(nombre):
        ajouter_une_fiche(demarche, f"32-DRO-ACC-{rang:02}")

    octets = le_document(demarche, "D14", "")

    assert fautes_word(octets) == ()
    assert len(construire_livrable(demarche, un_passage(demarche), "").fiches) == nombre

"""La convention : montants exacts en chiffres et en lettres, le projet figé fait foi."""

import json

import pytest

from documents.contextes.convention import Convention, construire_convention, contexte_convention
from documents.contextes.finances import poids_entiers
from modeles.erreurs import Introuvable
from modeles.vocabulaire import StatutFiche
from tests.documents.contrat_du_gers import un_contrat_du_gers
from tests.documents.fabriques_contrat import (
    LE_2_JUIN,
    QUATRE_AXES,
    ajouter_une_fiche,
    en_clair,
    figer_un_projet,
    la_convention,
    le_document,
    un_passage,
    une_demarche,
)


def test_les_totaux_sont_la_somme_exacte_des_fiches() -> None:
    convention = contexte_convention(un_contrat_du_gers(), 1, LE_2_JUIN)

    assert convention.montant_etat_centimes == 278_072_00
    assert convention.montant_collectivite_centimes == 288_072_00
    assert convention.montant_autres_centimes == 20_000_00
    assert convention.montant_total_centimes == 586_144_00
    assert convention.finances.total.total == "586 144 €".replace(" ", "\N{NO-BREAK SPACE}")


def test_les_montants_s_ecrivent_en_lettres_et_en_chiffres() -> None:
    lu = en_clair(la_convention(un_contrat_du_gers()))

    assert "deux cent soixante-dix-huit mille soixante-douze euros (278 072 €)" in lu
    assert "deux cent quatre-vingt-huit mille soixante-douze euros (288 072 €)" in lu
    assert "cinq cent quatre-vingt-six mille cent quarante-quatre euros (586 144 €)" in lu


def test_une_fiche_reportee_rejetee_ou_abandonnee_n_est_ni_comptee_ni_imprimee() -> None:
    demarche = un_contrat_du_gers()
    for rang, statut in enumerate((StatutFiche.REPORTEE, StatutFiche.REJETEE, StatutFiche.ABANDONNEE)):
        ajouter_une_fiche(
            demarche, f"32-DRO-ACC-{rang}", budget={2025: (9_000, 9_000, 0)}, statut=statut, motif="Arbitrage"
        )

    convention = contexte_convention(demarche, 1, LE_2_JUIN)

    assert convention.montant_etat_centimes == 278_072_00
    assert [f.code for f in convention.fiches] == ["32-ENF-PAR-01", "32-DRO-EXP-01", "32-TRA-ALI-01"]


def test_une_annee_sans_budget_s_ecrit_d_un_tiret_et_un_zero_reel_s_ecrit_zero() -> None:
    demarche = une_demarche()
    ajouter_une_fiche(demarche, "32-DRO-ACC-01", budget={2025: (0, 500, 0)}, annee_debut=2025)

    annees = contexte_convention(demarche, 1, LE_2_JUIN).finances.par_annee

    assert [a.libelle for a in annees] == ["2024", "2025", "2026", "2027"]
    assert (annees[0].etat, annees[0].total, annees[0].poids) == ("—", "—", "—")
    assert annees[1].etat == "0\N{NO-BREAK SPACE}€"


def test_un_budget_hors_du_contrat_parait_dans_le_tableau_des_annees() -> None:
    demarche = une_demarche()
    ajouter_une_fiche(demarche, "32-DRO-ACC-01", budget={2028: (700, 700, 0)}, annee_debut=2028)

    annees = contexte_convention(demarche, 1, LE_2_JUIN).finances.par_annee

    assert annees[-1].libelle == "2028"
    assert annees[-1].total == "1\N{NO-BREAK SPACE}400\N{NO-BREAK SPACE}€"


def test_les_poids_font_cent_au_plus_fort_reste() -> None:
    assert poids_entiers([1, 1, 1]) == [34, 33, 33]
    assert poids_entiers([54, 67, 38, 4]) == [33, 41, 23, 3]
    assert poids_entiers([0, 0]) == [0, 0]
    assert poids_entiers([]) == []


@pytest.mark.parametrize(
    ("axes", "attendu"),
    [(("ENFANCE", "DROITS", "TRANSITION"), "Axe 2 – Lutter"), (QUATRE_AXES, "Axe 3 – Lutter")],
)
def test_le_numero_d_un_axe_est_celui_du_contrat(axes: tuple[str, ...], attendu: str) -> None:
    demarche = une_demarche(axes)
    ajouter_une_fiche(demarche, "32-DRO-ACC-01")

    convention = contexte_convention(demarche, 1, LE_2_JUIN)

    assert convention.fiches[0].axe.startswith(attendu)
    assert len(convention.axes) == len(axes)


def test_un_axe_ecarte_ne_parait_pas_tant_qu_aucune_fiche_ne_le_cite() -> None:
    demarche = une_demarche()
    demarche.axes[2].justification = "Traité par une autre convention."

    axes = contexte_convention(demarche, 1, LE_2_JUIN).axes

    assert [a[:5] for a in axes] == ["Axe 1", "Axe 2"]


def test_la_convention_globale_unique_separe_ses_volets() -> None:
    demarche = un_contrat_du_gers(QUATRE_AXES, convention_unique=True)
    ajouter_une_fiche(demarche, "32-EMP-01", axe="EMPLOI", budget={2025: (10_000, 10_000, 0)})

    volets = contexte_convention(demarche, 1, LE_2_JUIN).finances.volets
    lu = en_clair(la_convention(demarche))

    assert [v.libelle for v in volets] == ["Volet solidarités", "Volet insertion et emploi"]
    assert volets[1].etat == "10\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}€"
    assert "aucune fongibilité n'est admise entre eux" in lu
    assert "loi n° 2023-1196 du 18 décembre 2023" in lu


def test_un_contrat_ordinaire_n_a_pas_de_volets() -> None:
    demarche = un_contrat_du_gers()

    assert contexte_convention(demarche, 1, LE_2_JUIN).finances.volets == ()
    assert "fongibilité" not in en_clair(la_convention(demarche))


def test_une_enveloppe_remplacee_ou_absente_ne_compte_pas() -> None:
    demarche = un_contrat_du_gers()
    del demarche.enveloppes[0]

    enveloppes = contexte_convention(demarche, 1, LE_2_JUIN).finances.enveloppes

    assert (enveloppes[0].plafond, enveloppes[0].statut) == ("—", "non renseignée")
    assert enveloppes[1].reste.replace("\N{NO-BREAK SPACE}", " ") == "61 844 €"


def test_le_contenu_fige_se_relit_a_l_identique_et_porte_le_montant_a_sa_racine() -> None:
    convention = contexte_convention(un_contrat_du_gers(), 2, LE_2_JUIN)

    contenu = json.loads(json.dumps(convention.model_dump(mode="json")))

    assert contenu["montant_etat_centimes"] == 278_072_00
    assert Convention.model_validate(contenu) == convention


def test_la_convention_produite_est_celle_qui_a_ete_figee_meme_si_les_fiches_ont_change() -> None:
    demarche = un_contrat_du_gers()
    figer_un_projet(demarche)
    demarche.fiches[0].budget[0].part_etat_centimes = 999_999_00

    lu = en_clair(le_document(demarche, "D16", "projet:1"))

    assert "deux cent soixante-dix-huit mille soixante-douze euros (278 072 €)" in lu
    assert "Empreinte du texte figé : 0123456789ab" in lu


def test_un_projet_inconnu_est_refuse_en_nommant_ceux_qui_existent() -> None:
    demarche = un_contrat_du_gers()
    figer_un_projet(demarche)

    with pytest.raises(Introuvable) as refus:
        construire_convention(demarche, un_passage(demarche), "projet:9")

    assert refus.value.remede == "Choisissez parmi : projet:1."

"""Ce que disent les données livrées : référentiel, contrats, indicateurs, historique."""

from collections import Counter
from datetime import date

import pytest

from modeles.erreurs import Introuvable
from modeles.etapes import Etape
from modeles.reference.catalogues import Formule, StatutCatalogue
from modeles.reference.historique import NiveauDeLigne
from modeles.reference.registre import registre

PACTE = registre().referentiel("pacte_2024")
CLS = registre().type_de_contrat("cls")


def test_le_pacte_a_quatre_axes_et_un_axe_transversal() -> None:
    assert [a.code for a in PACTE.axes] == ["ENFANCE", "EMPLOI", "DROITS", "TRANSITION", "TRANSVERSAL"]


def test_chaque_sous_axe_a_ses_actions_referencees() -> None:
    comptes = {s.code: len(s.actions) for s in PACTE.sous_axes if s.actions}

    assert comptes == {
        "ENF-PAR": 4,
        "ENF-DEC": 2,
        "ENF-AUT": 3,
        "DRO-ACC": 5,
        "DRO-EXP": 4,
        "DRO-VIE": 4,
        "TRA-ENE": 2,
        "TRA-MOB": 2,
        "TRA-ALI": 2,
    }
    assert PACTE.action("ENF-DEC-1").libelle.startswith("Contribuer à prévenir et traiter le décrochage")


@pytest.mark.parametrize(
    ("axe", "dans_le_pilier", "dans_le_pacte"),
    [
        ("ENFANCE", 1, 1),
        ("EMPLOI", None, 2),
        ("DROITS", 2, 3),
        ("TRANSITION", 3, 4),
        ("TRANSVERSAL", None, None),
    ],
)
def test_le_numero_d_un_axe_depend_du_contrat(
    axe: str, dans_le_pilier: int | None, dans_le_pacte: int | None
) -> None:
    assert PACTE.numero(axe, "pilier_solidarite") == dans_le_pilier
    assert PACTE.numero(axe, "pacte") == dans_le_pacte


def test_une_numerotation_inconnue_est_refusee() -> None:
    with pytest.raises(Introuvable, match=r"Choisissez parmi : pilier_solidarite, pacte\."):
        PACTE.numero("ENFANCE", "autre")


def test_les_libelles_concurrents_designent_le_meme_element() -> None:
    assert PACTE.axe("Construire une transition écologique solidaire").code == "TRANSITION"
    assert PACTE.sous_axe("Prévenir le décrochage des jeunes").code == "ENF-DEC"
    assert PACTE.axe_de("DRO-EXP").code == "DROITS"


def test_les_mots_cles_retrouvent_les_deux_fiches_interverties() -> None:
    evoques = {
        f.numero: [s.code for s in PACTE.sous_axes_evoques(f.titre)] for f in registre().fiches_publiees
    }

    assert evoques[14] == ["TRA-ALI"]
    assert evoques[18] == ["TRA-ENE"]


def test_aucun_mot_cle_ne_contredit_une_fiche_bien_rangee() -> None:
    for fiche in registre().fiches_publiees:
        evoques = [s.code for s in PACTE.sous_axes_evoques(fiche.titre)]

        assert evoques in ([], [fiche.sous_axe]), fiche.titre


def test_le_contrat_local_a_trois_axes_et_la_convention_unique_quatre() -> None:
    assert CLS.axes == ("ENFANCE", "DROITS", "TRANSITION")
    assert CLS.axes_convention_unique == ("ENFANCE", "EMPLOI", "DROITS", "TRANSITION")
    assert (CLS.debut, CLS.fin) == (date(2024, 1, 1), date(2027, 12, 31))
    assert (CLS.parite, CLS.parite_stricte, CLS.tolerance_centimes) == (True, False, 100)


@pytest.mark.parametrize(
    ("etape", "jours"),
    [
        (Etape.LANCEMENT, (30, 45, 60)),
        (Etape.DIAGNOSTIC, (90, 110, 130)),
        (Etape.DIAGNOSTIC_PRESENTE, (21, 30, 45)),
        (Etape.PRESELECTION, (21, 30, 45)),
        (Etape.ATELIERS, (45, 60, 75)),
        (Etape.FICHES, (60, 75, 90)),
        (Etape.RESTITUTION, (30, 40, 50)),
        (Etape.CONTRACTUALISATION, (35, 45, 60)),
        (Etape.DELIBERATION, (50, 65, 95)),
        (Etape.SIGNATURE, (15, 21, 30)),
    ],
)
def test_chaque_etape_du_contrat_local_a_sa_duree(etape: Etape, jours: tuple[int, int, int]) -> None:
    duree = CLS.duree(etape)

    assert duree is not None
    assert (duree.cible_jours, duree.orange_jours, duree.rouge_jours) == jours


def test_une_etape_sans_duree_visee_n_alerte_personne() -> None:
    assert CLS.duree(Etape.EXECUTION) is None


def test_une_echeance_annuelle_tombe_l_annee_qui_suit_l_exercice() -> None:
    echeances = {e.code: e for e in CLS.echeances}

    assert echeances["indicateurs"].pour(2025) == date(2026, 3, 31)
    assert echeances["rapport_execution"].pour(2025) == date(2026, 6, 30)
    assert echeances["evaluation_mi_parcours"].pour(2025) == date(2026, 6, 30)
    assert not echeances["evaluation_mi_parcours"].annuelle


def test_ce_qu_on_ne_sait_pas_d_un_contrat_reste_inconnu() -> None:
    pacte_local = registre().type_de_contrat("pacte_local")

    assert (pacte_local.parite, pacte_local.fin) == (None, None)


def test_aucun_indicateur_livre_ne_se_pretend_officiel() -> None:
    statuts = {c.statut for c in registre().catalogues.values()}

    assert statuts == {StatutCatalogue.HISTORIQUE, StatutCatalogue.PROPOSITION_LOCALE}
    assert registre().indicateurs(statut=StatutCatalogue.OFFICIEL) == ()


def test_les_indicateurs_d_un_sous_axe_comprennent_ceux_de_toutes_les_fiches() -> None:
    codes = [i.code for i in registre().indicateurs("DRO-EXP", StatutCatalogue.PROPOSITION_LOCALE)]

    assert codes == [*(f"LOC-DRO-EXP-{n}" for n in range(1, 4)), *(f"LOC-TOUS-{n}" for n in range(1, 7))]


def test_chaque_sous_axe_du_contrat_local_a_une_proposition_d_indicateur() -> None:
    propositions = registre().indicateurs(statut=StatutCatalogue.PROPOSITION_LOCALE)
    couverts = {i.sous_axe for i in propositions if i.formule is not Formule.RATIO}

    assert {s.code for a in CLS.axes for s in PACTE.axe(a).sous_axes} <= couverts


def test_un_partenaire_se_retrouve_par_son_sigle_et_par_son_ancien_nom() -> None:
    assert registre().partenaire("DDETS-PP").libelle.endswith("et de la protection des populations")
    assert registre().partenaire("Pôle emploi").libelle == "France Travail"


def test_les_montants_calpae_s_additionnent_sans_double_compte() -> None:
    lignes = registre().calpae
    details = [x for x in lignes if x.ligne is NiveauDeLigne.DETAIL]
    departements = [x for x in details if len(x.territoire) == 2]

    assert sum(x.montant_centimes for x in details) == 17_940_581_00
    assert sum(x.montant_euros for x in departements) == 16_440_581
    assert [(x.territoire, x.montant_euros) for x in lignes if x.ligne is NiveauDeLigne.MERE] == [
        ("66", 1_778_034)
    ]
    assert Counter(x.territoire for x in details) == Counter(t.code for t in registre().territoires_de("76"))


def test_les_dix_huit_fiches_publiees_finissent_avant_la_fin_du_contrat() -> None:
    fiches = registre().fiches_publiees

    assert [f.numero for f in fiches] == list(range(1, 19))
    assert all(f.annee_fin <= 2027 for f in fiches)
    assert {f.numero: f.annee_fin for f in fiches if f.annee_fin < 2027} == {11: 2024, 15: 2024, 17: 2025}
    assert [f.numero for f in fiches if f.sous_axe != f.sous_axe_publie] == [14, 18]


def test_les_163_actions_sont_comptees_par_sous_axe_et_jamais_par_territoire() -> None:
    couverture = registre().couverture
    par_axe = Counter[str]()
    for ligne in couverture:
        par_axe[ligne.axe] += ligne.actions

    assert par_axe == {"ENFANCE": 54, "DROITS": 67, "TRANSITION": 38, "TRANSVERSAL": 4}
    assert par_axe.total() == 163
    assert all(len(x.territoires) <= x.actions for x in couverture)
    assert [x.territoires for x in couverture if x.axe == "TRANSVERSAL"] == [()]


def test_les_hautes_pyrenees_n_ont_aucune_fiche_publiee() -> None:
    couverts = {t for ligne in registre().couverture for t in ligne.territoires}

    assert {t.code for t in registre().territoires_de("76")} - couverts == {"65"}


def test_la_lozere_n_a_pas_d_action_sur_les_droits_ni_perpignan_sur_la_transition() -> None:
    absents = {}
    for axe in CLS.axes:
        couverts = {t for x in registre().couverture if x.axe == axe for t in x.territoires}
        absents[axe] = {t.code for t in registre().territoires_de("76")} - couverts - {"65"}

    assert absents == {"ENFANCE": set(), "DROITS": {"48"}, "TRANSITION": {"200027183"}}

"""Les parts font le tout : ni un point, ni un centime ne se perd."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modeles.erreurs import SaisieInvalide
from workflows.calculs.repartition import (
    annees_couvertes,
    parite_respectee,
    prorata,
    reduction_proportionnelle,
    repartition_pct,
)

EURO = 100


@pytest.mark.parametrize(
    ("nombres", "attendu"),
    [
        ([54, 67, 38, 4], [33, 41, 23, 3]),
        ([1, 1, 1], [34, 33, 33]),
        ([0, 7], [0, 100]),
        ([0, 0], [0, 0]),
        ([], []),
    ],
)
def test_les_pourcentages_suivent_le_plus_fort_reste(nombres: list[int], attendu: list[int]) -> None:
    assert repartition_pct(nombres) == attendu


@given(st.lists(st.integers(0, 10**9), min_size=1).filter(any))
def test_les_pourcentages_font_cent_a_moins_d_un_point_du_calcul_exact(nombres: list[int]) -> None:
    pourcentages = repartition_pct(nombres)

    total = sum(nombres)
    assert sum(pourcentages) == 100
    assert all(abs(p * total - n * 100) < total for p, n in zip(pourcentages, nombres, strict=True))


@pytest.mark.parametrize(
    ("plafond_centimes", "mois", "attendu"),
    [
        (120_000 * EURO, 12, 120_000 * EURO),
        (120_000 * EURO, 9, 90_000 * EURO),
        (100_000 * EURO, 7, 5_833_333),  # 58 333,333… €
        (1, 11, 0),
        (120_000 * EURO, 0, 0),
    ],
)
def test_le_prorata_s_arrondit_au_centime_inferieur(plafond_centimes: int, mois: int, attendu: int) -> None:
    assert prorata(plafond_centimes, mois) == attendu


def test_un_prorata_impossible_dit_tous_ses_defauts() -> None:
    with pytest.raises(SaisieInvalide) as refus:
        prorata(-1, 13)

    assert refus.value.pourquoi == (
        "Les données saisies sont impossibles : le plafond est négatif ; "
        "une année ne compte pas 13 mois couverts."
    )


@pytest.mark.parametrize(
    ("parts", "plafond", "attendu"),
    [
        ([60, 40], 50, [30, 20]),
        ([1, 1, 1], 2, [1, 1, 0]),
        ([60, 40], 100, [60, 40]),
        ([60, 40], 500, [60, 40]),
        ([60, 40], 0, [0, 0]),
    ],
)
def test_la_reduction_ramene_les_parts_au_plafond(parts: list[int], plafond: int, attendu: list[int]) -> None:
    assert reduction_proportionnelle(parts, plafond) == attendu


@given(st.lists(st.integers(0, 10**10)), st.integers(0, 10**11))
def test_la_reduction_fait_exactement_le_plafond_sans_augmenter_personne(
    parts: list[int], plafond: int
) -> None:
    reduites = reduction_proportionnelle(parts, plafond)

    assert sum(reduites) == min(plafond, sum(parts))
    assert all(0 <= apres <= avant for avant, apres in zip(parts, reduites, strict=True))


def test_la_reduction_ne_touche_pas_les_parts_qu_on_lui_confie() -> None:
    parts = [60, 40]

    reduction_proportionnelle(parts, 50)

    assert parts == [60, 40]


def test_une_repartition_negative_est_refusee_avec_ses_valeurs() -> None:
    with pytest.raises(SaisieInvalide) as refus:
        repartition_pct([3, -1, -2])

    assert refus.value.pourquoi == "Elle contient des valeurs négatives : -1, -2."


def test_un_plafond_negatif_est_refuse() -> None:
    with pytest.raises(SaisieInvalide, match="-5"):
        reduction_proportionnelle([10], -5)


@pytest.mark.parametrize(
    ("etat", "collectivite", "conforme", "conforme_strictement"),
    [
        (100_000 * EURO, 100_000 * EURO, True, True),
        (100_000 * EURO, 99_999 * EURO, True, True),  # un euro d'écart est admis
        (100_000 * EURO, 99_999 * EURO - 1, False, False),
        (100_000 * EURO, 90_000 * EURO, False, False),
        (100_000 * EURO, 110_000 * EURO, True, False),
    ],
)
def test_l_etat_ne_paie_pas_plus_que_la_collectivite(
    etat: int, collectivite: int, conforme: bool, conforme_strictement: bool
) -> None:
    assert parite_respectee(etat, collectivite) is conforme
    assert parite_respectee(etat, collectivite, stricte=True) is conforme_strictement


@pytest.mark.parametrize(("duree", "tient_dans_le_contrat"), [(1, True), (3, True), (4, False)])
def test_une_action_des_2025_sur_trois_ans_ignore_2024_et_finit_en_2027(
    duree: int, tient_dans_le_contrat: bool
) -> None:
    annees = annees_couvertes(2025, duree)

    assert 2024 not in annees
    assert (annees[-1] <= 2027) is tient_dans_le_contrat


def test_une_action_sans_duree_est_refusee() -> None:
    with pytest.raises(SaisieInvalide, match=r"La durée saisie \(0\) n'atteint pas un an\."):
        annees_couvertes(2025, 0)

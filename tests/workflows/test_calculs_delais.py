"""La convocation, le quorum, le vote et leurs suites, aux dates près."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modeles.erreurs import SaisieInvalide
from workflows.calculs.delais import (
    RegimeDeliberant,
    date_de_carence,
    date_executoire,
    envoi_dans_les_delais,
    fin_de_recours,
    limite_envoi,
    quorum,
    quorum_atteint,
    urgence_possible,
    vote_favorable,
)
from workflows.calculs.jours import jours_francs_entre

DEPARTEMENT, EPCI = RegimeDeliberant.DEPARTEMENT, RegimeDeliberant.EPCI
SEANCE = date(2026, 3, 25)
DATES = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("regime", "prudence", "limite"),
    [
        (DEPARTEMENT, 0, date(2026, 3, 13)),
        (DEPARTEMENT, 1, date(2026, 3, 12)),
        (EPCI, 0, date(2026, 3, 19)),
        (EPCI, 1, date(2026, 3, 18)),
    ],
)
def test_la_limite_d_envoi_suit_le_regime_de_l_assemblee(
    regime: RegimeDeliberant, prudence: int, limite: date
) -> None:
    assert limite_envoi(SEANCE, regime, prudence) == limite


def test_la_limite_d_envoi_franchit_le_29_fevrier() -> None:
    assert limite_envoi(date(2024, 3, 8), DEPARTEMENT) == date(2024, 2, 25)
    assert limite_envoi(date(2025, 3, 8), DEPARTEMENT) == date(2025, 2, 24)


@pytest.mark.parametrize(
    ("envoi", "regime", "conforme"),
    [
        (date(2026, 3, 11), DEPARTEMENT, True),  # quatorze jours
        (date(2026, 3, 13), DEPARTEMENT, True),  # douze jours
        (date(2026, 3, 14), DEPARTEMENT, False),
        (date(2026, 3, 19), EPCI, True),  # cinq jours francs
        (date(2026, 3, 20), EPCI, False),
        (date(2026, 3, 26), EPCI, False),
    ],
)
def test_un_envoi_est_conforme_jusqu_a_sa_limite_comprise(
    envoi: date, regime: RegimeDeliberant, conforme: bool
) -> None:
    assert envoi_dans_les_delais(envoi, SEANCE, regime) is conforme


@given(seance=DATES)
def test_la_limite_d_un_epci_laisse_exactement_cinq_jours_francs(seance: date) -> None:
    assert jours_francs_entre(limite_envoi(seance, EPCI), seance) == 5


@pytest.mark.parametrize(
    ("envoi", "possible"),
    [
        (date(2026, 3, 14), True),
        (date(2026, 3, 23), True),
        (date(2026, 3, 24), False),
        (date(2026, 3, 25), False),
        (date(2026, 3, 26), False),
    ],
)
def test_l_urgence_exige_un_jour_franc(envoi: date, possible: bool) -> None:
    assert urgence_possible(envoi, SEANCE) is possible


def test_une_marge_de_prudence_negative_est_refusee() -> None:
    with pytest.raises(SaisieInvalide) as refus:
        limite_envoi(SEANCE, DEPARTEMENT, prudence=-1)

    assert refus.value.pourquoi == "La marge de prudence saisie (-1) est négative."


@pytest.mark.parametrize(("en_exercice", "attendu"), [(1, 1), (2, 2), (30, 16), (31, 16), (54, 28)])
def test_le_quorum_est_plus_de_la_moitie_des_membres_en_exercice(en_exercice: int, attendu: int) -> None:
    assert quorum(en_exercice) == attendu


@pytest.mark.parametrize(("presents", "atteint"), [(0, False), (15, False), (16, True), (31, True)])
def test_seize_presents_sur_trente_et_un_atteignent_le_quorum(presents: int, atteint: bool) -> None:
    assert quorum_atteint(presents, 31) is atteint


@pytest.mark.parametrize("regime", RegimeDeliberant)
def test_a_defaut_de_quorum_la_seance_se_tient_trois_jours_plus_tard(regime: RegimeDeliberant) -> None:
    assert date_de_carence(SEANCE, regime) == date(2026, 3, 28)


@pytest.mark.parametrize(
    ("presents", "en_exercice", "pourquoi"),
    [
        (32, 31, "Les effectifs saisis sont impossibles : 32 présents pour 31 membres en exercice."),
        (1, 0, "Les effectifs saisis sont impossibles : l'assemblée compterait 0 membre en exercice."),
        (-1, 31, "Les effectifs saisis sont impossibles : le nombre de présents (-1) est négatif."),
        (
            -2,
            -3,
            "Les effectifs saisis sont impossibles : l'assemblée compterait −3 membres en exercice ; "
            "le nombre de présents (-2) est négatif.",
        ),
    ],
)
def test_des_effectifs_impossibles_sont_refuses_avec_tous_leurs_defauts(
    presents: int, en_exercice: int, pourquoi: str
) -> None:
    with pytest.raises(SaisieInvalide) as refus:
        quorum_atteint(presents, en_exercice)

    assert refus.value.pourquoi.replace("\N{NO-BREAK SPACE}", " ") == pourquoi


@pytest.mark.parametrize(
    ("publication", "transmission", "executoire"),
    [
        (date(2026, 3, 27), date(2026, 3, 30), date(2026, 3, 30)),
        (date(2026, 4, 2), date(2026, 3, 30), date(2026, 4, 2)),
        (date(2026, 3, 30), date(2026, 3, 30), date(2026, 3, 30)),
    ],
)
def test_un_acte_n_est_executoire_que_publie_et_transmis(
    publication: date, transmission: date, executoire: date
) -> None:
    assert date_executoire(publication, transmission) == executoire


@pytest.mark.parametrize(
    ("transmission", "fin"),
    [
        (date(2026, 3, 30), date(2026, 5, 30)),
        (date(2026, 11, 15), date(2027, 1, 15)),
        (date(2023, 12, 31), date(2024, 2, 29)),
        (date(2024, 12, 31), date(2025, 2, 28)),
        (date(2026, 12, 30), date(2027, 2, 28)),
        (date(2026, 7, 31), date(2026, 9, 30)),
        (date(2024, 2, 29), date(2024, 4, 29)),
    ],
)
def test_le_recours_finit_deux_mois_plus_tard_au_meme_quantieme(transmission: date, fin: date) -> None:
    assert fin_de_recours(transmission) == fin


@given(transmission=DATES)
def test_le_recours_dure_entre_59_et_62_jours(transmission: date) -> None:
    assert timedelta(days=59) <= fin_de_recours(transmission) - transmission <= timedelta(days=62)


def test_un_recours_qui_sort_du_calendrier_est_refuse() -> None:
    with pytest.raises(SaisieInvalide, match=r"Vérifiez l'année saisie\."):
        fin_de_recours(date(9999, 11, 1))


@pytest.mark.parametrize(
    ("pour", "contre", "voix_preponderante", "favorable"),
    [
        (17, 14, None, True),
        (14, 17, True, False),  # la voix du président ne compte qu'au partage
        (1, 0, None, True),
        (15, 15, True, True),
        (15, 15, False, False),
        (15, 15, None, False),
        (0, 0, True, False),  # que des abstentions : aucun suffrage exprimé
    ],
)
def test_le_vote_se_gagne_a_la_majorite_des_suffrages_exprimes(
    pour: int, contre: int, voix_preponderante: bool | None, favorable: bool
) -> None:
    assert vote_favorable(pour, contre, voix_preponderante) is favorable


def test_des_voix_negatives_sont_refusees_ensemble() -> None:
    with pytest.raises(SaisieInvalide) as refus:
        vote_favorable(-1, -2)

    assert refus.value.pourquoi == (
        "Un nombre de voix ne peut pas être négatif : -1 voix « pour », -2 voix « contre »."
    )

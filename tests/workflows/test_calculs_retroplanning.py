"""Le calendrier à rebours tient la cible, ou dit pourquoi non ; un retard se propose, il ne s'impose pas."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modeles.erreurs import SaisieInvalide
from workflows.calculs.delais import RegimeDeliberant, limite_envoi
from workflows.calculs.jours import est_ouvre
from workflows.calculs.retroplanning import (
    Decalage,
    EtapePlanifiee,
    SeanceVisee,
    recaler,
    retroplanning,
)

DUREES = (("restitution", 30), ("contractualisation", 35), ("deliberation", 50), ("signature", 15))
LONGTEMPS_AVANT = date(2025, 1, 1)
CIBLE = date(2026, 9, 30)
PARCOURS = st.lists(st.integers(0, 120), min_size=1, max_size=8).map(
    lambda jours: [(f"étape {rang}", duree) for rang, duree in enumerate(jours)]
)
DATES = st.dates(date(2024, 1, 1), date(2028, 12, 31))


def lisible(texte: str) -> str:
    return texte.replace("\N{NO-BREAK SPACE}", " ")


def test_le_calendrier_remonte_de_la_signature_a_la_restitution() -> None:
    planning = retroplanning(CIBLE, DUREES, LONGTEMPS_AVANT)

    assert planning.etapes == (
        EtapePlanifiee("restitution", date(2026, 5, 22), date(2026, 6, 22), 30),  # le 23 mai est un samedi
        EtapePlanifiee("contractualisation", date(2026, 6, 22), date(2026, 7, 27), 35),
        EtapePlanifiee("deliberation", date(2026, 7, 27), date(2026, 9, 15), 50),
        EtapePlanifiee("signature", date(2026, 9, 15), date(2026, 9, 30), 15),
    )
    assert planning.intenable is None


def test_une_cible_un_dimanche_se_tient_le_vendredi_qui_precede() -> None:
    planning = retroplanning(date(2026, 9, 27), DUREES, LONGTEMPS_AVANT)

    assert planning.etapes[-1].fin == date(2026, 9, 25)


@given(cible=DATES, durees=PARCOURS)
def test_chaque_etape_a_sa_duree_et_finit_un_jour_ouvre(cible: date, durees: list[tuple[str, int]]) -> None:
    etapes = retroplanning(cible, durees, LONGTEMPS_AVANT).etapes

    assert all(est_ouvre(etape.fin) for etape in etapes)
    assert all(etape.fin - etape.debut >= timedelta(days=etape.duree_jours) for etape in etapes)
    assert all(avant.fin == apres.debut for avant, apres in pairwise(etapes))
    assert etapes[-1].fin <= cible


@pytest.mark.parametrize(
    ("aujourdhui", "manque_jours"),
    [(date(2026, 5, 22), None), (date(2026, 5, 23), 1), (date(2026, 6, 2), 11)],
)
def test_une_cible_n_est_tenable_que_si_le_debut_n_est_pas_passe(
    aujourdhui: date, manque_jours: int | None
) -> None:
    intenable = retroplanning(CIBLE, DUREES, aujourdhui).intenable

    assert (intenable.manque_jours if intenable else None) == manque_jours


def test_une_cible_intenable_dit_de_combien_et_propose_la_premiere_date() -> None:
    intenable = retroplanning(CIBLE, DUREES, date(2026, 6, 2)).intenable

    assert intenable is not None
    assert lisible(intenable.explication) == (
        "La date du 30 septembre 2026 ne peut pas être tenue : il manque 11 jours. "
        "La première date possible est le 12 octobre 2026."
    )


@given(aujourdhui=DATES, durees=PARCOURS, avance=st.integers(1, 400))
def test_la_premiere_cible_est_tenable_et_la_veille_ne_l_est_pas(
    aujourdhui: date, durees: list[tuple[str, int]], avance: int
) -> None:
    intenable = retroplanning(aujourdhui - timedelta(days=avance), durees, aujourdhui).intenable

    assert intenable is not None
    premiere = intenable.premiere_cible
    assert retroplanning(premiere, durees, aujourdhui).intenable is None
    assert retroplanning(premiere - timedelta(days=1), durees, aujourdhui).intenable is not None


def test_des_etapes_impossibles_sont_refusees_avec_tous_leurs_defauts() -> None:
    with pytest.raises(SaisieInvalide) as refus:
        retroplanning(CIBLE, [("fiches", 10), ("fiches", -1)], LONGTEMPS_AVANT)

    assert refus.value.pourquoi == (
        "Les étapes données ne conviennent pas : « fiches » revient plusieurs fois ; "
        "la durée de « fiches » est négative (-1)."
    )


def test_un_calendrier_sans_etape_est_refuse() -> None:
    with pytest.raises(SaisieInvalide, match="aucune étape n'est donnée"):
        retroplanning(CIBLE, [], LONGTEMPS_AVANT)


def test_un_retard_pousse_les_etapes_suivantes_et_leur_laisse_leur_duree() -> None:
    calendrier = retroplanning(CIBLE, DUREES, LONGTEMPS_AVANT).etapes

    proposition = recaler(calendrier, "contractualisation", date(2026, 8, 6))

    assert proposition.decalages == (
        Decalage("contractualisation", date(2026, 7, 27), date(2026, 8, 6)),
        Decalage("deliberation", date(2026, 9, 15), date(2026, 9, 25)),
        Decalage("signature", date(2026, 9, 30), date(2026, 10, 12)),  # le 10 octobre est un samedi
    )
    assert [decalage.ecart_jours for decalage in proposition.decalages] == [10, 10, 12]
    assert proposition.etapes[0] == calendrier[0]


def test_une_avance_laisse_plus_de_temps_sans_avancer_la_suite() -> None:
    calendrier = retroplanning(CIBLE, DUREES, LONGTEMPS_AVANT).etapes

    proposition = recaler(calendrier, "contractualisation", date(2026, 7, 20))

    assert [decalage.etape for decalage in proposition.decalages] == ["contractualisation"]
    assert proposition.etapes[2] == calendrier[2]._replace(debut=date(2026, 7, 20))


def test_une_etape_tenue_a_l_heure_ne_change_rien() -> None:
    calendrier = retroplanning(CIBLE, DUREES, LONGTEMPS_AVANT).etapes

    proposition = recaler(calendrier, "restitution", calendrier[0].fin)

    assert proposition == (calendrier, (), None)


def test_une_proposition_laisse_le_calendrier_d_origine_intact() -> None:
    calendrier = list(retroplanning(CIBLE, DUREES, LONGTEMPS_AVANT).etapes)
    copie = list(calendrier)

    recaler(calendrier, "restitution", date(2026, 12, 1))

    assert calendrier == copie


@given(cible=DATES, durees=PARCOURS, retard=st.integers(0, 200))
def test_un_retard_n_avance_ni_ne_raccourcit_jamais_une_etape(
    cible: date, durees: list[tuple[str, int]], retard: int
) -> None:
    calendrier = retroplanning(cible, durees, LONGTEMPS_AVANT).etapes

    proposition = recaler(calendrier, calendrier[0].etape, calendrier[0].fin + timedelta(days=retard))

    assert all(decalage.ecart_jours >= 0 for decalage in proposition.decalages)
    assert all(etape.fin - etape.debut >= timedelta(days=etape.duree_jours) for etape in proposition.etapes)


@pytest.mark.parametrize(
    ("pret_le", "retard_jours"),
    [(date(2026, 9, 10), None), (date(2026, 9, 11), None), (date(2026, 9, 14), 3)],
)
def test_la_seance_est_manquee_des_que_le_rapport_est_pret_apres_la_limite(
    pret_le: date, retard_jours: int | None
) -> None:
    calendrier = retroplanning(CIBLE, DUREES, LONGTEMPS_AVANT).etapes
    seance_le = date(2026, 9, 23)
    seance = SeanceVisee(
        seance_le, limite_envoi(seance_le, RegimeDeliberant.DEPARTEMENT), "contractualisation"
    )

    manquee = recaler(calendrier, "contractualisation", pret_le, seance).seance_manquee

    assert (manquee.retard_jours if manquee else None) == retard_jours


def test_une_seance_manquee_s_explique_avec_ses_trois_dates() -> None:
    calendrier = retroplanning(CIBLE, DUREES, LONGTEMPS_AVANT).etapes
    seance = SeanceVisee(date(2026, 9, 23), date(2026, 9, 11), "contractualisation")

    manquee = recaler(calendrier, "restitution", date(2026, 8, 10), seance).seance_manquee

    assert manquee is not None
    assert lisible(manquee.explication) == (
        "La séance du 23 septembre 2026 sera manquée : le rapport doit partir le 11 septembre 2026 "
        "au plus tard et ne sera prêt que le 14 septembre 2026."
    )


def test_une_etape_absente_du_calendrier_est_refusee_avec_celles_qu_il_contient() -> None:
    calendrier = retroplanning(CIBLE, DUREES, LONGTEMPS_AVANT).etapes
    seance = SeanceVisee(date(2026, 9, 23), date(2026, 9, 11), "ateliers")

    with pytest.raises(SaisieInvalide) as refus:
        recaler(calendrier, "diagnostic", date(2026, 8, 10), seance)

    assert refus.value.pourquoi == "Il ne contient pas « diagnostic » et « ateliers »."
    assert refus.value.remede == (
        "Choisissez parmi ses étapes : restitution, contractualisation, deliberation, signature."
    )

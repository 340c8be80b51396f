"""Le calendrier français, jour par jour : ouvrés, fériés, francs."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modeles.erreurs import SaisieInvalide
from workflows.calculs.jours import (
    ajouter_jours_ouvres,
    decaler,
    dernier_jour_ouvre,
    est_ouvre,
    feries,
    jours_francs_entre,
    jours_ouvres_entre,
    premier_jour_ouvre,
)

DATES = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("annee", "paques", "ascension", "pentecote"),
    [
        (2024, date(2024, 4, 1), date(2024, 5, 9), date(2024, 5, 20)),
        (2025, date(2025, 4, 21), date(2025, 5, 29), date(2025, 6, 9)),
        (2026, date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)),
        (2027, date(2027, 3, 29), date(2027, 5, 6), date(2027, 5, 17)),
    ],
)
def test_les_fetes_mobiles_tombent_a_leur_date(
    annee: int, paques: date, ascension: date, pentecote: date
) -> None:
    noms = feries(annee)

    assert [noms[paques], noms[ascension], noms[pentecote]] == [
        "Lundi de Pâques",
        "Ascension",
        "Lundi de Pentecôte",
    ]


@pytest.mark.parametrize("annee", [2024, 2025, 2026, 2027])
def test_les_fetes_fixes_sont_feriees_chaque_annee(annee: int) -> None:
    fixes = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}

    trouvees = {(jour.month, jour.day) for jour in feries(annee)}

    assert fixes <= trouvees
    # Le 8 mai peut être un jour d'Ascension : le nombre de dates se compte sur l'année, non sur les noms.
    assert len(feries(annee)) == len(fixes) + 3


def test_les_noms_des_feries_sont_francais_quelle_que_soit_la_machine() -> None:
    assert list(feries(2026).values()) == [
        "Jour de l'an",
        "Lundi de Pâques",
        "Fête du Travail",
        "Fête de la Victoire",
        "Ascension",
        "Lundi de Pentecôte",
        "Fête nationale",
        "Assomption",
        "Toussaint",
        "Armistice",
        "Noël",
    ]


@pytest.mark.parametrize("jour", [date(2026, 4, 3), date(2028, 12, 26)])
def test_le_vendredi_saint_et_le_26_decembre_ne_chome_qu_en_alsace_moselle(jour: date) -> None:
    assert est_ouvre(jour)
    assert not est_ouvre(jour, alsace_moselle=True)


@pytest.mark.parametrize(
    ("jour", "ouvre"),
    [
        (date(2026, 3, 13), True),  # vendredi
        (date(2026, 3, 14), False),  # samedi
        (date(2026, 3, 15), False),  # dimanche
        (date(2026, 5, 14), False),  # jeudi de l'Ascension
        (date(2026, 5, 15), True),  # le « pont » n'est pas férié
        (date(2024, 2, 29), True),  # jeudi d'une année bissextile
    ],
)
def test_un_jour_ouvre_va_du_lundi_au_vendredi_hors_feries(jour: date, ouvre: bool) -> None:
    assert est_ouvre(jour) is ouvre


@pytest.mark.parametrize(
    ("depart", "n", "arrivee"),
    [
        (date(2026, 3, 13), 0, date(2026, 3, 13)),
        (date(2026, 3, 14), 0, date(2026, 3, 14)),
        (date(2026, 3, 13), 1, date(2026, 3, 16)),
        (date(2026, 3, 14), 1, date(2026, 3, 16)),
        (date(2026, 3, 16), -1, date(2026, 3, 13)),
        (date(2026, 4, 3), 1, date(2026, 4, 7)),  # par-dessus le lundi de Pâques
        (date(2024, 2, 28), 2, date(2024, 3, 1)),  # par-dessus le 29 février
        (date(2026, 3, 2), 10, date(2026, 3, 16)),  # le compte rendu, dix jours ouvrés après le comité
    ],
)
def test_ajouter_des_jours_ouvres_saute_les_week_ends_et_les_feries(
    depart: date, n: int, arrivee: date
) -> None:
    assert ajouter_jours_ouvres(depart, n) == arrivee


@pytest.mark.parametrize(
    ("jour", "apres", "avant"),
    [
        (date(2026, 3, 31), date(2026, 3, 31), date(2026, 3, 31)),  # un mardi ne bouge pas
        (date(2024, 6, 30), date(2024, 7, 1), date(2024, 6, 28)),  # un dimanche
        (date(2026, 5, 1), date(2026, 5, 4), date(2026, 4, 30)),  # un vendredi férié
        (date(2027, 1, 1), date(2027, 1, 4), date(2026, 12, 31)),  # le changement d'année
    ],
)
def test_un_jour_chome_se_reporte_au_jour_ouvre_le_plus_proche(jour: date, apres: date, avant: date) -> None:
    assert (premier_jour_ouvre(jour), dernier_jour_ouvre(jour)) == (apres, avant)


@given(jour=DATES, n=st.integers(1, 60), alsace_moselle=st.booleans())
def test_compter_les_jours_ouvres_retrouve_ceux_qu_on_a_ajoutes(
    jour: date, n: int, alsace_moselle: bool
) -> None:
    arrivee = ajouter_jours_ouvres(jour, n, alsace_moselle)

    assert est_ouvre(arrivee, alsace_moselle)
    assert jours_ouvres_entre(jour, arrivee, alsace_moselle) == n


@given(jour=DATES)
def test_le_report_encadre_le_jour_sans_sauter_de_jour_ouvre(jour: date) -> None:
    avant, apres = dernier_jour_ouvre(jour), premier_jour_ouvre(jour)

    assert avant <= jour <= apres
    assert jours_ouvres_entre(avant, apres) == (0 if est_ouvre(jour) else 1)


@pytest.mark.parametrize(
    ("debut", "fin", "francs"),
    [
        (date(2026, 3, 25), date(2026, 3, 25), 0),
        (date(2026, 3, 24), date(2026, 3, 25), 0),
        (date(2026, 3, 23), date(2026, 3, 25), 1),
        (date(2024, 2, 28), date(2024, 3, 1), 1),  # le 29 février
        (date(2026, 3, 25), date(2026, 3, 1), 0),
    ],
)
def test_un_delai_franc_exclut_le_jour_de_depart_et_celui_d_arrivee(
    debut: date, fin: date, francs: int
) -> None:
    assert jours_francs_entre(debut, fin) == francs


def test_aucun_jour_ouvre_ne_separe_deux_dates_inversees() -> None:
    assert jours_ouvres_entre(date(2026, 3, 20), date(2026, 3, 13)) == 0


@pytest.mark.parametrize(("jour", "jours"), [(date.max, 1), (date.min, -1), (date(2026, 1, 1), 10**12)])
def test_un_calcul_qui_sort_du_calendrier_est_refuse_en_francais(jour: date, jours: int) -> None:
    with pytest.raises(SaisieInvalide) as refus:
        decaler(jour, jours)

    assert refus.value.quoi == "La date ne peut pas être calculée."
    assert refus.value.remede == "Vérifiez l'année saisie."


@given(jour=DATES, jours=st.integers(-3000, 3000))
def test_decaler_compte_en_jours_calendaires(jour: date, jours: int) -> None:
    assert decaler(jour, jours) - jour == timedelta(days=jours)

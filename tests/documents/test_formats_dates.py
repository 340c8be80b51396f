"""Une date se lit pareil d'où qu'elle vienne : champ, texte ISO ou instant UTC."""

from datetime import UTC, date, datetime, time

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from documents.formats import FILTRES, date_courte, date_en_lettres, date_longue, heure
from documents.typographie import INSECABLE


@pytest.mark.parametrize(
    "valeur",
    [
        date(2026, 3, 1),
        "2026-03-01",
        "2026-03-01T08:00:00",
        datetime(2026, 3, 1, 8, tzinfo=UTC),
        datetime(2026, 2, 28, 23, 30, tzinfo=UTC),  # déjà le 1er mars à Paris
        "2026-02-28T23:30:00Z",
    ],
)
def test_une_date_se_lit_en_date_en_texte_ou_en_instant(valeur: date | str) -> None:
    assert date_courte(valeur) == "01/03/2026"
    assert date_longue(valeur) == f"1er{INSECABLE}mars 2026"
    assert date_en_lettres(valeur) == "premier mars deux mille vingt-six"


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_une_date_s_ecrit_comme_babel_sauf_le_premier_du_mois(jour: date) -> None:
    oracle = format_date(jour, "long", locale="fr_FR").replace(" ", INSECABLE, 1)

    assert date_longue(jour) == (oracle.replace("1", "1er", 1) if jour.day == 1 else oracle)
    assert date_courte(jour) == format_date(jour, "short", locale="fr_FR")


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        ("2024-02-29", "vingt-neuf février deux mille vingt-quatre"),
        ("2027-12-31", "trente et un décembre deux mille vingt-sept"),
    ],
)
def test_une_date_en_lettres_convient_a_un_acte(jour: str, attendu: str) -> None:
    assert date_en_lettres(jour) == attendu


@pytest.mark.parametrize("valeur", ["2026-02-30", "01/03/2026", "", "demain"])
def test_une_date_impossible_est_refusee_en_francais(valeur: str) -> None:
    with pytest.raises(ValueError) as refus:
        date_longue(valeur)

    assert str(refus.value) == f"« {valeur} » n'est ni une date (AAAA-MM-JJ), ni une heure (HH:MM)."


@pytest.mark.parametrize(("filtre", "attendu"), [("date_longue", "une date"), ("heure", "une heure")])
def test_un_filtre_de_date_refuse_l_absence_de_date(filtre: str, attendu: str) -> None:
    with pytest.raises(TypeError, match=f"« None » n'est pas {attendu}"):
        FILTRES[filtre](None)


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [
        (time(14, 30), "14~h~30"),
        ("14:30", "14~h~30"),
        ("09:05:00", "9~h~05"),
        (time(9), "9~h"),
        ("2026-03-01T14:30", "14~h~30"),
        (datetime(2026, 7, 1, 12, 30, tzinfo=UTC), "14~h~30"),  # heure d'été
        ("2026-01-15T13:30:00Z", "14~h~30"),  # heure d'hiver
    ],
)
def test_une_heure_s_ecrit_a_la_francaise_et_a_paris(valeur: time | datetime | str, attendu: str) -> None:
    assert heure(valeur) == attendu.replace("~", INSECABLE)


@pytest.mark.parametrize("valeur", ["25:00", "14 h 30", ""])
def test_une_heure_impossible_est_refusee(valeur: str) -> None:
    with pytest.raises(ValueError, match=f"« {valeur} » n'est ni une date"):
        heure(valeur)

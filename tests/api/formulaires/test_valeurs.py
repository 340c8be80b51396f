"""Ce que l'on tape à la française se lit, ou se refuse en disant comment l'écrire."""

from typing import Any

import pytest

from api.pages.formulaires.champs import Genre
from api.pages.formulaires.valeurs import LECTURES


@pytest.mark.parametrize(
    ("genre", "tape", "lu"),
    [
        (Genre.EUROS, "12 500,50", 12_500_50),
        (Genre.EUROS, "12\u202f500,5 €", 12_500_50),
        (Genre.EUROS, "0", 0),
        (Genre.EUROS, "12500.05", 12_500_05),
        (Genre.CENTIEMES, "12,5 %", 12_50),
        (Genre.ENTIER, "1 250", 1250),
        (Genre.DATE, "31/03/2026", "2026-03-31"),
        (Genre.DATE, "2026-03-31", "2026-03-31"),
        (Genre.HEURE, "14h30", "14:30"),
        (Genre.HEURE, "9 h", "09:00"),
        (Genre.SIRET, "123 456 789 00012", "12345678900012"),
    ],
)
def test_une_valeur_bien_tapee_se_lit(genre: Genre, tape: str, lu: Any) -> None:
    assert LECTURES[genre](tape) == lu


@pytest.mark.parametrize(
    ("genre", "tape", "conseil"),
    [
        (Genre.EUROS, "12,345", "12 500,50"),
        (Genre.EUROS, "-3", "montant"),
        (Genre.EUROS, "douze", "montant"),
        (Genre.CENTIEMES, "1e3", "12,5"),
        (Genre.ENTIER, "1,5", "entier"),
        (Genre.ENTIER, "²", "entier"),
        (Genre.DATE, "31/02/2026", "jj/mm/aaaa"),
        (Genre.DATE, "31/03/1926", "2000"),
        (Genre.HEURE, "25:00", "14:30"),
        (Genre.HEURE, "14:60", "14:30"),
    ],
)
def test_une_valeur_mal_tapee_dit_comment_l_ecrire(genre: Genre, tape: str, conseil: str) -> None:
    with pytest.raises(ValueError, match=conseil):
        LECTURES[genre](tape)

"""Un nombre se lit comme une personne l'écrit ; ce qui n'en est pas un est dit, jamais deviné."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.formats import nombre
from workflows.calculs.nombres import NombreIllisible, lire_centiemes


@pytest.mark.parametrize(
    ("ecrit", "unite", "centiemes"),
    [
        ("1 234,5", "", 123450),
        ("1\u202f234,5", "", 123450),
        ("1\u00a0234.5", "", 123450),
        ("12 %", "%", 1200),
        ("120 ménages", "ménages", 12000),
        ("36 518,00 €", "€", 3651800),
        (" 0 ", "", 0),
        (7, "", 700),
        (12.5, "", 1250),
        (0.1 + 0.2, "", 30),
    ],
)
def test_un_nombre_ecrit_a_la_francaise_est_compris(ecrit: object, unite: str, centiemes: int) -> None:
    assert lire_centiemes(ecrit, unite) == centiemes


@pytest.mark.parametrize(
    ("ecrit", "pourquoi"),
    [
        ("environ 40", "« environ 40 » n'est pas un nombre"),
        ("1,234.50", "« 1,234.50 » n'est pas un nombre"),
        ("1.234", "deux décimales au plus"),
        ("12 34", "« 12 34 » n'est pas un nombre"),
        ("3 k€", "écrivez le nombre en entier, sans « k » ni « M »"),
        ("=A1+1", "« =A1+1 » n'est pas un nombre"),
        ("1e5", "« 1e5 » n'est pas un nombre"),
        ("-3", "un nombre négatif n'a pas de sens ici"),
        (-3, "un nombre négatif n'a pas de sens ici"),
        (10**12, "ce nombre est trop grand"),
        (True, "ce n'est pas un nombre"),
        (None, "ce n'est pas un nombre"),
        (float("nan"), "ce n'est pas un nombre"),
        (date(2026, 3, 1), "ce n'est pas un nombre"),
    ],
)
def test_ce_qui_n_est_pas_un_nombre_est_refuse_en_le_disant(ecrit: object, pourquoi: str) -> None:
    with pytest.raises(NombreIllisible) as refus:
        lire_centiemes(ecrit)

    assert str(refus.value) == pourquoi


@given(st.integers(0, 10**12))
def test_un_nombre_que_l_outil_ecrit_se_relit_egal(centiemes: int) -> None:
    assert lire_centiemes(nombre(f"{centiemes // 100}.{centiemes % 100:02}")) == centiemes

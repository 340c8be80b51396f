"""Une cellule se comprend comme une personne l'écrit, ou dit ce qu'elle aurait dû contenir."""

import pytest

from tests.workflows.classeurs_de_reprise import AUJOURD_HUI
from workflows.reprise.cellules import ValeurRefusee, comprendre
from workflows.reprise.classeur import Colonne, Genre


def _colonne(genre: Genre) -> Colonne:
    return Colonne("essai", "Essai", genre)


@pytest.mark.parametrize(
    ("ecrit", "centimes"),
    [
        ("1 234,50", 123450),
        ("36 518,00 €", 3651800),
        ("36\u202f518,00\u00a0€", 3651800),
        ("12", 1200),
        ("12.5", 1250),
        (1234.5, 123450),
        (0.1 + 0.2, 30),
        (0, 0),
    ],
)
def test_un_montant_se_lit_a_la_francaise(ecrit: object, centimes: int) -> None:
    assert comprendre(_colonne(Genre.MONTANT), ecrit, AUJOURD_HUI) == centimes


@pytest.mark.parametrize(
    ("ecrit", "attendu"),
    [
        ("36 k€", "un montant en euros, écrit en entier : « 36 518,00 », sans « k€ » ni « M€ »"),
        ("1,234.50", "un montant en euros, par exemple 36 518,00"),
        (-3, "un montant en euros, par exemple 36 518,00 ; il ne peut pas être négatif"),
        ("12,345", "un montant en euros, par exemple 36 518,00 ; deux décimales au plus"),
        (True, "un montant en euros, par exemple 36 518,00"),
        ("#REF!", "un montant en euros, par exemple 36 518,00 ; la formule de cette cellule est en erreur"),
        (10**14, "un montant en euros, par exemple 36 518,00 ; au plus 1 000 000 000"),
        (float("inf"), "un montant en euros, par exemple 36 518,00"),
    ],
)
def test_un_montant_douteux_est_refuse_avec_son_attendu(ecrit: object, attendu: str) -> None:
    with pytest.raises(ValeurRefusee) as refus:
        comprendre(_colonne(Genre.MONTANT), ecrit, AUJOURD_HUI)

    assert str(refus.value).replace("\u00a0", " ") == attendu


@pytest.mark.parametrize("ecrit", ["32", 32, "gers", "  Le Gers ", "Conseil départemental du Gers"])
def test_un_territoire_se_reconnait_a_ses_alias(ecrit: object) -> None:
    assert comprendre(_colonne(Genre.TERRITOIRE), ecrit, AUJOURD_HUI) == "32"


def test_un_zero_perdu_par_le_tableur_est_compris() -> None:
    assert comprendre(_colonne(Genre.TERRITOIRE), 9, AUJOURD_HUI) == "09"

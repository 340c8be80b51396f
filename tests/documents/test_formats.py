"""Ce que lit un agent : montants, nombres, accords et noms, au caractère près."""

from datetime import date
from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined
from jinja2.exceptions import UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from documents.formats import (
    FILTRES,
    accorder,
    euros,
    euros_en_lettres,
    liste_et,
    nom_de_fichier,
    nombre,
    octets_lisibles,
    ordinal,
    pourcent,
)
from documents.typographie import FINE, INSECABLE


def insecable(texte: str) -> str:
    """« ~ » se lit mieux que l'espace insécable dans un texte attendu."""
    return texte.replace("~", INSECABLE)


@pytest.mark.parametrize(
    ("centimes", "attendu"),
    [
        (1_644_058_000, "16~440~580~€"),
        (0, "0~€"),
        (5, "0,05~€"),
        (1_250, "12,50~€"),
        (100_001, "1~000,01~€"),
        (-120_050, "−1~200,50~€"),
        (-1, "−0,01~€"),
    ],
)
def test_un_montant_s_ecrit_par_tranches_avec_ses_seuls_centimes_utiles(centimes: int, attendu: str) -> None:
    assert euros(centimes) == insecable(attendu)


@given(st.integers(-(10**15), 10**15))
def test_un_montant_s_ecrit_comme_babel(centimes: int) -> None:
    motif = "#,##0.00 ¤" if centimes % 100 else "#,##0 ¤"

    oracle = format_currency(Decimal(centimes) / 100, "EUR", motif, locale="fr_FR", currency_digits=False)

    attendu = oracle.replace(FINE, INSECABLE).replace(" ", INSECABLE).replace("-", "\N{MINUS SIGN}")
    assert euros(centimes) == attendu


@pytest.mark.parametrize("centimes", [12.5, "1250", None])
def test_un_montant_qui_n_est_pas_entier_est_refuse(centimes: object) -> None:
    with pytest.raises(TypeError, match=f"« {centimes} » n'est pas un nombre entier"):
        FILTRES["euros"](centimes)


@pytest.mark.parametrize(
    ("centimes", "attendu"),
    [
        (792_102_500, "sept millions neuf cent vingt et un mille vingt-cinq euros"),
        (0, "zéro euro"),
        (100, "un euro"),
        (8_000, "quatre-vingts euros"),
        (8_100, "quatre-vingt-un euros"),
        (8_000_000, "quatre-vingt mille euros"),
        (20_000, "deux cents euros"),
        (20_000_000, "deux cent mille euros"),
        (100_000, "mille euros"),
        (100_000_000, "un million d'euros"),
        (20_000_000_000, "deux cents millions d'euros"),
        (300_000_000_000, "trois milliards d'euros"),
        (100_000_100, "un million un euros"),
        (200_050, "deux mille euros et cinquante centimes"),
        (100_000_001, "un million d'euros et un centime"),
        (50, "cinquante centimes"),
        (-7_150, "moins soixante et onze euros et cinquante centimes"),
    ],
)
def test_un_montant_en_lettres_suit_l_orthographe_des_nombres(centimes: int, attendu: str) -> None:
    assert euros_en_lettres(centimes) == attendu


@pytest.mark.parametrize(
    ("valeur", "decimales", "attendu"),
    [
        (12_750, None, "12~750"),
        (Decimal("0.50"), None, "0,5"),
        ("1234.5", None, "1~234,5"),
        (0.1, None, "0,1"),
        (Decimal("100"), None, "100"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("2.345"), 2, "2,35"),
        (3, 1, "3,0"),
        (Decimal("-0.2"), 0, "0"),
        (-1_200, None, "−1~200"),
    ],
)
def test_un_nombre_s_ecrit_avec_la_virgule_et_l_arrondi_usuel(
    valeur: int | float | Decimal | str, decimales: int | None, attendu: str
) -> None:
    assert nombre(valeur, decimales) == insecable(attendu)


@given(st.integers(-(10**15), 10**15))
def test_un_entier_s_ecrit_comme_babel(valeur: int) -> None:
    oracle = format_decimal(valeur, locale="fr_FR")

    assert nombre(valeur) == oracle.replace(FINE, INSECABLE).replace("-", "\N{MINUS SIGN}")


@pytest.mark.parametrize("valeur", ["douze", "", "NaN", float("inf"), None])
def test_ce_qui_n_est_pas_un_nombre_est_refuse(valeur: object) -> None:
    with pytest.raises(ValueError, match=f"« {valeur} » n'est pas un nombre"):
        FILTRES["nombre"](valeur)


def test_un_pourcentage_se_donne_en_points() -> None:
    assert pourcent(33) == insecable("33~%")
    assert pourcent(Decimal("12.34"), 1) == insecable("12,3~%")


@pytest.mark.parametrize(
    ("n", "attendu"),
    [
        (0, "0~fiche"),
        (1, "1~fiche"),
        (Decimal("1.5"), "1,5~fiche"),
        (2, "2~fiches"),
        (1_200, "1~200~fiches"),
        (-2, "−2~fiches"),
    ],
)
def test_le_pluriel_commence_a_deux(n: int | Decimal, attendu: str) -> None:
    assert accorder(n, "fiche", "fiches") == insecable(attendu)


@pytest.mark.parametrize(
    ("elements", "attendu"),
    [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c"), ([1, 2], "1 et 2")],
)
def test_une_enumeration_finit_par_et(elements: list[object], attendu: str) -> None:
    assert liste_et(iter(elements)) == attendu


def test_une_enumeration_de_dates_les_ecrit_en_toutes_lettres() -> None:
    assert liste_et([date(2026, 3, 1), date(2026, 4, 2)]) == insecable("1er~mars 2026 et 2~avril 2026")


def test_les_ordinaux_distinguent_le_premier_et_la_premiere() -> None:
    assert [ordinal(1), ordinal(1, feminin=True), ordinal(2), ordinal(21)] == ["1er", "1re", "2e", "21e"]


@pytest.mark.parametrize(
    ("octets", "attendu"),
    [
        (0, "0~octet"),
        (999, "999~octets"),
        (1_000, "1~ko"),
        (1_234_567, "1,2~Mo"),
        (999_999, "1~Mo"),
        (2_000_000_000, "2~Go"),
        (5 * 10**15, "5~000~To"),
    ],
)
def test_une_taille_de_fichier_se_lit_dans_la_bonne_unite(octets: int, attendu: str) -> None:
    assert octets_lisibles(octets) == insecable(attendu)


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Hautes-Pyrénées", "Hautes-Pyrenees"),
        ("Comité du 12/03 : l’accès aux droits", "Comite du 12-03 - l'acces aux droits"),
        ("Cœur d'Hérault – « phase 2 »", "Coeur d'Herault - phase 2"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\x00b<c>&d🙂.", "a-b-c-&d"),
        ("CON", "_CON"),
        ("nul.v2", "_nul.v2"),
        ("Console", "Console"),
        ("n° 12", "n 12"),
        ("🙂", "sans nom"),
        ("", "sans nom"),
    ],
)
def test_un_nom_de_fichier_passe_partout(texte: str, attendu: str) -> None:
    assert nom_de_fichier(texte) == attendu


@given(st.text(), st.integers(10, 120))
def test_un_nom_de_fichier_est_borne_stable_et_sans_caractere_interdit(texte: str, longueur: int) -> None:
    nom = nom_de_fichier(texte, longueur)

    assert 0 < len(nom) <= longueur
    assert nom.isascii() and nom.isprintable()
    assert not set(nom) & set('<>:"/\\|?*')
    assert nom_de_fichier(nom, longueur) == nom


def test_les_filtres_s_emploient_dans_un_gabarit() -> None:
    environnement = SandboxedEnvironment(undefined=StrictUndefined)
    environnement.filters.update(FILTRES)
    gabarit = environnement.from_string(
        "{{ part | euros }} le {{ le | date_longue }}, "
        "{{ n | accorder('fiche', 'fiches') }} de {{ noms | liste_et }}"
    )

    rendu = gabarit.render(part=1_644_058_000, le="2026-03-01", n=2, noms=["a", "b"])

    assert rendu == insecable("16~440~580~€ le 1er~mars 2026, 2~fiches de a et b")


@pytest.mark.parametrize("filtre", sorted(FILTRES))
def test_un_filtre_applique_a_une_variable_absente_la_nomme(filtre: str) -> None:
    environnement = SandboxedEnvironment(undefined=StrictUndefined)
    environnement.filters.update(FILTRES)
    arguments = "('fiche', 'fiches')" if filtre == "accorder" else ""

    with pytest.raises(UndefinedError, match="'absente' is undefined"):
        environnement.from_string(f"{{{{ absente | {filtre}{arguments} }}}}").render()

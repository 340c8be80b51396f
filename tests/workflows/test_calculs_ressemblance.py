"""Une fiche recopiée se voit, une fiche voisine se tolère."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.calculs.ressemblance import ressemblance, se_ressemblent

PHRASE = "Repérer les jeunes sortant de l'aide sociale et les accompagner vers un logement stable"
MOTS = st.text("ab ", max_size=40)


@pytest.mark.parametrize(
    ("texte", "autre", "attendu"),
    [
        (PHRASE, PHRASE, 1.0),
        (PHRASE, PHRASE.upper().replace(" ", "\n  ") + " !", 1.0),
        ("un deux trois quatre", "un deux trois cinq", 0.75),
        ("un deux trois quatre", "quatre trois deux un", 0.25),
        ("un deux", "trois quatre", 0.0),
        ("un", "", 0.0),
        ("", "", 0.0),
    ],
)
def test_la_ressemblance_est_la_part_des_mots_communs_dans_l_ordre(
    texte: str, autre: str, attendu: float
) -> None:
    assert ressemblance(texte, autre) == attendu


def test_des_accents_decomposes_ne_changent_rien() -> None:
    assert ressemblance("précarité", "pre\u0301carite\u0301") == 1.0


@pytest.mark.parametrize(("mots_changes", "signalee"), [(0, True), (1, True), (2, False), (3, False)])
def test_une_fiche_est_signalee_au_dela_de_quatre_vingts_pour_cent(mots_changes: int, signalee: bool) -> None:
    originale = [f"mot{rang}" for rang in range(10)]
    copie = [f"autre{rang}" if rang < mots_changes else mot for rang, mot in enumerate(originale)]

    assert se_ressemblent(" ".join(originale), " ".join(copie)) is signalee


@given(MOTS, MOTS)
def test_la_ressemblance_est_symetrique_et_bornee(texte: str, autre: str) -> None:
    aller = ressemblance(texte, autre)

    assert 0.0 <= aller <= 1.0
    assert aller == ressemblance(autre, texte)


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_les_mots_communs_sont_ceux_du_calcul_naif(mots: list[str], autres: list[str]) -> None:
    ligne = [0] * (len(autres) + 1)
    for mot in mots:
        precedente, ligne = ligne, [0]
        for rang, autre in enumerate(autres):
            ligne.append(precedente[rang] + 1 if mot == autre else max(ligne[rang], precedente[rang + 1]))

    total = len(mots) + len(autres)
    attendu = 2 * ligne[-1] / total if total else 0.0
    assert ressemblance(" ".join(mots), " ".join(autres)) == attendu


def test_cent_mille_caracteres_du_meme_mot_se_comparent() -> None:
    assert ressemblance("a " * 50_000, "a " * 25_000) == pytest.approx(2 / 3)

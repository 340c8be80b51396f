"""Les insécables se posent là où il faut, et rien d'autre ne bouge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.typographie import FINE, INSECABLE, typo


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Objet : relance !", "Objet~: relance~!"),
        ("Objet: relance; suite", "Objet~: relance~; suite"),
        ("Vraiment ?! Oui.", "Vraiment~?! Oui."),
        ("« de proximité » et «serré»", "«~de proximité~» et «~serré~»"),
        ('Le plan "en clair" est adopté', "Le plan «~en clair~» est adopté"),
        ("12 % de 1 460 722 €, 3 M€ et 10%", "12~% de 1~460~722~€, 3~M€ et 10~%"),
        ("En 2026 300 foyers, 1 460~722 €", "En 2026 300 foyers, 1~460~722~€"),
        (f"16{FINE}440{FINE}580{FINE}€", "16~440~580~€"),
        ("La délibération n° 12, l'annexe n°3", "La délibération n°~12, l'annexe n°~3"),
        ("M. Fictif, Mme Exemple, art. 3, p. 12", "M.~Fictif, Mme~Exemple, art.~3, p.~12"),
        ("le 1er mars 2026 et le 25 mars", "le 1er~mars 2026 et le 25~mars"),
        ("à 14 h 30 puis à 9 h", "à 14~h~30 puis à 9~h"),
        ("à 14:30, voir https://exemple.fr/a:b?c=1;d! ok", "à 14:30, voir https://exemple.fr/a:b?c=1;d! ok"),
        ("Écrire à agent@exemple.fr : merci", "Écrire à agent@exemple.fr~: merci"),
        ("Voir «https://exemple.fr» (agent@exemple.fr)", "Voir «~https://exemple.fr~» (agent@exemple.fr)"),
        ("Voir www.exemple.fr/?q=50% ; suite", "Voir www.exemple.fr/?q=50%~; suite"),
        ("(?) puis a::b et 3;4", "(?) puis a::b et 3;4"),
        ("Deux lignes\n: la suite\tici", "Deux lignes\n: la suite\tici"),
        ("Tél. 05 61 00 00 00", "Tél. 05 61 00 00 00"),
        ("", ""),
    ],
)
def test_la_typographie_pose_les_insecables_sans_abimer_le_reste(texte: str, attendu: str) -> None:
    assert typo(texte.replace("~", INSECABLE)) == attendu.replace("~", INSECABLE)


@given(st.text(f'aM1 0:;!?%€«»"°n.h@/{INSECABLE}{FINE}\ufdd0\n()', max_size=60))
def test_la_typographie_est_idempotente(texte: str) -> None:
    une_fois = typo(texte)

    assert typo(une_fois) == une_fois


@given(st.text(f"aM1 0:;!?%€«»°n.h@/{INSECABLE}\n()", max_size=60))
def test_la_typographie_n_ote_et_n_ajoute_que_des_espaces(texte: str) -> None:
    assert "".join(typo(texte).split()) == "".join(texte.split())


@pytest.mark.parametrize("motif", ["a", "!", '"', "« ", "1 000 ", "a@", ' "a', "!a"])
def test_la_typographie_lit_cent_mille_caracteres_sans_s_enliser(motif: str) -> None:
    texte = motif * (100_000 // len(motif)) + "x"

    assert "".join(typo(texte).split()).rstrip("x")

"""Aucun effectif masqué ne se retrouve par différence, et rien n'est masqué sans raison."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from workflows.calculs.secret import TOTAL, Case, masquer

TERRITOIRES = ("09", "31", "32", "46")


def tableau(**lignes: list[int]) -> dict[Case, int]:
    """Les lignes données, chacune avec son total."""
    cases = {(nom, t): n for nom, ns in lignes.items() for t, n in zip(TERRITOIRES, ns, strict=False)}
    return cases | {(nom, TOTAL): sum(ns) for nom, ns in lignes.items()}


def masquees(cases: dict[Case, int], parties: dict[str, str] | None = None, seuil: int = 5) -> set[Case]:
    return masquer(cases, parties or {}, {ligne: seuil for ligne, _ in cases})


def test_rien_n_est_masque_quand_tout_est_grand_ou_nul() -> None:
    assert masquees(tableau(a=[0, 5, 12, 40])) == set()


def test_un_petit_effectif_seul_entraine_le_plus_petit_de_ses_voisins() -> None:
    assert masquees(tableau(a=[3, 50, 12, 40])) == {("a", "09"), ("a", "32")}


def test_deux_petits_effectifs_dont_la_somme_reste_petite_en_entrainent_un_troisieme() -> None:
    assert masquees(tableau(a=[1, 2, 12, 40])) == {("a", "09"), ("a", "31"), ("a", "32")}


def test_deux_petits_effectifs_suffisants_se_cachent_l_un_l_autre() -> None:
    assert masquees(tableau(a=[4, 3, 12, 40])) == {("a", "09"), ("a", "31")}


def test_un_petit_effectif_sans_voisin_emporte_le_total() -> None:
    assert masquees(tableau(a=[3, 0, 0, 0])) == {("a", "09"), ("a", TOTAL)}


def test_un_complement_trop_petit_masque_la_partie() -> None:
    cases = tableau(tout=[100, 60, 80, 90], partie=[98, 20, 30, 40])

    assert masquees(cases, {"partie": "tout"}) == {("partie", "09"), ("partie", "31")}


def test_un_complement_nul_ne_cache_personne() -> None:
    assert masquees(tableau(tout=[100, 60], partie=[100, 20]), {"partie": "tout"}) == set()


def test_des_parties_qui_font_leur_tout_se_protegent_entre_elles() -> None:
    cases = {("tout", "32"): 50, ("a", "32"): 3, ("b", "32"): 20, ("c", "32"): 27}

    assert masquees(cases, {"a": "tout", "b": "tout", "c": "tout"}) == {("a", "32"), ("b", "32")}


def test_un_seuil_nul_ne_masque_rien() -> None:
    assert masquees(tableau(euros=[3, 50, 12, 40]), seuil=0) == set()


effectifs = st.lists(st.integers(0, 12), min_size=2, max_size=4)


def solutions(termes: list[int], caches: list[int], total: int | None) -> list[set[int]]:
    """Les valeurs que chaque case cachée peut prendre pour qui ne voit que le reste."""
    if total is None:
        return [set(range(13)) for _ in caches]
    reste = total - sum(n for i, n in enumerate(termes) if i not in caches)
    possibles = [v for v in product(range(1, reste + 1), repeat=len(caches)) if sum(v) == reste]
    return [{v[rang] for v in possibles} for rang in range(len(caches))]


@given(effectifs)
def test_personne_ne_retrouve_un_petit_effectif_a_partir_du_total(ns: list[int]) -> None:
    cases = tableau(a=ns)
    cachees = masquees(cases)
    caches = [rang for rang, t in enumerate(TERRITOIRES[: len(ns)]) if ("a", t) in cachees]

    for rang, n in enumerate(ns):
        assert not 0 < n < 5 or rang in caches
    total = None if ("a", TOTAL) in cachees else cases["a", TOTAL]
    for rang, possibles in zip(caches, solutions(ns, caches, total), strict=True):
        assert len(possibles) > 1, (ns, rang)


@given(effectifs, st.data())
def test_ni_par_le_complement(touts: list[int], donnees: st.DataObject) -> None:
    parties = [donnees.draw(st.integers(0, n)) for n in touts]
    cases = tableau(tout=touts, partie=parties)
    cachees = masquees(cases, {"partie": "tout"})

    for (ligne, colonne), n in cases.items():
        montre = ligne == "partie" and not {(ligne, colonne), ("tout", colonne)} & cachees
        assert not montre or not 0 < cases["tout", colonne] - n < 5


@given(effectifs)
def test_masquer_de_nouveau_ne_change_rien(ns: list[int]) -> None:
    cases = tableau(a=ns)

    assert masquees(cases) == masquees(dict(reversed(cases.items())))

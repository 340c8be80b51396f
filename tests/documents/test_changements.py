"""Deux textes figés d'un même contrat : ce qui change se lit en eux seuls, et rien d'autre ne se dit changé."""

from hypothesis import given
from hypothesis import strategies as st

from documents.contextes.articles_changes import ArticleModifie
from documents.contextes.changements import ChangementsDAvenant, Raison, comparer
from documents.contextes.convention import Convention, contexte_convention
from documents.formats import centimes_lus, euros
from tests.documents.avenants_du_gers import (
    AJOUTEE,
    LE_1_OCTOBRE,
    MODIFIEE,
    RETIREE,
    les_deux_textes,
    un_contrat_modifie,
)
from tests.documents.contrat_du_gers import un_contrat_du_gers
from tests.documents.fabriques_contrat import LE_2_JUIN

RAISONS = {RETIREE: Raison("Le porteur cesse.", retiree=True), MODIFIEE: Raison("Plus de visites.")}


def en_clair(texte: str) -> str:
    return texte.replace("\u00a0", " ")


def les_changements(raisons: dict[str, Raison] | None = None) -> ChangementsDAvenant:
    avant, apres = les_deux_textes(un_contrat_modifie())
    return comparer(avant, apres, raisons)


def test_le_meme_texte_ne_change_rien() -> None:
    demarche = un_contrat_du_gers()
    avant, apres = (contexte_convention(demarche, v, le) for v, le in ((1, LE_2_JUIN), (2, LE_1_OCTOBRE)))

    changements = comparer(avant, apres)

    listes = ("ajoutees", "retirees", "modifiees", "cibles", "articles", "en_bref")
    assert [nom for nom in listes if getattr(changements, nom)] == []
    assert {e.ecart for e in (*changements.financement, changements.total)} == {"0\u00a0€"}


def test_une_fiche_ajoutee_retiree_ou_modifiee_est_rangee_a_sa_place() -> None:
    changements = les_changements(RAISONS)

    assert [(f.code, f.total) for f in changements.ajoutees] == [(AJOUTEE, "20\u00a0000\u00a0€")]
    assert [(f.code, f.motif) for f in changements.retirees] == [(RETIREE, "Le porteur cesse.")]
    assert [(f.code, f.motif) for f in changements.modifiees] == [(MODIFIEE, "Plus de visites.")]


def test_une_fiche_modifiee_donne_chaque_champ_avant_et_apres() -> None:
    (modifiee,) = les_changements(RAISONS).modifiees

    assert [(c.libelle, en_clair(c.avant), en_clair(c.apres)) for c in modifiee.changements] == [
        (
            "Porteur",
            "Agence fictive d'information sur le logement (association)",
            "Agence renommée (association)",
        ),
        ("2027, part de l'État", "36 518 €", "40 000 €"),
        ("2027, part de la collectivité", "36 518 €", "40 000 €"),
    ]


def test_une_fiche_dont_on_n_a_rien_dit_montre_sa_nouvelle_periode() -> None:
    changements = les_changements()

    assert changements.retirees == ()
    halte = next(f for f in changements.modifiees if f.code == RETIREE)
    assert ("Période", "2025-2027", "2025-2026") in [(c.libelle, c.avant, c.apres) for c in halte.changements]


def test_une_fiche_absente_du_second_texte_est_retiree() -> None:
    avant, apres = les_deux_textes(un_contrat_modifie())

    changements = comparer(apres, avant)

    assert [f.code for f in changements.retirees] == [AJOUTEE]


def test_l_argent_se_compare_exercice_par_exercice() -> None:
    changements = les_changements(RAISONS)

    ecrits = {
        e.libelle: (en_clair(e.total_avant), en_clair(e.total_apres), en_clair(e.ecart))
        for e in changements.financement
    }
    assert ecrits["2025"] == ("203 036 €", "203 036 €", "0 €")
    assert ecrits["2026"] == ("227 036 €", "102 036 €", "−125 000 €")
    assert ecrits["2027"] == ("78 036 €", "105 000 €", "+26 964 €")
    assert en_clair(changements.total.ecart) == "−98 036 €"


def test_une_cible_change_pour_une_annee_seulement() -> None:
    (cible,) = les_changements(RAISONS).cibles

    assert (cible.fiche, cible.indicateur, cible.annee, cible.avant, cible.apres) == (
        MODIFIEE,
        "Ménages accompagnés",
        "2027",
        "120",
        "150",
    )


def test_les_articles_touches_se_disent_avec_leur_numero() -> None:
    articles = {a.titre: a for a in les_changements(RAISONS).articles}

    assert list(articles) == [
        "Programme d'actions",
        "Engagements de l'État",
        "Engagements de la collectivité",
        "Financement",
    ]
    assert (articles["Programme d'actions"].numero, articles["Programme d'actions"].apres) == (
        "4",
        "Le programme comprend 4\u00a0fiches actions.",
    )
    assert "(278\u00a0072\u00a0€)" in articles["Engagements de l'État"].avant


def test_un_article_ecarte_ou_recrit_se_dit_aussi() -> None:
    avant, apres = les_deux_textes(un_contrat_modifie())
    articles = apres.articles.model_copy(update={"litiges": None})
    recrit = ArticleModifie(
        numero="8", titre="Modalités de versement", avant="En une fois.", apres="En deux fois."
    )

    changements = comparer(avant, apres.model_copy(update={"articles": articles}), RAISONS, [recrit])

    assert [(a.titre, a.apres) for a in changements.articles[-2:]] == [
        ("Règlement des litiges", "La convention n'a pas cet article."),
        ("Modalités de versement", "En deux fois."),
    ]


def test_l_essentiel_tient_en_quelques_phrases() -> None:
    assert [en_clair(p) for p in les_changements(RAISONS).en_bref] == [
        f"1 fiche action ajoutée : {AJOUTEE}",
        f"1 fiche action retirée : {RETIREE}",
        f"1 fiche action modifiée : {MODIFIEE}",
        "coût total de 586 144 € porté à 488 108 € (−98 036 €)",
        "1 cible d'indicateur modifiée",
    ]


def test_un_texte_relu_de_la_base_se_compare_comme_un_texte_neuf() -> None:
    demarche = un_contrat_du_gers()
    neuf = contexte_convention(demarche, 1, LE_2_JUIN)

    assert comparer(Convention.model_validate(neuf.model_dump(mode="json")), neuf).en_bref == ()


@given(st.integers(-(10**14), 10**14))
def test_un_montant_ecrit_se_relit(centimes: int) -> None:
    assert centimes_lus(euros(centimes)) == centimes


@given(st.sampled_from(["—", "", "non renseigné", "12 euros", "abc\u00a0€", "1,2,3\u00a0x"]))
def test_ce_qui_n_est_pas_un_montant_ne_se_lit_pas(texte: str) -> None:
    assert centimes_lus(texte) is None

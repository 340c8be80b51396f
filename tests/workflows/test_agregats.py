"""Un agrégat ne compte que ceux qui ont répondu, dit combien ils sont, et ne trahit personne."""

from datetime import date
from typing import Any

import pytest

from modeles.base import lecture, unite_de_travail
from modeles.indicateur import Indicateur
from modeles.vocabulaire_annuel import GenreCampagne, StatutValeur
from tests.fabriques import une_demarche
from tests.workflows.contrats_d_essai import auteur, saisie, un_contrat, un_indicateur, une_fiche_engagee
from workflows.agregats import agregats_de_la_region
from workflows.attendus import attendu_designe
from workflows.calculs.agregats import Agregat, Reponse, agreger, avec_sa_part, consolider, evoluer
from workflows.calculs.diffusion import MENTION, diffuser
from workflows.calculs.indicateurs import Teinte, situer
from workflows.campagnes import ouvrir_campagne
from workflows.valeurs import enregistrer_valeurs

S = StatutValeur


def indicateur(code: str = "X", **champs: Any) -> Indicateur:
    fiche = une_fiche_engagee(une_demarche(), "32-DRO-EXP-01")
    return un_indicateur(fiche, code, f"Nombre {code}", **champs)


def reponses(*nombres: int | None, cible: int | None = None) -> list[Reponse]:
    """Une par territoire, en unités ; None : le territoire n'a pas répondu."""
    return [
        Reponse(
            f"{rang:02}", S.ATTENDU if n is None else S.SAISI, None if n is None else n * 100, cible=cible
        )
        for rang, n in enumerate(nombres, 1)
    ]


def taux(*termes: tuple[int, int] | None) -> list[Reponse]:
    return [
        Reponse(f"{rang:02}", S.ATTENDU)
        if t is None
        else Reponse(f"{rang:02}", S.SAISI, 0, t[0] * 100, t[1] * 100)
        for rang, t in enumerate(termes, 1)
    ]


def test_un_silence_n_est_pas_un_zero_et_le_perimetre_se_dit() -> None:
    agregat = agreger(indicateur(), reponses(*([10] * 15), None))

    assert (agregat.valeur, agregat.perimetre.replace("\u00a0", " ")) == (150_00, "15 territoires sur 16")


def test_un_zero_confirme_compte_parmi_les_reponses() -> None:
    lignes = [*reponses(10), Reponse("02", S.ZERO_REEL, 0)]

    assert (agreger(indicateur(), lignes).repondants, agreger(indicateur(), lignes).valeur) == (2, 10_00)


def test_sans_objet_n_est_ni_une_reponse_ni_un_manque() -> None:
    agregat = agreger(indicateur(), [*reponses(10, 20), Reponse("03", S.SANS_OBJET)])

    assert (agregat.repondants, agregat.attendus) == (2, 2)


def test_un_chiffre_conteste_n_entre_dans_aucun_total() -> None:
    agregat = agreger(indicateur(), [*reponses(10, 20), Reponse("03", S.CONTESTE, 500_00)])

    assert (agregat.valeur, agregat.repondants, agregat.attendus) == (30_00, 2, 3)


@pytest.mark.parametrize(
    ("nombres", "mention"),
    [((None, None), "aucune réponse"), ((10, None, None), "non significatif"), ((10, None), "")],
)
def test_sous_la_moitie_de_reponses_il_n_y_a_pas_de_total(
    nombres: tuple[int | None, ...], mention: str
) -> None:
    agregat = agreger(indicateur(), reponses(*nombres))

    assert (agregat.mention, agregat.valeur is None) == (mention, bool(mention))


def test_un_taux_agrege_est_la_somme_sur_la_somme_jamais_la_moyenne_des_taux() -> None:
    ratio = indicateur(formule="ratio", unite="%", agregation="ponderee")

    agregat = agreger(ratio, taux((90, 100), (100, 1000), None))

    # La moyenne des taux (90 % et 10 %) dirait 50 %.
    assert (agregat.valeur, agregat.numerateur, agregat.denominateur) == (1727, 190_00, 1100_00)


def test_un_texte_ne_s_additionne_pas() -> None:
    qualitatif = indicateur(formule="qualitatif", agregation="non_agregeable")

    assert agreger(qualitatif, reponses(1, 2)).mention == "non agrégeable"


def test_l_evolution_ne_porte_que_sur_ceux_qui_ont_repondu_aux_deux_exercices() -> None:
    agregat = evoluer(agreger(indicateur(), reponses(120, 60, 500)), reponses(100, 50, None))

    assert agregat.evolution is not None
    assert (agregat.evolution.territoires, agregat.evolution.avant, agregat.evolution.apres) == (
        2,
        150_00,
        180_00,
    )
    assert agregat.evolution.pour_cent == 20


def test_plusieurs_fiches_d_un_territoire_font_une_reponse_si_toutes_ont_repondu() -> None:
    unes = [Reponse("32", S.VALIDE, 10_00), Reponse("32", S.SAISI, 5_00)]

    assert consolider(indicateur(), unes).valeur == 15_00
    assert consolider(indicateur(), [*unes, Reponse("32", S.SANS_OBJET)]).valeur == 15_00
    assert not consolider(indicateur(), [*unes, Reponse("32", S.ATTENDU)]).compte


@pytest.mark.parametrize(
    ("sens", "valeur", "cible", "teinte"),
    [
        ("hausse_favorable", 100, 100, Teinte.VERT),
        ("hausse_favorable", 80, 100, Teinte.ORANGE),
        ("hausse_favorable", 79, 100, Teinte.ROUGE),
        ("hausse_favorable", 0, 0, Teinte.VERT),
        ("baisse_favorable", 26, 26, Teinte.VERT),
        ("baisse_favorable", 31, 26, Teinte.ORANGE),
        ("baisse_favorable", 33, 26, Teinte.ROUGE),
        ("baisse_favorable", 0, 26, Teinte.VERT),
        ("baisse_favorable", 1, 0, Teinte.ROUGE),
        ("neutre", 10, 100, None),
        ("hausse_favorable", 10, None, None),
        ("hausse_favorable", None, 100, None),
    ],
)
def test_la_teinte_suit_le_sens_de_l_indicateur(
    sens: str, valeur: int | None, cible: int | None, teinte: Teinte | None
) -> None:
    assert situer(indicateur(sens=sens), valeur, cible) is teinte


def montre(agregat: Agregat) -> list[int | None]:
    return [None if r.masquee else (r.valeur or 0) // 100 for r in agregat.reponses]


def test_un_petit_effectif_se_tait_avec_de_quoi_ne_pas_le_retrouver() -> None:
    (agregat,) = diffuser([agreger(indicateur(), reponses(3, 50, 12, 40))])

    assert (montre(agregat), agregat.valeur) == ([None, 50, None, 40], 105_00)
    assert agregat.repondants == 4


def test_des_seances_ou_des_euros_ne_designent_personne() -> None:
    (agregat,) = diffuser([agreger(indicateur(unite="séances"), reponses(3, 50))])

    assert montre(agregat) == [3, 50]


def test_le_seuil_de_l_indicateur_l_emporte() -> None:
    (agregat,) = diffuser([agreger(indicateur(seuil_secret=11), reponses(10, 50, 60))])

    assert montre(agregat) == [None, None, 60]


def test_le_complement_d_une_partie_se_tait_aussi() -> None:
    tout, partie = indicateur("T"), indicateur("P", sous_population_de="T")

    montres = diffuser([agreger(tout, reponses(100, 60, 80)), agreger(partie, reponses(98, 20, 30))])

    assert [montre(a) for a in montres] == [[100, 60, 80], [None, None, 30]]


def test_un_taux_ne_livre_pas_le_petit_effectif_dont_il_est_fait() -> None:
    ratio = indicateur(formule="ratio", unite="%", agregation="ponderee")

    (agregat,) = diffuser([agreger(ratio, taux((3, 40), (30, 60), (50, 90)))])

    assert [r.masquee for r in agregat.reponses] == [True, True, False]
    assert all(r.numerateur is None for r in agregat.reponses if r.masquee)


def test_un_total_trop_petit_se_tait_entierement() -> None:
    (agregat,) = diffuser([agreger(indicateur(), reponses(3, 0))])

    assert (agregat.valeur, agregat.mention, agregat.repondants) == (None, MENTION, 2)


def test_une_part_se_calcule_sur_ceux_qui_ont_donne_l_une_et_l_autre() -> None:
    tout = agreger(indicateur("T"), reponses(100, 60, None, 40))
    partie = agreger(indicateur("P", sous_population_de="T"), reponses(50, 30, 99, None))

    assert avec_sa_part(partie, tout).part == 5000


def test_les_agregats_d_une_region_viennent_des_valeurs_de_ses_contrats(base: str) -> None:
    with unite_de_travail() as session:
        contrats = {code: un_contrat(session, code) for code in ("09", "31", "32")}
        for i in contrats["32"].fiches[0].indicateurs:
            i.unite = "ménages" if i.code == "MEN" else i.unite
        ouvrir_campagne(session, "76", GenreCampagne.INDICATEURS, 2025, auteur())
        for code, (menages, reloges) in {"09": (200, 90), "31": (100, 30)}.items():
            attendu = attendu_designe(session, contrats[code], GenreCampagne.INDICATEURS, 2025)
            fiche = f"{code}-DRO-EXP-01"
            lignes = [saisie("MEN", menages, fiche), saisie("RELOG", reloges, fiche)]
            enregistrer_valeurs(session, attendu, lignes, auteur(date(2026, 3, 2)), "essai")

    with lecture() as session:
        agregats = {
            (a.indicateur.code, a.indicateur.unite): a for a in agregats_de_la_region(session, "76", 2025)
        }

    assert (agregats["MEN", "foyers"].valeur, agregats["MEN", "foyers"].attendus) == (300_00, 2)
    # Une unité différente est un autre indicateur : elle ne s'additionne pas.
    assert agregats["MEN", "ménages"].mention == "aucune réponse"
    relogement = agregats["TAUX", "%"]
    assert (relogement.valeur, relogement.perimetre.replace("\u00a0", " ")) == (4000, "2 territoires sur 3")
    assert agregats["MONO", "foyers"].mention == "aucune réponse"

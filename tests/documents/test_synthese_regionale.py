"""La synthèse régionale compte ce que la base contient, et rien d'autre."""

from datetime import date

import pytest

from documents.a_la_demande import composer_a_la_demande
from documents.contextes.synthese_regionale import SyntheseRegionale, construire_synthese_regionale
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.moteur.validite import paragraphes, texte
from documents.typographie import typo
from modeles.demarche import Demarche
from modeles.erreurs import Introuvable
from modeles.vocabulaire import NatureAction, StatutFiche
from tests.documents.fabriques_a_la_demande import LE_8_AVRIL, un_territoire, une_fiche_de

ENF, DRO, MOB = ("ENFANCE", "ENF-PAR"), ("DROITS", "DRO-EXP"), ("TRANSITION", "TRA-MOB")


def une_region() -> list[Demarche]:
    """Trois territoires qui ont des fiches, un quatrième dont la démarche n'en a pas encore."""
    return [
        un_territoire("243100518", {("ENFANCE", "ENF-DEC"): 2}),
        un_territoire("31", {DRO: 1, ("DROITS", None): 1}),
        un_territoire("32", {DRO: 3, ENF: 2, MOB: 1}),
        un_territoire("46"),
    ]


def synthese(demarches: list[Demarche]) -> SyntheseRegionale:
    return construire_synthese_regionale("76", demarches, LE_8_AVRIL)


def ecrite(demarches: list[Demarche]) -> list[str]:
    document = composer_a_la_demande("D15", synthese(demarches), LE_8_AVRIL, DOSSIER_DES_GABARITS)
    return [p.replace("\u00a0", " ") for p in paragraphes(document.octets)]


def test_la_couverture_ne_compte_que_les_territoires_disponibles() -> None:
    lue = ecrite(une_region())

    assert (
        "Des fiches sont disponibles pour 3 territoires sur les 16 territoires de la région. Les couvertures "
        "s'expriment sur eux : un territoire sans fiche n'est compté ni couvert, ni non couvert."
    ) in lue
    (absents,) = (p for p in lue if p.startswith("Fiches non disponibles : "))
    assert "Hautes-Pyrénées" in absents
    assert "Gers" not in absents


def test_le_recapitulatif_par_axe_donne_fiches_poids_etendue_et_couverture() -> None:
    lignes = [(a.fiches, a.poids, a.etendue, a.couverture) for a in synthese(une_region()).par_axe]

    assert lignes == [
        (4, "40\u00a0%", "2 par territoire couvert", "2 sur 3"),
        (5, "50\u00a0%", "de 2 à 3 par territoire couvert", "2 sur 3"),
        (1, "10\u00a0%", "1 par territoire couvert", "1 sur 3"),
    ]


def test_les_poids_de_la_synthese_de_2024_se_retrouvent_au_plus_fort_reste() -> None:
    """54, 67 et 38 fiches sur les trois axes, plus 4 ailleurs, y font 33, 41, 23 et 3 %."""
    demarches = [un_territoire("32", {ENF: 54, DRO: 67, MOB: 38, ("EMPLOI", "EMP-SOL"): 4})]

    poids = {a.libelle: a.poids for a in synthese(demarches).par_axe}

    assert sorted(poids.values()) == ["23\u00a0%", "33\u00a0%", "3\u00a0%", "41\u00a0%"]


def test_le_recapitulatif_par_territoire_fait_cent_pour_cent() -> None:
    lignes = synthese(une_region()).par_territoire

    assert [(t.nom, t.fiches, t.poids) for t in lignes] == [
        ("Haute-Garonne", 2, "20\u00a0%"),
        ("Gers", 6, "60\u00a0%"),
        ("Toulouse Métropole", 2, "20\u00a0%"),
    ]
    assert lignes[1].repartition == typo("Enfance : 2 ; Accès aux droits : 3 ; Transition écologique : 1")


def test_un_sous_axe_nomme_departements_et_intercommunalites_a_part() -> None:
    sous_axes = {s.libelle: s for axe in synthese(une_region()).axes for s in axe.sous_axes}

    expulsions = sous_axes["Prévenir les expulsions locatives"]
    assert (expulsions.fiches, expulsions.poids, expulsions.couverture) == (4, "40\u00a0%", "2 sur 3")
    assert (expulsions.departements, expulsions.intercommunalites) == ("Haute-Garonne et Gers", "—")
    assert [e.territoire for e in expulsions.exemples] == ["Haute-Garonne", "Gers"]
    assert len(expulsions.actions) == 4


def test_une_fiche_sans_sous_axe_compte_dans_son_axe_et_le_dit() -> None:
    droits = synthese(une_region()).axes[1]

    assert (droits.fiches, droits.sans_sous_axe) == (5, 1)
    assert "Dont 1 fiche sans sous-axe renseigné, hors du détail qui suit." in ecrite(une_region())


def test_un_axe_nomme_les_territoires_qui_n_y_ont_pas_de_fiche() -> None:
    assert "Territoires sans fiche sur cet axe : Haute-Garonne et Toulouse Métropole." in ecrite(une_region())


@pytest.mark.parametrize("statut", [StatutFiche.REJETEE, StatutFiche.REPORTEE, StatutFiche.ABANDONNEE])
def test_une_fiche_ecartee_ne_compte_pas(statut: StatutFiche) -> None:
    demarche = un_territoire("32", {DRO: 2})
    demarche.fiches[0].statut, demarche.fiches[0].motif = statut, "Motif fictif"

    lue = synthese([demarche])

    assert lue.fiches_comptees == "1\u00a0fiche action"


def test_un_autre_millesime_ne_s_additionne_pas() -> None:
    ancienne = un_territoire("31", {DRO: 5})
    ancienne.millesime = "pacte_2030"

    assert synthese([ancienne, un_territoire("32", {DRO: 1})]).fiches_comptees == "1\u00a0fiche action"


def test_une_region_sans_fiche_donne_une_synthese_vide_et_lisible() -> None:
    lue = ecrite([])

    assert "Aucune fiche action n'est disponible à cette date." in lue
    assert not any("%" in p for p in lue if "pourcentages" not in p and "somme" not in p)


def test_l_exemple_porte_sa_nature_et_sa_periode() -> None:
    demarche = un_territoire("32")
    une_fiche_de(demarche, "DRO-EXP", "DROITS", titre="Ouvrir une antenne", nature=NatureAction.NOUVELLE)

    assert "Gers : Ouvrir une antenne (Action nouvelle, 2024-2027)" in ecrite([demarche])


def test_les_complementarites_comptent_ce_qui_prepare_a_l_emploi() -> None:
    une_fiche_de(demarches := une_region()[2], "TRA-MOB", "TRANSITION", 2, articulation="Convention emploi")

    lue = synthese([demarches])

    mobilite = lue.complementarites[-1]
    assert (mobilite.libelle, mobilite.fiches, mobilite.couverture) == (
        "Droit à la mobilité pour tous",
        2,
        "1 sur 1",
    )
    assert (lue.fiches_articulees, lue.conventions_uniques) == ("1 sur 7", "0 sur 16")


def test_la_synthese_parle_au_nom_de_la_region_et_suit_le_plan_attendu() -> None:
    lue = ecrite(une_region())

    assert "PRÉFET\nDE LA RÉGION OCCITANIE" in lue
    titres = [lue.index(t) for t in ("Cadrage", "Contexte", "Récapitulatif par axe et par territoire")]
    assert titres == sorted(titres)
    assert lue.index("Complémentarités entre les piliers") > lue.index("Droit à la mobilité pour tous")


def test_une_base_reelle_ne_porte_pas_la_mention_de_demonstration() -> None:
    demarche = un_territoire("32", {DRO: 1})
    demarche.fictive = False

    contexte = construire_synthese_regionale("76", [demarche], date(2026, 4, 8))

    document = composer_a_la_demande("D15", contexte, LE_8_AVRIL, DOSSIER_DES_GABARITS)
    assert "DÉMONSTRATION" not in texte(document.octets)


def test_une_region_inconnue_est_refusee() -> None:
    with pytest.raises(Introuvable):
        construire_synthese_regionale("99", [], LE_8_AVRIL)

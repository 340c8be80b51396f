"""Navette, lettres, extrait, procès-verbal, fin anticipée : ce que chaque pièce dit, et ne dit pas."""

from datetime import date, timedelta

import pytest

from documents.gabarits import DOSSIER_DES_GABARITS
from documents.moteur.validite import paragraphes
from documents.production import composer_document
from documents.suites_des_gestes import Production, productions
from modeles.calendrier import EtapePrevue
from modeles.etapes import Etape, Geste
from modeles.vocabulaire import IssueVote, StatutCalendrier, StatutFiche
from tests.documents.fabriques_documents import dossier_complet, un_passage
from tests.documents.pieces import piece


def test_renvoyer_des_fiches_produit_pour_chacune_sa_navette_et_sa_lettre() -> None:
    demarche = dossier_complet()
    codes = [f.code for f in demarche.fiches]
    passage = un_passage(demarche, Geste.RENVOYER_FICHES, Etape.FICHES, donnees={"fiches": codes})

    assert [(p.code, p.objet) for p in productions(demarche, passage)] == [
        ("D25", "fiche 32-DRO-EXP-01"),
        ("D28", "fiche 32-DRO-EXP-01"),
        ("D25", "fiche 32-DRO-EXP-02"),
        ("D28", "fiche 32-DRO-EXP-02"),
    ]


def test_rendre_executoire_produit_l_extrait_de_la_derniere_seance_et_l_envoi() -> None:
    demarche = dossier_complet()
    passage = un_passage(demarche, Geste.RENDRE_EXECUTOIRE, Etape.SIGNATURE)

    assert [(p.code, p.sujet) for p in productions(demarche, passage)] == [
        ("D18", "deliberation:2"),
        ("D19", ""),
    ]


def test_la_carence_parle_de_la_seance_manquee_et_de_celle_qui_suit() -> None:
    lue = piece(dossier_complet(), "D26")

    assert (
        "Le conseil départemental du Gers devait examiner, lors de la séance du 8 mai 2025, le projet de contrat local "
        "des solidarités 2024-2027 du Gers (projet n° 1). La convocation a été adressée le 21 avril 2025."
    ) in lue
    assert lue[lue.index("Présents requis (plus de la moitié)") + 1] == "18"
    assert lue[lue.index("Membres présents") + 1] == "12"
    assert (
        "L'affaire est reportée à la séance du 11 mai 2025, qui se tiendra quel que soit le nombre des présents."
    ) in lue


def test_l_extrait_donne_le_vote_et_la_date_executoire() -> None:
    lue = piece(dossier_complet(), "D18")

    assert "Délibération n° 2025-06-14" in lue
    assert "Membres en exercice : 34. Présents : 30. Pouvoirs : 2." in lue
    assert "Voix pour : 31. Voix contre : 0. Abstentions : 1." in lue
    assert "La délibération est exécutoire depuis le 13 mai 2025." in lue
    assert any(
        p.startswith("d'autoriser la présidente du conseil départemental du Gers à le signer") for p in lue
    )


def test_l_extrait_d_une_seance_sans_vote_favorable_ne_decide_rien() -> None:
    demarche = dossier_complet()
    demarche.deliberations[-1].issue = IssueVote.REJETEE
    demarche.deliberations[-1].publiee_le = None

    lue = piece(demarche, "D18")

    assert not any(p.startswith("d'approuver") for p in lue)
    assert (
        "La délibération n'est exécutoire qu'une fois publiée et transmise au représentant de l'État." in lue
    )


def test_l_extrait_ne_porte_ni_la_marque_ni_la_reference_de_l_etat() -> None:
    for code in ("D18", "D26"):
        lue = " ".join(piece(dossier_complet(), code))

        assert "PRÉFET" not in lue
        assert "DDETS" not in lue


def test_le_guide_pose_ses_questions_pour_chaque_axe_de_la_demarche() -> None:
    lue = piece(dossier_complet(), "D06")

    questions = [
        p for p in lue if p == "Quels besoins constatez-vous, pour quels publics et dans quelles communes ?"
    ]
    assert len(questions) == 3
    assert (
        "Prévenir les expulsions locatives : intervenir dès l'impayé de loyer pour que les ménages gardent leur "
        in (" ".join(lue))
    )


def test_la_navette_releve_ce_qui_manque_a_la_fiche() -> None:
    demarche = dossier_complet()
    demarche.fiches[0].evaluation = ""
    demarche.fiches[0].budget = []

    lue = piece(demarche, "D25")

    assert lue[lue.index("Évaluation") : lue.index("Évaluation") + 3] == [
        "Évaluation",
        "non renseigné",
        "À compléter.",
    ]
    assert lue[lue.index("Constat fictif.") + 1] == ""
    assert lue[lue.index("Chaque exercice couvert a une ligne de budget") + 1] == "à revoir"


def test_la_demande_de_correction_donne_le_motif_et_la_fin_adoptee_de_l_etape() -> None:
    demarche = dossier_complet()
    renvoi = next(p for p in demarche.passages if p.geste is Geste.RENVOYER_FICHES)
    renvoi.motif = "Le public doit être chiffré"
    demarche.etapes_prevues.append(
        EtapePrevue(
            demarche_id=demarche.id,
            etape=Etape.FICHES,
            debut_le=renvoi.survenu_le,
            fin_le=date(2025, 6, 30),
            statut=StatutCalendrier.ADOPTE,
        )
    )

    lue = piece(demarche, "D28")

    assert "Objet : Demande de correction de la fiche action 32-DRO-EXP-01" in lue
    assert "Le public doit être chiffré" in lue
    assert "Merci de déposer la version corrigée avant le 30 juin 2025." in lue


def test_une_date_passee_ne_s_impose_pas_a_la_correction() -> None:
    assert (
        "Merci d'indiquer à mes services la date à laquelle la version corrigée pourra être déposée."
        in piece(dossier_complet(), "D28")
    )


def test_une_fiche_rejetee_recoit_un_rejet_motive() -> None:
    demarche = dossier_complet()
    demarche.fiches[0].statut, demarche.fiches[0].motif = StatutFiche.REJETEE, "Action déjà financée"

    lue = piece(demarche, "D28")

    assert "Objet : Décision de rejet de la fiche action 32-DRO-EXP-01" in lue
    assert "Elle ne peut pas être retenue, pour le motif suivant :" in lue
    assert "Action déjà financée" in lue
    assert not any("version corrigée" in p for p in lue)


@pytest.mark.parametrize(
    ("auteur", "attendu"),
    [
        (
            "etat",
            "J'ai l'honneur de vous notifier la dénonciation de ce contrat par l'État, en application de son "
            "article 19.",
        ),
        (
            "collectivite",
            "Je prends acte de la dénonciation de ce contrat par le Département du Gers, en application de son "
            "article 19.",
        ),
    ],
)
def test_la_denonciation_dit_qui_denonce(auteur: str, attendu: str) -> None:
    demarche = dossier_complet()
    denonciation = next(p for p in demarche.passages if p.geste is Geste.DENONCER)
    denonciation.donnees = denonciation.donnees | {"par_partie": auteur}

    lue = piece(demarche, "D29")

    assert attendu in lue
    assert "Le préavis est arrivé à son terme le 30 mai 2025." in lue


def test_la_resiliation_rappelle_la_mise_en_demeure() -> None:
    lue = piece(dossier_complet(), "D29", rang=1)

    assert (
        "Par lettre du 1er avril 2025, je vous ai mis en demeure de remplir les engagements souscrits. Le délai fixé a "
        "pris fin le 1er juin 2025 sans que cette mise en demeure ait été suivie d'effet."
    ) in lue


def test_un_contrat_repris_sans_texte_ne_cite_aucun_article() -> None:
    demarche = dossier_complet()
    passage = un_passage(
        demarche,
        Geste.DENONCER,
        Etape.DENONCE,
        survenu_le=demarche.passages[-1].survenu_le + timedelta(days=1),
    )
    demarche.projets[-1].contenu = {"origine": "reprise"}

    document, _ = composer_document(
        demarche, passage, Production("D29", "", "fin anticipée"), DOSSIER_DES_GABARITS
    )

    lue = " ".join(paragraphes(document.octets))
    assert "en application de ses stipulations" in lue
    assert "article" not in lue

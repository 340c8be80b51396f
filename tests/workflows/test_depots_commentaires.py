"""Un commentaire sur un champ s'ouvre, se résout, se clôt, et part avec le formulaire tant qu'il n'est pas clos."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from documents.formulaires.lecture import lire_formulaire
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.moteur.archive import parties_de
from documents.moteur.lecture import texte_du_paragraphe
from documents.moteur.ooxml import CORPS, ancetre, lire_xml, valeur, w
from documents.moteur.validite import fautes_word
from modeles.base import lecture, unite_de_travail
from modeles.erreurs import Introuvable, SaisieInvalide
from modeles.vocabulaire import EtatCommentaire
from workflows.commandes.bordereau import Auteur
from workflows.depots.fiches import exporter_la_fiche, fiche_designee
from workflows.dossier import creer_demarche, enregistrer

LE_2_MARS = date(2026, 3, 2)
AUTEUR = Auteur("Camille Exemple", LE_2_MARS, datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
CODE = "32-DRO-EXP-01"
FICHE = {"titre": "Prévenir", "axe": "DROITS", "sous_axe": "DRO-EXP", "constat": "Vu.", "annee_debut": 2024}


@pytest.fixture
def demarche(base: str) -> UUID:
    with unite_de_travail() as session:
        creee = creer_demarche(session, "32", date(2024, 1, 8))
        enregistrer(session, creee.id, "fiche", FICHE, AUTEUR)
        return creee.id


def saisir(session: Session, demarche: UUID, nature: str, **donnees: Any) -> None:
    enregistrer(session, demarche, nature, {"fiche": CODE, **donnees}, AUTEUR)


def ouvrir(demarche: UUID, *champs: str) -> None:
    with unite_de_travail() as session:
        for champ in champs:
            saisir(session, demarche, "commentaire", champ=champ, texte=f"À préciser : <{champ}> & suite")


def test_un_commentaire_se_resout_puis_se_clot(demarche: UUID) -> None:
    ouvrir(demarche, "constat", "porteur")
    with unite_de_travail() as session:
        saisir(session, demarche, "commentaire_resolu", numero=1, reponse="Source ajoutée.")
        saisir(session, demarche, "commentaire_clos", numero=2)

    with unite_de_travail() as session:
        saisir(session, demarche, "commentaire_clos", numero=1)
        premier, second = fiche_designee(session, CODE).commentaires
        assert (premier.etat, premier.reponse) == (EtatCommentaire.CLOS, "Source ajoutée.")
        assert (second.champ, second.etat, second.suivi_par) == (
            "porteur",
            EtatCommentaire.CLOS,
            "Camille Exemple",
        )


@pytest.mark.parametrize(
    ("nature", "donnees", "message"),
    [
        (
            "commentaire_resolu",
            {"numero": 1},
            "Le commentaire n° 1 .* ne peut pas changer ainsi. Il est déjà clos",
        ),
        ("commentaire_clos", {"numero": 1}, "Il est déjà clos"),
        ("commentaire_clos", {"numero": 7}, "n'a pas de commentaire n° 7. Commentaires de cette fiche : 1"),
        ("commentaire", {"champ": "prix", "texte": "?"}, "Une fiche n'a pas de champ « prix »"),
    ],
)
def test_une_suite_impossible_est_refusee(
    demarche: UUID, nature: str, donnees: dict[str, Any], message: str
) -> None:
    ouvrir(demarche, "constat")
    with unite_de_travail() as session:
        saisir(session, demarche, "commentaire_clos", numero=1)

    with pytest.raises((SaisieInvalide, Introuvable), match=message), unite_de_travail() as session:
        saisir(session, demarche, nature, **donnees)


def test_le_formulaire_porte_les_commentaires_qui_ne_sont_pas_clos(demarche: UUID) -> None:
    ouvrir(demarche, "constat", "budget", "porteur", "evaluation")
    with unite_de_travail() as session:
        saisir(session, demarche, "commentaire_clos", numero=3)
        saisir(session, demarche, "commentaire_resolu", numero=4, reponse="C'est fait.")

    with lecture() as session:
        octets = exporter_la_fiche(fiche_designee(session, CODE), LE_2_MARS, DOSSIER_DES_GABARITS).octets

    parties = parties_de(octets)
    ecrits = list(lire_xml(parties["word/comments.xml"]))
    assert fautes_word(octets) == ()
    assert [[texte_du_paragraphe(p) for p in c.iter(w("p"))] for c in ecrits] == [
        ["À préciser : <constat> & suite"],
        ["Champ « Budget ». À préciser : <budget> & suite"],
        ["À préciser : <evaluation> & suite", "Résolu par Camille Exemple. C'est fait."],
    ]
    reperes = [ancetre(e, "p") for e in lire_xml(parties[CORPS]).iter(w("commentReference"))]
    assert [texte_du_paragraphe(p) for p in reperes if p is not None] == [
        "Fiche action 32-DRO-EXP-01 : formulaire".replace(" :", "\N{NO-BREAK SPACE}:"),
        "Constat",
        "Suivi et évaluation",
    ]
    assert lire_formulaire(octets, "fiche.docx").champs["constat"] == "Vu."


def test_un_commentaire_dit_de_qui_il_est_et_de_quand(demarche: UUID) -> None:
    ouvrir(demarche, "constat")

    with lecture() as session:
        octets = exporter_la_fiche(fiche_designee(session, CODE), LE_2_MARS, DOSSIER_DES_GABARITS).octets

    (ecrit,) = lire_xml(parties_de(octets)["word/comments.xml"])
    assert (valeur(ecrit, "author"), valeur(ecrit, "initials"), valeur(ecrit, "date")) == (
        "Camille Exemple",
        "CE",
        "2026-03-02T09:30:00Z",
    )


def test_sans_commentaire_le_formulaire_n_a_pas_cette_partie(demarche: UUID) -> None:
    with lecture() as session:
        octets = exporter_la_fiche(fiche_designee(session, CODE), LE_2_MARS, DOSSIER_DES_GABARITS).octets

    assert "word/comments.xml" not in parties_de(octets)

"""L'évaluation à mi-parcours s'écrit à plusieurs, se voit en brouillon, et n'est remise que complète."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from documents.contextes.evaluation import QUESTIONS_PAR_DEFAUT
from documents.depot import Depot
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.manques import DocumentIncomplet
from documents.moteur.validite import paragraphes
from modeles.base import lecture, unite_de_travail
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.erreurs import SaisieInvalide
from modeles.etapes import Etape, Geste
from modeles.requetes import demarche_de
from tests.workflows.contrats_d_essai import auteur, un_contrat
from workflows.commandes.evaluation import evaluation_saisie
from workflows.documents_annuels import Voulu, produire_a_la_demande, produire_les_documents_dus
from workflows.documents_attendus import documents_attendus
from workflows.dossier import avancer, enregistrer
from workflows.effets import Atelier
from workflows.refus import PassageBloque
from workflows.regles.commun import Circonstances

LE_20_JUIN = date(2026, 6, 20)
COMPLETE: dict[str, Any] = {
    "methode": "Douze entretiens.",
    "resultats": "Les ménages sont vus plus tôt.",
    "enseignements": ["aller vers les ménages paie"],
    "questions": [{"question": "Est-ce utile ?", "reponse": "Oui.", "appreciation": "satisfaisant"}],
    "ajustements": [{"quoi": "Doubler les visites", "pourquoi": "La demande croît.", "par_avenant": True}],
}


@pytest.fixture
def contrat(base: str) -> None:
    with unite_de_travail() as session:
        un_contrat(session, etape=Etape.EVALUATION_MI_PARCOURS)


def le_gers() -> Demarche:
    with lecture() as session:
        demarche = demarche_de(session, "32")
        assert demarche is not None
        return demarche


def ecrire(**champs: Any) -> None:
    with unite_de_travail() as session:
        enregistrer(session, le_gers().id, "evaluation", champs, auteur(LE_20_JUIN))


def relire() -> dict[str, Any]:
    with lecture() as session:
        return evaluation_saisie(session.get_one(Demarche, le_gers().id))


def remettre(le: date = LE_20_JUIN) -> None:
    faits = Circonstances("Camille Exemple", le, datetime(2026, 6, 20, 9, tzinfo=UTC))
    with unite_de_travail() as session:
        donnees = {"reference_du_rapport": "Rapport du 20 juin 2026"}
        avancer(session, le_gers().id, Geste.REMETTRE_EVALUATION, donnees, faits)


def produire(le: date = LE_20_JUIN) -> list[Document]:
    return produire_les_documents_dus(le_gers().id, le, l_atelier())


def l_atelier() -> Atelier:
    return Atelier(DOSSIER_DES_GABARITS, Depot(configuration().donnees))


@pytest.mark.usefixtures("contrat")
def test_l_evaluation_est_proposee_avec_ce_qui_lui_manque() -> None:
    with lecture() as session:
        demarche = demarche_de(session, "32")
        assert demarche is not None
        (attendu,) = [d for d in documents_attendus(demarche, LE_20_JUIN) if d.code == "D30"]
        trop_tot = [d.code for d in documents_attendus(demarche, date(2024, 12, 1))]

    assert attendu.bloque
    assert {m.quoi for m in attendu.manques if m.requis} == {
        "la méthode de l'évaluation",
        "les résultats",
        "les enseignements",
    }
    assert "D30" not in trop_tot


@pytest.mark.usefixtures("contrat")
def test_une_evaluation_incomplete_n_est_ni_remise_ni_ecrite_pour_de_bon() -> None:
    ecrire(methode="Douze entretiens.")

    with pytest.raises(PassageBloque) as refus:
        remettre()
    assert [o.message for o in refus.value.obstacles] == [
        "il manque les résultats",
        "il manque les enseignements",
    ]
    assert {o.ou for o in refus.value.obstacles} == {"evaluation"}
    with pytest.raises(DocumentIncomplet, match="les résultats ; les enseignements"):
        produire_a_la_demande(le_gers().id, Voulu("D30"), LE_20_JUIN, l_atelier())
    assert produire() == []


@pytest.mark.usefixtures("contrat")
def test_l_evaluation_remise_s_ecrit_une_fois_avec_ses_exercices() -> None:
    ecrire(**COMPLETE)
    remettre()

    assert produire(date(2026, 6, 19)) == []
    (rapport,) = produire()

    assert produire(date(2026, 7, 1)) == []
    assert (rapport.code, rapport.objet, rapport.version) == ("D30", "évaluation à mi-parcours", 1)
    lus = [p.replace("\u00a0", " ") for p in paragraphes(l_atelier().depot.lire(rapport.empreinte_fichier))]
    for dit in ("2024", "2025", "Douze entretiens.", "Doubler les visites", "avenant", "0 sur 1"):
        assert dit in lus


@pytest.mark.usefixtures("contrat")
def test_la_saisie_se_reprend_et_propose_d_abord_les_questions_d_usage() -> None:
    assert [q["question"] for q in relire()["questions"]] == list(QUESTIONS_PAR_DEFAUT)
    ecrire(**COMPLETE)
    ecrire(**{**COMPLETE, "methode": "Treize entretiens."})

    relue = relire()

    assert relue["methode"] == "Treize entretiens."
    assert relue["ajustements"] == COMPLETE["ajustements"]


@pytest.mark.usefixtures("contrat")
def test_un_comite_a_venir_ne_donne_pas_encore_d_avis() -> None:
    with pytest.raises(SaisieInvalide, match="n'a pas encore eu lieu"):
        ecrire(**COMPLETE, comite_le="2026-07-01")


@pytest.mark.usefixtures("base")
def test_on_n_evalue_qu_un_contrat_signe_et_commence() -> None:
    with unite_de_travail() as session:
        demarche = un_contrat(session, etape=Etape.EVALUATION_MI_PARCOURS, prend_effet_le=date(2026, 1, 1))
        demarche.annee_debut = 2026
    ecrire(**COMPLETE)

    with pytest.raises(PassageBloque, match="aucun exercice du contrat n'est échu"):
        remettre()

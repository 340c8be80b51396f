"""L'état des indicateurs et le rapport d'exécution disent les vraies valeurs, et ne se refont que si elles changent."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from documents.depot import Depot
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.moteur.validite import paragraphes
from modeles.base import lecture, unite_de_travail
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.requetes import demarche_de
from modeles.vocabulaire_annuel import GenreCampagne, GesteAnnuel
from tests.workflows.contrats_d_essai import FICHE, auteur, saisie, un_contrat
from workflows.attendus import attendu_designe
from workflows.campagnes import ouvrir_campagne
from workflows.documents_annuels import (
    ETAT,
    RAPPORT,
    Voulu,
    produire_a_la_demande,
    produire_les_documents_dus,
)
from workflows.effets import Atelier
from workflows.refus import Empeche
from workflows.valeurs import enregistrer_valeurs
from workflows.vie_annuelle import actualiser_les_exercices, avancer_l_exercice, exercice_designe

LE_2_MARS = date(2026, 3, 2)


def l_atelier() -> Atelier:
    return Atelier(DOSSIER_DES_GABARITS, Depot(configuration().donnees))


def le_gers() -> Demarche:
    with lecture() as session:
        demarche = demarche_de(session, "32")
        assert demarche is not None
        return demarche


def repondre(*lignes: Any, le: date = LE_2_MARS) -> None:
    with unite_de_travail() as session:
        demarche = session.get_one(Demarche, le_gers().id)
        attendu = attendu_designe(session, demarche, GenreCampagne.INDICATEURS, 2025)
        enregistrer_valeurs(session, attendu, lignes, auteur(le, "Dominique Exemple"), "page")


@pytest.fixture
def contrat(base: str) -> None:
    with unite_de_travail() as session:
        un_contrat(session)
        ouvrir_campagne(session, "76", GenreCampagne.INDICATEURS, 2025, auteur())


def les_mots(document: Document) -> list[str]:
    octets = Depot(configuration().donnees).lire(document.empreinte_fichier)
    return [p.replace("\u00a0", " ") for p in paragraphes(octets)]


@pytest.mark.usefixtures("contrat")
def test_l_etat_des_indicateurs_se_fait_a_la_reception_et_une_seule_fois() -> None:
    assert produire_les_documents_dus(le_gers().id, LE_2_MARS, l_atelier()) == []
    repondre(
        saisie("MEN", 80),
        saisie("MONO", 0, zero_confirme=True),
        saisie("RELOG", statut="sans objet", motif="Aucun bailleur"),
    )

    (etat,) = produire_les_documents_dus(le_gers().id, LE_2_MARS, l_atelier())

    assert produire_les_documents_dus(le_gers().id, date(2026, 3, 3), l_atelier()) == []
    assert (etat.code, etat.objet, etat.version) == ("D21", "indicateurs 2025", 1)
    lus = les_mots(etat)
    assert "Indicateurs renseignés au titre de l'exercice 2025 : 3 sur 3." in lus
    for attendu in ("80 foyers", "0 foyers", "zéro confirmé", "sans objet", "Aucun bailleur"):
        assert attendu in lus


@pytest.mark.usefixtures("contrat")
def test_refaire_l_etat_sans_rien_de_neuf_rend_le_meme_document() -> None:
    repondre(saisie("MEN", 80), saisie("RELOG", 20))
    voulu, demarche_id = Voulu(ETAT, 2025), le_gers().id
    premier = produire_a_la_demande(demarche_id, voulu, LE_2_MARS, l_atelier())

    meme = produire_a_la_demande(demarche_id, voulu, date(2026, 3, 9), l_atelier())
    repondre(saisie("MONO", 12))
    suivant = produire_a_la_demande(demarche_id, voulu, date(2026, 3, 9), l_atelier())

    assert (meme.id, suivant.version) == (premier.id, 2)
    assert "20 / 80" in les_mots(premier)


def rendre_compte(**champs: Any) -> None:
    """Mène l'exercice jusqu'au dépôt du rapport."""
    repondre(saisie("MEN", 80), saisie("MONO", 30), saisie("RELOG", 50))
    with unite_de_travail() as session:
        demarche = session.get_one(Demarche, le_gers().id)
        for le in (date(2026, 3, 2), date(2026, 3, 3)):
            actualiser_les_exercices(session, demarche, le, datetime(2026, 3, 3, tzinfo=UTC))
        exercice = exercice_designe(session, demarche, 2025)
        avancer_l_exercice(session, exercice, GesteAnnuel.LANCER_CONTROLE, {}, auteur(date(2026, 4, 7)))
        executions = [{"fiche": FICHE, "realise": "80 ménages suivis", "paye_centimes": 19_000_00}]
        rapport = {"synthese": "Une année pleine.", "executions": executions} | champs
        avancer_l_exercice(session, exercice, GesteAnnuel.DEPOSER_RAPPORT, rapport, auteur(date(2026, 6, 25)))


@pytest.mark.usefixtures("contrat")
def test_le_rapport_d_execution_attend_sa_deliberation() -> None:
    rendre_compte()
    le, voulu = date(2026, 6, 26), Voulu(RAPPORT, 2025)

    with pytest.raises(Empeche, match="la délibération qui adopte le rapport n'est pas donnée"):
        produire_a_la_demande(le_gers().id, voulu, le, l_atelier())
    assert [d.code for d in produire_les_documents_dus(le_gers().id, le, l_atelier())] == ["D21"]


@pytest.mark.usefixtures("contrat")
def test_le_rapport_d_execution_dit_le_realise_et_ce_qui_reste() -> None:
    rendre_compte(deliberation_numero="2026-06-12", deliberation_le="2026-06-19")

    documents = produire_les_documents_dus(le_gers().id, date(2026, 6, 26), l_atelier())

    assert [(d.code, d.objet) for d in documents] == [
        ("D21", "indicateurs 2025"),
        ("D22", "rapport d'exécution 2025"),
    ]
    lus = les_mots(documents[1])
    for attendu in ("Une année pleine.", "80 ménages suivis", "20 000 €", "19 000 €", "1 000 €"):
        assert attendu in lus
    assert any("3 sur 3" in p for p in lus)

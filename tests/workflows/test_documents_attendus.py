"""Avant d'agir, on sait quels documents suivront et ce qui y manque ; un document incomplet retient le geste."""

from datetime import date
from uuid import UUID

import pytest

from documents.catalogue import CATALOGUE
from documents.depot import Depot
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.manques import DocumentIncomplet
from modeles.base import lecture, unite_de_travail
from modeles.configuration import configuration
from modeles.deliberation import Deliberation
from modeles.demarche import Demarche
from modeles.effet import Effet
from modeles.etapes import Etape, Geste
from modeles.requetes import effets_restants
from modeles.vocabulaire import EtatEffet, NatureReunion
from tests.documents.avenants_du_gers import un_contrat_modifie
from tests.fabriques import des_faits, une_demarche, une_fiche, une_reunion
from tests.workflows.dossier_d_essai import convoquer, ouvrir_le_gers
from workflows.documents_attendus import codes_de_l_etape, documents_attendus
from workflows.dossier import avancer
from workflows.effets import Atelier, accomplir
from workflows.refus import PassageBloque

LE_2_MARS = date(2026, 3, 2)


def test_les_documents_attendus_sont_ceux_des_gestes_de_l_etape() -> None:
    assert codes_de_l_etape(Etape.CONTRACTUALISATION) == ["D16"]
    assert {"D01", "D05", "D06"} <= set(codes_de_l_etape(Etape.LANCEMENT))
    assert "D29" not in codes_de_l_etape(Etape.EXECUTION)


def test_un_contrat_signe_n_attend_de_deliberation_que_pour_un_avenant() -> None:
    demarche = un_contrat_modifie()
    demarche.etape = Etape.EXECUTION
    seance = {"envoi_le": LE_2_MARS, "seance_le": LE_2_MARS, "en_exercice": 40}
    demarche.deliberations = [
        Deliberation(demarche_id=demarche.id, numero_ordre=1, projet_version=2, **seance)
    ]
    de_l_avenant = {"D17D", "D17R", "D20", "D20N"}
    assert de_l_avenant <= {d.code for d in documents_attendus(demarche, LE_2_MARS)}

    demarche.avenants[0].abandonne_le = LE_2_MARS
    assert de_l_avenant.isdisjoint(d.code for d in documents_attendus(demarche, LE_2_MARS))


def test_un_document_attendu_dit_son_sujet_et_ce_qui_le_bloque() -> None:
    demarche = une_demarche(Etape.CONTRACTUALISATION)
    une_fiche(demarche)

    (convention,) = documents_attendus(demarche, LE_2_MARS)

    assert (convention.code, convention.sujet, convention.objet) == ("D16", "projet:1", "convention projet 1")
    assert (convention.projet, convention.bloque) == (False, True)
    assert "le nom du signataire (préfecture du Gers)" in [m.quoi for m in convention.manques if m.requis]


def test_un_code_se_demande_hors_de_son_etape() -> None:
    demarche = une_demarche(Etape.A_LANCER)
    une_reunion(demarche, NatureReunion.COMITE_SUIVI)

    (invitation,) = documents_attendus(demarche, LE_2_MARS, "d01")

    assert (invitation.titre, invitation.objet, invitation.bloque) == (
        "Invitation",
        "comité de suivi 1",
        False,
    )


@pytest.fixture
def gers(base: str) -> UUID:
    return ouvrir_le_gers()


def _vider_le_lieu(demarche_id: UUID) -> None:
    with unite_de_travail() as session:
        session.get_one(Demarche, demarche_id).reunions[0].lieu = ""


def test_un_geste_dont_le_document_serait_incomplet_est_refuse_et_rien_ne_change(gers: UUID) -> None:
    _vider_le_lieu(gers)

    with pytest.raises(PassageBloque) as refus, unite_de_travail() as session:
        avancer(session, gers, Geste.CONVOQUER, {"reunion": 1}, des_faits(date(2025, 1, 30)))

    assert [o.message for o in refus.value.obstacles] == [
        "Invitation : il manque le lieu de la réunion",
        "Ordre du jour : il manque le lieu de la réunion",
        "Feuille d'émargement : il manque le lieu de la réunion",
    ]
    assert {(o.code, o.ou) for o in refus.value.obstacles} == {("DOC-01", "reunions")}
    with lecture() as session:
        assert [p.geste for p in session.get_one(Demarche, gers).passages] == [Geste.OUVRIR]


def test_une_donnee_perdue_entre_temps_arrete_le_document_et_le_dit(gers: UUID) -> None:
    convoquer(gers)
    _vider_le_lieu(gers)
    with lecture() as session:
        cle = next(e.cle for e in effets_restants(session, gers) if e.parametres.get("code") == "D01")

    with pytest.raises(DocumentIncomplet):
        accomplir(cle, "essai", Atelier(DOSSIER_DES_GABARITS, Depot(configuration().donnees)))

    with lecture() as session:
        effet = session.get_one(Effet, cle)
        assert (effet.etat, effet.derniere_erreur) == (
            EtatEffet.ECHOUE,
            f"« {CATALOGUE['D01'].titre} » ne peut pas être produit. "
            "1\u00a0donnée requise manque : le lieu de la réunion.",
        )
        assert session.get_one(Demarche, gers).documents == []

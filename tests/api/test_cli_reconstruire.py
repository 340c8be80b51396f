"""`jalons reconstruire` remet l'arbre lisible et redemande ce qui reste, sans rien produire deux fois."""

import shutil
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
from sqlmodel import select

from documents.depot import Depot
from documents.gabarits import DOSSIER_DES_GABARITS
from modeles.base import lecture, unite_de_travail
from modeles.configuration import configuration
from modeles.document import Document
from modeles.effet import Effet
from modeles.requetes import effets_restants
from modeles.vocabulaire import EtatEffet
from tests.api.terminal import jalons
from tests.workflows.dossier_d_essai import convoquer, ouvrir_le_gers
from workflows.effets import Atelier, accomplir


@pytest.fixture
def gers(base: str) -> UUID:
    """Le Gers convoqué, ses documents produits."""
    demarche_id = ouvrir_le_gers()
    convoquer(demarche_id)
    atelier = Atelier(DOSSIER_DES_GABARITS, Depot(configuration().donnees))
    with lecture() as session:
        cles = [e.cle for e in effets_restants(session, demarche_id)]
    for cle in cles:
        accomplir(cle, "essai", atelier)
    return demarche_id


def _lisibles() -> list[str]:
    return sorted(f.name for f in (configuration().donnees / "documents produits").rglob("*.docx"))


def test_un_arbre_lisible_perdu_se_rebatit_a_l_identique(gers: UUID) -> None:
    avant = _lisibles()
    shutil.rmtree(configuration().donnees / "documents produits")

    resultat = jalons("reconstruire")

    assert resultat.exit_code == 0, resultat.output
    assert "3\u00a0documents à leur place" in resultat.output
    assert _lisibles() == avant


def test_un_second_passage_ne_produit_rien_de_plus(gers: UUID) -> None:
    jalons("reconstruire")
    jalons("reconstruire")

    with lecture() as session:
        assert len(session.exec(select(Document)).all()) == 3


def test_les_effets_echoues_se_remettent_a_faire_si_on_le_demande(gers: UUID) -> None:
    with unite_de_travail() as session:
        effet = session.exec(select(Effet)).first()
        assert effet is not None
        effet.etat, effet.fait_le, effet.derniere_erreur = EtatEffet.ECHOUE, None, "Panne"

    resultat = jalons("reconstruire", "--echecs")

    assert "1\u00a0effet échoué remis à faire" in resultat.output
    assert "le filet les reprendra" in resultat.output


def test_un_fichier_perdu_est_nomme_et_les_autres_sont_remis(gers: UUID) -> None:
    with lecture() as session:
        perdu = session.exec(select(Document).order_by(Document.code)).first()
        assert perdu is not None
    fichiers = configuration().donnees / "fichiers"
    (fichiers / perdu.empreinte_fichier[:2] / perdu.empreinte_fichier[2:]).unlink()
    shutil.rmtree(configuration().donnees / "documents produits")

    resultat = jalons("reconstruire")

    assert resultat.exit_code == 1
    assert perdu.nom_fichier in resultat.stderr
    assert len(_lisibles()) == 2


def test_archiver_reunit_les_documents_et_n_ecrase_rien(gers: UUID, tmp_path: Path) -> None:
    archive = tmp_path / "liasse.zip"

    assert jalons("documents", "archiver", "Gers", "--vers", str(archive)).exit_code == 0
    assert len(ZipFile(archive).namelist()) == 3

    refus = jalons("documents", "archiver", "Gers", "--vers", str(archive))
    assert (refus.exit_code, "existe déjà" in refus.stderr) == (1, True)
    vide = jalons("documents", "archiver", "Aude", "--vers", str(tmp_path / "vide.zip"))
    assert (vide.exit_code, "aucun document à réunir" in vide.stderr) == (1, True)

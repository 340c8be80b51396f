"""Un document repris à la main se garde à côté de l'original, et ce qui diffère se montre."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import Session

from documents.depot import Depot
from modeles.base import lecture, unite_de_travail
from modeles.colonnes import maintenant
from modeles.document import Document
from modeles.etapes import Etape
from modeles.vocabulaire import OrigineDocument
from tests.documents.fabriques_documents import dossier_complet
from tests.documents.formulaires_abimes import CONSTAT, remplacer, une_fiche_envoyee
from tests.fabriques import un_document
from workflows.commandes.bordereau import Auteur
from workflows.depots.comparaison import comparer, texte_vote
from workflows.depots.documents import DocumentDepose, deposer_a_cote
from workflows.depots.inscription import Fichier
from workflows.dossier import creer_demarche

AUTEUR = Auteur("Camille Exemple", date(2026, 3, 2), maintenant())


@pytest.fixture
def original(base: str, tmp_path: Path) -> tuple[UUID, bytes]:
    """Un document produit par l'outil, et ses octets."""
    octets = une_fiche_envoyee()[2]
    fichier = Fichier("original.docx", octets)
    with unite_de_travail() as session:
        demarche = creer_demarche(session, "32", date(2024, 1, 8))
        document = un_document(
            demarche,
            code="D13",
            objet="fiche 32-DRO-EXP-01",
            etape=Etape.FICHES,
            empreinte_fichier=Depot(tmp_path).ranger(octets),
            empreinte_contenu=fichier.empreinte_du_contenu,
        )
        session.add(document)
        return document.id, octets


def deposer(
    session: Session, tmp_path: Path, original: UUID, octets: bytes, nom: str = "x.docx"
) -> DocumentDepose:
    document, depot, fichier = session.get_one(Document, original), Depot(tmp_path), Fichier(nom, octets)
    comparaison = comparer(depot, document, fichier)
    return deposer_a_cote(session, depot, document, fichier, AUTEUR, comparaison=comparaison)


def test_le_document_modifie_est_garde_marque_et_compare(
    original: tuple[UUID, bytes], tmp_path: Path
) -> None:
    identifiant, octets = original
    recu = remplacer(octets, CONSTAT, "Un autre constat.")

    with unite_de_travail() as session:
        depose = deposer(session, tmp_path, identifiant, recu, "repris à la main.docx")

    assert (depose.deja, depose.comparaison.reference.id) == (False, identifiant)
    assert [(d.avant, d.apres) for d in depose.comparaison.differences] == [(CONSTAT, "Un autre constat.")]
    with lecture() as session:
        garde = session.get_one(Document, depose.document.id)
        assert garde.origine is OrigineDocument.DEPOSE
        assert garde.objet == "fiche 32-DRO-EXP-01 modifié par Camille Exemple"
        assert garde.donnees == {
            "fichier": "repris à la main.docx",
            "par": "Camille Exemple",
            "original": str(identifiant),
            "comparaison": {
                "reference": str(identifiant),
                "texte_vote": False,
                "differences_comptees": 1,
                "differences": [{"nature": "modifie", "avant": CONSTAT, "apres": "Un autre constat."}],
                "avertissements": [],
            },
        }
        assert Depot(tmp_path).lire(garde.empreinte_fichier) == recu
        assert session.get_one(Document, identifiant).origine is OrigineDocument.GENERE


def test_un_fichier_deja_connu_est_reconnu_meme_recomprime(
    original: tuple[UUID, bytes], tmp_path: Path
) -> None:
    identifiant, octets = original
    recomprime = remplacer(remplacer(octets, CONSTAT, "§"), "§", CONSTAT)
    assert recomprime != octets

    for fichier in (octets, recomprime):
        with unite_de_travail() as session:
            depose = deposer(session, tmp_path, identifiant, fichier)
            assert (depose.deja, depose.document.id, depose.comparaison.differences) == (
                True,
                identifiant,
                (),
            )


def test_deux_reprises_de_la_meme_personne_sont_deux_versions(
    original: tuple[UUID, bytes], tmp_path: Path
) -> None:
    identifiant, octets = original
    versions = []
    for constat in ("Un.", "Deux."):
        with unite_de_travail() as session:
            versions.append(deposer(session, tmp_path, identifiant, remplacer(octets, CONSTAT, constat)))

    assert [d.document.version for d in versions] == [1, 2]


def test_un_pdf_se_garde_meme_sans_libreoffice(
    original: tuple[UUID, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with unite_de_travail() as session:
        depose = deposer(session, tmp_path, original[0], b"%PDF-1.7\nsigne", "signé.pdf")

    assert depose.document.type_mime == "application/pdf"
    assert depose.document.nom_fichier.endswith("_v1.pdf")
    assert depose.comparaison.avertissements == (
        "Le texte n'a pas pu être comparé. Le programme « pdftotext » n'est pas installé. "
        "Installez poppler-utils, puis recommencez.",
    )


def test_une_convention_se_compare_au_texte_que_l_assemblee_a_vote() -> None:
    demarche = dossier_complet()
    vote = un_document(demarche, code="D16", objet="convention projet 1")
    signe = un_document(demarche, code="D16", objet="convention projet 2")
    invitation = un_document(demarche)
    demarche.documents = [vote, signe, invitation]

    assert texte_vote(signe) is vote
    assert texte_vote(invitation) is None
    for deliberation in demarche.deliberations:
        deliberation.issue = None
    assert texte_vote(signe) is None

"""Reprendre un contrat signé hors de l'outil, avec ou sans sa copie numérisée."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from documents.depot import Depot
from modeles.base import lecture
from modeles.configuration import configuration
from modeles.document import Document
from modeles.etapes import Etape, Geste
from modeles.vocabulaire import IssueVote, ModeSignature, OrigineDocument, StatutFiche
from tests.workflows.classeurs_de_reprise import (
    AUTEUR,
    CONTRAT,
    PDF,
    SIGNE,
    UNE_AUDE_SIGNEE,
    Lignes,
    lire,
)
from workflows.commandes.convention import empreinte_de
from workflows.dossier import demarche_du_territoire
from workflows.reprise.application import apercevoir, importer
from workflows.reprise.fautes import ClasseurRefuse
from workflows.reprise.plan import Plan

AVEC_COPIE: Lignes = {**UNE_AUDE_SIGNEE, "Contrats signés": [{**CONTRAT, "scan": "contrat.pdf"}]}


@pytest.fixture
def pieces(tmp_path: Path) -> Path:
    dossier = tmp_path / "pieces"
    dossier.mkdir()
    (dossier / "contrat.pdf").write_bytes(PDF)
    return dossier


def _importer(lignes: Lignes, pieces: Path) -> Plan:
    return importer(lire(lignes), AUTEUR, pieces, Depot(configuration().donnees))


def test_un_contrat_sans_copie_est_en_execution(base: str, tmp_path: Path) -> None:
    _importer(UNE_AUDE_SIGNEE, tmp_path)

    with lecture() as session:
        demarche = demarche_du_territoire(session, "Aude")
        (deliberation,), (projet,) = demarche.deliberations, demarche.projets
        assert (demarche.etape, demarche.signe_le, demarche.prend_effet_le, demarche.numero) == (
            Etape.EXECUTION,
            date(2024, 7, 5),
            date(2024, 1, 1),
            "CLS-11-2024",
        )
        assert (deliberation.numero, deliberation.issue, deliberation.en_exercice) == (
            "2024-06-12",
            IssueVote.ADOPTEE,
            38,
        )
        assert (projet.contenu["montant_etat_centimes"], projet.empreinte) == (
            3_651_800,
            empreinte_de(projet.contenu),
        )
        assert {(s.partie, s.mode, s.empreinte) for s in projet.signatures} == {
            ("etat", ModeSignature.HORS_OUTIL, projet.empreinte),
            ("collectivite", ModeSignature.HORS_OUTIL, projet.empreinte),
        }
        assert [f.statut for f in demarche.fiches] == [StatutFiche.CONTRACTUALISEE]
        assert [(p.geste, p.vers) for p in demarche.passages] == [(Geste.REPRISE, Etape.EXECUTION)]
        assert demarche.documents == []


def test_la_copie_signee_est_gardee_sous_un_nom_lisible(base: str, pieces: Path) -> None:
    _importer(AVEC_COPIE, pieces)

    with lecture() as session:
        document = session.exec(select(Document)).one()
        signatures = demarche_du_territoire(session, "Aude").projets[0].signatures
        assert {s.empreinte for s in signatures} == {document.empreinte_fichier}
    assert (document.origine, document.code, document.type_mime) == (
        OrigineDocument.DEPOSE,
        "D16",
        "application/pdf",
    )
    depot = Depot(configuration().donnees)
    assert depot.lire(document.empreinte_fichier) == PDF
    lisible = configuration().donnees / "documents produits" / "11 Aude" / "11 Contrat signe, en execution"
    assert [f.name for f in lisible.iterdir()] == ["20240705_D16_11_convention signee_v1.pdf"]


def test_reprendre_deux_fois_un_contrat_ne_change_rien(base: str, pieces: Path) -> None:
    _importer(AVEC_COPIE, pieces)

    plan = _importer(AVEC_COPIE, pieces)

    assert plan.changements == 0
    assert "Copie signée « contrat.pdf »" in plan.territoires[0].inchanges


def test_la_copie_peut_venir_apres_le_contrat(base: str, pieces: Path) -> None:
    _importer(UNE_AUDE_SIGNEE, pieces)

    plan = _importer(AVEC_COPIE, pieces)

    assert [c.objet for c in plan.territoires[0].changements] == ["Copie signée « contrat.pdf »"]


def test_un_contrat_inscrit_ne_change_plus(base: str, tmp_path: Path) -> None:
    _importer(UNE_AUDE_SIGNEE, tmp_path)
    autre = {**UNE_AUDE_SIGNEE, "Contrats signés": [{**CONTRAT, "numero": "CLS-11-BIS"}]}

    plan = _importer(autre, tmp_path)

    assert plan.changements == 0
    assert (
        "le contrat signé est déjà inscrit et ne change plus ; le classeur en diffère : Numéro du contrat"
        in [o.message for o in plan.territoires[0].avertissements]
    )


@pytest.mark.parametrize(
    ("contenu", "attendu"),
    [
        (None, "Le fichier « contrat.pdf » est introuvable."),
        (b"PK\x03\x04", "Le fichier « contrat.pdf » n'est pas un PDF."),
    ],
)
def test_une_copie_absente_ou_fausse_empeche_tout(
    base: str, pieces: Path, contenu: bytes | None, attendu: str
) -> None:
    (pieces / "contrat.pdf").unlink()
    if contenu is not None:
        (pieces / "contrat.pdf").write_bytes(contenu)

    with pytest.raises(ClasseurRefuse) as refus:
        _importer(AVEC_COPIE, pieces)

    (faute,) = refus.value.fautes
    assert (faute.ou, faute.trouve) == ("Contrats signés!Q3", "contrat.pdf")
    assert faute.attendu.startswith(attendu)
    assert not (configuration().donnees / "fichiers").exists()


def test_un_apercu_ne_range_pas_la_copie(base: str, pieces: Path) -> None:
    plan = apercevoir(lire(AVEC_COPIE), AUTEUR, pieces)

    assert "Copie signée « contrat.pdf »" in [c.objet for c in plan.territoires[0].changements]
    assert not (configuration().donnees / "fichiers").exists()


def test_l_etape_en_execution_demande_son_contrat(base: str, tmp_path: Path) -> None:
    plan = apercevoir(lire({"Territoires": [SIGNE]}), AUTEUR, tmp_path)

    assert [(f.ou, f.attendu) for f in plan.fautes] == [
        ("Territoires!B3", "avec cette étape, une ligne de la feuille « Contrats signés »")
    ]


def test_une_signature_avant_le_caractere_executoire_est_signalee(base: str, tmp_path: Path) -> None:
    tot = {**CONTRAT, "collectivite_le": "22/06/2024"}

    plan = apercevoir(lire({**UNE_AUDE_SIGNEE, "Contrats signés": [tot]}), AUTEUR, tmp_path)

    assert (
        "SIG-01",
        "la collectivité a signé le 22/06/2024, avant que sa délibération soit exécutoire (25/06/2024)",
    ) in [(o.code, o.message) for o in plan.territoires[0].avertissements]


def test_un_effectif_inconnu_est_demande(base: str, tmp_path: Path) -> None:
    toulouse = {
        "Territoires": [{**SIGNE, "territoire": "Métropole de Toulouse"}],
        "Contrats signés": [{**CONTRAT, "territoire": "Toulouse Métropole"}],
    }

    plan = apercevoir(lire(toulouse), AUTEUR, tmp_path)

    assert [(f.ou, f.attendu) for f in plan.fautes] == [
        (
            "Contrats signés!E3",
            "le nombre d'élus en exercice : les données de référence ne le donnent pas pour ce territoire",
        )
    ]

"""Un exemplaire signé est gardé tel quel, une fois, et rattaché à la convention qu'il signe."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from api.schemas.depots import ComparaisonVue
from documents.depot import Depot, FichierAltere
from documents.signatures import ExemplaireRefuse
from modeles.base import lecture, unite_de_travail
from modeles.configuration import configuration
from modeles.convention import ProjetConvention
from modeles.deliberation import Deliberation
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.erreurs import Introuvable
from modeles.etapes import Etape
from modeles.vocabulaire import IssueVote, OrigineDocument
from tests.documents.exemplaires_signes import un_pdf, un_pdf_a_champs
from tests.documents.formulaires_abimes import une_fiche_envoyee
from tests.fabriques import un_document
from tests.workflows.dossier_d_essai import ouvrir_le_gers
from workflows.commandes.bordereau import Auteur
from workflows.depots import exemplaires
from workflows.depots.exemplaires import DejaDepose, comparer_l_exemplaire, deposer_l_exemplaire
from workflows.depots.inscription import Fichier

AUTEUR = Auteur("Camille Exemple", date(2026, 3, 3), datetime(2026, 3, 3, 9, tzinfo=UTC))
SIGNE = Fichier("scan\x00 final.pdf", un_pdf_a_champs("État", signes=1))


@pytest.fixture
def gers(base: str) -> UUID:
    return ouvrir_le_gers()


def faire_voter(demarche_id: UUID, version: int, **champs: Any) -> None:
    seance = {"envoi_le": date(2026, 1, 20), "seance_le": date(2026, 2, 2), "en_exercice": 34}
    with unite_de_travail() as session:
        demarche = session.get_one(Demarche, demarche_id)
        demarche.projets.append(
            ProjetConvention(
                demarche_id=demarche_id,
                version=version,
                contenu={},
                empreinte=f"{version}" * 64,
                fige_le=date(2026, 1, 9),
                **champs,
            )
        )
        demarche.deliberations.append(
            Deliberation(
                demarche_id=demarche_id,
                numero_ordre=version,
                projet_version=version,
                issue=IssueVote.ADOPTEE,
                **seance,
            )
        )


def produire_la_convention(demarche_id: UUID, version: int = 1, **champs: Any) -> UUID:
    octets = une_fiche_envoyee()[2]
    with unite_de_travail() as session:
        convention = un_document(
            session.get_one(Demarche, demarche_id),
            titre="Convention et annexes",
            etape=Etape.CONTRACTUALISATION,
            date_document=date(2026, 1, version),
            nom_fichier="convention.docx",
            taille_octets=len(octets),
            empreinte_fichier=Depot(configuration().donnees).ranger(octets),
            produit_le=datetime(2026, 1, version, tzinfo=UTC),
            **{"code": "D16", "objet": f"convention projet {version}"} | champs,
        )
        session.add(convention)
        return convention.id


def deposer(demarche_id: UUID, recu: Fichier = SIGNE) -> UUID:
    depot = Depot(configuration().donnees)
    with lecture() as session:
        comparaison = comparer_l_exemplaire(session.get_one(Demarche, demarche_id), recu, depot)
    with unite_de_travail() as session:
        demarche = session.get_one(Demarche, demarche_id)
        depose = deposer_l_exemplaire(session, demarche, recu, AUTEUR, depot, comparaison=comparaison)
        return depose.document.id


def test_l_exemplaire_est_garde_tel_quel_et_rattache_a_la_derniere_convention(gers: UUID) -> None:
    produire_la_convention(gers)
    derniere = produire_la_convention(gers, 2)

    identifiant = deposer(gers)

    with lecture() as session:
        document = session.get_one(Document, identifiant)
    assert Depot(configuration().donnees).lire(document.empreinte_fichier) == SIGNE.octets
    assert document.nom_fichier == "20260303_D16S_32_convention projet 2_v1.pdf"
    assert (document.origine, document.type_mime) == (OrigineDocument.DEPOSE, "application/pdf")
    assert document.donnees["signe"] == str(derniere)
    assert (document.donnees["par"], document.donnees["fichier"]) == ("Camille Exemple", "scan final.pdf")
    assert [c["nom"] for c in document.donnees["examen"]["champs"]] == ["État"]


def test_la_comparaison_au_texte_vote_se_montre_quand_sa_lecture_est_finie(gers: UUID) -> None:
    votee = produire_la_convention(gers)
    faire_voter(gers, 1)
    depot = Depot(configuration().donnees)

    with lecture() as session:
        comparaison = comparer_l_exemplaire(session.get_one(Demarche, gers), SIGNE, depot)

    vue = ComparaisonVue.depuis(comparaison)
    assert (vue.reference.id, vue.texte_vote) == (votee, True)


def test_apres_un_avenant_adopte_l_exemplaire_est_le_sien_sauf_s_il_imprime_une_autre_empreinte(
    gers: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    convention = produire_la_convention(gers)
    avenant = produire_la_convention(gers, 2, code="D20", objet="avenant 1 projet 2")
    faire_voter(gers, 1)
    faire_voter(gers, 2, avenant_numero=1)

    de_l_avenant = deposer(gers)
    monkeypatch.setattr(exemplaires, "texte_du_pdf", lambda _: "Empreinte du texte figé : 111111111111")
    de_la_convention = deposer(gers, Fichier("scan.pdf", un_pdf()))

    with lecture() as session:
        signes = [session.get_one(Document, i) for i in (de_l_avenant, de_la_convention)]
        assert [d.donnees["signe"] for d in signes] == [str(avenant), str(convention)]
        assert [d.donnees["comparaison"]["reference"] for d in signes] == [str(avenant), str(convention)]
    assert signes[0].nom_fichier == "20260303_D16S_32_avenant 1 projet 2_v1.pdf"


def test_le_meme_exemplaire_ne_se_depose_pas_deux_fois(gers: UUID) -> None:
    produire_la_convention(gers)
    deposer(gers)

    with pytest.raises(DejaDepose) as refus:
        deposer(gers)

    assert refus.value.pourquoi == (
        "C'est « 20260303_D16S_32_convention projet 1_v1.pdf », octet pour octet."
    )


def test_un_autre_exemplaire_fait_une_version_de_plus(gers: UUID) -> None:
    produire_la_convention(gers)
    deposer(gers)

    autre = deposer(gers, Fichier("scan.pdf", un_pdf()))

    with lecture() as session:
        assert session.get_one(Document, autre).version == 2


def test_sans_convention_ou_avec_un_fichier_refuse_rien_n_est_garde(gers: UUID) -> None:
    with pytest.raises(Introuvable, match="Aucun projet de convention"):
        deposer(gers)
    produire_la_convention(gers)
    with pytest.raises(ExemplaireRefuse):
        deposer(gers, Fichier("scan.pdf", b"bonjour"))

    with lecture() as session:
        assert [d.code for d in session.get_one(Demarche, gers).documents] == ["D16"]


def test_un_exemplaire_depose_ne_se_modifie_ni_dans_la_base_ni_sur_le_disque(gers: UUID) -> None:
    produire_la_convention(gers)
    identifiant = deposer(gers)
    depot = Depot(configuration().donnees)

    with pytest.raises(DBAPIError, match="une ligne inscrite ne change plus"), unite_de_travail() as session:
        session.connection().execute(
            update(Document).where(col(Document.id) == identifiant).values(objet="x")
        )
    (fichier,) = (configuration().donnees / "fichiers").rglob(f"{SIGNE.empreinte[2:]}")
    fichier.chmod(0o644)
    fichier.write_bytes(SIGNE.octets + b" ")

    with pytest.raises(FichierAltere):
        depot.lire(SIGNE.empreinte)

"""Le journal garde chaque changement, et une ligne touchée hors de Jalons se voit."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from modeles.base import lecture, unite_de_travail
from modeles.contact import Contact
from modeles.demarche import Demarche
from modeles.journal import CHAINE_COMMUNE, LigneJournal, Operation
from modeles.journalisation import signer
from modeles.requetes_journal import modifications
from modeles.vocabulaire import Partie, RoleContact
from tests.workflows.dossier_d_essai import ouvrir_le_gers
from workflows.dossier import creer_demarche
from workflows.journal import Verification, sceller, verifier
from workflows.journal_en_clair import Ecart, raconter

LE = date(2025, 3, 3)


@pytest.fixture
def demarche(base: str) -> Demarche:
    """Le Gers, créé par une personne, et un contact dont l'adresse a changé."""
    with unite_de_travail() as session:
        signer(session, "Camille Exemple")
        gers = creer_demarche(session, "Gers", LE)
        contact = Contact(
            demarche_id=gers.id,
            partie=Partie.ETAT,
            role=RoleContact.REFERENT,
            nom="EXEMPLE",
            fonction="directrice",
            organisme="Service fictif",
            courriel="avant@exemple.invalid",
        )
        session.add(contact)
    with unite_de_travail() as session:
        signer(session, "Dominique Modèle")
        session.get_one(Contact, contact.id).courriel = "apres@exemple.invalid"
    return gers


def _verifier(tmp_path: Path) -> Verification:
    with lecture() as session:
        return verifier(session, tmp_path)


def _forcer(ordre: str) -> None:
    """Un ordre passé à la base par qui contournerait tout, sceaux compris."""
    with unite_de_travail() as session:
        connexion = session.connection()
        if connexion.dialect.name == "sqlite":
            for quand in ("update", "delete"):
                connexion.execute(text(f"DROP TRIGGER IF EXISTS scelle_ligne_journal_{quand}"))
        else:
            connexion.execute(text("SET LOCAL session_replication_role = replica"))
        connexion.execute(text(ordre))


def test_le_journal_dit_qui_a_change_quoi_avant_et_apres(demarche: Demarche) -> None:
    with lecture() as session:
        (derniere, *_) = raconter(session, modifications(session, demarche.id))

    assert (derniere.ligne.par, derniere.ligne.operation) == ("Dominique Modèle", Operation.MODIFICATION)
    assert derniere.quoi == "contact EXEMPLE"
    assert derniere.ecarts == (Ecart("courriel", "avant@exemple.invalid", "apres@exemple.invalid"),)


def test_une_ecriture_annulee_ne_laisse_pas_de_ligne(demarche: Demarche, tmp_path: Path) -> None:
    avant = _verifier(tmp_path).lignes

    with pytest.raises(ZeroDivisionError), unite_de_travail() as session:
        session.get_one(Demarche, demarche.id).depuis_le = date(2025, 4, 1)
        session.flush()
        raise ZeroDivisionError

    assert _verifier(tmp_path) == Verification(avant, 2, 0, ())


def test_un_objet_reecrit_a_l_identique_n_ecrit_rien(demarche: Demarche, tmp_path: Path) -> None:
    avant = _verifier(tmp_path).lignes

    with unite_de_travail() as session:
        relue = session.get_one(Demarche, demarche.id)
        relue.depuis_le = relue.depuis_le

    assert _verifier(tmp_path).lignes == avant


def test_une_suppression_garde_ce_qui_etait_ecrit(demarche: Demarche) -> None:
    with unite_de_travail() as session:
        session.delete(session.exec(select(Contact)).one())
    with lecture() as session:
        (derniere, *_) = modifications(session, demarche.id)

    assert (derniere.operation, derniere.par) == (Operation.SUPPRESSION, "Jalons")
    assert derniere.champs["nom"] == ["EXEMPLE", None]


def test_une_ligne_du_journal_ne_se_modifie_ni_ne_s_efface(demarche: Demarche) -> None:
    for ordre in ("UPDATE ligne_journal SET par = 'un autre'", "DELETE FROM ligne_journal"):
        with pytest.raises(DBAPIError, match="ne change plus"), unite_de_travail() as session:
            session.connection().execute(text(ordre))


ATTEINTES: list[tuple[str, str]] = [
    ("UPDATE ligne_journal SET par = 'un autre' WHERE numero = 2 AND chaine <> 'commun'", "altérée"),
    ("DELETE FROM ligne_journal WHERE numero = 2 AND chaine <> 'commun'", "il manque la ligne 2"),
    ("DELETE FROM ligne_journal WHERE numero = 3 AND chaine <> 'commun'", "coupée"),
    ("DELETE FROM ligne_journal WHERE chaine <> 'commun'", "il manque les lignes 1 à 3"),
    ("UPDATE tete_de_journal SET numero = 2 WHERE chaine <> 'commun'", "coupée"),
    ("DELETE FROM tete_de_journal", "coupée"),
]


@pytest.mark.parametrize(("ordre", "dit"), ATTEINTES)
def test_une_atteinte_au_journal_se_voit(demarche: Demarche, tmp_path: Path, ordre: str, dit: str) -> None:
    assert _verifier(tmp_path).anomalies == ()

    _forcer(ordre)

    assert any(dit in a.quoi for a in _verifier(tmp_path).anomalies)


def test_un_journal_refait_de_bout_en_bout_se_voit_par_son_sceau(demarche: Demarche, tmp_path: Path) -> None:
    with lecture() as session:
        sceller(session, tmp_path, LE)
    assert _verifier(tmp_path).anomalies == ()

    # Qui efface la fin et recoupe la tête ne laisse pas de trace dans la base ; le sceau, lui, est ailleurs.
    _forcer("DELETE FROM ligne_journal WHERE numero = 3 AND chaine <> 'commun'")
    _forcer(
        "UPDATE tete_de_journal SET numero = 2, empreinte = (SELECT empreinte FROM ligne_journal "
        "WHERE numero = 2 AND chaine <> 'commun') WHERE chaine <> 'commun'"
    )

    assert [a.quoi for a in _verifier(tmp_path).anomalies] == [
        "la ligne diffère du sceau gardé hors de la base"
    ]


def test_un_sceau_pose_ne_se_reecrit_pas(demarche: Demarche, tmp_path: Path) -> None:
    with lecture() as session:
        fichier = sceller(session, tmp_path, LE)
        avant = fichier.read_text(encoding="utf-8")
    with unite_de_travail() as session:
        session.get_one(Demarche, demarche.id).depuis_le = date(2025, 5, 1)
    with lecture() as session:
        sceller(session, tmp_path, LE)

    assert fichier.read_text(encoding="utf-8") == avant


def test_la_chaine_d_un_objet_est_celle_de_sa_demarche(demarche: Demarche) -> None:
    with lecture() as session:
        chaines = set(session.exec(select(LigneJournal.chaine)).all())

    assert chaines == {str(demarche.id), CHAINE_COMMUNE}


def test_deux_demarches_ont_chacune_leur_suite_de_numeros(demarche: Demarche, tmp_path: Path) -> None:
    with unite_de_travail() as session:
        lot = creer_demarche(session, "Lot", LE)
    with lecture() as session:
        numeros = session.exec(
            select(LigneJournal.numero).where(col(LigneJournal.chaine) == str(lot.id))
        ).all()

    assert sorted(numeros) == list(range(1, len(numeros) + 1))
    assert _verifier(tmp_path).anomalies == ()


def test_un_passage_change_dans_la_base_se_voit(base: str, tmp_path: Path) -> None:
    ouvrir_le_gers()
    assert _verifier(tmp_path).anomalies == ()

    with unite_de_travail() as session:
        connexion = session.connection()
        if connexion.dialect.name == "sqlite":
            connexion.execute(text("DROP TRIGGER scelle_passage_modification"))
        else:
            connexion.execute(text("SET LOCAL session_replication_role = replica"))
        connexion.execute(text("UPDATE passage SET par = 'un autre'"))

    (anomalie,) = _verifier(tmp_path).anomalies
    assert "ne dit plus ce que le journal en a gardé (par)" in anomalie.quoi

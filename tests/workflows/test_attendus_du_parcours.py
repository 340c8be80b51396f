"""Ce que l'état d'une démarche fait attendre devient une échéance, une fois, et se ferme quand la chose arrive."""

from datetime import date

from modeles.avenant import Avenant
from modeles.base import unite_de_travail
from modeles.calendrier import EtapePrevue
from modeles.demarche import Demarche
from modeles.etapes import Etape
from modeles.requetes_suivi import echeances_attendant
from modeles.vocabulaire import Partie, StatutCalendrier, StatutFiche
from modeles.vocabulaire_annuel import EtatExercice
from modeles.vocabulaire_relances import GenreDEcheance
from tests.workflows.relances.dossiers_du_parcours import (
    LE_2_MARS,
    des_fiches_renvoyees,
    echeances,
    signer,
    un_dossier,
    un_exercice,
    un_projet_fige,
    un_visa_attendu,
    une_fiche_a_reprendre,
    viser,
)
from workflows.attendus_du_parcours import poser_les_attendus


def test_un_projet_fige_attend_son_visa_dix_jours_ouvres(base: str) -> None:
    gers = un_visa_attendu()
    assert echeances() == {"visa:1": (date(2026, 3, 16), "ouverte")}

    viser(gers, date(2026, 3, 10))
    viser(gers, date(2026, 3, 11))

    assert echeances() == {"visa:1": (date(2026, 3, 16), "satisfaite")}


def test_un_nouveau_projet_rend_caduc_le_visa_de_l_ancien(base: str) -> None:
    gers = un_visa_attendu()
    with unite_de_travail() as session:
        demarche = session.get_one(Demarche, gers)
        un_projet_fige(demarche, date(2026, 3, 9))
        poser_les_attendus(session, demarche, date(2026, 3, 9))

    assert echeances() == {
        "visa:1": (date(2026, 3, 16), "caduque"),
        "visa:2": (date(2026, 3, 23), "ouverte"),
    }


def test_un_avenant_fige_attend_lui_aussi_son_visa(base: str) -> None:
    with unite_de_travail() as session:
        demarche = un_dossier(session, Etape.EXECUTION, signe_le=LE_2_MARS, prend_effet_le=LE_2_MARS)
        un_projet_fige(demarche, date(2024, 3, 4)).visa_dreets_le = date(2024, 3, 8)
        projet = un_projet_fige(demarche, LE_2_MARS)
        avenant = Avenant(numero=1, objet="Un montant", effet_le=date(2027, 1, 1), ouvert_le=LE_2_MARS)
        demarche.avenants.append(avenant)
        poser_les_attendus(session, demarche, LE_2_MARS)
        assert echeances_attendant(session, demarche.id, [GenreDEcheance.VISA]) == []

        avenant.projet_version = projet.version
        poser_les_attendus(session, demarche, LE_2_MARS)
        (visa,) = echeances_attendant(session, demarche.id, [GenreDEcheance.VISA])
    assert visa.libelle == "Viser les crédits du projet d'avenant n° 1 (version 2)"
    assert echeances() == {"visa:2": (date(2026, 3, 16), "ouverte")}

    viser(demarche.id, date(2026, 3, 10))

    assert echeances() == {"visa:2": (date(2026, 3, 16), "satisfaite")}


def test_la_signature_de_l_etat_puis_la_notification(base: str) -> None:
    with unite_de_travail() as session:
        demarche = un_dossier(session, Etape.SIGNATURE)
        projet = un_projet_fige(demarche)
        signer(projet, Partie.COLLECTIVITE, date(2026, 3, 4))
        poser_les_attendus(session, demarche, date(2026, 3, 4))
    assert echeances() == {"signature:1": (date(2026, 3, 17), "ouverte")}

    with unite_de_travail() as session:
        demarche = session.get_one(Demarche, demarche.id)
        signer(demarche.projets[-1], Partie.ETAT, date(2026, 3, 12))
        session.flush()
        poser_les_attendus(session, demarche, date(2026, 3, 12))

    assert echeances() == {
        "notification:1": (date(2026, 3, 19), "ouverte"),
        "signature:1": (date(2026, 3, 17), "satisfaite"),
    }


def test_un_exercice_se_verse_avant_la_fin_de_l_annee_qui_le_suit(base: str) -> None:
    with unite_de_travail() as session:
        demarche = un_dossier(session, Etape.EXECUTION, signe_le=LE_2_MARS, prend_effet_le=LE_2_MARS)
        un_exercice(session, demarche, 2024, EtatExercice.VERSE)
        en_cours = un_exercice(session, demarche, 2025, EtatExercice.DIALOGUE)
        poser_les_attendus(session, demarche, LE_2_MARS)
    assert echeances() == {"versement:2025": (date(2026, 12, 31), "ouverte")}

    with unite_de_travail() as session:
        session.merge(en_cours).etat = EtatExercice.VERSE
        session.flush()
        poser_les_attendus(session, session.get_one(Demarche, demarche.id), date(2026, 11, 3))

    assert echeances() == {"versement:2025": (date(2026, 12, 31), "satisfaite")}


def test_une_fiche_renvoyee_revient_sous_quinze_jours_et_une_seule_fois(base: str) -> None:
    gers = des_fiches_renvoyees()
    retour = date(2026, 3, 17)
    assert echeances() == {
        "fiche:32-DRO-EXP-01:1": (retour, "ouverte"),
        "fiche:32-DRO-EXP-02:1": (retour, "ouverte"),
    }

    with unite_de_travail() as session:
        demarche = session.get_one(Demarche, gers)
        demarche.fiches[0].statut = StatutFiche.SOUMISE
        poser_les_attendus(session, demarche, date(2026, 3, 20))

    assert echeances() == {
        "fiche:32-DRO-EXP-01:1": (retour, "satisfaite"),
        "fiche:32-DRO-EXP-02:1": (retour, "ouverte"),
    }


def test_le_calendrier_adopte_donne_la_date_de_retour_et_la_repousse(base: str) -> None:
    """Un brouillon n'a de date de retour que celle du calendrier adopté."""
    with unite_de_travail() as session:
        demarche = un_dossier(session, Etape.FICHES)
        une_fiche_a_reprendre(demarche, StatutFiche.BROUILLON)
        poser_les_attendus(session, demarche, LE_2_MARS)
        gers = demarche.id
    assert echeances() == {}

    for fin in (date(2026, 4, 30), date(2026, 5, 29)):
        with unite_de_travail() as session:
            demarche = session.get_one(Demarche, gers)
            demarche.etapes_prevues.append(
                EtapePrevue(
                    demarche_id=gers,
                    etape=Etape.FICHES,
                    debut_le=LE_2_MARS,
                    fin_le=fin,
                    statut=StatutCalendrier.ADOPTE,
                )
            )
            session.flush()
            poser_les_attendus(session, demarche, LE_2_MARS)
        assert echeances() == {"fiche:32-DRO-EXP-01:1": (fin, "ouverte")}


def test_une_demarche_suspendue_garde_ses_echeances(base: str) -> None:
    gers = un_visa_attendu()
    with unite_de_travail() as session:
        demarche = session.get_one(Demarche, gers)
        demarche.etape, demarche.etape_de_retour = Etape.SUSPENDU, Etape.CONTRACTUALISATION
        poser_les_attendus(session, demarche, date(2026, 3, 9))

    assert echeances() == {"visa:1": (date(2026, 3, 16), "ouverte")}

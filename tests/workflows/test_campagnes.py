"""Une campagne : ouverte au bon jour, à qui doit répondre ; prolongée pour un seul ; jamais effacée."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from modeles.base import lecture, unite_de_travail
from modeles.campagne import Attendu, Campagne
from modeles.demarche import Demarche
from modeles.erreurs import Introuvable
from modeles.etapes import Etape
from modeles.remise import Remise
from modeles.requetes import demarche_de
from modeles.requetes_campagnes import attendu_de, campagnes
from modeles.vocabulaire_annuel import EtatCampagne, GenreCampagne, NatureAmenagement
from tests.workflows.contrats_d_essai import auteur, un_contrat, une_echeance
from workflows.attendus import actualiser_les_attendus, amenager, attendu_designe
from workflows.campagnes import campagne_designee, clore, ouvrir_campagne, verrouiller
from workflows.refus import Empeche
from workflows.regles.campagnes import echeance_de, echeance_prevue, explication, jours_de_retard

G, N = GenreCampagne, NatureAmenagement


def ouvrir(session: Session, genre: GenreCampagne = G.INDICATEURS, exercice: int = 2025) -> Campagne:
    return ouvrir_campagne(session, "76", genre, exercice, auteur()).campagne


def la_demarche(session: Session, code: str = "32") -> Demarche:
    demarche = demarche_de(session, code)
    assert demarche is not None
    return demarche


def l_attendu(session: Session, code: str = "32", genre: GenreCampagne = G.INDICATEURS) -> Attendu:
    attendu = attendu_de(session, la_demarche(session, code).id, genre, 2025)
    assert attendu is not None
    return attendu


@pytest.mark.parametrize(
    ("genre", "exercice", "echeance"),
    [
        (G.INDICATEURS, 2025, date(2026, 3, 31)),
        # Le 31 mars 2024 est le dimanche de Pâques, le lendemain est férié.
        (G.INDICATEURS, 2023, date(2024, 4, 2)),
        (G.RAPPORT_EXECUTION, 2023, date(2024, 7, 1)),
        (G.EVALUATION_MI_PARCOURS, 2026, date(2026, 6, 30)),
        (G.EVALUATION_MI_PARCOURS, 2025, None),
        (G.BILAN_FINAL, 2027, None),
    ],
)
def test_l_echeance_est_celle_du_contrat_au_premier_jour_ouvre(
    genre: GenreCampagne, exercice: int, echeance: date | None
) -> None:
    assert echeance_prevue("cls", genre, exercice) == echeance


def test_une_campagne_s_adresse_aux_contrats_en_execution_et_dit_qui_elle_ecarte(base: str) -> None:
    with unite_de_travail() as session:
        un_contrat(session, "32")
        un_contrat(session, "31", etape=Etape.SUSPENDU, etape_de_retour=Etape.EXECUTION)
        un_contrat(session, "12", etape=Etape.SIGNATURE)
        un_contrat(session, "34", prend_effet_le=date(2026, 1, 5))
        un_contrat(session, "46").fiches[0].duree_annees = 1
        un_contrat(session, "35")  # en Bretagne

        ouverture = ouvrir_campagne(session, "76", G.INDICATEURS, 2025, auteur())

        assert sorted(a.demarche.territoire_code for a in ouverture.attendus) == ["31", "32"]
        assert {d.territoire_code: raison for d, raison in ouverture.ecartees} == {
            "12": "à l'étape « Signature »",
            "34": "le contrat prend effet le 05/01/2026",
            "46": "aucune fiche inscrite au contrat n'a d'indicateur pour 2025",
        }


def test_un_referent_sans_adresse_n_empeche_pas_d_ouvrir_mais_se_dit(base: str) -> None:
    with unite_de_travail() as session:
        un_contrat(session).contacts[0].courriel = None

        ouverture = ouvrir_campagne(session, "76", G.INDICATEURS, 2025, auteur())

        assert len(ouverture.attendus) == 1
        assert [o.message for o in ouverture.avertissements] == [
            "Gers : aucun référent de la collectivité n'a d'adresse électronique"
        ]


def test_une_campagne_ne_s_ouvre_ni_deux_fois_ni_avant_la_fin_de_l_exercice(base: str) -> None:
    with unite_de_travail() as session:
        ouvrir(session)
    with pytest.raises(Empeche, match="elle est déjà ouverte"), unite_de_travail() as session:
        ouvrir(session)
    with pytest.raises(Empeche, match="l'exercice 2026 n'est pas fini"), unite_de_travail() as session:
        ouvrir(session, exercice=2026)
    with pytest.raises(Empeche, match="ne fixe pas d'échéance"), unite_de_travail() as session:
        ouvrir(session, G.BILAN_FINAL, 2027)
    with pytest.raises(Empeche, match="l'échéance du 31/03/2025 est passée"), unite_de_travail() as session:
        ouvrir(session, exercice=2024)


def test_une_echeance_choisie_tombe_un_jour_ouvre(base: str) -> None:
    with unite_de_travail() as session:
        ouverture = ouvrir_campagne(
            session, "76", G.BILAN_FINAL, 2025, auteur(), echeance_le=date(2026, 5, 1)
        )

        assert ouverture.campagne.echeance_le == date(2026, 5, 4)


def test_un_contrat_notifie_pendant_la_campagne_la_rejoint(base: str) -> None:
    with unite_de_travail() as session:
        ouvrir(session)
        un_contrat(session)
    for _ in range(2):
        with unite_de_travail() as session:
            actualiser_les_attendus(session, la_demarche(session), auteur(date(2026, 2, 10), "Jalons"))

    with lecture() as session:
        assert l_attendu(session).recu_le is None


def test_une_remise_consignee_a_la_main_vaut_reception(base: str) -> None:
    with unite_de_travail() as session:
        demarche = un_contrat(session)
        ouvrir(session, G.RAPPORT_EXECUTION)
        demarche.remises.append(
            Remise(
                demarche_id=demarche.id,
                echeance="rapport_execution",
                exercice=2025,
                remise_le=date(2026, 6, 25),
                par="Dominique Exemple",
            )
        )
        actualiser_les_attendus(session, demarche, auteur(date(2026, 6, 26), "Jalons"))

        assert l_attendu(session, genre=G.RAPPORT_EXECUTION).recu_le == date(2026, 6, 25)


def test_un_report_ne_vaut_que_pour_un_territoire_et_s_explique(base: str) -> None:
    le_8_avril = auteur(date(2026, 4, 8))
    with unite_de_travail() as session:
        for code in ("32", "31"):
            un_contrat(session, code)
        ouvrir(session)
        amenager(
            session, l_attendu(session), N.REPORT, "Logiciel changé", le_8_avril, jusqu_au=date(2026, 4, 10)
        )

    with lecture() as session:
        gers, garonne = l_attendu(session), l_attendu(session, "31")
        assert (echeance_de(gers), echeance_de(garonne)) == (date(2026, 4, 10), date(2026, 3, 31))
        assert jours_de_retard(gers, date(2026, 4, 18)) == 8
        assert explication(gers, date(2026, 4, 18)).replace("\u00a0", " ") == (
            "en retard de 8 jours : exercice 2025, échéance du 31/03/2026, "
            "report accordé jusqu'au 10/04/2026, le 08/04/2026 par Camille Exemple (Logiciel changé)"
        )
        assert explication(garonne, date(2026, 3, 31)) == ("attendu : exercice 2025, échéance du 31/03/2026")


def test_l_echeance_du_contrat_suit_le_report_et_celle_d_un_autre_exercice_ne_bouge_pas(base: str) -> None:
    with unite_de_travail() as session:
        gers, aveyron, garonne = (un_contrat(session, code) for code in ("32", "12", "31"))
        ouvrir(session)
        reportee, autre_exercice, autre_territoire = (
            une_echeance(session, demarche, f"contrat:{G.INDICATEURS.value}:{exercice}")
            for demarche, exercice in ((gers, 2025), (aveyron, 2026), (garonne, 2025))
        )

        for code in ("32", "12"):
            amenager(
                session, l_attendu(session, code), N.REPORT, "Motif", auteur(), jusqu_au=date(2026, 4, 10)
            )

        assert reportee.le == date(2026, 4, 10)
        assert autre_exercice.le == autre_territoire.le == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("nature", "motif", "jusqu_au", "message"),
    [
        (N.REPORT, "", date(2026, 4, 10), "il n'a pas de motif"),
        (N.REPORT, "Motif", None, "il n'a pas de date"),
        (N.REPORT, "Motif", date(2026, 3, 31), "l'échéance est déjà le 31/03/2026"),
        (N.MAIN_RENDUE, "Motif", date(2026, 1, 5), "le 05/01/2026 est passé"),
    ],
)
def test_un_amenagement_impossible_est_refuse(
    base: str, nature: NatureAmenagement, motif: str, jusqu_au: date | None, message: str
) -> None:
    with unite_de_travail() as session:
        un_contrat(session)
        ouvrir(session)
    with pytest.raises(Empeche, match=message), unite_de_travail() as session:
        amenager(session, l_attendu(session), nature, motif, auteur(), jusqu_au=jusqu_au)


def test_une_difficulte_motivee_suspend_quinze_jours(base: str) -> None:
    with unite_de_travail() as session:
        un_contrat(session)
        ouvrir(session)
        amenagement = amenager(
            session, l_attendu(session), N.DIFFICULTE, "Agent absent", auteur(date(2026, 4, 8))
        )

        assert amenagement.jusqu_au == date(2026, 4, 23)


def test_un_amenagement_inscrit_ne_change_plus(base: str) -> None:
    with unite_de_travail() as session:
        un_contrat(session)
        ouvrir(session)
        amenager(session, l_attendu(session), N.PROMESSE, "Promis", auteur(), jusqu_au=date(2026, 3, 2))

    with pytest.raises(DBAPIError, match="ne change plus"), unite_de_travail() as session:
        session.execute(text("UPDATE amenagement SET motif = 'autre'"))


def test_une_campagne_qui_attend_quelqu_un_ne_s_efface_pas(base: str) -> None:
    with unite_de_travail() as session:
        un_contrat(session)
        ouvrir(session)

    with pytest.raises(IntegrityError), unite_de_travail() as session:
        session.execute(text("DELETE FROM campagne"))


def test_une_campagne_ne_se_verrouille_qu_apres_son_echeance_et_ne_se_clot_qu_apres_les_reports(
    base: str,
) -> None:
    with unite_de_travail() as session:
        un_contrat(session)
        ouvrir(session)
        amenager(session, l_attendu(session), N.REPORT, "Motif", auteur(), jusqu_au=date(2026, 4, 30))
    with pytest.raises(Empeche, match="son échéance est le 31/03/2026"), unite_de_travail() as session:
        verrouiller(session, campagnes(session)[0], auteur(date(2026, 3, 31)))
    with pytest.raises(Empeche, match="Gers a jusqu'au 30/04/2026"), unite_de_travail() as session:
        clore(session, campagnes(session)[0], auteur(date(2026, 4, 15)))

    with unite_de_travail() as session:
        clore(session, campagnes(session)[0], auteur(date(2026, 5, 4)))
        assert campagnes(session)[0].etat is EtatCampagne.CLOSE


def test_une_campagne_inconnue_est_refusee_en_donnant_celles_qui_existent(base: str) -> None:
    with unite_de_travail() as session:
        un_contrat(session)
        ouvrir(session)

        with pytest.raises(Introuvable, match="remontée des indicateurs 2025"):
            campagne_designee(session, "76", G.RAPPORT_EXECUTION, 2025)
        with pytest.raises(Introuvable, match="remontée des indicateurs 2025"):
            attendu_designe(session, la_demarche(session), G.RAPPORT_EXECUTION, 2025)

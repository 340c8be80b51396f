"""Où en est une démarche : un tableau de dates, et la raison de chaque couleur."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from modeles.echeance import Echeance
from modeles.etapes import TERMINALES, Etape, Geste
from modeles.vocabulaire import NatureReunion, Partie
from workflows.ensuite import geste_suivant
from workflows.suivi import Couleur, Faits, Mouvement, Position, Report, jours_dans_l_etape, situer

ENTREE = date(2026, 1, 1)
E = Etape
AU_LANCEMENT = Faits("cls", E.LANCEMENT, None, ENTREE, (Mouvement(E.A_LANCER, E.LANCEMENT, ENTREE),))


def le(jours: int) -> date:
    return ENTREE + timedelta(days=jours)


def une_echeance(
    jour: date, attend: str = "compte_rendu:1", libelle: str = "Valider le compte rendu"
) -> Echeance:
    return Echeance(
        demarche_id=uuid4(),
        passage_id=uuid4(),
        cle_effet=str(uuid4()),
        libelle=libelle,
        le=jour,
        a_qui=Partie.ETAT,
        attend=attend,
    )


@pytest.mark.parametrize(
    ("jours", "couleur"),
    [
        (0, Couleur.VERTE),
        (30, Couleur.VERTE),
        (44, Couleur.VERTE),
        (45, Couleur.ORANGE),
        (59, Couleur.ORANGE),
        (60, Couleur.ROUGE),
        (400, Couleur.ROUGE),
    ],
)
def test_la_couleur_suit_les_seuils_du_type_de_contrat(jours: int, couleur: Couleur) -> None:
    assert situer(AU_LANCEMENT, le(jours)).alerte.couleur is couleur


def test_une_alerte_dit_le_nombre_de_jours_et_la_duree_cible() -> None:
    situation = situer(AU_LANCEMENT, le(50))

    assert situation.alerte.raison == (
        "50\N{NO-BREAK SPACE}jours à l'étape « Lancement », pour une durée cible de 30\N{NO-BREAK SPACE}jours."
    )
    assert situation.alertes == (situation.alerte,)


def test_la_verte_aussi_dit_pourquoi() -> None:
    assert situer(AU_LANCEMENT, le(1)).alerte.raison == (
        "1\N{NO-BREAK SPACE}jour à l'étape « Lancement », pour une durée cible de 30\N{NO-BREAK SPACE}jours."
    )
    assert situer(AU_LANCEMENT, le(1)).alertes == ()


# Une étape commencée le 1er janvier, suspendue dix jours : la date, et les jours qui comptent.
SUSPENSION = (
    Mouvement(E.A_LANCER, E.LANCEMENT, le(0)),
    Mouvement(E.LANCEMENT, E.SUSPENDU, le(20)),
    Mouvement(E.SUSPENDU, E.LANCEMENT, le(30)),
)
RETOUR = (
    Mouvement(E.LANCEMENT, E.DIAGNOSTIC, le(0)),
    Mouvement(E.DIAGNOSTIC, E.DIAGNOSTIC_PRESENTE, le(80)),
    Mouvement(E.DIAGNOSTIC_PRESENTE, E.DIAGNOSTIC, le(100)),
)


@pytest.mark.parametrize(
    ("etape", "mouvements", "jours", "attendus"),
    [
        (E.LANCEMENT, SUSPENSION, 30, 20),
        (E.LANCEMENT, SUSPENSION, 45, 35),
        (E.SUSPENDU, SUSPENSION[:2], 25, 5),
        (E.DIAGNOSTIC, RETOUR, 100, 0),
        (E.DIAGNOSTIC, RETOUR, 115, 15),
        (E.LANCEMENT, SUSPENSION[:1], -5, 0),
    ],
)
def test_les_jours_comptent_hors_suspension_et_depuis_la_derniere_entree(
    etape: Etape, mouvements: tuple[Mouvement, ...], jours: int, attendus: int
) -> None:
    faits = Faits("cls", etape, None, ENTREE, mouvements)

    assert jours_dans_l_etape(faits, le(jours)) == attendus


def test_sans_aucun_geste_les_jours_comptent_depuis_la_creation() -> None:
    assert jours_dans_l_etape(Faits("cls", E.A_LANCER, None, ENTREE), le(12)) == 12


def test_une_echeance_depassee_est_une_alerte_orange_qui_la_nomme() -> None:
    faits = AU_LANCEMENT._replace(echeances=[une_echeance(le(10))])

    assert situer(faits, le(10)).alertes == ()
    alerte = situer(faits, le(11)).alerte
    assert alerte.couleur is Couleur.ORANGE
    assert alerte.raison == (
        "Échéance dépassée depuis le 11\N{NO-BREAK SPACE}janvier 2026 : Valider le compte rendu."
    )


def test_plusieurs_echeances_depassees_font_une_seule_alerte() -> None:
    faits = AU_LANCEMENT._replace(echeances=[une_echeance(le(3), libelle="Relire"), une_echeance(le(2))])

    (alerte,) = situer(faits, le(9)).alertes

    assert alerte.raison == (
        "2 échéances dépassées, la première depuis le 3\N{NO-BREAK SPACE}janvier 2026 : Valider le compte rendu."
    )


def test_la_fin_de_la_duree_cible_n_alerte_pas_avant_l_orange() -> None:
    fin = une_echeance(le(30), "etape:lancement:1", "Achever l'étape « Lancement »")

    assert situer(AU_LANCEMENT._replace(echeances=[fin]), le(40)).alertes == ()


def test_une_echeance_d_information_n_alerte_jamais() -> None:
    recours = une_echeance(le(5), "information", "Fin du délai de recours")

    situation = situer(AU_LANCEMENT._replace(echeances=[recours]), le(20))

    assert (situation.alertes, situation.prochaine) == ((), None)


@pytest.mark.parametrize(("reports", "alertes"), [(1, 0), (2, 1), (3, 1)])
def test_le_deuxieme_report_d_un_comite_alerte(reports: int, alertes: int) -> None:
    faits = AU_LANCEMENT._replace(reports=[Report(NatureReunion.COMITE_LANCEMENT, reports)])

    assert len(situer(faits, le(1)).alertes) == alertes


def test_un_document_en_echec_met_en_rouge_et_passe_devant_les_autres_alertes() -> None:
    faits = AU_LANCEMENT._replace(
        effets_echoues=2, reports=[Report(NatureReunion.COMITE_LANCEMENT, 2)], echeances=[une_echeance(le(3))]
    )

    situation = situer(faits, le(10))

    assert situation.alerte == (
        Couleur.ROUGE,
        "2\N{NO-BREAK SPACE}documents ou messages ont échoué et attendent une personne.",
    )
    assert [a.couleur for a in situation.alertes] == [Couleur.ORANGE, Couleur.ORANGE, Couleur.ROUGE]


def test_la_prochaine_echeance_est_la_premiere_a_venir_sinon_la_plus_ancienne() -> None:
    passee, proche, lointaine = une_echeance(le(1)), une_echeance(le(9)), une_echeance(le(20))
    faits = AU_LANCEMENT._replace(echeances=[lointaine, passee, proche])

    assert situer(faits, le(5)).prochaine is proche
    assert situer(faits, le(9)).prochaine is proche
    assert situer(faits, le(10)).prochaine is lointaine
    assert situer(faits, le(30)).prochaine is passee


@pytest.mark.parametrize(
    ("etape", "attendu"),
    [
        (E.A_LANCER, "L'État"),
        (E.LANCEMENT, "L'État et la collectivité"),
        (E.ATELIERS, "L'État, la collectivité et les partenaires"),
        (E.FICHES, "La collectivité"),
        (E.CONTRACTUALISATION, "L'État"),
        (E.DELIBERATION, "La collectivité"),
        (E.CLOS, "Personne"),
    ],
)
def test_a_qui_la_main_suit_le_tableau_des_roles(etape: Etape, attendu: str) -> None:
    assert situer(Faits("cls", etape, None, ENTREE), ENTREE).a_la_main == attendu


def test_une_demarche_suspendue_est_arretee_a_l_etape_ou_elle_reprendra() -> None:
    faits = Faits("cls", E.SUSPENDU, E.LANCEMENT, le(20), SUSPENSION[:2])

    situation = situer(faits, le(25))

    assert situation.alerte.raison == (
        "Suspendue depuis le 21\N{NO-BREAK SPACE}janvier 2026, à l'étape « Lancement »."
    )
    assert situation.positions[E.A_LANCER] is Position.PASSEE
    assert situation.positions[E.LANCEMENT] is Position.ARRETEE
    assert situation.positions[E.DIAGNOSTIC] is Position.A_VENIR


def test_une_demarche_abandonnee_est_arretee_a_la_derniere_etape_atteinte() -> None:
    faits = Faits(
        "cls", E.ABANDONNE, None, le(30), (*SUSPENSION[:2], Mouvement(E.SUSPENDU, E.ABANDONNE, le(30)))
    )

    assert situer(faits, le(40)).positions[E.LANCEMENT] is Position.ARRETEE


@pytest.mark.parametrize(
    ("etape", "geste"),
    [
        (E.A_LANCER, Geste.OUVRIR),
        (E.LANCEMENT, Geste.VALIDER_CADRAGE),
        (E.DIAGNOSTIC_PRESENTE, Geste.ADOPTER_DIAGNOSTIC),
        (E.ATELIERS, Geste.CLORE_ATELIERS),
        (E.FICHES, Geste.FIGER_RECUEIL),
        (E.DELIBERATION, Geste.RENDRE_EXECUTOIRE),
        (E.SIGNATURE, Geste.NOTIFIER),
        (E.EXECUTION, Geste.TERMINER),
        (E.EVALUATION_MI_PARCOURS, Geste.TERMINER),
        (E.CLOTURE, Geste.SOLDER),
        (E.SUSPENDU, Geste.REPRENDRE),
        *((etape, None) for etape in TERMINALES),
    ],
)
def test_le_geste_suivant_mene_vers_la_signature(etape: Etape, geste: Geste | None) -> None:
    assert geste_suivant(etape) is geste

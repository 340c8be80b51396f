"""L'année d'un contrat : le cycle permet exactement ce que son tableau déclare, et dit tout ce qui l'empêche."""

from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from modeles.base import lecture, unite_de_travail
from modeles.demarche import Demarche, Passage
from modeles.erreurs import ErreurMetier, SaisieInvalide
from modeles.etapes import Etape, Geste
from modeles.exercice import Exercice, PassageAnnuel
from modeles.requetes import demarche_de
from modeles.requetes_exercices import exercices_de
from modeles.vocabulaire_annuel import EtatExercice, GenreCampagne, GesteAnnuel, StatutValeur
from tests.fabriques import une_demarche
from tests.workflows.contrats_d_essai import FICHE, auteur, saisie, un_contrat, une_echeance
from workflows.attendus import attendu_designe
from workflows.campagnes import ouvrir_campagne
from workflows.etat_des_valeurs import etat_des_valeurs
from workflows.exercice import CYCLE, GesteAnnuelHorsEtat, exiger_l_etat
from workflows.refus import Empeche
from workflows.valeurs import enregistrer_valeurs
from workflows.vie_annuelle import (
    actualiser_les_exercices,
    avancer_l_exercice,
    exercice_designe,
    gestes_annuels_offerts,
)

E, G = EtatExercice, GesteAnnuel
PERMIS = {(etat, t.geste) for t in CYCLE for etat in t.depuis}
HORS_ETAT = [(etat, geste) for etat, geste in product(E, G) if (etat, geste) not in PERMIS]
RAPPORT = {
    "synthese": "Une année pleine.",
    "deliberation_numero": "2026-06-12",
    "deliberation_le": "2026-06-19",
    "executions": [{"fiche": FICHE, "realise": "80 ménages suivis", "paye_centimes": 19_000_00}],
}


@pytest.mark.parametrize(("etat", "geste"), HORS_ETAT)
def test_un_geste_annuel_hors_de_son_etat_est_refuse(etat: EtatExercice, geste: GesteAnnuel) -> None:
    exercice = Exercice(demarche_id=une_demarche().id, annee=2025, etat=etat, depuis_le=date(2026, 1, 1))

    with pytest.raises(GesteAnnuelHorsEtat, match="Exercice 2025"):
        exiger_l_etat(exercice, geste)


def la_demarche(session: Session) -> Demarche:
    demarche = demarche_de(session, "32")
    assert demarche is not None
    return demarche


def tournee(le: date) -> list[GesteAnnuel]:
    """La tournée du matin pour le Gers ; rend les gestes qu'elle a faits."""
    with unite_de_travail() as session:
        instant = datetime(le.year, le.month, le.day, 6, tzinfo=UTC)
        return [p.geste for p in actualiser_les_exercices(session, la_demarche(session), le, instant)]


def faire(
    geste: GesteAnnuel, le: date, donnees: dict[str, Any] | None = None, motif: str | None = None
) -> None:
    with unite_de_travail() as session:
        exercice = exercice_designe(session, la_demarche(session), 2025)
        avancer_l_exercice(session, exercice, geste, donnees or {}, auteur(le), motif=motif)


def etat(annee: int = 2025) -> EtatExercice:
    with lecture() as session:
        return exercice_designe(session, la_demarche(session), annee).etat


def repondre(*lignes: Any, le: date = date(2026, 3, 2)) -> None:
    with unite_de_travail() as session:
        attendu = attendu_designe(session, la_demarche(session), GenreCampagne.INDICATEURS, 2025)
        enregistrer_valeurs(session, attendu, lignes, auteur(le, "Dominique Exemple"), "page")


@pytest.fixture
def contrat(base: str) -> None:
    with unite_de_travail() as session:
        demarche = un_contrat(session)
        une_echeance(session, demarche, "contrat:rapport_execution:2025")
        ouvrir_campagne(session, "76", GenreCampagne.INDICATEURS, 2025, auteur())
        ouvrir_campagne(session, "76", GenreCampagne.RAPPORT_EXECUTION, 2025, auteur())


def mener_au_controle() -> None:
    tournee(date(2026, 2, 3))
    repondre(saisie("MEN", 80), saisie("MONO", 30), saisie("RELOG", 50))
    tournee(date(2026, 3, 3))
    faire(G.LANCER_CONTROLE, date(2026, 4, 7))


@pytest.mark.usefixtures("contrat")
def test_les_exercices_s_ouvrent_avec_leur_annee_et_une_seule_fois() -> None:
    for _ in range(2):
        tournee(date(2026, 2, 3))

    with lecture() as session:
        exercices = exercices_de(session, la_demarche(session).id)
        assert [(e.annee, e.depuis_le) for e in exercices] == [
            (2024, date(2024, 6, 12)),
            (2025, date(2026, 2, 3)),
            (2026, date(2026, 1, 1)),
        ]


@pytest.mark.usefixtures("contrat")
def test_la_tournee_ouvre_la_collecte_et_la_clot_a_l_echeance() -> None:
    assert tournee(date(2026, 2, 3)) == [G.OUVRIR_COLLECTE]
    assert [tournee(date(2026, 3, j)) for j in (30, 31)] == [[], []]
    assert tournee(date(2026, 4, 1)) == [G.CLORE_COLLECTE]
    assert tournee(date(2026, 4, 1)) == []

    with lecture() as session:
        lignes = etat_des_valeurs(session, la_demarche(session), 2025, date(2026, 4, 1)).lignes
        assert {x.connue.statut for x in lignes} == {StatutValeur.NON_RENSEIGNE}


@pytest.mark.usefixtures("contrat")
def test_une_reponse_complete_clot_la_collecte_avant_l_echeance() -> None:
    tournee(date(2026, 2, 3))
    repondre(saisie("MEN", 80), saisie("MONO", 30), saisie("RELOG", 50))

    assert tournee(date(2026, 3, 3)) == [G.CLORE_COLLECTE]


@pytest.mark.usefixtures("contrat")
def test_sans_destinataire_la_collecte_ne_s_ouvre_pas_et_l_on_dit_pourquoi() -> None:
    with unite_de_travail() as session:
        la_demarche(session).contacts[0].courriel = None
    assert tournee(date(2026, 2, 3)) == []

    with lecture() as session:
        (ouvrir,) = gestes_annuels_offerts(
            session, exercice_designe(session, la_demarche(session), 2025), date(2026, 2, 3)
        )
    assert [o.ou for o in ouvrir.obstacles] == ["contacts"]


@pytest.mark.usefixtures("contrat")
def test_sans_aucun_repondant_le_controle_ne_commence_pas() -> None:
    tournee(date(2026, 2, 3))
    tournee(date(2026, 4, 1))

    with pytest.raises(Empeche, match="aucun indicateur n'a reçu de réponse"):
        faire(G.LANCER_CONTROLE, date(2026, 4, 7))


@pytest.mark.usefixtures("contrat")
def test_une_rectification_demandee_rouvre_la_collecte_pour_ce_territoire() -> None:
    mener_au_controle()
    demande = {"fiche": FICHE, "indicateur": "MEN", "jusqu_au": "2026-04-17"}
    with pytest.raises(SaisieInvalide, match="ce geste demande un motif"):
        faire(G.DEMANDER_RECTIFICATION, date(2026, 4, 8), demande)

    faire(G.DEMANDER_RECTIFICATION, date(2026, 4, 8), demande, "Deux fois moins qu'en 2024")
    assert (etat(), tournee(date(2026, 4, 17))) == (E.COLLECTE, [])
    repondre(saisie("MEN", 160), le=date(2026, 4, 16))

    assert tournee(date(2026, 4, 17)) == [G.CLORE_COLLECTE]
    with lecture() as session:
        lignes = etat_des_valeurs(session, la_demarche(session), 2025, date(2026, 4, 17)).lignes
        men = next(x for x in lignes if x.indicateur.code == "MEN")
        assert (men.connue.statut, men.connue.valeur) == (StatutValeur.RECTIFIE, 160_00)


@pytest.mark.usefixtures("contrat")
def test_un_rapport_recu_sans_deliberation_arrete_les_relances_mais_n_est_pas_recevable() -> None:
    mener_au_controle()
    sans_deliberation = {c: v for c, v in RAPPORT.items() if not c.startswith("deliberation")}

    faire(G.DEPOSER_RAPPORT, date(2026, 6, 25), sans_deliberation)

    assert etat() is E.RAPPORT_RECU
    with lecture() as session:
        demarche = la_demarche(session)
        attendu = attendu_designe(session, demarche, GenreCampagne.RAPPORT_EXECUTION, 2025)
        assert attendu.recu_le == date(2026, 6, 25)
        assert ("rapport_execution", 2025) in {(r.echeance, r.exercice) for r in demarche.remises}
    with pytest.raises(Empeche, match="la délibération qui adopte le rapport n'est pas donnée"):
        faire(G.JUGER_RECEVABLE, date(2026, 7, 6))
    faire(G.DEPOSER_RAPPORT, date(2026, 7, 3), RAPPORT)
    faire(G.JUGER_RECEVABLE, date(2026, 7, 6))
    assert etat() is E.DIALOGUE


@pytest.mark.usefixtures("contrat")
def test_un_rapport_incomplet_ou_qui_cite_une_autre_fiche_est_refuse() -> None:
    mener_au_controle()
    executions = [{"fiche": "32-AUTRE-01", "realise": "x"}]

    with pytest.raises(Empeche) as refus:
        faire(G.DEPOSER_RAPPORT, date(2026, 6, 25), RAPPORT | {"executions": executions})

    assert [o.message for o in refus.value.obstacles] == [
        f"le rapport ne dit pas ce qui a été réalisé pour {FICHE}",
        "le contrat ne prévoit pas cette année-là 32-AUTRE-01",
    ]


@pytest.mark.parametrize(
    ("execution", "attendu"),
    [
        (
            {"paye_centimes": 20_001_00, "ecart": "Salaires"},
            "le rapport justifie 20 001 €, le contrat en prévoit 20 000 €",
        ),
        ({"paye_centimes": 17_999_99}, "17 999,99 € payés pour 20 000 € prévus, sans explication"),
        ({"paye_centimes": 18_000_00}, ""),
        ({"paye_centimes": 9_000_00, "ecart": "Poste vacant"}, ""),
        ({}, ""),
    ],
)
@pytest.mark.usefixtures("contrat")
def test_l_execution_tient_dans_le_contrat_et_ses_ecarts_s_expliquent(
    execution: dict[str, Any], attendu: str
) -> None:
    mener_au_controle()
    lignes = [{"fiche": FICHE, "realise": "x"} | execution]
    faire(G.DEPOSER_RAPPORT, date(2026, 6, 25), RAPPORT | {"executions": lignes})

    if not attendu:
        faire(G.JUGER_RECEVABLE, date(2026, 7, 6))
        assert etat() is E.DIALOGUE
        return
    with pytest.raises(Empeche) as refus:
        faire(G.JUGER_RECEVABLE, date(2026, 7, 6))
    assert attendu in refus.value.pourquoi.replace("\u00a0", " ")


def mener_au_dialogue() -> None:
    mener_au_controle()
    faire(G.DEPOSER_RAPPORT, date(2026, 6, 25), RAPPORT)
    faire(G.JUGER_RECEVABLE, date(2026, 7, 6))


@pytest.mark.usefixtures("contrat")
def test_les_credits_attendent_le_rapport_de_l_exercice_precedent() -> None:
    mener_au_dialogue()

    with pytest.raises(Empeche, match="le rapport de l'exercice 2024 n'est pas reçu"):
        faire(G.SANS_AVENANT, date(2026, 9, 15))


@pytest.mark.usefixtures("contrat")
def test_un_avenant_ouvert_attend_d_etre_signe_comme_le_contrat() -> None:
    mener_au_dialogue()
    _rapport_2024_recu()
    faire(G.OUVRIR_AVENANT, date(2026, 9, 15), {"comite_le": "2026-09-10", "decision": "Ajouter une fiche"})
    with pytest.raises(Empeche, match="aucun avenant n'a été signé"):
        faire(G.SIGNER_AVENANT, date(2026, 11, 20))

    with unite_de_travail() as session:
        demarche = la_demarche(session)
        session.add(_un_passage(demarche, Geste.AVENANT_SIGNE, date(2026, 11, 18)))
    faire(G.SIGNER_AVENANT, date(2026, 11, 20))

    assert etat() is E.VERSE


@pytest.mark.parametrize(
    ("donnees", "attendu"),
    [
        ({"reliquat_centimes": 500_00}, "le sort du reliquat n'est pas dit"),
        ({"reliquat_centimes": 10_000_01, "choix": "report"}, "dépasse la part de l'État"),
        ({"reliquat_centimes": -1}, "reliquat_centimes"),
        ({"reliquat_centimes": 500_00, "choix": "don"}, "choix"),
        ({"reliquat_centimes": 500_00, "choix": "report"}, ""),
        ({"reliquat_centimes": 0}, ""),
    ],
)
@pytest.mark.usefixtures("contrat")
def test_la_bascule_arrete_le_reliquat_et_dit_son_sort(donnees: dict[str, Any], attendu: str) -> None:
    mener_au_dialogue()
    _rapport_2024_recu()
    faire(G.SANS_AVENANT, date(2026, 9, 15))

    if attendu:
        with pytest.raises(ErreurMetier, match=attendu):
            faire(G.BASCULER, date(2026, 12, 15), donnees)
        return
    faire(G.BASCULER, date(2026, 12, 15), donnees)
    assert (etat(), etat(2026)) == (E.VERSE, E.OUVERT)
    with pytest.raises(Empeche, match="la bascule est déjà faite"):
        faire(G.BASCULER, date(2026, 12, 16), donnees)


@pytest.mark.usefixtures("contrat")
def test_un_geste_ne_remonte_pas_le_temps() -> None:
    mener_au_controle()

    with pytest.raises(SaisieInvalide, match="précède la dernière étape"):
        faire(G.DEPOSER_RAPPORT, date(2026, 4, 6), RAPPORT)


@pytest.mark.usefixtures("contrat")
def test_le_journal_de_l_annee_ne_se_modifie_pas() -> None:
    tournee(date(2026, 2, 3))

    with pytest.raises(DBAPIError, match="ne change plus"), unite_de_travail() as session:
        session.execute(text("UPDATE passage_annuel SET par = 'un autre'"))


def test_une_demarche_pas_encore_signee_n_a_pas_d_exercice(base: str) -> None:
    with unite_de_travail() as session:
        un_contrat(session, etape=Etape.SIGNATURE)

    assert tournee(date(2026, 2, 3)) == []
    with lecture() as session:
        assert exercices_de(session, la_demarche(session).id) == []


def _rapport_2024_recu() -> None:
    with unite_de_travail() as session:
        exercice = exercice_designe(session, la_demarche(session), 2024)
        exercice.etat = E.RAPPORT_RECU
        session.add(
            PassageAnnuel(
                exercice_id=exercice.id,
                sequence=1,
                geste=G.DEPOSER_RAPPORT,
                de=E.CONTROLE,
                vers=E.RAPPORT_RECU,
                par="Dominique Exemple",
                survenu_le=date(2025, 6, 20),
                saisi_le=datetime(2025, 6, 20, tzinfo=UTC),
            )
        )


def _un_passage(demarche: Demarche, geste: Geste, le: date) -> Passage:
    return Passage(
        demarche_id=demarche.id,
        sequence=len(demarche.passages) + 1,
        geste=geste,
        de=demarche.etape,
        vers=demarche.etape,
        par="Camille Exemple",
        survenu_le=le,
        saisi_le=datetime(le.year, le.month, le.day, tzinfo=UTC),
    )

"""Une fois pour toutes : ni un second passage, ni une campagne recréée, ni deux passages à la fois ne redisent rien."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from modeles.base import lecture, unite_de_travail
from modeles.campagne import Campagne
from modeles.document import Document
from modeles.erreurs import Introuvable
from modeles.relance import Relance
from modeles.vocabulaire_annuel import NatureAmenagement
from modeles.vocabulaire_courriel import EtatMessage
from modeles.vocabulaire_relances import EtatRelance
from tests.workflows.contrats_d_essai import auteur
from tests.workflows.relances.dossiers_relances import (
    INDICATEURS,
    PLAGE,
    actifs,
    amenager_le,
    designer,
    lisible,
    marquer_envoye,
    messages,
    ouvrir_les_indicateurs,
    passer,
    passer_le,
    relances,
    repondre,
    un_instant,
)
from workflows.campagnes import ouvrir_campagne
from workflows.refus import Empeche
from workflows.relances.gestes import promettre, retenir, valider
from workflows.relances.verification import peut_partir

LE_2_MARS, LE_7_AVRIL, LE_15_AVRIL = date(2026, 3, 2), date(2026, 4, 7), date(2026, 4, 15)


def test_refaire_la_journee_n_ajoute_rien(base: str) -> None:
    ouvrir_les_indicateurs()

    premiere, seconde = passer([LE_2_MARS, LE_2_MARS])

    assert (len(premiere.messages), len(seconde.messages)) == (1, 0)
    (message,) = messages()
    assert lisible(message.objet) == "[CLS Gers] Remontée des indicateurs 2025 : échéance du 31 mars 2026"
    assert message.destinataires == ["referent.32@exemple.invalid"]
    assert (message.expediteur, message.repondre_a) == ("Camille TÉMOIN", "referent.etat.32@exemple.invalid")
    assert message.a_partir_de == un_instant(LE_2_MARS, 8)
    assert [p["nom"] for p in message.pieces] == ["32_Gers_indicateurs_2025.xlsx"]
    assert "Le classeur joint est déjà rempli" in message.corps


def test_une_campagne_supprimee_puis_recreee_ne_redit_rien(base: str) -> None:
    ouvrir_les_indicateurs()
    passer_le(LE_2_MARS)

    with unite_de_travail() as session:
        campagne = session.exec(select(Campagne)).one()
        for attendu in campagne.attendus:
            session.delete(attendu)
        session.delete(campagne)
        session.flush()
        ouvrir_campagne(session, "76", INDICATEURS, 2025, auteur(LE_2_MARS))

    assert passer_le(LE_2_MARS).messages == []
    assert passer_le(date(2026, 3, 3)).messages == []
    assert len(messages()) == 1


def test_deux_passages_a_la_fois_n_ecrivent_qu_un_message_par_personne(base: str) -> None:
    ouvrir_les_indicateurs("32", "31", "09")
    ensemble = Barrier(4)

    def courir(_rang: int) -> None:
        ensemble.wait()
        passer_le(LE_2_MARS)

    with ThreadPoolExecutor(4) as fils:
        list(fils.map(courir, range(4)))

    assert sorted(m.destinataires[0] for m in messages()) == [
        "referent.09@exemple.invalid",
        "referent.31@exemple.invalid",
        "referent.32@exemple.invalid",
    ]


def test_un_meme_referent_recoit_un_message_pour_ses_trois_territoires(base_sqlite: Path) -> None:
    ouvrir_les_indicateurs("32", "31", "09", meme_referent=True)

    passer_le(LE_2_MARS)

    (message,) = messages()
    with lecture() as session:
        portees = session.exec(select(Relance).where(Relance.message_id == message.id)).all()
    assert len(portees) == 3
    assert [ligne for ligne in lisible(message.corps).splitlines() if ligne.startswith("- ")] == [
        f"- Remontée des indicateurs 2025, {nom} : la remise est ouverte jusqu'au 31 mars 2026. "
        "Il reste 3 indicateurs à renseigner sur 3."
        for nom in ("Ariège", "Gers", "Haute-Garonne")
    ]


def test_la_premiere_relance_joint_sa_lettre(base_sqlite: Path) -> None:
    ouvrir_les_indicateurs()

    passer_le(LE_7_AVRIL)

    (message,) = messages()
    with lecture() as session:
        (lettre,) = session.exec(select(Document)).all()
    assert (lettre.code, message.documents) == ("R1", [str(lettre.id)])
    assert "d'ici au 15 avril 2026" in lisible(message.corps)


def test_un_courrier_attend_sa_validation_puis_part_le_jour_ouvre_suivant(base_sqlite: Path) -> None:
    (gers,) = ouvrir_les_indicateurs()
    passer([LE_15_AVRIL, date(2026, 4, 16)])

    assert (relances()["R2"].etat, messages()) == (EtatRelance.A_VALIDER, [])
    assert relances()["R2"].raison == "en retard de 15 jours : période 2025, échéance 31/03/2026"

    with unite_de_travail() as session:
        valider(session, designer(session, gers, "R2"), "Camille Exemple", un_instant(date(2026, 4, 16)))
    passer_le(date(2026, 4, 18))  # un samedi
    assert messages() == []
    passer_le(date(2026, 4, 20))

    (message,) = messages()
    assert message.destinataires == ["direction.collectivite.32@exemple.invalid"]
    assert relances()["R2"].etat is EtatRelance.REMISE


def test_une_lettre_validee_qui_ne_dit_plus_vrai_est_a_refaire_signer(base_sqlite: Path) -> None:
    (gers,) = ouvrir_les_indicateurs()
    passer_le(LE_15_AVRIL)
    with unite_de_travail() as session:
        valider(session, designer(session, gers, "R2"), "Camille Exemple", un_instant(LE_15_AVRIL))
        relance = session.exec(select(Relance)).one()
        relance.manquants = [*relance.manquants, "Un indicateur reçu depuis"]

    passer_le(date(2026, 4, 16))

    assert messages() == []
    r2 = relances()["R2"]
    assert (r2.etat, r2.validee_par) == (EtatRelance.A_VALIDER, None)
    with lecture() as session:
        versions = session.exec(select(Document.version).where(Document.code == "R2")).all()
    assert sorted(versions) == [1, 2]


def test_un_niveau_plus_haut_remplace_celui_qui_attendait(base_sqlite: Path) -> None:
    ouvrir_les_indicateurs()

    passer([LE_15_AVRIL, date(2026, 4, 30)])

    assert {n: (r.etat, r.motif) for n, r in relances().items()} == {
        "R2": (EtatRelance.CADUQUE, "remplacée par R3"),
        "R3": (EtatRelance.A_VALIDER, None),
    }


def test_une_reponse_arrivee_entre_le_matin_et_l_envoi_l_arrete(base: str) -> None:
    (gers,) = ouvrir_les_indicateurs()
    passer_le(LE_7_AVRIL)
    repondre(gers, LE_7_AVRIL)
    (message,) = messages()

    assert not peut_partir(message.id, un_instant(LE_7_AVRIL), PLAGE)

    assert messages()[0].etat is EtatMessage.ANNULE
    assert (relances()["R1"].etat, relances()["R1"].motif) == (
        EtatRelance.CADUQUE,
        "réponse reçue le 07/04/2026",
    )


def test_le_message_se_recrit_avec_les_mots_du_jour_de_l_envoi(base_sqlite: Path) -> None:
    ouvrir_les_indicateurs()
    passer_le(LE_7_AVRIL)
    (message,) = messages()

    assert peut_partir(message.id, un_instant(date(2026, 4, 8)), PLAGE)

    assert "(8 jours de retard)" in lisible(messages()[0].corps)


@pytest.mark.parametrize("instant", [un_instant(LE_7_AVRIL, 19), un_instant(date(2026, 4, 11), 10)])
def test_hors_des_heures_ouvrees_le_message_attend(base_sqlite: Path, instant: datetime) -> None:
    ouvrir_les_indicateurs()
    passer_le(LE_7_AVRIL)
    (message,) = messages()

    assert not peut_partir(message.id, instant, PLAGE)

    (message,) = messages()
    assert message.etat is EtatMessage.PREPARE
    assert message.a_partir_de in (un_instant(date(2026, 4, 8), 8), un_instant(date(2026, 4, 13), 8))


def test_d_un_message_groupe_ne_part_que_ce_qui_reste_du(base_sqlite: Path) -> None:
    gers, _ = ouvrir_les_indicateurs("32", "31", meme_referent=True)
    passer_le(LE_2_MARS)
    repondre(gers, LE_2_MARS)
    (message,) = messages()

    assert peut_partir(message.id, un_instant(LE_2_MARS), PLAGE)

    assert (
        lisible(messages()[0].objet)
        == "[CLS Haute-Garonne] Remontée des indicateurs 2025 : échéance du 31 mars 2026"
    )


def test_une_promesse_faite_apres_la_preparation_remet_la_relance_en_attente(base_sqlite: Path) -> None:
    (gers,) = ouvrir_les_indicateurs()
    passer_le(LE_7_AVRIL)
    (message,) = messages()
    with unite_de_travail() as session:
        designee = designer(session, gers, "R1")
        promettre(session, designee, date(2026, 4, 9), "Réponse promise au téléphone", auteur(LE_7_AVRIL))

    assert not peut_partir(message.id, un_instant(LE_7_AVRIL), PLAGE)
    assert passer_le(date(2026, 4, 9)).messages == []

    assert len(passer_le(date(2026, 4, 10)).messages) == 1
    assert len(actifs()) == 1


def test_une_relance_retenue_ne_part_jamais(base_sqlite: Path) -> None:
    (gers,) = ouvrir_les_indicateurs()
    with unite_de_travail() as session:
        retenir(session, designer(session, gers, "R1"), "Échange en cours", auteur(date(2026, 4, 6)))

    passer([LE_7_AVRIL, date(2026, 4, 8)])

    assert messages() == []
    assert relances()["R1"].motif == "Échange en cours (Camille Exemple)"
    assert passer_le(LE_15_AVRIL).a_valider == 1


def test_retenir_un_message_deja_prepare_l_annule(base: str) -> None:
    (gers,) = ouvrir_les_indicateurs()
    passer_le(LE_7_AVRIL)

    with unite_de_travail() as session:
        retenir(session, designer(session, gers, "R1"), "Échange en cours", auteur(LE_7_AVRIL))

    assert messages()[0].etat is EtatMessage.ANNULE
    assert passer_le(date(2026, 4, 8)).messages == []


def test_ce_qui_est_parti_ne_se_retient_plus(base_sqlite: Path) -> None:
    (gers,) = ouvrir_les_indicateurs()
    passer_le(LE_7_AVRIL)
    marquer_envoye(messages()[0].id, un_instant(LE_7_AVRIL))
    passer_le(date(2026, 4, 8))

    with unite_de_travail() as session, pytest.raises(Empeche) as refus:
        retenir(session, designer(session, gers, "R1"), " ", auteur(date(2026, 4, 8)))

    assert refus.value.quoi == (
        "La relance « Gers », remontée des indicateurs 2025, niveau R1 ne peut pas être retenue."
    )
    assert [o.message for o in refus.value.obstacles] == [
        "il n'y a pas de motif",
        "elle est partie le 07/04/2026",
    ]


@pytest.mark.parametrize("niveau", ["R9", "R1"])
def test_on_ne_valide_pas_ce_qui_n_existe_pas(base_sqlite: Path, niveau: str) -> None:
    (gers,) = ouvrir_les_indicateurs()

    with unite_de_travail() as session, pytest.raises(Introuvable):
        valider(session, designer(session, gers, niveau), "Camille Exemple", un_instant(LE_7_AVRIL))


def test_un_report_accorde_apres_la_preparation_arrete_le_message(base_sqlite: Path) -> None:
    (gers,) = ouvrir_les_indicateurs()
    passer_le(LE_7_AVRIL)
    amenager_le(gers, NatureAmenagement.REPORT, LE_7_AVRIL, date(2026, 4, 30))

    assert not peut_partir(messages()[0].id, un_instant(LE_7_AVRIL), PLAGE)

    assert actifs() == []
    passer([date(2026, 4, 8), date(2026, 5, 7)])
    # La nouvelle échéance a droit à ses rappels ; R1 se compte depuis elle.
    assert [m.niveau for m in actifs()] == ["R0-1", "R1"]


@pytest.mark.parametrize(
    "ordre",
    [
        "DELETE FROM relance",
        "UPDATE relance SET niveau = 'R9'",
        "UPDATE relance SET etat = 'programmee', partie_le = NULL",
    ],
)
def test_la_base_refuse_d_effacer_de_renommer_ou_de_rendre_a_faire(base: str, ordre: str) -> None:
    ouvrir_les_indicateurs()
    passer_le(LE_2_MARS)
    marquer_envoye(messages()[0].id, un_instant(LE_2_MARS))
    passer_le(date(2026, 3, 3))

    with pytest.raises(DatabaseError), unite_de_travail() as session:
        session.connection().execute(text(ordre))

    assert relances()["R0-1"].etat is EtatRelance.PARTIE

"""L'agenda : un identifiant stable, un numéro qui croît à chaque changement, une annulation qui efface."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlmodel import col, select

from documents.depot import Depot
from documents.formats import date_longue
from documents.gabarits import DOSSIER_DES_GABARITS
from modeles.agenda import EvenementAgenda, GenreDEvenement
from modeles.base import lecture, unite_de_travail
from modeles.colonnes import maintenant
from modeles.demarche import Demarche
from modeles.etapes import Geste
from modeles.message import Message
from modeles.requetes import effets_restants
from modeles.tache import Tache
from tests.fabriques import des_faits
from tests.workflows.dossier_d_essai import convoquer, ouvrir_le_gers
from workflows.agenda.icalendrier import MEMOIRE_DES_ANNULATIONS, Personne, abonnement, invitation
from workflows.agenda.tenue import agenda_de
from workflows.dossier import avancer
from workflows.effets import Atelier, accomplir
from workflows.notifications.courriel import Origine, composer_courriel
from workflows.taches import faire_tache, ouvrir_tache

PARIS = ZoneInfo("Europe/Paris")
LE_1ER_FEVRIER = datetime(2025, 2, 1, 8, tzinfo=UTC)


@pytest.fixture
def gers(base: str) -> UUID:
    return ouvrir_le_gers()


def agenda(gers: UUID, instant: datetime = LE_1ER_FEVRIER) -> dict[str, EvenementAgenda]:
    with lecture() as session:
        demarche = session.get_one(Demarche, gers)
        assert demarche.territoire.nom == "Gers"
    return {e.titre: e for e in agenda_de([demarche], instant)}


def reunion(gers: UUID) -> EvenementAgenda:
    return next(e for e in agenda(gers).values() if e.genre is GenreDEvenement.REUNION)


def faire(gers: UUID, geste: Geste, le: date, donnees: dict[str, Any], motif: str = "Motif") -> None:
    with unite_de_travail() as session:
        avancer(session, gers, geste, donnees, des_faits(le, motif=motif))


def accomplir_tout(gers: UUID, donnees: Path) -> None:
    atelier = Atelier(DOSSIER_DES_GABARITS, Depot(donnees))
    with lecture() as session:
        cles = [e.cle for e in effets_restants(session, gers)]
    for cle in cles:
        accomplir(cle, "essai", atelier)


def invitations() -> list[str]:
    with lecture() as session:
        return [
            m or "" for m in session.exec(select(Message.calendrier).order_by(col(Message.prepare_le))).all()
        ]


def lire(texte: str | bytes) -> Any:
    return Calendar.from_ical(texte)


def test_la_reunion_parait_avec_sa_duree_et_son_ordre_du_jour(gers: UUID) -> None:
    evenement = reunion(gers)

    assert (evenement.titre, evenement.lieu) == ("Comité de lancement · Gers", "Préfecture, Auch")
    assert (evenement.le, evenement.heure, evenement.duree_minutes) == (date(2025, 2, 20), time(14, 30), 15)
    assert evenement.description == (
        f"Réponse attendue avant le {date_longue(date(2025, 2, 10))}\n"
        "Ordre du jour :\n- Méthode et calendrier (15 min)"
    )
    assert (evenement.confirme, evenement.sequence) == (False, 0)


def test_relire_sans_changement_ne_change_rien(gers: UUID) -> None:
    avant = {t: (e.sequence, e.modifie_le) for t, e in agenda(gers).items()}

    apres = {
        t: (e.sequence, e.modifie_le) for t, e in agenda(gers, LE_1ER_FEVRIER + timedelta(days=1)).items()
    }

    assert apres == avant


def test_convoquer_puis_reporter_fait_croitre_le_numero_sans_changer_l_identifiant(gers: UUID) -> None:
    uid = reunion(gers).uid
    convoquer(gers)
    convoquee = reunion(gers)
    faire(gers, Geste.REPORTER_COMITE, date(2025, 2, 3), {"reunion": 1, "nouvelle_date": "2025-03-06"})
    reportee = reunion(gers)

    assert [e.uid for e in (convoquee, reportee)] == [uid, uid]
    assert [(e.sequence, e.confirme, e.le.isoformat()) for e in (convoquee, reportee)] == [
        (1, True, "2025-02-20"),
        (2, False, "2025-03-06"),
    ]


def test_la_convocation_porte_une_invitation_et_l_arret_l_annule(gers: UUID, tmp_path: Path) -> None:
    convoquer(gers)
    accomplir_tout(gers, tmp_path)
    faire(gers, Geste.REPORTER_COMITE, date(2025, 2, 3), {"reunion": 1, "nouvelle_date": "2025-03-06"})
    accomplir_tout(gers, tmp_path)
    faire(gers, Geste.ABANDONNER, date(2025, 2, 10), {"decision_ecrite": "Courrier"})
    accomplir_tout(gers, tmp_path)

    lues = [lire(i) for i in invitations()]
    assert [(i["METHOD"], i.events[0]["SEQUENCE"]) for i in lues] == [
        ("REQUEST", 0),
        ("REQUEST", 1),
        ("CANCEL", 2),
    ]
    assert len({i.events[0]["UID"] for i in lues}) == 1
    assert lues[2].events[0]["STATUS"] == "CANCELLED"
    [evenement] = lues[0].events
    assert evenement["ORGANIZER"] == "mailto:referent.etat@exemple.invalid"
    assert list(evenement["ATTENDEE"]) == [
        "mailto:referent.etat@exemple.invalid",
        "mailto:referent.collectivite@exemple.invalid",
    ]
    assert evenement.decoded("DTSTART") == datetime(2025, 2, 20, 14, 30, tzinfo=PARIS)


def test_outlook_trouve_l_invitation_parmi_les_formes_du_texte(gers: UUID, tmp_path: Path) -> None:
    convoquer(gers)
    accomplir_tout(gers, tmp_path)
    with lecture() as session:
        message = session.exec(select(Message)).one()

    courriel = composer_courriel(message, [], Origine("contrats@exemple.fr", maintenant(), "Europe/Paris"))

    formes = next(p for p in courriel.walk() if p.get_content_type() == "multipart/alternative")
    assert [p.get_content_type() for p in formes.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    forme = list(formes.iter_parts())[-1]
    assert (forme.get_param("method"), forme.get_content_charset()) == ("REQUEST", "utf-8")
    assert lire(forme.get_content())["METHOD"] == "REQUEST"
    assert [p.get_filename() for p in courriel.iter_attachments()] == ["invitation.ics"]


def test_une_echeance_tenue_d_avance_disparait_des_calendriers(gers: UUID, tmp_path: Path) -> None:
    accomplir_tout(gers, tmp_path)
    titre = next(t for t in agenda(gers) if t.startswith("Échéance : Achever l'étape « Lancement »"))
    faire(gers, Geste.ABANDONNER, date(2025, 2, 3), {"decision_ecrite": "Courrier"})

    evenement = agenda(gers)[titre]

    assert (evenement.annule, evenement.sequence) == (True, 1)
    assert "STATUS:CANCELLED" in abonnement("Gers", [evenement], "Europe/Paris", LE_1ER_FEVRIER).decode()
    plus_tard = evenement.modifie_le + MEMOIRE_DES_ANNULATIONS
    assert "VEVENT" not in abonnement("Gers", [evenement], "Europe/Paris", plus_tard).decode()


def test_une_tache_datee_parait_puis_s_efface_une_fois_faite(gers: UUID) -> None:
    with unite_de_travail() as session:
        tache = ouvrir_tache(
            session,
            "essai:1",
            "Rappeler le Département",
            "Il n'a pas répondu.",
            demarche_id=gers,
            echeance_le=date(2025, 2, 14),
            responsable="N. EXEMPLE",
        )
    titre = "À faire : Rappeler le Département · Gers"
    assert agenda(gers)[titre].description == "Il n'a pas répondu.\nAttendu N. EXEMPLE."

    with unite_de_travail() as session:
        faire_tache(session, tache.id, "N. EXEMPLE", LE_1ER_FEVRIER)
        assert session.get_one(Tache, tache.id).faite_par == "N. EXEMPLE"

    assert agenda(gers)[titre].annule


def un_evenement(**champs: Any) -> EvenementAgenda:
    commun: dict[str, Any] = {
        "uid": "reunion-1@jalons",
        "demarche_id": UUID(int=1),
        "genre": GenreDEvenement.REUNION,
        "titre": "Comité",
        "le": date(2025, 3, 30),
        "heure": time(9, 0),
        "duree_minutes": 90,
        "modifie_le": LE_1ER_FEVRIER,
    }
    return EvenementAgenda(**(commun | champs))


@pytest.mark.parametrize("fuseau", ["Europe/Paris", "Indian/Reunion", "America/Miquelon"])
@pytest.mark.parametrize(
    "texte",
    ["Préfecture, Auch; salle « 1 »", "é" * 200, "Une ligne\nune autre", "\\n, ; \\", "Réunion 🎉" * 20],
)
def test_un_calendrier_relu_rend_ce_qui_y_a_ete_ecrit(texte: str, fuseau: str) -> None:
    evenement = un_evenement(titre=texte, lieu=texte, description=texte)

    octets = abonnement("Gers", [evenement], fuseau, LE_1ER_FEVRIER)

    assert all(len(ligne) <= 75 for ligne in octets.split(b"\r\n"))
    octets.decode()
    [relu] = lire(octets).events
    assert [str(relu[c]) for c in ("SUMMARY", "LOCATION", "DESCRIPTION")] == [texte] * 3
    assert relu.decoded("DTSTART") == datetime(2025, 3, 30, 9, tzinfo=ZoneInfo(fuseau))
    assert relu.decoded("DTEND") - relu.decoded("DTSTART") == timedelta(minutes=90)
    assert relu["DTSTART"].params["TZID"] == fuseau
    assert octets == abonnement("Gers", [evenement], fuseau, LE_1ER_FEVRIER + timedelta(hours=5))


@pytest.mark.parametrize(
    ("jour", "decalage_heures"),
    [("2025-03-29", 1), ("2025-03-30", 2), ("2025-10-25", 2), ("2025-10-26", 1), ("2027-07-14", 2)],
)
def test_la_regle_d_europe_paris_donne_la_bonne_heure(jour: str, decalage_heures: int) -> None:
    octets = abonnement("Gers", [un_evenement(le=date.fromisoformat(jour))], "Europe/Paris", LE_1ER_FEVRIER)

    (fuseau,) = lire(octets).timezones
    a_neuf_heures = datetime.combine(date.fromisoformat(jour), time(9), fuseau.to_tz(lookup_tzid=False))

    assert a_neuf_heures.utcoffset() == timedelta(hours=decalage_heures)


def test_une_echeance_dure_la_journee_et_ne_rend_personne_indisponible() -> None:
    evenement = un_evenement(genre=GenreDEvenement.ECHEANCE, heure=None, duree_minutes=None)

    [relu] = lire(abonnement("Gers", [evenement], "Europe/Paris", LE_1ER_FEVRIER)).events

    assert (relu.decoded("DTSTART"), relu.decoded("DTEND")) == (date(2025, 3, 30), date(2025, 3, 31))
    assert (relu["TRANSP"], relu["X-MICROSOFT-CDO-BUSYSTATUS"]) == ("TRANSPARENT", "FREE")


def test_un_nom_hostile_n_ajoute_pas_de_ligne_au_calendrier() -> None:
    nom = 'Élu "x"; RSVP=TRUE\r\nATTENDEE:mailto:x@y.fr'

    texte = invitation(
        un_evenement(), Personne("n@g.fr", "N. EXEMPLE"), [Personne("a@b.fr", nom)], "Europe/Paris"
    )

    assert lire(texte).events[0]["ATTENDEE"] == "mailto:a@b.fr"
    assert "\r\nATTENDEE:mailto:x@y.fr" not in texte

"""Quoi qu'il arrive (réponses, reports, pannes, horloge qui saute, passages doubles), rien ne part deux fois,
ni à qui a répondu, ni un jour ou à une heure chômés, ni deux fois à la même personne en sept jours."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from sqlmodel import Session, col, select

from modeles.base import lecture, moteur, unite_de_travail
from modeles.campagne import Amenagement, Campagne
from modeles.demarche import Demarche, Passage
from modeles.echeance import Echeance
from modeles.erreurs import ErreurMetier
from modeles.etapes import Etape, Geste
from modeles.message import Message
from modeles.relance import Relance
from modeles.vocabulaire import EtatEcheance, Partie
from modeles.vocabulaire_annuel import NatureAmenagement
from modeles.vocabulaire_courriel import EtatMessage
from modeles.vocabulaire_relances import EtatRelance, GenreDEcheance
from tests.workflows.contrats_d_essai import auteur
from tests.workflows.relances.dossiers_relances import (
    INDICATEURS,
    PLAGE,
    amenager_le,
    designer,
    ouvrir_les_indicateurs,
    passer_le,
    repondre,
    un_instant,
)
from workflows.campagnes import campagne_designee, ouvrir_campagne
from workflows.relances.calendrier import calendrier_commun
from workflows.relances.departs import constater_l_envoi
from workflows.relances.gestes import designer_l_echeance, retenir, valider
from workflows.relances.reglage import regler_l_echelle
from workflows.relances.verification import peut_partir

# « RELANCES_EXEMPLES=200 pytest … » cherche plus longtemps.
EXEMPLES = int(os.environ.get("RELANCES_EXEMPLES", "5"))
PANNES = (
    "workflows.relances.inscription.nouvelle",
    "workflows.relances.ecriture_des_lettres.inscrire_la_lettre",
    "workflows.relances.remise.ecrire",
    "workflows.relances.remise.nouveau_message",
)
COMPTE_RENDU = "compte_rendu:1"
TERRITOIRES = st.sampled_from([0, 1, 2])


def un_compte_rendu_attendu(session: Session, identifiant: UUID) -> None:
    """Une réunion tenue le 2 mars, dont le compte rendu est dû le 16 : l'État se relance lui-même."""
    passage = Passage(
        demarche_id=identifiant,
        sequence=1,
        geste=Geste.TENIR_REUNION,
        de=Etape.EXECUTION,
        vers=Etape.EXECUTION,
        par="Camille Exemple",
        survenu_le=date(2026, 3, 2),
        saisi_le=un_instant(date(2026, 3, 2)),
    )
    session.add(passage)
    session.flush()
    session.add(
        Echeance(
            demarche_id=identifiant,
            passage_id=passage.id,
            cle_effet=f"{identifiant}:{COMPTE_RENDU}",
            libelle="Valider et diffuser le compte rendu",
            le=date(2026, 3, 16),
            a_qui=Partie.ETAT,
            attend=COMPTE_RENDU,
        )
    )


class Panne(BaseException):
    """Le processus meurt : rien ne l'attrape."""


@contextmanager
def qui_meurt(ou: str) -> Iterator[None]:
    with patch(ou, side_effect=Panne), suppress(Panne):
        yield


class Relanceur(RuleBasedStateMachine):
    """Une base, une horloge, et tout ce que des personnes et des pannes peuvent y faire."""

    modele: ClassVar[Path]
    base: ClassVar[Path]
    demarches: ClassVar[list[UUID]]

    def __init__(self) -> None:
        super().__init__()
        moteur().dispose()
        for reste in self.base.parent.glob("jalons.db-*"):
            reste.unlink()
        shutil.copy(self.modele, self.base)
        self.jour = date(2026, 2, 25)
        self.repondus: set[UUID] = set()
        self.faits: set[UUID] = set()
        self.cles: set[str] = set()
        self.recus: dict[str, list[date]] = {}

    @rule(jours=st.integers(0, 20))
    def le_temps_passe(self, jours: int) -> None:
        self.jour += timedelta(days=jours)

    @rule(jours=st.integers(1, 12))
    def l_horloge_recule(self, jours: int) -> None:
        self.jour -= timedelta(days=jours)

    @rule(fois=st.integers(1, 2))
    def la_tournee_passe(self, fois: int) -> None:
        for _ in range(fois):
            passer_le(self.jour)
        self._noter_les_courriers()

    @rule(ou=st.sampled_from(PANNES))
    def la_tournee_meurt(self, ou: str) -> None:
        with qui_meurt(ou):
            passer_le(self.jour)
        self._noter_les_courriers()

    @rule(heure=st.sampled_from([6, 9, 17, 20]), meurt=st.booleans())
    def les_messages_partent(self, heure: int, meurt: bool) -> None:
        instant = un_instant(self.jour, heure)
        with lecture() as session:
            prets = session.exec(select(Message.id).where(Message.etat == EtatMessage.PREPARE)).all()
        for identifiant in prets:
            with lecture() as session:
                quand = session.get_one(Message, identifiant).a_partir_de
            if quand is not None and quand <= instant and peut_partir(identifiant, instant, PLAGE):
                if meurt:
                    return
                self._envoyer(identifiant, heure)

    @rule(rang=TERRITOIRES)
    def une_reponse_arrive(self, rang: int) -> None:
        repondre(self.demarches[rang], self.jour)
        self.repondus.add(self.demarches[rang])

    @rule(rang=TERRITOIRES)
    def le_compte_rendu_est_valide(self, rang: int) -> None:
        with unite_de_travail() as session:
            echeance = session.exec(
                select(Echeance).where(Echeance.demarche_id == self.demarches[rang])
            ).one()
            echeance.etat, echeance.close_le = EtatEcheance.SATISFAITE, self.jour
        self.faits.add(self.demarches[rang])

    @rule(rang=TERRITOIRES, nature=st.sampled_from(NatureAmenagement), jours=st.integers(1, 30))
    def un_delai_est_accorde(self, rang: int, nature: NatureAmenagement, jours: int) -> None:
        with suppress(ErreurMetier):
            amenager_le(self.demarches[rang], nature, self.jour, self.jour + timedelta(days=jours))

    @rule(rang=TERRITOIRES, niveau=st.sampled_from(["R1", "R2", "R3", "I1"]), veto=st.booleans())
    def une_personne_decide(self, rang: int, niveau: str, veto: bool) -> None:
        with suppress(ErreurMetier), unite_de_travail() as session:
            demarche = session.get_one(Demarche, self.demarches[rang])
            interne = niveau.startswith("I")
            designee = (
                designer_l_echeance(session, demarche, COMPTE_RENDU, niveau)
                if interne
                else designer(session, demarche.id, niveau)
            )
            if veto or interne:
                retenir(session, designee, "Veto", auteur(self.jour))
            else:
                valider(session, designee, "Camille Exemple", un_instant(self.jour))

    @rule(niveau=st.sampled_from(["R0-4", "R1", "R2"]), jours=st.integers(-5, 29), actif=st.booleans())
    def l_echelle_est_reglee(self, niveau: str, jours: int, actif: bool) -> None:
        with suppress(ErreurMetier), unite_de_travail() as session:
            campagne = campagne_designee(session, "76", INDICATEURS, 2025)
            demande = {"code": niveau, "jours": jours, "actif": actif}
            regler_l_echelle(session, campagne, [demande], "Camille Exemple")

    @rule(rang=TERRITOIRES)
    def la_demarche_est_suspendue_ou_reprise(self, rang: int) -> None:
        with unite_de_travail() as session:
            demarche = session.get_one(Demarche, self.demarches[rang])
            suspendue = demarche.etape is Etape.SUSPENDU
            demarche.etape_de_retour = None if suspendue else Etape.EXECUTION
            demarche.etape = Etape.EXECUTION if suspendue else Etape.SUSPENDU
            demarche.depuis_le = self.jour

    @precondition(lambda self: not self.repondus)
    @rule()
    def la_campagne_est_supprimee_puis_recreee(self) -> None:
        with suppress(ErreurMetier), unite_de_travail() as session:
            if session.exec(select(Amenagement)).first() is not None:
                return  # scellé : la base refuserait de supprimer l'attendu
            campagne = session.exec(select(Campagne)).one()
            for attendu in campagne.attendus:
                session.delete(attendu)
            session.delete(campagne)
            session.flush()
            ouvrir_campagne(session, "76", INDICATEURS, 2025, auteur(self.jour))

    def _envoyer(self, identifiant: UUID, heure: int) -> None:
        with unite_de_travail() as session:
            message = session.get_one(Message, identifiant)
            message.etat, message.envoye_le = EtatMessage.ENVOYE, un_instant(self.jour, heure)
            portees = session.exec(select(Relance).where(Relance.message_id == identifiant)).all()
            constater_l_envoi(session, message, message.envoye_le)
            self._verifier(portees, message.destinataires, heure)

    def _noter_les_courriers(self) -> None:
        """Ce qui part par la poste, sans message, vaut envoi."""
        with lecture() as session:
            postales = session.exec(
                select(Relance).where(
                    Relance.etat == EtatRelance.PARTIE,
                    col(Relance.message_id).is_(None),
                    col(Relance.cle).not_in(self.cles),
                )
            ).all()
        par_lettre: dict[Any, list[Relance]] = {}
        for relance in postales:
            par_lettre.setdefault(relance.document_id, []).append(relance)
        for relances in par_lettre.values():
            self._verifier(relances, [str(p["cle"]) for p in relances[0].destinataires], PLAGE.debut)

    def _verifier(self, relances: Any, personnes: list[str], heure: int) -> None:
        assert relances, "un message vide est parti"
        assert not self.cles & {r.cle for r in relances}, "une relance est partie deux fois"
        for relance in relances:
            finis = self.faits if relance.genre == GenreDEcheance.COMPTE_RENDU else self.repondus
            assert relance.demarche_id not in finis, "on a relancé qui a répondu"
        assert calendrier_commun().est_ouvert(self.jour), "rien ne part un jour chômé"
        assert PLAGE.debut <= heure < PLAGE.fin, "rien ne part hors des heures"
        for personne in personnes:
            ecarts = [abs((self.jour - d).days) for d in self.recus.get(personne, [])]
            assert all(e >= 7 for e in ecarts), f"{personne} a reçu deux messages en {min(ecarts)} jours"
            self.recus.setdefault(personne, []).append(self.jour)
        self.cles |= {r.cle for r in relances}


def test_rien_ne_part_deux_fois_quoi_qu_il_arrive(
    base_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    Relanceur.demarches = ouvrir_les_indicateurs("32", "31", "09")
    with unite_de_travail() as session:
        for identifiant in Relanceur.demarches:
            un_compte_rendu_attendu(session, identifiant)
        for identifiant in Relanceur.demarches[:2]:
            session.get_one(Demarche, identifiant).contacts[0].courriel = "partage@exemple.invalid"
    moteur().dispose()  # la dernière connexion fermée range tout dans le fichier
    Relanceur.base = base_sqlite / "jalons.db"
    Relanceur.modele = tmp_path_factory.mktemp("modele") / "jalons.db"
    shutil.copy(Relanceur.base, Relanceur.modele)

    run_state_machine_as_test(
        Relanceur,
        settings=settings(
            max_examples=EXEMPLES,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

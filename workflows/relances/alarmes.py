"""Ce qui aurait dû se passer et ne s'est pas passé : une relance muette se voit, elle ne s'oublie pas."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from documents.formats import accorder
from workflows.relances.raisons import court

# La tournée part à 6 h 30 ; une heure lui suffit largement.
ATTENDUE_A = time(7, 30)
PATIENCE = timedelta(hours=24)


class DerniereTournee(NamedTuple):
    """La plus récente ; `finie` faux si elle a été interrompue."""

    jour: date
    finie: bool
    dues: int = 0
    remises: int = 0
    en_panne: int = 0


class Surveillance(NamedTuple):
    """Ce qu'on regarde. `suivi_depuis` : l'heure d'ici à laquelle il y a eu une démarche à suivre, vide s'il n'y
    en a pas. `attend_depuis` : le plus vieux message prêt.
    """

    suivi_depuis: datetime | None
    tournee: DerniereTournee | None
    envoi_regle: bool = False
    en_attente: int = 0
    attend_depuis: datetime | None = None


class Alarme(NamedTuple):
    """Une chose qui ne va pas, et ce qu'il faut faire."""

    quoi: str
    remede: str

    def __str__(self) -> str:
        return f"{self.quoi} {self.remede}"


def alarmes(vu: Surveillance, instant: datetime) -> list[Alarme]:
    """Tout ce qui ne va pas à cet instant (à l'heure d'ici) ; vide si tout va."""
    if vu.suivi_depuis is None:
        return []
    return [*_de_la_tournee(vu, vu.suivi_depuis, instant), *_de_l_envoi(vu, instant)]


def _de_la_tournee(vu: Surveillance, suivi_depuis: datetime, instant: datetime) -> Iterator[Alarme]:
    attendue, tournee = _attendue(instant), vu.tournee
    if tournee is None or tournee.jour < attendue:
        if attendue <= _attendue(suivi_depuis):
            return  # elle a précédé la première démarche
        depuis = f"La dernière est du {court(tournee.jour)}." if tournee else "Il n'y en a jamais eu."
        yield Alarme(
            f"La tournée du {court(attendue)} n'est pas passée. {depuis}",
            "Vérifiez que Jalons est lancé avec son exécuteur ; il rattrapera en une seule tournée.",
        )
    elif not tournee.finie:
        yield Alarme(
            f"La tournée du {court(tournee.jour)} a été interrompue.", "Relancez Jalons : elle reprendra."
        )
    elif tournee.remises < tournee.dues:
        yield Alarme(
            f"Le {court(tournee.jour)}, {accorder(tournee.dues, 'relance due', 'relances dues')}, "
            f"{accorder(tournee.remises, 'confiée', 'confiées')} à l'envoi "
            f"({accorder(tournee.en_panne, 'territoire', 'territoires')} en panne).",
            "Consultez jalons relances apercu, puis jalons relances envoyer.",
        )


def _attendue(instant: datetime) -> date:
    """Le jour de la dernière tournée qui devrait être passée."""
    return instant.date() if instant.time() >= ATTENDUE_A else instant.date() - timedelta(days=1)


def _de_l_envoi(vu: Surveillance, instant: datetime) -> Iterator[Alarme]:
    if vu.envoi_regle and vu.attend_depuis is not None and instant - vu.attend_depuis > PATIENCE:
        yield Alarme(
            f"Des relances prêtes depuis le {court(vu.attend_depuis.date())} ne sont pas parties "
            f"({accorder(vu.en_attente, 'message', 'messages')}).",
            "Vérifiez le serveur de courriel réglé (JALONS_SMTP_HOTE).",
        )

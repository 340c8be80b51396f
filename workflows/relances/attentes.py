"""Les faits dont dépend une relance : ce qui est attendu, de qui, ce qui est accordé, ce qui est déjà parti."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from modeles.reference.echelles import Echelle, Niveau
from modeles.vocabulaire_annuel import NatureAmenagement
from modeles.vocabulaire_relances import EtatRelance, Fonction
from workflows.relances.calendrier import Calendrier


class Personne(NamedTuple):
    """Qui reçoit. `cle` la reconnaît d'un territoire à l'autre : son adresse, ou sa fonction dans la démarche.

    `titre` : sa fonction telle qu'elle signe (« chargée de mission, DDETSPP du Gers »).
    """

    cle: str
    nom: str
    fonction: Fonction
    courriel: str | None = None
    titre: str = ""
    en_l_absence_de: str = ""


class Absence(NamedTuple):
    """Une absence, bornes comprises, et qui supplée."""

    du: date
    au: date
    suppleant: Personne | None = None


class Titulaire(NamedTuple):
    personne: Personne
    absences: Sequence[Absence] = ()


class Report(NamedTuple):
    """Un délai supplémentaire : l'échéance change, les relances se comptent depuis la nouvelle."""

    jusqu_au: date
    accorde_le: date
    par: str
    motif: str


class Suspension(NamedTuple):
    """Une difficulté, une promesse ou la main rendue : rien ne part jusqu'à cette date comprise."""

    nature: NatureAmenagement
    jusqu_au: date
    depuis_le: date
    par: str
    motif: str


class Arret(NamedTuple):
    """La démarche ne se relance plus, ou pas en ce moment : pourquoi, et depuis quand."""

    depuis_le: date
    raison: str
    definitif: bool = False


class Passee(NamedTuple):
    """Une relance déjà décidée pour cette attente."""

    niveau: str
    etat: EtatRelance
    le: date


Carnet = Mapping[Fonction, Sequence[Titulaire]]


class Attente(NamedTuple):
    """Ce qui est attendu pour une échéance. `manquants` : ce qui reste, sur `attendus`.

    `echeance` : celle du parcours dont il s'agit (`visa:2`) ; vide pour une campagne, désignée par `genre` et
    `exercice`. `interne` : l'État se le doit à lui-même, la collectivité n'en est jamais destinataire.

    `seuil` : la part reçue, en pour cent, à partir de laquelle une réponse partielle vaut réponse.
    `contrat`, `sigle` et `collectivite` sont les mots qui nomment le contrat dans un message.
    """

    demarche_id: UUID
    code: str
    region: str
    territoire: str
    genre: str
    exercice: int
    libelle: str
    ouverte_le: date
    echeance_le: date
    echelle: Echelle
    calendrier: Calendrier
    carnet: Carnet
    attendus: int = 1
    manquants: Sequence[str] = ()
    seuil: int = 100
    recu_le: date | None = None
    close_le: date | None = None
    report: Report | None = None
    suspensions: Sequence[Suspension] = ()
    arret: Arret | None = None
    passees: Sequence[Passee] = ()
    contrat: str = "contrat local des solidarités 2024-2027"
    sigle: str = "CLS"
    collectivite: str = ""
    fictive: bool = False
    echeance: str = ""
    interne: bool = False

    @property
    def completude(self) -> int:
        """La part reçue, en pour cent, arrondie vers le bas."""
        return 100 * (self.attendus - len(self.manquants)) // self.attendus if self.attendus else 100

    def report_connu(self, jour: date) -> Report | None:
        """Le report, s'il était déjà accordé ce jour-là."""
        return self.report if self.report and self.report.accorde_le <= jour else None

    def due_le(self, jour: date) -> date:
        """L'échéance, telle qu'on la connaît ce jour-là."""
        report = self.report_connu(jour)
        return report.jusqu_au if report else self.echeance_le

    def retard(self, jour: date) -> int:
        """Les jours de retard ce jour-là ; négatif avant l'échéance."""
        return (jour - self.due_le(jour)).days

    def moment(self, niveau: Niveau, jour: date) -> date:
        """Le jour à partir duquel ce niveau est dû, vu de `jour`."""
        return self.due_le(jour) + timedelta(days=niveau.jours)

    def limite_de_reponse(self, niveau: Niveau, jour: date) -> date | None:
        """Le jour ouvré avant lequel on demande de répondre, pour un message écrit ce jour-là."""
        delai = niveau.reponse_sous_jours
        return self.calendrier.premier_ouvert(jour + timedelta(days=delai)) if delai else None


def cle_de_relance(attente: Attente, niveau: str) -> str:
    """Une fois pour toutes par contrat, échéance et niveau : la campagne peut disparaître et revenir."""
    return ecrire_la_cle(attente.demarche_id, attente.genre, attente.exercice, attente.echeance, niveau)


def ecrire_la_cle(demarche_id: UUID, genre: str, exercice: int, echeance: str, niveau: str) -> str:
    """L'échéance du parcours (`visa:2`) se suffit ; une campagne se reconnaît à son genre et à son exercice."""
    return f"{demarche_id}:{echeance or f'{genre}:{exercice}'}:{niveau}"

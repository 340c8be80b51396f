"""Un récit : la suite datée des gestes d'un territoire, écrite d'avance et jouée ensuite."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from modeles.etapes import Geste
from modeles.vocabulaire import Partie, RoleContact
from workflows.calculs.jours import dernier_jour_ouvre, premier_jour_ouvre
from workflows.demonstration.decor import Decor
from workflows.demonstration.personnes import Personne
from workflows.regles.commun import Derogation

PREFIXE = "demonstration:"
DEBUT_DES_FETES, FIN_DES_FETES = (12, 20), (1, 8)


class Saisie(NamedTuple):
    """Une saisie : sa nature dans le registre des commandes, son formulaire, son auteur, sa date."""

    nature: str
    donnees: dict[str, Any]
    par: str
    le: date


class Pas(NamedTuple):
    """Un geste et les saisies qui l'entourent : tout dans une transaction, qui ne se fait qu'une fois.

    `cle` est la clé de la demande : elle ne dépend que du territoire et de la place du geste dans le récit.
    """

    cle: str
    geste: Geste
    le: date
    par: str
    donnees: dict[str, Any]
    motif: str | None
    derogations: tuple[Derogation, ...]
    avant: tuple[Saisie, ...]
    apres: list[Saisie]


class Chapitre(NamedTuple):
    """Des gestes qui se suivent sans attendre ; le chapitre suivant attend que leurs suites soient faites."""

    titre: str
    pas: list[Pas]


class Recit:
    """Ce que l'on sait d'une histoire pendant qu'on l'écrit : le jour, et les numéros déjà donnés."""

    def __init__(self, decor: Decor, debut: date) -> None:
        self.decor = decor
        self.jour = debut
        self.reunions = 0
        self.chapitres: list[Chapitre] = []
        self._titre = ""
        self._pas: list[Pas] = []
        self._saisies: list[Saisie] = []
        self._rang = 0

    @property
    def le(self) -> date:
        """Le dernier jour ouvré à la date du récit : on ne signe pas un dimanche."""
        return dernier_jour_ouvre(self.jour)

    @property
    def dernier_geste_le(self) -> date:
        return self.chapitres[-1].pas[-1].le

    @property
    def etat(self) -> Personne:
        return self.decor.personne(Partie.ETAT, RoleContact.REFERENT)

    @property
    def collectivite(self) -> Personne:
        return self.decor.personne(Partie.COLLECTIVITE, RoleContact.REFERENT)

    def passer(self, jours: int) -> None:
        """Le temps passe."""
        self.jour += timedelta(days=jours)

    def aller_au(self, jour: date) -> None:
        """Le récit reprend ce jour-là, s'il n'y est pas déjà."""
        self.jour = max(self.jour, jour)

    def dans(self, jours: int) -> date:
        """Le premier jour ouvré à cette distance ; personne ne se réunit entre Noël et le jour de l'an."""
        jour = self.le + timedelta(days=jours)
        if (jour.month, jour.day) >= DEBUT_DES_FETES:
            jour = date(jour.year + 1, *FIN_DES_FETES)
        return premier_jour_ouvre(jour)

    def saisir(self, nature: str, auteur: Personne | None = None, /, **donnees: Any) -> None:
        """Une saisie, qui sera faite avec le prochain geste ; sans auteur, c'est le référent de l'État."""
        self._saisies.append(Saisie(nature, donnees, (auteur or self.etat).ecrite, self.le))

    def plus_tard(self, le: date, nature: str, auteur: Personne, /, **donnees: Any) -> None:
        """Une saisie faite un autre jour, sans que le récit y aille ; elle s'attache au dernier geste."""
        self._saisies.append(Saisie(nature, donnees, auteur.ecrite, dernier_jour_ouvre(le)))

    def faire(
        self,
        geste: Geste,
        auteur: Personne | None = None,
        /,
        *,
        motif: str | None = None,
        derogations: tuple[Derogation, ...] = (),
        **donnees: Any,
    ) -> None:
        """Un geste, avec les saisies qui l'ont préparé."""
        self._rang += 1
        cle = f"{PREFIXE}{self.decor.territoire.code}:{self._rang:03d}:{geste.value}"
        par, avant = (auteur or self.etat).ecrite, tuple(self._saisies)
        self._pas.append(Pas(cle, geste, self.le, par, donnees, motif, derogations, avant, []))
        self._saisies = []

    def clore(self, titre: str) -> None:
        """Fin d'un chapitre : ce qui a été saisi depuis le dernier geste est fait avec lui.

        Sans geste, le chapitre n'a pas commencé : ce qui a été saisi attend le prochain.
        """
        if not self._pas:
            return
        self._pas[-1].apres.extend(self._saisies)
        self.chapitres.append(Chapitre(titre, self._pas))
        self._pas, self._saisies = [], []

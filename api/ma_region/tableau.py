"""Le tableau de « Ma région » : une ligne par territoire, tout ce qu'il faut pour décider quoi faire ce matin."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlmodel import Session

from api.acces.agent import Agent
from api.lectures import Filtre, Suivi, suivis
from api.ma_region.criteres import Criteres, Tri
from modeles.etapes import EN_VIE, Geste
from modeles.reference.referentiels import Axe
from modeles.reference.registre import registre
from modeles.requetes_region import (
    Referent,
    ReunionAVenir,
    axes_couverts_de,
    referents_de,
    reunions_a_venir,
)
from modeles.vocabulaire import Partie
from workflows.ensuite import geste_suivant
from workflows.suivi import Couleur

T = TypeVar("T", bound=tuple[Any, ...])
HORIZON_DES_REUNIONS = timedelta(days=30)


class Ligne(NamedTuple):
    """Un territoire. `reunion` est la prochaine à se tenir.

    `suite` est le geste qui le fera avancer ; un contrat en exécution suit ses échéances, rien d'autre.
    """

    suivi: Suivi
    reunion: ReunionAVenir | None
    referents: tuple[Referent, ...]
    axes: tuple[str, ...]
    suite: Geste | None

    @property
    def part_du_temps(self) -> float:
        """Le temps passé à l'étape, rapporté à celui qui est prévu ; zéro quand rien ne l'est."""
        duree = self.suivi.situation.duree
        return self.suivi.situation.jours / duree.cible_jours if duree else 0.0

    def referents_de(self, partie: Partie) -> list[str]:
        """Les noms des référents de cette partie."""
        return [r.nom_complet for r in self.referents if r.partie is partie]

    def noms_des_axes(self) -> list[str]:
        """Les axes travaillés, par leur nom court."""
        referentiel = registre().referentiel(self.suivi.demarche.millesime)
        return [referentiel.axe(code).court for code in self.axes]


class Comptes(NamedTuple):
    """Ce que la région compte, sans aucun filtre."""

    territoires: int
    en_alerte: int
    a_surveiller: int
    main_a_l_etat: int
    reunions: int
    signes: int
    en_preparation: int
    fictifs: int


class Tableau(NamedTuple):
    """`lignes` : celles que les filtres gardent, dans l'ordre demandé ; `toutes` : la région entière."""

    lignes: list[Ligne]
    toutes: list[Ligne]
    comptes: Comptes


def dresser(session: Session, agent: Agent, criteres: Criteres, region: str | None, le: date) -> Tableau:
    """Ce que l'agent voit d'une région (ou de toutes) à cette date, en un nombre constant de requêtes."""
    suivies = suivis(session, Filtre(region), le, agent)
    ids = [s.demarche.id for s in suivies]
    reunions = _par_demarche(reunions_a_venir(session, ids))
    referents = _par_demarche(referents_de(session, ids))
    axes = _par_demarche(axes_couverts_de(session, ids))
    toutes = [
        Ligne(
            s,
            _prochaine(reunions[s.demarche.id], le),
            tuple(referents[s.demarche.id]),
            tuple(axe for _, axe in axes[s.demarche.id]),
            None if s.demarche.etape in EN_VIE else geste_suivant(s.demarche.etape),
        )
        for s in suivies
    ]
    return Tableau(_choisir(toutes, criteres), toutes, _compter(toutes, le))


def _par_demarche(lignes: Iterable[T]) -> defaultdict[UUID, list[T]]:
    groupes = defaultdict[UUID, list[T]](list)
    for ligne in lignes:
        groupes[ligne[0]].append(ligne)
    return groupes


def _prochaine(reunions: list[ReunionAVenir], le: date) -> ReunionAVenir | None:
    """La première à venir ; à défaut, la dernière dont la date est passée sans qu'on l'ait tenue."""
    return next((r for r in reunions if r.prevue_le >= le), reunions[-1] if reunions else None)


def _choisir(lignes: list[Ligne], criteres: Criteres) -> list[Ligne]:
    gardees = [ligne for ligne in lignes if _retenue(ligne, criteres)]
    return sorted(gardees, key=ORDRES[criteres.tri])


def _retenue(ligne: Ligne, c: Criteres) -> bool:
    suivi, situation = ligne.suivi, ligne.suivi.situation
    return (
        c.etape in (None, suivi.demarche.etape)
        and c.type in (None, suivi.territoire.type)
        and c.retard in (None, suivi.en_retard)
        and c.alerte in (None, situation.alerte.couleur)
        and (c.axe is None or c.axe in ligne.axes)
        and (c.main is None or c.main in situation.parties)
        and (c.referent is None or c.referent in {r.nom_complet for r in ligne.referents})
    )


def _code(ligne: Ligne) -> tuple[str, str, bool, str]:
    """Une intercommunalité vient après son département."""
    territoire = ligne.suivi.territoire
    departement = territoire.departement
    return (territoire.region, departement or territoire.code, departement is not None, territoire.code)


ORDRES = {
    Tri.TERRITOIRE: _code,
    Tri.ALERTE: lambda x: (-x.suivi.situation.alerte.couleur.rang, -x.part_du_temps, _code(x)),
    Tri.ETAPE: lambda x: (x.suivi.demarche.etape.rang, _code(x)),
    Tri.JOURS: lambda x: (-x.part_du_temps, -x.suivi.situation.jours, _code(x)),
    Tri.REUNION: lambda x: (x.reunion.prevue_le if x.reunion else date.max, _code(x)),
}


def _compter(lignes: list[Ligne], le: date) -> Comptes:
    couleurs = Counter(ligne.suivi.situation.alerte.couleur for ligne in lignes)
    return Comptes(
        territoires=len(lignes),
        en_alerte=couleurs[Couleur.ROUGE],
        a_surveiller=couleurs[Couleur.ORANGE],
        main_a_l_etat=sum(Partie.ETAT in ligne.suivi.situation.parties for ligne in lignes),
        reunions=sum(
            ligne.reunion is not None and le <= ligne.reunion.prevue_le <= le + HORIZON_DES_REUNIONS
            for ligne in lignes
        ),
        signes=sum(ligne.suivi.demarche.signe_le is not None for ligne in lignes),
        en_preparation=sum(ligne.suivi.en_preparation for ligne in lignes),
        fictifs=sum(ligne.suivi.demarche.fictive for ligne in lignes),
    )


def axes_presents(lignes: Iterable[Ligne]) -> list[Axe]:
    """Les axes du référentiel que ces territoires travaillent."""
    couples = {(ligne.suivi.demarche.millesime, axe) for ligne in lignes for axe in ligne.axes}
    axes = {axe: registre().referentiel(millesime).axe(axe) for millesime, axe in sorted(couples)}
    return list(axes.values())

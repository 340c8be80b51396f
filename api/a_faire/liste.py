"""« À faire » : les tâches et les échéances d'une personne, rangées par urgence, chacune avec sa raison."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from api.acces.agent import Agent
from api.acces.droits import Droit
from modeles.demarche import Demarche
from modeles.echeance import Echeance
from modeles.etapes import TERMINALES
from modeles.reference.registre import registre
from modeles.reference.territoires import Territoire
from modeles.requetes import demarches
from modeles.requetes_region import referents_de
from modeles.requetes_suivi import echeances_ouvertes_de
from modeles.requetes_taches import taches_des_jours
from modeles.tache import Tache
from modeles.vocabulaire import Partie
from workflows.echeances import INFORMATION
from workflows.regles.separation import personnes
from workflows.taches import ECHEANCE, cle_de_l_echeance

SEMAINE, HORIZON = timedelta(days=7), timedelta(days=30)
A_DEFAIRE = timedelta(days=7)


class Moment(StrEnum):
    """Quand s'y mettre."""

    EN_RETARD = "en_retard"
    CETTE_SEMAINE = "cette_semaine"
    CE_MOIS = "ce_mois"
    SANS_DATE = "sans_date"

    @property
    def libelle(self) -> str:
        return LIBELLES[self]


LIBELLES = {
    Moment.EN_RETARD: "En retard",
    Moment.CETTE_SEMAINE: "Aujourd'hui et dans les sept jours",
    Moment.CE_MOIS: "Dans les trente jours",
    Moment.SANS_DATE: "Sans date",
}


class Chose(NamedTuple):
    """Une chose à faire : une tâche, ou une échéance du parcours (qui se satisfait en faisant le geste).

    `d_un_autre` : elle revient à une autre partie, dont l'agent peut inscrire l'acte à sa place.
    """

    cle: str
    libelle: str
    raison: str
    le: date | None
    territoire: Territoire | None
    lien: str
    a_qui: Partie
    responsable: str = ""
    tache: Tache | None = None
    d_un_autre: bool = False

    def moment(self, aujourd_hui: date) -> Moment | None:
        """Rien au-delà de l'horizon : ce sera pour plus tard."""
        if self.le is None:
            return Moment.SANS_DATE
        if self.le < aujourd_hui:
            return Moment.EN_RETARD
        if self.le <= aujourd_hui + SEMAINE:
            return Moment.CETTE_SEMAINE
        return Moment.CE_MOIS if self.le <= aujourd_hui + HORIZON else None


class Demande(NamedTuple):
    """Ce qu'on veut voir. `moi` : ce qui porte mon nom, et les territoires dont je suis référent."""

    territoire: str | None = None
    moi: bool = False


class AFaire(NamedTuple):
    """`remises` : ce qu'on a remis à plus tard ; `faites` : ce qui vient d'être fait, et peut se défaire.

    `des_autres` : ce qui est attendu d'une autre partie, et que l'on peut inscrire à son nom.
    """

    choses: dict[Moment, list[Chose]]
    des_autres: list[Chose]
    plus_tard: int
    remises: list[Chose]
    faites: list[Chose]
    territoires: list[Territoire]
    fictives: bool

    @property
    def nombre(self) -> int:
        return sum(map(len, self.choses.values()))


def lister(session: Session, agent: Agent, demande: Demande, le: date) -> AFaire:
    """Ce que l'agent a à faire ce jour-là, en un nombre constant de requêtes."""
    visibles = {d.id: d for d in demarches(session) if agent.peut(Droit.LIRE_DOSSIER, d)}
    echeances = {c.cle: c for c in _des_echeances(session, agent, list(visibles.values()))}
    choses = []
    for tache in taches_des_jours(session, le - A_DEFAIRE):
        demarche = visibles.get(tache.demarche_id) if tache.demarche_id else None
        # Une échéance satisfaite emporte la tâche qui en tenait lieu.
        perimee = tache.cle.startswith(ECHEANCE) and echeances.pop(tache.cle, None) is None
        sienne = concerne(tache, agent, demarche)
        if not perimee and (sienne or transcriptible(tache.a_qui, agent, demarche)):
            choses.append(_de_la_tache(tache, demarche)._replace(d_un_autre=not sienne))
    choses += echeances.values()
    siens = territoires_suivis(session, agent, visibles) if demande.moi else set()
    territoires = {c.territoire.code: c.territoire for c in choses if c.territoire}
    gardees = [c for c in choses if _demandee(c, demande, agent, siens)]
    return _ranger(
        gardees,
        le,
        [territoires[code] for code in sorted(territoires)],
        fictives=any(d.fictive for d in visibles.values()),
    )


def _ranger(choses: Sequence[Chose], le: date, territoires: list[Territoire], *, fictives: bool) -> AFaire:
    ouvertes = [c for c in choses if not c.tache or c.tache.faite_le is None]
    remises = [c for c in ouvertes if c.tache and c.tache.reportee_au and c.tache.reportee_au > le]
    courantes = sorted((c for c in ouvertes if c not in remises), key=_urgence)
    siennes = [c for c in courantes if not c.d_un_autre]
    faites = [c for c in choses if c.tache and c.tache.faite_le]
    return AFaire(
        {moment: [c for c in siennes if c.moment(le) is moment] for moment in Moment},
        [c for c in courantes if c.d_un_autre and c.moment(le)],
        sum(c.moment(le) is None for c in siennes),
        sorted((c for c in remises if not c.d_un_autre), key=_urgence),
        [c for c in faites if not c.d_un_autre],
        territoires,
        fictives,
    )


def _urgence(chose: Chose) -> tuple[date, str, str]:
    return (chose.le or date.max, chose.territoire.nom if chose.territoire else "", chose.libelle)


def parties_de(agent: Agent, ou: Territoire | None) -> set[Partie]:
    """Pour qui l'agent agit : l'État, la collectivité, ou les deux s'il suit toute la région."""
    roles = {t.role.value for t in (agent.titres_sur(ou) if ou else agent.titres)}
    parties = set[Partie]()
    if roles & {"administrateur", "region", "etat"}:
        parties.add(Partie.ETAT)
    if roles & {"administrateur", "region", "collectivite"}:
        parties |= {Partie.COLLECTIVITE, Partie.PARTENAIRE}
    return parties


def concerne(tache: Tache, agent: Agent, demarche: Demarche | None) -> bool:
    """Vrai si la tâche revient à l'agent : par son nom, par ce qu'il en a fait, ou par sa partie."""
    if tache.demarche_id is None:
        return tache.responsable in ("", agent.nom) and tache.a_qui in parties_de(agent, None)
    if demarche is None or not agent.peut(Droit.LIRE_DOSSIER, demarche):
        return False
    if agent.nom in (tache.responsable, *personnes(tache.faite_par or "")):
        return True
    return tache.a_qui in parties_de(agent, _territoire(demarche))


def transcriptible(a_qui: Partie, agent: Agent, demarche: Demarche | None) -> bool:
    """Vrai si cela revient à une autre partie que l'État, dont l'agent peut inscrire l'acte sur ce territoire."""
    return demarche is not None and a_qui is not Partie.ETAT and agent.peut(Droit.TRANSCRIRE, demarche)


def _demandee(chose: Chose, demande: Demande, agent: Agent, siens: set[str]) -> bool:
    ici = chose.territoire.code if chose.territoire else None
    a_moi = chose.responsable == agent.nom or (not chose.responsable and ici in siens)
    a_moi = a_moi and not chose.d_un_autre
    return demande.territoire in (None, ici) and (not demande.moi or a_moi)


def territoires_suivis(session: Session, agent: Agent, visibles: dict[UUID, Demarche]) -> set[str]:
    """Les codes des territoires dont l'agent est référent, d'après son nom."""
    siens = [r for r in referents_de(session, list(visibles)) if r.nom_complet == agent.nom]
    return {visibles[r.demarche_id].territoire_code for r in siens}


def _territoire(demarche: Demarche) -> Territoire:
    return registre().territoire(demarche.territoire_code)


def _de_la_tache(tache: Tache, demarche: Demarche | None) -> Chose:
    territoire = _territoire(demarche) if demarche else None
    lien = tache.lien or (f"/territoires/{territoire.code}" if territoire else "")
    return Chose(
        tache.cle,
        tache.libelle,
        tache.raison,
        tache.echeance_le,
        territoire,
        lien,
        tache.a_qui,
        tache.responsable,
        tache,
    )


def _des_echeances(session: Session, agent: Agent, suivies: Sequence[Demarche]) -> Iterator[Chose]:
    """Les échéances ouvertes qui attendent quelqu'un, de la partie de l'agent ou d'une autre qu'il transcrit."""
    par_id = {d.id: d for d in suivies if d.etape not in TERMINALES}
    for echeance in echeances_ouvertes_de(session, list(par_id)):
        demarche = par_id[echeance.demarche_id]
        territoire = _territoire(demarche)
        sienne = echeance.a_qui in parties_de(agent, territoire)
        if echeance.attend != INFORMATION and (sienne or transcriptible(echeance.a_qui, agent, demarche)):
            yield _de_l_echeance(echeance, demarche, territoire)._replace(d_un_autre=not sienne)


def _de_l_echeance(echeance: Echeance, demarche: Demarche, territoire: Territoire) -> Chose:
    return Chose(
        cle_de_l_echeance(echeance),
        echeance.libelle,
        f"Échéance du parcours, à l'étape « {demarche.etape.libelle} ».",
        echeance.le,
        territoire,
        f"/territoires/{territoire.code}#ensuite",
        echeance.a_qui,
    )

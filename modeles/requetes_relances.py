"""Les lectures des relances : ce qui peut encore être relancé, ce qui l'a été, qui a reçu quoi."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, or_
from sqlalchemy import select as choisir
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlmodel import Session, col, select

from modeles.absence import Absence
from modeles.campagne import Attendu, Campagne
from modeles.contact import Contact
from modeles.demarche import Demarche
from modeles.echeance import Echeance
from modeles.fiche import FicheAction
from modeles.indicateur import Indicateur
from modeles.message import Message
from modeles.relance import Relance
from modeles.territoire import Territoire
from modeles.tournee import Tournee
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire import EtatEcheance
from modeles.vocabulaire_annuel import StatutValeur
from modeles.vocabulaire_courriel import EtatMessage, NatureMessage
from modeles.vocabulaire_relances import EtatRelance, GenreDEcheance


class ValeurVue(NamedTuple):
    """Une valeur, sans ses nombres : on en lit des dizaines de milliers."""

    indicateur_id: UUID
    exercice: int
    statut: StatutValeur
    origine: str
    saisi_le: datetime


# Ce qui est arrivé à une personne, ou va lui arriver dans l'heure.
ENVOYEES = (EtatRelance.REMISE, EtatRelance.PARTIE)
# Le temps qu'il faut à une relance restée en plan pour tomber, une fois son échéance close.
CLOSES_DEPUIS_JOURS = 60


def attendus_a_relancer(
    session: Session, jour: date, demarches: Collection[UUID] | None = None
) -> Sequence[Attendu]:
    """Ce qu'attendent les campagnes encore ouvertes ce jour-là, avec tout ce que la décision regarde."""
    requete = (
        select(Attendu)
        .join(Campagne)
        .join(Demarche, col(Demarche.id) == col(Attendu.demarche_id))
        .join(Territoire)
        .where(or_(col(Campagne.close_le).is_(None), col(Campagne.close_le) > jour))
        .options(
            contains_eager(Attendu.campagne),  # type: ignore[arg-type]
            selectinload(Attendu.amenagements),  # type: ignore[arg-type]
            *_la_demarche_entiere(),
        )
        .order_by(col(Territoire.code), col(Campagne.echeance_le))
    )
    if demarches is not None:
        requete = requete.where(col(Attendu.demarche_id).in_(demarches))
    return session.exec(requete).all()


def echeances_a_relancer(
    session: Session, jour: date, demarches: Collection[UUID] | None = None
) -> Sequence[Echeance]:
    """Les échéances du parcours qui se relancent : ouvertes, ou closes depuis peu (ce qui leur restait dû tombe)."""
    des_genres = or_(
        *(col(Echeance.attend).startswith(f"{g.value}:", autoescape=True) for g in GenreDEcheance)
    )
    recentes = col(Echeance.close_le) >= jour - timedelta(days=CLOSES_DEPUIS_JOURS)
    demarche = contains_eager(Echeance.demarche)  # type: ignore[arg-type]
    contacts = demarche.selectinload(Demarche.contacts).selectinload(Contact.absences)  # type: ignore[arg-type]
    requete = (
        select(Echeance)
        .join(Demarche, col(Demarche.id) == col(Echeance.demarche_id))
        .join(Territoire)
        .where(des_genres, or_(col(Echeance.etat) == EtatEcheance.OUVERTE, recentes))
        .options(
            demarche.contains_eager(Demarche.territoire),  # type: ignore[arg-type]
            contacts.joinedload(Absence.suppleant),  # type: ignore[arg-type]
            joinedload(Echeance.passage),  # type: ignore[arg-type]
        )
        .order_by(col(Territoire.code), col(Echeance.le), col(Echeance.attend))
    )
    if demarches is not None:
        requete = requete.where(col(Echeance.demarche_id).in_(demarches))
    return session.exec(requete).all()


def _la_demarche_entiere() -> tuple[Any, ...]:
    """Territoire, indicateurs, contacts et absences, chacun en une requête pour toutes les démarches."""
    demarche = contains_eager(Attendu.demarche)  # type: ignore[arg-type]
    absences = demarche.selectinload(Demarche.contacts).selectinload(Contact.absences)  # type: ignore[arg-type]
    return (
        demarche.contains_eager(Demarche.territoire),  # type: ignore[arg-type]
        demarche.selectinload(Demarche.fiches).selectinload(FicheAction.indicateurs),  # type: ignore[arg-type]
        absences.joinedload(Absence.suppleant),  # type: ignore[arg-type]
    )


def valeurs_des(
    session: Session, demarches: Collection[UUID], exercices: Collection[int]
) -> Sequence[ValeurVue]:
    """Ce qu'il faut savoir de chaque valeur de ces exercices, de la plus ancienne à la plus récente."""
    requete = (
        choisir(
            col(ValeurIndicateur.indicateur_id),
            col(ValeurIndicateur.exercice),
            col(ValeurIndicateur.statut),
            col(ValeurIndicateur.origine),
            col(ValeurIndicateur.saisi_le),
        )
        .join(Indicateur)
        .join(FicheAction)
        .where(col(FicheAction.demarche_id).in_(demarches), col(ValeurIndicateur.exercice).in_(exercices))
        .order_by(col(ValeurIndicateur.numero))
    )
    return [ValeurVue(*ligne) for ligne in session.connection().execute(requete)]


def relances_des(session: Session, demarches: Collection[UUID]) -> Sequence[Relance]:
    """Toutes les relances de ces démarches, dans l'ordre où elles ont été décidées."""
    requete = select(Relance).where(col(Relance.demarche_id).in_(demarches))
    return session.exec(requete.order_by(col(Relance.decidee_le), col(Relance.cle))).all()


def relances_recues_depuis(session: Session, depuis: date) -> Sequence[Relance]:
    """Ce qui est parti, ou confié à l'envoi, depuis ce jour."""
    requete = select(Relance).where(col(Relance.etat).in_(ENVOYEES), col(Relance.etat_le) >= depuis)
    return session.exec(requete).all()


def relances_de_cles(session: Session, cles: Collection[str]) -> dict[str, Relance]:
    """Ces relances, réservées jusqu'à la fin de la transaction."""
    requete = select(Relance).where(col(Relance.cle).in_(cles)).with_for_update()
    trouvees = session.exec(requete.execution_options(populate_existing=True)).all()
    return {r.cle: r for r in trouvees}


def relances_du_message(session: Session, message_id: UUID) -> Sequence[Relance]:
    """Les relances qu'un même message porte."""
    return session.exec(
        select(Relance).where(col(Relance.message_id) == message_id).order_by(col(Relance.cle))
    ).all()


def relances_ouvertes(session: Session, etats: Collection[EtatRelance]) -> Sequence[Relance]:
    """Les relances dans ces états, avec leur document, de la plus ancienne à la plus récente."""
    requete = (
        select(Relance)
        .where(col(Relance.etat).in_(etats))
        .options(joinedload(Relance.demarche).joinedload(Demarche.territoire), joinedload(Relance.document))  # type: ignore[arg-type]
        .order_by(col(Relance.decidee_le), col(Relance.cle))
    )
    return session.exec(requete).all()


def relances_decidees_le(session: Session, jour: date) -> Sequence[Relance]:
    """Ce qui a été décidé ou est parti ce jour-là, par territoire."""
    requete = (
        select(Relance)
        .join(Demarche)
        .where(or_(col(Relance.decidee_le) == jour, col(Relance.partie_le) == jour))
        .options(contains_eager(Relance.demarche).joinedload(Demarche.territoire))  # type: ignore[arg-type]
        .order_by(col(Demarche.territoire_code), col(Relance.cle))
    )
    return session.exec(requete).all()


def demarches_des_personnes(session: Session, adresses: Collection[str]) -> set[UUID]:
    """Les démarches où ces personnes sont contacts : ce qu'elles doivent par ailleurs."""
    requete = select(Contact.demarche_id).where(col(Contact.courriel).in_(adresses), col(Contact.actif))
    return set(session.exec(requete).all())


def attendus_de_tous(session: Session, exercice: int | None = None) -> Sequence[Attendu]:
    """Tout ce qui a été attendu, campagnes closes comprises, par code de territoire."""
    requete = (
        select(Attendu)
        .join(Campagne)
        .join(Demarche, col(Demarche.id) == col(Attendu.demarche_id))
        .join(Territoire)
        .options(
            contains_eager(Attendu.campagne),  # type: ignore[arg-type]
            contains_eager(Attendu.demarche).contains_eager(Demarche.territoire),  # type: ignore[arg-type]
            selectinload(Attendu.amenagements),  # type: ignore[arg-type]
        )
        .order_by(col(Territoire.code), col(Campagne.echeance_le))
    )
    if exercice is not None:
        requete = requete.where(col(Campagne.exercice) == exercice)
    return session.exec(requete).all()


def historique_des_relances(session: Session, demarche_id: UUID | None = None) -> Sequence[Relance]:
    """Toutes les relances, de la plus récente à la plus ancienne, avec leur territoire et leur document."""
    requete = (
        select(Relance)
        .join(Demarche)
        .join(Territoire)
        .options(
            contains_eager(Relance.demarche).contains_eager(Demarche.territoire),  # type: ignore[arg-type]
            joinedload(Relance.document),  # type: ignore[arg-type]
        )
        .order_by(col(Relance.decidee_le).desc(), col(Territoire.code), col(Relance.cle))
    )
    if demarche_id is not None:
        requete = requete.where(col(Relance.demarche_id) == demarche_id)
    return session.exec(requete).all()


def derniere_tournee(session: Session) -> Tournee | None:
    """La plus récente, finie ou non."""
    return session.exec(select(Tournee).order_by(col(Tournee.jour).desc()).limit(1)).first()


def relances_en_attente_d_envoi(session: Session) -> tuple[int, datetime | None]:
    """Combien de messages de relance sont prêts (hors démonstration), et depuis quand le plus ancien peut partir."""
    fictives = select(Demarche.id).where(col(Demarche.fictive))
    requete = select(func.count(), func.min(col(Message.a_partir_de))).where(
        col(Message.nature) == NatureMessage.RELANCE,
        col(Message.etat) == EtatMessage.PREPARE,
        col(Message.demarche_id).not_in(fictives),
    )
    nombre, depuis = session.exec(requete).one()
    return nombre, depuis

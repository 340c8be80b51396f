"""Ouvrir une campagne pour une région, la verrouiller, la clore."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from documents.formats import date_courte
from modeles.campagne import Attendu, Campagne
from modeles.demarche import Demarche
from modeles.erreurs import Gravite, Introuvable, Obstacle
from modeles.journalisation import signer
from modeles.reference.registre import registre
from modeles.requetes_campagnes import attendus_des_campagnes, campagnes
from modeles.requetes_valeurs import demarches_avec_indicateurs
from modeles.verrous import un_seul_a_la_fois
from modeles.vocabulaire_annuel import EtatCampagne, GenreCampagne
from workflows.calculs.jours import premier_jour_ouvre
from workflows.commandes.bordereau import Auteur
from workflows.refus import Empeche
from workflows.regles.campagnes import echeance_de, echeance_prevue, joignables, raison_de_l_ecart

ANNUELS = (GenreCampagne.INDICATEURS, GenreCampagne.RAPPORT_EXECUTION)


class Ouverture(NamedTuple):
    """`ecartees` : les démarches dont on n'attend rien, et pourquoi."""

    campagne: Campagne
    attendus: list[Attendu]
    ecartees: list[tuple[Demarche, str]]
    avertissements: list[Obstacle]


def campagne_designee(
    session: Session, region: str, genre: GenreCampagne, exercice: int, type_contrat: str = "cls"
) -> Campagne:
    """La campagne de cette région. Lève `Introuvable` en donnant celles qui existent."""
    code = registre().region(region).code
    trouvees = campagnes(session, code, exercice, genre, type_contrat)
    if trouvees:
        return trouvees[0]
    connues = ", ".join(
        f"{c.genre.libelle} {c.exercice}" for c in campagnes(session, code, type_contrat=type_contrat)
    )
    raise Introuvable(
        f"La campagne « {genre.libelle} {exercice} » n'est pas ouverte dans cette région.",
        f"Campagnes de la région : {connues or 'aucune'}.",
        "Ouvrez-la, ou désignez l'une de celles-ci.",
    )


def ouvrir_campagne(
    session: Session,
    region: str,
    genre: GenreCampagne,
    exercice: int,
    auteur: Auteur,
    *,
    type_contrat: str = "cls",
    echeance_le: date | None = None,
    seuil_completude: int = 80,
) -> Ouverture:
    """Demande à tous les contrats en exécution ce qu'ils doivent, pour le premier jour ouvré de l'échéance.

    Lève `Empeche` si elle est déjà ouverte, si l'exercice n'est pas fini ou si l'échéance est passée.
    """
    signer(session, auteur.par)
    code = registre().region(region).code
    un_seul_a_la_fois(session, f"campagnes de la région {code}")
    due = premier_jour_ouvre(echeance_le) if echeance_le else echeance_prevue(type_contrat, genre, exercice)
    deja = bool(campagnes(session, code, exercice, genre, type_contrat))
    if obstacles := list(_obstacles_a_l_ouverture(genre, exercice, due, auteur.le, deja=deja)):
        raise Empeche(f"La campagne « {genre.libelle} {exercice} » ne peut pas être ouverte.", obstacles)
    assert due is not None
    campagne = Campagne(
        region=code,
        type_contrat=type_contrat,
        genre=genre,
        exercice=exercice,
        ouverte_le=auteur.le,
        ouverte_par=auteur.par,
        echeance_le=due,
        seuil_completude=seuil_completude,
    )
    session.add(campagne)
    return _convoquer(campagne, demarches_avec_indicateurs(session, code, type_contrat))


def _obstacles_a_l_ouverture(
    genre: GenreCampagne, exercice: int, due: date | None, le: date, *, deja: bool
) -> Iterator[Obstacle]:
    if deja:
        yield Obstacle("elle est déjà ouverte", "Poursuivez la campagne existante.", ou="campagne")
    if genre in ANNUELS and le.year <= exercice:
        yield Obstacle(
            f"l'exercice {exercice} n'est pas fini", f"Attendez le 1er janvier {exercice + 1}.", ou="exercice"
        )
    if due is None:
        yield Obstacle(
            "le type de contrat ne fixe pas d'échéance pour cette campagne",
            "Donnez la date d'échéance.",
            ou="echeance_le",
        )
    elif due < le:
        yield Obstacle(
            f"l'échéance du {date_courte(due)} est passée",
            "Donnez une date d'échéance à venir.",
            ou="echeance_le",
        )


def _convoquer(campagne: Campagne, possibles: Sequence[Demarche]) -> Ouverture:
    attendus, ecartees, avertissements = [], [], list[Obstacle]()
    for demarche in possibles:
        raison = raison_de_l_ecart(demarche, campagne.genre, campagne.exercice)
        if raison is not None:
            ecartees.append((demarche, raison))
            continue
        attendus.append(Attendu(campagne_id=campagne.id, demarche_id=demarche.id, demarche=demarche))
        avertissements += obstacles_aux_destinataires(demarche)
    campagne.attendus = attendus
    return Ouverture(campagne, attendus, ecartees, avertissements)


def obstacles_aux_destinataires(demarche: Demarche) -> Iterator[Obstacle]:
    """Quelqu'un de la collectivité peut recevoir la demande."""
    if not joignables(demarche):
        yield Obstacle(
            f"{demarche.territoire.nom} : aucun référent de la collectivité n'a d'adresse électronique",
            "Complétez les contacts du territoire.",
            gravite=Gravite.AVERTISSEMENT,
            ou="contacts",
        )


def rattacher(session: Session, demarche: Demarche, le: date) -> list[Attendu]:
    """Ajoute la démarche aux campagnes ouvertes qui l'attendent : un contrat peut être notifié en cours de route."""
    ouvertes = campagnes(session, demarche.territoire.region, type_contrat=demarche.type_contrat)
    nouveaux = []
    for campagne in ouvertes:
        deja = any(a.demarche_id == demarche.id for a in campagne.attendus)
        if deja or campagne.etat is not EtatCampagne.OUVERTE or campagne.ouverte_le > le:
            continue
        if raison_de_l_ecart(demarche, campagne.genre, campagne.exercice) is None:
            nouveaux.append(Attendu(campagne_id=campagne.id, demarche_id=demarche.id, demarche=demarche))
            campagne.attendus.append(nouveaux[-1])
    return nouveaux


def verrouiller(session: Session, campagne: Campagne, auteur: Auteur) -> None:
    """Plus personne ne saisit, sauf report en cours ou main rendue. Lève `Empeche` avant l'échéance."""
    signer(session, auteur.par)
    obstacles = []
    if campagne.etat is not EtatCampagne.OUVERTE:
        obstacles.append(Obstacle(f"elle est déjà {campagne.etat.libelle}", "Il n'y a rien à faire."))
    if auteur.le <= campagne.echeance_le:
        echeance = date_courte(campagne.echeance_le)
        obstacles.append(Obstacle(f"son échéance est le {echeance}", "Attendez qu'elle soit passée."))
    _exiger(campagne, "verrouillée", obstacles)
    campagne.verrouillee_le = auteur.le


def clore(session: Session, campagne: Campagne, auteur: Auteur) -> None:
    """Plus rien n'est attendu. Lève `Empeche` avant l'échéance, ou tant qu'un report court."""
    signer(session, auteur.par)
    obstacles = []
    if campagne.etat is EtatCampagne.CLOSE:
        obstacles.append(Obstacle("elle est déjà close", "Il n'y a rien à faire."))
    obstacles += [
        Obstacle(
            f"{a.demarche.territoire.nom} a jusqu'au {date_courte(echeance_de(a))}",
            "Attendez la dernière échéance.",
            ou=f"territoire:{a.demarche.territoire_code}",
        )
        for a in attendus_des_campagnes(session, [campagne.id])
        if a.recu_le is None and echeance_de(a) >= auteur.le
    ]
    _exiger(campagne, "close", obstacles)
    campagne.verrouillee_le, campagne.close_le = campagne.verrouillee_le or auteur.le, auteur.le


def _exiger(campagne: Campagne, quoi: str, obstacles: list[Obstacle]) -> None:
    if obstacles:
        nom = f"{campagne.genre.libelle} {campagne.exercice}"
        raise Empeche(f"La campagne « {nom} » ne peut pas être {quoi}.", obstacles)

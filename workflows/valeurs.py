"""Enregistrer les valeurs d'un contrat : une seule commande, quelle que soit la porte par où elles arrivent."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session

from modeles.campagne import Attendu
from modeles.demarche import Demarche
from modeles.erreurs import Obstacle, SaisieInvalide
from modeles.journalisation import signer
from modeles.requetes import demarche_verrouillee
from modeles.requetes_valeurs import valeurs_courantes
from modeles.vocabulaire_annuel import GenreCampagne
from workflows.attendus import constater_la_reception
from workflows.commandes.bordereau import Auteur
from workflows.commandes.lecture_de_saisie import SaisieValeur
from workflows.commandes.saisie_de_valeur import Circonstance
from workflows.commandes.valeurs import Changement, Dossier, Preparation, preparer
from workflows.refus import Empeche
from workflows.regles.campagnes import est_hors_delai, obstacles_a_la_reponse
from workflows.regles.collecte import indicateurs_attendus
from workflows.regles.commun import Derogation


class Enregistrement(NamedTuple):
    """Ce qui a été fait d'un lot, et si la réponse du territoire vient d'être reçue."""

    lot: Preparation
    recue: bool


def apercu_des_valeurs(
    session: Session,
    attendu: Attendu,
    saisies: Sequence[SaisieValeur],
    auteur: Auteur,
    origine: str,
    *,
    levees: Sequence[Derogation] = (),
) -> Preparation:
    """Ce que le lot changerait, ses fautes et ses avertissements ; rien n'est écrit.

    Lève `Empeche` si la campagne n'est plus ouverte à ce territoire.
    """
    campagne = attendu.campagne
    obstacles = list(obstacles_a_la_reponse(attendu, auteur.le))
    if campagne.genre is not GenreCampagne.INDICATEURS:
        obstacles.append(
            Obstacle("cette campagne ne demande pas d'indicateurs", "Désignez la bonne campagne.")
        )
    if obstacles:
        nom = attendu.demarche.territoire.nom
        raise Empeche(
            f"« {nom} » : les indicateurs de {campagne.exercice} ne peuvent pas être saisis.", obstacles
        )
    hors_delai = est_hors_delai(attendu, auteur.le)
    c = Circonstance(auteur.par, auteur.saisi_le, origine, campagne.exercice, hors_delai)
    return preparer(dossier_de(session, attendu.demarche, campagne.exercice), saisies, c, levees)


def enregistrer_valeurs(
    session: Session,
    attendu: Attendu,
    saisies: Sequence[SaisieValeur],
    auteur: Auteur,
    origine: str,
    *,
    levees: Sequence[Derogation] = (),
) -> Enregistrement:
    """Garde les lignes qui tiennent, rend les fautes des autres ; dit la réponse reçue si le seuil est atteint.

    La même réponse envoyée deux fois n'écrit rien la seconde. Lève `Empeche` si la campagne n'est plus ouverte.
    """
    signer(session, auteur.par)
    demarche_verrouillee(session, attendu.demarche_id)
    lot = apercu_des_valeurs(session, attendu, saisies, auteur, origine, levees=levees)
    inscrire(session, attendu.demarche, lot)
    recue = constater_la_reception(session, attendu, auteur.le, auteur.par) if lot.changements else False
    return Enregistrement(lot, recue)


def rectifier(
    session: Session,
    demarche: Demarche,
    exercice: int,
    saisie: SaisieValeur,
    auteur: Auteur,
    *,
    origine: str,
) -> Changement:
    """Remplace une valeur, même validée ; l'ancienne reste dans son histoire, avec le motif.

    Lève `SaisieInvalide` sans motif, si rien n'est à rectifier, ou avec toutes les fautes de la ligne.
    """
    signer(session, auteur.par)
    demarche_verrouillee(session, demarche.id)
    dossier = dossier_de(session, demarche, exercice)
    connus = {(i.fiche.code, i.code): i.id for i in dossier.indicateurs if i.id in dossier.courantes}
    obstacles = []
    if not saisie.motif.strip():
        obstacles.append(Obstacle("elle n'a pas de motif", "Dites pourquoi, en une phrase.", ou="motif"))
    if (saisie.fiche, saisie.indicateur) not in connus:
        obstacles.append(
            Obstacle("aucune valeur n'y est encore", "Saisissez d'abord la valeur.", ou="valeur")
        )
    c = Circonstance(
        auteur.par, auteur.saisi_le, origine, exercice, rectification=saisie.motif.strip() or None
    )
    lot = preparer(dossier, [saisie], c)
    obstacles += [f.obstacle for f in lot.fautes]
    if not obstacles and not lot.changements:
        obstacles.append(
            Obstacle("la valeur donnée est déjà la sienne", "Donnez la nouvelle valeur.", ou="valeur")
        )
    if obstacles:
        raise SaisieInvalide(
            f"La rectification de « {saisie.indicateur} » ne peut pas être faite.",
            f"Il y a un obstacle : {' ; '.join(o.message for o in obstacles)}.",
            "Corrigez, puis recommencez.",
            obstacles,
        )
    inscrire(session, demarche, lot)
    return lot.changements[0]


def dossier_de(session: Session, demarche: Demarche, exercice: int) -> Dossier:
    """Les indicateurs attendus d'une démarche, ce qu'on en sait pour l'exercice et pour le précédent."""
    return Dossier(
        demarche.territoire_code,
        indicateurs_attendus(demarche, exercice),
        valeurs_courantes(session, [demarche.id], exercice),
        valeurs_courantes(session, [demarche.id], exercice - 1),
    )


def inscrire(session: Session, demarche: Demarche, lot: Preparation) -> None:
    """Écrit chaque changement à la suite de l'histoire de son indicateur. La démarche doit être réservée."""
    for changement in lot.changements:
        changement.apres.numero = changement.avant.numero + 1 if changement.avant else 1
        session.add(changement.apres)
        demarche.modifiee_le = changement.apres.saisi_le
    session.flush()

"""Lire les faits dont dépend une relance, en un nombre constant de requêtes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from documents.formats import majuscule
from modeles.campagne import Amenagement, Attendu
from modeles.relance import Relance
from modeles.requetes_relances import (
    attendus_a_relancer,
    echeances_a_relancer,
    relances_des,
    relances_recues_depuis,
    valeurs_des,
)
from modeles.vocabulaire_annuel import GenreCampagne, NatureAmenagement
from modeles.vocabulaire_relances import EtatRelance
from workflows.regles.collecte import indicateurs_attendus, manquants
from workflows.relances.attentes import Attente, Passee, Report, Suspension, cle_de_relance
from workflows.relances.du_parcours import attente_de_l_echeance, carnet_pour, taches_des_echeances
from workflows.relances.echelles import echelle_de
from workflows.relances.repertoire import carnet_de
from workflows.relances.vue import Vue, identite, jour_local

MEMOIRE_JOURS = 60
# L'exercice, puis l'indicateur : sa dernière valeur.
Courantes = Mapping[int, Mapping[UUID, Any]]


def attentes_du(
    session: Session, jour: date, demarches: Collection[UUID] | None = None, *, avant: bool = False
) -> list[Attente]:
    """Ce qui est attendu ce jour-là. `avant` : tel qu'on le savait alors, avant d'avoir rien décidé.

    Sans `avant`, tout ce qui est dans la base est arrivé, même si l'horloge a reculé depuis.
    """
    vue = Vue(jour, avant)
    attendus = attendus_a_relancer(session, jour, demarches)
    ids = list({a.demarche_id for a in attendus})
    courantes = _valeurs(session, ids, {a.campagne.exercice for a in attendus}, vue)
    echeances = echeances_a_relancer(session, jour, demarches)
    tous = {*ids, *(e.demarche_id for e in echeances)}
    relances = _par_echeance(r for r in relances_des(session, tous) if not (avant and r.decidee_le >= jour))
    de_qui = {d.id: d for d in (*(a.demarche for a in attendus), *(e.demarche for e in echeances))}
    carnets = {cle: carnet_de(demarche) for cle, demarche in de_qui.items()}
    attentes = [_attente(a, courantes, vue) for a in attendus]
    taches = taches_des_echeances(session, echeances)
    attentes += [attente_de_l_echeance(e, taches, vue) for e in echeances]
    return [
        a._replace(
            carnet=carnet_pour(a, carnets[a.demarche_id]),
            passees=[_passee(r, vue) for r in relances[cle_de_relance(a, "")]],
        )
        for a in attentes
    ]


def derniers_messages(
    session: Session, jour: date, *, avant: bool = False, sauf: Collection[str] = ()
) -> dict[str, date]:
    """Le jour du dernier message de relance de chaque personne, vu de `jour`.

    `sauf` : des relances que l'on revoit ; leur message ne s'empêche pas lui-même de partir.
    """
    derniers: dict[str, date] = {}
    for relance in relances_recues_depuis(session, jour - timedelta(days=MEMOIRE_JOURS)):
        le = relance.partie_le or relance.etat_le
        if (avant and le >= jour) or relance.cle in sauf:
            continue
        for personne in relance.destinataires:
            cle = str(personne["cle"])
            derniers[cle] = max(le, derniers.get(cle, le))
    return derniers


def _valeurs(session: Session, ids: Sequence[UUID], exercices: Collection[int], vue: Vue) -> Courantes:
    """La dernière valeur connue de chaque indicateur."""
    courantes: dict[int, dict[UUID, Any]] = {exercice: {} for exercice in exercices}
    for valeur in valeurs_des(session, ids, exercices):
        if not vue.avant or vue.connu(jour_local(valeur.saisi_le)):
            courantes[valeur.exercice][valeur.indicateur_id] = valeur
    return courantes


def _par_echeance(relances: Iterable[Relance]) -> defaultdict[str, list[Relance]]:
    """Les relances de chaque échéance, sous ce que leur clé a de commun."""
    groupes = defaultdict[str, list[Relance]](list)
    for relance in relances:
        groupes[relance.cle.removesuffix(relance.niveau)].append(relance)
    return groupes


def _attente(attendu: Attendu, courantes: Courantes, vue: Vue) -> Attente:
    campagne = attendu.campagne
    recu_le = vue.date(attendu.recu_le) if attendu.recu_le and vue.connu(attendu.recu_le) else None
    attendus, absents = _decompte(attendu, courantes, recu=recu_le is not None)
    return Attente(
        **identite(attendu.demarche, vue),
        genre=campagne.genre.value,
        exercice=campagne.exercice,
        libelle=f"{majuscule(campagne.genre.libelle)} {campagne.exercice}",
        ouverte_le=campagne.ouverte_le,
        echeance_le=campagne.echeance_le,
        echelle=echelle_de(campagne),
        attendus=attendus,
        manquants=absents,
        seuil=campagne.seuil_completude,
        recu_le=recu_le,
        close_le=vue.date(campagne.close_le) if campagne.close_le else None,
        report=_report(attendu.amenagements, vue),
        suspensions=_suspensions(attendu.amenagements, vue),
    )


def _decompte(attendu: Attendu, courantes: Courantes, *, recu: bool) -> tuple[int, list[str]]:
    """Combien d'éléments sont attendus, et ceux qui manquent."""
    campagne = attendu.campagne
    if campagne.genre is not GenreCampagne.INDICATEURS:
        return 1, [] if recu else [campagne.genre.libelle]
    attendus = indicateurs_attendus(attendu.demarche, campagne.exercice)
    absents = manquants(attendus, courantes.get(campagne.exercice, {}))
    return len(attendus), [f"{i.libelle} ({i.fiche.code})" for i in absents]


def _derniers(amenagements: Sequence[Amenagement], vue: Vue) -> dict[NatureAmenagement, Amenagement]:
    """Le dernier aménagement connu de chaque nature : il l'emporte sur les précédents."""
    return {a.nature: a for a in amenagements if vue.connu(jour_local(a.saisi_le))}


def _report(amenagements: Sequence[Amenagement], vue: Vue) -> Report | None:
    dernier = _derniers(amenagements, vue).get(NatureAmenagement.REPORT)
    if dernier is None:
        return None
    return Report(dernier.jusqu_au, vue.date(jour_local(dernier.saisi_le)), dernier.par, dernier.motif)


def _suspensions(amenagements: Sequence[Amenagement], vue: Vue) -> list[Suspension]:
    return [
        Suspension(nature, a.jusqu_au, vue.date(jour_local(a.saisi_le)), a.par, a.motif)
        for nature, a in _derniers(amenagements, vue).items()
        if nature is not NatureAmenagement.REPORT
    ]


def _passee(relance: Relance, vue: Vue) -> Passee:
    """Ce qu'était la relance, vue de ce jour-là : ce qui lui est arrivé ensuite n'était pas encore connu."""
    if not vue.connu(relance.etat_le):
        etat = EtatRelance.PROGRAMMEE if relance.canal.automatique else EtatRelance.A_VALIDER
        return Passee(relance.niveau, etat, relance.decidee_le)
    return Passee(relance.niveau, relance.etat, vue.date(relance.partie_le or relance.decidee_le))

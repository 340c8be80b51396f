"""Ce que l'on sait déjà quand un formulaire s'ouvre : on ne le fait pas retaper, on n'invente rien."""

from collections.abc import Callable
from typing import Any

from api.pages.formulaires.choix import Cadre
from modeles.contact import Contact
from modeles.etapes import Geste
from modeles.vocabulaire import NaturePoint, NatureReunion, Partie, RoleContact
from workflows.commandes import relecture
from workflows.commandes.bordereau import designe
from workflows.commandes.evaluation import evaluation_saisie
from workflows.regles.convention import signataire
from workflows.regles.deliberation import deliberation_en_cours

Donnees = dict[str, Any]
Prealable = Callable[[Cadre, Donnees], Donnees]
"""Reçoit ce que l'adresse précise (« modifie », « partie »…), rend ce qui remplit le formulaire."""


def prealable_du_geste(geste: Geste, cadre: Cadre, precisions: Donnees) -> Donnees:
    """Les données d'un geste telles qu'on peut les proposer."""
    connu = _DES_GESTES.get(geste)
    return (connu(cadre, precisions) if connu else {}) | precisions


def prealable_de_la_saisie(nature: str, cadre: Cadre, precisions: Donnees) -> Donnees:
    """Les données d'une saisie telles qu'on peut les proposer ; celles de l'objet, si l'on en modifie un."""
    connu = _DES_SAISIES.get(nature)
    return (connu(cadre, precisions) if connu else {}) | precisions


def _tenue(cadre: Cadre, _precisions: Donnees) -> Donnees:
    """Chaque point à décider ouvre la ligne de sa décision."""
    reunion = cadre.reunion_choisie
    points = [p for p in reunion.points if p.nature is NaturePoint.DECISION] if reunion else []
    return {"decisions": [{"libelle": p.intitule} for p in points]}


def _releve(cadre: Cadre, _precisions: Donnees) -> Donnees:
    return relecture.releve_saisi(cadre.reunion_choisie) if cadre.reunion_choisie else {}


def _report(cadre: Cadre, _precisions: Donnees) -> Donnees:
    reunion = cadre.reunion_choisie
    return {"heure": reunion.heure, "lieu": reunion.lieu} if reunion else {}


def _axes(cadre: Cadre, _precisions: Donnees) -> Donnees:
    axes = [a.model_dump(include={"axe", "numero", "justification"}) for a in cadre.demarche.axes]
    return {"axes": axes, "convention_unique": cadre.demarche.convention_unique}


def _enveloppe(cadre: Cadre, precisions: Donnees) -> Donnees:
    en_vigueur = [
        e
        for e in cadre.demarche.enveloppes
        if str(e.annee) == precisions.get("annee") and e.remplacee_le is None
    ]
    return en_vigueur[-1].model_dump(exclude={"id", "demarche_id", "remplacee_le"}) if en_vigueur else {}


def _reunion(cadre: Cadre, precisions: Donnees) -> Donnees:
    if numero := precisions.get("modifie"):
        return relecture.reunion_saisie(designe(cadre.demarche.reunions, "numero", numero, "La réunion n°"))
    nature = precisions.get("nature")
    return {
        "points": points_habituels(NatureReunion(nature)) if nature in set(NatureReunion) else [],
        "participants": convives(cadre),
    }


POINTS_HABITUELS: dict[NatureReunion, tuple[tuple[str, int, NaturePoint], ...]] = {
    NatureReunion.COMITE_LANCEMENT: (
        ("Cadre national et objectifs du contrat", 20, NaturePoint.INFORMATION),
        ("Périmètre, axes et composition du comité de suivi", 40, NaturePoint.DECISION),
        ("Méthode et calendrier", 30, NaturePoint.DECISION),
    ),
    NatureReunion.COMITE_SUIVI: (
        ("Présentation du diagnostic", 40, NaturePoint.INFORMATION),
        ("Constats et enjeux", 40, NaturePoint.AVIS),
        ("Décision sur le diagnostic", 15, NaturePoint.DECISION),
    ),
    NatureReunion.ATELIER: (
        ("Rappel de l'enjeu et des pistes", 20, NaturePoint.INFORMATION),
        ("Travail sur chaque piste : contenu, public, porteur, moyens, indicateurs", 90, NaturePoint.AVIS),
        ("Mise en commun et suites", 30, NaturePoint.DECISION),
    ),
    NatureReunion.COMITE_RESTITUTION: (
        ("Livrable final : stratégie et fiches actions", 45, NaturePoint.INFORMATION),
        ("Plan de financement", 20, NaturePoint.AVIS),
        ("Décision sur le livrable", 15, NaturePoint.DECISION),
    ),
}


def points_habituels(nature: NatureReunion) -> list[Donnees]:
    """L'ordre du jour ordinaire d'une réunion de cette nature ; il se corrige librement."""
    return [
        {"intitule": intitule, "duree_minutes": minutes, "nature": pour}
        for intitule, minutes, pour in POINTS_HABITUELS[nature]
    ]


def convives(cadre: Cadre) -> list[Donnees]:
    """Les contacts en fonction, une fois chacun ; les signataires président."""
    uniques = {(c.prenom, c.nom, c.organisme): c for c in reversed(cadre.demarche.contacts) if c.actif}
    rangs = {Partie.ETAT: 0, Partie.COLLECTIVITE: 1, Partie.PARTENAIRE: 2}
    return [_convive(c) for c in sorted(uniques.values(), key=lambda c: (rangs[c.partie], c.nom))]


def _convive(contact: Contact) -> Donnees:
    return {
        "partie": contact.partie,
        "organisme": contact.organisme,
        "nom": f"{contact.prenom} {contact.nom}".strip(),
        "fonction": contact.fonction,
        "preside": contact.role is RoleContact.SIGNATAIRE and contact.partie is not Partie.PARTENAIRE,
    }


def _modifie(liste: str, cle: str, relire: Callable[[Any], Donnees], quoi: str) -> Prealable:
    def relu(cadre: Cadre, precisions: Donnees) -> Donnees:
        designation = precisions.get("modifie")
        if designation is None:
            return {}
        return relire(designe(getattr(cadre.demarche, liste), cle, designation, quoi))

    return relu


def _signature(cadre: Cadre, precisions: Donnees) -> Donnees:
    partie = precisions.get("partie")
    personne = signataire(cadre.demarche, Partie(partie)) if partie in set(Partie) else None
    if personne is None:
        return {}
    return {"signataire": f"{personne.prenom} {personne.nom}".strip(), "qualite": personne.fonction}


def _vote(cadre: Cadre, _precisions: Donnees) -> Donnees:
    return _de_la_deliberation(cadre, "presents", "pouvoirs", "pour", "contre", "abstentions", "numero")


def _transmission(cadre: Cadre, _precisions: Donnees) -> Donnees:
    return _de_la_deliberation(
        cadre, "transmise_le", "accuse_le", "accuse_numero", "publiee_le", "mode_publication", "numero"
    )


def _de_la_deliberation(cadre: Cadre, *champs: str) -> Donnees:
    deliberation = deliberation_en_cours(cadre.demarche)
    connus = deliberation.model_dump(include=set(champs)) if deliberation else {}
    return {champ: valeur for champ, valeur in connus.items() if valeur is not None}


_DES_GESTES: dict[Geste, Prealable] = {Geste.TENIR_REUNION: _tenue, Geste.REPORTER_COMITE: _report}
_DES_SAISIES: dict[str, Prealable] = {
    "axes": _axes,
    "enveloppe": _enveloppe,
    "reunion": _reunion,
    "releve": _releve,
    "contact": _modifie("contacts", "id", relecture.contact_saisi, "Le contact"),
    "source": _modifie("sources", "id", relecture.source_saisie, "La source"),
    "entretien": _modifie("entretiens", "id", relecture.entretien_saisi, "L'entretien"),
    "constat": _modifie("constats", "numero", relecture.constat_saisi, "Le constat n°"),
    "enjeu": _modifie("enjeux", "rang", relecture.enjeu_saisi, "L'enjeu n°"),
    "piste": _modifie("pistes", "numero", relecture.piste_saisie, "La piste n°"),
    "signature": _signature,
    "vote": _vote,
    "transmission": _transmission,
    "evaluation": lambda cadre, _precisions: evaluation_saisie(cadre.demarche),
}

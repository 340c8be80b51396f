"""Inscrire les relances du jour : une ligne par décision, et jamais deux fois la même."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session

from modeles.base import unite_de_travail
from modeles.journalisation import signer
from modeles.relance import Relance
from modeles.requetes_relances import relances_des
from modeles.verrous import un_seul_a_la_fois
from modeles.vocabulaire_relances import EtatRelance, Issue
from workflows.relances.attentes import Attente, Personne, cle_de_relance
from workflows.relances.decision import Ligne
from workflows.relances.departs import constater_les_departs
from workflows.relances.faits import attentes_du, derniers_messages
from workflows.relances.simulation import juger

VERROU = "relances"
# Ce qui met fin à l'échelle : les relances restées ouvertes n'ont plus d'objet.
FINALES = (Issue.REPONDU, Issue.CLOSE)
# Une lettre qui laisserait moins de jours pour répondre est refaite.
DELAI_UTILE_JOURS = 5


class Inscrites(NamedTuple):
    """Ce que la décision du jour a inscrit pour une démarche."""

    a_envoyer: int
    a_valider: int


def inscrire_les_relances(demarche_id: UUID, jour: date, par: str) -> Inscrites:
    """Décide pour une démarche et inscrit, ensemble ou pas du tout. Refait le même jour, n'ajoute rien."""
    with unite_de_travail() as session:
        un_seul_a_la_fois(session, VERROU)
        signer(session, par)
        constater_les_departs(session, relances_des(session, [demarche_id]), jour)
        attentes = attentes_du(session, jour, [demarche_id])
        lignes = juger(attentes, jour, derniers_messages(session, jour)).lignes
        connues = {r.cle: r for r in relances_des(session, [demarche_id])}
        for ligne in lignes:
            _appliquer(session, ligne, connues, jour, par)
    return Inscrites(
        sum(x.issue is Issue.PART for x in lignes), sum(x.issue is Issue.A_VALIDER for x in lignes)
    )


def _appliquer(session: Session, ligne: Ligne, connues: Mapping[str, Relance], jour: date, par: str) -> None:
    _fermer_les_depassees(ligne, connues, jour)
    if ligne.niveau is None:
        return
    relance = connues.get(cle_de_relance(ligne.attente, ligne.niveau.code))
    if relance is not None and relance.etat.ouverte:
        revoir(relance, ligne, jour)
    elif relance is None and ligne.issue in (Issue.PART, Issue.A_VALIDER):
        session.add(nouvelle(ligne, jour, par))
        session.flush()


def _fermer_les_depassees(ligne: Ligne, connues: Mapping[str, Relance], jour: date) -> None:
    """Ce qu'un niveau plus haut remplace, et ce que la réponse rend inutile."""
    if ligne.issue in (Issue.PART, Issue.A_VALIDER, Issue.ATTEND_VALIDATION) and ligne.niveau:
        for code in ligne.depassees:
            rendre_caduque(
                connues[cle_de_relance(ligne.attente, code)], f"remplacée par {ligne.niveau.code}", jour
            )
    for relance in ouvertes_de(ligne.attente, connues.values()):
        if any(n.code == relance.niveau and not n.actif for n in ligne.attente.echelle.niveaux):
            rendre_caduque(relance, f"le niveau {relance.niveau} est arrêté pour cette campagne", jour)
    if ligne.issue in FINALES or (ligne.attente.arret and ligne.attente.arret.definitif):
        for relance in ouvertes_de(ligne.attente, connues.values()):
            rendre_caduque(relance, ligne.raison, jour)


def ouvertes_de(attente: Attente, relances: Iterable[Relance]) -> list[Relance]:
    """Les relances de cette échéance qui ne sont pas encore parties."""
    prefixe = cle_de_relance(attente, "")
    return [r for r in relances if r.etat.ouverte and r.cle.startswith(prefixe)]


def rendre_caduque(relance: Relance, motif: str, jour: date) -> None:
    """Elle n'a plus d'objet : elle ne partira plus."""
    relance.etat, relance.etat_le, relance.motif = EtatRelance.CADUQUE, jour, motif


def nouvelle(ligne: Ligne, jour: date, par: str) -> Relance:
    attente, niveau = ligne.attente, ligne.niveau
    assert niveau is not None
    return Relance(
        cle=cle_de_relance(attente, niveau.code),
        demarche_id=attente.demarche_id,
        genre=attente.genre,
        exercice=attente.exercice,
        niveau=niveau.code,
        libelle=f"{niveau.libelle} : {attente.libelle}",
        etat=EtatRelance.PROGRAMMEE if ligne.issue is Issue.PART else EtatRelance.A_VALIDER,
        etat_le=jour,
        decidee_le=jour,
        canal=niveau.canal,
        decidee_par=par,
        **_du_jour(ligne, jour),
    )


def _du_jour(ligne: Ligne, jour: date) -> dict[str, Any]:
    """Ce que la décision dit ce jour-là, et qu'elle redira si elle est revue."""
    attente = ligne.attente
    return {
        "echeance_le": attente.due_le(jour),
        "raison": ligne.raison,
        "destinataires": [personne_gardee(p) for p in ligne.destinataires],
        "manquants": list(attente.manquants),
        "attendus": attente.attendus,
        "repondre_avant_le": ligne.repondre_avant_le,
    }


def personne_gardee(personne: Personne) -> dict[str, Any]:
    """La personne, telle que la relance la retient."""
    return {
        "cle": personne.cle,
        "nom": personne.nom,
        "fonction": personne.fonction.value,
        "courriel": personne.courriel,
        "en_l_absence_de": personne.en_l_absence_de,
    }


def revoir(relance: Relance, ligne: Ligne, jour: date) -> None:
    """Les faits ont pu changer depuis la décision : une lettre qui ne dit plus vrai est à refaire signer."""
    if relance.document_id is None:
        if ligne.issue is Issue.PART:
            relance.sqlmodel_update(_du_jour(ligne, jour))
        return
    if not perimee(relance, ligne, jour):
        return
    niveau = ligne.niveau
    assert niveau is not None
    relance.document_id = None
    relance.manquants, relance.raison = list(ligne.attente.manquants), ligne.raison
    relance.repondre_avant_le = ligne.attente.limite_de_reponse(niveau, jour)
    if niveau.validation:
        relance.etat, relance.etat_le = EtatRelance.A_VALIDER, jour
        relance.validee_par = relance.validee_le = None


def perimee(relance: Relance, ligne: Ligne, jour: date) -> bool:
    """Vrai si la lettre cite ce qui est arrivé depuis, ou laisse trop peu de jours pour répondre."""
    limite = relance.repondre_avant_le
    trop_tard = limite is not None and (limite - jour).days < DELAI_UTILE_JOURS
    return trop_tard or list(relance.manquants) != list(ligne.attente.manquants)

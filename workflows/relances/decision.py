"""Décider, pour un jour donné, de ce qui part et de ce qui ne part pas : ni base, ni horloge.

Une attente n'a jamais plus d'une relance par jour, et c'est la plus haute qui soit due : après un arrêt, ce qui a
été manqué n'est pas rattrapé en rafale.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from modeles.reference.echelles import Niveau
from modeles.vocabulaire_annuel import NatureAmenagement
from modeles.vocabulaire_relances import Canal, EtatRelance, Issue
from workflows.relances import raisons
from workflows.relances.attentes import Attente, Passee, Personne
from workflows.relances.carnet import joindre

_ISSUES = {
    NatureAmenagement.DIFFICULTE: Issue.DIFFICULTE,
    NatureAmenagement.PROMESSE: Issue.PROMESSE,
    NatureAmenagement.MAIN_RENDUE: Issue.MAIN_RENDUE,
}
EN_PARTANCE = (Issue.PART, Issue.A_VALIDER)
# Le jour du dernier message reçu, par personne.
Derniers = Mapping[str, date]


class Ligne(NamedTuple):
    """Ce qu'il advient d'une attente ce jour-là, et pourquoi. `niveau` : la relance due, qu'elle parte ou non.

    `depassees` : les niveaux restés en plan, que celui-ci remplace. `ensuite` : le prochain moment de l'échelle.
    """

    attente: Attente
    issue: Issue
    raison: str
    niveau: Niveau | None = None
    destinataires: tuple[Personne, ...] = ()
    copies: tuple[Personne, ...] = ()
    repondre_avant_le: date | None = None
    depassees: tuple[str, ...] = ()
    ensuite: date | None = None

    @property
    def part(self) -> bool:
        return self.issue is Issue.PART


def decider(attentes: Iterable[Attente], jour: date, derniers: Derniers) -> list[Ligne]:
    """Une ligne par attente, dans l'ordre reçu."""
    return [examiner(attente, jour, derniers) for attente in attentes]


def examiner(attente: Attente, jour: date, derniers: Derniers) -> Ligne:
    """Ce qu'il advient d'une attente : d'abord ce qui l'arrête, puis ce qui est dû, puis à qui."""
    if arret := _arretee(attente, jour):
        return Ligne(attente, *arret)
    niveau = niveau_du(attente, jour)
    if niveau is None:
        return _rien_de_du(attente, jour)
    situation = raisons.situation(attente, jour)
    commun = Ligne(attente, Issue.PART, situation, niveau, depassees=depassees(attente, niveau, jour))
    if empechement := _suspendue(attente, jour):
        return commun._replace(issue=empechement[0], raison=f"{situation} ; {empechement[1]}")
    if attend := _en_attente_de_validation(attente, niveau, jour):
        return commun._replace(issue=Issue.ATTEND_VALIDATION, raison=f"{situation} ; {attend}")
    return _adresser(commun, jour, derniers)


def niveau_du(attente: Attente, jour: date) -> Niveau | None:
    """Le plus haut niveau dû et pas encore parti, retenu ou caduc. Un rappel ne part plus après l'échéance."""
    echelle = attente.echelle
    decides = (echelle.rang(p.niveau) for p in _connues(attente, jour) if not p.etat.ouverte)
    atteint = max(decides, default=-1)
    retard = attente.retard(jour)
    for niveau in reversed(echelle.niveaux[atteint + 1 :]):
        if niveau.actif and niveau.jours <= retard and (retard <= 0 or not niveau.est_un_rappel):
            return niveau
    return None


def depassees(attente: Attente, niveau: Niveau, jour: date) -> tuple[str, ...]:
    """Les niveaux ouverts que celui-ci remplace."""
    rang = attente.echelle.rang(niveau.code)
    ouvertes = [p.niveau for p in _connues(attente, jour) if p.etat.ouverte]
    return tuple(code for code in ouvertes if attente.echelle.rang(code) < rang)


def repondu_le(attente: Attente, jour: date) -> date | None:
    """Le jour de la réponse, si elle était arrivée."""
    return attente.recu_le if attente.recu_le and attente.recu_le <= jour else None


def est_arretee(attente: Attente, jour: date) -> bool:
    """Vrai si plus rien n'est à relancer : c'est répondu, clos, suspendu, ou pas encore ouvert."""
    return _arretee(attente, jour) is not None


def _connues(attente: Attente, jour: date) -> list[Passee]:
    return [p for p in attente.passees if p.le <= jour]


def _arretee(attente: Attente, jour: date) -> tuple[Issue, str] | None:
    """Ce qui fait taire l'échelle, quel que soit le niveau."""
    return _repondue(attente, jour) or _hors_campagne(attente, jour)


def _repondue(attente: Attente, jour: date) -> tuple[Issue, str] | None:
    if recu := repondu_le(attente, jour):
        return Issue.REPONDU, raisons.recue(attente, recu)
    if not attente.attendus:
        return Issue.RIEN_DE_DU, "le contrat n'attend rien pour cette période"
    # Une réponse qui porte une date vaut à sa date ; sans date, c'est ce qui est saisi qui compte.
    if attente.recu_le is None and attente.completude >= attente.seuil:
        return Issue.REPONDU, raisons.assez_complete(attente)
    return None


def _hors_campagne(attente: Attente, jour: date) -> tuple[Issue, str] | None:
    arret = attente.arret
    if arret and arret.depuis_le <= jour:
        return Issue.DEMARCHE_ARRETEE, f"{arret.raison} depuis le {raisons.court(arret.depuis_le)}"
    if attente.close_le and attente.close_le <= jour:
        return Issue.CLOSE, raisons.close(attente, attente.close_le)
    if jour < attente.ouverte_le:
        return Issue.RIEN_DE_DU, raisons.pas_encore(attente)
    return None


def _suspendue(attente: Attente, jour: date) -> tuple[Issue, str] | None:
    if fermeture := attente.calendrier.fermeture(jour):
        reprise = raisons.court(attente.calendrier.premier_ouvert(jour))
        return Issue.JOUR_NON_OUVRE, f"{fermeture} : rien ne part avant le {reprise}"
    actives = [s for s in attente.suspensions if s.depuis_le <= jour <= s.jusqu_au]
    if actives:
        derniere = max(actives, key=lambda s: s.jusqu_au)
        return _ISSUES[derniere.nature], raisons.suspendue(derniere)
    return None


def _en_attente_de_validation(attente: Attente, niveau: Niveau, jour: date) -> str:
    for passee in _connues(attente, jour):
        if passee.niveau == niveau.code and passee.etat is EtatRelance.A_VALIDER:
            return f"attend une validation depuis le {raisons.court(passee.le)}"
    return ""


def _validee(attente: Attente, niveau: Niveau) -> bool:
    """Vrai si une personne l'a validée : il ne reste qu'à partir."""
    return any(p.niveau == niveau.code and p.etat is EtatRelance.PROGRAMMEE for p in attente.passees)


def _adresser(ligne: Ligne, jour: date, derniers: Derniers) -> Ligne:
    """À qui l'on écrit, si quelqu'un peut recevoir ce jour-là."""
    attente, niveau = ligne.attente, ligne.niveau
    assert niveau is not None
    presents, empechees = joindre(attente, niveau.destinataires, jour)
    recoivent = {p.cle for p in presents}
    copies = [p for p in joindre(attente, niveau.copies, jour)[0] if p.cle not in recoivent]
    adressee = ligne._replace(
        destinataires=tuple(presents),
        copies=tuple(copies),
        repondre_avant_le=attente.limite_de_reponse(niveau, jour),
    )
    if niveau.validation and not _validee(attente, niveau):
        return adressee._replace(issue=Issue.A_VALIDER)
    if not presents:
        return adressee._replace(issue=Issue.ABSENCE, raison=f"{ligne.raison} ; {' ; '.join(empechees)}")
    if niveau.canal is Canal.COURRIEL and not any(p.courriel for p in presents):
        noms = ", ".join(p.nom for p in presents)
        manque = f"aucune adresse pour {noms} : complétez les contacts du territoire"
        return adressee._replace(issue=Issue.SANS_ADRESSE, raison=f"{ligne.raison} ; {manque}")
    return _plafonner(adressee, jour, derniers)


def _plafonner(ligne: Ligne, jour: date, derniers: Derniers) -> Ligne:
    """Écarte qui a reçu un message il y a trop peu de temps ; s'il ne reste personne, rien ne part."""
    plafond = ligne.attente.echelle.plafond_jours
    libres, motifs = [], []
    for personne in ligne.destinataires:
        dernier = derniers.get(personne.cle)
        if dernier is None or jour >= dernier + timedelta(days=plafond):
            libres.append(personne)
        else:
            reprise = ligne.attente.calendrier.premier_ouvert(dernier + timedelta(days=plafond))
            motifs.append(raisons.trop_recent(personne, dernier, plafond, reprise))
    if not motifs:
        return ligne
    raison = f"{ligne.raison} ; {' ; '.join(motifs)}"
    if libres:
        return ligne._replace(destinataires=tuple(libres), raison=raison)
    return ligne._replace(issue=Issue.PLAFOND, raison=raison)


def _rien_de_du(attente: Attente, jour: date) -> Ligne:
    """Rien n'est dû : on dit quand l'échelle reprendra, ou qu'elle est finie."""
    situation = raisons.situation(attente, jour)
    prochain = next(_a_venir(attente, jour), None)
    if prochain is None:
        return Ligne(attente, Issue.RIEN_DE_DU, f"{situation} ; tous les niveaux ont été employés")
    moment = attente.calendrier.premier_ouvert(attente.moment(prochain, jour))
    suite = f"{prochain.libelle.lower()} ({prochain.code}) le {raisons.court(moment)}"
    return Ligne(attente, Issue.RIEN_DE_DU, f"{situation} ; {suite}", ensuite=moment)


def _a_venir(attente: Attente, jour: date) -> Iterator[Niveau]:
    decides = {p.niveau for p in _connues(attente, jour) if not p.etat.ouverte}
    for niveau in attente.echelle.niveaux:
        if niveau.actif and niveau.code not in decides and attente.moment(niveau, jour) > jour:
            yield niveau

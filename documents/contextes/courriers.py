"""Les lettres de la signature : l'envoi pour signature (D19) et la notification du contrat signé (D27)."""

from datetime import date, timedelta
from typing import Annotated

from documents.contextes.attendus import (
    DELIBERATION_LE,
    DELIBERATION_NUMERO,
    EXECUTOIRE_LE,
    NON_RENSEIGNE,
    NUMERO,
    PREND_EFFET_LE,
    PROJET_VOTE,
    SIGNATURES,
    SIGNE_LE,
)
from documents.contextes.avenant import nom_de_l_avenant
from documents.contextes.commun import (
    Contexte,
    ContexteDeDocument,
    Destinataire,
    Emetteur,
    TerritoireEcrit,
    contrat_nomme,
    en_tete,
    executif_destinataire,
    prefet,
    territoire_ecrit,
)
from documents.contextes.tournures import Nom, nommer
from documents.formats import majuscule
from modeles.convention import ProjetConvention, Signature
from modeles.deliberation import Deliberation
from modeles.demarche import Demarche, Passage
from modeles.etapes import Etape
from modeles.reference.contrats import Echeance
from modeles.reference.registre import registre
from modeles.vocabulaire import IssueVote

LONGUEUR_D_EMPREINTE = 12


class EnvoiPourSignature(ContexteDeDocument):
    """`empreinte` : le début de celle du texte voté, pour reconnaître l'exemplaire à signer."""

    emetteur: Emetteur
    destinataire: Destinataire
    territoire: TerritoireEcrit
    contrat: Nom
    objet: str
    deliberation_numero: Annotated[str, DELIBERATION_NUMERO]
    deliberation_le: Annotated[date | None, DELIBERATION_LE]
    executoire_le: Annotated[date | None, EXECUTOIRE_LE]
    projet_version: Annotated[int | None, PROJET_VOTE]
    empreinte: str
    retour_avant_le: date | None
    pieces: tuple[str, ...]


class EcheanceEcrite(Contexte):
    """Un rendez-vous daté ; `suite` dit s'il revient (« puis chaque année jusqu'en 2028 »), vide sinon."""

    le: date
    libelle: str
    suite: str


class SignatureEcrite(Contexte):
    qualite: str
    signataire: str
    le: date


class Notification(ContexteDeDocument):
    emetteur: Emetteur
    destinataire: Destinataire
    territoire: TerritoireEcrit
    contrat: Nom
    objet: str
    numero: Annotated[str, NUMERO]
    signe_le: Annotated[date | None, SIGNE_LE]
    prend_effet_le: Annotated[date | None, PREND_EFFET_LE]
    signatures: Annotated[tuple[SignatureEcrite, ...], SIGNATURES]
    echeances: tuple[EcheanceEcrite, ...]
    pieces: tuple[str, ...]
    copies: tuple[str, ...]


def construire_envoi(demarche: Demarche, passage: Passage, sujet: str) -> EnvoiPourSignature:
    deliberation = _deliberation_adoptee(demarche)
    version = deliberation.projet_version if deliberation else None
    projet = next((p for p in demarche.projets if p.version == version), None)
    contrat = _a_signer(demarche, projet)
    return EnvoiPourSignature(
        document=en_tete(demarche, "D19", f"Envoi pour signature {contrat.du}", sujet, passage.survenu_le),
        emetteur=prefet(demarche),
        destinataire=executif_destinataire(demarche),
        territoire=territoire_ecrit(demarche),
        contrat=contrat,
        objet=f"Signature {contrat.du} {registre().territoire(demarche.territoire_code).du}",
        deliberation_numero=(deliberation.numero if deliberation else None) or "",
        deliberation_le=deliberation.seance_le if deliberation else None,
        executoire_le=executoire_le(deliberation),
        projet_version=version,
        empreinte=projet.empreinte[:LONGUEUR_D_EMPREINTE] if projet else "",
        retour_avant_le=_retour(demarche, passage),
        pieces=(f"deux exemplaires {contrat.du} et de ses annexes",),
    )


def _a_signer(demarche: Demarche, projet: ProjetConvention | None) -> Nom:
    """Le contrat, ou l'avenant que l'assemblée vient d'adopter."""
    contrat = contrat_nomme(demarche)
    if projet is None or projet.avenant_numero is None:
        return contrat
    return nommer(f"{nom_de_l_avenant(projet.avenant_numero).nom} {contrat.au}")


def construire_notification(demarche: Demarche, passage: Passage, sujet: str) -> Notification:
    contrat = contrat_nomme(demarche)
    du_contrat = [p for p in demarche.projets if p.avenant_numero is None]
    signatures = du_contrat[-1].signatures if du_contrat else []
    return Notification(
        document=en_tete(demarche, "D27", f"Notification {contrat.du}", sujet, passage.survenu_le),
        emetteur=prefet(demarche),
        destinataire=executif_destinataire(demarche),
        territoire=territoire_ecrit(demarche),
        contrat=contrat,
        objet=f"Notification {contrat.du} {registre().territoire(demarche.territoire_code).du}",
        numero=demarche.numero or "",
        signe_le=demarche.signe_le,
        prend_effet_le=demarche.prend_effet_le,
        signatures=tuple(_signature(s) for s in signatures),
        echeances=echeances_a_venir(demarche, passage.survenu_le),
        pieces=("un exemplaire original du contrat signé et de ses annexes",),
        copies=("direction régionale chargée des solidarités", "commissaire à la lutte contre la pauvreté"),
    )


def echeances_a_venir(demarche: Demarche, le: date) -> tuple[EcheanceEcrite, ...]:
    """Les rendez-vous du contrat qui restent à venir à la date `le`, du plus proche au plus lointain."""
    contrat = registre().type_de_contrat(demarche.type_contrat)
    prochaines = [x for e in contrat.echeances if (x := _prochaine(e, demarche, le)) is not None]
    fin = EcheanceEcrite(le=date(demarche.annee_fin, 12, 31), libelle="Terme du contrat", suite="")
    return tuple(sorted((*prochaines, fin), key=lambda e: (e.le, e.libelle)))


def _prochaine(echeance: Echeance, demarche: Demarche, le: date) -> EcheanceEcrite | None:
    """Une échéance annuelle ne porte que sur les exercices ouverts depuis la prise d'effet."""
    premier = demarche.prend_effet_le.year if demarche.prend_effet_le else demarche.annee_debut
    dues = [(echeance.pour(n), n) for n in demarche.annees if n >= premier and echeance.pour(n) >= le]
    if not dues:
        return None
    prochaine, exercice = dues[0]
    if not echeance.annuelle:
        return EcheanceEcrite(le=prochaine, libelle=echeance.libelle, suite="")
    derniere = dues[-1][0]
    suite = f"puis chaque année à la même date, jusqu'en {derniere.year}" if derniere != prochaine else ""
    return EcheanceEcrite(le=prochaine, libelle=f"{echeance.libelle} {exercice}", suite=suite)


def _deliberation_adoptee(demarche: Demarche) -> Deliberation | None:
    adoptees = [d for d in demarche.deliberations if d.issue is IssueVote.ADOPTEE]
    return adoptees[-1] if adoptees else None


def executoire_le(deliberation: Deliberation | None) -> date | None:
    """Exécutoire quand elle est à la fois transmise et publiée (code général des collectivités territoriales)."""
    if deliberation is None or deliberation.transmise_le is None or deliberation.publiee_le is None:
        return None
    return max(deliberation.transmise_le, deliberation.publiee_le)


def _retour(demarche: Demarche, passage: Passage) -> date | None:
    """La durée visée de l'étape de signature donne la date de retour ; sans elle, on n'en fixe pas."""
    duree = registre().type_de_contrat(demarche.type_contrat).duree(Etape.SIGNATURE)
    return passage.survenu_le + timedelta(days=duree.cible_jours) if duree else None


def _signature(signature: Signature) -> SignatureEcrite:
    return SignatureEcrite(
        qualite=majuscule(signature.qualite) if signature.qualite else NON_RENSEIGNE,
        signataire=signature.signataire,
        le=signature.signee_le,
    )

"""Le formulaire d'une fiche : l'envoyer, le recevoir, accepter champ par champ ce qu'il change."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from documents.depot import Depot
from documents.formulaires.champs import CHAMP_DE_CLE
from documents.formulaires.commentaires import Commentaire
from documents.formulaires.comparaison import EXPLICATIONS, Comparaison, Ecart, Etat, comparer
from documents.formulaires.ecriture import composer_formulaire
from documents.formulaires.identite import Identite
from documents.formulaires.lecture import Reception, lire_formulaire
from documents.libelles import nom_lisible
from modeles.commentaire import CommentaireFiche
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.erreurs import Introuvable, Obstacle, SaisieInvalide
from modeles.fiche import FicheAction
from modeles.journalisation import signer
from modeles.reference.registre import registre
from modeles.requetes import demarche_verrouillee
from modeles.vocabulaire import EtatCommentaire, OrigineDocument
from workflows.commandes.bordereau import Auteur
from workflows.commandes.fiches import MODIFIABLES
from workflows.commandes.relecture import fiche_saisie
from workflows.depots.inscription import Classement, Fichier, document_identique, inscrire
from workflows.dossier import enregistrer

TOUT = "tout"
CODE, TITRE = "D13", "Formulaire de fiche action"


class FicheDeposee(NamedTuple):
    """Un formulaire reçu, gardé, comparé. `deja` : ces mêmes octets avaient déjà été déposés."""

    fiche: FicheAction
    document: Document
    comparaison: Comparaison
    deja: bool


def exporter_la_fiche(fiche: FicheAction, le: date, gabarits: Path) -> Fichier:
    """Le formulaire de la fiche telle qu'elle est maintenant, et son nom ; rien n'est écrit.

    `gabarits` : le dossier de ceux de sa région. Lève `ErreurGabarit`.
    """
    remarques = [_remarque(c) for c in fiche.commentaires if c.etat is not EtatCommentaire.CLOS]
    octets = composer_formulaire(fiche.demarche, fiche, le, gabarits, remarques).octets
    return Fichier(f"{fiche.code}_formulaire_v{fiche.version}.docx", octets)


def _remarque(commentaire: CommentaireFiche) -> Commentaire:
    """Le commentaire tel qu'on le lira dans Word ; un champ hors du formulaire y est nommé."""
    texte = commentaire.texte
    if commentaire.champ not in CHAMP_DE_CLE:
        texte = f"Champ « {nom_lisible(commentaire.champ)} ». {texte}"
    if commentaire.etat is EtatCommentaire.RESOLU:
        texte = f"{texte}\nRésolu par {commentaire.suivi_par}. {commentaire.reponse}".strip()
    return Commentaire(commentaire.champ, commentaire.par, commentaire.le, texte)


def fiche_designee(session: Session, code: str) -> FicheAction:
    """La fiche de ce code, dans la démarche la plus récente qui l'a. Lève `Introuvable`."""
    requete = select(FicheAction).join(Demarche).where(col(FicheAction.code) == code.strip().upper())
    fiche = session.exec(requete.order_by(col(Demarche.annee_debut).desc()).limit(1)).first()
    if fiche is None:
        raise Introuvable(
            f"La fiche « {code[:60]} » n'existe pas.",
            "Aucune démarche n'a de fiche de ce code.",
            "Un code de fiche s'écrit comme 32-DRO-EXP-01 ; le formulaire le porte au pied de page.",
        )
    return fiche


def deposer_la_fiche(
    session: Session, depot: Depot, recu: Fichier, auteur: Auteur, attendue: FicheAction | None = None
) -> FicheDeposee:
    """Reçoit un formulaire : il est reconnu, gardé, comparé. La fiche, elle, ne change pas.

    Lève `FichierIllisible`, ou `SaisieInvalide` s'il n'est pas celui de la fiche `attendue` ou d'aucune.
    """
    reception = lire_formulaire(recu.octets, recu.nom)
    fiche = _fiche_reconnue(session, recu, reception, attendue)
    signer(session, auteur.par)
    demarche_verrouillee(session, fiche.demarche_id)
    connu = document_identique(session, recu)
    deja = connu is not None and connu.demarche_id == fiche.demarche_id
    document = connu if connu is not None and deja else _garder(session, depot, fiche, recu, auteur)
    return FicheDeposee(fiche, document, _comparer(reception, fiche), deja)


def depot_de_la_fiche(session: Session, depot: Depot, fiche: FicheAction, empreinte: str) -> FicheDeposee:
    """Un formulaire déjà déposé, comparé à la fiche telle qu'elle est maintenant. Lève `Introuvable`."""
    requete = select(Document).where(
        col(Document.demarche_id) == fiche.demarche_id,
        col(Document.empreinte_fichier) == empreinte,
        col(Document.origine) == OrigineDocument.DEPOSE,
    )
    document = session.exec(requete.limit(1)).first()
    if document is None:
        raise Introuvable(
            f"Aucun dépôt n'a l'empreinte {empreinte[:12]}….",
            "Ce fichier n'a pas été déposé pour ce territoire.",
            "Déposez d'abord le formulaire, puis acceptez ses champs.",
        )
    recu = Fichier(document.nom_fichier, depot.lire(empreinte))
    reception = lire_formulaire(recu.octets, recu.nom)
    _fiche_reconnue(session, recu, reception, fiche)
    return FicheDeposee(fiche, document, _comparer(reception, fiche), deja=True)


def accepter(session: Session, depose: FicheDeposee, champs: Collection[str], auteur: Auteur) -> list[Ecart]:
    """Écrit dans la fiche les champs nommés, et eux seuls, par la saisie ordinaire ; rend ce qui a changé.

    `TOUT` vaut pour les champs que le formulaire seul a changés : un conflit s'accepte par son nom.
    Lève `SaisieInvalide` avec toutes les fautes, ou si la fiche ne peut pas être modifiée.
    """
    ecarts = _choisis(depose.comparaison, champs)
    if fautes := [_obstacle(e) for e in ecarts if e.faute or e.etat is Etat.ABSENT]:
        raise SaisieInvalide(
            f"Ces champs de la fiche {depose.fiche.code} ne peuvent pas être acceptés ; rien n'a été écrit.",
            f"{' ; '.join(o.message for o in fautes)}.",
            "Acceptez les autres en les nommant, ou corrigez le formulaire et déposez-le de nouveau.",
            fautes,
        )
    signer(session, auteur.par)
    changes = [e for e in ecarts if e.etat is not Etat.IDENTIQUE]
    if changes:
        fiche = depose.fiche
        donnees = fiche_saisie(fiche) | {e.champ.cle: e.valeur for e in changes}
        donnees["axe"] = _axe(fiche, donnees["sous_axe"])
        enregistrer(session, fiche.demarche_id, "fiche", donnees, auteur)
    return changes


def _axe(fiche: FicheAction, sous_axe: str | None) -> str:
    """Un sous-axe entraîne son axe."""
    referentiel = registre().referentiel(fiche.demarche.millesime)
    return referentiel.axe_de(sous_axe).code if sous_axe else fiche.axe


def _fiche_reconnue(
    session: Session, recu: Fichier, reception: Reception, attendue: FicheAction | None
) -> FicheAction:
    identite = reception.identite
    dite = _fiche_dite(session, identite) if identite else None
    fiche = attendue or dite
    if fiche is None or not reception.champs:
        raise SaisieInvalide(
            f"Le fichier « {recu.nom} » n'est pas reconnu.",
            "Il ne dit pas de quelle fiche il vient, ou cette fiche n'est pas dans l'outil."
            if reception.champs
            else "Ce n'est pas un formulaire de fiche action : aucun de ses champs ne s'y trouve.",
            "Dites-le en donnant le code de la fiche, ou repartez d'un formulaire exporté de l'outil.",
        )
    if dite is not None and dite.id != fiche.id:
        raise SaisieInvalide(
            f"Le fichier « {recu.nom} » n'est pas le formulaire de la fiche {fiche.code}.",
            f"C'est celui de la fiche {dite.code}.",
            "Déposez-le pour cette fiche-là.",
        )
    return fiche


def _fiche_dite(session: Session, identite: Identite) -> FicheAction | None:
    if identite.complete:
        try:
            return session.get(FicheAction, UUID(identite.fiche))
        except ValueError:
            return None
    requete = select(FicheAction).where(col(FicheAction.code) == identite.code)
    trouvees = session.exec(requete.limit(2)).all()
    return trouvees[0] if len(trouvees) == 1 else None


def _garder(session: Session, depot: Depot, fiche: FicheAction, recu: Fichier, auteur: Auteur) -> Document:
    classement = Classement(CODE, TITRE, f"fiche {fiche.code} formulaire reçu")
    return inscrire(session, depot, fiche.demarche, recu, classement=classement, auteur=auteur)


def _comparer(reception: Reception, fiche: FicheAction) -> Comparaison:
    comparaison = comparer(reception, fiche, fiche.demarche.millesime)
    if fiche.statut in MODIFIABLES:
        return comparaison
    fermee = f"La fiche est au statut « {fiche.statut.libelle} » : demandez sa correction avant d'accepter un champ."
    return comparaison._replace(avertissements=(fermee, *comparaison.avertissements))


def _choisis(comparaison: Comparaison, champs: Collection[str]) -> list[Ecart]:
    if set(champs) == {TOUT}:
        return [e for e in comparaison.ecarts if e.sans_conflit]
    if inconnus := [c for c in champs if c not in CHAMP_DE_CLE]:
        raise SaisieInvalide(
            f"Champ inconnu : {', '.join(c[:60] for c in inconnus)}.",
            f"Les champs du formulaire sont : {', '.join(CHAMP_DE_CLE)}.",
            f"Nommez-en un ou plusieurs, ou écrivez « {TOUT} ».",
        )
    return [e for e in comparaison.ecarts if e.champ.cle in champs]


def _obstacle(ecart: Ecart) -> Obstacle:
    pourquoi = ecart.faute or EXPLICATIONS[ecart.etat]
    return Obstacle(f"« {ecart.champ.libelle} » : {pourquoi}", "Corrigez ce champ.", ou=ecart.champ.cle)

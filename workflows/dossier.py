"""Un geste ou une saisie dans une transaction : verrou, commande, effets, échéances."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from modeles.demarche import Demarche, Passage
from modeles.erreurs import Introuvable, SaisieInvalide
from modeles.etapes import Geste
from modeles.journalisation import signer
from modeles.reference.registre import registre
from modeles.reference.territoires import Territoire as FicheTerritoire
from modeles.requetes import demarche_de, demarche_verrouillee, echeances_ouvertes, passage_de_la_demande
from modeles.territoire import Territoire
from modeles.verrous import un_seul_a_la_fois
from workflows.attendus_du_parcours import poser_les_attendus
from workflows.commandes.bordereau import Auteur, reunion_numero
from workflows.commandes.faire import faire_geste, saisir
from workflows.decisions import suivre_les_decisions
from workflows.documents_attendus import exiger_des_documents_complets
from workflows.echeances import actualiser
from workflows.regles.commun import Circonstances
from workflows.suites import effets_de

CREATION = "création d'une démarche"


class DemarcheDejaCreee(SaisieInvalide):
    """Le territoire a sa démarche : créée hier, ou à l'instant par quelqu'un d'autre."""

    def __init__(self, nom: str) -> None:
        super().__init__(
            f"« {nom} » a déjà une démarche pour ce type de contrat.",
            "Un territoire a une seule démarche par type de contrat et par période ; une autre personne, un import "
            "ou un second envoi vient peut-être de la créer.",
            "Poursuivez la démarche existante.",
        )


def reserver_la_creation(session: Session) -> None:
    """Attend que ceux qui créent des démarches, un import compris, aient fini : on voit alors les leurs."""
    un_seul_a_la_fois(session, CREATION)


def creer_demarche(session: Session, territoire: str, le: date, *, type_contrat: str = "cls") -> Demarche:
    """Crée la démarche d'un territoire du registre, à l'étape « à lancer » ; son millésime est figé.

    Lève `Introuvable` (territoire ou type inconnu), `SaisieInvalide` (il ne contracte pas) ou `DemarcheDejaCreee`.
    """
    fiche, contrat = registre().trouver_territoire(territoire), registre().type_de_contrat(type_contrat)
    _exiger_contractant(fiche)
    reserver_la_creation(session)
    if demarche_de(session, fiche.code, type_contrat) is not None:
        raise DemarcheDejaCreee(fiche.nom)
    if session.get(Territoire, fiche.code) is None:
        session.add(Territoire(code=fiche.code, nom=fiche.nom, region=fiche.region))
    demarche = Demarche(
        territoire_code=fiche.code,
        type_contrat=type_contrat,
        millesime=contrat.referentiel or "pacte_2024",
        annee_debut=contrat.debut.year if contrat.debut else le.year,
        annee_fin=contrat.fin.year if contrat.fin else le.year,
        depuis_le=le,
    )
    session.add(demarche)
    session.flush()
    return demarche


def _exiger_contractant(fiche: FicheTerritoire) -> None:
    if not fiche.contractant:
        raise SaisieInvalide(
            f"« {fiche.nom} » ne contracte pas en son nom.",
            f"La collectivité compétente est « {registre().territoire(fiche.exerce_par).nom} »."
            if fiche.exerce_par
            else "Ce territoire n'a pas d'assemblée qui délibère sur ce contrat.",
            "Créez la démarche de la collectivité compétente.",
        )


def demarche_du_territoire(session: Session, texte: str, type_contrat: str = "cls") -> Demarche:
    """La démarche d'un territoire désigné par son code, son nom ou un alias. Lève `Introuvable`."""
    fiche = registre().trouver_territoire(texte)
    demarche = demarche_de(session, fiche.code, type_contrat)
    if demarche is None:
        raise Introuvable(
            f"« {fiche.nom} » n'a pas de démarche.",
            "Ce territoire est connu, mais aucune démarche n'y a été créée.",
            "Créez sa démarche, puis recommencez.",
        )
    return demarche


def avancer(
    session: Session, demarche_id: UUID, geste: Geste, donnees: Mapping[str, Any], faits: Circonstances
) -> Passage:
    """Fait un geste et inscrit ce qui doit suivre, ensemble ou pas du tout.

    Une demande déjà faite (`faits.cle_demande`) rend son passage sans rien refaire. Lève `PassageBloque` si un
    document définitif n'est pas complet.
    """
    signer(session, faits.par)
    demarche = _reserver(session, demarche_id)
    if faits.cle_demande and (deja := passage_de_la_demande(session, faits.cle_demande)):
        return deja
    with session.no_autoflush:
        passage = faire_geste(demarche, geste, donnees, faits)
        exiger_des_documents_complets(demarche, passage)
    session.flush()
    session.add_all(effets_de(demarche, passage))
    if geste is Geste.TENIR_REUNION:
        _suivre_la_reunion(session, demarche, passage.donnees["reunion"], faits.par, faits.saisi_le)
    poser_les_attendus(session, demarche, faits.survenu_le)
    actualiser(demarche, echeances_ouvertes(session, demarche.id), faits.survenu_le)
    return passage


def enregistrer(
    session: Session, demarche_id: UUID, nature: str, donnees: Mapping[str, Any], auteur: Auteur
) -> Demarche:
    """Enregistre une saisie sur la démarche réservée."""
    signer(session, auteur.par)
    demarche = _reserver(session, demarche_id)
    with session.no_autoflush:
        saisir(demarche, nature, donnees, auteur)
    session.flush()
    if nature == "releve":
        _suivre_la_reunion(session, demarche, donnees["reunion"], auteur.par, auteur.saisi_le)
    poser_les_attendus(session, demarche, auteur.le)
    actualiser(demarche, echeances_ouvertes(session, demarche.id), auteur.le)
    return demarche


def _suivre_la_reunion(session: Session, demarche: Demarche, numero: Any, par: str, le: datetime) -> None:
    suivre_les_decisions(session, demarche, reunion_numero(demarche, int(numero)), par, le)


def _reserver(session: Session, demarche_id: UUID) -> Demarche:
    demarche = demarche_verrouillee(session, demarche_id)
    if demarche is None:
        raise Introuvable(
            "Cette démarche n'existe pas.",
            "Elle n'est pas dans la base, ou vous n'y avez pas accès.",
            "Repartez de la liste des territoires.",
        )
    return demarche

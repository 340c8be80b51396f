"""Qui peut quoi : un rôle par colonne, un droit, un geste ou une saisie par ligne (domaine, § 3)."""

from enum import StrEnum

from modeles.acces import PorteeDeJeton
from modeles.compte import Role
from modeles.etapes import Geste


class Droit(StrEnum):
    """Ce qu'une adresse demande. Un geste et une saisie ont, en plus, leur propre ligne."""

    LIRE = "lire"
    LIRE_DOSSIER = "lire_dossier"
    LIRE_FICHE = "lire_fiche"
    LIRE_FICHIERS = "lire_fichiers"
    LIRE_ENVOIS = "lire_envois"
    S_ABONNER = "s_abonner"
    CREER_DEMARCHE = "creer_demarche"
    FAIRE_UN_GESTE = "faire_un_geste"
    SAISIR = "saisir"
    REDIGER_FICHE = "rediger_fiche"
    INSTRUIRE_FICHE = "instruire_fiche"
    DEPOSER = "deposer"
    TRANSCRIRE = "transcrire"
    SAISIR_INDICATEURS = "saisir_indicateurs"
    VALIDER_INDICATEURS = "valider_indicateurs"
    MENER_CAMPAGNES = "mener_campagnes"
    MENER_RELANCES = "mener_relances"
    MENER_ENVOIS = "mener_envois"
    GERER_GABARITS = "gerer_gabarits"
    ADMINISTRER = "administrer"

    @property
    def portee(self) -> PorteeDeJeton:
        """Ce que le jeton d'un programme doit permettre, pour exercer ce droit."""
        if self is Droit.LIRE_FICHIERS:
            return PorteeDeJeton.FICHIERS
        return PorteeDeJeton.LIRE if self.value.startswith("lire") else PorteeDeJeton.ECRIRE


ADMIN, REGION, ETAT = Role.ADMINISTRATEUR, Role.REGION, Role.ETAT
COLLECTIVITE, PORTEUR, LECTEUR = Role.COLLECTIVITE, Role.PORTEUR, Role.LECTEUR
Roles = frozenset[Role]

LA_REGION = frozenset({ADMIN, REGION})
L_ETAT = LA_REGION | {ETAT}
LES_DEUX = L_ETAT | {COLLECTIVITE}
AVEC_LE_PORTEUR = LES_DEUX | {PORTEUR}
AVEC_LES_LECTEURS = LES_DEUX | {LECTEUR}
PERSONNE: Roles = frozenset()

DROITS: dict[Droit, Roles] = {
    Droit.LIRE: AVEC_LES_LECTEURS,
    Droit.LIRE_DOSSIER: LES_DEUX,
    Droit.LIRE_FICHE: AVEC_LE_PORTEUR,
    Droit.LIRE_FICHIERS: LES_DEUX,
    Droit.LIRE_ENVOIS: L_ETAT,
    # Suivre dans son calendrier ce que l'on peut déjà lire.
    Droit.S_ABONNER: AVEC_LES_LECTEURS,
    Droit.CREER_DEMARCHE: L_ETAT,
    Droit.FAIRE_UN_GESTE: LES_DEUX,
    Droit.SAISIR: AVEC_LE_PORTEUR,
    Droit.REDIGER_FICHE: AVEC_LE_PORTEUR,
    Droit.INSTRUIRE_FICHE: L_ETAT,
    Droit.DEPOSER: LES_DEUX,
    # Inscrire ce qu'une autre partie, qui n'a pas de compte, a fait hors de l'outil.
    Droit.TRANSCRIRE: L_ETAT,
    Droit.SAISIR_INDICATEURS: AVEC_LE_PORTEUR,
    Droit.VALIDER_INDICATEURS: L_ETAT,
    Droit.MENER_CAMPAGNES: L_ETAT,
    Droit.MENER_RELANCES: L_ETAT,
    Droit.MENER_ENVOIS: L_ETAT,
    Droit.GERER_GABARITS: LA_REGION,
    Droit.ADMINISTRER: frozenset({ADMIN}),
}

G = Geste
GESTES: dict[Geste, Roles] = {
    **dict.fromkeys(
        (G.OUVRIR, G.CONVOQUER, G.REPORTER_COMITE, G.TENIR_REUNION, G.VALIDER_COMPTE_RENDU), LES_DEUX
    ),
    **dict.fromkeys((G.VALIDER_CADRAGE, G.DEPOSER_DIAGNOSTIC, G.ADOPTER_DIAGNOSTIC), LES_DEUX),
    **dict.fromkeys((G.ADOPTER_SANS_PRESELECTION, G.DEMANDER_COMPLEMENTS, G.REFUSER_DIAGNOSTIC), LES_DEUX),
    **dict.fromkeys((G.ARRETER_PISTES, G.CLORE_ATELIERS, G.REOUVRIR_ATELIER, G.FIGER_RECUEIL), LES_DEUX),
    G.DISPENSER: L_ETAT,
    # Renvoyer une fiche, c'est l'instruire : l'État en a la charge.
    G.RENVOYER_FICHES: L_ETAT,
    G.VALIDER_LIVRABLE: LES_DEUX,
    # La convention : la DDETS réalise, la DREETS vise les crédits.
    **dict.fromkeys((G.RECALER_MONTANTS, G.FIGER_PROJET, G.VALIDER_PROJET, G.MODIFIER_PROJET), L_ETAT),
    # La délibération est celle de la collectivité ; l'État consigne ce qu'elle lui fait connaître.
    **dict.fromkeys((G.CONVOQUER_ASSEMBLEE, G.CONSTATER_CARENCE, G.VOTE_DEFAVORABLE, G.RENVOI), LES_DEUX),
    **dict.fromkeys((G.AMENDEMENT, G.RENDRE_EXECUTOIRE), LES_DEUX),
    G.NOTIFIER: L_ETAT,
    G.OUVRIR_EVALUATION: L_ETAT,
    G.REMETTRE_EVALUATION: LES_DEUX,
    # L'avenant suit la convention : l'État tient le texte, les deux parties en conviennent.
    **dict.fromkeys((G.OUVRIR_AVENANT, G.FIGER_AVENANT, G.SIGNER_AVENANT, G.ABANDONNER_AVENANT), L_ETAT),
    **dict.fromkeys((G.AVENANT_SIGNE, G.TERMINER, G.SOLDER), L_ETAT),
    **dict.fromkeys((G.ABANDONNER, G.DENONCER, G.RESILIER), L_ETAT),
    **dict.fromkeys((G.SUSPENDRE, G.REPRENDRE, G.REPRISE), L_ETAT),
}

SAISIES: dict[str, Roles] = {
    **dict.fromkeys(("contact", "absence", "axes", "reunion", "releve"), LES_DEUX),
    **dict.fromkeys(("retrait", "remise_en_place"), LES_DEUX),
    # Les crédits : la DREETS les gère, la DDETS les transmet.
    **dict.fromkeys(("enveloppe", "enveloppe_inconnue"), L_ETAT),
    **dict.fromkeys(("calendrier", "recalage"), L_ETAT),
    **dict.fromkeys(("source", "entretien", "constat", "enjeu", "reserve_levee"), LES_DEUX),
    **dict.fromkeys(("piste", "arbitrage"), LES_DEUX),
    **dict.fromkeys(("dispense_d_atelier", "changement_d_avenant", "renoncement_d_avenant"), L_ETAT),
    "fiche": AVEC_LE_PORTEUR,
    # Soumettre revient à qui rédige, instruire à l'État : `exiger_la_saisie` regarde le statut demandé.
    "statut_fiche": AVEC_LE_PORTEUR,
    **dict.fromkeys(("commentaire", "commentaire_resolu", "commentaire_clos"), AVEC_LE_PORTEUR),
    "visa_dreets": LA_REGION,
    **dict.fromkeys(("accord_collectivite", "signature"), LES_DEUX),
    **dict.fromkeys(("vote", "transmission", "remise", "evaluation"), LES_DEUX),
}


def roles_du_geste(geste: Geste) -> Roles:
    """Qui peut faire ce geste ; personne s'il n'a pas sa ligne."""
    return GESTES.get(geste, PERSONNE)


def roles_de_la_saisie(nature: str) -> Roles:
    """Qui peut enregistrer cette saisie ; personne si elle n'a pas sa ligne."""
    return SAISIES.get(nature, PERSONNE)

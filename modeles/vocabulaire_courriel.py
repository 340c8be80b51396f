"""Les listes de valeurs des messages : leur nature, leur état, le sort de chaque adresse, leur histoire."""

from enum import StrEnum


class NatureMessage(StrEnum):
    """D'où vient le message : la suite d'un geste, une relance, ou un avis de l'outil à un agent."""

    SUITE = "suite"
    RELANCE = "relance"
    AVIS = "avis"


class EtatMessage(StrEnum):
    """Où en est un message de la boîte d'envoi. DOUTEUX : la liaison a été coupée au pire moment ; une
    personne dit s'il est parti."""

    PREPARE = "prepare"
    EN_COURS = "en_cours"
    ENVOYE = "envoye"
    REFUSE = "refuse"
    DOUTEUX = "douteux"
    ANNULE = "annule"

    @property
    def libelle(self) -> str:
        return LIBELLES_DES_ETATS[self]


class EtatAcheminement(StrEnum):
    """Ce que les serveurs ont répondu pour une adresse : acceptée, à retenter, refusée, revenue après coup."""

    ACCEPTE = "accepte"
    DIFFERE = "differe"
    REFUSE = "refuse"
    REVENU = "revenu"

    @property
    def libelle(self) -> str:
        return LIBELLES_DES_ACHEMINEMENTS[self]


class FaitDuMessage(StrEnum):
    """Une ligne de l'histoire d'un message."""

    ESSAI = "essai"
    ENVOI = "envoi"
    REPORT = "report"
    REFUS = "refus"
    DOUTE = "doute"
    DECISION = "decision"
    RETOUR = "retour"
    ANNULATION = "annulation"


class GenreDeRetour(StrEnum):
    """Ce que dit un courriel revenu : un échec, un retard, un répondeur, ou rien que l'on sache lire."""

    ECHEC = "echec"
    RETARD = "retard"
    REPONDEUR = "repondeur"
    INCONNU = "inconnu"

    @property
    def libelle(self) -> str:
        return LIBELLES_DES_RETOURS[self]


LIBELLES_DES_ETATS = {
    EtatMessage.PREPARE: "prêt à partir",
    EtatMessage.EN_COURS: "en cours d'envoi",
    EtatMessage.ENVOYE: "envoyé",
    EtatMessage.REFUSE: "refusé",
    EtatMessage.DOUTEUX: "départ incertain, à vérifier",
    EtatMessage.ANNULE: "annulé",
}
LIBELLES_DES_ACHEMINEMENTS = {
    EtatAcheminement.ACCEPTE: "acceptée",
    EtatAcheminement.DIFFERE: "à retenter",
    EtatAcheminement.REFUSE: "refusée",
    EtatAcheminement.REVENU: "revenue",
}
LIBELLES_DES_RETOURS = {
    GenreDeRetour.ECHEC: "avis d'échec",
    GenreDeRetour.RETARD: "avis de retard",
    GenreDeRetour.REPONDEUR: "réponse automatique",
    GenreDeRetour.INCONNU: "courriel sans avis",
}

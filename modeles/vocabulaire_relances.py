"""Les listes de valeurs des relances : qui écrit et à qui, par quel canal, où en est chacune."""

from enum import StrEnum


class GenreDEcheance(StrEnum):
    """Ce que le parcours fait attendre hors des campagnes, et qui se relance : de l'État, ou une fiche à reprendre."""

    COMPTE_RENDU = "compte_rendu"
    VISA = "visa"
    SIGNATURE = "signature"
    NOTIFICATION = "notification"
    VERSEMENT = "versement"
    FICHE = "fiche"

    @property
    def libelle(self) -> str:
        return LIBELLES_DES_ECHEANCES[self]

    @property
    def interne(self) -> bool:
        """L'État se le doit à lui-même."""
        return self is not GenreDEcheance.FICHE

    @property
    def responsable(self) -> "Fonction":
        """Qui a la balle."""
        return RESPONSABLES[self]


class UsageDEchelle(StrEnum):
    """Les échelles qui ne sont pas celles d'une campagne : toutes en courriels."""

    INTERNE = "interne"
    FICHE = "fiche"


class Fonction(StrEnum):
    """Ceux qui signent une relance, la reçoivent ou en ont copie.

    `RESPONSABLE` est qui a la balle, selon ce qui est attendu ; `JALONS`, l'outil lui-même, entre services de l'État.
    """

    REFERENT = "referent"
    DIRECTION = "direction"
    EXECUTIF = "executif"
    CHARGE_DE_MISSION = "charge_de_mission"
    DIRECTION_ETAT = "direction_etat"
    PREFET = "prefet"
    COMMISSAIRE = "commissaire"
    DREETS = "dreets"
    DIPLP = "diplp"
    RESPONSABLE = "responsable"
    JALONS = "jalons"

    @property
    def libelle(self) -> str:
        return LIBELLES_DES_FONCTIONS[self]


class Canal(StrEnum):
    """Le courriel part de lui-même ; le courrier et la note sont des documents Word que l'on signe."""

    COURRIEL = "courriel"
    COURRIER = "courrier"
    NOTE = "note"

    @property
    def automatique(self) -> bool:
        """Peut partir sans que personne ne l'ait signé."""
        return self is Canal.COURRIEL


class EtatRelance(StrEnum):
    """Où en est une relance décidée. Une fois remise à l'envoi, elle ne se redécide plus."""

    A_VALIDER = "a_valider"
    PROGRAMMEE = "programmee"
    REMISE = "remise"
    PARTIE = "partie"
    RETENUE = "retenue"
    CADUQUE = "caduque"

    @property
    def ouverte(self) -> bool:
        """Décidée, mais rien n'est encore parti : elle se revoit à chaque décision."""
        return self in (EtatRelance.A_VALIDER, EtatRelance.PROGRAMMEE)

    @property
    def libelle(self) -> str:
        return LIBELLES_DES_RELANCES[self]


class Issue(StrEnum):
    """Ce qu'il advient d'une attente un jour donné : une relance, ou la raison pour laquelle rien ne part."""

    PART = "part"
    A_VALIDER = "a_valider"
    ATTEND_VALIDATION = "attend_validation"
    RIEN_DE_DU = "rien_de_du"
    REPONDU = "repondu"
    CLOSE = "close"
    DEMARCHE_ARRETEE = "demarche_arretee"
    JOUR_NON_OUVRE = "jour_non_ouvre"
    DIFFICULTE = "difficulte"
    PROMESSE = "promesse"
    MAIN_RENDUE = "main_rendue"
    ABSENCE = "absence"
    SANS_ADRESSE = "sans_adresse"
    PLAFOND = "plafond"

    @property
    def libelle(self) -> str:
        return LIBELLES_DES_ISSUES[self]


LIBELLES_DES_ECHEANCES = {
    GenreDEcheance.COMPTE_RENDU: "compte rendu",
    GenreDEcheance.VISA: "visa des crédits",
    GenreDEcheance.SIGNATURE: "signature de l'État",
    GenreDEcheance.NOTIFICATION: "notification du contrat",
    GenreDEcheance.VERSEMENT: "versement",
    GenreDEcheance.FICHE: "fiche à reprendre",
}
RESPONSABLES = {
    GenreDEcheance.COMPTE_RENDU: Fonction.CHARGE_DE_MISSION,
    GenreDEcheance.VISA: Fonction.DREETS,
    GenreDEcheance.SIGNATURE: Fonction.PREFET,
    GenreDEcheance.NOTIFICATION: Fonction.CHARGE_DE_MISSION,
    GenreDEcheance.VERSEMENT: Fonction.DREETS,
    GenreDEcheance.FICHE: Fonction.REFERENT,
}
LIBELLES_DES_FONCTIONS = {
    Fonction.REFERENT: "référent de la collectivité",
    Fonction.DIRECTION: "direction de la collectivité",
    Fonction.EXECUTIF: "exécutif de la collectivité",
    Fonction.CHARGE_DE_MISSION: "chargé de mission de l'État",
    Fonction.DIRECTION_ETAT: "direction du service de l'État",
    Fonction.PREFET: "préfet",
    Fonction.COMMISSAIRE: "commissaire à la lutte contre la pauvreté",
    Fonction.DREETS: "direction régionale chargée des solidarités",
    Fonction.DIPLP: "délégation chargée de la lutte contre la pauvreté",
    Fonction.RESPONSABLE: "responsable de l'échéance",
    Fonction.JALONS: "Jalons",
}
LIBELLES_DES_RELANCES = {
    EtatRelance.A_VALIDER: "à valider",
    EtatRelance.PROGRAMMEE: "prête à partir",
    EtatRelance.REMISE: "remise à l'envoi",
    EtatRelance.PARTIE: "partie",
    EtatRelance.RETENUE: "retenue",
    EtatRelance.CADUQUE: "devenue sans objet",
}
LIBELLES_DES_ISSUES = {
    Issue.PART: "part",
    Issue.A_VALIDER: "à faire signer",
    Issue.ATTEND_VALIDATION: "attend une validation",
    Issue.RIEN_DE_DU: "rien à envoyer ce jour",
    Issue.REPONDU: "a répondu",
    Issue.CLOSE: "campagne close",
    Issue.DEMARCHE_ARRETEE: "démarche arrêtée",
    Issue.JOUR_NON_OUVRE: "jour non ouvré",
    Issue.DIFFICULTE: "difficulté signalée",
    Issue.PROMESSE: "réponse promise",
    Issue.MAIN_RENDUE: "main rendue",
    Issue.ABSENCE: "personne absente",
    Issue.SANS_ADRESSE: "adresse inconnue",
    Issue.PLAFOND: "message récent",
}

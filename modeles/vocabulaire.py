"""Les listes de valeurs du métier, dans les mots du glossaire."""

from enum import StrEnum


class Partie(StrEnum):
    """Les deux signataires du contrat, et les autres autour de la table."""

    ETAT = "etat"
    COLLECTIVITE = "collectivite"
    PARTENAIRE = "partenaire"


class Civilite(StrEnum):
    """Jamais devinée : une lettre à son nom attend qu'elle soit renseignée."""

    MADAME = "madame"
    MONSIEUR = "monsieur"


class RoleContact(StrEnum):
    REFERENT = "referent"
    SIGNATAIRE = "signataire"
    MEMBRE = "membre"
    ANIMATEUR = "animateur"
    DIRECTION = "direction"
    COMMISSAIRE = "commissaire"
    DREETS = "dreets"


class NatureReunion(StrEnum):
    COMITE_LANCEMENT = "comite_lancement"
    COMITE_SUIVI = "comite_suivi"
    ATELIER = "atelier"
    COMITE_RESTITUTION = "comite_restitution"

    @property
    def libelle(self) -> str:
        return LIBELLES_DES_REUNIONS[self]


class EtatReunion(StrEnum):
    PROGRAMMEE = "programmee"
    CONVOQUEE = "convoquee"
    REPORTEE = "reportee"
    TENUE = "tenue"


class Presence(StrEnum):
    ATTENDU = "attendu"
    PRESENT = "present"
    VISIO = "visio"
    EXCUSE = "excuse"
    POUVOIR = "pouvoir"
    ABSENT = "absent"


class NaturePoint(StrEnum):
    INFORMATION = "information"
    AVIS = "avis"
    DECISION = "decision"


class AvisComite(StrEnum):
    """Le sens d'une décision de comité."""

    ADOPTE = "adopte"
    ADOPTE_AVEC_RESERVES = "adopte_avec_reserves"
    COMPLEMENTS = "complements"
    REFUSE = "refuse"
    EN_SUSPENS = "en_suspens"


class EtatDiagnostic(StrEnum):
    SOUMIS = "soumis"
    ADOPTE = "adopte"
    ADOPTE_AVEC_RESERVES = "adopte_avec_reserves"
    COMPLEMENTS_DEMANDES = "complements_demandes"
    REFUSE = "refuse"


class Fiabilite(StrEnum):
    A = "A"
    B = "B"
    C = "C"


class DecisionPiste(StrEnum):
    PROPOSEE = "proposee"
    RETENUE = "retenue"
    FUSIONNEE = "fusionnee"
    REPORTEE = "reportee"
    ECARTEE = "ecartee"


class NatureAction(StrEnum):
    NOUVELLE = "nouvelle"
    RENFORCEE = "renforcee"


class Renforcement(StrEnum):
    """Ce qui fait qu'une action est renforcée (FAQ du ministère sur les contrats locaux)."""

    FILE_ACTIVE = "file_active"
    NOUVEAUX_PUBLICS = "nouveaux_publics"
    NOUVELLES_ZONES = "nouvelles_zones"


class StatutFiche(StrEnum):
    BROUILLON = "brouillon"
    SOUMISE = "soumise"
    EN_INSTRUCTION = "en_instruction"
    A_CORRIGER = "a_corriger"
    VALIDEE = "validee"
    REJETEE = "rejetee"
    REPORTEE = "reportee"
    CONTRACTUALISEE = "contractualisee"
    EN_COURS = "en_cours"
    ACHEVEE = "achevee"
    ABANDONNEE = "abandonnee"

    @property
    def libelle(self) -> str:
        return LIBELLES_DES_STATUTS[self]


class EtatCommentaire(StrEnum):
    """Où en est la remarque faite sur un champ d'une fiche."""

    OUVERT = "ouvert"
    RESOLU = "resolu"
    CLOS = "clos"

    @property
    def libelle(self) -> str:
        return "résolu" if self is EtatCommentaire.RESOLU else self.value


class StatutEnveloppe(StrEnum):
    PRENOTIFIE = "prenotifie"
    NOTIFIE = "notifie"
    REVISE = "revise"


class IssueVote(StrEnum):
    ADOPTEE = "adoptee"
    REJETEE = "rejetee"
    AMENDEE = "amendee"
    RENVOYEE = "renvoyee"
    CARENCE = "carence"


class Organe(StrEnum):
    ASSEMBLEE = "assemblee"
    COMMISSION_PERMANENTE = "commission_permanente"


class ModeSignature(StrEnum):
    PAPIER = "papier"
    PARAPHEUR = "parapheur"
    QUALIFIEE = "qualifiee"
    HORS_OUTIL = "hors_outil"


class NatureEffet(StrEnum):
    DOCUMENT = "document"
    MESSAGE = "message"
    ECHEANCE = "echeance"


class EtatEffet(StrEnum):
    A_FAIRE = "a_faire"
    FAIT = "fait"
    ECHOUE = "echoue"
    ABANDONNE = "abandonne"


class EtatEcheance(StrEnum):
    OUVERTE = "ouverte"
    SATISFAITE = "satisfaite"
    CADUQUE = "caduque"


class OrigineDocument(StrEnum):
    GENERE = "genere"
    DEPOSE = "depose"


class StatutCalendrier(StrEnum):
    PROPOSE = "propose"
    ADOPTE = "adopte"
    REMPLACE = "remplace"


LIBELLES_DES_REUNIONS = {
    NatureReunion.COMITE_LANCEMENT: "comité de lancement",
    NatureReunion.COMITE_SUIVI: "comité de suivi",
    NatureReunion.ATELIER: "atelier",
    NatureReunion.COMITE_RESTITUTION: "comité de restitution",
}
LIBELLES_DES_STATUTS = {
    StatutFiche.BROUILLON: "brouillon",
    StatutFiche.SOUMISE: "soumise",
    StatutFiche.EN_INSTRUCTION: "en instruction",
    StatutFiche.A_CORRIGER: "à corriger",
    StatutFiche.VALIDEE: "validée",
    StatutFiche.REJETEE: "rejetée",
    StatutFiche.REPORTEE: "reportée",
    StatutFiche.CONTRACTUALISEE: "inscrite au contrat",
    StatutFiche.EN_COURS: "en cours",
    StatutFiche.ACHEVEE: "achevée",
    StatutFiche.ABANDONNEE: "abandonnée",
}

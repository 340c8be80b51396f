"""Les relances, telles qu'on les montre : qui reçoit quoi, pourquoi, et pourquoi rien d'autre ne part."""

from datetime import date
from uuid import UUID

from pydantic import Field

from api.schemas.commun import InstantUtc, Vue
from api.schemas.dossier import adresse_du_fichier
from api.schemas.gestes import Personne as PersonneNommee
from api.temps import Jour
from modeles.relance import Relance
from modeles.vocabulaire_annuel import GenreCampagne
from modeles.vocabulaire_relances import Canal, EtatRelance, Fonction, GenreDEcheance, Issue
from workflows.relances.apercu import Apercu
from workflows.relances.attentes import Personne, cle_de_relance
from workflows.relances.decision import Ligne
from workflows.relances.efficacite import EffetDuNiveau, RetardsDuTerritoire
from workflows.relances.groupement import Envoi
from workflows.relances.journee import Bilan
from workflows.relances.redaction import ecrire
from workflows.relances.tableau import Colonne
from workflows.relances.tableau import Ligne as LigneDuTableau

Genre = GenreCampagne | GenreDEcheance
ECHEANCE = "L'échéance du parcours (« visa:2 ») ; vide pour une campagne."


class PersonneVue(Vue):
    nom: str
    fonction: Fonction
    courriel: str | None = Field(description="Vide : la lettre part par la poste.")
    en_l_absence_de: str = ""

    @classmethod
    def depuis(cls, personne: Personne) -> "PersonneVue":
        return cls(**{c: v for c, v in personne._asdict().items() if c in cls.model_fields})


class LigneVue(Vue):
    """Une échéance d'un territoire ce jour-là : la relance due, ou la raison pour laquelle rien ne part."""

    cle: str = Field(description="Contrat, campagne, exercice, niveau : une fois pour toutes.")
    code: str = Field(examples=["32"])
    territoire: str = Field(examples=["Gers"])
    genre: Genre
    exercice: int
    echeance: str = Field(description=ECHEANCE)
    libelle: str = Field(examples=["Remontée des indicateurs 2025"])
    niveau: str = Field(description="Vide si aucun niveau n'est dû.", examples=["R1"])
    libelle_du_niveau: str
    echelle: str = Field(description="L'échelle qui a parlé.", examples=["Échelle par défaut"])
    issue: Issue
    libelle_de_l_issue: str
    raison: str = Field(examples=["en retard de 8 jours : période 2025, échéance 31/03/2026"])
    manquants: list[str]
    attendus: int
    destinataires: list[PersonneVue]
    ensuite: date | None = Field(description="Le prochain moment de l'échelle, quand rien n'est dû.")

    @classmethod
    def depuis(cls, ligne: Ligne) -> "LigneVue":
        attente, niveau = ligne.attente, ligne.niveau
        return cls(
            cle=cle_de_relance(attente, niveau.code) if niveau else "",
            code=attente.code,
            territoire=attente.territoire,
            genre=GenreDEcheance(attente.genre) if attente.echeance else GenreCampagne(attente.genre),
            exercice=attente.exercice,
            echeance=attente.echeance,
            libelle=attente.libelle,
            niveau=niveau.code if niveau else "",
            libelle_du_niveau=niveau.libelle if niveau else "",
            echelle=attente.echelle.libelle,
            issue=ligne.issue,
            libelle_de_l_issue=ligne.issue.libelle,
            raison=ligne.raison,
            manquants=list(attente.manquants),
            attendus=attente.attendus,
            destinataires=[PersonneVue.depuis(p) for p in ligne.destinataires],
            ensuite=ligne.ensuite,
        )


class EnvoiVu(Vue):
    """Un message : une personne, tout ce qu'on lui demande ce jour-là, et les mots qu'elle lira."""

    niveau: str
    canal: Canal
    ton: str
    destinataires: list[PersonneVue]
    copies: list[PersonneVue]
    lignes: list[LigneVue]
    objet: str
    corps: str
    expediteur: str
    repondre_a: str | None

    @classmethod
    def depuis(cls, envoi: Envoi, jour: date) -> "EnvoiVu":
        texte = ecrire(envoi, jour)
        copies = {p.cle: p for x in envoi.lignes for p in x.copies}
        return cls(
            niveau=envoi.niveau.code,
            canal=envoi.niveau.canal,
            ton=envoi.niveau.ton,
            destinataires=[PersonneVue.depuis(p) for p in envoi.destinataires],
            copies=[PersonneVue.depuis(p) for p in copies.values()],
            lignes=[LigneVue.depuis(x) for x in envoi.lignes],
            **texte._asdict(),
        )


def echeance_de_la_relance(relance: Relance) -> str:
    """Ce que sa clé dit de l'échéance du parcours ; vide pour une campagne."""
    if relance.genre in set(GenreCampagne):
        return ""
    return relance.cle.removeprefix(f"{relance.demarche_id}:").removesuffix(f":{relance.niveau}")


class RelanceVue(Vue):
    """Une relance décidée : son état, pourquoi, et ses preuves."""

    cle: str
    code: str
    territoire: str
    genre: Genre
    exercice: int
    echeance: str = Field(description=ECHEANCE)
    niveau: str
    libelle: str
    canal: Canal
    etat: EtatRelance
    libelle_de_l_etat: str
    etat_le: date
    decidee_le: date
    echeance_le: date
    partie_le: date | None
    raison: str
    motif: str | None = Field(description="Pourquoi elle est retenue, ou devenue sans objet.")
    destinataires: list[str]
    repondre_avant_le: date | None
    validee_par: str | None
    validee_le: InstantUtc | None
    document: str | None = Field(description="L'adresse de la lettre.")
    message_id: UUID | None

    @classmethod
    def depuis(cls, relance: Relance) -> "RelanceVue":
        territoire = relance.demarche.territoire
        propres = {"code", "territoire", "echeance", "libelle_de_l_etat", "destinataires", "document"}
        document = adresse_du_fichier(territoire.code, relance.document_id) if relance.document_id else None
        return cls(
            **relance.model_dump(include=set(cls.model_fields) - propres),
            code=territoire.code,
            territoire=territoire.nom,
            echeance=echeance_de_la_relance(relance),
            libelle_de_l_etat=relance.etat.libelle,
            destinataires=[str(p["nom"]) for p in relance.destinataires],
            document=document,
        )


class ApercuVu(Vue):
    """Un jour, passé, présent ou à venir."""

    jour: date
    envois: list[EnvoiVu] = Field(description="Les messages qui partent.")
    a_valider: list[LigneVue] = Field(description="Les lettres à faire signer.")
    retenues: list[LigneVue] = Field(description="Ce qui est dû et ne part pas, avec la raison.")
    autres: list[LigneVue] = Field(description="Ce qui n'est pas dû ce jour-là, avec la raison.")
    faites: list[RelanceVue] = Field(description="Ce qui est déjà inscrit pour ce jour.")

    @classmethod
    def depuis(cls, apercu: Apercu) -> "ApercuVu":
        journee = apercu.journee
        restantes = [x for x in journee.lignes if x.issue not in (Issue.PART, Issue.A_VALIDER)]
        return cls(
            jour=journee.jour,
            envois=[EnvoiVu.depuis(e, journee.jour) for e in journee.envois],
            a_valider=[LigneVue.depuis(x) for x in journee.a_valider],
            retenues=[LigneVue.depuis(x) for x in restantes if x.niveau],
            autres=[LigneVue.depuis(x) for x in restantes if not x.niveau],
            faites=[RelanceVue.depuis(r) for r in apercu.faites],
        )


class EffetVu(Vue):
    """Ce qui suit un niveau : s'il n'est jamais suivi de réponses, on peut s'en passer."""

    niveau: str
    parties: int
    suivies: int = Field(description="Les réponses arrivées dans les sept jours.")
    pour_cent: int | None
    delai_median_jours: float | None

    @classmethod
    def depuis(cls, effet: EffetDuNiveau) -> "EffetVu":
        return cls(
            niveau=effet.niveau,
            parties=effet.parties,
            suivies=effet.suivies,
            pour_cent=effet.pour_cent,
            delai_median_jours=effet.delai,
        )


class RetardsVus(Vue):
    code: str
    territoire: str
    exercice: int
    tranches: dict[str, int] = Field(description="Le nombre d'échéances par tranche de retard.")

    @classmethod
    def depuis(cls, retards: RetardsDuTerritoire) -> "RetardsVus":
        return cls(**retards._asdict())


class RetardVu(Vue):
    """Une échéance dépassée."""

    colonne: Colonne
    libelle: str = Field(examples=["Remontée des indicateurs 2025"])
    jours: int
    niveau: str = Field(description="Le plus haut niveau déjà envoyé ; vide s'il n'y en a pas.")


class TerritoireEnRetardVu(Vue):
    code: str
    territoire: str
    retards: list[RetardVu]

    @classmethod
    def depuis(cls, ligne: LigneDuTableau) -> "TerritoireEnRetardVu":
        retards = [
            RetardVu(colonne=r.colonne, libelle=r.libelle, jours=r.jours, niveau=r.niveau)
            for colonne in Colonne
            for r in ligne.cases.get(colonne, [])
        ]
        return cls(code=ligne.code, territoire=ligne.territoire, retards=retards)


class EfficaciteVue(Vue):
    niveaux: list[EffetVu]
    retards: list[RetardsVus]


class DemandeDeVeto(Vue):
    motif: str = Field(min_length=1, max_length=500, examples=["Échange téléphonique en cours"])


class DemandeDePromesse(Vue):
    par: PersonneNommee | None = None
    jusqu_au: Jour = Field(description="Le jour promis pour la réponse.", examples=["2026-04-20"])
    motif: str = Field(min_length=1, max_length=500, examples=["Réponse promise au téléphone"])


class BilanVu(Vue):
    """Ce qu'un envoi demandé à la main a fait."""

    jour: date
    a_envoyer: int
    a_valider: int
    lettres: int = Field(description="Les lettres écrites.")
    messages: list[UUID] = Field(description="Les messages confiés à l'envoi.")
    refus: list[str] = Field(description="Les territoires en panne, et pourquoi ; les autres sont servis.")

    @classmethod
    def depuis(cls, bilan: Bilan, jour: date) -> "BilanVu":
        return cls(
            jour=jour,
            a_envoyer=bilan.a_envoyer,
            a_valider=bilan.a_valider,
            lettres=bilan.lettres,
            messages=bilan.messages,
            refus=list(bilan.refus.values()),
        )

"""Les campagnes : ce qui est demandé, à qui, pour quand ; ce qui a été reçu et accordé."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.schemas.commun import Elements, InstantUtc, ObstacleVu, Vue
from api.schemas.gestes import Demande, Personne, Phrase
from api.schemas.saisie_des_valeurs import Annee
from api.temps import Jour
from modeles.campagne import Amenagement, Attendu, Campagne
from modeles.vocabulaire_annuel import EtatCampagne, GenreCampagne, NatureAmenagement
from workflows.campagnes import Ouverture
from workflows.collecte_regionale import CaseDeCollecte, Collecte, LigneDeCollecte, Ponctualite
from workflows.regles.campagnes import echeance_de, explication, jours_de_retard


class CampagneVue(Vue):
    id: UUID
    region: str
    type_contrat: str
    genre: GenreCampagne
    libelle: str
    exercice: int
    etat: EtatCampagne
    ouverte_le: date
    ouverte_par: str
    echeance_le: date
    seuil_completude: int
    verrouillee_le: date | None
    close_le: date | None

    @classmethod
    def depuis(cls, campagne: Campagne) -> "CampagneVue":
        champs = campagne.model_dump(include=set(cls.model_fields))
        return cls(**champs, etat=campagne.etat, libelle=f"{campagne.genre.libelle} {campagne.exercice}")


class AmenagementVu(Vue):
    """Un report, la main rendue, une difficulté, une promesse. Le dernier d'une nature l'emporte."""

    numero: int
    nature: NatureAmenagement
    jusqu_au: date
    motif: str
    par: str
    saisi_le: InstantUtc

    @classmethod
    def depuis(cls, amenagement: Amenagement) -> "AmenagementVu":
        return cls(**amenagement.model_dump(include=set(cls.model_fields)))


class AttenduVu(Vue):
    """Ce qu'une campagne attend d'un territoire. `explication` se lit telle quelle."""

    territoire: str
    genre: GenreCampagne
    exercice: int
    echeance_le: date
    recu_le: date | None
    recu_par: str | None
    partiel: bool
    retard_jours: int
    explication: str
    amenagements: list[AmenagementVu]

    @classmethod
    def depuis(cls, attendu: Attendu, le: date) -> "AttenduVu":
        return cls(
            territoire=attendu.demarche.territoire_code,
            genre=attendu.campagne.genre,
            exercice=attendu.campagne.exercice,
            echeance_le=echeance_de(attendu),
            **attendu.model_dump(include={"recu_le", "recu_par", "partiel"}),
            retard_jours=jours_de_retard(attendu, le),
            explication=explication(attendu, le),
            amenagements=[AmenagementVu.depuis(a) for a in attendu.amenagements],
        )


class EcarteVu(Vue):
    """Un territoire dont la campagne n'attend rien, et pourquoi."""

    territoire: str
    raison: str


class OuvertureVue(Vue):
    campagne: CampagneVue
    attendus: list[str] = Field(description="Les codes des territoires à qui l'on demande.")
    ecartes: list[EcarteVu]
    avertissements: list[ObstacleVu]

    @classmethod
    def depuis(cls, ouverture: Ouverture) -> "OuvertureVue":
        return cls(
            campagne=CampagneVue.depuis(ouverture.campagne),
            attendus=[a.demarche.territoire_code for a in ouverture.attendus],
            ecartes=[EcarteVu(territoire=d.territoire_code, raison=r) for d, r in ouverture.ecartees],
            avertissements=[ObstacleVu.depuis(o) for o in ouverture.avertissements],
        )


class CaseVue(Vue):
    campagne: UUID
    ponctualite: Ponctualite
    echeance_le: date
    recu_le: date | None
    retard_jours: int
    repondus: int
    attendus: int
    explication: str

    @classmethod
    def depuis(cls, case: CaseDeCollecte) -> "CaseVue":
        return cls(
            campagne=case.attendu.campagne_id,
            ponctualite=case.ponctualite,
            echeance_le=case.echeance_le,
            recu_le=case.attendu.recu_le,
            retard_jours=case.retard_jours,
            repondus=case.completude.repondus,
            attendus=case.completude.attendus,
            explication=case.explication,
        )


class LigneDeCollecteVue(Vue):
    territoire: str
    nom: str
    cases: list[CaseVue]

    @classmethod
    def depuis(cls, ligne: LigneDeCollecte) -> "LigneDeCollecteVue":
        territoire = ligne.demarche.territoire
        return cls(
            territoire=territoire.code,
            nom=territoire.nom,
            cases=[CaseVue.depuis(c) for c in ligne.cases.values()],
        )


class DecompteVu(Vue):
    """La ponctualité et la complétude d'une campagne."""

    campagne: CampagneVue
    a_l_heure: int
    recues: int
    attendues: int


class CollecteVue(Elements[LigneDeCollecteVue]):
    """Territoires en lignes, campagnes en colonnes."""

    campagnes: list[DecompteVu]

    @classmethod
    def depuis(cls, collecte: Collecte) -> "CollecteVue":
        decomptes = [(c, collecte.decompte(c)) for c in collecte.campagnes]
        return cls(
            elements=[LigneDeCollecteVue.depuis(x) for x in collecte.lignes],
            total=len(collecte.lignes),
            campagnes=[
                DecompteVu(campagne=CampagneVue.depuis(c), a_l_heure=h, recues=r, attendues=a)
                for c, (h, r, a) in decomptes
            ],
        )


class DemandeDeCampagne(Demande):
    """Ce que l'on demande à toute la région. Sans échéance, celle du contrat, au premier jour ouvré."""

    genre: GenreCampagne
    exercice: Annee
    le: Jour | None = None
    echeance_le: Jour | None = None
    seuil_completude: Annotated[int, Field(ge=1, le=100)] = 80


class DemandeDeDate(Demande):
    le: Jour | None = None


class DemandeDAmenagement(Demande):
    """Une difficulté n'a pas besoin de date : elle suspend quinze jours."""

    nature: NatureAmenagement
    motif: Phrase
    jusqu_au: Jour | None = None
    par: Personne | None = None
    le: Jour | None = None


class DemandeDeReception(Demande):
    le: Jour | None = None
    par: Personne | None = None

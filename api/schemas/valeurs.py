"""Les valeurs des indicateurs : ce qu'on en montre, ce qu'on nous en envoie, ce qu'il en est fait."""

from datetime import date

from pydantic import Field

from api.schemas.commun import Elements, InstantUtc, ObstacleVu, Vue
from modeles.indicateur import Indicateur
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire_annuel import StatutValeur
from workflows.calculs.indicateurs import Teinte
from workflows.commandes.lecture_de_saisie import Faute
from workflows.commandes.valeurs import Changement, Preparation
from workflows.controle_des_valeurs import Bilan
from workflows.etat_des_valeurs import EtatDesValeurs, LigneDeValeur
from workflows.regles.campagnes import echeance_de, explication


class ValeurVue(Vue):
    """Une ligne de l'histoire d'un indicateur ; elle ne change plus. Les nombres sont en centièmes d'unité."""

    numero: int
    statut: StatutValeur
    libelle_du_statut: str
    valeur_centiemes: int | None
    numerateur_centiemes: int | None
    denominateur_centiemes: int | None
    texte: str | None
    motif: str | None
    commentaire: str
    origine: str = Field(examples=["classeur, Indicateurs!F12"])
    par: str
    saisi_le: InstantUtc
    hors_delai: bool

    @classmethod
    def depuis(cls, valeur: ValeurIndicateur) -> "ValeurVue":
        champs = valeur.model_dump(include=set(cls.model_fields))
        return cls(**champs, libelle_du_statut=valeur.statut.libelle)


class LigneVue(Vue):
    """Un indicateur d'une fiche et ce qu'on en sait pour l'exercice."""

    fiche: str
    titre_de_la_fiche: str
    indicateur: str
    libelle: str
    definition: str
    unite: str
    formule: str
    calcule: bool = Field(description="Se déduit d'autres indicateurs de la fiche : ne se saisit pas.")
    statut: StatutValeur
    libelle_du_statut: str
    valeur_centiemes: int | None
    numerateur_centiemes: int | None
    denominateur_centiemes: int | None
    texte: str | None
    cible_centiemes: int | None
    precedente_centiemes: int | None = Field(description="La valeur de l'exercice précédent.")
    teinte: Teinte | None
    derniere: ValeurVue | None
    catalogue: str = Field(
        description="Le statut de son catalogue ; « proposition_locale » n'est pas officiel."
    )

    @classmethod
    def depuis(cls, ligne: LigneDeValeur) -> "LigneVue":
        i, sue = ligne.indicateur, ligne.connue
        return cls(
            fiche=ligne.fiche.code,
            titre_de_la_fiche=ligne.fiche.titre,
            indicateur=i.code,
            **i.model_dump(include={"libelle", "definition", "unite", "formule"}),
            calcule=ligne.calcule,
            statut=sue.statut,
            libelle_du_statut=sue.statut.libelle,
            valeur_centiemes=sue.valeur,
            numerateur_centiemes=sue.numerateur,
            denominateur_centiemes=sue.denominateur,
            texte=sue.texte,
            cible_centiemes=ligne.cible,
            precedente_centiemes=ligne.precedente,
            teinte=ligne.teinte,
            derniere=ValeurVue.depuis(ligne.derniere) if ligne.derniere else None,
            catalogue=ligne.statut_du_catalogue,
        )


class EtatVu(Elements[LigneVue]):
    """Les indicateurs d'un contrat pour un exercice. `explication` dit où en est la réponse, et pourquoi."""

    exercice: int
    repondus: int
    attendus: int
    echeance_le: date | None
    explication: str | None
    periode_partielle: bool
    remarques: list[ObstacleVu]

    @classmethod
    def depuis_l_etat(cls, etat: EtatDesValeurs, le: date) -> "EtatVu":
        attendu = etat.attendu
        return cls(
            elements=[LigneVue.depuis(x) for x in etat.lignes],
            total=len(etat.lignes),
            exercice=etat.exercice,
            repondus=etat.completude.repondus,
            attendus=etat.completude.attendus,
            echeance_le=echeance_de(attendu) if attendu else None,
            explication=explication(attendu, le) if attendu else None,
            periode_partielle=etat.periode_partielle,
            remarques=[ObstacleVu.depuis(o) for o in etat.remarques],
        )


class FauteVue(Vue):
    """Ce qui empêche de garder une ligne, et le champ où on le corrige."""

    fiche: str
    indicateur: str
    champ: str
    obstacle: ObstacleVu

    @classmethod
    def depuis(cls, faute: Faute) -> "FauteVue":
        return cls(**faute._asdict() | {"obstacle": ObstacleVu.depuis(faute.obstacle)})


class ChangementVu(Vue):
    """Ce qu'une ligne change, ou changerait."""

    fiche: str
    indicateur: str
    libelle: str
    avant: ValeurVue | None
    apres: ValeurVue

    @classmethod
    def depuis(cls, changement: Changement) -> "ChangementVu":
        i: Indicateur = changement.indicateur
        avant = ValeurVue.depuis(changement.avant) if changement.avant else None
        return cls(
            fiche=i.fiche.code,
            indicateur=i.code,
            libelle=i.libelle,
            avant=avant,
            apres=ValeurVue.depuis(changement.apres),
        )


class LotVu(Vue):
    """Ce qu'il en est d'un lot : les lignes qui tiennent sont gardées, les autres disent toutes leurs fautes."""

    apercu: bool = Field(description="Rien n'a été écrit : c'est ce qui changerait.")
    recue: bool = Field(description="La réponse du territoire vient d'être reçue.")
    changements: list[ChangementVu]
    inchangees: int
    fautes: list[FauteVue]
    avertissements: list[ObstacleVu]

    @classmethod
    def depuis(cls, lot: Preparation, *, apercu: bool, recue: bool = False) -> "LotVu":
        return cls(
            apercu=apercu,
            recue=recue,
            changements=[ChangementVu.depuis(c) for c in lot.changements],
            inchangees=lot.inchangees,
            fautes=[FauteVue.depuis(f) for f in lot.fautes],
            avertissements=[ObstacleVu.depuis(o) for o in lot.avertissements],
        )


class BilanVu(Vue):
    """Les valeurs contrôlées, et celles qui ne pouvaient pas l'être."""

    changements: list[ChangementVu]
    ecartes: list[ObstacleVu]

    @classmethod
    def depuis(cls, bilan: Bilan) -> "BilanVu":
        return cls(
            changements=[ChangementVu.depuis(c) for c in bilan.faits],
            ecartes=[ObstacleVu.depuis(o) for o in bilan.ecartes],
        )

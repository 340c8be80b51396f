"""Ce que donne le retour d'un classeur de collecte."""

from pydantic import Field

from api.schemas.commun import ObstacleVu, Vue
from documents.formats import nombre
from modeles.valeur import ValeurIndicateur
from workflows.collecte.retour import Retour, RetourDeFeuille
from workflows.commandes.valeurs import Changement

RIEN = "rien"


class ChangementVu(Vue):
    """Un indicateur, ce qu'on en savait et ce que le classeur en dit."""

    fiche: str
    indicateur: str
    libelle: str
    avant: str
    apres: str
    statut: str

    @classmethod
    def depuis(cls, changement: Changement) -> "ChangementVu":
        indicateur = changement.indicateur
        return cls(
            fiche=indicateur.fiche.code,
            indicateur=indicateur.code,
            libelle=indicateur.libelle,
            avant=dire_la_valeur(changement.avant, indicateur.unite),
            apres=dire_la_valeur(changement.apres, indicateur.unite),
            statut=changement.apres.statut.libelle,
        )


def dire_la_valeur(valeur: ValeurIndicateur | None, unite: str) -> str:
    """« 1 234,5 ménages », le texte d'une réponse, ou la situation dite : jamais zéro par défaut."""
    if valeur is None:
        return RIEN
    if valeur.texte is not None:
        return valeur.texte
    if valeur.valeur_centiemes is None:
        return valeur.statut.libelle
    return f"{nombre(valeur.valeur_centiemes / 100)}\u00a0{unite}"


class FeuilleVue(Vue):
    """Une feuille du classeur. `empechement` : pourquoi rien n'en est gardé, s'il y a une raison."""

    feuille: str
    territoire: str
    changements: list[ChangementVu]
    inchangees: int
    fautes: list[ObstacleVu]
    avertissements: list[ObstacleVu]
    empechement: str | None
    recue: bool = Field(description="La réponse du territoire vient d'être reçue.")

    @classmethod
    def depuis(cls, feuille: RetourDeFeuille) -> "FeuilleVue":
        lot = feuille.lot
        return cls(
            feuille=feuille.feuille,
            territoire=feuille.territoire,
            changements=[ChangementVu.depuis(c) for c in lot.changements] if lot else [],
            inchangees=lot.inchangees if lot else 0,
            fautes=[ObstacleVu.depuis(o) for o in feuille.fautes],
            avertissements=[ObstacleVu.depuis(o) for o in lot.avertissements] if lot else [],
            empechement=str(feuille.empechement) if feuille.empechement else None,
            recue=feuille.recue,
        )


class RetourVu(Vue):
    """`ecrit` : faux pour un aperçu. `deja_recu` : ces octets avaient déjà été déposés."""

    exercice: int
    ecrit: bool
    deja_recu: bool
    feuilles: list[FeuilleVue]
    perdues: list[str]

    @classmethod
    def depuis(cls, retour: Retour, *, ecrit: bool) -> "RetourVu":
        return cls(
            exercice=retour.exercice,
            ecrit=ecrit,
            deja_recu=retour.deja_recu,
            feuilles=[FeuilleVue.depuis(f) for f in retour.feuilles],
            perdues=list(retour.perdues),
        )

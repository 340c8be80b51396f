"""Rédiger une fiche action, la renvoyer, l'engager."""

from typing import Annotated, Any, TypeVar

from pydantic import Field, field_validator

from modeles.demarche import Demarche
from modeles.erreurs import Introuvable, SaisieInvalide
from modeles.etapes import Etape, Geste
from modeles.fiche import FicheAction, LigneBudget
from modeles.indicateur import Cible, Indicateur
from modeles.vocabulaire import NatureAction, Renforcement, StatutFiche
from workflows.commandes.bordereau import Auteur, Bordereau, GesteDefini, SaisieDefinie, suivant
from workflows.commandes.lancement import Centimes, Courriel, Texte
from workflows.regles.commun import Circonstances

Ligne = TypeVar("Ligne", LigneBudget, Indicateur)
Annee = Annotated[int, Field(ge=2019, le=2040)]
Effectif = Annotated[int, Field(ge=0, le=10_000_000)]
S = StatutFiche
MODIFIABLES = (S.BROUILLON, S.A_CORRIGER, S.REJETEE, S.REPORTEE)


class SaisieLigneBudget(Bordereau):
    annee: Annee
    part_etat_centimes: Centimes = 0
    part_collectivite_centimes: Centimes = 0
    autres_centimes: Centimes = 0


class SaisieIndicateur(Bordereau):
    code: Texte
    libelle: Texte
    definition: str = ""
    type: str = "realisation"
    niveau: str = "local"
    formule: str = "comptage"
    unite: Texte
    source: str = ""
    sens: str = "hausse_favorable"
    cibles: dict[Annee, Annotated[int, Field(ge=0, le=10**12)]] = Field(default_factory=dict)


class SaisieJalon(Bordereau):
    annee: Annee
    jalon: Texte


class SaisieFiche(Bordereau):
    """Le contenu d'une fiche. Sans `code`, c'est une fiche nouvelle."""

    code: str | None = None
    titre: Annotated[str, Field(min_length=1, max_length=200)]
    axe: Texte
    sous_axe: str | None = None
    action_referencee: str | None = None
    nature: NatureAction | None = None
    renforcement: list[Renforcement] = Field(default_factory=list)
    justification_renforcement: str = ""
    constat: str = ""
    enjeu: int | None = None
    pistes: list[int] = Field(default_factory=list)
    objectif_principal: str = ""
    objectifs_operationnels: Annotated[list[Texte], Field(max_length=8)] = Field(default_factory=list)
    description: str = ""
    public_cible: str = ""
    effectif_estime: Effectif | None = None
    perimetre: str = ""
    porteur: str = ""
    type_porteur: str = ""
    siret: Annotated[str, Field(pattern=r"^\d{14}$")] | None = None
    partenaires: list[Texte] = Field(default_factory=list)
    annee_debut: Annee
    duree_annees: Annotated[int, Field(ge=1, le=10)] = 1
    jalons: list[SaisieJalon] = Field(default_factory=list)
    moyens_humains: str = ""
    participation: str = ""
    articulation: str = ""
    risques: str = ""
    evaluation: str = ""
    referent_fonction: str = ""
    referent_courriel: Courriel | None = None
    budget: list[SaisieLigneBudget] = Field(default_factory=list)
    indicateurs: list[SaisieIndicateur] = Field(default_factory=list)

    @field_validator("budget", "indicateurs")
    @classmethod
    def _chacun_une_fois(cls, lignes: list[Any]) -> list[Any]:
        cles = [getattr(ligne, "annee", None) or ligne.code for ligne in lignes]
        repetes = sorted({str(cle) for cle in cles if cles.count(cle) > 1})
        if repetes:
            raise ValueError(f"écrit plusieurs fois : {', '.join(repetes)}")
        return lignes


LIES = {"code", "enjeu", "pistes", "budget", "indicateurs"}


def rediger_fiche(demarche: Demarche, saisie: SaisieFiche, auteur: Auteur) -> None:
    """Crée une fiche ou en remplace le contenu ; une fiche soumise ou validée ne se réécrit pas."""
    fiche = fiche_de_code(demarche, saisie.code) if saisie.code else _nouvelle_fiche(demarche, saisie)
    if fiche.statut not in MODIFIABLES:
        raise SaisieInvalide(
            f"La fiche {fiche.code} ne peut pas être modifiée.",
            f"Elle est au statut « {fiche.statut.libelle} ».",
            "Demandez d'abord sa correction, avec un motif.",
        )
    for champ, valeur in saisie.model_dump(exclude=LIES).items():
        setattr(fiche, champ, valeur)
    _relier(demarche, fiche, saisie)


def _nouvelle_fiche(demarche: Demarche, saisie: SaisieFiche) -> FicheAction:
    prefixe = f"{demarche.territoire_code}-{saisie.sous_axe or saisie.axe}-"
    rangs = [int(f.code.rsplit("-", 1)[1]) for f in demarche.fiches if f.code.startswith(prefixe)]
    fiche = FicheAction(
        demarche_id=demarche.id,
        code=f"{prefixe}{suivant(rangs):02d}",
        titre=saisie.titre,
        axe=saisie.axe,
        annee_debut=saisie.annee_debut,
    )
    demarche.fiches.append(fiche)
    return fiche


def _relier(demarche: Demarche, fiche: FicheAction, saisie: SaisieFiche) -> None:
    enjeu = next((e for e in demarche.enjeux if e.rang == saisie.enjeu), None)
    fiche.enjeu, fiche.enjeu_id = enjeu, enjeu.id if enjeu else None
    fiche.pistes = [p for p in demarche.pistes if p.numero in saisie.pistes]
    lignes = {ligne.annee: ligne for ligne in fiche.budget}
    connus = {indicateur.code: indicateur for indicateur in fiche.indicateurs}
    fiche.budget = [
        _remplir(lignes.get(x.annee) or LigneBudget(fiche_id=fiche.id, annee=x.annee), x)
        for x in saisie.budget
    ]
    fiche.indicateurs = [
        _indicateur(connus.get(x.code) or Indicateur(fiche_id=fiche.id, code=x.code, libelle="", unite=""), x)
        for x in saisie.indicateurs
    ]


# Ce qui garde sa clé est modifié en place : le supprimer pour le recréer perdrait la ligne.
def _remplir(ligne: Ligne, saisie: Bordereau) -> Ligne:
    for champ, valeur in saisie.model_dump(exclude={"cibles"}).items():
        setattr(ligne, champ, valeur)
    return ligne


def _indicateur(indicateur: Indicateur, saisie: SaisieIndicateur) -> Indicateur:
    connues = {cible.annee: cible for cible in indicateur.cibles}
    indicateur.cibles = [
        connues.get(a) or Cible(indicateur_id=indicateur.id, annee=a, valeur_centiemes=v)
        for a, v in saisie.cibles.items()
    ]
    for cible in indicateur.cibles:
        cible.valeur_centiemes = saisie.cibles[cible.annee]
    return _remplir(indicateur, saisie)


def fiche_de_code(demarche: Demarche, code: str) -> FicheAction:
    """La fiche de ce code, ou un refus."""
    for fiche in demarche.fiches:
        if fiche.code == code:
            return fiche
    connues = ", ".join(f.code for f in demarche.fiches) or "aucune"
    raise Introuvable(
        f"La fiche « {code} » n'existe pas.", f"Fiches inscrites : {connues}.", "Donnez l'un de ces codes."
    )


class DonneesFiches(Bordereau):
    fiches: Annotated[list[str], Field(min_length=1)]


def renvoyer_fiches(demarche: Demarche, donnees: DonneesFiches, faits: Circonstances) -> None:
    """Renvoie les seules fiches nommées ; les autres restent validées."""
    for fiche in [fiche_de_code(demarche, code) for code in donnees.fiches]:
        fiche.statut, fiche.motif = S.A_CORRIGER, faits.motif


def contractualiser(demarche: Demarche) -> None:
    """La notification du contrat engage les fiches retenues."""
    for fiche in demarche.fiches:
        if fiche.statut is S.VALIDEE and demarche.etape is Etape.EXECUTION:
            fiche.statut = S.CONTRACTUALISEE


GESTES_DES_FICHES = {
    Geste.REOUVRIR_ATELIER: GesteDefini(),
    Geste.FIGER_RECUEIL: GesteDefini(),
    Geste.RENVOYER_FICHES: GesteDefini(DonneesFiches, appliquer=renvoyer_fiches),
    Geste.VALIDER_LIVRABLE: GesteDefini(),
    Geste.RECALER_MONTANTS: GesteDefini(),
}
SAISIES_DES_FICHES = {
    "fiche": SaisieDefinie("une fiche action", SaisieFiche, rediger_fiche),
}

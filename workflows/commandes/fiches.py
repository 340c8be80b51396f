"""Rédiger une fiche action, la renvoyer, l'engager."""

from typing import Annotated, Any

from pydantic import Field, field_validator

from modeles.demarche import Demarche
from modeles.erreurs import ErreurMetier, Introuvable, SaisieInvalide
from modeles.etapes import Etape, Geste
from modeles.fiche import FicheAction, LigneBudget
from modeles.indicateur import Indicateur
from modeles.vocabulaire import NatureAction, Renforcement, StatutFiche
from workflows.commandes.bordereau import Auteur, Bordereau, GesteDefini, SaisieDefinie, ecrire, suivant
from workflows.commandes.champs import (
    Annee,
    Centimes,
    Chose,
    CodeDAxe,
    CodeDeFiche,
    CodeDeSousAxe,
    Courriel,
    Designe,
    EnForme,
    Forme,
    NumeroDePiste,
    Paragraphe,
    RangDEnjeu,
    Texte,
    UneLigneParChose,
)
from workflows.commandes.indicateurs_de_fiche import SaisieIndicateur, ecrire_indicateur, remplir
from workflows.regles.commun import Circonstances
from workflows.regles.separation import auteurs

Effectif = Annotated[int, Field(ge=0, le=10_000_000)]
S = StatutFiche
MODIFIABLES = (S.BROUILLON, S.A_CORRIGER, S.REJETEE, S.REPORTEE)


class SaisieLigneBudget(Bordereau):
    annee: Annee = Field(title="Année")
    part_etat_centimes: Centimes = Field(default=0, title="Part de l'État")
    part_collectivite_centimes: Centimes = Field(default=0, title="Part de la collectivité")
    autres_centimes: Centimes = Field(default=0, title="Autres financeurs")


class SaisieJalon(Bordereau):
    annee: Annee = Field(title="Année")
    jalon: Texte = Field(title="Jalon")


class SaisieFiche(Bordereau):
    """Le contenu d'une fiche. Sans `code`, c'est une fiche nouvelle."""

    code: Annotated[str, EnForme(Forme.CACHE)] | None = Field(default=None, title="Code")
    revision: Annotated[int, Field(ge=0), EnForme(Forme.CACHE)] | None = Field(
        default=None, title="Révision", description="Celle que l'on a lue ; la fiche a pu changer depuis."
    )
    titre: Annotated[str, Field(min_length=1, max_length=200)] = Field(
        title="Intitulé de l'action", description="Il commence par un verbe ou un nom d'action."
    )
    axe: CodeDAxe = Field(title="Axe")
    sous_axe: CodeDeSousAxe | None = Field(default=None, title="Sous-axe")
    action_referencee: Annotated[str, Designe(Chose.ACTION)] | None = Field(
        default=None, title="Action référencée"
    )
    nature: NatureAction | None = Field(default=None, title="Nature de l'action")
    renforcement: list[Renforcement] = Field(default_factory=list, title="Ce qu'elle renforce")
    justification_renforcement: Paragraphe = Field(
        default="", title="Preuve du renforcement", description="Des chiffres : file active avant et après."
    )
    constat: Paragraphe = Field(default="", title="Constat")
    enjeu: RangDEnjeu | None = Field(default=None, title="Enjeu du diagnostic")
    pistes: list[NumeroDePiste] = Field(default_factory=list, title="Pistes dont elle est née")
    objectif_principal: Paragraphe = Field(default="", title="Objectif principal", description="Un seul.")
    objectifs_operationnels: Annotated[list[Texte], Field(max_length=8)] = Field(
        default_factory=list, title="Objectifs opérationnels", description="Un par ligne, huit au plus."
    )
    description: Paragraphe = Field(default="", title="Description de l'action")
    public_cible: Paragraphe = Field(default="", title="Public visé")
    effectif_estime: Effectif | None = Field(
        default=None, title="Effectif estimé", description="En personnes."
    )
    perimetre: Paragraphe = Field(
        default="",
        title="Périmètre géographique",
        description="Communes, EPCI, quartiers, ou « départemental ».",
    )
    porteur: str = Field(default="", title="Porteur")
    type_porteur: str = Field(
        default="", title="Statut du porteur", description="Collectivité, CCAS, association, autre."
    )
    siret: Annotated[str, Field(pattern=r"^\d{14}$"), EnForme(Forme.SIRET)] | None = Field(
        default=None, title="Numéro SIRET", description="Quatorze chiffres."
    )
    partenaires: list[Texte] = Field(default_factory=list, title="Partenaires", description="Un par ligne.")
    annee_debut: Annee = Field(title="Première année")
    duree_annees: Annotated[int, Field(ge=1, le=10)] = Field(default=1, title="Durée en années")
    jalons: list[SaisieJalon] = Field(
        default_factory=list, title="Calendrier", description="Un jalon par an au moins."
    )
    moyens_humains: Paragraphe = Field(
        default="", title="Moyens humains", description="Par exemple : 0,5 ETP."
    )
    participation: Paragraphe = Field(default="", title="Participation des personnes concernées")
    articulation: Paragraphe = Field(
        default="",
        title="Articulation avec d'autres dispositifs",
        description="Emploi, enfance, pactes : ce qui évite de financer deux fois la même action.",
    )
    risques: Paragraphe = Field(default="", title="Risques et conditions de réussite")
    evaluation: Paragraphe = Field(default="", title="Suivi et évaluation")
    referent_fonction: str = Field(default="", title="Fonction du référent")
    referent_courriel: Courriel | None = Field(
        default=None, title="Courriel du référent", description="Une adresse générique."
    )
    budget: Annotated[list[SaisieLigneBudget], UneLigneParChose(Chose.ANNEE, "annee")] = Field(
        default_factory=list, title="Budget", description="En euros, par année."
    )
    indicateurs: list[SaisieIndicateur] = Field(default_factory=list, title="Indicateurs")

    @field_validator("budget", "indicateurs")
    @classmethod
    def _chacun_une_fois(cls, lignes: list[Any]) -> list[Any]:
        cles = [getattr(ligne, "annee", None) or ligne.code for ligne in lignes]
        repetes = sorted({str(cle) for cle in cles if cles.count(cle) > 1})
        if repetes:
            raise ValueError(f"écrit plusieurs fois : {', '.join(repetes)}")
        return lignes


LIES = {"code", "revision", "enjeu", "pistes", "budget", "indicateurs"}


class FicheChangee(ErreurMetier):
    """Quelqu'un d'autre a écrit dans la fiche depuis qu'on l'a ouverte : rien n'est écrasé."""

    def __init__(self, fiche: FicheAction) -> None:
        quand = f" le {fiche.modifiee_le:%d/%m/%Y}" if fiche.modifiee_le else ""
        super().__init__(
            f"La fiche {fiche.code} a changé pendant que vous l'écriviez.",
            f"{fiche.modifiee_par or 'Une autre personne'} l'a modifiée{quand}.",
            "Rechargez la fiche, reprenez ce que vous vouliez y changer, puis enregistrez.",
        )


def rediger_fiche(demarche: Demarche, saisie: SaisieFiche, auteur: Auteur) -> None:
    """Crée une fiche ou en remplace le contenu ; une fiche soumise ou validée ne se réécrit pas."""
    fiche = fiche_de_code(demarche, saisie.code) if saisie.code else _nouvelle_fiche(demarche, saisie)
    exiger_modifiable(fiche)
    if saisie.revision is not None and saisie.code and saisie.revision != fiche.revision:
        raise FicheChangee(fiche)
    # Une liste neuve : SQLAlchemy ne voit pas celle qu'on complète en place.
    fiche.redacteurs = sorted({*fiche.redacteurs, *auteurs(auteur.par)})
    ecrire(fiche, saisie.model_dump(exclude=LIES))
    _relier(demarche, fiche, saisie)
    marquer_modifiee(fiche, auteur)


def exiger_modifiable(fiche: FicheAction) -> None:
    """Lève `SaisieInvalide` si la fiche, soumise ou validée, ne se réécrit pas."""
    if fiche.statut not in MODIFIABLES:
        raise SaisieInvalide(
            f"La fiche {fiche.code} ne peut pas être modifiée.",
            f"Elle est au statut « {fiche.statut.libelle} ».",
            "Demandez d'abord sa correction, avec un motif.",
        )


def marquer_modifiee(fiche: FicheAction, auteur: Auteur) -> None:
    """Qui a ouvert la fiche avant cela saura qu'elle a changé."""
    fiche.revision += 1
    fiche.modifiee_par, fiche.modifiee_le = auteur.par, auteur.saisi_le


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
        remplir(lignes.get(x.annee) or LigneBudget(fiche_id=fiche.id, annee=x.annee), x)
        for x in saisie.budget
    ]
    fiche.indicateurs = [
        ecrire_indicateur(
            connus.get(x.code) or Indicateur(fiche_id=fiche.id, code=x.code, libelle="", unite=""), x
        )
        for x in saisie.indicateurs
    ]


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
    fiches: Annotated[list[CodeDeFiche], Field(min_length=1)] = Field(title="Fiches renvoyées")


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

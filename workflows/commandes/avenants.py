"""Ouvrir un avenant, dire ce qu'il change, le figer, constater sa signature : le chemin du contrat, en plus court."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from documents.contextes.convention import contexte_convention
from modeles.avenant import Avenant, EtatAvenant
from modeles.convention import ProjetConvention
from modeles.demarche import Demarche
from modeles.erreurs import Obstacle, SaisieInvalide
from modeles.etapes import Geste
from modeles.fiche import AU_CONTRAT, FicheAction
from workflows.calculs.avenants import appliquer, comme_signe
from workflows.commandes.bordereau import Auteur, Bordereau, GesteDefini, SaisieDefinie
from workflows.commandes.champs import (
    Annee,
    Chose,
    CodeDeFiche,
    Designe,
    EnForme,
    Forme,
    Paragraphe,
    Texte,
    UneLigneParChose,
)
from workflows.commandes.convention import empreinte_de
from workflows.commandes.fiches import SaisieLigneBudget, fiche_de_code
from workflows.commandes.instruction import photographier
from workflows.regles.avenant import avenant_ouvert, projet_de
from workflows.regles.commun import Circonstances

OPERATIONS = {"ajouter": "ajoutée", "retirer": "retirée", "modifier": "modifiée"}


class DonneesOuvertureAvenant(Bordereau):
    objet: Texte = Field(
        title="Objet de l'avenant", description="Par exemple : montants et actions pour 2027."
    )
    effet_le: date = Field(
        title="Prend effet le",
        description="À venir : les années d'avant l'effet ne changent pas, ni leurs montants ni leurs cibles.",
    )


def ouvrir_avenant(demarche: Demarche, donnees: DonneesOuvertureAvenant, faits: Circonstances) -> None:
    """L'avenant part du texte en vigueur ; son numéro suit celui du dernier."""
    if donnees.effet_le < faits.survenu_le or donnees.effet_le.year > demarche.annee_fin:
        raise SaisieInvalide(
            f"L'avenant ne peut pas prendre effet le {donnees.effet_le:%d/%m/%Y}.",
            f"Un avenant ne change pas le passé, et le contrat s'achève en {demarche.annee_fin}.",
            "Donnez une date d'effet à venir, avant la fin du contrat.",
        )
    demarche.avenants.append(
        Avenant(
            demarche_id=demarche.id,
            numero=max((a.numero for a in demarche.avenants), default=_hors_de_l_outil(demarche)) + 1,
            ouvert_le=faits.survenu_le,
            avant_version=_version_en_vigueur(demarche),
            **donnees.model_dump(),
        )
    )


def _hors_de_l_outil(demarche: Demarche) -> int:
    numeros = [p.donnees["numero"] for p in demarche.passages if p.geste is Geste.AVENANT_SIGNE]
    return max(numeros, default=0)


def _version_en_vigueur(demarche: Demarche) -> int | None:
    signes = {a.projet_version for a in demarche.avenants if a.etat is EtatAvenant.SIGNE}
    valables = [p.version for p in demarche.projets if not p.avenant_numero or p.version in signes]
    return max(valables, default=None)


class SaisieCible(Bordereau):
    indicateur: Annotated[Texte, Designe(Chose.INDICATEUR)] = Field(title="Indicateur")
    annee: Annee = Field(title="Année")
    valeur_centiemes: Annotated[int, Field(ge=0, le=10**12), EnForme(Forme.CENTIEMES)] = Field(
        title="Nouvelle cible"
    )


class SaisieChangement(Bordereau):
    """Ce qui change d'une fiche. Un champ laissé vide ne change pas."""

    fiche: CodeDeFiche = Field(title="Fiche")
    operation: Literal["ajouter", "retirer", "modifier"] = Field(title="Ce que fait l'avenant")
    motif: Texte = Field(title="Pourquoi")
    budget: Annotated[list[SaisieLigneBudget], UneLigneParChose(Chose.ANNEE, "annee")] = Field(
        default_factory=list, title="Nouveaux montants", description="Les seules années qui changent."
    )
    cibles: list[SaisieCible] = Field(default_factory=list, title="Nouvelles cibles")
    porteur: Texte | None = Field(default=None, title="Nouveau porteur")
    description: Paragraphe | None = Field(default=None, title="Nouvelle description")
    public_cible: Paragraphe | None = Field(default=None, title="Nouveau public visé")
    duree_annees: Annotated[int, Field(ge=1, le=10)] | None = Field(
        default=None, title="Nouvelle durée en années"
    )


def changer(demarche: Demarche, saisie: SaisieChangement, auteur: Auteur) -> None:
    """Inscrit ce qui changera d'une fiche ; une nouvelle saisie remplace la précédente."""
    del auteur
    avenant = _en_preparation(demarche)
    fiche = fiche_de_code(demarche, saisie.fiche)
    if fautes := list(_fautes(avenant, fiche, saisie)):
        raise SaisieInvalide(
            f"La fiche {fiche.code} ne peut pas être {OPERATIONS[saisie.operation]} par l'avenant n° {avenant.numero}.",
            f"Il y a un obstacle : {' ; '.join(fautes)}.",
            "Corrigez la saisie, puis recommencez.",
            [Obstacle(f, "Corrigez la saisie.", ou=f"fiche:{fiche.code}") for f in fautes],
        )
    contenu = saisie.model_dump(mode="json", exclude_none=True)
    autres = [c for c in avenant.changements if c["fiche"] != fiche.code]
    avenant.changements = sorted([*autres, contenu], key=lambda c: str(c["fiche"]))


def _fautes(avenant: Avenant, fiche: FicheAction, saisie: SaisieChangement) -> Iterator[str]:
    au_contrat = fiche.statut in AU_CONTRAT
    if au_contrat and saisie.operation == "ajouter":
        yield "elle est déjà au contrat"
    if not au_contrat and saisie.operation != "ajouter":
        yield f"elle n'est pas au contrat (statut « {fiche.statut.libelle} »)"
    changes = saisie.model_dump(exclude={"fiche", "operation", "motif"}, exclude_none=True)
    if saisie.operation == "modifier" and not any(changes.values()):
        yield "rien n'y change"
    if saisie.operation != "modifier" and any(changes.values()):
        yield "on ne modifie pas une fiche que l'on ajoute ou que l'on retire"
    visees = {ligne.annee for ligne in saisie.budget} | {cible.annee for cible in saisie.cibles}
    if passees := sorted(annee for annee in visees if annee < avenant.effet_le.year):
        annees = ", ".join(map(str, passees))
        yield f"l'avenant prend effet en {avenant.effet_le.year}, il ne change ni montant ni cible de {annees}"
    connus = {i.code for i in fiche.indicateurs}
    if inconnus := sorted({c.indicateur for c in saisie.cibles} - connus):
        yield f"la fiche n'a pas d'indicateur {', '.join(inconnus)}"


class SaisieRenoncement(Bordereau):
    fiche: CodeDeFiche = Field(title="Fiche que l'avenant ne change plus")


def renoncer_au_changement(demarche: Demarche, saisie: SaisieRenoncement, auteur: Auteur) -> None:
    """Retire une fiche de l'avenant en préparation."""
    del auteur
    avenant = _en_preparation(demarche)
    restants = [c for c in avenant.changements if c["fiche"] != saisie.fiche]
    if len(restants) == len(avenant.changements):
        raise SaisieInvalide(
            f"L'avenant n° {avenant.numero} ne change pas la fiche {saisie.fiche}.",
            "Il n'y a rien à retirer.",
            "Choisissez une fiche que l'avenant change.",
        )
    avenant.changements = restants


def _en_preparation(demarche: Demarche) -> Avenant:
    avenant = avenant_ouvert(demarche)
    if avenant is None or avenant.etat is not EtatAvenant.EN_PREPARATION:
        raise SaisieInvalide(
            "Aucun avenant n'est en préparation.",
            f"L'avenant n° {avenant.numero} est {avenant.etat.libelle}."
            if avenant
            else "Aucun n'est ouvert.",
            "Ouvrez un avenant ; s'il est déjà figé, figez-le de nouveau après un renvoi ou un amendement.",
        )
    return avenant


def figer_avenant(demarche: Demarche, donnees: Bordereau, faits: Circonstances) -> None:
    """Garde le contrat consolidé tel qu'il sera voté ; le contrat en vigueur, lui, ne bouge pas."""
    del donnees
    avenant = avenant_ouvert(demarche)
    assert avenant is not None, "la garde l'exige"
    version = len(demarche.projets) + 1
    with comme_signe(demarche, avenant):
        contenu = contexte_convention(demarche, version, faits.survenu_le).model_dump(mode="json")
    avenant.projet_version = version
    demarche.projets.append(
        ProjetConvention(
            demarche_id=demarche.id,
            version=version,
            avenant_numero=avenant.numero,
            contenu=contenu,
            empreinte=empreinte_de(contenu),
            fige_le=faits.survenu_le,
        )
    )


def signer_avenant(demarche: Demarche, donnees: Bordereau, faits: Circonstances) -> None:
    """Le contrat change : montants, fiches et cibles des années à venir ; chaque fiche touchée garde ses versions."""
    del donnees
    avenant = avenant_ouvert(demarche)
    projet = projet_de(demarche, avenant) if avenant else None
    assert avenant is not None and projet is not None, "la garde l'exige"
    appliquer(demarche, avenant)
    avenant.signe_le = max(s.signee_le for s in projet.signatures)
    for changement in avenant.changements:
        photographier(fiche_de_code(demarche, changement["fiche"]), faits.par, faits.saisi_le)


def abandonner_avenant(demarche: Demarche, donnees: Bordereau, faits: Circonstances) -> None:
    """Les changements restent lisibles ; le contrat ne change pas."""
    del donnees
    avenant = avenant_ouvert(demarche)
    assert avenant is not None, "la garde l'exige"
    avenant.abandonne_le = faits.survenu_le


def rendre_a_la_preparation(demarche: Demarche) -> None:
    """Un vote défavorable, un renvoi ou un amendement : le texte se refige avant d'être représenté."""
    avenant = avenant_ouvert(demarche)
    if avenant is not None:
        avenant.projet_version = None


GESTES_DES_AVENANTS = {
    Geste.OUVRIR_AVENANT: GesteDefini(DonneesOuvertureAvenant, appliquer=ouvrir_avenant),
    Geste.FIGER_AVENANT: GesteDefini(appliquer=figer_avenant),
    Geste.SIGNER_AVENANT: GesteDefini(appliquer=signer_avenant),
    Geste.ABANDONNER_AVENANT: GesteDefini(appliquer=abandonner_avenant),
}
SAISIES_DES_AVENANTS = {
    "changement_d_avenant": SaisieDefinie("ce qu'un avenant change", SaisieChangement, changer),
    "renoncement_d_avenant": SaisieDefinie(
        "une fiche que l'avenant ne change plus", SaisieRenoncement, renoncer_au_changement
    ),
}

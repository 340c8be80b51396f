"""Les saisies qui préparent une démarche : personnes, axes, enveloppe, calendrier."""

from datetime import date
from typing import Annotated

from pydantic import Field

from modeles.contact import Contact
from modeles.demarche import AxeRetenu, Demarche
from modeles.enveloppe import Enveloppe
from modeles.erreurs import SaisieInvalide
from modeles.reference.registre import registre
from modeles.vocabulaire import Civilite, Partie, RoleContact, StatutEnveloppe
from workflows.commandes.bordereau import Auteur, Bordereau, SaisieDefinie, designe, ecrire
from workflows.commandes.champs import (
    Annee,
    Centimes,
    Chose,
    CodeDAxe,
    Courriel,
    Designation,
    Telephone,
    Texte,
    UneLigneParChose,
)

A_UN_SEUL_TITULAIRE = (
    RoleContact.REFERENT,
    RoleContact.SIGNATAIRE,
    RoleContact.DIRECTION,
    RoleContact.COMMISSAIRE,
    RoleContact.DREETS,
)


class SaisieContact(Bordereau):
    modifie: Designation | None = Field(default=None, title="Contact modifié")
    partie: Partie = Field(title="Pour qui cette personne agit")
    role: RoleContact = Field(
        title="Rôle",
        description="Un nouveau référent, signataire, directeur ou commissaire prend la suite du précédent.",
    )
    civilite: Civilite | None = Field(
        default=None, title="Civilité", description="Jamais devinée. Une lettre à son nom en a besoin."
    )
    prenom: str = Field(default="", title="Prénom")
    nom: Texte = Field(title="Nom")
    fonction: Texte = Field(
        title="Fonction", description="Par exemple : directrice adjointe des solidarités."
    )
    organisme: Texte = Field(title="Organisme")
    type_partenaire: str | None = Field(
        default=None, title="Genre de partenaire", description="Par exemple : CAF, bailleur, association."
    )
    courriel: Courriel | None = Field(
        default=None, title="Courriel", description="L'adresse professionnelle, de préférence générique."
    )
    telephone: Telephone | None = Field(default=None, title="Téléphone")
    delegation: str | None = Field(
        default=None,
        title="Délégation de signature",
        description="L'acte qui l'autorise à signer, s'il y en a un.",
    )


def ajouter_contact(demarche: Demarche, saisie: SaisieContact, auteur: Auteur) -> None:
    """Ajoute ou corrige une personne ; un nouveau référent ou signataire prend la suite du précédent."""
    champs = saisie.model_dump(exclude={"modifie"})
    if saisie.modifie:
        ecrire(designe(demarche.contacts, "id", saisie.modifie, "Le contact"), champs)
        return
    if saisie.role in A_UN_SEUL_TITULAIRE:
        for ancien in demarche.contacts:
            if ancien.partie is saisie.partie and ancien.role is saisie.role:
                ancien.actif = False
    demarche.contacts.append(Contact(demarche_id=demarche.id, **champs))


class SaisieAxe(Bordereau):
    axe: CodeDAxe = Field(title="Axe")
    numero: Annotated[int, Field(ge=1, le=20)] = Field(
        title="Numéro", description="Celui qu'il porte dans ce contrat."
    )
    justification: Texte | None = Field(
        default=None, title="S'il est écarté, pourquoi", description="Vide : l'axe est travaillé."
    )


class SaisieAxes(Bordereau):
    axes: Annotated[list[SaisieAxe], Field(min_length=1), UneLigneParChose(Chose.AXE, "axe")] = Field(
        title="Axes", description="Un axe sans numéro n'est pas au contrat."
    )
    convention_unique: bool = Field(
        default=False,
        title="Convention globale unique",
        description="Le contrat rassemble aussi les conventions voisines.",
    )


def retenir_axes(demarche: Demarche, saisie: SaisieAxes, auteur: Auteur) -> None:
    """Fixe les axes du contrat. Un axe écarté garde sa ligne, avec sa justification ; un axe omis s'en va."""
    connus = [axe.code for axe in registre().referentiel(demarche.millesime).axes]
    inconnus = [a.axe for a in saisie.axes if a.axe not in connus]
    if inconnus:
        raise SaisieInvalide(
            f"Axes inconnus : {', '.join(inconnus)}.",
            f"Le référentiel « {demarche.millesime} » connaît : {', '.join(connus)}.",
            "Employez les codes du référentiel.",
        )
    demarche.convention_unique = saisie.convention_unique
    lignes = {axe.axe: axe for axe in demarche.axes}
    for omis in lignes.keys() - {voulu.axe for voulu in saisie.axes}:
        demarche.axes.remove(lignes[omis])
    for voulu in saisie.axes:
        ligne = lignes.get(voulu.axe)
        if ligne is None:
            demarche.axes.append(AxeRetenu(demarche_id=demarche.id, **voulu.model_dump()))
        else:
            ligne.numero, ligne.justification = voulu.numero, voulu.justification


class SaisieEnveloppe(Bordereau):
    annee: Annee = Field(title="Année")
    plafond_centimes: Centimes = Field(title="Plafond de la part de l'État")
    reliquat_centimes: Centimes = Field(
        default=0,
        title="Reliquat de la convention précédente",
        description="Il s'ajoute aux moyens de l'année sans changer le plafond.",
    )
    statut: StatutEnveloppe = Field(title="Statut")
    notifiee_le: date = Field(title="Date de la notification")


def saisir_enveloppe(demarche: Demarche, saisie: SaisieEnveloppe, auteur: Auteur) -> None:
    """Inscrit le plafond d'une année ; l'ancien reste, daté de son remplacement."""
    if saisie.annee not in demarche.annees:
        raise SaisieInvalide(
            f"L'enveloppe {saisie.annee} ne peut pas être saisie.",
            f"Le contrat court de {demarche.annee_debut} à {demarche.annee_fin}.",
            "Choisissez une année du contrat.",
        )
    for ancienne in demarche.enveloppes:
        if ancienne.annee == saisie.annee and ancienne.remplacee_le is None:
            ancienne.remplacee_le = auteur.saisi_le
    demarche.enveloppe_inconnue = False
    demarche.enveloppes.append(Enveloppe(demarche_id=demarche.id, **saisie.model_dump()))


class SaisieEnveloppeInconnue(Bordereau):
    inconnue: bool = Field(
        default=True,
        title="L'enveloppe n'est pas encore connue",
        description="Ce n'est pas zéro : la démarche peut s'ouvrir, les montants viendront.",
    )


def declarer_enveloppe_inconnue(demarche: Demarche, saisie: SaisieEnveloppeInconnue, auteur: Auteur) -> None:
    """Dit explicitement que l'enveloppe n'est pas encore connue : ce n'est pas zéro."""
    demarche.enveloppe_inconnue = saisie.inconnue


SAISIES_DE_LANCEMENT = {
    "contact": SaisieDefinie("une personne et son rôle", SaisieContact, ajouter_contact),
    "axes": SaisieDefinie("les axes du contrat", SaisieAxes, retenir_axes),
    "enveloppe": SaisieDefinie("le plafond d'une année", SaisieEnveloppe, saisir_enveloppe),
    "enveloppe_inconnue": SaisieDefinie(
        "l'enveloppe n'est pas encore connue", SaisieEnveloppeInconnue, declarer_enveloppe_inconnue
    ),
}

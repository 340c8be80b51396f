"""Ce que plusieurs documents disent de la même façon : en-tête, territoire, émetteur, destinataire."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, field_validator

from documents.contextes.attendus import SIGNATAIRE_DE_LA_LETTRE, SUIVI_PAR
from documents.contextes.sujets import objet_du_document, version_suivante
from documents.contextes.tournures import (
    SERVICES,
    Nom,
    accorder_la_fonction,
    appel,
    avec_article,
    fonction_qui_signe,
    nommer,
    par_delegation,
    titre_de,
)
from documents.formats import majuscule
from documents.typographie import INSECABLE, typo, typographier
from modeles.contact import Contact
from modeles.demarche import Demarche
from modeles.reference.registre import registre
from modeles.reference.territoires import Region, Territoire
from modeles.vocabulaire import Partie, RoleContact


class Contexte(BaseModel):
    """Ce qu'un gabarit peut dire, et rien d'autre : un champ est une balise.

    Dates en `date`, montants en `int` centimes : ce sont les filtres du gabarit qui écrivent. Un texte, saisi comme le
    clavier le permet, y prend ses insécables.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _typographier(cls, valeur: Any) -> Any:
        return typographier(valeur)


class EnTete(Contexte):
    """Ce que l'en-tête, le pied et les propriétés de tout document impriment.

    `marque` est sur deux lignes (« PRÉFET », « DU GERS »). `projet` : le texte n'est pas encore validé.
    `fictif` : les données sont de démonstration, et chaque page le dit.
    """

    code: str
    titre: str
    reference: str
    version: int
    projet: bool
    date_document: date
    fictif: bool
    marque: str
    service: str
    collectivite: Nom
    assemblee: str


class ContexteDeDocument(Contexte):
    """Ce que le gabarit d'un document peut dire : au moins, ce qu'en impriment l'en-tête et le pied."""

    document: EnTete


class TerritoireEcrit(Contexte):
    """Le territoire ; `le` : « le Gers », `du` : « du Gers », `au` : « au Gers », `dans` : « dans le Gers »."""

    nom: str
    le: str
    du: str
    au: str
    dans: str
    collectivite: Nom
    assemblee: Nom


class Emetteur(Contexte):
    """Qui écrit pour l'État. Un champ vide fait disparaître sa ligne."""

    ville: str
    suivi_par: Annotated[str, SUIVI_PAR]
    signature: str
    signataire: Annotated[str, SIGNATAIRE_DE_LA_LETTRE]


class Destinataire(Contexte):
    """À qui l'on écrit en forme personnelle : suscription, appel et politesse s'accordent ensemble."""

    suscription: str
    appel: str
    politesse: str


def en_tete(
    demarche: Demarche,
    code: str,
    titre: str,
    sujet: str,
    le: date,
    *,
    projet: bool = False,
    version: int | None = None,
) -> EnTete:
    """L'en-tête d'un document daté `le`. Sans `version`, c'est la suivante de ce document."""
    territoire = registre().territoire(demarche.territoire_code)
    return EnTete(
        code=code,
        titre=typo(titre),
        reference=_reference(demarche, territoire, f"{le.year}/{code}", sujet),
        version=version or version_suivante(demarche, code, objet_du_document(demarche, code, sujet)),
        projet=projet,
        date_document=le,
        fictif=demarche.fictive,
        marque=f"PRÉFET\n{registre().departement_de(territoire).du}".upper(),
        service=SERVICES.get(territoire.service_etat, territoire.service_etat),
        collectivite=collectivite_nommee(territoire),
        assemblee=majuscule(territoire.assemblee_complete),
    )


def marque_regionale(region: Region) -> str:
    """« PRÉFET », « DE LA RÉGION OCCITANIE » : qui écrit au nom de la région."""
    return f"PRÉFET\nDE LA RÉGION{INSECABLE}{region.nom}".upper()


def _reference(demarche: Demarche, territoire: Territoire, rang: str, sujet: str) -> str:
    """« DDETSPP/CLS-32/2025/D04-1 » : service, contrat et territoire, année et code, numéro du sujet."""
    contrat = registre().type_de_contrat(demarche.type_contrat)
    racine = f"{territoire.service_etat}/{contrat.sigle or contrat.code.upper()}-{territoire.code}/{rang}"
    numero = sujet.partition(":")[2]
    return f"{racine}-{numero}" if numero else racine


def territoire_ecrit(demarche: Demarche) -> TerritoireEcrit:
    territoire = registre().territoire(demarche.territoire_code)
    return TerritoireEcrit(
        nom=territoire.nom,
        le=territoire.le,
        du=territoire.du,
        au=territoire.au,
        dans=territoire.dans,
        collectivite=collectivite_nommee(territoire),
        assemblee=nommer(territoire.assemblee_complete),
    )


def collectivite_nommee(territoire: Territoire) -> Nom:
    """« le Département du Gers », « Toulouse Métropole » : un nom propre garde les articles du territoire."""
    if territoire.collectivite == territoire.nom:
        return Nom(nom=territoire.nom, le=territoire.le, du=territoire.du, au=territoire.au)
    return nommer(territoire.collectivite)


def contrat_nomme(demarche: Demarche) -> Nom:
    """« contrat local des solidarités 2024-2027 », et ses articles."""
    libelle = registre().type_de_contrat(demarche.type_contrat).libelle
    return nommer(f"{libelle} {demarche.annee_debut}-{demarche.annee_fin}")


def contact_de(demarche: Demarche, partie: Partie, role: RoleContact) -> Contact | None:
    """Le contact en fonction qui tient ce rôle, s'il est connu."""
    return next((c for c in demarche.contacts if c.actif and (c.partie, c.role) == (partie, role)), None)


def personne(contact: Contact) -> str:
    """« Monsieur Jean Martin » ; sans civilité, le nom seul."""
    civilite = contact.civilite.capitalize() if contact.civilite else ""
    return " ".join(x for x in (civilite, contact.prenom, contact.nom) if x)


def prefet(demarche: Demarche) -> Emetteur:
    """L'émetteur des lettres signées par le préfet du département."""
    signataire = contact_de(demarche, Partie.ETAT, RoleContact.SIGNATAIRE)
    civilite = signataire.civilite if signataire else None
    return Emetteur(
        ville=registre().territoire(demarche.territoire_code).prefecture,
        suivi_par=_suivi_par(demarche),
        signature=f"{avec_article(_titre_du_prefet(demarche), civilite)},",
        signataire=f"{signataire.prenom} {signataire.nom}".strip() if signataire else "",
    )


def service_par_delegation(demarche: Demarche) -> Emetteur:
    """L'émetteur des lettres signées par le service : « Pour la préfète et par délégation, la directrice… »."""
    referent = contact_de(demarche, Partie.ETAT, RoleContact.REFERENT)
    nom = f"{referent.prenom} {referent.nom}".strip() if referent else ""
    fonction = fonction_qui_signe(referent.fonction, referent.civilite) if referent else ""
    return Emetteur(
        ville=registre().territoire(demarche.territoire_code).prefecture,
        suivi_par=_suivi_par(demarche),
        signature="\n".join(x for x in (delegation_du_prefet(demarche), fonction) if x),
        signataire=nom,
    )


def delegation_du_prefet(demarche: Demarche) -> str:
    """« Pour la préfète et par délégation, »."""
    delegant = contact_de(demarche, Partie.ETAT, RoleContact.SIGNATAIRE)
    return par_delegation(delegant.civilite if delegant else None)


def executif_destinataire(demarche: Demarche) -> Destinataire:
    """L'exécutif de la collectivité.

    Sans civilité, on n'écrit pas à la personne mais à la charge : « la présidence du conseil départemental ».
    """
    territoire = registre().territoire(demarche.territoire_code)
    contact = contact_de(demarche, Partie.COLLECTIVITE, RoleContact.SIGNATAIRE)
    civilite = contact.civilite if contact else None
    fonction = contact.fonction if contact and titre_de(contact.fonction) else territoire.executif_complet
    accordee = accorder_la_fonction(fonction, civilite)
    lignes = [majuscule(accordee), territoire.collectivite]
    if contact and civilite:
        lignes.insert(0, personne(contact))
    else:
        lignes[0] = f"À l'attention de la {accordee}"
    return Destinataire(
        suscription="\n".join(lignes),
        appel=f"{appel(fonction, civilite)},",
        politesse=politesse(appel(fonction, civilite), "ma considération distinguée"),
    )


def membres_destinataires(membres: str) -> Destinataire:
    """Une lettre à plusieurs : « Mesdames et Messieurs les membres du comité de suivi »."""
    return Destinataire(
        suscription=f"Mesdames et Messieurs les {membres}",
        appel="Mesdames, Messieurs,",
        politesse=politesse("Mesdames, Messieurs", "ma considération distinguée"),
    )


def politesse(appele: str, sentiment: str) -> str:
    """L'appel est repris tel quel : « Je vous prie d'agréer, Madame la Présidente, l'expression de… »."""
    return f"Je vous prie d'agréer, {appele}, l'expression de {sentiment}."


def _titre_du_prefet(demarche: Demarche) -> str:
    departement = registre().departement_de(registre().territoire(demarche.territoire_code))
    return f"préfet {departement.du}"


def _suivi_par(demarche: Demarche) -> str:
    referent = contact_de(demarche, Partie.ETAT, RoleContact.REFERENT)
    if referent is None:
        return ""
    return ", ".join(x for x in (personne(referent), referent.telephone, referent.courriel) if x)

"""Les relances (R1 à R4) et la mise en demeure (D29M) : qui écrit à qui, et ce qui manque, à un jour donné.

Rien n'est décidé ici : la liste des manquants, le niveau et les dates viennent de qui relance (dossier de domaine,
§ 14). R3 et D29M ne partent qu'après la validation d'une personne.
"""

from datetime import date
from typing import Annotated, Any

from documents.contextes.attendus import ARTICLE
from documents.contextes.commun import (
    ContexteDeDocument,
    Destinataire,
    Emetteur,
    EnTete,
    TerritoireEcrit,
    contact_de,
    contrat_nomme,
    delegation_du_prefet,
    en_tete,
    executif_destinataire,
    marque_regionale,
    personne,
    politesse,
    prefet,
    service_par_delegation,
    territoire_ecrit,
)
from documents.contextes.fin_anticipee import numero_d_article
from documents.contextes.manquants import (
    DemandeDeRelance,
    ManquantEcrit,
    ecrire_le_manquant,
    exiger_un_retard,
)
from documents.contextes.tournures import Nom, appel
from documents.formats import accorder, majuscule
from modeles.demarche import Demarche
from modeles.reference.registre import registre
from modeles.reference.territoires import Region
from modeles.vocabulaire import Partie, RoleContact

ARTICLES = {"indicateurs": "indicateurs", "rapport_execution": "rapport"}
COMMISSAIRE = "commissaire à la lutte contre la pauvreté"


class Relance(ContexteDeDocument):
    """Ce que toutes les relances disent. `article` : celui du contrat qui fonde la demande, vide s'il est inconnu."""

    emetteur: Emetteur
    destinataire: Destinataire
    territoire: TerritoireEcrit
    contrat: Nom
    objet: str
    manquants: tuple[ManquantEcrit, ...]
    manquants_comptes: str
    repondre_avant_le: date
    pieces: tuple[str, ...]


class RelanceDuReferent(Relance):
    """R1 : le chargé de mission au référent de la collectivité, sur le ton de l'aide."""


class RelanceDeLaDirection(Relance):
    """R2 : le service de l'État à la direction de la collectivité, article et date à l'appui."""

    article: Annotated[str, ARTICLE]
    signe_le: date | None
    precedentes: tuple[date, ...]
    copies: tuple[str, ...]


class RelanceDuPrefet(Relance):
    """R3 : le préfet à l'exécutif ; ce qui suivra sans réponse est annoncé."""

    article: Annotated[str, ARTICLE]
    precedentes: tuple[date, ...]
    copies: tuple[str, ...]


class SignalementDuCommissaire(Relance):
    """R4 : une note entre services de l'État, sans appel ni formule de politesse."""

    precedentes: tuple[date, ...]


class MiseEnDemeure(Relance):
    """D29M : le préfet à l'exécutif ; ouvre la procédure contradictoire."""

    article: Annotated[str, ARTICLE]
    article_de_fin: str
    signe_le: date | None
    precedentes: tuple[date, ...]
    copies: tuple[str, ...]


def construire_r1(demarche: Demarche, demande: DemandeDeRelance) -> RelanceDuReferent:
    """Toutes lèvent `SaisieInvalide` si rien ne manque, si rien n'est en retard, ou si le délai est déjà passé."""
    return RelanceDuReferent(
        emetteur=service_par_delegation(demarche),
        destinataire=_referent(demarche),
        **_commun(demarche, demande, "R1"),
    )


def construire_r2(demarche: Demarche, demande: DemandeDeRelance) -> RelanceDeLaDirection:
    return RelanceDeLaDirection(
        emetteur=_direction_de_l_etat(demarche),
        destinataire=_direction_de_la_collectivite(demarche),
        article=_article(demarche, demande),
        signe_le=demarche.signe_le,
        precedentes=tuple(demande.precedentes),
        copies=(COMMISSAIRE,),
        **_commun(demarche, demande, "R2"),
    )


def construire_r3(demarche: Demarche, demande: DemandeDeRelance) -> RelanceDuPrefet:
    return RelanceDuPrefet(
        emetteur=prefet(demarche),
        destinataire=executif_destinataire(demarche),
        article=_article(demarche, demande),
        precedentes=tuple(demande.precedentes),
        copies=(COMMISSAIRE, "direction régionale chargée des solidarités"),
        **_commun(demarche, demande, "R3"),
    )


def construire_r4(demarche: Demarche, demande: DemandeDeRelance) -> SignalementDuCommissaire:
    region = registre().region(registre().territoire(demarche.territoire_code).region)
    signature = f"{majuscule(COMMISSAIRE)} {region.du}"
    commun = _commun(demarche, demande, "R4")
    return SignalementDuCommissaire(
        emetteur=Emetteur(ville=region.chef_lieu, suivi_par="", signature=signature, signataire=""),
        destinataire=Destinataire(suscription=_prefecture(demarche), appel="", politesse=""),
        precedentes=_depuis_le_retard(demande),
        **commun | {"document": _au_nom_de_la_region(commun["document"], region)},
    )


def construire_mise_en_demeure(demarche: Demarche, demande: DemandeDeRelance) -> MiseEnDemeure:
    return MiseEnDemeure(
        emetteur=prefet(demarche),
        destinataire=executif_destinataire(demarche),
        article=_article(demarche, demande),
        article_de_fin=numero_d_article(demarche, "resiliation"),
        signe_le=demarche.signe_le,
        precedentes=_depuis_le_retard(demande),
        copies=(COMMISSAIRE, "direction régionale chargée des solidarités"),
        **_commun(demarche, demande, "D29M"),
    )


OBJETS = {
    "R1": "Éléments attendus",
    "R2": "Éléments non transmis",
    "R3": "Éléments non transmis malgré les relances",
    "R4": "Signalement d'éléments non transmis",
    "D29M": "Mise en demeure",
}
# Après un arrêt, la lettre du préfet peut être la première : elle ne se dit pas « malgré les relances ».
OBJETS_SANS_RAPPEL = {"R3": OBJETS["R2"]}


def _commun(demarche: Demarche, demande: DemandeDeRelance, code: str) -> dict[str, Any]:
    exiger_un_retard(demande)
    contrat, territoire = contrat_nomme(demarche), territoire_ecrit(demarche)
    objet = OBJETS[code] if demande.precedentes else OBJETS_SANS_RAPPEL.get(code, OBJETS[code])
    return {
        "document": en_tete(demarche, code, f"{objet} : {contrat.nom}", "", demande.le),
        "territoire": territoire,
        "contrat": contrat,
        "objet": f"{objet} au titre {contrat.du} {territoire.du}",
        "manquants": tuple(ecrire_le_manquant(m, demande.le) for m in demande.manquants),
        "manquants_comptes": accorder(len(demande.manquants), "élément attendu", "éléments attendus"),
        "repondre_avant_le": demande.repondre_avant_le,
        "pieces": (),
    }


def _au_nom_de_la_region(entete: EnTete, region: Region) -> EnTete:
    suite = entete.reference.partition("/")[2]
    identite = {
        "marque": marque_regionale(region),
        "service": majuscule(COMMISSAIRE),
        "reference": f"DREETS/{suite}",
    }
    return entete.model_copy(update=identite)


def _depuis_le_retard(demande: DemandeDeRelance) -> tuple[date, ...]:
    """Un rappel d'avant l'échéance n'est pas une relance restée sans effet."""
    echu_le = min((m.attendu_le for m in demande.manquants), default=demande.le)
    return tuple(le for le in demande.precedentes if le > echu_le)


def _article(demarche: Demarche, demande: DemandeDeRelance) -> str:
    """L'article qui fonde la demande, si tous les manquants relèvent du même."""
    codes = {ARTICLES.get(m.code, "") for m in demande.manquants}
    return numero_d_article(demarche, codes.pop()) if len(codes) == 1 else ""


def _referent(demarche: Demarche) -> Destinataire:
    contact = contact_de(demarche, Partie.COLLECTIVITE, RoleContact.REFERENT)
    collectivite = registre().territoire(demarche.territoire_code).collectivite
    appele = contact.civilite.capitalize() if contact and contact.civilite else "Madame, Monsieur"
    lignes = (
        [personne(contact), majuscule(contact.fonction)] if contact else ["À l'attention du service référent"]
    )
    return Destinataire(
        suscription="\n".join((*lignes, collectivite)),
        appel=f"{appele},",
        politesse=politesse(appele, "mes salutations distinguées"),
    )


def _direction_de_la_collectivite(demarche: Demarche) -> Destinataire:
    """La personne qui dirige les services, si elle est connue ; la charge, sinon."""
    collectivite = registre().territoire(demarche.territoire_code).collectivite
    contact = contact_de(demarche, Partie.COLLECTIVITE, RoleContact.DIRECTION)
    if contact is None or contact.civilite is None:
        return Destinataire(
            suscription=f"À l'attention de la direction générale des services\n{collectivite}",
            appel="Madame, Monsieur,",
            politesse=politesse("Madame, Monsieur", "mes salutations distinguées"),
        )
    appele = appel(contact.fonction, contact.civilite)
    return Destinataire(
        suscription="\n".join((personne(contact), majuscule(contact.fonction), collectivite)),
        appel=f"{appele},",
        politesse=politesse(appele, "mes salutations distinguées"),
    )


def _direction_de_l_etat(demarche: Demarche) -> Emetteur:
    """La direction signe, non le chargé de mission : aucun contact ne la nomme."""
    service = registre().territoire(demarche.territoire_code).service_etat
    signature = f"{delegation_du_prefet(demarche)}\nLa direction de la {service}"
    return service_par_delegation(demarche).model_copy(update={"signature": signature, "signataire": ""})


def _prefecture(demarche: Demarche) -> str:
    departement = registre().departement_de(registre().territoire(demarche.territoire_code))
    return (
        f"Préfecture {departement.du}\nDélégation chargée de la lutte contre la pauvreté (pour information)"
    )

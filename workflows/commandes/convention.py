"""Figer le projet de convention, recueillir les visas et les signatures, notifier."""

import hashlib
import json
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from documents.contextes.convention import contexte_convention
from modeles.convention import ProjetConvention, Signature
from modeles.demarche import Demarche
from modeles.erreurs import ErreurMetier, SaisieInvalide
from modeles.etapes import Geste
from modeles.vocabulaire import ModeSignature, Partie
from workflows.commandes.bordereau import Auteur, Bordereau, GesteDefini, SaisieDefinie
from workflows.commandes.champs import Texte
from workflows.commandes.fiches import contractualiser
from workflows.regles.commun import Circonstances
from workflows.regles.signature import LIBELLES_PARTIES, document_du_projet, obstacles_a_une_signature


def figer_projet(demarche: Demarche, donnees: Bordereau, faits: Circonstances) -> None:
    """Garde le texte et les montants tels qu'ils seront votés : toute suite part d'eux."""
    version = len(demarche.projets) + 1
    contenu = contexte_convention(demarche, version, faits.survenu_le).model_dump(mode="json")
    demarche.projets.append(
        ProjetConvention(
            demarche_id=demarche.id,
            version=version,
            contenu=contenu,
            empreinte=empreinte_de(contenu),
            fige_le=faits.survenu_le,
        )
    )


def empreinte_de(contenu: dict[str, Any]) -> str:
    """Le SHA-256 d'un contenu, quel que soit l'ordre de ses clés."""
    texte = json.dumps(contenu, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(texte.encode()).hexdigest()


class SaisieVisa(Bordereau):
    le: date = Field(title="Donné le")
    par: Texte = Field(title="Donné par", description="Nom et fonction de la personne qui l'a donné.")


def consigner_visa(demarche: Demarche, saisie: SaisieVisa, auteur: Auteur) -> None:
    """La DREETS vise les crédits du projet en vigueur."""
    projet = _projet_en_vigueur(demarche)
    projet.visa_dreets_le, projet.visa_dreets_par = saisie.le, saisie.par


def consigner_accord(demarche: Demarche, saisie: SaisieVisa, auteur: Auteur) -> None:
    """La collectivité donne son accord sur le texte en vigueur."""
    projet = _projet_en_vigueur(demarche)
    projet.accord_collectivite_le, projet.accord_collectivite_par = saisie.le, saisie.par


def _projet_en_vigueur(demarche: Demarche) -> ProjetConvention:
    if not demarche.projets:
        raise SaisieInvalide(
            "Il n'y a pas de projet de convention.",
            "Aucun projet n'a encore été figé.",
            "Figez le projet, puis recommencez.",
        )
    return demarche.projets[-1]


class SaisieSignature(Bordereau):
    """Sans `empreinte`, l'exemplaire signé est celui que l'outil a produit."""

    partie: Partie = Field(title="Partie qui signe")
    signataire: Texte = Field(title="Signataire", description="Prénom et nom.")
    qualite: Texte = Field(title="Qualité", description="Par exemple : présidente du conseil départemental.")
    signee_le: date = Field(title="Signé le")
    mode: ModeSignature = Field(default=ModeSignature.PAPIER, title="Comment")
    empreinte: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = Field(
        default=None,
        title="Empreinte de l'exemplaire signé",
        description="À laisser vide si l'exemplaire signé est celui que l'outil a produit.",
    )


class SignatureRefusee(ErreurMetier):
    """La signature ne peut pas être reçue : pas le moment, ou pas le texte voté."""


def consigner_signature(demarche: Demarche, saisie: SaisieSignature, auteur: Auteur) -> None:
    """Reçoit la signature d'une partie sur le projet voté (contrôles SIG-01 et DOC-02)."""
    if saisie.partie not in LIBELLES_PARTIES:
        raise SaisieInvalide(
            "Cette signature ne peut pas être reçue.",
            "Seuls l'État et la collectivité signent le contrat.",
            "Indiquez « etat » ou « collectivite ».",
        )
    projet = _projet_en_vigueur(demarche)
    convention = document_du_projet(demarche, projet)
    signature = Signature(
        projet_id=projet.id,
        empreinte=saisie.empreinte or (convention.empreinte_fichier if convention else ""),
        **saisie.model_dump(exclude={"empreinte"}),
    )
    _refuser_l_impossible(demarche, projet, signature)
    projet.signatures.append(signature)


def _refuser_l_impossible(demarche: Demarche, projet: ProjetConvention, signature: Signature) -> None:
    signataire = LIBELLES_PARTIES[signature.partie]
    if any(s.partie is signature.partie for s in projet.signatures):
        raise SignatureRefusee(
            f"La signature de {signataire} est déjà consignée.",
            "Une signature ne se remplace pas.",
            "Si le texte a changé, modifiez le projet : il sera voté et signé de nouveau.",
        )
    if obstacles := list(obstacles_a_une_signature(demarche, signature)):
        raise SignatureRefusee(
            f"La signature de {signataire} ne peut pas être reçue.",
            f"Il reste un obstacle : {' ; '.join(o.message for o in obstacles)}.",
            " ".join(o.remede for o in obstacles),
            obstacles,
        )


class DonneesNotification(Bordereau):
    prend_effet_le: date = Field(title="Le contrat prend effet le")
    numero: str | None = Field(default=None, title="Numéro du contrat")


def preparer_notification(demarche: Demarche, donnees: DonneesNotification, faits: Circonstances) -> None:
    """La date de signature est celle de la dernière ; la date d'effet est celle de la clause (§ 6.3.10)."""
    demarche.prend_effet_le = donnees.prend_effet_le
    demarche.numero = donnees.numero or demarche.numero
    dates = [s.signee_le for s in demarche.projets[-1].signatures] if demarche.projets else []
    demarche.signe_le = max(dates) if dates else None


def notifier(demarche: Demarche, donnees: Bordereau, faits: Circonstances) -> None:
    """Les fiches retenues deviennent celles du contrat."""
    contractualiser(demarche)


GESTES_DE_LA_CONVENTION = {
    Geste.FIGER_PROJET: GesteDefini(appliquer=figer_projet),
    Geste.VALIDER_PROJET: GesteDefini(),
    Geste.MODIFIER_PROJET: GesteDefini(),
    Geste.NOTIFIER: GesteDefini(DonneesNotification, preparer=preparer_notification, appliquer=notifier),
}
SAISIES_DE_LA_CONVENTION = {
    "visa_dreets": SaisieDefinie("le visa de la DREETS sur les crédits", SaisieVisa, consigner_visa),
    "accord_collectivite": SaisieDefinie(
        "l'accord de la collectivité sur le texte", SaisieVisa, consigner_accord
    ),
    "signature": SaisieDefinie("la signature d'une partie", SaisieSignature, consigner_signature),
}

"""Reprendre un territoire : sa démarche, ses axes, ses personnes, ses enveloppes."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from modeles.contact import Contact
from modeles.demarche import Demarche
from modeles.erreurs import ErreurMetier
from modeles.reference.contrats import TypeDeContrat
from modeles.reference.registre import registre
from modeles.reference.socle import cle
from modeles.vocabulaire import Partie, RoleContact
from workflows.commandes.bordereau import Auteur, lire_bordereau
from workflows.commandes.faire import saisir
from workflows.commandes.lancement import SaisieContact
from workflows.regles.finances import enveloppe_de
from workflows.reprise.fautes import Faute
from workflows.reprise.feuilles import (
    AXES_DU_PACTE,
    AXES_DU_PILIER,
    CONTACTS,
    ENVELOPPES,
    TERRITOIRES,
    feuille,
)
from workflows.reprise.lignes import Ligne
from workflows.reprise.plan import Champ, PlanDuTerritoire, differences


@dataclass
class Reprise:
    """La reprise d'un territoire en cours : où l'on écrit, qui écrit, ce qu'on en dira."""

    demarche: Demarche
    auteur: Auteur
    plan: PlanDuTerritoire
    fautes: list[Faute] = field(default_factory=list)

    def saisir(self, nature: str, donnees: Mapping[str, Any]) -> None:
        """Une saisie ordinaire, avec ses règles. Lève un `ErreurMetier`."""
        saisir(self.demarche, nature, donnees, self.auteur)

    @contextmanager
    def imputer(self, ligne: Ligne, colonne: str) -> Iterator[None]:
        """Un refus du métier devient une faute de la ligne, à la cellule en cause si on la connaît."""
        try:
            yield
        except ErreurMetier as refus:
            precises = [o for o in refus.obstacles if o.ou.split(".")[0] in ligne.lettres]
            for obstacle in precises:
                self.fautes.append(ligne.faute(obstacle.ou.split(".")[0], obstacle.message))
            if not precises:
                self.fautes.append(
                    ligne.faute(colonne, f"{refus.quoi} {refus.pourquoi} {refus.remede}".rstrip("."))
                )


def reprendre_les_axes(reprise: Reprise, ligne: Ligne) -> None:
    """Les axes du contrat : ceux que dit la ligne, ou trois si la démarche n'en a encore aucun."""
    demarche = reprise.demarche
    voulus = ligne["axes"] or (None if demarche.axes else AXES_DU_PILIER)
    if voulus is None:
        return
    actuels = (AXES_DU_PACTE if demarche.convention_unique else AXES_DU_PILIER) if demarche.axes else None
    champs = differences(feuille(TERRITOIRES).colonnes, {"axes": actuels}, {"axes": voulus})
    if reprise.plan.noter("Axes du contrat", champs, creation=actuels is None):
        codes = _codes_des_axes(registre().type_de_contrat(demarche.type_contrat), voulus)
        axes = [{"axe": code, "numero": rang} for rang, code in enumerate(codes, 1)]
        with reprise.imputer(ligne, "axes"):
            reprise.saisir("axes", {"axes": axes, "convention_unique": voulus == AXES_DU_PACTE})


def _codes_des_axes(contrat: TypeDeContrat, voulus: str) -> Sequence[str]:
    return contrat.axes_convention_unique if voulus == AXES_DU_PACTE else contrat.axes


def reprendre_les_referents(reprise: Reprise, ligne: Ligne) -> None:
    """Les référents nommés sur la ligne du territoire."""
    territoire = registre().territoire(reprise.demarche.territoire_code)
    organismes = {
        Partie.ETAT: f"{territoire.service_etat} {territoire.du}",
        Partie.COLLECTIVITE: territoire.collectivite,
    }
    for partie, organisme in organismes.items():
        if ligne[f"nom_{partie}"]:
            lus = {c: ligne[f"{c}_{partie}"] for c in ("prenom", "nom", "fonction", "courriel")}
            donnees = {
                "partie": partie.value,
                "role": RoleContact.REFERENT.value,
                "organisme": organisme,
                **lus,
            }
            reprendre_un_contact(reprise, ligne, f"nom_{partie}", donnees)


def reprendre_les_contacts(reprise: Reprise, lignes: Sequence[Ligne]) -> None:
    """Les personnes de la feuille « Contacts »."""
    for ligne in [x for x in lignes if x.valide]:
        reprendre_un_contact(
            reprise, ligne, "nom", {c: v for c, v in ligne.valeurs.items() if c != "territoire"}
        )


def reprendre_un_contact(reprise: Reprise, ligne: Ligne, ou: str, lus: Mapping[str, Any]) -> None:
    """Ajoute la personne, ou complète celle que l'on connaît sous ce nom dans ce rôle."""
    donnees = {champ: valeur for champ, valeur in lus.items() if valeur is not None}
    colonnes = feuille(CONTACTS).colonnes
    connu = next((c for c in reprise.demarche.contacts if c.actif and _est_la_meme(c, donnees)), None)
    avant = connu.model_dump(mode="json", include=set(SaisieContact.model_fields)) if connu else {}
    objet = f"Contact {donnees.get('prenom', '')} {donnees['nom']}".replace("  ", " ")
    champs = differences(colonnes, avant, donnees)
    if not reprise.plan.noter(
        objet, [*champs, *_remplace(reprise.demarche, donnees, connu)], creation=not connu
    ):
        return
    with reprise.imputer(ligne, ou):
        if connu is None:
            reprise.saisir("contact", donnees)
        else:
            saisie = lire_bordereau("Cette personne est mal décrite.", SaisieContact, avant | donnees)
            for champ, valeur in saisie:
                setattr(connu, champ, valeur)


def _est_la_meme(contact: Contact, donnees: Mapping[str, Any]) -> bool:
    nom = cle(f"{donnees.get('prenom', '')} {donnees['nom']}")
    return (contact.partie, contact.role, cle(f"{contact.prenom} {contact.nom}")) == (
        donnees["partie"],
        donnees["role"],
        nom,
    )


def _remplace(demarche: Demarche, donnees: Mapping[str, Any], connu: Contact | None) -> list[Champ]:
    """Le référent ou le signataire dont cette personne prend la suite."""
    if connu or donnees["role"] not in (RoleContact.REFERENT, RoleContact.SIGNATAIRE):
        return []
    anciens = [
        c for c in demarche.contacts if c.actif and (c.partie, c.role) == (donnees["partie"], donnees["role"])
    ]
    return [Champ("Prend la suite de", f"{a.prenom} {a.nom}".strip(), donnees["nom"]) for a in anciens]


def reprendre_les_enveloppes(reprise: Reprise, lignes: Sequence[Ligne]) -> None:
    """Le plafond de chaque année ; celui qui change garde l'ancien, daté de son remplacement."""
    colonnes = feuille(ENVELOPPES).colonnes
    for ligne in [x for x in lignes if x.valide]:
        connue = enveloppe_de(reprise.demarche, ligne["annee"])
        donnees = {c: v for c, v in ligne.valeurs.items() if c != "territoire"}
        avant = {c: getattr(connue, c) for c in donnees} if connue else {}
        champs = differences(colonnes, avant, donnees)
        if reprise.plan.noter(f"Enveloppe {ligne['annee']}", champs, creation=connue is None):
            reliquat = {"reliquat_centimes": connue.reliquat_centimes} if connue else {}
            with reprise.imputer(ligne, "annee"):
                reprise.saisir("enveloppe", reliquat | donnees)

"""Ce qui retient le projet de convention : ses montants, ses parties, ses visas."""

from collections.abc import Iterator
from datetime import date

from modeles.contact import Contact
from modeles.convention import ProjetConvention
from modeles.demarche import Demarche
from modeles.erreurs import Obstacle
from modeles.vocabulaire import Partie, RoleContact, StatutEnveloppe
from workflows.regles.finances import enveloppe_de, obstacles_d_equilibre, obstacles_financiers
from workflows.regles.signature import LIBELLES_PARTIES, document_du_projet


def signataire(demarche: Demarche, partie: Partie) -> Contact | None:
    """La personne en fonction qui signe pour cette partie."""
    noms = [
        c for c in demarche.contacts if c.partie is partie and c.role is RoleContact.SIGNATAIRE and c.actif
    ]
    return noms[-1] if noms else None


def obstacles_au_gel_du_projet(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Enveloppe notifiée (pas seulement pré-notifiée), finances justes, signataires connus (§ 6.3.8)."""
    for annee in demarche.annees:
        enveloppe = enveloppe_de(demarche, annee)
        if enveloppe is None or enveloppe.statut is StatutEnveloppe.PRENOTIFIE:
            yield Obstacle(
                f"l'enveloppe {annee} n'est pas notifiée",
                "Saisissez l'enveloppe notifiée de chaque année du contrat.",
                ou=f"enveloppe:{annee}",
            )
    yield from obstacles_aux_signataires(demarche)
    yield from obstacles_financiers(demarche)


def obstacles_aux_signataires(demarche: Demarche) -> Iterator[Obstacle]:
    """Chaque partie a un signataire, dont la civilité est connue."""
    for partie, libelle in LIBELLES_PARTIES.items():
        personne = signataire(demarche, partie)
        if personne is None or personne.civilite is None:
            yield Obstacle(
                f"le signataire pour {libelle} manque, ou sa civilité n'est pas renseignée",
                f"Ajoutez le contact « signataire » pour {libelle}, avec sa civilité.",
                ou="contacts",
            )


def obstacles_au_projet(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Texte figé et écrit, visa de la DREETS sur les crédits, accord de la collectivité (§ 6.2)."""
    if not demarche.projets:
        yield Obstacle("le projet de convention n'est pas figé", "Figez le projet.", ou="projet")
        return
    projet = demarche.projets[-1]
    if any(d.projet_version == projet.version for d in demarche.deliberations):
        yield Obstacle(
            f"le projet n° {projet.version} a déjà été présenté à l'assemblée",
            "Figez un nouveau projet avec les changements convenus.",
            ou="projet",
        )
    yield from obstacles_aux_visas(demarche, projet)
    yield from obstacles_d_equilibre(demarche)


def obstacles_aux_visas(demarche: Demarche, projet: ProjetConvention) -> Iterator[Obstacle]:
    """Un texte écrit, visé et accepté : celui du contrat comme celui d'un avenant."""
    if document_du_projet(demarche, projet) is None:
        yield Obstacle(
            f"le texte du projet n° {projet.version} est encore en préparation",
            "Attendez quelques instants que le document soit produit.",
            ou="documents",
        )
    if projet.visa_dreets_le is None:
        yield Obstacle("le visa de la DREETS sur les crédits manque", "Consignez le visa.", ou="projet")
    if projet.accord_collectivite_le is None:
        yield Obstacle(
            "l'accord de la collectivité sur le texte manque", "Consignez son accord.", ou="projet"
        )

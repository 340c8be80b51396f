"""Ce qu'un administrateur fait d'un compte : le nommer, l'habiliter, le fermer, le transmettre."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from sqlmodel import Session
from starlette.responses import Response

from api.acces.comptes import donner_le_role
from api.acces.demarrage import adresse_de_jalons
from api.pages.comptes.administration import Ouverte, RoleTape, Saisi, lire_le_role
from api.temps import lire_jour
from modeles.compte import Compte, Habilitation
from modeles.erreurs import SaisieInvalide
from workflows.acces.comptes import compte_connu, delier, renommer, rouvrir, suspendre
from workflows.acces.habilitations import retirer
from workflows.acces.invitations import envoyer_un_lien
from workflows.acces.passation import passer_la_main
from workflows.acces.suppleances import designer_suppleant
from workflows.reveil import reveiller_l_envoi

routeur = APIRouter(prefix="/comptes")


@routeur.post("/{compte}/nom")
def renommer_un_compte(administration: Ouverte, compte: UUID, nom: Saisi = "") -> Response:
    """Le nom que le journal écrira désormais."""
    return administration.ecrire(
        compte,
        "renomme",
        lambda session, trouve: renommer(session, trouve, nom, administration.qui),
        {"nom": nom},
    )


@routeur.post("/{compte}/roles")
def donner_un_role(administration: Ouverte, compte: UUID, role: RoleTape) -> Response:
    """Un rôle de plus."""
    return administration.ecrire(
        compte,
        "role",
        lambda session, trouve: donner_le_role(session, trouve, lire_le_role(role), administration.qui),
        role,
    )


@routeur.post("/{compte}/roles/{habilitation}/retrait")
def retirer_un_role(administration: Ouverte, compte: UUID, habilitation: UUID) -> Response:
    """Ce rôle ne vaut plus, sur le champ."""

    def faire(session: Session, trouve: Compte) -> None:
        role = session.get(Habilitation, habilitation)
        if role is not None and role.compte_id == trouve.id:
            retirer(session, role, administration.qui)

    return administration.ecrire(compte, "role_retire", faire)


@routeur.post("/{compte}/suspension")
def suspendre_un_compte(administration: Ouverte, compte: UUID, motif: Saisi = "") -> Response:
    """Ferme le compte sur le champ."""
    return administration.ecrire(
        compte,
        "suspendu",
        lambda session, trouve: suspendre(session, trouve, administration.qui, motif),
        {"motif": motif},
    )


@routeur.post("/{compte}/reouverture")
def rouvrir_un_compte(administration: Ouverte, compte: UUID, fin_le: Saisi = "") -> Response:
    """Rouvre le compte, jusqu'à une date si on la donne."""
    return administration.ecrire(
        compte,
        "rouvert",
        lambda session, trouve: rouvrir(
            session, trouve, administration.qui, lire_jour(fin_le) if fin_le else None
        ),
        {"fin_le": fin_le},
    )


@routeur.post("/{compte}/lien")
def envoyer_un_lien_neuf(administration: Ouverte, compte: UUID) -> Response:
    """Prépare le message qui porte un lien de connexion neuf."""

    def faire(session: Session, trouve: Compte) -> None:
        if not envoyer_un_lien(session, trouve.courriel or "", adresse_de_jalons(), administration.qui):
            raise SaisieInvalide(
                "Aucun lien ne peut être envoyé.",
                "Ce compte est fermé, ou n'a pas d'adresse électronique.",
                "Rouvrez-le, ou donnez le lien de « jalons acces lien ».",
            )

    reponse = administration.ecrire(compte, "lien", faire)
    reveiller_l_envoi(administration.qui.le)
    return reponse


@routeur.post("/{compte}/identite")
def oublier_l_identite(administration: Ouverte, compte: UUID) -> Response:
    """Délie le compte de l'identité du fournisseur : l'adresse a changé de titulaire, ou d'identifiant."""
    return administration.ecrire(
        compte, "delie", lambda session, trouve: delier(session, trouve, administration.qui)
    )


@routeur.post("/{compte}/suppleances")
def designer_un_suppleant(
    administration: Ouverte,
    compte: UUID,
    *,
    courriel: Saisi = "",
    du: Saisi = "",
    au: Saisi = "",
    motif: Saisi = "",
) -> Response:
    """Qui agira à la place de cette personne, de telle à telle date."""

    def faire(session: Session, trouve: Compte) -> None:
        jours = {"du": lire_jour(du), "au": lire_jour(au)}
        suppleant = compte_connu(session, courriel)
        designer_suppleant(session, trouve, suppleant, administration.qui, motif=motif, **jours)

    saisie = {"courriel": courriel, "du": du, "au": au, "motif": motif}
    return administration.ecrire(compte, "suppleance", faire, saisie)


@routeur.post("/{compte}/passation")
def faire_la_passation(
    administration: Ouverte,
    compte: UUID,
    courriel: Annotated[str, Form(alias="successeur", max_length=300)] = "",
) -> Response:
    """Transmet rôles, tâches et place dans les démarches, puis ferme le compte."""
    return administration.ecrire(
        compte,
        "passation",
        lambda session, trouve: passer_la_main(
            session, trouve, compte_connu(session, courriel), administration.qui
        ),
        {"courriel": courriel},
    )

"""Les comptes, pour un administrateur : inviter, donner un rôle, fermer, transmettre."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query
from sqlmodel import Session
from starlette.responses import Response

from api.acces.comptes import (
    Invitation,
    RoleDemande,
    compte_de_la_page,
    inviter_quelqu_un,
    roles_en_clair,
)
from api.dependances import AgentConnecte
from api.pages.comptes.guichet import FAITS, Refusee, ecrire
from api.pages.comptes.libelles import TRACES, choix_de_region, choix_de_role, choix_de_territoire
from api.pages.rendu import Page, PageDemandee
from api.temps import aujourd_hui, instant_present, lire_jour
from modeles.base import lecture
from modeles.compte import Compte, Role
from modeles.configuration import configuration
from modeles.erreurs import ErreurMetier, SaisieInvalide
from modeles.requetes_acces import comptes, suppleances_a_venir, traces_de
from workflows.acces.comptes import Qui
from workflows.acces.habilitations import en_clair
from workflows.reveil import reveiller_l_envoi

routeur = APIRouter(prefix="/comptes")

Saisi = Annotated[str, Form(max_length=300)]
Fait = Annotated[str, Query(max_length=40)]
RIEN_DE_REFUSE = Refusee()


def _role_demande(
    role: Saisi = "", region: Saisi = "", territoire: Saisi = "", fiche: Saisi = ""
) -> dict[str, str]:
    return {"role": role, "region": region, "territoire": territoire, "fiche": fiche}


RoleTape = Annotated[dict[str, str], Depends(_role_demande)]


class Administration:
    """Les pages des comptes, et ce qu'un administrateur y écrit."""

    def __init__(self, page: PageDemandee, agent: AgentConnecte) -> None:
        self.page: Page = page
        self.qui = Qui(agent.nom, instant_present())

    def lister(self, statut: int = 200, refusee: Refusee = RIEN_DE_REFUSE, fait: str = "") -> Response:
        """Tous les comptes, et de quoi en ouvrir un."""
        with lecture() as session:
            tous = comptes(session)
            return self.page.rendre(
                "comptes.html",
                statut,
                lignes=[(c, roles_en_clair(session, c), c.ouvert(aujourd_hui())) for c in tous],
                avec_courriel=configuration().smtp_hote is not None,
                refusee=refusee,
                fait=FAITS.get(fait),
                **_choix(),
            )

    def montrer(
        self, identifiant: UUID, statut: int = 200, refusee: Refusee = RIEN_DE_REFUSE, fait: str = ""
    ) -> Response:
        """Un compte : ses rôles, ce qu'on peut en faire, son histoire."""
        with lecture() as session:
            compte = compte_de_la_page(session, identifiant)
            en_vigueur = [h for h in compte.habilitations if h.retiree_le is None]
            return self.page.rendre(
                "compte.html",
                statut,
                compte=compte,
                ouvert=compte.ouvert(aujourd_hui()),
                roles=[(h, en_clair(session, h)) for h in en_vigueur],
                suppleances=suppleances_a_venir(session, compte.id, aujourd_hui()),
                traces=[(t, TRACES[t.quoi]) for t in traces_de(session, compte.id)],
                avec_courriel=configuration().smtp_hote is not None,
                refusee=refusee,
                fait=FAITS.get(fait),
                **_choix(),
            )

    def ecrire(
        self,
        identifiant: UUID,
        fait: str,
        faire: Callable[[Session, Compte], object],
        saisie: dict[str, str] | None = None,
    ) -> Response:
        """Écrit sur un compte, puis revient à sa page."""

        def remontrer(refus: ErreurMetier) -> Response:
            return self.montrer(identifiant, refus.statut, Refusee(fait, saisie or {}, refus))

        def sur_le_compte(session: Session) -> None:
            faire(session, compte_de_la_page(session, identifiant))

        return ecrire(sur_le_compte, remontrer, f"/comptes/{identifiant}?fait={fait}")


Ouverte = Annotated[Administration, Depends()]


@routeur.get("")
def lister_les_comptes(administration: Ouverte, fait: Fait = "") -> Response:
    """Qui peut se connecter, et pour quoi faire."""
    return administration.lister(fait=fait)


@routeur.post("")
def inviter_une_personne(
    administration: Ouverte,
    role: RoleTape,
    *,
    nom: Saisi = "",
    courriel: Saisi = "",
    organisme: Saisi = "",
    fin_le: Saisi = "",
) -> Response:
    """Ouvre le compte, lui donne son rôle, et prépare l'invitation."""
    saisie = {"nom": nom, "courriel": courriel, "organisme": organisme, "fin_le": fin_le} | role

    def faire(session: Session) -> None:
        fin = lire_jour(fin_le) if fin_le else None
        inviter_quelqu_un(
            session, Invitation(nom, courriel, lire_le_role(role), organisme, fin), administration.qui
        )

    def remontrer(refus: ErreurMetier) -> Response:
        return administration.lister(refus.statut, Refusee("invitation", saisie, refus))

    reponse = ecrire(faire, remontrer, "/comptes?fait=invite")
    reveiller_l_envoi(administration.qui.le)
    return reponse


@routeur.get("/{compte}")
def montrer_un_compte(administration: Ouverte, compte: UUID, fait: Fait = "") -> Response:
    """Ses rôles, ce qu'on peut en faire, son histoire."""
    return administration.montrer(compte, fait=fait)


def lire_le_role(tape: dict[str, str]) -> RoleDemande:
    if tape["role"] not in set(Role):
        raise SaisieInvalide(
            "Il manque un rôle.", "Sans rôle, un compte n'ouvre rien.", "Choisissez-en un dans la liste."
        )
    return RoleDemande(Role(tape["role"]), tape["region"], tape["territoire"], tape["fiche"])


def _choix() -> dict[str, list[tuple[str, str]]]:
    return {
        "choix_de_role": choix_de_role(),
        "choix_de_region": choix_de_region(),
        "choix_de_territoire": choix_de_territoire(),
    }

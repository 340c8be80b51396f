"""« Mon compte » : qui l'on est, ses rôles, ses jetons d'API, qui agit pendant ses absences, ses sessions."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query
from sqlmodel import Session
from starlette.responses import Response

from api.acces.agent import Agent
from api.acces.comptes import compte_de_la_page, roles_en_clair
from api.acces.cookies import secret_de_session
from api.dependances import AgentConnecte
from api.ecriture import ecriture
from api.pages.accueil import fiches_de
from api.pages.comptes.guichet import FAITS, Refusee, ecrire
from api.pages.comptes.libelles import navigateur_en_clair
from api.pages.rendu import Page, PageDemandee
from api.temps import aujourd_hui, instant_present, lire_jour
from modeles.acces import JetonApi, PorteeDeJeton, Suppleance
from modeles.base import lecture
from modeles.compte import Compte
from modeles.erreurs import ErreurMetier, Introuvable
from modeles.requetes_acces import jetons_de, sessions_de, suppleances_a_venir
from workflows.acces.comptes import Qui, compte_connu, renommer
from workflows.acces.jetons import DUREE_MAXIMALE_JOURS, creer_jeton, revoquer_jeton, valable
from workflows.acces.secrets import empreinte_de
from workflows.acces.sessions import fermer_les_autres
from workflows.acces.suppleances import annuler_suppleance, designer_suppleant, exiger_du_meme_metier

routeur = APIRouter(prefix="/compte")

Saisi = Annotated[str, Form(max_length=300)]
NomDuJeton = Annotated[str, Form(alias="nom-du-jeton", max_length=300)]
PORTEES = [
    (PorteeDeJeton.LIRE.value, "Lire l'état des territoires et les dossiers"),
    (PorteeDeJeton.FICHIERS.value, "Télécharger les fichiers"),
    (PorteeDeJeton.ECRIRE.value, "Faire des gestes et des saisies"),
]
RIEN_DE_REFUSE = Refusee()


class PasLeVotre(Introuvable):
    """D'un autre ou inconnu : le même refus."""

    def __init__(self) -> None:
        super().__init__(
            "Cela n'est pas dans votre compte.",
            "Cet identifiant n'est celui de rien qui vous appartienne.",
            "Repartez de « Mon compte ».",
        )


class MonCompte:
    """La page d'une personne, et ce qu'elle y écrit."""

    def __init__(self, page: PageDemandee, agent: AgentConnecte) -> None:
        self.page: Page = page
        self.agent: Agent = agent
        self.identifiant = UUID(agent.identifiant)
        self.qui = Qui(agent.nom, instant_present())

    def montrer(
        self, statut: int = 200, refusee: Refusee = RIEN_DE_REFUSE, secret: str | None = None, fait: str = ""
    ) -> Response:
        """La page ; avec elle, ce qui vient d'être refusé, ou le jeton qui vient d'être créé."""
        with lecture() as session:
            compte = compte_de_la_page(session, self.identifiant)
            return self.page.rendre(
                "mon_compte.html",
                statut,
                compte=compte,
                roles=roles_en_clair(session, compte),
                fiches=fiches_de(self.agent),
                jetons=[(j, valable(j, self.qui.le)) for j in jetons_de(session, compte.id)],
                suppleances=suppleances_a_venir(session, compte.id, aujourd_hui()),
                sessions=sessions_de(session, compte.id, self.qui.le),
                celle_ci=empreinte_de(secret_de_session(self.page.requete)),
                portees=PORTEES,
                navigateur=navigateur_en_clair,
                duree_maximale=DUREE_MAXIMALE_JOURS,
                refusee=refusee,
                secret=secret,
                fait=FAITS.get(fait),
            )

    def ecrire(
        self, formulaire: str, saisie: dict[str, str], fait: str, faire: Callable[[Session, Compte], object]
    ) -> Response:
        """Écrit sur le compte de la personne, puis revient à sa page."""

        def remontrer(refus: ErreurMetier) -> Response:
            return self.montrer(refus.statut, Refusee(formulaire, saisie, refus))

        return ecrire(
            lambda session: faire(session, session.get_one(Compte, self.identifiant)),
            remontrer,
            f"/compte?fait={fait}",
        )


Ouvert = Annotated[MonCompte, Depends()]


@routeur.get("")
def montrer_mon_compte(mien: Ouvert, fait: Annotated[str, Query(max_length=40)] = "") -> Response:
    """Qui l'on est et ce que l'on peut."""
    return mien.montrer(fait=fait)


@routeur.post("/nom")
def changer_mon_nom(mien: Ouvert, nom: Saisi = "") -> Response:
    """Le nom que le journal écrira désormais."""
    return mien.ecrire(
        "nom", {"nom": nom}, "renomme", lambda session, compte: renommer(session, compte, nom, mien.qui)
    )


@routeur.post("/jetons")
def creer_mon_jeton(
    mien: Ouvert,
    nom: NomDuJeton = "",
    jours: Saisi = "90",
    portees: Annotated[list[PorteeDeJeton] | None, Form()] = None,
) -> Response:
    """Le jeton s'affiche dans la réponse, et nulle part ailleurs ensuite."""
    try:
        with ecriture() as session:
            compte = session.get_one(Compte, mien.identifiant)
            duree = int(jours) if jours.isdecimal() and len(jours) < 5 else 0
            neuf = creer_jeton(session, compte, mien.qui, nom=nom, portees=portees or [], jours=duree)
    except ErreurMetier as refus:
        return mien.montrer(refus.statut, Refusee("jeton", {"nom": nom, "jours": jours}, refus))
    return mien.montrer(201, secret=neuf.secret)


@routeur.post("/jetons/{jeton}/revocation")
def revoquer_mon_jeton(mien: Ouvert, jeton: UUID) -> Response:
    """Le jeton ne vaut plus rien, sur le champ."""

    def faire(session: Session, compte: Compte) -> None:
        trouve = session.get(JetonApi, jeton)
        if trouve is None or trouve.compte_id != compte.id:
            raise PasLeVotre
        revoquer_jeton(session, trouve, mien.qui)

    return mien.ecrire("jeton", {}, "jeton_revoque", faire)


@routeur.post("/suppleances")
def designer_mon_suppleant(
    mien: Ouvert, courriel: Saisi = "", du: Saisi = "", au: Saisi = "", motif: Saisi = ""
) -> Response:
    """Qui agira à ma place, de telle à telle date."""

    def faire(session: Session, compte: Compte) -> None:
        suppleant = compte_connu(session, courriel)
        exiger_du_meme_metier(session, compte, suppleant)
        jours = {"du": lire_jour(du), "au": lire_jour(au)}
        designer_suppleant(session, compte, suppleant, mien.qui, motif=motif, **jours)

    saisie = {"courriel": courriel, "du": du, "au": au, "motif": motif}
    return mien.ecrire("suppleance", saisie, "suppleance", faire)


@routeur.post("/suppleances/{suppleance}/annulation")
def annuler_ma_suppleance(mien: Ouvert, suppleance: UUID) -> Response:
    """Je reprends la main, ou je rends celle qu'on m'a confiée."""

    def faire(session: Session, compte: Compte) -> None:
        trouvee = session.get(Suppleance, suppleance)
        if trouvee is None or compte.id not in (trouvee.titulaire_id, trouvee.suppleant_id):
            raise PasLeVotre
        annuler_suppleance(session, trouvee, mien.qui)

    return mien.ecrire("suppleance", {}, "suppleance_annulee", faire)


@routeur.post("/sessions/fermeture")
def fermer_mes_autres_sessions(mien: Ouvert) -> Response:
    """Ferme toutes mes sessions, sauf celle-ci."""
    gardee = secret_de_session(mien.page.requete)
    return mien.ecrire(
        "sessions",
        {},
        "sessions",
        lambda session, compte: fermer_les_autres(session, compte.id, gardee, mien.qui.le),
    )

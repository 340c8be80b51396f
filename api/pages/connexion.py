"""Se connecter, et se déconnecter."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.acces.adresses import adresse_sure
from api.acces.cookies import oter_la_session, poser_la_session, secret_de_session
from api.acces.csrf import exiger_la_meme_origine
from api.acces.debit import Limite, adresse_de, compter
from api.acces.demarrage import adresse_de_jalons
from api.acces.oidc.echange import adresse_de_sortie
from api.acces.oidc.refus import FournisseurInjoignable, SansFournisseur
from api.acces.refus import LienPerime
from api.dependances import Ecriture
from api.ecriture import ecriture
from api.pages.rendu import PageDemandee
from api.refus import AdresseInconnue
from api.temps import instant_present
from modeles.acces import MoyenDAcces, SessionAgent
from modeles.configuration import configuration
from workflows.acces.comptes import Qui, Trace, normaliser, tracer
from workflows.acces.invitations import envoyer_un_lien
from workflows.acces.liens import consommer_lien
from workflows.acces.sessions import fermer_session, ouvrir_session
from workflows.reveil import reveiller_l_envoi

routeur = APIRouter(prefix="/connexion")

Retour = Annotated[str, Query(alias="vers", max_length=500)]
Secret = Annotated[str, Path(max_length=100)]


@routeur.get("")
def proposer(page: PageDemandee, vers: Retour = "/") -> HTMLResponse:
    """Les façons de se connecter."""
    return _page(page, vers)


@routeur.post("")
def demander_un_lien(
    page: PageDemandee,
    requete: Request,
    ensuite: BackgroundTasks,
    courriel: Annotated[str, Form(max_length=254)],
    vers: Annotated[str, Form(max_length=500)] = "/",
) -> HTMLResponse:
    """Envoie un lien au compte de cette adresse, s'il existe : la réponse, elle, est toujours la même."""
    exiger_la_meme_origine(requete)
    if configuration().smtp_hote is None:
        raise AdresseInconnue
    compter(Limite.LIENS_DEMANDES, adresse_de(requete))
    compter(Limite.LIENS_POUR_UNE_ADRESSE, normaliser(courriel))
    # Après la réponse : sa durée non plus ne dit pas si le compte existe.
    ensuite.add_task(_envoyer, courriel)
    return _page(page, vers, demandee=True)


def _page(page: PageDemandee, vers: str, *, demandee: bool = False) -> HTMLResponse:
    reglages = configuration()
    return page.rendre(
        "connexion.html",
        vers=adresse_sure(vers),
        fournisseur=reglages.oidc_nom if reglages.oidc_emetteur else None,
        courriel=reglages.smtp_hote is not None,
        demandee=demandee,
    )


def _envoyer(courriel: str) -> None:
    le = instant_present()
    with ecriture() as session:
        parti = envoyer_un_lien(session, courriel, adresse_de_jalons(), Qui("Jalons", le))
    if parti:
        reveiller_l_envoi(le)


@routeur.get("/{secret}")
def montrer_le_lien(page: PageDemandee, secret: Secret, vers: Retour = "/") -> HTMLResponse:
    """Le lien ne sert qu'au clic : les robots qui visitent les liens d'un courriel ne l'usent pas."""
    return page.rendre("connexion_lien.html", secret=secret, vers=adresse_sure(vers))


@routeur.post("/{secret}")
def entrer_par_le_lien(
    requete: Request, secret: Secret, session: Ecriture, vers: Retour = "/"
) -> RedirectResponse:
    """Ouvre une session neuve, et ferme celle d'avant. Le lien ne vaut plus rien ensuite."""
    exiger_la_meme_origine(requete)
    compter(Limite.ESSAIS_DE_LIEN, adresse_de(requete))
    le = instant_present()
    compte = consommer_lien(session, secret, le)
    if compte is None:
        raise LienPerime
    fermer_session(session, secret_de_session(requete), le)
    navigateur = requete.headers.get("user-agent", "")
    ouverte = ouvrir_session(session, compte, MoyenDAcces.LIEN, le, navigateur=navigateur)
    tracer(session, compte, Trace.CONNECTE, Qui(compte.nom, le), MoyenDAcces.LIEN.value)
    reponse = RedirectResponse(adresse_sure(vers), 303)
    poser_la_session(requete, reponse, ouverte)
    return reponse


sortie = APIRouter(prefix="/deconnexion")


@sortie.post("")
def sortir(requete: Request, session: Ecriture) -> Response:
    """Ferme la session : son secret ne vaut plus rien, même recopié. On sort aussi de chez le fournisseur."""
    fermee = fermer_session(session, secret_de_session(requete), instant_present())
    reponse = RedirectResponse(_apres_la_sortie(fermee), 303)
    oter_la_session(requete, reponse)
    return reponse


def _apres_la_sortie(fermee: SessionAgent | None) -> str:
    if fermee is None or fermee.jeton_identite is None:
        return "/connexion"
    try:
        return adresse_de_sortie(fermee.jeton_identite) or "/connexion"
    except (FournisseurInjoignable, SansFournisseur):
        # Le fournisseur ne répond pas : on est sorti d'ici, c'est ce qui a été demandé.
        return "/connexion"

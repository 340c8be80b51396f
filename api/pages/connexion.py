"""Se connecter, et se déconnecter."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.acces.adresses import adresse_sure
from api.acces.cookies import oter_la_session, poser_la_session, secret_de_session
from api.acces.csrf import exiger_la_meme_origine
from api.acces.debit import Limite, adresse_de, compter
from api.acces.refus import LienPerime
from api.dependances import Ecriture
from api.pages.rendu import PageDemandee
from api.temps import instant_present
from modeles.acces import MoyenDAcces
from workflows.acces.comptes import Qui, tracer
from workflows.acces.liens import consommer_lien
from workflows.acces.sessions import fermer_session, ouvrir_session

routeur = APIRouter(prefix="/connexion")

Retour = Annotated[str, Query(alias="vers", max_length=500)]
Secret = Annotated[str, Path(max_length=100)]


@routeur.get("")
def proposer(page: PageDemandee, vers: Retour = "/") -> HTMLResponse:
    """Les façons de se connecter."""
    return page.rendre("connexion.html", vers=adresse_sure(vers))


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
    tracer(session, compte, "connecte", Qui(compte.nom, le), MoyenDAcces.LIEN.value)
    reponse = RedirectResponse(adresse_sure(vers), 303)
    poser_la_session(requete, reponse, ouverte)
    return reponse


sortie = APIRouter(prefix="/deconnexion")


@sortie.post("")
def sortir(requete: Request, session: Ecriture) -> Response:
    """Ferme la session : son secret ne vaut plus rien, même recopié."""
    fermer_session(session, secret_de_session(requete), instant_present())
    reponse = RedirectResponse("/connexion", 303)
    oter_la_session(requete, reponse)
    return reponse

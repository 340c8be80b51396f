"""Entrer par le fournisseur d'identité : l'aller, le retour."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse

from api.acces.adresses import adresse_sure
from api.acces.cookies import poser_la_session, poser_le_visiteur, secret_de_session, visiteur
from api.acces.debit import Limite, adresse_de, compter
from api.acces.oidc.echange import identifier, partir
from api.acces.oidc.refus import ConnexionInterrompue, ConnexionRefusee, SansCompte
from api.ecriture import ecriture
from api.temps import instant_present
from modeles.acces import DepartVersLeFournisseur, MoyenDAcces
from workflows.acces.comptes import Qui, Trace, tracer
from workflows.acces.identites import compte_atteste
from workflows.acces.secrets import empreinte_de, nouveau_secret
from workflows.acces.sessions import fermer_session, ouvrir_session, reprendre_le_depart

routeur = APIRouter(prefix="/connexion/oidc")

Parametre = Annotated[str, Query(max_length=2_000)]


@routeur.get("")
def aller(requete: Request, vers: Annotated[str, Query(max_length=500)] = "/") -> RedirectResponse:
    """Envoie chez le fournisseur ; le navigateur garde de quoi prouver qu'il en revient."""
    compter(Limite.DEPARTS_VERS_LE_FOURNISSEUR, adresse_de(requete))
    secret = visiteur(requete) or nouveau_secret()
    depart = partir(adresse_sure(vers), secret, instant_present())
    with ecriture() as session:
        session.add(depart.retenu)
    reponse = RedirectResponse(depart.adresse, 303)
    poser_le_visiteur(requete, reponse, secret)
    return reponse


@routeur.get("/retour")
def revenir(
    requete: Request, code: Parametre = "", state: Parametre = "", error: Parametre = ""
) -> RedirectResponse:
    """Vérifie tout, retrouve le compte, ouvre la session. Un retour ne sert qu'une fois."""
    retenu = _depart(requete, state)
    if error or not code:
        abandon = "La connexion a été abandonnée." if error == "access_denied" else "Elle a été refusée."
        raise ConnexionRefusee(f"{abandon} Le fournisseur d'identité n'a pas donné d'accord.")
    le = instant_present()
    identite = identifier(code, retenu, le)
    with ecriture() as session:
        compte = compte_atteste(session, identite.emetteur, identite.sujet, identite.courriel, le.date())
        if compte is None:
            raise SansCompte(identite.nom, identite.courriel)
        fermer_session(session, secret_de_session(requete), le)
        navigateur = requete.headers.get("user-agent", "")
        secret = ouvrir_session(
            session, compte, MoyenDAcces.OIDC, le, navigateur=navigateur, jeton_identite=identite.jeton
        )
        tracer(session, compte, Trace.CONNECTE, Qui(compte.nom, le), MoyenDAcces.OIDC.value)
    reponse = RedirectResponse(adresse_sure(retenu.vers), 303)
    poser_la_session(requete, reponse, secret)
    return reponse


def _depart(requete: Request, state: str) -> DepartVersLeFournisseur:
    # Dans sa propre transaction : même si la suite échoue, ce départ ne resservira pas.
    with ecriture() as session:
        retenu = reprendre_le_depart(session, empreinte_de(state), instant_present())
    if retenu is None or retenu.visiteur != empreinte_de(visiteur(requete)):
        raise ConnexionInterrompue
    return retenu

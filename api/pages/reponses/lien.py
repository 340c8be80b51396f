"""La page du lien personnel : répondre pour son territoire, sans compte ; ce que l'on tape se garde."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse
from sqlmodel import Session

from api.acces.csrf import exiger_la_meme_origine
from api.acces.debit import Limite, adresse_de, compter
from api.ecriture import ecriture
from api.pages.rendu import Page, PageDemandee
from api.pages.reponses import lignes
from api.temps import aujourd_hui, instant_present
from modeles.base import lecture
from modeles.configuration import configuration
from modeles.erreurs import Gravite
from modeles.lien_de_reponse import LienDeReponse
from modeles.secret import secret_de_l_installation
from workflows.collecte.liens import LienFerme, ouvrir
from workflows.commandes.bordereau import Auteur
from workflows.commandes.valeurs import Preparation
from workflows.etat_des_valeurs import EtatDesValeurs, etat_des_valeurs
from workflows.regles.campagnes import echeance_de, est_hors_delai
from workflows.valeurs import enregistrer_valeurs

routeur = APIRouter(prefix="/reponse")
Jeton = Annotated[str, Path(max_length=300)]
ORIGINE = "lien personnel"
EN_DIRECT = "x-en-direct"


def _ouvrir(session: Session, requete: Request, jeton: str) -> LienDeReponse:
    try:
        return ouvrir(session, jeton, secret_de_l_installation(configuration().donnees), instant_present())
    except LienFerme:
        compter(Limite.ESSAIS_DE_LIEN, adresse_de(requete))
        raise


def _etat(session: Session, lien: LienDeReponse) -> EtatDesValeurs:
    attendu = lien.attendu
    return etat_des_valeurs(session, attendu.demarche, attendu.campagne.exercice, aujourd_hui())


@routeur.get("/{jeton}")
def montrer_la_reponse(
    page: PageDemandee, requete: Request, jeton: Jeton, gardees: int | None = None
) -> Response:
    """Les indicateurs du contrat, ce que l'on en sait, et où en est la réponse."""
    with lecture() as session:
        lien = _ouvrir(session, requete, jeton)
        return _rendre(page, session, lien, {}, None, gardees=gardees)


@routeur.post("/{jeton}")
async def repondre(page: PageDemandee, requete: Request, jeton: Jeton) -> Response:
    """Garde ce qui tient ; dit le reste, champ par champ, sans rien perdre de ce qui a été tapé."""
    exiger_la_meme_origine(requete)
    formulaire = await requete.form()
    with ecriture() as session:
        lien = _ouvrir(session, requete, jeton)
        tape = lignes.lire(formulaire, _etat(session, lien))
        auteur = Auteur(f"{lien.nom} ({ORIGINE})", aujourd_hui(), instant_present())
        lot = enregistrer_valeurs(session, lien.attendu, list(tape.values()), auteur, ORIGINE).lot
    if requete.headers.get(EN_DIRECT):
        return JSONResponse(_en_direct(lot))
    if not lot.fautes:
        vers = f"{requete.url.path}?gardees={len(lot.changements)}"
        return Response(status_code=303, headers={"Location": vers})
    fautives = {(f.fiche, f.indicateur) for f in lot.fautes}
    with lecture() as session:
        lien = _ouvrir(session, requete, jeton)
        return _rendre(page, session, lien, {k: v for k, v in tape.items() if k in fautives}, lot)


def _en_direct(lot: Preparation) -> dict[str, object]:
    fautes = lignes.recapitulatif(lot.fautes)
    return {"gardees": len(lot.changements), "fautes": fautes}


def _rendre(
    page: Page,
    session: Session,
    lien: LienDeReponse,
    tape: lignes.Tape,
    lot: Preparation | None,
    *,
    gardees: int | None = None,
) -> Response:
    attendu, etat = lien.attendu, _etat(session, lien)
    fautes = lot.fautes if lot else []
    reponse = page.rendre(
        "reponse.html",
        422 if fautes else 200,
        lien=lien,
        attendu=attendu,
        demarche=attendu.demarche,
        territoire=attendu.demarche.territoire,
        etat=etat,
        groupes=lignes.composer(etat, tape, fautes),
        erreurs=lignes.recapitulatif(fautes),
        gardees=len(lot.changements) if lot else gardees,
        avertissements=[o for o in etat.remarques if o.gravite is not Gravite.BLOQUANT],
        echeance=echeance_de(attendu),
        hors_delai=est_hors_delai(attendu, aujourd_hui()),
        situations=lignes.SITUATIONS,
        identifiant=lignes.identifiant,
    )
    # L'adresse ouvre la porte : elle ne reste pas dans un cache partagé. Elle ne part déjà vers aucun autre site ;
    # « no-referrer » cacherait aussi au serveur d'où vient l'envoi, qui serait refusé.
    reponse.headers["Cache-Control"] = "no-store"
    return reponse

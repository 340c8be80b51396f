"""Le classeur d'un territoire, depuis sa page : le déposer, voir ce qu'il changerait, puis confirmer."""

from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from sqlmodel import Session
from starlette.responses import Response

from api.acces.actes import signataires, signature
from api.acces.droits import DROITS, Droit
from api.acces.gardien import exiger
from api.ecriture import ecriture
from api.pages.formulaires.envoi import LONGUEUR_D_UN_NOM, POUR
from api.pages.indicateurs.dossier import PageDesIndicateurs, Refusee
from api.pages.indicateurs.pages import LaPage
from api.schemas.collecte import RetourVu
from documents.depot import Depot
from modeles.base import lecture
from modeles.configuration import configuration
from modeles.erreurs import ErreurMetier, SaisieInvalide
from workflows.collecte.retour import apercevoir_le_classeur, recevoir_le_classeur
from workflows.depots.inscription import Fichier
from workflows.dossier import demarche_du_territoire
from workflows.permission import Permission

routeur = APIRouter(prefix="/territoires/{territoire}/indicateurs/{exercice}/classeur")
Empreinte = Annotated[str, Form(pattern=r"^[0-9a-f]{64}$")]


@routeur.post("/depots")
async def apercevoir(page: LaPage, fichier: Annotated[UploadFile | None, File()] = None) -> Response:
    """Garde le fichier au dépôt, et montre ce qu'il changerait ; rien d'autre n'est écrit."""
    octets = await fichier.read() if fichier else b""
    nom = (fichier.filename or "classeur.xlsx") if fichier else ""
    recu = Fichier(nom[:200], octets)
    try:
        if not octets:
            raise SaisieInvalide(
                "Aucun classeur n'a été déposé.",
                "Le fichier est vide ou n'a pas été choisi.",
                "Choisissez-le.",
            )
        with lecture() as session:
            auteur = page.auteur(session, Droit.SAISIR_INDICATEURS)
            retour = apercevoir_le_classeur(session, recu, auteur, _permis(page, session))
            vue = RetourVu.depuis(retour, ecrit=False)
    except ErreurMetier as refus:
        return page.montrer(refusee=Refusee("classeur", {}, refus))
    empreinte = Depot(configuration().donnees).ranger(octets)
    return _montrer(page, vue, recu.nom, empreinte)


@routeur.post("/confirmation")
def confirmer(
    page: LaPage,
    empreinte: Empreinte,
    nom: Annotated[str, Form(max_length=200)],
    pour: Annotated[str, Form(alias=POUR, max_length=LONGUEUR_D_UN_NOM)] = "",
) -> Response:
    """Garde les lignes qui tiennent du fichier que l'on vient de voir."""
    depot = Depot(configuration().donnees)
    recu = Fichier(nom, depot.lire(empreinte))
    try:
        with ecriture() as session:
            auteur = page.auteur(session, Droit.SAISIR_INDICATEURS, pour)
            retour = recevoir_le_classeur(session, depot, recu, auteur, _permis(page, session, pour))
            vue = RetourVu.depuis(retour, ecrit=True)
    except ErreurMetier as refus:
        return page.montrer(refusee=Refusee("classeur", {}, refus))
    return _montrer(page, vue, nom, empreinte)


def _permis(page: PageDesIndicateurs, session: Session, pour: str = "") -> Permission:
    """Chaque feuille est celle d'un territoire : l'agent y a son droit, et la personne nommée aussi."""

    def verifier(territoire: str) -> None:
        exiger(page.agent, Droit.SAISIR_INDICATEURS, {"territoire": territoire})
        demarche = demarche_du_territoire(session, territoire)
        signature(page.agent, demarche, pour, DROITS[Droit.SAISIR_INDICATEURS])

    return verifier


def _montrer(page: PageDesIndicateurs, vue: RetourVu, nom: str, empreinte: str) -> Response:
    with lecture() as session:
        demarche = page.demarche(session)
        return page.page.rendre(
            "classeur_retour.html",
            demarche=demarche,
            noms=signataires(page.agent, demarche, DROITS[Droit.SAISIR_INDICATEURS]),
            choisi="",
            vue=vue,
            nom=nom,
            empreinte=empreinte,
            adresse=page.adresse,
            exercice=page.exercice,
            changements=sum(len(f.changements) for f in vue.feuilles),
        )

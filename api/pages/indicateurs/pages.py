"""Les indicateurs d'un territoire : les voir, les saisir, les contrôler, aménager la demande."""

from collections.abc import Callable
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form
from fastapi.responses import JSONResponse
from sqlmodel import Session
from starlette.responses import Response

from api.acces.actes import droit_de_l_amenagement, exiger_l_amenagement
from api.acces.droits import Droit
from api.dependances import DemarcheLue, Lecture
from api.ecriture import ecriture
from api.pages.formulaires.envoi import LONGUEUR_D_UN_NOM, POUR
from api.pages.indicateurs.dossier import PageDesIndicateurs, Refusee, dernier_exercice
from api.pages.rendu import renvoyer
from api.pages.reponses import lignes
from api.temps import lire_jour
from modeles.contact import Contact
from modeles.erreurs import ErreurMetier, Introuvable
from modeles.lien_de_reponse import LienDeReponse
from modeles.requetes_valeurs import histoire_de_la_valeur
from modeles.vocabulaire_annuel import NatureAmenagement
from workflows.attendus import amenager
from workflows.collecte import liens
from workflows.commandes.fiches import fiche_de_code
from workflows.controle_des_valeurs import Controle, Designation, controler
from workflows.etat_des_valeurs import etat_des_valeurs
from workflows.valeurs import enregistrer_valeurs

sommaire = APIRouter(prefix="/territoires/{territoire}/indicateurs")
routeur = APIRouter(prefix="/territoires/{territoire}/indicateurs/{exercice}")
LaPage = Annotated[PageDesIndicateurs, Depends()]
Court = Annotated[str, Form(max_length=2_000)]
ORIGINE = "page"


@sommaire.get("")
def aller_au_dernier_exercice(demarche: DemarcheLue, session: Lecture) -> Response:
    """La page du dernier exercice demandé."""
    exercice = dernier_exercice(session, demarche)
    return renvoyer(f"/territoires/{demarche.territoire_code}/indicateurs/{exercice}")


@routeur.get("")
def montrer_les_indicateurs(page: LaPage, fait: str = "") -> Response:
    """Où en est la réponse, ce qu'elle dit, et ce qu'on peut y faire."""
    return page.montrer(fait=fait[:200])


@routeur.post("/valeurs")
async def saisir_les_valeurs(page: LaPage) -> Response:
    """Garde ce qui tient ; dit le reste, champ par champ, sans rien perdre de ce qui a été tapé."""
    formulaire = await page.page.requete.form()
    pour = str(formulaire.get(POUR, ""))[:LONGUEUR_D_UN_NOM]
    with ecriture() as session:
        attendu = page.attendu(session)
        etat = etat_des_valeurs(session, attendu.demarche, page.exercice, page.le)
        tape = lignes.lire(formulaire, etat)
        auteur = page.auteur(session, Droit.SAISIR_INDICATEURS, pour)
        lot = enregistrer_valeurs(session, attendu, list(tape.values()), auteur, ORIGINE).lot
    fautes = lignes.recapitulatif(lot.fautes)
    if page.page.requete.headers.get("x-en-direct"):
        return JSONResponse({"gardees": len(lot.changements), "fautes": fautes})
    if not lot.fautes:
        return _revenir(page, f"{len(lot.changements)} valeur(s) gardée(s).")
    fautives = {(f.fiche, f.indicateur) for f in lot.fautes}
    return page.montrer(tape={k: v for k, v in tape.items() if k in fautives}, fautes=lot.fautes, pour=pour)


@routeur.post("/controle")
def controler_les_valeurs(
    page: LaPage,
    controle: Annotated[Controle, Form()],
    indicateur: Annotated[list[str], Form(default_factory=list)],
    motif: Court = "",
) -> Response:
    """Vérifie, valide ou conteste les valeurs cochées, ou toutes celles qui le peuvent."""
    designes = [Designation(*cle.split("/", 1)) for cle in indicateur]

    def faire(session: Session) -> str:
        demarche, auteur = page.demarche(session), page.auteur(session, Droit.VALIDER_INDICATEURS)
        bilan = controler(session, demarche, page.exercice, controle, auteur, designes=designes, motif=motif)
        return f"{len(bilan.faits)} valeur(s) au statut suivant, {len(bilan.ecartes)} laissée(s)."

    return _ecrire(page, "controle", {"motif": motif, "controle": controle.value}, faire)


@routeur.post("/amenagements")
def inscrire_un_amenagement(
    page: LaPage,
    nature: Annotated[NatureAmenagement, Form()],
    motif: Court = "",
    jusqu_au: Court = "",
    pour: Annotated[str, Form(alias=POUR, max_length=LONGUEUR_D_UN_NOM)] = "",
) -> Response:
    """Un report, la main rendue, une difficulté ou une promesse."""

    def faire(session: Session) -> str:
        attendu = page.attendu(session)
        exiger_l_amenagement(page.agent, attendu.demarche, nature)
        terme: date | None = lire_jour(jusqu_au) if jusqu_au else None
        auteur = page.auteur(session, droit_de_l_amenagement(nature), pour)
        inscrit = amenager(session, attendu, nature, motif, auteur, jusqu_au=terme)
        return f"{nature.libelle.capitalize()} jusqu'au {inscrit.jusqu_au:%d/%m/%Y}."

    saisie = {"nature": nature.value, "motif": motif, "jusqu_au": jusqu_au, POUR: pour}
    return _ecrire(page, "amenagement", saisie, faire)


@routeur.post("/liens")
def donner_un_lien(page: LaPage, contact: Annotated[UUID, Form()]) -> Response:
    """Un lien personnel pour ce contact ; le même s'il en a déjà un qui vaut."""

    def faire(session: Session) -> str:
        attendu = page.attendu(session)
        personne = session.get(Contact, contact)
        if personne is None or personne.demarche_id != attendu.demarche_id:
            raise _inconnu("Ce contact")
        lien = liens.lien_pour(session, attendu, personne, page.auteur(session, Droit.MENER_CAMPAGNES))
        return f"Lien prêt pour {lien.nom}."

    return _ecrire(page, "liens", {}, faire)


@routeur.post("/liens/{lien}/{action}")
def changer_un_lien(page: LaPage, lien: UUID, action: str) -> Response:
    """Remplace le lien, ou le ferme."""

    def faire(session: Session) -> str:
        trouve = session.get(LienDeReponse, lien)
        if trouve is None or trouve.attendu_id != page.attendu(session).id or action not in ACTIONS:
            raise _inconnu("Ce lien")
        ACTIONS[action](session, trouve, page.auteur(session, Droit.MENER_CAMPAGNES))
        return f"Lien de {trouve.nom} : c'est fait."

    return _ecrire(page, "liens", {}, faire)


ACTIONS = {"remplacer": liens.remplacer, "revoquer": liens.revoquer}


@routeur.get("/histoire/{fiche}/{indicateur}")
def montrer_l_histoire(page: LaPage, session: Lecture, fiche: str, indicateur: str) -> Response:
    """Toutes les valeurs d'un indicateur : qui, quand, d'où, et ce qui en a été dit."""
    demarche = page.demarche(session)
    trouve = next((i for i in fiche_de_code(demarche, fiche).indicateurs if i.code == indicateur), None)
    if trouve is None:
        raise _inconnu(f"L'indicateur « {indicateur[:40]} »")
    return page.page.rendre(
        "indicateur_histoire.html",
        demarche=demarche,
        adresse=page.adresse,
        indicateur=trouve,
        exercice=page.exercice,
        histoire=list(reversed(histoire_de_la_valeur(session, trouve.id, page.exercice))),
        ecrire=lignes.ecrire_la_valeur,
    )


def _inconnu(quoi: str) -> Introuvable:
    return Introuvable(
        f"{quoi} n'est pas de ce territoire.", "Il a pu être retiré.", "Revenez à la page des indicateurs."
    )


def _ecrire(
    page: PageDesIndicateurs, formulaire: str, saisie: dict[str, str], faire: Callable[[Session], str]
) -> Response:
    try:
        with ecriture() as session:
            fait = faire(session)
    except ErreurMetier as refus:
        return page.montrer(refusee=Refusee(formulaire, saisie, refus))
    return _revenir(page, fait)


def _revenir(page: PageDesIndicateurs, fait: str) -> Response:
    vers = page.page.requete.url_for(
        "montrer_les_indicateurs", territoire=page.territoire, exercice=page.exercice
    )
    return renvoyer(str(vers.include_query_params(fait=fait).replace(scheme="", netloc="")))

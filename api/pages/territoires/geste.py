"""Faire un geste depuis une page : ce qu'il demande, ce qui le retient, ce qu'on peut lever."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse
from sqlmodel import Session
from starlette.responses import Response

from api.acces.actes import signataires, signature
from api.acces.droits import roles_du_geste
from api.avancement import avancer_une_fois
from api.dependances import AgentConnecte, Lecture, LeJour, TexteTerritoire
from api.pages import chemins
from api.pages.formulaires.choix import Cadre, nom_de_la_reunion
from api.pages.formulaires.envoi import POUR, FormulaireRecu
from api.pages.formulaires.faits import (
    PREFIXE,
    formulaire_des_faits,
    levees_proposees,
    lire_les_levees,
    schema_des_faits,
)
from api.pages.formulaires.formulaire import Formulaire
from api.pages.formulaires.page import Constat, Feuille, Suite
from api.pages.formulaires.prealables import prealable_du_geste
from api.pages.formulaires.saisie import Saisie, en_saisie
from api.pages.rendu import PageDemandee
from api.pages.territoires.page_de_formulaire import PageDeFormulaire
from api.reveils import reveiller_apres
from api.temps import instant_present
from modeles.demarche import Demarche
from modeles.erreurs import Obstacle
from modeles.etapes import Etape, Geste
from workflows.commandes.registre import GESTES
from workflows.dossier import demarche_du_territoire
from workflows.parcours import Transition, exiger_l_etape
from workflows.regles.commun import Circonstances

routeur = APIRouter(prefix="/territoires/{territoire}/gestes/{geste}")

CONSEQUENCES = {
    Etape.ABANDONNE: "La démarche s'arrête. Ce qui est fait reste au dossier ; elle ne peut pas être rouverte.",
    Etape.SUSPENDU: "La démarche est gelée. Elle reprendra à l'étape où elle en est.",
    Etape.DENONCE: "Le contrat prend fin. Le dossier reste consultable.",
    Etape.RESILIE: "Le contrat prend fin. Le dossier reste consultable.",
}


class PageDuGeste(PageDeFormulaire):
    """Le formulaire d'un geste, pour une personne et un territoire."""

    def __init__(
        self, page: PageDemandee, agent: AgentConnecte, le: LeJour, territoire: TexteTerritoire, geste: Geste
    ) -> None:
        super().__init__(page, agent, le, territoire)
        self.geste = geste

    def preparer(self, session: Session, tapee: Saisie | None) -> Feuille:
        """La feuille du geste à l'étape où en est la démarche. Lève `GesteHorsEtape`."""
        demarche = demarche_du_territoire(session, self.territoire)
        transition = exiger_l_etape(demarche, self.geste)
        precisions = self._precisions()
        cadre = _cadre(demarche, tapee, precisions)
        donnees = self._donnees(cadre, tapee, precisions, motif=transition.motif)
        donnees.fixes = frozenset(precisions)
        faits = formulaire_des_faits(donnees, motif=transition.motif)
        code = demarche.territoire_code
        retenu = tuple(transition.obstacles(demarche, self.le))
        return Feuille(
            fictive=demarche.fictive,
            titre=self.geste.libelle,
            bouton=self.geste.libelle,
            parents=chemins.fil_du_territoire(demarche),
            parties=[donnees, faits],
            signataires=signataires(self.agent, demarche, roles_du_geste(self.geste)),
            ecrire=lambda session: self._ecrire(session, demarche, donnees, faits),
            explications=_explications(transition, cadre),
            constats=[Constat(o, chemins.ou_corriger(code, o.ou)) for o in retenu if not self._y_repond(o)],
            lien_de=lambda ou: chemins.ou_corriger(code, ou),
            levees=lambda obstacles: levees_proposees(obstacles, donnees.saisie),
            fautes_de_plus=lire_les_levees(donnees.saisie)[1] if tapee else {},
        )

    def _precisions(self) -> dict[str, str]:
        """Ce que l'adresse dit déjà des données : on ne le redemande pas."""
        champs = GESTES[self.geste].donnees.model_fields
        return {nom: v for nom, v in self.page.requete.query_params.items() if nom in champs}

    def _donnees(
        self, cadre: Cadre, tapee: Saisie | None, precisions: dict[str, str], *, motif: bool
    ) -> Formulaire:
        schema = GESTES[self.geste].donnees
        if tapee is not None:
            return Formulaire(schema, cadre, tapee)
        formulaire = Formulaire.vierge(schema, cadre, prealable_du_geste(self.geste, cadre, precisions))
        faits = Formulaire(schema_des_faits(motif=motif), cadre, formulaire.saisie)
        formulaire.saisie.valeurs |= en_saisie(faits.champs, {"le": self.le}, PREFIXE)
        return formulaire

    def _y_repond(self, obstacle: Obstacle) -> bool:
        """Ce formulaire-ci est l'endroit où l'obstacle se règle."""
        return obstacle.ou == f"geste:{self.geste.value}"

    def _ecrire(self, session: Session, demarche: Demarche, donnees: Formulaire, faits: Formulaire) -> Suite:
        levees, _ = lire_les_levees(donnees.saisie)
        circonstances = Circonstances(
            signature(self.agent, demarche, donnees.saisie.texte(POUR), roles_du_geste(self.geste)),
            date.fromisoformat(faits.lu.donnees["le"]),
            instant_present(),
            faits.lu.donnees.get("motif"),
            levees,
            self.recu.cle if self.recu else None,
        )
        passage, _ = avancer_une_fois(session, demarche.id, self.geste, donnees.lu.donnees, circonstances)
        vers = retour_du_geste(demarche.territoire_code, self.geste, donnees.saisie)
        return Suite(vers, lambda: reveiller_apres(demarche.id, passage.id))


def _cadre(demarche: Demarche, tapee: Saisie | None, precisions: dict[str, str]) -> Cadre:
    def choisi(nom: str) -> str:
        return precisions.get(nom) or (tapee.texte(nom) if tapee else "")

    return Cadre(demarche, reunion=choisi("reunion"), fiche=choisi("fiche"))


def _explications(transition: Transition, cadre: Cadre) -> list[str]:
    phrases = []
    if cadre.reunion_choisie is not None:
        phrases.append(f"{nom_de_la_reunion(cadre.reunion_choisie)}.")
    if transition.vers in CONSEQUENCES:
        phrases.append(CONSEQUENCES[transition.vers])
    elif transition.vers is not None:
        phrases.append(
            f"La démarche passera de « {cadre.demarche.etape.libelle} » à « {transition.vers.libelle} »."
        )
    return phrases


def retour_du_geste(code: str, geste: Geste, saisie: Saisie) -> str:
    """Où l'on va une fois le geste fait : à la réunion dont il parle, sinon à la vue d'ensemble."""
    reunion = saisie.texte("reunion")
    page = f"reunions/{reunion}" if reunion.isdigit() else ""
    return chemins.du_territoire(code, page, fait=geste.value)


Demande = Annotated[PageDuGeste, Depends()]


@routeur.get("")
def montrer_le_geste(demande: Demande, session: Lecture) -> Response:
    """Le formulaire du geste."""
    return demande.ouvrir(session)


@routeur.post("", response_class=HTMLResponse)
def faire_le_geste(demande: Demande, recu: FormulaireRecu) -> Response:
    """Fait le geste, une seule fois ; ou remontre le formulaire avec ce qui le retient."""
    return demande.recevoir(recu)

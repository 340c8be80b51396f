"""Nourrir le dossier depuis une page : une saisie, son formulaire, et la page où l'on revient."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse
from sqlmodel import Session
from starlette.responses import Response

from api.acces.actes import exiger_la_saisie, roles_de_l_acte, signataires, signature
from api.acces.droits import roles_de_la_saisie
from api.acces.refus import DroitManquant
from api.dependances import AgentConnecte, Lecture, LeJour, TexteTerritoire
from api.pages import chemins
from api.pages.formulaires.choix import Cadre, nom_de_la_reunion
from api.pages.formulaires.envoi import POUR, FormulaireRecu
from api.pages.formulaires.formulaire import Formulaire
from api.pages.formulaires.page import Feuille, Suite
from api.pages.formulaires.prealables import prealable_de_la_saisie
from api.pages.formulaires.saisie import Saisie
from api.pages.rendu import PageDemandee
from api.pages.territoires.page_de_formulaire import PageDeFormulaire
from api.refus import AdresseInconnue
from api.temps import instant_present, jour_d_ecriture
from modeles.demarche import Demarche
from workflows.commandes.bordereau import Auteur
from workflows.commandes.registre import SAISIES
from workflows.dossier import demarche_du_territoire, enregistrer
from workflows.refus import SaisieHorsEtape

routeur = APIRouter(prefix="/territoires/{territoire}/saisies/{nature}")

# La page, et l'endroit de la page, où l'on voit ce qui vient d'être enregistré.
RETOURS = {
    "contact": "cadre#personnes",
    "absence": "cadre#personnes",
    "axes": "cadre#axes",
    "calendrier": "cadre#calendrier",
    "recalage": "cadre#calendrier",
    "enveloppe": "finances#enveloppes",
    "enveloppe_inconnue": "finances#enveloppes",
    "reunion": "reunions#liste",
    "fiche": "fiches#liste",
    "source": "diagnostic#sources",
    "entretien": "diagnostic#entretiens",
    "constat": "diagnostic#constats",
    "enjeu": "diagnostic#enjeux",
    "reserve_levee": "diagnostic#reserves",
    "piste": "pistes#liste",
    "arbitrage": "pistes#liste",
    "dispense_d_atelier": "pistes#liste",
    "visa_dreets": "signature#projet",
    "accord_collectivite": "signature#projet",
    "vote": "signature#deliberation",
    "transmission": "signature#deliberation",
    "signature": "signature#signatures",
    "changement_d_avenant": "signature#avenants",
    "renoncement_d_avenant": "signature#avenants",
    "remise": "signature#contrat",
    "evaluation": "signature#evaluation",
}
# Ce que l'on saisit souvent plusieurs fois de suite.
EN_SERIE = frozenset(
    {"contact", "source", "entretien", "constat", "enjeu", "piste", "enveloppe", "arbitrage"}
)


class PageDeLaSaisie(PageDeFormulaire):
    """Le formulaire d'une saisie, pour une personne et un territoire."""

    def __init__(
        self, page: PageDemandee, agent: AgentConnecte, le: LeJour, territoire: TexteTerritoire, nature: str
    ) -> None:
        super().__init__(page, agent, le, territoire)
        self.nature = nature

    def preparer(self, session: Session, tapee: Saisie | None) -> Feuille:
        """La feuille de la saisie. Lève `AdresseInconnue`, `DroitManquant` ou `SaisieHorsEtape`."""
        definie = SAISIES.get(self.nature)
        if definie is None:
            raise AdresseInconnue
        demarche = demarche_du_territoire(session, self.territoire)
        precisions = self._precisions()
        cadre = Cadre(
            demarche, reunion=_choisi("reunion", tapee, precisions), fiche=_choisi("fiche", tapee, precisions)
        )
        self._exiger(demarche, cadre)
        formulaire = self._formulaire(cadre, tapee, precisions)
        formulaire.fixes = frozenset(precisions)
        return Feuille(
            fictive=demarche.fictive,
            titre=self._titre(definie.libelle),
            bouton="Enregistrer",
            parents=chemins.fil_du_territoire(demarche),
            parties=[formulaire],
            signataires=self._signataires(demarche, formulaire),
            ecrire=lambda session: self._ecrire(session, demarche, formulaire),
            explications=_explications(cadre),
            lien_de=lambda ou: chemins.ou_corriger(demarche.territoire_code, ou),
            recommencer=self.nature in EN_SERIE and "modifie" not in precisions,
        )

    def _signataires(self, demarche: Demarche, formulaire: Formulaire) -> list[str]:
        roles = roles_de_l_acte(self.nature, {"statut": formulaire.saisie.texte("statut")})
        return signataires(self.agent, demarche, roles)

    def _titre(self, libelle: str) -> str:
        """« Une source documentaire », « Modifier une source documentaire »."""
        if "modifie" in self.page.requete.query_params:
            return f"Modifier {libelle}"
        return f"{libelle[0].upper()}{libelle[1:]}"

    def _precisions(self) -> dict[str, str]:
        champs = SAISIES[self.nature].donnees.model_fields
        return {nom: v for nom, v in self.page.requete.query_params.items() if nom in champs}

    def _exiger(self, demarche: Demarche, cadre: Cadre) -> None:
        if not self.agent.peut_saisir(self.nature, demarche, cadre.fiche or None):
            raise DroitManquant(
                f"Cette saisie ne vous revient pas : {SAISIES[self.nature].libelle}.",
                roles_de_la_saisie(self.nature),
            )
        if not demarche.modifiable:
            raise SaisieHorsEtape(demarche, SAISIES[self.nature].libelle)

    def _formulaire(self, cadre: Cadre, tapee: Saisie | None, precisions: dict[str, str]) -> Formulaire:
        schema = SAISIES[self.nature].donnees
        if tapee is not None:
            return Formulaire(schema, cadre, tapee)
        return Formulaire.vierge(schema, cadre, prealable_de_la_saisie(self.nature, cadre, precisions))

    def _ecrire(self, session: Session, demarche: Demarche, formulaire: Formulaire) -> Suite:
        exiger_la_saisie(self.agent, demarche, self.nature, formulaire.lu.donnees)
        roles = roles_de_l_acte(self.nature, formulaire.lu.donnees)
        par = signature(self.agent, demarche, formulaire.saisie.texte(POUR), roles)
        auteur = Auteur(par, jour_d_ecriture(self.le), instant_present())
        enregistrer(session, demarche.id, self.nature, formulaire.lu.donnees, auteur)
        if self.nature in ("retrait", "remise_en_place"):
            return Suite(_retour_d_un_retrait(demarche, self.nature, formulaire.saisie))
        return Suite(retour_de_la_saisie(demarche.territoire_code, self.nature, formulaire.saisie))


def _choisi(nom: str, tapee: Saisie | None, precisions: dict[str, str]) -> str:
    return precisions.get(nom) or (tapee.texte(nom) if tapee else "")


def _explications(cadre: Cadre) -> list[str]:
    phrases = []
    if cadre.reunion_choisie is not None:
        phrases.append(f"{nom_de_la_reunion(cadre.reunion_choisie)}.")
    if cadre.fiche_choisie is not None:
        phrases.append(f"Fiche {cadre.fiche_choisie.code} : {cadre.fiche_choisie.titre}.")
    return phrases


def retour_de_la_saisie(code: str, nature: str, saisie: Saisie) -> str:
    """La page où se voit ce que l'on vient d'enregistrer."""
    if nature in ("statut_fiche", "commentaire", "commentaire_resolu", "commentaire_clos"):
        return chemins.de_la_fiche(code, saisie.texte("fiche"), fait=nature)
    if nature == "releve":
        return chemins.du_territoire(code, f"reunions/{saisie.texte('reunion')}", fait=nature)
    page, _, ancre = RETOURS.get(nature, "").partition("#")
    return chemins.du_territoire(code, page, fait=nature) + (f"#{ancre}" if ancre else "")


def _retour_d_un_retrait(demarche: Demarche, nature: str, saisie: Saisie) -> str:
    """La page où cela se lisait ; un retrait y propose d'être annulé."""
    voulu = saisie.texte("retrait")
    retraits = [r for r in demarche.retraits if not voulu or str(r.id) == voulu]
    retrait = max(retraits, key=lambda r: r.le)
    page, _, ancre = RETOURS[retrait.nature].partition("#")
    precisions = {"fait": nature, "retrait": None if retrait.remis_le else str(retrait.id)}
    return f"{chemins.du_territoire(demarche.territoire_code, page, **precisions)}#{ancre}"


Demande = Annotated[PageDeLaSaisie, Depends()]


@routeur.get("")
def montrer_la_saisie(demande: Demande, session: Lecture) -> Response:
    """Le formulaire de la saisie."""
    return demande.ouvrir(session)


@routeur.post("", response_class=HTMLResponse)
def enregistrer_la_saisie(demande: Demande, recu: FormulaireRecu) -> Response:
    """Enregistre la saisie, une seule fois ; ou remontre le formulaire avec ce qui ne va pas."""
    return demande.recevoir(recu)

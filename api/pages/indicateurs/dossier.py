"""Ce que montre la page des indicateurs d'un territoire, pour une personne et un exercice."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from api.acces.actes import signataires, signature
from api.acces.agent import Agent
from api.acces.droits import DROITS, Droit
from api.dependances import AgentConnecte, LeJour, TexteTerritoire
from api.pages import chemins
from api.pages.rendu import Page, PageDemandee
from api.pages.reponses import lignes
from api.temps import instant_present, jour_d_ecriture
from modeles.base import lecture
from modeles.campagne import Attendu
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.erreurs import ErreurMetier, Introuvable
from modeles.requetes_campagnes import attendus_de_la_demarche
from modeles.vocabulaire import Partie
from modeles.vocabulaire_annuel import GenreCampagne, NatureAmenagement
from workflows.attendus import attendu_designe
from workflows.collecte.liens import adresse_du_lien, liens_de
from workflows.commandes.bordereau import Auteur
from workflows.commandes.lecture_de_saisie import Faute
from workflows.dossier import demarche_du_territoire
from workflows.etat_des_valeurs import etat_des_valeurs
from workflows.regles.campagnes import explication, obstacles_a_la_reponse

AMENAGEMENTS_DE_L_ETAT = (NatureAmenagement.REPORT, NatureAmenagement.MAIN_RENDUE)
AMENAGEMENTS_DE_TOUS = (NatureAmenagement.DIFFICULTE, NatureAmenagement.PROMESSE)


class Refusee(NamedTuple):
    """Un envoi refusé : de quel formulaire, ce qui y était tapé, et pourquoi."""

    formulaire: str
    saisie: dict[str, str]
    refus: ErreurMetier


class PageDesIndicateurs:
    """Les indicateurs d'un territoire pour un exercice, vus par une personne."""

    def __init__(
        self, page: PageDemandee, agent: AgentConnecte, le: LeJour, territoire: TexteTerritoire, exercice: int
    ) -> None:
        self.page: Page = page
        self.agent: Agent = agent
        self.le = le
        self.territoire = territoire
        self.exercice = exercice

    def auteur(self, session: Session, droit: Droit, pour: str = "") -> Auteur:
        """Qui signe un acte que permet ce droit. Lève `NomEmprunte` si l'on ne peut pas écrire pour `pour`."""
        par = signature(self.agent, self.demarche(session), pour, DROITS[droit])
        return Auteur(par, jour_d_ecriture(self.le), instant_present())

    @property
    def adresse(self) -> str:
        return (
            self.page.requete.url.path.split(f"/indicateurs/{self.exercice}")[0]
            + f"/indicateurs/{self.exercice}"
        )

    def demarche(self, session: Session) -> Demarche:
        return demarche_du_territoire(session, self.territoire)

    def attendu(self, session: Session) -> Attendu:
        """Ce que la campagne attend. Lève `Introuvable` si elle n'en attend rien."""
        return attendu_designe(session, self.demarche(session), GenreCampagne.INDICATEURS, self.exercice)

    def montrer(
        self,
        *,
        tape: lignes.Tape | None = None,
        fautes: list[Faute] | None = None,
        refusee: Refusee | None = None,
        fait: str = "",
        pour: str = "",
    ) -> Response:
        """La page entière ; avec elle, ce qui vient d'être refusé et ce qui y était tapé."""
        with lecture() as session:
            demarche = self.demarche(session)
            etat = etat_des_valeurs(session, demarche, self.exercice, self.le)
            return self.page.rendre(
                "indicateurs.html",
                refusee.refus.statut if refusee else 422 if fautes else 200,
                demarche=demarche,
                territoire=demarche.territoire,
                fil=chemins.fil_du_territoire(demarche),
                adresse=self.adresse,
                etat=etat,
                groupes=lignes.composer(etat, tape or {}, fautes or []),
                erreurs=lignes.recapitulatif(fautes or []),
                refusee=refusee,
                fait=fait,
                choisi=pour,
                exercices=exercices_de(session, demarche.id),
                **self._campagne(session, etat.attendu),
                **self._droits(demarche),
                **LIBELLES,
            )

    def _campagne(self, session: Session, attendu: Attendu | None) -> dict[str, Any]:
        if attendu is None:
            return {"attendu": None, "explication": "", "ouverte": False, "liens": [], "contacts": []}
        referents = [
            c for c in attendu.demarche.contacts if c.partie is Partie.COLLECTIVITE and c.courriel and c.actif
        ]
        return {
            "attendu": attendu,
            "explication": explication(attendu, self.le),
            "ouverte": not list(obstacles_a_la_reponse(attendu, self.le)),
            "liens": liens_de(session, attendu.id),
            "contacts": [(str(c.id), f"{c.prenom} {c.nom}".strip() + f", {c.fonction}") for c in referents],
        }

    def _droits(self, demarche: Demarche) -> dict[str, Any]:
        mene = self.agent.peut(Droit.MENER_CAMPAGNES, demarche)
        natures = (*AMENAGEMENTS_DE_L_ETAT, *AMENAGEMENTS_DE_TOUS) if mene else AMENAGEMENTS_DE_TOUS
        return {
            "peut_saisir": self.agent.peut(Droit.SAISIR_INDICATEURS, demarche),
            "peut_controler": self.agent.peut(Droit.VALIDER_INDICATEURS, demarche),
            "peut_mener": mene,
            "noms": signataires(self.agent, demarche, DROITS[Droit.SAISIR_INDICATEURS]),
            "natures": [(n.value, n.libelle) for n in natures],
        }


LIBELLES: dict[str, Any] = {
    "situations": lignes.SITUATIONS,
    "identifiant": lignes.identifiant,
    "teintes": lignes.TEINTES,
    "niveaux": lignes.NIVEAUX,
    "valeur_de": lignes.ecrire_la_valeur,
    "adresse_du_lien": lambda lien: adresse_du_lien(lien, configuration()),
}


def exercices_de(session: Session, demarche_id: UUID) -> list[int]:
    """Les exercices demandés à cette démarche, du plus récent au plus ancien."""
    attendus = attendus_de_la_demarche(session, demarche_id)
    annees = {a.campagne.exercice for a in attendus if a.campagne.genre is GenreCampagne.INDICATEURS}
    return sorted(annees, reverse=True)


def dernier_exercice(session: Session, demarche: Demarche) -> int:
    """L'exercice de la dernière campagne d'indicateurs. Lève `Introuvable` s'il n'y en a pas encore eu."""
    if exercices := exercices_de(session, demarche.id):
        return exercices[0]
    raise Introuvable(
        f"« {demarche.territoire.nom} » n'a pas encore d'indicateurs à renseigner.",
        "Aucune campagne ne lui en a demandé.",
        "Ouvrez la campagne de la région quand le contrat est signé.",
    )

"""L'équipe qui mène un territoire par les pages : chacun y fait ce qui lui revient, comme le récit le raconte."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from api.pages.territoires.saisie import RETOURS
from modeles.base import lecture
from modeles.colonnes import maintenant
from modeles.compte import Role
from modeles.demarche import Demarche
from modeles.etapes import Etape, Geste
from modeles.reference.registre import registre
from modeles.requetes import demarche_de
from tests.navigateur.histoires.agent import Agent
from workflows.demonstration.histoires import Histoire, ecrire, parcours_entier
from workflows.demonstration.recit import Pas, Saisie
from workflows.demonstration.suites import accomplir_sur_place
from workflows.parcours import transition_de

TERRITOIRE = "82"
CALENDRIER = timedelta(days=900)
CHEMIN = [
    Etape.A_LANCER,
    Etape.LANCEMENT,
    Etape.DIAGNOSTIC,
    Etape.DIAGNOSTIC_PRESENTE,
    Etape.PRESELECTION,
    Etape.ATELIERS,
    Etape.FICHES,
    Etape.RESTITUTION,
    Etape.CONTRACTUALISATION,
    Etape.DELIBERATION,
    Etape.SIGNATURE,
    Etape.EXECUTION,
]

# Qui entre : son rôle, son nom, ce que son compte couvre.
Entrer = Callable[[Role, str, dict[str, str]], Agent]


def mener_jusqu_au_contrat(entrer: Entrer) -> None:
    """De « à lancer » à « contrat signé, en exécution », geste après geste ; la page le montre à la fin."""
    chapitres = ecrire(Histoire("Par les pages", parcours_entier), TERRITOIRE, maintenant().date())
    recit = [pas for chapitre in chapitres for pas in chapitre.pas]
    equipe = Equipe(entrer, recit)
    equipe.etat.remplir("/demarches/nouvelle", {"territoire": TERRITOIRE})
    for pas in recit:
        equipe.jouer(pas)

    assert equipe.etapes == CHEMIN
    notifie = recit[-1].donnees["numero"]
    assert notifie in equipe.etat.lire(f"/territoires/{TERRITOIRE}/signature").text_content()


def _demarche() -> Demarche:
    with lecture() as session:
        demarche = demarche_de(session, TERRITOIRE)
    assert demarche is not None
    return demarche


class Equipe:
    """La chargée de mission de l'État, sa correspondante à la collectivité, et la DREETS, qui vise les crédits."""

    def __init__(self, entrer: Entrer, recit: list[Pas]) -> None:
        chez_elles = {"territoire": TERRITOIRE}
        region = {"region": registre().territoire(TERRITOIRE).region}
        etat, collectivite = dict.fromkeys(pas.par for pas in recit)
        self.etat = entrer(Role.ETAT, etat, chez_elles)
        self.dreets = entrer(Role.REGION, "Dominique Modèle", region)
        self.agents = {etat: self.etat, collectivite: entrer(Role.COLLECTIVITE, collectivite, chez_elles)}
        self.etapes = [Etape.A_LANCER]

    def jouer(self, pas: Pas) -> None:
        """Les saisies puis le geste ; une réunion et sa convocation se font d'un seul formulaire."""
        avant, etape = list(pas.avant), self.etapes[-1]
        if pas.geste is Geste.CONVOQUER:
            reunion = avant.pop()
            for saisie in avant:
                self.saisir(saisie)
            self._organiser(reunion, pas)
        else:
            for saisie in avant:
                self.saisir(saisie)
            self._faire(pas)
        transition = transition_de(etape, pas.geste)
        assert transition is not None
        demarche = _demarche()
        assert demarche.etape is (transition.vers or etape), pas.geste.libelle
        if demarche.etape is not etape:
            self.etapes.append(demarche.etape)
        accomplir_sur_place(demarche.id)
        for agent in (*self.agents.values(), self.dreets):
            agent.ou = ""  # chacun relit ce que l'autre a changé
        for saisie in pas.apres:
            self.saisir(saisie)

    def saisir(self, saisie: Saisie) -> None:
        agent, donnees = self.agents[saisie.par], saisie.donnees
        if saisie.nature == "visa_dreets":
            agent = self.dreets
        if saisie.nature == "fiche":
            (piste,) = donnees["pistes"]
            lien = agent.suivre("fiches/nouvelle", donnees | {"piste": piste}, ["pistes", "fiches"])
        elif saisie.nature == "statut_fiche":
            lien = agent.suivre("saisies/statut_fiche", donnees, [f"fiches/{donnees['fiche']}"])
        elif saisie.nature == "calendrier":
            # Un calendrier se calcule du jour où on le saisit, et le récit est au passé.
            donnees = {"cible_le": (maintenant().date() + CALENDRIER).isoformat()}
            lien = agent.suivre("saisies/calendrier", donnees, ["cadre"])
        else:
            page = RETOURS[saisie.nature].split("#")[0]
            lien = agent.suivre(f"saisies/{saisie.nature}", donnees, [page, ""])
        agent.remplir(lien, donnees)

    def _organiser(self, reunion: Saisie, pas: Pas) -> None:
        agent, donnees = self.agents[reunion.par], reunion.donnees
        lien = agent.suivre("reunions/nouvelle", donnees, ["", "reunions"])
        arrivee = agent.remplir(lien, donnees | {"convoquer": True, "convoquee_le": pas.le.isoformat()})
        assert arrivee.endswith(f"/reunions/{pas.donnees['reunion']}?fait=convoquer")

    def _faire(self, pas: Pas) -> None:
        agent = self.agents[pas.par]
        reunion = pas.donnees.get("reunion")
        pages = [f"reunions/{reunion}"] if reunion else ["", "signature"]
        lien = agent.suivre(f"gestes/{pas.geste.value}", pas.donnees, pages)
        faits: dict[str, Any] = {"faits.le": pas.le.isoformat()}
        agent.remplir(lien, pas.donnees | faits)

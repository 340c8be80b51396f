"""De « à lancer » à « contrat signé, en exécution », par les pages seulement : on suit les liens, on remplit."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.application import creer_application
from api.pages.territoires.saisie import RETOURS
from modeles.base import lecture
from modeles.colonnes import maintenant
from modeles.compte import Role
from modeles.demarche import Demarche
from modeles.etapes import Etape, Geste
from modeles.reference.registre import registre
from modeles.requetes import demarche_de
from tests.api.conftest import TestClient
from tests.bases import reglages_relus
from tests.parcours_complet.agent_au_navigateur import Agent
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


@pytest.fixture
def application(
    tmp_path: Path, base_sqlite_neuve: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    """L'application sur une base vide, sans Prefect : ce qui suit les gestes se fait sur place."""
    shutil.copy(base_sqlite_neuve, tmp_path / "jalons.db")
    monkeypatch.setenv("JALONS_DONNEES", str(tmp_path))
    monkeypatch.setenv("JALONS_PORT_PREFECT", "1")
    with reglages_relus(), TestClient(creer_application()) as ouverte:
        yield ouverte


def _demarche() -> Demarche:
    with lecture() as session:
        demarche = demarche_de(session, TERRITOIRE)
    assert demarche is not None
    return demarche


class Equipe:
    """La chargée de mission de l'État, sa correspondante à la collectivité, et la DREETS, qui vise les crédits."""

    def __init__(self, application: TestClient, etat: str, collectivite: str) -> None:
        chez_elles = {"territoire": TERRITOIRE}
        region = {"region": registre().territoire(TERRITOIRE).region}

        def entree(role: Role, nom: str, portee: dict[str, str]) -> Agent:
            return Agent(TestClient(application.app), role, nom, TERRITOIRE, **portee)

        self.etat = entree(Role.ETAT, etat, chez_elles)
        self.dreets = entree(Role.REGION, "Dominique Modèle", region)
        self.agents = {etat: self.etat, collectivite: entree(Role.COLLECTIVITE, collectivite, chez_elles)}
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


def test_un_territoire_va_jusqu_au_contrat_signe_par_les_pages_seulement(application: TestClient) -> None:
    chapitres = ecrire(Histoire("Par les pages", parcours_entier), TERRITOIRE, maintenant().date())
    recit = [pas for chapitre in chapitres for pas in chapitre.pas]
    equipe = Equipe(application, *dict.fromkeys(pas.par for pas in recit))

    equipe.etat.remplir("/demarches/nouvelle", {"territoire": TERRITOIRE})
    for pas in recit:
        equipe.jouer(pas)

    assert equipe.etapes == CHEMIN
    notifie = recit[-1].donnees["numero"]
    assert notifie in equipe.etat.lire(f"/territoires/{TERRITOIRE}/signature").text_content()

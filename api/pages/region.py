"""« Ma région ce matin » : où en est chaque territoire, pourquoi, et ce qu'il y a à faire."""

from datetime import date
from typing import Any, NamedTuple

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup
from sqlmodel import Session

from api.acces.agent import Agent
from api.acces.droits import Droit
from api.dependances import AgentConnecte, Lecture, LeJour
from api.fichiers import en_piece_jointe
from api.ma_region.carte import Carte, dessiner
from api.ma_region.classeur import en_classeur
from api.ma_region.criteres import TOUTE_LA_FRANCE, Criteres, CriteresDemandes, Tri
from api.ma_region.tableau import Ligne, Tableau, axes_presents, dresser
from api.memoire import Memoire
from api.pages import chemins
from api.pages.accueil import premiere_page
from api.pages.libelles import COULEURS, MARQUES, POSITIONS
from api.pages.rendu import Page, PageDemandee, fragment
from modeles.base import lecture
from modeles.reference.registre import registre
from modeles.reference.territoires import Region
from modeles.requetes_suivi import regions_suivies
from workflows.depots.inscription import TYPE_MIME_EXCEL
from workflows.suivi import ETAPES_DU_PARCOURS, LIBELLES_PARTIES

routeur = APIRouter()
PREMIERES = 5


class Vue(NamedTuple):
    """Ce qu'on regarde : une région, ou toutes (`region` est alors absente).

    `entiere` : l'agent en voit tous les territoires. Sinon, dire « sans démarche » d'un autre serait faux.
    """

    region: Region | None
    suivies: list[Region]
    tableau: Tableau | None
    entiere: bool = False

    @property
    def nom(self) -> str:
        return self.region.nom if self.region else "toutes les régions"

    @property
    def ou(self) -> str:
        return self.region.dans if self.region else "dans toutes les régions"


class Contenu(NamedTuple):
    """Le corps de la page, déjà écrit."""

    titre: str
    corps: Markup
    fictives: bool = False


VUES = Memoire(100)


def _regarder(session: Session, agent: Agent, criteres: Criteres, le: date) -> Vue:
    """La région demandée, ou la première que l'agent peut voir. Lève `Introuvable`."""
    suivies = [registre().region(code) for code in regions_suivies(session) if agent.voit_la_region(code)]
    if criteres.toute_la_france:
        partout = any(t.partout for t in agent.titres)
        return Vue(None, suivies, dresser(session, agent, criteres, None, le), partout)
    choisie = registre().region(criteres.region) if criteres.region else next(iter(suivies), None)
    if choisie is None:
        return Vue(None, suivies, None)
    entiere = agent.peut_dans_la_region(Droit.LIRE, choisie.code)
    return Vue(choisie, suivies, dresser(session, agent, criteres, choisie.code, le), entiere)


@routeur.get("/")
def montrer_la_region(
    page: PageDemandee, agent: AgentConnecte, le: LeJour, criteres: CriteresDemandes
) -> Response:
    """Le tableau, la carte, les filtres, et ce qui presse."""
    if not agent.peut(Droit.LIRE):
        return RedirectResponse(premiere_page(agent), 303)
    return page.gardee(le, lambda: _composer(page, agent, criteres, le))


def _composer(page: Page, agent: Agent, criteres: Criteres, le: date) -> HTMLResponse:
    """La page ; son corps est le même pour toutes les personnes qui voient les mêmes territoires."""
    contenu = VUES.garder((agent.titres, criteres, le), lambda: _contenu(agent, criteres, le))
    return page.rendre("region.html", **contenu._asdict())


def _contenu(agent: Agent, criteres: Criteres, le: date) -> Contenu:
    with lecture() as session:
        vue = _regarder(session, agent, criteres, le)
        peut_creer = agent.peut(Droit.CREER_DEMARCHE)
        if vue.tableau is None:
            return Contenu("Ma région", fragment("region_vide.html", vue=vue, peut_creer=peut_creer))
        corps = fragment(
            "region_contenu.html",
            le=le,
            vue=vue,
            criteres=criteres._replace(region=vue.region.code if vue.region else TOUTE_LA_FRANCE),
            tableau=vue.tableau,
            carte=_carte(vue, vue.tableau),
            urgences=_urgences(vue.tableau),
            sans_demarche=_sans_demarche(vue),
            peut_creer=peut_creer,
            choix=_choix(vue, vue.tableau),
            lien_du_geste=lambda ligne: _lien_du_geste(agent, ligne),
            **LIBELLES,
        )
        return Contenu(f"Ma région ce matin : {vue.nom}", corps, fictives=vue.tableau.comptes.fictifs > 0)


def _lien_du_geste(agent: Agent, ligne: Ligne) -> str:
    """Le formulaire du prochain geste, pour qui peut le faire ; pour les autres, la page du territoire."""
    code = ligne.suivi.territoire.code
    if ligne.suite and agent.peut_faire(ligne.suite, ligne.suivi.demarche):
        return chemins.du_geste(code, ligne.suite)
    return chemins.du_territoire(code)


def _carte(vue: Vue, tableau: Tableau) -> Carte | None:
    return dessiner(tableau.toutes, vue.region.code if vue.region else None) if vue.entiere else None


@routeur.get("/ma-region.xlsx")
def exporter_la_region(
    session: Lecture, agent: AgentConnecte, le: LeJour, criteres: CriteresDemandes
) -> Response:
    """Les mêmes lignes que la page, aux mêmes filtres, en classeur Excel."""
    vue = _regarder(session, agent, criteres, le)
    lignes = vue.tableau.lignes if vue.tableau else []
    octets = en_classeur(lignes, criteres, vue.ou, le)
    return Response(
        octets, media_type=TYPE_MIME_EXCEL, headers=en_piece_jointe(f"Ma région {le:%Y-%m-%d}.xlsx")
    )


def _urgences(tableau: Tableau) -> list[Any]:
    """Les territoires en alerte que les filtres gardent, les plus graves d'abord."""
    en_retard = [ligne for ligne in tableau.lignes if ligne.suivi.en_retard]
    graves = sorted(en_retard, key=lambda x: (-x.suivi.situation.alerte.couleur.rang, -x.part_du_temps))
    return graves[:PREMIERES]


def _sans_demarche(vue: Vue) -> list[str]:
    if vue.region is None or vue.tableau is None or not vue.entiere:
        return []
    suivies = {ligne.suivi.territoire.code for ligne in vue.tableau.toutes}
    return [t.nom for t in registre().territoires_de(vue.region.code) if t.code not in suivies]


def _choix(vue: Vue, tableau: Tableau) -> dict[str, list[tuple[str, str]]]:
    """Ce que chaque filtre propose : seulement ce que la région contient."""
    regions = dict.fromkeys([*vue.suivies, *([vue.region] if vue.region else [])])
    types = {ligne.suivi.territoire.type for ligne in tableau.toutes}
    etapes = {ligne.suivi.demarche.etape for ligne in tableau.toutes}
    referents = {r.nom_complet for ligne in tableau.toutes for r in ligne.referents}
    return {
        "region": [*((r.code, r.nom) for r in regions), (TOUTE_LA_FRANCE, "Toutes les régions")],
        "type": [(t.code, t.libelle) for t in registre().types_de_territoire.values() if t.code in types],
        "etape": [(e.value, e.libelle) for e in sorted(etapes, key=lambda e: e.rang)],
        "referent": [(nom, nom) for nom in sorted(referents)],
        "axe": [(a.code, a.court) for a in axes_presents(tableau.toutes)],
        "main": [(p.value, libelle) for p, libelle in LIBELLES_PARTIES.items()],
        "tri": [(t.value, t.libelle) for t in Tri],
    }


LIBELLES: dict[str, Any] = {
    "colonnes": ETAPES_DU_PARCOURS,
    "couleurs": COULEURS,
    "marques": MARQUES,
    "positions": POSITIONS,
    "parties": LIBELLES_PARTIES,
}

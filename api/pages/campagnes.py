"""« Campagnes » : qui a répondu, quand, combien ; ouvrir, verrouiller, clore ; ce qui en sort, additionné."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from api.acces.agent import Agent
from api.acces.droits import Droit
from api.acces.gardien import exiger
from api.dependances import AgentConnecte, LeJour, VideVautRien
from api.pages.envois import Refusee, faire_puis_revenir
from api.pages.rendu import Page, PageDemandee, renvoyer
from api.pages.reponses.lignes import avec_unite
from api.temps import instant_present, jour_d_ecriture, lire_jour
from modeles.base import lecture
from modeles.campagne import Campagne
from modeles.erreurs import SaisieInvalide
from modeles.reference.registre import registre
from modeles.reference.territoires import Region
from modeles.requetes_suivi import regions_suivies
from modeles.vocabulaire_annuel import EtatCampagne, GenreCampagne
from workflows.agregats import agregats_de_la_region
from workflows.campagnes import campagne_designee, clore, ouvrir_campagne, verrouiller
from workflows.collecte_regionale import Ponctualite, collecte_de_la_region
from workflows.commandes.bordereau import Auteur

routeur = APIRouter(prefix="/campagnes")
Court = Annotated[str, Form(max_length=200)]
Annee = Annotated[int, Field(ge=2019, le=2040)]
NIVEAUX = {
    Ponctualite.RECUE: "success",
    Ponctualite.RECUE_EN_PARTIE: "info",
    Ponctualite.RECUE_EN_RETARD: "warning",
    Ponctualite.EN_RETARD: "error",
}


class Bureau:
    """La page d'une région, pour une personne et un jour."""

    def __init__(
        self,
        page: PageDemandee,
        agent: AgentConnecte,
        le: LeJour,
        region: Annotated[str | None, VideVautRien, Query(max_length=60)] = None,
        exercice: Annotated[Annee | None, VideVautRien, Query()] = None,
    ) -> None:
        self.page: Page = page
        self.agent: Agent = agent
        self.le = le
        self.region = region
        self.exercice = exercice

    @property
    def auteur(self) -> Auteur:
        return Auteur(self.agent.nom, jour_d_ecriture(self.le), instant_present())

    def regions(self, session: Session) -> list[Region]:
        """Les régions où l'agent a quelque chose à voir."""
        return [registre().region(c) for c in regions_suivies(session) if self.agent.voit_la_region(c)]

    def choisie(self, session: Session) -> Region | None:
        """La région demandée, ou la première. Lève `Introuvable`."""
        return registre().region(self.region) if self.region else next(iter(self.regions(session)), None)

    def montrer(self, refusee: Refusee | None = None) -> Response:
        """Territoires en lignes, campagnes en colonnes ; avec elles, ce qui vient d'être refusé."""
        with lecture() as session:
            choisie = self.choisie(session)
            collecte = (
                collecte_de_la_region(session, choisie.code, self.le, exercice=self.exercice)
                if choisie
                else None
            )
            lignes = [x for x in collecte.lignes if self.agent.touche(x.demarche)] if collecte else []
            return self.page.rendre(
                "campagnes.html",
                refusee.refus.statut if refusee else 200,
                le=self.le,
                region=choisie,
                choix_de_region=[(r.code, r.nom) for r in self.regions(session)],
                exercice=self.exercice,
                collecte=collecte,
                lignes=lignes,
                fictives=any(x.demarche.fictive for x in lignes),
                mene=choisie is not None
                and self.agent.peut_dans_la_region(Droit.MENER_CAMPAGNES, choisie.code),
                genres=[(g.value, g.libelle) for g in GenreCampagne],
                niveaux=NIVEAUX,
                ouverte=EtatCampagne.OUVERTE,
                close=EtatCampagne.CLOSE,
                refusee=refusee,
            )


BureauOuvert = Annotated[Bureau, Depends()]


@routeur.get("")
def montrer_les_campagnes(bureau: BureauOuvert) -> Response:
    """Le tableau d'une région."""
    return bureau.montrer()


@routeur.post("")
def ouvrir_une_campagne(
    bureau: BureauOuvert,
    ou: Court,
    genre: Annotated[GenreCampagne, Form()],
    *,
    annee: Court = "",
    echeance_le: Court = "",
    seuil: Court = "80",
) -> Response:
    """Demande à tous les contrats en exécution de la région."""
    saisie = {"genre": genre.value, "annee": annee, "echeance_le": echeance_le, "seuil": seuil}

    def faire(session: Session) -> None:
        exiger(bureau.agent, Droit.MENER_CAMPAGNES, {"region": ou})
        echeance: date | None = lire_jour(echeance_le) if echeance_le else None
        ouvrir_campagne(
            session,
            ou,
            genre,
            _entier(annee, "L'exercice"),
            bureau.auteur,
            echeance_le=echeance,
            seuil_completude=_entier(seuil, "Le seuil"),
        )

    return faire_puis_revenir(faire, f"/campagnes?region={ou}", bureau.montrer, "ouvrir", saisie)


def _entier(texte: str, quoi: str) -> int:
    if not texte.strip().isdigit():
        raise SaisieInvalide(
            f"{quoi} n'est pas un nombre.", "On y attend des chiffres.", "Corrigez, puis recommencez."
        )
    return int(texte)


def _changer(
    bureau: Bureau, ou: str, genre: GenreCampagne, exercice: int, faire: Callable[[Session, Campagne], None]
) -> Response:
    def agir(session: Session) -> None:
        exiger(bureau.agent, Droit.MENER_CAMPAGNES, {"region": ou})
        faire(session, campagne_designee(session, ou, genre, exercice))

    return faire_puis_revenir(agir, f"/campagnes?region={ou}", bureau.montrer, f"{genre.value}-{exercice}")


@routeur.post("/{genre}/{annee}/verrou")
def verrouiller_la_campagne(bureau: BureauOuvert, genre: GenreCampagne, annee: int, ou: Court) -> Response:
    """Plus personne ne saisit, sauf report en cours ou main rendue."""
    return _changer(bureau, ou, genre, annee, lambda s, c: verrouiller(s, c, bureau.auteur))


@routeur.post("/{genre}/{annee}/cloture")
def clore_la_campagne(bureau: BureauOuvert, genre: GenreCampagne, annee: int, ou: Court) -> Response:
    """Plus rien n'est attendu."""
    return _changer(bureau, ou, genre, annee, lambda s, c: clore(s, c, bureau.auteur))


@routeur.get("/resultats")
def montrer_les_resultats(bureau: BureauOuvert) -> Response:
    """Les indicateurs de la région, additionnés : des seuls répondants, « n territoires sur N »."""
    with lecture() as session:
        choisie = bureau.choisie(session)
        if choisie is None:
            return renvoyer("/campagnes")
        collecte = collecte_de_la_region(session, choisie.code, bureau.le)
        des_indicateurs = {c.exercice for c in collecte.campagnes if c.genre is GenreCampagne.INDICATEURS}
        exercices = sorted(des_indicateurs, reverse=True)
        exercice = bureau.exercice or next(iter(exercices), bureau.le.year - 1)
        return bureau.page.rendre(
            "resultats.html",
            region=choisie,
            fictives=any(x.demarche.fictive for x in collecte.lignes),
            exercice=exercice,
            exercices=exercices,
            agregats=agregats_de_la_region(session, choisie.code, exercice),
            avec_unite=avec_unite,
            noms={t.code: t.nom for t in registre().territoires_de(choisie.code)},
        )

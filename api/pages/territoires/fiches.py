"""Les fiches actions : la liste, et la page de chacune avec son instruction."""

from typing import NamedTuple

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.acces.droits import Droit
from api.pages.territoires.commun import Dossier, LeDossier, gardee
from api.pages.territoires.gestes_proposes import problemes
from api.pages.territoires.pieces import pieces_du_sujet
from documents.contextes.fiche import NATURES, RENFORCEMENTS
from documents.contextes.finances import Somme
from modeles.commentaire import CommentaireFiche
from modeles.fiche import FicheAction
from modeles.lecture_du_dossier import LES_CREDITS, LES_DOCUMENTS, LES_FICHES, LES_VERSIONS_DES_FICHES
from modeles.vocabulaire import EtatCommentaire, StatutFiche
from workflows.commandes.fiches import MODIFIABLES, SaisieFiche, fiche_de_code
from workflows.commandes.instruction import CHEMINS, DECISIONS
from workflows.regles.fiches import obstacles_a_la_fiche
from workflows.regles.finances import obstacles_financiers
from workflows.regles.separation import personnes, redacteurs

routeur = APIRouter(prefix="/territoires/{territoire}/fiches")
S = StatutFiche
# Les verbes de l'instruction : ce que l'on fait, plutôt que le statut où l'on arrive.
VERBES = {
    S.SOUMISE: "Soumettre",
    S.EN_INSTRUCTION: "Commencer l'instruction",
    S.A_CORRIGER: "Demander une correction",
    S.VALIDEE: "Valider",
    S.REJETEE: "Rejeter",
    S.REPORTEE: "Reporter",
}
NIVEAUX = {
    S.VALIDEE: "success",
    S.CONTRACTUALISEE: "success",
    S.EN_COURS: "success",
    S.ACHEVEE: "success",
    S.A_CORRIGER: "warning",
    S.SOUMISE: "info",
    S.EN_INSTRUCTION: "info",
    S.REJETEE: "error",
    S.ABANDONNEE: "error",
}


class LigneDeFiche(NamedTuple):
    """Une fiche et son budget ; `somme` est vide quand rien n'est encore chiffré."""

    fiche: FicheAction
    somme: Somme | None


class Cheminement(NamedTuple):
    """Un statut où la fiche peut aller. `empeche` dit pourquoi cette personne-ci ne le peut pas."""

    statut: StatutFiche
    verbe: str
    empeche: str


@routeur.get("")
@gardee
def lister_les_fiches(dossier: LeDossier) -> HTMLResponse:
    """Toutes les fiches, leur statut, leur budget."""
    demarche = dossier.charger(LES_FICHES, LES_CREDITS)
    lignes = [LigneDeFiche(f, _somme([f])) for f in demarche.fiches]
    retenues = [f for f in demarche.fiches if f.retenue]
    return dossier.rendre(
        "fiches.html",
        "fiches",
        lignes=lignes,
        retenues=len(retenues),
        chiffrees=sum(x.somme is not None for x in lignes if x.fiche.retenue),
        total=_somme(retenues),
        niveaux=NIVEAUX,
    )


def _somme(fiches: list[FicheAction]) -> Somme | None:
    lignes = [ligne for fiche in fiches for ligne in fiche.budget]
    return Somme.de(lignes) if lignes else None


@routeur.get("/{fiche}")
@gardee
def montrer_la_fiche(dossier: LeDossier, fiche: str) -> HTMLResponse:
    """Tout ce que dit une fiche, ce qui y cloche, et ce que chacun peut en faire."""
    demarche = dossier.charger(LES_FICHES, LES_CREDITS, LES_VERSIONS_DES_FICHES, LES_DOCUMENTS)
    trouvee = fiche_de_code(demarche, fiche)
    clochent = [
        *obstacles_a_la_fiche(demarche, trouvee),
        *(o for o in obstacles_financiers(demarche) if o.ou == f"fiche:{trouvee.code}"),
    ]
    return dossier.rendre(
        "fiche.html",
        "fiches",
        titre=trouvee.code,
        fiche=trouvee,
        somme=_somme([trouvee]),
        constats=[p.obstacle for p in problemes(dossier.code, clochent)],
        redigeable=trouvee.statut in MODIFIABLES and dossier.peut_saisir("fiche", trouvee.code),
        chemins_possibles=_cheminements(dossier, trouvee),
        commentaires=[c for c in trouvee.commentaires if c.etat is not EtatCommentaire.CLOS],
        clos=_clos(trouvee),
        pieces=pieces_du_sujet(demarche, f"fiche {trouvee.code}"),
        niveaux=NIVEAUX,
        natures=NATURES,
        renforcements={r.value: texte for r, texte in RENFORCEMENTS.items()},
        champs={nom: info.title for nom, info in SaisieFiche.model_fields.items()},
    )


def _clos(fiche: FicheAction) -> list[CommentaireFiche]:
    return [c for c in fiche.commentaires if c.etat is EtatCommentaire.CLOS]


def _cheminements(dossier: Dossier, fiche: FicheAction) -> list[Cheminement]:
    """Les statuts possibles depuis celui de la fiche, pour qui a le droit d'y mener."""
    if not dossier.peut_saisir("statut_fiche", fiche.code):
        return []
    instruit = dossier.agent.peut(Droit.INSTRUIRE_FICHE, dossier.demarche)
    auteur = bool(personnes(dossier.agent.nom) & redacteurs(fiche))
    return [
        Cheminement(statut, VERBES[statut], _empechement(statut, auteur=auteur))
        for statut in CHEMINS.get(fiche.statut, ())
        if instruit or statut is S.SOUMISE
    ]


def _empechement(statut: StatutFiche, *, auteur: bool) -> str:
    separe = statut in DECISIONS
    return (
        "Vous l'avez rédigée, soumise ou transcrite : une autre personne doit l'instruire."
        if separe and auteur
        else ""
    )

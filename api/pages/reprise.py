"""Reprendre l'existant depuis le navigateur : le modèle, le classeur déposé, son aperçu, puis l'import confirmé."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, File, Form, UploadFile
from starlette.responses import Response

from api.acces.agent import Agent
from api.acces.gardien import exiger_de_creer
from api.dependances import AgentConnecte
from api.fichiers import en_piece_jointe
from api.garde import LIMITES_DES_DEPOTS
from api.pages.rendu import Page, PageDemandee, renvoyer
from api.reveils import reveiller_ce_qui_attend
from api.temps import aujourd_hui, instant_present
from documents.depot import Depot
from modeles.configuration import configuration
from modeles.erreurs import ErreurMetier, Introuvable
from workflows.commandes.bordereau import Auteur
from workflows.depots.inscription import TYPE_MIME_EXCEL, Fichier
from workflows.reprise.application import ApercuPerime, apercevoir, importer
from workflows.reprise.attente import Attente, Envoi, effacer_les_perimees, recevoir, retrouver
from workflows.reprise.copies import non_citees
from workflows.reprise.fautes import ClasseurRefuse, grouper
from workflows.reprise.lecture import lire_fichier
from workflows.reprise.modele import ecrire_le_modele

routeur = APIRouter(prefix="/reprise")
ADRESSE = "/reprise"
# La limite d'un envoi, moins ce que pèse le formulaire lui-même.
OCTETS_PAR_ENVOI = LIMITES_DES_DEPOTS["/reprise/depots"] - 1_000_000


@routeur.get("")
def ouvrir_la_reprise(page: PageDemandee) -> Response:
    """Comment s'y prendre, le modèle, et où déposer le classeur rempli."""
    return _accueillir(page)


@routeur.get("/modele")
def telecharger_le_modele_de_reprise() -> Response:
    """Le classeur à remplir, avec ses listes et son mode d'emploi."""
    return Response(ecrire_le_modele(), media_type=TYPE_MIME_EXCEL, headers=en_piece_jointe("reprise.xlsx"))


@routeur.post("/depots")
def deposer_le_classeur_de_reprise(
    page: PageDemandee,
    agent: AgentConnecte,
    fichier: Annotated[UploadFile | None, File()] = None,
    copies: Annotated[list[UploadFile] | None, File()] = None,
    reprise: Annotated[UUID | None, Form()] = None,
) -> Response:
    """Garde l'envoi à part, et mène à son aperçu ; rien n'est écrit aux dossiers."""
    donnees, auteur = configuration().donnees, _auteur(agent)
    effacer_les_perimees(donnees, auteur.saisi_le)
    envoi = Envoi(next(_lus([fichier]), None), list(_lus(copies or [])))
    try:
        attente = recevoir(donnees, agent.identifiant, envoi, auteur, reprise)
    except ErreurMetier as refus:
        return _accueillir(page, refus, _attente(agent, reprise))
    return renvoyer(f"{ADRESSE}/{attente.cle}")


@routeur.get("/{reprise}")
def montrer_l_apercu_de_reprise(
    page: PageDemandee, agent: AgentConnecte, reprise: UUID, perime: bool = False
) -> Response:
    """Toutes les cellules à corriger, ou ce que l'import ferait ; une fois fait, son bilan."""
    auteur = _auteur(agent)
    attente = retrouver(configuration().donnees, agent.identifiant, reprise, auteur.saisi_le)
    if bilan := attente.bilan:
        return _rendre(page, attente, plan=bilan, groupes=[], apercu="", en_trop=[], perime=False)
    classeur = lire_fichier(attente.classeur, auteur.le)
    plan = apercevoir(classeur, auteur, attente.pieces, partial(exiger_de_creer, agent))
    return _rendre(
        page,
        attente,
        plan=plan.en_json(),
        groupes=grouper(plan.fautes),
        apercu=plan.empreinte_de_l_apercu,
        en_trop=non_citees(classeur, attente.copies),
        perime=perime,
    )


@routeur.post("/{reprise}/confirmation")
def confirmer_la_reprise(
    agent: AgentConnecte,
    reprise: UUID,
    apercu: Annotated[str, Form(pattern=r"^[0-9a-f]{64}$")],
    ensuite: BackgroundTasks,
) -> Response:
    """Importe ce que l'aperçu a montré, une seule fois ; un second envoi mène au même bilan."""
    auteur, donnees = _auteur(agent), configuration().donnees
    attente = retrouver(donnees, agent.identifiant, reprise, auteur.saisi_le)
    vers = f"{ADRESSE}/{reprise}"
    if attente.bilan:
        return renvoyer(vers)
    classeur = lire_fichier(attente.classeur, auteur.le)
    try:
        plan = importer(
            classeur, auteur, attente.pieces, Depot(donnees), partial(exiger_de_creer, agent), apercu=apercu
        )
    except (ApercuPerime, ClasseurRefuse):
        return renvoyer(f"{vers}?perime=true")
    if plan.changements:
        attente.conclure(plan.en_json())
        ensuite.add_task(reveiller_ce_qui_attend, f"reprise:{classeur.empreinte}")
    return renvoyer(vers)


def _accueillir(page: Page, refus: ErreurMetier | None = None, attente: Attente | None = None) -> Response:
    return page.rendre(
        "reprise.html",
        refus.statut if refus else 200,
        refus=refus,
        attente=attente,
        octets_par_envoi=OCTETS_PAR_ENVOI,
    )


def _rendre(page: Page, attente: Attente, **contexte: Any) -> Response:
    territoires = contexte["plan"]["territoires"]
    return page.rendre(
        "reprise_apercu.html",
        attente=attente,
        changements=sum(len(t["changements"]) for t in territoires),
        fictives=any(t["fictive"] for t in territoires),
        octets_par_envoi=OCTETS_PAR_ENVOI,
        **contexte,
    )


def _attente(agent: Agent, cle: UUID | None) -> Attente | None:
    """L'envoi refusé corrigeait peut-être une reprise déjà en attente : ses copies restent."""
    try:
        return retrouver(configuration().donnees, agent.identifiant, cle, instant_present()) if cle else None
    except Introuvable:
        return None


def _lus(recus: Iterable[UploadFile | None]) -> Iterator[Fichier]:
    """Les fichiers vraiment choisis : un navigateur envoie aussi les champs laissés vides."""
    for recu in recus:
        if recu is not None and (octets := recu.file.read()):
            yield Fichier((recu.filename or "fichier")[-200:], octets)


def _auteur(agent: Agent) -> Auteur:
    return Auteur(agent.nom, aujourd_hui(), instant_present())

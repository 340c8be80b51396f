"""À l'entrée de chaque adresse : qui demande, et l'a-t-il le droit ; une adresse oubliée n'ouvre à personne."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from api.acces.agent import Agent
from api.acces.courant import poser
from api.acces.csrf import SANS_EFFET, exiger_le_jeton, saisie_de
from api.acces.droits import DROITS, Droit, roles_du_geste
from api.acces.lecture_locale import LECTEUR_LOCAL, permise
from api.acces.reconnaissance import courant_de, reconnaitre
from api.acces.refus import (
    DroitManquant,
    EnvoiARefaire,
    HorsPerimetre,
    JetonSansPouvoir,
    NonConnecte,
    PorteeInsuffisante,
)
from modeles.erreurs import Introuvable
from modeles.etapes import Geste
from modeles.reference.registre import registre
from modeles.reference.territoires import Territoire


class Regle(NamedTuple):
    """Ce que demande une adresse : un droit, ou d'être connecté, ou rien si elle est ouverte.

    `navigateur` : un jeton n'y suffit pas, car il y gagnerait plus qu'il n'a (un autre jeton, un compte).
    `locale` : les programmes de cette machine la lisent sans compte (voir `lecture_locale`).
    """

    droit: Droit | None = None
    ouverte: bool = False
    locale: bool = False
    navigateur: bool = False


OUVERTE, CONNECTE = Regle(ouverte=True), Regle()
EN_PERSONNE = Regle(navigateur=True)


class AdresseSansDroit(RuntimeError):
    """Une route n'a pas sa ligne dans `api/acces/routes.py`."""


class Gardien:
    """La dépendance posée sur toute l'application : elle applique le tableau des droits."""

    def __init__(self, tableau: Mapping[Callable[..., Any], Regle]) -> None:
        self.tableau = tableau

    async def __call__(self, requete: Request) -> None:
        """Reconnaît la personne, vérifie l'envoi, puis le droit. Lève le refus qui convient."""
        try:
            await self._garder(requete)
        except EnvoiARefaire as refus:
            refus.saisie = await saisie_de(requete) if requete.method not in SANS_EFFET else ()
            raise

    async def _garder(self, requete: Request) -> None:
        regle = self.tableau.get(requete.scope["endpoint"])
        if regle is None:
            raise AdresseSansDroit(
                f"{requete.method} {requete.url.path} : déclarez-la dans api/acces/routes.py"
            )
        reconnu = await run_in_threadpool(reconnaitre, requete)
        requete.state.agent = reconnu.agent
        poser(courant_de(requete, reconnu))
        if regle.ouverte:
            return
        if reconnu.agent is None:
            requete.state.agent = _lecteur_local(requete, regle)
            return
        if requete.method not in SANS_EFFET and reconnu.secret:
            await exiger_le_jeton(requete, reconnu.secret)
        if regle.navigateur and not reconnu.secret:
            raise JetonSansPouvoir
        if regle.droit is not None:
            exiger(reconnu.agent, regle.droit, requete.path_params)


def _lecteur_local(requete: Request, regle: Regle) -> Agent:
    if regle.locale and permise(requete):
        return LECTEUR_LOCAL
    raise NonConnecte


def exiger(agent: Agent, droit: Droit, chemin: Mapping[str, Any]) -> None:
    """Lève `PorteeInsuffisante`, `HorsPerimetre` ou `DroitManquant` si l'agent n'a pas ce droit ici."""
    if droit.portee not in agent.portees:
        raise PorteeInsuffisante(droit.portee.value)
    if "territoire" in chemin:
        _exiger_sur_le_territoire(agent, droit, chemin)
    elif "region" in chemin:
        _exiger_dans_la_region(agent, droit, chemin["region"])
    elif not agent.peut(droit):
        raise DroitManquant("Vous n'avez pas ce droit.", DROITS[droit])


def _exiger_sur_le_territoire(agent: Agent, droit: Droit, chemin: Mapping[str, Any]) -> None:
    fiche = chemin.get("fiche")
    if droit is Droit.SAISIR:
        # La fiche d'un porteur est dans ce qu'il envoie : `exiger_la_saisie` la regarde.
        territoire_visible(agent, chemin["territoire"], une_fiche_suffit=True)
        return
    territoire = territoire_visible(agent, chemin["territoire"], fiche)
    if droit is Droit.FAIRE_UN_GESTE:
        _exiger_le_geste(agent, territoire, chemin["geste"])
    elif not agent.peut(droit, territoire, fiche):
        raise DroitManquant("Vous n'avez pas ce droit sur ce territoire.", DROITS[droit])


def _exiger_le_geste(agent: Agent, territoire: Territoire, nom: str) -> None:
    # Un geste qui n'existe pas sera refusé comme tel par la route.
    if nom in set(Geste) and not agent.peut_faire(Geste(nom), territoire):
        geste = Geste(nom)
        raise DroitManquant(f"Le geste « {geste.libelle} » ne vous revient pas.", roles_du_geste(geste))


def territoire_visible(
    agent: Agent, texte: str, fiche: str | None = None, *, une_fiche_suffit: bool = False
) -> Territoire:
    """Le territoire que désigne ce texte, si l'agent peut le voir. Lève `HorsPerimetre`.

    Qui voit toute la France reçoit en revanche les noms proches : il n'a rien à deviner.
    """
    try:
        territoire = registre().trouver_territoire(texte)
    except Introuvable:
        if any(t.partout for t in agent.titres):
            raise
        raise HorsPerimetre(texte) from None
    if not (agent.touche(territoire) if une_fiche_suffit else agent.titres_sur(territoire, fiche)):
        raise HorsPerimetre(texte)
    return territoire


def exiger_de_creer(agent: Agent, texte: str) -> None:
    """Lève un refus si l'agent ne peut pas créer la démarche du territoire que désigne ce texte."""
    exiger(agent, Droit.CREER_DEMARCHE, {"territoire": texte})


def _exiger_dans_la_region(agent: Agent, droit: Droit, texte: str) -> None:
    region = registre().region(texte)
    if not agent.peut_dans_la_region(droit, region.code):
        raise DroitManquant(f"Vous n'avez pas ce droit sur toute la région « {region.nom} ».", DROITS[droit])

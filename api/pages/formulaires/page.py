"""Le déroulement d'un formulaire : l'ouvrir, y ajouter une ligne, le garder en brouillon, l'enregistrer une fois."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from fastapi import Response
from sqlmodel import Session

from api.acces.agent import Agent
from api.ecriture import ecriture
from api.pages.formulaires.envoi import BROUILLON, SUITE, Recu, nouvelle_cle
from api.pages.formulaires.faits import LeveeProposee
from api.pages.formulaires.formulaire import Formulaire
from api.pages.formulaires.lecture import Fautes
from api.pages.formulaires.saisie import Saisie
from api.pages.rendu import Page, renvoyer
from api.temps import instant_present
from modeles.base import lecture
from modeles.erreurs import ErreurMetier, Obstacle
from workflows.brouillons import (
    Envoi,
    brouillon_de,
    demande_deja_faite,
    garder,
    retenir,
)

VIERGE = "vierge"
# Ce qui passe par l'adresse sans désigner le formulaire.
PASSAGERS = frozenset({VIERGE, "fait", "le"})
LONGUEUR_D_ADRESSE = 300


class MalRempli(Exception):
    """Des cases sont à corriger ; rien n'a été écrit."""


class Suite(NamedTuple):
    """Ce qui suit l'enregistrement : où l'on va, et ce qui se fait une fois la réponse partie."""

    vers: str
    ensuite: Callable[[], Any] | None = None


class Constat(NamedTuple):
    """Un obstacle déjà connu, et la page où il se règle."""

    obstacle: Obstacle
    lien: str


@dataclass
class Feuille:
    """Un formulaire prêt à être montré ou enregistré. `parties` : ses blocs, données puis circonstances.

    `ecrire` enregistre ce qui a été lu, ou lève un `ErreurMetier`. `recommencer` : on peut vouloir en remplir
    un autre aussitôt. `signataires` : ceux dont on peut inscrire l'acte à leur place (case `POUR`).
    """

    titre: str
    bouton: str
    parents: Sequence[tuple[str, str]]
    parties: Sequence[Formulaire]
    ecrire: Callable[[Session], Suite]
    explications: Sequence[str] = ()
    constats: Sequence[Constat] = ()
    lien_de: Callable[[str], str] = field(default=lambda _ou: "")
    levees: Callable[[Sequence[Obstacle]], list[LeveeProposee]] = field(default=lambda _obstacles: [])
    fautes_de_plus: Fautes = field(default_factory=dict)
    recommencer: bool = False
    signataires: Sequence[str] = ()
    fictive: bool = False
    gabarit: str = "formulaire.html"
    contexte: dict[str, Any] = field(default_factory=dict)

    @property
    def saisie(self) -> Saisie:
        return self.parties[0].saisie

    @property
    def fautes(self) -> Fautes:
        """Toutes celles des parties, dans l'ordre où elles se lisent."""
        return {c: f for partie in self.parties for c, f in partie.fautes.items()} | self.fautes_de_plus


Preparer = Callable[[Session, Saisie | None], Feuille]
"""Compose la feuille : vierge, ou avec ce qui a été tapé."""


class Deroulement:
    """Une personne devant un formulaire. `reserver` fait passer deux envois simultanés l'un après l'autre."""

    def __init__(
        self, page: Page, agent: Agent, preparer: Preparer, reserver: Callable[[Session], None]
    ) -> None:
        self.page = page
        self.agent = agent
        self.preparer = preparer
        self.reserver = reserver

    @property
    def adresse(self) -> str:
        """Ce qui désigne le formulaire : son adresse, et ce qu'elle précise."""
        precisions = [
            (nom, valeur)
            for nom, valeur in sorted(self.page.requete.query_params.multi_items())
            if nom not in PASSAGERS
        ]
        chemin = self.page.requete.url.path
        return (f"{chemin}?{urlencode(precisions)}" if precisions else chemin)[:LONGUEUR_D_ADRESSE]

    def ouvrir(self, session: Session) -> Response:
        """Le formulaire : vierge, ou tel que la personne l'avait laissé."""
        feuille = self.preparer(session, None)
        brouillon = brouillon_de(session, self.agent.identifiant, self.adresse)
        if brouillon is None:
            return self._montrer(feuille)
        if VIERGE in self.page.requete.query_params:
            return self._montrer(feuille, brouillon_laisse=brouillon.enregistre_le)
        feuille = self.preparer(session, Saisie(brouillon.valeurs))
        return self._montrer(feuille, repris=brouillon.enregistre_le)

    def recevoir(self, recu: Recu) -> Response:
        """Ce que demande le bouton pressé ; rien de ce qui est tapé ne se perd."""
        if recu.action == BROUILLON:
            return self._garder(recu)
        if not recu.enregistre:
            return self._agir(recu)
        return self._enregistrer(recu)

    def _garder(self, recu: Recu) -> Response:
        instant = instant_present()
        with ecriture() as session:
            garder(session, self.agent.identifiant, self.adresse, recu.saisie.valeurs, instant)
        if recu.en_arriere_plan:
            return Response(status_code=204)
        with lecture() as session:
            return self._montrer(self.preparer(session, recu.saisie), garde=instant, cle=recu.cle)

    def _agir(self, recu: Recu) -> Response:
        with lecture() as session:
            feuille = self.preparer(session, recu.saisie)
            cases = (partie.agir(recu.action) for partie in feuille.parties)
            case = next((c for c in cases if c is not None), None)
            return self._montrer(self.preparer(session, feuille.saisie), cle=recu.cle, curseur=case)

    def _enregistrer(self, recu: Recu) -> Response:
        try:
            with ecriture() as session:
                return self._ecrire(session, recu)
        except MalRempli:
            return self._refuser(recu, None)
        except ErreurMetier as refus:
            return self._refuser(recu, refus)

    def _ecrire(self, session: Session, recu: Recu) -> Response:
        self.reserver(session)
        deja = demande_deja_faite(session, recu.cle)
        envoi = Envoi(self.agent.identifiant, self.adresse, recu.cle, recu.saisie.valeurs)
        if deja is not None and (deja.empreinte, deja.formulaire) == (envoi.empreinte, envoi.formulaire):
            return renvoyer(deja.vers)
        feuille = self.preparer(session, recu.saisie)
        if deja is not None:
            # Revenu en arrière, on a changé ce qui était tapé : c'est peut-être une autre saisie.
            return self._montrer(feuille, deja_envoye=deja.faite_le)
        for partie in feuille.parties:
            partie.lire()
        if feuille.fautes:
            raise MalRempli
        suite = feuille.ecrire(session)
        session.flush()
        vers = _ajouter(self.adresse, "fait=suite") if recu.action == SUITE else suite.vers
        retenir(session, envoi, vers, instant_present())
        return renvoyer(vers, suite.ensuite)

    def _refuser(self, recu: Recu, refus: ErreurMetier | None) -> Response:
        with lecture() as session:
            feuille = self.preparer(session, recu.saisie)
            for partie in feuille.parties:
                partie.lire()
            statut = refus.statut if refus else 422
            return self._montrer(feuille, statut, refus=refus, cle=recu.cle)

    def _montrer(
        self,
        feuille: Feuille,
        statut: int = 200,
        *,
        cle: str | None = None,
        refus: ErreurMetier | None = None,
        repris: datetime | None = None,
        garde: datetime | None = None,
        brouillon_laisse: datetime | None = None,
        deja_envoye: datetime | None = None,
        curseur: str | None = None,
    ) -> Response:
        obstacles = [*(c.obstacle for c in feuille.constats), *(refus.obstacles if refus else ())]
        reponse = self.page.rendre(
            feuille.gabarit,
            statut,
            feuille=feuille,
            fictives=feuille.fictive,
            adresse=self.adresse,
            fautes=feuille.fautes,
            levees=feuille.levees(obstacles),
            refus=refus,
            refus_liens=[Constat(o, feuille.lien_de(o.ou)) for o in refus.obstacles] if refus else [],
            cle=cle or nouvelle_cle(),
            repris=repris,
            garde=garde,
            brouillon_laisse=brouillon_laisse,
            deja_envoye=deja_envoye,
            curseur=curseur,
            fait="fait" in self.page.requete.query_params,
            **feuille.contexte,
        )
        # Revenir en arrière doit remontrer ce qui était tapé, jamais une page gardée par un intermédiaire.
        reponse.headers["Cache-Control"] = "private, no-cache"
        return reponse


def _ajouter(adresse: str, precisions: str) -> str:
    return f"{adresse}{'&' if '?' in adresse else '?'}{precisions}"

"""Une commande démarre tout : la base, l'application, Prefect, l'exécuteur ; et les garde en vie."""

import os
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType

import httpx
from alembic.util import CommandError
from pydantic import SecretStr
from sqlalchemy.exc import OperationalError

from api.acces.demarrage import accueil
from api.enfant import Enfant
from api.prealables import (
    DemarrageImpossible,
    dossier_reserve,
    ouvrir_dossier,
    port_de_prefect,
    verifier_port,
)
from api.temps import instant_present
from modeles.base import mettre_a_niveau
from modeles.configuration import Configuration, configuration, variable
from modeles.erreurs import ErreurMetier
from workflows.acces.comptes import Qui

CADENCE_S = 0.2
DELAI_D_ARRET_S = 5.0
DEPARTS_MANQUES = 3
SIGNAUX = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Superviseur:
    """Garde en vie des processus jusqu'à ce qu'on lui demande d'arrêter, puis les arrête tous.

    Le premier des `enfants` est l'application ; elle est prête quand `sante` répond 200, et l'on dit alors
    la phrase de l'`accueil`.
    """

    def __init__(
        self, enfants: list[Enfant], adresse: str, sante: str, accueil: Callable[[], str] | None = None
    ) -> None:
        self.enfants = enfants
        self.accueil = accueil
        self.adresse = adresse
        self.sante = sante
        self.pret = False
        self.arret_demande = False

    def ecouter_les_signaux(self) -> None:
        """Ctrl-C, `kill` et la fermeture du terminal demandent l'arrêt ; la boucle le constate."""
        for signal_recu in SIGNAUX:
            signal.signal(signal_recu, self._demander_l_arret)

    def _demander_l_arret(self, _signal: int, _cadre: FrameType | None) -> None:
        self.arret_demande = True

    def veiller(self) -> None:
        """Tourne jusqu'à l'arrêt demandé. Lève `DemarrageImpossible` si l'application ne démarre jamais."""
        with httpx.Client(timeout=1, trust_env=False) as client:
            while not self.arret_demande:
                for enfant in self.enfants:
                    if enfant.veiller(time.monotonic()) and not self.arret_demande:
                        self._constater_la_mort(enfant)
                if not self.pret and _repond(client, self.sante):
                    self._annoncer()
                time.sleep(CADENCE_S)

    def _annoncer(self) -> None:
        self.pret = True
        print(f"Jalons est prêt : {self.adresse} (Ctrl-C pour arrêter)", flush=True)
        if self.accueil:
            print(self.accueil(), flush=True)

    def _constater_la_mort(self, enfant: Enfant) -> None:
        print(f"Processus relancé après un arrêt inattendu : {enfant.nom}.", file=sys.stderr, flush=True)
        if not self.pret and enfant is self.enfants[0] and enfant.departs_manques >= DEPARTS_MANQUES:
            raise DemarrageImpossible(
                "L'application ne démarre pas :",
                f"elle s'est arrêtée {DEPARTS_MANQUES} fois de suite.",
                "La raison est écrite au-dessus.",
            )

    def arreter(self) -> None:
        """Arrête tous les processus et leurs descendants, en cinq secondes au plus."""
        for enfant in self.enfants:
            enfant.demander_l_arret()
        limite = time.monotonic() + DELAI_D_ARRET_S
        for enfant in self.enfants:
            enfant.achever(max(0.0, limite - time.monotonic()))


def lancer(reglages: Configuration) -> None:
    """Démarre Jalons et ne rend la main qu'à son arrêt, tout étant arrêté.

    Lève `DemarrageImpossible` si le dossier, le port ou la base ne le permettent pas.
    """
    adresse = f"http://{'127.0.0.1' if reglages.hote == '0.0.0.0' else reglages.hote}:{reglages.port}"
    ouvrir_dossier(reglages.donnees)
    with dossier_reserve(reglages.donnees, adresse):
        verifier_port(reglages.hote, reglages.port)
        if reglages.url_prefect is None:
            reglages = reglages.model_copy(update={"port_prefect": port_de_prefect(reglages)})
        superviseur = Superviseur(enfants(reglages), adresse, f"{adresse}/sante", _accueillir)
        superviseur.ecouter_les_signaux()
        print("Jalons démarre…", flush=True)
        _preparer_la_base(reglages.url_base)
        try:
            superviseur.veiller()
        finally:
            superviseur.arreter()
    print("Jalons est arrêté ; les données sont dans", reglages.donnees, flush=True)


def enfants(reglages: Configuration) -> list[Enfant]:
    """Les processus de cette configuration, l'application d'abord."""
    environnement = {**os.environ, **_en_variables(reglages)}
    journaux = reglages.donnees / "journaux"
    python = [sys.executable, "-m"]
    application = [
        *python,
        *("uvicorn", "api.application:application", "--host", reglages.hote, "--port", str(reglages.port)),
        *("--log-level", "warning", "--timeout-graceful-shutdown", "3"),
    ]
    flows = [*python, "workflows.flows"]
    tous = [Enfant("l'application", application, environnement)]
    if reglages.url_prefect is None:
        tous.append(Enfant("Prefect", [*flows, "serveur"], environnement, journaux / "prefect.log"))
    if reglages.executeur:
        tous.append(Enfant("l'exécuteur", [*flows, "executeur"], environnement, journaux / "executeur.log"))
    if reglages.demonstration:
        demo = [*python, "api.cli.principal", "demo", "--au-besoin"]
        tous.append(
            Enfant("la démonstration", demo, environnement, journaux / "demonstration.log", ponctuel=True)
        )
    return tous


def _en_variables(reglages: Configuration) -> dict[str, str]:
    valeurs = {champ: getattr(reglages, champ) for champ in Configuration.model_fields}
    return {
        variable(champ): valeur.get_secret_value() if isinstance(valeur, SecretStr) else str(valeur)
        for champ, valeur in valeurs.items()
        if valeur is not None
    }


def _preparer_la_base(url: str) -> None:
    try:
        mettre_a_niveau(url)
    except OperationalError as erreur:
        raise DemarrageImpossible(
            "La base de données ne répond pas :",
            f"{erreur.orig}.",
            "Vérifiez qu'elle est démarrée, et l'adresse donnée dans JALONS_URL_BASE.",
        ) from erreur
    except CommandError as erreur:
        raise DemarrageImpossible(
            "La base de données n'est pas celle de cette version de Jalons :",
            f"{erreur}.",
            "Elle vient peut-être d'une version plus récente : mettez Jalons à jour.",
        ) from erreur


def _accueillir() -> str:
    return accueil(Qui("Jalons", instant_present()))


def _repond(client: httpx.Client, url: str) -> bool:
    try:
        return client.get(url).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def principal() -> None:
    """`python -m api.superviseur` : tout refus est une phrase, et le code de sortie 1."""
    try:
        lancer(configuration())
    except ErreurMetier as refus:
        sys.exit(str(refus))


if __name__ == "__main__":
    principal()

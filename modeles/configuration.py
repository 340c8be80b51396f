"""Les réglages de Jalons : lus une fois dans l'environnement, figés, refusés en français.

Chaque champ est une variable `JALONS_…`. Sa description fait la page `docs/reglages.md` ; son `attendu`
fait la phrase que lit la personne qui s'est trompée.
"""

import os
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, DirectoryPath, Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsConfigDict

from modeles.erreurs import ErreurMetier, Obstacle
from modeles.reglages_acces import ReglagesAcces
from modeles.reglages_courriel import ReglagesCourriel
from modeles.reglages_relances import ReglagesRelances
from modeles.types_de_reglages import Dossier, OuiNon, Port, Texte, adresse_de_base, exige, fuseau_connu

PREFIXE = "JALONS_"
PILOTES_DE_LA_BASE = {"sqlite", "postgresql+psycopg"}
PILOTES_DE_PREFECT = {"sqlite+aiosqlite", "postgresql+asyncpg"}


class ReglagesInvalides(ErreurMetier):
    """Un ou plusieurs réglages empêchent de démarrer ; ils sont tous dans `obstacles`."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__(
            "Jalons ne peut pas démarrer.",
            " ".join(f"{obstacle.message} {obstacle.remede}" for obstacle in obstacles),
            "Corrigez, puis relancez ; tous les réglages sont décrits dans docs/reglages.md.",
            obstacles,
        )


class Configuration(ReglagesAcces, ReglagesCourriel, ReglagesRelances):
    """Tout a une valeur par défaut qui fonctionne sur un poste, sans rien d'autre à installer."""

    model_config = SettingsConfigDict(env_prefix=PREFIXE, frozen=True, extra="forbid", validate_default=True)

    donnees: Dossier = Field(
        default=Path("donnees"),
        description="Le dossier de données : base, documents, dépôts, journaux. C'est lui qu'on sauvegarde.",
        json_schema_extra=exige("le chemin d'un dossier, par exemple donnees"),
    )
    hote: Texte = Field(
        default="127.0.0.1",
        description="L'adresse réseau où l'application répond. 0.0.0.0 l'ouvre aux autres machines.",
        json_schema_extra=exige("une adresse, par exemple 127.0.0.1"),
    )
    port: Port = Field(
        default=8000,
        description="Le port où l'application répond.",
        json_schema_extra=exige("un nombre entier de 1 à 65535, par exemple 8000"),
    )
    url_base: Annotated[Texte, adresse_de_base(PILOTES_DE_LA_BASE)] = Field(
        default_factory=lambda champs: f"sqlite:///{champs['donnees']}/jalons.db",
        description="La base de données. Par défaut, un fichier SQLite dans le dossier de données.",
        json_schema_extra=exige(
            "une adresse comme postgresql+psycopg://utilisateur:secret@serveur/jalons", secret=True
        ),
    )
    reference: DirectoryPath | None = Field(
        default=None,
        description="Un dossier de données de référence, en plus de celles fournies avec Jalons.",
        json_schema_extra=exige("le chemin d'un dossier qui existe"),
    )
    demonstration: OuiNon = Field(
        default=True,
        description="Charger la démonstration au premier démarrage, quand la base est vide.",
        json_schema_extra=exige("oui ou non"),
    )
    demonstration_de: Texte | None = Field(
        default=None,
        description="Les territoires que joue la démonstration ; les seize si rien n'est dit.",
        json_schema_extra=exige("des codes ou des noms, par exemple 32,Toulouse"),
    )
    fuseau: Annotated[Texte, AfterValidator(fuseau_connu)] = Field(
        default="Europe/Paris",
        description="Le fuseau horaire des heures affichées et de la tournée du matin.",
        json_schema_extra=exige("un fuseau horaire, par exemple Europe/Paris ou Indian/Reunion"),
    )
    journal: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="WARNING",
        description="Ce que disent les journaux, du plus bavard (DEBUG) au plus discret (ERROR).",
        json_schema_extra=exige("DEBUG, INFO, WARNING ou ERROR"),
    )
    url_prefect: Annotated[str, Field(pattern=r"^https?://.+/api$")] | None = Field(
        default=None,
        description="L'API d'un serveur Prefect déjà en service. Sans elle, Jalons démarre le sien.",
        json_schema_extra=exige("une adresse finissant par /api, par exemple http://serveur:4200/api"),
    )
    port_prefect: Port | None = Field(
        default=None,
        description="Le port du serveur Prefect de Jalons. Sans lui, un port libre est choisi puis retenu.",
        json_schema_extra=exige("un nombre entier de 1 à 65535, par exemple 4200"),
    )
    url_base_prefect: Annotated[str, adresse_de_base(PILOTES_DE_PREFECT)] | None = Field(
        default=None,
        description="La base du serveur Prefect. Sans elle, un fichier SQLite dans le dossier de données.",
        json_schema_extra=exige(
            "une adresse comme postgresql+asyncpg://utilisateur:secret@serveur/prefect", secret=True
        ),
    )
    acces_prefect: SecretStr | None = Field(
        default=None,
        description="Le mot de passe du serveur Prefect, sous la forme utilisateur:secret.",
        json_schema_extra=exige("utilisateur:secret", secret=True),
    )
    executeur: OuiNon = Field(
        default=True,
        description="Exécuter ici ce qui suit chaque geste. À fermer si d'autres machines s'en chargent.",
        json_schema_extra=exige("oui ou non"),
    )
    executions: Annotated[int, Field(ge=1, le=32)] = Field(
        default=4,
        description="Le nombre de démarches servies en même temps par un exécuteur.",
        json_schema_extra=exige("un nombre entier de 1 à 32"),
    )
    conservation_jours: Annotated[int, Field(ge=1, le=3650)] = Field(
        default=400,
        description="Le nombre de jours pendant lesquels Prefect garde l'historique de ses exécutions.",
        json_schema_extra=exige("un nombre entier de jours, de 1 à 3650"),
    )

    @field_validator("*", mode="before")
    @classmethod
    def _refuser_le_vide(cls, valeur: object) -> object:
        if valeur == "":
            raise ValueError("vide")
        return valeur

    @property
    def fichier_du_port_prefect(self) -> Path:
        """Où le superviseur retient le port de son serveur Prefect, pour les autres processus."""
        return self.donnees / "prefect" / "port"

    @property
    def api_prefect(self) -> str | None:
        """L'adresse de l'API de Prefect, ou `None` si aucun serveur n'a encore été démarré ici."""
        if self.url_prefect:
            return self.url_prefect
        port = self.port_prefect or _lire_si_present(self.fichier_du_port_prefect)
        return f"http://127.0.0.1:{port}/api" if port else None


def _lire_si_present(fichier: Path) -> str:
    try:
        return fichier.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


@cache
def configuration() -> Configuration:
    """Les réglages de ce processus. Lève `ReglagesInvalides`, qui les cite tous à la fois."""
    obstacles = [_variable_inconnue(nom) for nom in sorted(os.environ) if not _est_connue(nom)]
    try:
        lue = Configuration()
    except ValidationError as erreur:
        obstacles += [_valeur_refusee(detail) for detail in erreur.errors() if _est_une_faute(detail)]
        raise ReglagesInvalides(obstacles) from None
    if obstacles:
        raise ReglagesInvalides(obstacles)
    return lue


def attendu(champ: str) -> str:
    """Ce qu'il faut écrire dans la variable de ce champ."""
    return str(_precisions(champ)["attendu"])


def variable(champ: str) -> str:
    """Le nom de la variable d'environnement d'un champ."""
    return PREFIXE + champ.upper()


def _precisions(champ: str) -> dict[str, Any]:
    precisions = Configuration.model_fields[champ].json_schema_extra
    return precisions if isinstance(precisions, dict) else {}


def _est_connue(nom: str) -> bool:
    return not nom.upper().startswith(PREFIXE) or nom.upper().removeprefix(PREFIXE).lower() in (
        Configuration.model_fields
    )


def _est_une_faute(detail: ErrorDetails) -> bool:
    # Le défaut d'un champ peut dépendre d'un autre : si cet autre est faux, lui seul est à corriger.
    return detail["type"] != "default_factory_not_called"


def _variable_inconnue(nom: str) -> Obstacle:
    proches = get_close_matches(nom.upper(), map(variable, Configuration.model_fields), n=1)
    remede = f"Vouliez-vous écrire {proches[0]} ?" if proches else "Retirez cette variable."
    return Obstacle(f"{nom} n'est pas un réglage de Jalons.", remede)


def _valeur_refusee(detail: ErrorDetails) -> Obstacle:
    champ = str(detail["loc"][0])
    valeur = detail["input"]
    if valeur == "":
        message = f"{variable(champ)} est vide."
    elif valeur is None:
        message = f"{variable(champ)} manque."
    elif _precisions(champ)["secret"]:
        message = f"{variable(champ)} n'a pas la forme attendue."
    else:
        message = f"{variable(champ)} vaut « {valeur} »."
    return Obstacle(message, f"Il faut {attendu(champ)}.")

"""Ce qui a été réalisé d'un contrat, tel qu'on le reçoit : valeurs relevées, exécution des fiches, bilan."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Releve(NamedTuple):
    """La valeur d'un indicateur, en centièmes d'unité ; `statut` : « validé », « sans objet »…"""

    valeur_centiemes: int | None = None
    numerateur: int | Decimal | None = None
    denominateur: int | Decimal | None = None
    statut: str = ""
    commentaire: str = ""

    @property
    def sans_objet(self) -> bool:
        """L'indicateur ne s'applique pas cette année-là : ce n'est pas une valeur manquante."""
        return self.statut.startswith("sans objet")


class Execution(NamedTuple):
    """Ce qu'une fiche a fait de son exercice, en centimes ; un montant absent n'est pas connu."""

    realise: str = ""
    ecart: str = ""
    engage_centimes: int | None = None
    paye_centimes: int | None = None


Releves = Mapping[tuple[str, str], Releve]
"""(code de la fiche, code de l'indicateur) → ce qui a été relevé."""


class Bilan(NamedTuple):
    """Ce que la collectivité écrit d'un exercice, et la délibération qui l'a adopté. `executions` : par fiche.

    `completude` : « 10 sur 12 » ; sans elle, on compte les relevés.
    """

    exercice: int
    synthese: str
    difficultes: str
    perspectives: str
    deliberation_numero: str
    deliberation_le: date
    executions: Mapping[str, Execution]
    releves: Releves
    completude: str = ""

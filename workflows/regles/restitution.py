"""Ce qui retient le livrable final."""

from collections.abc import Iterator
from datetime import date

from modeles.demarche import Demarche
from modeles.erreurs import Obstacle
from modeles.vocabulaire import NatureReunion
from workflows.regles.commun import derniere_tenue
from workflows.regles.diagnostic import FAVORABLES, avis_rendu


def obstacles_au_livrable(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Le comité de restitution s'est tenu depuis le gel du recueil, et sa décision est favorable (§ 6.2)."""
    comite = derniere_tenue(demarche, NatureReunion.COMITE_RESTITUTION, depuis=demarche.depuis_le)
    if comite is None:
        yield Obstacle(
            "le comité de restitution n'a pas été tenu depuis que le recueil est figé",
            "Programmez-le, convoquez-le, puis consignez sa tenue et sa décision.",
            ou="reunions",
        )
    elif avis_rendu(comite) not in FAVORABLES:
        yield Obstacle(
            "le comité de restitution n'a pas rendu de décision favorable",
            "Consignez sa décision au relevé, ou renvoyez les fiches concernées.",
            ou=f"reunion:{comite.numero}",
        )

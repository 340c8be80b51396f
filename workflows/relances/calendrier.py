"""Les jours où une relance peut partir : ouvrés, hors jours fériés du lieu et hors fermetures."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from modeles.reference.echelles import Fermeture
from modeles.reference.registre import registre
from modeles.reference.territoires import Territoire
from workflows.calculs.jours import SAMEDI, feries_du_lieu

# Le code de la région, et celui sous lequel la bibliothèque connaît ses jours fériés.
OUTRE_MER = {"01": "971", "02": "972", "03": "973", "04": "974", "06": "976"}
ALSACE_MOSELLE = "57"
RECHERCHE_JOURS = 366


# Comparé par identité : un calendrier sert de clé à chaque attente, et n'est bâti qu'une fois par lieu.
@dataclass(frozen=True, eq=False)
class Calendrier:
    """Les jours ouvrés d'un lieu, moins les fermetures déclarées."""

    lieu: str = ""
    fermetures: tuple[Fermeture, ...] = ()

    def fermeture(self, jour: date) -> str:
        """Pourquoi rien ne part ce jour-là ; vide s'il est ouvré."""
        if nom := feries_du_lieu(jour.year, self.lieu).get(jour):
            return f"jour férié ({nom})"
        if jour.weekday() >= SAMEDI:
            return "samedi" if jour.weekday() == SAMEDI else "dimanche"
        return next((f.libelle.lower() for f in self.fermetures if f.couvre(jour)), "")

    def est_ouvert(self, jour: date) -> bool:
        return not self.fermeture(jour)

    def premier_ouvert(self, jour: date) -> date:
        """`jour` s'il est ouvré, sinon le premier qui le suit. Sans fin de fermeture en vue, `jour` lui-même."""
        for ecart in range(RECHERCHE_JOURS):
            if self.est_ouvert(jour + timedelta(days=ecart)):
                return jour + timedelta(days=ecart)
        return jour


@cache
def _calendrier(lieu: str, fermetures: tuple[Fermeture, ...]) -> Calendrier:
    return Calendrier(lieu, fermetures)


def calendrier_de(territoire: Territoire) -> Calendrier:
    """Le calendrier d'un territoire : jours fériés de son lieu, fermetures de sa région."""
    lieu = ALSACE_MOSELLE if territoire.alsace_moselle else OUTRE_MER.get(territoire.region, "")
    return _calendrier(lieu, registre().fermetures_de(territoire.region))


def calendrier_commun() -> Calendrier:
    """Celui de toute la France : pour dire si la tournée du jour devait envoyer quelque chose."""
    return _calendrier("", registre().fermetures_de(""))

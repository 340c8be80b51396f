"""D'où l'on regarde les faits d'une relance : ce jour-là, avec ce qu'on sait ou avec ce qu'on savait."""

from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.etapes import TERMINALES, Etape
from modeles.reference.registre import registre
from workflows.relances.attentes import Arret
from workflows.relances.calendrier import calendrier_de


class Vue(NamedTuple):
    """Ce jour-là, avec ce qu'on sait maintenant ou (`avant`) avec ce qu'on savait alors."""

    jour: date
    avant: bool

    def connu(self, le: date) -> bool:
        return not self.avant or le <= self.jour

    def date(self, le: date) -> date:
        """Ce qui est connu est arrivé : jamais après le jour d'où l'on regarde."""
        return min(le, self.jour)


def jour_local(instant: datetime) -> date:
    """Le jour de cet instant, à l'heure d'ici."""
    return instant.astimezone(ZoneInfo(configuration().fuseau)).date()


def identite(demarche: Demarche, vue: Vue) -> dict[str, Any]:
    """Ce qu'une attente dit de sa démarche, quoi qu'on en attende."""
    territoire = registre().territoire(demarche.territoire_code)
    contrat = registre().type_de_contrat(demarche.type_contrat)
    return {
        "demarche_id": demarche.id,
        "code": territoire.code,
        "region": territoire.region,
        "territoire": territoire.nom,
        "calendrier": calendrier_de(territoire),
        "carnet": {},
        "arret": _arret(demarche, vue),
        "contrat": f"{contrat.libelle} {demarche.annee_debut}-{demarche.annee_fin}",
        "sigle": contrat.sigle or contrat.libelle,
        "collectivite": territoire.collectivite,
        "fictive": demarche.fictive,
    }


def _arret(demarche: Demarche, vue: Vue) -> Arret | None:
    if not vue.connu(demarche.depuis_le):
        return None
    if demarche.etape is Etape.SUSPENDU:
        return Arret(vue.date(demarche.depuis_le), "la démarche est suspendue")
    if demarche.etape in TERMINALES:
        libelle = demarche.etape.libelle.lower()
        return Arret(vue.date(demarche.depuis_le), f"la démarche est à l'étape « {libelle} »", definitif=True)
    return None

"""Ce que tout geste dit en plus de ses données : sa date réelle, son motif, les contrôles que l'on lève."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from pydantic import Field

from api.pages.formulaires.formulaire import Formulaire
from api.pages.formulaires.lecture import Fautes
from api.pages.formulaires.saisie import Saisie
from modeles.erreurs import Gravite, Obstacle
from workflows.commandes.bordereau import Bordereau
from workflows.commandes.champs import LongTexte
from workflows.regles.commun import Derogation
from workflows.regles.controles import CONTROLES, derogeable

PREFIXE, LEVEES = "faits.", "levees."


class FaitsDuGeste(Bordereau):
    le: date = Field(
        title="Date réelle", description="Le jour où cela a eu lieu ; il peut précéder aujourd'hui."
    )


class FaitsMotives(FaitsDuGeste):
    motif: LongTexte = Field(title="Motif", description="Il s'écrit au journal et dans les courriers.")


class LeveeProposee(NamedTuple):
    """Un contrôle que l'on peut lever : ce qu'il reproche, et ce qui est déjà tapé pour le lever."""

    code: str
    libelle: str
    messages: tuple[str, ...]
    motif: str
    autorite: str


def schema_des_faits(*, motif: bool) -> type[FaitsDuGeste]:
    """Le bordereau des circonstances, avec ou sans motif exigé."""
    return FaitsMotives if motif else FaitsDuGeste


def levees_proposees(obstacles: Iterable[Obstacle], saisie: Saisie) -> list[LeveeProposee]:
    """Les contrôles bloquants que le dossier de domaine permet de lever (§ 17), et ceux déjà entamés."""
    messages: dict[str, list[str]] = {code: [] for code in _entamees(saisie)}
    for obstacle in obstacles:
        if obstacle.gravite is Gravite.BLOQUANT and derogeable(obstacle):
            messages.setdefault(obstacle.code, []).append(obstacle.message)
    return [
        LeveeProposee(
            code,
            CONTROLES[code].libelle,
            tuple(dits),
            saisie.texte(f"{LEVEES}{code}.motif"),
            saisie.texte(f"{LEVEES}{code}.autorite"),
        )
        for code, dits in messages.items()
    ]


def _entamees(saisie: Saisie) -> list[str]:
    codes = {c.split(".")[1] for c, v in saisie.valeurs.items() if c.startswith(LEVEES) and any(v)}
    return sorted(code for code in codes if code in CONTROLES)


def lire_les_levees(saisie: Saisie) -> tuple[tuple[Derogation, ...], Fautes]:
    """Les dérogations demandées ; une levée demande un motif et une autorité, ensemble."""
    levees, fautes = [], Fautes()
    for code in _entamees(saisie):
        motif, autorite = (saisie.texte(f"{LEVEES}{code}.{nom}").strip() for nom in ("motif", "autorite"))
        if not motif:
            fautes[f"{LEVEES}{code}.motif"] = f"Levée du contrôle {code} : dites pourquoi."
        elif not autorite:
            fautes[f"{LEVEES}{code}.autorite"] = f"Levée du contrôle {code} : dites quelle autorité l'assume."
        else:
            levees.append(Derogation(code, motif, autorite))
    return tuple(levees), fautes


def formulaire_des_faits(modele: Formulaire, *, motif: bool) -> Formulaire:
    """Les circonstances, lues dans la même saisie que les données."""
    return Formulaire(schema_des_faits(motif=motif), modele.cadre, modele.saisie, prefixe=PREFIXE)

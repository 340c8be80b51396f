"""Ce qui retient la présélection et les ateliers."""

from collections.abc import Iterator
from datetime import date

from modeles.demarche import Demarche
from modeles.erreurs import Obstacle
from modeles.piste import Piste
from modeles.reference.registre import registre
from modeles.vocabulaire import DecisionPiste, EtatReunion


def obstacles_aux_pistes(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Chaque axe a une piste retenue, et toute piste a reçu une décision (§ 6.2)."""
    referentiel = registre().referentiel(demarche.millesime)
    for axe in demarche.axes_couverts:
        if not any(referentiel.axe_de(p.sous_axe).code == axe for p in pistes_retenues(demarche)):
            yield Obstacle(
                f"l'axe {axe} n'a aucune piste retenue",
                f"Retenez une piste pour l'axe {axe}, ou écartez cet axe avec sa justification.",
                ou=f"pistes:{axe}",
            )
    for piste in demarche.pistes:
        if piste.decision is DecisionPiste.PROPOSEE:
            yield Obstacle(
                f"la piste n° {piste.numero} « {piste.titre} » attend une décision",
                "Retenez, fusionnez, reportez ou écartez chaque piste.",
                ou=f"piste:{piste.numero}",
            )


def pistes_retenues(demarche: Demarche) -> list[Piste]:
    """Les pistes qui vont en atelier."""
    return [p for p in demarche.pistes if p.decision is DecisionPiste.RETENUE]


def obstacles_a_la_cloture_des_ateliers(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Chaque piste retenue est passée en atelier, ou en est dispensée avec un motif (§ 6.2)."""
    for piste in pistes_retenues(demarche):
        if not (_passee_en_atelier(piste) or piste.dispense_d_atelier):
            yield Obstacle(
                f"la piste n° {piste.numero} « {piste.titre} » n'est passée par aucun atelier",
                "Consignez l'atelier qui l'a traitée, ou dispensez-la avec un motif.",
                ou=f"piste:{piste.numero}",
            )
    if not demarche.pistes and not any(r.etat is EtatReunion.TENUE for r in demarche.reunions if r.theme):
        yield Obstacle(
            "aucune piste n'est inscrite et aucun atelier n'a été tenu",
            "Inscrivez les pistes travaillées, ou demandez une dispense de l'étape.",
            ou="pistes",
        )


def _passee_en_atelier(piste: Piste) -> bool:
    return piste.atelier is not None and piste.atelier.etat is EtatReunion.TENUE

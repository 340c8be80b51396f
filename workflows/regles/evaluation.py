"""Ce qui retient l'évaluation à mi-parcours : des exercices échus, et ce que les parties en ont écrit."""

from collections.abc import Iterator
from datetime import date

from documents.contextes.attendus import ENSEIGNEMENTS, METHODE, RESULTATS
from modeles.demarche import Demarche
from modeles.erreurs import Obstacle

REQUIS = {"methode": METHODE, "resultats": RESULTATS, "enseignements": ENSEIGNEMENTS}


def exercices_echus(demarche: Demarche, le: date) -> range:
    """Les années du contrat que l'on peut évaluer ce jour-là : commencées et finies."""
    debut = max(demarche.annee_debut, (demarche.prend_effet_le or demarche.signe_le or le).year)
    return range(debut, min(demarche.annee_fin, le.year - 1) + 1)


def obstacles_a_la_remise(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Un exercice échu ; la méthode, les résultats et les enseignements sont écrits."""
    if not exercices_echus(demarche, le):
        yield Obstacle(
            "aucun exercice du contrat n'est échu", "Attendez la fin d'un premier exercice.", ou="contrat"
        )
    for champ, attendu in REQUIS.items():
        if not getattr(demarche.evaluation, champ, None):
            yield Obstacle(f"il manque {attendu.quoi}", attendu.remede, ou=attendu.ou)

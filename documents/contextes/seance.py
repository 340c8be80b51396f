"""Ce qui prépare la séance : l'ordre du jour (D02) et la feuille d'émargement (D03)."""

from typing import Annotated

from documents.contextes.attendus import PERSONNES, POINTS
from documents.contextes.commun import (
    ContexteDeDocument,
    TerritoireEcrit,
    contrat_nomme,
    en_tete,
    territoire_ecrit,
)
from documents.contextes.reunion import (
    PersonneEcrite,
    PointEcrit,
    ReunionEcrite,
    fin_prevue,
    intitule_de,
    personnes_ecrites,
    points_ecrits,
    reunion_ecrite,
)
from documents.contextes.sujets import reunion_du_sujet
from documents.contextes.tournures import Nom
from modeles.demarche import Demarche, Passage


class OrdreDuJour(ContexteDeDocument):
    territoire: TerritoireEcrit
    contrat: Nom
    reunion: ReunionEcrite
    fin_prevue: str
    points: Annotated[tuple[PointEcrit, ...], POINTS]


class Emargement(ContexteDeDocument):
    """Les personnes attendues ; des lignes libres suivent dans le gabarit."""

    territoire: TerritoireEcrit
    contrat: Nom
    reunion: ReunionEcrite
    attendus: Annotated[tuple[PersonneEcrite, ...], PERSONNES]


def construire_ordre_du_jour(demarche: Demarche, passage: Passage, sujet: str) -> OrdreDuJour:
    reunion = reunion_du_sujet(demarche, sujet)
    intitule = intitule_de(reunion)
    return OrdreDuJour(
        document=en_tete(demarche, "D02", f"Ordre du jour : {intitule}", sujet, passage.survenu_le),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        reunion=reunion_ecrite(reunion),
        fin_prevue=fin_prevue(reunion),
        points=points_ecrits(reunion),
    )


def construire_emargement(demarche: Demarche, passage: Passage, sujet: str) -> Emargement:
    reunion = reunion_du_sujet(demarche, sujet)
    intitule = intitule_de(reunion)
    return Emargement(
        document=en_tete(demarche, "D03", f"Feuille d'émargement : {intitule}", sujet, passage.survenu_le),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        reunion=reunion_ecrite(reunion),
        attendus=personnes_ecrites(reunion.participants),
    )

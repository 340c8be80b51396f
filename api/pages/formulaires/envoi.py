"""Un formulaire reçu : ce qui y est tapé, le bouton pressé, la clé de l'envoi, les fichiers joints."""

from collections import defaultdict
from typing import Annotated, NamedTuple
from uuid import uuid4

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from api.pages.formulaires.saisie import Saisie
from workflows.depots.inscription import Fichier

ACTION, CLE = "_agir", "_cle"
# La personne dont on inscrit l'acte ; vide, c'est le sien.
POUR = "_pour"
LONGUEUR_D_UN_NOM = 200
# Ce qui sert à l'envoi, et n'a pas été tapé.
TECHNIQUES = frozenset({ACTION, CLE, "csrf"})
ENREGISTRER, SUITE, BROUILLON = "enregistrer", "suite", "brouillon"
LONGUEUR_DE_CLE = 64


class Recu(NamedTuple):
    """`action` : ce que demande le bouton pressé. `cle` : la même, si la même page est envoyée deux fois."""

    saisie: Saisie
    action: str
    cle: str
    fichiers: dict[str, Fichier]
    en_arriere_plan: bool = False

    @property
    def enregistre(self) -> bool:
        """Vrai si l'on demande d'écrire pour de bon."""
        return self.action in (ENREGISTRER, SUITE)


def nouvelle_cle() -> str:
    """Une clé pour le prochain envoi."""
    return uuid4().hex


async def _recevoir(requete: Request) -> Recu:
    textes: defaultdict[str, list[str]] = defaultdict(list)
    fichiers = {}
    for nom, valeur in (await requete.form()).multi_items():
        if isinstance(valeur, UploadFile):
            fichiers[nom] = Fichier(valeur.filename or "fichier", await valeur.read())
            await valeur.close()
        else:
            textes[nom].append(valeur)
    return Recu(
        Saisie({nom: valeurs for nom, valeurs in textes.items() if nom not in TECHNIQUES}),
        (textes.get(ACTION) or [ENREGISTRER])[-1],
        (textes.get(CLE) or [nouvelle_cle()])[-1][:LONGUEUR_DE_CLE],
        {nom: fichier for nom, fichier in fichiers.items() if fichier.octets},
        requete.headers.get("x-brouillon") == "1",
    )


FormulaireRecu = Annotated[Recu, Depends(_recevoir)]

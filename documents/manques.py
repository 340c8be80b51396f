"""Ce qui serait vide dans un document, dit avant de l'écrire ; et ce sans quoi il ne s'écrit qu'en brouillon."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel

from documents.contextes.attendus import (
    NON_RENSEIGNE,
    NON_RENSEIGNEE,
    Attendu,
    attendu_du_champ,
    designation,
    est_vide,
)
from documents.contextes.commun import ContexteDeDocument
from documents.formats import accorder
from documents.libelles import nom_lisible
from modeles.erreurs import ErreurMetier, Obstacle

CONTROLE = "DOC-01"
A_RENSEIGNER = "Renseignez-le dans le dossier."


class Manque(NamedTuple):
    """Une donnée absente. `ou` : l'endroit où la renseigner. `requis` : un document définitif ne s'en passe pas."""

    quoi: str
    remede: str
    ou: str
    requis: bool

    @property
    def obstacle(self) -> Obstacle:
        return Obstacle(f"il manque {self.quoi}", self.remede, code=CONTROLE, ou=self.ou)


class DocumentIncomplet(ErreurMetier):
    """Un document définitif auquel il manque une donnée requise ; `obstacles` les donne toutes (DOC-01)."""

    def __init__(self, titre: str, manques: list[Manque]) -> None:
        combien = accorder(len(manques), "donnée requise manque", "données requises manquent")
        super().__init__(
            f"« {titre} » ne peut pas être produit.",
            f"{combien} : {' ; '.join(m.quoi for m in manques)}.",
            " ".join(dict.fromkeys(m.remede for m in manques)),
            [m.obstacle for m in manques],
        )


def manques(contexte: ContexteDeDocument) -> tuple[Manque, ...]:
    """Tout ce qui serait vide, dans l'ordre du document, une fois chacun."""
    return tuple(dict.fromkeys(_parcourir(contexte, "")))


def manques_bloquants(contexte: ContexteDeDocument) -> list[Manque]:
    """Ce qui empêche de produire ce document ; vide s'il est complet, ou s'il n'est encore qu'un projet."""
    return [] if contexte.document.projet else [m for m in manques(contexte) if m.requis]


def exiger_complet(contexte: ContexteDeDocument, titre: str) -> None:
    """Lève `DocumentIncomplet`, avec tout ce qui manque."""
    if bloquants := manques_bloquants(contexte):
        raise DocumentIncomplet(titre, bloquants)


def attendu_de(bloc: BaseModel, nom: str) -> Attendu | None:
    """Ce qui est attendu de ce champ : ce qu'il déclare, ou son nom s'il s'écrirait « non renseigné »."""
    declare = attendu_du_champ(type(bloc).model_fields[nom])
    if declare is None:
        sans_rien = getattr(bloc, nom) in (NON_RENSEIGNE, NON_RENSEIGNEE)
        return Attendu(nom_lisible(nom).lower(), A_RENSEIGNER) if sans_rien else None
    champs = dict(bloc)
    return declare._replace(quoi=declare.quoi.format_map(champs), ou=declare.ou.format_map(champs))


def _parcourir(bloc: BaseModel, de: str) -> Iterator[Manque]:
    """`de` : l'élément dont le bloc fait partie, que la phrase nomme."""
    for nom in type(bloc).model_fields:
        valeur = getattr(bloc, nom)
        if est_vide(valeur):
            if attendu := attendu_de(bloc, nom):
                yield _manque(attendu, de)
        else:
            for partie in _parties(valeur):
                siens = designation(partie) if isinstance(valeur, tuple) else ""
                yield from _parcourir(partie, siens or de)


def _parties(valeur: Any) -> list[BaseModel]:
    candidats = valeur if isinstance(valeur, tuple) else (valeur,)
    return [v for v in candidats if isinstance(v, BaseModel)]


def _manque(attendu: Attendu, de: str) -> Manque:
    quoi = f"{attendu.quoi} ({de})" if de else attendu.quoi
    return Manque(quoi, attendu.remede, attendu.ou, attendu.requis)

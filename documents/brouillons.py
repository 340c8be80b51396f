"""Le brouillon d'un document : composé avec ce que l'on sait, ce qui manque écrit sur fond jaune à sa place."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from documents.contextes.attendus import est_vide
from documents.contextes.commun import ContexteDeDocument
from documents.formats import FILTRES
from documents.manques import attendu_de
from documents.moteur.environnement import Environnement
from documents.moteur.gabarit import CLE_DE_DATE, DocumentCompose, composer
from documents.moteur.surlignage import marquer, surligner
from documents.moteur.types_du_contexte import donnee
from documents.temoin import VALEURS_PAR_LISTE
from documents.typographie import INSECABLE


class ACompleter(str):
    """Ce qui tient la place d'une donnée absente. Aucun filtre n'y touche : ce n'est ni une date, ni un montant."""


def composer_brouillon(gabarit: Path, contexte: ContexteDeDocument, le: date) -> DocumentCompose:
    """Le document, marqué « PROJET », ses manques visibles. Mêmes données et même jour : mêmes octets.

    Lève `ErreurGabarit` si le gabarit est fautif.
    """
    donnees = donnees_du_brouillon(contexte) | {CLE_DE_DATE: le}
    return surligner(composer(gabarit, donnees, ENVIRONNEMENT))


def donnees_du_brouillon(contexte: ContexteDeDocument) -> dict[str, Any]:
    """Les données du contexte ; à la place de chaque manque, « [à compléter : le porteur] »."""
    donnees = _marquer(contexte)
    donnees["document"]["projet"] = True
    return donnees


def _marquer(bloc: BaseModel) -> dict[str, Any]:
    return {nom: _valeur(bloc, nom, getattr(bloc, nom)) for nom in type(bloc).model_fields}


def _valeur(bloc: BaseModel, nom: str, valeur: Any) -> Any:
    if est_vide(valeur):
        attendu = attendu_de(bloc, nom)
        return _a_la_place(bloc, nom, attendu.quoi) if attendu else valeur
    if isinstance(valeur, BaseModel):
        return _marquer(valeur)
    if isinstance(valeur, tuple):
        return tuple(_marquer(v) if isinstance(v, BaseModel) else v for v in valeur)
    return valeur


def _a_la_place(bloc: BaseModel, nom: str, quoi: str) -> Any:
    """Un texte ; d'une liste, un seul élément, qui dit ce qu'elle devrait contenir."""
    lue = donnee(type(bloc).model_fields[nom].annotation, nom)
    texte = ACompleter(marquer(f"[à compléter{INSECABLE}: {quoi}]"))
    if not lue.est_une_liste:
        return texte
    modele = lue.element.modele
    return ((_element(modele, texte) if modele else texte),)


def _element(modele: type[BaseModel], texte: ACompleter) -> dict[str, Any]:
    """Son premier texte porte la mention ; le reste est vide."""
    element: dict[str, Any] = {}
    restant: ACompleter | None = texte
    for nom, champ in modele.model_fields.items():
        element[nom] = _vide(champ.annotation, nom)
        if champ.annotation is str and restant:
            element[nom], restant = restant, None
    return element


def _vide(annotation: Any, nom: str) -> Any:
    lue = donnee(annotation, nom)
    if lue.modele:
        return {n: _vide(c.annotation, n) for n, c in lue.modele.model_fields.items()}
    if lue.est_une_liste:
        # Un gabarit peut prendre une à une les valeurs d'une liste simple : `notes[6]`.
        return () if lue.element.modele else (ACompleter(""),) * VALEURS_PAR_LISTE
    if lue.annotation is bool:
        return False
    facultatif = type(None) in get_args(annotation)
    return None if facultatif else ACompleter("")


def _sauf_ce_qui_manque(filtre: Callable[..., str]) -> Callable[..., str]:
    def filtrer(valeur: Any, *arguments: Any, **nommes: Any) -> str:
        return valeur if isinstance(valeur, ACompleter) else filtre(valeur, *arguments, **nommes)

    return filtrer


ENVIRONNEMENT = Environnement({nom: _sauf_ce_qui_manque(filtre) for nom, filtre in FILTRES.items()})

"""Retirer ce qui a été inscrit par erreur, et le remettre ; rien n'est retiré de ce qui sert ailleurs."""

from typing import Any
from uuid import UUID

from pydantic import Field

from documents.formats import liste_et
from modeles.contact import Contact
from modeles.demarche import Demarche
from modeles.erreurs import ErreurMetier, Introuvable, Obstacle
from modeles.retrait import Retrait
from workflows.commandes.bordereau import Auteur, Bordereau, SaisieDefinie, designe
from workflows.commandes.champs import Designation
from workflows.commandes.retirables import GENRES, Genre, Retirable


class SaisieRetrait(Bordereau):
    nature: Retirable = Field(title="Ce qui est retiré")
    objet: Designation = Field(title="Lequel", description="Son numéro, son code ou son identifiant.")


class SaisieRemiseEnPlace(Bordereau):
    retrait: UUID = Field(title="Ce qui est remis")


class RetraitImpossible(ErreurMetier):
    """L'objet sert ailleurs : tout ce qui le retient est dit."""

    def __init__(self, nom: str, libelle: str, raisons: list[str]) -> None:
        super().__init__(
            f"{nom} « {libelle[:80]} » ne peut pas être retiré.",
            f"Ce qui s'en sert encore : {liste_et(raisons)}.",
            "Détachez-le d'abord de ce qui s'en sert, ou corrigez-le au lieu de le retirer.",
            [Obstacle(raison, "Détachez-le d'abord.") for raison in raisons],
        )


def retirer(demarche: Demarche, saisie: SaisieRetrait, auteur: Auteur) -> None:
    """Ôte un objet du dossier et le garde entier. Lève `Introuvable` ou `RetraitImpossible`."""
    genre = GENRES[saisie.nature]
    liste = genre.liste(demarche)
    objet = designe(liste, genre.cle, saisie.objet, genre.nom)
    if raisons := list(genre.retenu_par(demarche, objet)):
        raise RetraitImpossible(genre.nom, genre.libelle(objet), raisons)
    gardes = objet.model_dump(mode="json", include={genre.cle, *genre.gardes})
    demarche.retraits.append(
        Retrait(
            demarche_id=demarche.id,
            nature=saisie.nature.value,
            libelle=genre.libelle(objet),
            contenu={"saisie": genre.relire(objet), "gardes": gardes},
            par=auteur.par,
            le=auteur.saisi_le,
        )
    )
    if isinstance(objet, Contact):
        objet.actif = False
    else:
        liste.remove(objet)


def remettre(demarche: Demarche, saisie: SaisieRemiseEnPlace, auteur: Auteur) -> None:
    """Remet au dossier ce qui en avait été ôté, sous son numéro s'il est resté libre."""
    retrait = next((r for r in demarche.retraits if r.id == saisie.retrait and r.remis_le is None), None)
    if retrait is None:
        raise Introuvable(
            "Il n'y a rien à remettre.",
            "Ce retrait n'est pas de cette démarche, ou quelqu'un l'a déjà annulé.",
            "Rechargez la page pour voir ce qui peut encore être remis.",
        )
    genre = GENRES[Retirable(retrait.nature)]
    genre.remettre(demarche, retrait.contenu, auteur)
    _rendre_ce_qui_etait_garde(genre, genre.liste(demarche), retrait.contenu["gardes"])
    retrait.remis_par, retrait.remis_le = auteur.par, auteur.saisi_le


def _rendre_ce_qui_etait_garde(genre: Genre, liste: list[Any], gardes: dict[str, Any]) -> None:
    if genre.cle == "id":
        return
    remis = liste[-1]
    complet = type(remis).model_validate(remis.model_dump() | gardes)
    libre = all(getattr(o, genre.cle) != gardes[genre.cle] for o in liste[:-1])
    for champ in gardes if libre else genre.gardes:
        setattr(remis, champ, getattr(complet, champ))


SAISIES_DES_RETRAITS = {
    "retrait": SaisieDefinie("le retrait de ce qui a été inscrit par erreur", SaisieRetrait, retirer),
    "remise_en_place": SaisieDefinie("la remise en place", SaisieRemiseEnPlace, remettre),
}

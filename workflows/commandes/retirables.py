"""Ce que l'on peut retirer d'un dossier : comment on le retrouve, ce qui le retient, comment on le remet."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from modeles.contact import Contact
from modeles.demarche import Demarche
from modeles.diagnostic import Constat, Enjeu, Entretien, Source
from modeles.fiche import FicheAction
from modeles.piste import Piste
from modeles.reunion import Reunion
from modeles.vocabulaire import EtatReunion
from workflows.commandes import relecture
from workflows.commandes.bordereau import Auteur, Bordereau, designe
from workflows.commandes.diagnostic import (
    SaisieConstat,
    SaisieEnjeu,
    SaisieEntretien,
    SaisieSource,
    ajouter_constat,
    ajouter_enjeu,
    ajouter_entretien,
    ajouter_source,
)
from workflows.commandes.fiches import SaisieFiche, rediger_fiche
from workflows.commandes.pistes import SaisiePiste, inscrire_piste
from workflows.commandes.reunions import SaisieReunion, programmer_reunion

Contenu = dict[str, Any]
"""`saisie` : l'objet comme on l'aurait saisi ; `gardes` : sa désignation, et ce qu'aucune saisie n'écrit."""


class Retirable(StrEnum):
    """Ce que l'on peut retirer. Un contact retiré reste, inactif : ses gestes sont au journal."""

    CONTACT = "contact"
    SOURCE = "source"
    ENTRETIEN = "entretien"
    CONSTAT = "constat"
    ENJEU = "enjeu"
    PISTE = "piste"
    REUNION = "reunion"
    FICHE = "fiche"


class Genre(NamedTuple):
    """Comment on retrouve un objet, ce qui le retient, comment on le garde et comment on le remet.

    `gardes` : les champs qu'aucune saisie n'écrit, et qu'il faut pourtant remettre.
    """

    nom: str
    liste: Callable[[Demarche], list[Any]]
    cle: str
    libelle: Callable[[Any], str]
    retenu_par: Callable[[Demarche, Any], Iterable[str]]
    relire: Callable[[Any], dict[str, Any]]
    remettre: Callable[[Demarche, Contenu, Auteur], None]
    gardes: tuple[str, ...] = ()


def _contact_retenu(demarche: Demarche, contact: Contact) -> Iterable[str]:
    return () if contact.actif else ("il est déjà retiré",)


def _remettre_le_contact(demarche: Demarche, contenu: Contenu, auteur: Auteur) -> None:
    del auteur
    designe(demarche.contacts, "id", contenu["gardes"]["id"], "Le contact").actif = True


def _source_retenue(demarche: Demarche, source: Source) -> Iterable[str]:
    return (f"le constat n° {c.numero}" for c in demarche.constats if c.source_id == source.id)


def _entretien_retenu(demarche: Demarche, entretien: Entretien) -> Iterable[str]:
    del demarche, entretien
    return ()


def _constat_retenu(demarche: Demarche, constat: Constat) -> Iterable[str]:
    return (f"l'enjeu n° {e.rang}" for e in demarche.enjeux if constat in e.constats)


def _enjeu_retenu(demarche: Demarche, enjeu: Enjeu) -> Iterable[str]:
    yield from (f"la piste n° {p.numero}" for p in demarche.pistes if p.enjeu_id == enjeu.id)
    yield from (f"la fiche {f.code}" for f in demarche.fiches if f.enjeu_id == enjeu.id)


def _piste_retenue(demarche: Demarche, piste: Piste) -> Iterable[str]:
    yield from (f"la fiche {f.code}" for f in demarche.fiches if piste in f.pistes)
    if piste.atelier is not None:
        yield f"l'atelier n° {piste.atelier.numero}"


def _reunion_retenue(demarche: Demarche, reunion: Reunion) -> Iterable[str]:
    del demarche
    if reunion.etat is not EtatReunion.PROGRAMMEE:
        yield "le journal : elle a déjà été convoquée, reportée ou tenue"


def _fiche_retenue(demarche: Demarche, fiche: FicheAction) -> Iterable[str]:
    del demarche
    if fiche.versions:
        yield f"l'instruction : elle a déjà été soumise ({len(fiche.versions)} fois)"
    if fiche.commentaires:
        yield "les commentaires qu'elle a reçus"


def _remettre_la_fiche(demarche: Demarche, contenu: Contenu, auteur: Auteur) -> None:
    rediger_fiche(demarche, SaisieFiche.model_validate(contenu["saisie"] | {"code": None}), auteur)


def _rejouer(schema: type[Bordereau], commande: Callable[[Demarche, Any, Auteur], None]) -> Any:
    return lambda demarche, contenu, auteur: commande(
        demarche, schema.model_validate(contenu["saisie"]), auteur
    )


def _phrase(objet: Constat) -> str:
    return objet.texte


GENRES = {
    Retirable.CONTACT: Genre(
        "Le contact",
        lambda d: d.contacts,
        "id",
        lambda c: f"{c.prenom} {c.nom}".strip(),
        _contact_retenu,
        relecture.contact_saisi,
        _remettre_le_contact,
    ),
    Retirable.SOURCE: Genre(
        "La source",
        lambda d: d.sources,
        "id",
        lambda s: s.titre,
        _source_retenue,
        relecture.source_saisie,
        _rejouer(SaisieSource, ajouter_source),
    ),
    Retirable.ENTRETIEN: Genre(
        "L'entretien",
        lambda d: d.entretiens,
        "id",
        lambda e: e.organisme,
        _entretien_retenu,
        relecture.entretien_saisi,
        _rejouer(SaisieEntretien, ajouter_entretien),
    ),
    Retirable.CONSTAT: Genre(
        "Le constat n°",
        lambda d: d.constats,
        "numero",
        _phrase,
        _constat_retenu,
        relecture.constat_saisi,
        _rejouer(SaisieConstat, ajouter_constat),
    ),
    Retirable.ENJEU: Genre(
        "L'enjeu n°",
        lambda d: d.enjeux,
        "rang",
        lambda e: e.libelle,
        _enjeu_retenu,
        relecture.enjeu_saisi,
        _rejouer(SaisieEnjeu, ajouter_enjeu),
    ),
    Retirable.PISTE: Genre(
        "La piste n°",
        lambda d: d.pistes,
        "numero",
        lambda p: p.titre,
        _piste_retenue,
        relecture.piste_saisie,
        _rejouer(SaisiePiste, inscrire_piste),
        ("decision", "motif", "dispense_d_atelier"),
    ),
    Retirable.REUNION: Genre(
        "La réunion n°",
        lambda d: d.reunions,
        "numero",
        lambda r: r.nature.libelle,
        _reunion_retenue,
        relecture.reunion_saisie,
        _rejouer(SaisieReunion, programmer_reunion),
    ),
    Retirable.FICHE: Genre(
        "La fiche",
        lambda d: d.fiches,
        "code",
        lambda f: f.titre,
        _fiche_retenue,
        relecture.fiche_saisie,
        _remettre_la_fiche,
        ("statut", "motif"),
    ),
}

"""Ce qui cloche d'une ligne à l'autre du classeur : doublons, renvois inconnus, dates en désordre."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from modeles.etapes import Etape
from modeles.reference.registre import registre
from modeles.reference.socle import cle
from modeles.vocabulaire import Partie, RoleContact, StatutFiche
from workflows.reprise.fautes import Faute
from workflows.reprise.feuilles import (
    BUDGETS,
    CONTACTS,
    CONTRATS,
    ENVELOPPES,
    FICHES,
    INDICATEURS,
    TERRITOIRES,
)
from workflows.reprise.feuilles_des_fiches import annees_du_contrat
from workflows.reprise.lignes import Classeur, Ligne

UNIQUES = (
    (TERRITOIRES, ("territoire",), "territoire", "un territoire par ligne"),
    (ENVELOPPES, ("territoire", "annee"), "annee", "une seule enveloppe par territoire et par année"),
    (FICHES, ("fiche",), "fiche", "un repère par fiche"),
    (BUDGETS, ("fiche", "annee"), "annee", "un seul budget par fiche et par année"),
    (INDICATEURS, ("fiche", "libelle"), "libelle", "un indicateur par ligne"),
    (CONTRATS, ("territoire",), "territoire", "un contrat par territoire"),
    (
        CONTACTS,
        ("territoire", "partie", "role", "prenom", "nom"),
        "nom",
        "une personne par ligne et par rôle",
    ),
)
DECIDEES = (StatutFiche.VALIDEE, StatutFiche.REJETEE, StatutFiche.REPORTEE)


def verifier(classeur: Classeur) -> None:
    """Ajoute au classeur les fautes qui se voient en rapprochant ses lignes."""
    lignes = classeur.lignes
    for nom, champs, ou, attendu in UNIQUES:
        classeur.fautes += _doublons(lignes[nom], champs, ou, attendu)
    classeur.fautes += _contractants(lignes[TERRITOIRES])
    classeur.fautes += _referents(lignes[TERRITOIRES], lignes[CONTACTS])
    classeur.fautes += _annees(lignes)
    classeur.fautes += _renvois(lignes)
    classeur.fautes += _fiches(lignes[FICHES], {ligne["territoire"] for ligne in lignes[CONTRATS]})
    classeur.fautes += _contrats(lignes[CONTRATS], lignes[TERRITOIRES])


def _doublons(lignes: Iterable[Ligne], champs: tuple[str, ...], ou: str, attendu: str) -> Iterator[Faute]:
    vues: dict[tuple[Any, ...], Ligne] = {}
    for ligne in lignes:
        # Ce qui n'a pas été compris a déjà sa faute : on ne rapproche que des lignes identifiées.
        if ligne[champs[0]] is None or ligne[ou] is None:
            continue
        identite = tuple(cle(v) if isinstance(v, str) else v for v in map(ligne.__getitem__, champs))
        premiere = vues.setdefault(identite, ligne)
        if premiere is not ligne:
            yield ligne.refuser(ou, f"{attendu} ; c'est déjà écrit en {premiere.adresse(ou)}")


def _contractants(territoires: Iterable[Ligne]) -> Iterator[Faute]:
    for ligne in territoires:
        territoire = registre().territoires.get(ligne["territoire"] or "")
        if territoire is not None and not territoire.contractant:
            yield ligne.refuser(
                "territoire",
                f"un territoire qui contracte ; « {territoire.nom} » n'a pas d'assemblée pour cela",
            )


def _referents(territoires: Iterable[Ligne], contacts: Iterable[Ligne]) -> Iterator[Faute]:
    """Une personne nommée a une fonction ; un territoire a un référent et un signataire par partie."""
    vues: dict[tuple[str, str, str], str] = {}
    for ligne in territoires:
        for partie in (Partie.ETAT, Partie.COLLECTIVITE):
            if ligne[f"nom_{partie}"]:
                vues[ligne["territoire"], partie, RoleContact.REFERENT] = (
                    f"{TERRITOIRES}!{ligne.adresse(f'nom_{partie}')}"
                )
            yield from _referent_incomplet(ligne, partie)
    for ligne in contacts:
        qui = (ligne["territoire"], ligne["partie"], ligne["role"])
        if ligne["role"] not in (RoleContact.REFERENT, RoleContact.SIGNATAIRE) or None in qui:
            continue
        ici = f"{CONTACTS}!{ligne.adresse('role')}"
        if vues.setdefault(qui, ici) != ici:
            yield ligne.refuser("role", f"un seul par territoire et par partie ; voyez {vues[qui]}")


def _referent_incomplet(ligne: Ligne, partie: Partie) -> Iterator[Faute]:
    nom, fonction = f"nom_{partie}", f"fonction_{partie}"
    autres = [f"prenom_{partie}", fonction, f"courriel_{partie}"]
    if nom in ligne.trouves and fonction not in ligne.trouves:
        yield ligne.refuser(fonction, "la fonction du référent nommé sur cette ligne")
    elif nom not in ligne.trouves and any(champ in ligne.trouves for champ in autres):
        yield ligne.refuser(nom, "le nom du référent décrit sur cette ligne")


def _annees(lignes: dict[str, list[Ligne]]) -> Iterator[Faute]:
    annees = annees_du_contrat()
    for ligne in (*lignes[ENVELOPPES], *lignes[BUDGETS]):
        if ligne["annee"] is not None and ligne["annee"] not in annees:
            yield ligne.refuser("annee", f"une année du contrat, de {annees[0]} à {annees[-1]}")


def _renvois(lignes: dict[str, list[Ligne]]) -> Iterator[Faute]:
    reperes = {cle(ligne.trouves.get("fiche", "")) for ligne in lignes[FICHES]}
    for ligne in (*lignes[BUDGETS], *lignes[INDICATEURS]):
        if ligne["fiche"] is not None and cle(ligne["fiche"]) not in reperes:
            yield ligne.refuser("fiche", f"un repère de la feuille « {FICHES} »")


def _fiches(fiches: Iterable[Ligne], signes: set[str | None]) -> Iterator[Faute]:
    for ligne in fiches:
        if not {"axe", "sous_axe"} & ligne.trouves.keys():
            yield ligne.refuser("sous_axe", "un sous-axe ou, à défaut, un axe")
        if ligne["statut"] in (StatutFiche.REJETEE, StatutFiche.REPORTEE) and "motif" not in ligne.trouves:
            yield ligne.refuser("motif", "le motif du rejet ou du report")
        if ligne["statut"] and ligne["statut"] not in DECIDEES and ligne["territoire"] in signes:
            yield ligne.refuser(
                "statut", "validée, rejetée ou reportée : le contrat de ce territoire est signé"
            )


def _contrats(contrats: Iterable[Ligne], territoires: Iterable[Ligne]) -> Iterator[Faute]:
    par_territoire = {ligne["territoire"]: ligne for ligne in territoires}
    for contrat in contrats:
        yield from _dates_ordonnees(contrat)
        territoire = par_territoire.get(contrat["territoire"])
        if territoire is None or not territoire["etape"]:
            continue
        if territoire["etape"] != Etape.EXECUTION:
            libelle = Etape.EXECUTION.libelle
            yield territoire.refuser(
                "etape", f"« {libelle} » : une ligne de « {CONTRATS} » dit le contrat signé"
            )
            continue
        signe_le, depuis_le = derniere_signature(contrat), territoire["depuis_le"]
        if depuis_le and signe_le and depuis_le < signe_le:
            yield territoire.refuser(
                "depuis_le", f"le {signe_le:%d/%m/%Y} ou après : c'est le jour de la dernière signature"
            )


def _dates_ordonnees(contrat: Ligne) -> Iterator[Faute]:
    seance_le = contrat["seance_le"]
    if seance_le is None:
        return
    if contrat["envoi_le"] and contrat["envoi_le"] > seance_le:
        yield contrat.refuser(
            "envoi_le", f"une date au plus égale à celle de la séance ({seance_le:%d/%m/%Y})"
        )
    for champ in ("transmise_le", "publiee_le"):
        if contrat[champ] and contrat[champ] < seance_le:
            yield contrat.refuser(
                champ, f"une date au moins égale à celle de la séance ({seance_le:%d/%m/%Y})"
            )


def derniere_signature(contrat: Ligne) -> date | None:
    """La date de signature du contrat : celle de la dernière des deux parties."""
    dates = [jour for jour in (contrat["etat_le"], contrat["collectivite_le"]) if jour]
    return max(dates) if dates else None

"""Les relances au terminal : des phrases et des tableaux qui se copient."""

from collections.abc import Iterable, Sequence
from datetime import date

from rich.markup import escape

from api.cli.outils import console, tableau
from api.schemas.relances import (
    ApercuVu,
    EfficaciteVue,
    EnvoiVu,
    LigneVue,
    PersonneVue,
    RelanceVue,
    TerritoireEnRetardVu,
)
from documents.formats import accorder, date_courte, date_longue


def montrer_l_apercu(vu: ApercuVu, jour: date) -> None:
    """Un jour : ce qui part, ce qui est à signer, ce qui attend, et ce qui est déjà fait."""
    messages = accorder(len(vu.envois), "message part", "messages partent")
    console.print(f"[bold]Le {date_longue(jour)} : {messages}.[/]")
    for envoi in vu.envois:
        _montrer_l_envoi(envoi)
    _montrer_les_lignes("À faire signer", vu.a_valider)
    _montrer_les_lignes("Dû, mais ne part pas", vu.retenues)
    _montrer_les_lignes("Rien de dû ce jour-là", vu.autres)
    if vu.faites:
        console.print(f"\n[bold]Déjà inscrit pour ce jour ({len(vu.faites)})[/]")
        montrer_l_historique(vu.faites)


def _montrer_l_envoi(envoi: EnvoiVu) -> None:
    console.print(escape(f"\n→ {_noms(envoi.destinataires)} : {envoi.objet}"))
    if envoi.copies:
        console.print(escape(f"  Copie : {_noms(envoi.copies)}"))
    for ligne in envoi.lignes:
        console.print(escape(f"  {ligne.niveau}, {ligne.territoire} : {ligne.raison} ({ligne.echelle})"))


def _noms(personnes: Iterable[PersonneVue]) -> str:
    return ", ".join(
        f"{p.nom} <{p.courriel}>" if p.courriel else f"{p.nom} (par courrier)" for p in personnes
    )


def _montrer_les_lignes(titre: str, lignes: Sequence[LigneVue]) -> None:
    if not lignes:
        return
    console.print(f"\n[bold]{titre} ({len(lignes)})[/]")
    grille = tableau("Territoire", "Ce qui est attendu", "Niveau", "Pourquoi")
    for ligne in lignes:
        grille.add_row(escape(ligne.territoire), escape(ligne.libelle), ligne.niveau, escape(ligne.raison))
    console.print(grille)


def montrer_l_historique(vues: Sequence[RelanceVue]) -> None:
    """Une ligne par relance décidée."""
    if not vues:
        console.print("Aucune relance.")
        return
    grille = tableau("Décidée le", "Territoire", "Relance", "État", "À", "Pourquoi")
    for vue in vues:
        etat = f"{vue.libelle_de_l_etat} le {date_courte(vue.etat_le)}"
        grille.add_row(
            date_courte(vue.decidee_le),
            escape(vue.territoire),
            escape(f"{vue.niveau}, {vue.libelle}"),
            escape(f"{etat} : {vue.motif}" if vue.motif else etat),
            escape(", ".join(vue.destinataires)),
            escape(vue.raison),
        )
    console.print(grille)


def montrer_les_retards(vus: Sequence[TerritoireEnRetardVu]) -> None:
    """Une ligne par échéance dépassée."""
    if not vus:
        console.print("Personne n'est en retard.")
        return
    grille = tableau("Territoire", "Ce qui est attendu", "Retard", "Niveau")
    for vu in vus:
        for r in vu.retards:
            retard = accorder(r.jours, "jour", "jours")
            grille.add_row(escape(vu.territoire), escape(r.libelle), retard, r.niveau)
    console.print(grille)


def montrer_l_efficacite(vue: EfficaciteVue) -> None:
    """Deux tableaux : ce qui suit chaque niveau, et les retards de chaque territoire."""
    if not vue.niveaux:
        console.print("Aucune relance n'est encore partie.")
    else:
        grille = tableau("Niveau", "Parties", "Réponses sous 7 jours", "Part", "Délai médian")
        for effet in vue.niveaux:
            delai = _jours(effet.delai_median_jours)
            part = "" if effet.pour_cent is None else f"{effet.pour_cent} %"
            grille.add_row(effet.niveau, str(effet.parties), str(effet.suivies), part, delai)
        console.print(grille)
    if vue.retards:
        tranches = list(vue.retards[0].tranches)
        grille = tableau("Territoire", "Exercice", *tranches)
        for retards in vue.retards:
            comptes = [str(retards.tranches[t] or "") for t in tranches]
            grille.add_row(escape(retards.territoire), str(retards.exercice), *comptes)
        console.print()
        console.print(grille)


def _jours(n: float | None) -> str:
    if n is None:
        return ""
    return f"{n:g} jour".replace(".", ",") if n < 2 else f"{n:g} jours".replace(".", ",")

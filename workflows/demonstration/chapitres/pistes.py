"""Les pistes et les ateliers : proposer, arbitrer, travailler ensemble."""

from typing import Any

from modeles.etapes import Geste
from modeles.reference.registre import registre
from modeles.vocabulaire import DecisionPiste, NatureReunion
from workflows.commandes.pistes import CRITERES
from workflows.demonstration.chapitres.reunions import (
    CompteRendu,
    Seance,
    convoquer,
    sieger,
    valider_le_compte_rendu,
)
from workflows.demonstration.decor import MILLESIME, Fiche
from workflows.demonstration.recit import Recit

PISTE_ECARTEE = ("Acheter une flotte de véhicules pour les agents", "TRA-MOB")
DELAI_DU_PREMIER_ATELIER = 13
COMPTE_RENDU = CompteRendu(
    synthese="Trois groupes ont travaillé sur les publics, les moyens et la façon de mesurer.",
    points=(
        "Les enjeux sont rappelés.",
        "Chaque piste est précisée.",
        "Les ébauches de fiches sont réparties.",
    ),
    decision="Rédiger les ébauches de fiches avant la prochaine séance",
)


def proposer_les_pistes(r: Recit) -> None:
    """Une piste par fiche à venir, et une qui ne sera pas retenue."""
    rangs = {constat.axe: rang for rang, constat in enumerate(r.decor.constats, 1)}
    for fiche in r.decor.fiches:
        r.saisir("piste", enjeu=rangs.get(fiche.axe), **_piste(r, fiche))
    titre, sous_axe = PISTE_ECARTEE
    r.saisir("piste", titre=titre, sous_axe=sous_axe, notes=dict.fromkeys(CRITERES, 1), nature="nouvelle")


def _piste(r: Recit, fiche: Fiche) -> dict[str, Any]:
    return {
        "titre": fiche.titre,
        "sous_axe": fiche.sous_axe,
        "public": fiche.contenu["public_cible"],
        "porteur_pressenti": fiche.contenu["porteur"],
        "cout_estime_centimes": sum(sum(x.values()) - x["annee"] for x in r.decor.budget(fiche)),
        "nature": fiche.contenu["nature"],
        "notes": {critere: 2 + (rang + fiche.poids) % 2 for rang, critere in enumerate(CRITERES)},
    }


def arbitrer(r: Recit) -> None:
    """Les pistes des fiches sont retenues, la dernière est écartée avec son motif."""
    for numero in range(1, len(r.decor.fiches) + 1):
        r.saisir("arbitrage", piste=numero, decision=DecisionPiste.RETENUE.value)
    r.saisir(
        "arbitrage",
        piste=len(r.decor.fiches) + 1,
        decision=DecisionPiste.ECARTEE.value,
        motif="Dépense de fonctionnement courant, sans effet direct sur les publics",
    )


def tenir_les_ateliers(r: Recit, *, tenus: int | None = None) -> None:
    """Un atelier par axe, à une semaine d'intervalle. `tenus` : combien le sont déjà, sinon tous."""
    groupes = [
        [(n, f) for n, f in enumerate(r.decor.fiches, 1) if f.axe == axe]
        for axe in dict.fromkeys(f.axe for f in r.decor.fiches)
    ]
    seances = [_convoquer(r, siennes, rang) for rang, siennes in enumerate(groupes)]
    r.clore("Ateliers convoqués")
    passes = list(zip(seances, groupes, strict=True))[:tenus]
    for seance, siennes in passes:
        productions = {n: f"Ébauche : {f.contenu['objectif_principal']}" for n, f in siennes}
        sieger(r, seance, COMPTE_RENDU, personnes_concernees=4, productions=productions)
    r.clore("Ateliers tenus")
    for seance, _ in passes:
        valider_le_compte_rendu(r, seance)


def _convoquer(r: Recit, siennes: list[tuple[int, Fiche]], semaine: int) -> Seance:
    _, premiere = siennes[0]
    return convoquer(
        r,
        NatureReunion.ATELIER,
        delai=DELAI_DU_PREMIER_ATELIER + 7 * semaine,
        theme=registre().referentiel(MILLESIME).axe(premiere.axe).court,
        sous_axes=sorted({f.sous_axe for _, f in siennes}),
    )


def clore_les_ateliers(r: Recit) -> None:
    """Toutes les pistes sont passées en atelier."""
    r.faire(Geste.CLORE_ATELIERS)

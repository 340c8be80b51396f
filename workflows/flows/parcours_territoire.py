"""Mener un territoire : faire, dans l'ordre du journal, tout ce qui peut l'être sans une personne."""

from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from documents.depot import Depot
from modeles.base import lecture
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.effet import Effet
from modeles.etapes import Etape
from modeles.requetes import echeances_ouvertes, effets_restants
from workflows.flows.taches import TACHES
from workflows.recherche import lire_les_documents


async def _suivre(effets: list[dict[str, Any]]) -> list[str]:
    """Fait les effets d'une étape l'un après l'autre ; rend ce qui n'a pas pu l'être."""
    echecs = []
    for effet in effets:
        # Prefect annonce un état et rend une promesse d'état.
        etat = await TACHES[effet["nature"]](effet["cle"], effet["objet"], return_state=True)  # type: ignore[misc]
        if etat.is_failed():
            echecs.append(effet["objet"])
    return echecs


def _flow_de_l_etape(etape: Etape) -> Callable[[list[dict[str, Any]]], Awaitable[list[str]]]:
    """Le sous-flow d'une étape : il porte son nom dans les pages de Prefect."""
    nommer = flow(name=f"étape : {etape.libelle}", persist_result=False)
    return nommer(_suivre)


ETAPES = {etape: _flow_de_l_etape(etape) for etape in Etape}


@flow(name="parcours-territoire", persist_result=False)
async def parcours_territoire(demarche_id: UUID) -> State[Any]:
    """Draine les passages d'une démarche, étape par étape, puis dit où elle en est et qui est attendu.

    Court et rejouable : ce qui reste à faire est dans la base, un autre run le finira si celui-ci meurt.
    """
    faits, echecs, vus = 0, list[str](), set[str]()
    while effets := _a_prendre(demarche_id, vus):
        for etape, groupe in groupby(effets, key=lambda effet: effet["etape"]):
            lot = list(groupe)
            vus |= {effet["cle"] for effet in lot}
            echecs += await ETAPES[etape](lot)
            faits += len(lot)
    lire_les_documents(Depot(configuration().donnees))
    await _publier(demarche_id)
    if echecs:
        return Failed(message=f"{len(echecs)} effet(s) à reprendre : {', '.join(echecs)}")
    return Completed(name="EnAttente", message=f"{faits} effet(s) faits ; la suite attend une personne.")


def _a_prendre(demarche_id: UUID, vus: set[str]) -> list[dict[str, Any]]:
    """Ce qui reste, dans l'ordre ; rien si un autre run tient déjà le premier (il finira la liste)."""
    with lecture() as session:
        restants = [e for e in effets_restants(session, demarche_id) if e.cle not in vus]
        if not restants or _tenu(restants[0]):
            return []
        return [
            {"cle": e.cle, "nature": e.nature, "objet": _nom_de_tache(e), "etape": e.etape} for e in restants
        ]


def _tenu(effet: Effet) -> bool:
    return effet.reclame_jusqu_a is not None and effet.reclame_jusqu_a > maintenant()


def _nom_de_tache(effet: Effet) -> str:
    parametres = effet.parametres
    return str(
        parametres.get("libelle") or f"{parametres.get('code', '')} {parametres.get('objet', effet.objet)}"
    )


async def _publier(demarche_id: UUID) -> None:
    with lecture() as session:
        demarche = session.get_one(Demarche, demarche_id)
        nom, code = demarche.territoire.nom, demarche.territoire_code
        texte = _ou_il_en_est(
            demarche, [f"{e.le:%d/%m/%Y} : {e.libelle}" for e in echeances_ouvertes(session, demarche_id)]
        )
    await acreate_markdown_artifact(texte, key=f"parcours-{code.lower()}", description=f"{nom} ({code})")


def _ou_il_en_est(demarche: Demarche, echeances: Sequence[str]) -> str:
    lignes = [
        f"# {demarche.territoire.nom} : {demarche.etape.libelle}",
        f"À cette étape depuis le {demarche.depuis_le:%d/%m/%Y}. "
        f"{len(demarche.documents)} documents produits, {len(demarche.passages)} gestes au journal.",
        "## Attendu",
        *(f"- {echeance}" for echeance in echeances or ["rien qui ait une date"]),
    ]
    return "\n\n".join(lignes)

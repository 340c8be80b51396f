"""La synthèse régionale des fiches actions (D15) : des comptes tirés de la base, jamais un chiffre repris d'ailleurs.

Son plan est celui de la synthèse publiée pour l'Occitanie en 2024 : cadrage, contexte, récapitulatif par axe et par
territoire, sous-axes, complémentarités entre les piliers.
"""

from collections.abc import Sequence
from datetime import date

from documents.contextes.commun import ContexteDeDocument, EnTete, marque_regionale
from documents.contextes.comptes_regionaux import (
    AxeRegional,
    Complementarite,
    LigneDAxe,
    LigneDeTerritoire,
    Region,
    axes_de,
    complementarites,
    lignes_par_axe,
    lignes_par_territoire,
)
from documents.contextes.graphiques_regionaux import GraphiquesRegionaux, graphiques_regionaux
from documents.contextes.tournures import Nom, nommer
from documents.formats import accorder
from modeles.demarche import Demarche
from modeles.reference.registre import registre
from modeles.reference.territoires import Region as RegionDeReference


class SyntheseRegionale(ContexteDeDocument):
    """D15. « n territoires sur N » : N ne compte que les territoires dont des fiches sont disponibles."""

    region: Nom
    dans: str
    contrat: Nom
    arretee_le: date
    attendus: str
    disponibles: str
    couverture: str
    indisponibles: tuple[str, ...]
    demarches_signees: str
    fiches_comptees: str
    graphiques: GraphiquesRegionaux
    par_axe: tuple[LigneDAxe, ...]
    par_territoire: tuple[LigneDeTerritoire, ...]
    axes: tuple[AxeRegional, ...]
    complementarites: tuple[Complementarite, ...]
    fiches_articulees: str
    conventions_uniques: str


def construire_synthese_regionale(
    region: str, demarches: Sequence[Demarche], le: date, type_contrat: str = "cls"
) -> SyntheseRegionale:
    """`demarches` : celles de la région pour ce type de contrat. Lève `Introuvable` si la région est inconnue."""
    reference = registre().region(region)
    regroupee = Region.de(reference.code, demarches, type_contrat)
    contrat = nommer(registre().type_de_contrat(type_contrat).libelle)
    return SyntheseRegionale(
        document=_en_tete(reference, regroupee, le),
        region=Nom(nom=reference.nom, le=reference.nom, du=reference.du, au=f"à la région {reference.nom}"),
        dans=reference.dans,
        contrat=contrat,
        arretee_le=le,
        attendus=accorder(len(regroupee.attendus), "territoire", "territoires"),
        disponibles=accorder(len(regroupee.disponibles), "territoire", "territoires"),
        couverture=regroupee.sur_les_disponibles(regroupee.disponibles),
        indisponibles=tuple(t.nom for t in regroupee.indisponibles),
        demarches_signees=_signees(regroupee),
        fiches_comptees=accorder(len(regroupee.fiches), "fiche action", "fiches actions"),
        graphiques=graphiques_regionaux(regroupee),
        par_axe=lignes_par_axe(regroupee),
        par_territoire=lignes_par_territoire(regroupee),
        axes=axes_de(regroupee),
        complementarites=complementarites(regroupee),
        fiches_articulees=_articulees(regroupee),
        conventions_uniques=_uniques(regroupee),
    )


def _en_tete(reference: RegionDeReference, regroupee: Region, le: date) -> EnTete:
    return EnTete(
        code="D15",
        titre=f"Synthèse régionale des fiches actions {reference.du}",
        reference=f"DREETS/{reference.code}/{le.year}/D15",
        version=1,
        projet=False,
        date_document=le,
        fictif=any(d.fictive for d in regroupee.demarches),
        marque=marque_regionale(reference),
        service="Commissaire à la prévention et à la lutte contre la pauvreté",
        collectivite=nommer("région"),
        assemblee="",
    )


def _signees(region: Region) -> str:
    signees = [d for d in region.demarches if d.signe_le]
    return f"{len(signees)} sur {len(region.attendus)}"


def _articulees(region: Region) -> str:
    articulees = [f for f in region.fiches if f.articulation.strip()]
    return f"{len(articulees)} sur {len(region.fiches)}"


def _uniques(region: Region) -> str:
    uniques = [d for d in region.demarches if d.convention_unique]
    return f"{len(uniques)} sur {len(region.attendus)}"

"""Les contrôles de population (POP-*). Sans population de référence connue, ils ne disent rien."""

from collections.abc import Iterator, Mapping, Sequence

from documents.formats import liste_et, nombre
from modeles.erreurs import Obstacle
from modeles.fiche import FicheAction
from modeles.indicateur import Indicateur
from modeles.reference.populations import Population, sans_double_compte
from modeles.reference.registre import registre
from modeles.reference.territoires import Territoire
from workflows.regles.controles import constat


def obstacles_a_l_effectif(
    indicateur: Indicateur, centiemes: int | None, territoire: str
) -> Iterator[Obstacle]:
    """POP-01 : l'effectif ne dépasse pas la population de référence du territoire."""
    reference = registre().population(indicateur.population or "", territoire=territoire)
    if reference is not None and centiemes is not None and centiemes > 100 * reference.effectif:
        yield constat(
            "POP-01",
            f"« {indicateur.libelle} » compte {nombre(centiemes // 100)} {indicateur.unite}, "
            f"plus que la population de référence : {_ecrite(reference)}",
            "Vérifiez l'effectif, ou expliquez-le en commentaire.",
            f"{indicateur.fiche.code}/{indicateur.code}",
        )


def obstacles_au_public(fiche: FicheAction, territoire: str) -> Iterator[Obstacle]:
    """POP-03 : le public visé ne dépasse pas la population que ses indicateurs comptent."""
    for code in dict.fromkeys(i.population for i in fiche.indicateurs if i.population):
        reference = registre().population(code, territoire=territoire)
        if reference is not None and (fiche.effectif_estime or 0) > reference.effectif:
            yield constat(
                "POP-03",
                f"fiche {fiche.code} : {nombre(fiche.effectif_estime or 0)} personnes visées, "
                f"plus que la population concernée : {_ecrite(reference)}",
                "Vérifiez l'effectif estimé.",
                f"fiche:{fiche.code}",
            )


def obstacles_aux_populations(code: str, region: str, effectifs: Mapping[str, int]) -> Iterator[Obstacle]:
    """POP-01 et POP-02 au niveau d'une région. `effectifs` : par code de territoire, en unités."""
    territoires = [registre().territoire(t) for t in effectifs]
    gardes = sans_double_compte(territoires)
    reference = registre().population(code, region=region)
    total = sum(effectifs[t.code] for t in gardes)
    if reference is not None and total > reference.effectif:
        yield constat(
            "POP-01",
            f"les territoires comptent ensemble {nombre(total)}, plus que la région : {_ecrite(reference)}",
            "Vérifiez les effectifs des territoires.",
        )
    yield from _comptes_deux_fois(territoires, gardes)


def _comptes_deux_fois(territoires: Sequence[Territoire], gardes: Sequence[Territoire]) -> Iterator[Obstacle]:
    ecartes = [t.nom for t in territoires if t not in gardes]
    if ecartes:
        yield constat(
            "POP-02",
            f"la population de {liste_et(ecartes)} est déjà dans celle de son département",
            "Elle n'est comptée qu'une fois dans la population régionale.",
        )


def _ecrite(population: Population) -> str:
    """« 12 300 allocataires du RSA (2024, CNAF) »."""
    return f"{nombre(population.effectif)} {population.libelle} ({population.millesime}, {population.source})"

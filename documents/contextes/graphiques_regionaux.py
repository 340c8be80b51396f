"""Les graphiques de la synthèse régionale : combien de fiches par axe, et par territoire."""

from collections.abc import Mapping, Sequence

from documents.contextes.commun import Contexte
from documents.contextes.comptes_regionaux import Region
from documents.contextes.graphiques import GraphiqueEcrit, SerieEcrite, decrire
from modeles.fiche import FicheAction
from modeles.reference.territoires import Regime


class GraphiquesRegionaux(Contexte):
    par_axe: GraphiqueEcrit
    par_territoire: GraphiqueEcrit


def graphiques_regionaux(region: Region) -> GraphiquesRegionaux:
    """Les fiches par axe, départements et intercommunalités ; les fiches par territoire, axe par axe."""
    return GraphiquesRegionaux(par_axe=_par_axe(region), par_territoire=_par_territoire(region))


def _par_axe(region: Region) -> GraphiqueEcrit:
    epci = {t.code for t in region.attendus if t.regime is Regime.CGCT_EPCI}
    des_epci = [f for code in region.disponibles if code in epci for f in region.par_territoire[code]]
    des_autres = [f for f in region.fiches if f not in des_epci]
    comptes = {
        nom: [_compter(fiches, axe.code) for axe in region.axes]
        for nom, fiches in (("Départements", des_autres), ("Intercommunalités", des_epci))
    }
    return _de_comptes("Fiches actions par axe", [axe.court for axe in region.axes], comptes)


def _par_territoire(region: Region) -> GraphiqueEcrit:
    territoires = [t for t in region.attendus if t.code in region.disponibles]
    comptes = {
        axe.court: [_compter(region.par_territoire[t.code], axe.code) for t in territoires]
        for axe in region.axes
    }
    return _de_comptes("Fiches actions par territoire", [t.nom for t in territoires], comptes)


def _compter(fiches: Sequence[FicheAction], axe: str) -> int:
    return sum(fiche.axe == axe for fiche in fiches)


def _de_comptes(quoi: str, categories: Sequence[str], comptes: Mapping[str, Sequence[int]]) -> GraphiqueEcrit:
    totaux = [str(sum(n)) for n in zip(*comptes.values(), strict=True)]
    return GraphiqueEcrit(
        description=decrire(quoi, categories, totaux),
        categories=tuple(categories),
        series=tuple(SerieEcrite(nom=nom, valeurs=tuple(map(float, n))) for nom, n in comptes.items()),
    )

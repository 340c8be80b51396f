"""Compter les fiches d'une région : par axe, par territoire, par sous-axe. Des fonctions sans base ni horloge."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Self

from documents.contextes.commun import Contexte
from documents.contextes.fiche import NATURES
from documents.contextes.finances import RIEN, periode_ecrite, poids_entiers
from documents.formats import liste_et, pourcent
from modeles.demarche import Demarche
from modeles.fiche import FicheAction
from modeles.reference.referentiels import Axe, Referentiel, SousAxe
from modeles.reference.registre import registre
from modeles.reference.territoires import Regime, Territoire

EXEMPLES_PAR_SOUS_AXE = 2
# Ce qui, dans le pilier Solidarité, lève un frein à l'emploi ou prépare le parcours vers lui.
COMPLEMENTAIRES = ("TRA-MOB", "ENF-PAR", "ENF-DEC", "ENF-AUT", "DRO-ACC", "DRO-EXP")


class LigneDAxe(Contexte):
    """`etendue` : « de 1 à 10 par territoire couvert » ; `couverture` : « 14 sur 15 »."""

    libelle: str
    fiches: int
    poids: str
    etendue: str
    couverture: str


class LigneDeTerritoire(Contexte):
    """`repartition` : « Enfance 3 ; Accès aux droits 5 »."""

    nom: str
    etape: str
    fiches: int
    poids: str
    repartition: str


class ExempleDeFiche(Contexte):
    territoire: str
    titre: str
    nature: str
    periode: str


class SousAxeRegional(Contexte):
    """Un sous-axe : ce que dit le référentiel, et ce que les territoires en ont fait."""

    libelle: str
    objectif: str
    actions: tuple[str, ...]
    fiches: int
    poids: str
    couverture: str
    departements: str
    intercommunalites: str
    exemples: tuple[ExempleDeFiche, ...]


class AxeRegional(Contexte):
    """`non_couverts` : les territoires disponibles qui n'ont aucune fiche de cet axe."""

    intitule: str
    fiches: int
    non_couverts: tuple[str, ...]
    sous_axes: tuple[SousAxeRegional, ...]
    sans_sous_axe: int


class Complementarite(Contexte):
    libelle: str
    fiches: int
    poids: str
    couverture: str


class Region(NamedTuple):
    """Les territoires attendus, leurs démarches, et les fiches retenues par territoire."""

    attendus: tuple[Territoire, ...]
    demarches: tuple[Demarche, ...]
    par_territoire: dict[str, list[FicheAction]]
    referentiel: Referentiel

    @classmethod
    def de(cls, region: str, demarches: Sequence[Demarche], type_contrat: str) -> Self:
        """Ne garde que les démarches du millésime de ce type de contrat : deux référentiels ne s'additionnent pas."""
        millesime = registre().type_de_contrat(type_contrat).referentiel or "pacte_2024"
        attendus = registre().territoires_de(region)
        codes = [t.code for t in attendus]
        gardees = tuple(d for d in demarches if d.millesime == millesime and d.territoire_code in codes)
        return cls(
            attendus,
            gardees,
            {d.territoire_code: [f for f in d.fiches if f.retenue] for d in gardees},
            registre().referentiel(millesime),
        )

    @property
    def fiches(self) -> list[FicheAction]:
        return [f for fiches in self.par_territoire.values() for f in fiches]

    @property
    def disponibles(self) -> list[str]:
        """Les codes des territoires qui ont au moins une fiche retenue, dans l'ordre de la région."""
        return [t.code for t in self.attendus if self.par_territoire.get(t.code)]

    @property
    def indisponibles(self) -> list[Territoire]:
        return [t for t in self.attendus if t.code not in self.disponibles]

    @property
    def axes(self) -> list[Axe]:
        """Les axes où au moins une fiche est retenue, dans l'ordre du référentiel."""
        cites = {f.axe for f in self.fiches}
        return [a for a in self.referentiel.axes if a.code in cites]

    def couverts(self, fiches: Iterable[FicheAction]) -> list[str]:
        """Les codes des territoires auxquels ces fiches appartiennent."""
        siennes = {f.id for f in fiches}
        return [code for code in self.disponibles if any(f.id in siennes for f in self.par_territoire[code])]

    def sur_les_disponibles(self, couverts: Collection[object]) -> str:
        return f"{len(couverts)} sur {len(self.disponibles)}"


def lignes_par_axe(region: Region) -> tuple[LigneDAxe, ...]:
    """Un axe sans fiche ne paraît pas ; les poids font 100 au plus fort reste."""
    par_axe = {axe: [f for f in region.fiches if f.axe == axe.code] for axe in region.axes}
    poids = poids_entiers([len(fiches) for fiches in par_axe.values()])
    return tuple(
        LigneDAxe(
            libelle=axe.libelle,
            fiches=len(fiches),
            poids=pourcent(part),
            etendue=_etendue(region, axe.code),
            couverture=region.sur_les_disponibles(region.couverts(fiches)),
        )
        for (axe, fiches), part in zip(par_axe.items(), poids, strict=True)
    )


def lignes_par_territoire(region: Region) -> tuple[LigneDeTerritoire, ...]:
    etapes = {d.territoire_code: d.etape.libelle for d in region.demarches}
    territoires = [t for t in region.attendus if t.code in region.disponibles]
    comptes = [len(region.par_territoire[t.code]) for t in territoires]
    return tuple(
        LigneDeTerritoire(
            nom=t.nom,
            etape=etapes[t.code],
            fiches=compte,
            poids=pourcent(part),
            repartition=_repartition(region, t.code),
        )
        for t, compte, part in zip(territoires, comptes, poids_entiers(comptes), strict=True)
    )


def axes_de(region: Region) -> tuple[AxeRegional, ...]:
    return tuple(_axe(region, axe) for axe in region.axes)


def complementarites(region: Region) -> tuple[Complementarite, ...]:
    """Le poids est celui du sous-axe dans l'ensemble : ces lignes ne font pas 100, elles ne couvrent pas tout."""
    lignes = []
    for sous_axe in (s for s in region.referentiel.sous_axes if s.code in COMPLEMENTAIRES):
        fiches = [f for f in region.fiches if f.sous_axe == sous_axe.code]
        autres = len(region.fiches) - len(fiches)
        lignes.append(
            Complementarite(
                libelle=sous_axe.libelle,
                fiches=len(fiches),
                poids=pourcent(poids_entiers([len(fiches), autres])[0]) if fiches else RIEN,
                couverture=region.sur_les_disponibles(region.couverts(fiches)),
            )
        )
    return tuple(lignes)


def _etendue(region: Region, axe: str) -> str:
    comptes = [sum(f.axe == axe for f in region.par_territoire[code]) for code in region.disponibles]
    positifs = [n for n in comptes if n]
    bas, haut = min(positifs), max(positifs)
    return f"{bas} par territoire couvert" if bas == haut else f"de {bas} à {haut} par territoire couvert"


def _repartition(region: Region, territoire: str) -> str:
    fiches = region.par_territoire[territoire]
    comptes = ((a.court, sum(f.axe == a.code for f in fiches)) for a in region.axes)
    return " ; ".join(f"{court} : {n}" for court, n in comptes if n)


def _axe(region: Region, axe: Axe) -> AxeRegional:
    fiches = [f for f in region.fiches if f.axe == axe.code]
    couverts = region.couverts(fiches)
    return AxeRegional(
        intitule=axe.libelle,
        fiches=len(fiches),
        non_couverts=tuple(
            t.nom for t in region.attendus if t.code in region.disponibles and t.code not in couverts
        ),
        sous_axes=tuple(_sous_axe(region, s, fiches) for s in axe.sous_axes),
        sans_sous_axe=sum(f.sous_axe is None for f in fiches),
    )


def _sous_axe(region: Region, sous_axe: SousAxe, de_l_axe: Sequence[FicheAction]) -> SousAxeRegional:
    fiches = [f for f in de_l_axe if f.sous_axe == sous_axe.code]
    couverts = [t for t in region.attendus if t.code in region.couverts(fiches)]
    return SousAxeRegional(
        libelle=sous_axe.libelle,
        objectif=sous_axe.objectif,
        actions=tuple(a.libelle for a in sous_axe.actions),
        fiches=len(fiches),
        poids=pourcent(poids_entiers([len(fiches), len(region.fiches) - len(fiches)])[0]) if fiches else RIEN,
        couverture=region.sur_les_disponibles(couverts),
        departements=_noms(couverts, epci=False),
        intercommunalites=_noms(couverts, epci=True),
        exemples=_exemples(region, fiches),
    )


def _noms(territoires: Iterable[Territoire], *, epci: bool) -> str:
    noms = [t.nom for t in territoires if (t.regime is Regime.CGCT_EPCI) is epci]
    return liste_et(noms) or RIEN


def _exemples(region: Region, fiches: Collection[FicheAction]) -> tuple[ExempleDeFiche, ...]:
    """La première fiche de chacun des premiers territoires couverts : le choix ne dépend que des codes."""
    exemples = []
    for territoire in region.attendus:
        siennes = [f for f in region.par_territoire.get(territoire.code, ()) if f in fiches]
        if siennes:
            premiere = min(siennes, key=lambda f: f.code)
            exemples.append(_exemple(territoire, premiere))
    return tuple(exemples[:EXEMPLES_PAR_SOUS_AXE])


def _exemple(territoire: Territoire, fiche: FicheAction) -> ExempleDeFiche:
    return ExempleDeFiche(
        territoire=territoire.nom,
        titre=fiche.titre,
        nature=NATURES[fiche.nature] if fiche.nature else "nature non renseignée",
        periode=periode_ecrite(fiche.annee_debut, fiche.annee_fin),
    )

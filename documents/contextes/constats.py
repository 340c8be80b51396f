"""Constats et enjeux : ce que le diagnostic, le livrable et la convention écrivent de la même façon."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from documents.contextes.attendus import ENJEUX, NON_RENSEIGNE, PUBLICS, ZONES
from documents.contextes.axes import axes_cites, intitule_axe
from documents.contextes.commun import Contexte
from documents.formats import liste_et
from documents.typographie import INSECABLE
from modeles.demarche import Demarche
from modeles.diagnostic import Constat, Enjeu
from modeles.vocabulaire import EtatDiagnostic

NON_DOCUMENTE = "non documenté"
GRAVITES = {1: "modérée", 2: "élevée", 3: "critique"}
ADOPTES = (EtatDiagnostic.ADOPTE, EtatDiagnostic.ADOPTE_AVEC_RESERVES)


class ConstatEcrit(Contexte):
    """Un constat et sa preuve ; sans source, il se dit « non documenté »."""

    numero: int
    texte: str
    preuve: str
    gravite: str
    publics: str
    zones: str
    source: str


class AxeConstate(Contexte):
    intitule: str
    constats: tuple[ConstatEcrit, ...]


class EnjeuEcrit(Contexte):
    """`constats` : « constats n° 1 et 3 », ou vide si aucun constat ne le fonde."""

    rang: int
    libelle: str
    axe: str
    constats: str


class Synthese(Contexte):
    """L'état des lieux d'un territoire ; `adopte_le` est la date du comité qui l'a adopté."""

    adopte_le: date | None
    axes: tuple[AxeConstate, ...]
    enjeux: Annotated[tuple[EnjeuEcrit, ...], ENJEUX]
    publics: Annotated[tuple[str, ...], PUBLICS]
    zones: Annotated[tuple[str, ...], ZONES]


def synthese_du_diagnostic(demarche: Demarche) -> Synthese:
    """Constats par axe du contrat, enjeux dans l'ordre voulu par le comité, publics et zones sans redite."""
    adoptes = [d for d in demarche.diagnostics if d.etat in ADOPTES]
    return Synthese(
        adopte_le=adoptes[-1].decide_le if adoptes else None,
        axes=tuple(_axe(demarche, axe) for axe in axes_cites(demarche, demarche.constats)),
        enjeux=tuple(_enjeu(demarche, enjeu) for enjeu in demarche.enjeux),
        publics=_sans_redite(c.publics for c in demarche.constats),
        zones=_sans_redite(c.zones for c in demarche.constats),
    )


def _axe(demarche: Demarche, axe: str) -> AxeConstate:
    siens = [c for c in demarche.constats if c.axe == axe]
    return AxeConstate(intitule=intitule_axe(demarche, axe), constats=tuple(_constat(c) for c in siens))


def _constat(constat: Constat) -> ConstatEcrit:
    source = constat.source
    return ConstatEcrit(
        numero=constat.numero,
        texte=constat.texte,
        preuve=constat.preuve or NON_DOCUMENTE,
        gravite=GRAVITES[constat.gravite],
        publics=constat.publics or NON_RENSEIGNE,
        zones=constat.zones or NON_RENSEIGNE,
        source=f"{source.titre} ({source.producteur}, {source.annee})" if source else NON_DOCUMENTE,
    )


def _enjeu(demarche: Demarche, enjeu: Enjeu) -> EnjeuEcrit:
    numeros = sorted(c.numero for c in enjeu.constats)
    mot = "constat n°" if len(numeros) == 1 else "constats n°"
    return EnjeuEcrit(
        rang=enjeu.rang,
        libelle=enjeu.libelle,
        axe=intitule_axe(demarche, enjeu.axe),
        constats=f"{mot}{INSECABLE}{liste_et(numeros)}" if numeros else "",
    )


def _sans_redite(textes: Iterable[str]) -> tuple[str, ...]:
    """Chaque texte une fois, dans l'ordre, sans égard à la casse ; les vides disparaissent."""
    return tuple({t.strip().casefold(): t.strip() for t in textes if t.strip()}.values())

"""Le rapport de diagnostic (D08) : figé au dépôt, relu tel quel ensuite."""

from datetime import date
from typing import Annotated

from documents.contextes.attendus import ENTRETIENS, NON_RENSEIGNE, SOURCES
from documents.contextes.axes import intitule_axe, intitule_sous_axe
from documents.contextes.commun import (
    Contexte,
    ContexteDeDocument,
    TerritoireEcrit,
    contrat_nomme,
    en_tete,
    territoire_ecrit,
)
from documents.contextes.constats import Synthese, synthese_du_diagnostic
from documents.contextes.designation import designe
from documents.contextes.tournures import Nom
from documents.formats import accorder, date_courte, pourcent
from modeles.demarche import Demarche, Passage
from modeles.diagnostic import Diagnostic, Entretien, Source
from modeles.piste import Piste
from modeles.reference.registre import registre
from modeles.reference.territoires import Pauvrete

TAUX = {
    "menages": "Taux de pauvreté des ménages",
    "population": "Taux de pauvreté de la population",
    "enfants": "Taux de pauvreté des enfants",
}


class Taux(Contexte):
    libelle: str
    territoire: str
    region: str


class Portrait(Contexte):
    """Les taux de pauvreté du territoire et de sa région, quand les données de référence les donnent."""

    region: str
    source: str
    taux: tuple[Taux, ...]


class AxeEcarte(Contexte):
    intitule: str
    justification: str


class SourceEcrite(Contexte):
    titre: str
    producteur: str
    annee: str
    maille: str
    nature: str
    fiabilite: str
    limites: str


class EntretienEcrit(Contexte):
    """Un organisme et une fonction, jamais un nom."""

    organisme: str
    fonction: str
    tenu: str
    propositions: str


class PisteEcrite(Contexte):
    numero: int
    titre: str
    sous_axe: str
    public: str
    porteur: str


class VersionPrecedente(Contexte):
    """Une version déjà présentée, et ce que le comité en a dit."""

    version: int
    depose_le: date
    griefs: str


class RapportDiagnostic(ContexteDeDocument):
    """D08. Un compte vide fait disparaître la phrase qui le cite."""

    territoire: TerritoireEcrit
    contrat: Nom
    sources_comptees: str
    entretiens_comptes: str
    entretiens_manquants: str
    constats_comptes: str
    constats_sans_source: str
    portrait: Portrait | None
    synthese: Synthese
    axes_ecartes: tuple[AxeEcarte, ...]
    pistes: tuple[PisteEcrite, ...]
    entretiens: Annotated[tuple[EntretienEcrit, ...], ENTRETIENS]
    sources: Annotated[tuple[SourceEcrite, ...], SOURCES]
    precedentes: tuple[VersionPrecedente, ...]


def construire_diagnostic(demarche: Demarche, passage: Passage, sujet: str) -> RapportDiagnostic:
    """`sujet` : « diagnostic:{version} ». Relit ce qui a été figé au dépôt ; rien n'est recalculé."""
    del passage
    depose = designe({f"diagnostic:{d.version}": d for d in demarche.diagnostics}, sujet)
    return RapportDiagnostic.model_validate(depose.contenu)


def contexte_diagnostic(demarche: Demarche, version: int, depose_le: date) -> RapportDiagnostic:
    """Le rapport tel que les données de la démarche l'écrivent au jour du dépôt."""
    sujet = f"diagnostic:{version}"
    return RapportDiagnostic(
        document=en_tete(
            demarche, "D08", "Rapport de diagnostic", sujet, depose_le, projet=True, version=version
        ),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        portrait=_portrait(demarche),
        synthese=synthese_du_diagnostic(demarche),
        axes_ecartes=_axes_ecartes(demarche),
        pistes=tuple(_piste(demarche, piste) for piste in demarche.pistes),
        entretiens=tuple(_entretien(entretien) for entretien in demarche.entretiens),
        sources=tuple(_source(source) for source in demarche.sources),
        precedentes=tuple(_precedente(d) for d in demarche.diagnostics if d.version < version and d.griefs),
        **_comptes(demarche),
    )


def _comptes(demarche: Demarche) -> dict[str, str]:
    tenus = sum(1 for e in demarche.entretiens if e.realise_le)
    manquants = len(demarche.entretiens) - tenus
    orphelins = sum(1 for c in demarche.constats if c.source is None)
    return {
        "sources_comptees": accorder(len(demarche.sources), "source documentaire", "sources documentaires"),
        "entretiens_comptes": accorder(tenus, "entretien", "entretiens"),
        "entretiens_manquants": _ou_rien(
            manquants, "entretien prévu n'a pas eu lieu", "entretiens prévus n'ont pas eu lieu"
        ),
        "constats_comptes": accorder(len(demarche.constats), "constat", "constats"),
        "constats_sans_source": _ou_rien(
            orphelins, "constat reste à documenter", "constats restent à documenter"
        ),
    }


def _axes_ecartes(demarche: Demarche) -> tuple[AxeEcarte, ...]:
    return tuple(
        AxeEcarte(intitule=intitule_axe(demarche, a.axe), justification=a.justification)
        for a in demarche.axes
        if a.justification is not None
    )


def _ou_rien(n: int, singulier: str, pluriel: str) -> str:
    return accorder(n, singulier, pluriel) if n else ""


def _portrait(demarche: Demarche) -> Portrait | None:
    territoire = registre().territoire(demarche.territoire_code)
    region = registre().region(territoire.region)
    if territoire.pauvrete is None or region.pauvrete is None:
        return None
    return Portrait(
        region=region.nom,
        source=f"{region.pauvrete.source}, données {region.pauvrete.millesime}",
        taux=_taux(territoire.pauvrete, region.pauvrete),
    )


def _taux(territoire: Pauvrete, region: Pauvrete) -> tuple[Taux, ...]:
    return tuple(
        Taux(
            libelle=libelle,
            territoire=pourcent(getattr(territoire, champ), 1),
            region=pourcent(getattr(region, champ), 1),
        )
        for champ, libelle in TAUX.items()
    )


def _source(source: Source) -> SourceEcrite:
    return SourceEcrite(
        titre=source.titre,
        producteur=source.producteur,
        annee=str(source.annee),
        maille=source.maille or NON_RENSEIGNE,
        nature="quantitative" if source.quantitative else "qualitative",
        fiabilite=source.fiabilite.value,
        limites=source.limites or NON_RENSEIGNE,
    )


def _entretien(entretien: Entretien) -> EntretienEcrit:
    return EntretienEcrit(
        organisme=entretien.organisme,
        fonction=entretien.fonction,
        tenu=date_courte(entretien.realise_le) if entretien.realise_le else "non tenu",
        propositions=entretien.propositions,
    )


def _piste(demarche: Demarche, piste: Piste) -> PisteEcrite:
    return PisteEcrite(
        numero=piste.numero,
        titre=piste.titre,
        sous_axe=intitule_sous_axe(demarche, piste.sous_axe),
        public=piste.public or NON_RENSEIGNE,
        porteur=piste.porteur_pressenti or NON_RENSEIGNE,
    )


def _precedente(diagnostic: Diagnostic) -> VersionPrecedente:
    return VersionPrecedente(
        version=diagnostic.version,
        depose_le=diagnostic.depose_le,
        griefs=diagnostic.griefs or "",
    )

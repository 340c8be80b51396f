"""La synthèse du diagnostic (D09) : l'essentiel du rapport figé, pour les partenaires, en deux à quatre pages."""

from datetime import date

from documents.contextes.commun import Contexte, ContexteDeDocument, TerritoireEcrit, en_tete
from documents.contextes.constats import GRAVITES, AxeConstate, EnjeuEcrit
from documents.contextes.designation import designe
from documents.contextes.diagnostic import Portrait, RapportDiagnostic
from documents.contextes.sujets import numero_du_sujet
from documents.contextes.tournures import Nom
from modeles.demarche import Demarche, Passage

CONSTATS_PAR_AXE = 3
_RANG_DE_GRAVITE = {libelle: rang for rang, libelle in GRAVITES.items()}


class ChiffreCle(Contexte):
    """Un compte du rapport, tel qu'il l'écrit : « 12 entretiens »."""

    libelle: str
    valeur: str


class AxeEnBref(Contexte):
    """Les constats les plus graves d'un axe ; `autres` compte ceux que seul le rapport donne."""

    intitule: str
    constats: tuple[str, ...]
    autres: int


class SyntheseDiagnostic(ContexteDeDocument):
    """D09."""

    territoire: TerritoireEcrit
    contrat: Nom
    version_du_rapport: int
    chiffres: tuple[ChiffreCle, ...]
    portrait: Portrait | None
    axes: tuple[AxeEnBref, ...]
    enjeux: tuple[EnjeuEcrit, ...]
    publics: tuple[str, ...]
    zones: tuple[str, ...]


def construire_synthese(demarche: Demarche, passage: Passage, sujet: str) -> SyntheseDiagnostic:
    """`sujet` : « diagnostic:{version} ». Ne dit rien que le rapport figé ne dise."""
    depose = designe({f"diagnostic:{d.version}": d for d in demarche.diagnostics}, sujet)
    rapport = RapportDiagnostic.model_validate(depose.contenu)
    return synthese_du_rapport(demarche, rapport, sujet, passage.survenu_le)


def synthese_du_rapport(
    demarche: Demarche, rapport: RapportDiagnostic, sujet: str, le: date
) -> SyntheseDiagnostic:
    """La synthèse de ce rapport, figé ou à figer."""
    return SyntheseDiagnostic(
        document=en_tete(demarche, "D09", "Synthèse du diagnostic", sujet, le, projet=True),
        territoire=rapport.territoire,
        contrat=rapport.contrat,
        version_du_rapport=numero_du_sujet(sujet),
        chiffres=_chiffres(rapport),
        portrait=rapport.portrait,
        axes=tuple(_en_bref(axe) for axe in rapport.synthese.axes),
        enjeux=rapport.synthese.enjeux,
        publics=rapport.synthese.publics,
        zones=rapport.synthese.zones,
    )


def _chiffres(rapport: RapportDiagnostic) -> tuple[ChiffreCle, ...]:
    comptes = (
        ("Documents et données exploités", rapport.sources_comptees),
        ("Acteurs entendus", rapport.entretiens_comptes),
        ("Constats établis", rapport.constats_comptes),
        ("Limites", rapport.constats_sans_source),
        ("Limites", rapport.entretiens_manquants),
    )
    return tuple(ChiffreCle(libelle=libelle, valeur=valeur) for libelle, valeur in comptes if valeur)


def _en_bref(axe: AxeConstate) -> AxeEnBref:
    par_gravite = sorted(axe.constats, key=lambda c: (-_RANG_DE_GRAVITE[c.gravite], c.numero))
    retenus = par_gravite[:CONSTATS_PAR_AXE]
    return AxeEnBref(
        intitule=axe.intitule,
        constats=tuple(f"{c.texte.removesuffix('.')} (gravité {c.gravite})" for c in retenus),
        autres=len(par_gravite) - len(retenus),
    )

"""L'argent d'un contrat tel que ses tableaux l'écrivent : des totaux calculés, jamais saisis.

Une année sans ligne de budget s'écrit « — » : rien n'y est prévu, ce qui n'est pas la même chose que zéro.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated, NamedTuple, Self

from documents.contextes.attendus import ENVELOPPE, NON_RENSEIGNE, NON_RENSEIGNEE, PORTEUR
from documents.contextes.axes import axes_cites, intitule_axe
from documents.contextes.commun import Contexte
from documents.formats import date_courte, euros, pourcent
from modeles.demarche import Demarche
from modeles.enveloppe import Enveloppe
from modeles.fiche import FicheAction, LigneBudget
from modeles.partage import plus_fort_reste
from modeles.vocabulaire import StatutEnveloppe

RIEN = "—"
AXE_EMPLOI = "EMPLOI"
STATUTS_ENVELOPPE = {
    StatutEnveloppe.PRENOTIFIE: "pré-notifiée",
    StatutEnveloppe.NOTIFIE: "notifiée",
    StatutEnveloppe.REVISE: "révisée",
}


class Somme(NamedTuple):
    """Ce que trois financeurs apportent, en centimes ; `lignes` compte ce qui a été additionné."""

    etat: int
    collectivite: int
    autres: int
    lignes: int

    @property
    def total(self) -> int:
        return self.etat + self.collectivite + self.autres

    @classmethod
    def de(cls, lignes: Iterable[LigneBudget]) -> Self:
        gardees = list(lignes)
        return cls(
            sum(x.part_etat_centimes for x in gardees),
            sum(x.part_collectivite_centimes for x in gardees),
            sum(x.autres_centimes for x in gardees),
            len(gardees),
        )


class LigneFinanciere(Contexte):
    """Une ligne de tableau : un libellé, l'apport de chaque financeur, le total, le poids dans l'ensemble."""

    libelle: str
    etat: str
    collectivite: str
    autres: str
    total: str
    poids: str = RIEN


class LigneDeFiche(LigneFinanciere):
    """La ligne d'une fiche action dans le plan de financement."""

    code: str
    porteur: Annotated[str, PORTEUR]
    periode: str


class FinancementDAxe(Contexte):
    """Un axe : ses années, ses fiches, et le total commun aux deux tableaux."""

    intitule: str
    par_annee: tuple[LigneFinanciere, ...]
    fiches: tuple[LigneDeFiche, ...]
    total: LigneFinanciere


class LigneEnveloppe(Contexte):
    """L'enveloppe d'une année, ce que le contrat en emploie, ce qu'il en reste."""

    annee: str
    plafond: str
    reliquat: str
    contractualise: str
    reste: str
    statut: Annotated[str, ENVELOPPE]
    notifiee_le: str


class PlanDeFinancement(Contexte):
    """Les tableaux d'un contrat ; `volets` n'existe que pour une convention globale unique."""

    par_annee: tuple[LigneFinanciere, ...]
    total: LigneFinanciere
    par_axe: tuple[LigneFinanciere, ...]
    axes: tuple[FinancementDAxe, ...]
    volets: tuple[LigneFinanciere, ...]
    enveloppes: tuple[LigneEnveloppe, ...]


def plan_de_financement(demarche: Demarche, fiches: Sequence[FicheAction]) -> PlanDeFinancement:
    """Les tableaux des fiches données ; une année budgétée hors du contrat y paraît aussi."""
    annees = sorted({*demarche.annees, *(x.annee for x in _lignes(fiches))})
    par_axe = {axe: [f for f in fiches if f.axe == axe] for axe in axes_cites(demarche, fiches)}
    intitules = {axe: intitule_axe(demarche, axe) for axe in par_axe}
    total = Somme.de(_lignes(fiches))
    return PlanDeFinancement(
        par_annee=budget_par_annee(annees, fiches),
        total=ligne_financiere("Total", total, 100 if total.total else None),
        par_axe=_ponderer([(intitules[axe], Somme.de(_lignes(siennes))) for axe, siennes in par_axe.items()]),
        axes=tuple(_axe(intitules[axe], siennes, annees) for axe, siennes in par_axe.items()),
        volets=_volets(fiches) if demarche.convention_unique else (),
        enveloppes=tuple(_enveloppe(demarche, fiches, annee) for annee in annees),
    )


def budget_par_annee(annees: Iterable[int], fiches: Sequence[FicheAction]) -> tuple[LigneFinanciere, ...]:
    """Une ligne par année, avec le poids de chacune."""
    return _ponderer([(str(a), Somme.de(x for x in _lignes(fiches) if x.annee == a)) for a in annees])


def ligne_financiere(libelle: str, somme: Somme, poids: int | None = None) -> LigneFinanciere:
    """`poids` : en pour cent, déjà réparti ; absent quand il n'y a rien à partager."""
    return LigneFinanciere(
        libelle=libelle,
        etat=_montant(somme.etat, somme),
        collectivite=_montant(somme.collectivite, somme),
        autres=_montant(somme.autres, somme),
        total=_montant(somme.total, somme),
        poids=RIEN if poids is None else pourcent(poids),
    )


def poids_entiers(montants: Sequence[int]) -> list[int]:
    """Des pour cent entiers dont la somme fait 100."""
    return plus_fort_reste(montants, 100)


def periode_ecrite(debut: int, fin: int) -> str:
    """« 2024-2027 », ou « 2025 » pour une seule année."""
    return str(debut) if debut == fin else f"{debut}-{fin}"


def _lignes(fiches: Iterable[FicheAction]) -> list[LigneBudget]:
    return [ligne for fiche in fiches for ligne in fiche.budget]


def _ponderer(sommes: Sequence[tuple[str, Somme]]) -> tuple[LigneFinanciere, ...]:
    poids = poids_entiers([somme.total for _, somme in sommes])
    return tuple(
        ligne_financiere(libelle, somme, part if somme.total else None)
        for (libelle, somme), part in zip(sommes, poids, strict=True)
    )


def _volets(fiches: Sequence[FicheAction]) -> tuple[LigneFinanciere, ...]:
    emploi = [f for f in fiches if f.axe == AXE_EMPLOI]
    solidarites = [f for f in fiches if f.axe != AXE_EMPLOI]
    return _ponderer(
        [
            ("Volet solidarités", Somme.de(_lignes(solidarites))),
            ("Volet insertion et emploi", Somme.de(_lignes(emploi))),
        ]
    )


def _axe(intitule: str, fiches: Sequence[FicheAction], annees: Sequence[int]) -> FinancementDAxe:
    return FinancementDAxe(
        intitule=intitule,
        par_annee=budget_par_annee(annees, fiches),
        fiches=tuple(_ligne_de_fiche(fiche) for fiche in fiches),
        total=ligne_financiere("Total", Somme.de(_lignes(fiches))),
    )


def _ligne_de_fiche(fiche: FicheAction) -> LigneDeFiche:
    ligne = ligne_financiere(fiche.titre, Somme.de(fiche.budget))
    return LigneDeFiche(
        **ligne.model_dump(),
        code=fiche.code,
        porteur=fiche.porteur or NON_RENSEIGNE,
        periode=periode_ecrite(fiche.annee_debut, fiche.annee_fin),
    )


def _enveloppe(demarche: Demarche, fiches: Sequence[FicheAction], annee: int) -> LigneEnveloppe:
    somme = Somme.de(x for x in _lignes(fiches) if x.annee == annee)
    en_vigueur = next((e for e in demarche.enveloppes if e.annee == annee and e.remplacee_le is None), None)
    if en_vigueur is None:
        inconnue = dict.fromkeys(("plafond", "reliquat", "reste", "notifiee_le"), RIEN)
        contractualise = _montant(somme.etat, somme)
        return LigneEnveloppe(
            annee=str(annee), contractualise=contractualise, statut=NON_RENSEIGNEE, **inconnue
        )
    return _enveloppe_connue(en_vigueur, somme)


def _enveloppe_connue(enveloppe: Enveloppe, somme: Somme) -> LigneEnveloppe:
    disponible = enveloppe.plafond_centimes + enveloppe.reliquat_centimes
    return LigneEnveloppe(
        annee=str(enveloppe.annee),
        plafond=euros(enveloppe.plafond_centimes),
        reliquat=euros(enveloppe.reliquat_centimes) if enveloppe.reliquat_centimes else RIEN,
        contractualise=_montant(somme.etat, somme),
        reste=euros(disponible - somme.etat),
        statut=STATUTS_ENVELOPPE[enveloppe.statut],
        notifiee_le=date_courte(enveloppe.notifiee_le),
    )


def _montant(centimes: int, somme: Somme) -> str:
    return euros(centimes) if somme.lignes else RIEN

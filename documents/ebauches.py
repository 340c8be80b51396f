"""Écrire un document avant le geste qui le fera naître : sur quels sujets, et avec quelles données.

Rien n'est inscrit : le passage est supposé, et les textes qui se figent (diagnostic, convention) sont ceux que l'on
figerait ce jour-là.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from documents.catalogue import CATALOGUE
from documents.contextes.commun import ContexteDeDocument
from documents.contextes.convention import contexte_convention, prete_a_composer
from documents.contextes.diagnostic import contexte_diagnostic
from documents.contextes.sujets import numero_du_sujet
from documents.contextes.synthese_diagnostic import synthese_du_rapport
from documents.suites_des_gestes import AVEC_RELEVE, CODES_DES_GESTES
from modeles.demarche import Demarche, Passage
from modeles.erreurs import Introuvable
from modeles.etapes import Etape
from modeles.reunion import Reunion
from modeles.vocabulaire import EtatReunion, IssueVote, NatureReunion, StatutFiche

RENVOYEES = (StatutFiche.A_CORRIGER, StatutFiche.REJETEE)
# Avant ces étapes, le texte est à figer ; à partir d'elles, il l'est.
DIAGNOSTIC_DEPOSE, PROJET_VALIDE = Etape.DIAGNOSTIC_PRESENTE, Etape.DELIBERATION


def sujets_possibles(demarche: Demarche, code: str) -> list[str]:
    """Ce sur quoi ce document peut s'écrire aujourd'hui ; vide si c'est trop tôt. Lève `Introuvable`."""
    _exiger_connu(code)
    return _SUJETS[code](demarche) if code in _SUJETS else [""]


def ebaucher(demarche: Demarche, code: str, sujet: str, le: date) -> ContexteDeDocument:
    """Le contexte du document tel qu'il serait écrit le jour `le`. Lève `Introuvable`."""
    _exiger_possible(demarche, code, sujet)
    if code in _A_FIGER and not _est_fige(demarche, sujet):
        return _A_FIGER[code](demarche, sujet, le)
    return CATALOGUE[code].construire(demarche, _passage_suppose(demarche, code, le), sujet)


def _exiger_possible(demarche: Demarche, code: str, sujet: str) -> None:
    possibles = sujets_possibles(demarche, code)
    if sujet not in possibles:
        raise Introuvable(
            f"Le document {code} ne s'écrit pas sur « {sujet[:60]} ».",
            f"Ce dont il peut parler aujourd'hui : {', '.join(possibles) or 'rien encore'}.",
            "Choisissez-en un, ou saisissez d'abord ce dont il doit parler.",
        )


def _exiger_connu(code: str) -> None:
    if code not in CATALOGUE:
        raise Introuvable(
            f"Le document « {code[:20]} » n'est pas de ceux qu'un geste produit.",
            f"Ceux-là : {', '.join(CATALOGUE)}.",
            "Choisissez l'un d'eux.",
        )


def _passage_suppose(demarche: Demarche, code: str, le: date) -> Passage:
    geste = next(geste for geste, codes in CODES_DES_GESTES.items() if code in codes)
    return Passage(
        demarche_id=demarche.id,
        sequence=len(demarche.passages) + 1,
        geste=geste,
        de=demarche.etape,
        vers=demarche.etape,
        par="",
        survenu_le=le,
        saisi_le=datetime.combine(le, time(), UTC),
    )


def _a_venir(demarche: Demarche) -> list[str]:
    return [_reunion(r) for r in demarche.reunions if r.etat is not EtatReunion.TENUE]


def _tenues(*natures: NatureReunion) -> Callable[[Demarche], list[str]]:
    def sujets(demarche: Demarche) -> list[str]:
        return [_reunion(r) for r in demarche.reunions if r.etat is EtatReunion.TENUE and r.nature in natures]

    return sujets


def _reunion(reunion: Reunion) -> str:
    return f"reunion:{reunion.numero}"


def _diagnostic(demarche: Demarche) -> list[str]:
    dernier = len(demarche.diagnostics)
    depose = demarche.etape.rang >= DIAGNOSTIC_DEPOSE.rang and dernier
    return [f"diagnostic:{dernier if depose else dernier + 1}"]


def _projet(demarche: Demarche) -> list[str]:
    du_contrat = [p.version for p in demarche.projets if p.avenant_numero is None]
    if demarche.etape.rang >= PROJET_VALIDE.rang and du_contrat:
        return [f"projet:{du_contrat[-1]}"]
    return [f"projet:{len(demarche.projets) + 1}"]


def _avenant(demarche: Demarche) -> list[str]:
    """Le dernier avenant figé ; avant, on ne sait pas encore ce qu'il dit."""
    return [f"avenant:{p.version}" for p in demarche.projets if p.avenant_numero is not None][-1:]


def _fiches(*statuts: StatutFiche) -> Callable[[Demarche], list[str]]:
    def sujets(demarche: Demarche) -> list[str]:
        return [
            f"fiche:{f.code}" for f in demarche.fiches if f.statut in statuts or (f.retenue and not statuts)
        ]

    return sujets


def _deliberation(demarche: Demarche) -> list[str]:
    return [f"deliberation:{d.numero_ordre}" for d in demarche.deliberations[-1:]]


def _carence(demarche: Demarche) -> list[str]:
    return [f"deliberation:{d.numero_ordre}" for d in demarche.deliberations if d.issue is IssueVote.CARENCE]


_COMITES = tuple(nature for nature in NatureReunion if nature is not NatureReunion.ATELIER)
_SUJETS: dict[str, Callable[[Demarche], list[str]]] = {
    **dict.fromkeys(("D01", "D02", "D03"), _a_venir),
    "D04": _tenues(*_COMITES),
    "D10": _tenues(*AVEC_RELEVE),
    "D12": _tenues(NatureReunion.ATELIER),
    **dict.fromkeys(("D07", "D08", "D09"), _diagnostic),
    "D13": _fiches(),
    **dict.fromkeys(("D25", "D28"), _fiches(*RENVOYEES)),
    "D16": _projet,
    **dict.fromkeys(("D17R", "D17D", "D18"), _deliberation),
    **dict.fromkeys(("D20", "D20C", "D20N"), _avenant),
    "D26": _carence,
}


def _est_fige(demarche: Demarche, sujet: str) -> bool:
    genre, _, numero = sujet.partition(":")
    figes = demarche.diagnostics if genre == "diagnostic" else demarche.projets
    return int(numero) in {fige.version for fige in figes}


def _rapport(demarche: Demarche, sujet: str, le: date) -> ContexteDeDocument:
    return contexte_diagnostic(demarche, numero_du_sujet(sujet), le)


def _synthese(demarche: Demarche, sujet: str, le: date) -> ContexteDeDocument:
    version = numero_du_sujet(sujet)
    return synthese_du_rapport(demarche, contexte_diagnostic(demarche, version, le), sujet, le)


def _convention(demarche: Demarche, sujet: str, le: date) -> ContexteDeDocument:
    return prete_a_composer(contexte_convention(demarche, numero_du_sujet(sujet), le))


_A_FIGER: dict[str, Callable[[Demarche, str, date], ContexteDeDocument]] = {
    "D08": _rapport,
    "D09": _synthese,
    "D16": _convention,
}

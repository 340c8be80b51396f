"""Ce que chaque geste fait produire : quels documents, sur quels sujets."""

from collections.abc import Callable
from typing import NamedTuple

from documents.contextes.reunion import derniere_convocation
from documents.contextes.sujets import numero_du_sujet, objet_du_document, reunion_du_sujet
from modeles.demarche import Demarche, Passage
from modeles.etapes import Geste
from modeles.vocabulaire import IssueVote, NatureReunion


class Production(NamedTuple):
    """Un document à produire : quoi, sur quel sujet, et le libellé court qui le nomme et compte ses versions."""

    code: str
    sujet: str
    objet: str


Couple = tuple[str, str]
"""Un code et un sujet."""
AVEC_RELEVE = (NatureReunion.COMITE_SUIVI, NatureReunion.COMITE_RESTITUTION)


def productions(demarche: Demarche, passage: Passage) -> list[Production]:
    """Les documents que ce passage fait produire, dans l'ordre ; vide si le geste n'en demande aucun.

    Lève `Introuvable` si le passage cite une réunion que la démarche n'a pas.
    """
    a_produire = A_PRODUIRE.get(passage.geste)
    couples = a_produire(demarche, passage) if a_produire else []
    return [Production(code, sujet, objet_du_document(demarche, code, sujet)) for code, sujet in couples]


def _a_la_convocation(demarche: Demarche, passage: Passage) -> list[Couple]:
    del demarche
    return [(code, _reunion(passage)) for code in ("D01", "D02", "D03")]


def _au_report(demarche: Demarche, passage: Passage) -> list[Couple]:
    """Personne n'ayant été convoqué, il n'y a pas d'invitation à annuler."""
    sujet = _reunion(passage)
    convoquee = derniere_convocation(demarche, passage, numero_du_sujet(sujet)) is not None
    return [("D01", sujet), ("D02", sujet)] if convoquee else []


def _a_la_tenue(demarche: Demarche, passage: Passage) -> list[Couple]:
    sujet = _reunion(passage)
    nature = reunion_du_sujet(demarche, sujet).nature
    return [*_compte_rendu(demarche, passage), *([("D10", sujet)] if nature in AVEC_RELEVE else [])]


def _compte_rendu(demarche: Demarche, passage: Passage) -> list[Couple]:
    sujet = _reunion(passage)
    atelier = reunion_du_sujet(demarche, sujet).nature is NatureReunion.ATELIER
    return [("D12" if atelier else "D04", sujet)]


def _au_depot_du_diagnostic(demarche: Demarche, passage: Passage) -> list[Couple]:
    del passage
    sujet = f"diagnostic:{demarche.diagnostics[-1].version}"
    return [(code, sujet) for code in ("D07", "D08", "D09")]


def _au_gel_du_recueil(demarche: Demarche, passage: Passage) -> list[Couple]:
    del passage
    return [*(("D13", f"fiche:{f.code}") for f in demarche.fiches if f.retenue), ("D14", "")]


def _au_renvoi_des_fiches(demarche: Demarche, passage: Passage) -> list[Couple]:
    del demarche
    return [(code, f"fiche:{fiche}") for fiche in passage.donnees["fiches"] for code in ("D25", "D28")]


def _au_gel_du_projet(demarche: Demarche, passage: Passage) -> list[Couple]:
    del passage
    du_contrat = [p for p in demarche.projets if p.avenant_numero is None]
    return [("D16", f"projet:{du_contrat[-1].version}")]


def _au_gel_de_l_avenant(demarche: Demarche, passage: Passage) -> list[Couple]:
    del passage
    d_un_avenant = [p for p in demarche.projets if p.avenant_numero is not None]
    sujet = f"avenant:{d_un_avenant[-1].version}"
    return [("D20", sujet), ("D20N", sujet)]


def _a_la_signature_de_l_avenant(demarche: Demarche, passage: Passage) -> list[Couple]:
    """Le dernier avenant signé : c'est lui que le geste constate."""
    del passage
    signes = [a for a in demarche.avenants if a.signe_le is not None]
    return [("D20C", f"avenant:{signes[-1].projet_version}")]


def _a_l_inscription(demarche: Demarche, passage: Passage) -> list[Couple]:
    del passage
    sujet = f"deliberation:{demarche.deliberations[-1].numero_ordre}"
    return [("D17R", sujet), ("D17D", sujet)]


def _a_la_carence(demarche: Demarche, passage: Passage) -> list[Couple]:
    """La séance manquée : la dernière que l'absence de quorum a close."""
    del passage
    manquees = [d for d in demarche.deliberations if d.issue is IssueVote.CARENCE]
    return [("D26", f"deliberation:{manquees[-1].numero_ordre}")]


def _a_l_executoire(demarche: Demarche, passage: Passage) -> list[Couple]:
    del passage
    return [("D18", f"deliberation:{demarche.deliberations[-1].numero_ordre}"), ("D19", "")]


def _sur_la_demarche(*codes: str) -> Callable[[Demarche, Passage], list[Couple]]:
    """Des documents dont la démarche entière est le sujet."""
    return lambda _demarche, _passage: [(code, "") for code in codes]


def _reunion(passage: Passage) -> str:
    return f"reunion:{passage.donnees['reunion']}"


# fmt: off
A_PRODUIRE: dict[Geste, Callable[[Demarche, Passage], list[Couple]]] = {
    Geste.CONVOQUER:           _a_la_convocation,
    Geste.REPORTER_COMITE:     _au_report,
    Geste.TENIR_REUNION:       _a_la_tenue,
    Geste.VALIDER_COMPTE_RENDU: _compte_rendu,
    Geste.VALIDER_CADRAGE:     _sur_la_demarche("D05", "D06"),
    Geste.DEPOSER_DIAGNOSTIC:  _au_depot_du_diagnostic,
    Geste.ARRETER_PISTES:      _sur_la_demarche("D11"),
    Geste.FIGER_RECUEIL:       _au_gel_du_recueil,
    Geste.RENVOYER_FICHES:     _au_renvoi_des_fiches,
    Geste.FIGER_PROJET:        _au_gel_du_projet,
    Geste.CONVOQUER_ASSEMBLEE: _a_l_inscription,
    Geste.CONSTATER_CARENCE:   _a_la_carence,
    Geste.RENDRE_EXECUTOIRE:   _a_l_executoire,
    Geste.NOTIFIER:            _sur_la_demarche("D27"),
    Geste.FIGER_AVENANT:       _au_gel_de_l_avenant,
    Geste.SIGNER_AVENANT:      _a_la_signature_de_l_avenant,
    Geste.DENONCER:            _sur_la_demarche("D29"),
    Geste.RESILIER:            _sur_la_demarche("D29"),
}
# fmt: on

# fmt: off
CODES_DES_GESTES: dict[Geste, tuple[str, ...]] = {
    Geste.CONVOQUER:           ("D01", "D02", "D03"),
    Geste.REPORTER_COMITE:     ("D01", "D02"),
    Geste.TENIR_REUNION:       ("D04", "D10", "D12"),
    Geste.VALIDER_COMPTE_RENDU: ("D04", "D12"),
    Geste.VALIDER_CADRAGE:     ("D05", "D06"),
    Geste.DEPOSER_DIAGNOSTIC:  ("D07", "D08", "D09"),
    Geste.ARRETER_PISTES:      ("D11",),
    Geste.FIGER_RECUEIL:       ("D13", "D14"),
    Geste.RENVOYER_FICHES:     ("D25", "D28"),
    Geste.FIGER_PROJET:        ("D16",),
    Geste.CONVOQUER_ASSEMBLEE: ("D17R", "D17D"),
    Geste.CONSTATER_CARENCE:   ("D26",),
    Geste.RENDRE_EXECUTOIRE:   ("D18", "D19"),
    Geste.NOTIFIER:            ("D27",),
    Geste.FIGER_AVENANT:       ("D20", "D20N"),
    Geste.SIGNER_AVENANT:      ("D20C",),
    Geste.DENONCER:            ("D29",),
    Geste.RESILIER:            ("D29",),
}
# fmt: on
"""Les documents qu'un geste peut faire produire, quel que soit le dossier."""

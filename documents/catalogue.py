"""Le catalogue : chaque document, son gabarit, ses données ; et ce que chaque geste fait produire."""

from collections.abc import Callable
from typing import NamedTuple

from documents.contextes.actes_de_la_seance import (
    ExtraitDuRegistre,
    ProcesVerbalDeCarence,
    construire_carence,
    construire_extrait,
)
from documents.contextes.cadrage import NoteDeCadrage, construire_cadrage
from documents.contextes.commun import Contexte
from documents.contextes.compte_rendu import (
    CompteRendu,
    CompteRenduAtelier,
    ReleveDeDecisions,
    construire_atelier,
    construire_compte_rendu,
    construire_releve,
)
from documents.contextes.convention import Convention, construire_convention
from documents.contextes.courriers import (
    EnvoiPourSignature,
    Notification,
    construire_envoi,
    construire_notification,
)
from documents.contextes.deliberation import (
    ProjetDeliberation,
    RapportAssemblee,
    construire_deliberation,
    construire_rapport,
)
from documents.contextes.diagnostic import RapportDiagnostic, construire_diagnostic
from documents.contextes.entretiens import (
    FichesDEntretien,
    GuideDEntretien,
    construire_fiches,
    construire_guide,
)
from documents.contextes.fiche import FicheSeule, construire_fiche
from documents.contextes.fin_anticipee import FinAnticipee, construire_fin_anticipee
from documents.contextes.instruction import (
    DemandeDeCorrection,
    FicheNavette,
    construire_correction,
    construire_navette,
)
from documents.contextes.invitation import Invitation, construire_invitation
from documents.contextes.livrable import Livrable, construire_livrable
from documents.contextes.preselection import GrilleDePreselection, construire_grille
from documents.contextes.reunion import derniere_convocation
from documents.contextes.seance import (
    Emargement,
    OrdreDuJour,
    construire_emargement,
    construire_ordre_du_jour,
)
from documents.contextes.sujets import numero_du_sujet, objet_du_document, reunion_du_sujet
from documents.contextes.synthese_diagnostic import SyntheseDiagnostic, construire_synthese
from modeles.demarche import Demarche, Passage
from modeles.etapes import Geste
from modeles.vocabulaire import IssueVote, NatureReunion


class Modele(NamedTuple):
    """Un document du catalogue. `construire` reçoit la démarche, le passage qui le demande et le sujet."""

    code: str
    titre: str
    gabarit: str
    contexte: type[Contexte]
    construire: Callable[[Demarche, Passage, str], Contexte]


# fmt: off
CATALOGUE = {
    m.code: m
    for m in (
        Modele("D01", "Invitation", "D01_invitation.docx", Invitation, construire_invitation),
        Modele("D02", "Ordre du jour", "D02_ordre_du_jour.docx", OrdreDuJour, construire_ordre_du_jour),
        Modele("D03", "Feuille d'émargement", "D03_emargement.docx", Emargement, construire_emargement),
        Modele("D04", "Compte rendu", "D04_compte_rendu.docx", CompteRendu, construire_compte_rendu),
        Modele("D05", "Note de cadrage", "D05_note_de_cadrage.docx", NoteDeCadrage, construire_cadrage),
        Modele("D06", "Guide d'entretien", "D06_guide_d_entretien.docx", GuideDEntretien, construire_guide),
        Modele("D07", "Fiches d'entretien", "D07_fiches_d_entretien.docx", FichesDEntretien, construire_fiches),
        Modele("D08", "Rapport de diagnostic", "D08_diagnostic.docx", RapportDiagnostic, construire_diagnostic),
        Modele("D09", "Synthèse du diagnostic", "D09_synthese.docx", SyntheseDiagnostic, construire_synthese),
        Modele("D10", "Relevé de décisions", "D10_releve_de_decisions.docx", ReleveDeDecisions, construire_releve),
        Modele("D11", "Grille de présélection", "D11_preselection.docx", GrilleDePreselection, construire_grille),
        Modele("D12", "Compte rendu d'atelier", "D12_atelier.docx", CompteRenduAtelier, construire_atelier),
        Modele("D13", "Fiche action", "D13_fiche_action.docx", FicheSeule, construire_fiche),
        Modele("D14", "Livrable final", "D14_livrable.docx", Livrable, construire_livrable),
        Modele("D16", "Convention et annexes", "D16_convention.docx", Convention, construire_convention),
        Modele("D17R", "Rapport à l'assemblée", "D17_rapport.docx", RapportAssemblee, construire_rapport),
        Modele("D17D", "Projet de délibération", "D17_deliberation.docx", ProjetDeliberation, construire_deliberation),
        Modele("D18", "Extrait du registre", "D18_extrait.docx", ExtraitDuRegistre, construire_extrait),
        Modele("D19", "Lettre d'envoi pour signature", "D19_lettre_d_envoi.docx", EnvoiPourSignature, construire_envoi),
        Modele("D25", "Fiche navette d'instruction", "D25_navette.docx", FicheNavette, construire_navette),
        Modele("D26", "Procès-verbal de carence", "D26_carence.docx", ProcesVerbalDeCarence, construire_carence),
        Modele("D27", "Lettre de notification", "D27_notification.docx", Notification, construire_notification),
        Modele("D28", "Demande de correction", "D28_correction.docx", DemandeDeCorrection, construire_correction),
        Modele("D29", "Fin anticipée du contrat", "D29_fin_anticipee.docx", FinAnticipee, construire_fin_anticipee),
    )
}
# fmt: on


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
    return [("D16", f"projet:{demarche.projets[-1].version}")]


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
    Geste.DENONCER:            _sur_la_demarche("D29"),
    Geste.RESILIER:            _sur_la_demarche("D29"),
}
# fmt: on

"""Le catalogue : chaque document qu'un geste fait naître, son gabarit et ses données."""

from collections.abc import Callable
from typing import NamedTuple

from documents.contextes.actes_de_la_seance import (
    ExtraitDuRegistre,
    ProcesVerbalDeCarence,
    construire_carence,
    construire_extrait,
)
from documents.contextes.avenant import NoteDAvenant, TexteDAvenant
from documents.contextes.avenant_fige import construire_avenant, construire_consolidee, construire_note
from documents.contextes.cadrage import NoteDeCadrage, construire_cadrage
from documents.contextes.commun import ContexteDeDocument
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
from documents.contextes.seance import (
    Emargement,
    OrdreDuJour,
    construire_emargement,
    construire_ordre_du_jour,
)
from documents.contextes.synthese_diagnostic import SyntheseDiagnostic, construire_synthese
from modeles.demarche import Demarche, Passage


class Modele(NamedTuple):
    """Un document du catalogue. `construire` reçoit la démarche, le passage qui le demande et le sujet."""

    code: str
    titre: str
    gabarit: str
    contexte: type[ContexteDeDocument]
    construire: Callable[[Demarche, Passage, str], ContexteDeDocument]


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
        Modele("D20", "Avenant", "D20_avenant.docx", TexteDAvenant, construire_avenant),
        Modele("D20C", "Convention consolidée", "D16_convention.docx", Convention, construire_consolidee),
        Modele("D20N", "Ce que change l'avenant", "D20_note.docx", NoteDAvenant, construire_note),
        Modele("D25", "Fiche navette d'instruction", "D25_navette.docx", FicheNavette, construire_navette),
        Modele("D26", "Procès-verbal de carence", "D26_carence.docx", ProcesVerbalDeCarence, construire_carence),
        Modele("D27", "Lettre de notification", "D27_notification.docx", Notification, construire_notification),
        Modele("D28", "Demande de correction", "D28_correction.docx", DemandeDeCorrection, construire_correction),
        Modele("D29", "Fin anticipée du contrat", "D29_fin_anticipee.docx", FinAnticipee, construire_fin_anticipee),
    )
}
# fmt: on

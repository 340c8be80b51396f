"""Les gabarits des documents du contrat, par nom de fichier."""

from outils.gabarits.avenant import avenant, note_d_avenant
from outils.gabarits.convention import convention
from outils.gabarits.corps_de_fiche import corps_de_fiche, fiche_action
from outils.gabarits.deliberation import projet_de_deliberation, rapport_a_l_assemblee
from outils.gabarits.diagnostic import rapport_de_diagnostic
from outils.gabarits.livrable import livrable_final

GABARITS_DU_CONTRAT = {
    "corps_fiche": (corps_de_fiche, "Corps d'une fiche action, inclus dans D13, D14, D16 et D20"),
    "D08_diagnostic": (rapport_de_diagnostic, "Rapport de diagnostic"),
    "D13_fiche_action": (fiche_action, "Fiche action"),
    "D14_livrable": (livrable_final, "Livrable final"),
    "D16_convention": (convention, "Convention"),
    "D20_avenant": (avenant, "Avenant"),
    "D20_note": (note_d_avenant, "Ce que change un avenant"),
    "D17_rapport": (rapport_a_l_assemblee, "Rapport à l'assemblée"),
    "D17_deliberation": (projet_de_deliberation, "Projet de délibération"),
}

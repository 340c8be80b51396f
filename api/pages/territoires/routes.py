"""Les pages d'un territoire, et le droit que chacune demande."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter

from api.acces.droits import Droit
from api.acces.gardien import Regle
from api.pages.territoires import (
    cadre,
    comite,
    creation,
    diagnostic,
    documents,
    ensemble,
    fiche_a_ecrire,
    fiches,
    finances,
    formulaire_de_fiche,
    geste,
    journal,
    pistes,
    reunions,
    saisie,
    signature,
)

ROUTEURS_DU_DOSSIER: tuple[APIRouter, ...] = (
    creation.routeur,
    ensemble.routeur,
    cadre.routeur,
    comite.routeur,
    reunions.routeur,
    diagnostic.routeur,
    pistes.routeur,
    fiche_a_ecrire.routeur,
    formulaire_de_fiche.routeur,
    fiches.routeur,
    finances.routeur,
    signature.routeur,
    documents.routeur,
    journal.routeur,
    geste.routeur,
    saisie.routeur,
)
ACCES_DU_DOSSIER: dict[Callable[..., Any], Regle] = {
    ensemble.montrer_le_territoire: Regle(Droit.LIRE),
    creation.ouvrir_une_demarche: Regle(Droit.CREER_DEMARCHE),
    creation.creer_une_demarche: Regle(Droit.CREER_DEMARCHE),
    cadre.montrer_le_cadre: Regle(Droit.LIRE_DOSSIER),
    comite.ouvrir_une_reunion: Regle(Droit.SAISIR),
    comite.organiser_une_reunion: Regle(Droit.SAISIR),
    comite.telecharger_le_rendez_vous: Regle(Droit.LIRE_DOSSIER),
    reunions.lister_les_reunions: Regle(Droit.LIRE_DOSSIER),
    reunions.montrer_la_reunion: Regle(Droit.LIRE_DOSSIER),
    diagnostic.montrer_le_diagnostic: Regle(Droit.LIRE_DOSSIER),
    pistes.montrer_les_pistes: Regle(Droit.LIRE_DOSSIER),
    fiche_a_ecrire.ouvrir_une_fiche: Regle(Droit.SAISIR),
    fiche_a_ecrire.creer_une_fiche: Regle(Droit.SAISIR),
    fiche_a_ecrire.ouvrir_la_fiche: Regle(Droit.REDIGER_FICHE),
    fiche_a_ecrire.modifier_la_fiche: Regle(Droit.REDIGER_FICHE),
    fiches.lister_les_fiches: Regle(Droit.LIRE_DOSSIER),
    fiches.montrer_la_fiche: Regle(Droit.LIRE_FICHE),
    finances.montrer_les_finances: Regle(Droit.LIRE_DOSSIER),
    signature.montrer_la_signature: Regle(Droit.LIRE_DOSSIER),
    documents.lister_les_documents: Regle(Droit.LIRE_FICHIERS),
    documents.montrer_le_document: Regle(Droit.LIRE_FICHIERS),
    documents.telecharger_un_brouillon: Regle(Droit.LIRE_FICHIERS),
    documents.deposer_une_reprise: Regle(Droit.DEPOSER),
    documents.deposer_un_exemplaire_signe: Regle(Droit.DEPOSER),
    formulaire_de_fiche.telecharger_le_formulaire: Regle(Droit.LIRE_FICHE),
    formulaire_de_fiche.ouvrir_le_depot: Regle(Droit.REDIGER_FICHE),
    formulaire_de_fiche.deposer_le_formulaire: Regle(Droit.REDIGER_FICHE),
    formulaire_de_fiche.comparer_le_formulaire: Regle(Droit.REDIGER_FICHE),
    formulaire_de_fiche.accepter_le_formulaire: Regle(Droit.REDIGER_FICHE),
    documents.telecharger_le_document: Regle(Droit.LIRE_FICHIERS),
    documents.telecharger_le_pdf: Regle(Droit.LIRE_FICHIERS),
    journal.montrer_le_journal: Regle(Droit.LIRE_DOSSIER),
    geste.montrer_le_geste: Regle(Droit.FAIRE_UN_GESTE),
    geste.faire_le_geste: Regle(Droit.FAIRE_UN_GESTE),
    saisie.montrer_la_saisie: Regle(Droit.SAISIR),
    saisie.enregistrer_la_saisie: Regle(Droit.SAISIR),
}

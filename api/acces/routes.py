"""Chaque adresse et le droit qu'elle demande. Une adresse sans ligne ici n'ouvre à personne."""

from collections.abc import Callable
from typing import Any

from api.acces.droits import Droit
from api.acces.gardien import CONNECTE, EN_PERSONNE, OUVERTE, Regle
from api.pages import a_faire, chiffres, connexion, connexion_oidc, region, statiques, suites_des_relances
from api.pages import calendriers as page_des_calendriers
from api.pages import campagnes as page_des_campagnes
from api.pages import echelle as page_de_l_echelle
from api.pages import messages as page_des_messages
from api.pages import recherche as page_de_recherche
from api.pages import relances as page_des_relances
from api.pages import reprise as page_de_reprise
from api.pages.comptes import administration, gestes_de_compte, mon_compte
from api.pages.indicateurs import classeur as page_du_classeur
from api.pages.indicateurs import pages as pages_des_indicateurs
from api.pages.reponses import lien as page_de_reponse
from api.pages.territoires.routes import ACCES_DU_DOSSIER
from api.routes import (
    attendus,
    calendriers,
    campagnes,
    collecte,
    depots,
    dossier,
    exemplaires,
    exercices,
    gestes,
    journal,
    liasses,
    messages,
    recherche,
    reference,
    regions,
    relances,
    reprise,
    sante,
    territoires,
    valeurs,
)

LIRE_ICI = Regle(Droit.LIRE, locale=True)
ADMINISTRER = Regle(Droit.ADMINISTRER, navigateur=True)

ACCES: dict[Callable[..., Any], Regle] = {
    # La santé et la connexion
    sante.dire_la_sante: OUVERTE,
    connexion.proposer: OUVERTE,
    connexion.demander_un_lien: OUVERTE,
    connexion.montrer_le_lien: OUVERTE,
    connexion.entrer_par_le_lien: OUVERTE,
    connexion.sortir: CONNECTE,
    connexion_oidc.aller: OUVERTE,
    connexion_oidc.revenir: OUVERTE,
    statiques.servir_le_theme_sombre: OUVERTE,
    # Les comptes
    mon_compte.montrer_mon_compte: EN_PERSONNE,
    mon_compte.changer_mon_nom: EN_PERSONNE,
    mon_compte.creer_mon_jeton: EN_PERSONNE,
    mon_compte.revoquer_mon_jeton: EN_PERSONNE,
    mon_compte.designer_mon_suppleant: EN_PERSONNE,
    mon_compte.annuler_ma_suppleance: EN_PERSONNE,
    mon_compte.fermer_mes_autres_sessions: EN_PERSONNE,
    administration.lister_les_comptes: ADMINISTRER,
    administration.inviter_une_personne: ADMINISTRER,
    administration.montrer_un_compte: ADMINISTRER,
    gestes_de_compte.renommer_un_compte: ADMINISTRER,
    gestes_de_compte.donner_un_role: ADMINISTRER,
    gestes_de_compte.retirer_un_role: ADMINISTRER,
    gestes_de_compte.suspendre_un_compte: ADMINISTRER,
    gestes_de_compte.rouvrir_un_compte: ADMINISTRER,
    gestes_de_compte.envoyer_un_lien_neuf: ADMINISTRER,
    gestes_de_compte.oublier_l_identite: ADMINISTRER,
    gestes_de_compte.designer_un_suppleant: ADMINISTRER,
    gestes_de_compte.faire_la_passation: ADMINISTRER,
    # L'état des territoires
    territoires.lister: LIRE_ICI,
    territoires.lire: LIRE_ICI,
    territoires.creer: Regle(Droit.CREER_DEMARCHE),
    gestes.lister: LIRE_ICI,
    gestes.faire: Regle(Droit.FAIRE_UN_GESTE),
    gestes.lister_les_saisies: LIRE_ICI,
    gestes.saisir: Regle(Droit.SAISIR),
    # Le dossier
    dossier.lire_le_journal: Regle(Droit.LIRE_DOSSIER),
    journal.lister: Regle(Droit.LIRE_DOSSIER),
    dossier.lister_les_documents: Regle(Droit.LIRE_FICHIERS),
    dossier.telecharger: Regle(Droit.LIRE_FICHIERS),
    dossier.telecharger_en_pdf: Regle(Droit.LIRE_FICHIERS),
    dossier.lister_les_echeances: LIRE_ICI,
    dossier.lire_le_calendrier: LIRE_ICI,
    dossier.lister_les_messages: Regle(Droit.LIRE_ENVOIS),
    dossier.lister_les_effets: Regle(Droit.LIRE_ENVOIS),
    # Les messages : chacun ne voit que ceux de ses territoires
    messages.lister: Regle(Droit.LIRE_ENVOIS),
    messages.compter: Regle(Droit.LIRE_ENVOIS),
    messages.lister_les_retours: Regle(Droit.ADMINISTRER),
    messages.recevoir_un_retour: Regle(Droit.ADMINISTRER),
    messages.lire: Regle(Droit.LIRE_ENVOIS),
    messages.telecharger_le_brouillon: Regle(Droit.LIRE_ENVOIS),
    messages.decider: Regle(Droit.MENER_ENVOIS),
    messages.ne_pas_envoyer: Regle(Droit.MENER_ENVOIS),
    page_des_messages.montrer_la_boite: Regle(Droit.LIRE_ENVOIS),
    page_des_messages.montrer_le_message: Regle(Droit.LIRE_ENVOIS),
    page_des_messages.dire_qu_il_est_parti: Regle(Droit.MENER_ENVOIS),
    page_des_messages.demander_le_renvoi: Regle(Droit.MENER_ENVOIS),
    page_des_messages.annuler_l_envoi: Regle(Droit.MENER_ENVOIS),
    # Les relances : chacun ne voit que celles de ses territoires
    relances.apercevoir: Regle(Droit.LIRE_ENVOIS),
    relances.voir_demain: Regle(Droit.LIRE_ENVOIS),
    relances.lister: Regle(Droit.LIRE_ENVOIS),
    relances.lister_les_retards: Regle(Droit.LIRE_ENVOIS),
    relances.dire_l_efficacite: Regle(Droit.LIRE_ENVOIS),
    relances.demander_l_envoi: Regle(Droit.MENER_RELANCES),
    relances.noter_une_promesse: Regle(Droit.MENER_RELANCES),
    relances.valider_la_lettre: Regle(Droit.MENER_RELANCES),
    relances.retenir_la_relance: Regle(Droit.MENER_RELANCES),
    relances.remettre_une_echeance_a_plus_tard: Regle(Droit.MENER_RELANCES),
    relances.retenir_la_relance_d_une_echeance: Regle(Droit.MENER_RELANCES),
    # Les calendriers : l'adresse d'un abonnement suffit à le lire, et montre ce que peut sa personne
    calendriers.suivre: OUVERTE,
    calendriers.lister: Regle(Droit.S_ABONNER),
    calendriers.creer: Regle(Droit.S_ABONNER),
    calendriers.retirer: Regle(Droit.S_ABONNER),
    page_des_calendriers.montrer_mes_calendriers: Regle(Droit.S_ABONNER),
    page_des_calendriers.creer_une_adresse: Regle(Droit.S_ABONNER),
    page_des_calendriers.retirer_une_adresse: Regle(Droit.S_ABONNER),
    # Les fiches en formulaire, les exemplaires
    attendus.lister_les_attendus: Regle(Droit.LIRE_DOSSIER),
    attendus.telecharger_un_brouillon: Regle(Droit.LIRE_FICHIERS),
    liasses.reunir: Regle(Droit.LIRE_FICHIERS),
    depots.telecharger: Regle(Droit.LIRE_FICHE),
    depots.deposer: Regle(Droit.REDIGER_FICHE),
    depots.accepter_des_champs: Regle(Droit.REDIGER_FICHE),
    exemplaires.deposer_un_exemplaire: Regle(Droit.DEPOSER),
    exemplaires.deposer_un_document: Regle(Droit.DEPOSER),
    # La région et les données de référence
    regions.telecharger_la_synthese: Regle(Droit.LIRE_FICHIERS),
    reference.lister_les_regions: Regle(locale=True),
    reference.lister_les_etapes: Regle(locale=True),
    reference.lister_les_types: Regle(locale=True),
    reference.lister_les_axes: Regle(locale=True),
    # La collecte des indicateurs ; chaque feuille déposée est vérifiée pour son territoire
    collecte.telecharger_le_classeur: Regle(Droit.SAISIR_INDICATEURS),
    collecte.deposer_le_classeur: Regle(Droit.SAISIR_INDICATEURS),
    # Campagnes, relances, messages ; ce qui s'écrit est revérifié pour la région ou le territoire
    page_des_campagnes.montrer_les_campagnes: Regle(Droit.LIRE_DOSSIER),
    page_des_campagnes.montrer_les_resultats: Regle(Droit.LIRE_DOSSIER),
    page_des_campagnes.ouvrir_une_campagne: Regle(Droit.MENER_CAMPAGNES),
    page_des_campagnes.verrouiller_la_campagne: Regle(Droit.MENER_CAMPAGNES),
    page_des_campagnes.clore_la_campagne: Regle(Droit.MENER_CAMPAGNES),
    page_de_l_echelle.montrer_l_echelle: Regle(Droit.MENER_CAMPAGNES),
    page_de_l_echelle.regler_les_relances: Regle(Droit.MENER_CAMPAGNES),
    page_de_l_echelle.revenir_a_l_echelle_de_la_region: Regle(Droit.MENER_CAMPAGNES),
    page_des_relances.montrer_les_relances: Regle(Droit.LIRE_ENVOIS),
    suites_des_relances.montrer_l_historique: Regle(Droit.LIRE_ENVOIS),
    suites_des_relances.montrer_les_retards: Regle(Droit.LIRE_ENVOIS),
    suites_des_relances.montrer_l_efficacite: Regle(Droit.LIRE_ENVOIS),
    page_des_relances.valider_la_relance: Regle(Droit.MENER_RELANCES),
    page_des_relances.retenir_une_relance: Regle(Droit.MENER_RELANCES),
    page_des_relances.noter_la_promesse: Regle(Droit.MENER_RELANCES),
    page_des_relances.retenir_une_relance_du_parcours: Regle(Droit.MENER_RELANCES),
    page_des_relances.remettre_une_echeance_a_plus_tard: Regle(Droit.MENER_RELANCES),
    # Les indicateurs d'un territoire ; accorder un report est revérifié selon sa nature
    pages_des_indicateurs.aller_au_dernier_exercice: Regle(Droit.LIRE_DOSSIER),
    pages_des_indicateurs.montrer_les_indicateurs: Regle(Droit.LIRE_DOSSIER),
    pages_des_indicateurs.montrer_l_histoire: Regle(Droit.LIRE_DOSSIER),
    pages_des_indicateurs.saisir_les_valeurs: Regle(Droit.SAISIR_INDICATEURS),
    pages_des_indicateurs.controler_les_valeurs: Regle(Droit.VALIDER_INDICATEURS),
    pages_des_indicateurs.inscrire_un_amenagement: Regle(Droit.SAISIR_INDICATEURS),
    pages_des_indicateurs.donner_un_lien: Regle(Droit.MENER_CAMPAGNES),
    pages_des_indicateurs.changer_un_lien: Regle(Droit.MENER_CAMPAGNES),
    page_du_classeur.apercevoir: Regle(Droit.SAISIR_INDICATEURS),
    page_du_classeur.confirmer: Regle(Droit.SAISIR_INDICATEURS),
    # La reprise de l'existant ; chaque territoire du classeur est revérifié
    reprise.telecharger_le_modele: Regle(Droit.CREER_DEMARCHE),
    reprise.importer_un_classeur: Regle(Droit.CREER_DEMARCHE),
    page_de_reprise.ouvrir_la_reprise: Regle(Droit.CREER_DEMARCHE),
    page_de_reprise.telecharger_le_modele_de_reprise: Regle(Droit.CREER_DEMARCHE),
    page_de_reprise.deposer_le_classeur_de_reprise: Regle(Droit.CREER_DEMARCHE),
    page_de_reprise.montrer_l_apercu_de_reprise: Regle(Droit.CREER_DEMARCHE),
    page_de_reprise.confirmer_la_reprise: Regle(Droit.CREER_DEMARCHE),
    # Le lien personnel porte son propre secret
    page_de_reponse.montrer_la_reponse: OUVERTE,
    page_de_reponse.repondre: OUVERTE,
    # L'année du contrat : indicateurs, campagnes, exercices
    valeurs.lister_les_valeurs: Regle(Droit.LIRE_DOSSIER),
    valeurs.lire_l_histoire: Regle(Droit.LIRE_FICHE),
    valeurs.saisir_des_valeurs: Regle(Droit.SAISIR_INDICATEURS),
    valeurs.saisir_les_valeurs_d_une_fiche: Regle(Droit.SAISIR_INDICATEURS),
    valeurs.controler_des_valeurs: Regle(Droit.VALIDER_INDICATEURS),
    valeurs.rectifier_une_valeur: Regle(Droit.VALIDER_INDICATEURS),
    campagnes.lister_les_campagnes: LIRE_ICI,
    campagnes.ouvrir_une_campagne: Regle(Droit.MENER_CAMPAGNES),
    campagnes.verrouiller_une_campagne: Regle(Droit.MENER_CAMPAGNES),
    campagnes.clore_une_campagne: Regle(Droit.MENER_CAMPAGNES),
    campagnes.lire_l_echelle: Regle(Droit.LIRE_DOSSIER),
    campagnes.regler_les_relances: Regle(Droit.MENER_CAMPAGNES),
    campagnes.suivre_la_region: Regle(Droit.MENER_CAMPAGNES),
    campagnes.lire_la_collecte: Regle(Droit.LIRE_DOSSIER),
    campagnes.lister_les_agregats: LIRE_ICI,
    exercices.lister_les_attendus: Regle(Droit.LIRE_DOSSIER),
    exercices.amenager_un_attendu: Regle(Droit.DEPOSER),
    exercices.recevoir_un_attendu: Regle(Droit.MENER_CAMPAGNES),
    exercices.lister_les_exercices: Regle(Droit.LIRE_DOSSIER),
    exercices.faire_un_geste_annuel: Regle(Droit.DEPOSER),
    exercices.produire_un_document_annuel: Regle(Droit.DEPOSER),
    # Chercher : chacun ne trouve que ce qu'il peut ouvrir
    recherche.chercher: CONNECTE,
    page_de_recherche.montrer_la_recherche: CONNECTE,
    # Les pages
    region.montrer_la_region: CONNECTE,
    region.exporter_la_region: Regle(Droit.LIRE),
    chiffres.montrer_les_chiffres: Regle(Droit.LIRE),
    a_faire.montrer_a_faire: Regle(Droit.LIRE_DOSSIER),
    a_faire.noter_un_suivi: Regle(Droit.LIRE_DOSSIER),
    a_faire.dire_que_c_est_fait: Regle(Droit.LIRE_DOSSIER),
    a_faire.remettre_a_faire: Regle(Droit.LIRE_DOSSIER),
    a_faire.remettre_a_plus_tard: Regle(Droit.LIRE_DOSSIER),
    a_faire.remettre_l_echeance_a_plus_tard: Regle(Droit.LIRE_DOSSIER),
    **ACCES_DU_DOSSIER,
}

"""Le contenu du classeur de reprise, feuille par feuille : c'est ici qu'on ajoute une colonne."""

from modeles.etapes import Etape
from modeles.reference.registre import registre
from modeles.vocabulaire import (
    Civilite,
    NatureAction,
    Partie,
    Renforcement,
    RoleContact,
    StatutEnveloppe,
    StatutFiche,
)
from workflows.reprise.classeur import Choix, Colonne, Feuille, Genre

TYPE_DE_CONTRAT = "cls"
TERRITOIRES, CONTACTS, ENVELOPPES = "Territoires", "Contacts", "Enveloppes"
FICHES, BUDGETS, INDICATEURS, CONTRATS = "Fiches", "Budgets", "Indicateurs", "Contrats signés"

# Les autres étapes s'appuient sur des pièces faites dans l'outil (diagnostic déposé, projet voté).
ETAPES_REPRISES = (
    Etape.A_LANCER,
    Etape.LANCEMENT,
    Etape.DIAGNOSTIC,
    Etape.PRESELECTION,
    Etape.ATELIERS,
    Etape.FICHES,
    Etape.RESTITUTION,
    Etape.CONTRACTUALISATION,
    Etape.EXECUTION,
)
AXES_DU_PILIER, AXES_DU_PACTE = "trois_axes", "quatre_axes"
PARTIES = (
    Choix("État", Partie.ETAT),
    Choix("Collectivité", Partie.COLLECTIVITE),
    Choix("Partenaire", Partie.PARTENAIRE),
)
STATUTS = (
    Choix("Brouillon", StatutFiche.BROUILLON),
    Choix("Soumise", StatutFiche.SOUMISE),
    Choix("Validée", StatutFiche.VALIDEE),
    Choix("Rejetée", StatutFiche.REJETEE),
    Choix("Reportée", StatutFiche.REPORTEE),
)
TERRITOIRE = Colonne(
    "territoire",
    "Territoire",
    Genre.TERRITOIRE,
    True,
    "Nom ou code (« Gers », « 32 », « CD 32 », « Métropole de Montpellier »).",
    "Gers",
)
REPERE = Colonne(
    "fiche", "Fiche", Genre.TEXTE, True, "Le repère donné à la fiche dans la feuille « Fiches ».", "32-A"
)


def feuilles() -> tuple[Feuille, ...]:
    """Les feuilles à remplir, dans l'ordre du classeur ; les listes viennent des données de référence."""
    return (
        Feuille(TERRITOIRES, "Où en est chaque territoire, et qui le suit.", _territoires()),
        Feuille(CONTACTS, "Les signataires, membres et animateurs : fonctions et adresses.", _contacts()),
        Feuille(ENVELOPPES, "Le plafond annuel de la part de l'État. Une ligne par année.", _enveloppes()),
        Feuille(FICHES, "Une ligne par fiche action.", (*_fiche_decrite(), *_fiche_portee())),
        Feuille(
            BUDGETS,
            "Une ligne par fiche et par année. Écrivez 0 pour zéro : vide n'est pas zéro.",
            _budgets(),
        ),
        Feuille(INDICATEURS, "Une ligne par indicateur, avec sa cible de chaque année.", _indicateurs()),
        Feuille(CONTRATS, "Les contrats signés hors de l'outil, avec ou sans la copie signée.", _contrats()),
    )


def feuille(nom: str) -> Feuille:
    """La feuille de ce nom."""
    return next(f for f in feuilles() if f.nom == nom)


def _territoires() -> tuple[Colonne, ...]:
    etapes = tuple(Choix(e.libelle, e) for e in ETAPES_REPRISES)
    axes = (
        Choix("Trois axes (pilier Solidarité)", AXES_DU_PILIER),
        Choix("Quatre axes (convention unique)", AXES_DU_PACTE),
    )
    aide_axes = "Vide : trois axes, si la démarche n'en a pas encore."
    return (
        TERRITOIRE,
        Colonne("etape", "Étape atteinte", Genre.CHOIX, True, "L'étape en cours.", "Fiches actions", etapes),
        Colonne(
            "depuis_le",
            "Depuis le",
            Genre.DATE,
            True,
            "Le premier jour de cette étape (contrat signé : sa notification).",
            "02/09/2024",
            passee=True,
        ),
        Colonne("axes", "Axes du contrat", Genre.CHOIX, aide=aide_axes, exemple=axes[0].libelle, choix=axes),
        *_referent("etat", "État", "Camille", "Exemple"),
        *_referent("collectivite", "collectivité", "Dominique", "Modèle"),
    )


def _referent(partie: str, libelle: str, prenom: str, nom: str) -> tuple[Colonne, ...]:
    qui = f"Référent {libelle}"
    courriel = f"{prenom}.{nom}@exemple.invalid".lower().replace("è", "e")
    return (
        Colonne(f"prenom_{partie}", f"{qui} : prénom", exemple=prenom),
        Colonne(f"nom_{partie}", f"{qui} : nom", aide="Vide : pas de référent connu.", exemple=nom),
        Colonne(f"fonction_{partie}", f"{qui} : fonction", exemple="Cheffe de projet"),
        Colonne(f"courriel_{partie}", f"{qui} : courriel", Genre.COURRIEL, exemple=courriel),
    )


def _contacts() -> tuple[Colonne, ...]:
    roles = (
        Choix("Référent", RoleContact.REFERENT, ("Référente",)),
        Choix("Signataire", RoleContact.SIGNATAIRE),
        Choix("Membre", RoleContact.MEMBRE, ("Membre du comité",)),
        Choix("Animateur", RoleContact.ANIMATEUR, ("Animatrice",)),
    )
    civilites = (Choix("Madame", Civilite.MADAME, ("Mme",)), Choix("Monsieur", Civilite.MONSIEUR, ("M.",)))
    partenaires = tuple(
        Choix(p.libelle, p.code, tuple(e for e in (p.sigle, *p.alias) if e))
        for p in registre().partenaires.values()
    )
    return (
        TERRITOIRE,
        Colonne("partie", "Partie", Genre.CHOIX, True, exemple="Collectivité", choix=PARTIES),
        Colonne("role", "Rôle", Genre.CHOIX, True, exemple="Signataire", choix=roles),
        Colonne(
            "civilite", "Civilité", Genre.CHOIX, aide="Jamais devinée.", exemple="Madame", choix=civilites
        ),
        Colonne("prenom", "Prénom", exemple="Claude"),
        Colonne("nom", "Nom", obligatoire=True, exemple="Exemple"),
        Colonne("fonction", "Fonction", obligatoire=True, exemple="Présidente du conseil départemental"),
        Colonne("organisme", "Organisme", obligatoire=True, exemple="Département du Gers"),
        Colonne(
            "type_partenaire",
            "Type de partenaire",
            Genre.CHOIX,
            exemple="Conseil départemental",
            choix=partenaires,
        ),
        Colonne("courriel", "Courriel", Genre.COURRIEL, exemple="presidence@exemple.invalid"),
        Colonne("telephone", "Téléphone", exemple="05 00 00 00 00"),
        Colonne("delegation", "Délégation de signature", aide="Date et numéro de l'arrêté, s'il y en a un."),
    )


def _enveloppes() -> tuple[Colonne, ...]:
    statuts = (
        Choix("Prénotifiée", StatutEnveloppe.PRENOTIFIE, ("Pré-notifiée", "Prénotifié", "Pré-notifié")),
        Choix("Notifiée", StatutEnveloppe.NOTIFIE, ("Notifié",)),
        Choix("Révisée", StatutEnveloppe.REVISE, ("Révisé",)),
    )
    return (
        TERRITOIRE,
        Colonne("annee", "Année", Genre.ANNEE, True, exemple=2024),
        Colonne("plafond_centimes", "Plafond de la part État (€)", Genre.MONTANT, True, exemple=250000),
        Colonne("reliquat_centimes", "Reliquat reporté (€)", Genre.MONTANT, exemple=0),
        Colonne("statut", "Statut", Genre.CHOIX, True, exemple="Notifiée", choix=statuts),
        Colonne("notifiee_le", "Notifiée le", Genre.DATE, True, exemple="15/03/2024", passee=True),
    )


def _fiche_decrite() -> tuple[Colonne, ...]:
    referentiel = registre().referentiel(registre().type_de_contrat(TYPE_DE_CONTRAT).referentiel or "")
    axes = tuple(Choix(a.libelle, a.code, a.alias) for a in referentiel.axes)
    sous_axes = tuple(Choix(s.libelle, s.code, s.alias) for s in referentiel.sous_axes)
    actions = tuple(Choix(f"{a.code} {a.libelle}", a.code) for a in referentiel.actions)
    natures = (Choix("Nouvelle", NatureAction.NOUVELLE), Choix("Renforcée", NatureAction.RENFORCEE))
    renforcements = (
        Choix("File active", Renforcement.FILE_ACTIVE),
        Choix("Nouveaux publics", Renforcement.NOUVEAUX_PUBLICS),
        Choix("Nouvelles zones", Renforcement.NOUVELLES_ZONES),
    )
    return (
        TERRITOIRE,
        REPERE._replace(
            aide="Un repère à vous, unique dans le classeur ; ou le code de la fiche si l'outil la connaît déjà."
        ),
        Colonne(
            "titre", "Titre", Genre.TEXTE, True, "Propre à la fiche.", "Ouvrir un accueil de jour itinérant"
        ),
        Colonne("axe", "Axe", Genre.CHOIX, aide="Vide : celui du sous-axe.", choix=axes),
        Colonne("sous_axe", "Sous-axe", Genre.CHOIX, exemple=sous_axes[0].libelle, choix=sous_axes),
        Colonne("action_referencee", "Action référencée", Genre.CHOIX, choix=actions),
        Colonne("nature", "Nature", Genre.CHOIX, exemple="Nouvelle", choix=natures),
        Colonne("renforcement", "Renforcement", Genre.CHOIX_MULTIPLE, choix=renforcements),
        Colonne("justification_renforcement", "Ce que l'action ajoute", Genre.TEXTE_LONG),
        Colonne("statut", "Statut", Genre.CHOIX, aide=AIDE_STATUT, exemple="Brouillon", choix=STATUTS),
        Colonne("motif", "Motif du rejet ou du report"),
    )


AIDE_STATUT = "Vide : brouillon, ou validée si le contrat est signé."


def _fiche_portee() -> tuple[Colonne, ...]:
    return (
        Colonne("annee_debut", "Première année", Genre.ANNEE, True, exemple=2024),
        Colonne("duree_annees", "Durée (années)", Genre.ENTIER, aide="Vide : une année.", exemple=2),
        Colonne("constat", "Constat", Genre.TEXTE_LONG, exemple="Les communes rurales n'ont pas d'accueil."),
        Colonne("objectif_principal", "Objectif principal", Genre.TEXTE_LONG),
        Colonne("objectifs_operationnels", "Objectifs opérationnels", Genre.LISTE, aide="Huit au plus."),
        Colonne("description", "Description", Genre.TEXTE_LONG),
        Colonne("public_cible", "Public visé", Genre.TEXTE_LONG),
        Colonne("effectif_estime", "Effectif estimé", Genre.ENTIER, exemple=120),
        Colonne("perimetre", "Périmètre", exemple="Départemental"),
        Colonne("porteur", "Porteur", exemple="CCAS d'Exemple"),
        Colonne("type_porteur", "Type de porteur", exemple="CCAS"),
        Colonne("siret", "SIRET du porteur", Genre.SIRET),
        Colonne("partenaires", "Partenaires", Genre.LISTE, exemple="CAF ; Mission locale"),
        Colonne("moyens_humains", "Moyens humains", exemple="0,5 ETP"),
        Colonne("participation", "Participation des personnes", Genre.TEXTE_LONG),
        Colonne("articulation", "Articulation", Genre.TEXTE_LONG),
        Colonne("risques", "Risques", Genre.TEXTE_LONG),
        Colonne("evaluation", "Évaluation", Genre.TEXTE_LONG),
        Colonne("referent_fonction", "Référent : fonction", exemple="Cheffe de service"),
        Colonne(
            "referent_courriel", "Référent : courriel", Genre.COURRIEL, exemple="service@exemple.invalid"
        ),
    )


def _budgets() -> tuple[Colonne, ...]:
    return (
        REPERE,
        Colonne("annee", "Année", Genre.ANNEE, True, exemple=2024),
        Colonne("part_etat_centimes", "Part État (€)", Genre.MONTANT, True, exemple=36518),
        Colonne("part_collectivite_centimes", "Part collectivité (€)", Genre.MONTANT, True, exemple=36518),
        Colonne("autres_centimes", "Autres financeurs (€)", Genre.MONTANT, exemple=5000),
    )


def annees_du_contrat() -> range:
    """Les exercices du type de contrat repris, bornes comprises."""
    contrat = registre().type_de_contrat(TYPE_DE_CONTRAT)
    assert contrat.debut is not None and contrat.fin is not None
    return range(contrat.debut.year, contrat.fin.year + 1)


def _indicateurs() -> tuple[Colonne, ...]:
    return (
        REPERE,
        Colonne("libelle", "Indicateur", obligatoire=True, exemple="Personnes accueillies"),
        Colonne("unite", "Unité", obligatoire=True, exemple="personnes"),
        Colonne("definition", "Définition", Genre.TEXTE_LONG, exemple="Personnes reçues au moins une fois."),
        Colonne("source", "Source", exemple="Registre du porteur"),
        *(Colonne(f"cible_{a}", f"Cible {a}", Genre.CENTIEMES, exemple=120) for a in annees_du_contrat()),
    )


def _contrats() -> tuple[Colonne, ...]:
    def jour(nom: str, titre: str, exemple: str, aide: str = "", obligatoire: bool = True) -> Colonne:
        return Colonne(nom, titre, Genre.DATE, obligatoire, aide, exemple, passee=True)

    return (
        TERRITOIRE,
        Colonne("numero", "Numéro du contrat", exemple="CLS-32-2024"),
        jour("seance_le", "Délibération : séance du", "21/06/2024"),
        Colonne("deliberation", "Délibération : numéro", obligatoire=True, exemple="2024-06-12"),
        Colonne("en_exercice", "Élus en exercice", Genre.ENTIER, aide="Vide : l'effectif connu.", exemple=34),
        jour("envoi_le", "Rapport envoyé le", "", "Vide : le jour de la séance.", False),
        jour("transmise_le", "Délibération transmise le", "24/06/2024", obligatoire=False),
        jour("publiee_le", "Délibération publiée le", "25/06/2024", obligatoire=False),
        jour("etat_le", "Signé par l'État le", "05/07/2024"),
        Colonne("etat_par", "Signataire de l'État", obligatoire=True, exemple="Claude Exemple"),
        Colonne(
            "etat_qualite", "Qualité du signataire de l'État", obligatoire=True, exemple="Préfet du Gers"
        ),
        jour("collectivite_le", "Signé par la collectivité le", "02/07/2024"),
        Colonne("collectivite_par", "Signataire de la collectivité", obligatoire=True, exemple="Alix Modèle"),
        Colonne(
            "collectivite_qualite",
            "Qualité du signataire de la collectivité",
            obligatoire=True,
            exemple="Présidente du conseil départemental",
        ),
        Colonne("prend_effet_le", "Prend effet le", Genre.DATE, True, exemple="01/01/2024"),
        Colonne(
            "montant_centimes",
            "Part État du contrat (€)",
            Genre.MONTANT,
            aide="Vide : la somme des fiches retenues.",
            exemple=250000,
        ),
        Colonne(
            "scan",
            "Fichier de la copie signée",
            Genre.FICHIER,
            aide="Vide : pas de copie. Le fichier est à côté du classeur, ou dans le dossier des pièces.",
            exemple="contrat_gers_signe.pdf",
        ),
    )

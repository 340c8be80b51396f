"""Les colonnes des fiches actions, de leurs budgets et de leurs indicateurs."""

from modeles.reference.registre import registre
from modeles.vocabulaire import NatureAction, Renforcement, StatutFiche
from workflows.reprise.classeur import Choix, Colonne, Genre

TYPE_DE_CONTRAT = "cls"
AIDE_REPERE = "Un repère à vous, unique dans le classeur ; ou le code de la fiche si l'outil la connaît déjà."
AIDE_STATUT = "Vide : brouillon, ou validée si le contrat est signé."
STATUTS = (
    Choix("Brouillon", StatutFiche.BROUILLON),
    Choix("Soumise", StatutFiche.SOUMISE),
    Choix("Validée", StatutFiche.VALIDEE),
    Choix("Rejetée", StatutFiche.REJETEE),
    Choix("Reportée", StatutFiche.REPORTEE),
)
NATURES = (Choix("Nouvelle", NatureAction.NOUVELLE), Choix("Renforcée", NatureAction.RENFORCEE))
RENFORCEMENTS = (
    Choix("File active", Renforcement.FILE_ACTIVE),
    Choix("Nouveaux publics", Renforcement.NOUVEAUX_PUBLICS),
    Choix("Nouvelles zones", Renforcement.NOUVELLES_ZONES),
)
TERRITOIRE = Colonne(
    "territoire",
    "Territoire",
    Genre.TERRITOIRE,
    True,
    "Nom ou code (« Gers », « 32 », « Métropole de Montpellier »).",
    "Gers",
)
REPERE = Colonne(
    "fiche", "Fiche", Genre.TEXTE, True, "Le repère donné à la fiche dans la feuille « Fiches ».", "32-A"
)


def annees_du_contrat() -> range:
    """Les exercices du type de contrat repris, bornes comprises."""
    contrat = registre().type_de_contrat(TYPE_DE_CONTRAT)
    assert contrat.debut is not None and contrat.fin is not None
    return range(contrat.debut.year, contrat.fin.year + 1)


def fiches() -> tuple[Colonne, ...]:
    """Ce qu'est la fiche, puis comment elle est portée."""
    return (*_decrite(), *_portee())


def _decrite() -> tuple[Colonne, ...]:
    referentiel = registre().referentiel(registre().type_de_contrat(TYPE_DE_CONTRAT).referentiel or "")
    axes = tuple(Choix(a.libelle, a.code, a.alias) for a in referentiel.axes)
    sous_axes = tuple(Choix(s.libelle, s.code, s.alias) for s in referentiel.sous_axes)
    actions = tuple(Choix(f"{a.code} {a.libelle}", a.code) for a in referentiel.actions)
    return (
        TERRITOIRE,
        REPERE._replace(aide=AIDE_REPERE),
        Colonne(
            "titre", "Titre", Genre.TEXTE, True, "Propre à la fiche.", "Ouvrir un accueil de jour itinérant"
        ),
        Colonne("axe", "Axe", Genre.CHOIX, aide="Vide : celui du sous-axe.", choix=axes),
        Colonne("sous_axe", "Sous-axe", Genre.CHOIX, exemple=sous_axes[0].libelle, choix=sous_axes),
        Colonne("action_referencee", "Action référencée", Genre.CHOIX, choix=actions),
        Colonne("nature", "Nature", Genre.CHOIX, exemple="Nouvelle", choix=NATURES),
        Colonne("renforcement", "Renforcement", Genre.CHOIX_MULTIPLE, choix=RENFORCEMENTS),
        Colonne("justification_renforcement", "Ce que l'action ajoute", Genre.TEXTE_LONG),
        Colonne(
            "statut", "Statut de la fiche", Genre.CHOIX, aide=AIDE_STATUT, exemple="Brouillon", choix=STATUTS
        ),
        Colonne("motif", "Motif du rejet ou du report"),
    )


def _portee() -> tuple[Colonne, ...]:
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


def budgets() -> tuple[Colonne, ...]:
    """Le budget d'une fiche pour une année."""
    return (
        REPERE,
        Colonne("annee", "Année", Genre.ANNEE, True, exemple=2024),
        Colonne("part_etat_centimes", "Part État (€)", Genre.MONTANT, True, exemple=36518),
        Colonne("part_collectivite_centimes", "Part collectivité (€)", Genre.MONTANT, True, exemple=36518),
        Colonne("autres_centimes", "Autres financeurs (€)", Genre.MONTANT, exemple=5000),
    )


def indicateurs() -> tuple[Colonne, ...]:
    """Un indicateur d'une fiche, avec une colonne de cible par exercice."""
    return (
        REPERE,
        Colonne("libelle", "Indicateur", obligatoire=True, exemple="Personnes accueillies"),
        Colonne("unite", "Unité", obligatoire=True, exemple="personnes"),
        Colonne("definition", "Définition", Genre.TEXTE_LONG, exemple="Personnes reçues au moins une fois."),
        Colonne("source", "Source", exemple="Registre du porteur"),
        *(Colonne(f"cible_{a}", f"Cible {a}", Genre.CENTIEMES, exemple=120) for a in annees_du_contrat()),
    )

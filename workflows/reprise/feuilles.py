"""Le contenu du classeur de reprise, feuille par feuille : c'est ici qu'on ajoute une colonne."""

from collections.abc import Iterable

from openpyxl.utils.cell import coordinate_to_tuple

from modeles.etapes import Etape
from modeles.reference.registre import registre
from modeles.vocabulaire import (
    Civilite,
    Partie,
    RoleContact,
    StatutEnveloppe,
)
from workflows.reprise.classeur import Choix, Colonne, Feuille, Genre
from workflows.reprise.fautes import Faute
from workflows.reprise.feuilles_des_fiches import TERRITOIRE, budgets, fiches, indicateurs

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


ROLES = (
    Choix("Référent", RoleContact.REFERENT, ("Référente",)),
    Choix("Signataire", RoleContact.SIGNATAIRE),
    Choix("Membre", RoleContact.MEMBRE, ("Membre du comité",)),
    Choix("Animateur", RoleContact.ANIMATEUR, ("Animatrice",)),
    Choix("Direction", RoleContact.DIRECTION, ("Directeur", "Directrice")),
    Choix("Commissaire", RoleContact.COMMISSAIRE),
    Choix("DREETS", RoleContact.DREETS),
)
CIVILITES = (Choix("Madame", Civilite.MADAME, ("Mme",)), Choix("Monsieur", Civilite.MONSIEUR, ("M.",)))


def feuilles() -> tuple[Feuille, ...]:
    """Les feuilles à remplir, dans l'ordre du classeur ; les listes viennent des données de référence."""
    return (
        Feuille(TERRITOIRES, "Où en est chaque territoire, et qui le suit.", _territoires()),
        Feuille(CONTACTS, "Les signataires, membres et animateurs : fonctions et adresses.", _contacts()),
        Feuille(ENVELOPPES, "Le plafond annuel de la part de l'État. Une ligne par année.", _enveloppes()),
        Feuille(FICHES, "Une ligne par fiche action.", fiches()),
        Feuille(
            BUDGETS,
            "Une ligne par fiche et par année. Écrivez 0 pour zéro : vide n'est pas zéro.",
            budgets(),
        ),
        Feuille(INDICATEURS, "Une ligne par indicateur, avec sa cible de chaque année.", indicateurs()),
        Feuille(CONTRATS, "Les contrats signés hors de l'outil, avec ou sans la copie signée.", _contrats()),
    )


def feuille(nom: str) -> Feuille:
    """La feuille de ce nom."""
    return next(f for f in feuilles() if f.nom == nom)


def places_dans_l_ordre(fautes: Iterable[Faute]) -> list[Faute]:
    """L'ordre où l'on corrige : feuille par feuille, de haut en bas, de gauche à droite."""
    rangs = {f.nom: rang for rang, f in enumerate(feuilles())}
    return sorted(fautes, key=lambda f: (rangs[f.feuille], *coordinate_to_tuple(f.cellule)))


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
    type_partenaire, partenaires = "Type de partenaire", _types_de_partenaire()
    return (
        TERRITOIRE,
        Colonne("partie", "Partie", Genre.CHOIX, True, exemple="Collectivité", choix=PARTIES),
        Colonne("role", "Rôle", Genre.CHOIX, True, exemple="Signataire", choix=ROLES),
        Colonne(
            "civilite", "Civilité", Genre.CHOIX, aide="Jamais devinée.", exemple="Madame", choix=CIVILITES
        ),
        Colonne("prenom", "Prénom", exemple="Claude"),
        Colonne("nom", "Nom", obligatoire=True, exemple="Exemple"),
        Colonne("fonction", "Fonction", obligatoire=True, exemple="Présidente du conseil départemental"),
        Colonne("organisme", "Organisme", obligatoire=True, exemple="Département du Gers"),
        Colonne(
            "type_partenaire",
            type_partenaire,
            Genre.CHOIX,
            exemple="Conseil départemental",
            choix=partenaires,
        ),
        Colonne("courriel", "Courriel", Genre.COURRIEL, exemple="presidence@exemple.invalid"),
        Colonne("telephone", "Téléphone", exemple="05 00 00 00 00"),
        Colonne("delegation", "Délégation de signature", aide="Date et numéro de l'arrêté, s'il y en a un."),
    )


def _types_de_partenaire() -> tuple[Choix, ...]:
    return tuple(
        Choix(p.libelle, p.code, tuple(e for e in (p.sigle, *p.alias) if e))
        for p in registre().partenaires.values()
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
        Colonne("statut", "Statut de l'enveloppe", Genre.CHOIX, True, exemple="Notifiée", choix=statuts),
        Colonne("notifiee_le", "Notifiée le", Genre.DATE, True, exemple="15/03/2024", passee=True),
    )


def _contrats() -> tuple[Colonne, ...]:
    aide_copie = "Vide : pas de copie. Le fichier PDF se joint au classeur quand on l'importe."
    aide_montant = "Vide : la somme des fiches retenues."
    return (
        TERRITOIRE,
        Colonne("numero", "Numéro du contrat", exemple="CLS-32-2024"),
        *_deliberation(),
        *_signature(Partie.ETAT, "l'État", "05/07/2024", "Claude Exemple", "Préfet du Gers"),
        *_signature(
            Partie.COLLECTIVITE,
            "la collectivité",
            "02/07/2024",
            "Alix Modèle",
            "Présidente du conseil départemental",
        ),
        Colonne("prend_effet_le", "Prend effet le", Genre.DATE, True, exemple="01/01/2024"),
        Colonne(
            "montant_centimes", "Part État du contrat (€)", Genre.MONTANT, aide=aide_montant, exemple=250000
        ),
        Colonne(
            "scan", "Fichier de la copie signée", Genre.FICHIER, aide=aide_copie, exemple="contrat_gers.pdf"
        ),
    )


def _deliberation() -> tuple[Colonne, ...]:
    d = Genre.DATE
    return (
        Colonne("seance_le", "Délibération : séance du", d, True, exemple="21/06/2024", passee=True),
        Colonne("deliberation", "Délibération : numéro", obligatoire=True, exemple="2024-06-12"),
        Colonne("en_exercice", "Élus en exercice", Genre.ENTIER, aide="Vide : l'effectif connu.", exemple=34),
        Colonne("envoi_le", "Rapport envoyé le", d, aide="Vide : le jour de la séance.", passee=True),
        Colonne("transmise_le", "Délibération transmise le", d, exemple="24/06/2024", passee=True),
        Colonne("publiee_le", "Délibération publiée le", d, exemple="25/06/2024", passee=True),
    )


def _signature(partie: Partie, qui: str, le: str, par: str, qualite: str) -> tuple[Colonne, ...]:
    de = f"de {qui}"
    return (
        Colonne(f"{partie}_le", f"Signé par {qui} le", Genre.DATE, True, exemple=le, passee=True),
        Colonne(f"{partie}_par", f"Signataire {de}", obligatoire=True, exemple=par),
        Colonne(f"{partie}_qualite", f"Qualité du signataire {de}", obligatoire=True, exemple=qualite),
    )

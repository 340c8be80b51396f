"""Des objets du métier, en mémoire : chaque test ne dit que ce qui compte pour lui."""

from datetime import UTC, date, datetime, time
from typing import Any

import modeles.tables  # noqa: F401
from documents.production import TYPE_MIME
from modeles.contact import Contact
from modeles.demarche import AxeRetenu, Demarche
from modeles.document import Document
from modeles.etapes import Etape
from modeles.fiche import FicheAction, LigneBudget
from modeles.indicateur import Cible, Indicateur
from modeles.reunion import Decision, Reunion
from modeles.territoire import Territoire
from modeles.vocabulaire import (
    AvisComite,
    Civilite,
    EtatReunion,
    NatureAction,
    NatureReunion,
    Partie,
    RoleContact,
    StatutFiche,
)
from workflows.regles.commun import Circonstances, Derogation

LE_3_MARS = date(2025, 3, 3)
SAISI = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)


def des_faits(le: date = LE_3_MARS, **autres: Any) -> Circonstances:
    """Un geste fait et saisi par une personne fictive."""
    return Circonstances("Camille Exemple", le, datetime(2030, 1, 1, 9, tzinfo=UTC), **autres)


def une_levee(code: str) -> Derogation:
    return Derogation(code, "Accord écrit des deux parties", "Préfet du Gers")


def une_demarche(etape: Etape = Etape.A_LANCER, **champs: Any) -> Demarche:
    """Une démarche du Gers, sans rien d'autre que ses trois axes."""
    champs.setdefault("depuis_le", date(2025, 1, 6))
    champs.setdefault("modifiee_le", SAISI)
    demarche = Demarche(territoire_code="32", etape=etape, **champs)
    demarche.territoire = Territoire(code="32", nom="Gers", region="76")
    demarche.axes = [
        AxeRetenu(demarche_id=demarche.id, axe=axe, numero=n)
        for n, axe in enumerate(("ENFANCE", "DROITS", "TRANSITION"), 1)
    ]
    return demarche


def un_contact(demarche: Demarche, partie: Partie, role: RoleContact, **champs: Any) -> Contact:
    contact = Contact(
        demarche_id=demarche.id,
        partie=partie,
        role=role,
        civilite=champs.pop("civilite", Civilite.MADAME),
        nom="EXEMPLE",
        prenom="Camille",
        fonction="directrice",
        organisme="Organisme fictif",
        **champs,
    )
    demarche.contacts.append(contact)
    return contact


def une_reunion(demarche: Demarche, nature: NatureReunion, **champs: Any) -> Reunion:
    """Une réunion programmée le 20 mars 2025."""
    champs.setdefault("numero", len(demarche.reunions) + 1)
    champs.setdefault("prevue_le", date(2025, 3, 20))
    reunion = Reunion(demarche_id=demarche.id, nature=nature, heure=time(14, 30), lieu="Auch", **champs)
    demarche.reunions.append(reunion)
    return reunion


def un_comite_tenu(
    demarche: Demarche, nature: NatureReunion, avis: AvisComite | None = None, **champs: Any
) -> Reunion:
    """Une réunion tenue le 3 mars 2025, avec une décision si un avis est donné."""
    champs.setdefault("tenue_le", LE_3_MARS)
    reunion = une_reunion(demarche, nature, etat=EtatReunion.TENUE, **champs)
    if avis is not None:
        reunion.decisions = [Decision(reunion_id=reunion.id, numero=1, libelle="Avis du comité", avis=avis)]
    return reunion


def un_document(demarche: Demarche, **champs: Any) -> Document:
    """Un document déjà gardé, hors des listes de la démarche : à qui l'appelle de l'y mettre."""
    ordinaires: dict[str, Any] = {
        "demarche_id": demarche.id,
        "code": "D01",
        "titre": "Invitation",
        "objet": "comité de lancement 1",
        "version": 1,
        "etape": Etape.LANCEMENT,
        "date_document": LE_3_MARS,
        "nom_fichier": "document.docx",
        "type_mime": TYPE_MIME,
        "taille_octets": 1,
        "empreinte_fichier": "0" * 64,
        "empreinte_contenu": "0" * 64,
        "produit_le": SAISI,
    }
    return Document(**(ordinaires | champs))


def une_fiche(demarche: Demarche, **champs: Any) -> FicheAction:
    """Une fiche complète, validée, à parité, sur 2024-2027."""
    code = champs.pop("code", f"32-DRO-EXP-{len(demarche.fiches) + 1:02d}")
    contenu: dict[str, Any] = {
        "statut": StatutFiche.VALIDEE,
        "titre": f"Prévenir les expulsions locatives, volet {len(demarche.fiches) + 1}",
        "axe": "DROITS",
        "sous_axe": "DRO-EXP",
        "nature": NatureAction.NOUVELLE,
        "constat": "Constat fictif.",
        "objectif_principal": "Objectif fictif.",
        "objectifs_operationnels": ["Premier objectif"],
        "description": f"Description fictive numéro {len(demarche.fiches) + 1}.",
        "public_cible": "Locataires du parc privé",
        "perimetre": "départemental",
        "porteur": "Association fictive",
        "evaluation": "Bilan annuel",
        "annee_debut": 2024,
        "duree_annees": 4,
    } | champs
    montant = contenu.pop("montant_centimes", 10_000_00)
    fiche = FicheAction(demarche_id=demarche.id, code=code, **contenu)
    fiche.budget = [
        LigneBudget(
            fiche_id=fiche.id, annee=annee, part_etat_centimes=montant, part_collectivite_centimes=montant
        )
        for annee in fiche.annees
    ]
    indicateur = Indicateur(fiche_id=fiche.id, code="MEN", libelle="Ménages accompagnés", unite="ménages")
    indicateur.cibles = [
        Cible(indicateur_id=indicateur.id, annee=annee, valeur_centiemes=100_00) for annee in fiche.annees
    ]
    fiche.indicateurs = [indicateur]
    demarche.fiches.append(fiche)
    return fiche

"""Un contrat fictif du Gers, complet : signataires, diagnostic, réunions, enveloppes, trois fiches."""

from datetime import date, time
from typing import Any

from modeles.contact import Contact
from modeles.demarche import Demarche
from modeles.diagnostic import Constat, Diagnostic, Enjeu, Entretien, Source
from modeles.enveloppe import Enveloppe
from modeles.piste import Piste
from modeles.reunion import Participant, Reunion
from modeles.vocabulaire import (
    Civilite,
    EtatDiagnostic,
    EtatReunion,
    Fiabilite,
    NatureAction,
    NatureReunion,
    Partie,
    Presence,
    RoleContact,
    StatutEnveloppe,
)
from tests.documents.fabriques_contrat import (
    TROIS_AXES,
    ajouter_un_indicateur,
    ajouter_une_fiche,
    une_demarche,
)

CONTACTS: tuple[dict[str, Any], ...] = (
    {
        "partie": Partie.ETAT,
        "role": RoleContact.SIGNATAIRE,
        "civilite": Civilite.MADAME,
        "nom": "Exemple",
        "fonction": "préfète du Gers",
        "organisme": "Préfecture du Gers",
    },
    {
        "partie": Partie.COLLECTIVITE,
        "role": RoleContact.SIGNATAIRE,
        "civilite": Civilite.MONSIEUR,
        "nom": "Modèle",
        "fonction": "président du conseil départemental du Gers",
        "organisme": "Département du Gers",
    },
    {
        "partie": Partie.PARTENAIRE,
        "role": RoleContact.MEMBRE,
        "nom": "Exemple",
        "fonction": "Directeur adjoint",
        "organisme": "Caisse fictive",
    },
    {
        "partie": Partie.PARTENAIRE,
        "role": RoleContact.MEMBRE,
        "nom": "Modèle",
        "fonction": "Directrice",
        "organisme": "Mission locale fictive",
    },
)
SOURCE: dict[str, Any] = {
    "titre": "Analyse des besoins sociaux",
    "producteur": "Observatoire fictif",
    "annee": 2023,
    "maille": "canton",
    "fiabilite": Fiabilite.A,
    "limites": "Données partielles en zone rurale",
}
CONSTAT: dict[str, Any] = {
    "axe": "DROITS",
    "texte": "Les locataires du parc privé sollicitent tard un accompagnement.",
    "preuve": "La moitié des assignations n'a été précédée d'aucun contact.",
    "gravite": 3,
    "publics": "Locataires du parc privé",
    "zones": "Agglomération d'Auch",
}
ANTENNE: dict[str, Any] = {
    "budget": dict.fromkeys(range(2024, 2028), (36_518, 36_518, 5_000)),
    "duree_annees": 4,
    "titre": "Création d'une antenne de prévention des expulsions locatives",
    "sous_axe": "DRO-EXP",
    "nature": NatureAction.NOUVELLE,
    "constat": "Les ménages du parc privé en impayé ne sont pas accompagnés avant l'assignation.",
    "objectif_principal": "Traiter l'impayé avant la procédure.",
    "objectifs_operationnels": ["Repérer les impayés dès le deuxième mois", "Proposer une visite à domicile"],
    "description": "Un binôme juridique et social reçoit les locataires et se rend à leur domicile.",
    "public_cible": "Locataires du parc privé en situation d'impayé",
    "effectif_estime": 120,
    "perimetre": "Tout le département",
    "porteur": "Agence fictive d'information sur le logement",
    "type_porteur": "association",
    "siret": "12345678900012",
    "partenaires": ["Caisse fictive", "Bailleurs fictifs"],
    "jalons": [
        {"annee": 2024, "jalon": "Recrutement du binôme"},
        {"annee": 2025, "jalon": "Ouverture des permanences"},
    ],
    "moyens_humains": "Deux postes à temps plein",
    "participation": "Deux réunions par an avec des locataires accompagnés",
    "articulation": "Aucun autre financement de l'État sur la même dépense.",
    "evaluation": "Bilan annuel présenté au comité de suivi.",
    "referent_fonction": "Responsable du pôle logement",
    "referent_courriel": "logement@exemple.fr",
}
HALTE: dict[str, Any] = {
    "axe": "ENFANCE",
    "budget": {2025: (60_000, 65_000, 0), 2026: (60_000, 65_000, 0)},
    "annee_debut": 2025,
    "duree_annees": 3,
    "titre": "Halte itinérante pour les jeunes enfants",
    "sous_axe": "ENF-PAR",
    "nature": NatureAction.RENFORCEE,
    "renforcement": ["nouvelles_zones"],
    "justification_renforcement": "Deux cantons de plus sont desservis.",
    "porteur": "Communauté fictive",
}
EPICERIE: dict[str, Any] = {
    "axe": "TRANSITION",
    "budget": {2026: (12_000, 12_000, 0)},
    "annee_debut": 2026,
    "titre": "Épicerie solidaire & potager",
    "sous_axe": "TRA-ALI",
    "nature": NatureAction.NOUVELLE,
}


def un_contrat_du_gers(axes: tuple[str, ...] = TROIS_AXES, **champs: Any) -> Demarche:
    """Part de l'État : 278 072 € ; de la collectivité : 288 072 € ; des autres : 20 000 €."""
    demarche = une_demarche(axes, **champs)
    for contact in CONTACTS:
        demarche.contacts.append(Contact(demarche_id=demarche.id, prenom="Camille", **contact))
    documenter_le_diagnostic(demarche)
    _tenir_les_reunions(demarche)
    for annee in demarche.annees:
        demarche.enveloppes.append(
            Enveloppe(
                demarche_id=demarche.id,
                annee=annee,
                plafond_centimes=158_362_00,
                statut=StatutEnveloppe.NOTIFIE,
                notifiee_le=date(2026, 1, 6),
            )
        )
    _rediger_les_fiches(demarche)
    return demarche


def documenter_le_diagnostic(demarche: Demarche) -> None:
    """Deux constats (l'un sans source), un enjeu, un entretien tenu sur deux, une piste, une adoption."""
    source = Source(demarche_id=demarche.id, **SOURCE)
    constat = Constat(demarche_id=demarche.id, numero=1, **CONSTAT)
    constat.source = source
    orphelin = Constat(demarche_id=demarche.id, numero=2, axe="ENFANCE", texte="Modes d'accueil éloignés.")
    enjeu = Enjeu(demarche_id=demarche.id, rang=1, axe="DROITS", libelle="Agir avant l'impayé installé")
    enjeu.constats = [constat]
    demarche.sources.append(source)
    demarche.constats += [constat, orphelin]
    demarche.enjeux.append(enjeu)
    _entendre_les_acteurs(demarche)
    demarche.diagnostics.append(
        Diagnostic(
            demarche_id=demarche.id,
            version=1,
            etat=EtatDiagnostic.ADOPTE,
            depose_le=date(2026, 3, 2),
            decide_le=date(2026, 3, 17),
        )
    )


def _entendre_les_acteurs(demarche: Demarche) -> None:
    for organisme, tenu_le in (("Centre social fictif", date(2026, 2, 3)), ("Bailleur fictif", None)):
        demarche.entretiens.append(
            Entretien(
                demarche_id=demarche.id,
                organisme=organisme,
                fonction="Responsable de l'accueil",
                realise_le=tenu_le,
                propositions="Repérer les impayés plus tôt.",
            )
        )
    demarche.pistes.append(
        Piste(demarche_id=demarche.id, numero=1, titre="Créer une antenne mobile", sous_axe="DRO-EXP")
    )


def _tenir_les_reunions(demarche: Demarche) -> None:
    _tenir(demarche, NatureReunion.COMITE_LANCEMENT, date(2026, 1, 13))
    _tenir(demarche, NatureReunion.COMITE_SUIVI, date(2026, 3, 17))
    atelier = _tenir(demarche, NatureReunion.ATELIER, date(2026, 4, 14))
    atelier.theme, atelier.personnes_concernees = "Prévenir les expulsions locatives", 4
    atelier.participants.append(
        Participant(
            reunion_id=atelier.id,
            numero=1,
            organisme="Association fictive",
            nom="Camille Exemple",
            presence=Presence.PRESENT,
        )
    )


def _tenir(demarche: Demarche, nature: NatureReunion, le: date) -> Reunion:
    reunion = Reunion(
        demarche_id=demarche.id,
        numero=len(demarche.reunions) + 1,
        nature=nature,
        etat=EtatReunion.TENUE,
        prevue_le=le,
        tenue_le=le,
        heure=time(9, 30),
        lieu="Préfecture, Auch",
    )
    demarche.reunions.append(reunion)
    return reunion


def _rediger_les_fiches(demarche: Demarche) -> None:
    antenne = ajouter_une_fiche(demarche, "32-DRO-EXP-01", **ANTENNE)
    antenne.enjeu = demarche.enjeux[0]
    ajouter_un_indicateur(antenne, "Ménages accompagnés", {2024: 60, 2025: 120, 2026: 120, 2027: 120})
    halte = ajouter_une_fiche(demarche, "32-ENF-PAR-01", **HALTE)
    ajouter_un_indicateur(halte, "Familles accueillies", {2025: 40, 2026: 60})
    ajouter_une_fiche(demarche, "32-TRA-ALI-01", **EPICERIE)

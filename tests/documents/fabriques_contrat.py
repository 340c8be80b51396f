"""Des contrats fictifs complets, sans base : fiches, budgets, diagnostic, projet figé, délibération."""

from datetime import UTC, date, datetime, time
from typing import Any

import modeles.tables  # noqa: F401  les relations citent toutes les tables
from documents.contextes.convention import contexte_convention
from modeles.contact import Contact
from modeles.convention import ProjetConvention
from modeles.deliberation import Deliberation
from modeles.demarche import AxeRetenu, Demarche, Passage
from modeles.diagnostic import Constat, Diagnostic, Enjeu, Entretien, Source
from modeles.enveloppe import Enveloppe
from modeles.etapes import Etape, Geste
from modeles.fiche import FicheAction, LigneBudget
from modeles.indicateur import Cible, Indicateur
from modeles.piste import Piste
from modeles.reunion import Participant, Reunion
from modeles.territoire import Territoire
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
    StatutFiche,
)

LE_2_JUIN = date(2026, 6, 2)
TROIS_AXES = ("ENFANCE", "DROITS", "TRANSITION")
QUATRE_AXES = ("ENFANCE", "EMPLOI", "DROITS", "TRANSITION")


def une_demarche(axes: tuple[str, ...] = TROIS_AXES, **champs: Any) -> Demarche:
    """Le contrat du Gers, sans rien d'autre que ses axes."""
    demarche = Demarche(
        territoire_code=champs.pop("territoire_code", "32"),
        etape=Etape.CONTRACTUALISATION,
        depuis_le=LE_2_JUIN,
        fictive=True,
        **champs,
    )
    demarche.territoire = Territoire(code=demarche.territoire_code, nom="Gers", region="76")
    for numero, axe in enumerate(axes, start=1):
        demarche.axes.append(AxeRetenu(demarche_id=demarche.id, axe=axe, numero=numero))
    return demarche


def un_passage(demarche: Demarche, geste: Geste = Geste.FIGER_PROJET, le: date = LE_2_JUIN) -> Passage:
    return Passage(
        demarche_id=demarche.id,
        sequence=1,
        geste=geste,
        de=demarche.etape,
        vers=demarche.etape,
        par="Nadia Exemple",
        survenu_le=le,
        saisi_le=datetime(le.year, le.month, le.day, 9, tzinfo=UTC),
    )


def ajouter_une_fiche(
    demarche: Demarche,
    code: str,
    axe: str = "DROITS",
    budget: dict[int, tuple[int, int, int]] | None = None,
    **champs: Any,
) -> FicheAction:
    """`budget` : année → parts de l'État, de la collectivité, des autres, en euros."""
    fiche = FicheAction(
        demarche_id=demarche.id,
        code=code,
        axe=axe,
        annee_debut=champs.pop("annee_debut", 2024),
        titre=champs.pop("titre", f"Action {code}"),
        statut=champs.pop("statut", StatutFiche.VALIDEE),
        **champs,
    )
    for annee, (etat, collectivite, autres) in (budget or {}).items():
        fiche.budget.append(
            LigneBudget(
                fiche_id=fiche.id,
                annee=annee,
                part_etat_centimes=etat * 100,
                part_collectivite_centimes=collectivite * 100,
                autres_centimes=autres * 100,
            )
        )
    demarche.fiches.append(fiche)
    return fiche


def ajouter_un_indicateur(fiche: FicheAction, libelle: str, cibles: dict[int, int]) -> Indicateur:
    """`cibles` : année → valeur entière."""
    indicateur = Indicateur(
        fiche_id=fiche.id,
        code=f"IND-{len(fiche.indicateurs) + 1}",
        libelle=libelle,
        unite="ménages",
        definition="Ménages suivis au moins une fois dans l'année par l'action.",
        source="Système d'information du porteur",
    )
    for annee, valeur in cibles.items():
        indicateur.cibles.append(
            Cible(indicateur_id=indicateur.id, annee=annee, valeur_centiemes=valeur * 100)
        )
    fiche.indicateurs.append(indicateur)
    return indicateur


def figer_un_projet(demarche: Demarche, version: int = 1) -> ProjetConvention:
    projet = ProjetConvention(
        demarche_id=demarche.id,
        version=version,
        contenu=contexte_convention(demarche, version, LE_2_JUIN).model_dump(mode="json"),
        empreinte="0123456789abcdef" * 4,
        fige_le=LE_2_JUIN,
    )
    demarche.projets.append(projet)
    return projet


def inscrire_a_l_assemblee(demarche: Demarche, **champs: Any) -> Deliberation:
    deliberation = Deliberation(
        demarche_id=demarche.id,
        numero_ordre=len(demarche.deliberations) + 1,
        projet_version=champs.pop("projet_version", 1),
        envoi_le=date(2026, 6, 5),
        seance_le=champs.pop("seance_le", date(2026, 6, 26)),
        en_exercice=34,
        **champs,
    )
    demarche.deliberations.append(deliberation)
    return deliberation


def nommer_les_signataires(demarche: Demarche) -> None:
    """Une préfète et un président, fictifs."""
    for partie, role, civilite, nom, fonction in (
        (Partie.ETAT, RoleContact.SIGNATAIRE, Civilite.MADAME, "Exemple", "préfète du Gers"),
        (
            Partie.COLLECTIVITE,
            RoleContact.SIGNATAIRE,
            Civilite.MONSIEUR,
            "Modèle",
            "président du conseil départemental du Gers",
        ),
    ):
        demarche.contacts.append(
            Contact(
                demarche_id=demarche.id,
                partie=partie,
                role=role,
                civilite=civilite,
                prenom="Camille",
                nom=nom,
                fonction=fonction,
                organisme="Organisme fictif",
            )
        )


def documenter_le_diagnostic(demarche: Demarche) -> None:
    """Deux constats (l'un sans source), un enjeu, un entretien tenu sur deux, une piste, une adoption."""
    source = Source(
        demarche_id=demarche.id,
        titre="Analyse des besoins sociaux",
        producteur="Observatoire fictif",
        annee=2023,
        maille="canton",
        fiabilite=Fiabilite.A,
        limites="Données partielles en zone rurale",
    )
    constat = Constat(
        demarche_id=demarche.id,
        numero=1,
        axe="DROITS",
        texte="Les locataires du parc privé sollicitent tard un accompagnement.",
        preuve="La moitié des assignations n'a été précédée d'aucun contact.",
        gravite=3,
        publics="Locataires du parc privé",
        zones="Agglomération d'Auch",
    )
    constat.source = source
    orphelin = Constat(demarche_id=demarche.id, numero=2, axe="ENFANCE", texte="Modes d'accueil éloignés.")
    enjeu = Enjeu(demarche_id=demarche.id, rang=1, axe="DROITS", libelle="Agir avant l'impayé installé")
    enjeu.constats = [constat]
    demarche.sources.append(source)
    demarche.constats += [constat, orphelin]
    demarche.enjeux.append(enjeu)
    for organisme, tenu in (("Centre d'action sociale fictif", date(2026, 2, 3)), ("Bailleur fictif", None)):
        demarche.entretiens.append(
            Entretien(
                demarche_id=demarche.id,
                organisme=organisme,
                fonction="Responsable de l'accueil",
                realise_le=tenu,
                propositions="Repérer les impayés plus tôt.",
            )
        )
    demarche.pistes.append(
        Piste(demarche_id=demarche.id, numero=1, titre="Créer une antenne mobile", sous_axe="DRO-EXP")
    )
    demarche.diagnostics.append(
        Diagnostic(
            demarche_id=demarche.id,
            version=1,
            etat=EtatDiagnostic.ADOPTE,
            depose_le=date(2026, 3, 2),
            decide_le=date(2026, 3, 17),
        )
    )


def un_contrat_du_gers(axes: tuple[str, ...] = TROIS_AXES, **champs: Any) -> Demarche:
    """Un contrat vraisemblable : signataires, diagnostic, réunions, enveloppes, trois fiches complètes."""
    demarche = une_demarche(axes, **champs)
    nommer_les_signataires(demarche)
    documenter_le_diagnostic(demarche)
    _tenir_les_reunions(demarche)
    _notifier_les_enveloppes(demarche)
    _rediger_les_fiches(demarche)
    return demarche


def _tenir_les_reunions(demarche: Demarche) -> None:
    for numero, (nature, le) in enumerate(
        (
            (NatureReunion.COMITE_LANCEMENT, date(2026, 1, 13)),
            (NatureReunion.COMITE_SUIVI, date(2026, 3, 17)),
            (NatureReunion.ATELIER, date(2026, 4, 14)),
        ),
        start=1,
    ):
        reunion = Reunion(
            demarche_id=demarche.id,
            numero=numero,
            nature=nature,
            etat=EtatReunion.TENUE,
            prevue_le=le,
            tenue_le=le,
            heure=time(9, 30),
            lieu="Préfecture, Auch",
        )
        if nature is NatureReunion.ATELIER:
            reunion.theme, reunion.personnes_concernees = "Prévenir les expulsions locatives", 4
            reunion.participants.append(
                Participant(
                    reunion_id=reunion.id,
                    numero=1,
                    organisme="Association fictive",
                    nom="Camille Exemple",
                    presence=Presence.PRESENT,
                )
            )
        demarche.reunions.append(reunion)
    for organisme, fonction in (
        ("Caisse fictive", "Directeur adjoint"),
        ("Mission locale fictive", "Directrice"),
    ):
        demarche.contacts.append(
            Contact(
                demarche_id=demarche.id,
                partie=Partie.PARTENAIRE,
                role=RoleContact.MEMBRE,
                nom="Exemple",
                fonction=fonction,
                organisme=organisme,
            )
        )


def _notifier_les_enveloppes(demarche: Demarche) -> None:
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


def _rediger_les_fiches(demarche: Demarche) -> None:
    expulsions = ajouter_une_fiche(
        demarche,
        "32-DRO-EXP-01",
        budget=dict.fromkeys(range(2024, 2028), (36_518, 36_518, 5_000)),
        duree_annees=4,
        titre="Création d'une antenne de prévention des expulsions locatives",
        sous_axe="DRO-EXP",
        nature=NatureAction.NOUVELLE,
        constat="Les ménages du parc privé en impayé ne sont pas accompagnés avant l'assignation.",
        objectif_principal="Traiter l'impayé avant la procédure.",
        objectifs_operationnels=[
            "Repérer les impayés dès le deuxième mois",
            "Proposer une visite à domicile",
        ],
        description="Un binôme juridique et social reçoit les locataires et se rend à leur domicile.",
        public_cible="Locataires du parc privé en situation d'impayé",
        effectif_estime=120,
        perimetre="Tout le département",
        porteur="Agence fictive d'information sur le logement",
        type_porteur="association",
        siret="12345678900012",
        partenaires=["Caisse fictive", "Bailleurs fictifs"],
        jalons=[{"annee": 2024, "jalon": "Recrutement du binôme"}, {"annee": 2025, "jalon": "Permanences"}],
        moyens_humains="Deux postes à temps plein",
        participation="Deux réunions par an avec des locataires accompagnés",
        articulation="Aucun autre financement de l'État sur la même dépense.",
        evaluation="Bilan annuel présenté au comité de suivi.",
        referent_fonction="Responsable du pôle logement",
        referent_courriel="logement@exemple.fr",
    )
    expulsions.enjeu = demarche.enjeux[0]
    ajouter_un_indicateur(expulsions, "Ménages accompagnés", {2024: 60, 2025: 120, 2026: 120, 2027: 120})
    familles = ajouter_une_fiche(
        demarche,
        "32-ENF-PAR-01",
        axe="ENFANCE",
        budget={2025: (60_000, 65_000, 0), 2026: (60_000, 65_000, 0)},
        annee_debut=2025,
        duree_annees=3,
        titre="Halte itinérante pour les jeunes enfants",
        sous_axe="ENF-PAR",
        nature=NatureAction.RENFORCEE,
        renforcement=["nouvelles_zones"],
        justification_renforcement="Deux cantons de plus sont desservis.",
        porteur="Communauté fictive",
    )
    ajouter_un_indicateur(familles, "Familles accueillies", {2025: 40, 2026: 60})
    ajouter_une_fiche(
        demarche,
        "32-TRA-ALI-01",
        axe="TRANSITION",
        budget={2026: (12_000, 12_000, 0)},
        annee_debut=2026,
        titre="Épicerie solidaire & potager",
        sous_axe="TRA-ALI",
        nature=NatureAction.NOUVELLE,
    )

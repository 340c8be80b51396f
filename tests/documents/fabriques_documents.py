"""Des dossiers entiers, en mémoire : de quoi produire chaque document du catalogue, sans base."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from documents.contextes.convention import contexte_convention
from documents.contextes.diagnostic import contexte_diagnostic
from documents.suites_des_gestes import Production, productions
from modeles.avenant import Avenant
from modeles.calendrier import EtapePrevue
from modeles.convention import ProjetConvention, Signature
from modeles.deliberation import Deliberation
from modeles.demarche import Demarche, Passage
from modeles.diagnostic import Diagnostic
from modeles.enveloppe import Enveloppe
from modeles.etapes import Etape, Geste
from modeles.fiche import FicheAction
from modeles.reunion import Reunion
from modeles.vocabulaire import (
    EtatDiagnostic,
    IssueVote,
    Partie,
    StatutEnveloppe,
    StatutFiche,
)
from tests.documents.fabriques_contenus import NATURES, remplir
from tests.fabriques import une_demarche, une_fiche

HOSTILE = 'Texte & <balise> "guillemets" l\'apostrophe 🏠 العربية\x0bsuite\tcolonne '
DEBUT = date(2025, 1, 6)

E, G = Etape, Geste
_GESTES: tuple[tuple[Geste, Etape, dict[str, Any]], ...] = (
    (G.CONVOQUER, E.LANCEMENT, {"reunion": 1}),
    (G.REPORTER_COMITE, E.LANCEMENT, {"reunion": 1}),
    (G.TENIR_REUNION, E.LANCEMENT, {"reunion": 1}),
    (G.VALIDER_COMPTE_RENDU, E.LANCEMENT, {"reunion": 1}),
    (G.VALIDER_CADRAGE, E.DIAGNOSTIC, {}),
    (G.CONVOQUER, E.DIAGNOSTIC, {"reunion": 2}),
    (G.DEPOSER_DIAGNOSTIC, E.DIAGNOSTIC_PRESENTE, {}),
    (G.TENIR_REUNION, E.DIAGNOSTIC_PRESENTE, {"reunion": 2}),
    (G.CONVOQUER, E.ATELIERS, {"reunion": 3}),
    (G.TENIR_REUNION, E.ATELIERS, {"reunion": 3}),
    (G.FIGER_RECUEIL, E.RESTITUTION, {}),
    (G.CONVOQUER, E.RESTITUTION, {"reunion": 4}),
    (G.TENIR_REUNION, E.RESTITUTION, {"reunion": 4}),
    (G.FIGER_PROJET, E.CONTRACTUALISATION, {}),
    (G.CONVOQUER_ASSEMBLEE, E.DELIBERATION, {}),
    (G.RENDRE_EXECUTOIRE, E.SIGNATURE, {}),
    (G.NOTIFIER, E.EXECUTION, {}),
    (G.FIGER_AVENANT, E.EXECUTION, {}),
    (G.SIGNER_AVENANT, E.EXECUTION, {}),
    (G.ARRETER_PISTES, E.ATELIERS, {}),
    (G.RENVOYER_FICHES, E.FICHES, {"fiches": []}),
    (G.CONSTATER_CARENCE, E.DELIBERATION, {"presents": 12}),
    (G.DENONCER, E.DENONCE, {"par_partie": "etat", "preavis_echu_le": "2025-05-30"}),
    (G.RESILIER, E.RESILIE, {"mise_en_demeure_le": "2025-04-01", "delai_echu_le": "2025-06-01"}),
)
# Les derniers gestes ne suivent pas les précédents : ils sont là pour ce qu'ils font produire.


class Commande(NamedTuple):
    """Un document à produire, et le passage qui le demande."""

    passage: Passage
    production: Production


def commandes(demarche: Demarche) -> list[Commande]:
    """Tout ce que l'histoire de la démarche fait produire, dans l'ordre."""
    return [Commande(passage, p) for passage in demarche.passages for p in productions(demarche, passage)]


def un_passage(demarche: Demarche, geste: Geste, vers: Etape, **champs: Any) -> Passage:
    """Le passage suivant, une semaine après le précédent."""
    sequence = len(demarche.passages) + 1
    champs.setdefault("survenu_le", DEBUT + timedelta(weeks=sequence))
    passage = Passage(
        demarche_id=demarche.id,
        sequence=sequence,
        geste=geste,
        de=vers,
        vers=vers,
        par="Camille Exemple",
        saisi_le=datetime(2026, 1, 1, 9, tzinfo=UTC),
        **champs,
    )
    demarche.passages.append(passage)
    return passage


def dossier_minimal() -> Demarche:
    """Une démarche où rien de facultatif n'est renseigné : ni contact, ni ordre du jour, ni montant."""
    demarche = une_demarche(fictive=True)
    for numero, nature in enumerate(NATURES, 1):
        demarche.reunions.append(
            Reunion(
                demarche_id=demarche.id,
                numero=numero,
                nature=nature,
                prevue_le=date(2025, 3, 20),
                heure=time(14, 30),
                lieu="Auch",
            )
        )
    demarche.fiches.append(
        FicheAction(
            demarche_id=demarche.id, code="32-DRO-01", titre="Fiche à écrire", axe="DROITS", annee_debut=2025
        )
    )
    return _derouler(demarche)


def dossier_complet(texte: str = "") -> Demarche:
    """Une démarche menée jusqu'à la notification ; `texte` s'ajoute à tout ce qu'une personne a saisi."""
    demarche = une_demarche(fictive=True, numero="32-2025-01")
    demarche.signe_le, demarche.prend_effet_le = date(2025, 6, 2), date(2025, 6, 3)
    remplir(demarche, texte)
    for titre in ("Prévenir les expulsions locatives", "Aller vers les ménages menacés"):
        fiche = une_fiche(
            demarche, titre=f"{titre} {texte[:100]}".strip(), description=f"Description fictive. {texte}"
        )
        fiche.statut = StatutFiche.CONTRACTUALISEE
        fiche.enjeu, fiche.partenaires = demarche.enjeux[0], [f"Agence fictive {texte[:100]}".strip(), "CCAS"]
    demarche.enveloppes = [_enveloppe(demarche, annee) for annee in demarche.annees]
    demarche.etapes_prevues = [
        EtapePrevue(demarche_id=demarche.id, etape=etape, debut_le=debut, fin_le=debut + timedelta(days=80))
        for etape, debut in ((Etape.DIAGNOSTIC, date(2025, 2, 10)), (Etape.ATELIERS, date(2025, 5, 5)))
    ]
    return _derouler(demarche)


def dossier_hostile() -> Demarche:
    """Des textes très longs, avec tout ce que XML et Word n'aiment pas."""
    return dossier_complet(HOSTILE * 40)


def _derouler(demarche: Demarche) -> Demarche:
    """Joue les gestes, et fige au passage ce que les commandes figent."""
    for geste, vers, donnees in _GESTES:
        passage = un_passage(demarche, geste, vers, donnees=donnees)
        if geste is Geste.DEPOSER_DIAGNOSTIC:
            _deposer(demarche, passage.survenu_le)
        elif geste is Geste.FIGER_PROJET:
            _figer(demarche, passage.survenu_le)
        elif geste is Geste.FIGER_AVENANT:
            _modifier(demarche, passage.survenu_le)
        elif geste is Geste.CONVOQUER_ASSEMBLEE:
            _inscrire(demarche, passage.survenu_le)
        elif geste is Geste.RENVOYER_FICHES:
            passage.motif = demarche.fiches[0].description or "Motif fictif"
            passage.donnees = {"fiches": [demarche.fiches[0].code]}
    return demarche


def _enveloppe(demarche: Demarche, annee: int) -> Enveloppe:
    return Enveloppe(
        demarche_id=demarche.id,
        annee=annee,
        plafond_centimes=25_000_00,
        statut=StatutEnveloppe.NOTIFIE,
        notifiee_le=date(2025, 2, 3),
    )


def _deposer(demarche: Demarche, le: date) -> None:
    contenu = contexte_diagnostic(demarche, 1, le).model_dump(mode="json")
    demarche.diagnostics.append(
        Diagnostic(
            demarche_id=demarche.id,
            version=1,
            depose_le=le,
            contenu=contenu,
            etat=EtatDiagnostic.ADOPTE,
            decide_le=le,
        )
    )


def _figer(demarche: Demarche, le: date) -> None:
    contenu = contexte_convention(demarche, 1, le).model_dump(mode="json")
    projet = ProjetConvention(
        demarche_id=demarche.id, version=1, contenu=contenu, empreinte="ab" * 32, fige_le=le
    )
    if demarche.contacts:
        projet.signatures = [
            _signature(projet, Partie.COLLECTIVITE, "Présidente du conseil départemental"),
            _signature(projet, Partie.ETAT, "Préfet du Gers"),
        ]
    demarche.projets.append(projet)


def _modifier(demarche: Demarche, le: date) -> None:
    """Un premier avenant, signé, qui renomme la première fiche : le texte figé dit ce qu'elle devient."""
    fiche = demarche.fiches[0]
    contenu = contexte_convention(demarche, 2, le).model_dump(mode="json")
    for ecrite in contenu["fiches"]:
        if ecrite["code"] == fiche.code:
            ecrite["titre"], ecrite["porteur"] = f"{fiche.titre}, suite", f"Repreneur fictif {fiche.porteur}"
    demarche.projets.append(
        ProjetConvention(
            demarche_id=demarche.id,
            version=2,
            avenant_numero=1,
            contenu=contenu,
            empreinte="cd" * 32,
            fige_le=le,
        )
    )
    demarche.avenants.append(
        Avenant(
            demarche_id=demarche.id,
            numero=1,
            objet=f"porteur de l'action. {fiche.description}",
            effet_le=date(2026, 1, 1),
            ouvert_le=le,
            changements=[
                {"fiche": fiche.code, "operation": "modifier", "motif": fiche.description or "Motif fictif"}
            ],
            avant_version=1,
            projet_version=2,
            signe_le=le + timedelta(weeks=1),
        )
    )


def _signature(projet: ProjetConvention, partie: Partie, qualite: str) -> Signature:
    return Signature(
        projet_id=projet.id,
        partie=partie,
        signataire="Camille Exemple",
        qualite=qualite,
        signee_le=date(2025, 6, 2),
        empreinte=projet.empreinte,
    )


def _inscrire(demarche: Demarche, le: date) -> None:
    """Une première séance sans quorum, puis celle qui vote trois jours plus tard."""
    seance = le + timedelta(days=17)
    vote: dict[str, Any] = {}
    if demarche.contacts:
        vote = {
            "presents": 30,
            "pouvoirs": 2,
            "pour": 31,
            "contre": 0,
            "abstentions": 1,
            "issue": IssueVote.ADOPTEE,
            "numero": "2025-06-14",
            "transmise_le": seance + timedelta(days=4),
            "accuse_le": seance + timedelta(days=4),
            "accuse_numero": "032-EXEMPLE",
            "publiee_le": seance + timedelta(days=5),
            "mode_publication": "voie électronique",
        }
    demarche.deliberations = [
        _seance(demarche, 1, seance, envoi_le=le, issue=IssueVote.CARENCE, presents=12),
        _seance(demarche, 2, seance + timedelta(days=3), envoi_le=seance, apres_carence=True, **vote),
    ]


def _seance(demarche: Demarche, rang: int, le: date, **champs: Any) -> Deliberation:
    return Deliberation(
        demarche_id=demarche.id, numero_ordre=rang, projet_version=1, seance_le=le, en_exercice=34, **champs
    )

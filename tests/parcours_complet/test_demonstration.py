"""La démonstration jouée en entier : chaque territoire raconte son histoire, et rien n'y est vrai ni en double."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from api.temps import aujourd_hui
from documents.depot import Depot
from documents.gabarits import DOSSIER_DES_GABARITS
from modeles.avenant import EtatAvenant
from modeles.base import lecture, moteur
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.contact import Contact
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.effet import Effet
from modeles.enveloppe import Enveloppe
from modeles.etapes import Etape, Geste
from modeles.fiche import FicheAction
from modeles.reference.registre import registre
from modeles.relance import Relance
from modeles.requetes import demarche_de
from modeles.requetes_exercices import exercices_de
from modeles.tache import Tache
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire import EtatDiagnostic, EtatEffet, IssueVote, Partie, StatutFiche
from modeles.vocabulaire_annuel import EtatExercice, GenreCampagne, StatutValeur
from modeles.vocabulaire_relances import EtatRelance
from tests.documents.validateur import erreurs_open_xml, sans_validateur
from workflows.calculs.jours import est_ouvre
from workflows.collecte_regionale import Ponctualite, collecte_de_la_region
from workflows.controle_des_valeurs import SAISIES
from workflows.demonstration.annee import MENTION
from workflows.demonstration.annees import annees_a_raconter, raconter_les_annees
from workflows.demonstration.deroulement import Nouvelle, derouler
from workflows.demonstration.region import HISTOIRES
from workflows.demonstration.relances import raconter_les_relances
from workflows.demonstration.suites import accomplir_sur_place
from workflows.effets import Atelier
from workflows.relances.apercu import departs_de_demain

LE = maintenant().date()
OU_ILS_EN_SONT = {
    "09": Etape.EXECUTION,
    "11": Etape.DELIBERATION,
    "12": Etape.EXECUTION,
    "30": Etape.RESTITUTION,
    "31": Etape.EXECUTION,
    "32": Etape.EXECUTION,
    "34": Etape.EXECUTION,
    "46": Etape.DIAGNOSTIC_PRESENTE,
    "48": Etape.EXECUTION,
    "65": Etape.DIAGNOSTIC,
    "66": Etape.CONTRACTUALISATION,
    "81": Etape.FICHES,
    "82": Etape.ATELIERS,
    "200027183": Etape.SUSPENDU,
    "243100518": Etape.EXECUTION,
    "243400017": Etape.SIGNATURE,
}


@pytest.fixture(scope="module")
def nouvelles(base_sqlite_neuve: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Nouvelle]]:
    """La démonstration entière, jouée une fois pour tous les tests, qui ne font que la lire."""
    donnees = tmp_path_factory.mktemp("demonstration")
    shutil.copy(base_sqlite_neuve, donnees / "jalons.db")
    dites: list[Nouvelle] = []
    with pytest.MonkeyPatch.context() as reglages:
        reglages.setenv("JALONS_DONNEES", str(donnees))
        configuration.cache_clear()
        moteur.cache_clear()
        derouler(HISTOIRES, LE, accomplir_sur_place, dites.append)
        raconter_les_annees(LE, Atelier(DOSSIER_DES_GABARITS, Depot(donnees)))
        raconter_les_relances(LE, Atelier(DOSSIER_DES_GABARITS, Depot(donnees)))
        yield dites
        moteur().dispose()
    moteur.cache_clear()
    configuration.cache_clear()


@pytest.fixture
def session(nouvelles: list[Nouvelle]) -> Iterator[Session]:
    """Une lecture de la base une fois la démonstration jouée."""
    assert nouvelles
    with lecture() as ouverte:
        yield ouverte


def la_demarche(session: Session, territoire: str) -> Demarche:
    demarche = demarche_de(session, territoire)
    assert demarche is not None
    return demarche


def les_gestes(demarche: Demarche) -> list[Geste]:
    return [passage.geste for passage in demarche.passages]


def test_les_seize_territoires_sont_la_ou_leur_histoire_les_mene(session: Session) -> None:
    etapes = {d.territoire_code: d.etape for d in session.exec(select(Demarche)).all()}

    assert etapes == OU_ILS_EN_SONT


def test_aucune_histoire_ne_s_arrete_sur_un_refus(nouvelles: list[Nouvelle]) -> None:
    fins = [n for n in nouvelles if n.fini]

    assert ([n.erreur for n in fins], {n.joues == n.chapitres for n in fins}) == ([None] * 16, {True})


def test_tout_ce_qui_devait_suivre_est_fait(session: Session) -> None:
    assert {effet.etat for effet in session.exec(select(Effet)).all()} == {EtatEffet.FAIT}


def test_aucun_document_n_est_en_double_et_ses_versions_se_suivent(session: Session) -> None:
    documents = session.exec(select(Document)).all()
    versions: dict[tuple[str, str, str], list[int]] = {}
    for d in documents:
        versions.setdefault((str(d.demarche_id), d.code, d.objet), []).append(d.version)

    trouees = {cle: v for cle, v in versions.items() if sorted(v) != list(range(1, len(v) + 1))}

    # Les documents de l'année se demandent : aucun effet ne les a produits.
    cles = [d.cle_effet for d in documents if d.cle_effet]
    assert (trouees, len(set(cles))) == ({}, len(cles))


def test_les_gestes_sont_passes_ouvres_et_dans_l_ordre(session: Session) -> None:
    for demarche in session.exec(select(Demarche)).all():
        jours = [passage.survenu_le for passage in demarche.passages]

        assert jours == sorted(jours)
        assert jours[-1] <= LE
        assert all(est_ouvre(jour) for jour in jours)


def test_toutes_les_demarches_sont_marquees_fictives(session: Session) -> None:
    assert set(session.exec(select(Demarche.fictive)).all()) == {True}


def test_personne_ne_porte_deux_fois_le_meme_nom_et_aucune_adresse_n_existe(session: Session) -> None:
    contacts = session.exec(select(Contact)).all()
    # Un préfet et ses services servent le département et ses intercommunalités.
    noms = Counter((c.prenom, c.nom) for c in contacts if c.partie is not Partie.ETAT)

    assert {n for n, fois in noms.items() if fois > 1} == set()
    assert all(c.courriel.endswith(".invalid") for c in contacts if c.courriel)
    assert any(c.courriel is None for c in contacts)


def test_les_dix_huit_actions_publiees_sont_des_fiches_ou_des_pistes(session: Session) -> None:
    dites = {(f.demarche.territoire_code, f.titre) for f in session.exec(select(FicheAction)).all()}
    dites |= {
        (d.territoire_code, piste.titre) for d in session.exec(select(Demarche)).all() for piste in d.pistes
    }

    publiees = {(f.territoire, f.titre) for f in registre().fiches_publiees}

    assert (len(publiees), publiees - dites) == (18, set())


def test_aucun_montant_de_2021_n_entre_dans_une_enveloppe(session: Session) -> None:
    montants = {ligne.montant_centimes for ligne in registre().calpae} - {0}

    assert not montants & {e.plafond_centimes for e in session.exec(select(Enveloppe)).all()}


def test_le_diagnostic_refuse_du_lot_reste_a_cote_du_nouveau(session: Session) -> None:
    lot = la_demarche(session, "46")

    assert [(d.version, d.etat) for d in lot.diagnostics] == [
        (1, EtatDiagnostic.REFUSE),
        (2, EtatDiagnostic.SOUMIS),
    ]
    assert [d.version for d in lot.documents if d.code == "D08"] == [1, 1]


def test_l_aveyron_siege_de_nouveau_trois_jours_apres_le_quorum_manque(session: Session) -> None:
    manquee, tenue = la_demarche(session, "12").deliberations

    assert (manquee.issue, tenue.issue) == (IssueVote.CARENCE, IssueVote.ADOPTEE)
    assert tenue.seance_le == manquee.seance_le + timedelta(days=3)
    assert (tenue.presents or 0) < tenue.en_exercice // 2


def test_l_ariege_vote_deux_fois_apres_l_amendement(session: Session) -> None:
    ariege = la_demarche(session, "09")

    assert [(d.projet_version, d.issue) for d in ariege.deliberations] == [
        (1, IssueVote.AMENDEE),
        (2, IssueVote.ADOPTEE),
    ]
    premier, second = (p.contenu["montant_collectivite_centimes"] for p in ariege.projets)
    assert second > premier


def test_les_pyrenees_orientales_figent_un_nouveau_projet_apres_le_rejet(session: Session) -> None:
    demarche = la_demarche(session, "66")

    assert [d.issue for d in demarche.deliberations] == [IssueVote.REJETEE]
    assert [p.visa_dreets_le is None for p in demarche.projets] == [False, True]


def test_le_comite_de_lancement_de_toulouse_est_reporte_deux_fois(session: Session) -> None:
    toulouse = la_demarche(session, "243100518")

    assert (toulouse.reunions[0].reports, les_gestes(toulouse).count(Geste.REPORTER_COMITE)) == (2, 2)
    invitations = [d for d in toulouse.documents if (d.code, d.objet) == ("D01", "comité de lancement 1")]
    assert sorted(d.version for d in invitations) == [1, 2, 3]


def test_l_herault_recale_ses_fiches_sur_le_montant_notifie(session: Session) -> None:
    herault = la_demarche(session, "34")

    assert Geste.RECALER_MONTANTS in les_gestes(herault)
    assert {e.plafond_centimes for e in herault.enveloppes} == {880_000_00, 809_600_00}
    assert {f.version for f in herault.fiches} == {2, 3}
    insertion = next(f for f in herault.fiches if f.sous_axe == "ENF-AUT")
    assert [ligne.annee for ligne in insertion.budget] == [2025, 2026, 2027]


def test_la_lozere_et_perpignan_ecartent_un_axe_par_ecrit(session: Session) -> None:
    ecartes = {
        code: [a.axe for a in la_demarche(session, code).axes if a.justification]
        for code in ("48", "200027183")
    }

    assert ecartes == {"48": ["DROITS"], "200027183": ["TRANSITION"]}


def test_l_aude_a_quatre_axes_dans_une_convention_unique(session: Session) -> None:
    aude = la_demarche(session, "11")

    assert aude.convention_unique
    assert [(a.numero, a.axe) for a in aude.axes] == [
        (1, "ENFANCE"),
        (2, "EMPLOI"),
        (3, "DROITS"),
        (4, "TRANSITION"),
    ]


def test_les_deux_fiches_publiees_de_haute_garonne_ne_durent_qu_un_an(session: Session) -> None:
    durees = {f.sous_axe: (f.annee_debut, f.duree_annees) for f in la_demarche(session, "31").fiches}

    assert durees == {"DRO-VIE": (2024, 1), "TRA-MOB": (2024, 1), "ENF-AUT": (2024, 4)}


def test_les_hautes_pyrenees_n_ont_aucune_fiche(session: Session) -> None:
    demarche = la_demarche(session, "65")

    assert (demarche.fiches, demarche.enveloppes, demarche.enveloppe_inconnue) == ([], [], True)


def test_le_tarn_rejette_une_fiche_et_rouvre_un_atelier(session: Session) -> None:
    tarn = la_demarche(session, "81")

    assert Geste.DISPENSER in les_gestes(tarn)
    assert Geste.REOUVRIR_ATELIER in les_gestes(tarn)
    assert sorted(f.statut for f in tarn.fiches) == [
        StatutFiche.REJETEE,
        StatutFiche.SOUMISE,
        StatutFiche.SOUMISE,
    ]


def test_le_gard_reprend_apres_sa_suspension_et_corrige_la_fiche_renvoyee(session: Session) -> None:
    gestes = les_gestes(la_demarche(session, "30"))

    ordre = [Geste.SUSPENDRE, Geste.REPRENDRE, Geste.FIGER_RECUEIL, Geste.RENVOYER_FICHES]
    assert [g for g in gestes if g in ordre] == [*ordre, Geste.FIGER_RECUEIL]


def test_la_suspension_de_perpignan_a_depasse_son_terme(session: Session) -> None:
    perpignan = la_demarche(session, "200027183")

    assert perpignan.etape_de_retour is Etape.PRESELECTION
    assert perpignan.passages[-1].donnees["jusqu_au"] < LE.isoformat()


def test_la_metropole_de_montpellier_a_signe_et_l_etat_pas_encore(session: Session) -> None:
    montpellier = la_demarche(session, "243400017")

    assert Geste.ADOPTER_SANS_PRESELECTION in les_gestes(montpellier)
    assert [s.partie for s in montpellier.projets[-1].signatures] == [Partie.COLLECTIVITE]


def test_les_contrats_signes_le_sont_par_les_deux_parties_sur_le_texte_vote(session: Session) -> None:
    signes = [d for d in session.exec(select(Demarche)).all() if d.etape is Etape.EXECUTION]

    assert len(signes) == 7
    for demarche in signes:
        projet = demarche.projets[-1]
        assert {s.partie for s in projet.signatures} == {Partie.ETAT, Partie.COLLECTIVITE}
        assert len({s.empreinte for s in projet.signatures}) == 1
        assert demarche.deliberations[-1].projet_version == projet.version
        assert {f.statut for f in demarche.fiches} == {StatutFiche.CONTRACTUALISEE}


def test_la_lozere_a_signe_un_avenant_qui_ne_change_que_2027_et_son_annee_le_dit(session: Session) -> None:
    lozere = la_demarche(session, "48")

    (avenant,) = lozere.avenants
    assert (avenant.numero, avenant.etat) == (1, EtatAvenant.SIGNE)
    etendue = next(f for f in lozere.fiches if f.code == avenant.changements[0]["fiche"])
    parts = {ligne.annee: ligne.part_etat_centimes for ligne in etendue.budget}
    assert len({parts[annee] for annee in (2024, 2025, 2026)}) == 1
    assert parts[2027] > parts[2026]
    assert {d.code for d in lozere.documents} >= {"D20", "D20N", "D20C"}
    assert exercices_de(session, lozere.id)[1].etat is EtatExercice.VERSE


def test_la_part_de_l_etat_tient_dans_chaque_plafond_et_respecte_la_parite(session: Session) -> None:
    for demarche in session.exec(select(Demarche)).all():
        lignes = [ligne for f in demarche.fiches if f.retenue for ligne in f.budget]
        for e in (e for e in demarche.enveloppes if e.remplacee_le is None):
            demande = sum(x.part_etat_centimes for x in lignes if x.annee == e.annee)
            assert demande <= e.plafond_centimes + e.reliquat_centimes
        assert all(x.part_etat_centimes <= x.part_collectivite_centimes for x in lignes)


def test_un_contrat_signe_n_a_plus_de_decision_en_retard(session: Session) -> None:
    signes = set(session.exec(select(Demarche.id).where(col(Demarche.etape) == Etape.EXECUTION)).all())
    tenues = [t for t in session.exec(select(Tache)).all() if t.cle.startswith("decision:")]
    en_retard = [t for t in tenues if t.faite_le is None and t.echeance_le and t.echeance_le < aujourd_hui()]

    assert tenues
    assert not [t for t in en_retard if t.demarche_id in signes]
    assert en_retard, "un territoire arrêté garde les siennes"


def test_les_contrats_signes_ont_leurs_annees_de_valeurs_marquees_fictives(session: Session) -> None:
    valeurs = session.exec(select(ValeurIndicateur)).all()

    assert {"démonstration"} == {v.origine for v in valeurs if v.statut in SAISIES and v.par != "Jalons"}
    assert {StatutValeur.ZERO_REEL, StatutValeur.SANS_OBJET, StatutValeur.CONTESTE, StatutValeur.VALIDE} <= {
        v.statut for v in valeurs
    }
    assert not [v for v in valeurs if v.valeur_centiemes is not None and MENTION not in v.commentaire]


def test_la_collecte_de_2025_montre_des_reponses_a_l_heure_en_retard_partielles_et_absentes(
    session: Session,
) -> None:
    collecte = collecte_de_la_region(session, "76", LE, exercice=2025)
    indicateurs = next(c for c in collecte.campagnes if c.genre is GenreCampagne.INDICATEURS)
    cases = {x.demarche.territoire_code: x.cases[indicateurs.id] for x in collecte.lignes}

    assert {code: c.ponctualite for code, c in cases.items()} == {
        "09": Ponctualite.EN_RETARD,
        "12": Ponctualite.RECUE_EN_RETARD,
        "31": Ponctualite.EN_RETARD,
        "32": Ponctualite.RECUE,
        "34": Ponctualite.RECUE,
        "48": Ponctualite.RECUE,
        "243100518": Ponctualite.RECUE,
    }
    assert "report accordé" in cases["09"].explication


def test_l_annee_2024_va_jusqu_au_versement_et_ses_documents_sont_faits(session: Session) -> None:
    gers = la_demarche(session, "32")

    premier = exercices_de(session, gers.id)[0]
    assert (premier.annee, premier.etat) == (2024, EtatExercice.VERSE)
    assert {(d.code, d.objet) for d in gers.documents if d.code in ("D21", "D22")} == {
        ("D21", "indicateurs 2024"),
        ("D21", "indicateurs 2025"),
        ("D22", "rapport d'exécution 2024"),
        ("D22", "rapport d'exécution 2025"),
    }


def test_l_evaluation_remise_est_ecrite_avec_les_valeurs_des_annees_racontees(session: Session) -> None:
    gers = la_demarche(session, "32")

    (rapport,) = [d for d in gers.documents if d.code == "D30"]

    remise = next(p for p in gers.passages if p.geste is Geste.REMETTRE_EVALUATION)
    assert rapport.date_document >= remise.survenu_le
    assert [e["annee"] for e in rapport.donnees["exercices"]] == ["2024", "2025"]
    assert all(not axe["renseignes"].startswith("0 sur") for axe in rapport.donnees["axes"])


@sans_validateur
@pytest.mark.parametrize("code", ["D08", "D14", "D16", "D21", "D22", "D30"])
def test_les_documents_les_plus_composes_d_un_territoire_mene_sont_conformes(
    session: Session, code: str
) -> None:
    dernier = max(
        (d for d in la_demarche(session, "32").documents if d.code == code), key=lambda d: d.produit_le
    )

    assert erreurs_open_xml(Depot(configuration().donnees).lire(dernier.empreinte_fichier)) == []


def test_raconter_les_annees_une_seconde_fois_n_ecrit_rien(session: Session) -> None:
    assert not annees_a_raconter(session, LE)


def test_les_relances_ont_une_histoire_des_lettres_a_signer_et_un_depart_pour_demain(
    session: Session,
) -> None:
    inscrites = session.exec(select(Relance)).all()
    demain = departs_de_demain(session, LE)

    assert {"partie", "a_valider"} <= {r.etat.value for r in inscrites}
    assert all(r.document_id for r in inscrites if r.etat is EtatRelance.A_VALIDER)
    # Aucun message n'a été écrit : rien ne prétend être parti.
    assert not [r for r in inscrites if r.message_id]
    # Un jour férié une semaine plus tôt décale le report raconté, et sa relance avec lui.
    if est_ouvre(demain.journee.jour - timedelta(days=7)):
        assert "Toulouse Métropole" in {x.attente.territoire for e in demain.journee.envois for x in e.lignes}

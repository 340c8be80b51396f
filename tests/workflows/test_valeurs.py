"""Les valeurs en base : une histoire qui ne s'efface pas, une seule commande, et qui saisit ne valide pas."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, select

from modeles.base import lecture, unite_de_travail
from modeles.campagne import Attendu
from modeles.demarche import Demarche
from modeles.erreurs import ErreurMetier, SaisieInvalide
from modeles.requetes import demarche_de
from modeles.requetes_campagnes import attendu_de
from modeles.requetes_valeurs import histoire_de_la_valeur
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire import EtatEcheance
from modeles.vocabulaire_annuel import GenreCampagne, NatureAmenagement, StatutValeur
from tests.workflows.contrats_d_essai import FICHE, auteur, identifiant, saisie, un_contrat, une_echeance
from workflows.attendus import amenager, constater_l_echeance, recevoir
from workflows.campagnes import ouvrir_campagne, verrouiller
from workflows.commandes.lecture_de_saisie import SaisieValeur
from workflows.controle_des_valeurs import Controle, Designation, controler
from workflows.refus import Empeche
from workflows.valeurs import Enregistrement, apercu_des_valeurs, enregistrer_valeurs, rectifier

S, G = StatutValeur, GenreCampagne.INDICATEURS
TOUTES = (saisie("MEN", 80), saisie("MONO", 30), saisie("RELOG", 50))


@pytest.fixture
def campagne(base: str) -> None:
    """Le Gers en exécution ; les indicateurs de 2025 lui sont demandés pour le 31 mars 2026."""
    with unite_de_travail() as session:
        demarche = un_contrat(session)
        une_echeance(session, demarche, "contrat:indicateurs:2025")
        ouvrir_campagne(session, "76", G, 2025, auteur())


def le_gers(session: Session) -> Demarche:
    demarche = demarche_de(session, "32")
    assert demarche is not None
    return demarche


def l_attendu(session: Session) -> Attendu:
    attendu = attendu_de(session, le_gers(session).id, G, 2025)
    assert attendu is not None
    return attendu


def saisir(
    *saisies: SaisieValeur, le: date = date(2026, 3, 2), par: str = "Dominique Exemple"
) -> Enregistrement:
    with unite_de_travail() as session:
        return enregistrer_valeurs(session, l_attendu(session), saisies, auteur(le, par), "page")


def histoire(code: str) -> list[tuple[S, int | None, str]]:
    with lecture() as session:
        lignes = histoire_de_la_valeur(session, identifiant(le_gers(session), code), 2025)
        return [(v.statut, v.valeur_centiemes, v.par) for v in lignes]


def controler_tout(controle: Controle, par: str, *designes: Designation, motif: str = "") -> int:
    with unite_de_travail() as session:
        bilan = controler(
            session, le_gers(session), 2025, controle, auteur(par=par), designes=designes, motif=motif
        )
        return len(bilan.faits)


@pytest.mark.usefixtures("campagne")
def test_la_meme_reponse_envoyee_deux_fois_ne_s_ecrit_qu_une() -> None:
    premiere, seconde = saisir(*TOUTES), saisir(*TOUTES)

    assert (len(premiere.lot.changements), premiere.recue) == (3, True)
    assert (len(seconde.lot.changements), seconde.lot.inchangees, seconde.recue) == (0, 3, False)
    assert histoire("MEN") == [(S.SAISI, 80_00, "Dominique Exemple")]


@pytest.mark.usefixtures("campagne")
def test_un_apercu_montre_ce_qui_changerait_et_n_ecrit_rien() -> None:
    saisir(saisie("MEN", 80))
    with lecture() as session:
        lot = apercu_des_valeurs(session, l_attendu(session), TOUTES, auteur(), "classeur")

        assert [(c.indicateur.code, c.apres.valeur_centiemes) for c in lot.changements] == [
            ("MONO", 30_00),
            ("RELOG", 50_00),
        ]
    assert histoire("MONO") == []


@pytest.mark.usefixtures("campagne")
def test_chaque_valeur_garde_d_ou_elle_vient() -> None:
    with unite_de_travail() as session:
        lignes = [saisie("MEN", "80", cellules={"valeur": "Indicateurs!F12"})]
        enregistrer_valeurs(session, l_attendu(session), lignes, auteur(), "classeur")

    with lecture() as session:
        (ligne,) = histoire_de_la_valeur(session, identifiant(le_gers(session), "MEN"), 2025)
        assert (ligne.origine, ligne.numero) == ("classeur, Indicateurs!F12", 1)


@pytest.mark.usefixtures("campagne")
def test_la_reponse_suffisante_vaut_remise_et_ferme_l_echeance() -> None:
    saisir(saisie("MEN", 80), saisie("MONO", 30))
    with lecture() as session:
        assert (l_attendu(session).recu_le, le_gers(session).remises) == (None, [])

    saisir(saisie("RELOG", statut="non renseigné", motif="Le bailleur n'a pas répondu"))

    with lecture() as session:
        attendu = l_attendu(session)
        assert (attendu.recu_le, attendu.recu_par, attendu.partiel) == (
            date(2026, 3, 2),
            "Dominique Exemple",
            False,
        )
        assert [(r.echeance, r.exercice) for r in le_gers(session).remises] == [("indicateurs", 2025)]
        etats = session.execute(text("SELECT etat FROM echeance")).scalars().all()
        assert etats == [EtatEcheance.SATISFAITE.value]


@pytest.mark.usefixtures("campagne")
def test_sous_le_seuil_la_reponse_ne_peut_pas_etre_dite_recue() -> None:
    saisir(saisie("MEN", 80))

    with pytest.raises(Empeche) as refus, unite_de_travail() as session:
        recevoir(session, l_attendu(session), date(2026, 3, 3), "Camille Exemple")

    assert "1 sur 3 indicateurs ont une réponse, il en faut 80 %" in refus.value.pourquoi
    assert f"{FICHE}, Ménages monoparentaux" in refus.value.pourquoi


@pytest.mark.usefixtures("campagne")
def test_a_l_echeance_le_silence_devient_non_renseigne_une_seule_fois() -> None:
    saisir(saisie("MEN", 80))
    for le in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)):
        with unite_de_travail() as session:
            constater_l_echeance(session, l_attendu(session), auteur(le, "Jalons"))

    assert (histoire("MEN"), histoire("MONO")) == (
        [(S.SAISI, 80_00, "Dominique Exemple")],
        [(S.NON_RENSEIGNE, None, "Jalons")],
    )


@pytest.mark.usefixtures("campagne")
def test_apres_l_echeance_on_repond_encore_et_cela_se_voit() -> None:
    saisir(saisie("MEN", 80), le=date(2026, 4, 8))
    with unite_de_travail() as session:
        amenager(
            session,
            l_attendu(session),
            NatureAmenagement.REPORT,
            "Changement de logiciel",
            auteur(date(2026, 4, 8)),
            jusqu_au=date(2026, 4, 18),
        )
    saisir(saisie("MONO", 30), le=date(2026, 4, 20))

    with lecture() as session:
        hors_delai = {v.indicateur.code: v.hors_delai for v in session.exec(select(ValeurIndicateur)).all()}
    # Le 18 avril 2026 est un samedi : le report court jusqu'au lundi.
    assert hors_delai == {"MEN": True, "MONO": False}


@pytest.mark.usefixtures("campagne")
def test_une_campagne_verrouillee_ne_recoit_plus_rien_sans_qu_on_redonne_la_main() -> None:
    with unite_de_travail() as session:
        verrouiller(session, l_attendu(session).campagne, auteur(date(2026, 4, 10)))

    with pytest.raises(Empeche, match="verrouillée") as refus:
        saisir(saisie("MEN", 80), le=date(2026, 4, 13))
    assert "redonner la main" in refus.value.remede

    with unite_de_travail() as session:
        amenager(
            session,
            l_attendu(session),
            NatureAmenagement.MAIN_RENDUE,
            "Chiffre retrouvé",
            auteur(date(2026, 4, 13)),
            jusqu_au=date(2026, 4, 17),
        )
    assert len(saisir(saisie("MEN", 80), le=date(2026, 4, 17)).lot.changements) == 1
    with pytest.raises(Empeche):
        saisir(saisie("MONO", 30), le=date(2026, 4, 20))


@pytest.mark.usefixtures("campagne")
def test_qui_saisit_ne_verifie_ni_ne_valide() -> None:
    saisir(*TOUTES)

    with pytest.raises(Empeche, match="a été saisi par Dominique Exemple"):
        controler_tout(Controle.VERIFIER, "Dominique Exemple")
    assert controler_tout(Controle.VERIFIER, "Camille Exemple") == 3
    with pytest.raises(Empeche, match="a été saisi par Dominique Exemple"):
        controler_tout(Controle.VALIDER, "Dominique Exemple")
    assert controler_tout(Controle.VALIDER, "Camille Exemple", Designation(FICHE, "MEN")) == 1

    assert [s for s, _, _ in histoire("MEN")] == [S.SAISI, S.VERIFIE, S.VALIDE]
    assert [s for s, _, _ in histoire("MONO")] == [S.SAISI, S.VERIFIE]


@pytest.mark.usefixtures("campagne")
def test_une_valeur_designee_qui_ne_peut_pas_etre_controlee_arrete_tout() -> None:
    saisir(saisie("MEN", 80))

    with pytest.raises(Empeche) as refus:
        controler_tout(
            Controle.VERIFIER,
            "Camille Exemple",
            Designation(FICHE, "MEN"),
            Designation(FICHE, "MONO"),
            Designation("32-XXX-01"),
        )

    assert len(refus.value.obstacles) == 2
    assert [s for s, _, _ in histoire("MEN")] == [S.SAISI]


@pytest.mark.usefixtures("campagne")
def test_une_valeur_contestee_ne_compte_plus_et_se_repond() -> None:
    saisir(*TOUTES)
    with pytest.raises(Empeche, match="la contestation n'a pas de motif"):
        controler_tout(Controle.CONTESTER, "Camille Exemple", Designation(FICHE, "MEN"))

    motif = "Deux fois moins qu'en 2024"
    controler_tout(Controle.CONTESTER, "Camille Exemple", Designation(FICHE, "MEN"), motif=motif)
    saisir(saisie("MEN", 160))

    assert histoire("MEN") == [
        (S.SAISI, 80_00, "Dominique Exemple"),
        (S.CONTESTE, 80_00, "Camille Exemple"),
        (S.RECTIFIE, 160_00, "Dominique Exemple"),
    ]


@pytest.mark.usefixtures("campagne")
def test_une_rectification_garde_l_ancienne_valeur_et_son_motif() -> None:
    saisir(*TOUTES)
    controler_tout(Controle.VERIFIER, "Camille Exemple")
    controler_tout(Controle.VALIDER, "Camille Exemple")

    with pytest.raises(SaisieInvalide, match="elle n'a pas de motif"), unite_de_travail() as session:
        rectifier(session, le_gers(session), 2025, saisie("MEN", 90), auteur(), origine="agent")
    with unite_de_travail() as session:
        demande = saisie("MEN", 90, motif="Dix dossiers oubliés")
        rectifier(session, le_gers(session), 2025, demande, auteur(), origine="agent")

    assert [(s, v) for s, v, _ in histoire("MEN")] == [
        (S.SAISI, 80_00),
        (S.VERIFIE, 80_00),
        (S.VALIDE, 80_00),
        (S.RECTIFIE, 90_00),
    ]


@pytest.mark.usefixtures("campagne")
def test_une_rectification_ne_cree_pas_de_valeur() -> None:
    with pytest.raises(SaisieInvalide, match="aucune valeur n'y est encore"), unite_de_travail() as session:
        demande = saisie("MEN", 90, motif="Oubli")
        rectifier(session, le_gers(session), 2025, demande, auteur(), origine="agent")


@pytest.mark.usefixtures("campagne")
def test_la_base_refuse_de_modifier_ou_d_effacer_une_valeur() -> None:
    saisir(saisie("MEN", 80))

    for ordre in ("UPDATE valeur_indicateur SET valeur_centiemes = 1", "DELETE FROM valeur_indicateur"):
        with pytest.raises(DBAPIError, match="ne change plus"), unite_de_travail() as session:
            session.execute(text(ordre))


@pytest.mark.parametrize(
    "champs",
    [
        {"statut": S.NON_RENSEIGNE, "valeur_centiemes": 0, "motif": "m"},
        {"statut": S.NON_RENSEIGNE},
        {"statut": S.SAISI},
        {"statut": S.ZERO_REEL, "valeur_centiemes": 100},
        {"statut": S.ATTENDU},
        {"statut": S.SAISI, "valeur_centiemes": 100, "numerateur_centiemes": 100},
        {"statut": S.SAISI, "valeur_centiemes": 0, "numerateur_centiemes": 0, "denominateur_centiemes": 0},
    ],
)
@pytest.mark.usefixtures("campagne")
def test_la_base_refuse_une_valeur_impossible(champs: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), unite_de_travail() as session:
        session.add(
            ValeurIndicateur(
                indicateur_id=identifiant(le_gers(session), "MEN"),
                exercice=2025,
                numero=1,
                origine="essai",
                par="Camille Exemple",
                saisi_le=auteur().saisi_le,
                **champs,
            )
        )


def test_sans_campagne_ouverte_rien_ne_se_saisit(base: str) -> None:
    with unite_de_travail() as session:
        un_contrat(session)
        assert attendu_de(session, le_gers(session).id, G, 2025) is None
    with pytest.raises(ErreurMetier), unite_de_travail() as session:
        ouvrir_campagne(session, "76", G, 2026, auteur())


@pytest.mark.usefixtures("campagne")
def test_deux_envois_au_meme_instant_n_ecrivent_qu_une_histoire() -> None:
    with ThreadPoolExecutor(2) as ensemble:
        faits = list(ensemble.map(lambda _: saisir(*TOUTES), range(2)))

    assert sorted(len(f.lot.changements) for f in faits) == [0, 3]
    assert histoire("MEN") == [(S.SAISI, 80_00, "Dominique Exemple")]

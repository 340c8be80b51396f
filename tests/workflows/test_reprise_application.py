"""Reprendre un classeur : l'aperçu n'écrit rien, l'import écrit tout ou rien, le refaire ne change rien."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import SQLModel, col, select

from documents.depot import Depot
from modeles.base import lecture
from modeles.demarche import Passage
from modeles.effet import Effet
from modeles.enveloppe import Enveloppe
from modeles.etapes import Etape, Geste
from modeles.fiche import FicheAction
from modeles.tables import METADONNEES
from modeles.vocabulaire import StatutFiche
from tests.workflows.classeurs_de_reprise import (
    AUTEUR,
    BUDGET,
    ENVELOPPE,
    FICHE,
    INDICATEUR,
    TERRITOIRE,
    UN_GERS_EN_FICHES,
    Lignes,
    lire,
)
from workflows.dossier import demarche_du_territoire
from workflows.reprise.application import apercevoir, importer
from workflows.reprise.fautes import ClasseurRefuse
from workflows.reprise.plan import Champ, Plan

CONTACT = {
    "territoire": "Gers",
    "partie": "Collectivité",
    "role": "Signataire",
    "civilite": "Mme",
    "nom": "Exemple",
    "fonction": "Présidente",
    "organisme": "Département du Gers",
}


def _importer(lignes: Lignes, dossier: Path) -> Plan:
    return importer(lire(lignes), AUTEUR, dossier, Depot(dossier))


def _tout_compter() -> dict[str, int]:
    with lecture() as session:
        tables = METADONNEES.sorted_tables
        return {t.name: session.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}


def _une(table: type[SQLModel]) -> SQLModel:
    with lecture() as session:
        return session.exec(select(table)).one()


def _objets(plan: Plan) -> list[tuple[str, bool]]:
    return [(c.objet, c.creation) for t in plan.territoires for c in t.changements]


def test_un_apercu_dit_tout_et_n_ecrit_rien(base: str, tmp_path: Path) -> None:
    plan = apercevoir(lire({**UN_GERS_EN_FICHES, "Contacts": [CONTACT]}), AUTEUR, tmp_path)

    fiche = "Fiche « Ouvrir un accueil de jour itinérant »"
    assert _objets(plan) == [
        ("Démarche", True),
        ("Axes du contrat", True),
        ("Contact Exemple", True),
        ("Enveloppe 2024", True),
        (fiche, True),
        (f"{fiche}, budget 2024", True),
        (f"{fiche}, indicateur « Personnes accueillies »", True),
        ("Étape", False),
    ]
    assert (plan.fautes, plan.ecrit) == ([], False)
    assert set(_tout_compter().values()) == {0}


def test_l_import_fait_ce_que_l_apercu_annoncait(base: str, tmp_path: Path) -> None:
    classeur = lire(UN_GERS_EN_FICHES)
    apercu = apercevoir(classeur, AUTEUR, tmp_path)

    plan = importer(classeur, AUTEUR, tmp_path, Depot(tmp_path))

    assert plan.en_json() == {**apercu.en_json(), "ecrit": True}
    with lecture() as session:
        demarche = demarche_du_territoire(session, "Gers")
        (fiche,) = demarche.fiches
        assert (demarche.etape, demarche.depuis_le) == (Etape.FICHES, date(2024, 9, 2))
        assert [(a.axe, a.numero) for a in demarche.axes] == [
            ("ENFANCE", 1),
            ("DROITS", 2),
            ("TRANSITION", 3),
        ]
        assert [(e.annee, e.plafond_centimes) for e in demarche.enveloppes] == [(2024, 25_000_000)]
        assert (fiche.code, fiche.axe, fiche.statut) == ("32-DRO-EXP-01", "DROITS", StatutFiche.BROUILLON)
        assert [(b.annee, b.part_etat_centimes) for b in fiche.budget] == [(2024, 3_651_800)]
        assert [(c.annee, c.valeur_centiemes) for i in fiche.indicateurs for c in i.cibles] == [
            (2024, 12_000)
        ]


def test_importer_deux_fois_ne_change_rien_la_seconde(base: str, tmp_path: Path) -> None:
    _importer(UN_GERS_EN_FICHES, tmp_path)
    avant = _tout_compter()

    plan = _importer(UN_GERS_EN_FICHES, tmp_path)

    assert plan.changements == 0
    assert plan.territoires[0].inchanges == [
        "Enveloppe 2024",
        "Fiche « Ouvrir un accueil de jour itinérant »",
        "Fiche « Ouvrir un accueil de jour itinérant », budget 2024",
        "Fiche « Ouvrir un accueil de jour itinérant », indicateur « Personnes accueillies »",
        "Étape « Fiches actions »",
    ]
    assert _tout_compter() == avant


def test_le_journal_dit_d_ou_vient_l_etape(base: str, tmp_path: Path) -> None:
    classeur = lire(UN_GERS_EN_FICHES)

    importer(classeur, AUTEUR, tmp_path, Depot(tmp_path))

    passage = _une(Passage)
    assert isinstance(passage, Passage)
    assert (passage.geste, passage.de, passage.vers) == (Geste.REPRISE, Etape.A_LANCER, Etape.FICHES)
    assert (passage.par, passage.survenu_le) == ("Camille Exemple", date(2024, 9, 2))
    assert passage.motif == f"Reprise de l'existant : fichier existant.xlsx, empreinte {classeur.empreinte}"
    assert passage.donnees == {"fichier": "existant.xlsx", "empreinte": classeur.empreinte, "ligne": 3}


def test_une_echeance_suivra_l_etape_reprise(base: str, tmp_path: Path) -> None:
    _importer(UN_GERS_EN_FICHES, tmp_path)

    effet = _une(Effet)
    assert isinstance(effet, Effet)
    assert effet.parametres["libelle"] == "Achever l'étape « Fiches actions » (durée cible : 60 jours)"


def test_une_seule_faute_empeche_tout_l_import(base: str, tmp_path: Path) -> None:
    fautif = {
        **UN_GERS_EN_FICHES,
        "Territoires": [TERRITOIRE, {**TERRITOIRE, "territoire": "Aude", "etape": "?"}],
    }

    with pytest.raises(ClasseurRefuse) as refus:
        _importer(fautif, tmp_path)

    assert refus.value.quoi == "Le classeur « existant.xlsx » ne peut pas être importé ; rien n'a été écrit."
    assert [f.ou for f in refus.value.fautes] == ["Territoires!B4"]
    assert set(_tout_compter().values()) == {0}


def test_les_refus_du_metier_ont_aussi_leur_adresse(base: str, tmp_path: Path) -> None:
    longue = {**FICHE, "description": "é" * 20_001}
    ailleurs = {**ENVELOPPE, "territoire": "Lot"}

    plan = apercevoir(
        lire({"Territoires": [TERRITOIRE], "Fiches": [longue], "Enveloppes": [ailleurs]}), AUTEUR, tmp_path
    )

    assert [(f.ou, f.attendu) for f in plan.fautes] == [
        (
            "Enveloppes!A3",
            "un territoire de la feuille « Territoires » : celui-ci n'a pas encore de démarche",
        ),
        ("Fiches!Q3", "« description » : le texte est trop long (20000 caractères au plus)"),
    ]


def test_ce_qui_change_se_lit_avant_et_apres(base: str, tmp_path: Path) -> None:
    _importer(UN_GERS_EN_FICHES, tmp_path)
    change = {
        "Territoires": [TERRITOIRE],
        "Enveloppes": [{**ENVELOPPE, "plafond_centimes": "260 000,00 €", "statut": "Révisée"}],
        "Fiches": [{**FICHE, "description": "Deux communes par jour."}],
        "Budgets": [{**BUDGET, "autres_centimes": 1000}],
        "Indicateurs": [{**INDICATEUR, "cible_2024": "150,5"}],
    }

    plan = _importer(change, tmp_path)

    champs = [
        (c.libelle, c.avant, c.apres) for t in plan.territoires for x in t.changements for c in x.champs
    ]
    assert [tuple(texte.replace("\u00a0", " ") for texte in champ) for champ in champs] == [
        ("Plafond de la part État (€)", "250 000 €", "260 000 €"),
        ("Statut de l'enveloppe", "Notifiée", "Révisée"),
        ("Description", "", "Deux communes par jour."),
        ("Autres financeurs (€)", "0 €", "1 000 €"),
        ("Cible 2024", "120", "150,5"),
    ]
    with lecture() as session:
        enveloppes = session.exec(select(Enveloppe).order_by(col(Enveloppe.plafond_centimes))).all()
    assert [e.remplacee_le is None for e in enveloppes] == [False, True]
    assert _importer(change, tmp_path).changements == 0


def test_une_cellule_vide_n_efface_rien(base: str, tmp_path: Path) -> None:
    _importer(UN_GERS_EN_FICHES, tmp_path)
    sans_porteur = {k: v for k, v in FICHE.items() if k not in ("porteur", "nature")}

    plan = _importer({"Territoires": [TERRITOIRE], "Fiches": [sans_porteur]}, tmp_path)

    fiche = _une(FicheAction)
    assert isinstance(fiche, FicheAction)
    assert (plan.changements, fiche.porteur) == (0, "CCAS d'Exemple")


def test_un_nouveau_referent_prend_la_suite_de_l_ancien(base: str, tmp_path: Path) -> None:
    referent = {**TERRITOIRE, "nom_etat": "Exemple", "fonction_etat": "Commissaire"}
    _importer({"Territoires": [referent]}, tmp_path)

    plan = _importer({"Territoires": [{**referent, "nom_etat": "Modèle"}]}, tmp_path)

    (changement,) = plan.territoires[0].changements
    assert changement.champs[-1] == Champ("Prend la suite de", "Exemple", "Modèle")
    with lecture() as session:
        contacts = demarche_du_territoire(session, "Gers").contacts
        assert {(c.nom, c.organisme, c.actif) for c in contacts} == {
            ("Exemple", "DDETSPP du Gers", False),
            ("Modèle", "DDETSPP du Gers", True),
        }


def test_les_controles_du_metier_previennent_sans_bloquer(base: str, tmp_path: Path) -> None:
    jumelle = {**FICHE, "fiche": "32-B", "sous_axe": "DRO-ACC"}
    cher = {**BUDGET, "part_etat_centimes": 300_000}

    plan = _importer({**UN_GERS_EN_FICHES, "Fiches": [FICHE, jumelle], "Budgets": [cher]}, tmp_path)

    codes = [o.code for o in plan.territoires[0].avertissements]
    assert {"FIN-01", "FIN-02", "FIC-01"} <= set(codes)
    assert plan.ecrit

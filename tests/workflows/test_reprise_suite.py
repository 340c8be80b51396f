"""Après la reprise, l'outil prend le relais ; et cent seize territoires se reprennent d'un coup."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import select

from documents.depot import Depot
from modeles.base import lecture, unite_de_travail
from modeles.configuration import configuration
from modeles.demarche import Passage
from modeles.erreurs import ErreurMetier
from modeles.etapes import Etape, Geste
from modeles.reference.registre import registre
from tests.fabriques import des_faits, une_demarche
from tests.workflows.classeurs_de_reprise import (
    AUTEUR,
    BUDGET,
    CONTRAT,
    ENVELOPPE,
    FICHE,
    TERRITOIRE,
    Lignes,
    lire,
)
from workflows.dossier import avancer, demarche_du_territoire
from workflows.parcours import gestes_possibles, reprendre_l_existant
from workflows.refus import GesteHorsEtape, MotifManquant
from workflows.regles.commun import Circonstances
from workflows.reprise.application import importer
from workflows.reprise.feuilles import ETAPES_REPRISES
from workflows.reprise.plan import Plan


def _importer(lignes: Lignes, dossier: Path) -> Plan:
    return importer(lire(lignes), AUTEUR, dossier, Depot(dossier))


def test_une_demarche_reprise_continue_dans_l_outil_et_l_outil_fait_foi(base: str, tmp_path: Path) -> None:
    atelier = {"Territoires": [{**TERRITOIRE, "etape": "Ateliers"}]}
    _importer(atelier, tmp_path)
    faits = Circonstances("Camille Exemple", date(2024, 10, 1), AUTEUR.saisi_le, "Accord des deux parties")
    with unite_de_travail() as session:
        avancer(
            session,
            demarche_du_territoire(session, "Gers").id,
            Geste.DISPENSER,
            {"decideur": "Préfet"},
            faits,
        )

    plan = _importer(atelier, tmp_path)

    assert plan.changements == 0
    assert [o.message for o in plan.territoires[0].avertissements] == [
        "l'outil en est à « Fiches actions », le classeur dit « Ateliers » : l'étape ne change pas"
    ]
    with lecture() as session:
        assert demarche_du_territoire(session, "Gers").etape is Etape.FICHES


def test_l_existant_ne_se_reprend_pas_sur_une_demarche_deja_suivie() -> None:
    demarche = une_demarche(etape=Etape.DIAGNOSTIC)

    with pytest.raises(GesteHorsEtape) as refus:
        reprendre_l_existant(demarche, Etape.FICHES, des_faits(motif="Fichier fictif"), {})

    assert "ce geste se fait à l'étape « À lancer »" in refus.value.pourquoi
    assert (demarche.etape, demarche.passages) == (Etape.DIAGNOSTIC, [])


def test_l_existant_ne_se_reprend_pas_sans_dire_d_ou_il_vient() -> None:
    with pytest.raises(MotifManquant):
        reprendre_l_existant(une_demarche(), Etape.FICHES, des_faits(), {})


@pytest.mark.parametrize("etape", ETAPES_REPRISES)
def test_aucun_geste_ne_tombe_en_panne_apres_une_reprise(base: str, tmp_path: Path, etape: Etape) -> None:
    """Ce qui n'a pas été fait dans l'outil manque peut-être : on le dit, on ne s'arrête pas net."""
    signe = etape is Etape.EXECUTION
    repris = {**TERRITOIRE, "territoire": "Aude", "etape": etape.libelle}
    _importer({"Territoires": [repris], "Contrats signés": [CONTRAT] if signe else []}, tmp_path)
    faits = Circonstances("Camille Exemple", date(2024, 10, 1), AUTEUR.saisi_le, "Motif fictif")

    refus = [_tenter(geste, faits) for geste in {t.geste for t in gestes_possibles(etape)}]

    assert refus


def _tenter(geste: Geste, faits: Circonstances) -> str:
    try:
        with unite_de_travail() as session:
            avancer(session, demarche_du_territoire(session, "Aude").id, geste, {}, faits)
            session.rollback()
    except ErreurMetier as refus:
        return refus.pourquoi
    return ""


def test_cent_seize_territoires_se_reprennent_ensemble(
    base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ajouter_des_territoires(tmp_path / "reference", monkeypatch)
    codes = [t.code for t in registre().territoires.values() if t.contractant][:116]
    lignes: Lignes = {
        "Territoires": [{**TERRITOIRE, "territoire": code} for code in codes],
        "Enveloppes": [{**ENVELOPPE, "territoire": code} for code in codes],
        "Fiches": [{**FICHE, "territoire": code, "fiche": f"F{code}"} for code in codes],
        "Budgets": [{**BUDGET, "fiche": f"F{code}"} for code in codes],
    }

    plan = _importer(lignes, tmp_path)

    assert len(plan.territoires) == 116
    with lecture() as session:
        assert session.exec(select(func.count()).select_from(Passage)).one() == 116
    assert _importer(lignes, tmp_path).changements == 0


def _ajouter_des_territoires(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Une région fictive de vingt départements, posée à côté des données livrées."""
    (dossier / "regions").mkdir(parents=True)
    region = (
        '[region]\ncode = "99"\nnom = "Fictive"\ndu = "de Fictive"\ndans = "en Fictive"\nchef_lieu = "Ici"\n'
    )
    territoires = "".join(
        f'[[territoire]]\ncode = "9Z{n:02}"\nnom = "Pays {n:02}"\ntype = "departement"\n'
        f'du = "du Pays {n:02}"\nle = "le Pays {n:02}"\ndans = "dans le Pays {n:02}"\n'
        'prefecture = "Ici"\nservice_etat = "DDETS"\n'
        for n in range(20)
    )
    (dossier / "regions" / "99_fictive.toml").write_text(region + territoires, encoding="utf-8")
    monkeypatch.setenv("JALONS_REFERENCE", str(dossier))
    configuration.cache_clear()

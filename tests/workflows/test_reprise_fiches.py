"""Une fiche reprise se retrouve au second passage, et une fiche décidée ne se réécrit pas."""

from pathlib import Path

from sqlmodel import select

from documents.depot import Depot
from modeles.base import lecture
from modeles.fiche import FicheAction
from modeles.vocabulaire import StatutFiche
from tests.workflows.classeurs_de_reprise import AUTEUR, FICHE, TERRITOIRE, UN_GERS_EN_FICHES, Lignes, lire
from workflows.reprise.application import apercevoir, importer
from workflows.reprise.plan import Plan


def _importer(lignes: Lignes, dossier: Path) -> Plan:
    return importer(lire(lignes), AUTEUR, dossier, Depot(dossier))


def _fiches() -> list[tuple[str, str, StatutFiche]]:
    with lecture() as session:
        return [(f.code, f.titre, f.statut) for f in session.exec(select(FicheAction)).all()]


def test_deux_fiches_de_meme_titre_restent_deux_fiches(base: str, tmp_path: Path) -> None:
    jumelles = {**UN_GERS_EN_FICHES, "Fiches": [FICHE, {**FICHE, "fiche": "32-B"}]}
    _importer(jumelles, tmp_path)

    plan = _importer(jumelles, tmp_path)

    assert (plan.changements, len(_fiches())) == (0, 2)


def test_une_fiche_se_retrouve_par_son_code_meme_si_son_titre_change(base: str, tmp_path: Path) -> None:
    _importer(UN_GERS_EN_FICHES, tmp_path)
    renommee = {**FICHE, "fiche": "32-DRO-EXP-01", "titre": "Tenir un accueil de jour itinérant"}

    _importer({"Territoires": [TERRITOIRE], "Fiches": [renommee]}, tmp_path)

    assert _fiches() == [("32-DRO-EXP-01", "Tenir un accueil de jour itinérant", StatutFiche.BROUILLON)]


def test_une_fiche_validee_n_est_pas_reecrite_par_un_classeur(base: str, tmp_path: Path) -> None:
    validee = {"Territoires": [TERRITOIRE], "Fiches": [{**FICHE, "statut": "Validée"}]}
    _importer(validee, tmp_path)
    assert apercevoir(lire(validee), AUTEUR, tmp_path).changements == 0

    plan = apercevoir(lire({**validee, "Fiches": [{**FICHE, "porteur": "Autre"}]}), AUTEUR, tmp_path)

    assert [(f.ou, f.attendu) for f in plan.fautes] == [
        (
            "Fiches!B3",
            "La fiche 32-DRO-EXP-01 ne peut pas être modifiée. Elle est au statut « validée ». "
            "Demandez d'abord sa correction, avec un motif",
        )
    ]

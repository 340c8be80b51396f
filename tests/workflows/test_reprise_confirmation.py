"""De l'aperçu à l'import : on n'écrit que ce qui a été lu, une fois, et là où l'on en a le droit."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from documents.depot import Depot
from modeles.base import lecture, unite_de_travail
from modeles.demarche import Passage
from modeles.erreurs import SaisieInvalide
from tests.workflows.classeurs_de_reprise import (
    AUJOURD_HUI,
    AUTEUR,
    PDF,
    UN_GERS_EN_FICHES,
    lire,
    remplir,
)
from tests.workflows.test_reprise_contrats import AVEC_COPIE
from workflows.dossier import creer_demarche
from workflows.reprise.application import ApercuPerime, apercevoir, importer
from workflows.reprise.lecture import lire_classeur


def _passages() -> int:
    with lecture() as session:
        return len(session.exec(select(Passage)).all())


def test_deux_imports_du_meme_apercu_a_la_fois_n_ecrivent_qu_une_fois(base: str, tmp_path: Path) -> None:
    octets = remplir(UN_GERS_EN_FICHES)
    apercu = apercevoir(lire_classeur(octets, "gers.xlsx", AUJOURD_HUI), AUTEUR, None)

    def confirmer(_fois: int) -> int:
        classeur = lire_classeur(octets, "gers.xlsx", AUJOURD_HUI)
        vu = apercu.empreinte_de_l_apercu
        return importer(classeur, AUTEUR, None, Depot(tmp_path), apercu=vu).changements

    with ThreadPoolExecutor(2) as fils:
        faits = sorted(fils.map(confirmer, range(2)))

    assert (faits, _passages()) == ([0, 7], 1)


def test_une_copie_remplacee_apres_l_apercu_ne_s_importe_pas(base: str, tmp_path: Path) -> None:
    classeur, pieces = lire(AVEC_COPIE), tmp_path / "pieces"
    pieces.mkdir()
    (pieces / "contrat.pdf").write_bytes(PDF)
    apercu = apercevoir(classeur, AUTEUR, pieces).empreinte_de_l_apercu
    (pieces / "contrat.pdf").write_bytes(PDF + b"autre")

    with pytest.raises(ApercuPerime) as refus:
        importer(classeur, AUTEUR, pieces, Depot(tmp_path), apercu=apercu)

    assert refus.value.quoi == "Le classeur « existant.xlsx » n'a pas été importé ; rien n'a été écrit."
    assert _passages() == 0


def test_un_import_dans_la_demonstration_previent(base: str) -> None:
    with unite_de_travail() as session:
        creer_demarche(session, "32", date(2024, 1, 10)).fictive = True

    (gers,) = apercevoir(lire(UN_GERS_EN_FICHES), AUTEUR, None).territoires

    assert gers.fictive
    assert gers.avertissements[0].message.startswith("cette démarche est une démonstration")


def test_un_territoire_hors_perimetre_se_dit_a_chacune_de_ses_lignes(base: str) -> None:
    def pas_le_gers(territoire: str) -> None:
        if territoire == "32":
            raise SaisieInvalide("Non.", "", "")

    plan = apercevoir(lire(UN_GERS_EN_FICHES), AUTEUR, None, pas_le_gers)

    assert [f.ou for f in plan.fautes] == ["Territoires!A3", "Enveloppes!A3", "Fiches!A3"]
    assert plan.territoires == []

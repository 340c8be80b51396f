"""Tuer n'importe quel processus n'importe quand : à la fin, tout est fait, une fois, et rien n'est perdu."""

import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from api.temps import aujourd_hui
from modeles.base import ouvrir_moteur
from modeles.demarche import Demarche, Passage
from modeles.document import Document
from modeles.echeance import Echeance
from modeles.effet import Effet
from modeles.message import Message
from modeles.vocabulaire import EtatEffet, NatureEffet
from tests.parcours_complet.arbre_de_processus import Jalons, attendre
from workflows.demonstration.histoires import ecrire
from workflows.demonstration.region import HISTOIRES

# Une machine lente a le droit de l'être : ce qui compte est d'arriver au bout, une fois.
pytestmark = [pytest.mark.lent, pytest.mark.timeout(2400)]

# Davantage à la demande : MORTS_DES_TESTS=200 TERRITOIRES_DES_TESTS=16 GRAINE_DES_TESTS=7 make tester
MORTS = int(os.environ.get("MORTS_DES_TESTS", "30"))
GRAINE = int(os.environ.get("GRAINE_DES_TESTS", str(random.SystemRandom().randrange(10**6))))
# Les histoires les plus différentes d'abord : le parcours entier, un avenant, un quorum manqué, deux refus.
PREMIERS = ("32", "48", "12", "66", "46")
TERRITOIRES = sorted(HISTOIRES, key=lambda code: code not in PREMIERS)[
    : int(os.environ.get("TERRITOIRES_DES_TESTS", len(PREMIERS)))
]
SERVICES = ("application", "prefect", "executeur")


@pytest.fixture
def jalons(tmp_path: Path) -> Iterator[Jalons]:
    arbre = Jalons(tmp_path / "donnees", JALONS_DEMONSTRATION_DE=",".join(TERRITOIRES))
    yield arbre
    arbre.arreter()


def _lire(jalons: Jalons) -> Session:
    return Session(
        ouvrir_moteur(f"sqlite:///{jalons.dossier / 'jalons.db'}").execution_options(lecture_seule=True)
    )


def _tout_est_suivi(jalons: Jalons) -> bool:
    if not jalons.pret() or "demonstration" in jalons.enfants():
        return False
    with _lire(jalons) as session:
        menees = session.exec(select(Demarche)).all()
        restent = session.exec(select(Effet).where(col(Effet.etat) != EtatEffet.FAIT)).all()
        return len(menees) == len(TERRITOIRES) and not restent


def _verifier(jalons: Jalons) -> None:
    with _lire(jalons) as session:
        effets = session.exec(select(Effet)).all()
        demarches = {str(i) for i in session.exec(select(Demarche.id)).all()}
        echeances = session.exec(select(Echeance.cle_effet)).all()
        faits = {
            # Ceux de la campagne (relances, bilans, collecte) ne viennent d'aucun effet : ils n'ont pas de clé.
            NatureEffet.DOCUMENT: [d for d in session.exec(select(Document.cle_effet)).all() if d],
            NatureEffet.MESSAGE: session.exec(select(Message.cle_effet)).all(),
            # Celles que l'état de la démarche fait attendre (visa, versement, fiche) n'ont pas d'effet.
            NatureEffet.ECHEANCE: [cle for cle in echeances if cle.split(":")[0] not in demarches],
        }
        documents = session.exec(select(Document)).all()
        passages = session.exec(select(Passage)).all()
    for nature, cles in faits.items():
        attendues = sorted(e.cle for e in effets if e.nature is nature)
        assert sorted(cles) == attendues, f"{nature.value} en trop ou manquants"
        assert attendues
    versions = Counter((d.demarche_id, d.code, d.objet, d.version) for d in documents)
    assert set(versions.values()) == {1}
    attendus = [
        pas.cle
        for code in TERRITOIRES
        for chapitre in ecrire(HISTOIRES[code], code, aujourd_hui())
        for pas in chapitre.pas
    ]
    assert sorted(str(p.cle_demande) for p in passages) == sorted(attendus)
    lisibles = list((jalons.dossier / "documents produits").rglob("*.docx"))
    assert len(lisibles) == len(documents)
    assert not [f for f in jalons.dossier.rglob("*.partiel") if f.stat().st_nlink > 1]


def test_trente_morts_ne_perdent_ni_ne_doublent_rien(jalons: Jalons) -> None:
    hasard = random.Random(GRAINE)
    print(f"graine du hasard : {GRAINE}")
    jalons.demarrer()
    attendre(jalons.pret, 60)
    morts = Counter[str]()
    while sum(morts[role] for role in SERVICES) < MORTS:
        # Entre deux morts, la démonstration avance : elles la frappent d'un bout à l'autre.
        time.sleep(hasard.uniform(0.2, 4))
        if sum(morts.values()) >= MORTS // 2 and not morts["superviseur"]:
            _tout_eteindre(jalons)
            morts["superviseur"] += 1
            continue
        role = hasard.choice([*SERVICES * 3, "demonstration"])
        morts[role] += jalons.tuer(role)

    attendre(lambda: _tout_est_suivi(jalons), 1500)

    print(f"morts : {dict(morts)}")
    _verifier(jalons)


def _tout_eteindre(jalons: Jalons) -> None:
    """Le superviseur meurt, et la base de Prefect disparaît : rien des dossiers n'y était."""
    jalons.tuer_tout()
    shutil.rmtree(jalons.dossier / "prefect", ignore_errors=True)
    jalons.demarrer()
    attendre(jalons.pret, 60)

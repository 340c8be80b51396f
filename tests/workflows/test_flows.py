"""Les flows font ce qui reste, une fois, sous un vrai serveur Prefect ; les pannes n'arrêtent qu'elles-mêmes."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.testing.utilities import prefect_test_harness
from sqlmodel import select

from modeles.base import lecture, unite_de_travail
from modeles.colonnes import maintenant
from modeles.document import Document
from modeles.effet import Effet
from modeles.message import Message
from modeles.requetes import effets_restants
from modeles.tournee import Tournee
from modeles.vocabulaire import EtatEffet
from tests.workflows.dossier_d_essai import convoquer, ouvrir_le_gers
from workflows.effets import reclamer
from workflows.flows.parcours_territoire import parcours_territoire
from workflows.flows.registre import FLOWS
from workflows.flows.tournee import tournee

# Le client de Prefect laisse au ramasse-miettes le soin de fermer ses connexions.
pytestmark = [
    pytest.mark.lent,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def prefect() -> Iterator[None]:
    with (
        prefect_test_harness(server_startup_timeout=60),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        yield


def _suivre(demarche_id: UUID) -> str:
    etat = asyncio.run(parcours_territoire(demarche_id, return_state=True))
    return str(etat.name)


def _restants(demarche_id: UUID) -> list[str]:
    with lecture() as session:
        return [e.cle for e in effets_restants(session, demarche_id)]


def test_le_parcours_draine_tout_et_publie_ou_il_en_est(base: str, prefect: None) -> None:
    gers = ouvrir_le_gers()
    convoquer(gers)

    assert _suivre(gers) == "EnAttente"

    assert _restants(gers) == []
    with lecture() as session:
        assert [d.code for d in session.exec(select(Document).order_by(Document.code)).all()] == [
            "D01",
            "D02",
            "D03",
        ]
        assert len(session.exec(select(Message)).one().documents) == 2
    assert "Gers : Lancement" in asyncio.run(_artefact("parcours-32"))


async def _artefact(cle: str) -> str:
    async with get_client() as client:
        reponse = await client._client.post("/artifacts/latest/filter", json={"limit": 200})
        return next(str(a["data"]) for a in reponse.json() if a["key"] == cle)


def test_un_second_run_ne_refait_rien(base: str, prefect: None) -> None:
    gers = ouvrir_le_gers()
    convoquer(gers)
    _suivre(gers)

    assert _suivre(gers) == "EnAttente"

    with lecture() as session:
        assert len(session.exec(select(Document)).all()) == 3
        assert len(session.exec(select(Message)).all()) == 1


def test_un_run_laisse_a_un_autre_ce_qu_il_tient(base: str, prefect: None) -> None:
    gers = ouvrir_le_gers()
    convoquer(gers)
    assert reclamer(_restants(gers)[0], "un autre run", maintenant())

    assert _suivre(gers) == "EnAttente"

    assert len(_restants(gers)) == 6
    with unite_de_travail() as session:
        session.get_one(Effet, _restants(gers)[0]).reclame_jusqu_a = maintenant() - timedelta(seconds=1)
    _suivre(gers)
    assert _restants(gers) == []


def test_un_document_impossible_est_dit_et_n_empeche_pas_les_autres(
    base: str, prefect: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gers = ouvrir_le_gers()
    convoquer(gers)
    with unite_de_travail() as session:
        fautif = session.exec(select(Effet).where(Effet.objet == "D02:reunion:1")).one()
        fautif.parametres = fautif.parametres | {"sujet": "reunion:9"}

    assert _suivre(gers) == "Failed"

    with lecture() as session:
        etats = {e.objet: e.etat for e in session.exec(select(Effet)).all() if e.nature.value == "document"}
        erreur = session.exec(select(Effet.derniere_erreur).where(Effet.objet == "D02:reunion:1")).one()
    assert etats == {
        "D01:reunion:1": EtatEffet.FAIT,
        "D02:reunion:1": EtatEffet.ECHOUE,
        "D03:reunion:1": EtatEffet.FAIT,
    }
    assert erreur


def test_la_tournee_ne_passe_qu_une_fois_par_jour(base: str, prefect: None) -> None:
    ouvrir_le_gers()

    premiere, seconde = asyncio.run(tournee()), asyncio.run(tournee())

    assert premiere.endswith("0 territoire(s) en panne.")
    assert seconde.endswith("est déjà faite.")
    with lecture() as session:
        assert session.exec(select(Tournee)).one().finie_le is not None


def test_une_tournee_interrompue_se_reprend(base: str, prefect: None) -> None:
    ouvrir_le_gers()
    asyncio.run(tournee())
    with unite_de_travail() as session:
        session.exec(select(Tournee)).one().finie_le = None

    assert asyncio.run(tournee()).endswith("0 territoire(s) en panne.")


def test_l_executeur_connait_les_trois_flows() -> None:
    assert set(FLOWS) == {"parcours-territoire", "filet", "tournee"}

"""Les flows font ce qui reste, une fois, sous un vrai serveur Prefect ; les pannes n'arrêtent qu'elles-mêmes."""

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.testing.utilities import prefect_test_harness
from sqlmodel import select

from modeles.base import lecture, unite_de_travail
from modeles.brouillon import Brouillon, DemandeFaite
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.document import Document
from modeles.effet import Effet
from modeles.erreurs import SaisieInvalide
from modeles.message import Message
from modeles.requetes import effets_restants
from modeles.tournee import Tournee
from modeles.vocabulaire import EtatEffet
from modeles.vocabulaire_courriel import EtatMessage
from tests.workflows.dossier_d_essai import convoquer, ouvrir_le_gers
from tests.workflows.relances.dossiers_relances import messages, ouvrir_les_indicateurs
from tests.workflows.serveur_de_courriel import Guichet, serveur_de_courriel
from workflows.brouillons import DUREE_DE_GARDE, Envoi, garder, retenir
from workflows.effets import reclamer
from workflows.flows import relances
from workflows.flows.envoi import envoi, vider_la_boite
from workflows.flows.parcours_territoire import parcours_territoire
from workflows.flows.registre import FLOWS
from workflows.flows.relances import RelancesDuJour
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


def test_l_envoi_vide_la_boite(base: str, prefect: None, monkeypatch: pytest.MonkeyPatch) -> None:
    guichet, gers = Guichet(), ouvrir_le_gers()
    convoquer(gers)
    _suivre(gers)

    with serveur_de_courriel(guichet) as port:
        _regler_le_courriel(monkeypatch, port)
        etat = asyncio.run(envoi(return_state=True))

    assert (etat.name, etat.message) == ("Completed", "1 envoyé")
    assert guichet.recus[0].a == ["referent.etat@exemple.invalid", "referent.collectivite@exemple.invalid"]


def test_un_serveur_absent_se_dit_sur_les_messages(
    base: str, prefect: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    gers = ouvrir_le_gers()
    convoquer(gers)
    _suivre(gers)
    _regler_le_courriel(monkeypatch, 9)
    monkeypatch.setattr(vider_la_boite, "retries", 1)
    monkeypatch.setattr(vider_la_boite, "retry_delay_seconds", [0])

    etat = asyncio.run(envoi(return_state=True))

    assert etat.name == "Failed"
    with lecture() as session:
        message = session.exec(select(Message)).one()
    assert (message.etat, message.derniere_reponse) == (EtatMessage.PREPARE, etat.message)


def _regler_le_courriel(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    smtp = {"HOTE": "127.0.0.1", "PORT": str(port), "SECURITE": "aucune", "EXPEDITEUR": "contrats@exemple.fr"}
    for nom, valeur in smtp.items():
        monkeypatch.setenv(f"JALONS_SMTP_{nom}", valeur)
    configuration.cache_clear()


def test_une_panne_dans_un_territoire_n_arrete_ni_les_autres_relances_ni_leur_envoi(
    base: str, prefect: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, gers = ouvrir_les_indicateurs("31", "32")
    en_marche = relances.preparer
    # Une erreur de métier n'est pas une panne passagère : Prefect ne réessaie pas.
    refus = SaisieInvalide("Le gabarit est fautif.", "Une balise est fausse.", "Corrigez-la.")

    def preparer(demarche_id: UUID, *reste: Any) -> Any:
        if demarche_id != gers:
            raise refus
        return en_marche(demarche_id, *reste)

    monkeypatch.setattr(relances, "preparer", preparer)

    dues, remises, en_panne = asyncio.run(_relancer_le(date(2026, 4, 7)))

    assert (dues, remises, en_panne) == (2, 1, 1)
    assert [m.destinataires for m in messages()] == [["referent.32@exemple.invalid"]]
    assert "en retard de 7 jours" in asyncio.run(_artefact("relances-du-jour"))


@flow(name="relances d'un jour", persist_result=False)
async def _relancer_le(jour: date) -> RelancesDuJour:
    return await relances.relancer_le_jour(jour)


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


def test_la_tournee_oublie_les_brouillons_que_personne_n_a_repris(base: str, prefect: None) -> None:
    ages = {"vieux": DUREE_DE_GARDE + timedelta(hours=1), "récent": DUREE_DE_GARDE - timedelta(hours=1)}
    with unite_de_travail() as session:
        for nom, age in ages.items():
            garder(session, "une personne", f"/{nom}", {"titre": ["à finir"]}, maintenant() - age)
            envoi_fait = Envoi("une personne", f"/{nom}/envoye", nom, {"titre": ["envoyé"]})
            retenir(session, envoi_fait, "/", maintenant() - age)

    asyncio.run(tournee())

    with lecture() as session:
        assert [b.formulaire for b in session.exec(select(Brouillon)).all()] == ["/récent"]
        assert [d.cle for d in session.exec(select(DemandeFaite)).all()] == ["récent"]


def test_l_executeur_connait_ses_flows() -> None:
    assert set(FLOWS) == {"parcours-territoire", "filet", "tournee", "envoi"}

"""Ce que l'API et les formulaires attendent, et ce qu'ils n'attendent pas : un refus parfois, jamais une panne.

Schemathesis écrit les demandes de l'API depuis son OpenAPI ; Hypothesis remplit de travers les cases des pages.
Davantage à la demande : EXEMPLES_DES_TESTS=50 GRAINE_DES_TESTS=7 make tester
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from lxml import html
from schemathesis.generation import GenerationMode

from api.acces.debit import tout_oublier
from modeles.base import unite_de_travail
from modeles.etapes import Etape
from modeles.fiche import FicheAction
from modeles.vocabulaire_annuel import GenreCampagne
from tests.api.conftest import TestClient
from tests.api.situations import SITUATIONS, preparer
from tests.workflows.contrats_d_essai import auteur, un_contrat
from workflows.campagnes import ouvrir_campagne
from workflows.commandes.registre import SAISIES
from workflows.parcours import gestes_possibles

GRAINE = int(os.environ.get("GRAINE_DES_TESTS", "20261125"))
EXEMPLES = int(os.environ.get("EXEMPLES_DES_TESTS", "3"))
QUI = ("administrateur", "personne", "jeton expiré", "État, ailleurs")
# Un chemin pris au hasard ne mène nulle part : une fois sur trois, il désigne ce qui existe.
CONNUS = {"territoire": "32", "fiche": "32-DRO-EXP-01", "region": "76", "exercice": 2025, "annee": 2025}
FICHIERS = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/pdf",
    "message/rfc822",
)
DOSSIER = "/territoires/32"
PAGES = (
    "/a-faire",
    "/campagnes",
    "/comptes",
    "/compte",
    "/connexion",
    "/demarches/nouvelle",
    "/mes-calendriers",
    "/messages",
    "/recherche",
    "/relances",
    *(
        f"{DOSSIER}{x}"
        for x in ("", "/documents", "/fiches/nouvelle", "/indicateurs/2025", "/reunions/nouvelle")
    ),
    *(f"{DOSSIER}/saisies/{nature}" for nature in SAISIES),
    *(f"{DOSSIER}/gestes/{t.geste.value}" for t in gestes_possibles(Etape.EXECUTION)),
)
DATES = ["0000-00-00", "9999-12-31", "2026-02-30", "2026-11-25"]
NOMBRES = ["-1", "0", "1e400", "NaN", "1,2,3", "9" * 40, "1" * 5000, "32", "76"]
TEXTES = ["", " ", "\0", "true", "on", "../..", "<script>", "\u202e", "😀"]
HOSTILES = st.one_of(
    st.sampled_from(DATES + NOMBRES + TEXTES),
    st.text(max_size=40),
    st.integers().map(str),
    st.dates().map(str),
)
# Une ligne de trop, une ligne qui n'existe pas, une case dans une case.
EN_TROP = st.sampled_from(
    ["inconnu", "indicateurs.999999._", "budget.x.part_etat_centimes", "a.b.c.d.e", "..", "_"]
)


@schemathesis.serializer(*FICHIERS)
def _tel_quel(_contexte: Any, valeur: Any) -> Any:
    return valeur if isinstance(valeur, bytes) else str(valeur).encode()


@pytest.fixture
def dossiers(base_sqlite: Path) -> None:
    """Deux contrats en exécution, une campagne ouverte."""
    with unite_de_travail() as session:
        for code in ("31", "32"):
            demarche = un_contrat(session, code)
            porteur = FicheAction(demarche_id=demarche.id, code=f"{code}-DROITS-01", titre="Une action")
            session.add(porteur.sqlmodel_update({"axe": "DROITS", "annee_debut": 2024}))
        ouvrir_campagne(session, "76", GenreCampagne.INDICATEURS, 2025, auteur())


@pytest.fixture
def demandeurs(dossiers: None, application: FastAPI) -> Iterator[dict[str, TestClient]]:
    """Qui a tous les droits, qui n'en a aucun, qui en avait, qui en a ailleurs."""
    print(f"graine du hasard : {GRAINE}, exemples par adresse : {EXEMPLES}")
    situations = {s.nom: preparer(s) for s in SITUATIONS if s.nom in QUI}
    with TestClient(application, raise_server_exceptions=False) as ouvert:
        ouvert.close()
        yield {
            nom: TestClient(application, raise_server_exceptions=False, headers=en_tetes)
            for nom, en_tetes in situations.items()
        }


def _eprouver(
    exemples: st.SearchStrategy[Any], essayer: Callable[[Any], None], nombre: int = EXEMPLES
) -> None:
    """Les mêmes exemples à chaque fois : rien n'est réduit, toutes les pannes sont dites à la fois."""

    @seed(GRAINE)
    @settings(
        max_examples=nombre, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(exemples)
    def un_exemple(exemple: Any) -> None:
        tout_oublier()
        essayer(exemple)

    un_exemple()


def _demandes(operation: Any) -> st.SearchStrategy[Any]:
    """Ce que l'OpenAPI promet de lire, la même chose là où il y a un dossier, et ce qu'il promet de refuser."""
    connus = {p.name: CONNUS[p.name] for p in operation.path_parameters if p.name in CONNUS}
    return st.one_of(
        operation.as_strategy(),
        operation.as_strategy(path_parameters=connus),
        operation.as_strategy(GenerationMode.NEGATIVE),
    )


def test_aucune_demande_a_l_api_n_est_une_panne(
    demandeurs: dict[str, TestClient], application: FastAPI
) -> None:
    pannes: dict[str, str] = {}
    statuts = set[int]()

    def essayer(cas: Any) -> None:
        demande = cas.as_transport_kwargs(base_url="http://testserver")
        demande.pop("cookies")  # la session est celle de qui demande
        contenu = demande.pop("data", None)
        if contenu is not None:
            demande["content"] = contenu if isinstance(contenu, bytes) else str(contenu).encode()
        for nom, client in demandeurs.items():
            reponse = client.request(**demande)
            statuts.add(reponse.status_code)
            if reponse.status_code >= 500:
                pannes[f"{nom} : {cas.method} {cas.path}"] = f"{demande} : {reponse.text}"

    for operation in schemathesis.openapi.from_dict(application.openapi()).get_all_operations():
        _eprouver(_demandes(operation.ok()), essayer)

    assert pannes == {}
    assert {200, 401, 403, 404, 422} <= statuts


class Formulaire(NamedTuple):
    """Un formulaire tel que la page le montre : chaque case, et ce qu'elle contient."""

    methode: str
    adresse: str
    cases: dict[str, list[str]]
    boutons: tuple[str, ...]
    fichiers: tuple[str, ...]


def _formulaires(client: TestClient) -> Iterator[Formulaire]:
    """Ceux de toutes les pages, chacun une fois."""
    vus = set[tuple[str, frozenset[str]]]()
    for page in PAGES:
        reponse = client.get(page)
        assert reponse.status_code in (200, 409), f"{page} : {reponse.status_code}"
        for trouve in html.document_fromstring(reponse.text).forms:
            formulaire = _lire(trouve, page)
            trace = (formulaire.adresse, frozenset(formulaire.cases))
            if trace not in vus:
                vus.add(trace)
                yield formulaire


def _lire(trouve: Any, page: str) -> Formulaire:
    cases: dict[str, list[str]] = {nom: [] for nom in trouve.fields if nom and nom != "csrf"}
    for nom, valeur in trouve.form_values():
        if nom in cases:
            cases[nom].append(valeur)
    fichiers = tuple(trouve.xpath(".//input[@type='file']/@name"))
    for nom in fichiers:
        cases.pop(nom, None)
    boutons = tuple(trouve.xpath(".//button[@name='_agir']/@value"))
    return Formulaire(trouve.method, trouve.action or page, cases, boutons, fichiers)


def _remplissages(formulaire: Formulaire) -> st.SearchStrategy[dict[str, list[str]]]:
    """Chaque case laissée, vidée, retirée, ou remplie de travers, une ou deux fois."""
    cases: dict[str, st.SearchStrategy[list[str]]] = {
        nom: st.one_of(st.just(contenu), st.just([]), st.lists(HOSTILES, min_size=1, max_size=2))
        for nom, contenu in formulaire.cases.items()
    }
    if formulaire.boutons:
        cases["_agir"] = st.sampled_from([[b] for b in (*formulaire.boutons, "retirer:x.99", "rien")])
    en_trop = st.dictionaries(EN_TROP, st.lists(HOSTILES, min_size=1, max_size=1), max_size=1)
    return st.builds(lambda a, b: a | b, st.fixed_dictionaries(cases), en_trop)


def test_aucun_formulaire_rempli_de_travers_n_est_une_panne(demandeurs: dict[str, TestClient]) -> None:
    pannes: dict[str, str] = {}

    def envoyer(client: TestClient, formulaire: Formulaire, cases: dict[str, list[str]]) -> Any:
        if formulaire.methode == "GET":
            return client.get(formulaire.adresse, params=cases)
        joints = dict.fromkeys(formulaire.fichiers, ("reçu.docx", b"PK\x03\x04 abime", FICHIERS[0]))
        return client.post(formulaire.adresse, data=cases, files=joints or None)

    formulaires = list(_formulaires(demandeurs["administrateur"]))
    for formulaire in formulaires:

        def essayer(cases: dict[str, list[str]], formulaire: Formulaire = formulaire) -> None:
            for nom, client in demandeurs.items():
                reponse = envoyer(client, formulaire, cases)
                if reponse.status_code >= 500:
                    pannes[f"{nom} : {formulaire.adresse}"] = f"{cases} : {_incident(reponse.text)}"

        _eprouver(_remplissages(formulaire), essayer)

    assert pannes == {}
    assert len(formulaires) > 60


def _incident(page: str) -> str:
    return " ".join(html.document_fromstring(page).text_content().split())[-300:]

"""Toutes les adresses, dans tous les rôles et toutes les situations : le gardien applique le tableau, partout."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request

from api import application as module
from api.acces import gardien
from api.acces.droits import DROITS, GESTES, Droit
from api.acces.gardien import Gardien, Regle
from api.acces.reconnaissance import reconnaitre
from api.acces.routes import ACCES
from api.application import Adresse, adresses, creer_application
from modeles.base import unite_de_travail
from modeles.colonnes import maintenant
from modeles.compte import Role
from modeles.erreurs import ErreurMetier
from modeles.etapes import Geste
from modeles.fiche import FicheAction
from tests.api.situations import SITUATIONS, Situation, preparer
from workflows.dossier import creer_demarche

GESTE = Geste.NOTIFIER
EXEMPLES = {
    "fiche": "32-DROITS-01",
    "region": "76",
    "geste": GESTE.value,
    "nature": "contact",
    "annee": "2025",
    "numero": "1",
}


class LaissezPasser(ErreurMetier):
    """Le gardien a laissé passer : la route n'est pas exécutée, seul le droit est éprouvé."""

    statut = 418


class GardienSeul(Gardien):
    async def __call__(self, requete: Request) -> None:
        await super().__call__(requete)
        raise LaissezPasser("", "", "")


@pytest.fixture
def dossiers(base: Path) -> None:
    """Deux démarches, et la fiche d'un porteur dans chacune."""
    for code in ("32", "31"):
        with unite_de_travail() as session:
            demarche = creer_demarche(session, code, maintenant().date())
            session.add(
                FicheAction(
                    demarche_id=demarche.id,
                    code=f"{code}-DROITS-01",
                    titre="Une action",
                    axe="DROITS",
                    annee_debut=2024,
                )
            )


def test_chaque_adresse_s_ouvre_a_qui_de_droit_et_a_personne_d_autre(
    dossiers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Qui demande ne dépend pas de l'adresse : le reconnaître une fois par situation suffit.
    monkeypatch.setattr(gardien, "reconnaitre", une_fois(reconnaitre))

    ecarts = {
        f"{situation.nom} : {a.methode} {a.chemin}": statut
        for situation in SITUATIONS
        for a, statut in demander_au_gardien(preparer(situation), situation.territoire).items()
        if statut not in attendus(ACCES[a.fonction], a, situation)
    }

    assert ecarts == {}


@pytest.mark.parametrize("nom", ["administrateur", "personne", "jeton pour lire"])
def test_le_gardien_est_bien_a_l_entree_de_chaque_adresse(
    base_sqlite: Path, monkeypatch: pytest.MonkeyPatch, nom: str
) -> None:
    monkeypatch.setattr(module, "Gardien", GardienSeul)
    situation = next(s for s in SITUATIONS if s.nom == nom)

    obtenus = asyncio.run(demander_en_http(creer_application(), situation.territoire, preparer(situation)))

    ecarts = {
        f"{a.methode} {a.chemin}": statut
        for a, statut in obtenus.items()
        if statut not in {*attendus(ACCES[a.fonction], a, situation), *redirection(a, situation)}
    }
    assert ecarts == {}
    assert len(obtenus) > 50


def demander_au_gardien(en_tetes: dict[str, str], territoire: str) -> dict[Adresse, int]:
    """Ce que le gardien répond pour chaque adresse, sans exécuter la route."""
    a_l_entree = Gardien(ACCES)

    async def un_par_un() -> dict[Adresse, int]:
        return {a: await _essayer(a_l_entree, _requete(a, en_tetes, territoire)) for a in adresses()}

    return asyncio.run(un_par_un())


async def _essayer(a_l_entree: Gardien, requete: Request) -> int:
    try:
        await a_l_entree(requete)
    except ErreurMetier as refus:
        return refus.statut
    return LaissezPasser.statut


def _requete(adresse: Adresse, en_tetes: dict[str, str], territoire: str) -> Request:
    noms = re.findall(r"\{(\w+)", adresse.chemin)
    return Request(
        {
            "type": "http",
            "method": adresse.methode,
            "path": adresse.chemin,
            "path_params": {nom: _exemple(nom, territoire) for nom in noms},
            "endpoint": adresse.fonction,
            "query_string": b"",
            "headers": [(n.lower().encode(), v.encode()) for n, v in en_tetes.items()],
            "scheme": "http",
            "server": ("testserver", 80),
            "client": ("testclient", 50000),
        }
    )


def une_fois(fonction: Callable[[Request], Any]) -> Callable[[Request], Any]:
    """La fonction, appelée une fois par jeu d'en-têtes ; son refus est rendu de même."""
    retenus: dict[tuple[tuple[bytes, bytes], ...], Any] = {}

    def retenir(requete: Request) -> Any:
        cle = tuple(requete.scope["headers"])
        if cle not in retenus:
            try:
                retenus[cle] = fonction(requete)
            except ErreurMetier as refus:
                retenus[cle] = refus
        if isinstance(retenus[cle], ErreurMetier):
            raise retenus[cle]
        return retenus[cle]

    return retenir


async def demander_en_http(
    application: FastAPI, territoire: str, en_tetes: dict[str, str]
) -> dict[Adresse, int]:
    """Le statut de chaque adresse, demandée pour de vrai à une application dont les routes s'arrêtent au gardien."""
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    obtenus = {}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://testserver", headers=en_tetes
    ) as client:
        for a in adresses():
            chemin = re.sub(r"\{(\w+)(:\w+)?\}", lambda m: _exemple(m[1], territoire), a.chemin)
            obtenus[a] = (await client.request(a.methode, chemin)).status_code
    return obtenus


def _exemple(nom: str, territoire: str) -> str:
    if nom == "territoire":
        return territoire
    if nom == "fiche":
        return f"{territoire}-DROITS-01"
    return EXEMPLES.get(nom, "00000000-0000-0000-0000-000000000000")


def attendus(regle: Regle, adresse: Adresse, situation: Situation) -> set[int]:
    """Les statuts que le tableau promet : passer, ou le refus qui convient."""
    if situation.perime in ("expire", "revoque", "inconnu"):
        return {401}
    if regle.ouverte:
        return {LaissezPasser.statut}
    if situation.role is None or situation.perime:
        return {401}
    if regle.navigateur and situation.portees is not None:
        return {403}
    passe = regle.droit is None or _permis(regle.droit, adresse, situation)
    return {LaissezPasser.statut} if passe else {403, 404}


def redirection(adresse: Adresse, situation: Situation) -> set[int]:
    """Une page demandée sans être connecté mène à la connexion."""
    page = not adresse.chemin.startswith("/api/") and adresse.methode == "GET"
    return {303} if page and situation.role is None else set()


def _permis(droit: Droit, adresse: Adresse, situation: Situation) -> bool:
    if situation.portees is not None and droit.portee not in situation.portees:
        return False
    role = situation.role
    if "{territoire}" in adresse.chemin:
        if droit is Droit.SAISIR:
            return situation.ici
        sur_sa_fiche = role is not Role.PORTEUR or "{fiche}" in adresse.chemin
        roles = GESTES[GESTE] if droit is Droit.FAIRE_UN_GESTE else DROITS[droit]
        return situation.ici and sur_sa_fiche and role in roles
    if "{region}" in adresse.chemin:
        return situation.region_entiere and role in DROITS[droit]
    return role in DROITS[droit]

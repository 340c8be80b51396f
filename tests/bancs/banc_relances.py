"""Décider qui relancer : 116 contrats, 40 indicateurs, 4 années, en moins d'une seconde ; puis dix et cent fois plus.

`python -m tests.bancs.banc_relances` écrit sur la sortie standard une ligne JSON par mesure, et rien d'autre.
`relances_decider` : les faits sont en mémoire ; `relances_lire_et_decider` : ils viennent de la base (SQLite).
`rapport` est le temps rapporté à la seconde que l'on s'accorde, pour 116 contrats ; ensuite, le temps par contrat
rapporté à celui de la première taille : 1 veut dire que la croissance est linéaire. Les secondes sont de calcul :
une machine chargée par ailleurs n'y change rien.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert

from modeles.base import lecture, mettre_a_niveau, moteur
from modeles.campagne import Attendu, Campagne
from modeles.configuration import configuration
from modeles.contact import Contact
from modeles.demarche import Demarche
from modeles.etapes import Etape
from modeles.fiche import FicheAction
from modeles.indicateur import Indicateur
from modeles.reference.registre import registre
from modeles.territoire import Territoire
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire import Partie, RoleContact, StatutFiche
from modeles.vocabulaire_annuel import GenreCampagne, StatutValeur
from tests.workflows.relances.fabriques_relances import une_attente
from workflows.relances.attentes import Attente
from workflows.relances.faits import attentes_du, derniers_messages
from workflows.relances.simulation import juger

CONTRATS, INDICATEURS, ANNEES = 116, 40, (2022, 2023, 2024, 2025)
EN_MEMOIRE, EN_BASE = (1, 10, 100), (1, 10)
ACCORDEE_S = 1.0
LE = date(2026, 4, 7)
PASSES = 3
REPONDUS = 30


def attentes(contrats: int) -> list[Attente]:
    """Un contrat et une année par attente : un quart a répondu, les autres ont de quarante à dix manquants."""
    codes = [t.code for t in registre().territoires.values() if t.contractant and t.code.isdigit()]
    noms = tuple(f"Indicateur {n}" for n in range(INDICATEURS))
    modeles = {code: une_attente(code) for code in codes[:CONTRATS]}
    return [
        modeles[codes[rang % CONTRATS % len(codes)]]._replace(
            demarche_id=UUID(int=rang + 1),
            exercice=annee,
            attendus=INDICATEURS,
            manquants=noms[: INDICATEURS - rang % REPONDUS],
            recu_le=date(2026, 3, 20) if (rang + annee) % 4 == 0 else None,
            seuil=80,
        )
        for rang in range(contrats)
        for annee in ANNEES
    ]


def remplir(contrats: int) -> None:
    """Les mêmes, en base ; plusieurs contrats par territoire au-delà de ceux de la référence."""
    mettre_a_niveau(configuration().url_base)
    codes = [t for t in registre().territoires.values() if t.contractant]
    with moteur().begin() as connexion:
        _inserer(
            connexion,
            Territoire,
            [{"code": t.code, "nom": t.nom, "region": t.region} for t in codes],
        )
        campagnes = [_campagne(annee) for annee in ANNEES]
        _inserer(connexion, Campagne, campagnes)
        for rang in range(contrats):
            _contrat(connexion, codes[rang % len(codes)].code, 1900 + rang // len(codes), campagnes)


def _campagne(annee: int) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "region": "76",
        "type_contrat": "cls",
        "genre": GenreCampagne.INDICATEURS,
        "exercice": annee,
        "ouverte_le": date(annee + 1, 1, 15),
        "ouverte_par": "banc",
        "echeance_le": date(2026, 3, 31),
        "seuil_completude": 80,
    }


def _contrat(connexion: Connection, code: str, debut: int, campagnes: list[dict[str, Any]]) -> None:
    demarche, fiche = uuid4(), uuid4()
    instant = datetime(2026, 3, 1, tzinfo=UTC)
    indicateurs = [uuid4() for _ in range(INDICATEURS)]
    _inserer(
        connexion,
        Demarche,
        [
            {
                **Demarche(
                    id=demarche, territoire_code=code, etape=Etape.EXECUTION, depuis_le=LE, signe_le=LE
                ).model_dump(),
                "annee_debut": debut,
            }
        ],
    )
    contact = Contact(
        demarche_id=demarche,
        partie=Partie.COLLECTIVITE,
        role=RoleContact.REFERENT,
        nom="EXEMPLE",
        fonction="référente",
        organisme="Organisme fictif",
        courriel=f"{demarche}@exemple.invalid",
    )
    modele = FicheAction(
        id=fiche,
        demarche_id=demarche,
        code=f"{code}-X-01",
        titre="Fiche",
        axe="DROITS",
        statut=StatutFiche.CONTRACTUALISEE,
        annee_debut=ANNEES[0],
        duree_annees=len(ANNEES),
    )
    _inserer(connexion, Contact, [contact.model_dump()])
    _inserer(connexion, FicheAction, [modele.model_dump()])
    _inserer(
        connexion,
        Indicateur,
        [
            Indicateur(id=i, fiche_id=fiche, code=f"I{n}", libelle=f"Indicateur {n}", unite="n").model_dump()
            for n, i in enumerate(indicateurs)
        ],
    )
    _inserer(
        connexion,
        Attendu,
        [
            {"id": uuid4(), "campagne_id": c["id"], "demarche_id": demarche, "partiel": False}
            for c in campagnes
        ],
    )
    _inserer(connexion, ValeurIndicateur, list(_valeurs(indicateurs, instant)))


def _valeurs(indicateurs: list[UUID], instant: datetime) -> Iterator[dict[str, Any]]:
    for annee in ANNEES:
        for identifiant in indicateurs[: INDICATEURS // 2]:
            yield ValeurIndicateur(
                indicateur_id=identifiant,
                exercice=annee,
                numero=1,
                statut=StatutValeur.SAISI,
                valeur_centiemes=100,
                origine="banc",
                par="banc",
                saisi_le=instant,
            ).model_dump()


def _inserer(connexion: Connection, table: type, lignes: list[dict[str, Any]]) -> None:
    connexion.execute(insert(table), lignes)


def chronometrer(action: Callable[[], object]) -> float:
    durees = []
    for _ in range(PASSES):
        debut = time.process_time()
        action()
        durees.append(time.process_time() - debut)
    return min(durees)


def depuis_la_base() -> int:
    with lecture() as session:
        return len(juger(attentes_du(session, LE), LE, derniers_messages(session, LE)).envois)


def dire(nom: str, fois: int, secondes: float, reference: float) -> float:
    """Écrit la mesure ; rend le temps par contrat, auquel se comparent les tailles suivantes."""
    par_contrat = secondes / (CONTRATS * fois)
    rapport = par_contrat / reference if reference else secondes / ACCORDEE_S
    ligne = {
        "mesure": f"{nom}_x{fois}",
        "rapport": round(rapport, 3),
        "contrats": CONTRATS * fois,
        "valeurs": CONTRATS * fois * INDICATEURS * len(ANNEES),
        "secondes": round(secondes, 3),
    }
    sys.stdout.write(json.dumps(ligne) + "\n")
    sys.stdout.flush()
    return reference or par_contrat


def principal() -> None:
    reference = 0.0
    for fois in EN_MEMOIRE:
        lot = attentes(CONTRATS * fois)
        secondes = chronometrer(lambda lot=lot: juger(lot, LE, {}))  # type: ignore[misc]
        reference = dire("relances_decider", fois, secondes, reference)
    reference = 0.0
    for fois in EN_BASE:
        with tempfile.TemporaryDirectory() as dossier:
            os.environ["JALONS_DONNEES"] = dossier
            configuration.cache_clear()
            moteur.cache_clear()
            remplir(CONTRATS * fois)
            reference = dire("relances_lire_et_decider", fois, chronometrer(depuis_la_base), reference)


if __name__ == "__main__":
    principal()

"""Par un vrai serveur : la relance part une fois, à son heure, et plus du tout si la réponse est arrivée."""

from datetime import date, datetime
from pathlib import Path

import pytest

from modeles.configuration import configuration
from modeles.vocabulaire_relances import EtatRelance
from tests.workflows.relances.dossiers_relances import (
    ouvrir_les_indicateurs,
    passer_le,
    relances,
    repondre,
    un_instant,
)
from tests.workflows.serveur_de_courriel import Guichet, serveur_de_courriel
from workflows.notifications import envoi
from workflows.notifications.envoi import Facteur

LE_7_AVRIL = date(2026, 4, 7)


def vider(monkeypatch: pytest.MonkeyPatch, guichet: Guichet, instant: datetime) -> None:
    """L'envoi, à cet instant."""
    monkeypatch.setattr(envoi, "maintenant", lambda: instant)
    with serveur_de_courriel(guichet) as port:
        for nom, valeur in (
            ("HOTE", "127.0.0.1"),
            ("PORT", str(port)),
            ("SECURITE", "aucune"),
            ("EXPEDITEUR", "jalons@exemple.fr"),
        ):
            monkeypatch.setenv(f"JALONS_SMTP_{nom}", valeur)
        configuration.cache_clear()
        Facteur.ordinaire(configuration(), "essai").vider_la_boite()


def test_une_relance_envoyee_est_partie_et_ne_repart_pas(
    base_sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guichet = Guichet()
    ouvrir_les_indicateurs()
    passer_le(LE_7_AVRIL)

    for heure in (7, 9, 10):
        vider(monkeypatch, guichet, un_instant(LE_7_AVRIL, heure))
        passer_le(LE_7_AVRIL)

    (recu,) = guichet.recus
    assert recu.a == ["referent.32@exemple.invalid"]
    assert (relances()["R1"].etat, relances()["R1"].partie_le) == (EtatRelance.PARTIE, LE_7_AVRIL)
    assert recu.courriel["Reply-To"] == "referent.etat.32@exemple.invalid"
    pieces = sorted(str(p.get_filename()) for p in recu.courriel.iter_attachments())
    assert pieces == ["20260407_R1_32_relance 1_v1.docx", "32_Gers_indicateurs_2025.xlsx"]


def test_une_reponse_arrivee_avant_l_ouverture_arrete_l_envoi(
    base_sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guichet = Guichet()
    (gers,) = ouvrir_les_indicateurs()
    passer_le(LE_7_AVRIL)
    repondre(gers, LE_7_AVRIL)

    vider(monkeypatch, guichet, un_instant(LE_7_AVRIL, 9))

    assert (guichet.recus, relances()["R1"].etat) == ([], EtatRelance.CADUQUE)

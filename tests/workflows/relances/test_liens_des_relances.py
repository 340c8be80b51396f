"""Le rappel donne à chacun son lien personnel, quand une adresse publique permet de l'ouvrir."""

import re
from datetime import date

import pytest
from sqlmodel import select

from modeles.base import lecture
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.lien_de_reponse import LienDeReponse
from modeles.secret import secret_de_l_installation
from tests.workflows.relances.dossiers_relances import messages, ouvrir_les_indicateurs, passer
from workflows.collecte.liens import ouvrir

LE_2_MARS = date(2026, 3, 2)
SITE = "https://jalons.exemple.invalid"


def test_le_rappel_porte_le_lien_de_son_destinataire(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JALONS_URL_PUBLIQUE", SITE)
    configuration.cache_clear()
    ouvrir_les_indicateurs()

    passer([LE_2_MARS])

    (message,) = messages()
    (jeton,) = re.findall(rf"{re.escape(SITE)}/reponse/(\S+)", message.corps)
    with lecture() as session:
        lien = ouvrir(session, jeton, secret_de_l_installation(configuration().donnees), maintenant())
        assert (lien.courriel, lien.attendu.campagne.exercice) == ("referent.32@exemple.invalid", 2025)


def test_sans_adresse_publique_le_rappel_part_sans_lien(base: str) -> None:
    ouvrir_les_indicateurs()

    passer([LE_2_MARS])

    (message,) = messages()
    assert "/reponse/" not in message.corps
    with lecture() as session:
        assert session.exec(select(LienDeReponse)).all() == []

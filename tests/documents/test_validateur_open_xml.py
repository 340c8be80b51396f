"""Chaque document du catalogue est conforme aux yeux du validateur de Microsoft, valeurs hostiles comprises."""

import pytest

from tests.documents.tout_le_catalogue import NOMS, tout_le_catalogue
from tests.documents.validateur import erreurs_open_xml, sans_validateur

# Les plus divers : graphiques, sommaire, listes qui repartent, contrôles, notes, tableau en paysage.
EPROUVES_PAR_L_HOSTILE = ["D04", "D14", "D16", "D15", "D13F commenté"]


@sans_validateur
@pytest.mark.parametrize("nom", NOMS)
def test_un_document_du_catalogue_est_conforme(nom: str) -> None:
    assert erreurs_open_xml(tout_le_catalogue()[nom].octets) == []


@sans_validateur
@pytest.mark.parametrize("nom", EPROUVES_PAR_L_HOSTILE)
def test_un_document_aux_valeurs_hostiles_est_conforme(nom: str) -> None:
    assert erreurs_open_xml(tout_le_catalogue("hostile")[nom].octets) == []


@sans_validateur
@pytest.mark.parametrize("nom", ["D14", "D16"])
def test_un_document_presque_vide_est_conforme(nom: str) -> None:
    assert erreurs_open_xml(tout_le_catalogue("minimal")[nom].octets) == []

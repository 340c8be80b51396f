"""Un exemple de chaque document, composé des gabarits livrés et du dossier témoin."""

import pytest

from documents.exemples import exemple
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.moteur.validite import fautes_word, texte
from documents.repertoire import REPERTOIRE


@pytest.mark.parametrize("code", REPERTOIRE)
def test_chaque_document_du_repertoire_a_son_exemple_marque_fictif(code: str) -> None:
    octets = exemple(REPERTOIRE[code], DOSSIER_DES_GABARITS)

    assert fautes_word(octets) == ()
    assert "DONNÉES DE DÉMONSTRATION" in texte(octets)
    assert "PROJET" not in texte(octets)

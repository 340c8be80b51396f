"""Un document cassé est vu, par nos règles ou par le validateur Open XML, et l'on sait par lequel."""

import pytest

from documents.moteur.validite import fautes_word
from tests.documents.documents_casses import CASSURES, le_document_sain
from tests.documents.validateur import erreurs_open_xml, sans_validateur

VUES_PAR_NOS_REGLES = [nom for nom, cassure in CASSURES.items() if cassure.regles]


def test_le_document_dont_partent_les_cassures_est_sain() -> None:
    assert fautes_word(le_document_sain()) == ()


def test_trente_cassures_au_moins_sont_vues_par_nos_regles_et_toutes_par_quelqu_un() -> None:
    assert len(VUES_PAR_NOS_REGLES) >= 30
    assert [nom for nom, c in CASSURES.items() if not (c.regles or c.validateur)] == []


@pytest.mark.parametrize("nom", CASSURES)
def test_nos_regles_disent_ce_qui_est_casse_et_ne_levent_rien(nom: str) -> None:
    cassure = CASSURES[nom]

    fautes = fautes_word(cassure.casser(le_document_sain()))

    assert any(cassure.regles in faute for faute in fautes) if cassure.regles else fautes == ()


@sans_validateur
@pytest.mark.parametrize("nom", [nom for nom, cassure in CASSURES.items() if cassure.validateur])
def test_le_validateur_open_xml_voit_ce_que_l_on_attend_de_lui(nom: str) -> None:
    cassure = CASSURES[nom]

    codes = {e.code for e in erreurs_open_xml(cassure.casser(le_document_sain()))}

    assert cassure.validateur in codes

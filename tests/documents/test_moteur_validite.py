"""Les règles voient ce que Word refuse et que python-docx ouvre ; elles se taisent sur un document sain."""

from pathlib import Path

import pytest

from documents.moteur.gabarit import composer
from documents.moteur.validite import fautes_word, paragraphes, texte
from tests.documents.fabriques_word import contexte_de_fiche, gabarit_de_fiche, un_gabarit


@pytest.fixture(scope="module")
def sain(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    gabarit = gabarit_de_fiche(tmp_path_factory.mktemp("validite") / "fiche.docx")
    return composer(gabarit, contexte_de_fiche()).octets


def test_un_document_compose_n_a_aucune_faute(sain: bytes) -> None:
    assert fautes_word(sain) == ()


@pytest.mark.parametrize("octets", [b"", b"PK", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" * 10])
def test_un_fichier_qui_n_est_pas_word_est_denonce_sans_lever(octets: bytes) -> None:
    assert fautes_word(octets) == ("ce n'est pas un document Word lisible",)


def test_un_document_tronque_est_denonce_sans_lever(sain: bytes) -> None:
    assert fautes_word(sain[: len(sain) // 2]) == ("ce n'est pas un document Word lisible",)


@pytest.mark.parametrize("mot", ["Nonette", "l'école Saint-None", "(zone)"])
def test_un_mot_qui_ressemble_a_une_valeur_absente_est_accepte(mot: str, tmp_path: Path) -> None:
    assert fautes_word(composer(un_gabarit(tmp_path, "{{ x }}"), {"x": mot}).octets) == ()


def test_le_texte_se_lit_corps_puis_en_tete_puis_pied(sain: bytes) -> None:
    lus = paragraphes(sain)

    assert lus[0] == "Rappel & échéance"
    assert lus[-2:] == ["ESSAI-1 — Page 1", "Service fictif"] or lus[-2:] == [
        "Service fictif",
        "ESSAI-1 — Page 1",
    ]
    assert texte(sain).splitlines() == lus

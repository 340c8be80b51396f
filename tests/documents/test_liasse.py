"""La liasse réunit les dernières versions, rangées, et donne toujours les mêmes octets."""

import io
from pathlib import Path
from zipfile import ZipFile

import pytest

from documents.depot import Depot, FichierAbsent
from documents.liasse import dernieres_versions, reunir
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.etapes import Etape
from tests.fabriques import un_document, une_demarche


def _un_document(demarche: Demarche, depot: Depot, objet: str, version: int) -> Document:
    octets = f"{objet} {version}".encode()
    document = un_document(
        demarche,
        code="D04",
        titre="Compte rendu",
        objet=objet,
        version=version,
        etape=Etape.DIAGNOSTIC,
        nom_fichier=f"20250303_D04_32_{objet}_v{version}.docx",
        taille_octets=len(octets),
        empreinte_fichier=depot.ranger(octets),
    )
    document.demarche = demarche
    return document


def test_la_liasse_garde_la_derniere_version_de_chacun_sous_son_etape(tmp_path: Path) -> None:
    depot, gers = Depot(tmp_path), une_demarche()
    documents = [_un_document(gers, depot, objet, v) for objet, v in (("a", 1), ("b", 1), ("a", 2))]

    archive = ZipFile(io.BytesIO(reunir(dernieres_versions(documents), depot)))

    assert archive.namelist() == [
        "32 Gers/2 Diagnostic/20250303_D04_32_a_v2.docx",
        "32 Gers/2 Diagnostic/20250303_D04_32_b_v1.docx",
    ]
    assert archive.read(archive.namelist()[0]) == b"a 2"


def test_deux_liasses_des_memes_documents_sont_identiques(tmp_path: Path) -> None:
    depot, gers = Depot(tmp_path), une_demarche()
    documents = [_un_document(gers, depot, objet, 1) for objet in ("a", "b")]

    assert reunir(documents, depot) == reunir(reversed(documents), depot)


def test_un_fichier_perdu_est_dit_plutot_qu_oublie(tmp_path: Path) -> None:
    depot, gers = Depot(tmp_path), une_demarche()
    document = _un_document(gers, depot, "a", 1)

    with pytest.raises(FichierAbsent):
        reunir([document], Depot(tmp_path / "ailleurs"))

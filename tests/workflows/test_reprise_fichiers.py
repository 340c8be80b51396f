"""Un fichier qui n'est pas un classeur de reprise est refusé, en disant ce qu'il est."""

from pathlib import Path

import pytest

from tests.workflows.archives import archive, parties_de
from tests.workflows.classeurs_de_reprise import AUJOURD_HUI, remplir
from workflows.reprise.fautes import ClasseurIllisible
from workflows.reprise.lecture import lire_classeur, lire_fichier

TYPES = "[Content_Types].xml"
CLASSEUR = "xl/workbook.xml"
CHIFFRE = "EncryptedPackage".encode("utf-16-le")
DTD = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


def _avec(**parties: bytes) -> bytes:
    ecrites = {nom.replace("__", "/").replace("_p_", "."): contenu for nom, contenu in parties.items()}
    return archive(parties_de(remplir({})) | ecrites)


def _types_remplaces(avant: bytes, apres: bytes) -> bytes:
    parties = parties_de(remplir({}))
    return archive(parties | {TYPES: parties[TYPES].replace(avant, apres)})


def _en_utf16() -> bytes:
    texte = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE l [<!ENTITY a "a">]><l>&a;</l>'
    return archive(parties_de(remplir({})) | {CLASSEUR: texte.encode("utf-16")})


MAUVAIS = {
    "vide": (b"", "Le fichier est vide."),
    "texte": (b"territoire;etape\nGers;Fiches\n", "C'est un fichier texte (CSV)."),
    "image": (b"\x89PNG\r\n\x1a\n\0\0", "Ce n'est pas un classeur Excel (.xlsx)."),
    "pdf": (b"%PDF-1.7\n", "C'est un document PDF."),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "C'est un classeur d'un format ancien (.xls)."),
    "chiffre": (b"\xd0\xcf\x11\xe0" + CHIFFRE, "Il est protégé par un mot de passe."),
    "tronque": (remplir({})[:9000], "Le fichier est incomplet ou abîmé."),
    "macro": (_avec(xl__vbaProject_p_bin=b"x"), "Il contient des macros ou un contenu actif."),
    "xlsm": (
        _types_remplaces(b"officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"),
        "Il contient des macros ou un contenu actif.",
    ),
    "word": (
        archive({TYPES: b"<Types/>", "word/document.xml": b"<d/>"}),
        "Ce n'est pas un classeur Excel (.xlsx).",
    ),
    "ods": (
        archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "C'est un classeur LibreOffice (.ods).",
    ),
    "dtd": (
        archive(parties_de(remplir({})) | {CLASSEUR: DTD}),
        "Il contient des déclarations qu'un tableur n'écrit pas (DTD).",
    ),
    "dtd en utf-16": (_en_utf16(), "Il contient des déclarations qu'un tableur n'écrit pas (DTD)."),
    "bombe": (_avec(xl__media__image_p_bmp=bytes(60_000_000)), "Son contenu est démesuré une fois déplié."),
    "trop de parties": (
        archive(parties_de(remplir({})) | {f"xl/rien{n}.xml": b"" for n in range(2_100)}),
        "Son contenu est démesuré une fois déplié.",
    ),
    "trop lourd": (b"PK\x03\x04" + bytes(20_000_001), "Il pèse 20 Mo, pour 20 Mo au plus."),
    "feuille abimee": (
        _avec(xl__worksheets__sheet2_p_xml=b"<worksheet><sheetData><row"),
        "Le fichier est incomplet ou abîmé.",
    ),
}


@pytest.mark.parametrize("nom", MAUVAIS)
def test_un_mauvais_fichier_est_nomme_pour_ce_qu_il_est(nom: str) -> None:
    contenu, pourquoi = MAUVAIS[nom]

    with pytest.raises(ClasseurIllisible) as refus:
        lire_classeur(contenu, "existant.xlsx", AUJOURD_HUI)

    assert refus.value.quoi == "Le fichier « existant.xlsx » ne peut pas être lu."
    assert refus.value.pourquoi.replace("\u00a0", " ") == pourquoi
    assert refus.value.statut == 422


def test_un_classeur_quelconque_n_est_pas_pris_pour_le_modele() -> None:
    sans_meta = parties_de(remplir({}))
    sans_meta[CLASSEUR] = sans_meta[CLASSEUR].replace(b'name="_meta"', b'name="autre"')

    with pytest.raises(ClasseurIllisible, match="n'est pas un classeur de reprise"):
        lire_classeur(archive(sans_meta), "suivi.xlsx", AUJOURD_HUI)


def test_un_fichier_absent_et_un_dossier_sont_refuses(tmp_path: Path) -> None:
    for chemin in (tmp_path, tmp_path / "absent.xlsx"):
        with pytest.raises(ClasseurIllisible) as refus:
            lire_fichier(chemin, AUJOURD_HUI)
        assert refus.value.pourquoi == "Il n'existe pas, c'est un dossier, ou sa lecture n'est pas permise."

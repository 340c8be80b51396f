"""Un fichier qu'on ne peut pas lire sans risque n'est pas ouvert, et l'on dit ce qu'il est."""

from collections.abc import Callable

import pytest

from documents.formulaires.lecture import lire_formulaire
from documents.moteur.archive import parties_de
from documents.moteur.ooxml import TYPES
from documents.reception import FichierIllisible
from tests.documents.formulaires_abimes import CONSTAT, remplacer, un_passage, une_fiche_envoyee
from tests.workflows.archives import archive

CHIFFRE = "EncryptedPackage".encode("utf-16-le")
DTD = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa">]><l>&a;</l>'
AILLEURS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="http://exemple.invalid/x.dotm" TargetMode="External"/></Relationships>'
)


def _avec(**parties: bytes) -> bytes:
    ecrites = {nom.replace("__", "/").replace("_p_", "."): contenu for nom, contenu in parties.items()}
    return archive(parties_de(une_fiche_envoyee()[2]) | ecrites)


def _docm() -> bytes:
    parties = parties_de(une_fiche_envoyee()[2])
    types = parties[TYPES].replace(
        b"vnd.openxmlformats-officedocument.wordprocessingml.document.main",
        b"vnd.ms-word.document.macroEnabled.main",
    )
    return archive(parties | {TYPES: types})


MAUVAIS: dict[str, tuple[Callable[[], bytes], str]] = {
    "vide": (lambda: b"", "Le fichier est vide."),
    "doc": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "C'est un document d'un format ancien (.doc)."),
    "chiffre": (lambda: b"\xd0\xcf\x11\xe0" + CHIFFRE, "Il est protégé par un mot de passe."),
    "pdf": (lambda: b"%PDF-1.7\n", "C'est un document PDF."),
    "odt": (
        lambda: archive({"mimetype": b"application/vnd.oasis.opendocument.text"}),
        "C'est un document LibreOffice (.odt).",
    ),
    "macro": (lambda: _avec(word__vbaProject_p_bin=b"x"), "Il contient des macros ou un contenu actif."),
    "docm renomme": (_docm, "Il contient des macros ou un contenu actif."),
    "bombe": (
        lambda: _avec(word__media__image_p_bmp=bytes(60_000_000)),
        "Son contenu est démesuré une fois déplié.",
    ),
    "dtd": (
        lambda: _avec(word__document_p_xml=DTD),
        "Il contient des déclarations qu'un traitement de texte n'écrit pas (DTD).",
    ),
    "modele distant": (
        lambda: _avec(word___rels__settings_p_xml_p_rels=AILLEURS),
        "Il charge un modèle ou un objet placé ailleurs.",
    ),
    "demi-codet": (
        lambda: _avec(word__document_p_xml=b"<w:document>&#xD800;</w:document>"),
        "Le fichier est incomplet ou abîmé.",
    ),
    "trop profond": (
        lambda: remplacer(une_fiche_envoyee()[2], un_passage(CONSTAT), "<w:r>" * 1800 + "</w:r>" * 1800),
        "Le fichier est incomplet ou abîmé.",
    ),
    "tronque": (lambda: une_fiche_envoyee()[2][:5000], "Le fichier est incomplet ou abîmé."),
    "classeur": (lambda: archive({TYPES: b"<Types/>"}), "Ce n'est pas un document Word (.docx)."),
}


@pytest.mark.parametrize("nom", MAUVAIS)
def test_un_fichier_qu_on_ne_peut_pas_lire_sans_risque_est_refuse_par_son_nom(nom: str) -> None:
    fabriquer, pourquoi = MAUVAIS[nom]

    with pytest.raises(FichierIllisible) as refus:
        lire_formulaire(fabriquer(), "recu.docx")

    assert refus.value.quoi == "Le fichier « recu.docx » ne peut pas être lu."
    assert refus.value.pourquoi == pourquoi
    assert refus.value.statut == 422

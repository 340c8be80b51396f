"""Ce qui n'est pas un gabarit sain n'est pas ouvert ; ce qui voudrait tout prendre est arrêté."""

from pathlib import Path
from shutil import copyfile

import pytest

from documents.essai import examiner
from documents.gabarits import DOSSIER_DES_GABARITS, trouver
from documents.verification import GabaritRefuse, verifier
from modeles.erreurs import SaisieInvalide
from tests.documents.gabarits_hostiles import avec, l_invitation, paragraphes, relation, remplacer

TYPES = "[Content_Types].xml"
DTD = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><l>&b;</l>'

ETRANGERS = {
    "vide": (b"", "Le fichier est vide."),
    "pdf": (b"%PDF-1.7", "C'est un document PDF."),
    "doc": (b"\xd0\xcf\x11\xe0" + bytes(600), "C'est un document d'un format ancien (.doc)."),
    "tronqué": (l_invitation()[:4000], "Le fichier est incomplet ou abîmé."),
    "macros": (
        l_invitation(avec("word/vbaProject.bin", b"x")),
        "Il contient des macros ou un contenu actif.",
    ),
    "docm": (
        l_invitation(
            remplacer(
                TYPES,
                "openxmlformats-officedocument.wordprocessingml.document.main",
                "ms-word.document.macroEnabled.main",
            )
        ),
        "Il contient des macros ou un contenu actif.",
    ),
    "DTD": (
        l_invitation(avec("word/x.xml", DTD)),
        "Il contient des déclarations qu'un traitement de texte n'écrit pas (DTD).",
    ),
    "bombe": (
        l_invitation(avec("word/media/x.bmp", bytes(60_000_000))),
        "Son contenu est démesuré une fois déplié.",
    ),
    "modèle distant": (
        l_invitation(relation("attachedTemplate", "https://piege.invalid/x.dotm")),
        "Il charge un modèle ou un objet placé ailleurs.",
    ),
}


@pytest.mark.parametrize("nom", ETRANGERS)
def test_un_fichier_qui_n_est_pas_un_gabarit_sain_n_est_pas_ouvert(nom: str) -> None:
    octets, pourquoi = ETRANGERS[nom]

    with pytest.raises(SaisieInvalide) as refus:
        verifier(octets, "mien.docx", trouver("D01"), DOSSIER_DES_GABARITS)

    assert (refus.value.quoi, refus.value.pourquoi) == (
        "Le fichier « mien.docx » ne peut pas être lu.",
        pourquoi,
    )


@pytest.mark.parametrize("document", ["D01", "D13", "corps_fiche"])
def test_les_gabarits_livres_passent_la_verification(document: str) -> None:
    gabarit = trouver(document)

    verifier(
        (DOSSIER_DES_GABARITS / gabarit.fichier).read_bytes(), "livre.docx", gabarit, DOSSIER_DES_GABARITS
    )


@pytest.mark.parametrize(
    ("textes", "attendu"),
    [
        (("{% set x = objet %}", *["{% set x = x ~ x ~ x %}"] * 40, "{{ x }}"), "mémoire"),
        (("{% for a in range(90000) %}" + "x" * 50_000 + "{% endfor %}",), "mémoire"),
        (("{{ " + "(" * 3_000 + "objet" + ")" * 3_000 + " }}",), "imbriqués"),
    ],
)
def test_un_gabarit_qui_veut_tout_prendre_est_arrete(textes: tuple[str, ...], attendu: str) -> None:
    octets = l_invitation(paragraphes(*textes))

    with pytest.raises(GabaritRefuse, match=attendu):
        verifier(octets, "mien.docx", trouver("D01"), DOSSIER_DES_GABARITS)


def test_un_essai_trop_long_est_arrete() -> None:
    with pytest.raises(GabaritRefuse, match="arrêté après 0 s : une boucle est sans doute trop longue"):
        verifier(l_invitation(), "mien.docx", trouver("D01"), DOSSIER_DES_GABARITS, delai_s=0.01)


def test_la_partie_commune_est_essayee_dans_chaque_document_qui_l_inclut(tmp_path: Path) -> None:
    for livre in DOSSIER_DES_GABARITS.glob("*.docx"):
        copyfile(livre, tmp_path / livre.name)
    commun = trouver("corps_fiche")

    assert [m.code for m in commun.modeles] == ["D13", "D14", "D16", "D20", "D20C"]
    assert examiner(tmp_path, commun.fichier, list(commun.modeles)) == []

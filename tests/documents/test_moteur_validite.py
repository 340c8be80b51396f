"""Les règles voient ce que Word refuse et que python-docx ouvre ; elles se taisent sur un document sain."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from documents.moteur.archive import parties_de
from documents.moteur.gabarit import composer
from documents.moteur.validite import fautes_word, paragraphes, texte
from tests.documents.fabriques_word import contexte_de_fiche, gabarit_de_fiche, un_gabarit

Retouche = Callable[[str], str]


@pytest.fixture(scope="module")
def sain(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    gabarit = gabarit_de_fiche(tmp_path_factory.mktemp("validite") / "fiche.docx")
    return composer(gabarit, contexte_de_fiche()).octets


def archive_de(parties: list[tuple[str, bytes]]) -> bytes:
    sortie = BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        for nom, contenu in parties:
            archive.writestr(nom, contenu)
    return sortie.getvalue()


def casser(octets: bytes, retouche: Retouche) -> bytes:
    parties = parties_de(octets)
    avant = parties["word/document.xml"].decode()
    apres = retouche(avant)
    assert apres != avant
    return archive_de([*(parties | {"word/document.xml": apres.encode()}).items()])


def remplacer(motif: str, par: str) -> Retouche:
    return lambda xml: re.sub(motif, par, xml, count=1, flags=re.DOTALL)


def au_debut(ajout: str) -> Retouche:
    return lambda xml: xml.replace("<w:body>", f"<w:body>{ajout}", 1)


IMAGE = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><wp:docPr id="1" name="a"/></wp:inline></w:drawing></w:r></w:p>'
)
CONTROLE = '<w:sdt><w:sdtPr><w:id w:val="1"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
SIGNET = '<w:bookmarkStart w:id="5" w:name="a"/><w:bookmarkEnd w:id="5"/>'
PARAGRAPHE_2010 = (
    '<w:p xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:paraId="00000001"/>'
)
CELLULE = r"(<w:tc>(?:<w:tcPr>.*?</w:tcPr>)?)<w:p>.*?</w:p></w:tc>"
TABLEAU = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"

CASSURES: list[tuple[Retouche, str]] = [
    (remplacer("</w:t>", ""), "word/document.xml : XML mal formé"),
    (remplacer(CELLULE, r"\1</w:tc>"), "cellule sans paragraphe"),
    (remplacer(CELLULE, rf"\1{TABLEAU}</w:tc>"), "cellule terminée par un tableau"),
    (remplacer(r"(</w:tblGrid>).*?(</w:tbl>)", r"\1\2"), "tableau sans ligne"),
    (remplacer(r"(<w:tr(?: [^>]*)?>).*?(</w:tr>)", r"\1\2"), "ligne de tableau sans cellule"),
    (remplacer("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="9"/>'), "ligne de tableau plus large que sa grille"),
    (remplacer("<w:r>", "<w:p/><w:r>"), "paragraphe dans un paragraphe"),
    (au_debut("texte perdu"), "texte hors d'un passage « texte perdu »"),
    (remplacer("<w:r>", "<w:r><w:t>z</w:t><w:rPr/>"), "propriétés placées après le contenu"),
    (
        au_debut(
            '<w:p><w:hyperlink xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
            'r:id="rId999"/></w:p>'
        ),
        "relation inexistante rId999",
    ),
    (au_debut('<w:p><w:bookmarkStart w:id="5" w:name="a"/></w:p>'), "signet non fermé"),
    (au_debut(f"<w:p>{SIGNET}{SIGNET}</w:p>"), "identifiant de signet en double, 5"),
    (
        au_debut(f'<w:p><w:bookmarkStart w:id="5" w:name="{"a" * 41}"/><w:bookmarkEnd w:id="5"/></w:p>'),
        "nom de signet trop long",
    ),
    (remplacer('w:val="Heading2"', 'w:val="Titre99"'), "style inexistant « Titre99 »"),
    (
        au_debut('<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="999"/></w:numPr></w:pPr></w:p>'),
        "liste inexistante n° 999",
    ),
    (au_debut('<w:p><w:r><w:footnoteReference w:id="7"/></w:r></w:p>'), "appel de note sans note"),
    (au_debut(IMAGE + IMAGE), "identifiant de dessin en double, 1"),
    (au_debut(CONTROLE + CONTROLE), "identifiant de contrôle en double, 1"),
    (au_debut(PARAGRAPHE_2010 * 2), "identifiant de paragraphe en double, 00000001"),
    (au_debut('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>'), "champ sans début ou sans fin"),
    (au_debut('<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'), "champ sans début ou sans fin"),
    (remplacer("</w:t>", " {{ reste }}</w:t>"), "texte non résolu « "),
    (remplacer("<w:t>", "<w:t>le None, "), "texte non résolu « le None, "),
    (remplacer("<w:t>", "<w:t>Erreur\u00a0! "), "texte non résolu « Erreur\u00a0!"),
]


def test_un_document_compose_n_a_aucune_faute(sain: bytes) -> None:
    assert fautes_word(sain) == ()


@pytest.mark.parametrize(("retouche", "attendu"), CASSURES, ids=[attendu for _, attendu in CASSURES])
def test_un_document_casse_est_denonce(retouche: Retouche, attendu: str, sain: bytes) -> None:
    fautes = fautes_word(casser(sain, retouche))

    assert any(attendu in faute for faute in fautes)


@pytest.mark.parametrize(
    ("absente", "attendu"),
    [
        ("[Content_Types].xml", "[Content_Types].xml absent"),
        ("word/styles.xml", "word/styles.xml : type déclaré, partie absente"),
        ("word/document.xml", "corps du document absent"),
    ],
)
def test_une_partie_absente_est_denoncee(absente: str, attendu: str, sain: bytes) -> None:
    parties = parties_de(sain)
    del parties[absente]

    assert attendu in fautes_word(archive_de([*parties.items()]))


@pytest.mark.parametrize(
    ("nom", "contenu", "attendu"),
    [
        ("word/truc.bin2", b"x", "word/truc.bin2 : partie sans type déclaré"),
        ("customXml/item7.xml", b"", "customXml/item7.xml : XML mal formé"),
    ],
)
def test_une_partie_etrangere_est_denoncee(nom: str, contenu: bytes, attendu: str, sain: bytes) -> None:
    assert attendu in fautes_word(archive_de([*parties_de(sain).items(), (nom, contenu)]))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_une_partie_en_double_est_denoncee(sain: bytes) -> None:
    double = archive_de([*parties_de(sain).items(), ("word/styles.xml", b"<a/>")])

    assert "word/styles.xml : partie en double" in fautes_word(double)


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

"""Chaque document du catalogue se lit sans le voir : le fichier Word, puis le PDF qu'on en tire."""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from lxml import etree

from documents.moteur.accessibilite import LANGUE, fautes_d_acces
from documents.moteur.archive import parties_de
from documents.moteur.ooxml import CORPS, PARTIES_DE_TEXTE, lire_xml, valeur, w
from tests.documents.test_moteur_ouverture import sans_libreoffice
from tests.documents.tout_le_catalogue import NOMS, tout_le_catalogue

SUR_CHAQUE_DOCUMENT = pytest.mark.parametrize("nom", NOMS)
_DESCRIPTIONS = re.compile(r'(?:<wp:docPr [^>]*descr|<v:shape [^>]*alt)="([^"]*)"')
Element = tuple[str, pikepdf.Object]


def parties_du(nom: str) -> dict[str, bytes]:
    return parties_de(tout_le_catalogue()[nom].octets)


def corps_du(nom: str) -> etree._Element:
    return lire_xml(parties_du(nom)[CORPS])


@pytest.mark.parametrize("dossier", ["complet", "minimal", "hostile"])
def test_un_document_rempli_garde_langue_titre_plan_en_tetes_et_textes_de_remplacement(dossier: str) -> None:
    fautes = {
        nom: [str(faute) for faute in fautes_d_acces(parties_de(document.octets), nom)]
        for nom, document in tout_le_catalogue(dossier).items()
    }

    assert {nom: f for nom, f in fautes.items() if f} == {}


@SUR_CHAQUE_DOCUMENT
def test_rien_n_est_ecrit_dans_une_autre_langue(nom: str) -> None:
    langues = {
        valeur(langue)
        for partie, contenu in parties_du(nom).items()
        if PARTIES_DE_TEXTE.fullmatch(partie) or partie == "word/styles.xml"
        for langue in lire_xml(contenu).iter(w("lang"))
    }

    assert langues == {LANGUE}


@SUR_CHAQUE_DOCUMENT
def test_une_image_se_decrit_en_une_phrase_et_non_par_son_repere(nom: str) -> None:
    textes = [
        description
        for partie, contenu in parties_du(nom).items()
        if PARTIES_DE_TEXTE.fullmatch(partie)
        for description in _DESCRIPTIONS.findall(contenu.decode())
    ]

    assert [t for t in textes if len(t) < 15 or t.startswith("graphique:") or "{" in t] == []


@SUR_CHAQUE_DOCUMENT
def test_un_en_tete_de_tableau_n_a_pas_de_case_vide(nom: str) -> None:
    """Une colonne sans nom se lit « vide » à chaque ligne."""
    vides = [
        "".join(t.text or "" for t in ligne.iter(w("t")))
        for ligne in corps_du(nom).iter(w("tr"))
        if ligne.find(f"{w('trPr')}/{w('tblHeader')}") is not None
        for case in ligne.findall(w("tc"))
        if not "".join(t.text or "" for t in case.iter(w("t"))).strip()
    ]

    assert vides == []


@SUR_CHAQUE_DOCUMENT
def test_des_paragraphes_vides_ne_servent_pas_d_espacement(nom: str) -> None:
    corps = corps_du(nom).find(w("body"))
    assert corps is not None
    vides = [e.tag == w("p") and not list(e.iter(w("t"), w("drawing"), w("sectPr"))) for e in corps]

    assert not any(a and b for a, b in pairwise(vides))


@sans_libreoffice
@SUR_CHAQUE_DOCUMENT
def test_le_pdf_est_balise_archivable_titre_et_en_francais(nom: str, pdf_communs: dict[str, bytes]) -> None:
    with pikepdf.open(BytesIO(pdf_communs[nom])) as pdf:
        metadonnees = pdf.open_metadata()
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == LANGUE
        assert str(pdf.docinfo["/Title"]).strip()
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert (metadonnees["pdfaid:part"], metadonnees["pdfaid:conformance"]) == ("2", "B")
        assert metadonnees["pdfuaid:part"] == "1"


@sans_libreoffice
@SUR_CHAQUE_DOCUMENT
def test_le_pdf_garde_les_titres_les_en_tetes_et_les_descriptions(
    nom: str, pdf_communs: dict[str, bytes]
) -> None:
    with pikepdf.open(BytesIO(pdf_communs[nom])) as pdf:
        elements = list(_elements(pdf.Root.StructTreeRoot.K))
        niveaux = [int(sorte[2:]) for sorte, _ in elements if re.fullmatch("/H[1-6]", sorte)]
        figures = [str(figure.get("/Alt", "")) for sorte, figure in elements if sorte == "/Figure"]
        portees = [_portee(case) for sorte, case in elements if sorte == "/TH"]

    assert all(suivant <= niveau + 1 for niveau, suivant in zip([0, *niveaux], niveaux, strict=False))
    assert "" not in figures
    assert len(figures) >= len(list(corps_du(nom).iter("{*}docPr")))
    assert set(portees) <= {"/Column", "/Row"}
    assert bool(portees) == bool(list(corps_du(nom).iter(w("tblHeader"))))


def _elements(noeud: pikepdf.Object | None) -> Iterator[Element]:
    """L'arbre de structure, dans l'ordre de lecture."""
    if isinstance(noeud, pikepdf.Array):
        for enfant in noeud:
            yield from _elements(enfant)
    elif isinstance(noeud, pikepdf.Dictionary):
        if "/S" in noeud:
            yield str(noeud.S), noeud
        yield from _elements(noeud.get("/K"))


def _portee(case: pikepdf.Object) -> str:
    """La portée d'une case d'en-tête ; les attributs d'un élément sont un dictionnaire, ou plusieurs."""
    attributs = case.get("/A", pikepdf.Array())
    tous = attributs if isinstance(attributs, pikepdf.Array) else [attributs]
    return next((str(a.Scope) for a in tous if "/Scope" in a), "")

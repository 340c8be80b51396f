"""Le sommaire est un vrai champ, rempli des titres, sans numéro de page inventé."""

from pathlib import Path
from typing import Any

from docx.document import Document as DocumentWord
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from documents.moteur.archive import parties_de
from documents.moteur.gabarit import composer
from documents.moteur.ooxml import CORPS, lire_xml, w
from documents.moteur.sommaire import a_un_sommaire, numeroter
from documents.moteur.validite import fautes_word, paragraphes
from tests.documents.contrat_du_gers import un_contrat_du_gers
from tests.documents.fabriques_contrat import la_convention
from tests.documents.fabriques_word import un_gabarit


def poser_un_sommaire(document: DocumentWord, *, perime: bool = True) -> None:
    """Comme Word l'enregistre : un champ sur deux paragraphes, avec les titres du gabarit en mémoire."""
    document.paragraphs[1].style = "Heading 1"
    document.paragraphs[3].style = "Heading 2"
    debut = document.paragraphs[0].insert_paragraph_before()
    fin = document.paragraphs[1].insert_paragraph_before("{{ f.titre }}" if perime else "")
    for paragraphe, genres in ((debut, ("begin", "TOC", "separate")), (fin, ("end",))):
        for genre in genres:
            paragraphe.add_run()._r.append(_element(genre))
    signet(document.paragraphs[3]._p)


def _element(genre: str) -> Any:
    if genre == "TOC":
        instruction = OxmlElement("w:instrText")
        instruction.text = ' TOC \\o "1-2" \\h '
        return instruction
    champ = OxmlElement("w:fldChar")
    champ.set(qn("w:fldCharType"), genre)
    return champ


def signet(paragraphe: Any) -> None:
    for nom in ("bookmarkStart", "bookmarkEnd"):
        borne = OxmlElement(f"w:{nom}")
        borne.set(qn("w:id"), "7")
        borne.set(qn("w:name"), "_Toc123456789")
        paragraphe.append(borne)


TEXTES = ("{%p for f in fiches %}", "{{ f.titre }}", "Le texte.", "Détail & suite", "{%p endfor %}")
FICHES = {"fiches": [{"titre": "L'accueil <1>"}, {"titre": "Le logement"}]}


def corps(octets: bytes) -> etree._Element:
    return lire_xml(parties_de(octets)[CORPS])


def instructions(octets: bytes) -> list[str]:
    return [(champ.text or "").strip() for champ in corps(octets).iter(w("instrText"))]


def test_chaque_titre_a_son_entree_liee_a_son_signet(tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, *TEXTES, retoucher=poser_un_sommaire)

    octets = composer(gabarit, FICHES).octets

    lus = paragraphes(octets)
    titres = ["L'accueil <1>", "Détail & suite", "Le logement", "Détail & suite"]
    assert [lu.removesuffix("\t") for lu in lus[:4]] == titres
    assert fautes_word(octets) == ()
    ancres = [str(lien.get(w("anchor"))) for lien in corps(octets).iter(w("hyperlink"))]
    signets = [str(debut.get(w("name"))) for debut in corps(octets).iter(w("bookmarkStart"))]
    assert ancres == signets == ["_Toc000001", "_Toc000002", "_Toc000003", "_Toc000004"]


def test_le_champ_garde_l_instruction_du_gabarit_et_ne_porte_aucun_numero(tmp_path: Path) -> None:
    octets = composer(un_gabarit(tmp_path, *TEXTES, retoucher=poser_un_sommaire), FICHES).octets

    assert instructions(octets)[0] == 'TOC \\o "1-2" \\h'
    assert instructions(octets)[1:] == [f"PAGEREF _Toc00000{n} \\h" for n in range(1, 5)]
    assert not any(lu.rstrip()[-1:].isdigit() for lu in paragraphes(octets)[:4])


def test_sans_titre_le_champ_est_vide_et_le_document_reste_valide(tmp_path: Path) -> None:
    octets = composer(un_gabarit(tmp_path, *TEXTES, retoucher=poser_un_sommaire), {"fiches": []}).octets

    assert instructions(octets) == ['TOC \\o "1-2" \\h']
    assert fautes_word(octets) == ()


def test_un_document_sans_champ_de_sommaire_ne_change_pas(tmp_path: Path) -> None:
    octets = composer(un_gabarit(tmp_path, "{{ x }}"), {"x": "PAGE"}).octets

    assert not a_un_sommaire(octets)
    assert "_Toc" not in parties_de(octets)[CORPS].decode()


def test_numeroter_ecrit_les_pages_connues_et_elles_seules(tmp_path: Path) -> None:
    octets = composer(un_gabarit(tmp_path, *TEXTES, retoucher=poser_un_sommaire), FICHES).octets

    numerote = numeroter(octets, {"_Toc000001": 2, "_Toc000003": 14})

    assert paragraphes(numerote)[:4] == [
        "L'accueil <1>\t2",
        "Détail & suite\t",
        "Le logement\t14",
        "Détail & suite\t",
    ]
    assert fautes_word(numerote) == ()


def test_dans_une_section_sans_format_les_points_vont_a_la_marge_de_word(tmp_path: Path) -> None:
    def sans_format(document: DocumentWord) -> None:
        poser_un_sommaire(document)
        for element in list(document.sections[0]._sectPr):
            document.sections[0]._sectPr.remove(element)

    octets = composer(un_gabarit(tmp_path, *TEXTES, retoucher=sans_format), FICHES).octets

    (taquet,) = corps(numeroter(octets, {"_Toc000001": 2})).iter(w("tabs"))
    assert taquet[0].get(w("pos")) == "9026"


def test_la_convention_liste_ses_articles_et_ses_annexes() -> None:
    octets = la_convention(un_contrat_du_gers())

    lus = [lu.removesuffix("\t") for lu in paragraphes(octets)]
    sommaire = lus[lus.index("Sommaire") + 1 : lus.index("Annexe 5 – Composition du comité de suivi") + 1]
    assert sommaire[:3] == ["Parties", "Préambule", "Article 1er – Objet de la convention"]
    assert sommaire[-6] == "Signatures"
    assert len(sommaire) == 29

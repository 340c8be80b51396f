"""Des documents Word cassés exprès, chacun à sa façon : le livrable du dossier d'essai, et un seul défaut.

Chaque cassure dit qui doit la voir : nos règles, par leur phrase ; le validateur Open XML, par le code de son
erreur. Ni les unes ni l'autre ne voient tout : chacune est attendue d'un côté au moins.
"""

from functools import cache
from typing import NamedTuple

from documents.gabarits import DOSSIER_DES_GABARITS
from documents.moteur.archive import parties_de
from documents.moteur.ooxml import CORPS, NUMEROTATION, STYLES, TYPES
from documents.production import composer_document
from tests.documents.casser import Casser, au_debut, avec, dans, dans_un_paragraphe, en_double, sans
from tests.documents.fabriques_documents import commandes, dossier_complet
from tests.workflows.archives import archive

EN_TETE, LIENS, GRAPHIQUE = "word/header1.xml", "word/_rels/document.xml.rels", "word/charts/chart1.xml"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


class Cassure(NamedTuple):
    """`regles` : un extrait de la phrase de nos règles. `validateur` : le code de son erreur. Vide : pas vue."""

    casser: Casser
    regles: str = ""
    validateur: str = ""


@cache
def le_document_sain() -> bytes:
    """Le livrable (D14) : en-têtes, tableaux, listes, sommaire, graphiques et leurs classeurs."""
    demarche = dossier_complet()
    passage, production = next(c for c in commandes(demarche) if c.production.code == "D14")
    return composer_document(demarche, passage, production, DOSSIER_DES_GABARITS)[0].octets


def _image(numero: int) -> str:
    return (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="1" cy="1"/><wp:docPr id="{numero}" name="a" descr="a"/><a:graphic xmlns:a="{_A}">'
        f'<a:graphicData uri="{_A}/x"/></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )


def _controle(numero: int) -> str:
    return f'<w:sdt><w:sdtPr><w:id w:val="{numero}"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'


_CELLULE = r"(<w:tc>(?:<w:tcPr>(?:(?!</w:tcPr>).)*</w:tcPr>)?)<w:p>(?:(?!</w:tc>).)*</w:tc>"
_TABLEAU = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
_SIGNET = '<w:bookmarkStart w:id="{0}" w:name="{1}"/><w:bookmarkEnd w:id="{0}"/>'
_COUPE = '<w:r><w:fldChar w:fldCharType="{0}"/></w:r>'

CASSURES: dict[str, Cassure] = {
    # Le paquet
    "fichier vide": Cassure(lambda _: b"", "ce n'est pas un document Word lisible", "Exception"),
    "PDF renommé": Cassure(lambda _: b"%PDF-1.7", "ce n'est pas un document Word lisible", "Exception"),
    "fichier tronqué": Cassure(
        lambda o: o[: len(o) // 2], "ce n'est pas un document Word lisible", "Exception"
    ),
    "types absents": Cassure(sans(TYPES), "[Content_Types].xml absent", "Pkg_RequiredPartDoNotExist"),
    "corps absent": Cassure(sans(CORPS), "corps du document absent", "Exception"),
    "corps sans son type": Cassure(
        dans(TYPES, "document.main", "document.autre"),
        "word/document.xml : le corps n'est pas déclaré comme celui d'un document Word",
    ),
    "rien ne mène au corps": Cassure(
        dans("_rels/.rels", '/officeDocument"', '/autre"'),
        "_rels/.rels : aucune relation ne mène au corps du document",
        "Pkg_RequiredPartDoNotExist",
    ),
    "styles absents": Cassure(sans(STYLES), "word/styles.xml : type déclaré, partie absente", "Exception"),
    "partie en double": Cassure(en_double(STYLES), "word/styles.xml : partie en double", "Exception"),
    "partie sans type": Cassure(avec("word/truc.bin2", b"x"), "word/truc.bin2 : partie sans type déclaré"),
    "en-tête absent": Cassure(
        sans(EN_TETE),
        "word/_rels/document.xml.rels : relation vers une partie absente, word/header1.xml",
        "Exception",
    ),
    "classeur du graphique absent": Cassure(
        sans("word/embeddings/Classeur1.xlsx"),
        "word/charts/_rels/chart1.xml.rels : relation vers une partie absente, word/embeddings/Classeur1.xlsx",
        "Exception",
    ),
    "graphique mal formé": Cassure(
        dans(GRAPHIQUE, "</c:chart>", ""), "word/charts/chart1.xml : XML mal formé", "ExceptionError"
    ),
    "partie vide": Cassure(avec("customXml/item7.xml", b""), "customXml/item7.xml : XML mal formé"),
    "relation en double": Cassure(
        dans(LIENS, r"(<Relationship [^>]*/>)", r"\1\1"),
        "word/_rels/document.xml.rels : identifiant de relation en double, rId1",
        "Exception",
    ),
    "XML mal formé": Cassure(
        dans(CORPS, "</w:t>", ""), "word/document.xml : XML mal formé", "ExceptionError"
    ),
    "octets d'un autre codage": Cassure(
        lambda o: archive(parties_de(o) | {CORPS: parties_de(o)[CORPS].replace("é".encode(), b"\xe9")}),
        "word/document.xml : XML mal formé",
        "ExceptionError",
    ),
    "déclaration de type (DTD)": Cassure(
        dans(CORPS, "<w:document", "<!DOCTYPE x><w:document"),
        "déclaration de type (DTD), que Word interdit",
        "ExceptionError",
    ),
    # La structure
    "cellule sans paragraphe": Cassure(dans(CORPS, _CELLULE, r"\1</w:tc>"), "cellule sans paragraphe"),
    "cellule finie par un tableau": Cassure(
        dans(CORPS, _CELLULE, rf"\1{_TABLEAU}</w:tc>"), "cellule terminée par un tableau"
    ),
    "tableau sans ligne": Cassure(dans(CORPS, r"(</w:tblGrid>).*?(</w:tbl>)", r"\1\2"), "tableau sans ligne"),
    "ligne sans cellule": Cassure(
        dans(CORPS, r"(<w:tr(?: [^>]*)?>).*?(</w:tr>)", r"\1\2"), "ligne de tableau sans cellule"
    ),
    "cellule plus large que la grille": Cassure(
        dans(CORPS, "(<w:tcPr><w:tcW [^>]*/>)", r'\1<w:gridSpan w:val="99"/>'),
        "ligne de tableau plus large que sa grille",
    ),
    "largeur qui n'est pas un nombre": Cassure(
        dans(CORPS, "(<w:tcPr><w:tcW [^>]*/>)", r'\1<w:gridSpan w:val="deux"/>'),
        "largeur de cellule qui n'est pas un nombre de colonnes",
        "Sch_AttributeValueDataTypeDetailed",
    ),
    "paragraphe dans un paragraphe": Cassure(
        dans(CORPS, "<w:r>", "<w:p/><w:r>"),
        "paragraphe dans un paragraphe",
        "Sch_InvalidElementContentExpectingComplex",
    ),
    "texte hors d'un passage": Cassure(au_debut("texte perdu"), "texte hors d'un passage « texte perdu »"),
    "propriétés après le contenu": Cassure(
        dans(CORPS, "<w:r>", "<w:r><w:t>z</w:t><w:rPr><w:b/></w:rPr>"),
        "propriétés placées après le contenu",
        "Sch_UnexpectedElementContentExpectingComplex",
    ),
    "propriétés en désordre": Cassure(
        dans_un_paragraphe('<w:pPr><w:jc w:val="left"/><w:keepNext/></w:pPr>'),
        "",
        "Sch_UnexpectedElementContentExpectingComplex",
    ),
    "valeur hors de la liste": Cassure(
        dans_un_paragraphe('<w:pPr><w:jc w:val="milieu"/></w:pPr>'), "", "Sch_AttributeValueDataTypeDetailed"
    ),
    "élément inventé": Cassure(
        dans_un_paragraphe("<w:paragraphe/>"), "", "Sch_InvalidElementContentExpectingComplex"
    ),
    "attribut inventé": Cassure(au_debut('<w:p w:couleur="rouge"/>'), "", "Sch_UndeclaredAttribute"),
    "section avant la fin": Cassure(
        au_debut("<w:sectPr/>"), "", "Sch_UnexpectedElementContentExpectingComplex"
    ),
    "en-tête vide": Cassure(
        dans(EN_TETE, r"(<w:hdr[^>]*>).*(</w:hdr>)", r"\1\2"),
        "word/header1.xml : en-tête, pied ou zone de texte sans paragraphe",
    ),
    # Les références
    "style inexistant": Cassure(
        dans(CORPS, r'<w:pStyle w:val="[^"]*"', '<w:pStyle w:val="Fantome"'), "style inexistant « Fantome »"
    ),
    "style en double": Cassure(
        dans(STYLES, r"(<w:style .*?</w:style>)", r"\1\1"),
        "word/styles.xml : identifiant de style en double, Normal",
        "Sem_UniqueAttributeValue",
    ),
    "style fondé sur un absent": Cassure(
        dans(STYLES, r'<w:basedOn w:val="[^"]*"', '<w:basedOn w:val="Rien"'),
        "word/styles.xml : le style « Texte » renvoie à un style inexistant, « Rien »",
    ),
    "liste inexistante": Cassure(
        dans_un_paragraphe('<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="999"/></w:numPr></w:pPr>'),
        "liste inexistante n° 999",
    ),
    "liste sans définition": Cassure(
        dans(NUMEROTATION, r'<w:abstractNumId w:val="[^"]*"', '<w:abstractNumId w:val="999"'),
        "word/numbering.xml : la liste n° 1 n'a pas de définition",
    ),
    "lien sans relation": Cassure(
        dans_un_paragraphe(f'<w:hyperlink xmlns:r="{_R}" r:id="rId999"/>'),
        "relation inexistante rId999",
        "Sem_InvalidRelationshipId",
    ),
    "appel de note sans note": Cassure(
        dans_un_paragraphe('<w:r><w:footnoteReference w:id="7"/></w:r>'),
        "appel de note qui ne mène à rien",
        "Sem_MissingReferenceElement",
    ),
    "appel de commentaire sans commentaire": Cassure(
        dans_un_paragraphe('<w:r><w:commentReference w:id="7"/></w:r>'),
        "appel de commentaire qui ne mène à rien",
        "Sem_MissingReferenceElement",
    ),
    "signet non fermé": Cassure(
        dans_un_paragraphe('<w:bookmarkStart w:id="5" w:name="a"/>'),
        "signet non fermé, ou fermé sans avoir été ouvert",
    ),
    "signet sans nom": Cassure(
        dans_un_paragraphe('<w:bookmarkStart w:id="5"/><w:bookmarkEnd w:id="5"/>'),
        "",
        "Sch_MissRequiredAttribute",
    ),
    "numéro de signet en double": Cassure(
        dans_un_paragraphe(_SIGNET.format(5, "a") + _SIGNET.format(5, "b")),
        "identifiant de signet en double, 5",
        "Sem_UniqueAttributeValue",
    ),
    "nom de signet en double": Cassure(
        dans_un_paragraphe(_SIGNET.format(5, "a") + _SIGNET.format(6, "a")),
        "identifiant de nom de signet en double, a",
    ),
    "nom de signet trop long": Cassure(
        dans_un_paragraphe(_SIGNET.format(5, "a" * 41)),
        "nom de signet trop long",
        "Sch_AttributeValueDataTypeDetailed",
    ),
    "numéro de dessin en double": Cassure(
        au_debut(_image(77) * 2), "identifiant de dessin en double, 77", "Sem_UniqueAttributeValue"
    ),
    "numéro de contrôle en double": Cassure(
        au_debut(_controle(1) * 2), "identifiant de contrôle en double, 1"
    ),
    "numéro de paragraphe en double": Cassure(
        au_debut(f'<w:p xmlns:w14="{_W14}" w14:paraId="00000001"/>' * 2),
        "identifiant de paragraphe en double, 00000001",
    ),
    "champ sans fin": Cassure(dans_un_paragraphe(_COUPE.format("begin")), "champ sans début ou sans fin"),
    "champ sans début": Cassure(dans_un_paragraphe(_COUPE.format("end")), "champ sans début ou sans fin"),
    # Le texte
    "balise restée": Cassure(
        dans(CORPS, "</w:t>", " {{ reste }}</w:t>"), "texte non résolu « Livrable final {{ reste }} »"
    ),
    "valeur absente imprimée": Cassure(
        dans(CORPS, "(<w:t[^>]*>)", r"\1le None, "), "texte non résolu « le None, Livrable final »"
    ),
    "champ en erreur": Cassure(
        dans(CORPS, "(<w:t[^>]*>)", "\\1Erreur\u00a0! Signet non défini. "),
        "texte non résolu « Erreur\u00a0! Signet non défini.",
    ),
}

"""Les styles des gabarits : une seule police, posée une fois ; tout le reste en hérite.

Pour changer de police dans tous les documents (Marianne à la place d'Arial), il suffit de modifier le style
« Normal » d'un gabarit dans Word.
"""

from typing import NamedTuple

POLICE = "Arial"
BLEU = "000091"
GRIS = "3A3A3A"
FOND_D_EN_TETE = "E3E3FD"
ESPACE_DE_NOMS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PUCES, NUMEROS = 1, 2


class Style(NamedTuple):
    """Un style de paragraphe ; `nom` est celui que Word reconnaît, `demi_points` la taille en demi-points."""

    identifiant: str
    nom: str
    paragraphe: str = ""
    texte: str = ""
    demi_points: int = 0
    base: str = "Normal"
    suivant: str = ""


def _espace(avant: int = 0, apres: int = 0, lignes: int = 0) -> str:
    """Les espaces en points, l'interligne en centièmes de ligne."""
    interligne = f' w:line="{lignes * 240 // 100}" w:lineRule="auto"' if lignes else ""
    return f'<w:spacing w:before="{avant * 20}" w:after="{apres * 20}"{interligne}/>'


def _retrait(gauche: int, pendant: int = 0) -> str:
    suspendu = f' w:hanging="{pendant}"' if pendant else ""
    return f'<w:ind w:left="{gauche}"{suspendu}/>'


def _bordure(cote: str, couleur: str = BLEU, epaisseur: int = 8, ecart: int = 6) -> str:
    return f'<w:{cote} w:val="single" w:sz="{epaisseur}" w:space="{ecart}" w:color="{couleur}"/>'


def _cadre(*cotes: str) -> str:
    return f"<w:pBdr>{''.join(_bordure(c) for c in cotes)}</w:pBdr>"


_ENSEMBLE = "<w:keepNext/><w:keepLines/>"
_GRAS = "<w:b/>"
_ITALIQUE = "<w:i/>"
_EN_BLEU = f'<w:color w:val="{BLEU}"/>'
_EN_GRIS = f'<w:color w:val="{GRIS}"/>'
_A_DROITE = '<w:jc w:val="right"/>'
_CENTRE = '<w:jc w:val="center"/>'
_ADRESSE = 5100
_TAQUET_A_DROITE = '<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs>'


def _niveau(rang: int) -> str:
    return f'<w:outlineLvl w:val="{rang}"/>'


def _liste(numero: int, niveau: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{niveau}"/><w:numId w:val="{numero}"/></w:numPr>'


# fmt: off
STYLES = (
    Style("Texte", "Texte", _espace(6, 3, 115)),
    Style("Amorce", "Amorce", "<w:keepNext/>", base="Texte", suivant="Texte"),
    Style("Titre", "Title", f'{_ENSEMBLE}{_espace(12, 4)}', _GRAS + _EN_BLEU, 36, suivant="SousTitre"),
    Style("SousTitre", "Subtitle", f"{_ENSEMBLE}{_espace(0, 14)}", _EN_GRIS, 24, suivant="Texte"),
    Style("Titre1", "heading 1", f"{_ENSEMBLE}{_espace(18, 6)}{_niveau(0)}", _GRAS + _EN_BLEU, 28, suivant="Texte"),
    Style("Titre2", "heading 2", f"{_ENSEMBLE}{_espace(14, 4)}{_niveau(1)}", _GRAS + _EN_BLEU, 24, suivant="Texte"),
    Style("Titre3", "heading 3", f"{_ENSEMBLE}{_espace(10, 3)}{_niveau(2)}", _GRAS, 21, suivant="Texte"),
    Style("Puces", "List Bullet", f"{_liste(PUCES)}{_espace(apres=3, lignes=110)}"),
    Style("Puces2", "List Bullet 2", f"{_liste(PUCES, 1)}{_espace(apres=2, lignes=110)}"),
    Style("Numeros", "List Number", f"{_liste(NUMEROS)}{_espace(apres=4, lignes=110)}"),
    Style("SuiteDeListe", "List Continue", f"{_espace(apres=3, lignes=110)}{_retrait(397)}"),
    Style("Legende", "caption", f"<w:keepNext/>{_espace(10, 4)}", _GRAS + _EN_GRIS, 18, suivant="Texte"),
    Style("Note", "Note", _espace(2, 8), _ITALIQUE + _EN_GRIS, 17),
    Style("Encadre", "Encadré", f"<w:keepLines/>{_cadre('left')}{_espace(6, 8, 110)}{_retrait(227)}"),
    Style("Visa", "Visa", _espace(apres=4, lignes=110)),
    Style("Cellule", "Cellule", _espace(2, 2), "", 18),
    Style("CelluleEntete", "Cellule d'en-tête", f"<w:keepNext/>{_espace(2, 2)}", _GRAS, 18, "Cellule"),
    Style("CelluleNombre", "Cellule de nombre", _A_DROITE, "", 0, "Cellule"),
    Style("BlocMarque", "Bloc-marque", _espace(), _GRAS, 26),
    Style("Devise", "Devise", _espace(2, 6), _ITALIQUE, 16),
    Style("Service", "Service", _espace(0, 4), _GRAS, 17),
    Style("Entete", "header", _espace(), _EN_GRIS, 16),
    Style("PiedDePage", "footer", _CENTRE, _EN_GRIS, 16),
    Style("Mention", "Mention", f"{_cadre('top', 'left', 'bottom', 'right')}{_espace(4, 10)}{_CENTRE}", _GRAS, 17),
    Style("LieuEtDate", "Lieu et date", f"<w:keepNext/>{_espace(6, 10)}{_retrait(_ADRESSE)}", suivant="Adresse"),
    Style("Adresse", "Adresse", f"<w:keepLines/>{_espace(0, 14, 110)}{_retrait(_ADRESSE)}", suivant="Objet"),
    Style("Objet", "Objet", _espace(0, 3), suivant="Appel"),
    Style("Appel", "Appel", f"<w:keepNext/>{_espace(14, 8)}", suivant="Texte"),
    Style("Signature", "Signature", f"<w:keepLines/>{_espace(20, 12)}{_retrait(_ADRESSE)}"),
    Style("PiecesJointes", "Pièces jointes", _espace(0, 2), "", 18),
    Style("TitreDuSommaire", "TOC Heading", f"{_ENSEMBLE}{_espace(18, 6)}", _GRAS + _EN_BLEU, 28, suivant="Texte"),
    Style("Sommaire1", "toc 1", f"{_TAQUET_A_DROITE}{_espace(3, 2)}"),
    Style("Sommaire2", "toc 2", f"{_TAQUET_A_DROITE}{_espace(0, 1)}{_retrait(284)}", "", 18),
    Style("SautDeSection", "Saut de section", '<w:spacing w:line="20" w:lineRule="exact"/>', "", 2),
)
# fmt: on


def styles_xml() -> str:
    """La partie `styles.xml` : langue française, police unique, styles de paragraphe, un style de tableau."""
    polices = f'<w:rFonts w:ascii="{POLICE}" w:hAnsi="{POLICE}" w:eastAsia="{POLICE}" w:cs="{POLICE}"/>'
    langue = '<w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/>'
    return (
        f"<w:styles {ESPACE_DE_NOMS}><w:docDefaults><w:rPrDefault><w:rPr>{polices}"
        f'<w:sz w:val="20"/><w:szCs w:val="20"/>{langue}</w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{_espace()}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:rPr>{polices}</w:rPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="PoliceParDefaut">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        f"{''.join(_style_xml(s) for s in STYLES)}{_TABLEAUX}</w:styles>"
    )


def _style_xml(style: Style) -> str:
    suivant = f'<w:next w:val="{style.suivant}"/>' if style.suivant else ""
    taille = (
        f'<w:sz w:val="{style.demi_points}"/><w:szCs w:val="{style.demi_points}"/>'
        if style.demi_points
        else ""
    )
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.identifiant}"><w:name w:val="{style.nom}"/>'
        f'<w:basedOn w:val="{style.base}"/>{suivant}<w:qFormat/>'
        f"<w:pPr>{style.paragraphe}</w:pPr><w:rPr>{style.texte}{taille}</w:rPr></w:style>"
    )


def _bordures_de_tableau() -> str:
    cotes = ("top", "left", "bottom", "right", "insideH", "insideV")
    return "".join(_bordure(c, "929292", 4, 0) for c in cotes)


_TABLEAUX = (
    '<w:style w:type="table" w:default="1" w:styleId="TableauNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="Tableau"><w:name w:val="Tableau"/><w:basedOn w:val="TableauNormal"/>'
    f"<w:qFormat/><w:tblPr><w:tblBorders>{_bordures_de_tableau()}</w:tblBorders></w:tblPr>"
    "</w:style>"
)

_NIVEAUX_DE_PUCES = (("•", 397), ("–", 794))


def numerotation_xml(listes: int) -> str:
    """La partie `numbering.xml` : les puces, les numéros, et `listes` numérotations qui repartent à 1."""
    puces = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="{signe}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr>{_retrait(gauche, 284)}</w:pPr></w:lvl>'
        for n, (signe, gauche) in enumerate(_NIVEAUX_DE_PUCES)
    )
    numeros = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
        f'<w:lvlJc w:val="left"/><w:pPr>{_retrait(397, 397)}</w:pPr></w:lvl>'
    )
    reprises = "".join(
        f'<w:num w:numId="{NUMEROS + n}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for n in range(1, listes + 1)
    )
    return (
        f"<w:numbering {ESPACE_DE_NOMS}>"
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>{puces}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/>{numeros}</w:abstractNum>'
        f'<w:num w:numId="{PUCES}"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="{NUMEROS}"><w:abstractNumId w:val="1"/></w:num>{reprises}</w:numbering>'
    )

"""Les morceaux de WordprocessingML : passages, paragraphes, lignes, tableaux."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from documents.typographie import typo
from outils.gabarits.styles import FOND_D_EN_TETE

# En demi-points.
PLACE_DE_LA_SIGNATURE = 84
_GRAS = re.compile(r"\*\*(.+?)\*\*")
_BALISE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
# Tient la place d'une balise pendant la typographie : une lettre qu'aucun gabarit n'emploie.
_UNE_LETTRE = "\N{CYRILLIC LETTER MULTIOCULAR O}"


def passages(texte: str) -> str:
    """Les passages d'un paragraphe, espaces insécables posées : ordinaires, et **gras**."""
    morceaux = _GRAS.split(_typographier(texte))
    # Le signe qui finit un passage en gras est suivi de ses astérisques : il se revoit seul.
    return "".join(
        _passage(_typographier(m), gras=True) if n % 2 else _passage(m, gras=False)
        for n, m in enumerate(morceaux)
        if m
    )


def _typographier(texte: str) -> str:
    """La typographie du texte, sans toucher à l'intérieur des balises."""
    balises = iter(_BALISE.findall(texte))
    return re.sub(_UNE_LETTRE, lambda _: next(balises), typo(_BALISE.sub(_UNE_LETTRE, texte)))


def _passage(texte: str, *, gras: bool) -> str:
    mise_en_forme = "<w:rPr><w:b/></w:rPr>" if gras else ""
    contenu = escape(texte).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    contenu = contenu.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r>{mise_en_forme}<w:t xml:space="preserve">{contenu}</w:t></w:r>'


def paragraphe(texte: str, style: str, proprietes: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{proprietes}</w:pPr>{passages(texte)}</w:p>'


def signature(qualite: str, nom: str) -> str:
    """Entre les deux, une ligne haute où signer. D'un paragraphe à l'autre, LibreOffice perdrait le nom de vue."""
    place = f'<w:r><w:br/></w:r><w:r><w:rPr><w:sz w:val="{PLACE_DE_LA_SIGNATURE}"/></w:rPr><w:br/></w:r>'
    return f'<w:p><w:pPr><w:pStyle w:val="Signature"/></w:pPr>{passages(qualite)}{place}{passages(nom)}</w:p>'


def ligne(
    cellules: Sequence[str],
    styles: Sequence[str],
    largeurs: Sequence[int],
    *,
    repetee: bool = False,
    etendue: int = 1,
    hauteur: int = 0,
    soudee: bool = False,
) -> str:
    """Une ligne insécable. Un « \\n » dans une cellule y ouvre un paragraphe ; un en-tête est sur fond de couleur."""
    haute = f'<w:trHeight w:val="{hauteur * 20}" w:hRule="atLeast"/>' if hauteur else ""
    en_haut_de_page = "<w:tblHeader/>" if repetee else ""
    fusion = f'<w:gridSpan w:val="{etendue}"/>' if etendue > 1 else ""
    suivie = "<w:keepNext/>" if soudee else ""
    contenu = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{largeur}" w:type="dxa"/>{fusion}{_fond(style)}</w:tcPr>'
        f"{''.join(paragraphe(p, style, suivie) for p in cellule.split(chr(10)))}</w:tc>"
        for cellule, style, largeur in zip(cellules, styles, largeurs, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{haute}{en_haut_de_page}</w:trPr>{contenu}</w:tr>"


def repeter(donnees: str, boucle: str, largeurs: Sequence[int]) -> str:
    """La ligne de données entre les deux lignes de balises qui la répètent."""
    debut, fin = (
        ligne([balise], ["Cellule"], [sum(largeurs)], etendue=len(largeurs))
        for balise in (f"{{%tr for {boucle} %}}", "{%tr endfor %}")
    )
    return debut + donnees + fin


def _fond(style: str) -> str:
    # Posé sur la cellule : LibreOffice n'applique pas bien les formats conditionnels d'un style de tableau.
    return (
        f'<w:shd w:val="clear" w:color="auto" w:fill="{FOND_D_EN_TETE}"/>' if style == "CelluleEntete" else ""
    )


def tableau_xml(lignes: Sequence[str], largeurs: Sequence[int], description: str) -> str:
    """`description` : le texte de remplacement lu par les lecteurs d'écran."""
    grille = "".join(f'<w:gridCol w:w="{largeur}"/>' for largeur in largeurs)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Tableau"/><w:tblW w:w="{sum(largeurs)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0600" w:firstRow="0" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblDescription w:val="{escape(description, {chr(34): "&quot;"})}"/></w:tblPr>'
        f"<w:tblGrid>{grille}</w:tblGrid>{''.join(lignes)}</w:tbl>"
    )


def champ_de_sommaire(niveaux: int) -> str:
    """Un champ TOC à mettre à jour ; son texte n'est lu que par qui ouvre le gabarit."""
    debut, suite, fin = (
        f'<w:r><w:fldChar w:fldCharType="{genre}"/></w:r>' for genre in ("begin", "separate", "end")
    )
    champ = f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{niveaux}" \\h \\z \\u </w:instrText></w:r>'
    invite = "<w:r><w:t>Le sommaire s'écrit ici.</w:t></w:r>"
    return f'<w:p><w:pPr><w:pStyle w:val="Sommaire1"/></w:pPr>{debut}{champ}{suite}{invite}{fin}</w:p>'

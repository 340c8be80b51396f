"""Des gabarits de l'invitation (D01) abîmés ou piégés, un par façon de mal faire."""

from collections.abc import Callable
from xml.sax.saxutils import escape

from documents.gabarits import DOSSIER_DES_GABARITS
from tests.workflows.archives import archive, parties_de

INVITATION = "D01_invitation.docx"
CORPS = "word/document.xml"
PIED = "word/footer1.xml"
Parties = dict[str, bytes]
Retouche = Callable[[Parties], None]
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def parties_de_l_invitation() -> Parties:
    return parties_de((DOSSIER_DES_GABARITS / INVITATION).read_bytes())


def l_invitation(*retouches: Retouche) -> bytes:
    """Le gabarit livré, retouché."""
    parties = parties_de_l_invitation()
    for retouche in retouches:
        retouche(parties)
    return archive(parties)


def xml_au_debut(xml: str, partie: str = CORPS) -> Retouche:
    def retoucher(parties: Parties) -> None:
        avant, balise, apres = parties[partie].partition(b"<w:body>")
        parties[partie] = avant + balise + xml.encode() + apres

    return retoucher


def paragraphes(*textes: str, style: str = "Texte") -> Retouche:
    """Un paragraphe par texte, en tête du corps."""
    return xml_au_debut(
        "".join(
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
            f'<w:r><w:t xml:space="preserve">{escape(t)}</w:t></w:r></w:p>'
            for t in textes
        )
    )


def tableau(*lignes: tuple[str, ...]) -> Retouche:
    rangees = "".join(
        f"<w:tr>{''.join(f'<w:tc><w:p><w:r><w:t>{escape(c)}</w:t></w:r></w:p></w:tc>' for c in ligne)}</w:tr>"
        for ligne in lignes
    )
    colonnes = "<w:gridCol/>" * max(map(len, lignes))
    return xml_au_debut(f"<w:tbl><w:tblPr/><w:tblGrid>{colonnes}</w:tblGrid>{rangees}</w:tbl><w:p/>")


def remplacer(partie: str, avant: str, apres: str) -> Retouche:
    def retoucher(parties: Parties) -> None:
        assert avant.encode() in parties[partie], f"{partie} ne contient pas {avant}"
        parties[partie] = parties[partie].replace(avant.encode(), apres.encode())

    return retoucher


def avec(partie: str, contenu: bytes) -> Retouche:
    return lambda parties: parties.update({partie: contenu})


def sans(partie: str) -> Retouche:
    def retoucher(parties: Parties) -> None:
        del parties[partie]

    return retoucher


def relation(genre: str, cible: str) -> Retouche:
    """Une relation vers l'extérieur, que le corps déclare."""
    ajout = f'<Relationship Id="rId99" Type="{_R}/{genre}" Target="{cible}" TargetMode="External"/></Relationships>'
    return remplacer("word/_rels/document.xml.rels", "</Relationships>", ajout)


def dans_un_paragraphe(xml: str, texte: str = "Lieu") -> Retouche:
    return xml_au_debut(f"<w:p><w:r><w:t>{texte}</w:t></w:r>{xml}</w:p>")

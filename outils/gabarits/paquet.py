"""Ce qu'un gabarit a toujours : le paquet, la page, l'en-tête, le pied."""

from collections.abc import Callable
from enum import StrEnum

from outils.gabarits.styles import ESPACE_DE_NOMS

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAQUET = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = f'xmlns:r="{_OFFICE}"'
_PARTIES = ("styles", "numbering", "settings", "header", "header", "footer")
_CIBLES = ("styles", "numbering", "settings", "header1", "header2", "footer1")


class Marque(StrEnum):
    """Qui émet le document : l'État, l'État avec la collectivité, ou la collectivité seule."""

    ETAT = "etat"
    CONJOINT = "conjoint"
    COLLECTIVITE = "collectivite"


def section_xml(*, paysage: bool, premiere: bool) -> str:
    """La fin d'une section A4. Seule la première a un en-tête particulier sur sa première page."""
    taille = 'w:w="16838" w:h="11906" w:orient="landscape"' if paysage else 'w:w="11906" w:h="16838"'
    particulier = '<w:headerReference w:type="first" r:id="rId5"/>' if premiere else ""
    pied_particulier = '<w:footerReference w:type="first" r:id="rId6"/>' if premiere else ""
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="rId4"/>{particulier}'
        f'<w:footerReference w:type="default" r:id="rId6"/>{pied_particulier}'
        f"<w:pgSz {taille}/>"
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" '
        'w:header="567" w:footer="567" w:gutter="0"/>'
        f"{'<w:titlePg/>' if premiere else ''}</w:sectPr>"
    )


def en_tetes(marque: Marque, paragraphe: Callable[[str, str], str]) -> dict[str, str]:
    """Les deux en-têtes (première page, pages suivantes) et le pied."""
    mentions = "".join(
        paragraphe(texte, "Mention")
        for texte in (
            "{%p if document.fictif %}",
            "DONNÉES DE DÉMONSTRATION : personnes, dates et chiffres fictifs",
            "{%p endif %}",
            "{%p if document.projet %}",
            "PROJET",
            "{%p endif %}",
        )
    )
    premiere = "".join(paragraphe(texte, style) for texte, style in _MARQUES[marque])
    return {
        "word/header1.xml": _entete(paragraphe("{{ document.titre }}", "Entete") + mentions),
        "word/header2.xml": _entete(premiere + mentions),
        "word/footer1.xml": _pied(),
    }


_DE_L_ETAT = (
    ("{{ document.marque }}", "BlocMarque"),
    ("Liberté · Égalité · Fraternité", "Devise"),
    ("{{ document.service }}", "Service"),
)
_MARQUES = {
    Marque.ETAT: _DE_L_ETAT,
    Marque.CONJOINT: (*_DE_L_ETAT, ("En partenariat avec {{ document.collectivite.le }}", "Service")),
    Marque.COLLECTIVITE: (
        ("{{ document.collectivite.nom }}", "BlocMarque"),
        ("{{ document.assemblee }}", "Service"),
    ),
}


def _entete(contenu: str) -> str:
    return f"{_DECLARATION}<w:hdr {ESPACE_DE_NOMS} {_RELATIONS}>{contenu}</w:hdr>"


def _pied() -> str:
    texte = (
        '<w:r><w:t xml:space="preserve">{{ document.reference }} — version {{ document.version }} — page </w:t></w:r>'
        f'{_champ("PAGE")}<w:r><w:t xml:space="preserve">/</w:t></w:r>{_champ("NUMPAGES")}'
    )
    pied = f'<w:p><w:pPr><w:pStyle w:val="PiedDePage"/></w:pPr>{texte}</w:p>'
    return f"{_DECLARATION}<w:ftr {ESPACE_DE_NOMS} {_RELATIONS}>{pied}</w:ftr>"


def _champ(nom: str) -> str:
    return f'<w:fldSimple w:instr=" {nom} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _types() -> str:
    parties = {
        "word/document.xml": f"{_TYPE}.document.main+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    parties |= {f"word/{c}.xml": f"{_TYPE}.{p}+xml" for c, p in zip(_CIBLES, _PARTIES, strict=True)}
    remplaces = "".join(f'<Override PartName="/{n}" ContentType="{t}"/>' for n, t in parties.items())
    return (
        f'{_DECLARATION}<Types xmlns="{_PAQUET}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{remplaces}</Types>'
    )


def _relations(relations: dict[str, str]) -> str:
    liens = "".join(
        f'<Relationship Id="rId{n}" Type="{genre}" Target="{cible}"/>'
        for n, (cible, genre) in enumerate(relations.items(), 1)
    )
    return f'{_DECLARATION}<Relationships xmlns="{_PAQUET}/relationships">{liens}</Relationships>'


PARTIES_FIXES = {
    "[Content_Types].xml": _types(),
    "_rels/.rels": _relations(
        {
            "word/document.xml": f"{_OFFICE}/officeDocument",
            "docProps/core.xml": f"{_PAQUET}/relationships/metadata/core-properties",
        }
    ),
    "word/_rels/document.xml.rels": _relations(
        {f"{c}.xml": f"{_OFFICE}/{p}" for c, p in zip(_CIBLES, _PARTIES, strict=True)}
    ),
    "word/document.xml": (
        f"{_DECLARATION}<w:document {ESPACE_DE_NOMS} {_RELATIONS}><w:body>{{corps}}</w:body></w:document>"
    ),
    "word/settings.xml": (
        f'{_DECLARATION}<w:settings {ESPACE_DE_NOMS}><w:defaultTabStop w:val="709"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="fr-FR"/></w:settings>'
    ),
    "docProps/core.xml": (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="{_PAQUET}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<dc:title>{{{{ document.titre }}}}</dc:title><dc:subject>{sujet}</dc:subject>"
        "<dc:creator>Jalons</dc:creator><dc:language>fr-FR</dc:language>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>'
    ),
}

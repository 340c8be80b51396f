"""Ce qu'un gabarit a toujours : le paquet, la page, l'en-tête, le pied."""

from collections.abc import Callable
from enum import StrEnum

from outils.gabarits.styles import ESPACE_DE_NOMS

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAQUET = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = f'xmlns:r="{_OFFICE}"'
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
PROJET = "PROJET"
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
    fictif = (
        "{%p if document.fictif %}",
        "DONNÉES DE DÉMONSTRATION : personnes, dates et chiffres fictifs",
        "{%p endif %}",
    )
    mentions = "".join(paragraphe(texte, "Mention") for texte in fictif)
    mentions += paragraphe("{%p if document.projet %}", "Mention")
    mentions += paragraphe(PROJET, "Mention").replace("</w:p>", f"{_filigrane(PROJET)}</w:p>")
    mentions += paragraphe("{%p endif %}", "Mention")
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
    return f"{_DECLARATION}<w:hdr {ESPACE_DE_NOMS} {_RELATIONS} {_VML}>{contenu}</w:hdr>"


def _filigrane(texte: str) -> str:
    """Le texte en travers de la page, derrière le reste : la forme même que Word donne à ses filigranes."""
    place = (
        "position:absolute;margin-left:0;margin-top:0;width:400pt;height:133pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return (
        '<w:r><w:rPr><w:noProof/></w:rPr><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" '
        'adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
        '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/>'
        '<v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>'
        '<v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
        '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" '
        'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
        '<v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/>'
        '</v:handles><o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" alt="Filigrane : {texte}" '
        f'style="{place}" o:allowincell="f" fillcolor="#d9d9d9" stroked="f"><v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt" string="{texte}"/></v:shape></w:pict></w:r>'
    )


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

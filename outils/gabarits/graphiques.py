"""Les graphiques d'un gabarit : des histogrammes empilés, modifiables dans Word comme tout graphique."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from documents.moteur.classeur import FEUILLE, classeur

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORMATS = "http://schemas.openxmlformats.org"
_OFFICE = f"{_FORMATS}/officeDocument/2006/relationships"
_ESPACES = (
    f'xmlns:c="{_FORMATS}/drawingml/2006/chart" xmlns:a="{_FORMATS}/drawingml/2006/main" xmlns:r="{_OFFICE}"'
)
# Le format français est nommé : LibreOffice grouperait sinon les chiffres à l'anglaise.
EUROS = "[$-40C]#,##0\\ &quot;€&quot;"
NOMBRE = "[$-40C]#,##0"
POUR_CENT = "[$-40C]#,##0\\ &quot;%&quot;"
COULEURS = ("000091", "009081", "FF9940", "929292", "C9191E", "6E445A")
_EMU_PAR_POINT = 12700


class Graphique(NamedTuple):
    """`couche` : des barres horizontales plutôt que des colonnes. `nom` : celui du champ dans `graphiques`.

    `empile` : les séries l'une sur l'autre, sinon côte à côte. `format` : celui des nombres, à la façon d'Excel.
    `couleurs` : une par série, si leur sens en demande.
    """

    nom: str
    titre: str
    series: tuple[str, ...]
    couche: bool = False
    empile: bool = True
    format: str = EUROS
    couleurs: tuple[str, ...] = COULEURS


def dessins_xml(graphiques: Sequence[Graphique], premier: int, largeur: int, hauteur: int) -> str:
    """Un paragraphe qui porte les graphiques côte à côte ; `largeur` de chacun et `hauteur` en points."""
    passages = "".join(
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_FORMATS}/drawingml/2006/wordprocessingDrawing" distT="0" '
        f'distB="0" distL="0" distR="0"><wp:extent cx="{largeur * _EMU_PAR_POINT}" cy="{hauteur * _EMU_PAR_POINT}"/>'
        f'<wp:docPr id="{rang}" name="Graphique {rang}" descr="graphique:{g.nom}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_FORMATS}/drawingml/2006/main">'
        f'<a:graphicData uri="{_FORMATS}/drawingml/2006/chart"><c:chart {_ESPACES} r:id="rIdGraphique{rang}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        for rang, g in enumerate(graphiques, premier)
    )
    return f'<w:p><w:pPr><w:pStyle w:val="Texte"/></w:pPr>{passages}</w:p>'


def avec_graphiques(
    parties: Mapping[str, str | bytes], graphiques: Sequence[Graphique]
) -> dict[str, str | bytes]:
    """Le paquet, plus chaque graphique, son classeur, leurs types et leurs relations."""
    completes = dict(parties)
    for rang, graphique in enumerate(graphiques, 1):
        completes[f"word/charts/chart{rang}.xml"] = _graphique_xml(graphique)
        completes[f"word/charts/_rels/chart{rang}.xml.rels"] = (
            f'{_DECLARATION}<Relationships xmlns="{_FORMATS}/package/2006/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/package" Target="../embeddings/Classeur{rang}.xlsx"/></Relationships>'
        )
        completes[f"word/embeddings/Classeur{rang}.xlsx"] = classeur(_exemple(graphique))
    for nom, fin, ajout in (
        ("[Content_Types].xml", "</Types>", _types(len(graphiques))),
        ("word/_rels/document.xml.rels", "</Relationships>", _liens(len(graphiques))),
    ):
        completes[nom] = str(parties[nom]).replace(fin, ajout + fin)
    return completes


def _types(nombre: int) -> str:
    office = "application/vnd.openxmlformats-officedocument"
    classeurs = f'<Default Extension="xlsx" ContentType="{office}.spreadsheetml.sheet"/>' if nombre else ""
    return classeurs + "".join(
        f'<Override PartName="/word/charts/chart{rang}.xml" ContentType="{office}.drawingml.chart+xml"/>'
        for rang in range(1, nombre + 1)
    )


def _liens(nombre: int) -> str:
    return "".join(
        f'<Relationship Id="rIdGraphique{rang}" Type="{_OFFICE}/chart" Target="charts/chart{rang}.xml"/>'
        for rang in range(1, nombre + 1)
    )


def _exemple(graphique: Graphique) -> dict[str, object]:
    """De quoi voir le graphique en ouvrant le gabarit."""
    return {
        "categories": ["2024", "2025"],
        "series": [
            {"nom": nom, "valeurs": [1000 * n, 1200 * n]} for n, nom in enumerate(graphique.series, 1)
        ],
    }


def _graphique_xml(graphique: Graphique) -> str:
    sens, place, valeurs = ("bar", "l", "b") if graphique.couche else ("col", "b", "l")
    series = "".join(_serie_xml(rang, nom, graphique) for rang, nom in enumerate(graphique.series))
    groupement, recouvrement = ("stacked", 100) if graphique.empile else ("clustered", 0)
    # À l'horizontale, Word empile les catégories de bas en haut : on lit dans l'autre sens.
    ordre = "maxMin" if graphique.couche else "minMax"
    traits = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
    return (
        f'{_DECLARATION}<c:chartSpace {_ESPACES}><c:date1904 val="0"/><c:lang val="fr-FR"/>'
        f'<c:roundedCorners val="0"/><c:chart>{_titre_xml(graphique.titre)}<c:autoTitleDeleted val="0"/>'
        f'<c:plotArea><c:layout/><c:barChart><c:barDir val="{sens}"/><c:grouping val="{groupement}"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="80"/><c:overlap val="{recouvrement}"/>'
        '<c:axId val="111"/><c:axId val="112"/></c:barChart>'
        f'<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="{ordre}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{place}"/><c:numFmt formatCode="General" sourceLinked="0"/>{traits}'
        '<c:crossAx val="112"/><c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        '<c:delete val="0"/>'
        f'<c:axPos val="{valeurs}"/><c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="DDDDDD"/>'
        "</a:solidFill></a:ln></c:spPr></c:majorGridlines>"
        f'<c:numFmt formatCode="{graphique.format}" sourceLinked="0"/>{traits}'
        f'<c:crossAx val="111"/><c:crosses val="{"max" if graphique.couche else "autoZero"}"/></c:valAx></c:plotArea>'
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/>'
        '<c:dispBlanksAs val="gap"/></c:chart><c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="800">'
        '<a:latin typeface="Arial"/></a:defRPr></a:pPr><a:endParaRPr lang="fr-FR"/></a:p></c:txPr>'
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _titre_xml(titre: str) -> str:
    return (
        '<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000" b="1"/></a:pPr><a:r>'
        f'<a:rPr lang="fr-FR" sz="1000" b="1"/><a:t>{titre}</a:t></a:r></a:p></c:rich></c:tx>'
        '<c:overlay val="0"/></c:title>'
    )


def _serie_xml(rang: int, nom: str, graphique: Graphique) -> str:
    colonne = "BCDEFG"[rang]
    couleur = graphique.couleurs[rang % len(graphique.couleurs)]
    return (
        f'<c:ser><c:idx val="{rang}"/><c:order val="{rang}"/><c:tx><c:strRef><c:f>{FEUILLE}!${colonne}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{nom}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{couleur}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
        f"<c:cat><c:strRef><c:f>{FEUILLE}!$A$2:$A$3</c:f><c:strCache>{_points(['2024', '2025'])}</c:strCache>"
        f"</c:strRef></c:cat><c:val><c:numRef><c:f>{FEUILLE}!${colonne}$2:${colonne}$3</c:f><c:numCache>"
        f"<c:formatCode>{graphique.format}</c:formatCode>{_points([1000 * (rang + 1), 1200 * (rang + 1)])}"
        "</c:numCache></c:numRef></c:val></c:ser>"
    )


def _points(valeurs: Sequence[object]) -> str:
    points = "".join(f'<c:pt idx="{rang}"><c:v>{valeur}</c:v></c:pt>' for rang, valeur in enumerate(valeurs))
    return f'<c:ptCount val="{len(valeurs)}"/>{points}'

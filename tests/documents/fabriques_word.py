"""Des gabarits Word d'essai, bâtis avec python-docx, propres ou salis comme Word les enregistre."""

import random
from collections.abc import Callable, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocumentWord
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

ANNEES = (2024, 2025, 2026, 2027)


def un_gabarit(
    dossier: Path,
    *paragraphes: str,
    tableau: Sequence[Sequence[str]] = (),
    nom: str = "essai.docx",
    retoucher: Callable[[DocumentWord], None] | None = None,
) -> Path:
    """Un gabarit d'un paragraphe par texte, puis d'un tableau."""
    document = Document()
    for texte in paragraphes:
        document.add_paragraph(texte)
    if tableau:
        _tableau(document, tableau)
    if retoucher:
        retoucher(document)
    chemin = dossier / nom
    document.save(str(chemin))
    return chemin


def _tableau(document: DocumentWord, lignes: Sequence[Sequence[str]]) -> Any:
    tableau = document.add_table(rows=0, cols=max(len(ligne) for ligne in lignes))
    tableau.style = "Table Grid"
    for ligne in lignes:
        cellules = tableau.add_row().cells
        for cellule, texte in zip(cellules, ligne, strict=False):
            cellule.text = texte
    return tableau


def _base() -> DocumentWord:
    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "{{ entete.service }}"
    pied = section.footer.paragraphs[0]
    pied.add_run("{{ entete.reference }} — Page ")
    _champ(pied, "PAGE")
    document.core_properties.title = "{{ entete.titre }}"
    return document


def _champ(paragraphe: Any, instruction: str) -> None:
    for genre in ("begin", "instr", "separate", "texte", "end"):
        passage = paragraphe.add_run("1" if genre == "texte" else "")._r
        if genre == "instr":
            element = OxmlElement("w:instrText")
            element.text = f" {instruction} "
            passage.append(element)
        elif genre != "texte":
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), genre)
            passage.append(element)


def gabarit_de_courrier(chemin: Path) -> Path:
    """Une page : destinataire, montants, liste à puces, condition dans la phrase."""
    document = _base()
    document.add_paragraph("{{ lieu }}, le {{ jour }}")
    document.add_paragraph("{{ dest.civilite }} {{ dest.nom }}\n{{ dest.fonction }}")
    for _ in range(3):
        document.add_paragraph(
            "Dans le cadre du contrat conclu entre l’État et {{ collectivite.nom }}, {{ piece }} est attendu "
            "au plus tard le {{ echeance }}. Le montant prévisionnel s’élève à {{ montant }}."
        )
    document.add_paragraph("{%p for point in points %}")
    document.add_paragraph("{{ point }}", style="List Bullet")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{% if relance > 1 %}Il s’agit de la relance n° {{ relance }}.{% endif %}")
    document.save(str(chemin))
    return chemin


def contexte_de_courrier() -> dict[str, Any]:
    return {
        "entete": {"service": "Service fictif", "reference": "ESSAI-1", "titre": "Rappel & échéance"},
        "lieu": "Ville d’essai",
        "jour": "12 juin 2024",
        "dest": {"civilite": "Madame", "nom": "ESSAI", "fonction": "Cheffe de service (fictive)"},
        "collectivite": {"nom": "la Collectivité d’essai"},
        "piece": "le plan de financement",
        "echeance": "30 juin 2024",
        "montant": "36 518,00 €",
        "points": [f"point n° {n} : < 25 ans & parents" for n in range(1, 5)],
        "relance": 2,
    }


def _corps_de_fiche(document: DocumentWord) -> None:
    document.add_paragraph("Fiche n° {{ f.numero }} — {{ f.intitule }}", style="Heading 2")
    _tableau(document, [["Axe", "{{ f.axe }}"], ["Porteur", "{{ f.porteur }}"], ["Public", "{{ f.public }}"]])
    document.add_paragraph("{%p for o in f.objectifs %}")
    document.add_paragraph("{{ o }}", style="List Number")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p for texte in f.descriptif %}")
    document.add_paragraph("{{ texte }}")
    document.add_paragraph("{%p endfor %}")
    colonnes = ["{{ b.annee }}", "{{ b.etat }}", "{{ b.total }}"]
    _tableau(
        document,
        [
            ["Année", "État", "Total"],
            ["{%tr for b in f.budget %}"],
            colonnes,
            ["{%tr endfor %}"],
            ["Total", "{{ f.total.etat }}", "{{ f.total.total }}"],
        ],
    )


def gabarit_de_fiche(chemin: Path, *, seule: bool = True) -> Path:
    """Deux pages, deux tableaux, une liste numérotée ; `f` est la fiche."""
    document = _base()
    if seule:
        document.add_paragraph("{{ entete.titre }}", style="Title")
    _corps_de_fiche(document)
    document.save(str(chemin))
    return chemin


def une_fiche(numero: int = 1) -> dict[str, Any]:
    budget = [{"annee": a, "etat": f"{a},00 €", "total": f"{2 * a},00 €"} for a in ANNEES]
    return {
        "numero": numero,
        "intitule": f"Action d’essai n° {numero}",
        "axe": "Axe 2",
        "porteur": "Collectivité d’essai",
        "public": "Jeunes de 16 à 25 ans & familles",
        "objectifs": [f"Objectif {n} de la fiche {numero}" for n in range(1, 5)],
        "descriptif": ["Repérer, orienter puis accompagner les personnes. " * 6] * 3,
        "budget": budget,
        "total": {"etat": "8 102,00 €", "total": "16 204,00 €"},
    }


def contexte_de_fiche() -> dict[str, Any]:
    return {"entete": contexte_de_courrier()["entete"], "f": une_fiche()}


def _tableau_financier(document: DocumentWord) -> None:
    """En paysage, une ligne par fiche."""
    paysage = document.add_section(WD_SECTION.NEW_PAGE)
    paysage.orientation = WD_ORIENT.LANDSCAPE
    ligne = ["{{ f.numero }} {{ f.intitule }}", *(f"{{{{ f.budget[{i}].etat }}}}" for i in range(4))]
    _tableau(
        document,
        [["Action", *map(str, ANNEES)], ["{%tr for f in fiches %}"], ligne, ["{%tr endfor %}"]],
    )
    document.add_section(WD_SECTION.NEW_PAGE).orientation = WD_ORIENT.PORTRAIT


def gabarit_de_convention(chemin: Path, *, fiche_incluse: str = "") -> Path:
    """Douze articles, un tableau financier en paysage, puis les fiches : en boucle ou par inclusion."""
    document = _base()
    document.add_paragraph("{{ entete.titre }}", style="Title")
    for article in range(1, 13):
        document.add_paragraph(f"Article {article}", style="Heading 1")
        for _ in range(4):
            document.add_paragraph(
                "Les parties conviennent que {{ collectivite.nom }} réunit le comité deux fois par an. " * 3
            )
    document.add_paragraph("{%p if clause %}")
    document.add_paragraph("{{ clause }}")
    document.add_paragraph("{%p endif %}")
    _tableau_financier(document)
    document.add_paragraph("{%p for f in fiches %}")
    if fiche_incluse:
        document.add_paragraph(f"{{%p inclure « {fiche_incluse} » %}}")
    else:
        _corps_de_fiche(document)
    document.add_paragraph("{%p endfor %}")
    document.save(str(chemin))
    return chemin


def contexte_de_convention(combien_de_fiches: int = 40) -> dict[str, Any]:
    return {
        "entete": contexte_de_courrier()["entete"],
        "collectivite": {"nom": "la Collectivité d’essai"},
        "clause": "",
        "fiches": [une_fiche(n) for n in range(1, combien_de_fiches + 1)],
    }


def salir(source: Path, chemin: Path, *, graine: int = 1) -> Path:
    """Le même gabarit tel que Word l'enregistre : passages coupés au hasard, corrections, identifiants."""
    hasard = random.Random(graine)
    document = Document(str(source))
    for paragraphe in document.element.body.iter(qn("w:p")):
        paragraphe.set(qn("w:rsidR"), "00A77F11")
        for passage in paragraphe.findall(qn("w:r")):
            _couper(passage, hasard)
    document.save(str(chemin))
    return chemin


def _couper(passage: Any, hasard: random.Random) -> None:
    textes = passage.findall(qn("w:t"))
    if len(textes) != 1 or passage.find(qn("w:br")) is not None:
        return
    reste, dernier = textes[0].text or "", passage
    while reste:
        longueur = hasard.randint(1, 9)
        morceau = deepcopy(passage)
        texte = morceau.find(qn("w:t"))
        texte.text, reste = reste[:longueur], reste[longueur:]
        texte.set(qn("xml:space"), "preserve")
        morceau.set(qn("w:rsidRPr"), "00B88F22")
        correction = OxmlElement("w:proofErr")
        correction.set(qn("w:type"), "spellStart")
        dernier.addnext(morceau)
        morceau.addnext(correction)
        dernier = correction
    passage.getparent().remove(passage)

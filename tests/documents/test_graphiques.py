"""Un graphique de Word montre les données du document, se décrit et se modifie."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook

from documents.contextes.axes import fiches_du_contrat
from documents.contextes.finances import plan_de_financement
from documents.contextes.graphiques import graphiques_des_tableaux
from documents.moteur.archive import parties_de
from documents.moteur.classeur import classeur
from documents.moteur.erreurs import ErreurGabarit
from documents.moteur.gabarit import composer
from documents.moteur.graphiques import c
from documents.moteur.ooxml import CORPS, lire_xml
from documents.moteur.ouverture import texte_mis_en_page
from documents.moteur.validite import fautes_word
from documents.typographie import typo
from outils.gabarits.charpente import Gabarit
from outils.gabarits.graphiques import Graphique
from tests.documents.contrat_du_gers import un_contrat_du_gers
from tests.documents.fabriques_contrat import ajouter_une_fiche, une_demarche
from tests.documents.test_moteur_ouverture import sans_libreoffice

GRAPHIQUE, CLASSEUR = "word/charts/chart1.xml", "word/embeddings/Classeur1.xlsx"
DONNEES: dict[str, Any] = {
    "description": 'Barres : "A" & <B>\nde 2024 à 2026.',
    "categories": ("2024", "=2025", "2026"),
    "series": (
        {"nom": "État", "valeurs": (1000.0, None, 2500.5)},
        {"nom": "Collectivité & Cie", "valeurs": (0.0, None, 10.0)},
    ),
}


def un_gabarit_a_graphique(dossier: Path, series: tuple[str, ...] = ("Une", "Deux", "Trois")) -> Path:
    g = Gabarit()
    g.graphiques([Graphique("argent", "L'argent", series)], hauteur=200)
    chemin = dossier / "graphique.docx"
    g.enregistrer("graphique.docx", "Essai", dossier)
    remplacer(chemin, lambda nom, xml: re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", xml))
    return chemin


def remplacer(chemin: Path, changer: Callable[[str, str], str]) -> None:
    parties = parties_de(chemin.read_bytes())
    with zipfile.ZipFile(chemin, "w") as archive:
        for nom, contenu in parties.items():
            texte = nom.endswith((".xml", ".rels"))
            archive.writestr(nom, changer(nom, contenu.decode()) if texte else contenu)


def les_points(racine: etree._Element, role: str) -> list[list[tuple[str, str]]]:
    """Pour chaque série, les couples (rang, valeur) que le graphique garde en mémoire."""
    return [
        [(str(p.get("idx")), str(p.findtext(c("v")))) for e in s.findall(c(role)) for p in e.iter(c("pt"))]
        for s in racine.iter(c("ser"))
    ]


def test_le_graphique_et_son_classeur_portent_les_donnees(tmp_path: Path) -> None:
    octets = composer(un_gabarit_a_graphique(tmp_path), {"graphiques": {"argent": DONNEES}}).octets

    parties = parties_de(octets)
    graphique = lire_xml(parties[GRAPHIQUE])
    assert les_points(graphique, "tx") == [[("0", "État")], [("0", "Collectivité & Cie")]]
    assert les_points(graphique, "cat") == [[("0", "2024"), ("1", "=2025"), ("2", "2026")]] * 2
    assert les_points(graphique, "val") == [
        [("0", "1000.0"), ("2", "2500.5")],
        [("0", "0.0"), ("2", "10.0")],
    ]
    feuille = load_workbook(BytesIO(parties[CLASSEUR])).active
    assert feuille is not None
    assert list(feuille.values) == [
        (None, "État", "Collectivité & Cie"),
        ("2024", 1000, 0),
        ("=2025", None, None),
        ("2026", 2500.5, 10),
    ]
    assert feuille["A3"].data_type == "s"
    assert [f.text for f in graphique.iter(c("f"))][-1] == "Feuil1!$C$2:$C$4"
    assert fautes_word(octets) == ()


def test_la_description_remplace_le_repere(tmp_path: Path) -> None:
    octets = composer(un_gabarit_a_graphique(tmp_path), {"graphiques": {"argent": DONNEES}}).octets

    (proprietes,) = (e for e in lire_xml(parties_de(octets)[CORPS]).iter() if str(e.tag).endswith("}docPr"))
    assert proprietes.get("descr") == 'Barres : "A" & <B> de 2024 à 2026.'


def test_memes_donnees_memes_octets(tmp_path: Path) -> None:
    gabarit, contexte = un_gabarit_a_graphique(tmp_path), {"graphiques": {"argent": DONNEES}}

    premier = composer(gabarit, contexte)

    assert premier == composer(gabarit, contexte)
    assert classeur(DONNEES) == classeur(DONNEES)


def test_un_graphique_trop_petit_se_signale_plutot_que_de_perdre_une_serie(tmp_path: Path) -> None:
    with pytest.raises(ErreurGabarit) as refus:
        composer(un_gabarit_a_graphique(tmp_path, ("Une",)), {"graphiques": {"argent": DONNEES}})

    assert str(refus.value.fautes[0]) == (
        "balise « graphique:argent » : ce graphique habille 1 séries et il en faut 2 : ajoutez-en dans Word"
    )


def test_un_graphique_sans_donnees_se_signale(tmp_path: Path) -> None:
    with pytest.raises(ErreurGabarit, match="champ inconnu « argent »"):
        composer(un_gabarit_a_graphique(tmp_path), {"graphiques": {}})


def test_un_classeur_reste_sur_un_autre_poste_est_refuse(tmp_path: Path) -> None:
    gabarit = un_gabarit_a_graphique(tmp_path)
    remplacer(gabarit, lambda _, xml: xml.replace('Classeur1.xlsx"', 'Classeur1.xlsx" TargetMode="External"'))

    with pytest.raises(ErreurGabarit, match="lié à un classeur extérieur"):
        composer(gabarit, {"graphiques": {"argent": DONNEES}})


def test_un_repere_pose_sur_une_image_est_refuse(tmp_path: Path) -> None:
    gabarit = un_gabarit_a_graphique(tmp_path)
    remplacer(gabarit, lambda _, xml: re.sub(r"<c:chart [^>]*r:id[^>]*/>", "", xml))

    with pytest.raises(ErreurGabarit, match="réservé à un graphique"):
        composer(gabarit, {"graphiques": {"argent": DONNEES}})


def test_les_graphiques_du_livrable_disent_l_argent_par_annee_et_par_axe() -> None:
    demarche = un_contrat_du_gers()

    graphiques = graphiques_des_tableaux(plan_de_financement(demarche, fiches_du_contrat(demarche)))

    assert graphiques.par_annee.categories == ("2024", "2025", "2026", "2027")
    assert [s.nom for s in graphiques.par_annee.series] == ["État", "Collectivité", "Autres financeurs"]
    assert sum(v or 0 for v in graphiques.par_annee.series[0].valeurs) == 278_072
    assert graphiques.par_axe.categories == ("Axe 1", "Axe 2", "Axe 3")
    assert typo("2024 : 78 036 €") in graphiques.par_annee.description


def test_une_annee_sans_budget_est_un_trou_et_un_zero_reel_un_zero() -> None:
    demarche = une_demarche()
    ajouter_une_fiche(demarche, "32-DRO-ACC-01", budget={2025: (0, 500, 0)}, annee_debut=2025)

    par_annee = graphiques_des_tableaux(plan_de_financement(demarche, fiches_du_contrat(demarche))).par_annee

    assert par_annee.series[0].valeurs == (None, 0, None, None)
    assert par_annee.description.startswith("Histogramme des financements par année, État, Collectivité")
    assert typo("2024 : — ; 2025 : 500 €") in par_annee.description


@sans_libreoffice
def test_libreoffice_affiche_les_graphiques_du_livrable(
    pdf_communs: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "d14.pdf").write_bytes(pdf_communs["livrable du Gers"])

    lu = texte_mis_en_page(tmp_path / "d14.pdf")
    assert "Autres financeurs" in lu
    assert re.search(r"250\s000\s€", lu)

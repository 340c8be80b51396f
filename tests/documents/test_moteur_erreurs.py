"""Un gabarit fautif est refusé en français : quel gabarit, quel paragraphe, quelle balise, pourquoi."""

from pathlib import Path
from typing import Any

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from documents.moteur.erreurs import ErreurGabarit
from documents.moteur.gabarit import composer
from tests.documents.fabriques_word import un_gabarit

CONTEXTE: dict[str, Any] = {
    "nom": "Essai",
    "axe": "2",
    "oui": True,
    "date": None,
    "fiches": [{"intitule": "F1", "items": "x"}, {"intitule": "F2", "items": "y"}],
}

DE_STRUCTURE = [
    (["Bonjour {{ nom } suite"], "cette balise n'est pas refermée dans son paragraphe"),
    (["Bonjour {{ nom", "}} suite"], "cette balise n'est pas refermée dans son paragraphe"),
    (["Prix et }} seul"], "cette fin de balise n'a pas de début dans son paragraphe"),
    (
        ["{%p for f in fiches %}", "{{ f.intitule }}"],
        "le bloc « for » n'est jamais refermé : il manque « endfor »",
    ),
    (["{%p endfor %}"], "« endfor » ne referme aucun « for »"),
    (["{% else %}"], "« else » n'est dans aucun « if »"),
    (
        ["Liste : {%p for f in fiches %}", "{%p endfor %}"],
        "elle doit être seule dans son paragraphe ; sinon, le texte « Liste : » serait perdu",
    ),
    (
        ["A {% if oui %} B", "C {% endif %} D"],
        "elle n'est pas dans le même paragraphe que « {% if oui %} » : écrivez {%p … %} autour de paragraphes, "
        "{%tr … %} autour de lignes de tableau",
    ),
    (
        ["{%p if oui %}", "x {% endif %}"],
        "elle répond à « {%p if oui %} » : écrivez « {%p endif %} »",
    ),
    (["{%tr for f in fiches %}"], "cette balise n'a de sens que dans un tableau"),
    (["{% macro m() %}"], "l'instruction « macro » n'existe pas dans un gabarit"),
    (["{% include 'autre.docx' %}"], "l'instruction « include » n'existe pas dans un gabarit"),
    (["{% import 'autre.docx' as a %}"], "l'instruction « import » n'existe pas dans un gabarit"),
    (["{% raw %}"], "l'instruction « raw » n'existe pas dans un gabarit"),
    (["{%- if oui %}x{% endif %}"], "« {%- » et « -%} » ne sont pas pris en charge"),
    (
        ["voir {% inclure 'a.docx' %}"],
        'écrivez {%p inclure "fichier.docx" %}, seul dans un paragraphe du corps, hors de tout tableau',
    ),
]

DE_SYNTAXE = [
    (["{{ nom | }}"], "la balise est inachevée"),
    (["{{ }}"], "la balise est vide ou inachevée"),
    (["{{ nom nom }}"], "un signe manque avant « nom »"),
    (["{{ nom ? }}"], "le caractère « ? » n'a pas sa place dans une balise"),
    (["{{ nom|majuscules }}"], "le filtre « majuscules » n'existe pas"),
    (["{{ nom|uper }}"], "le filtre « uper » n'existe pas (peut-être « upper »)"),
    (["{% if nom is vide %}{% endif %}"], "le test « vide » n'existe pas"),
    (["{{ nom.upper() }}"], "un appel avec des parenthèses est interdit : servez-vous d'un filtre"),
    (["{{ nom|safe }}"], "le filtre « safe » n'existe pas"),
    (["{{ ''.__class__ }}"], "l'accès à « __class__ » est interdit"),
    (["{{ fiches[0]['__class__'] }}"], "l'accès à « __class__ » est interdit"),
    (["{% for f in fiches recursive %}{% endfor %}"], "une boucle récursive est interdite"),
]

DE_RENDU = [
    (["Bonjour {{ nmo }}"], "donnée inconnue « nmo » (peut-être « nom »)"),
    (["{{ totalement_autre }}"], "donnée inconnue « totalement_autre »"),
    (["{% for f in fiches %}{{ f.titre }}{% endfor %}"], "champ inconnu « titre » (peut-être « intitule »)"),
    (["{% for f in fiches %}{{ f.keys }}{% endfor %}"], "champ inconnu « keys »"),
    (["{{ fiches.intitule }}"], "« intitule » est demandé sur une liste : il faut une boucle « for »"),
    (["{{ date.year }}"], "« year » est demandé sur une valeur vide"),
    (["{{ nom.prenom }}"], "« prenom » est demandé sur une valeur simple"),
    (["{{ fiches }}"], "cette donnée ne s'imprime pas telle quelle : nommez un de ses champs, ou bouclez"),
    (["{{ nom.upper }}"], "cette donnée ne s'imprime pas telle quelle : nommez un de ses champs, ou bouclez"),
    (["{% for f in nom %}{% endfor %}"], "« for » demande une liste, et cette donnée n'en est pas une"),
    (["{{ nom + 1 }}"], "cette balise ne convient pas à la donnée reçue (TypeError)"),
    (["{{ 1 / 0 }}"], "cette balise ne convient pas à la donnée reçue (ZeroDivisionError)"),
    (["{% if nom > 1 %}{% endif %}"], "ces valeurs ne se comparent pas entre elles"),
]


@pytest.mark.parametrize(("paragraphes", "attendu"), [*DE_STRUCTURE, *DE_SYNTAXE, *DE_RENDU])
def test_la_faute_est_dite_en_francais_avec_son_paragraphe(
    paragraphes: list[str], attendu: str, tmp_path: Path
) -> None:
    gabarit = un_gabarit(tmp_path, "sans faute", *paragraphes)

    with pytest.raises(ErreurGabarit) as refus:
        composer(gabarit, CONTEXTE)

    assert refus.value.fautes[0].message == attendu
    assert refus.value.paragraphe in paragraphes
    assert (refus.value.gabarit, refus.value.partie) == ("essai.docx", "word/document.xml")


def test_le_refus_se_lit_en_trois_phrases(tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, "Le {{ dat }} à {{ nom }}")

    with pytest.raises(ErreurGabarit) as refus:
        composer(gabarit, CONTEXTE)

    assert str(refus.value) == (
        "Le gabarit « essai.docx » ne peut pas être rempli. Il reste à corriger : au paragraphe « Le {{ dat }} à "
        "{{ nom }} », balise « {{ dat }} » : donnée inconnue « dat » (peut-être « date »). Ouvrez ce gabarit dans "
        "Word, corrigez les passages cités, enregistrez, puis recommencez."
    )
    assert [o.ou for o in refus.value.obstacles] == ["gabarit:essai.docx"]


def test_toutes_les_fautes_de_structure_sont_dites_a_la_fois(tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, "{{ nom }", "{%p endif %}", "{% macro m() %}")

    with pytest.raises(ErreurGabarit) as refus:
        composer(gabarit, CONTEXTE)

    assert {f.paragraphe for f in refus.value.fautes} == {"{{ nom }", "{%p endif %}", "{% macro m() %}"}


def test_toutes_les_fautes_de_syntaxe_sont_dites_a_la_fois(tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, "{{ nom | }}", "bon {{ nom }}", "{{ nom ? }}")

    with pytest.raises(ErreurGabarit) as refus:
        composer(gabarit, CONTEXTE)

    assert [f.balise for f in refus.value.fautes] == ["{{ nom | }}", "{{ nom ? }}"]


def test_une_faute_du_pied_de_page_est_situee(tmp_path: Path) -> None:
    def ajouter_un_pied(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].text = "Réf. {{ reference }}"

    gabarit = un_gabarit(tmp_path, retoucher=ajouter_un_pied)

    with pytest.raises(ErreurGabarit) as refus:
        composer(gabarit, CONTEXTE)

    assert str(refus.value.fautes[0]) == (
        "dans le pied de page, au paragraphe « Réf. {{ reference }} », balise « {{ reference }} » : "
        "donnée inconnue « reference »"
    )


def test_un_bloc_ne_traverse_pas_deux_cellules(tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, tableau=[["{%p if oui %}", "{%p endif %}"]])

    with pytest.raises(ErreurGabarit) as refus:
        composer(gabarit, CONTEXTE)

    assert refus.value.fautes[0].message == (
        "elle n'est pas dans la même cellule, le même tableau ou le même corps que « {%p if oui %} »"
    )


def test_une_ligne_a_repeter_ne_perd_pas_son_texte(tmp_path: Path) -> None:
    gabarit = un_gabarit(
        tmp_path, tableau=[["{%tr for f in fiches %}", "IMPORTANT"], ["{{ f.intitule }}"], ["{%tr endfor %}"]]
    )

    with pytest.raises(ErreurGabarit) as refus:
        composer(gabarit, CONTEXTE)

    assert refus.value.fautes[0].message == (
        "elle doit être seule dans sa ligne ; sinon, le texte « IMPORTANT » serait perdu"
    )


def test_le_suivi_des_modifications_est_refuse(tmp_path: Path) -> None:
    def suivre(document: Any) -> None:
        insertion = OxmlElement("w:ins")
        insertion.set(qn("w:id"), "1")
        document.add_paragraph("x")._p.append(insertion)

    gabarit = un_gabarit(tmp_path, retoucher=suivre)

    with pytest.raises(ErreurGabarit) as refus:
        composer(gabarit, CONTEXTE)

    assert refus.value.fautes[0].message == (
        "il reste des insertions suivies : acceptez ou supprimez-les dans Word"
    )


def test_une_balise_dans_un_champ_est_refusee(tmp_path: Path) -> None:
    def ajouter_un_champ(document: Any) -> None:
        champ = OxmlElement("w:fldSimple")
        champ.set(qn("w:instr"), "REF {{ nom }}")
        document.add_paragraph("x")._p.append(champ)

    gabarit = un_gabarit(tmp_path, retoucher=ajouter_un_champ)

    with pytest.raises(ErreurGabarit) as refus:
        composer(gabarit, CONTEXTE)

    assert refus.value.fautes[0].message == (
        "une balise ne peut pas être ici (champ, texte de remplacement, formule)"
    )


@pytest.mark.parametrize(
    ("contenu", "attendu"),
    [
        (None, "le fichier est introuvable"),
        (b"", "ce n'est pas un document Word (.docx) lisible"),
        (b"%PDF-1.7 ...", "ce n'est pas un document Word (.docx) lisible"),
    ],
)
def test_un_fichier_qui_n_est_pas_un_gabarit_est_refuse(
    contenu: bytes | None, attendu: str, tmp_path: Path
) -> None:
    chemin = tmp_path / "faux.docx"
    if contenu is not None:
        chemin.write_bytes(contenu)

    with pytest.raises(ErreurGabarit) as refus:
        composer(chemin, {})

    assert refus.value.fautes[0].message == attendu

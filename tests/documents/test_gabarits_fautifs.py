"""Un gabarit fautif ou piégé est refusé, avec une phrase qui dit où et pourquoi ; les manies de Word passent."""

from pathlib import Path

import pytest

from documents.essai import examiner
from documents.gabarits import trouver
from tests.documents.gabarits_hostiles import (
    CORPS,
    INVITATION,
    PIED,
    Retouche,
    avec,
    dans_un_paragraphe,
    l_invitation,
    paragraphes,
    relation,
    remplacer,
    sans,
    tableau,
    xml_au_debut,
)

DESSIN = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="7" name="Logo"/></wp:inline></w:drawing></w:r>'
)
LISTE = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr></w:pPr></w:p>'
SUIVI = '<w:ins w:id="1" w:author="x"><w:r><w:t>ajout</w:t></w:r></w:ins>'
CHAMP_DDE = "<w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\\\x</w:instrText></w:r>"


def _fautes(tmp_path: Path, *retouches: Retouche) -> list[str]:
    """Ce que l'on dirait de l'invitation ainsi retouchée."""
    (tmp_path / INVITATION).write_bytes(l_invitation(*retouches))
    return [str(f) for f in examiner(tmp_path, INVITATION, list(trouver("D01").modeles))]


def _avec_texte(*textes: str) -> tuple[Retouche, ...]:
    return (paragraphes(*textes),)


FAUTIFS: dict[str, tuple[tuple[Retouche, ...], str]] = {
    "champ inconnu": (
        _avec_texte("Le {{ objt }}"),
        "au paragraphe « Le {{ objt }} », balise « {{ objt }} » : « objt » n'existe pas (peut-être « objet »)",
    ),
    "champ d'un bloc inconnu": (
        _avec_texte("À {{ emetteur.vile }}"),
        "« vile » n'existe pas (peut-être « ville »)",
    ),
    "champ inconnu au pied": (
        (remplacer(PIED, "document.reference", "document.referance"),),
        "dans le pied de page, au paragraphe",
    ),
    "champ accentué": (_avec_texte("{{ réunion.lieu }}"), "« réunion » n'existe pas (peut-être « reunion »)"),
    "liste sans boucle": (
        _avec_texte("{{ invites.nom }}"),
        "« nom » est demandé sur une liste : il faut une boucle « for »",
    ),
    "boucle sur un texte": (
        _avec_texte("{%p for x in objet %}", "{{ x }}", "{%p endfor %}"),
        "« for » demande une liste",
    ),
    "filtre inconnu": (_avec_texte("{{ objet | majuscules }}"), "le filtre « majuscules » n'existe pas"),
    "filtre qui ne convient pas": (
        _avec_texte("{{ objet | date_longue }}"),
        "cette balise ne convient pas à la donnée reçue",
    ),
    "accolade manquante": (
        _avec_texte("Bonjour {{ objet } suite"),
        "cette balise n'est pas refermée dans son paragraphe",
    ),
    "balise sur deux paragraphes": (
        _avec_texte("Bonjour {{ objet", "}} suite"),
        "cette fin de balise n'a pas de début dans son paragraphe",
    ),
    "boucle jamais refermée": (
        _avec_texte("{%p for i in invites %}", "{{ i.nom }}"),
        "le bloc « for » n'est jamais refermé",
    ),
    "fermeture de trop": (_avec_texte("{%p endif %}"), "« endif » ne referme aucun « if »"),
    "texte à côté d'une balise de paragraphe": (
        _avec_texte("Liste : {%p if objet %}", "x", "{%p endif %}"),
        "le texte « Liste : » serait perdu",
    ),
    "condition à cheval": (
        _avec_texte("A {% if objet %} B", "C {% endif %} D"),
        "elle n'est pas dans le même paragraphe",
    ),
    "balise de ligne hors d'un tableau": (
        _avec_texte("{%tr if objet %}", "x", "{%tr endif %}"),
        "cette balise n'a de sens que dans un tableau",
    ),
    "balise dans un champ": (
        (dans_un_paragraphe('<w:fldSimple w:instr="REF {{ objet }}"/>'),),
        "une balise ne peut pas être ici",
    ),
    "syntaxe": (_avec_texte("{{ objet | }}"), "la balise est inachevée"),
    "gabarit inclus absent": (
        _avec_texte('{%p inclure "absent.docx" %}'),
        "« absent.docx » ne peut pas être inclus : le fichier est introuvable",
    ),
    "gabarit inclus ailleurs": (
        _avec_texte('{%p inclure "../secret.docx" %}'),
        "se range dans le dossier de celui qui l'inclut",
    ),
    "gabarit qui s'inclut": (_avec_texte(f'{{%p inclure "{INVITATION}" %}}'), "s'inclut lui-même"),
    "facultatif sans condition": (
        _avec_texte("{{ reponse_avant_le | date_longue }}"),
        "(quand rien de facultatif n'est rempli)",
    ),
    "attaque par les classes": (
        _avec_texte("{{ ''.__class__.__mro__[1].__subclasses__() }}"),
        "l'accès à « __class__ » est interdit",
    ),
    "attaque par les globales": (
        _avec_texte("{{ cycler.__init__.__globals__.os.popen('id').read() }}"),
        "un appel avec des parenthèses est interdit",
    ),
    "attaque par import": (
        _avec_texte("{% import 'os' as os %}"),
        "l'instruction « import » n'existe pas dans un gabarit",
    ),
    "boucle sans fin": (
        _avec_texte("{% for a in range(10**9) %}x{% endfor %}"),
        "l'opération « ** » est interdite ici",
    ),
    "boucle démesurée": (
        _avec_texte("{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}"),
        "les boucles font plus de 100000 tours",
    ),
    "insertion suivie": (
        (dans_un_paragraphe(SUIVI),),
        "au paragraphe « Lieuajout » : il reste des insertions suivies",
    ),
    "mise en forme suivie": (
        (dans_un_paragraphe("<w:r><w:rPr><w:rPrChange/></w:rPr><w:t>x</w:t></w:r>"),),
        "il reste des mises en forme suivies",
    ),
    "commentaire oublié": (
        (dans_un_paragraphe('<w:r><w:commentReference w:id="0"/></w:r>'),),
        "il reste des commentaires",
    ),
    "suivi resté allumé": (
        (remplacer("word/settings.xml", "<w:defaultTabStop", "<w:trackRevisions/><w:defaultTabStop"),),
        "le suivi des modifications est resté allumé",
    ),
    "langue anglaise": (
        (remplacer("word/styles.xml", 'w:val="fr-FR"', 'w:val="en-US"'),),
        "la langue par défaut est « en-US », au lieu du français",
    ),
    "sans titre": (
        (remplacer("docProps/core.xml", "{{ document.titre }}", ""),),
        "le titre du document manque",
    ),
    "saut de niveau": (
        (paragraphes("Trop bas", style="Titre3"),),
        "au paragraphe « Trop bas » : le premier titre est de niveau 3, au lieu de 1",
    ),
    "tableau sans en-tête": (
        (tableau(("A", "B", "C"), ("1", "2", "3"), ("4", "5", "6")),),
        "la première ligne du tableau ne se répète pas en haut de page",
    ),
    "image muette": ((dans_un_paragraphe(DESSIN),), "l'image « Logo » n'a pas de texte de remplacement"),
    "champ DDE coupé": ((dans_un_paragraphe(CHAMP_DDE),), "le champ « DDEAUTO » lit hors du document"),
    "image distante": (
        (relation("image", "https://pisteur.invalid/x.png"),),
        "il charge « https://pisteur.invalid/x.png », placé hors du document (image)",
    ),
    "lien vers un programme": (
        (relation("hyperlink", "file:///c:/x.exe"),),
        "ne mène ni à une adresse web, ni à une adresse de courriel",
    ),
    "document emboîté": ((xml_au_debut("<w:altChunk/>"),), "il contient un autre document"),
    "style inexistant": ((paragraphes("x", style="Fantome"),), "style inexistant « Fantome »"),
    "XML abîmé": ((avec(CORPS, b"<w:document><w:body>"),), "le fichier est abîmé"),
    "caractère réservé au moteur": (
        _avec_texte("a \ufdd00\ufdd1 b"),
        "elle contient un caractère réservé par la norme Unicode",
    ),
    "liste sans numéro": (
        (xml_au_debut(LISTE.format("deux")),),
        "liste inexistante n° deux",
    ),
    "styles en double": (
        (remplacer("word/styles.xml", "</w:styles>", '<w:style w:styleId="Texte"/></w:styles>'),),
        "identifiant de style en double, Texte",
    ),
    "déclaration de type": (
        (remplacer(PIED, "<w:ftr", "<!DOCTYPE f><w:ftr"),),
        "déclaration de type (DTD), que Word interdit",
    ),
    "sans styles": ((sans("word/styles.xml"),), "style inexistant"),
}


@pytest.mark.parametrize("nom", FAUTIFS)
def test_un_gabarit_fautif_est_refuse_avec_une_phrase_utile(nom: str, tmp_path: Path) -> None:
    retouches, attendu = FAUTIFS[nom]

    fautes = _fautes(tmp_path, *retouches)

    assert any(attendu in faute for faute in fautes), fautes


def test_toutes_les_fautes_sont_dites_a_la_fois(tmp_path: Path) -> None:
    fautes = _fautes(
        tmp_path,
        paragraphes("{{ objt }}", "{{ objet } ", "{%p if objet %}", "{{ objet | eurros }}"),
        dans_un_paragraphe(SUIVI),
        dans_un_paragraphe(DESSIN),
        remplacer(PIED, "document.reference", "document.referance"),
    )

    attendues = (
        "insertions",
        "« Logo »",
        "refermée",
        "jamais refermé",
        "« objt »",
        "« eurros »",
        "« referance »",
    )
    assert [a for a in attendues if not any(a in f for f in fautes)] == []


@pytest.mark.parametrize(
    "texte",
    [
        "{{\u00a0objet\u00a0}}",
        "{% if objet == «\u00a0x\u00a0» %}oui{% endif %}",
        "{% if objet == “x” or objet == ‘y’ %}oui{% endif %}",
    ],
)
def test_les_manies_de_word_sont_acceptees(texte: str, tmp_path: Path) -> None:
    assert _fautes(tmp_path, paragraphes(texte)) == []


def test_une_balise_que_word_a_coupee_est_lue_entiere(tmp_path: Path) -> None:
    coupee = "".join(f"<w:r><w:t>{morceau}</w:t></w:r>" for morceau in ("{", "{ ob", "jt }", "}"))

    assert _fautes(tmp_path, dans_un_paragraphe(coupee)) == [
        "au paragraphe « Lieu{{ objt }} », balise « {{ objt }} » : « objt » n'existe pas (peut-être « objet »)"
    ]

"""Les balises d'un gabarit : les reconnaître dans un texte, et défaire ce que la frappe de Word y a mis."""

import re
from dataclasses import dataclass

from lxml import etree

from documents.moteur.erreurs import Faute
from documents.moteur.ooxml import ecrire_xml

BALISE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
OUVERTURE = re.compile(r"\{\{|\{%|\{#")
FERMETURE = re.compile(r"\}\}|%\}|#\}")
INSTRUCTIONS = frozenset(
    {"if", "elif", "else", "endif", "for", "endfor", "set", "with", "endwith", "inclure"}
)
OUVRANTES = frozenset({"if", "for", "with"})
CONTENEURS = {"p": "son paragraphe", "tr": "sa ligne", "tc": "sa cellule", "r": "son passage de texte"}

_NIVEAU = re.compile(r"(\{[%#])(p|tr|tc|r)\s+(?=\S)(.*)", re.DOTALL)
_MOT = re.compile(r"\{%\s*(\w+)")
# Deux caractères que la norme Unicode réserve à un usage interne : un gabarit qui les contient est refusé.
_DEBUT, _FIN = "\ufdd0", "\ufdd1"
_MARQUE = re.compile(f"[{_DEBUT}{_FIN}]")
JETON = re.compile(f"{_DEBUT}(\\d+){_FIN}")
_A_REMETTRE_EN_CLAIR = re.compile(
    r"""(?P<droite>"(?:\\.|[^"\\“”])*"|'(?:\\.|[^'\\])*')"""
    r"""|[“”„"](?P<double>[^“”"]*)[“”"]"""
    r"""|«[\s\u00a0\u202f]*(?P<francaise>[^»]*?)[\s\u00a0\u202f]*»"""
    r"""|[‘’](?P<simple>.*?)['‘’](?!\w)"""
    r"""|(?P<espace>[\u00a0\u202f\u2007\n\t]+)"""
    r"""|(?P<tiret>[–—])""",
    re.DOTALL,
)


@dataclass(eq=False)
class Balise:
    """Une balise telle qu'on la lit (`texte`) et telle que Jinja la lira (`code`).

    `lieu` est l'élément dont le contenu est répété ou omis quand la balise ouvre ou ferme un bloc :
    ouverture et fermeture doivent avoir le même. `suite` est ce que le moteur ajoute derrière elle.
    """

    texte: str
    code: str
    gabarit: str = ""
    partie: str = ""
    paragraphe: str = ""
    niveau: str = ""
    lieu: etree._Element | None = None
    suite: str = ""

    @property
    def mot(self) -> str:
        """L'instruction (`for`, `endif`…), vide pour une donnée ou un commentaire."""
        trouve = _MOT.match(self.code)
        return trouve[1] if trouve else ""

    @property
    def source(self) -> str:
        """Un saut de ligne par balise, dans la balise : le numéro de ligne de Jinja la désigne."""
        return f"{self.code[:2]}\n{self.code[2:]}{self.suite}"

    def faute(self, message: str) -> Faute:
        return Faute(message, self.gabarit, self.partie, self.paragraphe, self.texte)


def lire_balise(texte: str, gabarit: str, partie: str, paragraphe: str) -> Balise:
    """Accepte guillemets courbes et français, espaces insécables, tirets de la correction automatique."""
    clair = _A_REMETTRE_EN_CLAIR.sub(_en_clair, texte)
    trouve = _NIVEAU.fullmatch(clair)
    niveau, code = (trouve[2], f"{trouve[1]} {trouve[3]}") if trouve else ("", clair)
    return Balise(texte, code, gabarit, partie, paragraphe, niveau)


def jeton(numero: int) -> str:
    """La marque qui tient la place de la balise n° `numero` dans l'arbre XML."""
    return f"{_DEBUT}{numero}{_FIN}"


def retirer_les_marques(racine: etree._Element) -> bool:
    """Ôte ce que l'on prendrait pour des marques ; vrai s'il y en avait."""
    if not _MARQUE.search(ecrire_xml(racine)):
        return False
    for element in racine.iter():
        contenus = {"text": element.text or "", "tail": element.tail or ""}
        for endroit, contenu in contenus.items():
            if _MARQUE.search(contenu):
                setattr(element, endroit, _MARQUE.sub("", contenu))
        for nom, valeur in element.attrib.items():
            if _MARQUE.search(str(valeur)):
                element.set(nom, _MARQUE.sub("", str(valeur)))
    return True


def _en_clair(trouve: re.Match[str]) -> str:
    if trouve["droite"] is not None:
        return trouve["droite"].replace("\n", " ")
    if trouve["espace"]:
        return " "
    if trouve["tiret"]:
        return "-"
    contenu = next(c for c in trouve.group("double", "francaise", "simple") if c is not None)
    return '"' + contenu.replace('"', '\\"') + '"'

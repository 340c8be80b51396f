"""Les listes numérotées d'un gabarit : les reconnaître, les faire repartir à 1, les emporter ailleurs."""

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import NamedTuple

from lxml import etree

from documents.moteur.ooxml import DECLARATION, ecrire_xml, entier, retirer, styles_par_identifiant, valeur, w

_SANS_CHIFFRE = ("bullet", "none", "")
_AVANT_LA_NUMEROTATION = [
    w(n) for n in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
]
_FIN_DES_LISTES = re.compile(r".*(?:</w:num>|<w:num [^>]*/>)", re.DOTALL)


class Liste(NamedTuple):
    """La liste chiffrée d'un paragraphe : son numéro dans le gabarit, son niveau à partir de 0."""

    numero: int
    niveau: int


class Numerotation:
    """Les listes et les styles d'un gabarit ; `racine` vaut `None` s'il ne contient aucune liste."""

    def __init__(self, racine: etree._Element | None, styles: etree._Element | None) -> None:
        self.racine = racine
        self._styles = {} if styles is None else dict(styles_par_identifiant(styles))

    def liste_de(self, paragraphe: etree._Element) -> Liste | None:
        """`None` pour une puce, un titre numéroté (il ne repart jamais) ou un paragraphe ordinaire.

        Une liste qui n'existe pas n'en est pas une : les règles de validité la signalent.
        """
        proprietes = paragraphe.find(w("pPr"))
        if proprietes is None or self.racine is None:
            return None
        lignee = self._lignee(valeur(proprietes.find(w("pStyle"))))
        if any(s.find(f"{w('pPr')}/{w('outlineLvl')}") is not None for s in lignee):
            return None
        declares = [proprietes, *(p for s in lignee if (p := s.find(w("pPr"))) is not None)]
        numero = next((n for p in declares if (n := valeur(p.find(f"{w('numPr')}/{w('numId')}")))), "0")
        niveau = next((n for p in declares if (n := valeur(p.find(f"{w('numPr')}/{w('ilvl')}")))), "0")
        lue = Liste(entier(numero) or 0, entier(niveau) or 0)
        return lue if self._est_chiffree(lue) else None

    @property
    def premier_numero_libre(self) -> int:
        return 1 + max(self.abstraites, default=0)

    @property
    def abstraites(self) -> dict[int, str]:
        """Pour chaque liste, l'identifiant de la définition dont elle se sert."""
        return {
            numero: valeur(liste.find(w("abstractNumId")))
            for liste in self._toutes("num")
            if (numero := entier(valeur(liste, "numId"))) is not None
        }

    def importer(self, origine: "Numerotation", numero: int) -> int | None:
        """Copie ici une liste d'un autre gabarit, avec sa définition ; rend son nouveau numéro.

        `None` si l'autre gabarit ne la définit pas.
        """
        assert self.racine is not None
        definition = deepcopy(origine._definition(origine.abstraites.get(numero)))
        if definition is None:
            return None
        abstraite = 1 + max(
            (entier(valeur(a, "abstractNumId")) or 0 for a in self._toutes("abstractNum")), default=-1
        )
        definition.set(w("abstractNumId"), str(abstraite))
        # Deux définitions de même `nsid` seraient fondues par Word ; un lien vers un style changerait l'hôte.
        for lien in list(definition.iter(w("nsid"), w("pStyle"), w("styleLink"), w("numStyleLink"))):
            retirer(lien)
        return self._ajouter(definition, abstraite)

    def _ajouter(self, definition: etree._Element, abstraite: int) -> int:
        """Le schéma veut toutes les définitions avant toutes les listes."""
        assert self.racine is not None
        nouveau = self.premier_numero_libre
        listes = self._toutes("num")
        if listes:
            listes[0].addprevious(definition)
        else:
            self.racine.append(definition)
        liste = etree.SubElement(self.racine, w("num"), {w("numId"): str(nouveau)})
        etree.SubElement(liste, w("abstractNumId"), {w("val"): str(abstraite)})
        if listes:
            listes[-1].addnext(liste)
        return nouveau

    def _definition(self, abstraite: str | None) -> etree._Element | None:
        definies = (a for a in self._toutes("abstractNum") if valeur(a, "abstractNumId") == abstraite)
        return next(definies, None)

    def _toutes(self, nom: str) -> list[etree._Element]:
        return [] if self.racine is None else self.racine.findall(w(nom))

    def _lignee(self, identifiant: str) -> list[etree._Element]:
        """Le style et ceux dont il hérite, du plus proche au plus lointain."""
        lignee: list[etree._Element] = []
        while (style := self._styles.get(identifiant)) is not None and style not in lignee:
            lignee.append(style)
            identifiant = valeur(style.find(w("basedOn")))
        return lignee

    def _est_chiffree(self, liste: Liste) -> bool:
        definition = self._definition(self.abstraites.get(liste.numero))
        niveaux = () if definition is None else definition.iter(w("lvl"))
        formats = (valeur(n.find(w("numFmt"))) for n in niveaux if valeur(n, "ilvl") == str(liste.niveau))
        return next(formats, "") not in _SANS_CHIFFRE


class PartieNumerotation:
    """La partie `numbering.xml`, à laquelle chaque rendu ajoute les listes qu'il a ouvertes."""

    def __init__(self, numerotation: Numerotation) -> None:
        assert numerotation.racine is not None
        self._abstraites = numerotation.abstraites
        xml = ecrire_xml(numerotation.racine)
        trouve = _FIN_DES_LISTES.match(xml)
        coupe = trouve.end() if trouve else xml.rindex("</w:numbering>")
        self._avant, self._apres = xml[:coupe], xml[coupe:]
        self.premier_numero_libre = numerotation.premier_numero_libre

    def ecrire(self, listes: Sequence[tuple[int, int]]) -> bytes:
        """`listes` : couples (numéro ouvert, numéro du gabarit dont il reprend la définition)."""
        ajouts = "".join(
            f'<w:num w:numId="{numero}"><w:abstractNumId w:val="{self._abstraites[modele]}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            for numero, modele in listes
        )
        return f"{DECLARATION}{self._avant}{ajouts}{self._apres}".encode()


def numeroter(paragraphe: etree._Element, numero: str, niveau: int) -> None:
    """Pose une numérotation directe sur le paragraphe, à la place que le schéma lui donne."""
    proprietes = paragraphe.find(w("pPr"))
    assert proprietes is not None
    ancienne = proprietes.find(w("numPr"))
    if ancienne is not None:
        proprietes.remove(ancienne)
    nouvelle = etree.Element(w("numPr"))
    etree.SubElement(nouvelle, w("ilvl"), {w("val"): str(niveau)})
    etree.SubElement(nouvelle, w("numId"), {w("val"): numero})
    rang = sum(1 for e in proprietes if e.tag in _AVANT_LA_NUMEROTATION)
    proprietes.insert(rang, nouvelle)

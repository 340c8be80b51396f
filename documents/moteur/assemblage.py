"""Inclure un gabarit dans un autre, une fois pour toutes, à la compilation : `{%p inclure "fiche.docx" %}`.

Une fiche se rédige et se vérifie seule, puis sert dans la convention : ses styles sont retrouvés par leur
nom chez l'hôte, ses listes y sont copiées. Ce qui ne se transporte pas est refusé, jamais perdu.
"""

import re
from pathlib import Path

from lxml import etree

from documents.moteur.archive import Paquet, lire_paquet
from documents.moteur.balises import Balise, lire_balise
from documents.moteur.erreurs import ErreurGabarit, Faute
from documents.moteur.extraction import ORIGINE
from documents.moteur.nettoyage import fautes_de_relecture, nettoyer
from documents.moteur.numerotation import Numerotation
from documents.moteur.ooxml import (
    CORPS,
    NUMEROTATION,
    RELATIONS,
    STYLES,
    entier,
    fragments,
    lire_xml,
    retirer,
    styles_par_identifiant,
    texte_des,
    valeur,
    w,
)

_INCLURE = re.compile(r'\{%\s*inclure\s+"(.+)"\s*%\}')
_TYPES_DE_STYLE = {w("pStyle"): "paragraph", w("rStyle"): "character", w("tblStyle"): "table"}
_INTRANSPORTABLES = {
    w("sectPr"): "un saut de section",
    w("footnoteReference"): "un appel de note",
    w("endnoteReference"): "un appel de note",
}


class Assemblage:
    """Le corps d'un gabarit, inclusions faites ; `sources` : lui d'abord, puis les gabarits inclus."""

    def __init__(self, paquet: Paquet) -> None:
        self.fautes: list[Faute] = []
        self.sources: list[Paquet] = [paquet]
        styles = _partie(paquet, STYLES)
        self._styles = _styles_par_nom(styles)
        self.numerotation = Numerotation(_partie(paquet, NUMEROTATION), styles)
        self._importees: dict[tuple[Path, str], str] = {}
        self.racine = lire_xml(paquet.parties[CORPS])
        nettoyer(self.racine)
        self._inclure_dans(self.racine, (paquet,))

    def _inclure_dans(self, racine: etree._Element, lignee: tuple[Paquet, ...]) -> None:
        """`lignee` : le gabarit que l'on lit, précédé de ceux qui l'incluent."""
        for paragraphe in racine.findall(f"{w('body')}/{w('p')}"):
            texte = texte_des(fragments(paragraphe)).strip()
            balise = lire_balise(texte, lignee[-1].nom, CORPS, texte)
            trouve = _INCLURE.fullmatch(balise.code) if balise.niveau == "p" else None
            if trouve:
                for element in self._elements_de(trouve[1], balise, lignee):
                    paragraphe.addprevious(element)
                retirer(paragraphe)

    def _elements_de(self, nom: str, balise: Balise, lignee: tuple[Paquet, ...]) -> list[etree._Element]:
        paquet = self._paquet(nom, balise, lignee)
        if paquet is None:
            return []
        racine = lire_xml(paquet.parties[CORPS])
        nettoyer(racine)
        corps = racine.find(w("body"))
        assert corps is not None
        if len(corps) and corps[-1].tag == w("sectPr"):
            corps.remove(corps[-1])
        self.fautes += fautes_de_relecture(racine, paquet.nom, CORPS)
        self._refuser_l_intransportable(corps, paquet)
        self._adopter(corps, paquet)
        for paragraphe in corps.iter(w("p")):
            paragraphe.set(ORIGINE, paquet.nom)
        self._inclure_dans(racine, (*lignee, paquet))
        return list(corps)

    def _paquet(self, nom: str, balise: Balise, lignee: tuple[Paquet, ...]) -> Paquet | None:
        if Path(nom).is_absolute() or ".." in Path(nom).parts:
            self.fautes.append(
                balise.faute("un gabarit inclus se range dans le dossier de celui qui l'inclut")
            )
            return None
        chemin = lignee[-1].chemin.parent / nom
        if any(chemin == paquet.chemin for paquet in lignee):
            self.fautes.append(balise.faute(f"« {nom} » s'inclut lui-même"))
            return None
        try:
            paquet = lire_paquet(chemin)
        except ErreurGabarit as erreur:
            self.fautes.append(
                balise.faute(f"« {nom} » ne peut pas être inclus : {erreur.fautes[0].message}")
            )
            return None
        self.sources.append(paquet)
        return paquet

    def _refuser_l_intransportable(self, corps: etree._Element, paquet: Paquet) -> None:
        trouves = {
            nom
            for e in corps.iter()
            if (nom := _INTRANSPORTABLES.get(str(e.tag), "une image ou un lien" if _relie(e) else ""))
        }
        self.fautes += [
            Faute(f"un gabarit inclus ne peut pas contenir {nom}", paquet.nom, CORPS)
            for nom in sorted(trouves)
        ]

    def _adopter(self, corps: etree._Element, paquet: Paquet) -> None:
        """Donne aux styles et aux listes du gabarit inclus leurs identifiants chez l'hôte."""
        styles = _partie(paquet, STYLES)
        noms = {} if styles is None else {i: _nom(s) for i, s in styles_par_identifiant(styles)}
        origine = Numerotation(_partie(paquet, NUMEROTATION), styles)
        for signet in list(corps.iter(w("bookmarkStart"), w("bookmarkEnd"))):
            retirer(signet)
        for element in corps.iter(*_TYPES_DE_STYLE):
            nom = noms.get(valeur(element), valeur(element))
            chez_l_hote = self._styles.get((_TYPES_DE_STYLE[str(element.tag)], nom.casefold()))
            if chez_l_hote is None:
                self._ajouter_une_fois(
                    Faute(f"le style « {nom} » n'existe pas dans l'hôte", paquet.nom, CORPS)
                )
            else:
                element.set(w("val"), chez_l_hote)
        for numero in corps.iter(w("numId")):
            if valeur(numero) != "0":
                numero.set(w("val"), self._liste_chez_l_hote(valeur(numero), origine, paquet))

    def _liste_chez_l_hote(self, numero: str, origine: Numerotation, paquet: Paquet) -> str:
        if self.numerotation.racine is None or origine.racine is None:
            message = "sa liste ne peut pas être copiée : posez d'abord une liste dans le gabarit hôte"
            self._ajouter_une_fois(Faute(message, paquet.nom, CORPS))
            return numero
        cle = (paquet.chemin, numero)
        if cle not in self._importees:
            nouveau = self.numerotation.importer(origine, entier(numero) or 0)
            if nouveau is None:
                self._ajouter_une_fois(Faute(f"liste inexistante n° {numero}", paquet.nom, CORPS))
            self._importees[cle] = numero if nouveau is None else str(nouveau)
        return self._importees[cle]

    def _ajouter_une_fois(self, faute: Faute) -> None:
        if faute not in self.fautes:
            self.fautes.append(faute)


def _partie(paquet: Paquet, nom: str) -> etree._Element | None:
    return lire_xml(paquet.parties[nom]) if nom in paquet.parties else None


def _nom(style: etree._Element) -> str:
    return valeur(style.find(w("name")))


def _styles_par_nom(styles: etree._Element | None) -> dict[tuple[str, str], str]:
    """Sans égard à la casse : Word écrit « heading 1 » ce que LibreOffice écrit « Heading 1 »."""
    if styles is None:
        return {}
    return {(valeur(s, "type"), _nom(s).casefold()): i for i, s in styles_par_identifiant(styles)}


def _relie(element: etree._Element) -> bool:
    return any(str(nom).startswith(f"{{{RELATIONS}}}") for nom in element.attrib)

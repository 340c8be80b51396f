"""Le sommaire : un vrai champ de Word, rempli des titres du document, chacun lié à son signet.

Le document n'y porte aucun numéro de page : seule une mise en page les connaît, et un faux numéro est pire
qu'une absence. Word les écrit quand on met le champ à jour ; le PDF les reçoit de `numeroter`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from documents.moteur.archive import parties_de
from documents.moteur.ecriture import Entree, ecrire_archive
from documents.moteur.ooxml import (
    CORPS,
    DECLARATION,
    ecrire_xml,
    entier,
    lire_xml,
    styles_par_identifiant,
    valeur,
    w,
)

_MARQUE = "sommaire"
# Loin des numéros que le moteur donne aux autres signets.
_PREMIER_SIGNET = 1_000_000_000
_PAGE_DE_WORD, _MARGE_DE_WORD = 11_906, 1_440
_NIVEAUX = re.compile(r'\\o\s+"(\d)-(\d)"')
_MARQUE_ECRITE = re.compile(rf'<{_MARQUE} champ="([^"]*)" titres="([^"]*)" entrees="([^"]*)"/>')
_TEXTE = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(?:tab|br)/>")
_PAGE = re.compile(r"PAGEREF\s+(_Toc\d+)")
_DEBUT, _SUITE, _FIN = (
    f'<w:r><w:fldChar w:fldCharType="{genre}"/></w:r>' for genre in ("begin", "separate", "end")
)


class _Titre(NamedTuple):
    signet: str
    niveau: str
    texte: str


def preparer(racine: etree._Element, styles: etree._Element | None) -> None:
    """À la compilation : une marque remplace le champ, et les titres que Word y avait mis en cache.

    Les signets `_Toc…` du gabarit disparaissent : une boucle les répéterait.
    """
    paragraphes = _paragraphes_du_champ(racine)
    if not paragraphes or styles is None:
        return
    for signet in list(racine.iter(w("bookmarkStart"))):
        if valeur(signet, "name").startswith("_Toc"):
            _retirer_le_signet(racine, valeur(signet, "id"))
    champ = _instruction(paragraphes[0])
    bornes = _NIVEAUX.search(champ)
    de, jusqu_a = (int(bornes[1]), int(bornes[2])) if bornes else (1, 3)
    noms = {valeur(s.find(w("name"))).lower(): i for i, s in styles_par_identifiant(styles)}
    marque = etree.Element(_MARQUE)
    marque.set("champ", champ)
    for attribut, nom in (("titres", "heading"), ("entrees", "toc")):
        connus = {n: noms[f"{nom} {n}"] for n in range(de, jusqu_a + 1) if f"{nom} {n}" in noms}
        marque.set(attribut, " ".join(f"{identifiant}:{n}" for n, identifiant in connus.items()))
    paragraphes[0].addprevious(marque)
    for paragraphe in paragraphes:
        paragraphe.getparent().remove(paragraphe)  # type: ignore[union-attr]


def porte_une_marque(source: str) -> bool:
    """Vrai si le rendu de cette source aura un sommaire à remplir."""
    return f"<{_MARQUE} " in source


def remplir(xml: str) -> str:
    """Au rendu : pose un signet sur chaque titre, et met à la place de la marque une entrée par titre."""
    trouve = _MARQUE_ECRITE.search(xml)
    if trouve is None:
        return xml
    niveaux = _couples(trouve[2])
    titres: list[_Titre] = []

    def poser(paragraphe: re.Match[str]) -> str:
        texte = " ".join("".join(t[1] or " " for t in _TEXTE.finditer(paragraphe[3])).split())
        if not texte:
            return paragraphe[0]
        rang = len(titres) + 1
        titres.append(_Titre(f"_Toc{rang:06d}", niveaux[paragraphe[2]], texte))
        numero = _PREMIER_SIGNET + rang
        return (
            f'{paragraphe[1]}<w:bookmarkStart w:id="{numero}" w:name="{titres[-1].signet}"/>{paragraphe[3]}'
            f'<w:bookmarkEnd w:id="{numero}"/></w:p>'
        )

    if niveaux:
        xml = _titres(niveaux).sub(poser, xml)
    entrees = {niveau: style for style, niveau in _couples(trouve[3]).items()}
    return _MARQUE_ECRITE.sub(lambda _: _champ(trouve[1], titres, entrees), xml, count=1)


def a_un_sommaire(octets: bytes) -> bool:
    """Vrai si le document Word porte un sommaire que `numeroter` saurait compléter."""
    return bool(_PAGE.search(parties_de(octets)[CORPS].decode()))


def numeroter(octets: bytes, pages: Mapping[str, int]) -> bytes:
    """Le même document, avec les numéros de page de ses signets ; une entrée inconnue reste sans numéro."""
    parties = parties_de(octets)
    racine = lire_xml(parties[CORPS])
    largeur = _largeur_utile(racine)
    for champ in list(racine.iter(w("instrText"))):
        trouve = _PAGE.search(champ.text or "")
        if trouve and trouve[1] in pages:
            _ecrire_le_numero(champ, pages[trouve[1]])
            _tracer_les_points(champ, largeur)
    parties[CORPS] = f"{DECLARATION}{ecrire_xml(racine)}".encode()
    return ecrire_archive(Entree.depuis(nom, contenu) for nom, contenu in parties.items()).octets


def _paragraphes_du_champ(racine: etree._Element) -> list[etree._Element]:
    """Les paragraphes voisins que couvre le champ TOC, du premier au dernier ; vide s'il n'y en a pas."""
    debut = next((p for p in racine.iter(w("p")) if _instruction(p).startswith("TOC")), None)
    if debut is None:
        return []
    couverts, ouverts = [debut], _solde(debut)
    for suivant in debut.itersiblings(w("p")):
        if ouverts <= 0:
            break
        couverts.append(suivant)
        ouverts += _solde(suivant)
    return couverts


def _instruction(paragraphe: etree._Element) -> str:
    simples = (valeur(champ, "instr") for champ in paragraphe.iter(w("fldSimple")))
    return "".join((*simples, *(champ.text or "" for champ in paragraphe.iter(w("instrText"))))).strip()


def _solde(paragraphe: etree._Element) -> int:
    """Les champs que le paragraphe ouvre, moins ceux qu'il ferme."""
    genres = [valeur(champ, "fldCharType") for champ in paragraphe.iter(w("fldChar"))]
    return genres.count("begin") - genres.count("end")


def _retirer_le_signet(racine: etree._Element, numero: str) -> None:
    for borne in list(racine.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        parent = borne.getparent()
        if parent is not None and valeur(borne, "id") == numero:
            parent.remove(borne)


def _couples(texte: str) -> dict[str, str]:
    """« Titre1:1 Titre2:2 » : le style, puis son niveau."""
    return {style: niveau for style, _, niveau in (couple.rpartition(":") for couple in texte.split())}


def _titres(styles: Mapping[str, str]) -> re.Pattern[str]:
    """Le début d'un paragraphe de titre, son style, ce qu'il contient."""
    noms = "|".join(map(re.escape, styles))
    proprietes = rf'<w:pPr><w:pStyle w:val="({noms})"/>(?:(?!</?w:pPr>).)*</w:pPr>'
    return re.compile(rf"(<w:p(?: [^>]*)?>{proprietes})((?:(?!<w:p[ >]).)*?)</w:p>", re.DOTALL)


def _champ(instruction: str, titres: list[_Titre], styles: Mapping[str, str]) -> str:
    ouvrir = f'{_DEBUT}<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>{_SUITE}'
    if not titres:
        return f"<w:p>{ouvrir}{_FIN}</w:p>"
    return "".join(_entrees(ouvrir, titres, styles))


def _entrees(ouvrir: str, titres: list[_Titre], styles: Mapping[str, str]) -> Iterator[str]:
    for titre in titres:
        style = styles.get(titre.niveau)
        yield (
            f"<w:p><w:pPr>{_style(style) if style else ''}</w:pPr>"
            f"{ouvrir if titre is titres[0] else ''}"
            f'<w:hyperlink w:anchor="{titre.signet}" w:history="1">'
            f'<w:r><w:t xml:space="preserve">{titre.texte}</w:t></w:r><w:r><w:tab/></w:r>{_DEBUT}'
            f'<w:r><w:instrText xml:space="preserve"> PAGEREF {titre.signet} \\h </w:instrText></w:r>'
            f"{_SUITE}{_FIN}</w:hyperlink>{_FIN if titre is titres[-1] else ''}</w:p>"
        )


def _style(identifiant: str) -> str:
    return f'<w:pStyle w:val="{identifiant}"/>'


def _ecrire_le_numero(champ: etree._Element, page: int) -> None:
    """Dans le résultat du champ PAGEREF, que `_entrees` laisse vide."""
    passage = champ.getparent()
    separation = None if passage is None else passage.getnext()
    if separation is not None:
        numero = etree.Element(w("r"))
        etree.SubElement(numero, w("t")).text = str(page)
        separation.addnext(numero)


def _tracer_les_points(champ: etree._Element, largeur: int) -> None:
    """Les points qui mènent de l'entrée à son numéro, jusqu'à la marge droite."""
    proprietes = next(champ.iterancestors(w("p"))).find(w("pPr"))
    if proprietes is not None:
        taquets = etree.Element(w("tabs"))
        taquet = etree.SubElement(taquets, w("tab"))
        for attribut, contenu in (("val", "right"), ("leader", "dot"), ("pos", str(largeur))):
            taquet.set(w(attribut), contenu)
        proprietes.insert(len(proprietes.findall(w("pStyle"))), taquets)


def _largeur_utile(racine: etree._Element) -> int:
    """Celle de la première section, où est le sommaire, en vingtièmes de point ; à défaut, celle de Word."""
    page, marges = next(racine.iter(w("pgSz")), None), next(racine.iter(w("pgMar")), None)
    largeur = entier(valeur(page, "w")) or _PAGE_DE_WORD
    cotes = (entier(valeur(marges, cote)) for cote in ("left", "right"))
    return largeur - sum(_MARGE_DE_WORD if cote is None else cote for cote in cotes)

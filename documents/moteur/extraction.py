"""De l'arbre XML d'une partie Word à une source Jinja : chaque balise devient une marque, puis du code.

Les marques tiennent dans l'arbre la place des balises, si bien que tout le travail de structure (balise
coupée en plusieurs passages, ligne de tableau à répéter, bloc mal fermé) se fait sur du XML valide.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from lxml import etree

from documents.moteur.balises import (
    BALISE,
    CONTENEURS,
    FERMETURE,
    INSTRUCTIONS,
    JETON,
    OUVERTURE,
    Balise,
    jeton,
    lire_balise,
)
from documents.moteur.ebauche import Ebauche
from documents.moteur.erreurs import Faute
from documents.moteur.ooxml import (
    ESPACE_XML,
    ancetre,
    ecrire_avant,
    ecrire_xml,
    fragments,
    retirer,
    texte_des,
    valeur,
    w,
)

ORIGINE = "origine"
_PERDUS = {
    w("drawing"): "une image",
    w("pict"): "une image",
    w("object"): "un objet",
    w("footnoteReference"): "un appel de note",
    w("fldChar"): "un champ",
}


def extraire(racine: etree._Element, gabarit: str, partie: str) -> Ebauche:
    """Une partie de texte : balises réunies, puis balises de paragraphe, ligne et cellule mises en place."""
    ebauche = Ebauche(racine, gabarit, partie)
    conteneurs: dict[etree._Element, list[Balise]] = {}
    for paragraphe in list(racine.iter(w("p"))):
        origine = paragraphe.attrib.pop(ORIGINE, gabarit)
        for balise, fragment in _reunir(ebauche, fragments(paragraphe), str(origine)):
            conteneur = _conteneur(balise, paragraphe, fragment)
            if conteneur is None:
                ebauche.fautes.append(balise.faute("cette balise n'a de sens que dans un tableau"))
            else:
                balise.lieu = conteneur.getparent()
                if balise.niveau:
                    conteneurs.setdefault(conteneur, []).append(balise)
    for conteneur, balises in conteneurs.items():
        _remplacer(ebauche, conteneur, balises)
    _refuser_ailleurs(ebauche)
    return ebauche


def extraire_des_proprietes(racine: etree._Element, gabarit: str, partie: str) -> Ebauche:
    """Une partie de propriétés : chaque élément y est un paragraphe d'un seul passage."""
    ebauche = Ebauche(racine, gabarit, partie)
    for element in list(racine.iter()):
        for balise, fragment in _reunir(ebauche, [element], gabarit):
            balise.lieu = fragment
            if balise.niveau:
                ebauche.fautes.append(balise.faute("cette balise n'a de sens que dans le texte"))
    return ebauche


def _reunir(
    ebauche: Ebauche, morceaux: list[etree._Element], gabarit: str
) -> Iterator[tuple[Balise, etree._Element]]:
    """Met chaque balise dans le passage où elle commence, si coupée qu'elle soit par Word."""
    texte = texte_des(morceaux)
    if not (OUVERTURE.search(texte) or FERMETURE.search(texte)):
        return
    _refuser_les_restes(ebauche, texte, gabarit)
    debuts = [0, *accumulate(len(m.text or "") for m in morceaux)][:-1]
    trouvees = list(BALISE.finditer(texte))
    lues = [lire_balise(t[0], gabarit, ebauche.partie, texte) for t in trouvees]
    marques = [ebauche.poser(balise) for balise in lues]
    for trouve, marque in zip(reversed(trouvees), reversed(marques), strict=True):
        _substituer(morceaux, debuts, trouve.span(), marque)
    for trouve, balise in zip(trouvees, lues, strict=True):
        _refuser_l_instruction(ebauche, balise)
        yield balise, morceaux[bisect_right(debuts, trouve.start()) - 1]
    for morceau in morceaux:
        _ranger(morceau)


def _substituer(
    morceaux: list[etree._Element], debuts: list[int], etendue: tuple[int, int], marque: str
) -> None:
    """De la dernière balise à la première, pour que les positions d'avant restent justes."""
    premier = bisect_right(debuts, etendue[0]) - 1
    dernier = bisect_right(debuts, etendue[1] - 1) - 1
    reste = (morceaux[dernier].text or "")[etendue[1] - debuts[dernier] :]
    avant = (morceaux[premier].text or "")[: etendue[0] - debuts[premier]]
    for vide in morceaux[premier + 1 : dernier + 1]:
        vide.text = ""
    morceaux[dernier].text = reste
    morceaux[premier].text = avant + marque + (reste if premier == dernier else "")


def _ranger(morceau: etree._Element) -> None:
    """Garde les espaces voisins d'une balise ; retire le passage que la réunion a vidé."""
    passage = morceau.getparent()
    if morceau.tag != w("t") or passage is None:
        return
    if morceau.text:
        morceau.set(ESPACE_XML, "preserve")
    elif all(frere.tag in (w("t"), w("rPr")) and not frere.text for frere in passage):
        retirer(passage)


def _conteneur(balise: Balise, paragraphe: etree._Element, fragment: etree._Element) -> etree._Element | None:
    if balise.niveau == "p":
        return paragraphe
    if balise.niveau in ("tr", "tc"):
        return ancetre(paragraphe, balise.niveau)
    return fragment.getparent()


def _remplacer(ebauche: Ebauche, conteneur: etree._Element, balises: list[Balise]) -> None:
    """Le conteneur disparaît, ses balises prennent sa place ; rien d'autre ne doit disparaître avec lui."""
    perdu = _perdu(ebauche, conteneur, balises)
    if perdu:
        message = f"elle doit être seule dans {CONTENEURS[balises[0].niveau]} ; sinon, {perdu} serait perdu"
        ebauche.fautes.append(balises[0].faute(message))
        return
    ecrire_avant(conteneur, "".join(jeton(ebauche.balises.index(balise)) for balise in balises))
    if balises[0].niveau == "p" and _porte_une_coupure(conteneur):
        for fragment in fragments(conteneur):
            fragment.text = ""
    else:
        retirer(conteneur)


def _porte_une_coupure(paragraphe: etree._Element) -> bool:
    """Word range un saut de section ou de page dans le paragraphe qui le précède, fût-ce une balise."""
    sauts = (valeur(saut, "type") for saut in paragraphe.iter(w("br")))
    return paragraphe.find(f"{w('pPr')}/{w('sectPr')}") is not None or any(
        s in ("page", "column") for s in sauts
    )


def _perdu(ebauche: Ebauche, conteneur: etree._Element, balises: list[Balise]) -> str:
    def en_clair(marque: re.Match[str]) -> str:
        balise = ebauche.balises[int(marque[1])]
        return "" if balise in balises else balise.texte

    texte = JETON.sub(en_clair, texte_des(list(conteneur.iter(w("t"))))).strip()
    if texte:
        return f"le texte « {texte[:60]} »"
    return next((nom for e in conteneur.iter() if (nom := _PERDUS.get(str(e.tag), ""))), "")


def _refuser_les_restes(ebauche: Ebauche, texte: str, gabarit: str) -> None:
    reste = BALISE.sub("\n", texte)
    if trouve := OUVERTURE.search(reste):
        message = "cette balise n'est pas refermée dans son paragraphe"
        extrait = reste[trouve.start() : trouve.start() + 40].split("\n")[0]
        ebauche.fautes.append(Faute(message, gabarit, ebauche.partie, texte, extrait))
    elif trouve := FERMETURE.search(reste):
        extrait = reste[max(0, trouve.start() - 30) : trouve.end()].split("\n")[-1]
        message = "cette fin de balise n'a pas de début dans son paragraphe"
        ebauche.fautes.append(Faute(message, gabarit, ebauche.partie, texte, extrait))


def _refuser_l_instruction(ebauche: Ebauche, balise: Balise) -> None:
    if not balise.code.startswith("{#") and (balise.code[2] in "+-" or balise.code[-3] in "+-"):
        ebauche.fautes.append(balise.faute("« {%- » et « -%} » ne sont pas pris en charge"))
    elif balise.mot == "inclure":
        conseil = (
            'écrivez {%p inclure "fichier.docx" %}, seul dans un paragraphe du corps, hors de tout tableau'
        )
        ebauche.fautes.append(balise.faute(conseil))
    elif balise.code.startswith("{%") and balise.mot not in INSTRUCTIONS:
        ebauche.fautes.append(balise.faute(f"l'instruction « {balise.mot} » n'existe pas dans un gabarit"))


def _refuser_ailleurs(ebauche: Ebauche) -> None:
    """Une balise dans un champ, un texte de remplacement ou une formule ne serait jamais remplie."""
    if not OUVERTURE.search(ecrire_xml(ebauche.racine)):
        return
    for element in ebauche.racine.iter():
        textes = [str(v) for v in element.attrib.values()]
        textes += [element.text or ""] if element.tag != w("t") else []
        if fautif := next((t for t in textes if OUVERTURE.search(t)), ""):
            message = "une balise ne peut pas être ici (champ, texte de remplacement, formule)"
            ebauche.fautes.append(Faute(message, ebauche.gabarit, ebauche.partie, balise=fautif.strip()))

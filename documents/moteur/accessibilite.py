"""Un gabarit que tout le monde peut lire : langue, titre, plan, en-têtes de tableaux, textes de remplacement.

Référentiel général d'amélioration de l'accessibilité, volet documents bureautiques.
"""

import re
from collections.abc import Iterator

from lxml import etree

from documents.moteur.erreurs import Faute
from documents.moteur.lecture import texte_du_paragraphe
from documents.moteur.ooxml import (
    CORPS,
    PARTIES_DE_TEXTE,
    STYLES,
    ancetre,
    lire_xml,
    styles_par_identifiant,
    valeur,
    w,
)

LANGUE = "fr-FR"
PROPRIETES = "docProps/core.xml"
_TITRE = "{http://purl.org/dc/elements/1.1/}title"
_NIVEAU = re.compile(r"(?:heading|titre) (\d)", re.IGNORECASE)
_IMAGE_ANCIENNE = "{urn:schemas-microsoft-com:vml}shape"
_BOUCLE_DE_LIGNES = re.compile(r"\{%tr\s+for\b")
# Un tableau de deux colonnes sans boucle se lit de gauche à droite, libellé puis valeur : il n'a pas d'en-tête.
_COLONNES_AVEC_EN_TETE = 3


def fautes_d_acces(parties: dict[str, bytes], gabarit: str, *, inclus: bool = False) -> list[Faute]:
    """`inclus` : le titre et la langue sont ceux du gabarit qui l'inclut, et son plan commence où il veut.

    Lève `etree.XMLSyntaxError` si une partie n'est pas du XML.
    """
    styles = lire_xml(parties[STYLES]) if STYLES in parties else None
    fautes = [] if inclus else [*_langue(styles, gabarit), *_titre(parties, gabarit)]
    for nom in filter(PARTIES_DE_TEXTE.fullmatch, parties):
        racine = lire_xml(parties[nom])
        fautes += _images(racine, gabarit, nom)
        if nom == CORPS:
            fautes += _plan(racine, styles, gabarit, niveau=None if inclus else 0)
            fautes += _tableaux(racine, gabarit)
    return fautes


def _langue(styles: etree._Element | None, gabarit: str) -> Iterator[Faute]:
    chemin = "/".join(w(nom) for nom in ("docDefaults", "rPrDefault", "rPr", "lang"))
    langue = "" if styles is None else valeur(styles.find(chemin))
    if langue != LANGUE:
        trouvee = f"est « {langue} »" if langue else "n'est pas dite"
        conseil = "dans Word, Révision, Langue, Définir la langue de vérification, français, Par défaut"
        yield Faute(f"la langue par défaut {trouvee}, au lieu du français ({conseil})", gabarit, STYLES)


def _titre(parties: dict[str, bytes], gabarit: str) -> Iterator[Faute]:
    titre = lire_xml(parties[PROPRIETES]).findtext(_TITRE) if PROPRIETES in parties else ""
    if not (titre or "").strip():
        conseil = "dans Word, Fichier, Informations, Titre : {{ document.titre }}"
        yield Faute(f"le titre du document manque ({conseil})", gabarit, PROPRIETES)


def _plan(
    racine: etree._Element, styles: etree._Element | None, gabarit: str, niveau: int | None
) -> Iterator[Faute]:
    niveaux = {} if styles is None else dict(_niveaux_de_titre(styles))
    for paragraphe in racine.iter(w("p")):
        trouve = niveaux.get(valeur(paragraphe.find(f"{w('pPr')}/{w('pStyle')}")))
        if trouve is None:
            continue
        if niveau is not None and trouve > niveau + 1:
            message = (
                f"un titre de niveau {trouve} suit un titre de niveau {niveau}"
                if niveau
                else (f"le premier titre est de niveau {trouve}, au lieu de 1")
            )
            yield Faute(message, gabarit, CORPS, texte_du_paragraphe(paragraphe))
        niveau = trouve


def _niveaux_de_titre(styles: etree._Element) -> Iterator[tuple[str, int]]:
    for identifiant, style in styles_par_identifiant(styles):
        if trouve := _NIVEAU.fullmatch(valeur(style.find(w("name")))):
            yield identifiant, int(trouve[1])


def _tableaux(racine: etree._Element, gabarit: str) -> Iterator[Faute]:
    for tableau in racine.iter(w("tbl")):
        lignes = tableau.findall(w("tr"))
        colonnes = max((len(ligne.findall(w("tc"))) for ligne in lignes), default=0)
        texte = "".join(t.text or "" for t in tableau.iter(w("t")))
        repetee = lignes and lignes[0].find(f"{w('trPr')}/{w('tblHeader')}") is not None
        a_un_en_tete = colonnes >= _COLONNES_AVEC_EN_TETE and len(lignes) > 2
        if not repetee and (a_un_en_tete or _BOUCLE_DE_LIGNES.search(texte)):
            conseil = "dans Word, sélectionnez-la, puis Disposition, Répéter les lignes d'en-tête"
            premier = next(tableau.iter(w("p")), None)
            debut = "" if premier is None else texte_du_paragraphe(premier)
            message = f"la première ligne du tableau ne se répète pas en haut de page ({conseil})"
            yield Faute(message, gabarit, CORPS, debut)


def _images(racine: etree._Element, gabarit: str, partie: str) -> Iterator[Faute]:
    for element in racine.iter():
        dessin = str(element.tag).endswith("}docPr") and not (element.get("descr") or "").strip()
        forme = element.tag == _IMAGE_ANCIENNE and not (element.get("alt") or "").strip()
        if dessin or forme:
            nom = element.get("name") or element.get("id") or "sans nom"
            paragraphe = ancetre(element, "p")
            texte = "" if paragraphe is None else texte_du_paragraphe(paragraphe)
            yield Faute(f"l'image « {nom} » n'a pas de texte de remplacement", gabarit, partie, texte)

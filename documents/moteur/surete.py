"""Ce qu'un gabarit ferait faire à l'ordinateur qui ouvre ses documents : champs actifs, adresses, contenus cachés."""

import re
from collections.abc import Iterator

from lxml import etree

from documents.moteur.erreurs import Faute
from documents.moteur.lecture import texte_du_paragraphe
from documents.moteur.ooxml import PARTIES_DE_TEXTE, RELATIONS_DU_PAQUET, lire_xml, valeur, w

REGLAGES = "word/settings.xml"
# Ces champs lisent un fichier, une adresse ou un autre programme quand on ouvre ou met à jour le document.
_CHAMP_ACTIF = re.compile(
    r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|DATABASE)\b", re.I
)
_ADRESSE_PERMISE = re.compile(r"(https?://|mailto:)", re.I)


def fautes_de_surete(parties: dict[str, bytes], gabarit: str) -> list[Faute]:
    """Lève `etree.XMLSyntaxError` si une partie n'est pas du XML."""
    fautes: list[Faute] = []
    for nom, contenu in parties.items():
        if nom.endswith(".rels"):
            fautes += [Faute(message, gabarit, nom) for message in _liens(lire_xml(contenu))]
        elif PARTIES_DE_TEXTE.fullmatch(nom):
            fautes += _contenus(lire_xml(contenu), gabarit, nom)
    if REGLAGES in parties:
        fautes += _reglages(lire_xml(parties[REGLAGES]), gabarit)
    return fautes


def _liens(relations: etree._Element) -> Iterator[str]:
    for relation in relations.iter(f"{{{RELATIONS_DU_PAQUET}}}Relationship"):
        if relation.get("TargetMode") != "External":
            continue
        genre, cible = str(relation.get("Type")).rpartition("/")[2], str(relation.get("Target"))
        if genre != "hyperlink":
            yield f"il charge « {cible} », placé hors du document ({genre}) : retirez ce lien"
        elif not _ADRESSE_PERMISE.match(cible):
            yield f"le lien « {cible} » ne mène ni à une adresse web, ni à une adresse de courriel"


def _contenus(racine: etree._Element, gabarit: str, partie: str) -> Iterator[Faute]:
    for paragraphe in racine.iter(w("p")):
        instructions = "".join(i.text or "" for i in paragraphe.iter(w("instrText")))
        instructions += " ".join(valeur(c, "instr") for c in paragraphe.iter(w("fldSimple")))
        if trouve := _CHAMP_ACTIF.search(instructions):
            message = f"le champ « {trouve[1].upper()} » lit hors du document : retirez-le"
            yield Faute(message, gabarit, partie, texte_du_paragraphe(paragraphe))
    if next(racine.iter(w("altChunk")), None) is not None:
        yield Faute("il contient un autre document : collez-en le texte à la place", gabarit, partie)


def _reglages(reglages: etree._Element, gabarit: str) -> Iterator[Faute]:
    suivi = reglages.find(w("trackRevisions"))
    if suivi is not None and valeur(suivi) not in ("0", "false", "off"):
        conseil = "dans Word, Révision, Suivi des modifications"
        yield Faute(f"le suivi des modifications est resté allumé ({conseil})", gabarit, REGLAGES)

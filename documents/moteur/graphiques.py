"""Les graphiques de Word : posés et habillés dans le gabarit, remplis avec les données, toujours modifiables.

Un graphique se repère par son texte de remplacement, `graphique:nom` : il montre `graphiques.nom` du contexte,
qui a une `description`, des `categories` et des `series` (`nom`, `valeurs`). Une valeur absente est un trou
dans le graphique, jamais un zéro.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, NamedTuple

from lxml import etree
from openpyxl.utils import get_column_letter

from documents.moteur.archive import Paquet
from documents.moteur.balises import Balise
from documents.moteur.classeur import FEUILLE, classeur
from documents.moteur.ebauche import Ebauche
from documents.moteur.ecriture import Entree
from documents.moteur.environnement import caracteres_permis
from documents.moteur.erreurs import ErreurGabarit, Faute
from documents.moteur.ooxml import CORPS, DECLARATION, RELATIONS, RELATIONS_DU_PAQUET, ecrire_xml, lire_xml

DESSIN = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_REPERE = re.compile(r"\s*graphique\s*:\s*(\w+)\s*")


class GraphiqueDuGabarit(NamedTuple):
    """`partie` et `classeur` sont des noms dans l'archive ; `classeur` est vide si le graphique n'en a pas."""

    nom: str
    partie: str
    classeur: str
    modele: etree._Element


def c(nom: str) -> str:
    """`c("ser")` : le nom qualifié d'un élément de graphique."""
    return f"{{{DESSIN}}}{nom}"


def reperer(ebauche: Ebauche, paquet: Paquet) -> list[GraphiqueDuGabarit]:
    """Les graphiques du corps ; leur texte de remplacement sera la description que donne le contexte."""
    if ebauche.partie != CORPS:
        return []
    trouves: list[GraphiqueDuGabarit] = []
    for proprietes in list(ebauche.racine.iter()):
        repere = _REPERE.fullmatch(str(proprietes.get("descr", "")))
        if repere and str(proprietes.tag).endswith("}docPr"):
            texte = f"graphique:{repere[1]}"
            code = f"{{{{ _rendu.attribut(graphiques.{repere[1]}.description) }}}}"
            balise = Balise(texte, code, paquet.nom, CORPS)
            proprietes.set("descr", ebauche.poser(balise))
            graphique = _graphique(repere[1], proprietes, paquet)
            if isinstance(graphique, str):
                ebauche.fautes.append(balise.faute(graphique))
            else:
                trouves += [] if graphique.partie in {g.partie for g in trouves} else [graphique]
    return trouves


def remplir_les_graphiques(
    graphiques: Sequence[GraphiqueDuGabarit], contexte: Mapping[str, Any], gabarit: str
) -> Iterator[Entree]:
    """Chaque graphique et son classeur, aux données du contexte. Lève `ErreurGabarit`."""
    for graphique in graphiques:
        donnees = contexte.get("graphiques", {}).get(graphique.nom)
        if reproche := _reproche(graphique, donnees):
            faute = Faute(reproche, gabarit, CORPS, balise=f"graphique:{graphique.nom}")
            raise ErreurGabarit(gabarit, [faute])
        yield Entree.depuis(graphique.partie, _remplir(graphique.modele, donnees))
        if graphique.classeur:
            yield Entree.depuis(graphique.classeur, classeur(donnees))


def _reproche(graphique: GraphiqueDuGabarit, donnees: Mapping[str, Any] | None) -> str:
    if donnees is None:
        return "ce graphique n'a pas de données"
    habillees, voulues = len(list(graphique.modele.iter(c("ser")))), len(donnees["series"])
    if voulues > habillees:
        return f"ce graphique habille {habillees} séries et il en faut {voulues} : ajoutez-en dans Word"
    return ""


def _graphique(nom: str, proprietes: etree._Element, paquet: Paquet) -> GraphiqueDuGabarit | str:
    """Le graphique que ce dessin montre, ou le reproche à faire au gabarit."""
    dessin = proprietes.getparent()
    lien = None if dessin is None else next(dessin.iter(c("chart")), None)
    if lien is None:
        return "ce texte de remplacement est réservé à un graphique"
    partie = _cible(paquet, CORPS, str(lien.get(f"{{{RELATIONS}}}id")))
    if partie not in paquet.parties:
        return "ce graphique est introuvable dans le fichier"
    modele = lire_xml(paquet.parties[partie])
    donnees = modele.find(c("externalData"))
    livre = "" if donnees is None else _cible(paquet, partie, str(donnees.get(f"{{{RELATIONS}}}id")))
    if donnees is not None and livre not in paquet.parties:
        return "ce graphique est lié à un classeur extérieur : collez-le avec ses données incorporées"
    return GraphiqueDuGabarit(nom, partie, livre, modele)


def _cible(paquet: Paquet, partie: str, relation: str) -> str:
    """La partie que désigne une relation de `partie` ; vide si elle est absente ou hors du paquet."""
    dossier, fichier = posixpath.split(partie)
    relations = paquet.parties.get(f"{dossier}/_rels/{fichier}.rels")
    liens = () if relations is None else lire_xml(relations).iter(f"{{{RELATIONS_DU_PAQUET}}}Relationship")
    for lien in liens:
        if lien.get("Id") == relation and lien.get("TargetMode") != "External":
            return posixpath.normpath(posixpath.join("/", dossier, str(lien.get("Target")))).lstrip("/")
    return ""


def _remplir(modele: etree._Element, donnees: Mapping[str, Any]) -> bytes:
    racine = deepcopy(modele)
    nombre = len(donnees["categories"])
    for rang, serie in enumerate(list(racine.iter(c("ser")))):
        if rang >= len(donnees["series"]):
            serie.getparent().remove(serie)  # type: ignore[union-attr]
            continue
        colonne = get_column_letter(rang + 2)
        remplie = donnees["series"][rang]
        _referencer(serie, "tx", f"{FEUILLE}!${colonne}$1", [remplie["nom"]])
        _referencer(serie, "cat", f"{FEUILLE}!$A$2:$A${nombre + 1}", donnees["categories"])
        _referencer(serie, "val", f"{FEUILLE}!${colonne}$2:${colonne}${nombre + 1}", remplie["valeurs"])
    return f"{DECLARATION}{ecrire_xml(racine)}".encode()


def _referencer(serie: etree._Element, role: str, plage: str, valeurs: Sequence[Any]) -> None:
    """Réécrit la plage d'une série et ce qu'elle garde en mémoire ; le format des nombres reste celui du gabarit."""
    genre = ("numRef", "numCache") if role == "val" else ("strRef", "strCache")
    element = serie.find(c(role))
    if element is None:
        return
    format_des_nombres = next(element.iter(c("formatCode")), None)
    for ancien in list(element):
        element.remove(ancien)
    reference = etree.SubElement(element, c(genre[0]))
    etree.SubElement(reference, c("f")).text = plage
    memoire = etree.SubElement(reference, c(genre[1]))
    if format_des_nombres is not None and role == "val":
        memoire.append(deepcopy(format_des_nombres))
    etree.SubElement(memoire, c("ptCount")).set("val", str(len(valeurs)))
    for rang, valeur in enumerate(valeurs):
        if valeur is not None:
            point = etree.SubElement(memoire, c("pt"))
            point.set("idx", str(rang))
            etree.SubElement(point, c("v")).text = caracteres_permis(str(valeur))

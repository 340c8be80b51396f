"""Du fichier Word au gabarit prêt à remplir : toutes les fautes à la fois, ou aucune."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from jinja2 import Template, TemplateSyntaxError, nodes
from jinja2.utils import LRUCache
from lxml import etree

from documents.moteur.archive import Paquet, lire_paquet, ordre_des_parties
from documents.moteur.assemblage import Assemblage
from documents.moteur.balises import OUVERTURE, Balise
from documents.moteur.boucles import adapter_aux_boucles
from documents.moteur.controle import fautes_d_usage, fautes_de_syntaxe
from documents.moteur.ebauche import Ebauche, PartieCompilee, ecrire
from documents.moteur.ecriture import Entree, Socle
from documents.moteur.environnement import Environnement
from documents.moteur.erreurs import ErreurGabarit, Faute, traduire
from documents.moteur.extraction import extraire, extraire_des_proprietes
from documents.moteur.graphiques import GraphiqueDuGabarit, reperer
from documents.moteur.nettoyage import fautes_de_relecture, nettoyer
from documents.moteur.numerotation import PartieNumerotation
from documents.moteur.ooxml import (
    CORPS,
    DECLARATION,
    NUMEROTATION,
    PARTIES_DE_PROPRIETES,
    PARTIES_DE_TEXTE,
    STYLES,
    TERMES_DE_DATE,
    lire_xml,
)
from documents.moteur.sommaire import preparer, remplir
from documents.moteur.structure import Constat, verifier_les_blocs

_DEJA_PREPARES = LRUCache(400)


class GabaritCompile(NamedTuple):
    """`parties` : celles qui portent des balises. `socle` : les autres, déjà rangées.

    `sources` : le gabarit, puis ceux qu'il inclut. `listes` est `None` si aucune liste ne s'ouvre au rendu.
    `graphiques` : ceux qui se remplissent ; ils ne sont pas dans `socle`.
    """

    nom: str
    sources: tuple[Paquet, ...]
    parties: tuple[PartieCompilee, ...]
    modeles: dict[str, Template]
    socle: Socle
    listes: PartieNumerotation | None
    graphiques: tuple[GraphiqueDuGabarit, ...]


class GabaritLu(NamedTuple):
    """Un gabarit dont les balises sont en place ; `fautes` : tout ce que sa structure a de fautif."""

    paquet: Paquet
    assemblage: Assemblage
    ebauches: tuple[Ebauche, ...]
    constats: tuple[Constat, ...]
    fautes: tuple[Faute, ...]
    graphiques: tuple[GraphiqueDuGabarit, ...]

    def parties(self) -> list[PartieCompilee]:
        return [ecrire(e, c.fragile) for e, c in zip(self.ebauches, self.constats, strict=True)]


def lire(chemin: Path) -> GabaritLu:
    """Lève `ErreurGabarit` si le fichier n'est pas un document Word lisible ; ses autres fautes sont rendues."""
    paquet = lire_paquet(chemin)
    try:
        assemblage = Assemblage(paquet)
        ebauches = [_ebaucher(nom, paquet, assemblage) for nom in paquet.parties if _se_remplit(nom)]
    except etree.XMLSyntaxError as erreur:
        raise ErreurGabarit(paquet.nom, [Faute("le fichier est abîmé", paquet.nom)]) from erreur
    graphiques = tuple(g for ebauche in ebauches for g in reperer(ebauche, paquet))
    constats = [verifier_les_blocs(ebauche) for ebauche in ebauches]
    fautes = [*assemblage.fautes, *_fautes_hors_texte(paquet)]
    for ebauche, constat in zip(ebauches, constats, strict=True):
        fautes += [*ebauche.fautes, *constat.fautes]
    return GabaritLu(paquet, assemblage, tuple(ebauches), tuple(constats), tuple(fautes), graphiques)


def compiler(chemin: Path, environnement: Environnement) -> GabaritCompile:
    """Lève `ErreurGabarit` : d'abord toutes les fautes de structure, sinon toutes celles de syntaxe."""
    lu = lire(chemin)
    paquet, assemblage = lu.paquet, lu.assemblage
    if lu.fautes:
        raise ErreurGabarit(paquet.nom, lu.fautes)
    ouvrent = [adapter_aux_boucles(ebauche, assemblage.numerotation) for ebauche in lu.ebauches]
    parties = lu.parties()
    remplies = tuple(partie for partie in parties if partie.balises)
    remplis = {nom for graphique in lu.graphiques for nom in (graphique.partie, graphique.classeur)}
    return GabaritCompile(
        paquet.nom,
        tuple(assemblage.sources),
        remplies,
        _preparer(paquet.nom, remplies, environnement),
        Socle(e for e in _entrees_fixes(paquet, assemblage, parties, any(ouvrent)) if e.nom not in remplis),
        PartieNumerotation(assemblage.numerotation) if any(ouvrent) else None,
        lu.graphiques,
    )


def environnement_de(partie: PartieCompilee, environnement: Environnement) -> Environnement:
    """Un saut de ligne n'a pas le même sens dans un paragraphe et dans une propriété du document."""
    if PARTIES_DE_PROPRIETES.fullmatch(partie.nom):
        return environnement.pour_les_proprietes
    return environnement


def _se_remplit(nom: str) -> bool:
    return bool(PARTIES_DE_TEXTE.fullmatch(nom) or PARTIES_DE_PROPRIETES.fullmatch(nom))


def _ebaucher(nom: str, paquet: Paquet, assemblage: Assemblage) -> Ebauche:
    racine = assemblage.racine if nom == CORPS else lire_xml(paquet.parties[nom])
    if PARTIES_DE_PROPRIETES.fullmatch(nom):
        ebauche = extraire_des_proprietes(racine, paquet.nom, nom)
        _dater(ebauche)
        return ebauche
    nettoyer(racine)
    if nom == CORPS:
        preparer(racine, lire_xml(paquet.parties[STYLES]) if STYLES in paquet.parties else None)
    ebauche = extraire(racine, paquet.nom, nom)
    ebauche.fautes += fautes_de_relecture(racine, paquet.nom, nom)
    return ebauche


def _dater(ebauche: Ebauche) -> None:
    """Les dates d'un document sont celles de son contexte ; à défaut, celles du gabarit, jamais l'horloge."""
    for element in ebauche.racine.iter(f"{{{TERMES_DE_DATE}}}created", f"{{{TERMES_DE_DATE}}}modified"):
        element.text = ebauche.poser(Balise("", f'{{{{ _date_du_document or "{element.text}" }}}}'))


def _fautes_hors_texte(paquet: Paquet) -> Iterator[Faute]:
    """Une balise dans un graphique ou un commentaire ne serait jamais remplie."""
    for nom, contenu in paquet.parties.items():
        muette = nom.startswith("word/") and nom.endswith(".xml") and not _se_remplit(nom)
        if muette and (trouve := OUVERTURE.search(contenu.decode(errors="replace"))):
            yield Faute("une balise ne peut pas être dans cette partie", paquet.nom, nom, balise=trouve[0])


def _preparer(
    nom: str, parties: tuple[PartieCompilee, ...], environnement: Environnement
) -> dict[str, Template]:
    modeles, fautes = {}, []
    for partie in parties:
        outil = environnement_de(partie, environnement)
        # En-tête et pied sont les mêmes d'un gabarit à l'autre.
        modele = _DEJA_PREPARES.get((outil, partie.source))
        if modele is None:
            arbre, siennes = _controler(nom, partie, outil)
            fautes += siennes
            if arbre is None or siennes:
                continue
            modele = _DEJA_PREPARES[outil, partie.source] = outil.preparer(arbre)
        modeles[partie.nom] = modele
    if fautes:
        raise ErreurGabarit(nom, fautes)
    return modeles


def _controler(
    nom: str, partie: PartieCompilee, environnement: Environnement
) -> tuple[nodes.Template | None, list[Faute]]:
    """L'arbre de la partie et ce qu'on lui reproche ; pas d'arbre si Jinja ne la lit pas."""
    try:
        arbre = environnement.parse(partie.source)
    except TemplateSyntaxError as erreur:
        inattendue = Faute(traduire(erreur.message or ""), nom, partie.nom)
        return None, fautes_de_syntaxe(partie, environnement) or [inattendue]
    return arbre, fautes_d_usage(arbre, partie, environnement)


def oublier_les_modeles() -> None:
    """Comme au démarrage : chaque partie sera lue et compilée de nouveau."""
    _DEJA_PREPARES.clear()


def _entrees_fixes(
    paquet: Paquet, assemblage: Assemblage, parties: list[PartieCompilee], ouvre_des_listes: bool
) -> Iterator[Entree]:
    contenus = dict(paquet.parties)
    for partie in parties:
        contenus[partie.nom] = f"{DECLARATION}{remplir(partie.source)}".encode()
    if assemblage.numerotation.racine is not None:
        contenus[NUMEROTATION] = PartieNumerotation(assemblage.numerotation).ecrire(())
    mobiles = {partie.nom for partie in parties if partie.balises}
    mobiles |= {NUMEROTATION} if ouvre_des_listes else set()
    for nom in sorted(contenus.keys() - mobiles, key=ordre_des_parties):
        yield Entree.fixe(nom, contenus[nom])

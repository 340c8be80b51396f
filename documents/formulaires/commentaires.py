"""Les commentaires de champ, écrits comme des commentaires Word à côté de leur contrôle."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from lxml import etree

from documents.formulaires.paquet import TYPE_COMMENTAIRES, declarer
from documents.moteur.environnement import caracteres_permis
from documents.moteur.ooxml import DECLARATION, WORD, ancetre, ecrire_xml, valeur, w

PARTIE = "word/comments.xml"


class Commentaire(NamedTuple):
    """`champ` est l'étiquette du champ ; `le` un instant en temps universel."""

    champ: str
    par: str
    le: datetime
    texte: str


def poser_les_commentaires(
    parties: dict[str, bytes], corps: etree._Element, commentaires: Sequence[Commentaire]
) -> None:
    """Ajoute la partie des commentaires et, dans le corps, le repère de chacun ; rien s'il n'y en a pas."""
    if not commentaires:
        return
    racine = etree.Element(w("comments"), nsmap={"w": WORD})
    for numero, commentaire in enumerate(commentaires):
        racine.append(_ecrit(commentaire, numero))
        _reperer(_paragraphe_commente(corps, commentaire.champ), numero)
    parties[PARTIE] = f"{DECLARATION}{ecrire_xml(racine)}".encode()
    declarer(parties, PARTIE, TYPE_COMMENTAIRES)


def _paragraphe_commente(corps: etree._Element, champ: str) -> etree._Element:
    """Le libellé du champ, et non son contenu, qui sera réécrit ; le titre si le champ n'est pas au formulaire."""
    controle = _controle(corps, champ)
    rangee = None if controle is None else ancetre(controle, "tr")
    return next((corps if rangee is None else rangee).iter(w("p")))


def _controle(corps: etree._Element, champ: str) -> etree._Element | None:
    for controle in corps.iter(w("sdt")):
        if valeur(controle.find(f"{w('sdtPr')}/{w('tag')}")) == champ:
            return controle
    return None


def _ecrit(commentaire: Commentaire, numero: int) -> etree._Element:
    ecrit = etree.Element(w("comment"))
    initiales = "".join(mot[0] for mot in commentaire.par.split())[:9].upper()
    for nom, contenu in {
        "id": str(numero),
        "author": caracteres_permis(commentaire.par),
        "date": f"{commentaire.le:%Y-%m-%dT%H:%M:%SZ}",
        "initials": caracteres_permis(initiales),
    }.items():
        ecrit.set(w(nom), contenu)
    for ligne in caracteres_permis(commentaire.texte).split("\n"):
        passage = etree.SubElement(etree.SubElement(ecrit, w("p")), w("r"))
        etree.SubElement(passage, w("t")).text = ligne
    return ecrit


def _reperer(paragraphe: etree._Element, numero: int) -> None:
    appel = etree.Element(w("r"))
    appel.append(_repere("commentReference", numero))
    paragraphe.insert(1 if paragraphe.find(w("pPr")) is not None else 0, _repere("commentRangeStart", numero))
    paragraphe.extend([_repere("commentRangeEnd", numero), appel])


def _repere(nom: str, numero: int) -> etree._Element:
    repere = etree.Element(w(nom))
    repere.set(w("id"), str(numero))
    return repere

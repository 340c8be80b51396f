"""Une partie en cours de compilation, puis compilée : un arbre XML et les balises dont il porte les marques."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from documents.moteur.balises import JETON, Balise, jeton, retirer_les_marques
from documents.moteur.erreurs import Faute
from documents.moteur.ooxml import ecrire_xml
from documents.moteur.sommaire import porte_une_marque


class PartieCompilee(NamedTuple):
    """Une partie prête pour Jinja : la balise n° i (à partir de 0) est à la ligne i + 2 de la source.

    `a_reparer` : un bloc omis peut y laisser un vide que Word refuse. `a_un_sommaire` : il s'écrit après le rendu.
    """

    nom: str
    source: str
    balises: tuple[Balise, ...]
    a_reparer: bool
    a_un_sommaire: bool

    def balise_de_la_ligne(self, ligne: int) -> Balise | None:
        rang = ligne - 2
        return self.balises[rang] if 0 <= rang < len(self.balises) else None


class Ebauche:
    """Une partie en cours de compilation ; `fautes` se remplit sans s'arrêter à la première."""

    def __init__(self, racine: etree._Element, gabarit: str, partie: str) -> None:
        self.racine, self.gabarit, self.partie = racine, gabarit, partie
        self.balises: list[Balise] = []
        self.fautes: list[Faute] = []
        if retirer_les_marques(racine):
            message = (
                "elle contient un caractère réservé par la norme Unicode (U+FDD0 ou U+FDD1) : retirez-le"
            )
            self.fautes.append(Faute(message, gabarit, partie))

    def poser(self, balise: Balise) -> str:
        """Enregistre la balise et rend la marque à mettre à sa place."""
        self.balises.append(balise)
        return jeton(len(self.balises) - 1)

    def parcourir(self) -> Iterator[etree._Element | Balise]:
        """Les éléments et les balises de texte, dans l'ordre du document."""
        for evenement, element in etree.iterwalk(self.racine, events=("start", "end")):
            if evenement == "start":
                yield element
            if texte := element.text if evenement == "start" else element.tail:
                yield from self._balises_de(texte)

    def _balises_de(self, texte: str) -> Iterator[Balise]:
        for trouve in JETON.finditer(texte):
            yield self.balises[int(trouve[1])]


def ecrire(ebauche: Ebauche, a_reparer: bool) -> PartieCompilee:
    """Remplace les marques par le code : un saut de ligne dans chaque balise, et nulle part ailleurs."""
    balises: list[Balise] = []

    def code(marque: re.Match[str]) -> str:
        balises.append(ebauche.balises[int(marque[1])])
        return balises[-1].source

    source = JETON.sub(code, ecrire_xml(ebauche.racine).replace("\n", " "))
    return PartieCompilee(ebauche.partie, source, tuple(balises), a_reparer, porte_une_marque(source))

"""Les gestes qui cassent un document Word, ou un gabarit : une partie retouchée, ôtée, ajoutée, répétée."""

import re
from collections.abc import Callable

from documents.moteur.archive import parties_de
from documents.moteur.ecriture import Entree, ecrire_archive
from documents.moteur.ooxml import CORPS
from tests.workflows.archives import archive

Casser = Callable[[bytes], bytes]


def dans(partie: str, motif: str, par: str) -> Casser:
    """La première correspondance du motif remplacée ; échoue s'il n'y en a pas."""

    def casser(octets: bytes) -> bytes:
        parties = parties_de(octets)
        apres, combien = re.subn(motif, par, parties[partie].decode(), count=1, flags=re.DOTALL)
        assert combien == 1, f"{partie} ne contient pas {motif}"
        return archive(parties | {partie: apres.encode()})

    return casser


def au_debut(xml: str) -> Casser:
    return dans(CORPS, "<w:body>", f"<w:body>{xml}".replace("\\", r"\\"))


def dans_un_paragraphe(xml: str) -> Casser:
    return au_debut(f"<w:p>{xml}</w:p>")


def sans(partie: str) -> Casser:
    return lambda octets: archive({n: c for n, c in parties_de(octets).items() if n != partie})


def avec(partie: str, contenu: bytes) -> Casser:
    return lambda octets: archive(parties_de(octets) | {partie: contenu})


def en_double(partie: str) -> Casser:
    """L'archive a deux parties de ce nom."""
    return lambda octets: (
        ecrire_archive(
            Entree.depuis(nom, contenu) for nom, contenu in [*parties_de(octets).items(), (partie, b"<a/>")]
        ).octets
    )

"""La typographie d'un texte saisi : les espaces insécables que le clavier ne donne pas.

Ce qui est saisi reste tel quel ; ce qui s'écrit dans un document passe par ici. L'insécable est U+00A0 partout :
l'espace fine U+202F manque à la police de repli du PDF, où elle en appelle une autre, visible.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from re import Match
from typing import Any

INSECABLE = "\N{NO-BREAK SPACE}"
FINE = "\N{NARROW NO-BREAK SPACE}"
# fmt: off
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)
# fmt: on

# Tient la place de ce qu'on ne touche pas : Unicode réserve ce caractère à l'usage interne des programmes.
_PLACE = "\ufdd0"
# La borne de l'adresse électronique garde la recherche linéaire sur un long texte sans espace.
_INTOUCHABLE = re.compile(rf"(?:https?://|www\.)[^\s»]+|[\w.+-]{{1,64}}@[\w.-]+|{_PLACE}")


def _lier(trouve: Match[str]) -> str:
    return trouve[0].replace(" ", INSECABLE)


# Sans l'un de ces signes, aucune règle ne change rien.
_A_REVOIR = re.compile(rf"[\d:;!?%€«»{FINE}]|\b(?:[nN]°|MM?\.|Mmes?|Mlles?|Dr|Me|art\.|p\.)")
LONGUEUR_GARDEE = 1000
_BLANCS = f"[ {INSECABLE}]"
# L'ordre compte : les guillemets droits deviennent français avant que leurs espaces ne soient posées.
_GUILLEMETS = (re.compile(r'(?<![^\s(\[«])"([^"\n]*[^"\s])"(?!\w)'), r"«\1»")
_REGLES: tuple[tuple[re.Pattern[str], str | Callable[[Match[str]], str]], ...] = (
    (re.compile(rf"«{_BLANCS}*(?=\S)"), f"«{INSECABLE}"),
    (re.compile(rf"(?<=[^\s«]){_BLANCS}*»"), f"{INSECABLE}»"),
    (re.compile(rf"(?<=[^\s(\[«:;!?]){_BLANCS}*([:;!?]++)(?=[\s)\]»]|$)"), rf"{INSECABLE}\1"),
    (re.compile(rf"(?<=\d){_BLANCS}*((?:[kM]|Md)?€|%)"), rf"{INSECABLE}\1"),
    (re.compile(rf"\b([nN]°){_BLANCS}*(?=\w)"), rf"\1{INSECABLE}"),
    (re.compile(rf"(?<![\d.,])\d{{1,3}}(?:{_BLANCS}\d{{3}})+(?!\d)"), _lier),
    (re.compile(r"\b(?:MM?\.|Mmes?|Mlles?|Dr|Me) (?=[^\W\d_])"), _lier),
    (re.compile(r"\b(?:art|p)\. (?=\d)"), _lier),
    (re.compile(rf"\b(?:\d{{1,2}}|1er) (?=(?:{'|'.join(MOIS)})\b)"), _lier),
    (re.compile(rf"\b\d{{1,2}}{_BLANCS}h\b(?: (?=\d\d\b))?"), _lier),
)


def typographier(valeur: Any) -> Any:
    """Un texte saisi, ou une suite de textes, avec ses insécables et rien d'autre ; le reste, tel quel."""
    if type(valeur) is str:
        return _deja_vu(valeur) if len(valeur) <= LONGUEUR_GARDEE else typo(valeur, guillemets=False)
    if type(valeur) in (tuple, list):
        return type(valeur)(map(typographier, valeur))
    return valeur


@lru_cache(maxsize=8192)
def _deja_vu(texte: str) -> str:
    """Les documents d'un territoire redisent les mêmes textes."""
    return typo(texte, guillemets=False) if _A_REVOIR.search(texte) else texte


def typo(texte: str, *, guillemets: bool = True) -> str:
    """Le texte avec ses insécables (« : », « € », « n° », « M. », dates, heures) et ses guillemets français.

    Idempotent. Les adresses de site et de messagerie, les heures « 14:30 » et les sauts de ligne restent tels
    quels.
    """
    texte = texte.replace(FINE, INSECABLE)
    intouchables = iter(_INTOUCHABLE.findall(texte))
    texte = _INTOUCHABLE.sub(_PLACE, texte)
    for motif, remplacement in (_GUILLEMETS, *_REGLES) if guillemets else _REGLES:
        texte = motif.sub(remplacement, texte)
    return re.sub(_PLACE, lambda _: next(intouchables), texte)

"""Ce qui doit suivre un passage : la liste de ses effets, écrite avec lui."""

from typing import Any

from documents.suites_des_gestes import productions
from modeles.demarche import Demarche, Passage
from modeles.effet import Effet
from modeles.vocabulaire import NatureEffet
from workflows.echeances import echeances_de
from workflows.notifications.messages import courriers_de


def effets_de(demarche: Demarche, passage: Passage) -> list[Effet]:
    """Les effets d'un passage, dans l'ordre où on les fera : documents, message, échéances.

    La clé ne dépend que du passage et de l'objet : les écrire deux fois est impossible.
    """
    effets = [
        _effet(passage, NatureEffet.DOCUMENT, f"{p.code}:{p.sujet}", p._asdict())
        for p in productions(demarche, passage)
    ]
    if courriers_de(demarche, passage):
        effets.append(_effet(passage, NatureEffet.MESSAGE, passage.geste.value, {}))
    effets += [
        _effet(passage, NatureEffet.ECHEANCE, str(rang), e._asdict() | {"le": e.le.isoformat()})
        for rang, e in enumerate(echeances_de(demarche, passage), 1)
    ]
    for rang, effet in enumerate(effets, 1):
        effet.rang = rang
    return effets


def _effet(passage: Passage, nature: NatureEffet, objet: str, parametres: dict[str, Any]) -> Effet:
    return Effet(
        cle=f"{passage.id}:{nature.value}:{objet}",
        demarche_id=passage.demarche_id,
        passage_id=passage.id,
        rang=0,
        etape=passage.vers,
        nature=nature,
        objet=objet,
        parametres=parametres,
    )

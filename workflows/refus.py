"""Les refus du parcours, écrits une fois, en français."""

from collections.abc import Sequence

from modeles.demarche import Demarche
from modeles.erreurs import ErreurMetier, Obstacle, SaisieInvalide
from modeles.etapes import Etape, Geste


def _nom(demarche: Demarche) -> str:
    return demarche.territoire.nom if demarche.territoire else demarche.territoire_code


class GesteHorsEtape(ErreurMetier):
    """Ce n'est pas le moment de ce geste."""

    def __init__(self, demarche: Demarche, geste: Geste, attendues: Sequence[Etape]) -> None:
        etapes = " ou ".join(f"« {etape.libelle} »" for etape in attendues)
        quand = (
            f"ce geste se fait à l'étape {etapes}"
            if etapes
            else "ce geste vient seul, avec l'import d'un classeur"
        )
        super().__init__(
            quoi=f"« {_nom(demarche)} » : le geste « {geste.libelle} » n'est pas possible maintenant.",
            pourquoi=f"La démarche en est à « {demarche.etape.libelle} » ; {quand}.",
            remede="Consultez les gestes possibles pour ce territoire, puis choisissez l'un d'eux.",
        )


class SaisieHorsEtape(ErreurMetier):
    """Une démarche close, abandonnée ou suspendue ne se modifie plus."""

    def __init__(self, demarche: Demarche, libelle: str) -> None:
        super().__init__(
            quoi=f"« {_nom(demarche)} » : {libelle} ne peut pas être enregistré maintenant.",
            pourquoi=f"La démarche est à l'étape « {demarche.etape.libelle} ».",
            remede="Reprenez d'abord la démarche si elle est suspendue ; une démarche close reste telle quelle.",
        )


class PassageBloque(ErreurMetier):
    """Il reste des choses à régler, toutes dites à la fois."""

    def __init__(self, demarche: Demarche, geste: Geste, obstacles: Sequence[Obstacle]) -> None:
        super().__init__(
            quoi=f"« {_nom(demarche)} » : le geste « {geste.libelle} » ne peut pas encore être fait.",
            pourquoi=f"Il reste à régler : {' ; '.join(o.message for o in obstacles)}.",
            remede=f"{' '.join(dict.fromkeys(o.remede for o in obstacles))} Puis recommencez.",
            obstacles=obstacles,
        )


class MotifManquant(SaisieInvalide):
    """Un retour, une suspension ou une levée ne se fait pas sans dire pourquoi."""

    def __init__(self, demarche: Demarche, geste: Geste) -> None:
        super().__init__(
            quoi=f"« {_nom(demarche)} » : le geste « {geste.libelle} » demande un motif.",
            pourquoi="Il change le cours de la démarche, et le journal doit dire pourquoi.",
            remede="Indiquez le motif en une phrase, puis recommencez.",
        )


class DateImpossible(SaisieInvalide):
    """La date donnée contredit le journal ou le calendrier."""

    def __init__(self, demarche: Demarche, pourquoi: str) -> None:
        super().__init__(
            quoi=f"« {_nom(demarche)} » : la date indiquée n'est pas possible.",
            pourquoi=pourquoi,
            remede="Corrigez la date réelle de l'événement, puis recommencez.",
        )


class LeveeImpossible(SaisieInvalide):
    """On ne déroge ni sans motif et autorité, ni aux contrôles que le dossier protège."""

    def __init__(self, demarche: Demarche, code: str, pourquoi: str) -> None:
        super().__init__(
            quoi=f"« {_nom(demarche)} » : le contrôle {code} ne peut pas être levé ainsi.",
            pourquoi=pourquoi,
            remede="Corrigez le dossier, ou donnez le motif et l'autorité qui assume la levée.",
        )


class Empeche(ErreurMetier):
    """Ce que l'on demande n'est pas possible, pour des raisons toutes dites à la fois."""

    def __init__(self, quoi: str, obstacles: Sequence[Obstacle]) -> None:
        super().__init__(
            quoi=quoi,
            pourquoi=f"Il reste à régler : {' ; '.join(o.message for o in obstacles)}.",
            remede=f"{' '.join(dict.fromkeys(o.remede for o in obstacles))} Puis recommencez.",
            obstacles=obstacles,
        )

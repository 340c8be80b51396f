"""Ce qui n'a pas été reçu : la matière d'une relance, et ce qui la rend possible."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from documents.contextes.commun import Contexte
from documents.formats import accorder, date_longue, majuscule
from modeles.erreurs import SaisieInvalide


class Manquant(NamedTuple):
    """Ce qui n'a pas été reçu. `reporte_au_le` : le délai accordé, s'il y en a un ; `detail` : « 4 sur 12 »."""

    libelle: str
    echeance_le: date
    code: str = ""
    detail: str = ""
    reporte_au_le: date | None = None

    @property
    def attendu_le(self) -> date:
        return self.reporte_au_le or self.echeance_le


class DemandeDeRelance(NamedTuple):
    """`precedentes` : les dates des relances déjà parties, de la plus ancienne à la plus récente."""

    le: date
    manquants: Sequence[Manquant]
    repondre_avant_le: date
    precedentes: Sequence[date] = ()


class ManquantEcrit(Contexte):
    """`retard` : « 8 jours » ; `echeance` cite le report quand il y en a un."""

    libelle: str
    detail: str
    echeance: str
    retard: str


def exiger_un_retard(demande: DemandeDeRelance) -> None:
    """On ne relance ni qui a tout remis, ni qui est encore dans les temps. Lève `SaisieInvalide`, avec tout."""
    fautes = [
        f"« {m.libelle} » est attendu le {date_longue(m.attendu_le)}"
        for m in demande.manquants
        if m.attendu_le >= demande.le
    ]
    if not demande.manquants:
        fautes.append("rien ne manque")
    if demande.repondre_avant_le <= demande.le:
        fautes.append(f"le délai de réponse finit le {date_longue(demande.repondre_avant_le)}")
    if fautes:
        raise SaisieInvalide(
            f"La relance du {date_longue(demande.le)} ne peut pas être écrite.",
            f"{majuscule(' ; '.join(fautes))}.",
            "Ne relancez que ce qui est en retard, avec un délai de réponse à venir.",
        )


def ecrire_le_manquant(manquant: Manquant, le: date) -> ManquantEcrit:
    """Le manquant tel que la lettre du jour `le` l'écrit."""
    echeance = date_longue(manquant.echeance_le)
    if manquant.reporte_au_le:
        echeance = f"{echeance}, reportée au {date_longue(manquant.reporte_au_le)}"
    return ManquantEcrit(
        libelle=manquant.libelle,
        detail=manquant.detail,
        echeance=echeance,
        retard=accorder((le - manquant.attendu_le).days, "jour", "jours"),
    )

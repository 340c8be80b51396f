"""Les échéances du parcours qui se relancent : ce que l'État se doit à lui-même, et les fiches à reprendre.

Ce sont les échéances que montrent « Ma région » et « À faire » : ouvertes, elles se relancent ; fermées, plus jamais.
Remettre l'une d'elles à plus tard dans « À faire » suspend ses relances d'autant.
"""

from collections.abc import Iterator, Mapping, Sequence

from sqlmodel import Session

from modeles.echeance import Echeance
from modeles.reference.registre import registre
from modeles.requetes_taches import taches_de_cles
from modeles.tache import Tache
from modeles.vocabulaire import EtatEcheance
from modeles.vocabulaire_annuel import NatureAmenagement
from modeles.vocabulaire_relances import Fonction, GenreDEcheance, UsageDEchelle
from workflows.relances.attentes import Attente, Carnet, Suspension
from workflows.relances.carnet import a_la_charge
from workflows.relances.vue import Vue, identite, jour_local
from workflows.taches import cle_de_l_echeance


def genre_de_l_echeance(echeance: Echeance) -> GenreDEcheance:
    """Ce qu'elle attend : « visa:2 » attend un visa."""
    return GenreDEcheance(echeance.attend.partition(":")[0])


def numero_de_l_echeance(echeance: Echeance) -> int:
    """Le nombre qui la distingue : une version, une réunion, une année."""
    return int(echeance.attend.rpartition(":")[2])


def attente_de_l_echeance(echeance: Echeance, taches: Mapping[str, Tache], vue: Vue) -> Attente:
    """L'échéance, comme une attente : mêmes règles que pour une campagne."""
    genre = genre_de_l_echeance(echeance)
    commun = identite(echeance.demarche, vue)
    usage = UsageDEchelle.INTERNE if genre.interne else UsageDEchelle.FICHE
    close = echeance.close_le if echeance.close_le and vue.connu(echeance.close_le) else None
    faite = close is not None and echeance.etat is EtatEcheance.SATISFAITE
    return Attente(
        **commun,
        genre=genre.value,
        exercice=numero_de_l_echeance(echeance),
        libelle=echeance.libelle,
        ouverte_le=min(echeance.passage.survenu_le, echeance.le),
        echeance_le=echeance.le,
        echelle=registre().echelle_des_echeances(commun["region"], usage),
        manquants=() if faite else (echeance.libelle,),
        recu_le=vue.date(close) if close and faite else None,
        close_le=vue.date(close) if close and not faite else None,
        suspensions=tuple(_suspensions(taches.get(cle_de_l_echeance(echeance)), vue)),
        echeance=echeance.attend,
        interne=genre.interne,
    )


def taches_des_echeances(session: Session, echeances: Sequence[Echeance]) -> dict[str, Tache]:
    """Les tâches qui tiennent lieu de ces échéances : c'est là qu'on les remet à plus tard."""
    cles = [cle_de_l_echeance(e) for e in echeances]
    return {t.cle: t for t in taches_de_cles(session, cles)} if cles else {}


def carnet_pour(attente: Attente, carnet: Carnet) -> Carnet:
    """Le carnet de la démarche ; pour une échéance du parcours, il dit aussi qui a la balle."""
    if not attente.echeance:
        return carnet
    fonction = GenreDEcheance(attente.genre).responsable
    return {**carnet, Fonction.RESPONSABLE: carnet.get(fonction) or (a_la_charge(attente, fonction),)}


def _suspensions(tache: Tache | None, vue: Vue) -> Iterator[Suspension]:
    if tache is not None and tache.reportee_au is not None:
        depuis_le = jour_local(tache.creee_le)
        if vue.connu(depuis_le):
            motif = tache.motif_du_report or ""
            yield Suspension(NatureAmenagement.PROMESSE, tache.reportee_au, vue.date(depuis_le), "", motif)

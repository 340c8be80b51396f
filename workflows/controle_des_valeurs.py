"""Contrôler les valeurs reçues : vérifier, valider, contester. Qui a saisi ne valide pas."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from modeles.demarche import Demarche
from modeles.erreurs import Obstacle
from modeles.indicateur import Indicateur
from modeles.journalisation import signer
from modeles.requetes import demarche_verrouillee
from modeles.requetes_valeurs import Histoires, histoires_des_valeurs
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire_annuel import StatutValeur
from workflows.commandes.bordereau import Auteur
from workflows.commandes.valeurs import Changement
from workflows.refus import Empeche
from workflows.regles.collecte import CHIFFREES, indicateurs_attendus
from workflows.regles.separation import personnes

S = StatutValeur
SAISIES = (S.SAISI, S.ZERO_REEL, S.PROVISOIRE, S.RECTIFIE, S.SANS_OBJET, S.NON_RENSEIGNE)

ORIGINE_CONTROLE = "contrôle"
GARDES = (
    "indicateur_id",
    "exercice",
    "valeur_centiemes",
    "numerateur_centiemes",
    "denominateur_centiemes",
    "texte",
    "commentaire",
    "hors_delai",
)


class Controle(StrEnum):
    VERIFIER = "verifier"
    VALIDER = "valider"
    CONTESTER = "contester"


class Chemin(NamedTuple):
    """Les statuts d'où l'on part, et celui où l'on arrive."""

    depuis: tuple[StatutValeur, ...]
    vers: StatutValeur


CHEMINS = {
    Controle.VERIFIER: Chemin((S.SAISI, S.ZERO_REEL, S.RECTIFIE), S.VERIFIE),
    Controle.VALIDER: Chemin((S.VERIFIE,), S.VALIDE),
    Controle.CONTESTER: Chemin((*CHIFFREES, S.SANS_OBJET, S.NON_RENSEIGNE), S.CONTESTE),
}


class Designation(NamedTuple):
    """Un indicateur d'une fiche ; une fiche seule les désigne tous."""

    fiche: str
    indicateur: str | None = None


class Bilan(NamedTuple):
    """Ce qui a été contrôlé, et ce qui ne pouvait pas l'être, avec sa raison."""

    faits: list[Changement]
    ecartes: list[Obstacle]


def controler(
    session: Session,
    demarche: Demarche,
    exercice: int,
    controle: Controle,
    auteur: Auteur,
    *,
    designes: Sequence[Designation] = (),
    motif: str = "",
) -> Bilan:
    """Contrôle les valeurs désignées, ou toutes. Désignées, elles le sont toutes ou aucune.

    Lève `Empeche` si une valeur désignée ne peut pas l'être, si aucune ne le peut, ou sans motif s'il en faut un.
    """
    signer(session, auteur.par)
    demarche_verrouillee(session, demarche.id)
    attendus = indicateurs_attendus(demarche, exercice)
    choisis, ecartes = _choisir(attendus, designes)
    if controle is Controle.CONTESTER and not motif.strip():
        ecartes.append(Obstacle("la contestation n'a pas de motif", "Dites ce qui ne va pas.", ou="motif"))
    histoires = histoires_des_valeurs(session, [demarche.id], exercice)
    obstacles = {i.id: _obstacle(controle, i, histoires, auteur.par) for i in choisis}
    ecartes += [o for o in obstacles.values() if o is not None]
    retenus = [i for i in choisis if obstacles[i.id] is None]
    if not retenus or (designes and ecartes):
        fin = f"passer au statut « {CHEMINS[controle].vers.libelle} »"
        raise Empeche(
            f"« {demarche.territoire.nom} » : les valeurs de {exercice} ne peuvent pas {fin}.",
            ecartes
            or [Obstacle("le contrat n'attend aucun indicateur cette année-là", "Vérifiez l'exercice.")],
        )
    faits = [_suivre(i, histoires[i.id][-1], controle, motif.strip(), auteur) for i in retenus]
    session.add_all(f.apres for f in faits)
    session.flush()
    return Bilan(faits, ecartes)


def _choisir(
    attendus: Sequence[Indicateur], designes: Sequence[Designation]
) -> tuple[list[Indicateur], list[Obstacle]]:
    if not designes:
        return list(attendus), []
    choisis: dict[UUID, Indicateur] = {}
    inconnus = []
    for fiche, indicateur in designes:
        siens = [i for i in attendus if i.fiche.code == fiche and indicateur in (None, i.code)]
        choisis |= {i.id: i for i in siens}
        if not siens:
            nom = f"{fiche}/{indicateur}" if indicateur else fiche
            remede = "Repartez de la liste des indicateurs attendus."
            inconnus.append(Obstacle(f"le contrat n'attend pas « {nom} » cette année-là", remede, ou=nom))
    return list(choisis.values()), inconnus


def _obstacle(controle: Controle, indicateur: Indicateur, histoires: Histoires, par: str) -> Obstacle | None:
    """Pourquoi ce contrôle n'est pas possible ; None s'il l'est."""
    histoire, lieu = histoires.get(indicateur.id, []), f"{indicateur.fiche.code}/{indicateur.code}"
    if not histoire:
        return Obstacle(f"« {indicateur.libelle} » n'a pas de valeur", "Attendez sa saisie.", ou=lieu)
    statut, chemin = histoire[-1].statut, CHEMINS[controle]
    if statut not in chemin.depuis:
        permis = " ou ".join(f"« {s.libelle} »" for s in chemin.depuis)
        return Obstacle(
            f"« {indicateur.libelle} » est au statut « {statut.libelle} »",
            f"Ce contrôle part du statut {permis}.",
            ou=lieu,
        )
    saisi_par = next(v.par for v in reversed(histoire) if v.statut in SAISIES)
    if controle is not Controle.CONTESTER and personnes(saisi_par) & personnes(par):
        return Obstacle(
            f"« {indicateur.libelle} » a été saisi par {saisi_par}",
            "Une autre personne doit le contrôler.",
            ou=lieu,
        )
    return None


def _suivre(
    indicateur: Indicateur, derniere: ValeurIndicateur, controle: Controle, motif: str, auteur: Auteur
) -> Changement:
    """La ligne qui suit : les mêmes nombres, un nouveau statut."""
    apres = ValeurIndicateur(
        **derniere.model_dump(include=set(GARDES)),
        numero=derniere.numero + 1,
        statut=CHEMINS[controle].vers,
        motif=motif or derniere.motif,
        origine=ORIGINE_CONTROLE,
        par=auteur.par,
        saisi_le=auteur.saisi_le,
    )
    return Changement(indicateur, derniere, apres)

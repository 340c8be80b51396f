"""Régler les relances d'une campagne : changer des niveaux de son échelle, ou revenir à celle de la région.

Ce qui est déjà parti ne repart jamais : une relance est due une fois par contrat, échéance et niveau.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from modeles.campagne import Campagne
from modeles.erreurs import Obstacle
from modeles.journalisation import signer
from modeles.reference.anomalies import phrase_de
from modeles.reference.echelles import Echelle, Niveau, fautes_hors_campagne
from modeles.reference.socle import repetes
from modeles.verrous import un_seul_a_la_fois
from modeles.vocabulaire_annuel import EtatCampagne
from workflows.refus import Empeche
from workflows.relances.echelles import echelle_de, echelle_de_la_region
from workflows.relances.inscription import VERROU

# Ce qui se règle d'un niveau, et comment on le nomme.
CHAMPS = {
    "actif": "la mise en service",
    "jours": "le délai",
    "emetteur": "l'expéditeur",
    "destinataires": "les destinataires",
    "copies": "les copies",
    "canal": "le canal",
    "document": "le document joint",
    "validation": "la validation",
    "reponse_sous_jours": "le temps laissé pour répondre",
    "ton": "le ton",
    "objet": "l'objet",
    "corps": "le texte",
}
PLAFOND_AU_PLUS = 60
Demande = Mapping[str, Any]


def regler_l_echelle(
    session: Session,
    campagne: Campagne,
    demandes: Sequence[Demande],
    par: str,
    *,
    plafond_jours: int | str | None = None,
) -> Echelle:
    """Donne à la campagne sa propre échelle. Une demande nomme un niveau (`code`) et ce qui y change.

    Ce qui n'est pas nommé reste tel quel ; une échelle égale à celle de la région n'en est pas une autre.
    Lève `Empeche` avec tous les obstacles ; rien n'est alors changé.
    """
    _reserver(session, campagne, par)
    actuelle, region = echelle_de(campagne), echelle_de_la_region(campagne)
    plafond = actuelle.plafond_jours if plafond_jours is None else _plafond_lu(plafond_jours)
    niveaux, fautes = _niveaux_regles(actuelle, demandes)
    obstacles = [*_obstacles_communs(campagne, actuelle, demandes), *fautes]
    obstacles += _obstacles_d_ensemble(niveaux, region)
    if plafond is None:
        obstacles.append(_plafond_faux(plafond_jours))
    if obstacles:
        raise Empeche(f"L'échelle des relances {_de(campagne)} ne peut pas être réglée ainsi.", obstacles)
    changes = {"plafond_jours": plafond, "niveaux": tuple(niveaux)}
    propre = {"libelle": f"Échelle {_de(campagne)}", "region": campagne.region, "genre": campagne.genre}
    if region.model_copy(update=changes) == region:
        campagne.echelle = None
        return region
    reglee = actuelle.model_copy(update=propre | changes)
    campagne.echelle = reglee.model_dump(mode="json", by_alias=True)
    return reglee


def _plafond_lu(plafond: int | str) -> int | None:
    """Le nombre de jours, ou None s'il n'en est pas un que l'on admette."""
    jours = int(plafond) if str(plafond).strip().isdecimal() else 0
    return jours if 1 <= jours <= PLAFOND_AU_PLUS else None


def _plafond_faux(plafond: int | str | None) -> Obstacle:
    return Obstacle(
        f"l'écart entre deux messages à une personne est de 1 à {PLAFOND_AU_PLUS} jours (lu : « {plafond} »)",
        "Donnez par exemple 7.",
        ou="plafond_jours",
    )


def revenir_a_la_region(session: Session, campagne: Campagne, par: str) -> Echelle:
    """La campagne suit de nouveau l'échelle de la région. Lève `Empeche` si elle est close, ou la suit déjà."""
    _reserver(session, campagne, par)
    obstacles = list(_campagne_close(campagne))
    if campagne.echelle is None:
        obstacles.append(Obstacle("elle la suit déjà", "Il n'y a rien à faire.", ou="echelle"))
    if obstacles:
        raise Empeche(f"Les relances {_de(campagne)} ne peuvent pas revenir à la région.", obstacles)
    campagne.echelle = None
    return echelle_de(campagne)


def _reserver(session: Session, campagne: Campagne, par: str) -> None:
    """L'un après l'autre, et jamais pendant une tournée : l'échelle ne change pas au milieu d'une décision."""
    un_seul_a_la_fois(session, VERROU)
    signer(session, par)
    session.refresh(campagne)


def _de(campagne: Campagne) -> str:
    return f"de la campagne « {campagne.genre.libelle} {campagne.exercice} »"


def _campagne_close(campagne: Campagne) -> Iterator[Obstacle]:
    if campagne.etat is EtatCampagne.CLOSE:
        yield Obstacle("la campagne est close : elle ne relance plus personne", "Il n'y a rien à régler.")


def _obstacles_communs(
    campagne: Campagne, actuelle: Echelle, demandes: Sequence[Demande]
) -> Iterator[Obstacle]:
    yield from _campagne_close(campagne)
    codes = [str(d.get("code", "")) for d in demandes]
    connus = ", ".join(n.code for n in actuelle.niveaux)
    for code in dict.fromkeys(c for c in codes if actuelle.rang(c) < 0):
        yield Obstacle(
            f"le niveau « {code[:20]} » n'existe pas", f"Choisissez parmi : {connus}.", ou=f"{code[:20]}"
        )
    for code in repetes(codes):
        yield Obstacle(f"le niveau {code} est réglé deux fois", "Gardez l'un des deux réglages.", ou=code)


def _niveaux_regles(actuelle: Echelle, demandes: Sequence[Demande]) -> tuple[list[Niveau], list[Obstacle]]:
    """Les niveaux, changés de ce qui est demandé ; ceux qui ne tiennent pas restent, avec leurs obstacles."""
    voulus = {str(d.get("code", "")): d for d in demandes}
    niveaux, fautes = list[Niveau](), list[Obstacle]()
    for niveau in actuelle.niveaux:
        demande = voulus.get(niveau.code, {})
        fautes += [
            Obstacle(f"{niveau.code} : « {c[:40]} » ne se règle pas", f"Se règlent : {', '.join(CHAMPS)}.")
            for c in demande
            if c not in CHAMPS and c != "code"
        ]
        brut = niveau.model_dump() | {c: v for c, v in demande.items() if c in CHAMPS}
        try:
            niveaux.append(Niveau.model_validate(brut))
        except ValidationError as erreur:
            niveaux.append(niveau)
            fautes += _fautes_de(niveau.code, erreur)
    return niveaux, fautes


def _fautes_de(code: str, erreur: ValidationError) -> Iterator[Obstacle]:
    for faute in erreur.errors():
        champ = str(faute["loc"][0]) if faute["loc"] else ""
        quoi = f"{code}, {CHAMPS[champ]} " if champ in CHAMPS else f"{code} : "
        yield Obstacle(
            quoi + phrase_de(faute), f"Corrigez le niveau {code}.", ou=f"{code}.{champ}".rstrip(".")
        )


def _obstacles_d_ensemble(niveaux: Sequence[Niveau], region: Echelle) -> Iterator[Obstacle]:
    """Ce qu'un niveau seul ne dit pas : l'ordre, et ce que la région tient pour acquis."""
    actifs = [n for n in niveaux if n.actif]
    for avant, apres in pairwise(actifs):
        if apres.jours <= avant.jours:
            yield Obstacle(
                f"{apres.code} (J{apres.jours:+d}) doit venir après {avant.code} (J{avant.jours:+d})",
                "Donnez des délais qui croissent d'un niveau à l'autre.",
                ou=f"{apres.code}.jours",
            )
    de_la_region = {n.code: n for n in region.niveaux}
    for niveau in niveaux:
        yield from (
            Obstacle(faute, f"Corrigez le niveau {niveau.code}.", ou=niveau.code)
            for faute in fautes_hors_campagne(niveau)
        )
        modele = de_la_region.get(niveau.code)
        if modele is not None:
            yield from _obstacles_au_regard_de(niveau, modele)


def _obstacles_au_regard_de(niveau: Niveau, modele: Niveau) -> Iterator[Obstacle]:
    if modele.validation and not niveau.validation:
        yield Obstacle(
            f"{niveau.code} demande la validation d'une personne : il ne peut pas devenir automatique",
            f"Gardez la validation de {niveau.code}, ou arrêtez ce niveau.",
            ou=f"{niveau.code}.validation",
        )
    if modele.est_un_rappel and not niveau.est_un_rappel:
        yield Obstacle(
            f"{niveau.code} est un rappel : il part au plus tard le jour de l'échéance",
            "Donnez un délai négatif ou nul.",
            ou=f"{niveau.code}.jours",
        )
    if niveau.est_un_rappel and not modele.est_un_rappel:
        yield Obstacle(
            f"{niveau.code} est une relance : elle ne part qu'après l'échéance",
            "Donnez un délai d'au moins un jour.",
            ou=f"{niveau.code}.jours",
        )

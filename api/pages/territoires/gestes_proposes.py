"""Les gestes que la page propose : ceux du tableau, que l'on a le droit de faire, et qui ont un objet."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from api.acces.agent import Agent
from api.pages import chemins
from modeles.compte import Role
from modeles.demarche import Demarche
from modeles.erreurs import Gravite, Obstacle
from modeles.etapes import EN_VIE, TERMINALES, Etape, Geste
from modeles.reunion import Reunion
from modeles.vocabulaire import EtatReunion, NatureReunion, Partie
from workflows.ensuite import GesteOffert, geste_suivant, gestes_offerts
from workflows.regles.avenant import avenant_ouvert

# Ils portent sur une réunion : sa page les propose, avec elle.
D_UNE_REUNION = (
    Geste.CONVOQUER,
    Geste.REPORTER_COMITE,
    Geste.TENIR_REUNION,
    Geste.VALIDER_COMPTE_RENDU,
)


D_UN_AVENANT = (
    Geste.FIGER_AVENANT,
    Geste.CONVOQUER_ASSEMBLEE,
    Geste.CONSTATER_CARENCE,
    Geste.VOTE_DEFAVORABLE,
    Geste.RENVOI,
    Geste.AMENDEMENT,
    Geste.RENDRE_EXECUTOIRE,
    Geste.SIGNER_AVENANT,
    Geste.ABANDONNER_AVENANT,
)
OUVRANT_UN_AVENANT = (Geste.OUVRIR_AVENANT, Geste.AVENANT_SIGNE)


class Probleme(NamedTuple):
    """Un obstacle, et la page où il se règle."""

    obstacle: Obstacle
    lien: str


class GestePropose(NamedTuple):
    """Un geste, son formulaire, ce qui le retient encore."""

    geste: Geste
    libelle: str
    lien: str
    bloquants: tuple[Probleme, ...] = ()
    remarques: tuple[Probleme, ...] = ()


class Gestes(NamedTuple):
    """`suivant` fait passer à la suite ; `autres` restent à l'étape ou reviennent ; `graves` arrêtent tout."""

    suivant: GestePropose | None
    du_suivant: bool
    autres: tuple[GestePropose, ...]
    graves: tuple[GestePropose, ...]


def gestes_du_dossier(demarche: Demarche, agent: Agent, le: date) -> Gestes:
    """Les gestes à proposer sur la vue d'ensemble. `du_suivant` : il revient à cette personne."""
    offerts = gestes_offerts(demarche, le)
    voulu = geste_suivant(demarche.etape)
    suivant = next((o for o in offerts if o.transition.geste is voulu), None)
    sans_objet = _sans_objet(demarche)
    permis = [
        o
        for o in offerts
        if o is not suivant
        and o.transition.geste not in D_UNE_REUNION
        and o.transition.geste not in sans_objet
        and agent.peut_faire(o.transition.geste, demarche)
    ]
    return Gestes(
        _propose(demarche, suivant) if suivant else None,
        suivant is not None and agent.peut_faire(suivant.transition.geste, demarche),
        tuple(_propose(demarche, o) for o in permis if not _arrete(o)),
        tuple(_propose(demarche, o) for o in permis if _arrete(o)),
    )


def _sans_objet(demarche: Demarche) -> tuple[Geste, ...]:
    """Pendant l'exécution, on ne vote et ne signe qu'un avenant : sans avenant ouvert, rien à proposer."""
    if demarche.etape not in EN_VIE:
        return ()
    return OUVRANT_UN_AVENANT if avenant_ouvert(demarche) else D_UN_AVENANT


def _arrete(offert: GesteOffert) -> bool:
    return (
        offert.transition.vers in (*TERMINALES, Etape.SUSPENDU)
        and offert.transition.geste is not Geste.SOLDER
    )


def _propose(demarche: Demarche, offert: GesteOffert) -> GestePropose:
    geste, code = offert.transition.geste, demarche.territoire_code
    ailleurs = [o for o in offert.obstacles if o.ou != f"geste:{geste.value}"]
    return GestePropose(
        geste,
        geste.libelle,
        chemins.du_geste(code, geste),
        problemes(code, [o for o in ailleurs if o.gravite is Gravite.BLOQUANT]),
        problemes(code, [o for o in ailleurs if o.gravite is not Gravite.BLOQUANT]),
    )


def problemes(code: str, obstacles: Sequence[Obstacle]) -> tuple[Probleme, ...]:
    """Ces obstacles, chacun avec la page où il se règle."""
    return tuple(Probleme(o, chemins.ou_corriger(code, o.ou)) for o in obstacles)


def gestes_de_la_reunion(demarche: Demarche, agent: Agent, reunion: Reunion, le: date) -> list[GestePropose]:
    """Ce que l'on peut faire maintenant de cette réunion, dans l'ordre où on le fait."""
    permis = {o.transition.geste for o in gestes_offerts(demarche, le)}
    utiles = [
        geste for geste in _gestes_utiles(reunion) if geste in permis and agent.peut_faire(geste, demarche)
    ]
    code = demarche.territoire_code
    return [GestePropose(g, g.libelle, chemins.du_geste(code, g, reunion=reunion.numero)) for g in utiles]


def _gestes_utiles(reunion: Reunion) -> Sequence[Geste]:
    if reunion.etat is EtatReunion.TENUE:
        return () if reunion.compte_rendu_valide_le else (Geste.VALIDER_COMPTE_RENDU,)
    if reunion.etat is EtatReunion.CONVOQUEE:
        return (Geste.TENIR_REUNION, Geste.REPORTER_COMITE)
    return (Geste.CONVOQUER, Geste.TENIR_REUNION, Geste.REPORTER_COMITE)


def partie_de(agent: Agent, demarche: Demarche) -> Partie | None:
    """De quel côté du contrat se tient le lecteur ; aucun, s'il ne fait que lire."""
    roles = {t.role for t in agent.titres_sur(demarche)}
    if roles & {Role.ADMINISTRATEUR, Role.REGION, Role.ETAT}:
        return Partie.ETAT
    return Partie.COLLECTIVITE if roles & {Role.COLLECTIVITE, Role.PORTEUR} else None


# La réunion que chaque étape attend : la page propose de l'organiser.
REUNION_ATTENDUE = {
    Etape.LANCEMENT: NatureReunion.COMITE_LANCEMENT,
    Etape.DIAGNOSTIC: NatureReunion.COMITE_SUIVI,
    Etape.DIAGNOSTIC_PRESENTE: NatureReunion.COMITE_SUIVI,
    Etape.PRESELECTION: NatureReunion.ATELIER,
    Etape.ATELIERS: NatureReunion.ATELIER,
    Etape.FICHES: NatureReunion.COMITE_SUIVI,
    Etape.RESTITUTION: NatureReunion.COMITE_RESTITUTION,
}

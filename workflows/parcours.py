"""Le parcours d'un territoire, de haut en bas : ce tableau est la spécification."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from modeles.demarche import Demarche, Passage
from modeles.erreurs import Gravite, Obstacle
from modeles.etapes import AVANT_SIGNATURE, EN_VIE, NON_TERMINALES, Etape, Geste
from workflows.refus import DateImpossible, GesteHorsEtape, LeveeImpossible, MotifManquant, PassageBloque
from workflows.regles.avenant import (
    obstacles_a_l_abandon_de_l_avenant,
    obstacles_a_l_executoire_de_l_avenant,
    obstacles_a_l_ouverture_de_l_avenant,
    obstacles_a_la_seance_de_l_avenant,
    obstacles_a_la_signature_de_l_avenant,
    obstacles_au_gel_de_l_avenant,
    obstacles_au_renvoi_de_l_avenant,
)
from workflows.regles.cloture import obstacles_a_l_abandon, obstacles_au_solde, obstacles_au_terme
from workflows.regles.commun import Circonstances, Garde, aucun_obstacle
from workflows.regles.controles import derogeable
from workflows.regles.convention import obstacles_au_gel_du_projet, obstacles_au_projet
from workflows.regles.deliberation import (
    obstacles_a_l_amendement,
    obstacles_a_l_executoire,
    obstacles_a_la_carence,
    obstacles_au_rejet,
)
from workflows.regles.diagnostic import (
    obstacles_a_l_adoption,
    obstacles_au_depot,
    obstacles_au_renvoi_du_diagnostic,
)
from workflows.regles.evaluation import obstacles_a_la_remise
from workflows.regles.fiches import obstacles_a_la_reouverture, obstacles_au_recueil
from workflows.regles.lancement import obstacles_a_l_ouverture, obstacles_au_cadrage
from workflows.regles.pistes import obstacles_a_la_cloture_des_ateliers, obstacles_aux_pistes
from workflows.regles.restitution import obstacles_au_livrable
from workflows.regles.signature import obstacles_a_la_notification


class Transition(NamedTuple):
    """`vers` vide : le geste laisse la démarche où elle est. `motif` : le geste exige d'être expliqué."""

    geste: Geste
    depuis: tuple[Etape, ...]
    vers: Etape | None
    obstacles: Garde = aucun_obstacle
    motif: bool = False


E, G, T = Etape, Geste, Transition
EN_REUNION = (
    E.LANCEMENT,
    E.DIAGNOSTIC,
    E.DIAGNOSTIC_PRESENTE,
    E.PRESELECTION,
    E.ATELIERS,
    E.FICHES,
    E.RESTITUTION,
)

# fmt: off
PARCOURS = (
    T(G.OUVRIR,                    (E.A_LANCER,),            E.LANCEMENT,           obstacles_a_l_ouverture),
    T(G.CONVOQUER,                 EN_REUNION,               None),
    T(G.REPORTER_COMITE,           EN_REUNION,               None,                  motif=True),
    T(G.TENIR_REUNION,             EN_REUNION,               None),
    T(G.VALIDER_COMPTE_RENDU,      EN_REUNION,               None),
    T(G.VALIDER_CADRAGE,           (E.LANCEMENT,),           E.DIAGNOSTIC,          obstacles_au_cadrage),
    T(G.DEPOSER_DIAGNOSTIC,        (E.DIAGNOSTIC,),          E.DIAGNOSTIC_PRESENTE, obstacles_au_depot),
    T(G.ADOPTER_DIAGNOSTIC,        (E.DIAGNOSTIC_PRESENTE,), E.PRESELECTION,        obstacles_a_l_adoption),
    T(G.ADOPTER_SANS_PRESELECTION, (E.DIAGNOSTIC_PRESENTE,), E.ATELIERS,            obstacles_a_l_adoption, motif=True),
    T(G.DEMANDER_COMPLEMENTS,      (E.DIAGNOSTIC_PRESENTE,), E.DIAGNOSTIC,          obstacles_au_renvoi_du_diagnostic, motif=True),
    T(G.REFUSER_DIAGNOSTIC,        (E.DIAGNOSTIC_PRESENTE,), E.DIAGNOSTIC,          obstacles_au_renvoi_du_diagnostic, motif=True),
    T(G.ARRETER_PISTES,            (E.PRESELECTION,),        E.ATELIERS,            obstacles_aux_pistes),
    T(G.DISPENSER,                 (E.PRESELECTION,),        E.ATELIERS,            motif=True),
    T(G.CLORE_ATELIERS,            (E.ATELIERS,),            E.FICHES,              obstacles_a_la_cloture_des_ateliers),
    T(G.DISPENSER,                 (E.ATELIERS,),            E.FICHES,              motif=True),
    T(G.REOUVRIR_ATELIER,          (E.FICHES,),              E.ATELIERS,            obstacles_a_la_reouverture, motif=True),
    T(G.FIGER_RECUEIL,             (E.FICHES,),              E.RESTITUTION,         obstacles_au_recueil),
    T(G.RENVOYER_FICHES,           (E.RESTITUTION,),         E.FICHES,              motif=True),
    T(G.VALIDER_LIVRABLE,          (E.RESTITUTION,),         E.CONTRACTUALISATION,  obstacles_au_livrable),
    T(G.RECALER_MONTANTS,          (E.CONTRACTUALISATION,),  E.FICHES,              motif=True),
    T(G.FIGER_PROJET,              (E.CONTRACTUALISATION,),  None,                  obstacles_au_gel_du_projet),
    T(G.VALIDER_PROJET,            (E.CONTRACTUALISATION,),  E.DELIBERATION,        obstacles_au_projet),
    T(G.CONVOQUER_ASSEMBLEE,       (E.DELIBERATION,),        None),
    T(G.CONSTATER_CARENCE,         (E.DELIBERATION,),        None,                  obstacles_a_la_carence),
    T(G.VOTE_DEFAVORABLE,          (E.DELIBERATION,),        E.CONTRACTUALISATION,  obstacles_au_rejet, motif=True),
    T(G.RENVOI,                    (E.DELIBERATION,),        E.CONTRACTUALISATION,  motif=True),
    T(G.AMENDEMENT,                (E.DELIBERATION,),        E.CONTRACTUALISATION,  obstacles_a_l_amendement, motif=True),
    T(G.RENDRE_EXECUTOIRE,         (E.DELIBERATION,),        E.SIGNATURE,           obstacles_a_l_executoire),
    T(G.MODIFIER_PROJET,           (E.SIGNATURE,),           E.CONTRACTUALISATION,  motif=True),
    T(G.NOTIFIER,                  (E.SIGNATURE,),           E.EXECUTION,           obstacles_a_la_notification),
    T(G.OUVRIR_EVALUATION,         (E.EXECUTION,),           E.EVALUATION_MI_PARCOURS),
    T(G.REMETTRE_EVALUATION,       (E.EVALUATION_MI_PARCOURS,), E.EXECUTION,       obstacles_a_la_remise),
    T(G.OUVRIR_AVENANT,            EN_VIE,                   None,                  obstacles_a_l_ouverture_de_l_avenant),
    T(G.FIGER_AVENANT,             EN_VIE,                   None,                  obstacles_au_gel_de_l_avenant),
    T(G.CONVOQUER_ASSEMBLEE,       EN_VIE,                   None,                  obstacles_a_la_seance_de_l_avenant),
    T(G.CONSTATER_CARENCE,         EN_VIE,                   None,                  obstacles_a_la_carence),
    T(G.VOTE_DEFAVORABLE,          EN_VIE,                   None,                  obstacles_au_rejet, motif=True),
    T(G.RENVOI,                    EN_VIE,                   None,                  obstacles_au_renvoi_de_l_avenant, motif=True),
    T(G.AMENDEMENT,                EN_VIE,                   None,                  obstacles_a_l_amendement, motif=True),
    T(G.RENDRE_EXECUTOIRE,         EN_VIE,                   None,                  obstacles_a_l_executoire_de_l_avenant),
    T(G.SIGNER_AVENANT,            EN_VIE,                   None,                  obstacles_a_la_signature_de_l_avenant),
    T(G.ABANDONNER_AVENANT,        EN_VIE,                   None,                  obstacles_a_l_abandon_de_l_avenant, motif=True),
    T(G.AVENANT_SIGNE,             EN_VIE,                   None,                  obstacles_a_l_ouverture_de_l_avenant),
    T(G.TERMINER,                  EN_VIE,                   E.CLOTURE,             obstacles_au_terme),
    T(G.SOLDER,                    (E.CLOTURE,),             E.CLOS,                obstacles_au_solde),
    T(G.ABANDONNER,                (*AVANT_SIGNATURE, E.SUSPENDU), E.ABANDONNE,     obstacles_a_l_abandon, motif=True),
    T(G.DENONCER,                  EN_VIE,                   E.DENONCE,             motif=True),
    T(G.RESILIER,                  EN_VIE,                   E.RESILIE,             motif=True),
    T(G.SUSPENDRE,                 NON_TERMINALES,           E.SUSPENDU,            motif=True),
    T(G.REPRENDRE,                 (E.SUSPENDU,),            None),
)
# fmt: on


def transition_de(etape: Etape, geste: Geste) -> Transition | None:
    """La ligne du tableau pour ce geste à cette étape, s'il y en a une."""
    return next((t for t in PARCOURS if t.geste is geste and etape in t.depuis), None)


def gestes_possibles(etape: Etape) -> list[Transition]:
    """Les lignes du tableau qui partent de cette étape, dans l'ordre."""
    return [t for t in PARCOURS if etape in t.depuis]


def exiger_l_etape(demarche: Demarche, geste: Geste) -> Transition:
    """La ligne du tableau pour ce geste, maintenant. Lève `GesteHorsEtape` si ce n'est pas le moment."""
    transition = transition_de(demarche.etape, geste)
    if transition is None:
        raise GesteHorsEtape(demarche, geste, [e for t in PARCOURS if t.geste is geste for e in t.depuis])
    return transition


def franchir(demarche: Demarche, geste: Geste, faits: Circonstances) -> Passage:
    """Fait avancer la démarche, ou dit tout ce qui l'en empêche sans rien changer.

    Lève `GesteHorsEtape`, `MotifManquant`, `DateImpossible`, `LeveeImpossible`, `PassageBloque`.
    """
    transition = exiger_l_etape(demarche, geste)
    if transition.motif and not (faits.motif or "").strip():
        raise MotifManquant(demarche, geste)
    _verifier_date(demarche, faits)
    obstacles = list(transition.obstacles(demarche, faits.survenu_le))
    leves = _lever(demarche, obstacles, faits)
    bloquants = [o for o in obstacles if o.gravite is Gravite.BLOQUANT and o not in leves]
    if bloquants:
        raise PassageBloque(demarche, geste, bloquants)
    return _passer(demarche, transition, faits, leves)


def reprendre_l_existant(
    demarche: Demarche, vers: Etape, faits: Circonstances, donnees: Mapping[str, Any]
) -> Passage:
    """Pose l'étape atteinte avant l'outil. Hors du tableau : les gestes d'alors n'ont pas à être rejoués.

    `donnees` dit d'où vient ce que l'on reprend. Lève `GesteHorsEtape`, `MotifManquant`, `DateImpossible`.
    """
    if demarche.etape is not Etape.A_LANCER:
        raise GesteHorsEtape(demarche, Geste.REPRISE, [Etape.A_LANCER])
    if not (faits.motif or "").strip():
        raise MotifManquant(demarche, Geste.REPRISE)
    _verifier_date(demarche, faits)
    passage = _passer(demarche, Transition(Geste.REPRISE, (Etape.A_LANCER,), vers), faits, {})
    passage.donnees = dict(donnees)
    return passage


def _passer(
    demarche: Demarche, transition: Transition, faits: Circonstances, leves: dict[Obstacle, dict[str, str]]
) -> Passage:
    de, vers = demarche.etape, _arrivee(demarche, transition)
    passage = Passage(
        demarche_id=demarche.id,
        sequence=len(demarche.passages) + 1,
        geste=transition.geste,
        de=de,
        vers=vers,
        par=faits.par,
        survenu_le=faits.survenu_le,
        saisi_le=faits.saisi_le,
        motif=faits.motif,
        leves=list(leves.values()),
        cle_demande=faits.cle_demande,
    )
    demarche.etape_de_retour = de if vers is Etape.SUSPENDU else None
    if vers is not de:
        demarche.etape, demarche.depuis_le = vers, faits.survenu_le
    demarche.modifiee_le = faits.saisi_le
    demarche.passages.append(passage)
    return passage


def _arrivee(demarche: Demarche, transition: Transition) -> Etape:
    if transition.geste is Geste.REPRENDRE and demarche.etape_de_retour is not None:
        return demarche.etape_de_retour
    return transition.vers or demarche.etape


def _verifier_date(demarche: Demarche, faits: Circonstances) -> None:
    if faits.survenu_le > faits.saisi_le.date():
        raise DateImpossible(demarche, f"Le {_jour(faits.survenu_le)} n'est pas encore arrivé.")
    if demarche.passages and faits.survenu_le < demarche.passages[-1].survenu_le:
        dernier = demarche.passages[-1]
        raise DateImpossible(
            demarche,
            f"Le {_jour(faits.survenu_le)} précède le dernier geste du journal, "
            f"« {dernier.geste.libelle} », fait le {_jour(dernier.survenu_le)}.",
        )


def _jour(jour: date) -> str:
    return f"{jour:%d/%m/%Y}"


def _lever(
    demarche: Demarche, obstacles: list[Obstacle], faits: Circonstances
) -> dict[Obstacle, dict[str, str]]:
    """Les obstacles levés par les dérogations données, chacun avec sa trace."""
    leves: dict[Obstacle, dict[str, str]] = {}
    for levee in faits.derogations:
        vises = [o for o in obstacles if o.code == levee.code and o.gravite is Gravite.BLOQUANT]
        if any(not derogeable(o) for o in vises):
            raise LeveeImpossible(demarche, levee.code, "Ce contrôle protège le contrat : il ne se lève pas.")
        if not (levee.motif.strip() and levee.autorite.strip()):
            raise LeveeImpossible(demarche, levee.code, "Le motif et l'autorité doivent être écrits.")
        leves |= {o: {**levee._asdict(), "message": o.message} for o in vises}
    return leves

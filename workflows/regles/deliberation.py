"""Ce qui retient une délibération : la séance, le quorum, le vote, le caractère exécutoire."""

from collections.abc import Iterator
from datetime import date

from modeles.deliberation import Deliberation
from modeles.demarche import Demarche
from modeles.erreurs import Obstacle
from modeles.reference.registre import registre
from modeles.reference.territoires import Regime
from modeles.vocabulaire import IssueVote
from workflows.calculs.delais import (
    RegimeDeliberant,
    date_executoire,
    envoi_dans_les_delais,
    limite_envoi,
    quorum,
    quorum_atteint,
    urgence_possible,
    vote_favorable,
)
from workflows.regles.controles import constat


def regime_de(demarche: Demarche) -> RegimeDeliberant:
    """Les règles de l'assemblée : celles du département ou celles de l'intercommunalité.

    Une collectivité à statut particulier suit ici celles du département, les plus longues (§ 15).
    """
    regime = registre().territoire(demarche.territoire_code).regime
    return RegimeDeliberant.EPCI if regime is Regime.CGCT_EPCI else RegimeDeliberant.DEPARTEMENT


def deliberation_en_cours(demarche: Demarche) -> Deliberation | None:
    """La dernière inscription à une séance pour le projet en vigueur, si elle n'est pas close."""
    if not demarche.deliberations or not demarche.projets:
        return None
    derniere = demarche.deliberations[-1]
    if derniere.projet_version != demarche.projets[-1].version:
        return None
    return derniere if derniere.issue in (None, IssueVote.ADOPTEE, IssueVote.REJETEE) else None


def executoire_le(deliberation: Deliberation) -> date | None:
    """Quand l'acte devient exécutoire : publié et transmis. Voté n'est pas exécutoire (§ 15)."""
    if deliberation.publiee_le is None or deliberation.transmise_le is None:
        return None
    return date_executoire(deliberation.publiee_le, deliberation.transmise_le)


def obstacles_a_la_convocation(deliberation: Deliberation, regime: RegimeDeliberant) -> Iterator[Obstacle]:
    """CAL-01 : l'envoi du rapport respecte le délai légal, ou l'urgence (un jour franc au moins)."""
    if deliberation.apres_carence or envoi_dans_les_delais(
        deliberation.envoi_le, deliberation.seance_le, regime
    ):
        return
    if deliberation.urgence and urgence_possible(deliberation.envoi_le, deliberation.seance_le):
        return
    limite = limite_envoi(deliberation.seance_le, regime)
    yield constat(
        "CAL-01",
        f"le rapport part le {deliberation.envoi_le:%d/%m/%Y} pour une séance du "
        f"{deliberation.seance_le:%d/%m/%Y} : il devait partir le {limite:%d/%m/%Y} au plus tard",
        "Choisissez une séance plus lointaine, ou déclarez l'urgence (un jour franc au moins, "
        "l'assemblée se prononce sur l'urgence).",
        "deliberation",
    )


def obstacles_a_la_carence(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """La carence suppose une séance, un décompte des présents, et un quorum manqué."""
    deliberation = deliberation_en_cours(demarche)
    if deliberation is None:
        yield _aucune_seance()
    elif deliberation.presents is None:
        yield Obstacle(
            "le nombre de présents n'est pas renseigné",
            "Saisissez les présents.",
            ou="geste:constater_carence",
        )
    elif quorum_atteint(deliberation.presents, deliberation.en_exercice):
        yield Obstacle(
            f"le quorum était atteint ({deliberation.presents} présents pour {quorum(deliberation.en_exercice)})",
            "Consignez le vote de l'assemblée.",
            ou="deliberation",
        )


def obstacles_au_rejet(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Un vote a été consigné, et il n'est pas favorable."""
    deliberation = deliberation_en_cours(demarche)
    if deliberation is None:
        yield _aucune_seance()
    elif deliberation.issue is IssueVote.ADOPTEE:
        yield Obstacle("le vote consigné est favorable", "Corrigez le vote s'il est faux.", ou="deliberation")
    else:
        yield from _quorum_et_vote(deliberation)


def obstacles_a_l_amendement(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """L'assemblée a siégé et voté ; ce qu'elle a changé est dans le motif."""
    deliberation = deliberation_en_cours(demarche)
    if deliberation is None:
        yield _aucune_seance()
    else:
        yield from _quorum_et_vote(deliberation)


def obstacles_a_l_executoire(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Vote favorable, publication et transmission avec accusé de réception (§ 6.2, § 15)."""
    deliberation = deliberation_en_cours(demarche)
    if deliberation is None:
        yield _aucune_seance()
        return
    yield from _quorum_et_vote(deliberation)
    if deliberation.issue is IssueVote.REJETEE:
        yield Obstacle("le vote n'est pas favorable", "Consignez le vote défavorable.", ou="deliberation")
    if deliberation.numero is None:
        yield Obstacle("le numéro de la délibération manque", "Saisissez son numéro.", ou="deliberation")
    yield from _formalites(deliberation, le)


def _formalites(deliberation: Deliberation, le: date) -> Iterator[Obstacle]:
    champs = (
        (deliberation.transmise_le, "la date de transmission au représentant de l'État"),
        (deliberation.accuse_le, "l'accusé de réception de la transmission"),
        (deliberation.publiee_le, "la date de publication"),
    )
    for valeur, libelle in champs:
        if valeur is None:
            yield Obstacle(
                f"{libelle} manque", "Saisissez la transmission et la publication.", ou="deliberation"
            )
    executoire = executoire_le(deliberation)
    if executoire is not None and le < executoire:
        yield Obstacle(
            f"la délibération n'est exécutoire que le {executoire:%d/%m/%Y}",
            "Faites ce geste à cette date ou après.",
            ou="deliberation",
        )


def _quorum_et_vote(deliberation: Deliberation) -> Iterator[Obstacle]:
    if deliberation.presents is None or deliberation.pour is None:
        yield Obstacle("le vote n'est pas consigné", "Saisissez les présents et les voix.", ou="deliberation")
    elif not deliberation.apres_carence and not quorum_atteint(
        deliberation.presents, deliberation.en_exercice
    ):
        yield Obstacle(
            f"le quorum n'est pas atteint : {deliberation.presents} présents, "
            f"il en faut {quorum(deliberation.en_exercice)}",
            "Constatez l'absence de quorum : la séance se tient de nouveau trois jours plus tard.",
            ou="deliberation",
        )


def _aucune_seance() -> Obstacle:
    return Obstacle(
        "aucune séance de l'assemblée n'est inscrite pour le projet en vigueur",
        "Inscrivez le projet à l'ordre du jour d'une séance.",
        ou="deliberation",
    )


def issue_du_vote(deliberation: Deliberation, voix_preponderante: bool | None = None) -> IssueVote:
    """L'issue d'un vote consigné : majorité des suffrages exprimés, voix prépondérante en cas de partage."""
    favorable = vote_favorable(deliberation.pour or 0, deliberation.contre or 0, voix_preponderante)
    return IssueVote.ADOPTEE if favorable else IssueVote.REJETEE

"""Inscrire le projet à une séance, consigner le vote, la transmission et la publication."""

from datetime import date
from typing import Annotated

from pydantic import Field

from modeles.deliberation import Deliberation
from modeles.demarche import Demarche
from modeles.erreurs import SaisieInvalide
from modeles.etapes import Geste
from modeles.vocabulaire import IssueVote, Organe
from workflows.calculs.delais import date_de_carence
from workflows.commandes.avenants import rendre_a_la_preparation
from workflows.commandes.bordereau import Auteur, Bordereau, GesteDefini, SaisieDefinie
from workflows.commandes.champs import Texte
from workflows.refus import PassageBloque
from workflows.regles.avenant import avenant_ouvert
from workflows.regles.commun import Circonstances
from workflows.regles.deliberation import (
    deliberation_en_cours,
    issue_du_vote,
    obstacles_a_la_convocation,
    regime_de,
)

Effectif = Annotated[int, Field(ge=0, le=1000)]


class DonneesSeance(Bordereau):
    seance_le: date = Field(title="Séance du")
    organe: Organe = Field(default=Organe.ASSEMBLEE, title="Qui délibère")
    en_exercice: Annotated[int, Field(ge=1, le=1000)] = Field(
        title="Élus en exercice", description="Le quorum en dépend."
    )
    urgence: bool = Field(
        default=False,
        title="Urgence",
        description="Le délai se réduit à un jour franc au moins ; l'assemblée se prononce sur l'urgence.",
    )


def inscrire_a_la_seance(demarche: Demarche, donnees: DonneesSeance, faits: Circonstances) -> None:
    """Adresse le rapport aux élus, dans le délai légal ou en urgence (CAL-01)."""
    if donnees.seance_le <= faits.survenu_le:
        raise SaisieInvalide(
            f"La séance du {donnees.seance_le:%d/%m/%Y} ne peut pas être retenue.",
            f"Le rapport est adressé le {faits.survenu_le:%d/%m/%Y}, la séance ne peut pas le précéder.",
            "Choisissez une séance à venir.",
        )
    deliberation = Deliberation(
        demarche_id=demarche.id,
        numero_ordre=len(demarche.deliberations) + 1,
        projet_version=_version_a_presenter(demarche),
        envoi_le=faits.survenu_le,
        **donnees.model_dump(),
    )
    obstacles = list(obstacles_a_la_convocation(deliberation, regime_de(demarche)))
    if obstacles and not any(d.code == "CAL-01" and d.motif and d.autorite for d in faits.derogations):
        raise PassageBloque(demarche, Geste.CONVOQUER_ASSEMBLEE, obstacles)
    demarche.deliberations.append(deliberation)


def _version_a_presenter(demarche: Demarche) -> int:
    avenant = avenant_ouvert(demarche)
    presentable = avenant.projet_version if avenant else None
    if demarche.signe_le is not None and presentable is None:
        raise SaisieInvalide(
            "Aucun texte n'est à présenter à l'assemblée.",
            "Le contrat est signé, et aucun avenant n'est figé.",
            "Ouvrez un avenant, figez-le, puis inscrivez-le à l'ordre du jour.",
        )
    return presentable or demarche.projets[-1].version


class SaisieVote(Bordereau):
    """Les pouvoirs comptent pour le vote, jamais pour le quorum."""

    presents: Effectif = Field(title="Présents", description="Sans les pouvoirs.")
    pouvoirs: Effectif = Field(default=0, title="Pouvoirs")
    pour: Effectif = Field(title="Pour")
    contre: Effectif = Field(title="Contre")
    abstentions: Effectif = Field(title="Abstentions")
    numero: Texte | None = Field(default=None, title="Numéro de la délibération")
    voix_preponderante: bool | None = Field(
        default=None,
        title="En cas de partage, la voix de la présidence est favorable",
        description="À ne remplir que s'il y a autant de voix pour que contre.",
    )


def consigner_vote(demarche: Demarche, saisie: SaisieVote, auteur: Auteur) -> None:
    """Consigne les présents et les voix ; l'issue s'en déduit (majorité des suffrages exprimés)."""
    deliberation = _seance_inscrite(demarche)
    votants = saisie.pour + saisie.contre + saisie.abstentions
    _refuser_l_impossible(deliberation, saisie.presents, votants, saisie.pouvoirs)
    deliberation.presents, deliberation.pouvoirs = saisie.presents, saisie.pouvoirs
    deliberation.pour, deliberation.contre = saisie.pour, saisie.contre
    deliberation.abstentions, deliberation.numero = saisie.abstentions, saisie.numero
    deliberation.issue = issue_du_vote(deliberation, saisie.voix_preponderante)


def _refuser_l_impossible(deliberation: Deliberation, presents: int, votants: int, pouvoirs: int) -> None:
    fautes = []
    if presents > deliberation.en_exercice:
        fautes.append(f"{presents} présents pour {deliberation.en_exercice} élus en exercice")
    if votants > presents + pouvoirs:
        fautes.append(f"{votants} voix pour {presents} présents et {pouvoirs} pouvoirs")
    if fautes:
        raise SaisieInvalide(
            "Le vote ne peut pas être consigné.",
            f"Les nombres ne s'accordent pas : {' ; '.join(fautes)}.",
            "Vérifiez le procès-verbal de la séance.",
        )


class SaisieTransmission(Bordereau):
    transmise_le: date = Field(title="Transmise au représentant de l'État le")
    accuse_le: date = Field(title="Accusé de réception du")
    accuse_numero: Texte = Field(title="Numéro de l'accusé de réception")
    publiee_le: date = Field(title="Publiée le")
    mode_publication: Texte = Field(default="voie électronique", title="Mode de publication")
    numero: Texte | None = Field(
        default=None, title="Numéro de la délibération", description="S'il n'a pas été saisi avec le vote."
    )


def consigner_transmission(demarche: Demarche, saisie: SaisieTransmission, auteur: Auteur) -> None:
    """Consigne la transmission au représentant de l'État, son accusé, et la publication."""
    deliberation = _seance_inscrite(demarche)
    if min(saisie.transmise_le, saisie.publiee_le) < deliberation.seance_le:
        raise SaisieInvalide(
            "La transmission ne peut pas être consignée.",
            f"Elle précéderait la séance du {deliberation.seance_le:%d/%m/%Y}.",
            "Corrigez les dates de transmission et de publication.",
        )
    for champ, valeur in saisie.model_dump(exclude_none=True).items():
        setattr(deliberation, champ, valeur)


def _seance_inscrite(demarche: Demarche) -> Deliberation:
    deliberation = deliberation_en_cours(demarche)
    if deliberation is None:
        raise SaisieInvalide(
            "Aucune séance n'est en cours.",
            "Le projet en vigueur n'est inscrit à aucune séance de l'assemblée.",
            "Inscrivez-le à l'ordre du jour, puis recommencez.",
        )
    return deliberation


class DonneesCarence(Bordereau):
    presents: Effectif = Field(title="Présents", description="Sans les pouvoirs.")


def compter_les_presents(demarche: Demarche, donnees: DonneesCarence, faits: Circonstances) -> None:
    """La garde vérifie ensuite que le quorum manque vraiment."""
    deliberation = deliberation_en_cours(demarche)
    if deliberation is not None:
        _refuser_l_impossible(deliberation, donnees.presents, 0, 0)
        deliberation.presents = donnees.presents


def reconvoquer(demarche: Demarche, donnees: DonneesCarence, faits: Circonstances) -> None:
    """La séance se tient trois jours plus tard, sans condition de quorum (§ 15)."""
    manquee = demarche.deliberations[-1]
    manquee.issue = IssueVote.CARENCE
    demarche.deliberations.append(
        Deliberation(
            demarche_id=demarche.id,
            numero_ordre=manquee.numero_ordre + 1,
            projet_version=manquee.projet_version,
            organe=manquee.organe,
            envoi_le=faits.survenu_le,
            seance_le=date_de_carence(manquee.seance_le, regime_de(demarche)),
            en_exercice=manquee.en_exercice,
            apres_carence=True,
        )
    )


def clore_par(issue: IssueVote) -> GesteDefini:
    """Un vote qui ne mène pas à la signature : son issue reste écrite."""

    def fermer(demarche: Demarche, donnees: Bordereau, faits: Circonstances) -> None:
        if demarche.deliberations:
            demarche.deliberations[-1].issue = issue
        rendre_a_la_preparation(demarche)

    return GesteDefini(appliquer=fermer)


GESTES_DE_LA_DELIBERATION = {
    Geste.CONVOQUER_ASSEMBLEE: GesteDefini(DonneesSeance, preparer=inscrire_a_la_seance),
    Geste.CONSTATER_CARENCE: GesteDefini(
        DonneesCarence, preparer=compter_les_presents, appliquer=reconvoquer
    ),
    Geste.VOTE_DEFAVORABLE: clore_par(IssueVote.REJETEE),
    Geste.RENVOI: clore_par(IssueVote.RENVOYEE),
    Geste.AMENDEMENT: clore_par(IssueVote.AMENDEE),
    Geste.RENDRE_EXECUTOIRE: GesteDefini(),
}
SAISIES_DE_LA_DELIBERATION = {
    "vote": SaisieDefinie("les présents et les voix", SaisieVote, consigner_vote),
    "transmission": SaisieDefinie(
        "la transmission et la publication", SaisieTransmission, consigner_transmission
    ),
}

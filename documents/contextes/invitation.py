"""L'invitation à un comité ou à un atelier (D01) : une lettre, qui peut en annuler une autre."""

from datetime import date
from typing import Annotated

from documents.contextes.attendus import PERSONNES
from documents.contextes.commun import (
    ContexteDeDocument,
    Destinataire,
    Emetteur,
    TerritoireEcrit,
    contrat_nomme,
    en_tete,
    executif_destinataire,
    membres_destinataires,
    prefet,
    service_par_delegation,
    territoire_ecrit,
)
from documents.contextes.reunion import (
    PersonneEcrite,
    ReunionEcrite,
    derniere_convocation,
    intitule_de,
    personnes_ecrites,
    reunion_ecrite,
)
from documents.contextes.sujets import reunion_du_sujet
from documents.contextes.tournures import Nom
from documents.formats import majuscule
from modeles.demarche import Demarche, Passage
from modeles.reunion import Reunion
from modeles.vocabulaire import NatureReunion


class Invitation(ContexteDeDocument):
    """`remplace_celle_du` : la date de l'invitation annulée. `reponse_avant_le` absent : rien n'est demandé."""

    emetteur: Emetteur
    destinataire: Destinataire
    territoire: TerritoireEcrit
    contrat: Nom
    objet: str
    remplace_celle_du: date | None
    lancement: bool
    atelier: bool
    restitution: bool
    reunion: ReunionEcrite
    points: tuple[str, ...]
    reponse_avant_le: date | None
    invites: Annotated[tuple[PersonneEcrite, ...], PERSONNES]
    pieces: tuple[str, ...]


def construire_invitation(demarche: Demarche, passage: Passage, sujet: str) -> Invitation:
    reunion = reunion_du_sujet(demarche, sujet)
    intitule = intitule_de(reunion)
    return Invitation(
        document=en_tete(demarche, "D01", f"Invitation : {intitule}", sujet, passage.survenu_le),
        emetteur=service_par_delegation(demarche) if _est_atelier(reunion) else prefet(demarche),
        destinataire=_destinataire(demarche, reunion),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        objet=f"{majuscule(intitule)} {contrat_nomme(demarche).du}",
        remplace_celle_du=derniere_convocation(demarche, passage, reunion.numero),
        lancement=reunion.nature is NatureReunion.COMITE_LANCEMENT,
        atelier=_est_atelier(reunion),
        restitution=reunion.nature is NatureReunion.COMITE_RESTITUTION,
        reunion=reunion_ecrite(reunion),
        points=tuple(p.intitule for p in reunion.points),
        reponse_avant_le=reunion.reponse_avant_le,
        invites=personnes_ecrites(reunion.participants),
        pieces=("ordre du jour",),
    )


def _est_atelier(reunion: Reunion) -> bool:
    return reunion.nature is NatureReunion.ATELIER


def _destinataire(demarche: Demarche, reunion: Reunion) -> Destinataire:
    """Le premier comité s'ouvre avec l'exécutif de la collectivité ; ensuite, on convoque les membres."""
    if reunion.nature is NatureReunion.COMITE_LANCEMENT:
        return executif_destinataire(demarche)
    membres = "participants à l'atelier" if _est_atelier(reunion) else "membres du comité de suivi"
    return membres_destinataires(membres)

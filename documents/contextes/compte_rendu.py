"""Ce qu'il reste d'une réunion : compte rendu (D04), relevé de décisions (D10), compte rendu d'atelier (D12)."""

from datetime import date
from typing import Annotated

from documents.contextes.attendus import (
    DECISIONS,
    NON_RENSEIGNE,
    PISTES_TRAVAILLEES,
    POINTS,
    PRESENTS,
    SYNTHESE,
)
from documents.contextes.axes import intitule_sous_axe
from documents.contextes.commun import (
    Contexte,
    ContexteDeDocument,
    EnTete,
    TerritoireEcrit,
    contrat_nomme,
    en_tete,
    territoire_ecrit,
)
from documents.contextes.reunion import (
    VENUS,
    DecisionEcrite,
    PersonneEcrite,
    PointEcrit,
    ReunionEcrite,
    decisions_ecrites,
    intitule_de,
    personnes_ecrites,
    points_ecrits,
    reunion_ecrite,
)
from documents.contextes.sujets import reunion_du_sujet
from documents.contextes.tournures import Nom
from documents.formats import accorder
from modeles.demarche import Demarche, Passage
from modeles.piste import Piste
from modeles.reunion import Reunion
from modeles.vocabulaire import DecisionPiste, Presence

DECISIONS_DE_PISTE = {
    DecisionPiste.PROPOSEE: "proposée",
    DecisionPiste.RETENUE: "retenue",
    DecisionPiste.FUSIONNEE: "fusionnée",
    DecisionPiste.REPORTEE: "reportée",
    DecisionPiste.ECARTEE: "écartée",
}


class CompteRendu(ContexteDeDocument):
    """D04. `document.projet` vaut jusqu'à la validation du compte rendu par la collectivité."""

    territoire: TerritoireEcrit
    contrat: Nom
    reunion: ReunionEcrite
    valide_le: date | None
    presents: Annotated[tuple[PersonneEcrite, ...], PRESENTS]
    excuses: tuple[PersonneEcrite, ...]
    absents: tuple[PersonneEcrite, ...]
    points: Annotated[tuple[PointEcrit, ...], POINTS]
    synthese: Annotated[str, SYNTHESE]
    decisions: tuple[DecisionEcrite, ...]
    prochaine_le: date | None


class SuiteDonnee(Contexte):
    """Une décision d'une réunion antérieure dont l'exécution n'est pas consignée."""

    reunion: str
    libelle: str
    responsable: str
    echeance: str


class ReleveDeDecisions(ContexteDeDocument):
    territoire: TerritoireEcrit
    contrat: Nom
    reunion: ReunionEcrite
    decisions: Annotated[tuple[DecisionEcrite, ...], DECISIONS]
    en_attente: tuple[SuiteDonnee, ...]
    prochaine_le: date | None


class PisteTravaillee(Contexte):
    numero: int
    titre: str
    sous_axe: str
    production: str
    decision: str


class CompteRenduAtelier(ContexteDeDocument):
    territoire: TerritoireEcrit
    contrat: Nom
    reunion: ReunionEcrite
    valide_le: date | None
    sous_axes: tuple[str, ...]
    presents: Annotated[tuple[PersonneEcrite, ...], PRESENTS]
    organismes_comptes: str
    personnes_concernees: str
    synthese: Annotated[str, SYNTHESE]
    pistes: Annotated[tuple[PisteTravaillee, ...], PISTES_TRAVAILLEES]
    decisions: tuple[DecisionEcrite, ...]
    prochaine_le: date | None


def construire_compte_rendu(demarche: Demarche, passage: Passage, sujet: str) -> CompteRendu:
    reunion = reunion_du_sujet(demarche, sujet)
    absents = (Presence.ABSENT, Presence.ATTENDU)
    return CompteRendu(
        document=_entete(demarche, passage, sujet, "D04", "Compte rendu"),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        reunion=reunion_ecrite(reunion),
        valide_le=reunion.compte_rendu_valide_le,
        presents=_selon_presence(reunion, *VENUS),
        excuses=_selon_presence(reunion, Presence.EXCUSE, Presence.POUVOIR),
        absents=_selon_presence(reunion, *absents),
        points=points_ecrits(reunion),
        synthese=reunion.synthese or "",
        decisions=decisions_ecrites(reunion.decisions),
        prochaine_le=reunion.prochaine_date_le,
    )


def construire_releve(demarche: Demarche, passage: Passage, sujet: str) -> ReleveDeDecisions:
    reunion = reunion_du_sujet(demarche, sujet)
    titre = f"Relevé de décisions : {intitule_de(reunion)}"
    return ReleveDeDecisions(
        document=en_tete(demarche, "D10", titre, sujet, passage.survenu_le),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        reunion=reunion_ecrite(reunion),
        decisions=decisions_ecrites(reunion.decisions),
        en_attente=_en_attente(demarche, reunion),
        prochaine_le=reunion.prochaine_date_le,
    )


def construire_atelier(demarche: Demarche, passage: Passage, sujet: str) -> CompteRenduAtelier:
    reunion = reunion_du_sujet(demarche, sujet)
    presents = _selon_presence(reunion, *VENUS)
    effectif = reunion.personnes_concernees
    return CompteRenduAtelier(
        document=_entete(demarche, passage, sujet, "D12", "Compte rendu"),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        reunion=reunion_ecrite(reunion),
        valide_le=reunion.compte_rendu_valide_le,
        sous_axes=tuple(intitule_sous_axe(demarche, s) for s in reunion.sous_axes),
        presents=presents,
        organismes_comptes=accorder(
            len({p.organisme for p in presents}), "organisme représenté", "organismes représentés"
        ),
        personnes_concernees=NON_RENSEIGNE
        if effectif is None
        else accorder(effectif, "personne", "personnes"),
        synthese=reunion.synthese or "",
        pistes=tuple(_piste(demarche, p) for p in demarche.pistes if p.atelier is reunion),
        decisions=decisions_ecrites(reunion.decisions),
        prochaine_le=reunion.prochaine_date_le,
    )


def _entete(demarche: Demarche, passage: Passage, sujet: str, code: str, titre: str) -> EnTete:
    reunion = reunion_du_sujet(demarche, sujet)
    return en_tete(
        demarche,
        code,
        f"{titre} : {intitule_de(reunion)}",
        sujet,
        passage.survenu_le,
        projet=reunion.compte_rendu_valide_le is None,
    )


def _selon_presence(reunion: Reunion, *presences: Presence) -> tuple[PersonneEcrite, ...]:
    return personnes_ecrites(p for p in reunion.participants if p.presence in presences)


def _en_attente(demarche: Demarche, reunion: Reunion) -> tuple[SuiteDonnee, ...]:
    return tuple(
        SuiteDonnee(
            reunion=f"{intitule_de(ancienne)} n° {ancienne.numero}",
            libelle=ecrite.libelle,
            responsable=ecrite.responsable,
            echeance=ecrite.echeance,
        )
        for ancienne in demarche.reunions
        if ancienne.numero < reunion.numero
        for ecrite in decisions_ecrites(d for d in ancienne.decisions if d.faite_le is None and d.echeance_le)
    )


def _piste(demarche: Demarche, piste: Piste) -> PisteTravaillee:
    return PisteTravaillee(
        numero=piste.numero,
        titre=piste.titre,
        sous_axe=intitule_sous_axe(demarche, piste.sous_axe),
        production=piste.production or "Aucune production n'a été consignée pour cette piste.",
        decision=DECISIONS_DE_PISTE[piste.decision],
    )

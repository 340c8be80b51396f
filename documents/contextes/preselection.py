"""La grille de présélection (D11) : les notes de chaque piste, et la décision qu'une personne a prise."""

from typing import Annotated

from documents.contextes.attendus import NON_RENSEIGNE, PISTES
from documents.contextes.axes import intitule_sous_axe
from documents.contextes.commun import (
    Contexte,
    ContexteDeDocument,
    TerritoireEcrit,
    contrat_nomme,
    en_tete,
    territoire_ecrit,
)
from documents.contextes.finances import RIEN
from documents.contextes.tournures import Nom
from documents.formats import accorder, euros
from modeles.demarche import Demarche, Passage
from modeles.piste import Piste
from modeles.vocabulaire import DecisionPiste

NOTE_MAXIMALE = 3
CRITERES = {
    "reponse_a_un_enjeu": "Réponse à un enjeu adopté",
    "action_referencee": "Conformité à une action référencée",
    "nouveaute_demontree": "Nouveauté ou renforcement démontrable",
    "publics_prioritaires": "Effet sur les publics prioritaires",
    "faisable_en_douze_mois": "Faisabilité en douze mois",
    "cofinancement_acquis": "Cofinancement acquis",
    "mesurable": "Mesurabilité par un indicateur",
    "sans_double_financement": "Absence de double financement",
}
DECISIONS = {
    DecisionPiste.PROPOSEE: "sans décision",
    DecisionPiste.RETENUE: "retenue",
    DecisionPiste.FUSIONNEE: "fusionnée",
    DecisionPiste.REPORTEE: "reportée",
    DecisionPiste.ECARTEE: "écartée",
}


class Critere(Contexte):
    rang: int
    libelle: str


class PisteCotee(Contexte):
    """`notes` : une par critère, dans l'ordre de la grille ; « — » si le critère n'a pas été noté."""

    numero: int
    titre: str
    sous_axe: str
    notes: tuple[str, ...]
    total: str
    decision: str


class PisteDecidee(Contexte):
    """`motif` : ce qui explique qu'une piste ne soit pas retenue telle quelle."""

    numero: int
    titre: str
    porteur: str
    cout: str
    motif: str


class GrilleDePreselection(ContexteDeDocument):
    """D11. `attente` : les pistes reportées, que le comité peut rappeler si l'enveloppe le permet."""

    territoire: TerritoireEcrit
    contrat: Nom
    criteres: tuple[Critere, ...]
    pistes: Annotated[tuple[PisteCotee, ...], PISTES]
    pistes_comptees: str
    retenues: tuple[PisteDecidee, ...]
    attente: tuple[PisteDecidee, ...]
    autres: tuple[PisteDecidee, ...]


def construire_grille(demarche: Demarche, passage: Passage, sujet: str) -> GrilleDePreselection:
    """`sujet` est vide : une démarche n'a qu'une grille, dont chaque arrêt fait une version."""
    return GrilleDePreselection(
        document=en_tete(demarche, "D11", "Grille de présélection des pistes", sujet, passage.survenu_le),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        criteres=tuple(Critere(rang=n, libelle=libelle) for n, libelle in enumerate(CRITERES.values(), 1)),
        pistes=tuple(_cotee(demarche, piste) for piste in demarche.pistes),
        pistes_comptees=accorder(len(demarche.pistes), "piste", "pistes"),
        retenues=_decidees(demarche, DecisionPiste.RETENUE),
        attente=_decidees(demarche, DecisionPiste.REPORTEE),
        autres=_decidees(demarche, DecisionPiste.PROPOSEE, DecisionPiste.FUSIONNEE, DecisionPiste.ECARTEE),
    )


def _cotee(demarche: Demarche, piste: Piste) -> PisteCotee:
    return PisteCotee(
        numero=piste.numero,
        titre=piste.titre,
        sous_axe=intitule_sous_axe(demarche, piste.sous_axe),
        notes=tuple(str(piste.notes.get(critere, RIEN)) for critere in CRITERES),
        total=_total(piste),
        decision=DECISIONS[piste.decision],
    )


def _total(piste: Piste) -> str:
    """« 18 sur 24 » : rapporté aux seuls critères notés, pour qu'une case vide ne vaille pas zéro."""
    notes = [piste.notes[critere] for critere in CRITERES if critere in piste.notes]
    return f"{sum(notes)} sur {len(notes) * NOTE_MAXIMALE}" if notes else "non cotée"


def _decidees(demarche: Demarche, *decisions: DecisionPiste) -> tuple[PisteDecidee, ...]:
    return tuple(
        PisteDecidee(
            numero=p.numero,
            titre=p.titre,
            porteur=p.porteur_pressenti or NON_RENSEIGNE,
            cout=NON_RENSEIGNE if p.cout_estime_centimes is None else euros(p.cout_estime_centimes),
            motif=f"{DECISIONS[p.decision]} : {p.motif}" if p.motif else DECISIONS[p.decision],
        )
        for p in demarche.pistes
        if p.decision in decisions
    )

"""L'instruction d'une fiche action : la fiche navette (D25) et la lettre au porteur (D28)."""

from datetime import date
from typing import Annotated

from documents.contextes.attendus import MOTIF_D_INSTRUCTION, NON_RENSEIGNE
from documents.contextes.commun import (
    Contexte,
    ContexteDeDocument,
    Destinataire,
    Emetteur,
    TerritoireEcrit,
    contrat_nomme,
    en_tete,
    politesse,
    service_par_delegation,
    territoire_ecrit,
)
from documents.contextes.designation import designe
from documents.contextes.fiche import CorpsDeFiche, corps_de_fiche
from documents.contextes.finances import Somme
from documents.contextes.tournures import Nom
from documents.formats import majuscule
from modeles.calendrier import fin_adoptee
from modeles.demarche import Demarche, Passage
from modeles.etapes import Etape
from modeles.fiche import FicheAction
from modeles.reference.registre import registre
from modeles.vocabulaire import StatutFiche

REMPLIE, A_REVOIR = "remplie", "à revoir"
REFUSEES = (StatutFiche.REJETEE, StatutFiche.REPORTEE)


class Rubrique(Contexte):
    """Un champ de la fiche, ce qu'elle en dit, et si l'instruction doit y revenir."""

    libelle: str
    contenu: str
    a_completer: bool


class Condition(Contexte):
    """Une condition de recevabilité et ce que la fiche en donne."""

    libelle: str
    constat: str


class FicheNavette(ContexteDeDocument):
    """D25. Les observations de l'État s'écrivent à la main, en face de chaque rubrique."""

    territoire: TerritoireEcrit
    contrat: Nom
    fiche: CorpsDeFiche
    statut: str
    motif: str
    conditions: tuple[Condition, ...]
    rubriques: tuple[Rubrique, ...]


class DemandeDeCorrection(ContexteDeDocument):
    """D28. `rejet` : la fiche n'est pas retenue ; sinon elle est à reprendre, sur `points` s'il y en a."""

    emetteur: Emetteur
    destinataire: Destinataire
    territoire: TerritoireEcrit
    contrat: Nom
    objet: str
    code: str
    version: int
    intitule: str
    rejet: bool
    motif: Annotated[str, MOTIF_D_INSTRUCTION]
    points: tuple[str, ...]
    retour_avant_le: date | None
    pieces: tuple[str, ...]


def construire_navette(demarche: Demarche, passage: Passage, sujet: str) -> FicheNavette:
    """`sujet` : « fiche:{code} »."""
    fiche = _designee(demarche, sujet)
    corps = corps_de_fiche(demarche, fiche)
    titre = f"Fiche navette d'instruction {fiche.code}"
    return FicheNavette(
        document=en_tete(demarche, "D25", titre, sujet, passage.survenu_le),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        fiche=corps,
        statut=fiche.statut.libelle,
        motif=_motif(fiche, passage),
        conditions=_conditions(demarche, fiche),
        rubriques=_rubriques(corps),
    )


def construire_correction(demarche: Demarche, passage: Passage, sujet: str) -> DemandeDeCorrection:
    """`sujet` : « fiche:{code} »."""
    fiche = _designee(demarche, sujet)
    rejet = fiche.statut in REFUSEES
    quoi = "Décision de rejet" if rejet else "Demande de correction"
    return DemandeDeCorrection(
        document=en_tete(demarche, "D28", f"{quoi} : fiche action {fiche.code}", sujet, passage.survenu_le),
        emetteur=service_par_delegation(demarche),
        destinataire=_porteur(demarche, fiche),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        objet=f"{quoi} de la fiche action {fiche.code}",
        code=fiche.code,
        version=fiche.version,
        intitule=fiche.titre,
        rejet=rejet,
        motif=_motif(fiche, passage),
        points=tuple(r.libelle for r in _rubriques(corps_de_fiche(demarche, fiche)) if r.a_completer),
        retour_avant_le=_retour(demarche, passage.survenu_le),
        pieces=("fiche navette d'instruction",),
    )


def _designee(demarche: Demarche, sujet: str) -> FicheAction:
    return designe({f"fiche:{f.code}": f for f in demarche.fiches}, sujet)


def _motif(fiche: FicheAction, passage: Passage) -> str:
    return fiche.motif or passage.motif or NON_RENSEIGNE


def _conditions(demarche: Demarche, fiche: FicheAction) -> tuple[Condition, ...]:
    """Les conditions qui se vérifient sur les seules données de la fiche."""
    tolerance = registre().type_de_contrat(demarche.type_contrat).tolerance_centimes
    budget = Somme.de(fiche.budget)
    cibles = [{c.annee for c in indicateur.cibles} for indicateur in fiche.indicateurs]
    examens = (
        ("L'action est déclarée nouvelle ou renforcée", fiche.nature is not None),
        ("Chaque exercice couvert a une ligne de budget", {x.annee for x in fiche.budget} >= {*fiche.annees}),
        (
            "La part de l'État n'excède pas celle de la collectivité",
            budget.etat <= budget.collectivite + tolerance,
        ),
        ("Au moins un indicateur a une cible par exercice", any(c >= {*fiche.annees} for c in cibles)),
        ("L'action prend fin avec le contrat au plus tard", fiche.annee_fin <= demarche.annee_fin),
    )
    return tuple(Condition(libelle=quoi, constat=REMPLIE if oui else A_REVOIR) for quoi, oui in examens)


def _rubriques(fiche: CorpsDeFiche) -> tuple[Rubrique, ...]:
    contenus = {
        "Constat": fiche.constat,
        "Objectif principal": fiche.objectif_principal,
        "Objectifs opérationnels": "\n".join(fiche.objectifs_operationnels),
        "Description de l'action": fiche.description,
        "Public visé": f"{fiche.public_cible}\nEffectif : {fiche.effectif}",
        "Territoire de l'action": fiche.perimetre,
        "Porteur": fiche.porteur,
        "Calendrier": "\n".join(fiche.jalons),
        "Plan de financement": "" if not fiche.budget else f"Total : {fiche.total.total}",
        "Indicateurs": "\n".join(i.libelle for i in fiche.indicateurs),
        "Évaluation": fiche.evaluation,
    }
    return tuple(
        Rubrique(libelle=libelle, contenu=texte or NON_RENSEIGNE, a_completer=_incomplete(texte))
        for libelle, texte in contenus.items()
    )


def _incomplete(texte: str) -> bool:
    return not texte or NON_RENSEIGNE in texte


def _porteur(demarche: Demarche, fiche: FicheAction) -> Destinataire:
    """On écrit à la fonction que la fiche désigne, chez le porteur ; sans porteur, à la collectivité."""
    organisme = fiche.porteur or registre().territoire(demarche.territoire_code).collectivite
    fonction = majuscule(fiche.referent_fonction)
    return Destinataire(
        suscription="\n".join(x for x in (fonction, organisme) if x),
        appel="Madame, Monsieur,",
        politesse=politesse("Madame, Monsieur", "mes salutations distinguées"),
    )


def _retour(demarche: Demarche, le: date) -> date | None:
    """La fin adoptée de l'étape des fiches, si elle est encore à venir ; sinon aucune date n'est fixée."""
    fin = fin_adoptee(demarche, Etape.FICHES)
    return fin if fin is not None and fin > le else None

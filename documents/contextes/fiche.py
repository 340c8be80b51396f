"""La fiche action écrite : le même corps sert seul (D13), dans le livrable et dans la convention."""

from decimal import Decimal
from typing import Annotated, Any, ClassVar

from documents.contextes.attendus import (
    CIBLES,
    CONSTAT,
    DEFINITION,
    DESCRIPTION,
    EFFECTIF,
    EVALUATION,
    INDICATEURS,
    NATURE,
    NON_RENSEIGNE,
    OBJECTIF_PRINCIPAL,
    OBJECTIFS_OPERATIONNELS,
    PERIMETRE,
    PORTEUR,
    PUBLIC_VISE,
    REFERENT,
    SOURCE,
)
from documents.contextes.axes import intitule_axe, intitule_sous_axe
from documents.contextes.commun import (
    Contexte,
    ContexteDeDocument,
    TerritoireEcrit,
    contrat_nomme,
    en_tete,
    territoire_ecrit,
)
from documents.contextes.designation import designe
from documents.contextes.finances import (
    LigneFinanciere,
    Somme,
    budget_par_annee,
    ligne_financiere,
    periode_ecrite,
)
from documents.contextes.tournures import Nom
from documents.formats import accorder, nombre
from modeles.demarche import Demarche, Passage
from modeles.fiche import FicheAction
from modeles.indicateur import Indicateur
from modeles.reference.registre import registre
from modeles.vocabulaire import NatureAction, Renforcement, StatutFiche

A_VALIDER = (StatutFiche.BROUILLON, StatutFiche.SOUMISE, StatutFiche.EN_INSTRUCTION, StatutFiche.A_CORRIGER)
NATURES = {
    NatureAction.NOUVELLE: "Action nouvelle",
    NatureAction.RENFORCEE: "Renforcement d'une action existante",
}
RENFORCEMENTS = {
    Renforcement.FILE_ACTIVE: "file active accrue",
    Renforcement.NOUVEAUX_PUBLICS: "nouveaux publics",
    Renforcement.NOUVELLES_ZONES: "nouvelles zones couvertes",
}
FORMULES = {
    "comptage": "dénombrement",
    "ratio": "rapport entre deux effectifs",
    "moyenne": "moyenne",
    "delai_moyen": "délai moyen",
    "montant": "somme de montants",
    "binaire": "oui ou non",
    "qualitatif": "appréciation qualitative",
}
SENS = {
    "hausse_favorable": "hausse attendue",
    "baisse_favorable": "baisse attendue",
    "neutre": "suivi sans sens attendu",
}


class IndicateurEcrit(Contexte):
    """Un indicateur et ses cibles, une par ligne : « 2025 : 120 »."""

    DESIGNE_PAR: ClassVar[str] = "libelle"

    code: str
    libelle: str
    definition: Annotated[str, DEFINITION]
    niveau: str
    calcul: str
    sens: str
    unite: str
    source: Annotated[str, SOURCE]
    cibles: Annotated[str, CIBLES]


class CorpsDeFiche(Contexte):
    """Ce que `corps_fiche.docx` imprime. Un texte vide fait disparaître son paragraphe."""

    code: str
    version: int
    titre: str
    axe: str
    sous_axe: str
    action_referencee: str
    nature: Annotated[str, NATURE]
    renforcement: str
    justification_renforcement: str
    periode: str
    constat: Annotated[str, CONSTAT]
    enjeu: str
    objectif_principal: Annotated[str, OBJECTIF_PRINCIPAL]
    objectifs_operationnels: Annotated[tuple[str, ...], OBJECTIFS_OPERATIONNELS]
    description: Annotated[str, DESCRIPTION]
    public_cible: Annotated[str, PUBLIC_VISE]
    effectif: Annotated[str, EFFECTIF]
    perimetre: Annotated[str, PERIMETRE]
    porteur: Annotated[str, PORTEUR]
    siret: str
    partenaires: tuple[str, ...]
    jalons: tuple[str, ...]
    moyens_humains: str
    participation: str
    articulation: str
    risques: str
    evaluation: Annotated[str, EVALUATION]
    referent: Annotated[str, REFERENT]
    budget: tuple[LigneFinanciere, ...]
    total: LigneFinanciere
    indicateurs: Annotated[tuple[IndicateurEcrit, ...], INDICATEURS]


class FicheSeule(ContexteDeDocument):
    """D13 : une fiche action seule."""

    territoire: TerritoireEcrit
    contrat: Nom
    fiche: CorpsDeFiche


def construire_fiche(demarche: Demarche, passage: Passage, sujet: str) -> FicheSeule:
    """`sujet` : « fiche:{code} ». Lève `Introuvable` si la démarche n'a pas cette fiche."""
    fiche = designe({f"fiche:{f.code}": f for f in demarche.fiches}, sujet)
    titre = f"Fiche action {fiche.code}"
    return FicheSeule(
        document=en_tete(demarche, "D13", titre, sujet, passage.survenu_le, projet=fiche.statut in A_VALIDER),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        fiche=corps_de_fiche(demarche, fiche),
    )


def corps_de_fiche(demarche: Demarche, fiche: FicheAction) -> CorpsDeFiche:
    """La fiche en textes prêts à imprimer ; une année budgétée hors de sa période paraît aussi."""
    annees = sorted({*fiche.annees, *(ligne.annee for ligne in fiche.budget)})
    return CorpsDeFiche(
        code=fiche.code,
        version=fiche.version,
        titre=fiche.titre,
        periode=periode_ecrite(fiche.annee_debut, fiche.annee_fin),
        budget=budget_par_annee(annees, [fiche]),
        total=ligne_financiere("Total", Somme.de(fiche.budget)),
        indicateurs=tuple(_indicateur(i) for i in fiche.indicateurs),
        **_rattachement(demarche, fiche),
        **_contenu(fiche),
        **_acteurs(fiche),
    )


def _rattachement(demarche: Demarche, fiche: FicheAction) -> dict[str, Any]:
    referentiel = registre().referentiel(demarche.millesime)
    referencee = fiche.action_referencee
    return {
        "axe": intitule_axe(demarche, fiche.axe),
        "sous_axe": intitule_sous_axe(demarche, fiche.sous_axe),
        "action_referencee": referentiel.action(referencee).libelle if referencee else "aucune",
        "nature": NATURES[fiche.nature] if fiche.nature else NON_RENSEIGNE,
        "renforcement": ", ".join(RENFORCEMENTS[Renforcement(r)] for r in fiche.renforcement),
        "justification_renforcement": fiche.justification_renforcement,
        "enjeu": f"Enjeu n° {fiche.enjeu.rang} : {fiche.enjeu.libelle}" if fiche.enjeu else "",
    }


def _contenu(fiche: FicheAction) -> dict[str, Any]:
    effectif = fiche.effectif_estime
    return {
        "constat": fiche.constat or NON_RENSEIGNE,
        "objectif_principal": fiche.objectif_principal or NON_RENSEIGNE,
        "objectifs_operationnels": tuple(fiche.objectifs_operationnels),
        "description": fiche.description or NON_RENSEIGNE,
        "public_cible": fiche.public_cible or NON_RENSEIGNE,
        "effectif": NON_RENSEIGNE if effectif is None else accorder(effectif, "personne", "personnes"),
        "perimetre": fiche.perimetre or NON_RENSEIGNE,
        "jalons": tuple(f"{j['annee']} : {j['jalon']}" for j in fiche.jalons),
        "moyens_humains": fiche.moyens_humains,
        "participation": fiche.participation,
        "articulation": fiche.articulation,
        "risques": fiche.risques,
        "evaluation": fiche.evaluation or NON_RENSEIGNE,
    }


def _acteurs(fiche: FicheAction) -> dict[str, Any]:
    porteur = f"{fiche.porteur} ({fiche.type_porteur})" if fiche.type_porteur else fiche.porteur
    referent = ", ".join(x for x in (fiche.referent_fonction, fiche.referent_courriel) if x)
    return {
        "porteur": porteur if fiche.porteur else NON_RENSEIGNE,
        "siret": siret_lisible(fiche.siret) if fiche.siret else "",
        "partenaires": tuple(fiche.partenaires),
        "referent": referent or NON_RENSEIGNE,
    }


def siret_lisible(siret: str) -> str:
    """« 123 456 789 00012 » : le SIREN par tranches de trois, puis l'établissement."""
    return "\N{NO-BREAK SPACE}".join((siret[:3], siret[3:6], siret[6:9], siret[9:]))


def _indicateur(indicateur: Indicateur) -> IndicateurEcrit:
    cibles = [f"{c.annee} : {nombre(Decimal(c.valeur_centiemes) / 100)}" for c in indicateur.cibles]
    return IndicateurEcrit(
        code=indicateur.code,
        libelle=indicateur.libelle,
        definition=indicateur.definition,
        niveau=indicateur.niveau,
        calcul=FORMULES.get(indicateur.formule, indicateur.formule),
        sens=SENS.get(indicateur.sens, indicateur.sens),
        unite=indicateur.unite,
        source=indicateur.source or NON_RENSEIGNE,
        cibles="\n".join(cibles) or NON_RENSEIGNE,
    )

"""Nourrir le diagnostic, le déposer, et consigner ce que le comité en décide."""

from datetime import date
from typing import Annotated

from pydantic import Field

from documents.contextes.diagnostic import contexte_diagnostic
from modeles.demarche import Demarche
from modeles.diagnostic import Constat, Diagnostic, Enjeu, Entretien, Reserve, Source
from modeles.erreurs import Introuvable
from modeles.etapes import Geste
from modeles.vocabulaire import EtatDiagnostic, Fiabilite
from workflows.commandes.bordereau import (
    Auteur,
    Bordereau,
    GesteDefini,
    SaisieDefinie,
    designe,
    ecrire,
    suivant,
)
from workflows.commandes.champs import Chose, CodeDAxe, Designation, Designe, LongTexte, Paragraphe, Texte
from workflows.regles.commun import Circonstances


class SaisieSource(Bordereau):
    modifie: Designation | None = Field(default=None, title="Source modifiée")
    titre: Texte = Field(title="Titre")
    producteur: Texte = Field(
        title="Producteur", description="Par exemple : Insee, CAF, conseil départemental."
    )
    annee: Annotated[int, Field(ge=1990, le=2040)] = Field(
        title="Millésime", description="L'année des données, pas celle de la parution."
    )
    maille: str = Field(default="", title="Maille", description="Par exemple : commune, EPCI, département.")
    quantitative: bool = Field(default=True, title="Source chiffrée")
    fiabilite: Fiabilite = Field(default=Fiabilite.B, title="Fiabilité")
    limites: Paragraphe = Field(default="", title="Limites")


def ajouter_source(demarche: Demarche, saisie: SaisieSource, auteur: Auteur) -> None:
    """Inscrit ou corrige un document exploité, avec le millésime de ses données."""
    champs = saisie.model_dump(exclude={"modifie"})
    if saisie.modifie:
        ecrire(designe(demarche.sources, "id", saisie.modifie, "La source"), champs)
    else:
        demarche.sources.append(Source(demarche_id=demarche.id, **champs))


class SaisieEntretien(Bordereau):
    modifie: Designation | None = Field(default=None, title="Entretien modifié")
    organisme: Texte = Field(title="Organisme")
    fonction: Texte = Field(
        title="Fonction", description="Jamais de nom : ce qui est dit n'est rapporté à personne."
    )
    prevu_le: date | None = Field(default=None, title="Prévu le")
    realise_le: date | None = Field(default=None, title="Réalisé le")
    axes: list[CodeDAxe] = Field(default_factory=list, title="Axes abordés")
    propositions: Paragraphe = Field(
        default="", title="Ce qui est proposé", description="Sans citer ni reconnaître quelqu'un."
    )


def ajouter_entretien(demarche: Demarche, saisie: SaisieEntretien, auteur: Auteur) -> None:
    """Inscrit ou corrige un entretien, par organisme et fonction, jamais par nom."""
    champs = saisie.model_dump(exclude={"modifie"})
    if saisie.modifie:
        ecrire(designe(demarche.entretiens, "id", saisie.modifie, "L'entretien"), champs)
    else:
        demarche.entretiens.append(Entretien(demarche_id=demarche.id, **champs))


class SaisieConstat(Bordereau):
    modifie: Designation | None = Field(default=None, title="Constat modifié")
    axe: CodeDAxe = Field(title="Axe")
    texte: LongTexte = Field(title="Constat")
    preuve: Paragraphe = Field(default="", title="Preuve", description="Le chiffre ou le fait, et son année.")
    gravite: Annotated[int, Field(ge=1, le=3)] = Field(
        default=2, title="Gravité", description="De 1 (faible) à 3 (forte)."
    )
    publics: str = Field(default="", title="Publics concernés")
    zones: str = Field(default="", title="Zones concernées")
    source: Annotated[str, Designe(Chose.SOURCE)] | None = Field(
        default=None, title="Source", description="Sans source, le constat se lit « non documenté »."
    )


def ajouter_constat(demarche: Demarche, saisie: SaisieConstat, auteur: Auteur) -> None:
    """Inscrit ou corrige un constat ; sans source (désignée par son titre) il reste « non documenté »."""
    source = _source_nommee(demarche, saisie.source) if saisie.source else None
    champs = saisie.model_dump(exclude={"source", "modifie"})
    if saisie.modifie:
        constat = designe(demarche.constats, "numero", saisie.modifie, "Le constat n°")
        ecrire(constat, champs)
    else:
        numero = suivant([c.numero for c in demarche.constats])
        constat = Constat(demarche_id=demarche.id, numero=numero, **champs)
        demarche.constats.append(constat)
    constat.source, constat.source_id = source, source.id if source else None


def _source_nommee(demarche: Demarche, titre: str) -> Source:
    for source in demarche.sources:
        if source.titre.casefold() == titre.casefold():
            return source
    connues = " ; ".join(f"« {s.titre} »" for s in demarche.sources) or "aucune"
    raise Introuvable(
        f"La source « {titre} » n'est pas inscrite.",
        f"Sources inscrites : {connues}.",
        "Inscrivez la source d'abord.",
    )


class SaisieEnjeu(Bordereau):
    modifie: Designation | None = Field(default=None, title="Enjeu modifié")
    axe: CodeDAxe = Field(title="Axe")
    libelle: Texte = Field(title="Enjeu", description="Ce qui compte pour le territoire, en une phrase.")
    constats: list[Annotated[int, Designe(Chose.CONSTAT)]] = Field(
        default_factory=list, title="Constats qui le fondent"
    )


def ajouter_enjeu(demarche: Demarche, saisie: SaisieEnjeu, auteur: Auteur) -> None:
    """Formule ou corrige un enjeu, et le rattache à ses constats, par leur numéro."""
    if saisie.modifie:
        enjeu = designe(demarche.enjeux, "rang", saisie.modifie, "L'enjeu n°")
        ecrire(enjeu, {"axe": saisie.axe, "libelle": saisie.libelle})
    else:
        rang = suivant([e.rang for e in demarche.enjeux])
        enjeu = Enjeu(demarche_id=demarche.id, rang=rang, axe=saisie.axe, libelle=saisie.libelle)
        demarche.enjeux.append(enjeu)
    enjeu.constats = [c for c in demarche.constats if c.numero in saisie.constats]


class SaisieReserveLevee(Bordereau):
    libelle: Annotated[Texte, Designe(Chose.RESERVE)] = Field(title="Réserve")
    levee_le: date = Field(title="Il y a été répondu le")


def lever_reserve(demarche: Demarche, saisie: SaisieReserveLevee, auteur: Auteur) -> None:
    """Dit qu'il a été répondu à une réserve du comité."""
    for reserve in demarche.reserves:
        if reserve.libelle.casefold() == saisie.libelle.casefold():
            reserve.levee_le = saisie.levee_le
            return
    raise Introuvable(
        f"La réserve « {saisie.libelle} » n'existe pas.",
        "Aucune réserve de ce libellé n'est inscrite.",
        "Reprenez le libellé du relevé de décisions.",
    )


def deposer(demarche: Demarche, donnees: Bordereau, faits: Circonstances) -> None:
    """Garde le rapport tel qu'il est déposé : une version de plus, les autres restent."""
    version = len(demarche.diagnostics) + 1
    contenu = contexte_diagnostic(demarche, version, faits.survenu_le).model_dump(mode="json")
    demarche.diagnostics.append(
        Diagnostic(demarche_id=demarche.id, version=version, depose_le=faits.survenu_le, contenu=contenu)
    )


class SaisieReserve(Bordereau):
    libelle: Texte = Field(title="Ce que le comité demande encore")
    responsable: Texte = Field(title="Qui y répond")
    echeance_le: date = Field(title="Pour le")


class DonneesAdoption(Bordereau):
    reserves: list[SaisieReserve] = Field(
        default_factory=list, title="Réserves", description="Aucune : le diagnostic est adopté sans réserve."
    )


def adopter(demarche: Demarche, donnees: DonneesAdoption, faits: Circonstances) -> None:
    """Adopte la version déposée ; ses réserves deviennent des suites à donner."""
    diagnostic = demarche.diagnostics[-1]
    avec_reserves = EtatDiagnostic.ADOPTE_AVEC_RESERVES
    diagnostic.etat = avec_reserves if donnees.reserves else EtatDiagnostic.ADOPTE
    diagnostic.decide_le = faits.survenu_le
    demarche.reserves.extend(Reserve(demarche_id=demarche.id, **r.model_dump()) for r in donnees.reserves)


class DonneesRetour(Bordereau):
    griefs: Annotated[list[Texte], Field(min_length=1)] = Field(
        title="Ce qui est à reprendre", description="Un point par ligne."
    )
    echeance_le: date = Field(title="À déposer de nouveau avant le")


def demander_complements(demarche: Demarche, donnees: DonneesRetour, faits: Circonstances) -> None:
    """Le comité veut des compléments : la liste reste attachée à la version."""
    _renvoyer(demarche, donnees, faits, EtatDiagnostic.COMPLEMENTS_DEMANDES)


def refuser(demarche: Demarche, donnees: DonneesRetour, faits: Circonstances) -> None:
    """Le comité refuse : les griefs restent attachés à la version refusée."""
    _renvoyer(demarche, donnees, faits, EtatDiagnostic.REFUSE)


def _renvoyer(demarche: Demarche, donnees: DonneesRetour, faits: Circonstances, etat: EtatDiagnostic) -> None:
    diagnostic = demarche.diagnostics[-1]
    diagnostic.etat, diagnostic.decide_le = etat, faits.survenu_le
    diagnostic.griefs = "\n".join(donnees.griefs)


GESTES_DU_DIAGNOSTIC = {
    Geste.DEPOSER_DIAGNOSTIC: GesteDefini(appliquer=deposer),
    Geste.ADOPTER_DIAGNOSTIC: GesteDefini(DonneesAdoption, appliquer=adopter),
    Geste.ADOPTER_SANS_PRESELECTION: GesteDefini(DonneesAdoption, appliquer=adopter),
    Geste.DEMANDER_COMPLEMENTS: GesteDefini(DonneesRetour, appliquer=demander_complements),
    Geste.REFUSER_DIAGNOSTIC: GesteDefini(DonneesRetour, appliquer=refuser),
}
SAISIES_DU_DIAGNOSTIC = {
    "source": SaisieDefinie("une source documentaire", SaisieSource, ajouter_source),
    "entretien": SaisieDefinie("un entretien, sans nom", SaisieEntretien, ajouter_entretien),
    "constat": SaisieDefinie("un constat", SaisieConstat, ajouter_constat),
    "enjeu": SaisieDefinie("un enjeu", SaisieEnjeu, ajouter_enjeu),
    "reserve_levee": SaisieDefinie("la levée d'une réserve", SaisieReserveLevee, lever_reserve),
}

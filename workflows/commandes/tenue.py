"""Tenir une réunion, corriger son relevé, valider son compte rendu."""

from datetime import date
from typing import Annotated

from pydantic import Field

from modeles.demarche import Demarche
from modeles.erreurs import Obstacle, SaisieInvalide
from modeles.etapes import Geste
from modeles.reunion import Decision, Reunion
from modeles.vocabulaire import AvisComite, EtatReunion, NatureReunion, Partie, Presence
from workflows.commandes.bordereau import (
    Auteur,
    Bordereau,
    GesteDefini,
    SaisieDefinie,
    ecrire,
    reunion_numero,
)
from workflows.commandes.champs import (
    Chose,
    Designe,
    EnForme,
    Forme,
    NumeroDePiste,
    NumeroDeReunion,
    Paragraphe,
    ParCle,
    Texte,
    UneLigneParChose,
)
from workflows.commandes.reunions import DonneesReunion, exiger_non_tenue
from workflows.refus import PassageBloque
from workflows.regles.commun import Circonstances


class SaisieDecision(Bordereau):
    libelle: Texte = Field(title="Décision")
    avis: AvisComite | None = Field(
        default=None, title="Avis du comité", description="Pour la décision sur le diagnostic ou le livrable."
    )
    responsable: str = Field(default="", title="Qui s'en charge")
    echeance_le: date | None = Field(default=None, title="Pour le")


class SaisiePresence(Bordereau):
    participant: Annotated[int, Designe(Chose.PARTICIPANT)] = Field(title="Personne conviée")
    presence: Presence = Field(title="Présence")


class DonneesTenue(Bordereau):
    reunion: NumeroDeReunion = Field(title="Réunion")
    presences: Annotated[
        list[SaisiePresence], UneLigneParChose(Chose.PARTICIPANT, "participant", toutes=True)
    ] = Field(default_factory=list, title="Présences")
    synthese: Paragraphe = Field(default="", title="Synthèse")
    points: Annotated[list[Annotated[str, EnForme(Forme.PARAGRAPHE)]], UneLigneParChose(Chose.POINT)] = Field(
        default_factory=list, title="Ce qui s'est dit, point par point"
    )
    decisions: list[SaisieDecision] = Field(default_factory=list, title="Décisions")
    prochaine_date_le: date | None = Field(default=None, title="Prochaine réunion le")
    personnes_concernees: Annotated[int, Field(ge=0, le=100_000)] | None = Field(
        default=None, title="Personnes concernées venues", description="Leur nombre, jamais leurs noms."
    )
    productions: Annotated[dict[NumeroDePiste, Paragraphe], ParCle(Chose.PISTE)] = Field(
        default_factory=dict, title="Ce que l'atelier a produit, piste par piste"
    )


def tenir(demarche: Demarche, donnees: DonneesTenue, faits: Circonstances) -> None:
    """Consigne la réunion : présents, synthèse, décisions ; un comité exige ses deux présidences."""
    reunion = reunion_numero(demarche, donnees.reunion)
    exiger_non_tenue(demarche, Geste.TENIR_REUNION, reunion)
    _consigner(demarche, reunion, donnees)
    reunion.etat, reunion.tenue_le = EtatReunion.TENUE, faits.survenu_le


def corriger_le_releve(demarche: Demarche, donnees: DonneesTenue, auteur: Auteur) -> None:
    """Corrige ce qui a été consigné, tant que la collectivité n'a pas validé le compte rendu."""
    reunion = reunion_numero(demarche, donnees.reunion)
    if reunion.tenue_le is None or reunion.compte_rendu_valide_le is not None:
        validee = reunion.compte_rendu_valide_le
        raise SaisieInvalide(
            f"Le relevé de la réunion n° {reunion.numero} ne peut pas être corrigé.",
            f"Son compte rendu a été validé le {validee:%d/%m/%Y}."
            if validee
            else "Cette réunion n'a pas encore été tenue.",
            "Consignez la correction à la réunion suivante." if validee else "Consignez d'abord sa tenue.",
        )
    _consigner(demarche, reunion, donnees)


def _consigner(demarche: Demarche, reunion: Reunion, donnees: DonneesTenue) -> None:
    presences = {p.participant: p.presence for p in donnees.presences}
    for participant in reunion.participants:
        participant.presence = presences.get(participant.numero, Presence.ABSENT)
    if reunion.nature is not NatureReunion.ATELIER:
        _exiger_les_presidences(demarche, reunion)
    reunion.synthese = donnees.synthese
    reunion.prochaine_date_le = donnees.prochaine_date_le
    reunion.personnes_concernees = donnees.personnes_concernees
    for point, texte in zip(reunion.points, donnees.points, strict=False):
        point.synthese = texte
    connues = {d.numero: d for d in reunion.decisions}
    reunion.decisions = [
        _decision(connues.get(n) or Decision(reunion_id=reunion.id, numero=n, libelle=""), d)
        for n, d in enumerate(donnees.decisions, 1)
    ]
    _traiter_les_pistes(demarche, reunion, donnees.productions)


def _decision(decision: Decision, saisie: SaisieDecision) -> Decision:
    ecrire(decision, saisie.model_dump())
    return decision


def _traiter_les_pistes(demarche: Demarche, reunion: Reunion, productions: dict[int, str]) -> None:
    for piste in demarche.pistes:
        if piste.numero in productions:
            piste.atelier, piste.atelier_id = reunion, reunion.id
            piste.production = productions[piste.numero]


def valider_compte_rendu(demarche: Demarche, donnees: DonneesReunion, faits: Circonstances) -> None:
    """La collectivité a validé le compte rendu : il peut être diffusé."""
    reunion = reunion_numero(demarche, donnees.reunion)
    if reunion.tenue_le is None:
        raise SaisieInvalide(
            f"Le compte rendu de la réunion n° {reunion.numero} ne peut pas être validé.",
            "Cette réunion n'a pas encore été tenue.",
            "Consignez d'abord sa tenue.",
        )
    reunion.compte_rendu_valide_le = faits.survenu_le


def _exiger_les_presidences(demarche: Demarche, reunion: Reunion) -> None:
    """Par défaut, les deux coprésidents ou leurs suppléants sont là (dossier de domaine, § 6.3.1)."""
    venus = (Presence.PRESENT, Presence.VISIO)
    presidents = [p for p in reunion.participants if p.preside and p.presence in venus]
    absentes = {Partie.ETAT, Partie.COLLECTIVITE} - {p.partie for p in presidents}
    if absentes:
        parties = " et ".join(sorted("l'État" if p is Partie.ETAT else "la collectivité" for p in absentes))
        obstacle = Obstacle(
            f"la présidence n'était pas assurée pour {parties} : le {reunion.nature.libelle} n'était que technique",
            "Cochez le suppléant qui présidait, ou reportez la réunion.",
            ou=f"reunion:{reunion.numero}",
        )
        raise PassageBloque(demarche, Geste.TENIR_REUNION, [obstacle])


GESTES_DE_LA_TENUE = {
    Geste.TENIR_REUNION: GesteDefini(DonneesTenue, preparer=tenir),
    Geste.VALIDER_COMPTE_RENDU: GesteDefini(DonneesReunion, preparer=valider_compte_rendu),
}
SAISIES_DE_LA_TENUE = {
    "releve": SaisieDefinie("la correction d'un relevé de décisions", DonneesTenue, corriger_le_releve),
}

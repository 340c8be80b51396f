"""Programmer une réunion, la convoquer, la reporter."""

from datetime import date, time
from typing import Annotated, TypeVar

from pydantic import Field

from modeles.demarche import Demarche
from modeles.erreurs import Gravite, Obstacle, SaisieInvalide
from modeles.etapes import Geste
from modeles.reference.registre import registre
from modeles.reunion import Participant, PointOrdreDuJour, Reunion
from modeles.vocabulaire import EtatReunion, NaturePoint, NatureReunion, Partie
from workflows.commandes.bordereau import (
    Auteur,
    Bordereau,
    GesteDefini,
    SaisieDefinie,
    ecrire,
    reunion_numero,
    suivant,
)
from workflows.commandes.champs import CodeDeSousAxe, Designation, NumeroDeReunion, Texte
from workflows.refus import PassageBloque
from workflows.regles.commun import Circonstances
from workflows.regles.controles import constat

Ligne = TypeVar("Ligne", PointOrdreDuJour, Participant)


class SaisiePoint(Bordereau):
    intitule: Texte = Field(title="Point")
    duree_minutes: Annotated[int, Field(ge=1, le=600)] = Field(default=15, title="Minutes")
    rapporteur: str = Field(default="", title="Présenté par")
    nature: NaturePoint = Field(default=NaturePoint.INFORMATION, title="Pour")


class SaisieParticipant(Bordereau):
    partie: Partie = Field(default=Partie.PARTENAIRE, title="Partie")
    organisme: Texte = Field(title="Organisme")
    nom: Texte = Field(title="Nom")
    fonction: str = Field(default="", title="Fonction")
    preside: bool = Field(default=False, title="Préside")


class SaisieReunion(Bordereau):
    modifie: Designation | None = Field(default=None, title="Réunion modifiée")
    nature: NatureReunion = Field(title="Réunion")
    theme: str | None = Field(default=None, title="Thème", description="Pour un atelier.")
    sous_axes: list[CodeDeSousAxe] = Field(
        default_factory=list, title="Sous-axes travaillés", description="Pour un atelier."
    )
    prevue_le: date = Field(title="Date")
    heure: time = Field(title="Heure")
    lieu: Texte = Field(title="Lieu")
    lien_visio: str | None = Field(default=None, title="Lien de visioconférence")
    reponse_avant_le: date | None = Field(default=None, title="Réponse attendue avant le")
    points: Annotated[list[SaisiePoint], Field(min_length=1)] = Field(title="Ordre du jour")
    participants: Annotated[list[SaisieParticipant], Field(min_length=1)] = Field(title="Personnes conviées")


def programmer_reunion(demarche: Demarche, saisie: SaisieReunion, auteur: Auteur) -> None:
    """Inscrit ou corrige une réunion, son ordre du jour et ses convives."""
    champs = saisie.model_dump(exclude={"points", "participants", "modifie"})
    if saisie.modifie:
        reunion = reunion_numero(demarche, int(saisie.modifie) if saisie.modifie.isdigit() else 0)
        _exiger_non_convoquee(reunion)
        ecrire(reunion, champs)
    else:
        numero = suivant([r.numero for r in demarche.reunions])
        reunion = Reunion(demarche_id=demarche.id, numero=numero, **champs)
        demarche.reunions.append(reunion)
    points = {p.numero: p for p in reunion.points}
    reunion.points = [
        _rempli(points.get(n) or PointOrdreDuJour(reunion_id=reunion.id, numero=n, intitule=""), p)
        for n, p in enumerate(saisie.points, 1)
    ]
    convives = {p.numero: p for p in reunion.participants}
    reunion.participants = [
        _rempli(convives.get(n) or Participant(reunion_id=reunion.id, numero=n, organisme="", nom=""), p)
        for n, p in enumerate(saisie.participants, 1)
    ]


# Ce qui garde son numéro est modifié en place : le supprimer pour le recréer se lirait au journal.
def _rempli(ligne: Ligne, saisie: Bordereau) -> Ligne:
    ecrire(ligne, saisie.model_dump())
    return ligne


def _exiger_non_convoquee(reunion: Reunion) -> None:
    if reunion.etat is not EtatReunion.PROGRAMMEE:
        raise SaisieInvalide(
            f"La réunion n° {reunion.numero} ne peut plus être modifiée ainsi.",
            "Elle a déjà été convoquée : les personnes conviées ont reçu sa date et son ordre du jour.",
            "Reportez-la : l'invitation suivante annule et remplace la précédente.",
        )


class DonneesReunion(Bordereau):
    reunion: NumeroDeReunion = Field(title="Réunion")


def convoquer(demarche: Demarche, donnees: DonneesReunion, faits: Circonstances) -> None:
    """Envoie la convocation, dans les délais (CAL-01), à une réunion pas encore tenue."""
    reunion = reunion_numero(demarche, donnees.reunion)
    exiger_non_tenue(demarche, Geste.CONVOQUER, reunion)
    delais = registre().type_de_contrat(demarche.type_contrat).delais
    jours = (
        delais.invitation_atelier_jours
        if reunion.nature is NatureReunion.ATELIER
        else delais.invitation_jours
    )
    ecart = (reunion.prevue_le - faits.survenu_le).days
    deroge = any(d.code == "CAL-01" and d.motif and d.autorite for d in faits.derogations)
    if ecart < jours and not (ecart > 0 and deroge):
        raise PassageBloque(
            demarche,
            Geste.CONVOQUER,
            [
                constat(
                    "CAL-01",
                    f"la convocation part {ecart} jours avant le {reunion.nature.libelle} "
                    f"du {reunion.prevue_le:%d/%m/%Y}, il en faut {jours}",
                    "Reportez la réunion, ou dérogez au délai avec son motif et l'autorité qui l'assume.",
                    f"reunion:{reunion.numero}",
                )
            ],
        )
    reunion.etat, reunion.convoquee_le = EtatReunion.CONVOQUEE, faits.survenu_le


class DonneesReport(Bordereau):
    reunion: NumeroDeReunion = Field(title="Réunion")
    nouvelle_date: date = Field(title="Nouvelle date")
    heure: time | None = Field(default=None, title="Nouvelle heure", description="Vide : elle ne change pas.")
    lieu: str | None = Field(default=None, title="Nouveau lieu", description="Vide : il ne change pas.")


def reporter(demarche: Demarche, donnees: DonneesReport, faits: Circonstances) -> None:
    """Change la date d'une réunion ; l'invitation suivante annule et remplace la précédente."""
    reunion = reunion_numero(demarche, donnees.reunion)
    exiger_non_tenue(demarche, Geste.REPORTER_COMITE, reunion)
    if donnees.nouvelle_date <= faits.survenu_le:
        raise SaisieInvalide(
            f"Le {reunion.nature.libelle} ne peut pas être reporté au {donnees.nouvelle_date:%d/%m/%Y}.",
            f"Le report est décidé le {faits.survenu_le:%d/%m/%Y}.",
            "Choisissez une date postérieure.",
        )
    reunion.prevue_le = donnees.nouvelle_date
    reunion.heure = donnees.heure or reunion.heure
    reunion.lieu = donnees.lieu or reunion.lieu
    reunion.reponse_avant_le = None
    reunion.reports += 1
    reunion.etat = EtatReunion.REPORTEE


def exiger_non_tenue(demarche: Demarche, geste: Geste, reunion: Reunion) -> None:
    if reunion.tenue_le is not None:
        obstacle = Obstacle(
            f"le {reunion.nature.libelle} n° {reunion.numero} a déjà été tenu le {reunion.tenue_le:%d/%m/%Y}",
            "Programmez une nouvelle réunion.",
            gravite=Gravite.BLOQUANT,
            ou=f"reunion:{reunion.numero}",
        )
        raise PassageBloque(demarche, geste, [obstacle])


GESTES_DE_REUNION = {
    Geste.CONVOQUER: GesteDefini(DonneesReunion, preparer=convoquer),
    Geste.REPORTER_COMITE: GesteDefini(DonneesReport, preparer=reporter),
}
SAISIES_DE_REUNION = {
    "reunion": SaisieDefinie("une réunion à programmer", SaisieReunion, programmer_reunion),
}

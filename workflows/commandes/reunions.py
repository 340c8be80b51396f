"""Programmer, convoquer, reporter, tenir une réunion, et valider son compte rendu."""

from datetime import date, time
from typing import Annotated

from pydantic import Field

from modeles.demarche import Demarche
from modeles.erreurs import Gravite, Obstacle, SaisieInvalide
from modeles.etapes import Geste
from modeles.reference.registre import registre
from modeles.reunion import Decision, Participant, PointOrdreDuJour, Reunion
from modeles.vocabulaire import AvisComite, EtatReunion, NaturePoint, NatureReunion, Partie, Presence
from workflows.commandes.bordereau import (
    Auteur,
    Bordereau,
    GesteDefini,
    SaisieDefinie,
    reunion_numero,
    suivant,
)
from workflows.commandes.champs import (
    Chose,
    CodeDeSousAxe,
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
from workflows.refus import PassageBloque
from workflows.regles.commun import Circonstances
from workflows.regles.controles import constat


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
    """Inscrit une réunion, son ordre du jour et ses convives."""
    numero = suivant([r.numero for r in demarche.reunions])
    reunion = Reunion(
        demarche_id=demarche.id, numero=numero, **saisie.model_dump(exclude={"points", "participants"})
    )
    reunion.points = [
        PointOrdreDuJour(reunion_id=reunion.id, numero=n, **p.model_dump())
        for n, p in enumerate(saisie.points, 1)
    ]
    reunion.participants = [
        Participant(reunion_id=reunion.id, numero=n, **p.model_dump())
        for n, p in enumerate(saisie.participants, 1)
    ]
    demarche.reunions.append(reunion)


class DonneesReunion(Bordereau):
    reunion: NumeroDeReunion = Field(title="Réunion")


def convoquer(demarche: Demarche, donnees: DonneesReunion, faits: Circonstances) -> None:
    """Envoie la convocation, dans les délais (CAL-01), à une réunion pas encore tenue."""
    reunion = reunion_numero(demarche, donnees.reunion)
    _exiger_non_tenue(demarche, Geste.CONVOQUER, reunion)
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
    _exiger_non_tenue(demarche, Geste.REPORTER_COMITE, reunion)
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
    _exiger_non_tenue(demarche, Geste.TENIR_REUNION, reunion)
    presences = {p.participant: p.presence for p in donnees.presences}
    for participant in reunion.participants:
        participant.presence = presences.get(participant.numero, Presence.ABSENT)
    if reunion.nature is not NatureReunion.ATELIER:
        _exiger_les_presidences(demarche, reunion)
    reunion.etat, reunion.tenue_le = EtatReunion.TENUE, faits.survenu_le
    reunion.synthese = donnees.synthese
    reunion.prochaine_date_le = donnees.prochaine_date_le
    reunion.personnes_concernees = donnees.personnes_concernees
    for point, texte in zip(reunion.points, donnees.points, strict=False):
        point.synthese = texte
    reunion.decisions = [
        Decision(reunion_id=reunion.id, numero=n, **d.model_dump())
        for n, d in enumerate(donnees.decisions, 1)
    ]
    _traiter_les_pistes(demarche, reunion, donnees.productions)


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


def _exiger_non_tenue(demarche: Demarche, geste: Geste, reunion: Reunion) -> None:
    if reunion.tenue_le is not None:
        obstacle = Obstacle(
            f"le {reunion.nature.libelle} n° {reunion.numero} a déjà été tenu le {reunion.tenue_le:%d/%m/%Y}",
            "Programmez une nouvelle réunion.",
            gravite=Gravite.BLOQUANT,
            ou=f"reunion:{reunion.numero}",
        )
        raise PassageBloque(demarche, geste, [obstacle])


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


GESTES_DE_REUNION = {
    Geste.CONVOQUER: GesteDefini(DonneesReunion, preparer=convoquer),
    Geste.REPORTER_COMITE: GesteDefini(DonneesReport, preparer=reporter),
    Geste.TENIR_REUNION: GesteDefini(DonneesTenue, preparer=tenir),
    Geste.VALIDER_COMPTE_RENDU: GesteDefini(DonneesReunion, preparer=valider_compte_rendu),
}
SAISIES_DE_REUNION = {
    "reunion": SaisieDefinie("une réunion à programmer", SaisieReunion, programmer_reunion),
}

"""Où en est un territoire, vu de l'extérieur."""

from datetime import date
from typing import Any

from pydantic import Field

from api.lectures import Suivi
from api.schemas.commun import InstantUtc, ObstacleVu, Vue
from modeles.echeance import Echeance
from modeles.etapes import Etape, Geste
from modeles.vocabulaire import EtatEffet, Partie
from workflows.ensuite import GesteOffert, geste_suivant
from workflows.suivi import Alerte, Couleur, Position


class AlerteVue(Vue):
    couleur: Couleur
    raison: str = Field(
        examples=["50 jours à l'étape « Lancement », pour une durée cible de 30 jours."],
        description="Pourquoi cette couleur, en une phrase.",
    )

    @classmethod
    def depuis(cls, alerte: Alerte) -> "AlerteVue":
        return cls(**alerte._asdict())


class ProchaineEcheance(Vue):
    libelle: str
    le: date = Field(description="Passée si rien d'autre n'est à venir.")
    a_qui: Partie

    @classmethod
    def depuis(cls, echeance: Echeance) -> "ProchaineEcheance":
        return cls(libelle=echeance.libelle, le=echeance.le, a_qui=echeance.a_qui)


class ALaMain(Vue):
    """Qui doit agir à cette étape."""

    parties: list[Partie]
    libelle: str = Field(examples=["L'État et la collectivité"])


class TerritoireVu(Vue):
    """Une ligne de la liste : où en est un territoire à la date demandée."""

    code: str = Field(examples=["32"])
    nom: str = Field(examples=["Gers"])
    region: str = Field(examples=["76"])
    etape: Etape
    libelle: str = Field(description="Le nom de l'étape.", examples=["Diagnostic"])
    depuis_le: date = Field(description="La date du dernier changement d'étape.")
    jours: int = Field(description="Jours passés dans l'étape, sans les suspensions.", examples=[42])
    duree_cible_jours: int | None = Field(
        description="La durée visée de l'étape ; vide si elle n'en a pas.", examples=[90]
    )
    alerte: AlerteVue = Field(description="La plus forte des alertes, ou la verte et sa raison.")
    alertes: list[AlerteVue] = Field(description="Toutes les alertes, chacune avec sa raison.")
    a_la_main: ALaMain
    prochaine_echeance: ProchaineEcheance | None
    en_preparation: int = Field(description="Documents, messages et échéances encore à faire.")
    en_echec: int = Field(description="Documents et messages qui attendent une personne.")
    fictif: bool = Field(description="Vrai pour une donnée de démonstration.")
    modifie_le: InstantUtc = Field(description="Le dernier changement, pour le filtre `depuis`.")

    @classmethod
    def champs(cls, suivi: Suivi) -> dict[str, Any]:
        """Les valeurs des champs communs à la ligne et à la fiche."""
        demarche, situation = suivi.demarche, suivi.situation
        return {
            "code": suivi.territoire.code,
            "nom": suivi.territoire.nom,
            "region": suivi.territoire.region,
            "etape": demarche.etape,
            "libelle": demarche.etape.libelle,
            "depuis_le": demarche.depuis_le,
            "jours": situation.jours,
            "duree_cible_jours": situation.duree.cible_jours if situation.duree else None,
            "alerte": AlerteVue.depuis(situation.alerte),
            "alertes": [AlerteVue.depuis(a) for a in situation.alertes],
            "a_la_main": ALaMain(parties=list(situation.parties), libelle=situation.a_la_main),
            "prochaine_echeance": situation.prochaine and ProchaineEcheance.depuis(situation.prochaine),
            "en_preparation": suivi.en_preparation,
            "en_echec": suivi.effets.get(EtatEffet.ECHOUE, 0),
            "fictif": demarche.fictive,
            "modifie_le": suivi.modifie_le,
        }

    @classmethod
    def depuis(cls, suivi: Suivi) -> "TerritoireVu":
        return cls(**cls.champs(suivi))


class EtapeDuParcours(Vue):
    etape: Etape
    libelle: str
    position: Position


class EtEnsuite(Vue):
    """Le geste qui fait passer à la suite, et ce qui l'empêche encore."""

    geste: Geste
    libelle: str
    obstacles: list[ObstacleVu]


class TerritoireDetaille(TerritoireVu):
    """La fiche d'un territoire : sa ligne, son parcours, ce qui vient ensuite."""

    collectivite: str = Field(examples=["Département du Gers"])
    annee_debut: int
    annee_fin: int
    numero: str | None = Field(description="Le numéro du contrat, une fois signé.")
    signe_le: date | None
    prend_effet_le: date | None
    etape_de_retour: Etape | None = Field(description="Pour une démarche suspendue, où elle reprendra.")
    parcours: list[EtapeDuParcours]
    et_ensuite: EtEnsuite | None = Field(description="Vide quand la démarche est finie.")

    @classmethod
    def avec_gestes(cls, suivi: Suivi, offerts: list[GesteOffert]) -> "TerritoireDetaille":
        demarche = suivi.demarche
        return cls(
            **cls.champs(suivi),
            collectivite=suivi.territoire.collectivite,
            annee_debut=demarche.annee_debut,
            annee_fin=demarche.annee_fin,
            numero=demarche.numero,
            signe_le=demarche.signe_le,
            prend_effet_le=demarche.prend_effet_le,
            etape_de_retour=demarche.etape_de_retour,
            parcours=[
                EtapeDuParcours(etape=e, libelle=e.libelle, position=p)
                for e, p in suivi.situation.positions.items()
            ],
            et_ensuite=et_ensuite(demarche.etape, offerts),
        )


def et_ensuite(etape: Etape, offerts: list[GesteOffert]) -> EtEnsuite | None:
    """Le geste suivant parmi ceux que le tableau offre, avec ses obstacles."""
    suivant = geste_suivant(etape)
    for offert in offerts:
        if offert.transition.geste is suivant:
            return EtEnsuite(
                geste=offert.transition.geste,
                libelle=offert.transition.geste.libelle,
                obstacles=[ObstacleVu.depuis(o) for o in offert.obstacles],
            )
    return None

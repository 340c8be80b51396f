"""Le diagnostic : l'étudier, le déposer, le présenter au comité de suivi."""

from modeles.etapes import Geste
from modeles.vocabulaire import AvisComite, NatureReunion, Partie
from workflows.demonstration.chapitres.reunions import CompteRendu, Seance, convoquer, tenir
from workflows.demonstration.recit import Recit

PRESTATIONS = "Observatoire des prestations familiales"
TABLEAU_DE_BORD = "Tableau de bord de l'accès aux droits"
DELAI_URGENT = 12


def etudier(r: Recit) -> None:
    """Sources, entretiens, constats, enjeux : de quoi écrire le diagnostic."""
    quand = r.le.year
    for titre, producteur, recul in (
        ("Fichier localisé social et fiscal", "Insee", 3),
        (PRESTATIONS, "Caisse d'allocations familiales", 1),
        (TABLEAU_DE_BORD, r.decor.territoire.collectivite, 1),
    ):
        r.saisir(
            "source",
            titre=titre,
            producteur=producteur,
            annee=quand - recul,
            maille="intercommunale",
            fiabilite="A",
        )
    _mener_les_entretiens(r)
    for rang, constat in enumerate(r.decor.constats, 1):
        r.saisir(
            "constat",
            axe=constat.axe,
            texte=constat.texte,
            preuve=constat.preuve,
            gravite=1 + rang % 3,
            publics=constat.publics,
            zones=constat.zones,
            source=PRESTATIONS if rang == 1 else TABLEAU_DE_BORD,
        )
        r.saisir("enjeu", axe=constat.axe, libelle=constat.enjeu, constats=[rang])


def _mener_les_entretiens(r: Recit) -> None:
    """Un entretien par organisme partenaire ; le dernier n'a pas pu se tenir."""
    partenaires = [p for p in r.decor.personnes if p.poste.partie is Partie.PARTENAIRE]
    for rang, personne in enumerate(partenaires, 1):
        tenu = rang < len(partenaires)
        r.saisir(
            "entretien",
            organisme=personne.organisme,
            fonction=personne.poste.masculin,
            prevu_le=r.le.isoformat(),
            realise_le=r.le.isoformat() if tenu else None,
            axes=["DROITS"],
            propositions="Partager un même annuaire et se voir chaque trimestre." if tenu else "",
        )


def deposer_le_diagnostic(r: Recit, *, urgence: bool = False) -> Seance:
    """Convoque le comité de suivi et dépose le rapport ; rend la séance où il sera examiné."""
    seance = convoquer(r, NatureReunion.COMITE_SUIVI, delai=DELAI_URGENT if urgence else None)
    r.passer(3)
    r.faire(Geste.DEPOSER_DIAGNOSTIC)
    return seance


def presenter(r: Recit, seance: Seance, avis: AvisComite, decision: str) -> None:
    """Le comité de suivi entend le diagnostic et se prononce."""
    compte_rendu = CompteRendu(
        f"Le comité examine le diagnostic. Sa décision : {decision[:1].lower()}{decision[1:]}.",
        (
            "Les constats sont présentés axe par axe, avec leurs sources et leurs limites.",
            "Les membres demandent que les zones et les publics soient nommés.",
            "La décision est prise par les deux coprésidents, après un tour de table.",
        ),
        decision,
        avis,
    )
    tenir(r, seance, compte_rendu)
    r.passer(2)

"""Ce qu'une campagne attend d'un territoire : l'aménager, le recevoir, constater l'échéance."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from documents.formats import date_courte
from modeles.campagne import Amenagement, Attendu
from modeles.demarche import Demarche
from modeles.echeance import Echeance
from modeles.erreurs import Introuvable, Obstacle
from modeles.etapes import Geste
from modeles.journalisation import signer
from modeles.reference.registre import registre
from modeles.remise import Remise
from modeles.requetes import demarche_verrouillee, echeances_ouvertes
from modeles.requetes_campagnes import attendu_de, attendus_de_la_demarche
from modeles.requetes_valeurs import valeurs_courantes
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire_annuel import EtatCampagne, GenreCampagne, NatureAmenagement, StatutValeur
from workflows.calculs.jours import premier_jour_ouvre
from workflows.campagnes import rattacher
from workflows.commandes.bordereau import Auteur
from workflows.echeances import actualiser
from workflows.refus import Empeche
from workflows.regles.campagnes import SUSPENSION_POUR_DIFFICULTE, echeance_de, est_hors_delai
from workflows.regles.collecte import (
    ORIGINE_ECHEANCE,
    Completude,
    completude,
    indicateurs_attendus,
    manquants,
)

N = NatureAmenagement
AUTOMATE = "Jalons"


def attendu_designe(session: Session, demarche: Demarche, genre: GenreCampagne, exercice: int) -> Attendu:
    """Ce que la campagne attend de cette démarche. Lève `Introuvable`."""
    attendu = attendu_de(session, demarche.id, genre, exercice)
    if attendu is None:
        connus = ", ".join(
            f"{a.campagne.genre.libelle} {a.campagne.exercice}"
            for a in attendus_de_la_demarche(session, demarche.id)
        )
        raise Introuvable(
            f"« {demarche.territoire.nom} » : la campagne « {genre.libelle} {exercice} » n'en attend rien.",
            f"Campagnes qui attendent ce territoire : {connus or 'aucune'}.",
            "Ouvrez la campagne de la région, ou désignez l'une de celles-ci.",
        )
    return attendu


def amenager(
    session: Session,
    attendu: Attendu,
    nature: NatureAmenagement,
    motif: str,
    auteur: Auteur,
    *,
    jusqu_au: date | None = None,
) -> Amenagement:
    """Accorde un report, redonne la main, note une difficulté ou une promesse. Rien n'est effacé.

    Une difficulté suspend l'escalade quinze jours ; le reste demande une date, reportée au premier jour ouvré.
    Lève `Empeche` sans motif, sans date, ou si la date n'apporte rien.
    """
    signer(session, auteur.par)
    demarche_verrouillee(session, attendu.demarche_id)
    if nature is N.DIFFICULTE and jusqu_au is None:
        jusqu_au = auteur.le + SUSPENSION_POUR_DIFFICULTE
    alsace_moselle = registre().territoire(attendu.demarche.territoire_code).alsace_moselle
    terme = premier_jour_ouvre(jusqu_au, alsace_moselle) if jusqu_au else None
    if obstacles := list(_obstacles_a_l_amenagement(attendu, nature, motif, terme, auteur.le)):
        nom = attendu.demarche.territoire.nom
        raise Empeche(f"« {nom} » : « {nature.libelle} » ne peut pas être inscrit.", obstacles)
    assert terme is not None
    amenagement = Amenagement(
        attendu_id=attendu.id,
        numero=len(attendu.amenagements) + 1,
        nature=nature,
        jusqu_au=terme,
        motif=motif.strip(),
        par=auteur.par,
        saisi_le=auteur.saisi_le,
    )
    attendu.amenagements.append(amenagement)
    session.flush()
    _accorder_l_echeance_du_contrat(attendu, echeances_ouvertes(session, attendu.demarche_id))
    return amenagement


def _obstacles_a_l_amenagement(
    attendu: Attendu, nature: NatureAmenagement, motif: str, terme: date | None, le: date
) -> Iterator[Obstacle]:
    if not motif.strip():
        yield Obstacle("il n'a pas de motif", "Dites pourquoi, en une phrase.", ou="motif")
    if terme is None:
        yield Obstacle("il n'a pas de date", "Dites jusqu'à quand.", ou="jusqu_au")
        return
    if terme < le:
        yield Obstacle(f"le {date_courte(terme)} est passé", "Donnez une date à venir.", ou="jusqu_au")
    if nature is N.REPORT and terme <= echeance_de(attendu):
        yield Obstacle(
            f"l'échéance est déjà le {date_courte(echeance_de(attendu))}",
            "Donnez une date plus lointaine.",
            ou="jusqu_au",
        )
    if nature is N.REPORT and attendu.recu_le is not None:
        recu = date_courte(attendu.recu_le)
        yield Obstacle(f"la réponse est reçue depuis le {recu}", "Redonnez la main si elle doit changer.")


class Avancee(NamedTuple):
    """Où en est un attendu d'indicateurs : le décompte, et ce qui manque."""

    completude: Completude
    manquants: list[str]


def avancee(session: Session, attendu: Attendu) -> Avancee:
    """Combien d'indicateurs ont une réponse, et lesquels n'en ont pas. Vide pour une autre sorte de campagne."""
    if attendu.campagne.genre is not GenreCampagne.INDICATEURS:
        return Avancee(Completude(int(attendu.recu_le is not None), 1), [])
    attendus = indicateurs_attendus(attendu.demarche, attendu.campagne.exercice)
    courantes = valeurs_courantes(session, [attendu.demarche_id], attendu.campagne.exercice)
    absents = [f"{i.fiche.code}, {i.libelle}" for i in manquants(attendus, courantes)]
    return Avancee(completude(attendus, courantes), absents)


def recevoir(session: Session, attendu: Attendu, le: date, par: str) -> None:
    """Inscrit la réception : remise, échéance satisfaite. Lève `Empeche` sous le seuil de complétude."""
    signer(session, par)
    if attendu.campagne.genre is not GenreCampagne.INDICATEURS:
        _inscrire_la_reception(session, attendu, le, par, complete=True)
        return
    etat, seuil = avancee(session, attendu), attendu.campagne.seuil_completude
    if etat.completude.pour_cent < seuil:
        raise Empeche(
            f"« {attendu.demarche.territoire.nom} » : la réponse ne peut pas être dite reçue.",
            [
                Obstacle(
                    f"{etat.completude} indicateurs ont une réponse, il en faut {seuil} % "
                    f"(manquent : {' ; '.join(etat.manquants)})",
                    "Complétez, ou dites pourquoi l'indicateur n'est pas renseigné.",
                    ou="valeurs",
                )
            ],
        )
    _inscrire_la_reception(session, attendu, le, par, complete=etat.completude.pour_cent == 100)


def constater_la_reception(session: Session, attendu: Attendu, le: date, par: str) -> bool:
    """Après une saisie : inscrit la réception si le seuil est atteint. Vrai si elle vient de l'être."""
    decompte = avancee(session, attendu).completude
    if attendu.recu_le is not None:
        attendu.partiel = attendu.partiel and decompte.pour_cent < 100
        return False
    if decompte.pour_cent < attendu.campagne.seuil_completude:
        return False
    _inscrire_la_reception(session, attendu, le, par, complete=decompte.pour_cent == 100)
    return True


def _inscrire_la_reception(session: Session, attendu: Attendu, le: date, par: str, *, complete: bool) -> None:
    if attendu.recu_le is None:
        attendu.recu_le, attendu.recu_par = le, par
    attendu.partiel = not complete
    campagne = attendu.campagne
    consigner_la_remise(session, attendu.demarche, campagne.genre, campagne.exercice, le=le, par=par)


def consigner_la_remise(
    session: Session, demarche: Demarche, genre: GenreCampagne, exercice: int, *, le: date, par: str
) -> None:
    """Inscrit la remise, si elle ne l'est pas, et ferme l'échéance du contrat qui l'attendait."""
    if not any((r.echeance, r.exercice) == (genre.value, exercice) for r in demarche.remises):
        demarche.remises.append(
            Remise(demarche_id=demarche.id, echeance=genre.value, exercice=exercice, remise_le=le, par=par)
        )
    session.flush()
    actualiser(demarche, echeances_ouvertes(session, demarche.id), le)


def _accorder_l_echeance_du_contrat(attendu: Attendu, ouvertes: Iterable[Echeance]) -> None:
    """L'échéance posée par le contrat suit celle de la campagne, report compris : il n'y a qu'un retard."""
    campagne = attendu.campagne
    for echeance in ouvertes:
        if echeance.attend == f"contrat:{campagne.genre.value}:{campagne.exercice}":
            echeance.le = echeance_de(attendu)


def constater_l_echeance(session: Session, attendu: Attendu, auteur: Auteur) -> int:
    """Passé l'échéance, chaque indicateur sans réponse devient « non renseigné ». Refait, n'écrit rien de plus."""
    campagne = attendu.campagne
    if campagne.genre is not GenreCampagne.INDICATEURS or not est_hors_delai(attendu, auteur.le):
        return 0
    connues = valeurs_courantes(session, [attendu.demarche_id], campagne.exercice)
    muets = [i for i in indicateurs_attendus(attendu.demarche, campagne.exercice) if i.id not in connues]
    session.add_all(
        ValeurIndicateur(
            indicateur_id=i.id,
            exercice=campagne.exercice,
            numero=1,
            statut=StatutValeur.NON_RENSEIGNE,
            motif=f"Aucune réponse à l'échéance du {date_courte(echeance_de(attendu))}",
            origine=ORIGINE_ECHEANCE,
            par=auteur.par,
            saisi_le=auteur.saisi_le,
            hors_delai=True,
        )
        for i in muets
    )
    session.flush()
    return len(muets)


def actualiser_les_attendus(session: Session, demarche: Demarche, auteur: Auteur) -> None:
    """La tournée d'une démarche : la rattacher, reprendre les remises déjà consignées, constater les échéances."""
    rattacher(session, demarche, auteur.le)
    session.flush()
    ouvertes = echeances_ouvertes(session, demarche.id)
    for attendu in attendus_de_la_demarche(session, demarche.id):
        if attendu.campagne.etat is EtatCampagne.CLOSE:
            continue
        if _reprendre_la_remise(attendu, auteur.le):
            attendu.partiel = avancee(session, attendu).completude.pour_cent < 100
        _accorder_l_echeance_du_contrat(attendu, ouvertes)
        constater_l_echeance(session, attendu, auteur)


def _reprendre_la_remise(attendu: Attendu, le: date) -> bool:
    """Une remise consignée à la main, ou l'évaluation remise par son geste, vaut réception. Vrai si elle est neuve."""
    if attendu.recu_le is not None:
        return False
    campagne, demarche = attendu.campagne, attendu.demarche
    for remise in demarche.remises:
        code, annee = campagne.genre.value, campagne.exercice
        if (remise.echeance, remise.exercice) == (code, annee) and remise.remise_le <= le:
            attendu.recu_le, attendu.recu_par = remise.remise_le, remise.par
    if campagne.genre is GenreCampagne.EVALUATION_MI_PARCOURS:
        for passage in demarche.passages:
            if passage.geste is Geste.REMETTRE_EVALUATION and campagne.ouverte_le <= passage.survenu_le <= le:
                attendu.recu_le, attendu.recu_par = passage.survenu_le, passage.par
    return attendu.recu_le is not None

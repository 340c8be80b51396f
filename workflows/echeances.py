"""Les échéances : lesquelles suivent un passage, et lesquelles sont satisfaites."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from modeles.demarche import Demarche, Passage
from modeles.echeance import Echeance
from modeles.etapes import TERMINALES, Etape, Geste
from modeles.reference.registre import registre
from modeles.reunion import Reunion
from modeles.vocabulaire import EtatEcheance, NatureReunion, Partie
from workflows.calculs.delais import fin_de_recours
from workflows.calculs.jours import ajouter_jours_ouvres

INFORMATION = "information"


class EcheanceDue(NamedTuple):
    """Ce que quelqu'un doit faire avant une date ; `attend` dit ce qui la satisfera."""

    libelle: str
    le: date
    a_qui: Partie
    attend: str


def echeances_de(demarche: Demarche, passage: Passage) -> Iterator[EcheanceDue]:
    """Les échéances qui naissent d'un passage, dans l'ordre où on les lira."""
    if passage.vers is not passage.de:
        yield from _de_l_etape(demarche, passage)
    par_geste = {
        Geste.CONVOQUER: _reponse_attendue,
        Geste.TENIR_REUNION: _compte_rendu_attendu,
        Geste.ADOPTER_DIAGNOSTIC: _reserves_attendues,
        Geste.ADOPTER_SANS_PRESELECTION: _reserves_attendues,
        Geste.DEMANDER_COMPLEMENTS: _complements_attendus,
        Geste.REFUSER_DIAGNOSTIC: _complements_attendus,
        Geste.RENDRE_EXECUTOIRE: _recours,
        Geste.NOTIFIER: _vie_du_contrat,
        Geste.REPRISE: _vie_du_contrat_repris,
        Geste.SUSPENDRE: _reprise_attendue,
    }
    if passage.geste in par_geste:
        yield from par_geste[passage.geste](demarche, passage)


def _de_l_etape(demarche: Demarche, passage: Passage) -> Iterator[EcheanceDue]:
    duree = registre().type_de_contrat(demarche.type_contrat).duree(passage.vers)
    if duree is not None:
        yield EcheanceDue(
            f"Achever l'étape « {passage.vers.libelle} » (durée cible : {duree.cible_jours} jours)",
            passage.survenu_le + timedelta(days=duree.cible_jours),
            Partie.COLLECTIVITE if duree.alerter[:1] == ("collectivite",) else Partie.ETAT,
            f"etape:{passage.vers.value}:{passage.sequence}",
        )


def _reunion(demarche: Demarche, passage: Passage) -> Reunion:
    return next(r for r in demarche.reunions if r.numero == passage.donnees["reunion"])


def _reponse_attendue(demarche: Demarche, passage: Passage) -> Iterator[EcheanceDue]:
    reunion = _reunion(demarche, passage)
    if reunion.reponse_avant_le is not None:
        yield EcheanceDue(
            "Faire connaître les participants à la réunion",
            reunion.reponse_avant_le,
            Partie.COLLECTIVITE,
            f"tenue:{reunion.numero}",
        )


def _compte_rendu_attendu(demarche: Demarche, passage: Passage) -> Iterator[EcheanceDue]:
    reunion, delais = _reunion(demarche, passage), registre().type_de_contrat(demarche.type_contrat).delais
    if reunion.nature is NatureReunion.ATELIER:
        le = passage.survenu_le + timedelta(days=delais.compte_rendu_atelier_jours)
    else:
        le = ajouter_jours_ouvres(passage.survenu_le, delais.compte_rendu_jours_ouvres)
    yield EcheanceDue(
        "Valider et diffuser le compte rendu de la réunion", le, Partie.ETAT, f"compte_rendu:{reunion.numero}"
    )


def _reserves_attendues(demarche: Demarche, passage: Passage) -> Iterator[EcheanceDue]:
    for reserve in passage.donnees.get("reserves", []):
        yield EcheanceDue(
            f"Lever la réserve du comité : {reserve['libelle']}",
            date.fromisoformat(reserve["echeance_le"]),
            Partie.COLLECTIVITE,
            f"reserve:{reserve['libelle']}",
        )


def _complements_attendus(demarche: Demarche, passage: Passage) -> Iterator[EcheanceDue]:
    yield EcheanceDue(
        "Compléter le diagnostic et le déposer de nouveau",
        date.fromisoformat(passage.donnees["echeance_le"]),
        Partie.COLLECTIVITE,
        f"etape:{Etape.DIAGNOSTIC.value}:{passage.sequence}",
    )


def _recours(demarche: Demarche, passage: Passage) -> Iterator[EcheanceDue]:
    transmise_le = demarche.deliberations[-1].transmise_le
    if transmise_le is not None:
        yield EcheanceDue(
            "Fin du délai de recours contre la délibération",
            fin_de_recours(transmise_le),
            Partie.ETAT,
            INFORMATION,
        )


def _vie_du_contrat(demarche: Demarche, passage: Passage) -> Iterator[EcheanceDue]:
    for modele in registre().type_de_contrat(demarche.type_contrat).echeances:
        exercices = demarche.annees if modele.le is None else (modele.le.year,)
        for exercice in exercices:
            le = modele.pour(exercice)
            if le > passage.survenu_le:
                titre = f"{modele.libelle} ({exercice})" if modele.annuelle else modele.libelle
                yield EcheanceDue(titre, le, Partie.COLLECTIVITE, f"contrat:{modele.code}:{exercice}")


def _vie_du_contrat_repris(demarche: Demarche, passage: Passage) -> Iterator[EcheanceDue]:
    if passage.vers is Etape.EXECUTION:
        yield from _vie_du_contrat(demarche, passage)


def _reprise_attendue(demarche: Demarche, passage: Passage) -> Iterator[EcheanceDue]:
    yield EcheanceDue(
        "Fin prévisible de la suspension : reprendre la démarche ou l'abandonner",
        date.fromisoformat(passage.donnees["jusqu_au"]),
        Partie.ETAT,
        f"etape:{Etape.SUSPENDU.value}:{passage.sequence}",
    )


def actualiser(demarche: Demarche, echeances: Iterable[Echeance], le: date) -> None:
    """Ferme les échéances satisfaites ; celles d'une démarche finie deviennent caduques."""
    for echeance in echeances:
        if echeance.etat is not EtatEcheance.OUVERTE:
            continue
        if satisfaite(demarche, echeance.attend):
            echeance.etat, echeance.close_le = EtatEcheance.SATISFAITE, le
        elif demarche.etape in TERMINALES:
            echeance.etat, echeance.close_le = EtatEcheance.CADUQUE, le


def satisfaite(demarche: Demarche, attend: str) -> bool:
    """Vrai si ce que l'échéance attend est arrivé."""
    genre, _, reste = attend.partition(":")
    if genre == "etape":
        etape, sequence = reste.split(":")
        suivants = demarche.passages[int(sequence) :]
        return any(p.de.value == etape and p.vers is not p.de for p in suivants)
    if genre in ("compte_rendu", "tenue"):
        reunion = next(r for r in demarche.reunions if r.numero == int(reste))
        return (reunion.compte_rendu_valide_le if genre == "compte_rendu" else reunion.tenue_le) is not None
    if genre == "contrat":
        code, exercice = reste.split(":")
        if code == "evaluation_mi_parcours":
            return any(p.geste is Geste.REMETTRE_EVALUATION for p in demarche.passages)
        return any(r.echeance == code and r.exercice == int(exercice) for r in demarche.remises)
    if genre == "reserve":
        return any(r.libelle == reste and r.levee_le is not None for r in demarche.reserves)
    return False

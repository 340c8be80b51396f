"""Ce que l'état d'une démarche fait attendre de quelqu'un : un visa, une signature, une notification, un versement,
une fiche à reprendre.

Chacun devient une échéance comme les autres : « Ma région », « À faire », les calendriers et les relances lisent la
même, et rien n'est calculé deux fois. Le compte rendu d'une réunion naît, lui, avec la réunion (`workflows.echeances`).
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlmodel import Session

from modeles.avenant import EtatAvenant
from modeles.calendrier import fin_adoptee
from modeles.convention import ProjetConvention
from modeles.demarche import Demarche
from modeles.echeance import Echeance
from modeles.etapes import TERMINALES, Etape, Geste
from modeles.exercice import Exercice
from modeles.reference.registre import registre
from modeles.requetes import demarche_verrouillee
from modeles.requetes_exercices import exercices_de
from modeles.requetes_suivi import echeances_attendant
from modeles.vocabulaire import EtatEcheance, Partie, StatutFiche
from modeles.vocabulaire_annuel import EtatExercice
from modeles.vocabulaire_relances import GenreDEcheance
from workflows.calculs.jours import ajouter_jours_ouvres, premier_jour_ouvre
from workflows.echeances import EcheanceDue

VISA, SIGNATURE, NOTIFICATION = GenreDEcheance.VISA, GenreDEcheance.SIGNATURE, GenreDEcheance.NOTIFICATION
VERSEMENT, FICHE = GenreDEcheance.VERSEMENT, GenreDEcheance.FICHE
DEDUITS = (VISA, SIGNATURE, NOTIFICATION, VERSEMENT, FICHE)
A_REPRENDRE = (StatutFiche.BROUILLON, StatutFiche.A_CORRIGER)
A_VERSER = (Etape.EXECUTION, Etape.EVALUATION_MI_PARCOURS, Etape.CLOTURE)


def attendus_du_parcours(
    demarche: Demarche, exercices: Sequence[Exercice], le: date
) -> Iterator[EcheanceDue]:
    """Tout ce que cet état fait attendre ; `le` est le jour où on le constate."""
    yield from _visa(demarche)
    yield from _signature_et_notification(demarche)
    yield from _versements(demarche, exercices)
    yield from _fiches(demarche, le)


def _visa(demarche: Demarche) -> Iterator[EcheanceDue]:
    projet, texte = _texte_a_viser(demarche)
    if projet is not None and projet.visa_dreets_le is None:
        delai = registre().type_de_contrat(demarche.type_contrat).delais.visa_jours_ouvres
        yield EcheanceDue(
            f"Viser les crédits {texte} (version {projet.version})",
            ajouter_jours_ouvres(projet.fige_le, delai),
            Partie.ETAT,
            f"{VISA.value}:{projet.version}",
        )


def _texte_a_viser(demarche: Demarche) -> tuple[ProjetConvention | None, str]:
    """Le projet figé, de convention ou d'avenant, qui attend ou a attendu son visa, et comment il se nomme."""
    if demarche.etape is Etape.CONTRACTUALISATION and demarche.projets:
        return demarche.projets[-1], "du projet de convention"
    avenant = next((a for a in demarche.avenants if a.etat is EtatAvenant.FIGE), None)
    if avenant is None:
        return None, ""
    projet = next(p for p in demarche.projets if p.version == avenant.projet_version)
    return projet, f"du projet d'avenant n° {avenant.numero}"


def _signature_et_notification(demarche: Demarche) -> Iterator[EcheanceDue]:
    if demarche.etape is not Etape.SIGNATURE or not demarche.projets:
        return
    projet, contrat = demarche.projets[-1], registre().type_de_contrat(demarche.type_contrat)
    duree = contrat.duree(Etape.SIGNATURE)
    if not _signe_par(projet, Partie.ETAT) and duree is not None:
        yield EcheanceDue(
            "Faire signer le contrat par l'État",
            premier_jour_ouvre(demarche.depuis_le + timedelta(days=duree.cible_jours)),
            Partie.ETAT,
            f"{SIGNATURE.value}:{projet.version}",
        )
    if _signe_par(projet, Partie.ETAT) and _signe_par(projet, Partie.COLLECTIVITE):
        signe_le = max(s.signee_le for s in projet.signatures)
        yield EcheanceDue(
            "Notifier le contrat signé",
            ajouter_jours_ouvres(signe_le, contrat.delais.notification_jours_ouvres),
            Partie.ETAT,
            f"{NOTIFICATION.value}:{projet.version}",
        )


def _signe_par(projet: ProjetConvention, partie: Partie) -> bool:
    return any(s.partie is partie for s in projet.signatures)


def _versements(demarche: Demarche, exercices: Sequence[Exercice]) -> Iterator[EcheanceDue]:
    """L'exercice 2025 se verse en décembre 2026 au plus tard (dossier de domaine, § 13)."""
    if demarche.etape in A_VERSER:
        for exercice in exercices:
            if exercice.etat is not EtatExercice.VERSE:
                yield EcheanceDue(
                    f"Verser les crédits au titre de l'exercice {exercice.annee}",
                    date(exercice.annee + 1, 12, 31),
                    Partie.ETAT,
                    f"{VERSEMENT.value}:{exercice.annee}",
                )


def _fiches(demarche: Demarche, le: date) -> Iterator[EcheanceDue]:
    """Une fiche renvoyée, ou pas encore soumise. Sans calendrier adopté, un brouillon n'a pas de date de retour."""
    if demarche.etape is not Etape.FICHES:
        return
    fin = fin_adoptee(demarche, Etape.FICHES)
    delai = registre().type_de_contrat(demarche.type_contrat).delais.retour_de_fiche_jours
    for fiche in demarche.fiches:
        renvoyee = fiche.statut is StatutFiche.A_CORRIGER
        if renvoyee or (fiche.statut is StatutFiche.BROUILLON and fin is not None):
            retour_le = fin if fin and (not renvoyee or fin > le) else le + timedelta(days=delai)
            yield EcheanceDue(
                f"{'Corriger' if renvoyee else 'Compléter'} la fiche {fiche.code} et la soumettre",
                premier_jour_ouvre(retour_le),
                Partie.COLLECTIVITE,
                f"{FICHE.value}:{fiche.code}:{fiche.version}",
            )


def poser_les_attendus(session: Session, demarche: Demarche, le: date) -> None:
    """Ouvre les échéances que l'état de la démarche appelle, ferme celles qu'il n'appelle plus.

    Refait, n'ajoute rien. Une démarche suspendue garde les siennes.
    """
    if demarche.etape is Etape.SUSPENDU or demarche.etape in TERMINALES or not demarche.passages:
        return
    demarche_verrouillee(session, demarche.id)
    exercices = exercices_de(session, demarche.id)
    dus = {due.attend: due for due in attendus_du_parcours(demarche, exercices, le)}
    posees = {e.attend: e for e in echeances_attendant(session, demarche.id, DEDUITS)}
    session.add_all(_nouvelle(demarche, due) for attend, due in dus.items() if attend not in posees)
    for attend, echeance in posees.items():
        if attend in dus:
            _rouvrir(echeance, demarche)
        elif echeance.etat is EtatEcheance.OUVERTE:
            fait = _fait(demarche, exercices, attend)
            echeance.etat = EtatEcheance.SATISFAITE if fait else EtatEcheance.CADUQUE
            echeance.close_le = le
    session.flush()


def _nouvelle(demarche: Demarche, due: EcheanceDue) -> Echeance:
    return Echeance(
        demarche_id=demarche.id,
        passage_id=demarche.passages[-1].id,
        cle_effet=f"{demarche.id}:{due.attend}",
        **due._asdict(),
    )


def _rouvrir(echeance: Echeance, demarche: Demarche) -> None:
    """Ce qu'on croyait fait est de nouveau attendu ; un calendrier repoussé repousse le retour des fiches."""
    echeance.etat, echeance.close_le = EtatEcheance.OUVERTE, None
    fin = fin_adoptee(demarche, Etape.FICHES)
    if echeance.attend.startswith(f"{FICHE.value}:") and fin is not None:
        echeance.le = max(echeance.le, premier_jour_ouvre(fin))


def _fait(demarche: Demarche, exercices: Sequence[Exercice], attend: str) -> bool:
    """Vrai si l'échéance se ferme parce que la chose est arrivée ; faux si elle n'a plus d'objet."""
    genre, cle, *_ = attend.split(":")
    projet = next((p for p in demarche.projets if str(p.version) == cle), None)
    match GenreDEcheance(genre):
        case GenreDEcheance.VISA:
            return projet is not None and projet.visa_dreets_le is not None
        case GenreDEcheance.SIGNATURE:
            return projet is not None and _signe_par(projet, Partie.ETAT)
        case GenreDEcheance.NOTIFICATION:
            return any(p.geste is Geste.NOTIFIER for p in demarche.passages)
        case GenreDEcheance.VERSEMENT:
            return any(str(e.annee) == cle and e.etat is EtatExercice.VERSE for e in exercices)
        case _:
            return any(f.code == cle and f.statut not in A_REPRENDRE for f in demarche.fiches)

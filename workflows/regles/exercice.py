"""Ce qui retient chaque geste du cycle annuel (dossier de domaine, § 13)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from documents.formats import date_courte, euros, liste_et
from modeles.campagne import Attendu
from modeles.demarche import Demarche
from modeles.erreurs import Gravite, Obstacle
from modeles.etapes import Geste
from modeles.exercice import Exercice
from modeles.reference.registre import registre
from modeles.vocabulaire_annuel import EtatCampagne, EtatExercice, GesteAnnuel, NatureAmenagement
from workflows.regles.campagnes import dernier, echeance_de, joignables
from workflows.regles.collecte import Completude, fiches_suivies, indicateurs_attendus

ECART_A_EXPLIQUER = 10
AVENANT_SIGNE = (Geste.SIGNER_AVENANT, Geste.AVENANT_SIGNE)
AVANT_LE_RAPPORT = (
    EtatExercice.OUVERT,
    EtatExercice.COLLECTE,
    EtatExercice.COLLECTE_CLOSE,
    EtatExercice.CONTROLE,
)


class FaitsDExercice(NamedTuple):
    """Ce qu'une garde du cycle peut savoir. `donnees` : ce que le geste apporte, s'il apporte quelque chose."""

    exercice: Exercice
    attendu: Attendu | None
    completude: Completude
    contestes: int
    precedent: Exercice | None
    le: date
    donnees: Mapping[str, Any] | None = None

    @property
    def demarche(self) -> Demarche:
        return self.exercice.demarche


GardeAnnuelle = Callable[[FaitsDExercice], Iterable[Obstacle]]


def sans_obstacle(faits: FaitsDExercice) -> tuple[Obstacle, ...]:
    """Rien, si le geste est fait à son heure."""
    return ()


def obstacles_a_la_collecte(faits: FaitsDExercice) -> Iterator[Obstacle]:
    """Campagne ouverte, indicateurs et cibles figés par le contrat, destinataires connus."""
    annee = faits.exercice.annee
    if faits.attendu is None:
        yield Obstacle(
            f"aucune campagne ne demande les indicateurs de {annee} à ce territoire",
            "Ouvrez la campagne de la région.",
            ou="campagne",
        )
    if not indicateurs_attendus(faits.demarche, annee):
        yield Obstacle(
            f"aucune fiche inscrite au contrat n'a d'indicateur pour {annee}",
            "Vérifiez les fiches du contrat.",
            ou="fiches",
        )
    if not joignables(faits.demarche):
        yield Obstacle(
            "aucun référent de la collectivité n'a d'adresse électronique",
            "Complétez les contacts du territoire.",
            ou="contacts",
        )


def obstacles_a_la_cloture_de_la_collecte(faits: FaitsDExercice) -> Iterator[Obstacle]:
    """L'échéance est passée, ou la réponse est complète, ou la campagne est close."""
    attendu = faits.attendu
    if attendu is None or attendu.campagne.etat is EtatCampagne.CLOSE:
        return
    rendue = dernier(attendu, NatureAmenagement.MAIN_RENDUE)
    terme = max(echeance_de(attendu), rendue.jusqu_au if rendue else date.min)
    complete = attendu.recu_le is not None and not attendu.partiel and not faits.contestes
    if faits.le <= terme and not complete:
        yield Obstacle(
            f"la collectivité a jusqu'au {date_courte(terme)} pour répondre",
            "Attendez sa réponse ou l'échéance.",
            ou="campagne",
        )


def obstacles_au_controle(faits: FaitsDExercice) -> Iterator[Obstacle]:
    """Au moins un indicateur a reçu une réponse."""
    if not faits.completude.repondus:
        yield Obstacle(
            "aucun indicateur n'a reçu de réponse",
            "Relancez la collectivité, ou redonnez-lui la main.",
            ou="valeurs",
        )


def obstacles_au_rapport(faits: FaitsDExercice) -> Iterator[Obstacle]:
    """Le rapport dit l'exécution de chaque fiche de l'exercice, et d'elles seules."""
    attendues = {f.code for f in fiches_suivies(faits.demarche, faits.exercice.annee)}
    lignes = _executions(faits.donnees)
    muettes = sorted(attendues - {c for c, x in lignes.items() if x.get("realise")})
    if muettes and faits.donnees is not None:
        yield Obstacle(
            f"le rapport ne dit pas ce qui a été réalisé pour {liste_et(muettes)}",
            "Complétez l'exécution de chaque fiche.",
            ou="executions",
        )
    inconnues = sorted(set(lignes) - attendues)
    if inconnues:
        yield Obstacle(
            f"le contrat ne prévoit pas cette année-là {liste_et(inconnues)}",
            "Corrigez les codes des fiches.",
            ou="executions",
        )
    if faits.donnees is not None and not _delibere(faits.donnees):
        yield Obstacle(
            "la délibération qui adopte le rapport n'est pas donnée",
            "Donnez son numéro et sa date dès qu'elle est votée.",
            gravite=Gravite.AVERTISSEMENT,
            ou="deliberation_numero",
        )


def obstacles_a_la_recevabilite(faits: FaitsDExercice) -> Iterator[Obstacle]:
    """Rapport délibéré, exécution dans le montant du contrat, écarts de plus de 10 % expliqués."""
    rapport = dernier_rapport(faits.exercice) or {}
    if not _delibere(rapport):
        yield Obstacle(
            "la délibération qui adopte le rapport n'est pas donnée",
            "Déposez de nouveau le rapport, avec le numéro et la date de la délibération.",
            ou="rapport",
        )
    lignes, prevus = _executions(rapport), _prevus(faits)
    paye = sum(x.get("paye_centimes") or 0 for x in lignes.values())
    if paye > sum(prevus.values()):
        yield Obstacle(
            f"le rapport justifie {euros(paye)}, le contrat en prévoit {euros(sum(prevus.values()))}",
            "Faites corriger le rapport : l'État ne prend en charge que ce qui est contractualisé.",
            ou="rapport",
        )
    yield from _ecarts(lignes, prevus)


def obstacles_a_l_avenant(faits: FaitsDExercice) -> Iterator[Obstacle]:
    """Le comité de suivi annuel l'a décidé."""
    if faits.donnees and faits.donnees["comite_le"] > faits.le.isoformat():
        yield Obstacle("le comité n'a pas encore eu lieu", "Attendez sa décision.", ou="comite_le")


def obstacles_au_versement(faits: FaitsDExercice) -> Iterator[Obstacle]:
    """Le rapport de l'exercice précédent est reçu, si le type de contrat l'exige."""
    exige = registre().type_de_contrat(faits.demarche.type_contrat).rapport_avant_versement
    if exige and faits.precedent is not None and faits.precedent.etat in AVANT_LE_RAPPORT:
        yield Obstacle(
            f"le rapport de l'exercice {faits.precedent.annee} n'est pas reçu",
            "Les crédits suivants ne s'ouvrent qu'ensuite : relancez la collectivité.",
            ou="rapport",
        )


def obstacles_a_l_avenant_signe(faits: FaitsDExercice) -> Iterator[Obstacle]:
    """L'avenant est délibéré et signé, comme le contrat ; le rapport précédent est reçu."""
    ouvert_le = next(
        (p.survenu_le for p in reversed(faits.exercice.passages) if p.geste is GesteAnnuel.OUVRIR_AVENANT),
        date.min,
    )
    signes = [p for p in faits.demarche.passages if p.geste in AVENANT_SIGNE]
    if not any(p.survenu_le >= ouvert_le for p in signes):
        yield Obstacle("aucun avenant n'a été signé depuis", "Consignez l'avenant signé.", ou="avenant")
    yield from obstacles_au_versement(faits)


def obstacles_a_la_bascule(faits: FaitsDExercice) -> Iterator[Obstacle]:
    """Le reliquat est arrêté, et l'on dit s'il est reporté, déduit ou reversé."""
    if any(p.geste is GesteAnnuel.BASCULER for p in faits.exercice.passages):
        yield Obstacle("la bascule est déjà faite", "Poursuivez l'exercice suivant.", ou="exercice")
    if faits.donnees is None:
        return
    reliquat, choix = faits.donnees["reliquat_centimes"], faits.donnees.get("choix")
    part_etat = sum(
        ligne.part_etat_centimes
        for f in fiches_suivies(faits.demarche, faits.exercice.annee)
        for ligne in f.budget
        if ligne.annee == faits.exercice.annee
    )
    if reliquat > part_etat:
        yield Obstacle(
            f"le reliquat ({euros(reliquat)}) dépasse la part de l'État de l'exercice ({euros(part_etat)})",
            "Vérifiez le montant arrêté.",
            ou="reliquat_centimes",
        )
    if reliquat and choix is None:
        yield Obstacle(
            "le sort du reliquat n'est pas dit", "Choisissez report, déduction ou reversement.", ou="choix"
        )


def dernier_rapport(exercice: Exercice) -> dict[str, Any] | None:
    """Le rapport d'exécution tel qu'il a été déposé en dernier."""
    depots = [p.donnees for p in exercice.passages if p.geste is GesteAnnuel.DEPOSER_RAPPORT]
    return depots[-1] if depots else None


def _executions(donnees: Mapping[str, Any] | None) -> dict[str, dict[str, Any]]:
    return {x["fiche"]: x for x in (donnees or {}).get("executions", [])}


def _delibere(donnees: Mapping[str, Any]) -> bool:
    return bool(donnees.get("deliberation_numero") and donnees.get("deliberation_le"))


def _prevus(faits: FaitsDExercice) -> dict[str, int]:
    annee = faits.exercice.annee
    return {
        f.code: sum(ligne.total_centimes for ligne in f.budget if ligne.annee == annee)
        for f in fiches_suivies(faits.demarche, annee)
    }


def _ecarts(lignes: Mapping[str, dict[str, Any]], prevus: Mapping[str, int]) -> Iterator[Obstacle]:
    for code, ligne in lignes.items():
        prevu, paye = prevus.get(code, 0), ligne.get("paye_centimes")
        if paye is None or ligne.get("ecart"):
            continue
        if 100 * abs(paye - prevu) > ECART_A_EXPLIQUER * prevu:
            yield Obstacle(
                f"fiche {code} : {euros(paye)} payés pour {euros(prevu)} prévus, sans explication",
                f"Expliquez tout écart de plus de {ECART_A_EXPLIQUER} %.",
                ou=f"executions:{code}",
            )

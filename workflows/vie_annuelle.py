"""La vie annuelle d'un contrat : faire un geste du cycle, et ce que la tournée fait sans personne."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from modeles.demarche import Demarche
from modeles.erreurs import Introuvable, Obstacle
from modeles.etapes import EN_VIE, Etape
from modeles.exercice import Exercice, PassageAnnuel
from modeles.journalisation import signer
from modeles.requetes import demarche_verrouillee
from modeles.requetes_campagnes import attendu_de
from modeles.requetes_exercices import exercices_de
from modeles.requetes_valeurs import valeurs_courantes
from modeles.vocabulaire_annuel import GenreCampagne, GesteAnnuel, NatureAmenagement, StatutValeur
from workflows.attendus import (
    AUTOMATE,
    actualiser_les_attendus,
    amenager,
    attendu_designe,
    consigner_la_remise,
    recevoir,
)
from workflows.attendus_du_parcours import poser_les_attendus
from workflows.commandes.bordereau import Auteur, lire_bordereau
from workflows.commandes.gestes_annuels import donnees_de
from workflows.controle_des_valeurs import Controle, Designation, controler
from workflows.exercice import (
    AUTOMATIQUES,
    TransitionAnnuelle,
    exiger_l_etat,
    franchir_l_annee,
    obstacles_au_geste,
    transitions_de,
)
from workflows.regles.collecte import completude, indicateurs_attendus
from workflows.regles.exercice import FaitsDExercice

G = GesteAnnuel


class GesteAnnuelOffert(NamedTuple):
    """Un geste que le tableau permet maintenant, et tout ce qui l'empêche encore."""

    transition: TransitionAnnuelle
    obstacles: list[Obstacle]


def exercice_designe(session: Session, demarche: Demarche, annee: int) -> Exercice:
    """L'exercice de cette année. Lève `Introuvable` en donnant ceux qui existent."""
    connus = exercices_de(session, demarche.id)
    for exercice in connus:
        if exercice.annee == annee:
            return exercice
    raise Introuvable(
        f"« {demarche.territoire.nom} » n'a pas d'exercice {annee}.",
        f"Exercices ouverts : {', '.join(str(e.annee) for e in connus) or 'aucun'}.",
        "Un exercice s'ouvre avec son année, une fois le contrat en exécution.",
    )


def gestes_annuels_offerts(session: Session, exercice: Exercice, le: date) -> list[GesteAnnuelOffert]:
    """Les gestes du tableau dans cet état, chacun avec ce que sa garde lui oppose ce jour-là."""
    faits = _faits(session, exercice, le)
    return [GesteAnnuelOffert(t, obstacles_au_geste(faits, t)) for t in transitions_de(exercice.etat)]


def avancer_l_exercice(
    session: Session,
    exercice: Exercice,
    geste: GesteAnnuel,
    donnees: Mapping[str, Any],
    auteur: Auteur,
    *,
    motif: str | None = None,
) -> PassageAnnuel:
    """Fait un geste du cycle et ce qu'il entraîne, ensemble ou pas du tout.

    Lève `GesteAnnuelHorsEtat`, `BordereauInvalide`, `SaisieInvalide`, `Empeche`.
    """
    signer(session, auteur.par)
    demarche_verrouillee(session, exercice.demarche_id)
    exiger_l_etat(exercice, geste)
    quoi = f"Le geste « {geste.libelle} » est mal rempli."
    bordereau = lire_bordereau(quoi, donnees_de(geste), donnees).model_dump(mode="json", exclude_none=True)
    faits = _faits(session, exercice, auteur.le, bordereau)
    passage = franchir_l_annee(faits, geste, auteur, motif, bordereau)
    if geste is G.DEMANDER_RECTIFICATION:
        _redonner_la_main(session, exercice, bordereau, motif or "", auteur)
    elif geste is G.DEPOSER_RAPPORT:
        _recevoir_le_rapport(session, exercice, auteur)
    elif geste is G.BASCULER:
        _ouvrir(session, exercice.demarche, exercice.annee + 1, auteur.le)
    session.flush()
    poser_les_attendus(session, exercice.demarche, auteur.le)
    return passage


def actualiser_les_exercices(
    session: Session, demarche: Demarche, jour: date, instant: datetime
) -> list[PassageAnnuel]:
    """La tournée d'une démarche : échéances constatées, exercices ouverts, et les gestes que le temps fait seul.

    Refaite le même jour, elle ne fait rien de plus.
    """
    if demarche.etape not in (*EN_VIE, Etape.CLOTURE, Etape.SUSPENDU):
        return []
    auteur = Auteur(AUTOMATE, jour, instant)
    demarche_verrouillee(session, demarche.id)
    actualiser_les_attendus(session, demarche, auteur)
    effet = demarche.prend_effet_le or demarche.signe_le
    if effet is not None and demarche.etape in EN_VIE:
        for annee in range(max(demarche.annee_debut, effet.year), jour.year + 1):
            _ouvrir(session, demarche, annee, max(effet, date(annee, 1, 1)))
    return [p for e in exercices_de(session, demarche.id) for p in _avancer_seul(session, e, auteur)]


def _avancer_seul(session: Session, exercice: Exercice, auteur: Auteur) -> list[PassageAnnuel]:
    """Les gestes automatiques dont rien n'empêche : la collecte s'ouvre avec la campagne, se clôt à l'échéance."""
    faits = []
    for geste in AUTOMATIQUES:
        transition = next((t for t in transitions_de(exercice.etat) if t.geste is geste), None)
        if transition and not obstacles_au_geste(_faits(session, exercice, auteur.le), transition):
            faits.append(avancer_l_exercice(session, exercice, geste, {}, auteur))
    return faits


def _ouvrir(session: Session, demarche: Demarche, annee: int, le: date) -> None:
    connus = {e.annee for e in exercices_de(session, demarche.id)}
    if annee in demarche.annees and annee not in connus:
        session.add(Exercice(demarche_id=demarche.id, annee=annee, depuis_le=le))
        session.flush()


def _faits(
    session: Session, exercice: Exercice, le: date, donnees: Mapping[str, Any] | None = None
) -> FaitsDExercice:
    demarche, annee = exercice.demarche, exercice.annee
    courantes = valeurs_courantes(session, [demarche.id], annee)
    return FaitsDExercice(
        exercice,
        attendu_de(session, demarche.id, GenreCampagne.INDICATEURS, annee),
        completude(indicateurs_attendus(demarche, annee), courantes),
        sum(v.statut is StatutValeur.CONTESTE for v in courantes.values()),
        next((e for e in exercices_de(session, demarche.id) if e.annee == annee - 1), None),
        le,
        donnees,
    )


def _redonner_la_main(
    session: Session, exercice: Exercice, donnees: Mapping[str, Any], motif: str, auteur: Auteur
) -> None:
    """La valeur est contestée, elle reste dans son histoire ; la collectivité peut y répondre jusqu'à la date."""
    demarche, annee = exercice.demarche, exercice.annee
    designes = [Designation(donnees["fiche"], donnees["indicateur"])]
    controler(session, demarche, annee, Controle.CONTESTER, auteur, designes=designes, motif=motif)
    attendu = attendu_designe(session, demarche, GenreCampagne.INDICATEURS, annee)
    jusqu_au = date.fromisoformat(donnees["jusqu_au"])
    amenager(session, attendu, NatureAmenagement.MAIN_RENDUE, motif, auteur, jusqu_au=jusqu_au)


def _recevoir_le_rapport(session: Session, exercice: Exercice, auteur: Auteur) -> None:
    """Le rapport déposé est une remise : les relances s'arrêtent, l'échéance est satisfaite."""
    genre = GenreCampagne.RAPPORT_EXECUTION
    attendu = attendu_de(session, exercice.demarche_id, genre, exercice.annee)
    if attendu is not None:
        recevoir(session, attendu, auteur.le, auteur.par)
    else:
        consigner_la_remise(session, exercice.demarche, genre, exercice.annee, le=auteur.le, par=auteur.par)

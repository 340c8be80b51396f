"""Le cycle annuel d'un contrat, de haut en bas : ce tableau est la spécification (dossier de domaine, § 13)."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from documents.formats import date_courte
from modeles.erreurs import ErreurMetier, Gravite, Obstacle, SaisieInvalide
from modeles.exercice import Exercice, PassageAnnuel
from modeles.vocabulaire_annuel import EtatExercice, GesteAnnuel
from workflows.commandes.bordereau import Auteur
from workflows.refus import Empeche
from workflows.regles.exercice import (
    FaitsDExercice,
    GardeAnnuelle,
    obstacles_a_l_avenant,
    obstacles_a_l_avenant_signe,
    obstacles_a_la_bascule,
    obstacles_a_la_cloture_de_la_collecte,
    obstacles_a_la_collecte,
    obstacles_a_la_recevabilite,
    obstacles_au_controle,
    obstacles_au_rapport,
    obstacles_au_versement,
    sans_obstacle,
)


class TransitionAnnuelle(NamedTuple):
    """`vers` vide : l'exercice reste où il est. `motif` : le geste exige d'être expliqué."""

    geste: GesteAnnuel
    depuis: tuple[EtatExercice, ...]
    vers: EtatExercice | None
    obstacles: GardeAnnuelle = sans_obstacle
    motif: bool = False


E, G, T = EtatExercice, GesteAnnuel, TransitionAnnuelle

# fmt: off
CYCLE = (
    T(G.OUVRIR_COLLECTE,        (E.OUVERT,),                   E.COLLECTE,       obstacles_a_la_collecte),
    T(G.CLORE_COLLECTE,         (E.COLLECTE,),                 E.COLLECTE_CLOSE, obstacles_a_la_cloture_de_la_collecte),
    T(G.LANCER_CONTROLE,        (E.COLLECTE_CLOSE,),           E.CONTROLE,       obstacles_au_controle),
    T(G.DEMANDER_RECTIFICATION, (E.CONTROLE,),                 E.COLLECTE,       motif=True),
    T(G.DEPOSER_RAPPORT,        (E.CONTROLE, E.RAPPORT_RECU),  E.RAPPORT_RECU,   obstacles_au_rapport),
    T(G.JUGER_RECEVABLE,        (E.RAPPORT_RECU,),             E.DIALOGUE,       obstacles_a_la_recevabilite),
    T(G.OUVRIR_AVENANT,         (E.DIALOGUE,),                 E.AVENANT,        obstacles_a_l_avenant),
    T(G.SANS_AVENANT,           (E.DIALOGUE,),                 E.VERSE,          obstacles_au_versement),
    T(G.SIGNER_AVENANT,         (E.AVENANT,),                  E.VERSE,          obstacles_a_l_avenant_signe),
    T(G.BASCULER,               (E.VERSE,),                    None,             obstacles_a_la_bascule),
)
# fmt: on
AUTOMATIQUES = (G.OUVRIR_COLLECTE, G.CLORE_COLLECTE)


class GesteAnnuelHorsEtat(ErreurMetier):
    """Ce n'est pas le moment de ce geste dans l'année."""

    def __init__(self, exercice: Exercice, geste: GesteAnnuel, attendus: Sequence[EtatExercice]) -> None:
        etats = " ou ".join(f"« {e.libelle} »" for e in attendus)
        super().__init__(
            f"Exercice {exercice.annee} : le geste « {geste.libelle} » n'est pas possible maintenant.",
            f"L'exercice en est à « {exercice.etat.libelle} » ; ce geste se fait à {etats}.",
            "Consultez les gestes possibles pour cet exercice.",
        )


def transitions_de(etat: EtatExercice) -> list[TransitionAnnuelle]:
    """Les lignes du tableau qui partent de cet état, dans l'ordre."""
    return [t for t in CYCLE if etat in t.depuis]


def exiger_l_etat(exercice: Exercice, geste: GesteAnnuel) -> TransitionAnnuelle:
    """La ligne du tableau pour ce geste, maintenant. Lève `GesteAnnuelHorsEtat`."""
    siennes = [t for t in CYCLE if t.geste is geste]
    for transition in siennes:
        if exercice.etat in transition.depuis:
            return transition
    raise GesteAnnuelHorsEtat(exercice, geste, [e for t in siennes for e in t.depuis])


def franchir_l_annee(
    faits: FaitsDExercice, geste: GesteAnnuel, auteur: Auteur, motif: str | None, donnees: Mapping[str, Any]
) -> PassageAnnuel:
    """Fait avancer l'exercice, ou dit tout ce qui l'en empêche sans rien changer.

    Lève `GesteAnnuelHorsEtat`, `SaisieInvalide` (motif, date), `Empeche`.
    """
    exercice = faits.exercice
    transition = exiger_l_etat(exercice, geste)
    _exiger_motif_et_date(exercice, transition, auteur, motif)
    bloquants = [o for o in transition.obstacles(faits) if o.gravite is Gravite.BLOQUANT]
    if bloquants:
        raise Empeche(
            f"Exercice {exercice.annee} : « {geste.libelle} » ne peut pas encore être fait.", bloquants
        )
    vers = transition.vers or exercice.etat
    passage = PassageAnnuel(
        exercice_id=exercice.id,
        sequence=len(exercice.passages) + 1,
        geste=geste,
        de=exercice.etat,
        vers=vers,
        par=auteur.par,
        survenu_le=auteur.le,
        saisi_le=auteur.saisi_le,
        motif=motif,
        donnees=dict(donnees),
    )
    exercice.passages.append(passage)
    if vers is not exercice.etat:
        exercice.etat, exercice.depuis_le = vers, auteur.le
    return passage


def obstacles_au_geste(faits: FaitsDExercice, transition: TransitionAnnuelle) -> list[Obstacle]:
    """Ce que la garde oppose aujourd'hui à un geste, avant qu'on ne le remplisse."""
    return list(transition.obstacles(faits))


def _exiger_motif_et_date(
    exercice: Exercice, transition: TransitionAnnuelle, auteur: Auteur, motif: str | None
) -> None:
    obstacles = []
    if transition.motif and not (motif or "").strip():
        obstacles.append(Obstacle("ce geste demande un motif", "Dites pourquoi, en une phrase.", ou="motif"))
    dernier = exercice.passages[-1].survenu_le if exercice.passages else exercice.depuis_le
    if auteur.le < dernier:
        obstacles.append(
            Obstacle(
                f"le {date_courte(auteur.le)} précède la dernière étape, du {date_courte(dernier)}",
                "Corrigez la date.",
                ou="le",
            )
        )
    if auteur.le > auteur.saisi_le.date():
        obstacles.append(
            Obstacle(f"le {date_courte(auteur.le)} n'est pas encore arrivé", "Corrigez la date.", ou="le")
        )
    if obstacles:
        raise SaisieInvalide(
            f"Exercice {exercice.annee} : « {transition.geste.libelle} » est mal rempli.",
            f"{' ; '.join(o.message for o in obstacles)}.",
            "Corrigez, puis recommencez.",
            obstacles,
        )

"""Le livrable final (D14) : l'état des lieux, la stratégie, les fiches, le financement, le suivi."""

from documents.contextes.attendus import NON_RENSEIGNE
from documents.contextes.axes import axes_cites, fiches_du_contrat, intitule_axe
from documents.contextes.commun import (
    Contexte,
    ContexteDeDocument,
    TerritoireEcrit,
    contrat_nomme,
    en_tete,
    territoire_ecrit,
)
from documents.contextes.constats import EnjeuEcrit, Synthese, synthese_du_diagnostic
from documents.contextes.fiche import CorpsDeFiche, corps_de_fiche
from documents.contextes.finances import PlanDeFinancement, plan_de_financement
from documents.contextes.graphiques import GraphiquesDuFinancement, graphiques_des_tableaux
from documents.contextes.rendez_vous import RendezVous, rendez_vous_du_contrat
from documents.contextes.tournures import Nom
from documents.formats import accorder, date_courte
from modeles.demarche import Demarche, Passage
from modeles.reunion import Reunion
from modeles.vocabulaire import EtatReunion, NatureReunion, Presence

VENUS = (Presence.PRESENT, Presence.VISIO, Presence.POUVOIR)


class AxeDeStrategie(Contexte):
    """Un axe : ce qu'il a d'enjeux, et les actions qui y répondent."""

    intitule: str
    enjeux: tuple[EnjeuEcrit, ...]
    actions: tuple[str, ...]


class AtelierEcrit(Contexte):
    theme: str
    tenu_le: str
    participation: str


class Livrable(ContexteDeDocument):
    """D14."""

    territoire: TerritoireEcrit
    contrat: Nom
    fiches_comptees: str
    synthese: Synthese
    axes: tuple[AxeDeStrategie, ...]
    fiches: tuple[CorpsDeFiche, ...]
    ateliers: tuple[AtelierEcrit, ...]
    finances: PlanDeFinancement
    graphiques: GraphiquesDuFinancement
    rendez_vous: RendezVous


def construire_livrable(demarche: Demarche, passage: Passage, sujet: str) -> Livrable:
    """`sujet` est vide : il n'y a qu'un recueil, celui des fiches retenues."""
    retenues = fiches_du_contrat(demarche)
    fiches = tuple(corps_de_fiche(demarche, fiche) for fiche in retenues)
    synthese = synthese_du_diagnostic(demarche)
    finances = plan_de_financement(demarche, retenues)
    return Livrable(
        document=en_tete(demarche, "D14", "Livrable final", sujet, passage.survenu_le, projet=True),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        fiches_comptees=accorder(len(retenues), "fiche action", "fiches actions"),
        synthese=synthese,
        axes=tuple(
            _axe(intitule_axe(demarche, axe), fiches, synthese) for axe in axes_cites(demarche, retenues)
        ),
        fiches=fiches,
        ateliers=tuple(_atelier(r) for r in demarche.reunions if _est_un_atelier_tenu(r)),
        finances=finances,
        graphiques=graphiques_des_tableaux(finances),
        rendez_vous=rendez_vous_du_contrat(demarche),
    )


def _axe(intitule: str, fiches: tuple[CorpsDeFiche, ...], synthese: Synthese) -> AxeDeStrategie:
    return AxeDeStrategie(
        intitule=intitule,
        enjeux=tuple(e for e in synthese.enjeux if e.axe == intitule),
        actions=tuple(f"{f.code} – {f.titre} ({f.nature}, {f.periode})" for f in fiches if f.axe == intitule),
    )


def _est_un_atelier_tenu(reunion: Reunion) -> bool:
    return reunion.nature is NatureReunion.ATELIER and reunion.etat is EtatReunion.TENUE


def _atelier(reunion: Reunion) -> AtelierEcrit:
    organismes = {p.organisme for p in reunion.participants if p.presence in VENUS}
    compte = accorder(len(organismes), "organisme", "organismes")
    concernees = reunion.personnes_concernees
    personnes = (
        f", {accorder(concernees, 'personne concernée', 'personnes concernées')}" if concernees else ""
    )
    return AtelierEcrit(
        theme=reunion.theme or NON_RENSEIGNE,
        tenu_le=date_courte(reunion.tenue_le or reunion.prevue_le),
        participation=f"{compte}{personnes}",
    )

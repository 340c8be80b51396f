"""Le lancement : réunir l'équipe, retenir les axes, dire l'enveloppe, tenir le premier comité."""

from collections.abc import Sequence

from modeles.etapes import Geste
from modeles.reference.registre import registre
from modeles.vocabulaire import NatureReunion, StatutEnveloppe
from workflows.demonstration.chapitres.reunions import CompteRendu, convoquer, reporter, tenir
from workflows.demonstration.decor import DEBUT, FIN
from workflows.demonstration.recit import Recit

CLS = "cls"
# Durée cible de toutes les étapes réunies, avec un peu de marge.
JOURS_DU_CALENDRIER = 420
COMPTE_RENDU = CompteRendu(
    synthese="Les coprésidents installent le comité de suivi et arrêtent la méthode (compte rendu fictif).",
    points=(
        "Le cadre national est présenté ; les principes de parité et de nouveauté sont rappelés.",
        "Les axes proposés sont retenus ; le comité de suivi est constitué.",
        "Le calendrier est adopté ; les entretiens commencent le mois suivant.",
    ),
    decision="Adopter la note de cadrage et le calendrier",
)


def lancer(
    r: Recit,
    *,
    reports: Sequence[str] = (),
    convention_unique: bool = False,
    ecartes: dict[str, str] | None = None,
    enveloppe_connue: bool = True,
) -> None:
    """Personnes, axes, enveloppe ; comité de lancement convoqué, reporté autant de fois qu'il y a de motifs, tenu."""
    _reunir_l_equipe(r)
    retenir_les_axes(r, convention_unique, ecartes or {})
    if enveloppe_connue:
        saisir_les_enveloppes(r, StatutEnveloppe.PRENOTIFIE)
    else:
        r.saisir("enveloppe_inconnue")
    r.faire(Geste.OUVRIR)
    r.passer(4)
    seance = convoquer(r, NatureReunion.COMITE_LANCEMENT)
    for motif in reports:
        r.clore("Comité de lancement convoqué")
        seance = reporter(r, seance, motif)
    tenir(r, seance, COMPTE_RENDU)
    r.passer(3)
    r.saisir("calendrier", cible_le=r.dans(JOURS_DU_CALENDRIER).isoformat())
    r.faire(Geste.VALIDER_CADRAGE)


def _reunir_l_equipe(r: Recit) -> None:
    for personne in r.decor.personnes:
        r.saisir(
            "contact",
            partie=personne.poste.partie.value,
            role=personne.poste.role.value,
            civilite=personne.civilite.value,
            prenom=personne.prenom,
            nom=personne.nom,
            fonction=personne.fonction,
            organisme=personne.organisme,
            type_partenaire=personne.poste.type_partenaire,
            courriel=personne.courriel,
        )


def retenir_les_axes(r: Recit, convention_unique: bool, ecartes: dict[str, str]) -> None:
    """Les axes du type de contrat, numérotés comme ce contrat les numérote ; un axe écarté dit pourquoi."""
    contrat = registre().type_de_contrat(CLS)
    axes = contrat.axes_convention_unique if convention_unique else contrat.axes
    r.saisir(
        "axes",
        convention_unique=convention_unique,
        axes=[{"axe": axe, "numero": n, "justification": ecartes.get(axe)} for n, axe in enumerate(axes, 1)],
    )


def saisir_les_enveloppes(r: Recit, statut: StatutEnveloppe, baisse_pour_cent: int = 0) -> None:
    """Le même plafond fictif chaque année ; rien pour les années qu'un contrat tardif ne couvre plus."""
    moyens = r.decor.moyens
    plafond = moyens.plafond_euros * (100 - baisse_pour_cent)
    for annee in range(DEBUT, FIN + 1):
        ouverte = annee >= r.decor.premiere_annee
        r.saisir(
            "enveloppe",
            annee=annee,
            plafond_centimes=plafond if ouverte else 0,
            reliquat_centimes=moyens.reliquat_euros * 100 if annee == DEBUT else 0,
            statut=statut.value,
            notifiee_le=r.le.isoformat(),
        )

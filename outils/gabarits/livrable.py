"""Le livrable final (D14)."""

from outils.gabarits import tableaux
from outils.gabarits.charpente import CONJOINT, Colonne, Gabarit
from outils.gabarits.corps_de_fiche import fiches_jointes
from outils.gabarits.graphiques import Graphique

FINANCEURS = ("État", "Collectivité", "Autres financeurs")


def livrable_final() -> Gabarit:
    g = Gabarit(CONJOINT)
    g.titre("{{ document.titre }}", "{{ territoire.nom }} – {{ contrat.nom }}")
    _avant_propos(g)
    _diagnostic(g)
    _strategie(g)
    _fiches(g)
    g.section(paysage=True)
    g.titre1("Financement")
    with g.si("fiches"):
        graphiques_du_financement(g)
    tableaux.plan_detaille(g)
    g.section(paysage=False)
    _suivi(g)
    return g


def _avant_propos(g: Gabarit) -> None:
    g.titre1("Avant-propos")
    g.texte(
        "Ce document rassemble le travail conduit {{ territoire.dans }} par l'État, {{ territoire.collectivite.le }} "
        "et leurs partenaires. Il présente {{ fiches_comptees }}, les besoins auxquels elles répondent, leur "
        "financement et la façon dont elles seront suivies. Il est présenté au comité de suivi, puis en réunion de "
        "restitution, avant de servir de base à la convention."
    )
    with g.si("ateliers"):
        g.tableau(
            [Colonne("Atelier", 50), Colonne("Tenu le", 16), Colonne("Participation", 34)],
            ["{{ a.theme }}", "{{ a.tenu_le }}", "{{ a.participation }}"],
            boucle="a in ateliers",
            legende="Ateliers qui ont préparé les fiches",
        )


def _diagnostic(g: Gabarit) -> None:
    g.titre1("Diagnostic en bref")
    with g.si("synthese.adopte_le"):
        g.texte("Le diagnostic partagé a été adopté en comité le {{ synthese.adopte_le | date_longue }}.")
    tableaux.constats_par_axe(g)
    g.titre2("Publics et zones prioritaires")
    tableaux.publics_et_zones(g)


def _strategie(g: Gabarit) -> None:
    g.titre1("Stratégie")
    with g.pour("axe in axes"):
        g.titre2("{{ axe.intitule }}")
        with g.si("axe.enjeux"):
            g.texte("Enjeux retenus par le comité :", "Amorce")
            with g.pour("enjeu in axe.enjeux"):
                g.puce("Enjeu n° {{ enjeu.rang }} : {{ enjeu.libelle }}")
        with g.si("axe.actions"):
            g.texte("Actions qui y répondent :", "Amorce")
            with g.pour("action in axe.actions"):
                g.puce("{{ action }}")
            g.sinon()
            g.texte("Aucune fiche action n'est retenue pour cet axe.")


def _fiches(g: Gabarit) -> None:
    g.saut_de_page()
    g.titre1("Fiches actions")
    fiches_jointes(g)


def graphiques_du_financement(g: Gabarit) -> None:
    """Attend `graphiques`."""
    g.graphiques(
        [
            Graphique("par_annee", "Financement par année", FINANCEURS),
            Graphique("par_axe", "Financement par axe", FINANCEURS, couche=True),
        ],
        hauteur=190,
    )


def _suivi(g: Gabarit) -> None:
    g.titre1("Suivi et évaluation")
    g.texte(
        "Le comité de suivi se réunit au moins une fois par an. Chaque action est suivie par les indicateurs de sa "
        "fiche ; une valeur inconnue est déclarée « non renseignée » et n'est jamais remplacée par zéro."
    )
    with g.si("rendez_vous.indicateurs"):
        g.puce("Indicateurs de chaque exercice : {{ rendez_vous.indicateurs }} de l'année suivante.")
    with g.si("rendez_vous.rapport"):
        g.puce("Rapport d'exécution de chaque exercice : {{ rendez_vous.rapport }} de l'année suivante.")
    with g.si("rendez_vous.evaluation_le"):
        g.puce("Évaluation à mi-parcours : {{ rendez_vous.evaluation_le | date_longue }}.")

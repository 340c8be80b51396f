"""Le rapport d'évaluation à mi-parcours (D30)."""

from outils.gabarits.articles_premiers import FIN
from outils.gabarits.charpente import CONJOINT, Colonne, Gabarit
from outils.gabarits.execution import situations_par_axe
from outils.gabarits.graphiques import Graphique


def evaluation() -> Gabarit:
    g = Gabarit(CONJOINT)
    g.titre("{{ document.titre }}", "{{ territoire.nom }} – exercices {{ periode }}")
    g.texte("**À l'attention de :** {{ destinataires | liste_et }}.")
    _perimetre(g)
    _methode(g)
    _resultats(g)
    _reponses(g)
    _suites(g)
    return g


def _perimetre(g: Gabarit) -> None:
    g.titre1("Ce qui est évalué")
    g.texte(
        "Cette évaluation porte sur {{ contrat.le }} {{ territoire.du }}{% if numero %}, n° {{ numero }}{% endif %}"
        "{% if signe_le %}, signé le {{ signe_le | date_longue }}{% endif %}, pour les exercices {{ periode }}. "
        "{% if echeance_le %}Le contrat prévoit qu'elle soit remise le {{ echeance_le | date_longue }}.{% endif %}"
    )
    g.texte("Elle est conduite par l'État et {{ territoire.collectivite.le }}, qui la remettent ensemble.")
    g.titre1("Questions évaluatives")
    with g.pour("q in questions"):
        g.numero("{{ q.question }}")


def _methode(g: Gabarit) -> None:
    g.titre1("Méthode et limites")
    g.texte("{{ methode }}")
    with g.si("sources"):
        g.texte("Sources :", "Amorce")
        with g.pour("source in sources"):
            g.puce("{{ source }}" + FIN)
    g.texte("**Limites :** {{ limites }}")
    g.note(
        "Une valeur que personne n'a donnée est dite « non renseignée » ; elle n'est ni comptée, ni remplacée par zéro."
    )


def _resultats(g: Gabarit) -> None:
    g.titre1("Résultats")
    g.texte("{{ resultats }}")
    g.titre2("Avancement par axe")
    g.tableau(
        [
            Colonne("Axe", 24),
            Colonne("Fiches", 9, nombre=True),
            Colonne("Prévu", 14, nombre=True),
            Colonne("Payé connu", 14, nombre=True),
            Colonne("Paiements connus", 13, nombre=True),
            Colonne("Indicateurs renseignés", 14, nombre=True),
            Colonne("Cibles atteintes", 12, nombre=True),
        ],
        [
            "{{ a.intitule }}",
            "{{ a.fiches }}",
            "{{ a.prevu }}",
            "{{ a.paye }}",
            "{{ a.connues }}",
            "{{ a.renseignes }}",
            "{{ a.atteintes }}",
        ],
        boucle="a in axes",
        legende="Montants et indicateurs de chaque axe",
        soudee=True,
    )
    g.note("Montants des exercices {{ periode }} ; indicateurs de l'exercice {{ dernier }}.")
    g.titre2("Avancement par exercice")
    g.tableau(
        [
            Colonne("Exercice", 16),
            *(Colonne(c, 21, nombre=True) for c in ("Prévu", "Payé connu", "Paiements connus", "Part payée")),
        ],
        ["{{ e.annee }}", "{{ e.prevu }}", "{{ e.paye }}", "{{ e.connues }}", "{{ e.taux }}"],
        boucle="e in exercices",
        legende="Exécution financière",
    )
    with g.si("graphiques.par_axe.categories"):
        g.graphiques(
            [
                situations_par_axe(),
                Graphique("argent", "Prévu et payé par exercice", ("Prévu", "Payé"), empile=False),
            ],
            hauteur=180,
        )


def _reponses(g: Gabarit) -> None:
    g.titre1("Réponses aux questions évaluatives")
    with g.pour("q in questions"):
        g.titre2("{{ q.question }}")
        g.texte("{{ q.reponse }}", "Amorce")
        g.texte("**Appréciation :** {{ q.appreciation }}")


def _suites(g: Gabarit) -> None:
    g.titre1("Enseignements")
    with g.si("enseignements"):
        with g.pour("enseignement in enseignements"):
            g.puce("{{ enseignement }}" + FIN)
        g.sinon()
        g.texte("Aucun enseignement n'a encore été formulé.")
    g.titre1("Ajustements proposés")
    with g.si("ajustements"):
        g.tableau(
            [Colonne("Ajustement", 40), Colonne("Pourquoi", 40), Colonne("Voie", 20)],
            ["{{ a.quoi }}", "{{ a.pourquoi }}", "{{ a.voie }}"],
            boucle="a in ajustements",
            legende="Ce qui est proposé pour la suite du contrat",
        )
        g.sinon()
        g.texte("Aucun ajustement n'est proposé : le contrat se poursuit tel quel.")
    g.titre1("Avis du comité de suivi")
    with g.si("comite_le"):
        g.texte("Le comité de suivi en a délibéré le {{ comite_le | date_longue }}.")
    with g.si("avis_du_comite"):
        g.texte("{{ avis_du_comite }}")
        g.sinon()
        g.texte("L'avis du comité de suivi n'est pas encore recueilli.")

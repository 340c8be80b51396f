"""Le rapport de diagnostic (D08)."""

from outils.gabarits import tableaux
from outils.gabarits.charpente import CONJOINT, Colonne, Gabarit


def rapport_de_diagnostic() -> Gabarit:
    g = Gabarit(CONJOINT)
    g.titre("{{ document.titre }}", "{{ territoire.nom }} – {{ contrat.nom }}")
    g.texte("Version {{ document.version }}, déposée le {{ document.date_document | date_longue }}.")
    _synthese(g)
    _methode(g)
    _portrait(g)
    g.titre1("Constats par axe")
    tableaux.constats_par_axe(g)
    _axes_ecartes(g)
    _offre(g)
    g.titre1("Enjeux")
    tableaux.enjeux(g)
    g.titre1("Publics et zones prioritaires")
    tableaux.publics_et_zones(g)
    _pistes(g)
    _sources(g)
    return g


def _synthese(g: Gabarit) -> None:
    g.titre1("Synthèse")
    g.texte(
        "Ce rapport dresse l'état des besoins, de l'offre et des manques {{ territoire.dans }}. Il s'appuie sur "
        "{{ sources_comptees }} et {{ entretiens_comptes }}, et réunit {{ constats_comptes }}. Il est soumis au comité "
        "de suivi, qui l'adopte et classe les enjeux."
    )
    with g.si("constats_sans_source"):
        g.encadre("Limite : {{ constats_sans_source }}.")
    with g.si("precedentes"):
        g.titre2("Suites données aux versions précédentes")
        with g.pour("p in precedentes"):
            g.puce("Version {{ p.version }}, déposée le {{ p.depose_le | date_longue }} : {{ p.griefs }}")


def _methode(g: Gabarit) -> None:
    g.titre1("Méthode et limites")
    g.texte(
        "L'analyse croise des données chiffrées, des documents et des entretiens. Chaque constat porte sa preuve et "
        "sa source ; celui qu'aucune source n'établit est dit « non documenté ». Les entretiens sont restitués par "
        "organisme et par fonction, sans nom."
    )
    g.texte(
        "La fiabilité des sources est cotée A (établie), B (satisfaisante) ou C (à confirmer). L'année indiquée est "
        "celle des données, non celle de leur parution."
    )
    with g.si("entretiens_manquants"):
        g.encadre("Limite : {{ entretiens_manquants }} à la date du dépôt.")


def _portrait(g: Gabarit) -> None:
    g.titre1("Portrait du territoire")
    with g.si("portrait"):
        g.tableau(
            [
                Colonne("Donnée", 50),
                Colonne("{{ territoire.nom }}", 25, nombre=True),
                Colonne("{{ portrait.region }}", 25, nombre=True),
            ],
            ["{{ t.libelle }}", "{{ t.territoire }}", "{{ t.region }}"],
            boucle="t in portrait.taux",
            legende="Pauvreté : le territoire et sa région",
        )
        g.note("Source : {{ portrait.source }}.")
        g.sinon()
        g.texte(
            "Aucune donnée de cadrage n'est renseignée à ce jour pour ce territoire. Elle n'est pas remplacée par une "
            "estimation."
        )


def _axes_ecartes(g: Gabarit) -> None:
    with g.si("axes_ecartes"):
        g.titre2("Axes non retenus")
        with g.pour("axe in axes_ecartes"):
            g.puce("{{ axe.intitule }} : {{ axe.justification }}")


def _offre(g: Gabarit) -> None:
    g.titre1("Offre et manques signalés par les acteurs")
    with g.si("entretiens"):
        g.tableau(
            [
                Colonne("Organisme", 26),
                Colonne("Fonction", 24),
                Colonne("Entretien tenu le", 16),
                Colonne("Manques et propositions", 34),
            ],
            ["{{ e.organisme }}", "{{ e.fonction }}", "{{ e.tenu }}", "{{ e.propositions }}"],
            boucle="e in entretiens",
            legende="Entretiens conduits",
        )
        g.sinon()
        g.texte("Aucun entretien n'a été conduit.")


def _pistes(g: Gabarit) -> None:
    with g.si("pistes"):
        g.titre1("Premières pistes d'action")
        g.tableau(
            [
                Colonne("N°", 6),
                Colonne("Piste", 36),
                Colonne("Sous-axe", 26),
                Colonne("Public", 16),
                Colonne("Porteur pressenti", 16),
            ],
            ["{{ p.numero }}", "{{ p.titre }}", "{{ p.sous_axe }}", "{{ p.public }}", "{{ p.porteur }}"],
            boucle="p in pistes",
            legende="Pistes issues du diagnostic",
        )


def _sources(g: Gabarit) -> None:
    g.titre1("Sources")
    with g.si("sources"):
        g.tableau(
            [
                Colonne("Source", 29),
                Colonne("Producteur", 18),
                Colonne("Année", 9),
                Colonne("Maille", 17),
                Colonne("Fiabilité", 11),
                Colonne("Limites", 16),
            ],
            [
                "{{ s.titre }} ({{ s.nature }})",
                "{{ s.producteur }}",
                "{{ s.annee }}",
                "{{ s.maille }}",
                "{{ s.fiabilite }}",
                "{{ s.limites }}",
            ],
            boucle="s in sources",
            legende="Documents et données exploités",
        )
        g.sinon()
        g.texte("Aucune source n'a été exploitée.")

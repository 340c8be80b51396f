"""Le corps d'une fiche action, inclus dans D13, D14 et D16, et la fiche action seule (D13)."""

from outils.gabarits.charpente import CONJOINT, Colonne, Gabarit

CORPS = "corps_fiche.docx"
FINANCEURS = [
    Colonne("Part de l'État", 20, nombre=True),
    Colonne("Part de la collectivité", 20, nombre=True),
    Colonne("Autres financements", 20, nombre=True),
    Colonne("Total", 20, nombre=True),
]


def montants(ligne: str) -> list[str]:
    """Les quatre cellules d'une ligne financière nommée `ligne` dans le gabarit."""
    return [f"{{{{ {ligne}.{champ} }}}}" for champ in ("etat", "collectivite", "autres", "total")]


def corps_de_fiche() -> Gabarit:
    """Attend `fiche` ; le titre de la fiche est de niveau 2, ses rubriques de niveau 3."""
    g = Gabarit(CONJOINT)
    g.titre2("{{ fiche.code }} – {{ fiche.titre }}")
    _bandeau(g)
    _pourquoi(g)
    _pour_qui(g)
    _avec_quoi(g)
    _indicateurs(g)
    _suites(g)
    return g


def fiche_action() -> Gabarit:
    """D13 : une fiche seule, sous le titre de son axe."""
    g = Gabarit(CONJOINT)
    g.titre("{{ document.titre }}", "{{ territoire.nom }} – {{ contrat.nom }}")
    g.titre1("{{ fiche.axe }}")
    g.inclure(CORPS)
    return g


def fiches_jointes(g: Gabarit) -> None:
    """Attend `fiches` ; chacune commence une page."""
    with g.si("fiches"):
        with g.pour("fiche in fiches"):
            with g.si("not loop.first"):
                g.saut_de_page()
            g.inclure(CORPS)
        g.sinon()
        g.texte("Aucune fiche action n'est retenue.")


def _bandeau(g: Gabarit) -> None:
    g.libelles(
        [
            ("Axe", "{{ fiche.axe }}"),
            ("Sous-axe", "{{ fiche.sous_axe }}"),
            ("Action du référentiel", "{{ fiche.action_referencee }}"),
            ("Nature de l'action", "{{ fiche.nature }}"),
            ("Période", "{{ fiche.periode }}"),
            ("Porteur", "{{ fiche.porteur }}"),
            ("Part de l'État", "{{ fiche.total.etat }}"),
            ("Part de la collectivité", "{{ fiche.total.collectivite }}"),
            ("Coût total", "{{ fiche.total.total }}"),
            ("Version de la fiche", "{{ fiche.version }}"),
        ],
        part=28,
    )


def _pourquoi(g: Gabarit) -> None:
    g.titre3("Constat et enjeu")
    g.texte("{{ fiche.constat }}")
    with g.si("fiche.enjeu"):
        g.encadre("{{ fiche.enjeu }}")
    g.titre3("Objectifs")
    g.texte("**Objectif principal :** {{ fiche.objectif_principal }}")
    with g.si("fiche.objectifs_operationnels"):
        g.texte("**Objectifs opérationnels :**", "Amorce")
        with g.pour("objectif in fiche.objectifs_operationnels"):
            g.numero("{{ objectif }}")
    g.titre3("Description de l'action")
    g.texte("{{ fiche.description }}")
    with g.si("fiche.renforcement"):
        g.texte("**Ce que l'action renforce :** {{ fiche.renforcement }}")
    with g.si("fiche.justification_renforcement"):
        g.texte("**Justification :** {{ fiche.justification_renforcement }}")


def _pour_qui(g: Gabarit) -> None:
    g.titre3("Public et territoire")
    g.texte("**Public visé :** {{ fiche.public_cible }}")
    g.texte("**Effectif estimé :** {{ fiche.effectif }}")
    g.texte("**Périmètre géographique :** {{ fiche.perimetre }}")
    with g.si("fiche.participation"):
        g.texte("**Participation des personnes concernées :** {{ fiche.participation }}")
    g.titre3("Porteur et partenaires")
    g.texte("**Porteur :** {{ fiche.porteur }}")
    with g.si("fiche.siret"):
        g.texte("**Numéro SIRET :** {{ fiche.siret }}")
    with g.si("fiche.partenaires"):
        g.texte("**Partenaires :**", "Amorce")
        with g.pour("partenaire in fiche.partenaires"):
            g.puce("{{ partenaire }}")


def _avec_quoi(g: Gabarit) -> None:
    g.titre3("Calendrier")
    with g.si("fiche.jalons"):
        with g.pour("jalon in fiche.jalons"):
            g.puce("{{ jalon }}")
        g.sinon()
        g.texte("Aucun jalon n'est renseigné.")
    with g.si("fiche.moyens_humains"):
        g.titre3("Moyens humains")
        g.texte("{{ fiche.moyens_humains }}")
    g.titre3("Financement par année")
    g.tableau(
        [Colonne("Exercice", 20), *FINANCEURS],
        ["{{ annee.libelle }}", *montants("annee")],
        boucle="annee in fiche.budget",
        total=["Total", *montants("fiche.total")],
        legende="Budget de l'action",
        soudee=True,
    )


def _indicateurs(g: Gabarit) -> None:
    g.titre3("Indicateurs")
    with g.si("fiche.indicateurs"):
        tableau_des_indicateurs(g)
        g.sinon()
        g.texte("Aucun indicateur n'est renseigné.")


def tableau_des_indicateurs(g: Gabarit) -> None:
    """La fiche d'identité de chaque indicateur de `fiche`, et ses cibles."""
    g.tableau(
        [
            Colonne("Indicateur", 38),
            Colonne("Mode de calcul et source", 34),
            Colonne("Unité", 12),
            Colonne("Cibles", 16),
        ],
        [
            "**{{ i.libelle }}** ({{ i.code }})\n{%p if i.definition %}\n{{ i.definition }}\n{%p endif %}",
            "{{ i.calcul }} ; {{ i.sens }}\nIndicateur {{ i.niveau }}. Source : {{ i.source }}",
            "{{ i.unite }}",
            "{{ i.cibles }}",
        ],
        boucle="i in fiche.indicateurs",
        legende="Indicateurs de l'action",
    )


def _suites(g: Gabarit) -> None:
    with g.si("fiche.articulation"):
        g.titre3("Articulation avec les autres dispositifs")
        g.texte("{{ fiche.articulation }}")
    with g.si("fiche.risques"):
        g.titre3("Risques et conditions de réussite")
        g.texte("{{ fiche.risques }}")
    g.titre3("Évaluation")
    g.texte("{{ fiche.evaluation }}")
    g.texte("**Référent de l'action :** {{ fiche.referent }}")

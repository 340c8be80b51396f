"""La synthèse régionale des fiches actions (D15)."""

from outils.gabarits.charpente import ETAT, Colonne, Gabarit
from outils.gabarits.graphiques import NOMBRE, Graphique

PAR_REGIME = ("Départements", "Intercommunalités")
# De quoi habiller chaque axe d'un référentiel ; les séries prennent le nom des données.
AXES = tuple(f"Axe {n}" for n in range(1, 7))


def synthese_regionale() -> Gabarit:
    g = Gabarit(ETAT)
    g.titre("{{ document.titre }}", "État au {{ arretee_le | date_longue }}")
    _cadrage(g)
    _contexte(g)
    _recapitulatif(g)
    with g.pour("axe in axes"):
        g.titre1("{{ axe.intitule }}")
        g.texte(
            "{{ axe.fiches | accorder('fiche action', 'fiches actions') }} sur {{ par_axe | sum('fiches') }}."
        )
        with g.si("axe.non_couverts"):
            g.texte("Territoires sans fiche sur cet axe : {{ axe.non_couverts | liste_et }}.")
        with g.si("axe.sans_sous_axe"):
            g.note(
                "Dont {{ axe.sans_sous_axe | accorder('fiche', 'fiches') }} sans sous-axe renseigné, hors du détail "
                "qui suit."
            )
        with g.pour("s in axe.sous_axes"):
            _sous_axe(g)
    _complementarites(g)
    return g


def _cadrage(g: Gabarit) -> None:
    g.titre1("Cadrage")
    g.texte(
        "Cette synthèse rassemble les fiches actions des territoires {{ region.du }} au titre {{ contrat.du }}. Elle "
        "porte sur les fiches inscrites dans Jalons au {{ arretee_le | date_longue }} qui n'ont été ni rejetées, ni "
        "reportées, ni abandonnées : {{ fiches_comptees }}."
    )
    g.texte(
        "Des fiches sont disponibles pour {{ disponibles }} sur les {{ attendus }} de la région. Les "
        "couvertures s'expriment sur eux : un territoire sans fiche n'est compté ni couvert, ni non couvert."
    )
    with g.si("indisponibles"):
        g.encadre("Fiches non disponibles : {{ indisponibles | liste_et }}.")
    g.note(
        "Les pourcentages sont arrondis à l'unité selon le plus fort reste ; dans un même tableau récapitulatif, leur "
        "somme est 100 %."
    )


def _contexte(g: Gabarit) -> None:
    g.titre1("Contexte")
    g.texte(
        "Le Pacte des solidarités est décliné {{ dans }} par un contrat entre l'État et chaque département ou "
        "métropole. Chaque action y est nouvelle ou renforcée, et financée avec l'État. "
        "Contrats signés : {{ demarches_signees }}."
    )


def _recapitulatif(g: Gabarit) -> None:
    g.titre1("Récapitulatif par axe et par territoire")
    with g.si("par_axe"):
        g.tableau(
            [
                Colonne("Axe", 40),
                Colonne("Fiches", 10, nombre=True),
                Colonne("Poids", 10, nombre=True),
                Colonne("Étendue", 22),
                Colonne("Territoires couverts", 18, nombre=True),
            ],
            ["{{ a.libelle }}", "{{ a.fiches }}", "{{ a.poids }}", "{{ a.etendue }}", "{{ a.couverture }}"],
            boucle="a in par_axe",
            total=["Ensemble", "{{ par_axe | sum('fiches') }}", "100 %", "", "{{ couverture }}"],
            legende="Fiches actions par axe",
            soudee=True,
        )
        g.graphiques(
            [Graphique("par_axe", "Fiches actions par axe", PAR_REGIME, couche=True, format=NOMBRE)],
            hauteur=140,
        )
        g.tableau(
            [
                Colonne("Territoire", 26),
                Colonne("Étape de la démarche", 22),
                Colonne("Fiches", 10, nombre=True),
                Colonne("Poids", 10, nombre=True),
                Colonne("Répartition par axe", 32),
            ],
            ["{{ t.nom }}", "{{ t.etape }}", "{{ t.fiches }}", "{{ t.poids }}", "{{ t.repartition }}"],
            boucle="t in par_territoire",
            legende="Fiches actions par territoire",
        )
        g.graphiques(
            [Graphique("par_territoire", "Fiches actions par territoire", AXES, couche=True, format=NOMBRE)],
            hauteur=330,
        )
        g.sinon()
        g.texte("Aucune fiche action n'est disponible à cette date.")


def _sous_axe(g: Gabarit) -> None:
    g.titre2("{{ s.libelle }}")
    g.texte("{{ s.objectif }}")
    with g.si("s.actions"):
        g.texte("Actions du référentiel :", "Amorce")
        with g.pour("action in s.actions"):
            g.puce("{{ action }}")
    with g.si("s.fiches"):
        g.libelles(
            [
                ("Fiches actions", "{{ s.fiches }}, soit {{ s.poids }} de l'ensemble"),
                ("Territoires couverts", "{{ s.couverture }}"),
                ("Départements", "{{ s.departements }}"),
                ("Intercommunalités", "{{ s.intercommunalites }}"),
            ],
            legende="Couverture du sous-axe",
        )
        g.texte("Exemples :", "Amorce")
        with g.pour("e in s.exemples"):
            g.puce("{{ e.territoire }} : {{ e.titre }} ({{ e.nature }}, {{ e.periode }})")
        g.sinon()
        g.texte("Aucune fiche action n'est inscrite pour ce sous-axe.")


def _complementarites(g: Gabarit) -> None:
    g.titre1("Complémentarités entre les piliers")
    g.texte(
        "Des fiches du pilier Solidarité lèvent des freins à l'emploi ou préparent un parcours vers lui. Elles se "
        "lisent avec les actions du pilier Insertion et emploi."
    )
    g.tableau(
        [
            Colonne("Sous-axe", 52),
            Colonne("Fiches", 12, nombre=True),
            Colonne("Part de l'ensemble", 16, nombre=True),
            Colonne("Territoires couverts", 20, nombre=True),
        ],
        ["{{ c.libelle }}", "{{ c.fiches }}", "{{ c.poids }}", "{{ c.couverture }}"],
        boucle="c in complementarites",
        legende="Sous-axes qui concourent à l'accès à l'emploi",
    )
    g.texte("Autres liens avec ce pilier :", "Amorce")
    g.puce("Fiches qui décrivent leur articulation avec d'autres dispositifs : {{ fiches_articulees }}.")
    g.puce("Démarches menées en convention globale unique avec le volet emploi : {{ conventions_uniques }}.")

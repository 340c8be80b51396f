"""La convention (D16) : parties, visas, préambule, articles, signatures, annexes."""

from outils.gabarits import tableaux
from outils.gabarits.articles_premiers import FIN, articles_premiers
from outils.gabarits.articles_suivants import articles_suivants
from outils.gabarits.charpente import CONJOINT, Colonne, Gabarit
from outils.gabarits.corps_de_fiche import fiches_jointes, tableau_des_indicateurs
from outils.gabarits.livrable import graphiques_du_financement


def convention() -> Gabarit:
    g = Gabarit(CONJOINT)
    g.titre("{{ document.titre }}", "Convention entre l'État et {{ territoire.collectivite.le }}")
    with g.si("numero"):
        g.texte("Convention n° {{ numero }}")
    with g.si("consolidee"):
        _consolidation(g)
        g.sinon("empreinte")
        g.note("Empreinte du texte figé : {{ empreinte }}")
    _sommaire(g)
    g.saut_de_page()
    g.titre1("Parties")
    parties(g)
    _visas(g)
    _preambule(g)
    articles_premiers(g)
    articles_suivants(g)
    with g.si("not consolidee"):
        signatures(g)
    _annexes(g)
    return g


def _consolidation(g: Gabarit) -> None:
    g.encadre(
        "**Version consolidée au {{ consolidee.effet_le | date_longue }}.** Avenants pris en compte : "
        "{{ consolidee.avenants | liste_et }}. Elle est donnée pour information : seuls la convention"
        "{% if consolidee.convention_signee_le %} signée le {{ consolidee.convention_signee_le | date_longue }}"
        "{% endif %} et ses avenants font foi."
    )


def _sommaire(g: Gabarit) -> None:
    g.texte("Sommaire", "TitreDuSommaire")
    g.sommaire(niveaux=1)


def parties(g: Gabarit) -> None:
    """Attend `etat`, `collectivite` et `territoire`."""
    g.texte("**Entre :**", "Amorce")
    g.texte(
        "L'État, représenté par {{ etat.nom }}, {{ etat.qualite }}{% if etat.delegation %}, agissant en vertu de "
        "{{ etat.delegation }}{% endif %}, ci-après « l'État », d'une part,"
    )
    g.texte("**et :**", "Amorce")
    g.texte(
        "{{ territoire.collectivite.le | majuscule }}, personne publique ayant pour représentant "
        "{{ collectivite.nom }}, {{ collectivite.qualite }}, agissant en vertu de la délibération qui l'y autorise"
        "{% if collectivite.delegation %} et de {{ collectivite.delegation }}{% endif %}, ci-après « la "
        "collectivité », d'autre part,"
    )


def _visas(g: Gabarit) -> None:
    with g.si("loi_de_finances_2024"):
        g.texte("Vu la loi n° 2023-1322 du 29 décembre 2023 de finances pour 2024 ;", "Visa")
    with g.si("convention_unique"):
        g.texte("Vu la loi n° 2023-1196 du 18 décembre 2023 pour le plein emploi ;", "Visa")
    g.texte("Vu le code général des collectivités territoriales ;", "Visa")
    g.texte("Vu le code de l'action sociale et des familles ;", "Visa")
    g.texte(
        "Vu les dispositions relatives aux pouvoirs des préfets et à la gestion budgétaire et comptable publique ;",
        "Visa",
    )
    with g.si("instruction"):
        g.texte("Vu {{ instruction }} ;", "Visa")
    with g.si("synthese.adopte_le"):
        g.texte("Vu le diagnostic partagé adopté le {{ synthese.adopte_le | date_longue }} ;", "Visa")
    g.texte(
        "Vu la délibération de la collectivité qui approuve la présente convention et en autorise la signature ;",
        "Visa",
    )
    g.texte("**il est convenu ce qui suit.**")


def vu_de_droit(g: Gabarit) -> None:
    """Les textes que vise toute convention, et tout avenant. Attend `instruction`."""
    g.texte("Vu le code général des collectivités territoriales ;", "Visa")
    g.texte("Vu le code de l'action sociale et des familles ;", "Visa")
    g.texte(
        "Vu les dispositions relatives aux pouvoirs des préfets et à la gestion budgétaire et comptable publique ;",
        "Visa",
    )
    with g.si("instruction"):
        g.texte("Vu {{ instruction }} ;", "Visa")


def _preambule(g: Gabarit) -> None:
    g.titre1("Préambule")
    g.texte(
        "Le Pacte des solidarités associe l'État et les collectivités pour prévenir la pauvreté dès l'enfance, "
        "garantir l'accès aux droits et faire de la transition écologique une transition juste. Le contrat local en "
        "est la traduction {{ territoire.dans }} : les parties y choisissent ensemble, pour plusieurs années, des "
        "actions adaptées aux besoins du territoire et s'engagent à les financer à parts équilibrées."
    )
    with g.si("comites"):
        g.texte("Il a été préparé au cours des réunions suivantes :", "Amorce")
        with g.pour("comite in comites"):
            g.puce("{{ comite }}" + FIN)
    with g.si("personnes_concernees"):
        g.texte(
            "{{ personnes_concernees | accorder('personne concernée a', 'personnes concernées ont') }} pris part à "
            "ces travaux."
        )
    g.texte(
        "Il s'articule avec les autres engagements pris {{ territoire.dans }} en matière d'insertion et d'emploi et "
        "de protection de l'enfance : une même dépense n'est financée qu'une fois."
    )


def signatures(g: Gabarit) -> None:
    """Attend `etat` et `collectivite`."""
    g.titre1("Signatures")
    g.texte("Fait en deux exemplaires originaux, à ……………………………, le ……………………………", "Amorce")
    g.tableau(
        [Colonne("Pour l'État"), Colonne("Pour la collectivité")],
        ["{{ etat.titre }}\n{{ etat.nom }}", "{{ collectivite.titre }}\n{{ collectivite.nom }}"],
        legende="Signataires",
        hauteur=120,
    )


def _annexes(g: Gabarit) -> None:
    g.saut_de_page()
    _titre_d_annexe(g, "fiches")
    fiches_jointes(g)
    g.saut_de_page()
    _titre_d_annexe(g, "indicateurs")
    with g.si("fiches"):
        with g.pour("fiche in fiches"):
            g.titre2("{{ fiche.code }} – {{ fiche.titre }}")
            with g.si("fiche.indicateurs"):
                tableau_des_indicateurs(g)
                g.sinon()
                g.texte("Aucun indicateur n'est renseigné.")
        g.sinon()
        g.texte("Aucun indicateur n'est fixé : aucune fiche action n'est retenue.")
    g.section(paysage=True)
    _titre_d_annexe(g, "financement")
    with g.si("graphiques.par_annee.categories"):
        graphiques_du_financement(g)
    tableaux.plan_detaille(g)
    g.section(paysage=False)
    _annexes_facultatives(g)


def _annexes_facultatives(g: Gabarit) -> None:
    with g.si("not annexes.diagnostic and not annexes.comite"):
        g.note("Ni enjeu ni composition du comité n'étaient renseignés à la date de ce texte.")
    with g.si("annexes.diagnostic"):
        _titre_d_annexe(g, "diagnostic")
        g.titre2("Enjeux")
        tableaux.enjeux(g)
        g.titre2("Publics et zones")
        tableaux.publics_et_zones(g)
        tableaux.constats_par_axe(g)
    with g.si("annexes.comite"):
        _titre_d_annexe(g, "comite")
        g.tableau(
            [Colonne("Organisme", 55), Colonne("Fonction", 45)],
            ["{{ membre.organisme }}", "{{ membre.fonction }}"],
            boucle="membre in composition",
            legende="Membres du comité de suivi",
        )
    with g.si("annexes.rib"):
        _titre_d_annexe(g, "rib")
        g.texte(
            "Le relevé d'identité bancaire {{ territoire.collectivite.du }}, remis par son comptable assignataire, est "
            "joint à la suite de cette page. Il ne se recopie ni ne se conserve ailleurs."
        )


def _titre_d_annexe(g: Gabarit, code: str) -> None:
    g.titre1(f"Annexe {{{{ annexes.{code}.numero }}}} – {{{{ annexes.{code}.titre }}}}")

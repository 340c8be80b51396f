"""Les tableaux et les listes que le livrable, la convention et le rapport écrivent de la même façon."""

from outils.gabarits.charpente import Colonne, Gabarit
from outils.gabarits.corps_de_fiche import FINANCEURS, montants


def par_annee(g: Gabarit) -> None:
    """Attend `finances`."""
    g.tableau(
        [Colonne("Exercice", 16), *FINANCEURS, Colonne("Poids", 10, nombre=True)],
        ["{{ annee.libelle }}", *montants("annee"), "{{ annee.poids }}"],
        boucle="annee in finances.par_annee",
        total=["Total", *montants("finances.total"), "{{ finances.total.poids }}"],
        legende="Financement par exercice",
        soudee=True,
    )


def par_axe(g: Gabarit) -> None:
    """Attend `finances`."""
    g.tableau(
        [Colonne("Axe", 34), *FINANCEURS, Colonne("Poids", 10, nombre=True)],
        ["{{ axe.libelle }}", *montants("axe"), "{{ axe.poids }}"],
        boucle="axe in finances.par_axe",
        total=["Total", *montants("finances.total"), "{{ finances.total.poids }}"],
        legende="Financement par axe",
        soudee=True,
    )


def note_des_arrondis(g: Gabarit) -> None:
    g.note(
        "Les totaux sont calculés sur les montants exacts. Les poids sont arrondis à l'unité de façon que leur "
        "somme fasse 100 %. « — » signifie que rien n'est prévu."
    )


def fiches_d_un_axe(g: Gabarit) -> None:
    """Attend `axe`, un élément de `finances.axes`."""
    g.tableau(
        [
            Colonne("Fiche", 24),
            Colonne("Intitulé", 44),
            Colonne("Porteur", 30),
            Colonne("Période", 15),
            *FINANCEURS,
        ],
        [
            "{{ fiche.code }}",
            "{{ fiche.libelle }}",
            "{{ fiche.porteur }}",
            "{{ fiche.periode }}",
            *montants("fiche"),
        ],
        boucle="fiche in axe.fiches",
        total=["Total", "", "", "", *montants("axe.total")],
        legende="Financement de l'axe par fiche",
        soudee=True,
    )


def annees_d_un_axe(g: Gabarit) -> None:
    """Attend `axe`, un élément de `finances.axes`."""
    g.tableau(
        [Colonne("Exercice", 16), *FINANCEURS, Colonne("Poids", 10, nombre=True)],
        ["{{ annee.libelle }}", *montants("annee"), "{{ annee.poids }}"],
        boucle="annee in axe.par_annee",
        total=["Total", *montants("axe.total"), ""],
        legende="Financement de l'axe par exercice",
        soudee=True,
    )


def enveloppes(g: Gabarit) -> None:
    """Attend `finances`."""
    g.tableau(
        [
            Colonne("Exercice", 12),
            Colonne("Enveloppe maximale de l'État", 20, nombre=True),
            Colonne("Reliquat mobilisé", 18, nombre=True),
            Colonne("Part de l'État contractualisée", 20, nombre=True),
            Colonne("Reste disponible", 18, nombre=True),
            Colonne("Statut", 16),
            Colonne("Notifiée le", 14),
        ],
        [
            "{{ e.annee }}",
            "{{ e.plafond }}",
            "{{ e.reliquat }}",
            "{{ e.contractualise }}",
            "{{ e.reste }}",
            "{{ e.statut }}",
            "{{ e.notifiee_le }}",
        ],
        boucle="e in finances.enveloppes",
        legende="Enveloppes annuelles notifiées par l'État",
    )


def constats_par_axe(g: Gabarit, niveau_des_axes: int = 2) -> None:
    """Attend `synthese`."""
    with g.pour("axe in synthese.axes"):
        (g.titre2 if niveau_des_axes == 2 else g.titre3)("{{ axe.intitule }}")
        with g.si("axe.constats"):
            g.tableau(
                [Colonne("N°", 6), Colonne("Constat", 46), Colonne("Preuve", 34), Colonne("Gravité", 14)],
                [
                    "{{ c.numero }}",
                    "{{ c.texte }}\nPublics : {{ c.publics }}\nZones : {{ c.zones }}",
                    "{{ c.preuve }}\nSource : {{ c.source }}",
                    "{{ c.gravite }}",
                ],
                boucle="c in axe.constats",
                legende="Constats de l'axe",
            )
            g.sinon()
            g.texte("Aucun constat n'a été établi pour cet axe.")


def enjeux(g: Gabarit) -> None:
    """Attend `synthese`."""
    g.nouvelle_liste()
    with g.si("synthese.enjeux"):
        with g.pour("enjeu in synthese.enjeux"):
            g.numero(
                "{{ enjeu.libelle }} ({{ enjeu.axe }}{% if enjeu.constats %} ; {{ enjeu.constats }}{% endif %})"
            )
        g.sinon()
        g.texte("Aucun enjeu n'a encore été formulé.")


def publics_et_zones(g: Gabarit) -> None:
    """Attend `synthese`."""
    with g.si("synthese.publics"):
        g.texte("**Publics prioritaires :**", "Amorce")
        with g.pour("public in synthese.publics"):
            g.puce("{{ public }}")
    with g.si("synthese.zones"):
        g.texte("**Zones prioritaires :**", "Amorce")
        with g.pour("zone in synthese.zones"):
            g.puce("{{ zone }}")
    with g.si("not synthese.publics and not synthese.zones"):
        g.texte("Aucun public ni aucune zone n'a encore été désigné comme prioritaire.")


def par_volet(g: Gabarit) -> None:
    """Attend `finances`."""
    g.tableau(
        [Colonne("Volet", 34), *FINANCEURS, Colonne("Poids", 10, nombre=True)],
        ["{{ volet.libelle }}", *montants("volet"), "{{ volet.poids }}"],
        boucle="volet in finances.volets",
        total=["Total", *montants("finances.total"), "{{ finances.total.poids }}"],
        legende="Financement par volet",
        soudee=True,
    )


def plan_detaille(g: Gabarit) -> None:
    """Tous les tableaux du plan de financement, du plus large au plus fin."""
    enveloppes(g)
    par_annee(g)
    par_axe(g)
    with g.si("finances.volets"):
        par_volet(g)
    note_des_arrondis(g)
    with g.pour("axe in finances.axes"):
        g.titre2("{{ axe.intitule }}")
        with g.si("axe.fiches"):
            annees_d_un_axe(g)
            fiches_d_un_axe(g)
            g.sinon()
            g.texte("Aucune fiche action n'est retenue pour cet axe.")


def fiches_d_un_axe_en_bref(g: Gabarit) -> None:
    """Attend `axe`, un élément de `finances.axes`."""
    g.tableau(
        [Colonne("Action", 46), Colonne("Période", 14), FINANCEURS[0], FINANCEURS[1], FINANCEURS[3]],
        [
            "{{ fiche.libelle }}",
            "{{ fiche.periode }}",
            "{{ fiche.etat }}",
            "{{ fiche.collectivite }}",
            "{{ fiche.total }}",
        ],
        boucle="fiche in axe.fiches",
        total=["Total", "", "{{ axe.total.etat }}", "{{ axe.total.collectivite }}", "{{ axe.total.total }}"],
        legende="Actions de l'axe",
        soudee=True,
    )

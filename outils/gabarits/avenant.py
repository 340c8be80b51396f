"""L'avenant (D20), article par article, et la note qui dit ce qu'il change (D20N)."""

from collections.abc import Iterator
from contextlib import contextmanager

from outils.gabarits import tableaux
from outils.gabarits.articles_premiers import FIN, lettres_et_chiffres
from outils.gabarits.charpente import CONJOINT, Colonne, Gabarit
from outils.gabarits.convention import parties, signatures, vu_de_droit
from outils.gabarits.corps_de_fiche import CORPS
from outils.gabarits.graphiques import Graphique

_CONVENTION = (
    "{{ contrat.le }} {{ territoire.du }}{% if convention_numero %}, n° {{ convention_numero }}{% endif %}"
    "{% if convention_signee_le %}, signé le {{ convention_signee_le | date_longue }}{% endif %}"
)


def avenant() -> Gabarit:
    g = Gabarit(CONJOINT)
    g.titre("{{ document.titre }}", "{{ contrat.au }} {{ territoire.du }}")
    with g.si("empreinte"):
        g.note("Empreinte du texte figé : {{ empreinte }}")
    g.titre1("Parties")
    parties(g)
    _visas(g)
    _objet(g)
    _programme(g)
    _financement(g)
    _cibles(g)
    _articles(g)
    _effet_et_reste(g)
    signatures(g)
    _annexes(g)
    return g


@contextmanager
def _article(g: Gabarit, code: str) -> Iterator[None]:
    with g.si(f"articles.{code}"):
        g.titre1(f"Article {{{{ articles.{code}.numero }}}} – {{{{ articles.{code}.titre }}}}")
        yield


def _visas(g: Gabarit) -> None:
    vu_de_droit(g)
    g.texte(f"Vu {_CONVENTION} ;", "Visa")
    with g.pour("precedent in precedents"):
        g.texte("Vu l'{{ precedent }} à ce contrat ;", "Visa")
    g.texte(
        "Vu la délibération de la collectivité qui approuve le présent avenant et en autorise la signature ;",
        "Visa",
    )
    g.texte("**il est convenu ce qui suit.**")


def _objet(g: Gabarit) -> None:
    with _article(g, "objet"):
        g.texte(
            "Le présent avenant modifie {{ contrat.le }} {{ territoire.du }}. Il a pour objet : {{ objet }}."
        )
        with g.si("changements.en_bref"):
            g.texte("En résumé :", "Amorce")
            with g.pour("point in changements.en_bref"):
                g.puce("{{ point }}" + FIN)


def _programme(g: Gabarit) -> None:
    with _article(g, "programme"):
        fiches_changees(g)
        g.texte("Les fiches ajoutées ou modifiées sont jointes, telles qu'elles s'appliquent désormais.")


def fiches_changees(g: Gabarit) -> None:
    """Attend `changements`."""
    for liste, amorce in (("ajoutees", "Actions ajoutées"), ("retirees", "Actions retirées")):
        with g.si(f"changements.{liste}"):
            g.tableau(
                [
                    Colonne("Fiche", 18),
                    Colonne("Action", 34),
                    Colonne("Période", 12),
                    Colonne("Coût total", 14, nombre=True),
                    Colonne("Motif", 22),
                ],
                ["{{ f.code }}", "{{ f.titre }}", "{{ f.periode }}", "{{ f.total }}", "{{ f.motif or '—' }}"],
                boucle=f"f in changements.{liste}",
                legende=amorce,
            )
    with g.si("changements.modifiees"), g.pour("f in changements.modifiees"):
        g.titre2("{{ f.code }} – {{ f.titre }}")
        with g.si("f.motif"):
            g.texte("{{ f.motif }}", "Amorce")
        g.tableau(
            [Colonne("Ce qui change", 24), Colonne("Avant", 38), Colonne("Après", 38)],
            ["{{ c.libelle }}", "{{ c.avant }}", "{{ c.apres }}"],
            boucle="c in f.changements",
            legende="Action modifiée",
        )


def _financement(g: Gabarit) -> None:
    with _article(g, "financement"):
        g.texte(
            "Le financement des actions devient le suivant, chaque partie s'engageant sur les montants de la colonne "
            "« après » :",
            "Amorce",
        )
        exercices_compares(g)
        g.texte(
            "En conséquence, la contribution maximale de l'État est portée à "
            + lettres_et_chiffres("montant_etat_centimes")
            + " et celle de la collectivité à "
            + lettres_et_chiffres("montant_collectivite_centimes")
            + ", pour un coût total de {{ montant_total_centimes | euros }}."
        )


def exercices_compares(g: Gabarit) -> None:
    """Attend `changements`."""
    parts = ("etat", "collectivite", "total")
    colonnes = [f"{{{{ LIGNE.{part}_{moment} }}}}" for part in parts for moment in ("avant", "apres")]

    def cellules(ligne: str) -> list[str]:
        return [*(c.replace("LIGNE", ligne) for c in colonnes), f"{{{{ {ligne}.ecart }}}}"]

    g.tableau(
        [
            Colonne("Exercice", 11),
            *(
                Colonne(f"{quoi}, {quand}", 13, nombre=True)
                for quoi in ("État", "Collectivité", "Total")
                for quand in ("avant", "après")
            ),
            Colonne("Écart", 12, nombre=True),
        ],
        ["{{ e.libelle }}", *cellules("e")],
        boucle="e in changements.financement",
        total=["Total", *cellules("changements.total")],
        legende="Financement par exercice, avant et après",
        soudee=True,
    )


def _cibles(g: Gabarit) -> None:
    with _article(g, "cibles"):
        cibles_comparees(g)
        g.texte("Les cibles des exercices échus ne changent pas.")


def cibles_comparees(g: Gabarit) -> None:
    """Attend `changements`."""
    g.tableau(
        [
            Colonne("Fiche", 20),
            Colonne("Indicateur", 40),
            Colonne("Exercice", 12),
            Colonne("Avant", 14, nombre=True),
            Colonne("Après", 14, nombre=True),
        ],
        ["{{ c.fiche }}", "{{ c.indicateur }}", "{{ c.annee }}", "{{ c.avant }}", "{{ c.apres }}"],
        boucle="c in changements.cibles",
        legende="Cibles des indicateurs, avant et après",
    )


def _articles(g: Gabarit) -> None:
    with _article(g, "articles"):
        g.texte("Les articles suivants de la convention sont modifiés :", "Amorce")
        articles_compares(g)


def articles_compares(g: Gabarit) -> None:
    """Attend `changements`."""
    g.tableau(
        [Colonne("Article", 24), Colonne("Avant", 38), Colonne("Après", 38)],
        ["{{ a.numero }} – {{ a.titre }}", "{{ a.avant }}", "{{ a.apres }}"],
        boucle="a in changements.articles",
        legende="Articles de la convention, avant et après",
    )


def _effet_et_reste(g: Gabarit) -> None:
    with _article(g, "effet"):
        g.texte(
            "Le présent avenant prend effet le **{{ effet_le | date_longue }}**. Il ne change ni les montants, ni les "
            "cibles des exercices antérieurs."
        )
    with _article(g, "reste"):
        g.texte(
            "Les autres stipulations de la convention et de ses annexes restent sans changement.", "Amorce"
        )


def _annexes(g: Gabarit) -> None:
    with g.si("fiches"):
        g.saut_de_page()
        g.titre1("Annexe 1 – Fiches actions ajoutées ou modifiées")
        with g.pour("fiche in fiches"):
            with g.si("not loop.first"):
                g.saut_de_page()
            g.inclure(CORPS)
    g.section(paysage=True)
    g.titre1("Annexe {% if fiches %}2{% else %}1{% endif %} – Plan de financement après avenant")
    tableaux.par_annee(g)
    tableaux.par_axe(g)
    tableaux.note_des_arrondis(g)


def note_d_avenant() -> Gabarit:
    g = Gabarit(CONJOINT)
    g.titre("{{ document.titre }}", "{{ contrat.au }} {{ territoire.du }}")
    g.encadre("**Objet :** {{ objet }}")
    g.texte("L'avenant prendrait effet le {{ effet_le | date_longue }}.")
    with g.si("precedents"):
        g.texte("Avenants précédents : {{ precedents | liste_et }}.")
    _en_bref(g)
    _argent(g)
    with g.si("changements.ajoutees or changements.retirees or changements.modifiees"):
        g.titre1("Les actions")
        fiches_changees(g)
    with g.si("changements.cibles"):
        g.titre1("Les cibles")
        cibles_comparees(g)
    with g.si("changements.articles"):
        g.titre1("La convention")
        articles_compares(g)
    g.titre1("Et ensuite")
    g.texte("Le contrat en vigueur ne change pas tant que l'avenant n'est pas signé des deux parties.")
    g.nouvelle_liste()
    for suite in (
        "visa des crédits par l'État et accord de la collectivité sur le texte figé ;",
        "délibération de l'assemblée, transmise et publiée ;",
        "signature des deux parties, puis notification.",
    ):
        g.numero(suite)
    return g


def _en_bref(g: Gabarit) -> None:
    g.titre1("En bref")
    with g.si("changements.en_bref"):
        with g.pour("point in changements.en_bref"):
            g.puce("{{ point }}" + FIN)
        g.sinon()
        g.texte("L'avenant ne change ni les actions, ni les montants, ni les cibles.")


def _argent(g: Gabarit) -> None:
    g.titre1("L'argent")
    g.graphiques(
        [Graphique("par_annee", "Coût de chaque exercice", ("Avant", "Après"), empile=False)], hauteur=170
    )
    exercices_compares(g)

"""Les articles de la convention qui disent ce que l'on fait et avec quel argent (du 1er au 8)."""

from collections.abc import Iterator
from contextlib import contextmanager

from outils.gabarits import tableaux
from outils.gabarits.charpente import Colonne, Gabarit

FIN = "{% if loop.last %}.{% else %} ;{% endif %}"
"""La ponctuation d'un élément de liste, point au dernier."""


@contextmanager
def article(g: Gabarit, code: str) -> Iterator[None]:
    """Un article, écrit seulement s'il n'est pas écarté ; son numéro et son titre viennent des données."""
    with g.si(f"articles.{code}"):
        g.titre1(f"Article {{{{ articles.{code}.numero }}}} – {{{{ articles.{code}.titre }}}}")
        yield


def lettres_et_chiffres(champ: str) -> str:
    """« deux millions d'euros (2 000 000 €) »."""
    return f"**{{{{ {champ} | euros_en_lettres }}}} ({{{{ {champ} | euros }}}})**"


def articles_premiers(g: Gabarit) -> None:
    _objet(g)
    _duree(g)
    _diagnostic(g)
    _programme(g)
    _engagements_de_l_etat(g)
    _engagements_de_la_collectivite(g)
    _financement(g)
    _versement(g)


def _objet(g: Gabarit) -> None:
    with article(g, "objet"):
        g.texte(
            "La présente convention fixe les engagements réciproques de l'État et de la collectivité pour prévenir "
            "et combattre la pauvreté {{ territoire.dans }}, au titre des exercices {{ annee_debut }} à "
            "{{ annee_fin }}. Elle porte sur les axes suivants :",
            "Amorce",
        )
        with g.pour("axe in axes"):
            g.puce("{{ axe }}" + FIN)
        g.texte(
            "Chaque action qu'elle finance est nouvelle, ou renforce une action existante en augmentant le nombre "
            "de personnes suivies, en touchant de nouveaux publics ou en couvrant de nouvelles zones."
        )
        with g.si("convention_unique"):
            g.texte(
                "Elle vaut convention globale unique : elle réunit un volet consacré aux solidarités et un volet "
                "consacré à l'insertion et à l'emploi, dont le suivi et le financement restent distincts."
            )


def _duree(g: Gabarit) -> None:
    with article(g, "duree"):
        with g.si("prend_effet_le"):
            g.texte("La convention prend effet le {{ prend_effet_le | date_longue }}.")
            g.sinon()
            g.texte("La convention prend effet à la date que fixe sa notification à la collectivité.")
        g.texte(
            "Elle couvre les exercices {{ annee_debut }} à {{ annee_fin }} et prend fin le 31 décembre "
            "{{ annee_fin }}. Les obligations de compte rendu, de contrôle et de reversement demeurent jusqu'à leur "
            "complet accomplissement. Elle ne se renouvelle pas par tacite reconduction."
        )


def _diagnostic(g: Gabarit) -> None:
    with article(g, "diagnostic"):
        g.texte(
            "Les parties se réfèrent au diagnostic partagé du territoire"
            "{% if synthese.adopte_le %}, adopté en comité le {{ synthese.adopte_le | date_longue }}{% endif %}. "
            "Elles retiennent les enjeux suivants, par ordre de priorité :",
            "Amorce",
        )
        g.nouvelle_liste()
        with g.pour("enjeu in synthese.enjeux"):
            g.numero("{{ enjeu.libelle }}" + FIN)
        with g.si("synthese.publics"):
            g.texte("Les actions s'adressent en priorité aux publics suivants :", "Amorce")
            with g.pour("public in synthese.publics"):
                g.puce("{{ public }}" + FIN)
        with g.si("synthese.zones"):
            g.texte("Elles se déploient en priorité dans les zones suivantes :", "Amorce")
            with g.pour("zone in synthese.zones"):
                g.puce("{{ zone }}" + FIN)
        with g.si("annexes.diagnostic"):
            g.texte("La synthèse du diagnostic figure à l'annexe {{ annexes.diagnostic.numero }}.")


def _programme(g: Gabarit) -> None:
    with article(g, "programme"):
        g.texte(
            "Le programme comprend {{ fiches_comptees }}. Chaque fiche action précise l'objectif, le public, le "
            "porteur, le calendrier, le budget et les indicateurs de l'action. Les fiches figurent à l'annexe "
            "{{ annexes.fiches.numero }} et ont la même valeur que les articles de la convention."
        )
        with g.si("fiches"):
            g.tableau(
                [
                    Colonne("Fiche", 18),
                    Colonne("Intitulé de l'action", 46),
                    Colonne("Porteur", 24),
                    Colonne("Période", 14),
                ],
                ["{{ f.code }}", "{{ f.titre }}", "{{ f.porteur }}", "{{ f.periode }}"],
                boucle="f in fiches",
                legende="Récapitulatif des fiches actions",
            )


def _engagements_de_l_etat(g: Gabarit) -> None:
    with article(g, "etat"):
        g.texte(
            "L'État apporte à la collectivité, pour la durée de la convention et dans la limite des enveloppes "
            "annuelles qui lui sont notifiées, une contribution maximale de "
            + lettres_et_chiffres("montant_etat_centimes")
            + "."
        )
        g.texte("Il s'engage en outre :", "Amorce")
        g.puce(
            "à désigner un interlocuteur chargé du suivi de la convention et de l'instruction des actions ;"
        )
        g.puce("à mobiliser ses services et ses opérateurs pour faciliter la conduite des actions ;")
        g.puce("à communiquer à la collectivité les données et les cadres de suivi dont il dispose ;")
        g.puce("à veiller à la cohérence de la convention avec les autres politiques qu'il finance.")
        g.texte(
            "Les crédits de chaque exercice sont subordonnés à leur ouverture en loi de finances. Leur diminution "
            "est portée sans délai à la connaissance de la collectivité et fait l'objet d'un avenant."
        )


def _engagements_de_la_collectivite(g: Gabarit) -> None:
    with article(g, "collectivite"):
        g.texte(
            "La collectivité consacre aux actions de la convention une contribution de "
            + lettres_et_chiffres("montant_collectivite_centimes")
            + ". Elle s'engage :",
            "Amorce",
        )
        g.puce("à conduire ou à faire conduire les actions conformément aux fiches ;")
        with g.si("parite"):
            g.puce(
                "à financer chaque action, pour chaque exercice, à une hauteur au moins égale à celle de l'État ;"
            )
        g.puce("à associer à leur conduite et à leur évaluation les personnes qu'elles concernent ;")
        g.puce("à ne pas présenter la même dépense au titre d'un autre financement de l'État ;")
        g.puce("à transmettre dans les délais les indicateurs, les rapports et les justificatifs prévus ;")
        g.puce("à informer l'État de tout fait qui retarde ou compromet une action.")


def _financement(g: Gabarit) -> None:
    with article(g, "financement"):
        g.texte(
            "Le coût total du programme s'élève à "
            + lettres_et_chiffres("montant_total_centimes")
            + " : {{ montant_etat_centimes | euros }} à la charge de l'État, "
            "{{ montant_collectivite_centimes | euros }} à la charge de la collectivité"
            "{% if montant_autres_centimes %}, {{ montant_autres_centimes | euros }} apportés par d'autres "
            "financeurs{% endif %}. Il se répartit comme suit :",
            "Amorce",
        )
        tableaux.par_annee(g)
        tableaux.par_axe(g)
        tableaux.note_des_arrondis(g)
        with g.si("finances.volets"):
            tableaux.par_volet(g)
            g.texte(
                "Les crédits d'un volet ne peuvent pas être employés au bénéfice de l'autre : aucune fongibilité "
                "n'est admise entre eux."
            )
        _plafonds(g)


def _plafonds(g: Gabarit) -> None:
    with g.si("parite"):
        g.texte(
            "La part de l'État ne dépasse, pour aucune action ni aucun exercice, celle de la collectivité. Les "
            "apports d'autres financeurs n'entrent pas dans cette comparaison."
        )
    g.texte(
        "Les montants de l'État sont des plafonds. Sa contribution est imputée sur les crédits désignés par l'acte "
        "d'engagement de chaque exercice. Le plan de financement détaillé figure à l'annexe "
        "{{ annexes.financement.numero }}."
    )


def _versement(g: Gabarit) -> None:
    with article(g, "versement"):
        g.texte(
            "La contribution de l'État est versée en une fois au titre de chaque exercice, dans la limite des "
            "crédits ouverts :",
            "Amorce",
        )
        g.puce("pour le premier exercice, après la notification de la convention ;")
        g.puce(
            "pour les exercices suivants, après réception des indicateurs et du rapport d'exécution de l'exercice "
            "précédent, déduction faite, le cas échéant, des crédits non employés."
        )
        g.texte(
            "{% if annexes.rib %}Le relevé d'identité bancaire de la collectivité forme l'annexe "
            "{{ annexes.rib.numero }} ; elle{% else %}La collectivité joint à sa première demande un relevé d'identité "
            "bancaire, puis{% endif %} signale tout changement de coordonnées. Le comptable assignataire est celui que "
            "désigne l'acte d'engagement."
        )

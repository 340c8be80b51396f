"""Les articles de la convention qui disent comment on la suit, la modifie et en sort (du 9 au 21)."""

from outils.gabarits.articles_premiers import article
from outils.gabarits.charpente import Gabarit


def articles_suivants(g: Gabarit) -> None:
    _gouvernance(g)
    _indicateurs(g)
    _rapport(g)
    _evaluation(g)
    _modification(g)
    _controle(g)
    _reversement(g)
    _communication_et_donnees(g)
    _sortie(g)


def _gouvernance(g: Gabarit) -> None:
    with article(g, "gouvernance"):
        g.texte(
            "Un comité de suivi, présidé conjointement par le représentant de l'État et celui de la collectivité, "
            "se réunit au moins une fois par an. Il examine l'avancement de chaque action, l'exécution financière et "
            "les résultats, et propose les ajustements utiles. Ses décisions font l'objet d'un relevé."
        )
        g.texte("Des réunions techniques préparent ses travaux autant que de besoin.")
        with g.si("annexes.comite"):
            g.texte("Sa composition figure à l'annexe {{ annexes.comite.numero }}.")


def _indicateurs(g: Gabarit) -> None:
    with article(g, "indicateurs"):
        g.texte(
            "Les résultats sont mesurés par les indicateurs de l'annexe {{ annexes.indicateurs.numero }}, qui fixe "
            "leur définition et leurs cibles."
        )
        with g.si("rendez_vous.indicateurs"):
            g.texte(
                "La collectivité transmet les valeurs de chaque exercice au plus tard le {{ rendez_vous.indicateurs }} "
                "de l'année suivante."
            )
            g.sinon()
            g.texte(
                "La collectivité transmet les valeurs de chaque exercice à la date que fixe le comité de suivi."
            )
        g.texte(
            "Une valeur inconnue est déclarée « non renseignée », avec son motif ; elle n'est jamais remplacée par "
            "zéro. Les parties n'échangent que des données agrégées."
        )


def _rapport(g: Gabarit) -> None:
    with article(g, "rapport"):
        g.texte(
            "La collectivité établit chaque année un rapport d'exécution. Il décrit, action par action, ce qui a été "
            "réalisé, les dépenses prévues, engagées et payées, les résultats obtenus, les écarts et leurs causes, "
            "les difficultés et les perspectives. Il est présenté à son assemblée délibérante."
        )
        with g.si("rendez_vous.rapport"):
            g.texte(
                "Le rapport et la délibération qui s'y rapporte sont adressés au représentant de l'État au plus tard "
                "le {{ rendez_vous.rapport }} de l'année suivante."
            )
            g.sinon()
            g.texte(
                "Le rapport et la délibération qui s'y rapporte sont adressés au représentant de l'État à la date que "
                "fixe le comité de suivi."
            )


def _evaluation(g: Gabarit) -> None:
    with article(g, "evaluation"):
        with g.si("rendez_vous.evaluation_le"):
            g.texte(
                "Les parties conduisent ensemble une évaluation à mi-parcours, remise au plus tard le "
                "{{ rendez_vous.evaluation_le | date_longue }}. Elle peut conduire à réviser le programme."
            )
        g.texte(
            "Une évaluation finale porte sur l'ensemble de la période. Elle apprécie les résultats au regard des "
            "cibles, la conduite des actions, l'emploi des crédits et le point de vue des personnes concernées."
        )


def _modification(g: Gabarit) -> None:
    with article(g, "modification"):
        g.texte(
            "Toute modification de l'objet, de la durée, des montants ou du programme d'actions fait l'objet d'un "
            "avenant écrit, signé par les deux parties après décision de l'assemblée compétente."
        )
        g.texte("Un simple échange écrit entre les parties suffit :", "Amorce")
        g.puce("pour changer d'interlocuteur ou corriger une erreur matérielle ;")
        g.puce("pour ajuster le calendrier interne d'une action au cours d'un même exercice ;")
        g.puce(
            "pour déplacer des crédits entre deux actions d'un même axe et d'un même exercice, dans la limite de "
            "10 % du budget de l'action qui les cède."
        )


def _controle(g: Gabarit) -> None:
    with article(g, "controle"):
        g.texte(
            "L'État peut vérifier à tout moment, sur pièces et sur place, la réalisation des actions et l'emploi de "
            "sa contribution. La collectivité facilite ces vérifications et impose les mêmes obligations aux "
            "organismes à qui elle confie une action."
        )
        g.texte(
            "Elle tient une comptabilité qui permet d'identifier les dépenses de chaque action et conserve les "
            "pièces justificatives pendant dix ans à compter de la fin de la convention."
        )


def _reversement(g: Gabarit) -> None:
    with article(g, "reversement"):
        g.texte(
            "Les crédits de l'État versés au titre d'un exercice et non employés sont constatés au vu du rapport "
            "d'exécution. Le représentant de l'État décide, après échange avec la collectivité :",
            "Amorce",
        )
        g.puce("soit leur report sur des actions désignées, par accord écrit ;")
        g.puce("soit leur déduction du versement suivant ;")
        g.puce("soit leur reversement, sur émission d'un titre de perception.")
        g.texte(
            "Il en va de même des dépenses injustifiées ou étrangères aux actions. Aucune de ces décisions n'est "
            "prise sans que la collectivité ait été invitée à présenter ses observations dans un délai de "
            "quinze jours."
        )


def _communication_et_donnees(g: Gabarit) -> None:
    with article(g, "communication"):
        g.texte(
            "Les supports de communication relatifs aux actions mentionnent le soutien de l'État et celui de la "
            "collectivité, dans le respect de leurs chartes graphiques. Chaque partie informe l'autre au préalable "
            "des événements publics qu'elle organise."
        )
    with article(g, "donnees"):
        g.texte(
            "Chaque partie est responsable des traitements de données personnelles qu'elle met en œuvre, dans le "
            "respect de la réglementation. Le suivi de la convention ne donne lieu à aucun échange de données "
            "permettant d'identifier les personnes accompagnées ; les petits effectifs sont masqués."
        )
        g.texte(
            "Les coordonnées professionnelles des interlocuteurs ne servent qu'au suivi de la convention. Les droits "
            "des personnes s'exercent auprès du délégué à la protection des données de chaque partie."
        )
    with article(g, "publication"):
        g.texte(
            "La convention est publiée par chaque partie dans les conditions applicables à ses actes. Les données "
            "essentielles relatives au financement sont mises à la disposition du public."
        )


def _sortie(g: Gabarit) -> None:
    with article(g, "resiliation"):
        g.texte(
            "En cas de manquement, la partie qui s'en prévaut met l'autre en demeure d'y remédier, par lettre "
            "recommandée avec demande d'avis de réception. À défaut de régularisation dans les trente jours, la "
            "convention peut être résiliée."
        )
        g.texte(
            "Chaque partie peut en outre dénoncer la convention avant la fin d'un exercice, pour l'exercice suivant, "
            "par une décision motivée. Dans tous les cas, un bilan est dressé, les dépenses justifiées restent "
            "acquises et les autres crédits versés sont restitués à l'État."
        )
    with article(g, "force_majeure"):
        g.texte(
            "La partie empêchée par un cas de force majeure en avertit l'autre sans délai. Les obligations affectées "
            "sont suspendues. Si l'empêchement dure plus d'un mois, les parties conviennent des suites à donner, qui "
            "peuvent aller jusqu'à la résiliation sans indemnité."
        )
    with article(g, "litiges"):
        g.texte(
            "Les parties recherchent un règlement amiable de leurs différends, au besoin par une médiation. À défaut "
            "d'accord, le litige est porté devant le tribunal administratif territorialement compétent.",
            "Amorce",
        )

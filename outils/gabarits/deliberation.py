"""Le rapport à l'assemblée (D17R) et le projet de délibération (D17D), aux couleurs de la collectivité."""

from outils.gabarits import avenant, tableaux
from outils.gabarits.charpente import COLLECTIVITE, Gabarit


def rapport_a_l_assemblee() -> Gabarit:
    g = Gabarit(COLLECTIVITE)
    g.titre("{{ document.titre }}", "{{ organe }} – séance du {{ seance_le | date_longue }}")
    g.texte("Mesdames, Messieurs,", "Appel")
    _contexte(g)
    _contenu(g)
    _finances(g)
    _calendrier(g)
    _proposition(g)
    return g


def projet_de_deliberation() -> Gabarit:
    g = Gabarit(COLLECTIVITE)
    g.titre("{{ document.titre }}", "Séance du {{ seance_le | date_longue }}")
    g.texte("**{{ organe }},**")
    _visas(g)
    _dispositif(g)
    g.titre1("Résultat du vote")
    g.texte("Membres en exercice : {{ en_exercice }}. Présents : …………… Pouvoirs : ……………", "Amorce")
    g.texte("Voix pour : …………… Voix contre : …………… Abstentions : ……………", "Amorce")
    g.signer("{{ signature }},", "{{ signataire }}")
    return g


def _contexte(g: Gabarit) -> None:
    g.titre1("Contexte")
    with g.si("avenant"):
        g.texte(
            "L'État et {{ territoire.collectivite.le }} sont liés par un contrat local des solidarités. Les parties "
            "souhaitent le modifier : ce qui change le montant ou l'objet du contrat est soumis à l'assemblée."
        )
        g.sinon()
        _proposition_de_l_etat(g)
    with g.si("comites and not avenant"):
        g.texte(
            "Le projet a été préparé avec les partenaires du territoire, au cours des réunions suivantes : "
            "{{ comites | liste_et }}."
        )


def _proposition_de_l_etat(g: Gabarit) -> None:
    g.texte(
        "L'État propose aux départements et aux métropoles de conclure un contrat local des solidarités, déclinaison "
        "du Pacte des solidarités. Ce contrat finance, à parts équilibrées entre l'État et la collectivité, des "
        "actions nouvelles ou renforcées de lutte contre la pauvreté."
    )
    with g.si("diagnostic_adopte_le"):
        g.texte(
            "Un diagnostic partagé {{ territoire.du }} a été adopté en comité le "
            "{{ diagnostic_adopte_le | date_longue }}."
        )
    with g.si("enjeux"):
        g.texte("Il fait ressortir les enjeux suivants :", "Amorce")
        with g.pour("enjeu in enjeux"):
            g.puce("{{ enjeu.libelle }}")


def _contenu(g: Gabarit) -> None:
    with g.si("changements"):
        g.titre1("Contenu de l'avenant")
        with g.pour("point in changements.en_bref"):
            g.puce("{{ point }}{% if loop.last %}.{% else %} ;{% endif %}")
        avenant.fiches_changees(g)
        avenant.exercices_compares(g)
        g.texte("Le texte intégral de l'avenant et ses annexes sont joints au présent rapport.")
    g.titre1("Contenu du contrat{% if avenant %} après avenant{% endif %}")
    g.texte("Le contrat comprend {{ fiches_comptees }}, réparties entre les axes suivants :", "Amorce")
    with g.pour("axe in axes"):
        g.puce("{{ axe }}")
    g.texte(
        "Il fixe les engagements des deux parties, le suivi, les indicateurs et les conditions de versement de la "
        "contribution de l'État. Le texte intégral et ses annexes sont joints au présent rapport (texte "
        "n° {{ projet_version }}, arrêté le {{ fige_le | date_longue }})."
    )
    with g.pour("axe in finances.axes"), g.si("axe.fiches"):
        g.titre2("{{ axe.intitule }}")
        tableaux.fiches_d_un_axe_en_bref(g)


def _finances(g: Gabarit) -> None:
    g.titre1("Incidences financières")
    g.texte(
        "Le coût total s'élève à {{ montant_total_centimes | euros }}. La collectivité y contribue pour "
        "**{{ montant_collectivite_centimes | euros }}** et l'État pour **{{ montant_etat_centimes | euros }}**."
    )
    with g.si("montant_autres_centimes"):
        g.texte("D'autres financeurs apportent {{ montant_autres_centimes | euros }}.")
    tableaux.par_annee(g)
    tableaux.par_axe(g)
    tableaux.note_des_arrondis(g)
    with g.si("credits"):
        g.texte("La dépense à inscrire au titre de l'exercice {{ exercice }} est de **{{ credits }}**.")


def _calendrier(g: Gabarit) -> None:
    g.titre1("Calendrier")
    g.texte(
        "La signature {{ contrat.du }} suppose que la délibération ait été publiée et transmise au représentant de "
        "l'État. Les principaux rendez-vous sont ensuite les suivants :",
        "Amorce",
    )
    with g.si("rendez_vous.indicateurs"):
        g.puce(
            "transmission des indicateurs de chaque exercice : {{ rendez_vous.indicateurs }} de l'année suivante ;"
        )
    with g.si("rendez_vous.rapport"):
        g.puce("rapport d'exécution, soumis à l'assemblée : {{ rendez_vous.rapport }} de l'année suivante ;")
    with g.si("rendez_vous.evaluation_le and rendez_vous.evaluation_le > seance_le"):
        g.puce("évaluation à mi-parcours : {{ rendez_vous.evaluation_le | date_longue }} ;")
    g.puce("évaluation finale et solde, après la fin du dernier exercice.")


def _proposition(g: Gabarit) -> None:
    g.titre1("Proposition")
    with g.si("urgence"):
        g.texte(
            "Cette affaire vous est soumise selon la procédure d'urgence, sur laquelle il vous revient de statuer."
        )
    g.texte(
        "Je vous propose d'approuver {{ contrat.le }} et d'autoriser {{ executif }} à le signer, dans les termes du "
        "projet de délibération joint.",
        "Amorce",
    )
    g.signer("{{ signature }},", "{{ signataire }}")


def _visas(g: Gabarit) -> None:
    g.texte("Vu le code général des collectivités territoriales ;", "Visa")
    g.texte("Vu le code de l'action sociale et des familles ;", "Visa")
    with g.si("loi_de_finances_2024"):
        g.texte("Vu la loi n° 2023-1322 du 29 décembre 2023 de finances pour 2024 ;", "Visa")
    with g.si("instruction"):
        g.texte("Vu {{ instruction }} ;", "Visa")
    g.texte(
        "Vu le {{ projet }}, texte n° {{ projet_version }}, arrêté le {{ fige_le | date_longue }} ;",
        "Visa",
    )
    g.texte("Vu le rapport présenté à la séance du {{ seance_le | date_longue }} ;", "Visa")
    with g.si("diagnostic_adopte_le"):
        g.texte(
            "Considérant que le contrat répond aux besoins établis par le diagnostic partagé, adopté le "
            "{{ diagnostic_adopte_le | date_longue }} ;",
            "Visa",
        )
    g.texte(
        "Considérant que l'État et la collectivité financent ensemble {{ fiches_comptees }}, pour un coût total de "
        "{{ montant_total_centimes | euros }}, dont {{ montant_etat_centimes | euros }} à la charge de l'État ;",
        "Visa",
    )


def _dispositif(g: Gabarit) -> None:
    g.texte("Après en avoir délibéré,")
    with g.si("urgence"):
        g.texte("se prononce sur l'urgence, puis")
    g.titre1("Décide")
    decisions(g)


def decisions(g: Gabarit) -> None:
    """Ce que l'assemblée vote, et que l'extrait du registre reproduit. Attend les champs d'`Acte`."""
    g.numero("d'approuver {{ contrat.le }} à conclure avec l'État, tel qu'il est annexé à la délibération ;")
    g.numero(
        "d'autoriser {{ executif }} à le signer et à prendre les mesures nécessaires à son exécution, à l'exclusion "
        "des avenants qui modifieraient l'objet ou les montants du contrat, lesquels seront soumis à l'assemblée ;"
    )
    g.numero(
        "{% if avenant %}de porter la contribution de la collectivité à {% else %}d'engager la contribution de la "
        "collectivité à hauteur de {% endif %}{{ montant_collectivite_centimes | euros_en_lettres }} "
        "({{ montant_collectivite_centimes | euros }}) pour la durée du contrat ;"
    )
    with g.si("credits"):
        g.numero("d'inscrire à ce titre un crédit de {{ credits }} au budget de l'exercice {{ exercice }} ;")
    g.numero("de charger {{ executif }} de la transmission et de la publication de la délibération.")

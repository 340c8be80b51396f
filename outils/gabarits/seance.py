"""Ce que la séance laisse au registre : extrait des délibérations (D18), procès-verbal de carence (D26)."""

from outils.gabarits.charpente import COLLECTIVITE, Gabarit
from outils.gabarits.deliberation import decisions


def extrait_du_registre() -> Gabarit:
    g = Gabarit(COLLECTIVITE)
    g.titre("{{ document.titre }}", "Séance du {{ seance_le | date_longue }}")
    g.texte("Délibération n° {{ numero }}", "Objet")
    g.texte("**Objet :** {{ contrat.nom }} à conclure avec l'État", "Objet")
    _seance(g)
    g.titre1("Rapport")
    g.texte(
        "L'assemblée a examiné le rapport qui présente le {{ projet }} (texte n° {{ projet_version }}), arrêté "
        "le {{ fige_le | date_longue }}, et ses annexes ({{ fiches_comptees }}, pour un coût total de "
        "{{ montant_total_centimes | euros }}, dont {{ montant_etat_centimes | euros }} à la charge de l'État)."
    )
    with g.si("diagnostic_adopte_le"):
        g.texte(
            "Ce contrat répond au diagnostic partagé {{ territoire.du }}, adopté en comité le "
            "{{ diagnostic_adopte_le | date_longue }}."
        )
    _dispositif_et_vote(g)
    _caractere_executoire(g)
    _signer(g)
    return g


def _seance(g: Gabarit) -> None:
    g.titre1("Séance")
    g.texte(
        "{{ organe }} a tenu séance le {{ seance_le | date_longue }}, le rapport ayant été adressé à ses "
        "membres le {{ envoi_le | date_longue }}."
    )
    with g.si("urgence"):
        g.texte(
            "L'affaire a été inscrite selon la procédure d'urgence, sur laquelle l'assemblée s'est prononcée."
        )
    with g.si("apres_carence"):
        g.texte(
            "Le quorum n'ayant pas été atteint à la séance précédente, l'assemblée délibère valablement quel que soit "
            "le nombre des présents."
        )
    g.texte("Membres en exercice : {{ en_exercice }}. Présents : {{ presents }}. Pouvoirs : {{ pouvoirs }}.")


def _dispositif_et_vote(g: Gabarit) -> None:
    g.titre1("Dispositif et vote")
    with g.si("adoptee"):
        g.texte("Après en avoir délibéré, l'assemblée **décide** :", "Amorce")
        decisions(g)
        g.sinon()
        g.texte(
            "Le résultat du vote n'est pas renseigné comme favorable : aucune décision n'est reproduite ici."
        )
    g.texte("Voix pour : {{ pour }}. Voix contre : {{ contre }}. Abstentions : {{ abstentions }}.")


def _caractere_executoire(g: Gabarit) -> None:
    g.titre1("Caractère exécutoire")
    with g.si("transmise_le"):
        g.puce(
            "Transmise au représentant de l'État le {{ transmise_le | date_longue }}{% if accuse_le %} (accusé de "
            "réception n° {{ accuse_numero }}, délivré le {{ accuse_le | date_longue }}){% endif %}."
        )
    with g.si("publiee_le"):
        g.puce("Publiée le {{ publiee_le | date_longue }} (mode : {{ mode_publication }}).")
    with g.si("executoire_le"):
        g.texte("La délibération est exécutoire depuis le **{{ executoire_le | date_longue }}**.", "Amorce")
        g.sinon()
        g.encadre(
            "La délibération n'est exécutoire qu'une fois publiée et transmise au représentant de l'État."
        )


def _signer(g: Gabarit) -> None:
    g.signer("Pour extrait conforme,\n{{ signature }},", "{{ signataire }}")


def proces_verbal_de_carence() -> Gabarit:
    g = Gabarit(COLLECTIVITE)
    g.titre("{{ document.titre }}", "Séance du {{ seance_le | date_longue }}")
    g.texte(
        "{{ organe }} devait examiner, lors de la séance du {{ seance_le | date_longue }}, le "
        "{{ projet }} {{ territoire.du }} (projet n° {{ projet_version }}). La convocation a été adressée le "
        "{{ envoi_le | date_longue }}."
    )
    g.libelles(
        [
            ("Membres en exercice", "{{ en_exercice }}"),
            ("Présents requis (plus de la moitié)", "{{ quorum }}"),
            ("Membres présents", "{{ presents }}"),
        ],
        legende="Constat du quorum",
        part=45,
    )
    g.texte(
        "Les pouvoirs ne comptent pas dans le calcul du quorum. Le nombre de présents n'atteignant pas celui requis, "
        "l'assemblée n'a pu valablement délibérer. Aucun vote n'a eu lieu."
    )
    with g.si("nouvelle_seance_le"):
        g.texte(
            "L'affaire est reportée à la séance du **{{ nouvelle_seance_le | date_longue }}**, qui se tiendra quel que "
            "soit le nombre des présents."
        )
        g.sinon()
        g.texte("La date de la séance suivante n'est pas encore fixée.")
    g.texte("De tout ce qui précède, le présent procès-verbal est dressé.", "Amorce")
    g.signer("{{ signature }},", "{{ signataire }}")
    return g

"""L'instruction d'une fiche action : fiche navette (D25), demande de correction ou rejet (D28)."""

from outils.gabarits.charpente import ETAT, Colonne, Gabarit


def fiche_navette() -> Gabarit:
    g = Gabarit(ETAT)
    g.titre("{{ document.titre }}", "Élaboration {{ contrat.du }} {{ territoire.du }}")
    g.libelles(
        [
            ("Action", "{{ fiche.titre }}"),
            ("Axe", "{{ fiche.axe }}"),
            ("Sous-axe", "{{ fiche.sous_axe }}"),
            ("Porteur", "{{ fiche.porteur }}"),
            ("Période", "{{ fiche.periode }}"),
            ("Version", "{{ fiche.version }}"),
            ("Statut", "{{ statut }}"),
        ],
        legende="Fiche instruite",
    )
    g.titre1("Recevabilité")
    g.tableau(
        [Colonne("Condition", 75), Colonne("Constat", 25)],
        ["{{ c.libelle }}", "{{ c.constat }}"],
        boucle="c in conditions",
        legende="Conditions vérifiées sur les données de la fiche",
    )
    g.titre1("Remarques par rubrique")
    g.tableau(
        [Colonne("Rubrique", 18), Colonne("Ce que dit la fiche", 48), Colonne("Observation de l'État", 34)],
        [
            "{{ r.libelle }}",
            "{{ r.contenu }}",
            "{% if r.a_completer %}À compléter.{% endif %}",
        ],
        boucle="r in rubriques",
        legende="Rubriques de la fiche",
    )
    g.titre1("Avis")
    g.texte("**Motif de la navette :** {{ motif }}")
    g.texte("Avis rendu le {{ document.date_document | date_longue }} :", "Amorce")
    g.texte("☐ fiche recevable en l'état", "Amorce")
    g.texte("☐ fiche à corriger sur les points ci-dessus", "Amorce")
    g.texte("☐ fiche rejetée", "Amorce")
    g.texte("Visa du service instructeur :", "Signature")
    return g


def demande_de_correction() -> Gabarit:
    g = Gabarit(ETAT)
    g.tete_de_lettre()
    g.texte(
        "La fiche action {{ code }} (version {{ version }}), intitulée « {{ intitule }} », a été instruite au titre "
        "{{ contrat.du }} {{ territoire.du }}."
    )
    with g.si("rejet"):
        g.texte("Elle ne peut pas être retenue, pour le motif suivant :", "Amorce")
        g.encadre("{{ motif }}")
        g.texte(
            "Une nouvelle version peut être déposée si ce motif disparaît ; elle sera instruite à nouveau."
        )
        g.sinon()
        g.texte(
            "Elle doit être reprise avant de pouvoir figurer au contrat, pour le motif suivant :", "Amorce"
        )
        g.encadre("{{ motif }}")
        _reprise(g)
    with g.si("emetteur.suivi_par"):
        g.texte("Pour tout échange sur cette fiche, vous pouvez joindre {{ emetteur.suivi_par }}.")
    g.pied_de_lettre()
    return g


def _reprise(g: Gabarit) -> None:
    with g.si("points"):
        g.texte("L'instruction relève en outre que ces rubriques restent à compléter :", "Amorce")
        with g.pour("point in points"):
            g.puce("{{ point }}")
    with g.si("retour_avant_le"):
        g.texte("Merci de déposer la version corrigée **avant le {{ retour_avant_le | date_longue }}**.")
        g.sinon()
        g.texte("Merci d'indiquer à mes services la date à laquelle la version corrigée pourra être déposée.")

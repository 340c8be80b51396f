"""Les documents d'une réunion : ordre du jour, émargement, comptes rendus, relevé de décisions."""

from outils.gabarits.charpente import CONJOINT, ETAT, Colonne, Gabarit

_SOUS_TITRE = "Élaboration {{ contrat.du }} {{ territoire.du }}"
_DECISIONS = (
    [
        Colonne("N°", 7),
        Colonne("Décision", 41),
        Colonne("Avis", 16),
        Colonne("Responsable", 20),
        Colonne("Échéance", 16),
    ],
    ["{{ d.numero }}", "{{ d.libelle }}", "{{ d.avis }}", "{{ d.responsable }}", "{{ d.echeance }}"],
)


_EMARGEMENT = (
    Colonne("Organisme", 24),
    Colonne("Nom", 18),
    Colonne("Fonction", 22),
    Colonne("Présence", 14),
    Colonne("Signature", 22),
)


def ordre_du_jour() -> Gabarit:
    g = Gabarit(ETAT)
    g.titre("{{ document.titre }}", _SOUS_TITRE)
    _quand_et_ou(
        g, "de {{ reunion.a | heure }}{% if fin_prevue %} à {{ fin_prevue }} (fin prévue){% endif %}"
    )
    g.titre1("Points à l'ordre du jour")
    with g.si("points"):
        g.tableau(
            [
                Colonne("N°", 7),
                Colonne("Point", 41),
                Colonne("Objet", 17),
                Colonne("Durée", 13),
                Colonne("Rapporteur", 22),
            ],
            ["{{ p.numero }}", "{{ p.intitule }}", "{{ p.nature }}", "{{ p.duree }}", "{{ p.rapporteur }}"],
            boucle="p in points",
        )
        g.sinon()
        g.texte(
            "L'ordre du jour n'est pas encore arrêté ; il sera communiqué aux participants avant la séance."
        )
    return g


def emargement() -> Gabarit:
    g = Gabarit(ETAT, paysage=True)
    g.titre("{{ document.titre }}", _SOUS_TITRE)
    g.texte(
        "Réunion du **{{ reunion.quand | date_longue }}** à {{ reunion.a | heure }}, {{ reunion.lieu }}. "
        "Les personnes qui suivent la séance à distance l'indiquent dans la colonne « Présence »."
    )
    cases = "☐ sur place\n☐ à distance"
    with g.si("attendus"):
        g.tableau(
            _EMARGEMENT,
            ["{{ p.organisme }}", "{{ p.nom }}", "{{ p.fonction }}", cases, ""],
            boucle="p in attendus",
            hauteur=32,
            legende="Personnes attendues",
        )
    g.tableau(
        _EMARGEMENT,
        ["", "", "", cases, ""],
        boucle="_ in range(4)",
        hauteur=32,
        legende="Autres personnes présentes",
    )
    return g


def compte_rendu() -> Gabarit:
    g = Gabarit(ETAT)
    g.titre("{{ document.titre }}", _SOUS_TITRE)
    _validation(g)
    _quand_et_ou(g, "{{ reunion.a | heure }}")
    g.titre1("Participants")
    for liste, legende in (
        ("presents", "Présents"),
        ("excuses", "Excusés et représentés"),
        ("absents", "Absents"),
    ):
        with g.si(liste):
            _personnes(g, liste, legende)
    with g.si("not presents"):
        g.texte("Aucune présence n'a été consignée.")
    _echanges(g)
    with g.si("synthese"):
        g.titre1("Synthèse")
        g.texte("{{ synthese }}")
    _decisions(g)
    _suite(g)
    return g


def _echanges(g: Gabarit) -> None:
    with g.si("points"):
        g.titre1("Ordre du jour")
        with g.pour("p in points"):
            g.numero("{{ p.intitule }} ({{ p.nature }})")
        g.titre1("Échanges")
        with g.pour("p in points"):
            g.titre2("Point {{ p.numero }} : {{ p.intitule }}")
            g.texte("{{ p.synthese }}")


def releve_de_decisions() -> Gabarit:
    g = Gabarit(ETAT)
    g.titre("{{ document.titre }}", _SOUS_TITRE)
    _quand_et_ou(g, "{{ reunion.a | heure }}")
    _decisions(g)
    with g.si("en_attente"):
        g.titre1("Décisions antérieures encore à exécuter")
        g.tableau(
            [
                Colonne("Réunion", 26),
                Colonne("Décision", 38),
                Colonne("Responsable", 20),
                Colonne("Échéance", 16),
            ],
            ["{{ d.reunion }}", "{{ d.libelle }}", "{{ d.responsable }}", "{{ d.echeance }}"],
            boucle="d in en_attente",
        )
    _suite(g)
    return g


def compte_rendu_atelier() -> Gabarit:
    g = Gabarit(CONJOINT)
    g.titre("{{ document.titre }}", _SOUS_TITRE)
    _validation(g)
    _quand_et_ou(g, "{{ reunion.a | heure }}")
    with g.si("sous_axes"):
        g.titre1("Thèmes travaillés")
        with g.pour("s in sous_axes"):
            g.puce("{{ s }}")
    g.titre1("Participants")
    with g.si("presents"):
        g.texte("{{ organismes_comptes }}.")
        _personnes(g, "presents", "Participants par organisme")
        g.sinon()
        g.texte("Aucune présence n'a été consignée.")
    g.texte(
        "Personnes concernées ayant participé, dont l'identité n'est pas conservée : {{ personnes_concernees }}."
    )
    with g.si("synthese"):
        g.titre1("Contributions")
        g.texte("{{ synthese }}")
    _production(g)
    _decisions(g)
    _suite(g)
    return g


def _production(g: Gabarit) -> None:
    g.titre1("Production par piste")
    with g.pour("p in pistes"):
        g.titre2("Piste n° {{ p.numero }} : {{ p.titre }}")
        g.note("{{ p.sous_axe }} – piste {{ p.decision }}")
        g.texte("{{ p.production }}")
    with g.si("not pistes"):
        g.texte("Aucune piste n'a été travaillée pendant cet atelier.")


def _quand_et_ou(g: Gabarit, horaire: str) -> None:
    g.libelles(
        [
            ("Date", "{{ reunion.quand | date_longue }}"),
            ("Horaire", horaire),
            ("Lieu", "{{ reunion.lieu }}"),
            (
                "À distance",
                "{%p if reunion.lien_visio %}\n{{ reunion.lien_visio }}\n{%p else %}\nNon prévu\n{%p endif %}",
            ),
        ],
        part=20,
    )


def _validation(g: Gabarit) -> None:
    with g.si("valide_le"):
        g.texte("Compte rendu validé par {{ territoire.collectivite.le }} le {{ valide_le | date_longue }}.")
        g.sinon()
        g.encadre(
            "Ce compte rendu est un projet, soumis à la relecture {{ territoire.collectivite.du }}. "
            "Il ne peut être diffusé qu'après sa validation."
        )


def _personnes(g: Gabarit, liste: str, legende: str) -> None:
    g.tableau(
        [Colonne("Organisme", 30), Colonne("Nom", 22), Colonne("Fonction", 28), Colonne("Présence", 20)],
        ["{{ p.organisme }}", "{{ p.nom }}", "{{ p.fonction }}", "{{ p.presence }}"],
        boucle=f"p in {liste}",
        legende=legende,
    )


def _decisions(g: Gabarit) -> None:
    g.titre1("Décisions")
    colonnes, cellules = _DECISIONS
    with g.si("decisions"):
        g.tableau(colonnes, cellules, boucle="d in decisions")
        g.sinon()
        g.texte("Aucune décision n'a été consignée.")


def _suite(g: Gabarit) -> None:
    with g.si("prochaine_le"):
        g.titre1("Prochaine réunion")
        g.texte("Le {{ prochaine_le | date_longue }}.")

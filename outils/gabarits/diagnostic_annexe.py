"""Autour du diagnostic : guide d'entretien (D06), fiches d'entretien (D07), synthèse (D09), grille (D11)."""

from outils.gabarits.charpente import CONJOINT, ETAT, Colonne, Gabarit

_SOUS_TITRE = "Élaboration {{ contrat.du }} {{ territoire.du }}"
_NOTES = 8


def guide_d_entretien() -> Gabarit:
    g = Gabarit(ETAT)
    g.titre("{{ document.titre }}", _SOUS_TITRE)
    _ouverture(g)
    g.titre1("Questions par axe")
    with g.si("themes"):
        with g.pour("theme in themes"):
            _theme(g)
        g.sinon()
        g.texte("Les axes de la démarche ne sont pas encore renseignés.")
    _cloture(g)
    with g.si("prevus"):
        g.titre1("Entretiens inscrits")
        g.tableau(
            [Colonne("Organisme", 40), Colonne("Fonction", 36), Colonne("Prévu le", 24)],
            ["{{ e.organisme }}", "{{ e.fonction }}", "{{ e.prevu }}"],
            boucle="e in prevus",
            legende="Acteurs à entendre",
        )
    return g


def _ouverture(g: Gabarit) -> None:
    g.titre1("Objet de l'entretien")
    g.texte(
        "L'entretien nourrit le diagnostic des besoins, de l'offre et des manques {{ territoire.dans }}. Il dure une "
        "heure au plus et se conduit à deux : une personne interroge, l'autre prend des notes."
    )
    g.titre1("Consentement")
    g.texte("Avant de commencer, dire à la personne et recueillir son accord oral :", "Amorce")
    g.puce(
        "que l'entretien porte sur son expérience professionnelle, jamais sur des situations nominatives ;"
    )
    g.puce(
        "que seuls son organisme et sa fonction seront notés, et que ses propos ne lui seront pas attribués ;"
    )
    g.puce("que la fiche d'entretien reste dans l'équipe du diagnostic et n'est pas jointe au contrat ;")
    g.puce("qu'elle peut ne pas répondre à une question, se reprendre ou faire effacer la fiche.")


def _theme(g: Gabarit) -> None:
    g.titre2("{{ theme.intitule }}")
    g.nouvelle_liste()
    g.numero("Quels besoins constatez-vous, pour quels publics et dans quelles communes ?")
    g.numero("Sur quoi fondez-vous ce constat : chiffres, files d'attente, refus, retours d'usagers ?")
    g.numero("Quelles réponses existent déjà ? Qui n'y accède pas, et pourquoi ?")
    g.numero("Que faudrait-il créer ou renforcer ? Qui pourrait le porter, et avec quels moyens ?")
    with g.si("theme.reperes"):
        g.texte("Repères pour relancer la conversation :", "Amorce")
        with g.pour("repere in theme.reperes"):
            g.puce("{{ repere }}")


def _cloture(g: Gabarit) -> None:
    g.titre1("Clôture")
    g.puce("Reformuler les propositions retenues et les faire confirmer.")
    g.puce("Demander quel acteur il faudrait encore entendre, et quel document consulter.")
    g.puce("Rappeler la suite : comité de suivi, ateliers, fiches actions.")
    g.note(
        "La fiche d'entretien s'écrit dans les cinq jours, sans nom ni détail qui permette d'en retrouver un."
    )


def fiches_d_entretien() -> Gabarit:
    g = Gabarit(ETAT)
    g.titre("{{ document.titre }}", _SOUS_TITRE)
    g.encadre(
        "**Diffusion restreinte à l'équipe du diagnostic.** Ce document ne se joint ni au rapport ni au contrat. Il "
        "est détruit une fois le diagnostic achevé et la durée de conservation échue."
    )
    with g.si("entretiens"):
        with g.pour("e in entretiens"):
            _fiche(g)
        g.sinon()
        g.texte("Aucun entretien n'a été inscrit.")
    return g


def _fiche(g: Gabarit) -> None:
    g.titre1("{{ e.organisme }}")
    g.libelles(
        [
            ("Fonction", "{{ e.fonction }}"),
            (
                "Entretien tenu le",
                "{%p if e.realise_le %}\n{{ e.realise_le | date_longue }}\n{%p else %}\nNon tenu\n{%p endif %}",
            ),
            ("Axes abordés", "{{ e.axes }}"),
            ("Manques et propositions", "{{ e.propositions }}"),
            ("Paroles recueillies", "À compléter sans rien qui permette de reconnaître une personne.\n\n"),
        ],
        legende="Fiche d'entretien",
    )


def synthese_du_diagnostic() -> Gabarit:
    g = Gabarit(CONJOINT)
    g.titre("{{ document.titre }}", "{{ territoire.nom }} – {{ contrat.nom }}")
    g.texte(
        "L'État et {{ territoire.collectivite.le }} ont établi un diagnostic des besoins, de l'offre et des manques "
        "{{ territoire.dans }}. Cette synthèse en donne l'essentiel ; le rapport (version {{ version_du_rapport }}) "
        "porte les preuves et les sources de chaque constat."
    )
    _chiffres_cles(g)
    g.titre1("Constats principaux")
    with g.pour("axe in axes"):
        g.titre2("{{ axe.intitule }}")
        with g.si("axe.constats"):
            with g.pour("constat in axe.constats"):
                g.puce("{{ constat }}")
            g.sinon()
            g.texte("Aucun constat n'a été établi pour cet axe.")
        with g.si("axe.autres"):
            g.note("Le rapport donne aussi {{ axe.autres | accorder('autre constat', 'autres constats') }}.")
    _enjeux(g)
    _suites(g)
    return g


def _chiffres_cles(g: Gabarit) -> None:
    g.titre1("Chiffres clés")
    g.tableau(
        [Colonne("Ce que le rapport réunit", 50), Colonne("Nombre", 50)],
        ["{{ c.libelle }}", "{{ c.valeur }}"],
        boucle="c in chiffres",
        legende="Le diagnostic en nombres",
    )
    with g.si("portrait"):
        g.tableau(
            [
                Colonne("Donnée", 50),
                Colonne("{{ territoire.nom }}", 25, nombre=True),
                Colonne("{{ portrait.region }}", 25, nombre=True),
            ],
            ["{{ t.libelle }}", "{{ t.territoire }}", "{{ t.region }}"],
            boucle="t in portrait.taux",
            legende="Pauvreté : le territoire et sa région",
        )
        g.note("Source : {{ portrait.source }}.")


def _enjeux(g: Gabarit) -> None:
    g.titre1("Enjeux")
    g.nouvelle_liste()
    with g.si("enjeux"):
        with g.pour("enjeu in enjeux"):
            g.numero("{{ enjeu.libelle }} ({{ enjeu.axe }})")
        g.sinon()
        g.texte("Aucun enjeu n'a encore été formulé.")
    with g.si("publics"):
        g.texte("**Publics prioritaires :** {{ publics | join(' ; ') }}.")
    with g.si("zones"):
        g.texte("**Zones prioritaires :** {{ zones | join(' ; ') }}.")


def _suites(g: Gabarit) -> None:
    g.titre1("Suites")
    g.texte(
        "Le diagnostic est soumis au comité de suivi. Une fois adopté, il sert de base aux travaux qui suivent :"
    )
    g.puce("la présélection des pistes d'action, cotées puis arrêtées par les coprésidents ;")
    g.puce("les ateliers, où chaque piste reçoit un contenu, un porteur et des moyens ;")
    g.puce("les fiches actions, leur restitution, puis le contrat.")


def grille_de_preselection() -> Gabarit:
    g = Gabarit(CONJOINT, paysage=True)
    g.titre("{{ document.titre }}", _SOUS_TITRE)
    g.texte(
        "{{ pistes_comptees }} soumises à la cotation. Chaque critère se note de 0 (absent) à 3 (acquis). La note "
        "éclaire la décision ; elle ne la prend pas. À égalité, la priorité va à un axe que rien ne couvre encore."
    )
    g.titre1("Critères")
    g.tableau(
        [Colonne("Critère", 10), Colonne("Ce que l'on apprécie", 90)],
        ["C{{ c.rang }}", "{{ c.libelle }}"],
        boucle="c in criteres",
        legende="Grille de cotation",
    )
    _cotation(g)
    g.titre1("Décisions")
    _decisions(g, "retenues", "Pistes retenues", "Aucune piste n'est retenue.")
    _decisions(g, "attente", "Liste d'attente", "La liste d'attente est vide.")
    _decisions(g, "autres", "Autres pistes", "Toutes les pistes sont retenues ou en attente.")
    return g


def _cotation(g: Gabarit) -> None:
    g.titre1("Cotation")
    with g.si("pistes"):
        g.tableau(
            [
                Colonne("N°", 5),
                Colonne("Piste", 34),
                Colonne("Sous-axe", 27),
                *(Colonne(f"C{n}", 5, nombre=True) for n in range(1, _NOTES + 1)),
                Colonne("Total", 13, nombre=True),
                Colonne("Décision", 13),
            ],
            [
                "{{ p.numero }}",
                "{{ p.titre }}",
                "{{ p.sous_axe }}",
                *(f"{{{{ p.notes[{n}] }}}}" for n in range(_NOTES)),
                "{{ p.total }}",
                "{{ p.decision }}",
            ],
            boucle="p in pistes",
            legende="Notes par piste",
        )
        g.note(
            "« — » : critère non noté, qui ne compte pas pour zéro. Le total ne porte que sur les critères notés."
        )
        g.sinon()
        g.texte("Aucune piste n'a été inscrite.")


def _decisions(g: Gabarit, liste: str, titre: str, vide: str) -> None:
    g.titre2(titre)
    with g.si(liste):
        g.tableau(
            [
                Colonne("N°", 6),
                Colonne("Piste", 36),
                Colonne("Porteur pressenti", 22),
                Colonne("Coût estimé", 14, nombre=True),
                Colonne("Décision et motif", 30),
            ],
            ["{{ p.numero }}", "{{ p.titre }}", "{{ p.porteur }}", "{{ p.cout }}", "{{ p.motif }}"],
            boucle=f"p in {liste}",
            legende="Suite donnée à chaque piste",
        )
        g.sinon()
        g.texte(vide)

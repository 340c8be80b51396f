"""La note de cadrage (D05)."""

from outils.gabarits.charpente import CONJOINT, Colonne, Gabarit


def note_de_cadrage() -> Gabarit:
    g = Gabarit(CONJOINT)
    g.titre("Note de cadrage", "Élaboration {{ contrat.du }} {{ territoire.du }}")
    _pourquoi(g)
    _perimetre(g)
    _gouvernance(g)
    _methode(g)
    _calendrier(g)
    _moyens(g)
    g.titre1("Risques suivis")
    g.puce(
        "Un retard du diagnostic ou des fiches repousse la délibération d'une session de l'assemblée à la suivante."
    )
    g.puce(
        "Une enveloppe notifiée différente de l'enveloppe attendue impose de revoir le plan de financement."
    )
    g.puce(
        "Une participation insuffisante aux ateliers affaiblit les fiches : une contribution écrite la remplace."
    )
    return g


def _pourquoi(g: Gabarit) -> None:
    g.titre1("Contexte")
    g.texte(
        "Le Pacte des solidarités est décliné dans chaque territoire par un contrat conclu entre l'État et la "
        "collectivité chargée des solidarités. La présente note fixe le cadre dans lequel l'État et "
        "{{ territoire.collectivite.le }} élaborent {{ contrat.le }} {{ territoire.du }}."
    )
    g.titre1("Objectifs")
    g.puce("Partager un diagnostic des besoins, de l'offre et des manques {{ territoire.dans }}.")
    g.puce("Retenir des actions nouvelles ou renforcées, cofinancées, dont les effets se mesurent.")
    g.puce("Conclure un contrat dont chaque engagement a un porteur, un budget annuel et une échéance.")


def _perimetre(g: Gabarit) -> None:
    g.titre1("Périmètre")
    with g.si("axes"):
        g.texte("La démarche porte sur les axes suivants.")
        with g.pour("axe in axes"):
            g.puce("{{ axe }}")
        g.sinon()
        g.texte("Les axes de la démarche ne sont pas encore renseignés.")
    with g.si("ecartes"):
        g.texte("Les axes suivants sont écartés, pour la raison indiquée.")
        with g.pour("e in ecartes"):
            g.puce("{{ e.axe }} : {{ e.justification }}")
    with g.si("convention_unique"):
        g.texte(
            "Le contrat prend la forme d'une convention globale unique avec le volet insertion et emploi ; les crédits "
            "de chaque volet restent distincts."
        )
        g.sinon()
        g.texte(
            "Le volet insertion et emploi fait l'objet d'une convention distincte, avec laquelle on s'articule."
        )


def _gouvernance(g: Gabarit) -> None:
    g.titre1("Gouvernance")
    g.texte(
        "Le comité de suivi est coprésidé par le représentant de l'État et par l'exécutif "
        "{{ territoire.collectivite.du }}. Il adopte le diagnostic, arrête les pistes et valide le livrable final."
    )
    with g.si("membres"):
        g.tableau(
            [Colonne("Organisme", 36), Colonne("Fonction", 36), Colonne("Rôle dans la démarche", 28)],
            ["{{ m.organisme }}", "{{ m.fonction }}", "{{ m.role }}"],
            boucle="m in membres",
            legende="Composition connue à ce jour",
        )
        g.sinon()
        g.texte("La composition du comité n'est pas encore renseignée.")


def _methode(g: Gabarit) -> None:
    g.titre1("Méthode et livrables")
    g.texte("Chaque étape se conclut par un document, soumis au comité.")
    g.numero("**Diagnostic** : analyse documentaire et entretiens ; rapport de diagnostic.")
    g.numero("**Présélection** : cotation des pistes ; liste arrêtée par les coprésidents.")
    g.numero("**Ateliers** : construction des actions avec leurs porteurs ; compte rendu de chaque atelier.")
    g.numero(
        "**Fiches actions** : rédaction par la collectivité, instruction par l'État ; recueil des fiches."
    )
    g.numero("**Restitution** : présentation aux partenaires ; livrable final.")
    g.numero("**Contractualisation** : convention et annexes, délibération, signature, notification.")


def _calendrier(g: Gabarit) -> None:
    g.titre1("Calendrier")
    with g.si("calendrier"):
        g.tableau(
            [Colonne("Étape", 50), Colonne("Du", 25), Colonne("Au", 25)],
            ["{{ e.etape }}", "{{ e.du }}", "{{ e.au }}"],
            boucle="e in calendrier",
            legende="Dates prévues, à réviser si une étape glisse",
        )
        g.sinon()
        g.texte("Le calendrier n'est pas encore renseigné.")


def _moyens(g: Gabarit) -> None:
    g.titre1("Moyens")
    with g.si("enveloppes"):
        g.tableau(
            [
                Colonne("Exercice", 30),
                Colonne("Part de l'État au plus", 40, nombre=True),
                Colonne("Statut", 30),
            ],
            ["{{ e.annee }}", "{{ e.plafond }}", "{{ e.statut }}"],
            boucle="e in enveloppes",
            legende="Enveloppe connue à ce jour",
        )
        g.sinon("enveloppe_inconnue")
        g.texte(
            "L'enveloppe n'est pas connue à la date de cette note ; le périmètre sera ajusté à sa notification."
        )
        g.sinon()
        g.texte("L'enveloppe n'est pas encore renseignée.")
    with g.si("parite"):
        g.texte(
            "Chaque action est cofinancée : la part de l'État n'excède pas celle {{ territoire.collectivite.du }}."
        )

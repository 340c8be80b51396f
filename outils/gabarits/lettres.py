"""Les lettres : invitation (D01), envoi pour signature (D19), notification (D27)."""

from outils.gabarits.charpente import ETAT, Colonne, Gabarit


def invitation() -> Gabarit:
    g = Gabarit(ETAT)
    g.tete_de_lettre()
    with g.si("remplace_celle_du"):
        g.encadre(
            "**Cette invitation annule et remplace celle du {{ remplace_celle_du | date_longue }}.** "
            "La date retenue est désormais celle indiquée ci-dessous."
        )
    _motif_de_l_invitation(g)
    _rendez_vous(g)
    _reponse_attendue(g)
    g.pied_de_lettre()
    with g.si("invites"):
        g.tableau(
            [Colonne("Organisme", 35), Colonne("Nom", 25), Colonne("Fonction", 40)],
            ["{{ p.organisme }}", "{{ p.nom }}", "{{ p.fonction }}"],
            boucle="p in invites",
            legende="Personnes conviées",
        )
    return g


def _rendez_vous(g: Gabarit) -> None:
    g.libelles(
        [
            ("Date", "{{ reunion.quand | date_longue }}"),
            ("Heure", "{{ reunion.a | heure }}"),
            ("Lieu", "{{ reunion.lieu }}"),
            (
                "À distance",
                "{%p if reunion.lien_visio %}\n{{ reunion.lien_visio }}\n{%p else %}\n"
                "La réunion se tient uniquement sur place.\n{%p endif %}",
            ),
        ],
        part=20,
    )
    with g.si("points"):
        g.texte("Les points suivants y seront abordés ; l'ordre du jour détaillé est joint à cette lettre.")
        with g.pour("point in points"):
            g.puce("{{ point }}")


def _reponse_attendue(g: Gabarit) -> None:
    with g.si("reponse_avant_le and lancement"):
        g.texte(
            "Je vous remercie de me communiquer, d'ici au **{{ reponse_avant_le | date_longue }}**, les noms "
            "et les fonctions des personnes appelées à représenter {{ territoire.collectivite.le }} au comité."
        )
        g.sinon("reponse_avant_le")
        g.texte(
            "Pour permettre l'organisation de la séance, merci de confirmer votre présence, ou celle de votre "
            "représentant, d'ici au **{{ reponse_avant_le | date_longue }}**."
        )


def _motif_de_l_invitation(g: Gabarit) -> None:
    with g.si("lancement"):
        _ouvrir_la_demarche(g)
        g.sinon("atelier")
        _travailler_en_atelier(g)
        g.sinon("restitution")
        g.texte(
            "Les travaux d'élaboration {{ contrat.du }} {{ territoire.du }} arrivent à leur terme. Le comité de "
            "restitution présentera les fiches actions et le plan de financement, et recueillera vos observations."
        )
        g.sinon()
        g.texte(
            "Vous participez au comité de suivi {{ contrat.du }} {{ territoire.du }}. J'ai l'honneur de vous convier "
            "à sa prochaine séance, dont les modalités sont les suivantes."
        )


def _ouvrir_la_demarche(g: Gabarit) -> None:
    g.texte(
        "L'État et {{ territoire.collectivite.le }} ouvrent ensemble l'élaboration {{ contrat.du }} "
        "{{ territoire.du }}, qui traduit localement le Pacte des solidarités."
    )
    g.texte(
        "Je vous propose que nous réunissions le comité de lancement, afin d'installer le comité de suivi et "
        "d'arrêter la méthode, le périmètre et le calendrier de la démarche."
    )


def _travailler_en_atelier(g: Gabarit) -> None:
    g.texte(
        "La préparation {{ contrat.du }} {{ territoire.du }} entre dans sa phase de construction collective. "
        "Un atelier de travail est organisé{% if reunion.theme %} sur le thème « {{ reunion.theme }} »{% endif %}."
    )
    g.texte(
        "Votre connaissance du territoire et des publics est nécessaire à ces échanges : chaque piste étudiée doit "
        "en sortir avec un contenu, un porteur et des moyens identifiés."
    )


def envoi_pour_signature() -> Gabarit:
    g = Gabarit(ETAT)
    g.tete_de_lettre()
    _deliberation(g)
    g.texte(
        "Vous trouverez ci-joint deux exemplaires {{ contrat.du }} et de ses annexes, établis dans les termes votés."
    )
    with g.si("empreinte"):
        g.note(
            "Texte de référence : projet n° {{ projet_version }}, dont l'empreinte numérique commence par "
            "{{ empreinte }}."
        )
    _consignes(g)
    g.pied_de_lettre()
    return g


def _deliberation(g: Gabarit) -> None:
    approuve = (
        "votre assemblée a approuvé le projet {{ contrat.du }} entre l'État et {{ territoire.collectivite.le }}"
        "{% if executoire_le %}. Cette délibération est exécutoire depuis le {{ executoire_le | date_longue }}"
        "{% endif %}."
    )
    with g.si("deliberation_numero"):
        g.texte(
            "Par délibération n° {{ deliberation_numero }} du {{ deliberation_le | date_longue }}, "
            + approuve
        )
        g.sinon("deliberation_le")
        g.texte("Lors de sa séance du {{ deliberation_le | date_longue }}, " + approuve)


def _consignes(g: Gabarit) -> None:
    g.texte("Pour permettre la conclusion {{ contrat.du }}, je vous demande de bien vouloir :", "Amorce")
    g.numero("parapher chacune des pages des deux exemplaires, annexes comprises ;")
    g.numero("signer les deux exemplaires à l'emplacement réservé {{ territoire.collectivite.au }} ;")
    g.numero("**laisser la date en blanc** : elle sera portée à la dernière signature ;")
    g.numero("joindre la délibération et l'accusé de sa réception par le contrôle de légalité.")
    with g.si("retour_avant_le"):
        g.texte(
            "L'ensemble est à retourner à mes services **avant le {{ retour_avant_le | date_longue }}**. Un exemplaire "
            "vous reviendra, signé des deux parties, avec sa notification."
        )
        g.sinon()
        g.texte(
            "L'ensemble est à retourner à mes services. Un exemplaire vous reviendra, signé des deux parties, avec sa "
            "notification."
        )


def notification() -> Gabarit:
    g = Gabarit(ETAT)
    g.tete_de_lettre()
    g.texte(
        "J'ai l'honneur de vous notifier {{ contrat.le }} conclu entre l'État et {{ territoire.collectivite.le }}"
        "{% if numero %}, enregistré sous le n° {{ numero }}{% endif %}"
        "{% if signe_le %} et signé le {{ signe_le | date_longue }}{% endif %}."
    )
    with g.si("prend_effet_le"):
        g.texte("Ce contrat prend effet le **{{ prend_effet_le | date_longue }}**.")
    _signatures(g)
    _echeances(g)
    g.texte(
        "Toute modification du contrat fait l'objet d'un avenant écrit. Mes services restent à votre disposition pour "
        "préparer le premier comité de suivi de l'exécution."
    )
    g.pied_de_lettre(copies=True)
    return g


def _signatures(g: Gabarit) -> None:
    with g.si("signatures"):
        g.tableau(
            [Colonne("Qualité", 45), Colonne("Signataire", 35), Colonne("Signé le", 20)],
            ["{{ s.qualite }}", "{{ s.signataire }}", "{{ s.le | date_courte }}"],
            boucle="s in signatures",
            legende="Signatures recueillies",
        )


def _echeances(g: Gabarit) -> None:
    g.texte("Sa mise en œuvre est jalonnée par les échéances suivantes.")
    g.tableau(
        [Colonne("Date", 20), Colonne("Échéance", 45), Colonne("Suite", 35)],
        ["{{ e.le | date_courte }}", "{{ e.libelle }}", "{{ e.suite or '—' }}"],
        boucle="e in echeances",
        legende="Échéances du contrat",
    )

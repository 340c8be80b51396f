"""Les relances R1 à R4 et la mise en demeure : du rappel à l'acte, le ton monte, les faits restent les mêmes."""

from outils.gabarits.charpente import ETAT, Colonne, Gabarit


def _selon_le_nombre(pluriel: str, singulier: str) -> str:
    return f"{{% if manquants | length > 1 %}}{pluriel}{{% else %}}{singulier}{{% endif %}}"


_LE = _selon_le_nombre("les", "le")
_CES_ELEMENTS = _selon_le_nombre("ces éléments", "cet élément")
_CES_ELEMENTS_SONT = _selon_le_nombre("Ces éléments sont nécessaires", "Cet élément est nécessaire")
_CE_QUI_MANQUE = _selon_le_nombre(
    "les éléments qui suivent et qui font défaut", "l'élément qui suit et qui fait défaut"
)
_SIGNE = "{% if signe_le %}, signé le {{ signe_le | date_longue }}{% endif %},"


def relance_au_referent() -> Gabarit:
    g = Gabarit(ETAT)
    g.tete_de_lettre()
    g.texte(
        "Je me permets de revenir vers vous au sujet {{ contrat.du }} {{ territoire.du }}. Sauf envoi récent qui "
        "m'aurait échappé, il me manque encore {{ manquants_comptes }} au titre de ce contrat :",
        "Amorce",
    )
    _manquants(g)
    g.texte(f"Pourriez-vous me {_LE} transmettre d'ici au **{{{{ repondre_avant_le | date_longue }}}}** ?")
    g.texte(
        "Une donnée qui n'existe pas se déclare « non renseignée » ou « sans objet », avec sa raison : zéro ne la "
        "remplace pas. Si une difficulté vous retient, dites-la-moi : nous chercherons ensemble comment la lever."
    )
    g.pied_de_lettre()
    return g


def relance_a_la_direction() -> Gabarit:
    g = Gabarit(ETAT)
    g.tete_de_lettre()
    g.texte(
        f"Au titre {{{{ contrat.du }}}} {{{{ territoire.du }}}}{_SIGNE} la collectivité remet à l'État, à des dates "
        "convenues, les éléments qui en rendent compte{% if article %} (article {{ article }}){% endif %}. À ce jour, "
        "il manque à mes services {{ manquants_comptes }} :",
        "Amorce",
    )
    _manquants(g)
    _precedentes(
        g,
        "{% if precedentes | length > 1 %}Des rappels ont{% else %}Un rappel a{% endif %} déjà été "
        "{% if precedentes | length > 1 %}adressés{% else %}adressé{% endif %} à vos services",
    )
    g.texte(
        f"Je vous remercie de faire parvenir {_CES_ELEMENTS} à mes services **avant le "
        "{{ repondre_avant_le | date_longue }}**."
    )
    g.texte(
        "Si une difficulté technique ou d'organisation s'y oppose, je vous invite à me l'indiquer, en précisant le "
        "délai dont vos services ont besoin."
    )
    g.pied_de_lettre(copies=True)
    return g


def relance_du_prefet() -> Gabarit:
    g = Gabarit(ETAT)
    g.tete_de_lettre()
    g.texte(
        "L'État et {{ territoire.collectivite.le }} sont liés par {{ contrat.le }}. "
        "{% if article %}Son article {{ article }}{% else %}Ce contrat{% endif %} fixe les éléments à remettre et "
        # Après un arrêt, cette lettre peut être la première : elle ne cite que des rappels qui ont eu lieu.
        "leurs dates. À ce jour{% if precedentes %}, et malgré les rappels de mes services{% endif %}, il manque "
        "{{ manquants_comptes }} :",
        "Amorce",
    )
    _manquants(g)
    _precedentes(g, "Mes services ont appelé l'attention des vôtres sur cette situation")
    g.texte(
        f"{_CES_ELEMENTS_SONT} au bilan régional, et l'engagement des crédits de l'exercice suivant peut en "
        "dépendre."
    )
    g.texte(
        "Je vous saurais gré de bien vouloir en assurer la transmission **avant le "
        "{{ repondre_avant_le | date_longue }}**. Passé cette date, la synthèse régionale portera pour votre "
        "collectivité la mention « non renseigné »."
    )
    g.pied_de_lettre(copies=True)
    return g


def signalement_du_commissaire() -> Gabarit:
    """En forme administrative : ni appel, ni politesse."""
    g = Gabarit(ETAT)
    g.texte("{{ emetteur.ville }}, le {{ document.date_document | date_longue }}", "LieuEtDate")
    g.texte("{{ destinataire.suscription }}", "Adresse")
    g.texte("**Objet :** {{ objet }}", "Objet")
    g.texte("**Référence :** {{ document.reference }}", "Objet")
    g.titre1("Situation")
    g.texte("À ce jour, il manque {{ manquants_comptes }} {{ territoire.collectivite.du }} :", "Amorce")
    _manquants(g)
    _precedentes(g, "Les relances restées sans réponse complète ont été adressées")
    g.titre1("Suites")
    g.puce(
        "La synthèse régionale porte pour ce territoire la mention « non renseigné » ; il sort des agrégats."
    )
    g.puce("Une réponse reçue avant le {{ repondre_avant_le | date_longue }} met fin à ce signalement.")
    g.puce("À défaut, une mise en demeure peut être adressée à l'exécutif de la collectivité.")
    g.texte("{{ emetteur.signature }}", "Signature")
    return g


def mise_en_demeure() -> Gabarit:
    g = Gabarit(ETAT)
    g.tete_de_lettre()
    g.texte(
        f"Par {{{{ contrat.le }}}}{_SIGNE} {{{{ territoire.collectivite.le }}}} a pris l'engagement de remettre à "
        f"l'État, aux dates convenues, {_CE_QUI_MANQUE} :",
        "Amorce",
    )
    _manquants(g)
    _precedentes(g, "Les relances qui vous ont été adressées sont restées sans effet")
    g.texte(
        "En application {% if article %}de l'article {{ article }} du contrat{% else %}du contrat{% endif %}, je vous "
        f"mets en demeure de {_LE} transmettre **avant le {{{{ repondre_avant_le | date_longue }}}}**."
    )
    g.texte(
        "Dans ce délai, vous pouvez présenter vos observations, par écrit ou lors d'un entretien avec mes services."
    )
    g.texte(
        "Faute de transmission, l'État pourra suspendre le versement de sa contribution et engager la résiliation du "
        "contrat{% if article_de_fin %}, dans les conditions de son article {{ article_de_fin }}{% endif %}."
    )
    g.pied_de_lettre(copies=True)
    return g


def _manquants(g: Gabarit) -> None:
    g.tableau(
        [Colonne("Élément", 46), Colonne("Échéance", 36), Colonne("Retard", 18, nombre=True)],
        [
            "{{ m.libelle }}\n{%p if m.detail %}\n{{ m.detail }}\n{%p endif %}",
            "{{ m.echeance }}",
            "{{ m.retard }}",
        ],
        boucle="m in manquants",
        legende="Éléments non reçus",
    )


def _precedentes(g: Gabarit, phrase: str) -> None:
    with g.si("precedentes"):
        g.texte(
            f"{phrase} : {{% for p in precedentes %}}"
            "{% if not loop.first %}{% if loop.last %} et {% else %}, {% endif %}{% endif %}"
            "le {{ p | date_longue }}{% endfor %}."
        )

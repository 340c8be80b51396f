"""La fin anticipée du contrat (D29)."""

from outils.gabarits.charpente import ETAT, Gabarit


def fin_anticipee() -> Gabarit:
    g = Gabarit(ETAT)
    g.tete_de_lettre()
    _contrat(g)
    with g.si("resiliation"):
        _resiliation(g)
        g.sinon("par_l_etat")
        g.texte(
            "J'ai l'honneur de vous notifier la dénonciation de ce contrat par l'État, en application "
            "{% if article %}de son article {{ article }}{% else %}de ses stipulations{% endif %}."
        )
        g.sinon()
        g.texte(
            "Je prends acte de la dénonciation de ce contrat par {{ territoire.collectivite.le }}, en application "
            "{% if article %}de son article {{ article }}{% else %}de ses stipulations{% endif %}."
        )
    g.texte("Motif :", "Amorce")
    g.encadre("{{ motif }}")
    with g.si("preavis_echu_le"):
        g.texte("Le préavis est arrivé à son terme le {{ preavis_echu_le | date_longue }}.")
    _consequences(g)
    g.pied_de_lettre(copies=True)
    return g


def _contrat(g: Gabarit) -> None:
    g.texte(
        "L'État et {{ territoire.collectivite.le }} ont conclu {{ contrat.le }}{% if numero %}, enregistré sous le "
        "n° {{ numero }}{% endif %}{% if signe_le %} et signé le {{ signe_le | date_longue }}{% endif %}."
    )


def _resiliation(g: Gabarit) -> None:
    g.texte(
        "{% if mise_en_demeure_le %}Par lettre du {{ mise_en_demeure_le | date_longue }}, je vous ai mis en demeure de "
        "remplir les engagements souscrits.{% if delai_echu_le %} Le délai fixé a pris fin le "
        "{{ delai_echu_le | date_longue }} sans que cette mise en demeure ait été suivie d'effet.{% endif %}"
        "{% else %}La mise en demeure qui vous a été adressée n'a pas été suivie d'effet.{% endif %}"
    )
    g.texte(
        "J'ai en conséquence l'honneur de vous notifier la résiliation du contrat, en application "
        "{% if article %}de son article {{ article }}{% else %}de ses stipulations{% endif %}."
    )


def _consequences(g: Gabarit) -> None:
    g.texte("Le contrat prend fin le **{{ prend_fin_le | date_longue }}**. Il reste à établir :", "Amorce")
    g.puce("le compte rendu de l'exécution des actions jusqu'à cette date ;")
    g.puce("le décompte des crédits versés, employés et restant à reverser ;")
    g.puce("les derniers indicateurs disponibles, une valeur inconnue étant dite « non renseignée ».")
    g.texte(
        "Les relances en cours cessent. Vous pouvez me faire part de vos observations et, le cas échéant, saisir le "
        "tribunal administratif dans les deux mois qui suivent la réception de cette lettre."
    )

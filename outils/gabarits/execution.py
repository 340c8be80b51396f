"""L'exécution du contrat : indicateurs (D21), rapport (D22), service fait (D24), clôture (D31)."""

from outils.gabarits.charpente import COLLECTIVITE, ETAT, Colonne, Gabarit
from outils.gabarits.graphiques import NOMBRE, POUR_CENT, Graphique

SITUATIONS = ("Cible atteinte", "Cible non atteinte", "Sans cible à atteindre", "Non renseigné")
VERT, ORANGE, GRIS, GRIS_CLAIR = "009081", "E4794A", "929292", "CECECE"

_CONTRAT = (
    "{{ contrat.le }} {{ territoire.du }}{% if numero %}, n° {{ numero }}{% endif %}"
    "{% if signe_le %}, signé le {{ signe_le | date_longue }}{% endif %}"
)


def etat_des_indicateurs() -> Gabarit:
    g = Gabarit(COLLECTIVITE, paysage=True)
    g.titre("{{ document.titre }}", "{{ territoire.nom }} – {{ contrat.nom }}")
    g.texte("Indicateurs renseignés au titre de l'exercice {{ exercice }} : **{{ completude }}**.")
    _face_aux_cibles(g)
    with g.pour("fiche in fiches"):
        g.titre1("{{ fiche.code }} – {{ fiche.titre }}")
        with g.si("fiche.indicateurs"):
            g.tableau(
                [
                    Colonne("Indicateur", 32),
                    Colonne("Cible", 14, nombre=True),
                    Colonne("Valeur", 14, nombre=True),
                    Colonne("Calcul", 12, nombre=True),
                    Colonne("Statut", 12),
                    Colonne("Commentaire", 16),
                ],
                [
                    "{{ i.libelle }}{% if i.definition %} : {{ i.definition }}{% endif %}",
                    "{{ i.cible }}",
                    "{{ i.valeur }}",
                    "{{ i.rapport }}",
                    "{{ i.statut }}",
                    "{{ i.commentaire }}",
                ],
                boucle="i in fiche.indicateurs",
                legende="Indicateurs de la fiche",
            )
            g.sinon()
            g.texte("Cette fiche n'a pas d'indicateur.")
    with g.si("not fiches"):
        g.texte("Aucune fiche action ne couvre cet exercice.")
    g.note("« non renseigné » : aucune valeur n'a été transmise ; elle n'est pas remplacée par zéro.")
    return g


def rapport_d_execution() -> Gabarit:
    g = Gabarit(COLLECTIVITE)
    g.titre("{{ document.titre }}", "{{ territoire.nom }} – {{ contrat.nom }}")
    g.texte(
        "Rapport adopté par la délibération n° {{ deliberation_numero }} du {{ deliberation_le | date_longue }}, "
        "jointe en annexe."
    )
    g.titre1("Synthèse")
    g.texte("{{ synthese }}")
    g.titre1("Exécution par action")
    with g.pour("fiche in fiches"):
        g.titre2("{{ fiche.code }} – {{ fiche.titre }}")
        g.texte("{{ fiche.realise }}")
        with g.si("fiche.ecart"):
            g.texte("**Écart et explication :** {{ fiche.ecart }}")
    with g.si("not fiches"):
        g.texte("Aucune fiche action ne couvre cet exercice.")
    g.section(paysage=True)
    _execution_financiere(g)
    g.section(paysage=False)
    g.titre1("Indicateurs")
    _face_aux_cibles(g)
    g.texte(
        "Indicateurs renseignés : {{ completude }}. Leur détail est dans l'état des indicateurs {{ exercice }}."
    )
    g.titre1("Difficultés")
    g.texte("{{ difficultes }}")
    g.titre1("Perspectives")
    g.texte("{{ perspectives }}")
    return g


def situations_par_axe() -> Graphique:
    """Combien d'indicateurs de chaque axe atteignent leur cible."""
    return Graphique(
        "par_axe",
        "Indicateurs par axe",
        SITUATIONS,
        couche=True,
        format=NOMBRE,
        couleurs=(VERT, ORANGE, GRIS, GRIS_CLAIR),
    )


def _face_aux_cibles(g: Gabarit) -> None:
    """Attend `graphiques`. Rien n'est montré quand rien n'est connu."""
    par_axe = situations_par_axe()
    face_aux_cibles = Graphique(
        "face_aux_cibles",
        "Valeur en pour cent de la cible",
        ("Cible", "Valeur relevée"),
        couche=True,
        empile=False,
        format=POUR_CENT,
    )
    with g.si("graphiques.face_aux_cibles.categories"):
        g.graphiques([par_axe, face_aux_cibles], hauteur=200)
        g.note(
            "À droite, la cible de l'année vaut 100 % ; au-delà de douze indicateurs, seuls les plus éloignés de leur "
            "cible sont montrés. Un indicateur non renseigné n'y figure pas."
        )
        g.sinon("graphiques.par_axe.categories")
        g.graphiques([par_axe], hauteur=150)


def _execution_financiere(g: Gabarit) -> None:
    g.titre1("Exécution financière")
    g.texte("Montant prévu au contrat pour l'exercice {{ exercice }} : **{{ prevu_total }}**.")
    with g.si("graphiques.argent.categories"):
        g.graphiques(
            [Graphique("argent", "Prévu, engagé, payé par axe", ("Prévu", "Engagé", "Payé"), empile=False)],
            hauteur=170,
        )
        g.note(
            "Montants payés connus pour {{ montants_connus }} fiches : le reste n'est pas compté, ni pour zéro."
        )
    g.tableau(
        [
            Colonne("Fiche", 18),
            Colonne("Action", 30),
            *(Colonne(c, 13, nombre=True) for c in ("Prévu", "Engagé", "Payé", "Reste")),
        ],
        [
            "{{ fiche.code }}",
            "{{ fiche.titre }}",
            "{{ fiche.prevu }}",
            "{{ fiche.engage }}",
            "{{ fiche.paye }}",
            "{{ fiche.reste }}",
        ],
        boucle="fiche in fiches",
        legende="Prévu, engagé, payé, reste, par action",
    )


def service_fait() -> Gabarit:
    g = Gabarit(ETAT)
    g.titre("{{ document.titre }}", "{{ territoire.nom }} – {{ contrat.nom }}")
    g.titre1("Base")
    g.texte(f"Versement dû au titre de l'exercice {{{{ exercice }}}} pour {_CONTRAT}.")
    g.texte("{{ base }}")
    g.titre1("Montant")
    g.texte("**{{ montant_centimes | euros }}** ({{ montant_centimes | euros_en_lettres }}).")
    g.titre1("Constatations")
    with g.pour("constat in constats"):
        g.puce("{{ constat }}")
    g.titre1("Pièces")
    with g.si("pieces"):
        with g.pour("piece in pieces"):
            g.puce("{{ piece }}")
        g.sinon()
        g.texte("Aucune pièce n'est jointe.")
    g.texte("Le service fait est attesté pour servir et valoir ce que de droit.", "Amorce")
    _signer(g)
    return g


def certificat_de_cloture() -> Gabarit:
    g = Gabarit(ETAT)
    g.titre("{{ document.titre }}", "{{ territoire.nom }} – {{ contrat.nom }}")
    g.texte(f"Le présent certificat arrête les comptes de l'État pour {_CONTRAT}.")
    g.libelles(
        [
            ("Engagé", "{{ engage_centimes | euros }}"),
            ("Payé", "{{ paye_centimes | euros }}"),
            ("Justifié", "{{ justifie_centimes | euros }}"),
            ("Engagé et non payé", "{{ reste_centimes | euros }}"),
        ],
        legende="Crédits de l'État sur la durée du contrat",
    )
    with g.si("reversement_centimes"):
        g.texte(
            "Les crédits payés et non justifiés, soit **{{ reversement_centimes | euros }}** "
            "({{ reversement_centimes | euros_en_lettres }}), sont à reverser à l'État."
        )
        g.sinon()
        g.texte("Tous les crédits payés sont justifiés : il n'y a rien à reverser.")
    g.texte("Indicateurs finaux renseignés : {{ indicateurs }}.", "Amorce")
    _signer(g)
    return g


def _signer(g: Gabarit) -> None:
    g.texte("{{ emetteur.ville }}, le {{ document.date_document | date_longue }}", "LieuEtDate")
    g.signer("{{ emetteur.signature }}", "{{ emetteur.signataire }}", si="emetteur.signataire")

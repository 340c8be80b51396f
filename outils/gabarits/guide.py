"""Le gabarit du mode d'emploi des gabarits."""

from outils.gabarits.charpente import COLLECTIVITE, Colonne, Gabarit

_CHAMPS = (
    [
        Colonne("Ce que l'on écrit", 36),
        Colonne("Nature", 15),
        Colonne("Ce que c'est", 27),
        Colonne("Exemple", 22),
    ],
    ["{{ c.balise }}", "{{ c.genre }}", "{{ c.description }}", "{{ c.exemple }}"],
)


def guide_des_gabarits() -> Gabarit:
    g = Gabarit(COLLECTIVITE, paysage=True)
    g.titre("{{ document.titre }}", "Ce que chaque document peut dire, et comment l'écrire dans Word")
    g.texte(
        "Un gabarit est un document Word ordinaire. Là où une donnée doit paraître, on écrit une balise ; tout le "
        "reste (texte, styles, logos, tableaux) se modifie librement. Les guillemets et les espaces que Word ajoute "
        "en cours de frappe sont acceptés dans les balises."
    )
    g.texte(
        "Une donnée « attendue » qui manque est signalée avant de produire, et marquée dans le brouillon ; sans une "
        "donnée « requise », le document n'est produit qu'en brouillon."
    )
    g.titre1("Écrire une balise")
    g.tableau(
        [Colonne("Ce que l'on écrit", 32), Colonne("Ce que cela fait", 68)],
        ["{{ r.ecrire }}", "{{ r.effet }}"],
        boucle="r in regles",
    )
    g.titre1("Les filtres")
    g.texte("Un filtre suit la donnée, après une barre droite. Il la met en forme sans la changer.")
    g.tableau(
        [
            Colonne("Filtre", 14),
            Colonne("Ce qu'il fait", 34),
            Colonne("Ce que l'on écrit", 30),
            Colonne("Donne", 22),
        ],
        ["{{ f.nom }}", "{{ f.effet }}", "{{ f.ecrire }}", "{{ f.donne }}"],
        boucle="f in filtres",
    )
    g.titre1("Les blocs communs")
    g.texte("Un bloc réunit des champs que plusieurs documents emploient, parfois sous plusieurs noms.")
    with g.pour("b in blocs"):
        g.titre2("{{ b.noms }}")
        g.texte("{{ b.presentation }}", "Amorce")
        _champs_et_listes(g, "b")
    g.titre1("Les documents")
    with g.pour("d in documents"):
        g.titre2("{{ d.code }} – {{ d.titre }}")
        with g.si("d.renvoi"):
            g.texte("Ses champs sont ceux de {{ d.renvoi }}, dont il partage le gabarit.")
            g.sinon()
            g.texte("Pour le prendre : jalons gabarits exporter {{ d.code }}", "Amorce")
        _champs_et_listes(g, "d")
    return g


def _champs_et_listes(g: Gabarit, de: str) -> None:
    """Les champs simples, puis une boucle par liste. Un bloc peut n'être fait que de listes."""
    with g.si(f"{de}.champs"):
        g.tableau(*_CHAMPS, boucle=f"c in {de}.champs")
    with g.pour(f"l in {de}.boucles"):
        g.titre3("La liste {{ l.liste }}")
        g.texte("{{ l.ouverture }} … {{ l.fermeture }} – {{ l.description }}", "Amorce")
        g.tableau(*_CHAMPS, boucle="c in l.champs")

"""Le parcours raconté depuis son tableau : une page pour le lire, un dessin pour le voir."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from modeles.etapes import EN_CONSTRUCTION, TERMINALES, Etape, Geste
from workflows.parcours import PARCOURS, Transition, gestes_possibles
from workflows.regles.controles import CONTROLES

PRINCIPALES = (
    Etape.A_LANCER,
    *EN_CONSTRUCTION,
    Etape.SIGNATURE,
    Etape.EXECUTION,
    Etape.EVALUATION_MI_PARCOURS,
    Etape.CLOTURE,
    Etape.CLOS,
)
LARGEUR, HAUTEUR, PAS, MARGE = 250, 40, 74, 30
GAUCHE = 400
TITRE = "Le parcours d'un territoire"


def en_markdown() -> str:
    """La page `docs/parcours.md` : chaque étape, ses gestes, ce qui les retient, et les contrôles."""
    lignes = [
        f"# {TITRE}",
        "",
        "Cette page est écrite depuis le tableau `workflows/parcours.py` ; elle ne se modifie pas à la main.",
        "",
        "![Le parcours, de haut en bas](parcours.svg)",
        "",
    ]
    for etape in Etape:
        lignes += [f"## {etape.libelle}", "", *_gestes(etape), ""]
    lignes += ["## Les contrôles", "", "| Code | Gravité | Contrôle | Peut être levé |", "|---|---|---|---|"]
    lignes += [
        f"| {c.code} | {c.gravite.value} | {c.libelle} | {_levee(c.code)} |" for c in CONTROLES.values()
    ]
    return "\n".join(lignes) + "\n"


def _levee(code: str) -> str:
    controle = CONTROLES[code]
    if controle.tenu_par:
        return f"sans objet : tenu par {controle.tenu_par}"
    if controle.gravite.value != "bloquant":
        return "sans objet"
    return "avec motif et autorité" if controle.derogeable else "jamais"


def _gestes(etape: Etape) -> Iterator[str]:
    possibles = gestes_possibles(etape)
    if not possibles:
        yield "Fin du parcours : aucun geste n'est possible."
        return
    yield "| Geste | Mène à | Motif | Ce qui le retient |"
    yield "|---|---|---|---|"
    for t in possibles:
        motif = "exigé" if t.motif else ""
        yield f"| {t.geste.libelle} (`{t.geste.value}`) | {_arrivee(t)} | {motif} | {_condition(t)} |"


def _arrivee(transition: Transition) -> str:
    if transition.geste is Geste.REPRENDRE:
        return "l'étape quittée"
    return transition.vers.libelle if transition.vers else "la même étape"


def _condition(transition: Transition) -> str:
    premiere = (transition.obstacles.__doc__ or "").strip().splitlines()[0]
    return premiere.rstrip(".").replace("|", "/")


def en_svg() -> str:
    """Le dessin `docs/parcours.svg` : les étapes de haut en bas, les retours à droite."""
    hauteur = MARGE * 2 + PAS * len(PRINCIPALES)
    corps = [*_boites(), *_avances(), *_retours(), _partout(hauteur)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 {hauteur + 60}" role="img" '
        'aria-labelledby="titre" font-family="Arial, sans-serif" font-size="14">'
        f'<title id="titre">{TITRE}</title>'
        '<rect width="100%" height="100%" fill="#ffffff"/>'
        '<defs><marker id="fleche" markerWidth="9" markerHeight="9" refX="8" refY="4" orient="auto">'
        '<path d="M0,0 L9,4 L0,8 z" fill="#3a3a3a"/></marker></defs>' + "".join(corps) + "</svg>\n"
    )


def _haut(etape: Etape) -> int:
    return MARGE + PAS * PRINCIPALES.index(etape)


def _boites() -> Iterator[str]:
    for etape in PRINCIPALES:
        y = _haut(etape)
        fond = "#e3e3fd" if etape not in TERMINALES else "#eeeeee"
        yield (
            f'<rect x="{GAUCHE}" y="{y}" width="{LARGEUR}" height="{HAUTEUR}" rx="6" fill="{fond}" '
            f'stroke="#000091"/><text x="{GAUCHE + LARGEUR // 2}" y="{y + 25}" text-anchor="middle" '
            f'fill="#161616">{escape(etape.libelle)}</text>'
        )


def _liens(vers_le_bas: bool) -> dict[tuple[Etape, Etape], list[str]]:
    liens: dict[tuple[Etape, Etape], list[str]] = {}
    for t in PARCOURS:
        for depuis in t.depuis:
            if t.vers not in PRINCIPALES or depuis not in PRINCIPALES:
                continue
            if (t.vers.rang > depuis.rang) is vers_le_bas:
                liens.setdefault((depuis, t.vers), []).append(t.geste.libelle)
    return liens


def _avances() -> Iterator[str]:
    for (depuis, vers), gestes in _liens(vers_le_bas=True).items():
        y, arrivee = _haut(depuis) + HAUTEUR, _haut(vers)
        texte = escape(" ou ".join(gestes))
        if PRINCIPALES.index(vers) == PRINCIPALES.index(depuis) + 1:
            x = GAUCHE + LARGEUR // 2
            yield f'<path d="M{x},{y} V{arrivee}" stroke="#3a3a3a" fill="none" marker-end="url(#fleche)"/>'
            yield f'<text x="{x - 8}" y="{y + 21}" text-anchor="end" fill="#3a3a3a" font-size="12">{texte}</text>'
            continue
        debut, fin, x = y - HAUTEUR // 2, arrivee + HAUTEUR // 2, GAUCHE - 135
        yield (
            f'<path d="M{GAUCHE},{debut} H{x} V{fin} H{GAUCHE}" stroke="#3a3a3a" fill="none" '
            f'marker-end="url(#fleche)"/><text x="{x - 6}" y="{(debut + fin) // 2}" text-anchor="end" '
            f'fill="#3a3a3a" font-size="12">{texte}</text>'
        )


def _retours() -> Iterator[str]:
    bord = GAUCHE + LARGEUR
    # Les plus longs d'abord : le nom des plus courts se lit par-dessus leur trait.
    for (depuis, vers), gestes in sorted(
        _liens(vers_le_bas=False).items(), key=lambda lien: lien[0][1].rang - lien[0][0].rang
    ):
        debut, fin = _haut(depuis) + 14, _haut(vers) + 26
        x = bord + 16 + 24 * (depuis.rang - vers.rang)
        yield (
            f'<path d="M{bord},{debut} H{x} V{fin} H{bord}" stroke="#b34000" fill="none" '
            f'stroke-dasharray="5 3" marker-end="url(#fleche)"/>'
            + _lignes(x + 6, (debut + fin) // 2 + 4, gestes)
        )


def _lignes(x: int, y: int, textes: list[str]) -> str:
    haut = y - 8 * (len(textes) - 1)
    return "".join(
        f'<text x="{x}" y="{haut + 16 * n}" fill="#b34000" font-size="12" stroke="#ffffff" '
        f'stroke-width="5" paint-order="stroke">{escape(texte)}</text>'
        for n, texte in enumerate(textes)
    )


def _partout(hauteur: int) -> str:
    phrases = (
        "À toute étape non terminale : suspendre, puis reprendre à l'étape quittée. Avant la signature : abandonner.",
        "En exécution : dénoncer, résilier. En pointillé : les retours, qui ne détruisent rien.",
    )
    return "".join(
        f'<text x="{MARGE}" y="{hauteur + 14 + 20 * n}" fill="#161616" font-size="13">{escape(phrase)}</text>'
        for n, phrase in enumerate(phrases)
    )

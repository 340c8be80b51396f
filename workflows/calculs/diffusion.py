"""Ce que l'on peut montrer d'agrégats : les petits effectifs masqués, et ce qui les trahirait."""

from collections.abc import Iterator, Mapping, Sequence

from modeles.indicateur import Indicateur
from workflows.calculs.agregats import Agregat, Reponse
from workflows.calculs.indicateurs import POUR_CENT, par_rapport
from workflows.calculs.secret import SEUIL, TOTAL, Case, masquer

# Ce que l'on compte de personnes : leur petit nombre les désignerait. Un euro ou une séance ne désigne personne.
PERSONNES = frozenset(
    (
        "personnes",
        "foyers",
        "ménages",
        "familles",
        "jeunes",
        "enfants",
        "élèves",
        "allocataires",
        "bénéficiaires",
    )
)
MENTION = "secret statistique"


def seuil_de(indicateur: Indicateur) -> int:
    """L'effectif en dessous duquel on masque : celui de l'indicateur, ou 5 s'il compte des personnes.

    Un rapport sans seuil est tenu pour compter des personnes, sauf s'il est en euros : dans le doute, on masque.
    """
    if indicateur.seuil_secret is not None:
        return indicateur.seuil_secret
    compte_des_personnes = indicateur.unite in PERSONNES or (
        par_rapport(indicateur) and indicateur.unite != "€"
    )
    return SEUIL if compte_des_personnes else 0


def diffuser(agregats: Sequence[Agregat]) -> list[Agregat]:
    """Les mêmes agrégats, sans les nombres à taire. Une case tue reste comptée parmi les répondants."""
    lots: list[dict[str, Agregat]] = []
    for agregat in agregats:
        # Un même code peut porter deux définitions, qui ne s'additionnent pas : chacune a son tableau.
        lot = next((lot for lot in lots if agregat.indicateur.code not in lot), None)
        if lot is None:
            lots.append(lot := {})
        lot[agregat.indicateur.code] = agregat
    return [a for lot in lots for a in _diffuser_un_lot(lot)]


ParCode = Mapping[str, Agregat]


def _diffuser_un_lot(par_code: ParCode) -> list[Agregat]:
    tableau, parties, seuils = dict[Case, int](), dict[str, str](), dict[str, int]()
    for agregat in par_code.values():
        for ligne, cases in _lignes(agregat, par_code):
            tableau |= {(ligne, colonne): n for colonne, n in cases.items()}
            seuils[ligne] = 100 * seuil_de(agregat.indicateur)
        parties |= _parties(agregat, par_code)
    masquees = masquer(tableau, {p: t for p, t in parties.items() if {p, t} <= set(seuils)}, seuils)
    return [_taire(a, par_code, masquees) for a in par_code.values()]


def _termes(agregat: Agregat, par_code: ParCode) -> tuple[str, ...]:
    """Les lignes du tableau que l'agrégat laisse voir : la sienne, ou le dénominateur et le numérateur d'un taux."""
    indicateur = agregat.indicateur
    if not par_rapport(indicateur):
        return (indicateur.code,)
    cites = (indicateur.denominateur or "", indicateur.numerateur or "")
    if all(c in par_code for c in cites):
        return cites
    # Seul un taux compte au numérateur une partie de ce que compte le dénominateur.
    return tuple(f"{indicateur.code}:{t}" for t in (("d", "n") if indicateur.unite == POUR_CENT else ("d",)))


def _lignes(agregat: Agregat, par_code: ParCode) -> Iterator[tuple[str, Mapping[str, int]]]:
    code, comptees = agregat.indicateur.code, [r for r in agregat.reponses if r.compte]
    if not par_rapport(agregat.indicateur):
        yield code, _cases(comptees, "valeur", agregat.valeur)
        return
    termes = _termes(agregat, par_code)
    if f"{code}:d" in termes:
        yield f"{code}:d", _cases(comptees, "denominateur", agregat.denominateur)
    if f"{code}:n" in termes:
        yield f"{code}:n", _cases(comptees, "numerateur", agregat.numerateur)


def _parties(agregat: Agregat, par_code: ParCode) -> dict[str, str]:
    indicateur = agregat.indicateur
    tout = indicateur.sous_population_de
    parties = {indicateur.code: tout} if tout else {}
    if par_rapport(indicateur) and len(termes := _termes(agregat, par_code)) == 2:
        denominateur, numerateur = termes
        parties.setdefault(numerateur, denominateur)
    return parties


def _cases(reponses: Sequence[Reponse], champ: str, total: int | None) -> dict[str, int]:
    cases = {r.territoire: getattr(r, champ) or 0 for r in reponses}
    return cases | ({TOTAL: total} if total is not None else {})


def _taire(agregat: Agregat, par_code: ParCode, masquees: set[Case]) -> Agregat:
    tus = {colonne for ligne, colonne in masquees if ligne in _termes(agregat, par_code)}
    reponses = tuple(_sans_nombre(r) if r.territoire in tus else r for r in agregat.reponses)
    if TOTAL in tus or (tus and _perimetre_plus_etroit(agregat, par_code)):
        return Agregat(agregat.indicateur, reponses, agregat.repondants, agregat.attendus, MENTION)
    return agregat._replace(
        reponses=reponses,
        evolution=None if tus else agregat.evolution,
        part=agregat.part if _part_montrable(agregat, par_code, masquees) else None,
    )


def _perimetre_plus_etroit(agregat: Agregat, par_code: ParCode) -> bool:
    """Vrai d'un taux dont un terme a plus de répondants que lui : la différence des totaux dirait les autres."""
    termes = [par_code[t] for t in _termes(agregat, par_code) if t in par_code]
    return any(t.repondants != agregat.repondants for t in termes)


def _part_montrable(agregat: Agregat, par_code: ParCode, masquees: set[Case]) -> bool:
    code = agregat.indicateur.sous_population_de or ""
    if code not in par_code:
        return True
    siennes = {r.territoire for r in agregat.reponses if r.compte}
    celles_du_tout = {r.territoire for r in par_code[code].reponses if r.compte}
    tues = {colonne for ligne, colonne in masquees if ligne == code}
    return TOTAL not in tues and (not tues or siennes == celles_du_tout)


def _sans_nombre(reponse: Reponse) -> Reponse:
    return Reponse(reponse.territoire, reponse.statut, cible=reponse.cible, masquee=True)

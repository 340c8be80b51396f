"""Les contrôles d'une valeur d'indicateur et de ses voisines (IND-*, dossier de domaine, § 17)."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from documents.formats import liste_et, nombre
from modeles.erreurs import Gravite, Obstacle
from modeles.indicateur import Indicateur
from modeles.valeur import ValeurIndicateur
from workflows.calculs.indicateurs import rapport_centiemes, variation_pour_cent
from workflows.regles.controles import constat

VARIATION_EXPLIQUEE = 50
Valeurs = Mapping[str, ValeurIndicateur]
"""La valeur de chaque indicateur d'une fiche, par code."""


def ecrite(centiemes: int, unite: str) -> str:
    """« 12 750 personnes », « 27,3 % »."""
    return f"{nombre(Decimal(centiemes) / 100)}\u00a0{unite}"


def lieu(indicateur: Indicateur) -> str:
    """Où l'on corrige : la fiche et l'indicateur."""
    return f"{indicateur.fiche.code}/{indicateur.code}"


def obstacles_au_rapport(
    indicateur: Indicateur, numerateur: int | None, denominateur: int | None
) -> Iterator[Obstacle]:
    """IND-01 : un rapport se donne par ses deux termes, le second non nul."""
    if numerateur is None or denominateur is None:
        termes = {"le numérateur": numerateur, "le dénominateur": denominateur}
        absents = [nom for nom, terme in termes.items() if terme is None]
        yield constat(
            "IND-01",
            f"« {indicateur.libelle} » n'est pas calculable : il manque {liste_et(absents)}",
            "Donnez les deux nombres ; le résultat se calcule.",
            lieu(indicateur),
        )
    elif denominateur == 0:
        yield constat(
            "IND-01",
            f"« {indicateur.libelle} » n'est pas calculable : le dénominateur est nul",
            "Corrigez le dénominateur, ou dites l'indicateur « sans objet » et pourquoi.",
            lieu(indicateur),
        )


def obstacles_au_resultat_donne(
    indicateur: Indicateur, donne: int, numerateur: int, denominateur: int, pas: int = 1
) -> Iterator[Obstacle]:
    """IND-01 : un résultat donné avec ses deux termes s'en recalcule, à l'arrondi près.

    `pas` est la précision, en centièmes, à laquelle il a été écrit : 100 pour « 58 % », 10 pour « 31,2 % ».
    """
    exact = rapport_centiemes(numerateur, denominateur, indicateur.unite)
    if abs(2 * (exact - donne)) > pas:
        yield constat(
            "IND-01",
            f"« {indicateur.libelle} » : {ecrite(donne, indicateur.unite)} ne se recalcule pas, "
            f"{nombre(Decimal(numerateur) / 100)} sur {nombre(Decimal(denominateur) / 100)} "
            f"font {ecrite(exact, indicateur.unite)}",
            "Laissez le résultat vide : il se calcule. Sinon, corrigez le numérateur ou le dénominateur.",
            lieu(indicateur),
        )


def depassements(indicateurs: Sequence[Indicateur], valeurs: Valeurs) -> Iterator[tuple[str, str, Obstacle]]:
    """IND-02 : (code de la partie, code du tout, obstacle) de chaque partie qui dépasse son tout."""
    par_code = {i.code: i for i in indicateurs}
    for partie in indicateurs:
        tout = par_code.get(partie.sous_population_de or "")
        if tout is None:
            continue
        compte, population = _nombre(valeurs, partie.code), _nombre(valeurs, tout.code)
        if compte is not None and population is not None and compte > population:
            yield (
                partie.code,
                tout.code,
                constat(
                    "IND-02",
                    f"« {partie.libelle} » ({ecrite(compte, partie.unite)}) dépasse "
                    f"« {tout.libelle} » ({ecrite(population, tout.unite)}), dont il compte une partie",
                    "Corrigez l'un des deux nombres.",
                    lieu(partie),
                ),
            )


def ruptures_d_entonnoir(indicateurs: Sequence[Indicateur], valeurs: Valeurs) -> Iterator[Obstacle]:
    """IND-03 : une étape d'un parcours ne compte pas plus de monde que celle qui la précède."""
    par_code = {i.code: i for i in indicateurs}
    for etape in indicateurs:
        avant = par_code.get(etape.suite_de or "")
        if avant is None:
            continue
        compte, precedent = _nombre(valeurs, etape.code), _nombre(valeurs, avant.code)
        if compte is not None and precedent is not None and compte > precedent:
            yield constat(
                "IND-03",
                f"« {etape.libelle} » ({ecrite(compte, etape.unite)}) dépasse l'étape d'avant, "
                f"« {avant.libelle} » ({ecrite(precedent, avant.unite)})",
                "Vérifiez les deux nombres, ou expliquez l'écart en commentaire.",
                lieu(etape),
            )


def variations(
    indicateurs: Sequence[Indicateur], valeurs: Valeurs, precedentes: Valeurs
) -> Iterator[Obstacle]:
    """IND-04 : une variation de plus de moitié d'une année à l'autre se commente."""
    for indicateur in indicateurs:
        valeur, avant = valeurs.get(indicateur.code), precedentes.get(indicateur.code)
        if valeur is None or avant is None or valeur.commentaire:
            continue
        if valeur.valeur_centiemes is None or avant.valeur_centiemes is None:
            continue
        if (varie := _variation(valeur.valeur_centiemes, avant.valeur_centiemes)) is not None:
            yield constat(
                "IND-04",
                f"« {indicateur.libelle} » {varie} depuis {avant.exercice}, sans commentaire "
                f"({ecrite(avant.valeur_centiemes, indicateur.unite)}, "
                f"puis {ecrite(valeur.valeur_centiemes, indicateur.unite)})",
                "Expliquez la variation en commentaire, ou corrigez le nombre.",
                lieu(indicateur),
            )


def zeros_repetes(
    indicateurs: Sequence[Indicateur], valeurs: Valeurs, precedentes: Valeurs
) -> Iterator[Obstacle]:
    """Un indicateur à zéro deux ans de suite : l'action a-t-elle lieu ? (dossier de domaine, § 13)."""
    for indicateur in indicateurs:
        if _nombre(valeurs, indicateur.code) == _nombre(precedentes, indicateur.code) == 0:
            yield Obstacle(
                f"« {indicateur.libelle} » est à zéro deux ans de suite",
                "Dites en commentaire ce qu'il en est de l'action.",
                gravite=Gravite.AVERTISSEMENT,
                ou=lieu(indicateur),
            )


def _variation(valeur: int, avant: int) -> str | None:
    """« augmente de 62 % » si la variation dépasse le seuil ; d'un zéro, toute valeur est une forte hausse."""
    ecart = variation_pour_cent(valeur, avant)
    if ecart is None:
        return "passe de zéro à une valeur" if valeur else None
    if 100 * abs(valeur - avant) <= VARIATION_EXPLIQUEE * avant:
        return None
    return f"{'augmente' if ecart > 0 else 'baisse'} de {nombre(abs(ecart))}\u00a0%"


def _nombre(valeurs: Valeurs, code: str) -> int | None:
    valeur = valeurs.get(code)
    return valeur.valeur_centiemes if valeur else None

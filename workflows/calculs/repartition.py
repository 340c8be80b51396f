"""Partager sans perdre un centime : pourcentages, prorata, réduction, parité.

Les montants sont des centimes entiers. Aucun flottant : les restes se calculent exactement.
"""

from collections.abc import Sequence

from modeles.erreurs import SaisieInvalide
from modeles.partage import plus_fort_reste

MOIS_PAR_AN = 12
TOLERANCE_PARITE_CENTIMES = 100


def repartition_pct(nombres: Sequence[int]) -> list[int]:
    """Les pourcentages entiers dont la somme fait 100, par la méthode du plus fort reste.

    À reste égal, le premier de la liste est servi. Quand tout est nul, tous les pourcentages le sont.
    Lève `SaisieInvalide` si un nombre est négatif.
    """
    return _plus_fort_reste(nombres, 100)


def prorata(plafond_centimes: int, mois_couverts: int) -> int:
    """La part d'un plafond annuel due pour `mois_couverts` mois, arrondie au centime inférieur.

    Lève `SaisieInvalide` si le plafond est négatif ou si l'année ne peut pas compter ces mois.
    """
    motifs = []
    if plafond_centimes < 0:
        motifs.append("le plafond est négatif")
    if not 0 <= mois_couverts <= MOIS_PAR_AN:
        motifs.append(f"une année ne compte pas {mois_couverts} mois couverts")
    if motifs:
        raise SaisieInvalide(
            "Le plafond de l'année ne peut pas être calculé.",
            f"Les données saisies sont impossibles : {' ; '.join(motifs)}.",
            "Vérifiez le montant notifié, et saisissez de 0 à 12 mois.",
        )
    return plafond_centimes * mois_couverts // MOIS_PAR_AN


def reduction_proportionnelle(parts_centimes: Sequence[int], plafond_centimes: int) -> list[int]:
    """Les parts ramenées au plafond, proportions gardées : une proposition, jamais appliquée d'office.

    La somme proposée est exactement le plafond, et aucune part n'augmente. Sous le plafond, rien ne change.
    Lève `SaisieInvalide` si un montant est négatif.
    """
    _refuser_les_negatifs([*parts_centimes, plafond_centimes])
    return _plus_fort_reste(parts_centimes, min(plafond_centimes, sum(parts_centimes)))


def parite_respectee(etat_centimes: int, collectivite_centimes: int, stricte: bool = False) -> bool:
    """Vrai si la part de l'État ne dépasse pas celle de la collectivité, à un euro près.

    `stricte` exige l'égalité, à un euro près : l'effort supérieur de la collectivité n'est plus admis.
    """
    ecart = etat_centimes - collectivite_centimes
    return (abs(ecart) if stricte else ecart) <= TOLERANCE_PARITE_CENTIMES


def annees_couvertes(premiere: int, duree_annees: int) -> range:
    """Les années d'une action « dès 2025 sur 3 ans » : 2025, 2026, 2027.

    Lève `SaisieInvalide` si l'action ne dure pas au moins un an.
    """
    if duree_annees < 1:
        raise SaisieInvalide(
            "Les années couvertes ne peuvent pas être calculées.",
            f"La durée saisie ({duree_annees}) n'atteint pas un an.",
            "Saisissez une durée d'au moins 1 an.",
        )
    return range(premiere, premiere + duree_annees)


def _plus_fort_reste(nombres: Sequence[int], a_repartir: int) -> list[int]:
    _refuser_les_negatifs(nombres)
    return plus_fort_reste(nombres, a_repartir)


def _refuser_les_negatifs(nombres: Sequence[int]) -> None:
    negatifs = [str(nombre) for nombre in nombres if nombre < 0]
    if negatifs:
        raise SaisieInvalide(
            "La répartition ne peut pas être calculée.",
            f"Elle contient des valeurs négatives : {', '.join(negatifs)}.",
            "Ne saisissez que des valeurs nulles ou positives.",
        )

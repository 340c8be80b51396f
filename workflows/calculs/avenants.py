"""Le contrat comme si l'avenant était signé : appliquer ses changements, les défaire."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from modeles.avenant import Avenant
from modeles.demarche import Demarche
from modeles.fiche import FicheAction, LigneBudget
from modeles.indicateur import Cible, Indicateur
from modeles.vocabulaire import StatutFiche

PARTS = ("part_etat_centimes", "part_collectivite_centimes", "autres_centimes")
TEXTES = ("porteur", "description", "public_cible", "duree_annees")
Defaire = Callable[[], None]


@contextmanager
def comme_signe(demarche: Demarche, avenant: Avenant) -> Iterator[None]:
    """Le temps du bloc, la démarche dit ce que dira le contrat consolidé ; rien n'en reste ensuite.

    L'appelant ne doit rien écrire dans la base pendant ce temps.
    """
    defaire = appliquer(demarche, avenant)
    try:
        yield
    finally:
        for geste in reversed(defaire):
            geste()


def appliquer(demarche: Demarche, avenant: Avenant) -> list[Defaire]:
    """Écrit les changements dans les fiches, à partir de l'année d'effet ; rend de quoi les défaire."""
    defaire: list[Defaire] = []
    fiches = {fiche.code: fiche for fiche in demarche.fiches}
    for changement in avenant.changements:
        fiche = fiches[changement["fiche"]]
        _OPERATIONS[changement["operation"]](fiche, changement, avenant.effet_le.year, defaire)
    return defaire


def _poser(objet: Any, champ: str, valeur: Any, defaire: list[Defaire]) -> None:
    avant = getattr(objet, champ)
    setattr(objet, champ, valeur)
    defaire.append(lambda: setattr(objet, champ, avant))


def _ajouter_a(liste: list[Any], objet: Any, defaire: list[Defaire]) -> None:
    liste.append(objet)
    defaire.append(lambda: liste.remove(objet))


def _ajouter(fiche: FicheAction, changement: dict[str, Any], annee: int, defaire: list[Defaire]) -> None:
    del changement, annee
    _poser(fiche, "statut", StatutFiche.CONTRACTUALISEE, defaire)


def _retirer(fiche: FicheAction, changement: dict[str, Any], annee: int, defaire: list[Defaire]) -> None:
    """Les années d'avant l'effet restent dues et comptées ; les suivantes n'ont plus de budget (§ 13)."""
    del changement
    for ligne in fiche.budget:
        if ligne.annee >= annee:
            for part in PARTS:
                _poser(ligne, part, 0, defaire)
    if fiche.annee_debut >= annee:
        _poser(fiche, "statut", StatutFiche.ABANDONNEE, defaire)
    else:
        _poser(fiche, "statut", StatutFiche.ACHEVEE, defaire)
        _poser(fiche, "duree_annees", annee - fiche.annee_debut, defaire)


def _modifier(fiche: FicheAction, changement: dict[str, Any], annee: int, defaire: list[Defaire]) -> None:
    for champ in TEXTES:
        if changement.get(champ) is not None:
            _poser(fiche, champ, changement[champ], defaire)
    for voulue in changement.get("budget", []):
        if voulue["annee"] >= annee:
            _budgeter(fiche, voulue, defaire)
    indicateurs = {indicateur.code: indicateur for indicateur in fiche.indicateurs}
    for voulue in changement.get("cibles", []):
        if voulue["annee"] >= annee:
            _viser(indicateurs[voulue["indicateur"]], voulue, defaire)


def _budgeter(fiche: FicheAction, voulue: dict[str, Any], defaire: list[Defaire]) -> None:
    ligne = next((x for x in fiche.budget if x.annee == voulue["annee"]), None)
    if ligne is None:
        parts = {part: voulue[part] for part in PARTS}
        _ajouter_a(fiche.budget, LigneBudget(fiche_id=fiche.id, annee=voulue["annee"], **parts), defaire)
        return
    for part in PARTS:
        _poser(ligne, part, voulue[part], defaire)


def _viser(indicateur: Indicateur, voulue: dict[str, Any], defaire: list[Defaire]) -> None:
    cible = next((c for c in indicateur.cibles if c.annee == voulue["annee"]), None)
    valeur = voulue["valeur_centiemes"]
    if cible is None:
        nouvelle = Cible(indicateur_id=indicateur.id, annee=voulue["annee"], valeur_centiemes=valeur)
        _ajouter_a(indicateur.cibles, nouvelle, defaire)
    else:
        _poser(cible, "valeur_centiemes", valeur, defaire)


_OPERATIONS = {"ajouter": _ajouter, "retirer": _retirer, "modifier": _modifier}

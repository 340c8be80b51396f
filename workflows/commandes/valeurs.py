"""Préparer un lot de valeurs : ce qui changerait, toutes les fautes à la fois, ce qui mérite un regard."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from modeles.erreurs import Gravite, Obstacle
from modeles.indicateur import Indicateur
from modeles.valeur import ValeurIndicateur
from workflows.commandes.lecture_de_saisie import Faute, SaisieValeur, faute, illisible
from workflows.commandes.saisie_de_valeur import Circonstance, lire_saisie
from workflows.regles.collecte import est_calcule
from workflows.regles.commun import Derogation
from workflows.regles.indicateurs import depassements, ruptures_d_entonnoir, variations, zeros_repetes
from workflows.regles.populations import obstacles_a_l_effectif

Courantes = Mapping[UUID, ValeurIndicateur]
"""La dernière valeur de chaque indicateur pour un exercice, par identifiant d'indicateur."""


class Changement(NamedTuple):
    """Ce qu'une ligne de saisie change. `avant` vide : rien n'avait été dit."""

    indicateur: Indicateur
    avant: ValeurIndicateur | None
    apres: ValeurIndicateur


class Preparation(NamedTuple):
    """`avertissements` n'empêche rien ; une ligne fautive n'est pas gardée, les autres le sont."""

    changements: list[Changement]
    fautes: list[Faute]
    avertissements: list[Obstacle]
    inchangees: int


class Dossier(NamedTuple):
    """Ce que l'on sait avant la saisie : les indicateurs du contrat, leurs valeurs, celles de l'année d'avant."""

    territoire: str
    indicateurs: Sequence[Indicateur]
    courantes: Courantes
    precedentes: Courantes


def preparer(
    dossier: Dossier, saisies: Sequence[SaisieValeur], c: Circonstance, levees: Sequence[Derogation] = ()
) -> Preparation:
    """Lit chaque ligne, la confronte à ses voisines, et ne retient que ce qui tient."""
    lues, fautes, inchangees = _lire(dossier, saisies, c)
    retenues, autres = _confronter(dossier, lues, levees)
    avertissements = list(_vides(dossier, saisies))
    avertissements += _avertissements(dossier, {i: apres for i, (_, apres) in retenues.items()})
    changements = [
        Changement(i, dossier.courantes.get(i.id), retenues[i.id][1])
        for i in dossier.indicateurs
        if i.id in retenues
    ]
    return Preparation(changements, fautes + autres, avertissements, inchangees)


Lignes = dict[UUID, tuple[SaisieValeur, ValeurIndicateur]]


def _lire(
    dossier: Dossier, saisies: Sequence[SaisieValeur], c: Circonstance
) -> tuple[Lignes, list[Faute], int]:
    connus = {(i.fiche.code, i.code): i for i in dossier.indicateurs}
    lues: Lignes = {}
    fautes: list[Faute] = []
    vus: set[tuple[str, str]] = set()
    inchangees = 0
    for saisie in saisies:
        lieu = (saisie.fiche, saisie.indicateur)
        if saisie.vide:
            continue
        if refus := _mal_placee(saisie, connus.get(lieu), deja=lieu in vus):
            fautes.append(refus)
            continue
        vus.add(lieu)
        indicateur = connus[lieu]
        lue = lire_saisie(saisie, indicateur, dossier.courantes.get(indicateur.id), c)
        fautes += lue.fautes
        inchangees += not lue.fautes and lue.valeur is None
        if lue.valeur is not None:
            lues[indicateur.id] = (saisie, lue.valeur)
    return lues, fautes, inchangees


def _mal_placee(saisie: SaisieValeur, indicateur: Indicateur | None, *, deja: bool) -> Faute | None:
    if indicateur is None:
        return illisible(
            saisie,
            "indicateur",
            f"le contrat n'attend pas l'indicateur « {saisie.indicateur} » de la fiche « {saisie.fiche} » "
            "pour cet exercice",
            "Repartez de la liste des indicateurs attendus.",
        )
    if est_calcule(indicateur):
        return illisible(
            saisie,
            "indicateur",
            f"« {indicateur.libelle} » se calcule, il ne se saisit pas",
            f"Donnez {indicateur.numerateur} et {indicateur.denominateur} ; le résultat suivra.",
        )
    if deja:
        return illisible(
            saisie,
            "indicateur",
            f"« {indicateur.libelle} » est donné deux fois",
            "Ne gardez qu'une de ces lignes.",
        )
    return None


def _confronter(dossier: Dossier, lues: Lignes, levees: Sequence[Derogation]) -> tuple[Lignes, list[Faute]]:
    """IND-02 : écarte les lignes qui rendent une partie plus grande que son tout, sauf contrôle levé.

    Une ligne écartée rend sa place à la valeur d'avant, qui peut en écarter une autre : on recommence.
    """
    retenues, fautes = dict(lues), list[Faute]()
    levee = next((x for x in levees if x.code == "IND-02"), None)
    while fautives := list(_depassees(dossier, retenues)):
        for identifiant, obstacle in fautives:
            if identifiant not in retenues:
                continue
            saisie, valeur = retenues[identifiant]
            if levee is None:
                del retenues[identifiant]
                fautes.append(faute(saisie, "valeur", obstacle))
            else:
                valeur.motif = f"{obstacle.code} levé : {levee.motif} ({levee.autorite})"
        if levee is not None:
            break
    return retenues, fautes


def _depassees(dossier: Dossier, lignes: Lignes) -> Iterator[tuple[UUID, Obstacle]]:
    """La ligne saisie en cause dans chaque dépassement : la partie si elle est saisie, sinon le tout."""
    nouvelles = {identifiant: valeur for identifiant, (_, valeur) in lignes.items()}
    for indicateurs in _par_fiche(dossier.indicateurs):
        ids = {i.code: i.id for i in indicateurs}
        valeurs = _valeurs(indicateurs, dossier.courantes, nouvelles)
        for partie, tout, obstacle in depassements(indicateurs, valeurs):
            en_cause = next((ids[code] for code in (partie, tout) if ids[code] in lignes), None)
            if en_cause is not None:
                yield en_cause, obstacle


def _avertissements(dossier: Dossier, nouvelles: Courantes) -> Iterator[Obstacle]:
    for indicateurs in _par_fiche(dossier.indicateurs):
        saisis = [i for i in indicateurs if i.id in nouvelles]
        if not saisis:
            continue
        valeurs = _valeurs(indicateurs, dossier.courantes, nouvelles)
        precedentes = _valeurs(indicateurs, dossier.precedentes, {})
        yield from ruptures_d_entonnoir(indicateurs, valeurs)
        yield from variations(saisis, valeurs, precedentes)
        yield from zeros_repetes(saisis, valeurs, precedentes)
        for indicateur in saisis:
            nombre = nouvelles[indicateur.id].valeur_centiemes
            yield from obstacles_a_l_effectif(indicateur, nombre, dossier.territoire)


def _vides(dossier: Dossier, saisies: Sequence[SaisieValeur]) -> Iterator[Obstacle]:
    """Une ligne vidée n'efface rien : on le dit, pour que personne ne le croie."""
    connus = {(i.fiche.code, i.code): i for i in dossier.indicateurs}
    for saisie in saisies:
        indicateur = connus.get((saisie.fiche, saisie.indicateur))
        if indicateur is None or not saisie.vide:
            continue
        courante = dossier.courantes.get(indicateur.id)
        if courante is not None and courante.valeur_centiemes is not None:
            yield Obstacle(
                f"« {indicateur.libelle} » est vide : la valeur connue est gardée",
                "Pour la retirer, dites « non renseigné » et pourquoi.",
                gravite=Gravite.INFORMATION,
                ou=saisie.cellules.get("valeur") or f"{saisie.fiche}/{saisie.indicateur}/valeur",
            )


def _par_fiche(indicateurs: Sequence[Indicateur]) -> list[list[Indicateur]]:
    fiches: dict[UUID, list[Indicateur]] = {}
    for indicateur in indicateurs:
        fiches.setdefault(indicateur.fiche_id, []).append(indicateur)
    return list(fiches.values())


def _valeurs(
    indicateurs: Sequence[Indicateur], connues: Courantes, nouvelles: Courantes
) -> dict[str, ValeurIndicateur]:
    valeurs = {i.code: nouvelles.get(i.id) or connues.get(i.id) for i in indicateurs}
    return {code: valeur for code, valeur in valeurs.items() if valeur is not None}

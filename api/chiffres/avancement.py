"""Où en sont les territoires, et combien de temps leur ont pris les étapes franchies."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from uuid import UUID

from sqlmodel import Session

from api.chiffres.graphiques import SANS_MOTIF, Graphique, Mesure, Serie, barres, series
from api.ma_region.carte import Palier, palier_de
from documents.formats import accorder, liste_et, nombre
from modeles.demarche import Demarche
from modeles.etapes import Etape
from modeles.reference.registre import registre
from modeles.requetes_suivi import changements_d_etape
from workflows.calculs.durees import Changement, TempsPasse, temps_par_etape

PALIERS = (
    Palier.SIGNE,
    Palier.CONVENTION,
    Palier.ACTIONS,
    Palier.DIAGNOSTIC,
    Palier.LANCEMENT,
    Palier.ARRETE,
)
SERIES_DES_PALIERS = [Serie(p.libelle, max(p.value, SANS_MOTIF)) for p in PALIERS]


def par_etape(demarches: Sequence[Demarche]) -> Graphique:
    """Combien de territoires à chaque étape."""
    comptes = Counter(d.etape for d in demarches)
    presentes = sorted(comptes, key=lambda e: e.rang)
    mesures = [Mesure(e.libelle, (comptes[e],), str(comptes[e])) for e in presentes]
    plus = [e.libelle for e in presentes if comptes[e] == max(comptes.values())]
    suivis = accorder(len(demarches), "territoire suivi", "territoires suivis")
    return Graphique(
        "etapes",
        "Où en sont les territoires",
        f"{suivis} ; l'étape la plus fournie : {liste_et(plus)} ({max(comptes.values(), default=0)}).",
        barres(mesures, series(["Territoires"])),
        (),
        ("Étape", "Territoires"),
        [(m.libelle, m.texte) for m in mesures],
    )


def par_region(demarches: Sequence[Demarche]) -> Graphique:
    """Combien de territoires à chaque palier, région par région."""
    mesures = [
        Mesure(nom, [comptes[p] for p in PALIERS], f"{comptes[Palier.SIGNE]} sur {comptes.total()}")
        for nom, comptes in _paliers_des_regions(demarches)
    ]
    signes = sum(palier_de(d.etape) is Palier.SIGNE for d in demarches)
    suivis = accorder(len(demarches), "territoire suivi", "territoires suivis")
    regions = accorder(len(mesures), "région", "régions")
    return Graphique(
        "etapes",
        "Où en sont les territoires, par région",
        f"{accorder(signes, 'contrat signé', 'contrats signés')} sur {suivis}, dans {regions}. "
        "Au bout de chaque barre : les contrats signés, sur les territoires suivis.",
        barres(mesures, SERIES_DES_PALIERS),
        SERIES_DES_PALIERS,
        ("Région", *(p.libelle for p in PALIERS)),
        [(m.libelle, *map(nombre, map(int, m.valeurs))) for m in mesures],
    )


def _paliers_des_regions(demarches: Sequence[Demarche]) -> Iterator[tuple[str, Counter[Palier]]]:
    def region(d: Demarche) -> str:
        return registre().region(registre().territoire(d.territoire_code).region).nom

    for nom, du_lieu in groupby(sorted(demarches, key=region), region):
        yield nom, Counter(palier_de(d.etape) for d in du_lieu)


def par_duree(session: Session, ids: Sequence[UUID]) -> Graphique:
    """Le temps passé à chaque étape franchie, face à sa durée cible."""
    titre = "Temps passé à chaque étape franchie"
    cibles, temps = _durees_cibles(), _temps_passe(session, ids)
    temps = [t for t in temps if t.etape in cibles]
    if not temps:
        return Graphique("temps", titre, "Aucune étape n'a encore été franchie : aucune durée à montrer.")
    mesures = [
        Mesure(t.etape.libelle, (t.mediane,), f"{t.mediane} j, cible {cibles[t.etape]}", cibles[t.etape])
        for t in temps
    ]
    lentes = [t.etape.libelle for t in temps if t.mediane > cibles[t.etape]]
    dit = (
        f"Au-dessus de la durée cible : {liste_et(lentes)}."
        if lentes
        else "Aucune ne dépasse sa durée cible."
    )
    return Graphique(
        "temps",
        titre,
        f"Médiane des jours, hors suspension, aux étapes que les territoires ont quittées. {dit} "
        "Le trait marque la durée cible.",
        barres(mesures, series(["Jours (médiane)"])),
        (),
        ("Étape", "Médiane", "Du plus court au plus long", "Durée cible", "Territoires"),
        [_ligne(t, cibles[t.etape]) for t in temps],
    )


def _durees_cibles() -> dict[Etape, int]:
    contrat = registre().type_de_contrat("cls")
    return {e: duree.cible_jours for e in Etape if (duree := contrat.duree(e))}


def _temps_passe(session: Session, ids: Sequence[UUID]) -> list[TempsPasse]:
    par_demarche = groupby(changements_d_etape(session, ids), lambda ligne: ligne[0])
    return temps_par_etape([Changement(de, vers, le) for _, de, vers, le in du] for _, du in par_demarche)


def _ligne(t: TempsPasse, cible: int) -> tuple[str, ...]:
    return (
        t.etape.libelle,
        accorder(t.mediane, "jour", "jours"),
        f"de {t.jours[0]} à {accorder(t.jours[-1], 'jour', 'jours')}",
        accorder(cible, "jour", "jours"),
        nombre(len(t.jours)),
    )

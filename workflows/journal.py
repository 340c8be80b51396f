"""Le journal des modifications : le vérifier de bout en bout, le dater, le raconter."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from sqlmodel import Session, SQLModel, select

from modeles.convention import Signature
from modeles.demarche import Passage
from modeles.fiche import VersionFiche
from modeles.journal import LigneJournal, Operation, TeteDeJournal, empreinte_de
from modeles.journalisation import valeur_gardee
from modeles.requetes_journal import lignes_par_chaine, tetes

DOSSIER_DES_SCEAUX = "journal"
SCELLEES: dict[str, type[SQLModel]] = {
    str(modele.__tablename__): modele for modele in (Passage, Signature, VersionFiche)
}
GENESE = ""


class Anomalie(NamedTuple):
    """Ce qui ne va pas, et où : la chaîne (une démarche, ou « commun ») et le numéro de ligne."""

    chaine: str
    numero: int
    quoi: str


class Verification(NamedTuple):
    """Le journal est intact si `anomalies` est vide."""

    lignes: int
    chaines: int
    sceaux: int
    anomalies: tuple[Anomalie, ...]


def verifier(session: Session, dossier: Path) -> Verification:
    """Relit tout le journal : chaque ligne, chaque lien, chaque fin, les sceaux gardés hors de la base.

    `dossier` : le dossier de données. Trouve une ligne altérée, manquante, ajoutée, et une ligne scellée
    (passage, signature, version de fiche) qui ne dit plus ce que le journal en a gardé.
    """
    sceaux, fins = _lire_les_sceaux(dossier), {t.chaine: t for t in tetes(session)}
    anomalies: list[Anomalie] = []
    nombre, vues = 0, set()
    creations: dict[tuple[str, str], dict[str, list[Any]]] = {}
    for chaine, lignes in groupby(lignes_par_chaine(session), key=lambda ligne: ligne.chaine):
        liste = list(lignes)
        nombre += len(liste)
        vues.add(chaine)
        anomalies += _fautes_de_la_chaine(chaine, liste, fins.get(chaine), sceaux.get(chaine, {}))
        creations |= {(x.nature, x.objet): x.champs for x in liste if _scelle(x)}
    anomalies += [_chaine_perdue(f) for c, f in fins.items() if c not in vues and f.numero]
    anomalies += _fautes_des_scellees(session, creations)
    return Verification(nombre, len(vues), sum(map(len, sceaux.values())), tuple(anomalies))


def _fautes_de_la_chaine(
    chaine: str, lignes: Sequence[LigneJournal], fin: TeteDeJournal | None, sceaux: dict[int, str]
) -> Iterator[Anomalie]:
    attendu, precedente, par_numero = 1, GENESE, {}
    for ligne in lignes:
        if ligne.numero != attendu:
            yield Anomalie(chaine, attendu, f"il manque {_intervalle(attendu, ligne.numero - 1)}")
        elif ligne.precedente != precedente:
            yield Anomalie(chaine, ligne.numero, "la ligne ne s'accroche plus à la précédente")
        if ligne.empreinte != empreinte_de(ligne.model_dump()):
            yield Anomalie(chaine, ligne.numero, "la ligne a été altérée")
        attendu, precedente = ligne.numero + 1, ligne.empreinte
        par_numero[ligne.numero] = ligne.empreinte
    if fin is None or (fin.numero, fin.empreinte) != (attendu - 1, precedente):
        yield Anomalie(chaine, attendu, "la fin du journal a été coupée ou prolongée hors de Jalons")
    for numero, empreinte in sceaux.items():
        if par_numero.get(numero) != empreinte:
            yield Anomalie(chaine, numero, "la ligne diffère du sceau gardé hors de la base")


def _intervalle(premier: int, dernier: int) -> str:
    return f"la ligne {premier}" if premier == dernier else f"les lignes {premier} à {dernier}"


def _chaine_perdue(fin: TeteDeJournal) -> Anomalie:
    return Anomalie(fin.chaine, 1, f"il manque {_intervalle(1, fin.numero)}")


def _scelle(ligne: LigneJournal) -> bool:
    return ligne.operation is Operation.CREATION and ligne.nature in SCELLEES


def _fautes_des_scellees(
    session: Session, creations: dict[tuple[str, str], dict[str, list[Any]]]
) -> Iterator[Anomalie]:
    for nature, modele in SCELLEES.items():
        presents = {str(o.id): o for o in session.exec(select(modele))}  # type: ignore[attr-defined]
        for (genre, identite), champs in creations.items():
            if genre != nature:
                continue
            objet = presents.get(identite)
            if objet is None:
                yield Anomalie(nature, 0, f"{identite} est au journal et n'est plus dans la base")
            elif faux := [c for c, (_, v) in champs.items() if valeur_gardee(getattr(objet, c)) != v]:
                ecart = ", ".join(faux)
                yield Anomalie(nature, 0, f"{identite} ne dit plus ce que le journal en a gardé ({ecart})")


def sceller(session: Session, dossier: Path, jour: date) -> Path:
    """Écrit hors de la base où en est chaque chaîne ce jour-là ; un sceau déjà posé n'est pas réécrit."""
    fichier = dossier / DOSSIER_DES_SCEAUX / f"{jour.isoformat()}.json"
    fichier.parent.mkdir(parents=True, exist_ok=True)
    if not fichier.exists():
        fins = {t.chaine: [t.numero, t.empreinte] for t in tetes(session) if t.numero}
        provisoire = fichier.with_suffix(".tmp")
        provisoire.write_text(json.dumps(fins, sort_keys=True), encoding="utf-8")
        provisoire.replace(fichier)
    return fichier


def _lire_les_sceaux(dossier: Path) -> dict[str, dict[int, str]]:
    sceaux: dict[str, dict[int, str]] = {}
    for fichier in sorted((dossier / DOSSIER_DES_SCEAUX).glob("*.json")):
        for chaine, (numero, empreinte) in json.loads(fichier.read_text(encoding="utf-8")).items():
            sceaux.setdefault(chaine, {})[numero] = empreinte
    return sceaux

"""Lire les fichiers de référence : toutes les anomalies d'un coup, aucune lecture partielle."""

import csv
import io
import re
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from modeles.erreurs import Obstacle
from modeles.reference.anomalies import anomalie, anomalies_de_forme
from modeles.reference.catalogues import CatalogueIndicateurs, FichierPartenaires
from modeles.reference.contrats import FichierTypesDeContrat
from modeles.reference.echelles import Echelle, FichierFermetures
from modeles.reference.historique import TableCalpae, TableCouverture, TableFichesPubliees
from modeles.reference.populations import TablePopulations
from modeles.reference.referentiels import Referentiel
from modeles.reference.socle import DocumentT
from modeles.reference.territoires import FichierRegion, FichierTypesDeTerritoire, TypeDeTerritoire

T = TypeVar("T")


class Lu(NamedTuple, Generic[T]):
    """Un document et le fichier d'où il vient, pour le nommer dans une anomalie."""

    fichier: str
    document: T


class Documents(NamedTuple):
    """Tout ce qui a été lu et dont la forme est juste."""

    types_de_territoire: list[Lu[FichierTypesDeTerritoire]]
    regions: list[Lu[FichierRegion]]
    referentiels: list[Lu[Referentiel]]
    types_de_contrat: list[Lu[FichierTypesDeContrat]]
    partenaires: list[Lu[FichierPartenaires]]
    catalogues: list[Lu[CatalogueIndicateurs]]
    calpae: list[Lu[TableCalpae]]
    fiches_publiees: list[Lu[TableFichesPubliees]]
    couverture: list[Lu[TableCouverture]]
    echelles: list[Lu[Echelle]]
    fermetures: list[Lu[FichierFermetures]]
    populations: list[Lu[TablePopulations]]


class Lecteur:
    """Lit les fichiers de plusieurs dossiers de même plan, et retient ce qui cloche."""

    def __init__(self, dossiers: Sequence[Path]) -> None:
        self.obstacles: list[Obstacle] = []
        self._restants = {
            chemin: f"{dossier.name}/{chemin.relative_to(dossier).as_posix()}"
            for dossier in dossiers
            for chemin in sorted(dossier.rglob("*"))
            if chemin.suffix in (".toml", ".csv")
        }
        self._racines = tuple(dossiers)
        for dossier in dossiers:
            if not dossier.is_dir():
                self.obstacles.append(
                    anomalie(str(dossier), "ce dossier n'existe pas", "Créez-le, ou ôtez ce réglage.")
                )

    def bruts(self, motif: str) -> list[Lu[dict[str, Any]]]:
        """Le contenu des fichiers d'un motif (« regions/*.toml »), avant toute vérification."""
        chemins = [c for racine in self._racines for c in sorted(racine.glob(motif)) if c in self._restants]
        lus = [(self._restants.pop(c), c) for c in chemins]
        contenus = [Lu(nom, self._contenu(nom, chemin)) for nom, chemin in lus]
        return [Lu(nom, contenu) for nom, contenu in contenus if contenu is not None]

    def lire(self, motif: str, modele: type[DocumentT]) -> list[Lu[DocumentT]]:
        """Les documents d'un motif dont la forme est juste."""
        return self.verifier(self.bruts(motif), modele)

    def verifier(self, bruts: Sequence[Lu[dict[str, Any]]], modele: type[DocumentT]) -> list[Lu[DocumentT]]:
        documents = []
        for nom, brut in bruts:
            try:
                documents.append(Lu(nom, modele.model_validate(brut)))
            except ValidationError as erreur:
                self.obstacles += anomalies_de_forme(nom, brut, erreur)
        return documents

    def signaler_les_inconnus(self) -> None:
        """Un fichier mal nommé serait ignoré sans bruit : on le dit."""
        self.obstacles += [
            anomalie(nom, "ce nom n'est pas celui d'un fichier de référence", "Renommez-le ou déplacez-le.")
            for nom in self._restants.values()
        ]

    def _contenu(self, nom: str, chemin: Path) -> dict[str, Any] | None:
        try:
            texte = chemin.read_text(encoding="utf-8-sig")
            if chemin.suffix == ".csv":
                return {"ligne": _lignes(texte)}
            return tomllib.loads(texte, parse_float=Decimal)
        except UnicodeDecodeError:
            self.obstacles.append(anomalie(nom, "le fichier n'est pas en UTF-8"))
        except csv.Error:
            self.obstacles.append(anomalie(nom, "une ligne de la table est illisible"))
        except tomllib.TOMLDecodeError as erreur:
            ou = re.search(r"line (\d+), column (\d+)", str(erreur))
            place = f"ligne {ou[1]}, colonne {ou[2]}" if ou else "à la fin du fichier"
            self.obstacles.append(anomalie(nom, f"l'écriture TOML est fausse ({place})"))
        return None


def charger(dossiers: Sequence[Path]) -> tuple[Documents, list[Obstacle]]:
    """Tous les documents des dossiers, et toutes les anomalies de forme."""
    lecteur = Lecteur(dossiers)
    types = lecteur.lire("types_de_territoire.toml", FichierTypesDeTerritoire)
    par_code = {t.code: t for lu in types for t in lu.document.types}
    regions = [Lu(nom, _completer(brut, par_code)) for nom, brut in lecteur.bruts("regions/*.toml")]
    documents = Documents(
        types_de_territoire=types,
        regions=lecteur.verifier(regions, FichierRegion),
        referentiels=lecteur.lire("referentiels/*.toml", Referentiel),
        types_de_contrat=lecteur.lire("types_de_contrat.toml", FichierTypesDeContrat),
        partenaires=lecteur.lire("partenaires.toml", FichierPartenaires),
        catalogues=lecteur.lire("indicateurs/*.toml", CatalogueIndicateurs),
        calpae=lecteur.lire("historique/calpae_*.csv", TableCalpae),
        fiches_publiees=lecteur.lire("historique/fiches_*.csv", TableFichesPubliees),
        couverture=lecteur.lire("historique/couverture_*.csv", TableCouverture),
        echelles=lecteur.lire("relances/echelle*.toml", Echelle),
        fermetures=lecteur.lire("relances/fermetures*.toml", FichierFermetures),
        populations=lecteur.lire("populations/*.csv", TablePopulations),
    )
    lecteur.signaler_les_inconnus()
    return documents, lecteur.obstacles


def _lignes(texte: str) -> list[dict[str, Any]]:
    lecteur = csv.DictReader(io.StringIO(texte, newline=""), delimiter=";", restkey="cellules en trop")
    return [{c: v for c, v in ligne.items() if v} for ligne in lecteur]


def _completer(brut: dict[str, Any], types: Mapping[str, TypeDeTerritoire]) -> dict[str, Any]:
    """Donne à chaque territoire sa région et ce que son type a en commun."""
    region, territoires = brut.get("region"), brut.get("territoire")
    code = region.get("code") if isinstance(region, dict) else None
    if not types or not isinstance(territoires, list) or not isinstance(code, str):
        return brut
    complets = [_heriter(t, types) | {"region": code} if isinstance(t, dict) else t for t in territoires]
    return {**brut, "territoire": complets}


def _heriter(territoire: dict[str, Any], types: Mapping[str, TypeDeTerritoire]) -> dict[str, Any]:
    # Un type inconnu est une anomalie à lui seul : on hérite d'un autre pour ne pas en annoncer six de plus.
    commun = types.get(str(territoire.get("type"))) or next(iter(types.values()))
    du, nom = str(territoire.get("du", "?")), str(territoire.get("nom", "?"))
    herite = commun.model_dump(exclude={"code", "libelle"}, exclude_none=True)
    textes = {
        champ: valeur.replace("{du}", du).replace("{nom}", nom) if isinstance(valeur, str) else valeur
        for champ, valeur in herite.items()
    }
    return {**textes, **territoire}

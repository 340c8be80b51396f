"""Le registre : les données de référence, contrôlées, prêtes à être interrogées."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from modeles.configuration import configuration
from modeles.reference.anomalies import ReferenceInvalide
from modeles.reference.catalogues import (
    CatalogueIndicateurs,
    DefinitionIndicateur,
    StatutCatalogue,
    TypeDePartenaire,
)
from modeles.reference.chargement import Documents, charger
from modeles.reference.contrats import TypeDeContrat
from modeles.reference.controles import controler
from modeles.reference.echelles import Echelle, Fermeture
from modeles.reference.ecritures import ecritures_du_territoire
from modeles.reference.historique import CouverturePubliee, FichePubliee, LigneCalpae
from modeles.reference.populations import Population, derniere_connue
from modeles.reference.recherche import retrouver
from modeles.reference.referentiels import Referentiel
from modeles.reference.territoires import Region, Territoire, TypeDeTerritoire
from modeles.vocabulaire_annuel import GenreCampagne
from modeles.vocabulaire_relances import UsageDEchelle

DOSSIER_LIVRE = Path(__file__).resolve().parent.parent / "donnees"


@dataclass(frozen=True)
class Registre:
    """Tout ce qui ne change qu'avec un fichier. Les tables sont dans l'ordre des fichiers."""

    types_de_territoire: Mapping[str, TypeDeTerritoire]
    regions: Mapping[str, Region]
    territoires: Mapping[str, Territoire]
    referentiels: Mapping[str, Referentiel]
    types_de_contrat: Mapping[str, TypeDeContrat]
    partenaires: Mapping[str, TypeDePartenaire]
    catalogues: Mapping[str, CatalogueIndicateurs]
    calpae: tuple[LigneCalpae, ...]
    fiches_publiees: tuple[FichePubliee, ...]
    couverture: tuple[CouverturePubliee, ...]
    echelles: Mapping[tuple[str | None, GenreCampagne | UsageDEchelle | None], Echelle]
    fermetures: tuple[Fermeture, ...]
    populations: tuple[Population, ...]

    def territoire(self, code: str) -> Territoire:
        """Le territoire de ce code exact. Lève `Introuvable`."""
        return self.territoires.get(code) or retrouver(self.territoires, code, "le territoire")

    def trouver_territoire(self, texte: str) -> Territoire:
        """Le territoire de ce code, de ce nom ou de cet alias. Lève `Introuvable`, avec les noms proches."""
        return retrouver(self._ecritures, texte, "le territoire")

    def territoires_de(self, region: str) -> tuple[Territoire, ...]:
        """Les territoires contractants d'une région, départements d'abord. Lève `Introuvable`."""
        code = self.region(region).code
        return tuple(t for t in self.territoires.values() if t.region == code and t.contractant)

    def departement_de(self, territoire: Territoire) -> Territoire:
        """Le département dont le préfet signe : celui d'une intercommunalité, ou le territoire lui-même."""
        return self.territoires[territoire.departement] if territoire.departement else territoire

    def region(self, code: str) -> Region:
        """La région de ce code. Lève `Introuvable`."""
        return retrouver(self.regions, code, "la région")

    def referentiel(self, millesime: str) -> Referentiel:
        """Le référentiel de ce millésime (« pacte_2024 »). Lève `Introuvable`."""
        return retrouver(self.referentiels, millesime, "le référentiel")

    def type_de_contrat(self, code: str) -> TypeDeContrat:
        """Les réglages de ce type de contrat (« cls »). Lève `Introuvable`."""
        return retrouver(self.types_de_contrat, code, "le type de contrat")

    def partenaire(self, texte: str) -> TypeDePartenaire:
        """Le type de partenaire de ce code, sigle, libellé ou alias. Lève `Introuvable`."""
        ecritures = {
            e: p for p in self.partenaires.values() for e in (p.libelle, p.code, p.sigle, *p.alias) if e
        }
        return retrouver(ecritures, texte, "le type de partenaire")

    def indicateurs(
        self, sous_axe: str | None = None, statut: StatutCatalogue | None = None
    ) -> tuple[DefinitionIndicateur, ...]:
        """Les indicateurs proposables : ceux du sous-axe et ceux qui conviennent à toutes les fiches."""
        return tuple(
            i
            for catalogue in self.catalogues.values()
            if statut in (None, catalogue.statut)
            for i in catalogue.indicateurs
            if sous_axe is None or i.sous_axe in (None, sous_axe)
        )

    def echelle(self, region: str, genre: GenreCampagne) -> Echelle:
        """Les relances de cette région pour cette sorte de campagne ; à défaut, celles de la région, puis de tous."""
        choix = ((region, genre), (region, None), (None, genre), (None, None))
        return next(self.echelles[pour] for pour in choix if pour in self.echelles)

    def echelle_des_echeances(self, region: str, usage: UsageDEchelle) -> Echelle:
        """Les rappels de cette région hors des campagnes ; à défaut, ceux de tous."""
        return self.echelles.get((region, usage)) or self.echelles[None, usage]

    def fermetures_de(self, region: str) -> tuple[Fermeture, ...]:
        """Les périodes où rien ne part dans cette région."""
        return tuple(f for f in self.fermetures if f.region in (None, region))

    def population(
        self, code: str, *, territoire: str | None = None, region: str | None = None
    ) -> Population | None:
        """La population de référence d'un territoire ou d'une région, au dernier millésime ; None si inconnue."""
        return derniere_connue(self.populations, code, (territoire, region))

    def definition(self, code: str) -> DefinitionIndicateur | None:
        """L'indicateur de ce code, s'il est à l'un des catalogues ; une fiche peut en avoir d'autres."""
        catalogue = self.catalogue_de(code)
        return next((i for i in catalogue.indicateurs if i.code == code), None) if catalogue else None

    def catalogue_de(self, code: str) -> CatalogueIndicateurs | None:
        """Le catalogue dont vient l'indicateur de ce code, qui en dit le statut (officiel, local…)."""
        return self._catalogues_par_indicateur.get(code)

    @cached_property
    def _catalogues_par_indicateur(self) -> dict[str, CatalogueIndicateurs]:
        return {i.code: c for c in self.catalogues.values() for i in c.indicateurs}

    @cached_property
    def _ecritures(self) -> dict[str, Territoire]:
        return {e: t for t in self.territoires.values() for e in ecritures_du_territoire(t)}


def registre(dossier_supplementaire: Path | None = None) -> Registre:
    """Les données livrées, complétées par celles du dossier supplémentaire (par défaut, JALONS_REFERENCE).

    Le dossier a le plan de `modeles/donnees` : une région nouvelle est un fichier à y déposer. Lève
    `ReferenceInvalide` avec toutes les anomalies de tous les fichiers.
    """
    return _registre(dossier_supplementaire or configuration().reference)


@lru_cache
def _registre(dossier_supplementaire: Path | None) -> Registre:
    dossiers = (DOSSIER_LIVRE, dossier_supplementaire) if dossier_supplementaire else (DOSSIER_LIVRE,)
    documents, anomalies = charger(dossiers)
    anomalies += controler(documents)
    if anomalies:
        raise ReferenceInvalide(anomalies)
    return _rassembler(documents)


def _rassembler(documents: Documents) -> Registre:
    return Registre(
        types_de_territoire={t.code: t for _, d in documents.types_de_territoire for t in d.types},
        regions={d.region.code: d.region for _, d in documents.regions},
        territoires={t.code: t for _, d in documents.regions for t in d.territoires},
        referentiels={d.millesime: d for _, d in documents.referentiels},
        types_de_contrat={t.code: t for _, d in documents.types_de_contrat for t in d.types},
        partenaires={p.code: p for _, d in documents.partenaires for p in d.partenaires},
        catalogues={d.code: d for _, d in documents.catalogues},
        calpae=tuple(ligne for _, d in documents.calpae for ligne in d.lignes),
        fiches_publiees=tuple(ligne for _, d in documents.fiches_publiees for ligne in d.lignes),
        couverture=tuple(ligne for _, d in documents.couverture for ligne in d.lignes),
        # Le dossier supplémentaire est lu en dernier : son échelle remplace celle qui est livrée.
        echelles={d.pour: d for _, d in documents.echelles},
        fermetures=tuple(f for _, d in documents.fermetures for f in d.fermetures),
        populations=tuple(p for _, d in documents.populations for p in d.lignes),
    )

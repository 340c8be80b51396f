"""Ce qu'un fichier seul ne peut pas savoir : les renvois d'un fichier à l'autre, les doublons, les alias."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from modeles.erreurs import Obstacle
from modeles.reference.anomalies import anomalie
from modeles.reference.chargement import Documents, Lu
from modeles.reference.contrats import TypeDeContrat
from modeles.reference.ecritures import ecritures_du_territoire
from modeles.reference.referentiels import Referentiel
from modeles.reference.socle import cle
from modeles.reference.territoires import Regime, Region, Territoire
from modeles.vocabulaire_relances import UsageDEchelle


def controler(documents: Documents) -> list[Obstacle]:
    """Toutes les incohérences entre fichiers."""
    territoires = [Lu(nom, t) for nom, doc in documents.regions for t in doc.territoires]
    return list(
        chain(
            _doublons(documents, territoires),
            _regions_divergentes(documents),
            _ecritures_ambigues(territoires),
            _territoires(documents, territoires),
            _types_de_contrat(documents),
            _catalogues(documents),
            _historique(documents, {t.code for _, t in territoires}),
            _populations(documents, {t.code for _, t in territoires}),
            _relances(documents),
        )
    )


def _doublons(documents: Documents, territoires: list[Lu[Territoire]]) -> Iterator[Obstacle]:
    familles: dict[str, Iterable[tuple[str, str]]] = {
        "le territoire": ((nom, t.code) for nom, t in territoires),
        "le type de territoire": ((n, t.code) for n, d in documents.types_de_territoire for t in d.types),
        "le référentiel": ((n, d.millesime) for n, d in documents.referentiels),
        "le type de contrat": ((n, t.code) for n, d in documents.types_de_contrat for t in d.types),
        "le partenaire": ((n, p.code) for n, d in documents.partenaires for p in d.partenaires),
        "le catalogue": ((n, d.code) for n, d in documents.catalogues),
        "l'indicateur": ((n, i.code) for n, d in documents.catalogues for i in d.indicateurs),
    }
    for quoi, codes in familles.items():
        vus: dict[str, str] = {}
        for nom, code in codes:
            if code in vus:
                yield anomalie(nom, f"{quoi} « {code} » est déjà décrit dans {vus[code]}")
            vus.setdefault(code, nom)


def _regions_divergentes(documents: Documents) -> Iterator[Obstacle]:
    """Deux fichiers peuvent compléter une région, à condition de la décrire de même."""
    premieres: dict[str, Lu[Region]] = {}
    for nom, doc in documents.regions:
        premiere = premieres.setdefault(doc.region.code, Lu(nom, doc.region))
        if premiere.document != doc.region:
            code = doc.region.code
            yield anomalie(nom, f"la région « {code} » est décrite autrement dans {premiere.fichier}")


def _ecritures_ambigues(territoires: list[Lu[Territoire]]) -> Iterator[Obstacle]:
    porteurs: dict[str, dict[str, str]] = defaultdict(dict)
    for nom, t in territoires:
        for ecriture in ecritures_du_territoire(t):
            porteurs[cle(ecriture)].setdefault(t.code, nom)
    for ecriture, codes in porteurs.items():
        if len(codes) > 1:
            *_, dernier = codes.values()
            qui = ", ".join(codes)
            yield anomalie(dernier, f"l'écriture « {ecriture} » désigne plusieurs territoires : {qui}")


def _territoires(documents: Documents, territoires: list[Lu[Territoire]]) -> Iterator[Obstacle]:
    codes = {t.code for _, t in territoires}
    types = {t.code for _, d in documents.types_de_territoire for t in d.types}
    services = {p.code for _, d in documents.partenaires for p in d.partenaires}
    for nom, t in territoires:
        cites = (
            ("type", t.type, types),
            ("departement", t.departement, codes),
            ("exerce_par", t.exerce_par, codes),
            ("service_etat", t.service_etat, services),
        )
        fautes = [f"champ « {c} » : « {v} » n'existe pas" for c, v, connus in cites if v and v not in connus]
        if t.regime is Regime.CGCT_EPCI and not t.departement:
            fautes.append("champ « departement » : une intercommunalité nomme le sien")
        if not t.contractant and not t.exerce_par:
            fautes.append("champ « exerce_par » : un territoire qui ne contracte pas nomme qui le fait")
        yield from (anomalie(nom, f"territoire « {t.code} », {faute}") for faute in fautes)


def _types_de_contrat(documents: Documents) -> Iterator[Obstacle]:
    referentiels = {d.millesime: d for _, d in documents.referentiels}
    types = {t.code for _, d in documents.types_de_territoire for t in d.types}
    for nom, doc in documents.types_de_contrat:
        for t in doc.types:
            inconnus = [c for c in t.types_de_territoire if c not in types]
            for faute in (*(f"le type de territoire « {c} »" for c in inconnus), *_renvois(t, referentiels)):
                yield anomalie(nom, f"type de contrat « {t.code} » : {faute} n'existe pas")


def _renvois(type_de_contrat: TypeDeContrat, referentiels: dict[str, Referentiel]) -> Iterator[str]:
    """Ce qu'un type de contrat cite et que son référentiel n'a pas."""
    if type_de_contrat.referentiel is None:
        return
    referentiel = referentiels.get(type_de_contrat.referentiel)
    if referentiel is None:
        yield f"le référentiel « {type_de_contrat.referentiel} »"
        return
    axes = {a.code for a in referentiel.axes}
    numerotations = {None, *(n.code for n in referentiel.numerotations)}
    cites = dict.fromkeys((*type_de_contrat.axes, *type_de_contrat.axes_convention_unique))
    yield from (f"l'axe « {a} »" for a in cites if a not in axes)
    for n in (type_de_contrat.numerotation, type_de_contrat.numerotation_convention_unique):
        if n not in numerotations:
            yield f"la numérotation « {n} »"


def _catalogues(documents: Documents) -> Iterator[Obstacle]:
    sous_axes = {d.millesime: {s.code for s in d.sous_axes} for _, d in documents.referentiels}
    for nom, catalogue in documents.catalogues:
        codes = {i.code for i in catalogue.indicateurs}
        if catalogue.referentiel and catalogue.referentiel not in sous_axes:
            yield anomalie(nom, f"le référentiel « {catalogue.referentiel} » n'existe pas")
            continue
        connus = sous_axes.get(catalogue.referentiel or "", set())
        for i in catalogue.indicateurs:
            if i.sous_axe and i.sous_axe not in connus:
                yield anomalie(nom, f"indicateur « {i.code} » : le sous-axe « {i.sous_axe} » n'existe pas")
            for renvoi in (r for r in i.renvois if r not in codes):
                yield anomalie(nom, f"indicateur « {i.code} » : l'indicateur « {renvoi} » n'existe pas")


def _historique(documents: Documents, territoires: set[str]) -> Iterator[Obstacle]:
    axes = {(d.millesime, a.code) for _, d in documents.referentiels for a in d.axes}
    sous_axes = {(d.millesime, s.code) for _, d in documents.referentiels for s in d.sous_axes}
    cites = chain(
        ((n, x.territoire) for n, d in documents.calpae for x in d.lignes),
        ((n, x.territoire) for n, d in documents.fiches_publiees for x in d.lignes),
        ((n, t) for n, d in documents.couverture for x in d.lignes for t in x.territoires),
    )
    yield from (anomalie(n, f"le territoire « {t} » n'existe pas") for n, t in cites if t not in territoires)
    nomenclature = chain(
        ((n, x.referentiel, x.sous_axe_publie) for n, d in documents.fiches_publiees for x in d.lignes),
        ((n, x.referentiel, x.sous_axe) for n, d in documents.fiches_publiees for x in d.lignes),
        ((n, x.referentiel, x.sous_axe or x.axe) for n, d in documents.couverture for x in d.lignes),
    )
    for nom, millesime, code in dict.fromkeys(nomenclature):
        if (millesime, code) not in axes | sous_axes:
            yield anomalie(nom, f"l'axe ou le sous-axe « {code} » n'existe pas dans « {millesime} »")


def _populations(documents: Documents, territoires: set[str]) -> Iterator[Obstacle]:
    regions = {d.region.code for _, d in documents.regions}
    vues: dict[tuple[object, ...], str] = {}
    for nom, table in documents.populations:
        for p in table.lignes:
            if p.territoire and p.territoire not in territoires:
                yield anomalie(nom, f"le territoire « {p.territoire} » n'existe pas")
            if p.region and p.region not in regions:
                yield anomalie(nom, f"la région « {p.region} » n'existe pas")
            ligne = (p.population, *p.ou, p.millesime)
            if ligne in vues:
                lieu = p.territoire or p.region
                yield anomalie(
                    nom, f"« {p.population} » de {lieu} en {p.millesime} est déjà dans {vues[ligne]}"
                )
            vues.setdefault(ligne, nom)


def _relances(documents: Documents) -> Iterator[Obstacle]:
    regions = {d.region.code for _, d in documents.regions}
    vues: dict[tuple[str, object], str] = {}
    for nom, echelle in documents.echelles:
        # Un dossier en remplace un autre ; dans un même dossier, deux échelles pour la même chose se contredisent.
        cle_d_usage = (nom.partition("/")[0], echelle.pour)
        if cle_d_usage in vues:
            yield anomalie(nom, f"cette échelle s'applique à la même chose que {vues[cle_d_usage]}")
        vues.setdefault(cle_d_usage, nom)
    cites = chain(
        ((n, e.region) for n, e in documents.echelles),
        ((n, f.region) for n, d in documents.fermetures for f in d.fermetures),
    )
    yield from (anomalie(n, f"la région « {r} » n'existe pas") for n, r in cites if r and r not in regions)
    if not any(e.pour == (None, None) for _, e in documents.echelles):
        yield anomalie("relances", "aucune échelle ne vaut pour toutes les régions")
    for usage in UsageDEchelle:
        if not any(e.pour == (None, usage) for _, e in documents.echelles):
            yield anomalie("relances", f"aucune échelle « {usage.value} » ne vaut pour toutes les régions")

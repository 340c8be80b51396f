"""Installer le gabarit d'une région, ou revenir en arrière : chaque version est gardée, avec qui et quand."""

from typing import NamedTuple

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from documents.gabarits import Gabarits, Modifiable
from documents.verification import verifier
from modeles.base import lecture, unite_de_travail
from modeles.erreurs import ErreurMetier, Introuvable
from modeles.gabarit import TOUTES_LES_REGIONS, VersionGabarit
from modeles.journalisation import signer
from modeles.reference.registre import registre
from modeles.requetes_gabarits import regions_avec_gabarits, versions_de_gabarits
from workflows.commandes.bordereau import Auteur


class Portee(NamedTuple):
    """Quel gabarit, et pour quelle région ; la région vide est celle de toutes."""

    gabarit: Modifiable
    region: str


class VersionDejaPrise(ErreurMetier):
    """Deux personnes ont installé le même gabarit au même instant ; la seconde recommence."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"Le gabarit {code} n'a pas été changé.",
            "Une autre personne vient de l'installer, au même instant.",
            "Regardez sa version (jalons gabarits lister), puis recommencez.",
        )


def portee(gabarit: Modifiable, region: str | None) -> Portee:
    """Lève `Introuvable` si la région n'existe pas."""
    return Portee(gabarit, registre().region(region).code if region else TOUTES_LES_REGIONS)


def installer(octets: bytes, nom: str, ou: Portee, gabarits: Gabarits, auteur: Auteur) -> VersionGabarit:
    """Vérifie le fichier, le range, et en fait la version en vigueur.

    Lève `FichierIllisible` ou `GabaritRefuse` ; rien n'est alors changé.
    """
    controler(octets, nom, ou, gabarits)
    empreinte = gabarits.depot.ranger(octets)
    with unite_de_travail() as session:
        return _inscrire(session, ou, empreinte, auteur)


def controler(octets: bytes, nom: str, ou: Portee, gabarits: Gabarits) -> None:
    """Le fichier parmi les gabarits en vigueur de chaque région qu'il servirait.

    Une région qui a les siens peut inclure celui-ci, ou être incluse : elle est essayée aussi.
    """
    with lecture() as session:
        regions = [ou.region] if ou.region else [TOUTES_LES_REGIONS, *regions_avec_gabarits(session)]
        jeux = dict.fromkeys(gabarits.dossier(session, region) for region in regions)
    for jeu in jeux:
        verifier(octets, nom, ou.gabarit, jeu)


def retablir(ou: Portee, version: int | None, gabarits: Gabarits, auteur: Auteur) -> VersionGabarit:
    """Remet en vigueur une version installée ; sans `version`, ce que l'on avait sans en installer aucune.

    Revenir inscrit une version nouvelle. Lève `Introuvable` si la version n'existe pas ou s'il n'y a rien à défaire,
    `GabaritRefuse` si elle ne convient plus aux données d'aujourd'hui.
    """
    with lecture() as session:
        empreinte = _empreinte_a_retablir(_versions(session, ou), ou, version)
    if empreinte:
        controler(gabarits.depot.lire(empreinte), ou.gabarit.fichier, ou, gabarits)
    with unite_de_travail() as session:
        return _inscrire(session, ou, empreinte, auteur)


def _empreinte_a_retablir(siennes: list[VersionGabarit], ou: Portee, version: int | None) -> str:
    if not siennes:
        raise _rien_d_installe(ou)
    empreintes = {v.version: v.empreinte for v in siennes}
    if version is None:
        return ""
    if version not in empreintes:
        raise Introuvable(
            f"Le gabarit {ou.gabarit.code} n'a pas de version {version}.",
            f"Ses versions : {', '.join(map(str, empreintes))}.",
            "Choisissez l'une d'elles, ou aucune pour revenir à l'original.",
        )
    return empreintes[version]


def _inscrire(session: Session, ou: Portee, empreinte: str, auteur: Auteur) -> VersionGabarit:
    signer(session, auteur.par)
    version = VersionGabarit(
        code=ou.gabarit.code,
        region=ou.region,
        version=max((v.version for v in _versions(session, ou)), default=0) + 1,
        empreinte=empreinte,
        par=auteur.par,
        installe_le=auteur.saisi_le,
    )
    session.add(version)
    try:
        session.flush()
    except IntegrityError as erreur:
        raise VersionDejaPrise(ou.gabarit.code) from erreur
    return version


def _versions(session: Session, ou: Portee) -> list[VersionGabarit]:
    return [v for v in versions_de_gabarits(session, ou.gabarit.code) if v.region == ou.region]


def _rien_d_installe(ou: Portee) -> Introuvable:
    qui = f"La région « {registre().region(ou.region).nom} »" if ou.region else "Personne"
    return Introuvable(
        f"Le gabarit {ou.gabarit.code} est déjà l'original.",
        f"{qui} n'en a installé aucune version.",
        "Rien n'est à rétablir.",
    )

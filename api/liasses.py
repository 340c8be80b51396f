"""Une liasse demandée par une porte : quels territoires, quels documents, avec ou sans brouillons."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

from sqlmodel import Session

from api.brouillons import brouillons_de
from api.fichiers import nom_du_pdf, pdf_de
from api.gabarits import dossier_des_gabarits
from documents.depot import Depot
from documents.formats import octets_lisibles
from documents.liasse import dernieres_versions, reunir
from documents.production import TYPE_MIME, chemin_lisible, dossier_lisible
from documents.repertoire import REPERTOIRE
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.erreurs import Introuvable, SaisieInvalide
from modeles.reference.registre import registre
from modeles.requetes import demarches, documents_choisis
from workflows.documents_attendus import codes_de_l_etape

OCTETS_AU_PLUS = 400_000_000
DOSSIER_DES_BROUILLONS = "Brouillons"


class Choix(NamedTuple):
    """`territoires` : des codes. Sans `codes`, tous les documents ; des brouillons, ceux de l'étape."""

    territoires: Collection[str]
    codes: Collection[str] = ()
    brouillons: bool = False
    pdf: bool = False


class Liasse(NamedTuple):
    octets: bytes
    documents: int
    brouillons: int


def territoires_demandes(session: Session, textes: Iterable[str], region: str | None = None) -> list[str]:
    """Les codes des territoires nommés, ou de ceux de la région, ou de tous ceux qui ont une démarche.

    Lève `Introuvable`.
    """
    if nommes := [registre().trouver_territoire(texte).code for texte in textes]:
        return nommes
    code = registre().region(region).code if region else None
    return [d.territoire_code for d in demarches(session, code)]


def composer_la_liasse(session: Session, choix: Choix, le: date) -> Liasse:
    """La dernière version de chaque document choisi, et les brouillons si on les veut, en une archive.

    Lève `Introuvable` s'il n'y a rien, `SaisieInvalide` si ce serait trop gros ou si un code n'existe pas.
    """
    codes = _codes_connus(choix.codes)
    voulus = dernieres_versions(documents_choisis(session, choix.territoires, codes))
    _exiger_une_taille_raisonnable(voulus)
    brouillons = dict(_brouillons(session, choix, codes, le)) if choix.brouillons else {}
    if not voulus and not brouillons:
        raise Introuvable(
            "Il n'y a aucun document à réunir.",
            "Ces territoires n'en ont pas encore, ou pas de ces codes.",
            "Vérifiez les territoires et les codes demandés : jalons etat.",
        )
    ajoutes = brouillons | (dict(_pdf(voulus)) if choix.pdf else {})
    octets = reunir(voulus, Depot(configuration().donnees), ajoutes)
    return Liasse(octets, len(voulus), len(brouillons))


def _codes_connus(codes: Iterable[str]) -> set[str]:
    demandes = {code.upper() for code in codes}
    deposes = {"D16S"}
    if inconnus := sorted(demandes - set(REPERTOIRE) - deposes):
        raise SaisieInvalide(
            "Ces documents ne peuvent pas être réunis.",
            f"Aucun n'a le code {', '.join(i[:20] for i in inconnus)}.",
            "« jalons gabarits lister » donne tous les codes.",
        )
    return demandes


def _exiger_une_taille_raisonnable(documents: Sequence[Document]) -> None:
    total = sum(d.taille_octets for d in documents)
    if total > OCTETS_AU_PLUS:
        raise SaisieInvalide(
            "Cette liasse serait trop grosse.",
            f"Elle réunirait {octets_lisibles(total)} ; la limite est {octets_lisibles(OCTETS_AU_PLUS)}.",
            "Choisissez moins de territoires, ou moins de documents.",
        )


def _brouillons(
    session: Session, choix: Choix, codes: Collection[str], le: date
) -> Iterator[tuple[PurePosixPath, bytes]]:
    for demarche in demarches(session):
        if demarche.territoire_code in choix.territoires:
            yield from _brouillons_de(session, demarche, codes, le)


def _brouillons_de(
    session: Session, demarche: Demarche, codes: Collection[str], le: date
) -> Iterator[tuple[PurePosixPath, bytes]]:
    gabarits = dossier_des_gabarits(session, demarche.territoire.region)
    dossier = dossier_lisible(demarche, demarche.etape) / DOSSIER_DES_BROUILLONS
    for code in codes or codes_de_l_etape(demarche.etape):
        for brouillon in brouillons_de(demarche, code, le, gabarits):
            yield dossier / brouillon.nom, brouillon.octets


def _pdf(documents: Sequence[Document]) -> Iterator[tuple[PurePosixPath, bytes]]:
    en_word = [d for d in documents if d.type_mime == TYPE_MIME]
    for document, octets in zip(en_word, pdf_de(en_word), strict=True):
        yield chemin_lisible(document.demarche, document).with_name(nom_du_pdf(document)), octets

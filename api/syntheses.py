"""La synthèse régionale, composée à la demande depuis les fiches de la base."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from api.gabarits import dossier_des_gabarits
from documents.a_la_demande import composer_a_la_demande
from documents.contextes.synthese_regionale import construire_synthese_regionale
from documents.production import nom_de_fichier
from modeles.reference.registre import registre
from modeles.requetes import demarches


class Synthese(NamedTuple):
    nom_fichier: str
    octets: bytes


def synthese_regionale(session: Session, region: str, le: date) -> Synthese:
    """Le document D15 de la région de ce code, arrêté au jour `le`. Lève `Introuvable`."""
    code = registre().region(region).code
    contexte = construire_synthese_regionale(code, demarches(session, code), le)
    compose = composer_a_la_demande("D15", contexte, le, dossier_des_gabarits(session, code))
    return Synthese(nom_de_fichier(le, "D15", code, "synthèse régionale", 1), compose.octets)

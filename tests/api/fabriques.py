"""Des dossiers écrits droit dans la base, quand passer par la porte serait long."""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlmodel import select

from documents.depot import Depot
from modeles.base import unite_de_travail
from modeles.colonnes import maintenant
from modeles.demarche import Demarche
from modeles.echeance import Echeance
from modeles.etapes import Geste
from modeles.reference.registre import registre
from modeles.vocabulaire import Partie
from tests.fabriques import un_document
from workflows.dossier import avancer, creer_demarche
from workflows.regles.commun import Circonstances

ENTREE, SUSPENSION = date(2024, 1, 10), date(2024, 1, 20)
OCTETS = b"PK un document"


def creer_des_demarches(nombre: int, apres: int = 0) -> list[str]:
    """Crée des démarches suspendues, avec chacune une échéance : une par territoire de France, puis une autre."""
    codes = [t.code for t in registre().territoires.values() if t.contractant]
    choisis = [(codes[rang % len(codes)], rang // len(codes)) for rang in range(apres, apres + nombre)]
    for code, tour in choisis:
        with unite_de_travail() as session:
            if tour:
                demarche = Demarche(territoire_code=code, annee_debut=2024 - tour, depuis_le=ENTREE)
                session.add(demarche)
                session.flush()
            else:
                demarche = creer_demarche(session, code, ENTREE)
            faits = Circonstances("Camille Exemple", SUSPENSION, maintenant(), "Élections")
            passage = avancer(session, demarche.id, Geste.SUSPENDRE, {"jusqu_au": "2024-06-30"}, faits)
            session.add(
                Echeance(
                    demarche_id=demarche.id,
                    passage_id=passage.id,
                    cle_effet=f"{passage.id}:essai",
                    libelle="Reprendre la démarche",
                    le=date(2024, 6, 30),
                    a_qui=Partie.ETAT,
                    attend="reserve:essai",
                )
            )
    return [code for code, _ in choisis]


def deposer_un_document(dossier: Path, code: str = "32", version: int = 1) -> str:
    """Ajoute une version de compte rendu au territoire ; rend son identifiant."""
    with unite_de_travail() as session:
        demarche = session.exec(select(Demarche).where(Demarche.territoire_code == code)).one()
        document = un_document(
            demarche,
            code="D04",
            titre="Compte rendu",
            objet="comité n° 1",
            version=version,
            date_document=date(2024, 2, version),
            nom_fichier=f"Compte rendu « été » v{version}.docx",
            taille_octets=len(OCTETS),
            empreinte_fichier=Depot(dossier).ranger(OCTETS),
            produit_le=datetime(2024, 2, version, tzinfo=UTC),
        )
        session.add(document)
        return str(document.id)

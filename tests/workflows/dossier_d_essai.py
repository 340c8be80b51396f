"""Le Gers, ouvert, avec un comité de lancement programmé : le dossier de plusieurs essais."""

from datetime import date
from uuid import UUID

from modeles.base import unite_de_travail
from modeles.colonnes import maintenant
from modeles.demarche import Passage
from modeles.etapes import Geste
from tests.fabriques import des_faits
from workflows.commandes.bordereau import Auteur
from workflows.dossier import avancer, creer_demarche, enregistrer

LE_6_JANVIER = date(2025, 1, 6)
REUNION = {
    "nature": "comite_lancement",
    "prevue_le": "2025-02-20",
    "heure": "14:30",
    "lieu": "Préfecture, Auch",
    "reponse_avant_le": "2025-02-10",
    "points": [{"intitule": "Méthode et calendrier", "nature": "decision"}],
    "participants": [
        {"partie": "etat", "organisme": "Préfecture", "nom": "A. EXEMPLE", "preside": True},
        {"partie": "collectivite", "organisme": "Département", "nom": "B. EXEMPLE", "preside": True},
    ],
}


def ouvrir_le_gers() -> UUID:
    """Crée la démarche, saisit ses contacts et ses axes, l'ouvre, programme le comité."""
    auteur = Auteur("Camille Exemple", LE_6_JANVIER, maintenant())
    with unite_de_travail() as session:
        demarche = creer_demarche(session, "gers", LE_6_JANVIER)
        for partie, civilite in (("etat", "madame"), ("collectivite", "monsieur")):
            for role in ("referent", "signataire"):
                contact = {
                    "partie": partie,
                    "role": role,
                    "civilite": civilite,
                    "nom": "EXEMPLE",
                    "fonction": "directrice",
                    "organisme": "Service fictif",
                    "courriel": f"{role}.{partie}@exemple.invalid",
                }
                enregistrer(session, demarche.id, "contact", contact, auteur)
        axes = [{"axe": axe, "numero": n} for n, axe in enumerate(("ENFANCE", "DROITS", "TRANSITION"), 1)]
        enregistrer(session, demarche.id, "axes", {"axes": axes}, auteur)
        enregistrer(session, demarche.id, "enveloppe_inconnue", {}, auteur)
        avancer(session, demarche.id, Geste.OUVRIR, {}, des_faits(LE_6_JANVIER))
        enregistrer(session, demarche.id, "reunion", REUNION, auteur)
    return demarche.id


def convoquer(demarche_id: UUID, cle: str | None = None) -> Passage:
    """Convoque le comité de lancement, dans les délais."""
    with unite_de_travail() as session:
        faits = des_faits(date(2025, 1, 30), cle_demande=cle)
        return avancer(session, demarche_id, Geste.CONVOQUER, {"reunion": 1}, faits)

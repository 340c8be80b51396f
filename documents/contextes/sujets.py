"""Le sujet d'un document : « reunion:1 », « fiche:32-DRO-EXP-01 »… et son nom court."""

from modeles.demarche import Demarche
from modeles.erreurs import Introuvable
from modeles.reunion import Reunion

# Ce dont il n'y a qu'un par contrat : le document se nomme par lui-même.
_UNIQUES = {
    "D05": "note de cadrage",
    "D06": "guide d'entretien",
    "D11": "présélection",
    "D14": "livrable final",
    "D19": "envoi pour signature",
    "D21": "indicateurs",
    "D22": "rapport d'exécution",
    "D24": "service fait",
    "D27": "notification",
    "D29": "fin anticipée",
    "D29M": "mise en demeure",
    "D30": "évaluation à mi-parcours",
    "D31": "clôture",
    "R1": "relance 1",
    "R2": "relance 2",
    "R3": "relance 3",
    "R4": "relance 4",
}
_GENRES = {
    "fiche": "fiche",
    "projet": "convention projet",
    "diagnostic": "diagnostic",
    "deliberation": "délibération",
}


def objet_du_document(demarche: Demarche, code: str, sujet: str) -> str:
    """Le libellé court qui nomme le fichier et sépare les suites de versions : « comité de lancement 1 »."""
    genre, _, numero = sujet.partition(":")
    if genre == "reunion":
        return f"{reunion_du_sujet(demarche, sujet).nature.libelle} {numero}"
    if genre == "avenant":
        return objet_de_l_avenant(demarche, int(numero))
    return f"{_GENRES[genre]} {numero}" if genre else _UNIQUES[code]


def objet_de_l_avenant(demarche: Demarche, version: int) -> str:
    """« avenant 1 projet 3 » : l'avenant, et le texte figé qui en est celui-ci."""
    projet = next((p for p in demarche.projets if p.version == version), None)
    return f"avenant {projet.avenant_numero if projet else '?'} projet {version}"


def numero_du_sujet(sujet: str) -> int:
    """Le numéro d'un sujet « reunion:3 », « projet:2 », « diagnostic:1 », « deliberation:1 »."""
    return int(sujet.partition(":")[2])


def version_suivante(demarche: Demarche, code: str, objet: str) -> int:
    """Un de plus que la dernière version gardée de ce document."""
    siens = (d.version for d in demarche.documents if d.code == code and d.objet == objet)
    return 1 + max(siens, default=0)


def reunion_du_sujet(demarche: Demarche, sujet: str) -> Reunion:
    """La réunion d'un sujet « reunion:n ». Lève `Introuvable`."""
    numero = numero_du_sujet(sujet)
    for reunion in demarche.reunions:
        if reunion.numero == numero:
            return reunion
    raise Introuvable(
        f"La réunion n° {numero} n'existe pas dans cette démarche.",
        "Son document ne peut pas être écrit.",
        "Choisissez une réunion de la liste.",
    )

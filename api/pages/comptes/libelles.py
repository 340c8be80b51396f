"""Les mots des pages des comptes."""

from modeles.compte import Role
from modeles.reference.registre import registre
from workflows.acces.comptes import Trace

TRACES = {
    Trace.OUVERT.value: "compte ouvert",
    Trace.INVITE.value: "invitation préparée",
    Trace.LIEN.value: "lien de connexion créé",
    Trace.CONNECTE.value: "connexion",
    Trace.HABILITE.value: "rôle donné",
    Trace.RETIRE.value: "rôle retiré",
    Trace.SUSPENDU.value: "compte fermé",
    Trace.ROUVERT.value: "compte rouvert",
    Trace.JETON.value: "jeton créé",
    Trace.JETON_REVOQUE.value: "jeton révoqué",
    Trace.SUPPLEANCE.value: "suppléance",
    Trace.SUPPLEANCE_ANNULEE.value: "suppléance annulée",
    Trace.PASSATION.value: "passation",
    Trace.RENOMME.value: "nom changé",
    Trace.DELIE.value: "identité oubliée",
}
OU_S_EXERCE = {
    Role.ADMINISTRATEUR: "partout, sans rien préciser",
    Role.REGION: "préciser la région",
    Role.ETAT: "préciser le département",
    Role.COLLECTIVITE: "préciser le territoire",
    Role.PORTEUR: "préciser la fiche",
    Role.LECTEUR: "région, territoire, ou rien pour toute la France",
}


NAVIGATEURS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
# Linux en dernier : Android se dit aussi Linux.
SYSTEMES = {
    "Android": "Android",
    "iPhone": "iPhone",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def navigateur_en_clair(annonce: str) -> str:
    """« Firefox sous Windows », d'après ce que le navigateur dit de lui-même."""
    navigateur = next((nom for signe, nom in NAVIGATEURS if signe in annonce), "un programme")
    systeme = next((f" sous {nom}" for signe, nom in SYSTEMES.items() if signe in annonce), "")
    return navigateur + systeme


def choix_de_role() -> list[tuple[str, str]]:
    """Chaque rôle, et ce qu'il faut préciser avec lui."""
    return [(r.value, f"{r.libelle[0].upper()}{r.libelle[1:]} : {OU_S_EXERCE[r]}") for r in Role]


def choix_de_region() -> list[tuple[str, str]]:
    """Les régions, par nom."""
    return sorted(((r.code, r.nom) for r in registre().regions.values()), key=lambda choix: choix[1])


def choix_de_territoire() -> list[tuple[str, str]]:
    """Les départements et les autres territoires, par nom."""
    tous = registre().territoires.values()
    return sorted(((t.code, f"{t.nom} ({t.code})") for t in tous), key=lambda choix: choix[1])

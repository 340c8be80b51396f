"""Ce qu'on inscrit : la saisie revient-elle à cet agent, et de quel nom la signe-t-il."""

from collections.abc import Mapping
from typing import Any

from api.acces.agent import Agent
from api.acces.droits import DROITS, L_ETAT, PERSONNE, Droit, Roles, roles_de_la_saisie
from api.acces.refus import DroitManquant, NomEmprunte
from modeles.compte import Role
from modeles.demarche import Demarche
from modeles.vocabulaire import Partie, StatutFiche
from modeles.vocabulaire_annuel import GesteAnnuel, NatureAmenagement
from workflows.commandes.registre import SAISIES
from workflows.regles.separation import en_suppleance, en_transcription

# Ce qu'une personne de cette partie ferait elle-même si elle avait un compte : on ne transcrit rien d'autre.
ROLES_DES_PARTIES = {Partie.COLLECTIVITE: Role.COLLECTIVITE, Partie.PARTENAIRE: Role.PORTEUR}


def roles_de_la_partie(partie: Partie) -> Roles:
    """Qui fait ce que l'on attend de cette partie."""
    return frozenset({ROLES_DES_PARTIES[partie]}) if partie in ROLES_DES_PARTIES else L_ETAT


def roles_de_l_acte(nature: str, donnees: Mapping[str, Any]) -> Roles:
    """Qui peut enregistrer cette saisie avec ce qu'elle contient : soumettre une fiche n'est pas l'instruire."""
    return DROITS[Droit.INSTRUIRE_FICHE] if _instruit(nature, donnees) else roles_de_la_saisie(nature)


def exiger_la_saisie(agent: Agent, demarche: Demarche, nature: str, donnees: Mapping[str, Any]) -> None:
    """Lève `DroitManquant` si cette saisie ne revient pas à l'agent, avec ce qu'elle contient.

    Une saisie qui n'existe pas sera refusée comme telle par la commande.
    """
    definie = SAISIES.get(nature)
    if definie is None:
        return
    fiche = _fiche_visee(nature, donnees)
    if not agent.peut_saisir(nature, demarche, fiche):
        raise DroitManquant(
            f"Cette saisie ne vous revient pas : {definie.libelle}.", roles_de_la_saisie(nature)
        )
    if _instruit(nature, donnees) and not agent.peut(Droit.INSTRUIRE_FICHE, demarche):
        raise DroitManquant("Instruire une fiche ne vous revient pas.", DROITS[Droit.INSTRUIRE_FICHE])


def droit_du_geste_annuel(geste: GesteAnnuel) -> Droit:
    """Le rapport est celui de la collectivité ; le reste de l'année se mène du côté de l'État."""
    return Droit.DEPOSER if geste is GesteAnnuel.DEPOSER_RAPPORT else Droit.MENER_CAMPAGNES


def exiger_le_geste_annuel(agent: Agent, demarche: Demarche, geste: GesteAnnuel) -> None:
    """Lève `DroitManquant` si ce geste de l'exercice ne revient pas à l'agent."""
    droit = droit_du_geste_annuel(geste)
    if not agent.peut(droit, demarche):
        raise DroitManquant(f"Le geste « {geste.libelle} » ne vous revient pas.", DROITS[droit])


def droit_de_l_amenagement(nature: NatureAmenagement) -> Droit:
    """La collectivité signale une difficulté ou promet une réponse ; l'État accorde un report, redonne la main."""
    accorde = nature in (NatureAmenagement.REPORT, NatureAmenagement.MAIN_RENDUE)
    return Droit.MENER_CAMPAGNES if accorde else Droit.SAISIR_INDICATEURS


def exiger_l_amenagement(agent: Agent, demarche: Demarche, nature: NatureAmenagement) -> None:
    """Lève `DroitManquant` si cet aménagement ne revient pas à l'agent."""
    droit = droit_de_l_amenagement(nature)
    if not agent.peut(droit, demarche):
        raise DroitManquant(f"« {nature.libelle} » ne vous revient pas.", DROITS[droit])


def signature(agent: Agent, demarche: Demarche, par: str | None = None, roles: Roles = PERSONNE) -> str:
    """Le nom inscrit au journal. Lève `NomEmprunte` si l'agent ne peut pas écrire sous le nom `par`.

    On écrit sous son nom, au nom de qui l'on supplée, ou pour un contact d'une autre partie dont on transcrit
    l'acte ; dans ces deux cas, le journal nomme les deux personnes. `roles` : ceux à qui l'acte revient, et
    donc ceux que doit avoir la personne nommée.
    """
    if not par or par == agent.nom:
        return _sous_son_nom(agent, demarche)
    if par in _supplees(agent, demarche, roles):
        return en_suppleance(agent.nom, par)
    if par in _transcrits(agent, demarche, roles):
        return en_transcription(agent.nom, par)
    raise NomEmprunte(agent.nom, par)


def signataires(agent: Agent, demarche: Demarche, roles: Roles) -> list[str]:
    """Les noms sous lesquels l'agent peut inscrire un acte qui revient à ces rôles, outre le sien."""
    noms = _supplees(agent, demarche, roles) | _transcrits(agent, demarche, roles)
    return sorted(noms - {agent.nom})


def _sous_son_nom(agent: Agent, demarche: Demarche) -> str:
    """Son nom ; suivi de celui de l'absent, quand on n'a ici que ses titres."""
    titres = agent.titres_sur(demarche)
    titulaires = [t.au_nom_de for t in titres if t.au_nom_de]
    en_propre = len(titulaires) < len(titres)
    return agent.nom if en_propre or not titulaires else en_suppleance(agent.nom, titulaires[0])


def _supplees(agent: Agent, demarche: Demarche, roles: Roles) -> set[str]:
    return {t.au_nom_de for t in agent.titres_sur(demarche) if t.au_nom_de and t.role in roles}


def _transcrits(agent: Agent, demarche: Demarche, roles: Roles) -> set[str]:
    """Les contacts des autres parties à qui cet acte reviendrait."""
    if not agent.peut(Droit.TRANSCRIRE, demarche):
        return set()
    parties = {partie for partie, role in ROLES_DES_PARTIES.items() if role in roles}
    return {f"{c.prenom} {c.nom}".strip() for c in demarche.contacts if c.actif and c.partie in parties}


def _instruit(nature: str, donnees: Mapping[str, Any]) -> bool:
    return nature == "statut_fiche" and donnees.get("statut") != StatutFiche.SOUMISE


def _fiche_visee(nature: str, donnees: Mapping[str, Any]) -> str | None:
    code = donnees.get("code" if nature == "fiche" else "fiche")
    return code if isinstance(code, str) else None

"""Ce qu'on inscrit : la saisie revient-elle à cet agent, et de quel nom la signe-t-il."""

from collections.abc import Mapping
from typing import Any

from api.acces.agent import Agent
from api.acces.droits import DROITS, Droit, roles_de_la_saisie
from api.acces.refus import DroitManquant, NomEmprunte
from modeles.demarche import Demarche
from modeles.vocabulaire import Partie, StatutFiche
from modeles.vocabulaire_annuel import GesteAnnuel, NatureAmenagement
from workflows.commandes.registre import SAISIES
from workflows.regles.separation import en_suppleance, en_transcription


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
    instruit = nature == "statut_fiche" and donnees.get("statut") != StatutFiche.SOUMISE
    if instruit and not agent.peut(Droit.INSTRUIRE_FICHE, demarche):
        raise DroitManquant("Instruire une fiche ne vous revient pas.", DROITS[Droit.INSTRUIRE_FICHE])


def exiger_le_geste_annuel(agent: Agent, demarche: Demarche, geste: GesteAnnuel) -> None:
    """Le rapport est celui de la collectivité ; le reste de l'année se mène du côté de l'État."""
    droit = Droit.DEPOSER if geste is GesteAnnuel.DEPOSER_RAPPORT else Droit.MENER_CAMPAGNES
    if not agent.peut(droit, demarche):
        raise DroitManquant(f"Le geste « {geste.libelle} » ne vous revient pas.", DROITS[droit])


def exiger_l_amenagement(agent: Agent, demarche: Demarche, nature: NatureAmenagement) -> None:
    """La collectivité signale une difficulté ou promet une réponse ; l'État accorde un report, redonne la main."""
    accorde = nature in (NatureAmenagement.REPORT, NatureAmenagement.MAIN_RENDUE)
    droit = Droit.MENER_CAMPAGNES if accorde else Droit.SAISIR_INDICATEURS
    if not agent.peut(droit, demarche):
        raise DroitManquant(f"« {nature.libelle} » ne vous revient pas.", DROITS[droit])


def signature(agent: Agent, demarche: Demarche, par: str | None = None) -> str:
    """Le nom inscrit au journal. Lève `NomEmprunte` si l'agent ne peut pas écrire sous le nom `par`.

    On écrit sous son nom, au nom de qui l'on supplée, ou pour un contact d'une autre partie dont on
    transcrit l'acte ; dans ces deux cas, le journal nomme les deux personnes.
    """
    if par is None or par == agent.nom:
        return _sous_son_nom(agent, demarche)
    if any(t.au_nom_de == par for t in agent.titres_sur(demarche)):
        return en_suppleance(agent.nom, par)
    if agent.peut(Droit.TRANSCRIRE, demarche) and par in _autres_parties(demarche):
        return en_transcription(agent.nom, par)
    raise NomEmprunte(agent.nom, par)


def signataires(agent: Agent, demarche: Demarche) -> list[str]:
    """Les noms sous lesquels l'agent peut écrire ici, outre le sien."""
    supplees = {t.au_nom_de for t in agent.titres_sur(demarche) if t.au_nom_de}
    transcrits = _autres_parties(demarche) if agent.peut(Droit.TRANSCRIRE, demarche) else set()
    return sorted((supplees | transcrits) - {agent.nom})


def _sous_son_nom(agent: Agent, demarche: Demarche) -> str:
    """Son nom ; suivi de celui de l'absent, quand on n'a ici que ses titres."""
    titres = agent.titres_sur(demarche)
    titulaires = [t.au_nom_de for t in titres if t.au_nom_de]
    en_propre = len(titulaires) < len(titres)
    return agent.nom if en_propre or not titulaires else en_suppleance(agent.nom, titulaires[0])


def _autres_parties(demarche: Demarche) -> set[str]:
    return {
        f"{c.prenom} {c.nom}".strip() for c in demarche.contacts if c.actif and c.partie is not Partie.ETAT
    }


def _fiche_visee(nature: str, donnees: Mapping[str, Any]) -> str | None:
    code = donnees.get("code" if nature == "fiche" else "fiche")
    return code if isinstance(code, str) else None

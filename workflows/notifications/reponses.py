"""Ce qu'un serveur répond, et ce qu'il faut en conclure : remis, à retenter, refusé. Aucune base, aucune heure."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

from documents.formats import accorder, liste_et
from modeles.vocabulaire_courriel import EtatAcheminement, EtatMessage

# Un serveur qui filtre laisse passer après quelques minutes ; un serveur en panne revient dans les deux jours.
PREMIERE_ATTENTE = timedelta(minutes=5)
ATTENTE_MAXIMALE = timedelta(hours=4)
ESSAIS_MAXIMUM = 18
STATUT = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
# Une adresse qui n'existe pas (5.1.x), un compte fermé (5.2.1), un domaine sans route (5.4.4).
MORTES = ("5.1.", "5.2.1", "5.4.4")
ADRESSES_CITEES = 3
# Ce que veulent dire les statuts qu'on rencontre (RFC 3463), du plus précis au plus général.
EXPLICATIONS = {
    "5.1.1": "cette adresse n'existe pas",
    "5.1.2": "ce domaine n'existe pas",
    "5.1.": "cette adresse n'est pas bonne",
    "5.2.1": "cette boîte est fermée",
    "5.2.2": "cette boîte est pleine",
    "5.2.3": "le message est trop lourd pour cette boîte",
    "5.3.4": "le message est trop lourd pour ce serveur",
    "5.4.": "aucun serveur ne reçoit pour ce domaine",
    "5.7.": "une règle de ce serveur refuse le message",
    "552": "le message est trop lourd pour ce serveur",
    "553": "cette adresse ne peut pas servir",
    "5": "ce serveur refuse le message",
    "4.2.2": "cette boîte est pleine pour l'instant",
    "4.7.": "ce serveur demande de revenir plus tard",
    "4": "ce serveur n'est pas disponible pour l'instant",
}


class Reponse(NamedTuple):
    """Ce que le serveur a répondu : son code, et sa phrase."""

    code: int
    texte: str

    @property
    def accepte(self) -> bool:
        return 200 <= self.code < 300

    @property
    def passager(self) -> bool:
        return not self.accepte and self.code < 500

    @property
    def entiere(self) -> str:
        return f"{self.code} {self.texte}".strip()

    @property
    def en_francais(self) -> str:
        """« cette adresse n'existe pas (550 5.1.1 User unknown) »."""
        explication = expliquer(self.statut)
        return f"{explication} ({self.entiere})" if explication else self.entiere

    @property
    def statut(self) -> str:
        """Le statut détaillé (« 5.1.1 ») s'il est dit, sinon le code."""
        trouve = STATUT.match(self.texte)
        return trouve.group() if trouve else str(self.code)


def en_clair(texte: str) -> str:
    """Ce texte venu d'ailleurs, gardable : sur une ligne, sans caractère de contrôle ni octet illisible."""
    lisible = texte.encode("utf-8", "replace").decode()
    return " ".join("".join(c if c.isprintable() else " " for c in lisible).split())


def expliquer(statut: str) -> str:
    """Ce que veut dire un statut, en français ; vide pour un message accepté."""
    return next((e for debut, e in EXPLICATIONS.items() if statut.startswith(debut)), "")


def attente(essais: int) -> timedelta:
    """Combien attendre après ce nombre d'essais : de plus en plus, jusqu'à quatre heures."""
    doublements = min(max(essais, 1) - 1, 10)
    return min(PREMIERE_ATTENTE * (1 << doublements), ATTENTE_MAXIMALE)


def adresse_morte(statut: str) -> bool:
    """Vrai si ce statut dit que l'adresse elle-même ne reçoit plus, et non qu'un message a déplu."""
    return statut.startswith(MORTES)


def sort_de_l_adresse(reponse: Reponse, essais: int) -> EtatAcheminement:
    """Acceptée, refusée, ou à retenter si ce n'est pas déjà le dernier essai."""
    if reponse.accepte:
        return EtatAcheminement.ACCEPTE
    if reponse.passager and essais < ESSAIS_MAXIMUM:
        return EtatAcheminement.DIFFERE
    return EtatAcheminement.REFUSE


def etat_apres(sorts: Iterable[EtatAcheminement]) -> EtatMessage:
    """Prêt tant qu'une adresse est à retenter ; envoyé si une seule l'a reçu ; refusé sinon."""
    tous = set(sorts)
    if EtatAcheminement.DIFFERE in tous:
        return EtatMessage.PREPARE
    if tous & {EtatAcheminement.ACCEPTE, EtatAcheminement.REVENU}:
        return EtatMessage.ENVOYE
    return EtatMessage.REFUSE


def resumer(reponses: Mapping[str, Reponse]) -> str:
    """« a@b.fr et c@d.fr : 250 OK ; x@y.fr : 550 5.1.1 inconnue »."""
    par_reponse: dict[str, list[str]] = {}
    for adresse, reponse in reponses.items():
        par_reponse.setdefault(reponse.en_francais, []).append(adresse)
    return " ; ".join(f"{_citer(adresses)} : {reponse}" for reponse, adresses in par_reponse.items())


def _citer(adresses: list[str]) -> str:
    if len(adresses) <= ADRESSES_CITEES:
        return liste_et(adresses)
    return accorder(len(adresses), "adresse", "adresses")

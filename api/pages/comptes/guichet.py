"""Ce que partagent les pages des comptes : écrire puis revenir, ou remontrer la page sans rien perdre."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from sqlmodel import Session
from starlette.responses import Response

from api.ecriture import ecriture
from api.pages.rendu import renvoyer
from modeles.erreurs import ErreurMetier

# Ce qui vient d'être fait, dit en tête de la page où l'on revient.
FAITS = {
    "invite": "Le compte est ouvert, et l'invitation préparée.",
    "renomme": "Le nom est changé ; ce qui était déjà signé garde l'ancien.",
    "role": "Le rôle est donné.",
    "role_retire": "Le rôle est retiré.",
    "suspendu": "Le compte est fermé : ses sessions, ses jetons et ses liens ne valent plus rien.",
    "rouvert": "Le compte est rouvert. Il faut un lien neuf pour y entrer.",
    "lien": "Le message qui porte le lien est dans la boîte d'envoi.",
    "delie": "L'identité est oubliée : la prochaine connexion à cette adresse s'y liera.",
    "passation": "Tout est transmis, et le compte de qui part est fermé.",
    "suppleance": "La suppléance est retenue.",
    "suppleance_annulee": "La suppléance est annulée.",
    "jeton_revoque": "Le jeton ne vaut plus rien.",
    "sessions": "Les autres sessions sont fermées.",
}


class Refusee(NamedTuple):
    """Un envoi refusé : de quel formulaire, ce qui y était tapé, et pourquoi."""

    formulaire: str = ""
    saisie: Mapping[str, str] = {}
    refus: ErreurMetier | None = None

    def tape(self, formulaire: str, champ: str) -> str | None:
        """Ce qui était tapé dans ce champ de ce formulaire."""
        return self.saisie.get(champ) if formulaire == self.formulaire else None


def ecrire(
    faire: Callable[[Session], object], remontrer: Callable[[ErreurMetier], Response], vers: str
) -> Response:
    """Fait puis mène à la page ; un refus la remontre, rien n'étant écrit ni perdu."""
    try:
        with ecriture() as session:
            faire(session)
    except ErreurMetier as refus:
        return remontrer(refus)
    return renvoyer(vers)

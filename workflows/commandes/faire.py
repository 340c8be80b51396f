"""La seule façon de faire un geste ou une saisie, quelle que soit la porte par où l'on entre."""

from collections.abc import Mapping
from typing import Any

from modeles.demarche import Demarche, Passage
from modeles.erreurs import Introuvable
from modeles.etapes import Geste
from workflows.commandes.bordereau import Auteur, lire_bordereau
from workflows.commandes.registre import GESTES, SAISIES
from workflows.parcours import exiger_l_etape, franchir
from workflows.refus import SaisieHorsEtape
from workflows.regles.commun import Circonstances


def faire_geste(
    demarche: Demarche, geste: Geste, donnees: Mapping[str, Any], faits: Circonstances
) -> Passage:
    """Fait un geste du parcours et rend sa ligne au journal, gardée avec ce qui a été saisi.

    Lève un `ErreurMetier` si le geste est hors de son étape, mal rempli ou bloqué. L'appelant annule
    alors sa transaction : ce qui a été préparé pour la garde ne doit pas être écrit.
    """
    exiger_l_etape(demarche, geste)
    defini = GESTES[geste]
    bordereau = lire_bordereau(f"Le geste « {geste.libelle} » est mal rempli.", defini.donnees, donnees)
    defini.preparer(demarche, bordereau, faits)
    passage = franchir(demarche, geste, faits)
    passage.donnees = bordereau.model_dump(mode="json", exclude_none=True)
    defini.appliquer(demarche, bordereau, faits)
    return passage


def saisir(demarche: Demarche, nature: str, donnees: Mapping[str, Any], auteur: Auteur) -> None:
    """Enregistre une saisie. Lève un `ErreurMetier` si elle est inconnue, mal remplie ou impossible."""
    definie = SAISIES.get(nature)
    if definie is None:
        raise Introuvable(
            f"La saisie « {nature} » n'existe pas.",
            f"Saisies possibles : {', '.join(SAISIES)}.",
            "Choisissez l'une d'elles.",
        )
    if not demarche.modifiable:
        raise SaisieHorsEtape(demarche, definie.libelle)
    bordereau = lire_bordereau(f"La saisie « {definie.libelle} » est mal remplie.", definie.donnees, donnees)
    definie.enregistrer(demarche, bordereau, auteur)
    demarche.modifiee_le = auteur.saisi_le

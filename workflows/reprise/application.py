"""Reprendre un classeur : tout dans une transaction, que l'aperçu défait et que l'import garde."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlmodel import Session

from modeles.base import unite_de_travail
from modeles.demarche import Demarche
from modeles.erreurs import Gravite, Obstacle
from modeles.etapes import Etape
from modeles.reference.registre import registre
from modeles.reference.socle import cle
from modeles.requetes import demarche_de, demarche_verrouillee
from workflows.commandes.bordereau import Auteur
from workflows.commandes.fiches import contractualiser
from workflows.dossier import creer_demarche
from workflows.parcours import reprendre_l_existant
from workflows.regles.commun import Circonstances
from workflows.regles.fiches import obstacles_a_la_fiche
from workflows.regles.finances import fiches_retenues, obstacles_d_equilibre, obstacles_financiers
from workflows.reprise.coherence import verifier
from workflows.reprise.contrats import Copie, Pieces, ranger_la_copie, reprendre_le_contrat
from workflows.reprise.fautes import ClasseurRefuse, Faute
from workflows.reprise.feuilles import (
    BUDGETS,
    CONTACTS,
    CONTRATS,
    ENVELOPPES,
    FICHES,
    INDICATEURS,
    TERRITOIRES,
    TYPE_DE_CONTRAT,
)
from workflows.reprise.fiches import reprendre_les_fiches
from workflows.reprise.lecture import Classeur
from workflows.reprise.plan import Champ, Plan, PlanDuTerritoire
from workflows.reprise.territoire import (
    FicheLue,
    Reprise,
    TerritoireLu,
    reprendre_les_axes,
    reprendre_les_contacts,
    reprendre_les_enveloppes,
    reprendre_les_referents,
)
from workflows.suites import effets_de


class Source(NamedTuple):
    """D'où vient ce qui est repris : le nom du classeur et l'empreinte SHA-256 de son fichier."""

    fichier: str
    empreinte: str

    @property
    def motif(self) -> str:
        """Ce que le journal en garde."""
        return f"Reprise de l'existant : fichier {self.fichier}, empreinte {self.empreinte[:12]}"


def apercevoir(classeur: Classeur, auteur: Auteur, pieces: Pieces) -> Plan:
    """Ce que l'import ferait : il est fait pour de bon, puis défait. Rien n'est écrit, même en cas de faute."""
    with unite_de_travail() as session:
        plan = reprendre(session, classeur, auteur, pieces._replace(depot=None))
        session.rollback()
    return plan


def importer(classeur: Classeur, auteur: Auteur, pieces: Pieces) -> Plan:
    """Écrit tout le classeur, ou rien. Lève `ClasseurRefuse` avec toutes les fautes."""
    with unite_de_travail() as session:
        plan = reprendre(session, classeur, auteur, pieces)
    plan.ecrit = True
    return plan

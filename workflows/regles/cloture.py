"""Ce qui retient la fin d'une démarche : terme, solde, abandon."""

from collections.abc import Iterator
from datetime import date

from modeles.demarche import Demarche
from modeles.erreurs import Obstacle
from modeles.etapes import AVANT_SIGNATURE, Etape, Geste


def obstacles_au_terme(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Le terme du contrat est atteint (§ 6.2) ; une fin anticipée passe par la résiliation."""
    fin = date(demarche.annee_fin, 12, 31)
    if le < fin:
        yield Obstacle(
            f"le contrat court jusqu'au {fin:%d/%m/%Y}",
            "Attendez le terme ; une fin anticipée se constate par une dénonciation ou une résiliation.",
            ou="contrat",
        )


def obstacles_au_solde(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Rapport final délibéré, solde ou reversement réglé, archivage fait (§ 6.2)."""
    derniers = [p for p in demarche.passages if p.geste is Geste.TERMINER]
    if not derniers:
        yield Obstacle("le terme du contrat n'a pas été constaté", "Constatez le terme.", ou="contrat")


def obstacles_a_l_abandon(demarche: Demarche, le: date) -> Iterator[Obstacle]:
    """Une démarche suspendue ne s'abandonne que si elle n'était pas encore signée."""
    if demarche.etape is Etape.SUSPENDU and demarche.etape_de_retour not in AVANT_SIGNATURE:
        yield Obstacle(
            "le contrat est déjà voté ou signé",
            "Reprenez la démarche ; un contrat signé se dénonce ou se résilie.",
            ou="contrat",
        )

"""Le jeton d'API : la clé d'un programme qui agit au nom d'une personne, et jamais plus qu'elle."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session

from modeles.acces import JetonApi, PorteeDeJeton
from modeles.compte import Compte
from modeles.erreurs import SaisieInvalide
from workflows.acces.comptes import Qui, Trace, exiger_ouvert, tracer
from workflows.acces.secrets import empreinte_de, nouveau_secret

# Un début reconnaissable : trouvé dans un fichier ou un dépôt, on sait ce que c'est.
PREFIXE = "jalons_"
DUREE_MAXIMALE_JOURS = 366
LONGUEUR_DU_DEBUT = 12


class JetonNeuf(NamedTuple):
    """Un jeton et son secret, montré cette seule fois."""

    jeton: JetonApi
    secret: str


def creer_jeton(
    session: Session, compte: Compte, qui: Qui, *, nom: str, portees: Collection[PorteeDeJeton], jours: int
) -> JetonNeuf:
    """Un jeton neuf. Lève `SaisieInvalide`, avec toutes les fautes, ou `CompteFerme`."""
    exiger_ouvert(compte, qui.le.date())
    _exiger_correct(nom.strip(), portees, jours)
    secret = PREFIXE + nouveau_secret()
    jeton = JetonApi(
        compte_id=compte.id,
        nom=nom.strip(),
        debut=secret[:LONGUEUR_DU_DEBUT],
        empreinte=empreinte_de(secret),
        portees=sorted(set(portees)),
        cree_le=qui.le,
        expire_le=qui.le + timedelta(days=jours),
    )
    session.add(jeton)
    session.flush()
    tracer(session, compte, Trace.JETON, qui, jeton.nom)
    return JetonNeuf(jeton, secret)


def revoquer_jeton(session: Session, jeton: JetonApi, qui: Qui) -> None:
    """Le jeton ne vaut plus rien, sur le champ ; sans effet s'il l'est déjà."""
    if jeton.revoque_le is None:
        jeton.revoque_le = qui.le
        tracer(session, jeton.compte, Trace.JETON_REVOQUE, qui, jeton.nom)


def valable(jeton: JetonApi, le: datetime) -> bool:
    """Ouvre encore quelque chose à cet instant."""
    return jeton.revoque_le is None and le < jeton.expire_le and jeton.compte.ouvert(le.date())


def _exiger_correct(nom: str, portees: Collection[PorteeDeJeton], jours: int) -> None:
    fautes = []
    if not 0 < len(nom) <= 100:
        fautes.append("son nom est vide ou dépasse 100 caractères")
    if not portees:
        fautes.append("aucune portée n'est choisie : il ne permettrait rien")
    if not 1 <= jours <= DUREE_MAXIMALE_JOURS:
        fautes.append(f"sa durée n'est pas entre 1 et {DUREE_MAXIMALE_JOURS} jours")
    if fautes:
        raise SaisieInvalide(
            "Ce jeton ne peut pas être créé.",
            f"{' ; '.join(fautes)}.".capitalize(),
            "Corrigez, puis recommencez.",
        )

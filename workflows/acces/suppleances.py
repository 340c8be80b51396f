"""La suppléance : pendant une absence, une personne agit au nom d'une autre."""

from datetime import date

from sqlmodel import Session

from modeles.acces import Suppleance
from modeles.compte import Compte, Role
from modeles.erreurs import SaisieInvalide
from modeles.journalisation import signer
from modeles.requetes_acces import habilitations_de
from workflows.acces.comptes import Qui, Trace, exiger_ouvert, tracer

DUREE_MAXIMALE_JOURS = 366


def designer_suppleant(
    session: Session, titulaire: Compte, suppleant: Compte, qui: Qui, *, du: date, au: date, motif: str = ""
) -> Suppleance:
    """Désigne qui agit pendant l'absence. Lève `SaisieInvalide`, avec toutes les fautes, ou `CompteFerme`."""
    fautes = []
    if titulaire.id == suppleant.id:
        fautes.append("une personne ne se supplée pas elle-même")
    if au < du:
        fautes.append("la période finit avant de commencer")
    if au < qui.le.date():
        fautes.append("la période est déjà passée")
    if (au - du).days > DUREE_MAXIMALE_JOURS:
        fautes.append("la période dépasse un an : faites plutôt une passation")
    if fautes:
        raise SaisieInvalide(
            "Cette suppléance ne peut pas être retenue.",
            f"Il y a un obstacle : {' ; '.join(fautes)}.",
            "Corrigez, puis recommencez.",
        )
    for compte in (titulaire, suppleant):
        exiger_ouvert(compte, qui.le.date())
    signer(session, qui.par)
    suppleance = Suppleance(
        titulaire_id=titulaire.id,
        suppleant_id=suppleant.id,
        du=du,
        au=au,
        motif=motif.strip(),
        cree_le=qui.le,
        cree_par=qui.par,
    )
    session.add(suppleance)
    session.flush()
    tracer(session, titulaire, Trace.SUPPLEANCE, qui, f"{suppleant.nom}, du {du:%d/%m/%Y} au {au:%d/%m/%Y}")
    return suppleance


def exiger_du_meme_metier(session: Session, titulaire: Compte, suppleant: Compte) -> None:
    """Lève `SaisieInvalide` si les deux personnes n'ont aucun rôle de même nature.

    Une suppléance ne doit pas défaire la séparation des tâches : on ne la confie pas soi-même à l'autre partie.
    """
    communs = _roles(session, titulaire) & _roles(session, suppleant)
    if not communs:
        raise SaisieInvalide(
            f"{suppleant.nom} ne peut pas vous suppléer.",
            "Cette personne n'a aucun rôle de même nature que les vôtres.",
            "Choisissez une personne qui fait le même métier, ou demandez-le à un administrateur.",
        )


def _roles(session: Session, compte: Compte) -> set[Role]:
    return {h.role for h, *_ in habilitations_de(session, compte.id)}


def annuler_suppleance(session: Session, suppleance: Suppleance, qui: Qui) -> None:
    """Met fin à la suppléance sur le champ ; sans effet si elle l'est déjà."""
    if suppleance.annulee_le is None:
        signer(session, qui.par)
        suppleance.annulee_le = qui.le
        tracer(session, suppleance.titulaire, Trace.SUPPLEANCE_ANNULEE, qui, suppleance.suppleant.nom)

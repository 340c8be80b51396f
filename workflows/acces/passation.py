"""La passation : qui part laisse à une autre personne ses rôles, ses tâches et sa place dans les démarches."""

from typing import NamedTuple

from sqlmodel import Session

from modeles.compte import Compte
from modeles.contact import Contact
from modeles.erreurs import SaisieInvalide
from modeles.journalisation import signer
from modeles.requetes_acces import (
    contacts_de_l_adresse,
    habilitations_de,
    suppleances_a_venir,
    taches_ouvertes_de,
)
from workflows.acces.comptes import Qui, Trace, exiger_ouvert, suspendre, tracer
from workflows.acces.habilitations import Portee, habiliter, retirer
from workflows.acces.suppleances import annuler_suppleance


class Bilan(NamedTuple):
    """Ce qui est passé d'une personne à l'autre."""

    roles: int
    taches: int
    demarches: int


def passer_la_main(session: Session, de: Compte, vers: Compte, qui: Qui) -> Bilan:
    """Transmet tout ce que `de` tenait, puis ferme son compte. Ce qu'il a signé reste à son nom.

    Lève `SaisieInvalide` ou `CompteFerme`.
    """
    if de.id == vers.id:
        raise SaisieInvalide(
            "La passation demande deux personnes.",
            f"{de.nom} ne peut pas se succéder.",
            "Choisissez qui prend la suite.",
        )
    exiger_ouvert(vers, qui.le.date())
    signer(session, qui.par)
    bilan = Bilan(
        _les_roles(session, de, vers, qui), _les_taches(session, de, vers), _les_contacts(session, de, vers)
    )
    for suppleance in suppleances_a_venir(session, de.id, qui.le.date()):
        annuler_suppleance(session, suppleance, qui)
    suspendre(session, de, qui, f"passation à {vers.nom}")
    for compte, detail in ((de, f"à {vers.nom}"), (vers, f"de {de.nom}")):
        tracer(session, compte, Trace.PASSATION, qui, detail)
    return bilan


def _les_roles(session: Session, de: Compte, vers: Compte, qui: Qui) -> int:
    tenus = habilitations_de(session, de.id)
    for tenu, *_ in tenus:
        # D'abord donner : retirer le dernier administrateur serait refusé.
        habiliter(session, vers, tenu.role, qui, Portee(tenu.region, tenu.territoire, tenu.fiche_id))
        retirer(session, tenu, qui)
    return len(tenus)


def _les_taches(session: Session, de: Compte, vers: Compte) -> int:
    taches = taches_ouvertes_de(session, de.nom)
    for tache in taches:
        tache.responsable = vers.nom
    return len(taches)


def _les_contacts(session: Session, de: Compte, vers: Compte) -> int:
    """La place de qui part, tenue par qui arrive : le contact ancien reste, inactif, sur ce qu'il a reçu."""
    tenus = contacts_de_l_adresse(session, de.courriel) if de.courriel else []
    for ancien in tenus:
        ancien.actif = False
        session.add(
            Contact(
                demarche_id=ancien.demarche_id,
                partie=ancien.partie,
                role=ancien.role,
                nom=vers.nom,
                fonction=ancien.fonction,
                organisme=ancien.organisme,
                type_partenaire=ancien.type_partenaire,
                courriel=vers.courriel,
                delegation=ancien.delegation,
            )
        )
    return len(tenus)

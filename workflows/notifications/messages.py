"""Ce que l'on écrit dans les messages, et à qui, selon le geste."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from documents.formats import date_longue, heure
from modeles.contact import Contact
from modeles.demarche import Demarche, Passage
from modeles.etapes import Geste
from modeles.reference.registre import registre
from modeles.reunion import Reunion
from modeles.vocabulaire import NatureReunion, Partie, RoleContact

SIGNATURE = "Cordialement,\nLe chargé de mission de l'État"
DES_REUNIONS = {
    NatureReunion.COMITE_LANCEMENT: "du comité de lancement",
    NatureReunion.COMITE_SUIVI: "du comité de suivi",
    NatureReunion.ATELIER: "de l'atelier",
    NatureReunion.COMITE_RESTITUTION: "du comité de restitution",
}


class Courrier(NamedTuple):
    """Un message à préparer. `codes` : les documents du même passage à joindre."""

    objet: str
    corps: str
    destinataires: tuple[Contact, ...]
    codes: tuple[str, ...] = ()


def courrier_de(demarche: Demarche, passage: Passage) -> Courrier | None:
    """Le message qui suit ce passage, s'il y en a un."""
    rediger = _REDACTIONS.get(passage.geste)
    return rediger(demarche, passage) if rediger else None


def _objet(demarche: Demarche, suite: str) -> str:
    contrat = registre().type_de_contrat(demarche.type_contrat)
    return (
        f"[{contrat.sigle or contrat.libelle} {registre().territoire(demarche.territoire_code).nom}] {suite}"
    )


def _lettre(*paragraphes: str) -> str:
    return "\n\n".join(["Bonjour,", *paragraphes, SIGNATURE])


def _actifs(
    demarche: Demarche, parties: Iterable[Partie], roles: Iterable[RoleContact]
) -> tuple[Contact, ...]:
    parties, roles = set(parties), set(roles)
    return tuple(c for c in demarche.contacts if c.actif and c.partie in parties and c.role in roles)


def _membres(demarche: Demarche) -> tuple[Contact, ...]:
    return _actifs(demarche, Partie, (RoleContact.REFERENT, RoleContact.MEMBRE, RoleContact.ANIMATEUR))


def _referents(demarche: Demarche) -> tuple[Contact, ...]:
    return _actifs(demarche, (Partie.COLLECTIVITE,), (RoleContact.REFERENT,))


def _reunion(demarche: Demarche, passage: Passage) -> Reunion:
    return next(r for r in demarche.reunions if r.numero == passage.donnees["reunion"])


def _convocation(demarche: Demarche, passage: Passage) -> Courrier:
    reunion = _reunion(demarche, passage)
    du = DES_REUNIONS[reunion.nature]
    annule = " Cette invitation annule et remplace la précédente." if reunion.reports else ""
    quand = f"le {date_longue(reunion.prevue_le)} à {heure(reunion.heure)}, {reunion.lieu}"
    return Courrier(
        _objet(demarche, f"Invitation, réunion du {date_longue(reunion.prevue_le)}"),
        _lettre(
            f"Vous trouverez ci-joint l'invitation et l'ordre du jour {du}, qui se tiendra {quand}.{annule}",
            "Merci de me faire connaître votre présence.",
        ),
        _membres(demarche),
        ("D01", "D02"),
    )


def _report(demarche: Demarche, passage: Passage) -> Courrier:
    reunion = _reunion(demarche, passage)
    return Courrier(
        _objet(demarche, f"Report de réunion au {date_longue(reunion.prevue_le)}"),
        _lettre(
            f"La réunion {DES_REUNIONS[reunion.nature]} est reportée au {date_longue(reunion.prevue_le)} "
            f"à {heure(reunion.heure)}, {reunion.lieu}. L'invitation ci-jointe annule et remplace la précédente.",
        ),
        _membres(demarche),
        ("D01", "D02"),
    )


def _diffusion(demarche: Demarche, passage: Passage) -> Courrier:
    reunion = _reunion(demarche, passage)
    du = DES_REUNIONS[reunion.nature]
    return Courrier(
        _objet(demarche, f"Compte rendu {du}"),
        _lettre(f"Le compte rendu {du}, validé par la collectivité, est à votre disposition, ci-joint."),
        _membres(demarche),
        ("D04", "D10", "D12"),
    )


def _diagnostic(demarche: Demarche, passage: Passage) -> Courrier:
    return Courrier(
        _objet(demarche, "Rapport de diagnostic"),
        _lettre("Le rapport de diagnostic, ci-joint, sera présenté au prochain comité de suivi."),
        _membres(demarche),
        ("D08", "D09"),
    )


def _complements(demarche: Demarche, passage: Passage) -> Courrier:
    griefs = "\n".join(f"- {grief}" for grief in passage.donnees["griefs"])
    return Courrier(
        _objet(demarche, "Diagnostic à compléter"),
        _lettre(
            "Le comité de suivi attend que le diagnostic soit repris sur les points suivants :",
            griefs,
            "Merci de me dire si ce calendrier vous pose une difficulté.",
        ),
        _referents(demarche),
    )


def _fiches(demarche: Demarche, passage: Passage) -> Courrier:
    codes = ", ".join(passage.donnees["fiches"])
    return Courrier(
        _objet(demarche, "Fiches actions à reprendre"),
        _lettre(
            f"Le comité de restitution renvoie les fiches suivantes : {codes}.", f"Motif : {passage.motif}."
        ),
        _referents(demarche),
        ("D25", "D28"),
    )


def _signature(demarche: Demarche, passage: Passage) -> Courrier:
    return Courrier(
        _objet(demarche, "Contrat à signer"),
        _lettre(
            "La délibération étant exécutoire, vous trouverez ci-joint la lettre d'envoi du contrat pour signature.",
            "Merci de signer les exemplaires sans les dater et de me les retourner.",
        ),
        _actifs(demarche, (Partie.COLLECTIVITE,), (RoleContact.REFERENT, RoleContact.SIGNATAIRE)),
        ("D19",),
    )


def _notification(demarche: Demarche, passage: Passage) -> Courrier:
    return Courrier(
        _objet(demarche, "Notification du contrat signé"),
        _lettre("Vous trouverez ci-joint la lettre de notification du contrat et ses premières échéances."),
        _actifs(demarche, Partie, (RoleContact.REFERENT, RoleContact.SIGNATAIRE)),
        ("D27",),
    )


_REDACTIONS: dict[Geste, Callable[[Demarche, Passage], Courrier]] = {
    Geste.CONVOQUER: _convocation,
    Geste.REPORTER_COMITE: _report,
    Geste.VALIDER_COMPTE_RENDU: _diffusion,
    Geste.DEPOSER_DIAGNOSTIC: _diagnostic,
    Geste.DEMANDER_COMPLEMENTS: _complements,
    Geste.REFUSER_DIAGNOSTIC: _complements,
    Geste.RENVOYER_FICHES: _fiches,
    Geste.RENDRE_EXECUTOIRE: _signature,
    Geste.NOTIFIER: _notification,
}

"""Ce que l'on écrit dans les messages, et à qui, selon le geste."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from documents.formats import date_longue, heure
from modeles.contact import Contact
from modeles.demarche import Demarche, Passage
from modeles.etapes import TERMINALES, Geste
from modeles.reference.registre import registre
from modeles.reunion import Reunion
from modeles.vocabulaire import NatureReunion, Partie, RoleContact

DES_REUNIONS = {
    NatureReunion.COMITE_LANCEMENT: "du comité de lancement",
    NatureReunion.COMITE_SUIVI: "du comité de suivi",
    NatureReunion.ATELIER: "de l'atelier",
    NatureReunion.COMITE_RESTITUTION: "du comité de restitution",
}


class Courrier(NamedTuple):
    """Un message à préparer, sans sa signature. `codes` : les documents du même passage à joindre ;
    `reunion` : celle dont il porte l'invitation, ou l'annulation."""

    objet: str
    corps: str
    destinataires: tuple[Contact, ...]
    codes: tuple[str, ...] = ()
    reunion: Reunion | None = None


def courriers_de(demarche: Demarche, passage: Passage) -> list[Courrier]:
    """Les messages qui suivent ce passage."""
    if passage.vers in TERMINALES:
        return [_annulation(demarche, r) for r in demarche.reunions if _convoquee_pour_rien(r, passage)]
    rediger = _REDACTIONS.get(passage.geste)
    return [rediger(demarche, passage)] if rediger else []


def _objet(demarche: Demarche, suite: str) -> str:
    contrat = registre().type_de_contrat(demarche.type_contrat)
    return (
        f"[{contrat.sigle or contrat.libelle} {registre().territoire(demarche.territoire_code).nom}] {suite}"
    )


def _lettre(*paragraphes: str) -> str:
    return "\n\n".join(["Bonjour,", *paragraphes])


def _actifs(
    demarche: Demarche, parties: Iterable[Partie], roles: Iterable[RoleContact]
) -> tuple[Contact, ...]:
    """Toujours dans le même ordre : la base n'en promet aucun."""
    parties, roles = set(parties), set(roles)
    trouves = (c for c in demarche.contacts if c.actif and c.partie in parties and c.role in roles)
    return tuple(sorted(trouves, key=_rang))


def _rang(contact: Contact) -> tuple[int, int, str, str]:
    return (
        list(Partie).index(contact.partie),
        list(RoleContact).index(contact.role),
        contact.nom,
        contact.prenom,
    )


def _membres(demarche: Demarche) -> tuple[Contact, ...]:
    return _actifs(demarche, Partie, (RoleContact.REFERENT, RoleContact.MEMBRE, RoleContact.ANIMATEUR))


def _referents(demarche: Demarche) -> tuple[Contact, ...]:
    return _actifs(demarche, (Partie.COLLECTIVITE,), (RoleContact.REFERENT,))


def _reunion(demarche: Demarche, passage: Passage) -> Reunion:
    return next(r for r in demarche.reunions if r.numero == passage.donnees["reunion"])


def _quand_et_ou(reunion: Reunion) -> str:
    """Ce qu'on cherche d'abord dans une invitation, une ligne par réponse."""
    lignes = {
        "Date": f"{date_longue(reunion.prevue_le)} à {heure(reunion.heure)}",
        "Lieu": reunion.lieu,
        "Visioconférence": reunion.lien_visio,
        "Réponse attendue avant le": reunion.reponse_avant_le and date_longue(reunion.reponse_avant_le),
    }
    return "\n".join(f"- {nom} : {valeur}" for nom, valeur in lignes.items() if valeur)


def _convocation(demarche: Demarche, passage: Passage) -> Courrier:
    reunion = _reunion(demarche, passage)
    annule = " Cette invitation annule et remplace la précédente." if reunion.reports else ""
    return Courrier(
        _objet(demarche, f"Invitation, réunion du {date_longue(reunion.prevue_le)}"),
        _lettre(
            f"Vous trouverez ci-joint l'invitation et l'ordre du jour {DES_REUNIONS[reunion.nature]}.{annule}",
            _quand_et_ou(reunion),
            "Merci de me faire connaître votre présence.",
        ),
        _membres(demarche),
        ("D01", "D02"),
        reunion,
    )


def _report(demarche: Demarche, passage: Passage) -> Courrier:
    reunion = _reunion(demarche, passage)
    return Courrier(
        _objet(demarche, f"Report de réunion au {date_longue(reunion.prevue_le)}"),
        _lettre(
            f"La réunion {DES_REUNIONS[reunion.nature]} est reportée. "
            "L'invitation ci-jointe annule et remplace la précédente.",
            _quand_et_ou(reunion),
        ),
        _membres(demarche),
        ("D01", "D02"),
        reunion,
    )


def _convoquee_pour_rien(reunion: Reunion, passage: Passage) -> bool:
    invites = reunion.convoquee_le is not None and reunion.tenue_le is None
    return invites and reunion.prevue_le >= passage.survenu_le


def _annulation(demarche: Demarche, reunion: Reunion) -> Courrier:
    return Courrier(
        _objet(demarche, f"Annulation, réunion du {date_longue(reunion.prevue_le)}"),
        _lettre(
            f"La réunion {DES_REUNIONS[reunion.nature]} prévue le {date_longue(reunion.prevue_le)} n'aura pas lieu : "
            f"la démarche est arrêtée. Merci de libérer cette date.",
        ),
        _membres(demarche),
        reunion=reunion,
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
    attendu_le = date_longue(passage.donnees["echeance_le"])
    return Courrier(
        _objet(demarche, "Diagnostic à compléter"),
        _lettre(
            "Le comité de suivi attend que le diagnostic soit repris sur les points suivants :",
            _liste(passage.donnees["griefs"]),
            f"Il est attendu pour le {attendu_le}. Merci de me dire si cette date vous pose une difficulté.",
        ),
        _referents(demarche),
    )


def _fiches(demarche: Demarche, passage: Passage) -> Courrier:
    return Courrier(
        _objet(demarche, "Fiches actions à reprendre"),
        _lettre(
            "Le comité de restitution renvoie les fiches suivantes :",
            _liste(passage.donnees["fiches"]),
            f"Motif : {(passage.motif or '').strip().rstrip('.')}.",
        ),
        _referents(demarche),
        ("D25", "D28"),
    )


def _liste(lignes: Iterable[str]) -> str:
    return "\n".join(f"- {' '.join(ligne.split())}" for ligne in lignes)


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


def _avenant_fige(demarche: Demarche, passage: Passage) -> Courrier:
    return Courrier(
        _objet(demarche, "Projet d'avenant"),
        _lettre(
            "Vous trouverez ci-joint le texte figé de l'avenant et une note qui dit ce qu'il change.",
            "Merci de me faire connaître votre accord sur ce texte, avant qu'il soit inscrit à une séance.",
        ),
        _actifs(demarche, (Partie.ETAT, Partie.COLLECTIVITE), (RoleContact.REFERENT, RoleContact.SIGNATAIRE)),
        ("D20", "D20N"),
    )


def _avenant_signe(demarche: Demarche, passage: Passage) -> Courrier:
    return Courrier(
        _objet(demarche, "Avenant signé"),
        _lettre(
            "L'avenant est signé des deux parties. Vous trouverez ci-joint la convention consolidée, pour information.",
        ),
        _membres(demarche),
        ("D20C",),
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
    Geste.FIGER_AVENANT: _avenant_fige,
    Geste.SIGNER_AVENANT: _avenant_signe,
}

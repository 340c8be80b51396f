"""Mille messages, et celui qui les envoie tué plusieurs fois : aucun perdu, aucun reçu deux fois."""

import os
import random
import time
from collections import Counter
from typing import NamedTuple

import pytest
from sqlmodel import col, select

from modeles.base import lecture, moteur, unite_de_travail
from modeles.colonnes import maintenant
from modeles.message import Message, nouveau_message
from modeles.requetes_courriel import messages_par_etat
from modeles.vocabulaire_courriel import EtatMessage
from tests.workflows.facteur_d_essai import BAIL, naitre
from tests.workflows.serveur_de_courriel import Guichet, serveur_de_courriel
from workflows.notifications.decisions import declarer_parti, renvoyer


class Ampleur(NamedTuple):
    """Combien de messages, et combien de morts pendant qu'ils partent."""

    messages: int
    morts: int


# PostgreSQL éprouve les mêmes pas avec moins de messages : la machine d'intégration a d'autres choses à faire.
AMPLEURS = {"sqlite": Ampleur(1000, 6), "postgresql": Ampleur(200, 3)}


def deposer(messages: int) -> None:
    with unite_de_travail() as session:
        session.add_all(
            nouveau_message(f"essai:{n}", f"Message {n}", "Bonjour.", [f"p{n}@exemple.fr"])
            for n in range(messages)
        )


def reglages(port: int) -> dict[str, str]:
    """Ceux de l'essai, pour un autre processus."""
    smtp = {"HOTE": "127.0.0.1", "PORT": str(port), "SECURITE": "aucune", "EXPEDITEUR": "contrats@exemple.fr"}
    communs = {nom: valeur for nom, valeur in os.environ.items() if nom.startswith("JALONS_")}
    return communs | {f"JALONS_SMTP_{nom}": valeur for nom, valeur in smtp.items()}


def restants() -> int:
    with lecture() as session:
        par_etat = messages_par_etat(session)
    return sum(par_etat.values()) - par_etat.get(EtatMessage.ENVOYE, 0)


def tuer_plusieurs_facteurs(port: int, guichet: Guichet, ampleur: Ampleur) -> None:
    """Deux facteurs travaillent ensemble ; on en tue un, en plein travail, à n'importe quel pas d'un message."""
    hasard = random.Random(2025)
    vivants = [naitre(reglages(port)) for _ in range(2)]
    for mort in range(ampleur.morts):
        vise = len(guichet.recus) + hasard.randint(20, ampleur.messages // (ampleur.morts + 1))
        while len(guichet.recus) < vise and any(v.is_alive() for v in vivants):
            time.sleep(0.002)
        time.sleep(hasard.random() / 100)
        victime = vivants.pop(0)
        victime.kill()
        victime.join()
        assert restants(), f"tout était parti avant la mort n° {mort + 1}"
        vivants.append(naitre(reglages(port)))
    for vivant in vivants:
        vivant.join()
        assert vivant.exitcode == 0


def lever_les_doutes(guichet: Guichet) -> int:
    """Fait ce que ferait une personne : regarder si le serveur a reçu le message, puis décider."""
    recus = {recu.courriel["Message-ID"] for recu in guichet.recus}
    with unite_de_travail() as session:
        douteux = session.exec(select(Message).where(col(Message.etat) == EtatMessage.DOUTEUX)).all()
        for message in douteux:
            decider = declarer_parti if message.identifiant in recus else renvoyer
            decider(session, message.id, "Camille Exemple", maintenant())
    return len(douteux)


@pytest.mark.lent
def test_mille_messages_arrivent_une_fois_malgre_les_morts_du_facteur(base: str) -> None:
    guichet, ampleur = Guichet(), AMPLEURS[moteur().dialect.name]
    deposer(ampleur.messages)
    with serveur_de_courriel(guichet) as port:
        tuer_plusieurs_facteurs(port, guichet, ampleur)
        time.sleep(BAIL.total_seconds())
        doutes = 0
        while restants():
            dernier = naitre(reglages(port))
            dernier.join()
            assert dernier.exitcode == 0
            doutes += lever_les_doutes(guichet)

    assert doutes <= ampleur.morts, "seul un message peut être douteux par mort"
    recus = Counter(recu.courriel["Message-ID"] for recu in guichet.recus)
    assert set(recus.values()) == {1}
    assert len(recus) == ampleur.messages
    with lecture() as session:
        assert messages_par_etat(session) == {EtatMessage.ENVOYE: ampleur.messages}

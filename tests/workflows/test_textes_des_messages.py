"""Ce que lisent les gens : chaque message est comparé, mot pour mot, au texte relu qui porte le nom de son geste.

Un texte change ? Relancez ces essais avec ECRIRE_LES_TEXTES=1, et relisez ce qui a été récrit.
"""

import os
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from modeles.absence import Absence
from modeles.demarche import Demarche, Passage
from modeles.etapes import Etape, Geste
from modeles.message import nouveau_message
from modeles.vocabulaire import NatureReunion, Partie, RoleContact
from tests.fabriques import un_contact, une_demarche, une_reunion
from workflows.notifications.courriel import Origine, composer_courriel
from workflows.notifications.emetteur import emetteur_de
from workflows.notifications.habillage import en_html
from workflows.notifications.messages import _REDACTIONS, courriers_de

TEXTES = Path(__file__).parent / "textes_des_messages"
LE_30_JANVIER = date(2025, 1, 30)
DONNEES: dict[Geste, dict[str, Any]] = {
    Geste.CONVOQUER: {"reunion": 1},
    Geste.REPORTER_COMITE: {"reunion": 1},
    Geste.VALIDER_COMPTE_RENDU: {"reunion": 1},
    Geste.DEMANDER_COMPLEMENTS: {
        "griefs": ["Préciser les sources", "Chiffrer les publics"],
        "echeance_le": "2025-03-14",
    },
    Geste.REFUSER_DIAGNOSTIC: {"griefs": ["Reprendre le constat n° 2"], "echeance_le": "2025-03-14"},
    Geste.RENVOYER_FICHES: {"fiches": ["32-DRO-EXP-01", "32-DRO-EXP-02"]},
}
CAS = [*((geste, Etape.LANCEMENT) for geste in _REDACTIONS), (Geste.ABANDONNER, Etape.ABANDONNE)]


def le_gers() -> Demarche:
    demarche = une_demarche(Etape.LANCEMENT)
    for partie, role, nom in (
        (Partie.ETAT, RoleContact.REFERENT, "MARTIN"),
        (Partie.COLLECTIVITE, RoleContact.REFERENT, "DURAND"),
        (Partie.COLLECTIVITE, RoleContact.SIGNATAIRE, "PETIT"),
    ):
        un_contact(demarche, partie, role, courriel=f"{nom.lower()}@exemple.invalid").nom = nom
    reunion = une_reunion(demarche, NatureReunion.COMITE_LANCEMENT, convoquee_le=LE_30_JANVIER)
    reunion.prevue_le, reunion.reponse_avant_le = date(2025, 2, 20), date(2025, 2, 10)
    return demarche


def un_passage(demarche: Demarche, geste: Geste, vers: Etape) -> Passage:
    return Passage(
        demarche_id=demarche.id,
        sequence=1,
        geste=geste,
        de=Etape.LANCEMENT,
        vers=vers,
        par="Camille Exemple",
        survenu_le=LE_30_JANVIER,
        saisi_le=datetime(2025, 1, 30, 9, tzinfo=UTC),
        motif="Le budget est à revoir",
        donnees=DONNEES.get(geste, {}),
    )


def ecrit(geste: Geste, vers: Etape) -> str:
    demarche = le_gers()
    (courrier,) = courriers_de(demarche, un_passage(demarche, geste, vers))
    a = ", ".join(c.courriel or "" for c in courrier.destinataires)
    joints = f"Pièces : {', '.join(courrier.codes)}\n" if courrier.codes else ""
    signature = emetteur_de(demarche, LE_30_JANVIER).signature
    return f"Objet : {courrier.objet}\nÀ : {a}\n{joints}\n{courrier.corps}\n\n{signature}\n"


@pytest.mark.parametrize(("geste", "vers"), CAS, ids=lambda v: v.value)
def test_chaque_message_dit_ce_qui_a_ete_relu(geste: Geste, vers: Etape) -> None:
    fichier = TEXTES / f"{geste.value}.txt"
    texte = ecrit(geste, vers)
    if os.environ.get("ECRIRE_LES_TEXTES"):
        fichier.write_text(texte, encoding="utf-8")

    assert texte == fichier.read_text(encoding="utf-8")


@pytest.mark.parametrize(("geste", "vers"), CAS, ids=lambda v: v.value)
def test_aucun_message_ne_laisse_de_trou(geste: Geste, vers: Etape) -> None:
    texte = ecrit(geste, vers)

    assert not re.search(r"[{}%]|\bNone\b|\bnan\b|---| ,|\n\n\n", texte)
    page = en_html("Objet", texte, [])
    assert '<html lang="fr">' in page and "<title>Objet</title>" in page
    assert not re.search(r"\{[{%]|None", page)


def test_tous_les_gestes_qui_ecrivent_ont_un_texte_relu() -> None:
    assert {f.stem for f in TEXTES.glob("*.txt")} == {geste.value for geste, _ in CAS}


def test_sans_referent_le_message_est_signe_de_la_fonction() -> None:
    emetteur = emetteur_de(une_demarche(), LE_30_JANVIER)

    assert (emetteur.nom, emetteur.adresse) == ("", None)
    assert emetteur.signature == "Cordialement,\nLe chargé de mission de l'État"


def test_pendant_une_absence_on_repond_au_suppleant() -> None:
    demarche = le_gers()
    referent = demarche.contacts[0]
    suppleant = un_contact(demarche, Partie.ETAT, RoleContact.MEMBRE, courriel="roux@exemple.invalid")
    suppleant.nom = "ROUX"
    referent.absences = [
        Absence(
            contact_id=referent.id,
            du=date(2025, 2, 1),
            au=date(2025, 2, 15),
            par="x",
            saisie_le=datetime.now(UTC),
        )
    ]
    referent.absences[0].suppleant = suppleant

    assert emetteur_de(demarche, LE_30_JANVIER).adresse == "martin@exemple.invalid"
    assert emetteur_de(demarche, date(2025, 2, 15)).adresse == "roux@exemple.invalid"


def test_le_courriel_entier_est_celui_qui_a_ete_relu() -> None:
    demarche = le_gers()
    (courrier,) = courriers_de(demarche, un_passage(demarche, Geste.DEMANDER_COMPLEMENTS, Etape.LANCEMENT))
    emetteur = emetteur_de(demarche, LE_30_JANVIER)
    message = nouveau_message(
        "essai:courriel",
        courrier.objet,
        f"{courrier.corps}\n\n{emetteur.signature}",
        [c.courriel for c in courrier.destinataires if c.courriel],
        expediteur=emetteur.nom,
        repondre_a=emetteur.adresse,
    )
    origine = Origine("contrats@exemple.fr", datetime(2025, 1, 30, 9, tzinfo=UTC), "Europe/Paris")
    octets = composer_courriel(message, [], origine).as_bytes()
    fichier = TEXTES / "courriel_entier.eml"
    if os.environ.get("ECRIRE_LES_TEXTES"):
        fichier.write_bytes(octets)

    assert octets == fichier.read_bytes()

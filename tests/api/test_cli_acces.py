"""Les comptes depuis le terminal : inviter, habiliter, suspendre, passer la main."""

import json
import re
from pathlib import Path

from sqlmodel import select

from modeles.base import lecture
from modeles.message import Message
from tests.api.terminal import jalons

ETAT = ("--role", "etat", "--territoire", "Gers")


def test_inviter_ouvre_le_compte_et_prepare_le_message(base: Path) -> None:
    fait = jalons("acces", "inviter", "Dominique@exemple.fr", "--nom", "Dominique Exemple", *ETAT)

    assert fait.exit_code == 0, fait.stderr
    assert "Le message attend dans la boîte d'envoi." in " ".join(fait.stdout.split())
    liste = json.loads(jalons("acces", "comptes", "--json").stdout)
    assert liste["elements"] == [
        {
            "nom": "Dominique Exemple",
            "courriel": "dominique@exemple.fr",
            "organisme": "",
            "roles": ["service de l'État dans le département : Gers"],
            "etat": "ouvert",
            "fin_le": None,
        }
    ]
    with lecture() as session:
        message = session.exec(select(Message)).one()
    assert message.destinataires == ["dominique@exemple.fr"]
    assert re.search(r"http://127\.0\.0\.1:8000/connexion/\S{43}", message.corps)


def test_un_role_mal_place_n_ouvre_pas_de_compte(base: Path) -> None:
    refus = jalons("acces", "inviter", "d@exemple.fr", "--nom", "D Exemple", "--role", "region")

    assert refus.exit_code == 1
    assert "Il demande une région." in refus.stderr
    assert json.loads(jalons("acces", "comptes", "--json").stdout)["total"] == 0


def test_habiliter_retirer_suspendre_rouvrir_et_passer_la_main(base: Path) -> None:
    for courriel, nom in (("d@exemple.fr", "Dominique Exemple"), ("a@exemple.fr", "Alex Exemple")):
        jalons("acces", "inviter", courriel, "--nom", nom, *ETAT)

    dits = [
        " ".join(jalons("acces", *mots).stdout.split())
        for mots in (
            ("habiliter", "d@exemple.fr", "--role", "lecteur", "--region", "76"),
            ("retirer", "d@exemple.fr", "--role", "lecteur"),
            ("suspendre", "d@exemple.fr"),
            ("rouvrir", "d@exemple.fr"),
            ("passation", "d@exemple.fr", "a@exemple.fr"),
        )
    ]

    assert dits == [
        "Dominique Exemple : service de l'État dans le département : Gers ; lecteur : Occitanie.",
        "Dominique Exemple : service de l'État dans le département : Gers.",
        "Le compte de Dominique Exemple est fermé.",
        "Le compte de Dominique Exemple est ouvert. Donnez-lui un lien : jalons acces lien --pour d@exemple.fr",
        "De Dominique Exemple à Alex Exemple : 1 rôle, 0 tâche, 0 démarche.",
    ]
    assert "Aucun compte n'a l'adresse" in jalons("acces", "suspendre", "x@exemple.fr").stderr


def test_le_lien_du_terminal_est_celui_de_la_machine_ou_d_une_personne(base: Path) -> None:
    jalons("acces", "inviter", "d@exemple.fr", "--nom", "Dominique Exemple", *ETAT)

    liens = [jalons("acces", "lien", *mots).stdout for mots in ((), ("--pour", "D@exemple.fr"))]
    jalons("acces", "suspendre", "d@exemple.fr")
    refus = jalons("acces", "lien", "--pour", "d@exemple.fr")

    assert all(re.fullmatch(r"http://127\.0\.0\.1:8000/connexion/\S{43}\n", lien) for lien in liens)
    assert (refus.exit_code, "est fermé" in refus.stderr) == (1, True)


def test_un_jeton_cree_au_terminal_s_affiche_une_fois(base: Path) -> None:
    jalons("acces", "inviter", "d@exemple.fr", "--nom", "Dominique Exemple", *ETAT)

    fait = jalons("acces", "jeton", "d@exemple.fr", "--nom", "tableur", "--portee", "lire")

    assert re.fullmatch(r"jalons_\S{43}\n", fait.stdout)

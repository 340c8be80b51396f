"""Le courriel composé : les mêmes octets à chaque fois, des en-têtes que chacun relit, un brouillon pour Outlook."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modeles.message import Message, nouveau_message
from workflows.notifications.adresses import adresse_utilisable
from workflows.notifications.courriel import (
    Origine,
    PieceJointe,
    composer_brouillon,
    composer_courriel,
    sur_une_ligne,
)
from workflows.notifications.habillage import en_html

ORIGINE = Origine("contrats@exemple.fr", datetime(2025, 7, 1, 8, tzinfo=UTC), "Europe/Paris")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PIECES = [
    PieceJointe("32 Gers – Procès-verbal n° 2, version définitive.docx", DOCX, b"PK du Word"),
    PieceJointe("Suivi.csv", "text/csv", "é;è\r\n".encode()),
]
lisibles = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=120)


def un_message(objet: str = "Réunion", **champs: object) -> Message:
    return nouveau_message("essai:1", objet, "Bonjour.\n\n.\n.point", ["a@exemple.fr"], **champs)


def relu(octets: bytes) -> EmailMessage:
    lu = message_from_bytes(octets, policy=default)
    assert isinstance(lu, EmailMessage)
    return lu


def test_les_memes_donnees_donnent_les_memes_octets() -> None:
    message = un_message(calendrier="BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n")

    premier, second = (composer_courriel(message, PIECES, ORIGINE).as_bytes() for _ in range(2))

    assert premier == second
    assert b"Date: Tue, 01 Jul 2025 10:00:00 +0200" in premier
    assert b"Auto-Submitted: auto-generated" in premier


@given(objet=lisibles, nom=lisibles)
def test_un_objet_et_un_nom_quelconques_se_relisent(objet: str, nom: str) -> None:
    courriel = relu(composer_courriel(un_message(objet, expediteur=nom), [], ORIGINE).as_bytes())

    assert sur_une_ligne(str(courriel["Subject"])) == sur_une_ligne(objet)
    assert courriel["From"].addresses[0].addr_spec == "contrats@exemple.fr"
    assert len(courriel.get_all("Subject") or []) == 1


def test_un_retour_a_la_ligne_n_ajoute_pas_d_en_tete() -> None:
    octets = composer_courriel(
        un_message("Objet\r\nBcc: x@y.fr", expediteur="N\nBcc: x@y.fr"), [], ORIGINE
    ).as_bytes()

    assert relu(octets)["Bcc"] is None


def test_les_pieces_et_leurs_noms_se_relisent() -> None:
    courriel = relu(composer_courriel(un_message(), PIECES, ORIGINE).as_bytes())

    jointes = list(courriel.iter_attachments())
    assert [p.get_filename() for p in jointes] == [p.nom for p in PIECES]
    assert [p.get_payload(decode=True) for p in jointes] == [p.octets for p in PIECES]


def test_le_brouillon_n_a_ni_expediteur_ni_identifiant() -> None:
    message = un_message(copies=["b@exemple.fr"], repondre_a="n@exemple.fr", expediteur="N. EXEMPLE")

    courriel = relu(composer_brouillon(message, PIECES).as_bytes())

    assert (courriel["X-Unsent"], courriel["To"], courriel["Cc"]) == ("1", "a@exemple.fr", "b@exemple.fr")
    assert [courriel[nom] for nom in ("From", "Message-ID", "Date", "Reply-To", "Auto-Submitted")] == [
        None
    ] * 5
    assert len(list(courriel.iter_attachments())) == 2


def test_le_texte_en_html_echappe_tout_sauf_les_adresses_web() -> None:
    page = en_html("O", "- <b>un</b>\n- https://exemple.fr/a?b=1&c=2.\n\nDeux.", ["a & b.docx"])

    assert "<li>&lt;b&gt;un&lt;/b&gt;</li>" in page
    assert '<a href="https://exemple.fr/a?b=1&amp;c=2">https://exemple.fr/a?b=1&amp;c=2</a>.</li>' in page
    assert "a &amp; b.docx" in page


@pytest.mark.parametrize(
    ("adresse", "bonne"),
    [
        ("a.b+c@exemple.fr", True),
        ("a'b@sous.exemple.gouv.fr", True),
        ("élu@exemple.fr", False),
        ("a@exemple", False),
        ("a b@exemple.fr", False),
        ("a@exemple.fr, b@exemple.fr", False),
        ("<a@exemple.fr>", False),
        ("a..b@exemple.fr", False),
        (".a@exemple.fr", False),
        ("a@-exemple.fr", False),
        ("a@exemple.fr\nBcc: x@y.fr", False),
        ("", False),
    ],
)
def test_une_adresse_sert_ou_ne_sert_pas(adresse: str, bonne: bool) -> None:
    assert adresse_utilisable(adresse) is bonne

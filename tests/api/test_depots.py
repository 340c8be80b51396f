"""Le formulaire d'une fiche, par l'API et par le terminal : il part, il revient, on accepte."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from documents.production import TYPE_MIME
from tests.api.demandes import PAR, creer, saisir
from tests.api.terminal import en_json, jalons
from tests.documents.formulaires_abimes import remplacer

FICHE = "/api/v1/territoires/32/fiches/32-DRO-EXP-01"
SAISIE = {
    "titre": "Prévenir les expulsions locatives",
    "axe": "DROITS",
    "sous_axe": "DRO-EXP",
    "constat": "Le constat de départ.",
    "porteur": "Association fictive",
    "annee_debut": 2024,
}


@pytest.fixture
def formulaire(client: TestClient) -> bytes:
    assert creer(client).status_code == 201
    saisir(client, "fiche", SAISIE)
    reponse = client.get(f"{FICHE}/formulaire")
    assert (reponse.status_code, reponse.headers["content-type"]) == (200, TYPE_MIME)
    assert 'filename="32-DRO-EXP-01_formulaire_v0.docx"' in reponse.headers["content-disposition"]
    contenu: bytes = reponse.content
    return contenu


def deposer(client: TestClient, octets: bytes, **parametres: str) -> Any:
    return client.post(
        f"{FICHE}/depots",
        content=octets,
        params={"par": PAR, "nom": "reçu.docx", **parametres},
        headers={"Content-Type": TYPE_MIME},
    )


def differents(depot: Any) -> dict[str, tuple[str, str, str, bool]]:
    return {
        c["champ"]: (c["base"], c["recu"], c["etat"], c["acceptable"])
        for c in depot["champs"]
        if c["etat"] != "identique"
    }


def test_un_formulaire_depose_se_compare_puis_s_accepte_champ_par_champ(
    client: TestClient, formulaire: bytes
) -> None:
    recu = remplacer(formulaire, "Le constat de départ.", "Un autre constat.")
    recu = remplacer(recu, "Association fictive", "Autre association")

    premier, second = deposer(client, recu), deposer(client, recu)
    depot = premier.json()
    acceptation = client.post(
        f"{FICHE}/depots/{depot['empreinte']}/acceptation", json={"par": PAR, "champs": ["constat"]}
    )

    assert (premier.status_code, second.status_code) == (201, 200)
    assert differents(depot) == {
        "constat": ("Le constat de départ.", "Un autre constat.", "modifie", True),
        "porteur": ("Association fictive", "Autre association", "modifie", True),
    }
    assert depot["document"]["origine"] == "depose"
    assert (acceptation.status_code, acceptation.json()["acceptes"]) == (200, ["constat"])
    apres = deposer(client, recu).json()
    assert list(differents(apres)) == ["porteur"]
    assert client.get(depot["document"]["fichier"]).content == recu


def test_ce_qui_n_est_pas_un_formulaire_est_refuse(client: TestClient, formulaire: bytes) -> None:
    refus = deposer(client, b"%PDF-1.7\n")
    inconnu = client.post(f"{FICHE}/depots/{'0' * 64}/acceptation", json={"par": PAR, "champs": ["tout"]})

    assert refus.status_code == 422
    assert (refus.json()["title"], refus.json()["detail"]) == (
        "Le fichier « reçu.docx » ne peut pas être lu.",
        "C'est un document PDF.",
    )
    assert (inconnu.status_code, inconnu.json()["title"]) == (
        404,
        "Aucun dépôt n'a l'empreinte 000000000000….",
    )
    assert client.get("/api/v1/territoires/32/documents").json()["total"] == 0


def test_un_fichier_de_plusieurs_megaoctets_passe_a_cette_adresse_seulement(
    client: TestClient, formulaire: bytes
) -> None:
    lourd = bytes(3_000_000)

    assert deposer(client, lourd).status_code == 422
    assert client.post("/api/v1/territoires", content=lourd).status_code == 413
    assert deposer(client, bytes(22_000_000)).status_code == 413


def test_le_terminal_exporte_compare_et_accepte(
    client: TestClient, formulaire: bytes, tmp_path: Path
) -> None:
    exporte = jalons("fiches", "exporter", "32-dro-exp-01", "--vers", str(tmp_path))
    fichier = tmp_path / "renommé.docx"
    envoye = tmp_path / "32-DRO-EXP-01_formulaire_v0.docx"
    fichier.write_bytes(remplacer(envoye.read_bytes(), "Le constat de départ.", "Un autre constat."))

    compare = jalons("fiches", "deposer", str(fichier), "--par", PAR)
    accepte = en_json("fiches", "deposer", str(fichier), "--par", PAR, "--accepter", "tout")

    assert exporte.stdout == f"Le formulaire est prêt : {envoye}\n"
    assert compare.exit_code == 0, compare.output
    assert "  Constat (constat)\n    modifié dans le formulaire\n" in compare.stdout
    assert "    base : Le constat de départ.\n    reçu : Un autre constat.\n" in compare.stdout
    assert compare.stdout.endswith(
        "24\N{NO-BREAK SPACE}champs identiques.\nLa fiche n'a pas changé. Pour accepter : --accepter constat\n"
    )
    assert (accepte["acceptes"], accepte["deja_depose"]) == (["constat"], True)


def test_le_terminal_ne_remplace_pas_un_fichier_et_dit_ce_qu_il_ne_peut_pas_lire(
    client: TestClient, formulaire: bytes, tmp_path: Path
) -> None:
    (tmp_path / "32-DRO-EXP-01_formulaire_v0.docx").write_bytes(b"mon travail")

    existe = jalons("fiches", "exporter", "32-DRO-EXP-01", "--vers", str(tmp_path))
    absent = jalons("fiches", "deposer", str(tmp_path / "absent.docx"))
    inconnue = jalons("fiches", "exporter", "32-XXX-01")

    assert (existe.exit_code, absent.exit_code, inconnue.exit_code) == (1, 1, 1)
    assert "existe déjà" in existe.stderr
    assert "Il n'existe pas, ou sa lecture n'est pas permise." in absent.stderr
    assert "La fiche « 32-XXX-01 » n'existe pas." in inconnue.stderr


def test_le_terminal_depose_un_document_modifie_a_cote_de_l_original(
    client: TestClient, formulaire: bytes, tmp_path: Path
) -> None:
    original = deposer(client, formulaire).json()["document"]["id"]
    fichier = tmp_path / "modifié.docx"
    fichier.write_bytes(remplacer(formulaire, "Le constat de départ.", "Un autre constat."))

    montre = jalons("documents", "deposer", str(fichier), "--document", original, "--par", PAR)
    redit = en_json("documents", "deposer", str(fichier), "--document", original)
    inconnu = jalons("documents", "deposer", str(fichier), "--document", "D13")

    assert montre.exit_code == 0, montre.output
    assert "  - Le constat de départ.\n  + Un autre constat.\n" in montre.stdout
    assert montre.stdout.endswith("\n1\N{NO-BREAK SPACE}passage diffère.\n")
    assert (redit["deja"], redit["document"]["origine"]) == (True, "depose")
    assert "« D13 » n'est pas l'identifiant d'un document." in inconnu.stderr
    assert jalons("documents", "Gers").stdout.endswith("2\N{NO-BREAK SPACE}documents.\n")


def test_le_terminal_montre_les_commentaires_d_une_fiche(client: TestClient, formulaire: bytes) -> None:
    saisir(client, "commentaire", {"fiche": "32-DRO-EXP-01", "champ": "constat", "texte": "Quelle source ?"})
    saisir(client, "commentaire_resolu", {"fiche": "32-DRO-EXP-01", "numero": 1, "reponse": "Ajoutée."})

    montre = jalons("fiches", "commentaires", "32-DRO-EXP-01")

    assert montre.stdout == (
        f"n° 1, constat (résolu), {PAR} : Quelle source ?\n    {PAR} : Ajoutée.\n"
        "1\N{NO-BREAK SPACE}commentaire.\n"
    )
    assert en_json("fiches", "commentaires", "32-DRO-EXP-01")["elements"][0]["etat"] == "resolu"

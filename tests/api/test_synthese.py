"""La synthèse régionale, par l'API et par le terminal : le même document."""

from pathlib import Path

from fastapi.testclient import TestClient

from documents.moteur.validite import fautes_word, texte
from documents.production import TYPE_MIME
from tests.api.fabriques import creer_des_demarches
from tests.api.terminal import jalons

ADRESSE = "/api/v1/regions/76/synthese"


def test_l_api_rend_la_synthese_en_word_sous_un_nom_lisible(client: TestClient) -> None:
    creer_des_demarches(2)

    reponse = client.get(ADRESSE, params={"le": "2026-04-08"})

    assert (reponse.status_code, reponse.headers["content-type"]) == (200, TYPE_MIME)
    assert reponse.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''20260408_D15_76_synthese%20regionale_v1.docx"
    )
    assert reponse.headers["x-content-type-options"] == "nosniff"
    assert fautes_word(reponse.content) == ()


def test_la_meme_base_donne_la_meme_synthese(client_sqlite: TestClient) -> None:
    premiere, seconde = (client_sqlite.get(ADRESSE, params={"le": "2026-04-08"}) for _ in range(2))

    assert premiere.content == seconde.content


def test_une_region_inconnue_n_a_pas_de_synthese(client_sqlite: TestClient) -> None:
    reponse = client_sqlite.get("/api/v1/regions/99/synthese")

    assert (reponse.status_code, reponse.headers["content-type"]) == (404, "application/problem+json")


def test_le_terminal_ecrit_la_synthese_ou_on_le_dit(base: Path, tmp_path: Path) -> None:
    fichier = tmp_path / "synthese.docx"

    resultat = jalons("synthese", "76", "--vers", str(fichier), "--le", "2026-04-08")

    assert resultat.exit_code == 0
    assert "Aucune fiche action n'est disponible à cette date." in texte(fichier.read_bytes())


def test_un_dossier_absent_est_dit_sans_trace(base_sqlite: Path, tmp_path: Path) -> None:
    resultat = jalons("synthese", "76", "--vers", str(tmp_path / "absent" / "synthese.docx"))

    assert resultat.exit_code == 1
    assert "La synthèse ne peut pas être écrite dans" in resultat.stderr
    assert "Traceback" not in resultat.output


def test_le_terminal_refuse_une_region_inconnue(base_sqlite: Path) -> None:
    resultat = jalons("synthese", "99")

    assert (resultat.exit_code, "99" in resultat.stderr) == (1, True)

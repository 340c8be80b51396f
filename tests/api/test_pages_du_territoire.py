"""Les pages d'un territoire : où il en est, ce qui le retient et où cela se règle, tout son dossier."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from api.pages.chemins import ENDROITS, ou_corriger
from api.pages.territoires.onglets import ONGLETS
from modeles.base import moteur
from modeles.compte import Role
from tests.acces import entrer_comme
from tests.api.conftest import TestClient
from tests.api.demandes import creer, faire, ouvrir, preparer, saisir
from tests.api.fabriques import deposer_un_document

RACINE = Path(__file__).resolve().parents[2]
# Les pages de la vie annuelle ont leur propre cadre.
A_PART = ("indicateurs", "relances")
FICHE = {"titre": "Action <chiffrée>", "axe": "DROITS", "sous_axe": "DRO-EXP", "annee_debut": 2024}


def _contenu(client: TestClient, page: str = "") -> str:
    reponse = client.get(f"/territoires/32{page}")
    assert reponse.status_code == 200, reponse.text
    return reponse.text.split("<main")[1].replace("&#39;", "'")


def test_la_vue_d_ensemble_mene_la_ou_chaque_obstacle_se_regle(client: TestClient) -> None:
    creer(client)

    page = _contenu(client)

    assert "<h1>Gers" in page
    assert "Ce qui empêche d'avancer" in page
    assert "<a href=\"/territoires/32/cadre#personnes\">Aucun référent n'est désigné pour l'État</a>" in page
    assert '<a href="/territoires/32/finances#enveloppes">' in page
    assert 'aria-current="step"' in page


@pytest.mark.parametrize(
    ("role", "etat", "attente"),
    [
        (Role.ETAT, "Comité à réunir", "À vous\u00a0: réunir le comité de lancement"),
        (Role.COLLECTIVITE, "Comité à venir", "L'État réunit le comité de lancement"),
    ],
)
def test_ce_qui_est_attendu_se_dit_a_celui_qui_lit(
    client_sqlite: TestClient, role: Role, etat: str, attente: str
) -> None:
    ouvrir(client_sqlite)
    entrer_comme(client_sqlite, role, "Dominique Modèle", territoire="32")

    page = _contenu(client_sqlite)

    assert etat in page
    assert attente in page


def test_seuls_les_gestes_qui_vous_reviennent_sont_proposes(client_sqlite: TestClient) -> None:
    ouvrir(client_sqlite)
    assert "/territoires/32/gestes/suspendre" in _contenu(client_sqlite)

    entrer_comme(client_sqlite, Role.COLLECTIVITE, "Dominique Modèle", territoire="32")
    page = _contenu(client_sqlite)

    assert "/territoires/32/gestes/suspendre" not in page
    assert "/territoires/32/gestes/valider_cadrage" in page


def test_on_n_annonce_pas_a_l_un_le_geste_de_l_autre(client_sqlite: TestClient) -> None:
    ouvrir(client_sqlite)
    faire(client_sqlite, "suspendre", motif="Élections", donnees={"jusqu_au": "2024-06-30"})
    entrer_comme(client_sqlite, Role.COLLECTIVITE, "Dominique Modèle", territoire="32")

    page = _contenu(client_sqlite)

    assert "Il revient à d'autres que vous." in page
    assert "/territoires/32/gestes/reprendre" not in page


def test_ce_qu_on_vient_de_faire_se_lit_en_haut(client_sqlite: TestClient) -> None:
    ouvrir(client_sqlite)

    assert "«\u00a0Ouvrir la démarche\u00a0»\u00a0: c'est inscrit au journal." in _contenu(
        client_sqlite, "?fait=ouvrir"
    )
    assert 'role="status"' not in _contenu(client_sqlite, "?fait=<b>rien</b>").split("<h1>")[0]


@pytest.mark.parametrize("onglet", [o.page for o in ONGLETS if o.page not in A_PART])
def test_chaque_page_d_un_dossier_vide_dit_quoi_faire_ou_qu_il_n_y_a_rien(
    client_sqlite: TestClient, onglet: str
) -> None:
    creer(client_sqlite)

    page = _contenu(client_sqlite, f"/{onglet}" if onglet else "")

    assert page.count("<h1") == 1
    assert f'aria-current="page">{next(o.libelle for o in ONGLETS if o.page == onglet)}' in page.replace(
        "&#39;", "'"
    )
    assert not re.search(r"<script(?! type=\"module\" src)|<style|\sstyle=|\son\w+=", page)


def test_les_documents_montrent_leurs_versions(client: TestClient, base: Path) -> None:
    ouvrir(client)
    deposer_un_document(base)
    second = deposer_un_document(base, version=2)

    page = _contenu(client, "/documents")

    assert f'href="/territoires/32/documents/{second}/fichier"' in page
    assert "1\u00a0version précédente" in page
    assert "Documents en préparation" in _contenu(client)


def test_les_totaux_disent_combien_de_fiches_ils_comptent(client: TestClient) -> None:
    preparer(client)
    ligne = {"annee": 2024, "part_etat_centimes": 1_234_500, "part_collectivite_centimes": 1_234_550}
    saisir(client, "fiche", FICHE | {"budget": [ligne, ligne | {"annee": 2025}]})
    saisir(client, "fiche", FICHE | {"titre": "Action à chiffrer"})

    page = _contenu(client, "/fiches")

    assert "Total de 1 sur 2\u00a0fiches retenues" in page
    assert page.count("49\u00a0381\u00a0€") == 2
    assert "pas encore chiffrée" in page
    assert "Action &lt;chiffrée&gt;" in page
    assert "1 sur 2\u00a0fiches retenues" in _contenu(client, "/finances")


def test_la_chaine_du_diagnostic_se_lit_dans_les_deux_sens(client: TestClient) -> None:
    preparer(client)
    saisir(client, "source", {"titre": "Fichier fictif", "producteur": "Insee", "annee": 2023})
    saisir(client, "constat", {"axe": "DROITS", "texte": "Constat fictif", "source": "Fichier fictif"})
    saisir(client, "enjeu", {"axe": "DROITS", "libelle": "Enjeu fictif", "constats": [1]})
    saisir(client, "piste", {"titre": "Piste fictive", "sous_axe": "DRO-EXP", "enjeu": 1})
    saisir(client, "fiche", FICHE | {"pistes": [1], "enjeu": 1})

    page = _contenu(client, "/diagnostic")

    assert 'Fonde : <a href="#enjeu-1">' in page
    assert re.search(r'<dt>Fondé sur</dt><dd><a href="#constat-1">', page)
    assert '<a href="/territoires/32/pistes#piste-1">Piste fictive</a>' in page
    assert '<a href="/territoires/32/fiches/32-DRO-EXP-01">32-DRO-EXP-01</a>' in page
    assert '<a href="/territoires/32/diagnostic#enjeu-1">' in _contenu(client, "/pistes")


def test_une_fiche_montre_ce_qui_y_cloche(client: TestClient) -> None:
    preparer(client)
    ligne = {"annee": 2024, "part_etat_centimes": 200_00, "part_collectivite_centimes": 100_00}
    saisir(client, "fiche", FICHE | {"budget": [ligne]})

    page = _contenu(client, "/fiches/32-DRO-EXP-01")

    assert "ne sont pas à parité" in page
    assert "à compléter (le constat," in page
    assert "statut_fiche?fiche=32-DRO-EXP-01&amp;statut=soumise" in page


def test_un_motif_malveillant_est_affiche_sans_agir(client: TestClient) -> None:
    ouvrir(client)
    motif = '"><script>alert(1)</script>{{ 7 * 7 }}'

    faire(client, "suspendre", motif=motif, donnees={"jusqu_au": "2024-06-30"})
    page = _contenu(client, "/journal")

    assert "<script>" not in page
    assert "{{ 7 * 7 }}" in page


def test_le_journal_dit_qui_a_change_quoi(client: TestClient) -> None:
    preparer(client)
    saisir(client, "axes", {"axes": [{"axe": "DROITS", "numero": 3}]})

    page = _contenu(client, "/journal?nature=axe_retenu")

    assert "Axe 1</strong> modifié par Camille Exemple" in page
    assert '<span class="avant">1</span> → 3' in page


def test_un_lecteur_d_un_autre_territoire_n_apprend_rien(client_sqlite: TestClient) -> None:
    creer(client_sqlite)
    entrer_comme(client_sqlite, Role.COLLECTIVITE, "Dominique Modèle", territoire="31")

    for onglet in ONGLETS:
        assert client_sqlite.get(f"/territoires/32/{onglet.page}".rstrip("/")).status_code == 404


def test_tout_endroit_qu_une_garde_nomme_a_sa_page() -> None:
    # La vie annuelle a ses propres pages, qui montrent leurs obstacles sur place.
    gardes = [
        f for f in (RACINE / "workflows" / "regles").glob("*.py") if f.stem not in ("exercice", "campagnes")
    ]
    textes = "\n".join(f.read_text() for f in gardes)
    nommes = set(re.findall(r"""ou=f?"([a-z_]+)[":]""", textes))

    assert nommes - ENDROITS == set()
    assert all(ou_corriger("32", endroit).startswith("/territoires/32") for endroit in nommes - {"geste"})


@contextmanager
def _requetes_comptees() -> Iterator[list[str]]:
    faites: list[str] = []

    def compter(_connexion: object, _curseur: object, ordre: str, *_reste: object) -> None:
        faites.append(ordre)

    event.listen(moteur(), "before_cursor_execute", compter)
    yield faites
    event.remove(moteur(), "before_cursor_execute", compter)


@pytest.mark.parametrize(
    "onglet", ["", "/fiches", "/finances", "/diagnostic", "/pistes", "/reunions", "/cadre"]
)
def test_le_nombre_de_requetes_ne_depend_pas_de_ce_que_le_dossier_contient(
    client_sqlite: TestClient, onglet: str
) -> None:
    ouvrir(client_sqlite)
    comptes = []
    for _ in range(2):
        for rang in range(3):
            saisir(client_sqlite, "constat", {"axe": "DROITS", "texte": f"Constat {rang}"})
            saisir(client_sqlite, "enjeu", {"axe": "DROITS", "libelle": f"Enjeu {rang}", "constats": [1]})
            saisir(client_sqlite, "piste", {"titre": f"Piste {rang}", "sous_axe": "DRO-EXP", "enjeu": 1})
            cible = {"code": "MEN", "libelle": "Ménages", "unite": "ménages", "cibles": {"2024": 100}}
            fiche = FICHE | {"titre": f"Action {rang}", "pistes": [1], "enjeu": 1, "indicateurs": [cible]}
            saisir(client_sqlite, "fiche", fiche)
        with _requetes_comptees() as faites:
            _contenu(client_sqlite, onglet)
        comptes.append(len(faites))

    assert comptes[0] == comptes[1]

"""Reprendre l'existant depuis le navigateur : le modèle, l'aperçu, la confirmation, et tout ce qui se refuse."""

import re
from html import unescape
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from sqlmodel import select

from modeles.base import lecture
from modeles.compte import Role
from modeles.configuration import configuration
from modeles.demarche import Demarche, Passage
from modeles.document import Document
from modeles.etapes import Geste
from tests.acces import entrer_comme
from tests.api.conftest import TestClient
from tests.workflows.archives import archive, parties_de
from tests.workflows.classeurs_de_reprise import (
    BUDGET,
    CONTRAT,
    ENVELOPPE,
    PDF,
    TERRITOIRE,
    UN_GERS_EN_FICHES,
    UNE_AUDE_SIGNEE,
    Lignes,
    octets,
    remplir,
)

REPRISE = "/reprise"
AVEC_COPIE: Lignes = {**UNE_AUDE_SIGNEE, "Contrats signés": [{**CONTRAT, "scan": "Contrat signé.pdf"}]}
TROIS_FAUTES: Lignes = {
    **UN_GERS_EN_FICHES,
    "Territoires": [{**TERRITOIRE, "etape": "Presque fini"}],
    "Enveloppes": [{**ENVELOPPE, "notifiee_le": "15 mars"}],
    "Budgets": [{**BUDGET, "part_etat_centimes": "36 k€"}],
}


def _deposer(
    client: TestClient,
    classeur: bytes = b"",
    copies: dict[str, bytes] | None = None,
    nom: str = "existant.xlsx",
    **champs: str,
) -> tuple[int, str, str]:
    """Le statut, l'adresse où l'on arrive et le texte de la page."""
    fichiers = [("fichier", (nom, classeur))]
    fichiers += [("copies", (n, contenu)) for n, contenu in (copies or {}).items()]
    reponse = client.post(f"{REPRISE}/depots", data=champs, files=fichiers)
    return reponse.status_code, reponse.url.path, _lisible(reponse.text)


def _confirmer(client: TestClient, adresse: str, page: str) -> str:
    vu = re.search(r'name="apercu" value="([0-9a-f]{64})"', page)
    assert vu, page
    return _lisible(client.post(f"{adresse}/confirmation", data={"apercu": vu[1]}).text)


def _lisible(page: str) -> str:
    return unescape(page).replace("\u00a0", " ").replace("’", "'")


def _demarches() -> list[str]:
    with lecture() as session:
        return sorted(session.exec(select(Demarche.territoire_code)))


def _cases(page: str) -> list[list[str]]:
    """Le texte de chaque ligne du premier tableau."""
    lignes = re.findall(r"<tr>(.*?)</tr>", page.partition("<tbody>")[2].partition("</tbody>")[0], re.S)
    return [[re.sub(r"<[^>]+>", "", c).strip() for c in re.split(r"</t[hd]>", x)[:-1]] for x in lignes]


def test_le_modele_se_telecharge_et_se_remplit(client_sqlite: TestClient) -> None:
    page = client_sqlite.get(REPRISE).text
    assert 'href="/reprise/modele"' in page

    reponse = client_sqlite.get(f"{REPRISE}/modele")

    assert "reprise.xlsx" in reponse.headers["content-disposition"]
    assert "Contrats signés" in load_workbook(BytesIO(reponse.content)).sheetnames


def test_l_apercu_n_ecrit_rien_et_la_confirmation_ecrit_tout_une_fois(client: TestClient) -> None:
    statut, adresse, page = _deposer(client, remplir({**UN_GERS_EN_FICHES}))

    assert statut == 200
    assert "L'import ferait : 7 objets créés ou modifiés, dans 1 territoire." in page
    assert "<strong>Gers</strong> (32) : 6 objets créés, 1 modifié, 0 inchangé" in page
    assert "Plafond de la part État (€) : 250 000 €" in page
    assert _demarches() == []

    bilan = _confirmer(client, adresse, page)
    encore = _confirmer(client, adresse, page)

    assert "Import terminé" in bilan
    assert "7 objets créés ou modifiés" in bilan
    assert encore == bilan
    assert _lisible(client.get(adresse).text) == bilan
    with lecture() as session:
        passages = session.exec(select(Passage)).all()
        assert [(p.geste, p.par, p.donnees["fichier"]) for p in passages] == [
            (Geste.REPRISE, "Camille Exemple", "existant.xlsx")
        ]


def test_le_meme_classeur_redepose_ne_change_plus_rien(client_sqlite: TestClient) -> None:
    _, adresse, page = _deposer(client_sqlite, remplir(UN_GERS_EN_FICHES))
    _confirmer(client_sqlite, adresse, page)

    _, _, encore = _deposer(client_sqlite, remplir(UN_GERS_EN_FICHES))

    assert "L'import de ce classeur ne changerait rien." in encore
    assert "/confirmation" not in encore


def test_toutes_les_fautes_sont_dites_a_la_fois_avec_leur_cellule(client: TestClient) -> None:
    _, _, page = _deposer(client, remplir(TROIS_FAUTES))

    assert "3 cellules à corriger ; rien n'a été écrit" in page
    assert [(c[0], c[1], c[2]) for c in _cases(page)] == [
        ("Territoires", "B3", "« Presque fini »"),
        ("Enveloppes", "F3", "« 15 mars »"),
        ("Budgets", "C3", "« 36 k€ »"),
    ]
    assert _cases(page)[1][3] == "Une date jj/mm/aaaa."
    assert "/confirmation" not in page
    assert _demarches() == []


def test_le_classeur_corrige_garde_les_copies_deja_recues(client: TestClient) -> None:
    fautif = {**AVEC_COPIE, "Budgets": [{**BUDGET, "fiche": "11-A", "part_etat_centimes": "36 k€"}]}
    _, adresse, _ = _deposer(client, remplir(fautif), {"CONTRAT SIGNE\u0301.pdf": PDF})
    reprise = adresse.removeprefix(f"{REPRISE}/")

    _, corrigee, page = _deposer(client, remplir(AVEC_COPIE), reprise=reprise)

    assert corrigee == adresse
    assert "Copies déjà reçues : CONTRAT SIGNÉ.pdf." in page
    _confirmer(client, corrigee, page)
    with lecture() as session:
        assert session.exec(select(Document.taille_octets)).all() == [len(PDF)]
    assert not list((configuration().donnees / "reprises en attente").rglob("*.pdf"))


def test_une_copie_absente_est_une_faute_que_l_envoi_suivant_repare(client_sqlite: TestClient) -> None:
    _, adresse, page = _deposer(client_sqlite, remplir(AVEC_COPIE))
    assert _cases(page)[0][:2] == ["Contrats signés", "Q3"]
    assert "Le fichier « Contrat signé.pdf » est introuvable." in page

    _, _, complete = _deposer(
        client_sqlite, copies={"Contrat signé.pdf": PDF}, reprise=adresse.removeprefix(f"{REPRISE}/")
    )

    assert "Copie signée « Contrat signé.pdf »" in complete
    assert "/confirmation" in complete


def test_une_copie_que_rien_ne_cite_est_dite(client_sqlite: TestClient) -> None:
    _, _, page = _deposer(client_sqlite, remplir(UN_GERS_EN_FICHES), {"autre.pdf": PDF})

    assert "Aucune ligne du classeur ne cite autre.pdf" in page


def test_un_classeur_change_apres_l_apercu_ne_s_importe_pas(client: TestClient) -> None:
    _, adresse, lue = _deposer(client, remplir(UN_GERS_EN_FICHES))
    autre = {**UN_GERS_EN_FICHES, "Enveloppes": [{**ENVELOPPE, "plafond_centimes": 999000}]}
    _deposer(client, remplir(autre), reprise=adresse.removeprefix(f"{REPRISE}/"))

    refusee = _confirmer(client, adresse, lue)

    assert "L'import n'a pas été fait ; rien n'a été écrit" in refusee
    assert _demarches() == []
    assert "Import terminé" in _confirmer(client, adresse, refusee)


def test_un_dossier_change_apres_l_apercu_demande_de_relire(client: TestClient) -> None:
    _, adresse, lue = _deposer(client, remplir(UN_GERS_EN_FICHES))
    client.post("/demarches/nouvelle", data={"territoire": "32"})

    assert "L'import n'a pas été fait" in _confirmer(client, adresse, lue)
    with lecture() as session:
        assert session.exec(select(Passage)).all() == []


MAUVAIS = {
    "rien": (b"", "Aucun classeur n'a été déposé."),
    "pdf": (PDF, "C'est un document PDF."),
    "texte": (b"territoire;etape\n", "C'est un fichier texte (CSV)."),
    "trop lourd": (b"PK\x03\x04" + bytes(20_000_001), "Il pèse 20 Mo, pour 20 Mo au plus."),
    "macro": (
        archive(parties_de(remplir({})) | {"xl/vbaProject.bin": b"x"}),
        "Il contient des macros ou un contenu actif.",
    ),
    "autre classeur": (octets(Workbook()), "Il n'a pas été fait à partir du modèle."),
}


@pytest.mark.parametrize("nom", MAUVAIS)
def test_un_mauvais_fichier_est_dit_sur_la_page_et_n_est_pas_garde(
    client_sqlite: TestClient, nom: str
) -> None:
    contenu, pourquoi = MAUVAIS[nom]

    statut, _, page = _deposer(client_sqlite, contenu)

    assert statut == 422
    assert 'id="refus"' in page
    assert pourquoi in page
    assert not (configuration().donnees / "reprises en attente").exists()


def test_des_champs_laisses_vides_par_un_navigateur_se_disent(client_sqlite: TestClient) -> None:
    champ = b'--x\r\nContent-Disposition: form-data; name="%s"; filename=""\r\n\r\n\r\n'
    corps = champ % b"fichier" + champ % b"copies" + b"--x--\r\n"

    page = client_sqlite.post(
        f"{REPRISE}/depots", content=corps, headers={"Content-Type": "multipart/form-data; boundary=x"}
    )

    assert page.status_code == 422
    assert 'id="refus"' in page.text


def test_un_envoi_demesure_est_refuse_par_une_page(client_sqlite: TestClient) -> None:
    reponse = client_sqlite.post(f"{REPRISE}/depots", content=bytes(51_000_001))

    assert reponse.status_code == 413
    assert "La demande est trop grande." in reponse.text
    assert "text/html" in reponse.headers["content-type"]


def test_l_etat_d_un_territoire_ne_reprend_que_chez_lui(client: TestClient) -> None:
    entrer_comme(client, Role.ETAT, "Dominique Modèle", territoire="32")
    ailleurs = {**UN_GERS_EN_FICHES, "Territoires": [TERRITOIRE, {**TERRITOIRE, "territoire": "Aude"}]}

    _, adresse, page = _deposer(client, remplir(ailleurs))

    assert [c[:3] for c in _cases(page)] == [["Territoires", "A4", "« Aude »"]]
    assert "Un territoire de votre périmètre" in page
    _, _, chez_lui = _deposer(client, remplir(UN_GERS_EN_FICHES), reprise=adresse.removeprefix(f"{REPRISE}/"))
    assert "Import terminé" in _confirmer(client, adresse, chez_lui)
    assert _demarches() == ["32"]


def test_un_import_force_hors_perimetre_n_ecrit_rien(client_sqlite: TestClient) -> None:
    entrer_comme(client_sqlite, Role.ETAT, "Dominique Modèle", territoire="32")
    _, adresse, _ = _deposer(client_sqlite, remplir(UNE_AUDE_SIGNEE))

    reponse = client_sqlite.post(f"{adresse}/confirmation", data={"apercu": "0" * 64})

    assert "cellules à corriger" in reponse.text
    assert _demarches() == []


@pytest.mark.parametrize("role", [Role.COLLECTIVITE, Role.LECTEUR])
def test_sans_droit_la_page_refuse_et_ma_region_n_y_mene_pas(client_sqlite: TestClient, role: Role) -> None:
    entrer_comme(client_sqlite, role, "Claude Modèle", territoire="32")

    refus = client_sqlite.get(REPRISE)

    assert refus.status_code == 403
    assert "Vous n'avez pas ce droit." in _lisible(refus.text)
    assert client_sqlite.post(f"{REPRISE}/depots", files={"fichier": ("x", b"x")}).status_code == 403
    assert REPRISE not in client_sqlite.get("/").text


def test_ma_region_vide_ou_non_mene_a_la_reprise(client_sqlite: TestClient) -> None:
    assert f'href="{REPRISE}"' in client_sqlite.get("/").text
    client_sqlite.post("/demarches/nouvelle", data={"territoire": "32"})

    assert f'href="{REPRISE}"' in client_sqlite.get("/").text


def test_l_attente_d_une_autre_personne_ne_s_ouvre_pas(client_sqlite: TestClient) -> None:
    _, adresse, _ = _deposer(client_sqlite, remplir(UN_GERS_EN_FICHES))
    entrer_comme(client_sqlite, nom="Dominique Modèle")

    vue = client_sqlite.get(adresse)

    assert vue.status_code == 404
    assert "Cette reprise n" in vue.text
    assert client_sqlite.post(f"{adresse}/confirmation", data={"apercu": "0" * 64}).status_code == 404


def test_l_api_montre_puis_importe_et_refuse_tout_a_la_fois(client: TestClient) -> None:
    depots = f"/api/v1{REPRISE}/depots"

    vu = client.post(depots, params={"apercu": True}, content=remplir(UN_GERS_EN_FICHES)).json()
    fautif = client.post(depots, content=remplir(TROIS_FAUTES))
    assert _demarches() == []
    fait = client.post(depots, params={"nom": "gers.xlsx"}, content=remplir(UN_GERS_EN_FICHES)).json()

    assert (vu["ecrit"], fait["ecrit"], fait["fichier"]) == (False, True, "gers.xlsx")
    assert vu["territoires"] == fait["territoires"]
    assert fautif.status_code == 422
    assert [o["ou"] for o in fautif.json()["obstacles"]] == ["Territoires!B3", "Enveloppes!F3", "Budgets!C3"]
    assert "Contrats signés" in load_workbook(BytesIO(client.get(f"/api/v1{REPRISE}/modele").content))

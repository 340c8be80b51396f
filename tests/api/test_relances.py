"""Les relances par l'API et le terminal : voir avant, valider, retenir ; chacun dans ses territoires."""

from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from modeles.base import unite_de_travail
from modeles.compte import Role
from modeles.demarche import Demarche
from tests.acces import entrer_comme
from tests.api.terminal import en_json, jalons
from tests.workflows.relances.dossiers_du_parcours import un_visa_attendu
from tests.workflows.relances.dossiers_relances import (
    lisible,
    messages,
    ouvrir_les_indicateurs,
    passer,
    passer_le,
    un_instant,
)

LE_7_AVRIL, LE_15_AVRIL = date(2026, 4, 7), date(2026, 4, 15)
GERS = "/api/v1/relances/32/indicateurs/2025"


def se_placer_au(monkeypatch: pytest.MonkeyPatch, jour: date) -> None:
    """L'horloge des portes : le jour, et l'instant des gestes."""
    for module in ("api.routes.relances", "api.relances", "api.cli.relances"):
        monkeypatch.setattr(f"{module}.aujourd_hui", lambda: jour)
        monkeypatch.setattr(f"{module}.instant_present", lambda: un_instant(jour))


@pytest.fixture
def le_16_avril(monkeypatch: pytest.MonkeyPatch) -> None:
    se_placer_au(monkeypatch, date(2026, 4, 16))


def test_un_jour_passe_se_revoit_et_un_jour_a_venir_se_simule(client: TestClient, le_16_avril: None) -> None:
    ouvrir_les_indicateurs("32", "31")
    passer([LE_7_AVRIL, LE_15_AVRIL])

    passe = client.get("/api/v1/relances/apercu?le=2026-04-07").json()
    avenir = client.get("/api/v1/relances/apercu?le=2026-04-30").json()

    assert [(e["niveau"], e["destinataires"][0]["courriel"]) for e in passe["envois"]] == [
        ("R1", "referent.31@exemple.invalid"),
        ("R1", "referent.32@exemple.invalid"),
    ]
    assert [r["libelle_de_l_etat"] for r in passe["faites"]] == ["remise à l'envoi", "remise à l'envoi"]
    assert [(x["territoire"], x["niveau"]) for x in avenir["a_valider"]] == [
        ("Haute-Garonne", "R3"),
        ("Gers", "R3"),
    ]
    assert len(messages()) == 2


def test_demain_dit_les_mots_que_la_personne_lira(
    client_sqlite: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ouvrir_les_indicateurs()
    se_placer_au(monkeypatch, date(2026, 4, 3))

    vu = client_sqlite.get("/api/v1/relances/demain").json()

    assert vu["jour"] == "2026-04-07"  # vendredi 3, puis week-end et lundi de Pâques
    (envoi,) = vu["envois"]
    assert lisible(envoi["objet"]) == "[CLS Gers] Remontée des indicateurs 2025 en attente"
    assert "Sauf erreur de ma part" in envoi["corps"]
    assert envoi["lignes"][0]["raison"] == "en retard de 7 jours : période 2025, échéance 31/03/2026"


def test_une_lettre_se_valide_une_fois(client_sqlite: TestClient, le_16_avril: None) -> None:
    ouvrir_les_indicateurs()
    passer_le(LE_15_AVRIL)

    validee, encore = (client_sqlite.post(f"{GERS}/R2/validation") for _ in (1, 2))

    assert (validee.status_code, validee.json()["etat"]) == (200, "programmee")
    assert validee.json()["validee_par"] == "Camille Exemple"
    assert client_sqlite.get(validee.json()["document"]).status_code == 200
    assert encore.status_code == 409
    assert encore.json()["obstacles"][0]["message"] == "elle est prête à partir depuis le 16/04/2026"


def test_une_lettre_depassee_ne_se_valide_plus(client_sqlite: TestClient) -> None:
    """Plusieurs mois plus tard, c'est la mise en demeure qui est due."""
    ouvrir_les_indicateurs()
    passer_le(LE_15_AVRIL)

    refus = client_sqlite.post(f"{GERS}/R2/validation")

    assert refus.json()["obstacles"][0]["message"] == "elle n'est plus due : le niveau D29M est maintenant dû"


def test_un_veto_demande_un_motif_et_vaut_pour_toujours(client_sqlite: TestClient, le_16_avril: None) -> None:
    ouvrir_les_indicateurs()

    sans, avec = (client_sqlite.post(f"{GERS}/R2/veto", json={"motif": m}) for m in ("", "Échange en cours"))

    assert (sans.status_code, avec.status_code) == (422, 201)
    assert avec.json()["motif"] == "Échange en cours (Camille Exemple)"
    assert passer_le(date(2026, 4, 16)).a_valider == 0


def test_une_promesse_rend_les_prochains_departs(client_sqlite: TestClient, le_16_avril: None) -> None:
    ouvrir_les_indicateurs()

    demande = {"jusqu_au": "2026-04-20", "motif": "Réponse promise"}
    reponse = client_sqlite.post(f"{GERS}/promesse", json=demande)

    assert reponse.status_code == 200
    (retenue,) = reponse.json()["retenues"]
    assert (retenue["niveau"], retenue["issue"]) == ("R2", "promesse")


@pytest.mark.parametrize(
    ("chemin", "statut"),
    [
        (f"{GERS}/R2/validation", 404),
        ("/api/v1/relances/32/inconnue/2025/R2/validation", 422),
        ("/api/v1/relances/32/indicateurs/1900/R2/validation", 422),
        ("/api/v1/relances/Nulle-part/indicateurs/2025/R2/validation", 404),
        (f"{GERS}/R9/validation", 404),
    ],
)
def test_ce_qui_ne_designe_rien_est_refuse_en_francais(
    client_sqlite: TestClient, chemin: str, statut: int
) -> None:
    ouvrir_les_indicateurs()

    refus = client_sqlite.post(chemin)

    assert (refus.status_code, refus.headers["content-type"]) == (statut, "application/problem+json")
    assert refus.json()["remede"]


def test_chacun_ne_voit_et_ne_mene_que_les_relances_de_ses_territoires(
    client_sqlite: TestClient, le_16_avril: None
) -> None:
    ouvrir_les_indicateurs("32", "31")
    passer_le(LE_15_AVRIL)
    entrer_comme(client_sqlite, Role.ETAT, "Dominique Exemple", territoire="31")

    vu = client_sqlite.get("/api/v1/relances").json()
    refus = client_sqlite.post(f"{GERS}/R2/validation")

    assert [r["territoire"] for r in vu["elements"]] == ["Haute-Garonne"]
    assert refus.status_code == 404


def test_une_collectivite_ne_voit_pas_les_relances(client_sqlite: TestClient) -> None:
    ouvrir_les_indicateurs()
    entrer_comme(client_sqlite, Role.COLLECTIVITE, "Dominique Exemple", territoire="32")

    assert client_sqlite.get("/api/v1/relances/apercu").status_code == 403


def test_l_envoi_demande_a_la_main_ne_repete_rien(
    client_sqlite: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ouvrir_les_indicateurs()
    se_placer_au(monkeypatch, LE_7_AVRIL)

    premier, second = (client_sqlite.post("/api/v1/relances/envoi").json() for _ in (1, 2))

    assert (len(premier["messages"]), premier["lettres"], len(second["messages"])) == (1, 1, 0)


def test_l_efficacite_se_lit_en_nombres(client_sqlite: TestClient, le_16_avril: None) -> None:
    ouvrir_les_indicateurs()

    vue = client_sqlite.get("/api/v1/relances/efficacite?le=2026-04-16").json()

    assert vue["niveaux"] == []
    (retards,) = vue["retards"]
    assert (retards["territoire"], retards["tranches"]["sans réponse"]) == ("Gers", 1)


def test_le_terminal_montre_le_jour_demande(base_sqlite: Path, le_16_avril: None) -> None:
    ouvrir_les_indicateurs()

    sortie = lisible(jalons("relances", "apercu", "--le", "07/04/2026").output)

    assert "Le 7 avril 2026 : 1 message part." in sortie
    assert "→ Dominique EXEMPLE <referent.32@exemple.invalid>" in sortie
    assert "R1, Gers : en retard de 7 jours : période 2025, échéance 31/03/2026" in sortie
    assert messages() == []


def test_le_terminal_valide_retient_et_raconte(base_sqlite: Path, le_16_avril: None) -> None:
    ouvrir_les_indicateurs("32", "31")
    passer_le(LE_15_AVRIL)

    validee = jalons("relances", "valider", "Gers", "R2", "--par", "Camille Exemple")
    retenue = jalons(
        "relances", "suspendre", "Haute-Garonne", "--niveau", "R2", "--motif", "Accord du préfet"
    )

    assert "prochain départ : le 17 avril 2026" in lisible(validee.output)
    assert "est retenue : elle ne partira pas" in retenue.output
    etats = {r["territoire"]: r["etat"] for r in en_json("relances", "historique")["elements"]}
    assert etats == {"Gers": "programmee", "Haute-Garonne": "retenue"}


@pytest.mark.parametrize("options", [(), ("--niveau", "R1", "--jusqu-au", "2026-04-20")])
def test_suspendre_demande_un_niveau_ou_une_date(base_sqlite: Path, options: tuple[str, ...]) -> None:
    ouvrir_les_indicateurs()

    refus = jalons("relances", "suspendre", "Gers", "--motif", "x", *options)

    assert refus.exit_code == 1
    assert "Ajoutez --niveau R1, ou --jusqu-au 2026-04-20." in refus.stderr


def test_on_ne_relance_pas_de_vraies_personnes_un_autre_jour(base_sqlite: Path, le_16_avril: None) -> None:
    (gers,) = ouvrir_les_indicateurs()

    refus = jalons("relances", "envoyer", "--le", "2026-04-07")
    with unite_de_travail() as session:
        session.get_one(Demarche, gers).fictive = True
    joue = jalons("relances", "envoyer", "--le", "2026-04-07")

    assert (refus.exit_code, messages()[0].objet[:16]) == (1, "[Exemple fictif]")
    assert "1 message confié à l'envoi, 1 lettre écrite" in lisible(joue.output)


def test_une_region_inconnue_est_refusee_avec_les_noms_proches(base_sqlite: Path) -> None:
    refus = jalons("relances", "apercu", "--region", "999")

    assert refus.exit_code == 1
    assert "n'existe pas" in refus.stderr


ECHELLE = "/api/v1/regions/76/campagnes/indicateurs/2025/echelle"


def test_l_echelle_d_une_campagne_se_lit_se_regle_et_se_retire(client_sqlite: TestClient) -> None:
    ouvrir_les_indicateurs()

    suivie = client_sqlite.get(ECHELLE).json()
    reglee = client_sqlite.put(
        ECHELLE, json={"niveaux": [{"code": "R1", "jours": 10}, {"code": "R4", "actif": False}]}
    )
    rendue, encore = (client_sqlite.delete(ECHELLE) for _ in (1, 2))

    assert (suivie["propre"], suivie["libelle"]) == (False, "Échelle par défaut")
    assert (reglee.status_code, reglee.json()["propre"]) == (200, True)
    assert {n["code"]: (n["jours"], n["actif"]) for n in reglee.json()["niveaux"]}["R1"] == (10, True)
    assert [n["code"] for n in reglee.json()["niveaux"] if not n["actif"]] == ["R4"]
    assert (rendue.status_code, rendue.json()["propre"], encore.status_code) == (200, False, 409)


def test_un_reglage_refuse_dit_tout_et_ou(client_sqlite: TestClient) -> None:
    ouvrir_les_indicateurs()

    refus = client_sqlite.put(ECHELLE, json={"niveaux": [{"code": "R1", "jours": 90}, {"code": "R9"}]})

    assert refus.status_code == 409
    assert [(o["ou"], o["message"]) for o in refus.json()["obstacles"]] == [
        ("R9", "le niveau « R9 » n'existe pas"),
        ("R2.jours", "R2 (J+15) doit venir après R1 (J+90)"),
    ]


@pytest.mark.parametrize("role", [Role.ETAT, Role.COLLECTIVITE])
def test_qui_n_a_qu_un_territoire_ne_regle_pas_l_echelle_de_la_region(
    client_sqlite: TestClient, role: Role
) -> None:
    ouvrir_les_indicateurs()
    entrer_comme(client_sqlite, role, "Dominique Exemple", territoire="32")

    assert client_sqlite.put(ECHELLE, json={"plafond_jours": 8}).status_code == 403
    assert client_sqlite.get("/campagnes/76/indicateurs/2025/echelle").status_code == 403


def test_le_terminal_lit_et_regle_l_echelle(base_sqlite: Path, tmp_path: Path) -> None:
    ouvrir_les_indicateurs()
    commande = ("relances", "echelle", "76", "--exercice", "2025")
    fichier = tmp_path / "reglage.json"
    fichier.write_text('{"niveaux": [{"code": "R4", "actif": false}]}', encoding="utf-8")

    lue = lisible(jalons(*commande).output)
    reglee = en_json(*commande, "--niveau", "R1", "--jours", "10", "--par", "Camille Exemple")
    du_fichier = en_json(*commande, "--fichier", str(fichier))
    rendue = en_json(*commande, "--comme-la-region")

    assert "Échelle par défaut (celle de la région)" in lue
    assert "J+30" in lue
    assert [n["jours"] for n in reglee["niveaux"] if n["code"] == "R1"] == [10]
    assert [n["code"] for n in du_fichier["niveaux"] if not n["actif"]] == ["R4"]
    assert rendue["propre"] is False


@pytest.mark.parametrize(
    ("options", "phrase"),
    [
        (("--niveau", "R1"), "On ne sait pas quel réglage faire."),
        (("--jours", "3"), "On ne sait pas quel réglage faire."),
        (("--niveau", "R1", "--jours", "3", "--comme-la-region"), "Les deux sont demandés à la fois."),
        (("--niveau", "R3", "--jours", "3"), "R3 (J+3) doit venir après R2 (J+15)"),
        (("--fichier", "REGLAGE"), "À revoir : niveaux.0.jour."),
    ],
)
def test_un_reglage_mal_demande_au_terminal_est_refuse(
    base_sqlite: Path, tmp_path: Path, options: tuple[str, ...], phrase: str
) -> None:
    ouvrir_les_indicateurs()
    fichier = tmp_path / "reglage.json"
    fichier.write_text('{"niveaux": [{"code": "R1", "jour": 3}]}', encoding="utf-8")
    donnees = [str(fichier) if o == "REGLAGE" else o for o in options]

    refus = jalons("relances", "echelle", "76", "--exercice", "2025", *donnees)

    assert refus.exit_code == 1
    assert phrase in lisible(refus.stderr)


def test_une_echeance_du_parcours_se_retient_et_se_remet_a_plus_tard(
    client_sqlite: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    un_visa_attendu()
    se_placer_au(monkeypatch, date(2026, 3, 18))
    visa = "/api/v1/relances/32/echeances/visa:1"

    demain = client_sqlite.get("/api/v1/relances/apercu?le=2026-03-19").json()
    veto, inconnue = (
        client_sqlite.post(f"/api/v1/relances/32/echeances/{e}/I1/veto", json={"motif": "Vu"})
        for e in ("visa:1", "visa:9")
    )
    reporte = client_sqlite.post(f"{visa}/promesse", json={"jusqu_au": "2026-04-01", "motif": "Crédits"})
    passe = client_sqlite.post(f"{visa}/promesse", json={"jusqu_au": "2026-03-01", "motif": "Crédits"})

    (envoi,) = demain["envois"]
    assert (envoi["niveau"], envoi["lignes"][0]["echeance"]) == ("I1", "visa:1")
    assert envoi["lignes"][0]["echelle"] == "Échelle interne à l'État"
    assert (veto.status_code, veto.json()["echeance"], inconnue.status_code) == (201, "visa:1", 404)
    assert (reporte.status_code, passe.status_code) == (200, 422)


def test_les_retards_se_lisent_par_l_api_et_au_terminal(client_sqlite: TestClient) -> None:
    ouvrir_les_indicateurs("31")
    un_visa_attendu("32")

    vus = client_sqlite.get("/api/v1/relances/retards?le=2026-04-08").json()
    sortie = lisible(jalons("relances", "retards", "--le", "2026-04-08").output)

    assert [(t["code"], t["retards"][0]["colonne"], t["retards"][0]["jours"]) for t in vus["elements"]] == [
        ("31", "indicateur", 8),
        ("32", "autre", 23),
    ]
    assert "23 jours" in sortie
    assert "Personne n'est en retard." in jalons("relances", "retards", "--le", "2026-01-20").output

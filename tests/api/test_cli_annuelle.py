"""L'année d'un contrat au terminal : la même chose que par les autres portes, en texte et en JSON."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from modeles.base import unite_de_travail
from modeles.colonnes import maintenant
from modeles.reference.registre import registre
from modeles.requetes import demarche_de
from tests.api.terminal import en_json, jalons
from tests.bases import reglages_relus
from tests.workflows.contrats_d_essai import FICHE, un_contrat
from workflows.vie_annuelle import actualiser_les_exercices

SAISI_LE = ("--le", "2026-03-02", "--par", "Dominique Exemple")


@pytest.fixture
def campagne(base_sqlite: Path) -> Path:
    with unite_de_travail() as session:
        for code in ("32", "09"):
            un_contrat(session, code)
    ouverte = jalons("campagnes", "ouvrir", "76", "--exercice", "2025", "--le", "2026-02-02")
    assert ouverte.exit_code == 0, ouverte.output
    assert "2 territoires attendus pour le 31/03/2026" in ouverte.stdout.replace("\u00a0", " ")
    return base_sqlite


def saisir(indicateur: str, *options: str) -> str:
    designe = ("--fiche", FICHE, "--indicateur", indicateur, "--exercice", "2025")
    return jalons("indicateurs", "saisir", "Gers", *designe, *SAISI_LE, *options).output.replace(
        "\u00a0", " "
    )


@pytest.mark.usefixtures("campagne")
def test_une_valeur_se_saisit_se_controle_se_rectifie_et_se_raconte() -> None:
    assert "1 valeur gardée" in saisir("MEN", "--valeur", "1 234,5")
    assert "Confirmez le zéro" in saisir("MONO", "--valeur", "0")
    designe = ("--fiche", FICHE, "--indicateur", "MEN", "--exercice", "2025")

    refus = jalons("indicateurs", "verifier", "Gers", *designe, "--par", "Dominique Exemple")
    assert (refus.exit_code, "a été saisi par Dominique Exemple" in refus.stderr) == (1, True)
    for commande in ("verifier", "valider"):
        assert jalons("indicateurs", commande, "Gers", *designe, "--par", "Camille Exemple").exit_code == 0
    rectifie = jalons("indicateurs", "rectifier", "Gers", *designe, "--valeur", "1300", "--motif", "Oubli")
    assert rectifie.exit_code == 0, rectifie.output
    histoire = en_json("indicateurs", "historique", "Gers", FICHE, "MEN", "--exercice", "2025")

    assert [v["statut"] for v in histoire["elements"]] == ["saisi", "verifie", "valide", "rectifie"]
    racontee = jalons("indicateurs", "historique", "Gers", FICHE, "MEN", "--exercice", "2025")
    assert "1 300 foyers" in racontee.stdout.replace("\u00a0", " ")


@pytest.mark.usefixtures("campagne")
@pytest.mark.parametrize("format_", ["csv", "json"])
def test_un_lot_se_montre_avant_de_s_ecrire(tmp_path: Path, format_: str) -> None:
    lignes = [
        {"fiche": FICHE, "indicateur": "MEN", "valeur": "80"},
        {"fiche": FICHE, "indicateur": "MONO", "valeur": "0", "zero_confirme": "oui"},
        {"fiche": FICHE, "indicateur": "RELOG", "statut": "sans objet", "motif": "Aucun bailleur"},
    ]
    champs = ("fiche", "indicateur", "valeur", "statut", "motif", "zero_confirme")
    fichier = tmp_path / f"lot.{format_}"
    tableau = [";".join(champs), *(";".join(x.get(c, "") for c in champs) for x in lignes)]
    fichier.write_text(json.dumps(lignes) if format_ == "json" else "\n".join(tableau), encoding="utf-8")
    commande = ("indicateurs", "saisir", "Gers", "--lot", str(fichier), "--exercice", "2025", *SAISI_LE)

    apercu = en_json(*commande, "--apercu")
    fait = en_json(*commande)
    refait = en_json(*commande)

    assert [len(x["changements"]) for x in (apercu, fait, refait)] == [3, 3, 0]
    assert (fait["recue"], refait["inchangees"]) == (True, 3)
    etat = jalons("indicateurs", "etat", "Gers", "--exercice", "2025", "--le", "2026-03-03")
    assert "zéro confirmé" in etat.stdout
    assert "reçu le 02/03/2026, à l'heure" in etat.stdout


@pytest.mark.usefixtures("campagne")
@pytest.mark.parametrize(
    ("nom", "contenu", "dit"),
    [
        ("a.csv", "fiche;code\nx;y", "colonne inconnue, code"),
        ("a.csv", "", "il n'a aucune ligne"),
        ("a.json", "{", "ce n'est pas une liste de lignes"),
        ("a.json", '[{"fiche": "x"}]', "indicateur à donner"),
    ],
)
def test_un_lot_illisible_est_refuse_en_disant_pourquoi(
    tmp_path: Path, nom: str, contenu: str, dit: str
) -> None:
    (tmp_path / nom).write_text(contenu, encoding="utf-8")

    refus = jalons("indicateurs", "saisir", "Gers", "--lot", str(tmp_path / nom), "--exercice", "2025")

    assert (refus.exit_code, dit in refus.stderr) == (1, True)


@pytest.mark.usefixtures("campagne")
def test_la_collecte_se_prolonge_se_suit_et_se_ferme() -> None:
    prolonge = jalons(
        "campagnes",
        "prolonger",
        "Gers",
        "--jusqu-au",
        "11/04/2026",
        "--motif",
        "Logiciel changé",
        "--exercice",
        "2025",
        "--le",
        "2026-03-30",
    )
    assert "report accordé jusqu'au 13/04/2026" in prolonge.stdout
    tableau = jalons("campagnes", "etat", "76", "--exercice", "2025", "--le", "2026-04-10")
    assert "en retard de 10 jours" in tableau.stdout.replace("\u00a0", " ")
    difficulte = jalons(
        "campagnes", "difficulte", "09", "--motif", "Agent absent", "--exercice", "2025", "--le", "2026-04-10"
    )
    assert "difficulté signalée jusqu'au 27/04/2026" in difficulte.stdout

    refus = jalons("campagnes", "clore", "76", "--exercice", "2025", "--le", "2026-04-10")
    assert "Gers a jusqu'au 13/04/2026" in refus.stderr
    assert en_json("campagnes", "clore", "76", "--exercice", "2025", "--le", "2026-05-04")["etat"] == "close"


@pytest.mark.usefixtures("campagne")
def test_les_agregats_et_l_exercice_se_lisent() -> None:
    for indicateur, valeur in (("MEN", "80"), ("MONO", "30"), ("RELOG", "50")):
        saisir(indicateur, "--valeur", valeur)
    with unite_de_travail() as session:
        demarche = demarche_de(session, "32")
        assert demarche is not None
        actualiser_les_exercices(session, demarche, maintenant().date(), maintenant())

    agregats = {
        a["code"]: a for a in en_json("indicateurs", "agregats", "76", "--exercice", "2025")["elements"]
    }
    assert agregats["TAUX"]["valeur_centiemes"] == 6250
    assert "1 territoire sur 2" in jalons(
        "indicateurs", "agregats", "76", "--exercice", "2025"
    ).stdout.replace("\u00a0", " ")
    exercices = {e["annee"]: e for e in en_json("exercices", "etat", "32")["elements"]}
    assert exercices[2025]["etat"] == "collecte_close"
    avance = jalons("exercices", "avancer", "32", "2025", "lancer-controle")
    assert "Il en est à « Contrôle des valeurs »" in avance.stdout
    assert jalons("exercices", "avancer", "32", "2025", "fermer").exit_code == 1
    assert "D21" in jalons("exercices", "document", "32", "2025", "d21").stdout


@pytest.fixture
def reference(base_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    dossier = base_sqlite / "reference"
    dossier.mkdir()
    monkeypatch.setenv("JALONS_REFERENCE", str(dossier))
    with reglages_relus():
        yield dossier


COLONNES = (
    "code;libelle;definition;type;formule;unite;sens;periode;numerateur;denominateur;sous_population_de"
)
CATALOGUE = f"""{COLONNES}
NAT-1;Familles;Familles suivies.;realisation;comptage;foyers;hausse_favorable;annee;;;
NAT-2;Relogées;Familles relogées.;resultat;comptage;foyers;hausse_favorable;annee;;;NAT-1
NAT-3;Taux;Part relogée.;resultat;ratio;%;hausse_favorable;annee;NAT-2;NAT-1;
"""


def importer(fichier: Path, code: str = "cls_2026") -> tuple[int, str]:
    resultat = jalons(
        "indicateurs",
        "catalogue",
        "importer",
        str(fichier),
        "--code",
        code,
        "--libelle",
        "Indicateurs du contrat",
        "--source",
        "Instruction (fictive)",
        "--statut",
        "officiel",
    )
    return resultat.exit_code, resultat.output.replace("\u00a0", " ")


def test_un_catalogue_s_importe_d_un_tableau(reference: Path, tmp_path: Path) -> None:
    (tmp_path / "national.csv").write_text(CATALOGUE, encoding="utf-8")

    assert importer(tmp_path / "national.csv") == (0, "3 indicateurs ajoutés ; redémarrez Jalons.\n")

    catalogue = registre(reference).catalogue_de("NAT-3")
    assert catalogue is not None
    assert (catalogue.statut.value, catalogue.indicateurs[1].sous_population_de) == ("officiel", "NAT-1")
    assert importer(tmp_path / "national.csv")[0] == 1  # il existe déjà : rien n'est remplacé


def test_un_catalogue_fautif_dit_toutes_ses_fautes_et_n_ecrit_rien(reference: Path, tmp_path: Path) -> None:
    fautif = CATALOGUE.replace("comptage;foyers", "total;foyers", 1).replace("NAT-2;NAT-1;", ";;")
    fautif = fautif.replace("annee;;;NAT-1", "annee;;;NAT-9")
    (tmp_path / "national.csv").write_text(fautif, encoding="utf-8")

    code, dit = importer(tmp_path / "national.csv")

    assert code == 1
    assert "champ « formule »" in dit
    assert "un ratio nomme son numérateur et son dénominateur" in dit
    assert list(reference.rglob("*.toml")) == []


@pytest.mark.usefixtures("reference")
def test_une_colonne_inconnue_ou_un_code_impossible_est_refuse(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("code;titre\nA;b\n", encoding="utf-8")

    assert "la colonne « titre » n'existe pas" in importer(tmp_path / "a.csv")[1]
    assert "ne peut pas être le code d'un catalogue" in importer(tmp_path / "a.csv", "../x")[1]


def test_sans_dossier_de_reference_l_import_dit_ou_le_regler(base_sqlite: Path) -> None:
    (base_sqlite / "a.csv").write_text(CATALOGUE, encoding="utf-8")

    code, dit = importer(base_sqlite / "a.csv")

    assert (code, "JALONS_REFERENCE" in dit) == (1, True)

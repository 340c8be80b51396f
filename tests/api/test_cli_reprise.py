"""La commande `jalons reprise` : le modèle, l'aperçu, l'import confirmé."""

import json
from pathlib import Path

import pytest
from sqlmodel import select

from modeles.base import lecture
from modeles.demarche import Passage
from modeles.erreurs import Introuvable
from tests.api.terminal import jalons
from tests.workflows.classeurs_de_reprise import BUDGET, UN_GERS_EN_FICHES, remplir
from workflows.dossier import demarche_du_territoire


@pytest.fixture
def classeur(base: str, tmp_path: Path) -> Path:
    fichier = tmp_path / "existant.xlsx"
    fichier.write_bytes(remplir(UN_GERS_EN_FICHES))
    return fichier


def _lancer(*arguments: object) -> tuple[int, str]:
    resultat = jalons("reprise", *map(str, arguments))
    return resultat.exit_code, resultat.output.replace("\u00a0", " ")


def test_le_modele_s_ecrit_une_fois_et_ne_s_ecrase_pas(tmp_path: Path) -> None:
    fichier = tmp_path / "modele.xlsx"

    premier, second = _lancer("modele", fichier), _lancer("modele", fichier)

    assert premier == (0, f"Le modèle est prêt : {fichier}\n")
    assert second == (
        1,
        "Le fichier « modele.xlsx » existe déjà. Il contient peut-être votre travail : il n'a pas été touché. "
        "Donnez un autre nom, ou déplacez ce fichier.\n",
    )


def test_sans_confirmer_l_import_montre_l_apercu_et_n_ecrit_rien(classeur: Path) -> None:
    code, sortie = _lancer("importer", classeur)

    assert code == 0
    assert "Gers (32), 0 élément inchangé" in sortie
    assert "      Plafond de la part État (€) : 250 000 €" in sortie
    assert "      Étape atteinte : À lancer → Fiches actions, depuis le 02/09/2024" in sortie
    assert sortie.endswith(
        "L'import ferait : 7 objets créés ou modifiés. Pour l'écrire, ajoutez --confirmer.\n"
    )
    with lecture() as session, pytest.raises(Introuvable):
        demarche_du_territoire(session, "Gers")


def test_l_import_confirme_est_au_nom_de_qui_le_fait(classeur: Path) -> None:
    code, sortie = _lancer("importer", classeur, "--confirmer", "--par", "Camille Exemple")

    assert (code, sortie.splitlines()[-1]) == (0, "Import terminé : 7 objets créés ou modifiés.")
    with lecture() as session:
        assert session.exec(select(Passage.par)).all() == ["Camille Exemple"]


def test_un_second_apercu_ne_trouve_plus_rien_a_faire(classeur: Path) -> None:
    _lancer("importer", classeur, "--confirmer")

    code, sortie = _lancer("apercu", classeur)

    assert (code, sortie.splitlines()[-1]) == (
        0,
        "Tout est déjà dans l'outil : l'import ne changerait rien.",
    )


def test_l_apercu_en_json_donne_les_adresses_et_sort_en_erreur(base: str, tmp_path: Path) -> None:
    fichier = tmp_path / "fautif.xlsx"
    fichier.write_bytes(
        remplir({**UN_GERS_EN_FICHES, "Budgets": [{**BUDGET, "part_etat_centimes": "36 k€"}]})
    )

    code, sortie = _lancer("apercu", fichier, "--json")

    rendu = json.loads(sortie)
    assert code == 1
    assert [(f["ou"], f["trouve"]) for f in rendu["fautes"]] == [("Budgets!C3", "36 k€")]
    assert rendu["territoires"][0]["code"] == "32"


def test_un_import_fautif_liste_les_cellules_une_par_ligne(base: str, tmp_path: Path) -> None:
    fichier = tmp_path / "fautif.xlsx"
    fichier.write_bytes(
        remplir({**UN_GERS_EN_FICHES, "Budgets": [{**BUDGET, "part_etat_centimes": "36 k€"}]})
    )

    assert _lancer("importer", fichier, "--confirmer") == (
        1,
        "  x Budgets!C3 : « 36 k€ » ; attendu : un montant en euros, écrit en entier : "
        "« 36 518,00 », sans « k€ » ni « M€ »\n\n"
        "1 cellule à corriger ; rien n'a été écrit. "
        "Corrigez ces cellules dans le classeur, enregistrez-le, puis recommencez.\n",
    )


def test_un_fichier_qui_n_est_pas_un_classeur_est_refuse_en_francais(base: str, tmp_path: Path) -> None:
    fichier = tmp_path / "contrat.pdf"
    fichier.write_bytes(b"%PDF-1.7\n")

    assert _lancer("apercu", fichier) == (
        1,
        "Le fichier « contrat.pdf » ne peut pas être lu. C'est un document PDF. Donnez le classeur Excel lui-même.\n",
    )

"""Ajouter une région est un fichier à déposer ; un fichier fautif est refusé avec toutes ses anomalies."""

from pathlib import Path

import pytest

from modeles.reference.anomalies import ReferenceInvalide
from modeles.reference.registre import DOSSIER_LIVRE, registre
from tests.modeles.depot_de_reference import BRETAGNE, RENNES, anomalies, deposer


def test_un_fichier_depose_ajoute_une_intercommunalite_a_une_region(tmp_path: Path) -> None:
    dossier = deposer(tmp_path, regions__rennes=BRETAGNE + RENNES)

    reference = registre(dossier)

    assert [t.code for t in reference.territoires_de("53")] == ["22", "29", "35", "56", "243500139"]
    assert reference.trouver_territoire("rennes metropole").executif == "président de la métropole"


def test_un_referentiel_nouveau_est_un_fichier_a_deposer(tmp_path: Path) -> None:
    suivant = (DOSSIER_LIVRE / "referentiels/pacte_2024.toml").read_text(encoding="utf-8")
    dossier = deposer(tmp_path, referentiels__pacte_2028=suivant.replace('"pacte_2024"', '"pacte_2028"'))

    reference = registre(dossier)

    assert sorted(reference.referentiels) == ["pacte_2024", "pacte_2028"]


def test_toutes_les_anomalies_de_forme_sont_donnees_a_la_fois(tmp_path: Path) -> None:
    fautif = RENNES.replace('code = "243500139"', 'code = "243500138"')
    fautif = fautif.replace('nom = "Rennes Métropole"\n', "").replace('"35"', "35") + 'couleur = "bleu"\n'
    dossier = deposer(tmp_path, regions__rennes=BRETAGNE + fautif, partenaires="[[partenaire]\n")

    place = f"{tmp_path.name}/regions/rennes.toml, territoire n° 1 (243500138)"
    assert anomalies(dossier) == [
        f"{place}, champ « code » : n'est pas un numéro SIREN : sa clé de contrôle est fausse.",
        f"{place}, champ « nom » : est obligatoire.",
        f"{place}, champ « departement » : doit être un texte entre guillemets (lu : « 35 »).",
        f"{place}, champ « couleur » : n'est pas un champ connu (lu : « bleu »).",
        f"{tmp_path.name}/partenaires.toml, l'écriture TOML est fausse (ligne 1, colonne 13).",
    ]


def test_le_refus_dit_combien_d_anomalies_et_lesquelles(tmp_path: Path) -> None:
    dossier = deposer(tmp_path, regions__rennes=BRETAGNE + RENNES.replace('"35"', '"99"'))

    with pytest.raises(ReferenceInvalide) as refus:
        registre(dossier)

    assert refus.value.quoi == "Les données de référence ne peuvent pas être chargées."
    assert refus.value.pourquoi == (
        f"1 anomalie a été trouvée : {tmp_path.name}/regions/rennes.toml, territoire « 243500139 », "
        "champ « departement » : « 99 » n'existe pas."
    )
    assert refus.value.remede == "Corrigez les fichiers indiqués, puis relancez."


def test_une_table_historique_fautive_donne_ses_lignes(tmp_path: Path) -> None:
    table = tmp_path / "historique/calpae_essai.csv"
    table.parent.mkdir()
    table.write_text(
        "territoire;libelle_publie;ligne;montant_euros\n99;Nulle part;detail;12,5\n32;Gers;detail;1;en trop\n",
        encoding="utf-8",
    )

    assert anomalies(tmp_path) == [
        f"{tmp_path.name}/historique/calpae_essai.csv, ligne n° 1, champ « montant_euros » : "
        "doit être un nombre entier (lu : « 12,5 »).",
        f"{tmp_path.name}/historique/calpae_essai.csv, ligne n° 2, champ « cellules en trop » : "
        "n'est pas un champ connu.",
    ]


def test_une_table_historique_ne_cite_que_des_territoires_et_des_sous_axes_connus(tmp_path: Path) -> None:
    (tmp_path / "historique").mkdir()
    (tmp_path / "historique/couverture_essai.csv").write_text(
        "referentiel;axe;sous_axe;actions;territoires\npacte_2024;DROITS;DRO-XXX;1;32 99\n", encoding="utf-8"
    )

    place = f"{tmp_path.name}/historique/couverture_essai.csv"
    assert anomalies(tmp_path) == [
        f"{place}, le territoire « 99 » n'existe pas.",
        f"{place}, l'axe ou le sous-axe « DRO-XXX » n'existe pas dans « pacte_2024 ».",
    ]


def test_un_fichier_au_nom_inconnu_n_est_pas_ignore_en_silence(tmp_path: Path) -> None:
    dossier = deposer(tmp_path, region__bretagne=BRETAGNE)

    assert anomalies(dossier) == [
        f"{tmp_path.name}/region/bretagne.toml, ce nom n'est pas celui d'un fichier de référence."
    ]


def test_un_fichier_qui_n_est_pas_en_utf_8_est_refuse(tmp_path: Path) -> None:
    (tmp_path / "regions").mkdir()
    (tmp_path / "regions/rennes.toml").write_bytes(BRETAGNE.replace("Bretagne", "Île").encode("latin-1"))

    assert anomalies(tmp_path) == [f"{tmp_path.name}/regions/rennes.toml, le fichier n'est pas en UTF-8."]


def test_un_dossier_supplementaire_absent_est_signale(tmp_path: Path) -> None:
    absent = tmp_path / "absent"

    assert anomalies(absent) == [f"{absent}, ce dossier n'existe pas."]

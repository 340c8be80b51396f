"""Le dépôt garde tout, n'écrase rien, et dit quand un fichier a été touché."""

import os
from hashlib import sha256
from pathlib import Path, PurePosixPath

import pytest

from documents.depot import ArbreIncomplet, Depot, FichierAbsent, FichierAltere
from documents.production import nom_de_fichier
from tests.documents.fabriques_documents import DEBUT

OCTETS = b"un document"
EMPREINTE = sha256(OCTETS).hexdigest()
LISIBLE = PurePosixPath("32 Gers/2 Diagnostic/rapport.docx")


def chemin_range(dossier: Path, empreinte: str = EMPREINTE) -> Path:
    return dossier / "fichiers" / empreinte[:2] / empreinte[2:]


def alterer(chemin: Path, octets: bytes) -> None:
    chemin.chmod(0o644)
    chemin.write_bytes(octets)


def test_un_fichier_range_se_relit_par_son_empreinte(tmp_path: Path) -> None:
    depot = Depot(tmp_path)

    empreinte = depot.ranger(OCTETS)

    assert (empreinte, depot.lire(empreinte)) == (EMPREINTE, OCTETS)
    assert chemin_range(tmp_path).read_bytes() == OCTETS


def test_ranger_deux_fois_ne_touche_pas_au_premier_fichier(tmp_path: Path) -> None:
    depot = Depot(tmp_path)
    depot.ranger(OCTETS)
    avant = chemin_range(tmp_path).stat()

    depot.ranger(OCTETS)

    apres = chemin_range(tmp_path).stat()
    assert (apres.st_ino, apres.st_mtime_ns) == (avant.st_ino, avant.st_mtime_ns)


def test_ranger_ne_laisse_aucun_fichier_provisoire(tmp_path: Path) -> None:
    Depot(tmp_path).ranger(OCTETS)

    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [chemin_range(tmp_path)]


def test_un_fichier_range_est_en_lecture_seule(tmp_path: Path) -> None:
    Depot(tmp_path).ranger(OCTETS)

    assert chemin_range(tmp_path).stat().st_mode & 0o222 == 0


def test_un_fichier_altere_n_est_ni_rendu_ni_ecrase(tmp_path: Path) -> None:
    depot = Depot(tmp_path)
    depot.ranger(OCTETS)
    alterer(chemin_range(tmp_path), b"autre chose")

    with pytest.raises(FichierAltere) as refus:
        depot.lire(EMPREINTE)
    with pytest.raises(FichierAltere):
        depot.ranger(OCTETS)

    assert chemin_range(tmp_path).read_bytes() == b"autre chose"
    assert str(refus.value) == (
        f"Le fichier {EMPREINTE[:12]}… a été modifié depuis qu'il a été rangé. "
        "Son contenu ne correspond plus à son empreinte. "
        "Remettez-le depuis une sauvegarde du dossier de données."
    )


def test_un_fichier_absent_se_dit_en_francais(tmp_path: Path) -> None:
    with pytest.raises(FichierAbsent) as refus:
        Depot(tmp_path).lire(EMPREINTE)

    assert refus.value.quoi == f"Le fichier {EMPREINTE[:12]}… n'est pas dans le dépôt."


def test_publier_donne_un_nom_lisible_et_peut_se_refaire(tmp_path: Path) -> None:
    depot = Depot(tmp_path)
    depot.ranger(OCTETS)

    publies = {depot.publier(EMPREINTE, LISIBLE) for _ in range(2)}

    assert publies == {tmp_path / "documents produits" / LISIBLE}
    assert publies.pop().read_bytes() == OCTETS


def test_l_exemplaire_modifie_par_une_personne_n_est_pas_ecrase(tmp_path: Path) -> None:
    depot = Depot(tmp_path)
    depot.ranger(OCTETS)
    sien = tmp_path / "documents produits" / LISIBLE
    sien.parent.mkdir(parents=True)
    sien.write_bytes(b"ses notes")

    publie = depot.publier(EMPREINTE, LISIBLE)

    assert sien.read_bytes() == b"ses notes"
    assert publie.name == f"rapport (original {EMPREINTE[:8]}).docx"
    assert publie.read_bytes() == OCTETS
    assert depot.publier(EMPREINTE, LISIBLE) == publie


def test_un_disque_sans_liens_recoit_une_copie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuser(*_chemins: object) -> None:
        raise OSError("liens interdits")

    monkeypatch.setattr(os, "link", refuser)
    depot = Depot(tmp_path)
    depot.ranger(OCTETS)

    publie = depot.publier(EMPREINTE, LISIBLE)

    assert publie.read_bytes() == OCTETS
    assert not publie.samefile(chemin_range(tmp_path))


def test_on_ne_publie_pas_hors_du_dossier(tmp_path: Path) -> None:
    depot = Depot(tmp_path)
    depot.ranger(OCTETS)

    with pytest.raises(ValueError, match="sort du dossier des documents"):
        depot.publier(EMPREINTE, PurePosixPath("../ailleurs.docx"))


def test_l_arbre_lisible_se_rebatit_entierement(tmp_path: Path) -> None:
    depot = Depot(tmp_path)
    publications = [
        (depot.ranger(f"document {n}".encode()), PurePosixPath(f"32 Gers/{n} Étape/d{n}.docx"))
        for n in range(3)
    ]

    assert depot.rebatir(publications) == 3
    assert depot.rebatir(publications) == 3
    assert sorted(p.name for p in (tmp_path / "documents produits").rglob("*.docx")) == [
        "d0.docx",
        "d1.docx",
        "d2.docx",
    ]


def test_rebatir_publie_le_reste_et_cite_tous_les_manques(tmp_path: Path) -> None:
    depot = Depot(tmp_path)
    depot.ranger(OCTETS)
    absents = [("a" * 64, PurePosixPath("a.docx")), ("b" * 64, PurePosixPath("b.docx"))]

    with pytest.raises(ArbreIncomplet) as refus:
        depot.rebatir([*absents, (EMPREINTE, LISIBLE)])

    assert [o.message for o in refus.value.obstacles] == [
        "a.docx : Le fichier aaaaaaaaaaaa… n'est pas dans le dépôt.",
        "b.docx : Le fichier bbbbbbbbbbbb… n'est pas dans le dépôt.",
    ]
    assert (tmp_path / "documents produits" / LISIBLE).exists()


@pytest.mark.parametrize(
    ("objet", "nom"),
    [
        ("convention projet 2", "20250106_D16_32_convention projet 2_v1.docx"),
        ('atelier <a:b> "c" / d\\e | f? *', "20250106_D16_32_atelier -a-b- -c- - d-e - f_v1.docx"),
        ("été à l'Œuvre 🏠", "20250106_D16_32_ete a l'OEuvre_v1.docx"),
    ],
)
def test_un_nom_de_fichier_convient_a_windows(objet: str, nom: str) -> None:
    assert nom_de_fichier(DEBUT, "D16", "32", objet, 1) == nom


def test_un_nom_de_fichier_tres_long_garde_sa_version() -> None:
    nom = nom_de_fichier(DEBUT, "D13", "32", "x" * 500, 12)

    assert nom.endswith("_v12.docx")
    assert len(nom) <= 100

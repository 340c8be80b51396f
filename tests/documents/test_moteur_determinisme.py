"""Mêmes gabarit et contexte, mêmes octets : d'un appel, d'un processus, d'une graine de hachage à l'autre."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from threading import Thread

from documents.moteur.archive import empreinte_du_document, parties_de
from documents.moteur.gabarit import DocumentCompose, composer
from tests.documents.fabriques_word import contexte_de_convention, gabarit_de_convention, un_gabarit

AILLEURS = """
import json, sys
from pathlib import Path
from documents.moteur.gabarit import composer
compose = composer(Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text()))
print(json.dumps([compose.empreinte_fichier, compose.empreinte_contenu, compose.empreinte_gabarit]))
"""


def test_trois_processus_ecrivent_les_memes_octets(tmp_path: Path) -> None:
    gabarit = gabarit_de_convention(tmp_path / "convention.docx")
    contexte = contexte_de_convention(4) | {"date_du_document": "2024-06-12"}
    donnees = tmp_path / "contexte.json"
    donnees.write_text(json.dumps(contexte))
    commande = [sys.executable, "-c", AILLEURS, str(gabarit), str(donnees)]
    racine = Path(__file__).parents[2]

    empreintes = [
        subprocess.run(
            commande,
            check=True,
            capture_output=True,
            text=True,
            cwd=racine,
            env={**os.environ, "PYTHONHASHSEED": str(graine)},
        ).stdout
        for graine in range(3)
    ]

    assert {tuple(json.loads(e)) for e in empreintes} == {composer(gabarit, contexte)[1:4]}


def test_les_empreintes_sont_celles_que_chacun_peut_recalculer(tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, "{{ x }}")

    compose = composer(gabarit, {"x": "é"})

    suite = "".join(
        f"{nom}\0{hashlib.sha256(contenu).hexdigest()}\n"
        for nom, contenu in sorted(parties_de(compose.octets).items())
    )
    assert compose.empreinte_fichier == hashlib.sha256(compose.octets).hexdigest()
    assert compose.empreinte_contenu == hashlib.sha256(suite.encode()).hexdigest()
    assert compose.empreinte_contenu == empreinte_du_document(compose.octets)
    assert compose.empreinte_gabarit == hashlib.sha256(gabarit.read_bytes()).hexdigest()


def test_l_archive_est_bien_formee_datee_de_1980_et_ses_types_en_tete(tmp_path: Path) -> None:
    compose = composer(un_gabarit(tmp_path, "{{ x }}"), {"x": "é"})

    with zipfile.ZipFile(BytesIO(compose.octets)) as archive:
        entrees = archive.infolist()
        assert archive.testzip() is None

    assert {e.date_time for e in entrees} == {(1980, 1, 1, 0, 0, 0)}
    assert [e.filename for e in entrees[:2]] == ["[Content_Types].xml", "_rels/.rels"]


def test_une_donnee_changee_change_les_deux_empreintes_pas_celle_du_gabarit(tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, "{{ x }}")

    un, deux = composer(gabarit, {"x": "1"}), composer(gabarit, {"x": "2"})

    assert un.empreinte_fichier != deux.empreinte_fichier
    assert un.empreinte_contenu != deux.empreinte_contenu
    assert un.empreinte_gabarit == deux.empreinte_gabarit


def test_le_meme_gabarit_sert_plusieurs_fils_a_la_fois(tmp_path: Path) -> None:
    gabarit, contexte = gabarit_de_convention(tmp_path / "convention.docx"), contexte_de_convention(3)
    obtenus: list[DocumentCompose] = []
    fils = [Thread(target=lambda: obtenus.append(composer(gabarit, contexte))) for _ in range(4)]

    for un_fil in fils:
        un_fil.start()
    for un_fil in fils:
        un_fil.join()

    assert len(obtenus) == 4
    assert set(obtenus) == {composer(gabarit, contexte)}

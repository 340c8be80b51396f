"""Une commande démarre tout, garde tout en vie, arrête tout ; et dit en français ce qui l'en empêche."""

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from api.enfant import Enfant
from api.prealables import (
    DemarrageImpossible,
    dossier_reserve,
    ouvrir_dossier,
    port_de_prefect,
    verifier_port,
)
from api.superviseur import Superviseur
from modeles.configuration import Configuration

PATIENCE_S = 40
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="les processus se lisent dans /proc")


@pytest.fixture
def port_pris() -> Iterator[int]:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()
        yield prise.getsockname()[1]


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return int(prise.getsockname()[1])


def attendre(condition: Callable[[], object]) -> None:
    limite = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < limite, "rien n'est venu"
        time.sleep(0.05)


def vit(numero: int) -> bool:
    try:
        etat = Path(f"/proc/{numero}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return etat != "Z"


def enfants(numero: int) -> list[int]:
    return [int(enfant) for enfant in Path(f"/proc/{numero}/task/{numero}/children").read_text().split()]


def repond(adresse: str) -> bool:
    try:
        return httpx.get(f"{adresse}/sante", trust_env=False, timeout=5).is_success
    except httpx.HTTPError:
        return False


@pytest.fixture
def essai(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Un superviseur et deux bouchons, tous en vie."""
    commande = [sys.executable, "-m", "tests.api.superviseur_d_essai", str(port_libre()), str(tmp_path)]
    with subprocess.Popen(commande, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as processus:
        petit_enfant = tmp_path / "petit-enfant"
        attendre(lambda: petit_enfant.exists() and petit_enfant.read_text())
        assert processus.stdout
        assert processus.stdout.readline().startswith("Jalons est prêt : http://127.0.0.1:")
        yield processus
        processus.kill()


@pytest.mark.lent
def test_un_processus_tue_est_relance_sans_toucher_aux_autres(essai: "subprocess.Popen[str]") -> None:
    application, executeur = enfants(essai.pid)

    os.kill(executeur, signal.SIGKILL)
    attendre(lambda: len(enfants(essai.pid)) == 2 and executeur not in enfants(essai.pid))

    assert application in enfants(essai.pid)
    assert essai.stderr
    assert essai.stderr.readline() == "Processus relancé après un arrêt inattendu : l'exécuteur.\n"


@pytest.mark.lent
@pytest.mark.parametrize("demande", [signal.SIGINT, signal.SIGTERM])
def test_l_arret_n_oublie_aucun_descendant(
    essai: "subprocess.Popen[str]", tmp_path: Path, demande: signal.Signals
) -> None:
    famille = [*enfants(essai.pid), int((tmp_path / "petit-enfant").read_text())]

    essai.send_signal(demande)

    assert essai.wait(PATIENCE_S) == 0
    attendre(lambda: not any(vit(numero) for numero in famille))


@pytest.mark.lent
def test_un_superviseur_tue_sans_preavis_ne_laisse_pas_ses_enfants(essai: "subprocess.Popen[str]") -> None:
    famille = enfants(essai.pid)

    essai.kill()

    attendre(lambda: not any(vit(numero) for numero in famille))


@pytest.mark.lent
def test_une_application_qui_meurt_toujours_arrete_le_demarrage() -> None:
    application = Enfant("l'application", [sys.executable, "-c", "raise SystemExit(3)"], dict(os.environ))
    superviseur = Superviseur([application], "http://127.0.0.1:1", "http://127.0.0.1:1/sante")

    with pytest.raises(DemarrageImpossible) as refus:
        superviseur.veiller()

    assert str(refus.value) == (
        "L'application ne démarre pas : elle s'est arrêtée 3 fois de suite. La raison est écrite au-dessus."
    )


@pytest.mark.lent
@pytest.mark.skipif(not importlib.util.find_spec("api.application"), reason="l'application manque")
def test_jalons_demarre_repond_et_s_arrete_sans_laisser_personne(tmp_path: Path) -> None:
    port = port_libre()
    reglages = {"JALONS_PORT": str(port), "JALONS_DONNEES": str(tmp_path), "JALONS_DEMONSTRATION": "non"}
    commande = [sys.executable, "-m", "api.superviseur"]
    environnement = {**os.environ, **reglages}
    with subprocess.Popen(commande, env=environnement, stdout=subprocess.PIPE, text=True) as jalons:
        assert jalons.stdout
        debut = [jalons.stdout.readline(), jalons.stdout.readline()]
        entree = jalons.stdout.readline()
        famille = enfants(jalons.pid)
        repondait = repond(f"http://127.0.0.1:{port}")
        jalons.send_signal(signal.SIGINT)
        fin, _ = jalons.communicate(timeout=PATIENCE_S)

    assert (repondait, len(famille), jalons.returncode) == (True, 3, 0)
    attendre(lambda: not any(vit(numero) for numero in famille))
    debut_du_lien = f"Pour entrer, ouvrez ce lien (il sert une fois) : http://127.0.0.1:{port}/connexion/"
    assert entree.startswith(debut_du_lien)
    assert [*debut, fin] == [
        "Jalons démarre…\n",
        f"Jalons est prêt : http://127.0.0.1:{port} (Ctrl-C pour arrêter)\n",
        f"Jalons est arrêté ; les données sont dans {tmp_path}\n",
    ]


def test_un_port_pris_est_dit_avec_un_port_libre(port_pris: int) -> None:
    with pytest.raises(DemarrageImpossible) as refus:
        verifier_port("127.0.0.1", port_pris)

    assert refus.value.quoi == f"Le port {port_pris} est déjà pris"
    propose = int(refus.value.remede.removeprefix("Choisissez-en un autre : make lancer PORT=").rstrip("."))
    verifier_port("127.0.0.1", propose)


def test_un_fichier_ne_peut_pas_servir_de_dossier_de_donnees(tmp_path: Path) -> None:
    (tmp_path / "donnees").touch()

    with pytest.raises(DemarrageImpossible) as refus:
        ouvrir_dossier(tmp_path / "donnees")

    assert str(refus.value) == (
        f"Le dossier de données « {tmp_path}/donnees » n'est pas utilisable : "
        "un fichier porte déjà ce nom, ce n'est pas un dossier. "
        "Choisissez-en un autre : make lancer DONNEES=autre-dossier."
    )


def test_un_dossier_ne_sert_qu_un_jalons_a_la_fois(tmp_path: Path) -> None:
    with (
        dossier_reserve(tmp_path, "http://127.0.0.1:8000"),
        pytest.raises(DemarrageImpossible) as refus,
        dossier_reserve(tmp_path, "http://127.0.0.1:8001"),
    ):
        pass

    assert str(refus.value) == (
        "Jalons fonctionne déjà sur ce dossier de données. "
        "Il répond à l'adresse http://127.0.0.1:8000. "
        "Servez-vous de celui-là, arrêtez-le (Ctrl-C), ou donnez un autre dossier et un autre port : "
        "make lancer PORT=8100 DONNEES=autre-dossier."
    )


def test_le_port_de_prefect_est_retenu_d_un_demarrage_a_l_autre(tmp_path: Path) -> None:
    choisi = port_de_prefect(Configuration(donnees=tmp_path, port=port_libre()))

    assert port_de_prefect(Configuration(donnees=tmp_path, port=8000)) == choisi
    assert Configuration(donnees=tmp_path).api_prefect == f"http://127.0.0.1:{choisi}/api"


def test_un_port_de_prefect_pris_depuis_est_remplace(tmp_path: Path, port_pris: int) -> None:
    reglages = Configuration(donnees=tmp_path)
    reglages.fichier_du_port_prefect.parent.mkdir()
    reglages.fichier_du_port_prefect.write_text(str(port_pris))

    assert port_de_prefect(reglages) != port_pris


def test_un_processus_qui_sort_sitot_ne_est_relance_de_moins_en_moins_vite() -> None:
    enfant = Enfant("l'essai", [sys.executable, "-c", ""], dict(os.environ))
    relances = []
    for maintenant in (0.0, 10.0, 20.0):
        enfant.demarrer(maintenant)
        assert enfant.processus
        enfant.processus.wait()
        assert enfant.veiller(maintenant)
        relances.append(enfant.relance_a - maintenant)

    assert relances == [0.5, 2.0, 4.5]

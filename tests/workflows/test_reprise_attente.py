"""Ce qui attend une confirmation : à une seule personne, borné, effacé au bout d'un jour."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from modeles.colonnes import maintenant
from modeles.erreurs import SaisieInvalide
from tests.workflows.classeurs_de_reprise import AUTEUR, PDF, UN_GERS_EN_FICHES, remplir
from workflows.depots.inscription import Fichier
from workflows.reprise.attente import (
    COPIES_AU_PLUS,
    DUREE,
    Attente,
    AttenteInconnue,
    Envoi,
    effacer_les_perimees,
    recevoir,
    retrouver,
)
from workflows.reprise.fautes import ClasseurIllisible

PERSONNE = str(uuid4())
CLASSEUR = Fichier("existant.xlsx", remplir(UN_GERS_EN_FICHES))


def _recevoir(donnees: Path, *copies: str, deja: Attente | None = None) -> Attente:
    envoi = Envoi(None if deja else CLASSEUR, [Fichier(nom, PDF) for nom in copies])
    return recevoir(donnees, PERSONNE, envoi, AUTEUR, deja.cle if deja else None)


def test_l_attente_se_retrouve_un_jour_et_par_sa_seule_personne(tmp_path: Path) -> None:
    attente, instant = _recevoir(tmp_path), maintenant()

    assert retrouver(tmp_path, PERSONNE, attente.cle, instant).classeur.read_bytes() == CLASSEUR.octets
    for qui, quand in ((str(uuid4()), instant), (PERSONNE, instant + DUREE + timedelta(minutes=1))):
        with pytest.raises(AttenteInconnue):
            retrouver(tmp_path, qui, attente.cle, quand)


def test_ce_qui_attend_depuis_plus_d_un_jour_s_efface(tmp_path: Path) -> None:
    attente = _recevoir(tmp_path, "contrat.pdf")

    effacer_les_perimees(tmp_path, maintenant())
    assert attente.copies == ["contrat.pdf"]
    effacer_les_perimees(tmp_path, maintenant() + DUREE + timedelta(minutes=1))

    assert not attente.dossier.exists()


def test_les_copies_s_ajoutent_et_une_de_meme_nom_remplace(tmp_path: Path) -> None:
    attente = _recevoir(tmp_path, "a.pdf")

    suite = _recevoir(tmp_path, "b.pdf", "a.pdf", deja=attente)

    assert (suite, suite.copies, suite.classeur.name) == (attente, ["a.pdf", "b.pdf"], "existant.xlsx")


@pytest.mark.parametrize(
    ("recu", "garde"),
    [
        ("../../secret.pdf", "secret.pdf"),
        ("C:\\scans\\contrat.pdf", "contrat.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("..", "fichier"),
        ("a\0b?.pdf", "a_b_.pdf"),
        ("é" * 300 + ".pdf", "é" * 118 + ".pdf"),
    ],
)
def test_un_nom_de_fichier_ne_sort_pas_de_son_dossier(tmp_path: Path, recu: str, garde: str) -> None:
    assert _recevoir(tmp_path, recu).copies == [garde]


def test_trop_de_copies_se_refusent_sans_rien_garder(tmp_path: Path) -> None:
    with pytest.raises(SaisieInvalide) as refus:
        _recevoir(tmp_path, *(f"{n}.pdf" for n in range(COPIES_AU_PLUS + 1)))

    assert refus.value.quoi == "Il y a trop de copies signées pour un seul import."
    assert list(tmp_path.iterdir()) == []


def test_un_classeur_illisible_laisse_celui_qui_attend(tmp_path: Path) -> None:
    attente = _recevoir(tmp_path)

    with pytest.raises(ClasseurIllisible):
        recevoir(tmp_path, PERSONNE, Envoi(Fichier("faux.xlsx", PDF), []), AUTEUR, attente.cle)

    assert attente.classeur.name == "existant.xlsx"


def test_une_reprise_faite_ne_se_complete_plus(tmp_path: Path) -> None:
    attente = _recevoir(tmp_path, "a.pdf")
    attente.conclure({"ecrit": True})

    autre = recevoir(tmp_path, PERSONNE, Envoi(CLASSEUR, []), AUTEUR, attente.cle)

    assert autre.cle != attente.cle
    assert (attente.bilan, attente.copies, autre.copies) == ({"ecrit": True}, [], [])

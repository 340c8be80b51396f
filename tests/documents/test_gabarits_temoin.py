"""Le dossier témoin se tire des types : complet ou minimal, il remplit chaque gabarit du répertoire."""

from datetime import date, time

import pytest
from pydantic import BaseModel

from documents.essai import examiner
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.repertoire import REPERTOIRE
from documents.temoin import temoin


class _Ligne(BaseModel):
    libelle: str


class _Exemple(BaseModel):
    objectif_principal: str
    montant_etat_centimes: int
    annee: int
    prevue_le: date | None
    a: time
    urgent: bool
    notes: tuple[str, ...]
    lignes: tuple[_Ligne, ...]
    repere: _Ligne | None


def test_un_dossier_complet_a_tout() -> None:
    complet = temoin(_Exemple)

    assert complet.objectif_principal == "Objectif principal (exemple)"
    assert (complet.montant_etat_centimes, complet.annee, complet.urgent) == (1_234_500, 2026, True)
    assert (complet.prevue_le, complet.a) == (date(2026, 3, 1), time(14, 30))
    assert (len(complet.notes), len(complet.lignes)) == (10, 2)
    assert complet.repere == _Ligne(libelle="Libellé (exemple)")


def test_un_dossier_minimal_n_a_rien_de_facultatif() -> None:
    minimal = temoin(_Exemple, complet=False)

    assert (minimal.objectif_principal, minimal.prevue_le, minimal.repere) == ("", None, None)
    assert (minimal.urgent, minimal.notes, minimal.lignes) == (False, (), ())


@pytest.mark.parametrize("code", REPERTOIRE)
def test_chaque_gabarit_livre_est_sans_faute(code: str) -> None:
    modele = REPERTOIRE[code]

    assert [str(f) for f in examiner(DOSSIER_DES_GABARITS, modele.gabarit, [modele])] == []

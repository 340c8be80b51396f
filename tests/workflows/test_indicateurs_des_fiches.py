"""L'indicateur d'une fiche porte sa fiche d'identité entière : celle du catalogue, sauf ce qu'on en dit."""

from datetime import date
from typing import Any

import pytest

from modeles.colonnes import maintenant
from modeles.erreurs import SaisieInvalide
from modeles.indicateur import Indicateur
from modeles.vocabulaire import StatutFiche
from tests.fabriques import une_demarche, une_fiche
from workflows.commandes.bordereau import Auteur
from workflows.commandes.fiches import SaisieFiche, rediger_fiche

AUTEUR = Auteur("Camille Exemple", date(2025, 3, 3), maintenant())


def un_indicateur(**champs: Any) -> Indicateur:
    """L'indicateur tel qu'il est une fois la fiche rédigée."""
    demarche = une_demarche()
    indicateur = {"libelle": "Familles", "unite": "foyers"} | champs
    fiche = {"titre": "Aller vers", "axe": "ENFANCE", "annee_debut": 2025, "indicateurs": [indicateur]}
    rediger_fiche(demarche, SaisieFiche.model_validate(fiche), AUTEUR)
    return demarche.fiches[0].indicateurs[0]


def test_un_indicateur_du_catalogue_arrive_avec_toute_sa_definition() -> None:
    indicateur = un_indicateur(code="LOC-ENF-PAR-2")

    assert (indicateur.sous_population_de, indicateur.agregation) == ("LOC-ENF-PAR-1", "somme")
    assert (indicateur.periodicite, indicateur.niveau) == ("annuelle", "local")
    assert indicateur.source == "Système d'information du porteur de l'action"


def test_un_ratio_du_catalogue_nomme_ses_deux_termes_et_se_pondere() -> None:
    indicateur = un_indicateur(code="LOC-DRO-EXP-3", formule="ratio", unite="%")

    assert (indicateur.numerateur, indicateur.denominateur) == ("LOC-DRO-EXP-2", "LOC-DRO-EXP-1")
    assert indicateur.agregation == "ponderee"


def test_ce_que_la_fiche_dit_l_emporte_sur_le_catalogue() -> None:
    indicateur = un_indicateur(code="LOC-ENF-PAR-2", sous_population_de=None, source="La CAF")

    assert (indicateur.sous_population_de, indicateur.source) == (None, "La CAF")


@pytest.mark.parametrize(
    ("formule", "agregation"),
    [("comptage", "somme"), ("delai_moyen", "ponderee"), ("qualitatif", "non_agregeable")],
)
def test_hors_catalogue_l_addition_suit_la_formule(formule: str, agregation: str) -> None:
    assert un_indicateur(code="MAISON", formule=formule).agregation == agregation


def test_la_signature_fige_les_cibles() -> None:
    demarche = une_demarche()
    fiche = une_fiche(demarche, statut=StatutFiche.CONTRACTUALISEE)
    saisie = SaisieFiche(code=fiche.code, titre=fiche.titre, axe=fiche.axe, annee_debut=2024)

    with pytest.raises(SaisieInvalide, match="inscrite au contrat"):
        rediger_fiche(demarche, saisie, AUTEUR)

    assert [c.valeur_centiemes for c in fiche.indicateurs[0].cibles] == [100_00] * 4

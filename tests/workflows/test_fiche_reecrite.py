"""Une fiche renvoyée se réécrit : ce qui est gardé reste, ce qui est retiré part, rien n'est perdu."""

from datetime import date

import pytest
from sqlmodel import select

from modeles.base import lecture, unite_de_travail
from modeles.colonnes import maintenant
from modeles.erreurs import SaisieInvalide
from modeles.fiche import FicheAction
from modeles.indicateur import Cible
from workflows.commandes.bordereau import Auteur
from workflows.dossier import creer_demarche, enregistrer

AUTEUR = Auteur("Camille Exemple", date(2024, 3, 1), maintenant())


def une_saisie(code: str | None, part_centimes: int, indicateurs: dict[str, int]) -> dict[str, object]:
    return {
        "code": code,
        "titre": "Prévenir les expulsions locatives",
        "axe": "DROITS",
        "sous_axe": "DRO-EXP",
        "annee_debut": 2024,
        "duree_annees": 2,
        "budget": [
            {"annee": a, "part_etat_centimes": part_centimes, "part_collectivite_centimes": part_centimes}
            for a in (2024, 2025)
        ],
        "indicateurs": [
            {"code": c, "libelle": c, "unite": "foyers", "cibles": {2024: v, 2025: v}}
            for c, v in indicateurs.items()
        ],
    }


def test_une_fiche_reecrite_garde_son_budget_et_les_cibles_de_ses_indicateurs(base: str) -> None:
    with unite_de_travail() as session:
        demarche = creer_demarche(session, "32", date(2024, 1, 8)).id
        enregistrer(session, demarche, "fiche", une_saisie(None, 100, {"MEN": 1000, "AUT": 500}), AUTEUR)

    with unite_de_travail() as session:
        reecrite = une_saisie("32-DRO-EXP-01", 250, {"MEN": 2000, "NEU": 300})
        enregistrer(session, demarche, "fiche", reecrite, AUTEUR)

    with lecture() as session:
        fiche = session.exec(select(FicheAction)).one()
        assert [(x.annee, x.part_etat_centimes) for x in fiche.budget] == [(2024, 250), (2025, 250)]
        assert {i.code: [c.valeur_centiemes for c in i.cibles] for i in fiche.indicateurs} == {
            "MEN": [2000, 2000],
            "NEU": [300, 300],
        }
        assert len(session.exec(select(Cible)).all()) == 4


def test_une_annee_de_budget_ecrite_deux_fois_est_refusee(base: str) -> None:
    saisie = une_saisie(None, 100, {})
    saisie["budget"] = [{"annee": 2024, "part_etat_centimes": n} for n in (100, 200)]
    with unite_de_travail() as session:
        demarche = creer_demarche(session, "32", date(2024, 1, 8)).id

    with pytest.raises(SaisieInvalide) as refus, unite_de_travail() as session:
        enregistrer(session, demarche, "fiche", saisie, AUTEUR)

    assert [o.message for o in refus.value.obstacles] == ["« budget » : écrit plusieurs fois : 2024"]

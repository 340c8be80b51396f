"""Les contrôles d'une fiche et du recueil : référentiel, nature, indicateurs, période, argent."""

from datetime import date

import pytest

from modeles.demarche import Demarche
from modeles.diagnostic import Reserve
from modeles.enveloppe import Enveloppe
from modeles.erreurs import Gravite, Obstacle
from modeles.etapes import Etape
from modeles.vocabulaire import (
    NatureAction,
    StatutEnveloppe,
    StatutFiche,
)
from tests.fabriques import LE_3_MARS, une_demarche, une_fiche
from workflows.regles.fiches import obstacles_a_la_fiche, obstacles_au_recueil
from workflows.regles.finances import obstacles_financiers


def _codes(obstacles: list[Obstacle]) -> list[str]:
    return [o.code for o in obstacles]


def _des_enveloppes(demarche: Demarche, plafond_centimes: int) -> None:
    demarche.enveloppes = [
        Enveloppe(
            demarche_id=demarche.id,
            annee=annee,
            plafond_centimes=plafond_centimes,
            statut=StatutEnveloppe.NOTIFIE,
            notifiee_le=LE_3_MARS,
        )
        for annee in demarche.annees
    ]


def test_un_recueil_complet_et_finance_se_fige() -> None:
    demarche = une_demarche(Etape.FICHES)
    _des_enveloppes(demarche, 30_000_00)
    une_fiche(demarche)
    une_fiche(demarche, code="32-ENF-PAR-01", axe="ENFANCE", sous_axe="ENF-PAR", titre="Soutenir les parents")
    une_fiche(
        demarche, code="32-TRA-MOB-01", axe="TRANSITION", sous_axe="TRA-MOB", titre="Aider à se déplacer"
    )

    bloquants = [o for o in obstacles_au_recueil(demarche, LE_3_MARS) if o.gravite is Gravite.BLOQUANT]

    assert bloquants == []


@pytest.mark.parametrize(
    ("champs", "code"),
    [
        ({"axe": "INCONNU", "sous_axe": None}, "REF-01"),
        ({"sous_axe": "TRA-ALI"}, "REF-01"),
        ({"sous_axe": None}, "REF-01"),
        ({"action_referencee": "TRA-ALI-1"}, "REF-01"),
        ({"nature": None}, "FIC-02"),
        ({"nature": NatureAction.RENFORCEE}, "FIC-02"),
        ({"nature": NatureAction.RENFORCEE, "renforcement": ["file_active"]}, "FIC-02"),
        ({"annee_debut": 2025, "duree_annees": 4}, "FIC-04"),
        ({"annee_debut": 2023, "duree_annees": 1}, "FIC-04"),
        ({"description": "Assuré 1 85 05 78 006 084 36"}, "RGP-01"),
        ({"constat": ""}, ""),
    ],
)
def test_une_fiche_fautive_est_retenue_par_son_controle(champs: dict[str, object], code: str) -> None:
    demarche = une_demarche(Etape.FICHES)
    fiche = une_fiche(demarche, **champs)

    assert code in _codes(list(obstacles_a_la_fiche(demarche, fiche)))


def test_une_fiche_sans_indicateur_puis_sans_une_cible_est_retenue() -> None:
    demarche = une_demarche(Etape.FICHES)
    fiche = une_fiche(demarche)
    del fiche.indicateurs[0].cibles[1]
    (obstacle,) = [o for o in obstacles_a_la_fiche(demarche, fiche) if o.code == "FIC-03"]
    assert obstacle.message == "la fiche 32-DRO-EXP-01 n'a pas de cible 2025"

    fiche.indicateurs = []
    (obstacle,) = [o for o in obstacles_a_la_fiche(demarche, fiche) if o.code == "FIC-03"]
    assert obstacle.message == "la fiche 32-DRO-EXP-01 n'a pas d'indicateur"


def test_le_titre_repete_bloque_et_le_texte_recopie_avertit() -> None:
    demarche = une_demarche(Etape.FICHES)
    premiere = une_fiche(demarche)
    seconde = une_fiche(demarche, titre=premiere.titre.upper(), description=premiere.description)
    assert "FIC-01" in _codes(list(obstacles_a_la_fiche(demarche, premiere)))

    seconde.titre = "Un autre titre"
    assert "FIC-05" in _codes(list(obstacles_a_la_fiche(demarche, premiere)))


@pytest.mark.parametrize(
    ("etat", "collectivite", "conforme"),
    [(100_000_00, 99_999_00, True), (100_000_00, 90_000_00, False), (90_000_00, 100_000_00, True)],
)
def test_la_parite_tolere_un_euro(etat: int, collectivite: int, conforme: bool) -> None:
    demarche = une_demarche(Etape.FICHES)
    fiche = une_fiche(demarche, annee_debut=2024, duree_annees=1)
    fiche.budget[0].part_etat_centimes, fiche.budget[0].part_collectivite_centimes = etat, collectivite

    assert ("FIN-02" not in _codes(list(obstacles_financiers(demarche)))) is conforme


def test_le_plafond_d_une_annee_compte_le_reliquat_mais_pas_les_fiches_reportees() -> None:
    demarche = une_demarche(Etape.FICHES)
    _des_enveloppes(demarche, 15_000_00)
    une_fiche(demarche)
    une_fiche(demarche)
    (premier, *_autres) = obstacles_financiers(demarche)
    assert premier.message == (
        "en 2024, les fiches demandent 20\u00a0000\u00a0€ à l'État pour un plafond de 15\u00a0000\u00a0€ "
        "(dépassement de 5\u00a0000\u00a0€)"
    )

    demarche.enveloppes[0].reliquat_centimes = 5_000_00
    assert [o.ou for o in obstacles_financiers(demarche)] == [f"enveloppe:{a}" for a in (2025, 2026, 2027)]

    demarche.fiches[1].statut = StatutFiche.REPORTEE
    assert list(obstacles_financiers(demarche)) == []


def test_une_reserve_echue_retient_le_recueil_une_reserve_a_venir_non() -> None:
    demarche = une_demarche(Etape.FICHES)
    demarche.reserves = [
        Reserve(demarche_id=demarche.id, libelle="Chiffrer", responsable="CD", echeance_le=date(2025, 3, 1)),
        Reserve(demarche_id=demarche.id, libelle="Préciser", responsable="CD", echeance_le=date(2025, 3, 9)),
    ]

    messages = [o.message for o in obstacles_au_recueil(demarche, LE_3_MARS) if o.ou == "reserves"]

    assert messages == ["une réserve du comité, attendue le 01/03/2025, n'est pas levée : Chiffrer"]

"""Le parcours permet exactement ce que le tableau déclare, et refuse en l'expliquant."""

from datetime import UTC, date, datetime
from itertools import product

import pytest

from modeles.erreurs import Obstacle
from modeles.etapes import TERMINALES, Etape, Geste
from tests.fabriques import LE_3_MARS, des_faits, une_demarche, une_levee
from workflows import parcours
from workflows.commandes.registre import GESTES
from workflows.parcours import PARCOURS, Transition, franchir, gestes_possibles, transition_de
from workflows.refus import DateImpossible, GesteHorsEtape, LeveeImpossible, MotifManquant, PassageBloque
from workflows.regles.commun import Circonstances, aucun_obstacle
from workflows.regles.controles import constat

TOUS = list(product(Etape, Geste))
PERMIS = [(etape, geste) for etape, geste in TOUS if transition_de(etape, geste)]
HORS_ETAPE = [couple for couple in TOUS if couple not in PERMIS]


def _sans_garde(monkeypatch: pytest.MonkeyPatch, *obstacles: Obstacle) -> None:
    """Le même tableau, dont les gardes ne disent que les obstacles voulus."""
    lignes = tuple(t._replace(obstacles=lambda demarche, le: obstacles) for t in PARCOURS)
    monkeypatch.setattr(parcours, "PARCOURS", lignes)


def _a_l_etape(etape: Etape) -> tuple[Etape, Etape | None]:
    return etape, Etape.FICHES if etape is Etape.SUSPENDU else None


@pytest.mark.parametrize(("etape", "geste"), HORS_ETAPE)
def test_un_geste_fait_hors_de_son_etape_ne_change_rien(etape: Etape, geste: Geste) -> None:
    demarche = une_demarche(etape)

    with pytest.raises(GesteHorsEtape) as refus:
        franchir(demarche, geste, des_faits(motif="Un motif"))

    assert f"en est à « {etape.libelle} »" in refus.value.pourquoi
    assert (demarche.etape, demarche.passages) == (etape, [])


@pytest.mark.parametrize(("etape", "geste"), PERMIS)
def test_un_geste_permis_mene_ou_le_tableau_le_dit(
    etape: Etape, geste: Geste, monkeypatch: pytest.MonkeyPatch
) -> None:
    _sans_garde(monkeypatch)
    depart, retour = _a_l_etape(etape)
    demarche = une_demarche(depart, etape_de_retour=retour)
    attendue = retour if geste is Geste.REPRENDRE else transition_de(etape, geste).vers or etape

    passage = franchir(demarche, geste, des_faits(motif="Un motif"))

    assert (passage.de, passage.vers, demarche.etape) == (etape, attendue, attendue)
    assert [p.sequence for p in demarche.passages] == [1]
    assert demarche.depuis_le == (LE_3_MARS if attendue is not etape else date(2025, 1, 6))


@pytest.mark.parametrize(("etape", "geste"), [c for c in PERMIS if transition_de(*c).motif])
def test_un_retour_sans_motif_est_refuse(etape: Etape, geste: Geste) -> None:
    demarche = une_demarche(etape)

    with pytest.raises(MotifManquant):
        franchir(demarche, geste, des_faits(motif="  "))

    assert demarche.passages == []


@pytest.mark.parametrize(
    ("etape", "geste"), [c for c in PERMIS if transition_de(*c).obstacles is not aucun_obstacle]
)
def test_une_garde_qui_parle_bloque_le_geste(
    etape: Etape, geste: Geste, monkeypatch: pytest.MonkeyPatch
) -> None:
    _sans_garde(
        monkeypatch, Obstacle("une chose manque", "Ajoutez-la."), Obstacle("une autre aussi", "Et l'autre.")
    )
    depart, retour = _a_l_etape(etape)
    demarche = une_demarche(depart, etape_de_retour=retour)

    with pytest.raises(PassageBloque) as refus:
        franchir(demarche, geste, des_faits(motif="Un motif"))

    assert refus.value.pourquoi == "Il reste à régler : une chose manque ; une autre aussi."
    assert refus.value.remede == "Ajoutez-la. Et l'autre. Puis recommencez."
    assert (demarche.etape, demarche.passages) == (etape, [])


def test_chaque_geste_du_parcours_sait_lire_ses_donnees() -> None:
    assert {t.geste for t in PARCOURS} == set(GESTES)


def test_une_etape_terminale_ne_permet_plus_rien() -> None:
    assert {etape: gestes_possibles(etape) for etape in TERMINALES} == {etape: [] for etape in TERMINALES}


def test_toute_etape_non_terminale_a_une_sortie_et_une_suspension() -> None:
    for etape in Etape:
        if etape in TERMINALES:
            continue
        sorties = {t.vers for t in gestes_possibles(etape)}
        assert Etape.SUSPENDU in sorties or etape is Etape.SUSPENDU, etape


def test_suspendre_puis_reprendre_ramene_ou_l_on_etait() -> None:
    demarche = une_demarche(Etape.ATELIERS)

    franchir(demarche, Geste.SUSPENDRE, des_faits(motif="Élections"))
    assert (demarche.etape, demarche.etape_de_retour) == (Etape.SUSPENDU, Etape.ATELIERS)
    franchir(demarche, Geste.REPRENDRE, des_faits())

    assert (demarche.etape, demarche.etape_de_retour) == (Etape.ATELIERS, None)


def test_un_contrat_suspendu_apres_signature_ne_s_abandonne_pas() -> None:
    demarche = une_demarche(Etape.SUSPENDU, etape_de_retour=Etape.EXECUTION)

    with pytest.raises(PassageBloque, match="déjà voté ou signé"):
        franchir(demarche, Geste.ABANDONNER, des_faits(motif="Renoncement"))


@pytest.mark.parametrize("geste", [Geste.SUSPENDRE])
def test_la_date_reelle_ne_peut_ni_etre_a_venir_ni_preceder_le_journal(geste: Geste) -> None:
    demarche = une_demarche(Etape.ATELIERS)
    franchir(demarche, geste, des_faits(date(2025, 3, 3), motif="Élections"))

    with pytest.raises(DateImpossible, match="précède le dernier geste du journal"):
        franchir(demarche, Geste.REPRENDRE, des_faits(date(2025, 3, 2)))
    demain = Circonstances("Camille", date(2025, 3, 5), datetime(2025, 3, 4, 23, tzinfo=UTC))
    with pytest.raises(DateImpossible, match="pas encore arrivé"):
        franchir(demarche, Geste.REPRENDRE, demain)

    assert len(demarche.passages) == 1


def _bloque_par(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    ligne = Transition(
        Geste.OUVRIR,
        (Etape.A_LANCER,),
        Etape.LANCEMENT,
        lambda d, le: (constat(code, "un écart", "Corrigez."),),
    )
    monkeypatch.setattr(parcours, "PARCOURS", (ligne,))


def test_un_controle_bloquant_se_leve_avec_motif_et_autorite(monkeypatch: pytest.MonkeyPatch) -> None:
    _bloque_par(monkeypatch, "FIN-02")
    demarche = une_demarche()

    passage = franchir(demarche, Geste.OUVRIR, des_faits(derogations=(une_levee("FIN-02"),)))

    assert passage.leves == [
        {
            "code": "FIN-02",
            "motif": "Accord écrit des deux parties",
            "autorite": "Préfet du Gers",
            "message": "un écart",
        }
    ]


@pytest.mark.parametrize("code", ["FIN-01", "SIG-01", "DOC-02"])
def test_les_controles_proteges_ne_se_levent_jamais(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _bloque_par(monkeypatch, code)
    demarche = une_demarche()

    with pytest.raises(LeveeImpossible, match="il ne se lève pas"):
        franchir(demarche, Geste.OUVRIR, des_faits(derogations=(une_levee(code),)))

    assert demarche.etape is Etape.A_LANCER


def test_une_levee_sans_autorite_est_refusee(monkeypatch: pytest.MonkeyPatch) -> None:
    _bloque_par(monkeypatch, "FIN-02")

    with pytest.raises(LeveeImpossible, match="Le motif et l'autorité doivent être écrits"):
        franchir(
            une_demarche(), Geste.OUVRIR, des_faits(derogations=(une_levee("FIN-02")._replace(autorite=" "),))
        )

"""Savoir si les relances servent, et si elles se taisent."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from workflows.relances.alarmes import DerniereTournee, Surveillance, alarmes
from workflows.relances.efficacite import (
    Envoyee,
    Reponse,
    effets_par_niveau,
    retards_par_territoire,
    tranche_de,
)

DUE = date(2026, 3, 31)
R0, R1, R2 = (
    Envoyee("R0-4", date(2026, 3, 30)),
    Envoyee("R1", date(2026, 4, 7)),
    Envoyee("R2", date(2026, 4, 16)),
)
PARIS = ZoneInfo("Europe/Paris")
A_NEUF_HEURES = datetime(2026, 4, 8, 9, tzinfo=PARIS)
HIER, AUJOURD_HUI = date(2026, 4, 7), date(2026, 4, 8)
DEPUIS_MARS = datetime(2026, 3, 2, 9, tzinfo=PARIS)


def une_reponse(recu_le: date | None, *envoyees: Envoyee, due_le: date = DUE) -> Reponse:
    return Reponse("32", "Gers", 2025, due_le, recu_le, envoyees)


def test_une_reponse_s_attribue_a_la_derniere_relance_partie_avant_elle() -> None:
    reponses = [
        une_reponse(date(2026, 3, 31), R0),
        une_reponse(date(2026, 4, 9), R0, R1),
        une_reponse(date(2026, 4, 30), R0, R1, R2),
        une_reponse(None, R0, R1, R2),
    ]

    assert [(e.niveau, e.parties, e.suivies, e.delai, e.pour_cent) for e in effets_par_niveau(reponses)] == [
        ("R0-4", 4, 1, 1, 25),
        ("R1", 3, 1, 2, 33),
        ("R2", 2, 0, 14, 0),
    ]


def test_une_reponse_d_avant_toute_relance_n_est_le_merite_d_aucune() -> None:
    (effet,) = effets_par_niveau([une_reponse(date(2026, 3, 20), R0)])

    assert (effet.parties, effet.suivies) == (1, 0)


@pytest.mark.parametrize(
    ("recu_le", "tranche"),
    [
        (date(2026, 3, 31), "à l'heure"),
        (date(2026, 4, 1), "1 à 7 jours"),
        (date(2026, 4, 8), "8 à 15 jours"),
        (date(2026, 4, 30), "16 à 30 jours"),
        (date(2026, 5, 30), "31 à 60 jours"),
        (date(2026, 5, 31), "plus de 60 jours"),
        (None, "sans réponse"),
    ],
)
def test_chaque_retard_a_sa_tranche(recu_le: date | None, tranche: str) -> None:
    assert tranche_de(une_reponse(recu_le), date(2026, 12, 31)) == tranche


def test_ce_qui_n_est_pas_encore_du_ne_compte_pas() -> None:
    assert retards_par_territoire([une_reponse(None)], DUE) == []


def test_les_retards_se_comptent_par_territoire_et_par_exercice() -> None:
    reponses = [une_reponse(date(2026, 4, 2)), une_reponse(date(2026, 3, 2)), une_reponse(None)]

    (gers,) = retards_par_territoire(reponses, date(2026, 6, 1))

    assert (gers.territoire, gers.exercice) == ("Gers", 2025)
    assert {t: n for t, n in gers.tranches.items() if n} == {
        "à l'heure": 1,
        "1 à 7 jours": 1,
        "sans réponse": 1,
    }


def dites(vu: Surveillance, instant: datetime = A_NEUF_HEURES) -> list[str]:
    return [a.quoi.replace("\u00a0", " ") for a in alarmes(vu, instant)]


def test_une_tournee_faite_et_complete_n_alarme_pas() -> None:
    assert dites(Surveillance(DEPUIS_MARS, DerniereTournee(AUJOURD_HUI, True, dues=3, remises=3))) == []


def test_une_tournee_absente_alarme_une_heure_apres_son_heure() -> None:
    vu = Surveillance(DEPUIS_MARS, DerniereTournee(HIER, True))

    assert dites(vu, A_NEUF_HEURES.replace(hour=7, minute=29)) == []
    assert dites(vu) == ["La tournée du 08/04/2026 n'est pas passée. La dernière est du 07/04/2026."]


def test_une_base_sans_demarche_n_a_rien_a_surveiller() -> None:
    assert dites(Surveillance(None, None)) == []


@pytest.mark.parametrize(("premiere", "alarme"), [(time(7, 29), 1), (time(7, 31), 0)])
def test_la_tournee_d_avant_la_premiere_demarche_ne_manque_pas(premiere: time, alarme: int) -> None:
    suivi_depuis = datetime.combine(AUJOURD_HUI, premiere, PARIS)

    assert len(dites(Surveillance(suivi_depuis, None))) == alarme
    assert len(dites(Surveillance(suivi_depuis, DerniereTournee(HIER, True)))) == alarme


def test_une_tournee_jamais_passee_se_dit() -> None:
    assert dites(Surveillance(DEPUIS_MARS, None)) == [
        "La tournée du 08/04/2026 n'est pas passée. Il n'y en a jamais eu."
    ]


def test_une_tournee_interrompue_se_dit() -> None:
    assert dites(Surveillance(DEPUIS_MARS, DerniereTournee(AUJOURD_HUI, False))) == [
        "La tournée du 08/04/2026 a été interrompue."
    ]


def test_une_tournee_qui_devait_envoyer_et_n_a_rien_envoye_alarme() -> None:
    muette = DerniereTournee(AUJOURD_HUI, True, dues=3, remises=0, en_panne=1)

    assert dites(Surveillance(DEPUIS_MARS, muette)) == [
        "Le 08/04/2026, 3 relances dues, 0 confiée à l'envoi (1 territoire en panne)."
    ]


@pytest.mark.parametrize(("regle", "attendues"), [(True, 1), (False, 0)])
def test_des_relances_qui_ne_partent_pas_alarment_si_un_serveur_est_regle(
    regle: bool, attendues: int
) -> None:
    vu = Surveillance(
        True, DerniereTournee(AUJOURD_HUI, True), regle, 2, datetime(2026, 4, 7, 8, tzinfo=PARIS)
    )

    assert len(dites(vu)) == attendues

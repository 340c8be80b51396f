"""Les échéances naissent du bon geste, à la bonne date, et se ferment quand ce qu'elles attendent arrive."""

from datetime import date
from typing import Any

import pytest

from modeles.deliberation import Deliberation
from modeles.demarche import Demarche, Passage
from modeles.echeance import Echeance
from modeles.erreurs import SaisieInvalide
from modeles.etapes import Etape, Geste
from modeles.remise import Remise
from modeles.vocabulaire import EtatEcheance, NatureReunion, Partie
from tests.fabriques import SAISI, des_faits, un_comite_tenu, une_demarche
from workflows.commandes.bordereau import Auteur
from workflows.commandes.vie import SaisieRemise, consigner_remise
from workflows.echeances import actualiser, echeances_de, satisfaite
from workflows.parcours import franchir


def _un_passage(
    demarche: Demarche, geste: Geste, de: Etape, vers: Etape, le: date, **donnees: Any
) -> Passage:
    passage = Passage(
        demarche_id=demarche.id,
        sequence=len(demarche.passages) + 1,
        geste=geste,
        de=de,
        vers=vers,
        par="Camille Exemple",
        survenu_le=le,
        saisi_le=SAISI,
        donnees=donnees,
    )
    demarche.passages.append(passage)
    return passage


def test_entrer_dans_une_etape_donne_sa_duree_cible() -> None:
    demarche = une_demarche(Etape.DIAGNOSTIC)
    passage = _un_passage(
        demarche, Geste.VALIDER_CADRAGE, Etape.LANCEMENT, Etape.DIAGNOSTIC, date(2025, 1, 6)
    )

    (due,) = echeances_de(demarche, passage)

    assert (due.le, due.libelle) == (
        date(2025, 4, 6),
        "Achever l'étape « Diagnostic » (durée cible : 90 jours)",
    )


@pytest.mark.parametrize(
    ("nature", "le"),
    [(NatureReunion.COMITE_LANCEMENT, date(2025, 5, 12)), (NatureReunion.ATELIER, date(2025, 5, 2))],
)
def test_le_compte_rendu_est_du_en_jours_ouvres_pour_un_comite(nature: NatureReunion, le: date) -> None:
    demarche = une_demarche(Etape.LANCEMENT)
    un_comite_tenu(demarche, nature)
    etape = Etape.LANCEMENT
    passage = _un_passage(demarche, Geste.TENIR_REUNION, etape, etape, date(2025, 4, 24), reunion=1)

    (due,) = echeances_de(demarche, passage)

    assert (due.le, due.a_qui) == (le, Partie.ETAT)


def test_la_deliberation_ouvre_deux_mois_de_recours() -> None:
    demarche = une_demarche(Etape.SIGNATURE)
    demarche.deliberations = [
        Deliberation(
            demarche_id=demarche.id,
            numero_ordre=1,
            projet_version=1,
            envoi_le=date(2025, 1, 1),
            seance_le=date(2025, 1, 20),
            en_exercice=34,
            transmise_le=date(2024, 12, 31),
        )
    ]
    etapes = (Etape.DELIBERATION, Etape.SIGNATURE)
    passage = _un_passage(demarche, Geste.RENDRE_EXECUTOIRE, *etapes, date(2025, 1, 22))

    assert [d.le for d in echeances_de(demarche, passage)] == [date(2025, 2, 6), date(2025, 2, 28)]


def test_un_contrat_signe_n_annonce_que_les_echeances_a_venir() -> None:
    demarche = une_demarche(Etape.EXECUTION)
    passage = _un_passage(demarche, Geste.NOTIFIER, Etape.SIGNATURE, Etape.EXECUTION, date(2026, 7, 1))

    dues = [(d.le, d.attend) for d in echeances_de(demarche, passage)]

    assert dues == [
        (date(2027, 3, 31), "contrat:indicateurs:2026"),
        (date(2028, 3, 31), "contrat:indicateurs:2027"),
        (date(2027, 6, 30), "contrat:rapport_execution:2026"),
        (date(2028, 6, 30), "contrat:rapport_execution:2027"),
    ]


def _une_echeance(demarche: Demarche, attend: str) -> Echeance:
    return Echeance(
        demarche_id=demarche.id,
        passage_id=demarche.passages[0].id,
        cle_effet=attend,
        libelle="X",
        le=date(2025, 4, 6),
        a_qui=Partie.ETAT,
        attend=attend,
    )


def test_une_etape_quittee_puis_retrouvee_a_deux_echeances_distinctes() -> None:
    demarche = une_demarche(Etape.DIAGNOSTIC)
    cadrage = (Etape.LANCEMENT, Etape.DIAGNOSTIC)
    _un_passage(demarche, Geste.VALIDER_CADRAGE, *cadrage, date(2025, 1, 6))
    assert not satisfaite(demarche, "etape:diagnostic:1")

    presente = (Etape.DIAGNOSTIC, Etape.DIAGNOSTIC_PRESENTE)
    _un_passage(demarche, Geste.DEPOSER_DIAGNOSTIC, *presente, date(2025, 3, 6))
    retour = (Etape.DIAGNOSTIC_PRESENTE, Etape.DIAGNOSTIC)
    _un_passage(demarche, Geste.REFUSER_DIAGNOSTIC, *retour, date(2025, 3, 20))

    assert satisfaite(demarche, "etape:diagnostic:1")
    assert not satisfaite(demarche, "etape:diagnostic:3")


def test_une_demarche_abandonnee_n_attend_plus_rien() -> None:
    demarche = une_demarche(Etape.FICHES)
    franchir(demarche, Geste.ABANDONNER, des_faits(motif="Renoncement"))
    attendues = [_une_echeance(demarche, "reserve:Chiffrer"), _une_echeance(demarche, "etape:fiches:0")]

    actualiser(demarche, attendues, date(2025, 3, 3))

    assert [e.etat for e in attendues] == [EtatEcheance.CADUQUE, EtatEcheance.SATISFAITE]


def test_une_remise_satisfait_l_echeance_de_son_exercice_et_d_aucun_autre() -> None:
    demarche = une_demarche(Etape.EXECUTION)
    auteur = Auteur("Camille Exemple", date(2025, 3, 4), SAISI)

    saisie = SaisieRemise(echeance="indicateurs", exercice=2024, remise_le=date(2025, 3, 4))
    consigner_remise(demarche, saisie, auteur)

    assert [(r.echeance, r.exercice) for r in demarche.remises] == [("indicateurs", 2024)]
    assert satisfaite(demarche, "contrat:indicateurs:2024")
    assert not satisfaite(demarche, "contrat:indicateurs:2025")


def test_une_remise_impossible_dit_tout_ce_qui_cloche() -> None:
    demarche = une_demarche(Etape.EXECUTION)
    demarche.remises = [
        Remise(
            demarche_id=demarche.id,
            echeance="indicateurs",
            exercice=2024,
            remise_le=date(2025, 3, 1),
            par="C",
        )
    ]
    auteur = Auteur("Camille Exemple", date(2025, 3, 4), SAISI)

    with pytest.raises(SaisieInvalide) as refus:
        consigner_remise(
            demarche, SaisieRemise(echeance="bilan", exercice=2030, remise_le=date(2025, 3, 5)), auteur
        )
    assert "n'existe pas" in refus.value.pourquoi
    assert "de 2024 à 2027" in refus.value.pourquoi
    assert "n'est pas encore arrivé" in refus.value.pourquoi

    encore = SaisieRemise(echeance="indicateurs", exercice=2024, remise_le=date(2025, 3, 4))
    with pytest.raises(SaisieInvalide, match="déjà consignée"):
        consigner_remise(demarche, encore, auteur)

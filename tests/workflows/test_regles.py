"""Chaque garde dit tout ce qui manque, et se tait quand rien ne manque."""

from datetime import date

import pytest

from modeles.calendrier import EtapePrevue
from modeles.demarche import Demarche
from modeles.diagnostic import Constat, Diagnostic, Enjeu, Source
from modeles.erreurs import Gravite
from modeles.etapes import Etape
from modeles.piste import Piste
from modeles.vocabulaire import (
    AvisComite,
    DecisionPiste,
    NatureReunion,
    Partie,
    RoleContact,
    StatutCalendrier,
)
from tests.fabriques import LE_3_MARS, un_comite_tenu, un_contact, une_demarche, une_reunion
from workflows.regles.diagnostic import (
    obstacles_a_l_adoption,
    obstacles_au_depot,
    obstacles_au_renvoi_du_diagnostic,
)
from workflows.regles.lancement import obstacles_a_l_ouverture, obstacles_au_cadrage
from workflows.regles.pistes import obstacles_a_la_cloture_des_ateliers, obstacles_aux_pistes
from workflows.regles.restitution import obstacles_au_livrable


def _un_axe_documente(demarche: Demarche, axe: str, annee: int = 2024) -> None:
    source = Source(demarche_id=demarche.id, titre=f"Panorama {axe}", producteur="Insee", annee=annee)
    constat = Constat(demarche_id=demarche.id, numero=len(demarche.constats) + 1, axe=axe, texte="Un constat")
    constat.source = source
    demarche.sources.append(source)
    demarche.constats.append(constat)
    demarche.enjeux.append(
        Enjeu(demarche_id=demarche.id, rang=len(demarche.enjeux) + 1, axe=axe, libelle="Enjeu")
    )


def test_une_demarche_vide_ne_s_ouvre_pas_et_dit_tout_a_la_fois() -> None:
    demarche = une_demarche()
    demarche.axes = []

    messages = [o.message for o in obstacles_a_l_ouverture(demarche, LE_3_MARS)]

    assert messages == [
        "aucun référent n'est désigné pour l'État",
        "aucun référent n'est désigné pour la collectivité",
        "aucun axe du référentiel n'est retenu",
        "l'enveloppe n'est ni pré-notifiée ni déclarée inconnue",
    ]


def test_une_demarche_prete_s_ouvre_meme_si_son_enveloppe_est_dite_inconnue() -> None:
    demarche = une_demarche(enveloppe_inconnue=True)
    un_contact(demarche, Partie.ETAT, RoleContact.REFERENT)
    un_contact(demarche, Partie.COLLECTIVITE, RoleContact.REFERENT)

    assert list(obstacles_a_l_ouverture(demarche, LE_3_MARS)) == []


def test_un_referent_parti_ne_compte_plus() -> None:
    demarche = une_demarche(enveloppe_inconnue=True)
    un_contact(demarche, Partie.ETAT, RoleContact.REFERENT, actif=False)
    un_contact(demarche, Partie.COLLECTIVITE, RoleContact.REFERENT)

    (obstacle,) = obstacles_a_l_ouverture(demarche, LE_3_MARS)

    assert obstacle.remede == "Ajoutez un contact « référent » pour l'État."


def test_le_cadrage_attend_le_comite_son_compte_rendu_et_le_calendrier() -> None:
    demarche = une_demarche(Etape.LANCEMENT)
    assert len(list(obstacles_au_cadrage(demarche, LE_3_MARS))) == 2

    comite = un_comite_tenu(demarche, NatureReunion.COMITE_LANCEMENT)
    (compte_rendu, _calendrier) = obstacles_au_cadrage(demarche, LE_3_MARS)
    assert compte_rendu.ou == "reunion:1"

    comite.compte_rendu_valide_le = LE_3_MARS
    demarche.etapes_prevues = [
        EtapePrevue(
            demarche_id=demarche.id,
            etape=Etape.DIAGNOSTIC,
            debut_le=LE_3_MARS,
            fin_le=LE_3_MARS,
            statut=StatutCalendrier.ADOPTE,
        )
    ]
    assert list(obstacles_au_cadrage(demarche, LE_3_MARS)) == []


def test_le_depot_demande_un_constat_source_et_un_enjeu_par_axe() -> None:
    demarche = une_demarche(Etape.DIAGNOSTIC)
    une_reunion(demarche, NatureReunion.COMITE_SUIVI)
    _un_axe_documente(demarche, "ENFANCE")
    demarche.axes[2].justification = "Traité par la convention énergie"

    obstacles = list(obstacles_au_depot(demarche, LE_3_MARS))

    assert [(o.code, o.ou) for o in obstacles] == [("DIA-01", "constats:DROITS"), ("", "enjeux:DROITS")]


def test_une_source_de_plus_de_trois_ans_avertit_sans_bloquer() -> None:
    demarche = une_demarche(Etape.DIAGNOSTIC)
    une_reunion(demarche, NatureReunion.COMITE_SUIVI)
    for axe in demarche.axes_couverts:
        _un_axe_documente(demarche, axe, annee=2021)

    obstacles = list(obstacles_au_depot(demarche, LE_3_MARS))

    assert {(o.code, o.gravite) for o in obstacles} == {("DIA-02", Gravite.AVERTISSEMENT)}


@pytest.mark.parametrize(
    ("avis", "adoptable"),
    [
        (AvisComite.ADOPTE, True),
        (AvisComite.ADOPTE_AVEC_RESERVES, True),
        (AvisComite.COMPLEMENTS, False),
        (AvisComite.REFUSE, False),
        (None, False),
    ],
)
def test_seul_un_avis_favorable_rendu_depuis_le_depot_adopte(
    avis: AvisComite | None, adoptable: bool
) -> None:
    demarche = une_demarche(Etape.DIAGNOSTIC_PRESENTE)
    demarche.diagnostics = [Diagnostic(demarche_id=demarche.id, version=1, depose_le=date(2025, 2, 20))]
    un_comite_tenu(demarche, NatureReunion.COMITE_SUIVI, avis)

    assert (list(obstacles_a_l_adoption(demarche, LE_3_MARS)) == []) is adoptable
    renvoyable = avis in (AvisComite.COMPLEMENTS, AvisComite.REFUSE)
    assert (list(obstacles_au_renvoi_du_diagnostic(demarche, LE_3_MARS)) == []) is renvoyable


def test_un_comite_anterieur_au_depot_ne_vaut_pas_avis() -> None:
    demarche = une_demarche(Etape.DIAGNOSTIC_PRESENTE)
    un_comite_tenu(demarche, NatureReunion.COMITE_SUIVI, AvisComite.ADOPTE, tenue_le=date(2025, 2, 1))
    demarche.diagnostics = [Diagnostic(demarche_id=demarche.id, version=2, depose_le=date(2025, 2, 20))]

    (obstacle,) = obstacles_a_l_adoption(demarche, LE_3_MARS)

    assert obstacle.message == "aucun comité de suivi ne s'est prononcé depuis le dépôt du diagnostic"


def test_un_axe_sans_piste_et_une_piste_sans_decision_retiennent_la_preselection() -> None:
    demarche = une_demarche(Etape.PRESELECTION)
    demarche.pistes = [
        Piste(
            demarche_id=demarche.id, numero=1, titre="A", sous_axe="ENF-PAR", decision=DecisionPiste.RETENUE
        ),
        Piste(demarche_id=demarche.id, numero=2, titre="B", sous_axe="DRO-EXP"),
    ]

    assert [o.ou for o in obstacles_aux_pistes(demarche, LE_3_MARS)] == [
        "pistes:DROITS",
        "pistes:TRANSITION",
        "piste:2",
    ]


def test_une_piste_sans_atelier_ni_dispense_retient_les_ateliers() -> None:
    demarche = une_demarche(Etape.ATELIERS)
    piste = Piste(
        demarche_id=demarche.id, numero=1, titre="A", sous_axe="ENF-PAR", decision=DecisionPiste.RETENUE
    )
    demarche.pistes = [piste]
    assert len(list(obstacles_a_la_cloture_des_ateliers(demarche, LE_3_MARS))) == 1

    piste.dispense_d_atelier = "Action reconduite à l'identique"
    assert list(obstacles_a_la_cloture_des_ateliers(demarche, LE_3_MARS)) == []


def test_le_livrable_attend_une_decision_favorable_prise_depuis_le_gel_du_recueil() -> None:
    demarche = une_demarche(Etape.RESTITUTION, depuis_le=date(2025, 3, 1))
    un_comite_tenu(demarche, NatureReunion.COMITE_RESTITUTION, AvisComite.ADOPTE, tenue_le=date(2025, 2, 1))
    assert len(list(obstacles_au_livrable(demarche, LE_3_MARS))) == 1

    un_comite_tenu(demarche, NatureReunion.COMITE_RESTITUTION, AvisComite.ADOPTE)
    assert list(obstacles_au_livrable(demarche, LE_3_MARS)) == []

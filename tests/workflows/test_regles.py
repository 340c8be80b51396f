"""Chaque garde dit tout ce qui manque, et se tait quand rien ne manque."""

from datetime import date

import pytest

from modeles.calendrier import EtapePrevue
from modeles.demarche import Demarche
from modeles.diagnostic import Constat, Diagnostic, Enjeu, Reserve, Source
from modeles.enveloppe import Enveloppe
from modeles.erreurs import Gravite, Obstacle
from modeles.etapes import Etape
from modeles.piste import Piste
from modeles.vocabulaire import (
    AvisComite,
    DecisionPiste,
    NatureAction,
    NatureReunion,
    Partie,
    RoleContact,
    StatutCalendrier,
    StatutEnveloppe,
    StatutFiche,
)
from tests.fabriques import LE_3_MARS, un_comite_tenu, un_contact, une_demarche, une_fiche, une_reunion
from workflows.regles.diagnostic import (
    obstacles_a_l_adoption,
    obstacles_au_depot,
    obstacles_au_renvoi_du_diagnostic,
)
from workflows.regles.fiches import obstacles_a_la_fiche, obstacles_au_recueil
from workflows.regles.finances import obstacles_financiers
from workflows.regles.lancement import obstacles_a_l_ouverture, obstacles_au_cadrage
from workflows.regles.pistes import obstacles_a_la_cloture_des_ateliers, obstacles_aux_pistes
from workflows.regles.restitution import obstacles_au_livrable


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


def test_le_livrable_attend_une_decision_favorable_prise_depuis_le_gel_du_recueil() -> None:
    demarche = une_demarche(Etape.RESTITUTION, depuis_le=date(2025, 3, 1))
    un_comite_tenu(demarche, NatureReunion.COMITE_RESTITUTION, AvisComite.ADOPTE, tenue_le=date(2025, 2, 1))
    assert len(list(obstacles_au_livrable(demarche, LE_3_MARS))) == 1

    un_comite_tenu(demarche, NatureReunion.COMITE_RESTITUTION, AvisComite.ADOPTE)
    assert list(obstacles_au_livrable(demarche, LE_3_MARS)) == []

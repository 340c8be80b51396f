"""Les relances de l'État à lui-même et celles des fiches : les mêmes garanties que pour une campagne."""

from datetime import date
from typing import Any

import pytest

from modeles.base import lecture, unite_de_travail
from modeles.demarche import Demarche
from modeles.echeance import Echeance
from modeles.erreurs import ErreurMetier, Introuvable
from modeles.etapes import Etape
from modeles.reference.registre import registre
from modeles.vocabulaire import Partie, StatutFiche
from modeles.vocabulaire_annuel import NatureAmenagement
from modeles.vocabulaire_relances import Fonction, GenreDEcheance, UsageDEchelle
from tests.workflows.contrats_d_essai import auteur
from tests.workflows.relances.dossiers_du_parcours import (
    des_fiches_renvoyees,
    jours,
    un_visa_attendu,
    viser,
)
from tests.workflows.relances.dossiers_relances import (
    PLAGE,
    actifs,
    messages,
    ouvrir_les_indicateurs,
    passer,
    passer_le,
    relances,
    un_instant,
)
from tests.workflows.relances.fabriques_relances import (
    de_jour_en_jour,
    departs,
    une_attente,
    une_personne,
    une_suspension,
)
from workflows.attendus_du_parcours import poser_les_attendus
from workflows.relances.apercu import apercevoir
from workflows.relances.attentes import Absence, Arret, Attente, Titulaire
from workflows.relances.gestes import designer_l_echeance, promettre, retenir
from workflows.relances.tableau import tableau_des_retards
from workflows.relances.verification import peut_partir

DUE_LE = date(2026, 3, 16)
PREMIER, DERNIER = date(2026, 3, 2), date(2026, 5, 29)


def un_visa(**champs: Any) -> Attente:
    """Le visa des crédits du Gers, figé le 2 mars et attendu le 16 mars 2026."""
    dreets = une_personne("32", Fonction.DREETS)
    direction = une_personne("32", Fonction.DIRECTION_ETAT)
    return une_attente()._replace(
        **{
            "genre": GenreDEcheance.VISA.value,
            "exercice": 1,
            "echeance": "visa:1",
            "interne": True,
            "libelle": "Viser les crédits",
            "ouverte_le": PREMIER,
            "echeance_le": DUE_LE,
            "echelle": registre().echelle_des_echeances("76", UsageDEchelle.INTERNE),
            "carnet": {
                Fonction.RESPONSABLE: (Titulaire(dreets),),
                Fonction.DIRECTION_ETAT: (Titulaire(direction),),
                Fonction.REFERENT: (Titulaire(une_personne("32")),),
            },
            "manquants": ("Viser les crédits",),
        }
        | champs
    )


def au_calendrier(*attentes: Attente) -> list[str]:
    return [x.split(" :")[0] for x in departs(de_jour_en_jour(attentes, PREMIER, DERNIER))]


TABLE: dict[str, tuple[dict[str, Any], list[str]]] = {
    "sans réponse, toute l'échelle une fois, les jours ouvrés, sept jours entre deux messages": (
        {},
        [
            "16/03 I0 → dreets 32",  # le 14 est un samedi
            "23/03 I1 → dreets 32",  # due le 19, trois jours après le rappel
            "30/03 I2 → dreets 32",
            "07/04 I3 → direction_etat 32",  # le 5 est un dimanche, le 6 le lundi de Pâques
        ],
    ),
    "fait avant l'échéance": ({"recu_le": date(2026, 3, 12)}, []),
    "fait après le premier rappel": ({"recu_le": date(2026, 3, 18)}, ["16/03 I0 → dreets 32"]),
    "un projet remplacé": ({"close_le": date(2026, 3, 20)}, ["16/03 I0 → dreets 32"]),
    "la démarche suspendue": (
        {"arret": Arret(date(2026, 3, 24), "la démarche est suspendue")},
        ["16/03 I0 → dreets 32", "23/03 I1 → dreets 32"],
    ),
    "l'échéance remise à plus tard": (
        {"suspensions": (une_suspension(NatureAmenagement.PROMESSE, date(2026, 3, 17), date(2026, 3, 27)),)},
        ["16/03 I0 → dreets 32", "30/03 I2 → dreets 32", "07/04 I3 → direction_etat 32"],
    ),
}


@pytest.mark.parametrize(("champs", "attendus"), TABLE.values(), ids=TABLE)
def test_le_calendrier_d_un_visa(champs: dict[str, Any], attendus: list[str]) -> None:
    assert au_calendrier(un_visa(**champs)) == attendus


def test_une_personne_absente_est_suppleee() -> None:
    suppleant = une_personne("32", Fonction.DREETS, nom="suppléante 32")
    absente = Titulaire(
        une_personne("32", Fonction.DREETS), (Absence(date(2026, 3, 10), date(2026, 3, 25), suppleant),)
    )

    assert au_calendrier(un_visa(carnet={Fonction.RESPONSABLE: (absente,)}))[:2] == [
        "16/03 I0 → suppléante 32",
        "23/03 I1 → suppléante 32",
    ]


def test_ce_que_doit_une_meme_personne_part_dans_un_seul_message() -> None:
    versement = un_visa(genre="versement", echeance="versement:2025", libelle="Verser les crédits")

    lignes = departs(de_jour_en_jour([un_visa(), versement], PREMIER, DERNIER))

    assert lignes[0] == "16/03 I0 → dreets 32 : Viser les crédits Gers + Verser les crédits Gers"
    assert len(lignes) == 4


def test_la_collectivite_ne_lit_jamais_ce_que_l_etat_se_doit() -> None:
    """La même adresse des deux côtés ne mêle pas les deux courriers."""
    carnet = {
        Fonction.RESPONSABLE: (Titulaire(une_personne("32")),),
        Fonction.REFERENT: (Titulaire(une_personne("32")),),
    }
    interne = un_visa(carnet=carnet, echeance_le=date(2026, 3, 20))

    journees = de_jour_en_jour([une_attente(), interne], PREMIER, DERNIER)

    for envoi in (e for j in journees for e in j.envois):
        assert len({x.attente.interne for x in (*envoi.lignes, *envoi.aussi)}) == 1


def test_un_visa_attendu_part_une_fois_a_la_dreets_et_s_arrete_au_visa(base: str) -> None:
    gers = un_visa_attendu()
    passer(jours(date(2026, 3, 12), date(2026, 3, 24)))
    (rappel, relance) = messages()
    viser(gers, date(2026, 3, 25))
    passer(jours(date(2026, 3, 25), date(2026, 5, 29)))

    assert [m.destinataires for m in (rappel, relance)] == [["dreets.etat.32@exemple.invalid"]] * 2
    assert relance.expediteur == "Jalons"
    assert relance.repondre_a == "referent.etat.32@exemple.invalid"
    assert "Viser les crédits du projet de convention (version 1)" in relance.corps
    assert sorted(relances()) == ["I0", "I1"]
    assert len(messages()) == 2


def test_un_message_pret_ne_part_pas_si_le_visa_arrive_avant(base: str) -> None:
    gers = un_visa_attendu()
    (message,) = passer_le(DUE_LE).messages
    viser(gers, DUE_LE)

    assert not peut_partir(message, un_instant(DUE_LE), PLAGE)
    assert actifs() == []


def test_les_fiches_renvoyees_se_relancent_ensemble_aupres_du_referent(base: str) -> None:
    gers = des_fiches_renvoyees()
    passer([date(2026, 3, 24)])
    with unite_de_travail() as session:
        demarche = session.get_one(Demarche, gers)
        for fiche in demarche.fiches:
            fiche.statut = StatutFiche.SOUMISE
        poser_les_attendus(session, demarche, date(2026, 3, 25))
    passer(jours(date(2026, 3, 25), date(2026, 4, 30)))

    (message,) = messages()
    assert message.destinataires == ["referent.collectivite.32@exemple.invalid"]
    assert "Corriger la fiche 32-DRO-EXP-01" in message.corps
    assert "Corriger la fiche 32-DRO-EXP-02" in message.corps


def test_ce_qui_est_en_retard_est_ce_qui_se_relance(base_sqlite: object) -> None:
    """Une échéance remise à plus tard dans « À faire » ne se relance pas d'ici là."""
    gers = un_visa_attendu()
    with unite_de_travail() as session:
        demarche = session.get_one(Demarche, gers)
        designee = designer_l_echeance(session, demarche, "visa:1", "")
        promettre(session, designee, date(2026, 4, 1), "Crédits en attente", auteur(date(2026, 3, 17)))

    with lecture() as session:
        (ligne,) = apercevoir(session, date(2026, 3, 26), date(2026, 3, 26)).journee.lignes

    assert "rien ne part jusqu'au 01/04/2026 (« Crédits en attente »" in ligne.raison


def test_un_veto_sur_une_echeance_vaut_pour_toujours(base_sqlite: object) -> None:
    gers = un_visa_attendu()
    with unite_de_travail() as session:
        designee = designer_l_echeance(session, session.get_one(Demarche, gers), "visa:1", "I0")
        retenir(session, designee, "Vu avec la DREETS", auteur(date(2026, 3, 13)))

    passer(jours(date(2026, 3, 14), date(2026, 3, 18)))

    assert messages() == []
    assert relances()["I0"].motif == "Vu avec la DREETS (Camille Exemple)"


def test_une_echeance_qui_ne_se_relance_pas_est_refusee(base_sqlite: object) -> None:
    gers = un_visa_attendu()

    with pytest.raises(Introuvable, match="Échéances que l'on relance : visa:1"), lecture() as session:
        designer_l_echeance(session, session.get_one(Demarche, gers), "etape:fiches:2", "I1")
    with pytest.raises(ErreurMetier, match="I0, I1, I2, I3"), unite_de_travail() as session:
        designee = designer_l_echeance(session, session.get_one(Demarche, gers), "visa:1", "R1")
        retenir(session, designee, "Motif", auteur(date(2026, 3, 13)))


def test_sans_adresse_la_relance_le_dit_au_lieu_de_se_perdre(base_sqlite: object) -> None:
    gers = un_visa_attendu()
    with unite_de_travail() as session:
        for contact in session.get_one(Demarche, gers).contacts:
            contact.actif = contact.role.value != "dreets"

    with lecture() as session:
        (ligne,) = apercevoir(session, DUE_LE, DUE_LE).journee.lignes

    assert ligne.raison.endswith(
        "aucune adresse pour direction régionale chargée des solidarités (Gers) : "
        "complétez les contacts du territoire"
    )


def test_une_demarche_abandonnee_ne_se_relance_plus(base_sqlite: object) -> None:
    gers = un_visa_attendu()
    with unite_de_travail() as session:
        demarche = session.get_one(Demarche, gers)
        demarche.etape, demarche.depuis_le = Etape.ABANDONNE, date(2026, 3, 10)

    passer(jours(date(2026, 3, 12), date(2026, 3, 20)))

    assert messages() == []


def test_le_tableau_dit_le_retard_et_le_niveau_de_chaque_territoire(base: str) -> None:
    ouvrir_les_indicateurs("31")
    gers = un_visa_attendu("32")
    passer(jours(date(2026, 3, 14), date(2026, 4, 7)))
    with unite_de_travail() as session:
        demarche = session.get_one(Demarche, gers)
        session.add(
            Echeance(
                demarche_id=gers,
                passage_id=demarche.passages[0].id,
                cle_effet="essai",
                libelle="Achever l'étape « Délibération »",
                le=date(2026, 3, 30),
                a_qui=Partie.COLLECTIVITE,
                attend="etape:deliberation:1",
            )
        )

    with lecture() as session:
        lignes = tableau_des_retards(session, date(2026, 4, 8), lambda _code: True)
        ailleurs = tableau_des_retards(session, date(2026, 4, 8), lambda code: code == "31")

    vus = {(x.code, c.value): [(r.jours, r.niveau) for r in rs] for x in lignes for c, rs in x.cases.items()}
    assert vus == {
        ("31", "indicateur"): [(8, "R1")],
        ("32", "autre"): [(23, "I3")],
        ("32", "deliberation"): [(9, "")],
    }
    assert [x.code for x in ailleurs] == ["31"]


def test_qui_a_repondu_ou_est_suspendu_n_est_pas_en_retard(base_sqlite: object) -> None:
    gers = un_visa_attendu()
    viser(gers, date(2026, 3, 20))

    with lecture() as session:
        assert tableau_des_retards(session, date(2026, 4, 8), lambda _code: True) == []

"""Du projet à la notification : délibération, signature, termes."""

from datetime import date

import pytest

from modeles.convention import ProjetConvention, Signature
from modeles.deliberation import Deliberation
from modeles.demarche import Demarche
from modeles.enveloppe import Enveloppe
from modeles.etapes import Etape
from modeles.vocabulaire import IssueVote, Partie, RoleContact, StatutEnveloppe
from tests.fabriques import LE_3_MARS, un_contact, un_document, une_demarche, une_fiche
from workflows.calculs.delais import RegimeDeliberant
from workflows.regles.cloture import obstacles_au_terme
from workflows.regles.convention import obstacles_au_gel_du_projet, obstacles_au_projet
from workflows.regles.deliberation import (
    deliberation_en_cours,
    executoire_le,
    obstacles_a_l_executoire,
    obstacles_a_la_carence,
    obstacles_a_la_convocation,
    obstacles_au_rejet,
)
from workflows.regles.signature import obstacles_a_la_notification, obstacles_a_une_signature

EMPREINTE, AUTRE = "a" * 64, "b" * 64


def _un_projet(demarche: Demarche, version: int = 1, **champs: object) -> ProjetConvention:
    projet = ProjetConvention(
        demarche_id=demarche.id, version=version, contenu={}, empreinte=EMPREINTE, fige_le=LE_3_MARS, **champs
    )
    demarche.projets.append(projet)
    return projet


def _sa_convention(demarche: Demarche, version: int = 1) -> None:
    demarche.documents.append(
        un_document(
            demarche,
            code="D16",
            titre="Convention",
            objet=f"convention projet {version}",
            etape=Etape.CONTRACTUALISATION,
            empreinte_fichier=EMPREINTE,
        )
    )


def _une_seance(demarche: Demarche, **champs: object) -> Deliberation:
    seance = Deliberation(
        **{
            "demarche_id": demarche.id,
            "numero_ordre": len(demarche.deliberations) + 1,
            "projet_version": 1,
            "envoi_le": date(2025, 3, 13),
            "seance_le": date(2025, 3, 25),
            "en_exercice": 31,
        }
        | champs
    )
    demarche.deliberations.append(seance)
    return seance


def _un_vote_acquis(demarche: Demarche) -> Deliberation:
    return _une_seance(
        demarche,
        presents=20,
        pour=18,
        contre=1,
        abstentions=1,
        issue=IssueVote.ADOPTEE,
        numero="2025-12",
        transmise_le=date(2025, 3, 27),
        accuse_le=date(2025, 3, 27),
        publiee_le=date(2025, 3, 28),
    )


@pytest.mark.parametrize(
    ("envoi", "urgence", "regime", "conforme"),
    [
        (date(2025, 3, 13), False, RegimeDeliberant.DEPARTEMENT, True),
        (date(2025, 3, 14), False, RegimeDeliberant.DEPARTEMENT, False),
        (date(2025, 3, 14), True, RegimeDeliberant.DEPARTEMENT, True),
        (date(2025, 3, 24), True, RegimeDeliberant.DEPARTEMENT, False),
        (date(2025, 3, 19), False, RegimeDeliberant.EPCI, True),
        (date(2025, 3, 20), False, RegimeDeliberant.EPCI, False),
    ],
)
def test_le_rapport_part_dans_les_delais_de_l_assemblee(
    envoi: date, urgence: bool, regime: RegimeDeliberant, conforme: bool
) -> None:
    seance = _une_seance(une_demarche(Etape.DELIBERATION), envoi_le=envoi, urgence=urgence)

    assert ([o.code for o in obstacles_a_la_convocation(seance, regime)] == []) is conforme


@pytest.mark.parametrize(("presents", "en_carence"), [(15, True), (16, False)])
def test_la_carence_ne_se_constate_que_sans_quorum(presents: int, en_carence: bool) -> None:
    demarche = une_demarche(Etape.DELIBERATION)
    _un_projet(demarche)
    _une_seance(demarche, presents=presents)

    assert (list(obstacles_a_la_carence(demarche, LE_3_MARS)) == []) is en_carence


def test_apres_carence_le_vote_vaut_sans_quorum() -> None:
    demarche = une_demarche(Etape.DELIBERATION)
    _un_projet(demarche)
    seance = _un_vote_acquis(demarche)
    seance.presents = 5
    (obstacle,) = obstacles_a_l_executoire(demarche, date(2025, 3, 28))
    assert obstacle.message == "le quorum n'est pas atteint : 5 présents, il en faut 16"

    seance.apres_carence = True
    assert list(obstacles_a_l_executoire(demarche, date(2025, 3, 28))) == []


def test_vote_n_est_pas_executoire() -> None:
    demarche = une_demarche(Etape.DELIBERATION)
    _un_projet(demarche)
    seance = _un_vote_acquis(demarche)
    seance.transmise_le = seance.accuse_le = seance.publiee_le = None

    messages = [o.message for o in obstacles_a_l_executoire(demarche, date(2025, 3, 28))]

    assert executoire_le(seance) is None
    assert messages == [
        "la date de transmission au représentant de l'État manque",
        "l'accusé de réception de la transmission manque",
        "la date de publication manque",
    ]


def test_l_acte_est_executoire_a_la_plus_tardive_des_deux_formalites() -> None:
    demarche = une_demarche(Etape.DELIBERATION)
    _un_projet(demarche)
    _un_vote_acquis(demarche)

    (obstacle,) = obstacles_a_l_executoire(demarche, date(2025, 3, 27))

    assert obstacle.message == "la délibération n'est exécutoire que le 28/03/2025"


def test_un_vote_favorable_ne_se_consigne_pas_comme_un_rejet() -> None:
    demarche = une_demarche(Etape.DELIBERATION)
    _un_projet(demarche)
    _un_vote_acquis(demarche)

    (obstacle,) = obstacles_au_rejet(demarche, LE_3_MARS)

    assert obstacle.message == "le vote consigné est favorable"


def test_un_projet_modifie_n_a_plus_de_deliberation() -> None:
    demarche = une_demarche(Etape.DELIBERATION)
    _un_projet(demarche)
    _un_vote_acquis(demarche)

    _un_projet(demarche, version=2)

    assert deliberation_en_cours(demarche) is None


def test_le_projet_attend_son_texte_ses_visas_et_l_enveloppe_notifiee() -> None:
    demarche = une_demarche(Etape.CONTRACTUALISATION)
    une_fiche(demarche)
    (premier, *_) = obstacles_au_projet(demarche, LE_3_MARS)
    assert premier.message == "le projet de convention n'est pas figé"

    projet = _un_projet(demarche)
    projet.contenu = {"montant_etat_centimes": 40_000_00}
    assert [o.ou for o in obstacles_au_projet(demarche, LE_3_MARS)] == ["documents", "projet", "projet"]

    _sa_convention(demarche)
    projet.visa_dreets_le = projet.accord_collectivite_le = LE_3_MARS
    assert list(obstacles_au_projet(demarche, LE_3_MARS)) == []

    demarche.fiches[0].budget[0].part_etat_centimes -= 200
    assert [o.code for o in obstacles_au_projet(demarche, LE_3_MARS)] == ["FIN-03"]


def test_un_projet_ne_se_fige_ni_sur_une_prenotification_ni_sans_signataire() -> None:
    demarche = une_demarche(Etape.CONTRACTUALISATION)
    demarche.enveloppes = [
        Enveloppe(
            demarche_id=demarche.id,
            annee=annee,
            plafond_centimes=10**9,
            statut=StatutEnveloppe.PRENOTIFIE if annee == 2027 else StatutEnveloppe.NOTIFIE,
            notifiee_le=LE_3_MARS,
        )
        for annee in demarche.annees
    ]
    un_contact(demarche, Partie.ETAT, RoleContact.SIGNATAIRE)
    un_contact(demarche, Partie.COLLECTIVITE, RoleContact.SIGNATAIRE, civilite=None)

    messages = [o.message for o in obstacles_au_gel_du_projet(demarche, LE_3_MARS)]

    assert messages == [
        "l'enveloppe 2027 n'est pas notifiée",
        "le signataire pour la collectivité manque, ou sa civilité n'est pas renseignée",
    ]


def _une_signature(
    projet: ProjetConvention, partie: Partie, le: date, empreinte: str = EMPREINTE
) -> Signature:
    return Signature(
        projet_id=projet.id, partie=partie, signataire="X", qualite="Y", signee_le=le, empreinte=empreinte
    )


@pytest.mark.parametrize(
    ("le", "empreinte", "codes"),
    [
        (date(2025, 3, 28), EMPREINTE, []),
        (date(2025, 3, 27), EMPREINTE, ["SIG-01"]),
        (date(2025, 3, 28), AUTRE, ["DOC-02"]),
        (date(2025, 3, 27), AUTRE, ["SIG-01", "DOC-02"]),
    ],
)
def test_on_ne_signe_ni_avant_l_executoire_ni_un_autre_texte(
    le: date, empreinte: str, codes: list[str]
) -> None:
    demarche = une_demarche(Etape.SIGNATURE)
    projet = _un_projet(demarche)
    _sa_convention(demarche)
    _un_vote_acquis(demarche)
    signature = _une_signature(projet, Partie.COLLECTIVITE, le, empreinte)

    assert [o.code for o in obstacles_a_une_signature(demarche, signature)] == codes


def test_la_notification_attend_deux_signatures_identiques_et_une_date_d_effet() -> None:
    demarche = une_demarche(Etape.SIGNATURE)
    projet = _un_projet(demarche)
    assert len(list(obstacles_a_la_notification(demarche, LE_3_MARS))) == 3

    projet.signatures = [
        _une_signature(projet, Partie.ETAT, date(2025, 4, 2)),
        _une_signature(projet, Partie.COLLECTIVITE, date(2025, 4, 1), AUTRE),
    ]
    demarche.prend_effet_le = date(2025, 1, 1)
    (obstacle,) = obstacles_a_la_notification(demarche, date(2025, 4, 2))
    assert obstacle.code == "DOC-02"

    projet.signatures[1].empreinte = EMPREINTE
    assert list(obstacles_a_la_notification(demarche, date(2025, 4, 2))) == []
    assert len(list(obstacles_a_la_notification(demarche, date(2025, 4, 1)))) == 1


@pytest.mark.parametrize(("le", "echu"), [(date(2027, 12, 30), False), (date(2027, 12, 31), True)])
def test_le_contrat_se_termine_a_son_terme(le: date, echu: bool) -> None:
    assert (list(obstacles_au_terme(une_demarche(Etape.EXECUTION), le)) == []) is echu

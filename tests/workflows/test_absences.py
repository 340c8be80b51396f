"""On note qui est absent et qui supplée ; une absence corrigée remplace la précédente."""

from datetime import date

import pytest

from modeles.demarche import Demarche
from modeles.erreurs import SaisieInvalide
from modeles.etapes import Etape
from modeles.vocabulaire import Partie, RoleContact
from tests.fabriques import SAISI, un_contact, une_demarche
from workflows.commandes.bordereau import Auteur
from workflows.commandes.faire import saisir

AUTEUR = Auteur("Camille Exemple", date(2026, 3, 2), SAISI)


def un_dossier() -> Demarche:
    demarche = une_demarche(Etape.FICHES)
    un_contact(demarche, Partie.COLLECTIVITE, RoleContact.REFERENT, courriel="referente@exemple.invalid")
    un_contact(demarche, Partie.COLLECTIVITE, RoleContact.MEMBRE, courriel="suppleant@exemple.invalid")
    un_contact(demarche, Partie.COLLECTIVITE, RoleContact.DIRECTION)
    return demarche


def noter(demarche: Demarche, **donnees: str) -> None:
    absence = {"contact": "referente@exemple.invalid", "du": "2026-03-09", "au": "2026-03-20"}
    saisir(demarche, "absence", absence | donnees, AUTEUR)


def test_une_absence_designe_les_personnes_par_leur_adresse() -> None:
    demarche = un_dossier()

    noter(demarche, suppleant="Suppleant@exemple.invalid")

    (absence,) = demarche.contacts[0].absences
    assert (absence.du, absence.au) == (date(2026, 3, 9), date(2026, 3, 20))
    assert absence.suppleant_id == demarche.contacts[1].id


def test_une_absence_corrigee_remplace_celle_qu_elle_chevauche() -> None:
    demarche = un_dossier()
    noter(demarche)
    noter(demarche, du="2026-08-03", au="2026-08-14")

    noter(demarche, au="2026-03-13")

    assert [(a.au, a.remplacee_le is None) for a in demarche.contacts[0].absences] == [
        (date(2026, 3, 20), False),
        (date(2026, 8, 14), True),
        (date(2026, 3, 13), True),
    ]


def test_toutes_les_fautes_d_une_absence_sont_dites() -> None:
    demarche = un_dossier()

    with pytest.raises(SaisieInvalide) as refus:
        noter(demarche, au="2026-03-01", suppleant="referente@exemple.invalid")

    assert refus.value.pourquoi == (
        "Il y a un obstacle : elle finirait le 01/03/2026, avant d'avoir commencé ; "
        "une personne ne se supplée pas elle-même."
    )
    assert demarche.contacts[0].absences == []


@pytest.mark.parametrize(
    ("designe", "raison"),
    [
        ("EXEMPLE", "Plusieurs contacts portent ce nom."),
        ("inconnu@exemple.invalid", "Aucun contact en fonction ne le porte."),
    ],
)
def test_un_contact_ambigu_ou_inconnu_est_refuse(designe: str, raison: str) -> None:
    with pytest.raises(SaisieInvalide) as refus:
        noter(un_dossier(), contact=designe)

    assert refus.value.pourquoi == raison

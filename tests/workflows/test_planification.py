"""Quand une étape glisse, le calendrier recalé est proposé ; il ne vaut que si on l'adopte."""

import itertools
from datetime import date

import pytest

from modeles.calendrier import EtapePrevue
from modeles.demarche import Demarche
from modeles.erreurs import Gravite, SaisieInvalide
from modeles.etapes import Etape
from modeles.vocabulaire import NatureReunion, StatutCalendrier
from tests.fabriques import SAISI, une_demarche, une_fiche, une_reunion
from workflows.commandes.bordereau import Auteur, SansDonnees
from workflows.commandes.calendrier import SaisieCalendrier, fixer_calendrier, recaler_le_calendrier
from workflows.planification import calendrier_adopte, recalage_propose
from workflows.regles.calendrier import desordres
from workflows.regles.fiches import obstacles_a_la_fiche

LE_6_JANVIER = date(2025, 1, 6)


def _auteur(le: date) -> Auteur:
    return Auteur("Camille Exemple", le, SAISI)


def _planifiee(cible: date = date(2026, 3, 31)) -> Demarche:
    demarche = une_demarche(Etape.LANCEMENT)
    fixer_calendrier(demarche, SaisieCalendrier(cible_le=cible), _auteur(LE_6_JANVIER))
    return demarche


def test_le_calendrier_finit_a_la_cible_et_couvre_toutes_les_etapes_a_vivre() -> None:
    adopte = calendrier_adopte(_planifiee())

    assert next(e.etape for e in adopte) is Etape.LANCEMENT
    assert (adopte[-1].etape, adopte[-1].fin_le) == (Etape.SIGNATURE, date(2026, 3, 31))
    assert all(avant.fin_le == apres.debut_le for avant, apres in itertools.pairwise(adopte))


def test_une_cible_intenable_est_refusee_avec_la_premiere_date_possible() -> None:
    with pytest.raises(SaisieInvalide, match="La première date possible est le"):
        _planifiee(date(2025, 3, 1))


def test_sans_retard_rien_n_est_propose() -> None:
    demarche = _planifiee()

    assert recalage_propose(demarche, calendrier_adopte(demarche)[0].fin_le) is None


def test_un_retard_propose_sans_imposer_puis_s_adopte_en_gardant_l_ancien() -> None:
    demarche = _planifiee()
    avant = calendrier_adopte(demarche)
    en_retard = date(avant[0].fin_le.year, avant[0].fin_le.month, 28)

    proposition = recalage_propose(demarche, en_retard)

    assert proposition is not None
    assert proposition.decalages[0].etape == "lancement"
    assert calendrier_adopte(demarche) == avant

    recaler_le_calendrier(demarche, SansDonnees(), _auteur(en_retard))

    assert calendrier_adopte(demarche)[0].fin_le == en_retard
    assert {e.statut for e in avant} == {StatutCalendrier.REMPLACE}
    assert recalage_propose(demarche, en_retard) is None


def test_un_grand_retard_previent_que_la_seance_sera_manquee() -> None:
    demarche = _planifiee()

    proposition = recalage_propose(demarche, date(2025, 12, 1))

    assert proposition is not None
    assert proposition.seance_manquee is not None
    assert "sera manquée" in proposition.seance_manquee.explication


def test_recaler_sans_retard_est_refuse() -> None:
    with pytest.raises(SaisieInvalide, match="Il n'y a rien à recaler"):
        recaler_le_calendrier(_planifiee(), SansDonnees(), _auteur(LE_6_JANVIER))


def test_une_demarche_suspendue_est_recalee_sur_l_etape_ou_elle_s_est_arretee() -> None:
    demarche = _planifiee()
    demarche.etape, demarche.etape_de_retour = Etape.SUSPENDU, Etape.LANCEMENT

    proposition = recalage_propose(demarche, date(2025, 12, 1))

    assert proposition is not None


def test_un_aval_prevu_avant_son_amont_avertit_sans_bloquer() -> None:
    demarche = une_demarche(Etape.LANCEMENT)
    demarche.etapes_prevues = [
        EtapePrevue(
            demarche_id=demarche.id, etape=etape, debut_le=debut, fin_le=debut, statut=StatutCalendrier.ADOPTE
        )
        for etape, debut in ((Etape.DIAGNOSTIC, date(2025, 5, 1)), (Etape.ATELIERS, date(2025, 4, 1)))
    ]
    une_reunion(demarche, NatureReunion.COMITE_SUIVI, prevue_le=date(2025, 6, 1))
    une_reunion(demarche, NatureReunion.COMITE_RESTITUTION, prevue_le=date(2025, 5, 1))

    trouves = list(desordres(demarche))

    assert [(o.code, o.gravite) for o in trouves] == [("CAL-02", Gravite.AVERTISSEMENT)] * 2
    assert trouves[1].message == "la réunion n° 2 est prévue avant la réunion n° 1"


@pytest.mark.parametrize(
    ("texte", "codes"),
    [
        ("Un budget de 20 000 € par an.", []),
        ("Un budget de 80\u00a0000\u00a0€ sur la durée.", []),
        ("Un budget de 12 345 €.", ["DOC-03"]),
        ("12 345 personnes, et 3 € de participation.", []),
    ],
)
def test_un_montant_ecrit_doit_etre_au_budget(texte: str, codes: list[str]) -> None:
    demarche = une_demarche(Etape.FICHES)
    fiche = une_fiche(demarche, description=texte)

    assert [o.code for o in obstacles_a_la_fiche(demarche, fiche) if o.code == "DOC-03"] == codes

"""La collecte d'une région : qui a répondu, quand, combien ; en un nombre de requêtes qui ne dépend pas d'elle."""

from datetime import date

import pytest
from sqlalchemy import event

from modeles.base import lecture, moteur, unite_de_travail
from modeles.vocabulaire_annuel import GenreCampagne, NatureAmenagement
from tests.workflows.contrats_d_essai import auteur, saisie, un_contrat
from workflows.agregats import agregats_de_la_region
from workflows.attendus import amenager, attendu_designe, recevoir
from workflows.campagnes import ouvrir_campagne, rattacher
from workflows.collecte_regionale import Ponctualite, collecte_de_la_region
from workflows.valeurs import enregistrer_valeurs

G, P = GenreCampagne, Ponctualite
CODES = ("09", "12", "31", "32", "46")


def preparer(*codes: str) -> None:
    """Deux campagnes ; l'Ariège répond à l'heure, l'Aveyron en retard, la Haute-Garonne en partie."""
    with unite_de_travail() as session:
        contrats = {code: un_contrat(session, code) for code in codes}
        for genre in (G.INDICATEURS, G.RAPPORT_EXECUTION):
            ouvrir_campagne(session, "76", genre, 2025, auteur(), seuil_completude=60)
        reponses = {"09": (date(2026, 3, 2), 3), "12": (date(2026, 4, 8), 3), "31": (date(2026, 3, 30), 2)}
        for code, (le, combien) in reponses.items():
            attendu = attendu_designe(session, contrats[code], G.INDICATEURS, 2025)
            fiche = f"{code}-DRO-EXP-01"
            lignes = [saisie("MEN", 80, fiche), saisie("MONO", 30, fiche), saisie("RELOG", 50, fiche)]
            enregistrer_valeurs(session, attendu, lignes[:combien], auteur(le), "essai")
        if "32" in codes:
            amenager(
                session,
                attendu_designe(session, contrats["32"], G.INDICATEURS, 2025),
                NatureAmenagement.REPORT,
                "Logiciel changé",
                auteur(date(2026, 3, 30)),
                jusqu_au=date(2026, 4, 30),
            )
        rapport = attendu_designe(session, contrats["09"], G.RAPPORT_EXECUTION, 2025)
        recevoir(session, rapport, date(2026, 6, 1), "Dominique Exemple")


def test_le_tableau_dit_qui_est_a_l_heure_en_retard_ou_attendu(base: str) -> None:
    preparer(*CODES)

    with lecture() as session:
        collecte = collecte_de_la_region(session, "76", date(2026, 4, 10), exercice=2025)

        indicateurs = next(c for c in collecte.campagnes if c.genre is G.INDICATEURS)
        cases = {x.demarche.territoire_code: x.cases[indicateurs.id] for x in collecte.lignes}
        assert {code: (c.ponctualite, c.retard_jours, str(c.completude)) for code, c in cases.items()} == {
            "09": (P.RECUE, 0, "3 sur 3"),
            "12": (P.RECUE_EN_RETARD, 8, "3 sur 3"),
            "31": (P.RECUE_EN_PARTIE, 0, "2 sur 3"),
            "32": (P.ATTENDUE, 0, "0 sur 3"),
            "46": (P.EN_RETARD, 10, "0 sur 3"),
        }
        assert collecte.decompte(indicateurs) == (2, 3, 5)
        rapports = next(c for c in collecte.campagnes if c.genre is G.RAPPORT_EXECUTION)
        assert collecte.decompte(rapports) == (1, 1, 5)
        rapport = next(x for x in collecte.lignes if x.demarche.territoire_code == "09").cases[rapports.id]
        assert (rapport.ponctualite, str(rapport.completude)) == (P.RECUE, "1 sur 1")


@pytest.mark.usefixtures("base")
def test_la_collecte_et_les_agregats_ne_font_pas_plus_de_requetes_pour_plus_de_territoires() -> None:
    comptes = []
    for codes in (("09", "12", "31"), ("46", "48", "65", "81", "82", "11", "34")):
        if not comptes:
            preparer(*codes)
        else:
            with unite_de_travail() as session:
                for code in codes:
                    assert len(rattacher(session, un_contrat(session, code), date(2026, 2, 10))) == 2
        comptes.append((_requetes(collecte=True), _requetes(collecte=False)))

    assert comptes[0] == comptes[1]


def _requetes(*, collecte: bool) -> int:
    executees: list[str] = []

    def compter(*arguments: object) -> None:
        executees.append(str(arguments[2]))

    with lecture() as session:
        event.listen(moteur(), "before_cursor_execute", compter)
        if collecte:
            collecte_de_la_region(session, "76", date(2026, 4, 10), exercice=2025)
        else:
            agregats_de_la_region(session, "76", 2025)
        event.remove(moteur(), "before_cursor_execute", compter)
    return len(executees)

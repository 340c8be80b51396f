"""La démonstration coupée, reprise, contrariée : rien en double, rien à moitié, rien de réel touché."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest
from sqlmodel import select

from api.cli.demo import Affichage
from api.cli.principal import application
from modeles.base import lecture, moteur, unite_de_travail
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.contact import Contact
from modeles.demarche import Demarche, Passage
from modeles.document import Document
from modeles.echeance import Echeance
from modeles.erreurs import ErreurMetier
from modeles.etapes import Etape, Geste
from modeles.message import Message
from workflows.demonstration.deroulement import Nouvelle, derouler
from workflows.demonstration.histoires import Histoire, ecrire
from workflows.demonstration.recit import Recit
from workflows.demonstration.region import HISTOIRES
from workflows.demonstration.scene import DemarcheReelle, chapitres_a_jouer, demonstration_voulue, jouer
from workflows.demonstration.suites import accomplir_sur_place
from workflows.dossier import avancer, creer_demarche, demarche_du_territoire
from workflows.regles.commun import Circonstances

LE = maintenant().date()
LOT = {"46": HISTOIRES["46"]}


class Coupure(Exception):
    """Le processus meurt ici."""


class CoupeApres:
    """Fait les suites de quelques chapitres, puis meurt avant ou après celles du suivant."""

    def __init__(self, chapitres: int, *, avant: bool) -> None:
        self.chapitres = chapitres
        self.avant = avant

    def __call__(self, demarche_id: UUID) -> None:
        if self.chapitres == 0 and self.avant:
            raise Coupure
        accomplir_sur_place(demarche_id)
        if self.chapitres == 0:
            raise Coupure
        self.chapitres -= 1


class Ecrit(NamedTuple):
    """Ce que la démonstration laisse, sans ses identifiants."""

    gestes: list[Geste]
    contacts: int
    documents: list[tuple[str, str, int]]
    echeances: list[str]
    messages: int


def taire(nouvelle: Nouvelle) -> None:
    """Personne ne regarde."""


def ce_qui_est_ecrit() -> Ecrit:
    with lecture() as session:
        return Ecrit(
            list(session.exec(select(Passage.geste).order_by(Passage.sequence)).all()),  # type: ignore[arg-type]
            len(session.exec(select(Contact)).all()),
            sorted((d.code, d.objet, d.version) for d in session.exec(select(Document)).all()),
            sorted(e.libelle for e in session.exec(select(Echeance)).all()),
            len(session.exec(select(Message)).all()),
        )


@pytest.fixture(scope="module")
def d_une_traite(base_sqlite_neuve: Path, tmp_path_factory: pytest.TempPathFactory) -> Ecrit:
    """Ce que laisse l'histoire du Lot quand rien ne l'interrompt."""
    donnees = tmp_path_factory.mktemp("traite")
    shutil.copy(base_sqlite_neuve, donnees / "jalons.db")
    with pytest.MonkeyPatch.context() as reglages:
        reglages.setenv("JALONS_DONNEES", str(donnees))
        configuration.cache_clear()
        moteur.cache_clear()
        derouler(LOT, LE, accomplir_sur_place, taire)
        ecrit = ce_qui_est_ecrit()
        moteur().dispose()
    configuration.cache_clear()
    moteur.cache_clear()
    return ecrit


@pytest.mark.parametrize("avant", [True, False], ids=["avant les suites", "apres les suites"])
@pytest.mark.parametrize("coupee_apres", [0, 2, 5])
def test_coupee_n_importe_ou_puis_relancee_elle_laisse_la_meme_chose(
    d_une_traite: Ecrit, base: str, coupee_apres: int, avant: bool
) -> None:
    with pytest.raises(Coupure):
        derouler(LOT, LE, CoupeApres(coupee_apres, avant=avant), taire)

    reussie = derouler(LOT, LE, accomplir_sur_place, taire)

    assert (reussie, ce_qui_est_ecrit()) == (True, d_une_traite)


def test_un_pas_coupe_en_son_milieu_ne_laisse_rien(base: str) -> None:
    premier = ecrire(LOT["46"], "46", LE)[0].pas[0]

    with pytest.raises(ErreurMetier):
        jouer("46", premier._replace(donnees={"inconnu": 1}))

    with lecture() as session:
        restes = [session.exec(select(table)).all() for table in (Demarche, Contact, Passage)]
    assert restes == [[], [], []]


def test_rejouee_une_fois_finie_elle_ne_fait_plus_rien(base: str) -> None:
    derouler(LOT, LE, accomplir_sur_place, taire)
    ecrit, dites = ce_qui_est_ecrit(), list[Nouvelle]()

    derouler(LOT, LE, accomplir_sur_place, dites.append)

    assert ce_qui_est_ecrit() == ecrit
    assert [(n.fini, n.joues, n.chapitres) for n in dites] == [(True, 6, 6)]


def test_elle_ne_touche_pas_a_une_demarche_reelle(base: str) -> None:
    with unite_de_travail() as session:
        creer_demarche(session, "46", LE)

    with pytest.raises(DemarcheReelle) as refus:
        derouler(HISTOIRES, LE, accomplir_sur_place, taire)

    assert refus.value.pourquoi == "Ces territoires ont une démarche réelle : Lot."
    assert ce_qui_est_ecrit().gestes == []


def test_un_territoire_repris_en_main_est_laisse_a_la_personne(base: str) -> None:
    with pytest.raises(Coupure):
        derouler(LOT, LE, CoupeApres(0, avant=False), taire)
    with unite_de_travail() as session:
        lot = demarche_du_territoire(session, "Lot")
        faits = Circonstances("Camille Exemple", LE, maintenant(), motif="Essai")
        avancer(session, lot.id, Geste.SUSPENDRE, {"jusqu_au": "2099-01-01"}, faits)

    derouler(LOT, LE, accomplir_sur_place, taire)

    with lecture() as session:
        assert demarche_du_territoire(session, "Lot").etape is Etape.SUSPENDU


def test_une_histoire_contrariee_s_arrete_sans_arreter_les_autres(base: str) -> None:
    def notifier_trop_tot(r: Recit) -> None:
        r.faire(Geste.NOTIFIER, prend_effet_le="2024-01-01")
        r.clore("Impossible")

    impossible = Histoire("Un contrat notifié avant d'exister", notifier_trop_tot, date(2024, 1, 8))
    dites: list[Nouvelle] = []

    reussie = derouler({"46": impossible, "65": HISTOIRES["65"]}, LE, accomplir_sur_place, dites.append)

    fins = {n.territoire: n.erreur for n in dites if n.fini}
    assert not reussie
    assert fins["65"] is None
    assert fins["46"] is not None and fins["46"].startswith(
        "« Lot » : le geste « Notifier le contrat signé » n'est pas possible maintenant."
    )


def test_la_demonstration_n_est_voulue_que_sur_une_base_vide_ou_qui_ne_contient_qu_elle(
    base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with lecture() as session:
        assert demonstration_voulue(session, LE)
    with pytest.raises(Coupure):
        derouler(LOT, LE, CoupeApres(0, avant=True), taire)
    with lecture() as session:
        assert demonstration_voulue(session, LE)

    with unite_de_travail() as session:
        creer_demarche(session, "32", LE)
    with lecture() as session:
        assert not demonstration_voulue(session, LE)


def test_la_demonstration_n_est_pas_voulue_quand_les_reglages_la_refusent(
    base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JALONS_DEMONSTRATION", "non")
    configuration.cache_clear()

    with lecture() as session:
        assert not demonstration_voulue(session, LE)


def test_une_histoire_n_est_plus_a_jouer_une_fois_finie(base: str) -> None:
    derouler(LOT, LE, accomplir_sur_place, taire)

    with lecture() as session:
        assert chapitres_a_jouer(session, "46", LOT["46"], LE) == []


@pytest.mark.parametrize("decalage", range(0, 1500, 113))
def test_racontee_n_importe_quel_jour_une_histoire_en_cours_finit_a_temps(decalage: int) -> None:
    le = date(2025, 1, 1) + timedelta(days=decalage)

    for code, histoire in HISTOIRES.items():
        jours = [pas.le for chapitre in ecrire(histoire, code, le) for pas in chapitre.pas]

        assert jours == sorted(jours)
        assert jours[-1] <= le - timedelta(days=histoire.fini_depuis)


def test_la_commande_refuse_un_territoire_dont_elle_ne_raconte_rien(
    base: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        application(["demo", "--territoires", "32,Dijon Métropole"])

    assert capsys.readouterr().err.startswith(
        "La démonstration ne raconte rien pour : Dijon Métropole. "
        "Elle se joue sur les seize territoires d'Occitanie. Choisissez parmi : Ariège,"
    )


def test_sans_terminal_une_ligne_de_json_dit_chaque_chapitre(
    base: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with Affichage(LOT, en_json=True) as affichage:
        derouler(LOT, LE, accomplir_sur_place, affichage.annoncer)

    lignes = [json.loads(ligne) for ligne in capsys.readouterr().out.splitlines()]
    assert [ligne["joues"] for ligne in lignes] == [1, 2, 3, 4, 5, 6, 6]
    assert (lignes[-1]["nom"], lignes[-1]["etape"], lignes[-1]["documents"], lignes[-1]["fini"]) == (
        "Lot",
        "Diagnostic présenté",
        22,
        True,
    )

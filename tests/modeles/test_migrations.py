"""Le schéma vient des migrations, et la base refuse ce que le métier interdit, sur les deux moteurs."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from modeles.base import lecture, unite_de_travail, verifier_migrations
from modeles.colonnes import maintenant
from modeles.demarche import Demarche, Passage
from modeles.etapes import Etape, Geste
from modeles.territoire import Territoire


def _une_demarche_en_base(**champs: object) -> Demarche:
    with unite_de_travail() as session:
        if session.get(Territoire, "32") is None:
            session.add(Territoire(code="32", nom="Gers", region="76"))
        demarche = Demarche(territoire_code="32", depuis_le=date(2025, 1, 6), **champs)
        session.add(demarche)
    return demarche


def _un_passage(demarche: Demarche, **champs: object) -> Passage:
    return Passage(
        **{
            "demarche_id": demarche.id,
            "sequence": 1,
            "geste": Geste.OUVRIR,
            "de": Etape.A_LANCER,
            "vers": Etape.LANCEMENT,
            "par": "Camille Exemple",
            "survenu_le": date(2025, 1, 6),
            "saisi_le": maintenant(),
        }
        | champs
    )


def test_les_tables_du_code_sont_celles_des_migrations(base: str) -> None:
    verifier_migrations(base)


def test_une_ligne_du_journal_ne_se_modifie_ni_ne_s_efface(base: str) -> None:
    demarche = _une_demarche_en_base()
    with unite_de_travail() as session:
        session.add(_un_passage(demarche))

    for ordre in ("UPDATE passage SET par = 'un autre'", "DELETE FROM passage"):
        with (
            pytest.raises(DBAPIError, match="une ligne inscrite ne change plus"),
            unite_de_travail() as session,
        ):
            session.execute(text(ordre))

    with lecture() as session:
        assert session.get_one(Demarche, demarche.id).passages[0].par == "Camille Exemple"


def test_deux_gestes_ne_portent_pas_le_meme_numero(base: str) -> None:
    demarche = _une_demarche_en_base()

    with pytest.raises(IntegrityError), unite_de_travail() as session:
        session.add(_un_passage(demarche))
        session.add(_un_passage(demarche))


@pytest.mark.parametrize(
    "champs",
    [
        {"etape": Etape.SUSPENDU},
        {"etape": Etape.FICHES, "etape_de_retour": Etape.ATELIERS},
        {"etape": Etape.EXECUTION},
        {"annee_debut": 2028},
    ],
)
def test_la_base_refuse_une_demarche_impossible(base: str, champs: dict[str, object]) -> None:
    with pytest.raises(IntegrityError):
        _une_demarche_en_base(**champs)


def test_un_territoire_n_a_qu_une_demarche_par_contrat_et_par_periode(base: str) -> None:
    _une_demarche_en_base()

    with pytest.raises(IntegrityError):
        _une_demarche_en_base()


def test_un_passage_d_une_demarche_inconnue_est_refuse(base: str) -> None:
    with pytest.raises(IntegrityError), unite_de_travail() as session:
        session.add(_un_passage(Demarche(id=uuid4(), territoire_code="32", depuis_le=date(2025, 1, 6))))


def test_une_transaction_qui_echoue_n_ecrit_rien(base: str) -> None:
    with pytest.raises(ZeroDivisionError), unite_de_travail() as session:
        session.add(Territoire(code="31", nom="Haute-Garonne", region="76"))
        session.flush()
        _ = 1 / 0

    with lecture() as session:
        assert session.get(Territoire, "31") is None


def test_un_instant_revient_en_temps_universel(base: str) -> None:
    instant = maintenant()
    demarche = _une_demarche_en_base(modifiee_le=instant)

    with lecture() as session:
        assert session.get_one(Demarche, demarche.id).modifiee_le == instant

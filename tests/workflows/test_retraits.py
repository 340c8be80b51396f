"""Ce qui est retiré se remet tel quel ; ce qui sert ailleurs ne se retire pas, et l'on dit où il sert."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from modeles.base import lecture, unite_de_travail
from modeles.demarche import Demarche
from modeles.erreurs import ErreurMetier, Introuvable
from modeles.requetes import demarche_de
from tests.workflows.dossier_d_essai import REUNION, convoquer, ouvrir_le_gers
from workflows.commandes.bordereau import Auteur
from workflows.commandes.relecture import constat_saisi, fiche_saisie, piste_saisie
from workflows.dossier import enregistrer

AUTEUR = Auteur("Camille Exemple", date(2025, 2, 3), datetime(2025, 2, 3, 9, tzinfo=UTC))
SOURCE = {"titre": "Fichier fictif", "producteur": "Insee", "annee": 2023, "fiabilite": "A"}
CONSTAT = {"axe": "DROITS", "texte": "Constat fictif", "source": "Fichier fictif", "gravite": 3}
FICHE = {
    "titre": "Action fictive",
    "axe": "DROITS",
    "sous_axe": "DRO-EXP",
    "annee_debut": 2025,
    "budget": [{"annee": 2025, "part_etat_centimes": 100_00, "part_collectivite_centimes": 100_00}],
    "indicateurs": [{"code": "MEN", "libelle": "Ménages", "unite": "ménages", "cibles": {2025: 1200}}],
}


@pytest.fixture
def gers(base: str) -> UUID:
    return ouvrir_le_gers()


def _saisir(demarche_id: UUID, nature: str, /, **donnees: Any) -> None:
    with unite_de_travail() as session:
        enregistrer(session, demarche_id, nature, donnees, AUTEUR)


@contextmanager
def _lu() -> Iterator[Demarche]:
    with lecture() as session:
        demarche = demarche_de(session, "32")
        assert demarche is not None
        yield demarche


def _retirer(demarche_id: UUID, nature: str, objet: str) -> UUID:
    _saisir(demarche_id, "retrait", nature=nature, objet=objet)
    with _lu() as demarche:
        return demarche.retraits[-1].id


def test_un_constat_retire_puis_remis_est_le_meme(gers: UUID) -> None:
    _saisir(gers, "source", **SOURCE)
    _saisir(gers, "constat", **CONSTAT)
    _saisir(gers, "constat", **CONSTAT | {"texte": "Second constat"})

    retrait = _retirer(gers, "constat", "1")
    with _lu() as demarche:
        assert [c.numero for c in demarche.constats] == [2]
    _saisir(gers, "remise_en_place", retrait=str(retrait))

    with _lu() as demarche:
        assert [c.numero for c in demarche.constats] == [1, 2]
        assert constat_saisi(demarche.constats[0]).items() >= CONSTAT.items()
        assert demarche.retraits[0].remis_par == "Camille Exemple"


def test_un_numero_repris_entre_temps_n_est_pas_vole(gers: UUID) -> None:
    _saisir(gers, "constat", axe="DROITS", texte="Le premier")
    retrait = _retirer(gers, "constat", "1")
    _saisir(gers, "constat", axe="DROITS", texte="Un autre")

    _saisir(gers, "remise_en_place", retrait=str(retrait))

    with _lu() as demarche:
        assert [(c.numero, c.texte) for c in demarche.constats] == [(1, "Un autre"), (2, "Le premier")]


def test_ce_qui_sert_ailleurs_ne_se_retire_pas_et_tout_ce_qui_s_en_sert_est_dit(gers: UUID) -> None:
    _saisir(gers, "enjeu", axe="DROITS", libelle="Enjeu fictif")
    _saisir(gers, "piste", titre="Piste fictive", sous_axe="DRO-EXP", enjeu=1)
    _saisir(gers, "fiche", **FICHE, enjeu=1)

    with pytest.raises(ErreurMetier) as refus:
        _saisir(gers, "retrait", nature="enjeu", objet="1")

    assert refus.value.quoi == "L'enjeu n° « Enjeu fictif » ne peut pas être retiré."
    assert refus.value.pourquoi == "Ce qui s'en sert encore : la piste n° 1 et la fiche 32-DRO-EXP-01."


def test_une_fiche_jamais_soumise_se_retire_et_revient_entiere(gers: UUID) -> None:
    _saisir(gers, "piste", titre="Piste fictive", sous_axe="DRO-EXP")
    _saisir(gers, "fiche", **FICHE, pistes=[1])
    with _lu() as demarche:
        avant = fiche_saisie(demarche.fiches[0])

    retrait = _retirer(gers, "fiche", "32-DRO-EXP-01")
    _saisir(gers, "remise_en_place", retrait=str(retrait))

    with _lu() as demarche:
        assert fiche_saisie(demarche.fiches[0]) == avant


def test_une_fiche_deja_soumise_reste(gers: UUID) -> None:
    _saisir(gers, "fiche", **FICHE)
    _saisir(gers, "statut_fiche", fiche="32-DRO-EXP-01", statut="soumise")

    with pytest.raises(ErreurMetier, match="elle a déjà été soumise"):
        _saisir(gers, "retrait", nature="fiche", objet="32-DRO-EXP-01")


def test_une_piste_remise_garde_sa_decision(gers: UUID) -> None:
    _saisir(gers, "piste", titre="Piste fictive", sous_axe="DRO-EXP", notes={"mesurable": 2})
    _saisir(gers, "arbitrage", piste=1, decision="ecartee", motif="Hors sujet")

    retrait = _retirer(gers, "piste", "1")
    _saisir(gers, "remise_en_place", retrait=str(retrait))

    with _lu() as demarche:
        (piste,) = demarche.pistes
        assert (piste.decision.value, piste.motif) == ("ecartee", "Hors sujet")
        assert piste_saisie(piste)["notes"] == {"mesurable": 2}


def test_une_reunion_convoquee_reste_et_une_programmee_se_retire(gers: UUID) -> None:
    _saisir(gers, "reunion", **REUNION)
    convoquer(gers)

    with pytest.raises(ErreurMetier, match="convoquée, reportée ou tenue"):
        _saisir(gers, "retrait", nature="reunion", objet="1")
    retrait = _retirer(gers, "reunion", "2")
    _saisir(gers, "remise_en_place", retrait=str(retrait))

    with _lu() as demarche:
        assert [(r.numero, len(r.participants)) for r in demarche.reunions] == [(1, 2), (2, 2)]


def test_un_contact_retire_reste_inactif_et_revient(gers: UUID) -> None:
    with _lu() as demarche:
        contact = str(demarche.contacts[0].id)

    retrait = _retirer(gers, "contact", contact)
    with _lu() as demarche:
        assert [c.actif for c in demarche.contacts if str(c.id) == contact] == [False]
    _saisir(gers, "remise_en_place", retrait=str(retrait))

    with _lu() as demarche:
        assert all(c.actif for c in demarche.contacts)


def test_un_retrait_ne_se_remet_qu_une_fois(gers: UUID) -> None:
    _saisir(gers, "constat", axe="DROITS", texte="Le premier")
    retrait = _retirer(gers, "constat", "1")
    _saisir(gers, "remise_en_place", retrait=str(retrait))

    with pytest.raises(Introuvable, match="quelqu'un l'a déjà annulé"):
        _saisir(gers, "remise_en_place", retrait=str(retrait))


@pytest.mark.parametrize(("nature", "objet"), [("constat", "9"), ("fiche", "x"), ("contact", "pas-un-id")])
def test_retirer_ce_qui_n_existe_pas_est_refuse(gers: UUID, nature: str, objet: str) -> None:
    with pytest.raises(Introuvable):
        _saisir(gers, "retrait", nature=nature, objet=objet)

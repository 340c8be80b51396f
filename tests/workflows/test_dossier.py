"""Un geste, ses effets et leur accomplissement, dans une vraie base : tout, une fois, ou rien."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func
from sqlmodel import select

from documents.depot import Depot
from documents.gabarits import DOSSIER_DES_GABARITS
from modeles.base import lecture, unite_de_travail
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.demarche import Demarche, Passage
from modeles.document import Document
from modeles.echeance import Echeance
from modeles.effet import Effet
from modeles.erreurs import ErreurMetier, Introuvable, SaisieInvalide
from modeles.etapes import Etape, Geste
from modeles.message import Message
from modeles.requetes import effets_restants
from modeles.vocabulaire import EtatEcheance, EtatEffet
from tests.fabriques import des_faits
from tests.workflows.dossier_d_essai import LE_6_JANVIER, REUNION, convoquer, ouvrir_le_gers
from workflows.commandes.bordereau import Auteur
from workflows.dossier import avancer, creer_demarche, enregistrer
from workflows.effets import Atelier, EffetRepris, accomplir, reclamer, relancer_les_echecs
from workflows.refus import PassageBloque


@pytest.fixture
def atelier(base: str) -> Atelier:
    return Atelier(DOSSIER_DES_GABARITS, Depot(configuration().donnees))


@pytest.fixture
def gers(base: str) -> UUID:
    return ouvrir_le_gers()


def _compter(table: type) -> int:
    with lecture() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def _tout_accomplir(demarche_id: UUID, atelier: Atelier) -> list[bool]:
    with lecture() as session:
        cles = [e.cle for e in effets_restants(session, demarche_id)]
    return [accomplir(cle, "essai", atelier) for cle in cles]


def test_convoquer_produit_les_documents_le_message_et_l_echeance(gers: UUID, atelier: Atelier) -> None:
    convoquer(gers)

    faits = _tout_accomplir(gers, atelier)

    assert all(faits)
    with lecture() as session:
        documents = session.exec(select(Document).order_by(Document.code)).all()
        message = session.exec(select(Message)).one()
        echeances = session.exec(select(Echeance).order_by(Echeance.le)).all()
    assert [(d.code, d.version) for d in documents] == [("D01", 1), ("D02", 1), ("D03", 1)]
    assert [d for d in documents if d.code in ("D01", "D02")] == [
        d for d in documents if str(d.id) in message.documents
    ]
    assert message.destinataires == ["referent.etat@exemple.invalid", "referent.collectivite@exemple.invalid"]
    assert [e.le for e in echeances] == [date(2025, 2, 5), date(2025, 2, 10)]
    lisible = configuration().donnees / "documents produits" / "32 Gers" / "1 Lancement"
    assert sorted(f.name for f in lisible.iterdir()) == sorted(d.nom_fichier for d in documents)
    for document in documents:
        assert len(atelier.depot.lire(document.empreinte_fichier)) == document.taille_octets


def test_refaire_un_effet_fait_ne_produit_rien_de_plus(gers: UUID, atelier: Atelier) -> None:
    convoquer(gers)
    with lecture() as session:
        cles = [e.cle for e in effets_restants(session, gers)]
    _tout_accomplir(gers, atelier)
    avant = [_compter(t) for t in (Document, Message, Echeance)]

    assert [accomplir(cle, "un autre", atelier) for cle in cles] == [False] * len(cles)

    assert [_compter(t) for t in (Document, Message, Echeance)] == avant


def test_un_effet_tenu_par_un_autre_attend_la_fin_de_son_bail(gers: UUID, atelier: Atelier) -> None:
    convoquer(gers)
    with lecture() as session:
        cle = effets_restants(session, gers)[0].cle
    assert reclamer(cle, "un zombie", maintenant())

    assert accomplir(cle, "moi", atelier) is False
    assert reclamer(cle, "moi", maintenant() + timedelta(minutes=2))


def test_un_zombie_qui_finit_apres_coup_ne_laisse_rien(
    gers: UUID, atelier: Atelier, monkeypatch: pytest.MonkeyPatch
) -> None:
    convoquer(gers)
    with lecture() as session:
        cle = next(e.cle for e in effets_restants(session, gers) if ":document:" in e.cle)
    ranger = Depot.ranger

    def ranger_pendant_qu_un_autre_finit(depot: Depot, octets: bytes) -> str:
        monkeypatch.setattr(Depot, "ranger", ranger)
        with unite_de_travail() as session:
            session.get_one(Effet, cle).reclame_jusqu_a = maintenant() - timedelta(seconds=1)
        assert accomplir(cle, "un vivant", atelier)
        return ranger(depot, octets)

    monkeypatch.setattr(Depot, "ranger", ranger_pendant_qu_un_autre_finit)

    with pytest.raises(EffetRepris):
        accomplir(cle, "zombie", atelier)

    assert _compter(Document) == 1
    with lecture() as session:
        assert session.get_one(Effet, cle).reclame_par == "un vivant"


def test_la_meme_demande_rejouee_rend_le_meme_passage(gers: UUID) -> None:
    premier = convoquer(gers, cle="clic-1")

    second = convoquer(gers, cle="clic-1")

    assert second.id == premier.id
    assert _compter(Passage) == 2


def test_deux_clics_au_meme_instant_ne_font_qu_un_passage(gers: UUID) -> None:
    def ouvrir_ou_refuser(_: int) -> str:
        try:
            return str(convoquer(gers, cle="clic-2").sequence)
        except ErreurMetier as refus:
            return refus.quoi

    with ThreadPoolExecutor(4) as fils:
        resultats = set(fils.map(ouvrir_ou_refuser, range(4)))

    assert resultats == {"2"}
    assert _compter(Passage) == 2


def test_un_geste_bloque_n_ecrit_rien(gers: UUID) -> None:
    with pytest.raises(PassageBloque) as refus, unite_de_travail() as session:
        avancer(session, gers, Geste.CONVOQUER, {"reunion": 1}, des_faits(date(2025, 2, 12)))

    assert [o.code for o in refus.value.obstacles] == ["CAL-01"]
    with lecture() as session:
        reunion = session.get_one(Demarche, gers).reunions[0]
        assert (reunion.convoquee_le, reunion.etat.value) == (None, "programmee")
    assert _compter(Passage) == 1


def test_une_saisie_refusee_n_ecrit_rien_et_dit_toutes_ses_fautes(gers: UUID) -> None:
    auteur = Auteur("Camille Exemple", LE_6_JANVIER, maintenant())
    faute = {"annee": "deux mille", "plafond_centimes": -5, "statut": "notifie", "couleur": "bleu"}

    with pytest.raises(SaisieInvalide) as refus, unite_de_travail() as session:
        enregistrer(session, gers, "enveloppe", faute, auteur)

    assert [o.message for o in refus.value.obstacles] == [
        "« annee » : ce n'est pas un nombre entier",
        "« plafond_centimes » : la valeur doit être d'au moins 0",
        "« notifiee_le » : le champ est obligatoire",
        "« couleur » : ce champ n'existe pas",
    ]


def test_une_panne_rend_l_effet_et_sa_raison_puis_il_se_refait(
    gers: UUID, atelier: Atelier, tmp_path: Path
) -> None:
    convoquer(gers)
    with lecture() as session:
        cle = next(e.cle for e in effets_restants(session, gers) if ":document:" in e.cle)
    sans_gabarit = atelier._replace(gabarits=tmp_path)

    with pytest.raises((ErreurMetier, OSError)):
        accomplir(cle, "essai", sans_gabarit)
    with lecture() as session:
        effet = session.get_one(Effet, cle)
        assert (effet.reclame_par, effet.fait_le) == (None, None)
        assert effet.derniere_erreur

    with unite_de_travail() as session:
        relancer_les_echecs(session)
    assert accomplir(cle, "essai", atelier)


def test_quitter_l_etape_ferme_ses_echeances(gers: UUID, atelier: Atelier) -> None:
    _tout_accomplir(gers, atelier)

    with unite_de_travail() as session:
        faits = des_faits(date(2025, 1, 20), motif="La collectivité renonce")
        avancer(session, gers, Geste.ABANDONNER, {"decision_ecrite": "Courrier du 18 janvier"}, faits)

    with lecture() as session:
        echeance = session.exec(select(Echeance)).one()
    assert (echeance.etat, echeance.close_le) == (EtatEcheance.SATISFAITE, date(2025, 1, 20))


def test_une_echeance_posee_apres_coup_nait_deja_fermee(gers: UUID, atelier: Atelier) -> None:
    with unite_de_travail() as session:
        faits = des_faits(date(2025, 1, 20), motif="La collectivité renonce")
        avancer(session, gers, Geste.ABANDONNER, {"decision_ecrite": "Courrier du 18 janvier"}, faits)

    _tout_accomplir(gers, atelier)

    with lecture() as session:
        assert [e.etat for e in session.exec(select(Echeance)).all()] == [EtatEcheance.SATISFAITE]
        assert [e.etat for e in session.exec(select(Effet)).all()] == [EtatEffet.FAIT]


def test_un_territoire_inconnu_ou_deja_lance_est_refuse(gers: UUID) -> None:
    with pytest.raises(Introuvable), unite_de_travail() as session:
        creer_demarche(session, "Gerse-et-Loire", LE_6_JANVIER)
    with pytest.raises(SaisieInvalide, match="a déjà une démarche"), unite_de_travail() as session:
        creer_demarche(session, "Le Gers", LE_6_JANVIER)
    with pytest.raises(SaisieInvalide, match="ne contracte pas en son nom"), unite_de_travail() as session:
        creer_demarche(session, "Bas-Rhin", LE_6_JANVIER)


def test_les_noms_hostiles_traversent_jusqu_au_document(gers: UUID, atelier: Atelier) -> None:
    auteur = Auteur("Camille <b>&", LE_6_JANVIER, maintenant())
    reunion = REUNION | {"lieu": "Salle « 1 » & <annexe> 🎉", "prevue_le": "2025-03-20"}
    with unite_de_travail() as session:
        enregistrer(session, gers, "reunion", reunion, auteur)
        avancer(session, gers, Geste.CONVOQUER, {"reunion": 2}, des_faits(date(2025, 1, 30)))

    assert all(_tout_accomplir(gers, atelier))

    with lecture() as session:
        assert session.get_one(Demarche, gers).etape is Etape.LANCEMENT
        document = session.exec(select(Document).where(Document.code == "D01")).one()
    assert "Salle « 1 » & <annexe> 🎉" in str(document.donnees).replace("\\xa0", " ")

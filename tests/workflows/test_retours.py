"""Les courriels revenus : rattachés, montrés, l'adresse marquée, une tâche ouverte ; le reste n'apprend rien."""

import os
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from modeles.base import lecture, unite_de_travail
from modeles.colonnes import maintenant
from modeles.message import AdresseEnDefaut, Message, RetourDeCourriel, nouveau_message
from modeles.tache import Tache
from modeles.vocabulaire_courriel import EtatMessage, GenreDeRetour
from tests.workflows.courriels_revenus import ORDINAIRE, avis_d_echec, repondeur
from workflows.notifications.avis import TAILLE_MAXIMALE, lire_avis
from workflows.notifications.retours import recevoir, relever, relever_sans_faillir


def un_message(etat: EtatMessage = EtatMessage.ENVOYE) -> Message:
    """Un message à deux adresses, déjà parti."""
    with unite_de_travail() as session:
        message = nouveau_message("essai:1", "Réunion", "Bonjour.", ["A@exemple.fr", "b@exemple.fr"])
        message.etat, message.envoye_le = etat, maintenant() if etat is EtatMessage.ENVOYE else None
        session.add(message)
    return message


def recu(octets: bytes) -> RetourDeCourriel:
    with unite_de_travail() as session:
        return recevoir(session, octets, maintenant())


def relu(identifiant: UUID) -> Message:
    with lecture() as session:
        message = session.get_one(Message, identifiant)
        assert message.acheminements is not None and message.evenements is not None
        return message


def defauts() -> list[str]:
    with lecture() as session:
        return list(session.exec(select(AdresseEnDefaut.adresse)).all())


def taches() -> list[str]:
    with lecture() as session:
        return list(session.exec(select(Tache.libelle)).all())


@pytest.mark.parametrize("par", ["message-id", "suivi"])
def test_un_avis_d_echec_marque_l_adresse_et_demande_de_la_corriger(base: str, par: str) -> None:
    message = un_message()
    octets = avis_d_echec(message.identifiant) if par == "message-id" else avis_d_echec(suivi=message.id)

    retour = recu(octets)

    assert (retour.genre, retour.message_id) == (GenreDeRetour.ECHEC, message.id)
    [acheminement] = relu(message.id).acheminements
    assert (acheminement.adresse, acheminement.etat, acheminement.code) == ("A@exemple.fr", "revenu", "5.1.1")
    assert relu(message.id).evenements[-1].detail == (
        "Revenu : A@exemple.fr, cette adresse n'existe pas "
        "(550 5.1.1 <a@exemple.fr>: Recipient address rejected: User unknown)"
    )
    assert (defauts(), taches()) == (["a@exemple.fr"], ["Corriger l'adresse A@exemple.fr"])


def test_le_meme_avis_recu_deux_fois_n_apprend_rien_de_plus(base: str) -> None:
    message = un_message()
    recu(avis_d_echec(message.identifiant))

    recu(avis_d_echec(message.identifiant))

    assert len(relu(message.id).evenements) == 1
    assert len(taches()) == 1


def test_une_boite_pleine_n_est_pas_une_adresse_morte(base: str) -> None:
    message = un_message()

    recu(avis_d_echec(message.identifiant, statut="5.2.2", diagnostic="552 5.2.2 Mailbox full"))

    assert (defauts(), len(taches())) == ([], 1)


def test_un_retard_se_note_sans_demander_rien(base: str) -> None:
    message = un_message()

    retour = recu(avis_d_echec(message.identifiant, action="delayed", statut="4.4.1", diagnostic="x"))

    assert retour.genre is GenreDeRetour.RETARD
    assert relu(message.id).evenements[-1].detail.startswith("Remise retardée : A@exemple.fr")
    assert (relu(message.id).acheminements, taches()) == ([], [])


def test_un_repondeur_se_note_avec_son_objet(base: str) -> None:
    message = un_message()

    assert recu(repondeur(message.identifiant)).genre is GenreDeRetour.REPONDEUR
    assert relu(message.id).evenements[-1].detail == "Réponse automatique : Absence jusqu'au 3 février"


def test_un_avis_qui_cite_une_autre_adresse_n_est_pas_cru(base: str) -> None:
    message = un_message()

    recu(avis_d_echec(message.identifiant, adresse="prefet@exemple.fr"))

    assert (relu(message.id).acheminements, defauts(), taches()) == ([], [], [])


def test_un_avis_prouve_qu_un_message_douteux_etait_parti(base: str) -> None:
    message = un_message(EtatMessage.DOUTEUX)

    recu(avis_d_echec(message.identifiant))

    assert relu(message.id).etat is EtatMessage.ENVOYE
    assert [e.fait.value for e in relu(message.id).evenements] == ["decision", "retour"]


@pytest.mark.parametrize(
    "octets", [b"", ORDINAIRE, avis_d_echec("<inconnu@ailleurs>"), b"\x00\xff" * 50, repondeur("<x@y>")]
)
def test_ce_qui_n_est_pas_a_nous_se_garde_sans_rien_changer(base: str, octets: bytes) -> None:
    un_message()

    assert recu(octets).message_id is None
    assert taches() == []


def test_le_dossier_se_lit_une_fois_sans_y_toucher(base: str, tmp_path: Path) -> None:
    message = un_message()
    fichier = tmp_path / "avis.eml"
    fichier.write_bytes(avis_d_echec(message.identifiant))
    (tmp_path / "note.txt").write_text("autre chose")
    un_peu_plus_tard = maintenant() + timedelta(minutes=1)

    assert relever(tmp_path, maintenant()) == {}, "il s'écrit peut-être encore"
    assert relever(tmp_path, un_peu_plus_tard) == {GenreDeRetour.ECHEC: 1}
    assert relever(tmp_path, un_peu_plus_tard) == {}
    assert fichier.exists()


def test_un_maildir_se_relit_sous_le_meme_nom_apres_lecture(base: str, tmp_path: Path) -> None:
    message = un_message()
    for sous in ("new", "cur", "tmp"):
        (tmp_path / sous).mkdir()
    (tmp_path / "new" / "1738.M1.hote").write_bytes(avis_d_echec(message.identifiant))
    assert relever(tmp_path, maintenant()) == {GenreDeRetour.ECHEC: 1}

    (tmp_path / "new" / "1738.M1.hote").rename(tmp_path / "cur" / "1738.M1.hote:2,S")

    assert relever(tmp_path, maintenant()) == {}


def test_un_dossier_illisible_n_arrete_pas_le_filet(base: str, tmp_path: Path) -> None:
    (tmp_path / "avis.eml").mkdir()
    os.utime(tmp_path / "avis.eml", (time.time() - 60,) * 2)

    assert relever_sans_faillir(tmp_path, maintenant()) == {}


def test_un_courriel_demesure_n_est_pas_lu() -> None:
    assert lire_avis(b"x" * (TAILLE_MAXIMALE + 1)).genre is GenreDeRetour.INCONNU


def test_des_parties_emboitees_sans_fin_ne_font_pas_tomber() -> None:
    debut = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3000))

    assert lire_avis(f"MIME-Version: 1.0\n{debut}".encode()).genre is GenreDeRetour.INCONNU


AVIS = avis_d_echec("<x@exemple.fr>")


@given(position=st.integers(0, len(AVIS)), coupe=st.integers(0, 40), insere=st.binary(max_size=20))
def test_un_avis_abime_ne_fait_jamais_tomber(position: int, coupe: int, insere: bytes) -> None:
    abime = AVIS[:position] + insere + AVIS[position + coupe :]

    avis = lire_avis(abime)

    assert "\x00" not in avis.sujet
    (avis.sujet + "".join(s.reponse.texte for s in avis.sorts)).encode()

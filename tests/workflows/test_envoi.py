"""La boîte d'envoi devant un vrai serveur : ce qui part, ce qui attend, ce qui est refusé, ce dont on doute."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from documents.depot import Depot
from modeles.base import lecture, unite_de_travail
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.message import AdresseEnDefaut, Message, nouveau_message
from modeles.tache import Tache
from modeles.vocabulaire_courriel import EtatMessage, FaitDuMessage
from tests.workflows.dossier_d_essai import ouvrir_le_gers
from tests.workflows.serveur_de_courriel import (
    COMPTE,
    CoupeAvantLePoint,
    Guichet,
    certificat,
    serveur_de_courriel,
    verifier_le_compte,
)
from workflows.notifications.boite import marquer_emis, reclamer
from workflows.notifications.envoi import Facteur, SansServeur
from workflows.notifications.reponses import ESSAIS_MAXIMUM
from workflows.notifications.serveur import EnvoiEmpeche

A, B = "a@exemple.fr", "b@exemple.fr"
Regler = Callable[..., Facteur]


@pytest.fixture
def guichet() -> Guichet:
    return Guichet()


@pytest.fixture
def port(guichet: Guichet) -> Iterator[int]:
    with serveur_de_courriel(guichet) as ouvert:
        yield ouvert


@pytest.fixture
def regler(base: str, monkeypatch: pytest.MonkeyPatch) -> Regler:
    """Un facteur réglé comme par l'environnement ; la patience est courte."""

    def facteur(port: int, securite: str = "aucune", **autres: str) -> Facteur:
        reglages = {"hote": "127.0.0.1", "port": str(port), "securite": securite, "delai_s": "2"}
        reglages |= {"expediteur": "contrats@exemple.fr"} | autres
        for nom, valeur in reglages.items():
            monkeypatch.setenv(f"JALONS_SMTP_{nom.upper()}", valeur)
        configuration.cache_clear()
        return Facteur.ordinaire(configuration(), "essai")

    return facteur


@pytest.fixture
def facteur(regler: Regler, port: int) -> Facteur:
    return regler(port)


def deposer(*destinataires: str, cle: str = "essai:1", **autres: Any) -> UUID:
    with unite_de_travail() as session:
        message = nouveau_message(cle, "Réunion du 3 mars", "Bonjour,\n\nÀ bientôt.", destinataires, **autres)
        session.add(message)
    return message.id


def relu(identifiant: UUID) -> Message:
    with lecture() as session:
        message = session.get_one(Message, identifiant)
        assert message.acheminements is not None and message.evenements is not None
        return message


def faits(identifiant: UUID) -> list[FaitDuMessage]:
    return [e.fait for e in relu(identifiant).evenements]


def sorts(identifiant: UUID) -> dict[str, str]:
    return {a.adresse: a.etat.value for a in relu(identifiant).acheminements}


def taches() -> list[str]:
    with lecture() as session:
        return list(session.exec(select(Tache.libelle).order_by(Tache.libelle)).all())


def avancer_l_heure(identifiant: UUID) -> None:
    """Comme si l'heure du prochain essai était venue."""
    with unite_de_travail() as session:
        session.get_one(Message, identifiant).prochain_essai_le = None


def test_un_message_part_une_fois_et_le_dit(facteur: Facteur, guichet: Guichet) -> None:
    identifiant = deposer(A, copies=[B])

    assert facteur.vider_la_boite() == {EtatMessage.ENVOYE: 1}
    assert facteur.vider_la_boite() == {}

    [recu] = guichet.recus
    assert (recu.de, recu.a) == ("contrats@exemple.fr", [A, B])
    assert recu.courriel["Message-ID"] == relu(identifiant).identifiant
    assert relu(identifiant).envoye_le is not None
    assert faits(identifiant) == [FaitDuMessage.ESSAI, FaitDuMessage.ENVOI]
    assert sorts(identifiant) == {A: "accepte", B: "accepte"}
    assert relu(identifiant).derniere_reponse == f"{A} et {B} : 250 2.0.0 Message accepté"


def test_sans_serveur_rien_ne_part_et_rien_ne_le_pretend(base: str) -> None:
    identifiant = deposer(A)

    with pytest.raises(SansServeur):
        Facteur.ordinaire(configuration(), "essai").vider_la_boite()

    assert (relu(identifiant).etat, faits(identifiant)) == (EtatMessage.PREPARE, [])


def test_un_message_attend_son_heure(facteur: Facteur, guichet: Guichet) -> None:
    deposer(A, a_partir_de=maintenant() + timedelta(hours=1))

    assert facteur.vider_la_boite() == {}
    assert guichet.recus == []


def test_un_refus_passager_attend_et_repart(facteur: Facteur, guichet: Guichet) -> None:
    vues: set[str] = set()

    def filtrer(adresse: str) -> str:
        if adresse in vues:
            return "250 OK"
        vues.add(adresse)
        return "450 4.2.0 Revenez dans cinq minutes"

    guichet.destinataire = filtrer
    identifiant = deposer(A)

    assert facteur.vider_la_boite() == {EtatMessage.PREPARE: 1}
    attendu = relu(identifiant).prochain_essai_le
    assert attendu is not None and timedelta(minutes=4) < attendu - maintenant() < timedelta(minutes=6)
    assert facteur.vider_la_boite() == {}

    avancer_l_heure(identifiant)
    assert facteur.vider_la_boite() == {EtatMessage.ENVOYE: 1}
    assert faits(identifiant) == ["essai", "report", "essai", "envoi"]
    assert len(guichet.recus) == 1


def test_ceux_qui_l_ont_recu_ne_le_recoivent_pas_deux_fois(facteur: Facteur, guichet: Guichet) -> None:
    guichet.destinataire = lambda adresse: "250 OK" if adresse == A else "451 4.7.1 Filtré"
    identifiant = deposer(A, B)
    assert facteur.vider_la_boite() == {EtatMessage.PREPARE: 1}
    assert sorts(identifiant) == {A: "accepte", B: "differe"}

    guichet.destinataire = lambda adresse: "250 OK"
    avancer_l_heure(identifiant)
    facteur.vider_la_boite()

    assert [recu.a for recu in guichet.recus] == [[A], [B]]
    assert sorts(identifiant) == {A: "accepte", B: "accepte"}


def test_un_refus_definitif_demande_de_corriger_l_adresse(facteur: Facteur, guichet: Guichet) -> None:
    guichet.destinataire = lambda adresse: "550 5.1.1 Adresse inconnue" if adresse == A else "250 OK"
    partiel, total = deposer(A, B), deposer(A, cle="essai:2")

    assert facteur.vider_la_boite() == {EtatMessage.ENVOYE: 1, EtatMessage.REFUSE: 1}

    assert sorts(partiel) == {A: "refuse", B: "accepte"}
    assert relu(total).etat is EtatMessage.REFUSE
    assert taches() == [
        f"Corriger l'adresse {A}",
        f"Corriger l'adresse {A}",
        "Décider du message « Réunion du 3 mars »",
    ]
    with lecture() as session:
        assert session.exec(select(AdresseEnDefaut.adresse)).all() == [A]


def test_un_texte_refuse_l_est_pour_toutes_les_adresses(facteur: Facteur, guichet: Guichet) -> None:
    guichet.texte = lambda recu: "554 5.7.1 Contenu refusé"
    identifiant = deposer(A, B)

    assert facteur.vider_la_boite() == {EtatMessage.REFUSE: 1}
    assert sorts(identifiant) == {A: "refuse", B: "refuse"}
    with lecture() as session:
        assert session.exec(select(AdresseEnDefaut)).all() == []


def test_une_coupure_apres_le_texte_se_montre_et_ne_se_renvoie_pas(
    facteur: Facteur, guichet: Guichet
) -> None:
    guichet.texte = lambda recu: None
    identifiant = deposer(A)

    assert facteur.vider_la_boite() == {EtatMessage.DOUTEUX: 1}
    assert facteur.vider_la_boite() == {}

    assert len(guichet.recus) == 1
    assert faits(identifiant) == ["essai", "doute"]
    assert taches() == ["Décider du message « Réunion du 3 mars »"]


def test_une_coupure_avant_le_point_final_laisse_le_message_pret(regler: Regler, guichet: Guichet) -> None:
    # Assez lourd pour que le texte ne tienne pas dans les tampons : la coupure arrive pendant qu'il part.
    empreinte = Depot(configuration().donnees).ranger(bytes(8_000_000))
    piece = {"nom": "Lourd.bin", "type_mime": "application/octet-stream", "empreinte": empreinte}
    identifiant = deposer(A, pieces=[piece])

    with serveur_de_courriel(guichet, protocole=CoupeAvantLePoint) as port:
        assert regler(port).vider_la_boite() == {EtatMessage.PREPARE: 1}

    assert (
        relu(identifiant).derniere_reponse == "L'envoi a été interrompu avant que le serveur n'ait tout reçu."
    )
    assert guichet.recus == []


def test_un_serveur_qui_se_tait_apres_le_texte_laisse_un_doute(
    regler: Regler, guichet: Guichet, port: int
) -> None:
    guichet.attente_s = 5
    identifiant = deposer(A)

    assert regler(port, delai_s="0.1").vider_la_boite() == {EtatMessage.DOUTEUX: 1}
    assert faits(identifiant) == ["essai", "doute"]


def test_cent_vingt_destinataires_le_recoivent_tous_quand_le_serveur_en_prend_cinquante(
    facteur: Facteur, guichet: Guichet
) -> None:
    adresses = [f"p{n}@exemple.fr" for n in range(120)]
    identifiant = deposer(*adresses)

    for _ in range(3):
        pris: list[str] = []
        guichet.destinataire = lambda adresse, pris=pris: (  # type: ignore[misc]
            "452 4.5.3 Trop de destinataires" if len(pris) >= 50 else (pris.append(adresse) or "250 OK")
        )
        facteur.vider_la_boite()
        avancer_l_heure(identifiant)

    assert [len(recu.a) for recu in guichet.recus] == [50, 50, 20]
    assert sorted(a for recu in guichet.recus for a in recu.a) == sorted(adresses)
    assert relu(identifiant).etat is EtatMessage.ENVOYE


def test_un_message_de_demonstration_ne_part_jamais(facteur: Facteur, guichet: Guichet) -> None:
    gers = ouvrir_le_gers()
    with unite_de_travail() as session:
        session.get_one(Demarche, gers).fictive = True
    deposer(A, demarche_id=gers)

    assert facteur.vider_la_boite() == {}
    assert guichet.recus == []


def test_un_serveur_muet_n_use_pas_les_essais_et_dit_pourquoi_on_attend(regler: Regler, port: int) -> None:
    facteur, identifiant = regler(9), deposer(A)

    with pytest.raises(EnvoiEmpeche) as empechement:
        facteur.vider_la_boite()
    facteur.dire_l_empechement(str(empechement.value))

    message = relu(identifiant)
    assert (message.etat, message.essais) == (EtatMessage.PREPARE, 0)
    assert (message.derniere_reponse or "").startswith("Le serveur 127.0.0.1:9 ne répond pas")
    assert facteur.vider_la_boite() == {}


def test_un_expediteur_refuse_n_abime_aucun_message(facteur: Facteur, guichet: Guichet) -> None:
    guichet.emetteur = lambda adresse: "553 5.7.1 Expéditeur non autorisé"
    identifiants = [deposer(A), deposer(B, cle="essai:2")]

    with pytest.raises(EnvoiEmpeche, match="refuse l'expéditeur contrats"):
        facteur.vider_la_boite()

    assert [(relu(i).etat, relu(i).essais) for i in identifiants] == [(EtatMessage.PREPARE, 0)] * 2


def test_au_bout_de_tous_les_essais_une_personne_decide(facteur: Facteur, guichet: Guichet) -> None:
    guichet.destinataire = lambda adresse: "450 4.2.0 Plus tard"
    identifiant = deposer(A)
    with unite_de_travail() as session:
        session.get_one(Message, identifiant).essais = ESSAIS_MAXIMUM - 1

    assert facteur.vider_la_boite() == {EtatMessage.REFUSE: 1}
    assert sorts(identifiant) == {A: "refuse"}


def test_une_adresse_impossible_n_empeche_pas_les_autres(facteur: Facteur, guichet: Guichet) -> None:
    identifiant = deposer("élu@exemple.fr", "x y@exemple.fr", "<b@exemple.fr>,c@d.fr", B)

    assert facteur.vider_la_boite() == {EtatMessage.ENVOYE: 1}
    assert [recu.a for recu in guichet.recus] == [[B]]
    assert list(sorts(identifiant).values()).count("refuse") == 3


def test_un_message_sans_destinataire_le_dit(facteur: Facteur, guichet: Guichet) -> None:
    identifiant = deposer(sans_adresse=["Camille EXEMPLE (directrice)"])

    assert facteur.vider_la_boite() == {EtatMessage.REFUSE: 1}
    assert "Aucun destinataire n'a d'adresse." in (relu(identifiant).derniere_reponse or "")


def test_une_piece_perdue_arrete_ce_message_et_lui_seul(facteur: Facteur, guichet: Guichet) -> None:
    perdue = {"nom": "Suivi.xlsx", "type_mime": "application/octet-stream", "empreinte": "0" * 64}
    abime, bon = deposer(A, pieces=[perdue]), deposer(B, cle="essai:2")

    assert facteur.vider_la_boite() == {EtatMessage.REFUSE: 1, EtatMessage.ENVOYE: 1}
    assert (relu(abime).etat, relu(bon).etat) == (EtatMessage.REFUSE, EtatMessage.ENVOYE)


def test_un_envoi_mort_avant_le_point_est_repris_apres_c_est_un_doute(
    facteur: Facteur, guichet: Guichet
) -> None:
    avant, apres = deposer(A), deposer(B, cle="essai:2")
    for identifiant in (avant, apres):
        assert reclamer(identifiant, "un mort", maintenant(), timedelta(seconds=-1))
    marquer_emis(apres, "un mort", maintenant())

    assert facteur.vider_la_boite() == {EtatMessage.ENVOYE: 1}

    assert (relu(avant).etat, relu(apres).etat) == (EtatMessage.ENVOYE, EtatMessage.DOUTEUX)
    assert [recu.a for recu in guichet.recus] == [[A]]


def test_deux_facteurs_se_partagent_la_boite_sans_rien_doubler(facteur: Facteur, guichet: Guichet) -> None:
    for rang in range(30):
        deposer(f"p{rang}@exemple.fr", cle=f"essai:{rang}")
    facteurs = [facteur._replace(nom=f"facteur {n}") for n in range(3)]

    with ThreadPoolExecutor(3) as fils:
        bilans = list(fils.map(Facteur.vider_la_boite, facteurs))

    assert sum(b[EtatMessage.ENVOYE] for b in bilans) == 30
    assert sorted(r.a[0] for r in guichet.recus) == sorted(f"p{n}@exemple.fr" for n in range(30))


def test_les_pieces_jointes_arrivent_avec_leurs_accents(facteur: Facteur, guichet: Guichet) -> None:
    empreinte = Depot(configuration().donnees).ranger(b"contenu du classeur")
    nom = "32 Gers – Indicateurs 2025, département n° 2.xlsx"
    deposer(A, pieces=[{"nom": nom, "type_mime": "application/octet-stream", "empreinte": empreinte}])

    facteur.vider_la_boite()

    [piece] = guichet.recus[0].courriel.iter_attachments()
    assert (piece.get_filename(), piece.get_content()) == (nom, b"contenu du classeur")


# aiosmtpd ne tient pas pour protégée une liaison qui l'est dès l'ouverture.
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("securite", ["starttls", "tls"])
def test_la_liaison_est_protegee_et_le_compte_verifie(
    regler: Regler, guichet: Guichet, tmp_path: Path, securite: str
) -> None:
    autorite, contexte = certificat(tmp_path)
    protection = {"ssl_context": contexte} if securite == "tls" else {"tls_context": contexte}
    exigences = {"require_starttls": securite == "starttls", "auth_require_tls": securite == "starttls"}
    options = protection | exigences | {"authenticator": verifier_le_compte, "auth_required": True}
    identifiant = deposer(A)
    with serveur_de_courriel(guichet, **options) as port:
        compte = {"utilisateur": COMPTE[0], "mot_de_passe": "faux"}
        with pytest.raises(EnvoiEmpeche, match=r"Le certificat .* n'est pas accepté"):
            regler(port, securite, **compte).vider_la_boite()
        with pytest.raises(EnvoiEmpeche, match="refuse le compte réglé"):
            regler(port, securite, **compte, autorite=str(autorite)).vider_la_boite()

        juste = compte | {"mot_de_passe": COMPTE[1], "autorite": str(autorite)}
        assert regler(port, securite, **juste).vider_la_boite() == {EtatMessage.ENVOYE: 1}

    assert relu(identifiant).etat is EtatMessage.ENVOYE
    assert len(guichet.recus) == 1


def test_sans_starttls_le_mot_de_passe_ne_part_pas_en_clair(regler: Regler, port: int) -> None:
    deposer(A)

    with pytest.raises(EnvoiEmpeche, match="STARTTLS"):
        regler(port, "starttls", utilisateur="jalons", mot_de_passe="secret").vider_la_boite()

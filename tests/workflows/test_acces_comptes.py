"""Les comptes : ouverts à des personnes distinctes, habilités là où il faut, transmis à qui prend la suite."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, select

from modeles.acces import PorteeDeJeton, TraceDAcces
from modeles.base import unite_de_travail
from modeles.compte import Compte, Habilitation, Role
from modeles.contact import Contact
from modeles.erreurs import ErreurMetier
from modeles.requetes_acces import compte_de_courriel, habilitations_de, jetons_de
from modeles.tache import Tache
from modeles.vocabulaire import Partie, RoleContact
from workflows.acces.comptes import Qui, ouvrir_compte, renommer, suspendre
from workflows.acces.habilitations import PARTOUT, Portee, habiliter, retirer
from workflows.acces.jetons import creer_jeton
from workflows.acces.passation import Bilan, passer_la_main
from workflows.acces.suppleances import designer_suppleant
from workflows.dossier import creer_demarche

LE = datetime(2026, 3, 2, 9, tzinfo=UTC)
QUI = Qui("Camille Exemple", LE)
ICI = Portee(territoire="32")


def un_compte(session: Session, nom: str, *roles: tuple[Role, Portee]) -> Compte:
    compte = ouvrir_compte(session, nom, f"{nom.split(maxsplit=1)[0].lower()}@exemple.fr", QUI)
    for role, portee in roles:
        habiliter(session, compte, role, QUI, portee)
    return compte


def test_deux_casses_d_une_adresse_font_une_seule_personne(base: str) -> None:
    with unite_de_travail() as session:
        ouvrir_compte(session, "Dominique Exemple", " Dominique@Exemple.FR ", QUI)
        with pytest.raises(ErreurMetier) as refus:
            ouvrir_compte(session, "Une Autre", "dominique@exemple.fr", QUI)

        assert refus.value.quoi == "« dominique@exemple.fr » a déjà un compte."
        assert compte_de_courriel(session, "dominique@exemple.fr")


def test_la_base_aussi_refuse_une_adresse_en_majuscules(base: str) -> None:
    with pytest.raises(IntegrityError), unite_de_travail() as session:
        session.add(Compte(nom="X", courriel="X@exemple.fr", cree_le=LE, cree_par="x"))


@pytest.mark.parametrize(
    "nom", ["dominique EXEMPLE", "Élodie  exemple ", "", "   ", "A (saisi par B)", "x" * 201]
)
def test_deux_personnes_ne_portent_pas_le_meme_nom_ni_un_nom_de_journal(base: str, nom: str) -> None:
    with unite_de_travail() as session:
        un_compte(session, "Dominique Exemple")
        ouvrir_compte(session, "élodie Exemple", "elodie@exemple.fr", QUI)
        with pytest.raises(ErreurMetier):
            ouvrir_compte(session, nom, "autre@exemple.fr", QUI)


@pytest.mark.parametrize(
    "courriel", ["", "sans-arobase", "a@b", "a b@exemple.fr", "a@exemple.fr\nBcc: x@y.fr"]
)
def test_une_adresse_qui_ne_recevrait_rien_n_a_pas_de_compte(base: str, courriel: str) -> None:
    with unite_de_travail() as session, pytest.raises(ErreurMetier):
        ouvrir_compte(session, "Dominique Exemple", courriel, QUI)


MAUVAISES_PORTEES = [
    (Role.ADMINISTRATEUR, Portee(region="76")),
    (Role.REGION, PARTOUT),
    (Role.REGION, ICI),
    (Role.REGION, Portee(region="99")),
    (Role.ETAT, Portee("76", "32")),
    (Role.COLLECTIVITE, Portee(territoire="Nulle part")),
    (Role.PORTEUR, ICI),
    (Role.PORTEUR, Portee(fiche_id=uuid4())),
    (Role.LECTEUR, Portee("76", "32")),
]


@pytest.mark.parametrize(("role", "portee"), MAUVAISES_PORTEES)
def test_un_role_ne_s_exerce_que_la_ou_il_a_un_sens(base: str, role: Role, portee: Portee) -> None:
    with unite_de_travail() as session:
        compte = un_compte(session, "Dominique Exemple")
        with pytest.raises(ErreurMetier):
            habiliter(session, compte, role, QUI, portee)

        assert habilitations_de(session, compte.id) == []


def test_la_base_aussi_refuse_un_role_sans_sa_portee(base: str) -> None:
    with pytest.raises(IntegrityError), unite_de_travail() as session:
        compte = un_compte(session, "Dominique Exemple")
        session.add(Habilitation(compte_id=compte.id, role=Role.ETAT, accordee_le=LE, accordee_par="x"))


def test_donner_deux_fois_le_meme_role_ne_fait_qu_une_habilitation(base: str) -> None:
    with unite_de_travail() as session:
        compte = un_compte(
            session, "Dominique Exemple", (Role.ETAT, ICI), (Role.ETAT, Portee(territoire="Gers"))
        )

        assert len(habilitations_de(session, compte.id)) == 1


def test_le_dernier_administrateur_ne_s_ote_ni_ne_se_suspend(base: str) -> None:
    with unite_de_travail() as session:
        compte = un_compte(session, "Dominique Exemple", (Role.ADMINISTRATEUR, PARTOUT))
        parti = un_compte(session, "Alex Exemple", (Role.ADMINISTRATEUR, PARTOUT))
        suspendre(session, parti, QUI)

        for geste in (
            lambda: suspendre(session, compte, QUI),
            lambda: retirer(session, _seule(session, compte), QUI),
        ):
            with pytest.raises(ErreurMetier) as refus:
                geste()
            assert refus.value.quoi == "Dominique Exemple est le dernier administrateur."


def _seule(session: Session, compte: Compte) -> Habilitation:
    ((habilitation, *_),) = habilitations_de(session, compte.id)
    return habilitation


def test_la_trace_dit_qui_a_fait_quoi_et_ne_se_recrit_pas(base: str) -> None:
    with unite_de_travail() as session:
        compte = un_compte(session, "Dominique Exemple", (Role.ETAT, ICI))
        renommer(session, compte, "Dominique Exemple-Autre", QUI)
        suspendre(session, compte, QUI, "départ")

    with unite_de_travail() as session:
        traces = session.exec(select(TraceDAcces)).all()
        assert {(t.quoi, t.detail) for t in traces} == {
            ("ouvert", ""),
            ("habilite", "service de l'État dans le département : Gers"),
            ("renomme", "Dominique Exemple → Dominique Exemple-Autre"),
            ("suspendu", "départ"),
        }
        assert {t.par for t in traces} == {"Camille Exemple"}
    with pytest.raises(DBAPIError), unite_de_travail() as session:
        session.exec(select(TraceDAcces)).first().detail = "rien"  # type: ignore[union-attr]


def test_la_passation_transmet_roles_taches_et_place_puis_ferme_le_compte(base: str) -> None:
    with unite_de_travail() as session:
        demarche = creer_demarche(session, "32", date(2024, 1, 10))
        de = un_compte(session, "Dominique Exemple", (Role.ETAT, ICI), (Role.ADMINISTRATEUR, PARTOUT))
        vers = un_compte(session, "Alex Exemple", (Role.ETAT, ICI))
        creer_jeton(session, de, QUI, nom="tableur", portees=[PorteeDeJeton.LIRE], jours=30)
        designer_suppleant(session, vers, de, QUI, du=LE.date(), au=LE.date() + timedelta(days=9))
        session.add(_tache("à faire", de.nom))
        session.add(_tache("faite", de.nom, faite_le=LE, faite_par=de.nom))
        session.add(_contact(demarche.id, "Dominique@exemple.fr"))
        session.flush()

        bilan = passer_la_main(session, de, vers, QUI)

    with unite_de_travail() as session:
        alex = session.exec(select(Compte).where(Compte.nom == "Alex Exemple")).one()
        dominique = session.exec(select(Compte).where(Compte.nom == "Dominique Exemple")).one()
        assert bilan == Bilan(roles=2, taches=1, demarches=1)
        assert {h.role for h, *_ in habilitations_de(session, alex.id)} == {Role.ETAT, Role.ADMINISTRATEUR}
        assert habilitations_de(session, dominique.id) == []
        assert (dominique.actif, [j.revoque_le for j in jetons_de(session, dominique.id)]) == (False, [LE])
        responsables = {t.cle: t.responsable for t in session.exec(select(Tache)).all()}
        assert responsables == {"à faire": "Alex Exemple", "faite": "Dominique Exemple"}
        contacts = session.exec(select(Contact).order_by(Contact.nom)).all()
        assert [(c.nom, c.role, c.actif) for c in contacts] == [
            ("Alex Exemple", RoleContact.REFERENT, True),
            ("Exemple", RoleContact.REFERENT, False),
        ]


def _tache(cle: str, responsable: str, **autres: object) -> Tache:
    return Tache(cle=cle, libelle=cle, raison="essai", responsable=responsable, creee_le=LE, **autres)


def _contact(demarche_id: UUID, courriel: str) -> Contact:
    return Contact(
        demarche_id=demarche_id,
        partie=Partie.ETAT,
        role=RoleContact.REFERENT,
        nom="Exemple",
        fonction="référent",
        organisme="DDETS",
        courriel=courriel,
    )


@pytest.mark.parametrize(("du", "au"), [(5, 1), (-9, -2), (0, 400)])
def test_une_suppleance_a_une_periode_qui_a_un_sens(base: str, du: int, au: int) -> None:
    jour = LE.date()
    with unite_de_travail() as session:
        deux = un_compte(session, "Dominique Exemple"), un_compte(session, "Alex Exemple")
        with pytest.raises(ErreurMetier):
            designer_suppleant(
                session, *deux, QUI, du=jour + timedelta(days=du), au=jour + timedelta(days=au)
            )


@pytest.mark.parametrize(
    "demande",
    [
        {"nom": "", "portees": [PorteeDeJeton.LIRE], "jours": 30},
        {"nom": "x", "portees": [], "jours": 30},
        {"nom": "x", "portees": [PorteeDeJeton.LIRE], "jours": 0},
        {"nom": "x", "portees": [PorteeDeJeton.LIRE], "jours": 367},
    ],
)
def test_un_jeton_a_un_nom_une_portee_et_une_fin(base: str, demande: dict[str, object]) -> None:
    with unite_de_travail() as session:
        compte = un_compte(session, "Dominique Exemple")
        with pytest.raises(ErreurMetier):
            creer_jeton(session, compte, QUI, **demande)  # type: ignore[arg-type]

"""Des démarches en cours de route, dans une vraie base : un projet figé, des fiches renvoyées."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from modeles.base import lecture, unite_de_travail
from modeles.contact import Contact
from modeles.convention import ProjetConvention, Signature
from modeles.demarche import Demarche, Passage
from modeles.echeance import Echeance
from modeles.etapes import Etape, Geste
from modeles.exercice import Exercice
from modeles.fiche import FicheAction
from modeles.territoire import Territoire
from modeles.vocabulaire import Partie, RoleContact, StatutFiche
from modeles.vocabulaire_annuel import EtatExercice
from tests.fabriques import SAISI
from workflows.attendus_du_parcours import poser_les_attendus

LE_2_MARS = date(2026, 3, 2)
CONTACTS = (
    (Partie.ETAT, RoleContact.REFERENT),
    (Partie.ETAT, RoleContact.DIRECTION),
    (Partie.ETAT, RoleContact.SIGNATAIRE),
    (Partie.ETAT, RoleContact.DREETS),
    (Partie.COLLECTIVITE, RoleContact.REFERENT),
    (Partie.COLLECTIVITE, RoleContact.DIRECTION),
)


def un_dossier(session: Session, etape: Etape, code: str = "32", **champs: Any) -> Demarche:
    """Une démarche entrée le 2 mars 2026 dans cette étape, avec toutes ses personnes."""
    if session.get(Territoire, code) is None:
        session.add(Territoire(code=code, nom={"32": "Gers", "31": "Haute-Garonne"}[code], region="76"))
    demarche = Demarche(territoire_code=code, etape=etape, depuis_le=LE_2_MARS, **champs)
    session.add(demarche)
    demarche.contacts = [_contact(demarche, partie, role) for partie, role in CONTACTS]
    demarche.passages = [
        Passage(
            demarche_id=demarche.id,
            sequence=1,
            geste=Geste.VALIDER_LIVRABLE,
            de=Etape.RESTITUTION,
            vers=etape,
            par="Camille Exemple",
            survenu_le=LE_2_MARS,
            saisi_le=SAISI,
        )
    ]
    session.flush()
    return demarche


def _contact(demarche: Demarche, partie: Partie, role: RoleContact) -> Contact:
    return Contact(
        demarche_id=demarche.id,
        partie=partie,
        role=role,
        prenom="Camille",
        nom=f"{role.value} {partie.value}",
        fonction="fonction fictive",
        organisme="Organisme fictif",
        courriel=f"{role.value}.{partie.value}.{demarche.territoire_code}@exemple.invalid",
    )


def un_projet_fige(demarche: Demarche, le: date = LE_2_MARS, **champs: Any) -> ProjetConvention:
    projet = ProjetConvention(
        demarche_id=demarche.id,
        version=len(demarche.projets) + 1,
        contenu={},
        empreinte="a" * 64,
        fige_le=le,
        **champs,
    )
    demarche.projets.append(projet)
    return projet


def signer(projet: ProjetConvention, partie: Partie, le: date) -> None:
    projet.signatures.append(
        Signature(
            projet_id=projet.id, partie=partie, signataire="X", qualite="Y", signee_le=le, empreinte="a" * 64
        )
    )


def une_fiche_a_reprendre(demarche: Demarche, statut: StatutFiche = StatutFiche.A_CORRIGER) -> FicheAction:
    fiche = FicheAction(
        demarche_id=demarche.id,
        code=f"{demarche.territoire_code}-DRO-EXP-{len(demarche.fiches) + 1:02d}",
        titre=f"Une action fictive, volet {len(demarche.fiches) + 1}",
        axe="DROITS",
        annee_debut=2024,
        statut=statut,
        motif="Budget à revoir",
        version=1,
    )
    demarche.fiches.append(fiche)
    return fiche


def un_visa_attendu(code: str = "32") -> UUID:
    """Le projet figé le 2 mars 2026 : son visa est dû le 16."""
    with unite_de_travail() as session:
        demarche = un_dossier(session, Etape.CONTRACTUALISATION, code)
        un_projet_fige(demarche)
        poser_les_attendus(session, demarche, LE_2_MARS)
        return demarche.id


def des_fiches_renvoyees(code: str = "32", nombre: int = 2) -> UUID:
    """Renvoyées le 2 mars 2026, attendues le 17."""
    with unite_de_travail() as session:
        demarche = un_dossier(session, Etape.FICHES, code)
        for _ in range(nombre):
            une_fiche_a_reprendre(demarche)
        session.flush()
        poser_les_attendus(session, demarche, LE_2_MARS)
        return demarche.id


def un_exercice(session: Session, demarche: Demarche, annee: int, etat: EtatExercice) -> Exercice:
    exercice = Exercice(demarche_id=demarche.id, annee=annee, etat=etat, depuis_le=date(annee, 1, 1))
    session.add(exercice)
    session.flush()
    return exercice


def viser(demarche_id: UUID, le: date) -> None:
    """La DREETS vise le dernier projet."""
    with unite_de_travail() as session:
        demarche = session.get_one(Demarche, demarche_id)
        demarche.projets[-1].visa_dreets_le, demarche.projets[-1].visa_dreets_par = le, "DREETS"
        poser_les_attendus(session, demarche, le)


def echeances() -> dict[str, tuple[date, str]]:
    """Ce que chacune attend : sa date et son état."""
    with lecture() as session:
        toutes = session.exec(select(Echeance).order_by(col(Echeance.attend))).all()
        return {e.attend: (e.le, e.etat.value) for e in toutes}


def jours(du: date, au: date) -> list[date]:
    return [du + timedelta(days=n) for n in range((au - du).days + 1)]

"""Réclamer un effet, le faire, le marquer fait : dans cet ordre, et deux fois sans dommage."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from documents.catalogue import CATALOGUE
from documents.depot import Depot
from documents.gabarits import Gabarits
from documents.manques import exiger_complet
from documents.moteur.gabarit import DocumentCompose
from documents.production import TYPE_MIME, chemin_lisible, composer_document, nom_de_fichier
from documents.suites_des_gestes import Production
from modeles.base import lecture, unite_de_travail
from modeles.colonnes import maintenant
from modeles.demarche import Demarche, Passage
from modeles.document import Document
from modeles.echeance import Echeance
from modeles.effet import Effet
from modeles.erreurs import ErreurMetier
from modeles.lecture_du_dossier import LES_DOCUMENTS, charger
from modeles.vocabulaire import EtatEffet, NatureEffet, Partie
from workflows.echeances import actualiser
from workflows.notifications.preparation import preparer

BAIL = timedelta(seconds=60)
ESSAIS_MAXIMUM = 6


class Atelier(NamedTuple):
    """De quoi produire : où sont les gabarits livrés, où l'on range les fichiers."""

    gabarits: Path
    depot: Depot


def reclamer(cle: str, par: str, instant: datetime) -> bool:
    """Prend l'effet pour soi le temps du bail. Faux s'il est fait, abandonné ou tenu par un autre."""
    with unite_de_travail() as session:
        libre = or_(col(Effet.reclame_jusqu_a).is_(None), col(Effet.reclame_jusqu_a) < instant)
        prises = session.connection().execute(
            update(Effet)
            .where(col(Effet.cle) == cle, col(Effet.etat) == EtatEffet.A_FAIRE, libre)
            .values(reclame_par=par, reclame_jusqu_a=instant + BAIL, essais=col(Effet.essais) + 1)
        )
        return bool(prises.rowcount)


def accomplir(cle: str, par: str, atelier: Atelier) -> bool:
    """Fait l'effet s'il reste à faire. Vrai si c'est nous qui l'avons fait.

    Une erreur de métier (donnée manquante, gabarit fautif) est gardée en français sur l'effet, puis remonte.
    """
    if not reclamer(cle, par, maintenant()):
        return False
    with lecture() as session:
        faire = _FAIRE[session.get_one(Effet, cle).nature]
    with _rendre_si_echec(cle, par):
        faire(cle, par, atelier)
    return True


@contextmanager
def _rendre_si_echec(cle: str, par: str) -> Iterator[None]:
    try:
        yield
    except EffetRepris:
        raise
    except ErreurMetier as erreur:
        _rendre(cle, par, f"{erreur.quoi} {erreur.pourquoi}", definitif=True)
        raise
    except BaseException as panne:
        _rendre(cle, par, f"Panne pendant la production ({type(panne).__name__}).")
        raise


def _rendre(cle: str, par: str, erreur: str, *, definitif: bool = False) -> None:
    """Rend l'effet avec son erreur. Une donnée manquante, ou trop d'essais : il attend une personne."""
    with unite_de_travail() as session:
        effet = session.get_one(Effet, cle)
        if effet.reclame_par == par and effet.etat is EtatEffet.A_FAIRE:
            effet.reclame_par, effet.reclame_jusqu_a, effet.derniere_erreur = None, None, erreur
            if definitif or effet.essais >= ESSAIS_MAXIMUM:
                effet.etat = EtatEffet.ECHOUE


def relancer_les_echecs(session: Session) -> int:
    """Remet à faire les effets échoués, une fois leur cause corrigée. Rend leur nombre."""
    relances = session.connection().execute(
        update(Effet)
        .where(col(Effet.etat) == EtatEffet.ECHOUE)
        .values(etat=EtatEffet.A_FAIRE, essais=0, reclame_par=None, reclame_jusqu_a=None)
    )
    return relances.rowcount


def _marquer_fait(session: Session, cle: str, par: str) -> None:
    """Ouvre la transaction qui écrit l'effet. Échoue si un autre l'a repris : rien n'est alors écrit."""
    instant = maintenant()
    faits = session.connection().execute(
        update(Effet)
        .where(col(Effet.cle) == cle, col(Effet.reclame_par) == par, col(Effet.etat) == EtatEffet.A_FAIRE)
        .values(etat=EtatEffet.FAIT, fait_le=instant, reclame_jusqu_a=None, derniere_erreur=None)
    )
    if not faits.rowcount:
        raise EffetRepris(cle)


class EffetRepris(ErreurMetier):
    """Un autre exécutant a repris l'effet, le bail ayant expiré : il n'y a rien à faire de plus."""

    def __init__(self, cle: str) -> None:
        super().__init__(f"L'effet {cle} a été repris.", "Son délai était échu.", "Rien n'est à faire.")


def _produire_document(cle: str, par: str, atelier: Atelier) -> None:
    # La composition se fait hors de la transaction d'écriture : personne n'attend Word.
    with lecture() as session:
        effet = session.get_one(Effet, cle)
        passage = session.get_one(Passage, effet.passage_id)
        demarche = charger(session, passage.demarche_id, LES_DOCUMENTS)
        production = Production(**effet.parametres)
        region = demarche.territoire.region
        gabarits = Gabarits(atelier.gabarits, atelier.depot)
        dossier = gabarits.dossier(session, region)
        compose, contexte = composer_document(demarche, passage, production, dossier)
        provenance = gabarits.provenance(session, region, compose.sources)
    exiger_complet(contexte, CATALOGUE[production.code].titre)
    atelier.depot.ranger(compose.octets)
    with unite_de_travail() as session:
        _marquer_fait(session, cle, par)
        passage = session.get_one(Passage, passage.id)
        document = _inscrire(session, cle, passage, production, compose)
        document.gabarits = provenance
        document.donnees = contexte.model_dump(mode="json")
        session.add(document)
        atelier.depot.publier(compose.empreinte_fichier, chemin_lisible(passage.demarche, document))


def _inscrire(
    session: Session, cle: str, passage: Passage, production: Production, compose: DocumentCompose
) -> Document:
    version = _version_suivante(session, passage.demarche_id, production)
    territoire, le = passage.demarche.territoire_code, passage.survenu_le
    return Document(
        demarche_id=passage.demarche_id,
        passage_id=passage.id,
        cle_effet=cle,
        code=production.code,
        titre=CATALOGUE[production.code].titre,
        objet=production.objet,
        version=version,
        etape=passage.vers,
        date_document=le,
        nom_fichier=nom_de_fichier(le, production.code, territoire, production.objet, version),
        type_mime=TYPE_MIME,
        taille_octets=len(compose.octets),
        empreinte_fichier=compose.empreinte_fichier,
        empreinte_contenu=compose.empreinte_contenu,
        empreinte_gabarit=compose.empreinte_gabarit,
        produit_le=maintenant(),
    )


def _version_suivante(session: Session, demarche_id: UUID, production: Production) -> int:
    existantes = session.exec(
        select(Document.version).where(
            Document.demarche_id == demarche_id,
            Document.code == production.code,
            Document.objet == production.objet,
        )
    ).all()
    return max(existantes, default=0) + 1


def _preparer_message(cle: str, par: str, atelier: Atelier) -> None:
    with unite_de_travail() as session:
        _marquer_fait(session, cle, par)
        passage = session.get_one(Passage, session.get_one(Effet, cle).passage_id)
        preparer(session, cle, passage, maintenant())


def _poser_echeance(cle: str, par: str, atelier: Atelier) -> None:
    with unite_de_travail() as session:
        _marquer_fait(session, cle, par)
        effet = session.get_one(Effet, cle)
        demarche = session.get_one(Demarche, effet.demarche_id)
        echeance = Echeance(
            demarche_id=effet.demarche_id,
            passage_id=effet.passage_id,
            cle_effet=cle,
            libelle=effet.parametres["libelle"],
            le=date.fromisoformat(effet.parametres["le"]),
            a_qui=Partie(effet.parametres["a_qui"]),
            attend=effet.parametres["attend"],
        )
        # Entre le geste et maintenant, ce qui était attendu est peut-être déjà arrivé.
        actualiser(demarche, [echeance], demarche.passages[-1].survenu_le)
        session.add(echeance)


_FAIRE: dict[NatureEffet, Callable[[str, str, Atelier], None]] = {
    NatureEffet.DOCUMENT: _produire_document,
    NatureEffet.MESSAGE: _preparer_message,
    NatureEffet.ECHEANCE: _poser_echeance,
}

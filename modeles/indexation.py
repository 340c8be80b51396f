"""Ce qui tient la recherche à jour : chaque écriture de la base, dans la même transaction.

Le texte des fichiers, lui, se lit après coup (`workflows.recherche.lire_les_documents`).
"""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from sqlalchemy import delete, event, inspect, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, UOWTransaction
from sqlmodel import SQLModel, col

from modeles.contact import Contact
from modeles.demarche import Demarche
from modeles.diagnostic import Constat, Enjeu
from modeles.document import Document
from modeles.fiche import FicheAction
from modeles.piste import Piste
from modeles.rattachement import Memoire, demarche_de_l_objet, territoire_de_la_demarche
from modeles.recherche import TexteCherche
from modeles.reference.registre import registre
from modeles.reunion import Decision, Reunion

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae"})


class Source(NamedTuple):
    """Comment une chose se cherche. `textes` : les champs lus ; `page` : la partie du dossier où elle se trouve."""

    titre: Callable[[Any], str]
    textes: tuple[str, ...]
    page: str = ""


def _intitule_de_reunion(reunion: Reunion) -> str:
    nom = reunion.nature.libelle
    return f"{nom[0].upper()}{nom[1:]} n° {reunion.numero} du {reunion.prevue_le:%d/%m/%Y}"


# fmt: off
TEXTES_DE_FICHE = (
    "constat", "objectif_principal", "objectifs_operationnels", "description", "public_cible", "perimetre",
    "porteur", "partenaires", "participation", "articulation", "evaluation", "motif",
)
SOURCES: dict[type[SQLModel], Source] = {
    Demarche:    Source(lambda d: registre().territoire(d.territoire_code).nom, ("numero", "territoire_code")),
    FicheAction: Source(lambda f: f"{f.code} – {f.titre}", TEXTES_DE_FICHE, "fiches"),
    Reunion:     Source(_intitule_de_reunion, ("lieu", "theme", "synthese"), "reunions"),
    Decision:    Source(
        lambda d: f"Décision n° {d.numero} : {d.libelle}",
        ("responsable",),
        "reunions",
    ),
    Constat:     Source(
        lambda c: f"Constat n° {c.numero}", ("texte", "preuve", "publics", "zones"), "diagnostic"
    ),
    Enjeu:       Source(lambda e: f"Enjeu n° {e.rang} : {e.libelle}", (), "diagnostic"),
    Piste:       Source(
        lambda p: f"Piste n° {p.numero} : {p.titre}",
        ("public", "porteur_pressenti", "motif", "production"),
        "pistes",
    ),
    Contact:     Source(
        lambda c: f"{c.prenom} {c.nom}".strip(), ("fonction", "organisme", "courriel"), "contacts"
    ),
    Document:    Source(lambda d: f"{d.titre}, {d.objet}", ("code", "nom_fichier"), "documents"),
}
# fmt: on


def normaliser(texte: str) -> str:
    """Le texte en minuscules, sans accents ni ponctuation : « Aide à l'enfance » → « aide a l enfance »."""
    nu = unicodedata.normalize("NFKD", texte.translate(LIGATURES).casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in nu if not unicodedata.combining(c)).split())


@event.listens_for(Session, "after_flush")
def _indexer(session: Session, _flush: UOWTransaction) -> None:
    indexer(session, (o for o in (*session.new, *session.dirty) if type(o) in SOURCES))
    for objet in session.deleted:
        if type(objet) in SOURCES:
            nature, identite = _identite(objet)
            session.connection().execute(
                delete(TexteCherche).where(
                    col(TexteCherche.nature) == nature, col(TexteCherche.objet) == identite
                )
            )


def indexer(session: Session, objets: Iterable[SQLModel]) -> int:
    """Pose ou remplace la ligne de chacun ; rend leur nombre."""
    memoire: Memoire = {}
    lignes = [ligne for o in objets if (ligne := _ligne(session, o, memoire)) is not None]
    if lignes:
        _poser(session, lignes)
    return len(lignes)


def _identite(objet: SQLModel) -> tuple[str, str]:
    etat = inspect(objet)
    cle = ":".join(str(v) for v in etat.mapper.primary_key_from_instance(objet))  # type: ignore[union-attr]
    return str(objet.__tablename__), cle


def _ligne(session: Session, objet: SQLModel, memoire: Memoire) -> dict[str, Any] | None:
    demarche = demarche_de_l_objet(session, objet, memoire)
    territoire = territoire_de_la_demarche(session, demarche) if demarche else None
    if territoire is None:
        return None
    source = SOURCES[type(objet)]
    nature, identite = _identite(objet)
    titre = source.titre(objet)
    texte = "\n".join(filter(None, (_en_texte(getattr(objet, champ, None)) for champ in source.textes)))
    racine = f"/territoires/{territoire}"
    return {
        "nature": nature,
        "objet": identite,
        "territoire": territoire,
        "fiche": objet.code if isinstance(objet, FicheAction) else None,
        "titre": titre,
        "texte": texte,
        "normalise": normaliser(f"{titre} {texte}"),
        "lien": f"{racine}/{source.page}" if source.page else racine,
        "lu": not isinstance(objet, Document),
    }


def _en_texte(valeur: Any) -> str:
    if isinstance(valeur, str):
        return valeur
    return " ; ".join(str(v) for v in valeur) if isinstance(valeur, Iterable) else ""


def _poser(session: Session, lignes: list[dict[str, Any]]) -> None:
    connexion = session.connection()
    nouveau = postgresql.insert if connexion.dialect.name == "postgresql" else sqlite.insert
    # La dernière écriture d'un même objet fait foi : un seul INSERT ne peut pas le toucher deux fois.
    uniques = list({(x["nature"], x["objet"]): x for x in lignes}.values())
    insertion = nouveau(TexteCherche).values(uniques)
    gardes = ("territoire", "fiche", "titre", "texte", "normalise", "lien", "lu")
    connexion.execute(
        insertion.on_conflict_do_update(
            index_elements=["nature", "objet"], set_={c: insertion.excluded[c] for c in gardes}
        )
    )


def completer(session: Session, identifiant: int, texte: str) -> None:
    """Ajoute au titre d'un document le texte de son fichier."""
    ligne = session.get_one(TexteCherche, identifiant)
    session.connection().execute(
        update(TexteCherche)
        .where(col(TexteCherche.id) == identifiant)
        .values(texte=texte, normalise=normaliser(f"{ligne.titre} {ligne.texte} {texte}"), lu=True)
    )

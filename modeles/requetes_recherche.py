"""Chercher dans l'index plein texte de la base : tous les mots, ou leur début."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session, col, select

from modeles.recherche import TexteCherche


class Trouve(NamedTuple):
    """Une chose de l'index, sans son texte."""

    id: int
    nature: str
    objet: str
    territoire: str
    fiche: str | None
    titre: str
    lien: str


def trouver(
    session: Session, mots: Sequence[str], territoires: Collection[str] | None = None
) -> list[Trouve]:
    """Tout ce qui contient tous ces mots (normalisés), ou des mots qui commencent ainsi.

    `territoires` : seulement ceux-là ; tous, sans lui.
    """
    requete = select(*(getattr(TexteCherche, champ) for champ in Trouve._fields))
    if territoires is not None:
        requete = requete.where(col(TexteCherche.territoire).in_(territoires))
    if session.get_bind().dialect.name == "sqlite":
        voulus = " ".join(f'"{mot}"*' for mot in mots)
        condition = text(
            "texte_cherche.id IN (SELECT rowid FROM plein_texte WHERE plein_texte MATCH :voulus)"
        )
    else:
        voulus = " & ".join(f"{mot}:*" for mot in mots)
        condition = text("to_tsvector('simple', normalise) @@ to_tsquery('simple', :voulus)")
    trouves = session.exec(requete.where(condition.bindparams(voulus=voulus)).order_by(col(TexteCherche.id)))
    return [Trouve(*ligne) for ligne in trouves]


def textes_de(session: Session, identifiants: Collection[int]) -> dict[int, str]:
    """Les textes de ces choses de l'index."""
    requete = select(TexteCherche.id, TexteCherche.texte).where(col(TexteCherche.id).in_(identifiants))
    return {identifiant: texte for identifiant, texte in session.exec(requete) if identifiant is not None}


def documents_a_lire(session: Session, nombre: int) -> Sequence[TexteCherche]:
    """Les documents dont le fichier n'a pas encore été lu."""
    requete = select(TexteCherche).where(col(TexteCherche.lu).is_(False)).order_by(col(TexteCherche.id))
    return session.exec(requete.limit(nombre)).all()

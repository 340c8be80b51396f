"""Chercher dans l'index plein texte de la base : tous les mots, ou leur début."""

from collections.abc import Collection, Sequence

from sqlalchemy import text
from sqlmodel import Session, col, select

from modeles.recherche import TexteCherche

TROUVES_AU_PLUS = 500


def trouver(
    session: Session, mots: Sequence[str], territoires: Collection[str] | None = None
) -> Sequence[TexteCherche]:
    """Ce qui contient tous ces mots (normalisés), ou des mots qui commencent ainsi ; au plus `TROUVES_AU_PLUS`.

    `territoires` : seulement ceux-là ; tous, sans lui.
    """
    requete = select(TexteCherche)
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
    return session.exec(
        requete.where(condition.bindparams(voulus=voulus))
        .order_by(col(TexteCherche.id))
        .limit(TROUVES_AU_PLUS)
    ).all()


def documents_a_lire(session: Session, nombre: int) -> Sequence[TexteCherche]:
    """Les documents dont le fichier n'a pas encore été lu."""
    requete = select(TexteCherche).where(col(TexteCherche.lu).is_(False)).order_by(col(TexteCherche.id))
    return session.exec(requete.limit(nombre)).all()

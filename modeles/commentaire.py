"""Le commentaire d'un champ de fiche : ce qu'une partie en dit à l'autre, jusqu'à ce que ce soit réglé."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import Instant, enum_texte
from modeles.fiche import FicheAction
from modeles.vocabulaire import EtatCommentaire


class CommentaireFiche(SQLModel, table=True):
    """`champ` est le nom du champ de la fiche. Résolu : le porteur y a répondu ; clos : on n'en parle plus."""

    __tablename__ = "commentaire_fiche"
    __table_args__ = (
        UniqueConstraint("fiche_id", "numero", name="uq_commentaire_fiche_numero"),
        CheckConstraint("numero >= 1", name="numero_positif"),
        CheckConstraint("(etat = 'ouvert') = (suivi_par IS NULL)", name="ouvert_ssi_sans_suite"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    fiche_id: UUID = Field(foreign_key="fiche_action.id", index=True)
    numero: int
    champ: str = Field(max_length=60)
    texte: str
    par: str
    le: datetime = Field(sa_type=Instant)
    etat: EtatCommentaire = Field(default=EtatCommentaire.OUVERT, sa_type=enum_texte(EtatCommentaire))
    reponse: str = ""
    suivi_par: str | None = None
    suivi_le: datetime | None = Field(default=None, sa_type=Instant)
    fiche: FicheAction = Relationship(back_populates="commentaires")

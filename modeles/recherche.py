"""Ce que la recherche sait de chaque chose : son titre, son texte, et le même sans accents ni casse."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from modeles.journal import HORS_JOURNAL


class TexteCherche(SQLModel, table=True):
    """`nature` et `objet` nomment la ligne d'où vient le texte ; `lien`, le chemin de sa page.

    `normalise` est ce que lit l'index plein texte de la base (FTS5 ou tsvector, voir la migration). `lu` : le
    fichier d'un document a été ouvert, ou n'a pas de texte à donner.
    """

    __tablename__ = "texte_cherche"
    __table_args__ = (UniqueConstraint("nature", "objet", name="uq_texte_cherche_objet"), HORS_JOURNAL)

    id: int | None = Field(default=None, primary_key=True)
    nature: str = Field(max_length=40)
    objet: str = Field(max_length=160)
    territoire: str = Field(max_length=20, index=True)
    fiche: str | None = Field(default=None, max_length=60)
    titre: str
    texte: str
    normalise: str
    lien: str
    lu: bool = True

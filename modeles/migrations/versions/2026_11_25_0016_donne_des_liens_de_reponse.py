"""donne des liens personnels de réponse"""

from alembic import op
import sqlalchemy as sa
import modeles.colonnes
import sqlmodel

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLE = "lien_de_reponse"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attendu_id", sa.Uuid(), nullable=False),
        sa.Column("courriel", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("nom", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cree_par", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("cree_le", modeles.colonnes.Instant(timezone=True), nullable=False),
        sa.Column("expire_le", modeles.colonnes.Instant(timezone=True), nullable=False),
        sa.Column("revoque_le", modeles.colonnes.Instant(timezone=True), nullable=True),
        sa.Column("revoque_par", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["attendu_id"], ["attendu.id"], name=op.f("fk_lien_de_reponse_attendu_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lien_de_reponse")),
        sa.UniqueConstraint("attendu_id", "courriel", name="uq_lien_de_reponse_personne"),
    )
    op.create_index(op.f("ix_lien_de_reponse_attendu_id"), TABLE, ["attendu_id"])


def downgrade() -> None:
    op.drop_table(TABLE)

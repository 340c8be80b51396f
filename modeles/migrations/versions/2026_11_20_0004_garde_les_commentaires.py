"""garde les commentaires de champ des fiches"""

from alembic import op
import sqlalchemy as sa
import modeles.colonnes
import sqlmodel

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLE = "commentaire_fiche"
ETATS = ("ouvert", "resolu", "clos")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fiche_id", sa.Uuid(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("champ", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("texte", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("par", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("le", modeles.colonnes.Instant(timezone=True), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(*ETATS, name="etatcommentaire", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reponse", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("suivi_par", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("suivi_le", modeles.colonnes.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("numero >= 1", name=op.f("ck_commentaire_fiche_numero_positif")),
        sa.CheckConstraint(
            "(etat = 'ouvert') = (suivi_par IS NULL)", name=op.f("ck_commentaire_fiche_ouvert_ssi_sans_suite")
        ),
        sa.ForeignKeyConstraint(
            ["fiche_id"], ["fiche_action.id"], name=op.f("fk_commentaire_fiche_fiche_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commentaire_fiche")),
        sa.UniqueConstraint("fiche_id", "numero", name="uq_commentaire_fiche_numero"),
    )
    op.create_index(op.f("ix_commentaire_fiche_fiche_id"), TABLE, ["fiche_id"])


def downgrade() -> None:
    op.drop_table(TABLE)

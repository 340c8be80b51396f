"""ouvre les avenants, et dit de quel texte figé chacun est fait"""

from alembic import op
import sqlalchemy as sa
import modeles.colonnes
import sqlmodel

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLE = "avenant"
ETATS = (
    ("numero_positif", "numero >= 1"),
    ("signe_ou_abandonne", "signe_le IS NULL OR abandonne_le IS NULL"),
    ("signe_donc_fige", "signe_le IS NULL OR projet_version IS NOT NULL"),
)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("demarche_id", sa.Uuid(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("objet", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("effet_le", sa.Date(), nullable=False),
        sa.Column("ouvert_le", sa.Date(), nullable=False),
        sa.Column("changements", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("avant_version", sa.Integer(), nullable=True),
        sa.Column("projet_version", sa.Integer(), nullable=True),
        sa.Column("signe_le", sa.Date(), nullable=True),
        sa.Column("abandonne_le", sa.Date(), nullable=True),
        *(sa.CheckConstraint(regle, name=op.f(f"ck_{TABLE}_{nom}")) for nom, regle in ETATS),
        sa.ForeignKeyConstraint(["demarche_id"], ["demarche.id"], name=op.f("fk_avenant_demarche_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_avenant")),
        sa.UniqueConstraint("demarche_id", "numero", name="uq_avenant_numero"),
    )
    op.create_index(op.f("ix_avenant_demarche_id"), TABLE, ["demarche_id"])
    # Sans refaire la table : SQLite y perdrait les déclencheurs qui la scellent.
    op.add_column("projet_convention", sa.Column("avenant_numero", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("projet_convention", "avenant_numero")
    op.drop_table(TABLE)

"""écrit l'évaluation à mi-parcours"""

from alembic import op
import sqlalchemy as sa
import sqlmodel

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evaluation",
        sa.Column("demarche_id", sa.Uuid(), nullable=False),
        sa.Column("methode", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("sources", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("limites", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("resultats", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("questions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("enseignements", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("ajustements", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("avis_du_comite", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("comite_le", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["demarche_id"], ["demarche.id"], name=op.f("fk_evaluation_demarche_id")
        ),
        sa.PrimaryKeyConstraint("demarche_id", name=op.f("pk_evaluation")),
    )


def downgrade() -> None:
    op.drop_table("evaluation")

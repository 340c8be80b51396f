"""garde les brouillons, les envois déjà faits, ce qui est retiré, et la révision des fiches"""

import sqlalchemy as sa
from alembic import op

import modeles.colonnes

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = modeles.colonnes.Instant(timezone=True)
    op.create_table(
        "brouillon",
        sa.Column("agent", sa.String(length=36), nullable=False),
        sa.Column("formulaire", sa.String(length=300), nullable=False),
        sa.Column("valeurs", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("enregistre_le", instant, nullable=False),
        sa.PrimaryKeyConstraint("agent", "formulaire", name="pk_brouillon"),
    )
    op.create_index("ix_brouillon_enregistre_le", "brouillon", ["enregistre_le"])
    op.create_table(
        "demande_faite",
        sa.Column("cle", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=36), nullable=False),
        sa.Column("formulaire", sa.String(length=300), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.Column("vers", sa.String(length=500), nullable=False),
        sa.Column("faite_le", instant, nullable=False),
        sa.PrimaryKeyConstraint("cle", name="pk_demande_faite"),
    )
    op.create_index("ix_demande_faite_faite_le", "demande_faite", ["faite_le"])
    op.create_table(
        "retrait",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("demarche_id", sa.Uuid(), nullable=False),
        sa.Column("nature", sa.String(length=20), nullable=False),
        sa.Column("libelle", sa.String(), nullable=False),
        sa.Column("contenu", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("par", sa.String(), nullable=False),
        sa.Column("le", instant, nullable=False),
        sa.Column("remis_par", sa.String(), nullable=True),
        sa.Column("remis_le", instant, nullable=True),
        sa.CheckConstraint(
            "(remis_le IS NULL) = (remis_par IS NULL)", name=op.f("ck_retrait_remis_par_quelqu_un")
        ),
        sa.ForeignKeyConstraint(["demarche_id"], ["demarche.id"], name="fk_retrait_demarche_id"),
        sa.PrimaryKeyConstraint("id", name="pk_retrait"),
    )
    op.create_index("ix_retrait_demarche_id", "retrait", ["demarche_id"])
    op.add_column("fiche_action", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("fiche_action", sa.Column("modifiee_par", sa.String(), nullable=False, server_default=""))
    op.add_column("fiche_action", sa.Column("modifiee_le", instant, nullable=True))


def downgrade() -> None:
    for colonne in ("modifiee_le", "modifiee_par", "revision"):
        op.drop_column("fiche_action", colonne)
    op.drop_table("retrait")
    op.drop_table("demande_faite")
    op.drop_table("brouillon")

"""retient les départs vers le fournisseur d'identité et sépare les homonymes"""

from alembic import op
import sqlalchemy as sa
import modeles.colonnes
import sqlmodel

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

DEPART = "depart_vers_le_fournisseur"


def upgrade() -> None:
    op.create_table(
        DEPART,
        sa.Column("etat", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("visiteur", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("nonce", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("verifieur", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("vers", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("expire_le", modeles.colonnes.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("etat", name=op.f("pk_depart_vers_le_fournisseur")),
    )
    op.create_index(op.f("ix_depart_vers_le_fournisseur_expire_le"), DEPART, ["expire_le"])
    op.create_index(op.f("ix_compte_nom"), "compte", ["nom"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f("ix_compte_nom"), "compte")
    op.drop_table(DEPART)

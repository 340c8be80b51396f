"""garde les versions des gabarits installés

Une ligne écrite ne se modifie ni ne s'efface : revenir en arrière inscrit une version nouvelle.
"""

from alembic import op
import sqlalchemy as sa
import modeles.colonnes
import sqlmodel

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLE = "version_gabarit"
REFUS = f"{TABLE} : une ligne inscrite ne change plus."
QUAND = {"modification": "UPDATE", "suppression": "DELETE"}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("region", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("empreinte", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("par", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("installe_le", modeles.colonnes.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_version_gabarit_version_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_gabarit")),
        sa.UniqueConstraint("code", "region", "version", name="uq_version_gabarit"),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    action = f"BEGIN SELECT RAISE(ABORT, '{REFUS}'); END"
    if not sqlite:
        action = f"FOR EACH ROW EXECUTE FUNCTION refuser_la_modification('{REFUS}')"
    for nom, quand in QUAND.items():
        op.execute(f"CREATE TRIGGER scelle_{TABLE}_{nom} BEFORE {quand} ON {TABLE} {action}")


def downgrade() -> None:
    op.drop_table(TABLE)

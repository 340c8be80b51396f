"""garde la version du gabarit de chaque document"""

from alembic import op
import sqlalchemy as sa


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


# Sans `batch` : recréer la table perdrait les déclencheurs qui la scellent.
def upgrade() -> None:
    colonne = sa.Column("gabarits", sa.JSON(none_as_null=True), nullable=False, server_default="[]")
    op.add_column("document", colonne)


def downgrade() -> None:
    op.drop_column("document", "gabarits")

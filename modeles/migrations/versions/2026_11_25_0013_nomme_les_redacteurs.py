"""nomme les rédacteurs d'une fiche"""

from alembic import op
import sqlalchemy as sa

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "fiche_action", sa.Column("redacteurs", sa.JSON(none_as_null=True), nullable=False, server_default="[]")
    )


def downgrade() -> None:
    op.drop_column("fiche_action", "redacteurs")

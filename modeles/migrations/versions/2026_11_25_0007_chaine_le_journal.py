"""chaîne le journal : une ligne par modification, scellée par la précédente"""

from alembic import op
import sqlalchemy as sa
import modeles.colonnes
import sqlmodel

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLE = "ligne_journal"
REFUS = f"{TABLE} : une ligne inscrite ne change plus."


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chaine", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("instant", modeles.colonnes.Instant(timezone=True), nullable=False),
        sa.Column("par", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "operation",
            sa.Enum(
                "creation", "modification", "suppression", name="operation", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("nature", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("objet", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("champs", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("precedente", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("empreinte", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.CheckConstraint("numero >= 1", name=op.f("ck_ligne_journal_numero_positif")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ligne_journal")),
        sa.UniqueConstraint("chaine", "numero", name="uq_ligne_journal_numero"),
    )
    op.create_index(op.f("ix_ligne_journal_objet"), TABLE, ["objet"])
    op.create_table(
        "tete_de_journal",
        sa.Column("chaine", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("empreinte", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chaine", name=op.f("pk_tete_de_journal")),
    )
    for quand in ("UPDATE", "DELETE"):
        op.execute(_sceau(quand))


def _sceau(quand: str) -> str:
    if op.get_bind().dialect.name == "sqlite":
        action = f"BEGIN SELECT RAISE(ABORT, '{REFUS}'); END"
    else:
        action = f"FOR EACH ROW EXECUTE FUNCTION refuser_la_modification('{REFUS}')"
    return f"CREATE TRIGGER scelle_{TABLE}_{quand.lower()} BEFORE {quand} ON {TABLE} {action}"


def downgrade() -> None:
    op.drop_table("tete_de_journal")
    op.drop_table(TABLE)

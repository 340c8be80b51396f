"""tient un index de recherche, plein texte, propre à chaque base"""

from alembic import op
import sqlalchemy as sa
import sqlmodel

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLE, INDEX = "texte_cherche", "plein_texte"
SYNCHRONES = {
    "ajout": ("INSERT", f"INSERT INTO {INDEX}(rowid, normalise) VALUES (new.id, new.normalise);"),
    "retrait": (
        "DELETE",
        f"INSERT INTO {INDEX}({INDEX}, rowid, normalise) VALUES ('delete', old.id, old.normalise);",
    ),
    "reprise": (
        "UPDATE",
        f"INSERT INTO {INDEX}({INDEX}, rowid, normalise) VALUES ('delete', old.id, old.normalise);"
        f"INSERT INTO {INDEX}(rowid, normalise) VALUES (new.id, new.normalise);",
    ),
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nature", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("objet", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("territoire", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("fiche", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
        sa.Column("titre", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("texte", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("normalise", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("lien", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("lu", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texte_cherche")),
        sa.UniqueConstraint("nature", "objet", name="uq_texte_cherche_objet"),
    )
    op.create_index(op.f("ix_texte_cherche_territoire"), TABLE, ["territoire"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE VIRTUAL TABLE {INDEX} USING fts5(normalise, content='{TABLE}', content_rowid='id')"
        )
        for nom, (quand, quoi) in SYNCHRONES.items():
            op.execute(f"CREATE TRIGGER {INDEX}_{nom} AFTER {quand} ON {TABLE} BEGIN {quoi} END")
    else:
        op.execute(f"CREATE INDEX {INDEX} ON {TABLE} USING gin (to_tsvector('simple', normalise))")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TABLE {INDEX}")
    op.drop_table(TABLE)

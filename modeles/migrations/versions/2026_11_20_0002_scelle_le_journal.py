"""scelle le journal, les documents, les versions et les signatures

Une ligne écrite dans ces tables ne se modifie ni ne s'efface : la base le refuse, quel que soit le programme.
Le projet de convention n'est scellé que dans son texte : il reçoit encore ses visas.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SCELLEES = ("passage", "document", "version_fiche", "signature")
TEXTE_DU_PROJET = "contenu, empreinte, version, fige_le"


def _sceller(table: str, quand: str, nom: str) -> None:
    refus = f"{table} : une ligne inscrite ne change plus."
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER scelle_{table}_{nom} BEFORE {quand} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{refus}'); END"
        )
    else:
        op.execute(
            f"CREATE TRIGGER scelle_{table}_{nom} BEFORE {quand} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION refuser_la_modification('{refus}')"
        )


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            "CREATE FUNCTION refuser_la_modification() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$"
        )
    for table in SCELLEES:
        _sceller(table, "UPDATE", "modification")
        _sceller(table, "DELETE", "suppression")
    _sceller("projet_convention", f"UPDATE OF {TEXTE_DU_PROJET}", "texte")
    _sceller("projet_convention", "DELETE", "suppression")


def downgrade() -> None:
    tables = (*SCELLEES, "projet_convention")
    for table in tables:
        for nom in ("modification", "suppression", "texte"):
            suite = "" if op.get_bind().dialect.name == "sqlite" else f" ON {table}"
            op.execute(f"DROP TRIGGER IF EXISTS scelle_{table}_{nom}{suite}")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION IF EXISTS refuser_la_modification()")

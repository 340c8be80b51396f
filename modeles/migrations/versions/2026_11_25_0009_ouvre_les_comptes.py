"""ouvre les comptes, leurs habilitations et ce qui ouvre la porte"""

from alembic import op
import sqlalchemy as sa
import modeles.colonnes
import sqlmodel


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = (
    "habilitation",
    "trace_d_acces",
    "suppleance",
    "session_agent",
    "lien_de_connexion",
    "jeton_api",
    "compte",
)


def upgrade() -> None:
    op.create_table(
        "compte",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nom", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("courriel", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=True),
        sa.Column("organisme", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("actif", sa.Boolean(), nullable=False),
        sa.Column("fin_le", sa.Date(), nullable=True),
        sa.Column("emetteur", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("sujet", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("cree_le", modeles.colonnes.Instant(timezone=True), nullable=False),
        sa.Column("cree_par", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint("(emetteur IS NULL) = (sujet IS NULL)", name=op.f("ck_compte_identite_entiere")),
        sa.CheckConstraint("courriel = lower(courriel)", name=op.f("ck_compte_courriel_en_minuscules")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compte")),
        sa.UniqueConstraint("courriel", name=op.f("uq_compte_courriel")),
        sa.UniqueConstraint("emetteur", "sujet", name="uq_compte_identite"),
    )
    op.create_table(
        "jeton_api",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("nom", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("debut", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("empreinte", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("portees", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("cree_le", modeles.colonnes.Instant(timezone=True), nullable=False),
        sa.Column("expire_le", modeles.colonnes.Instant(timezone=True), nullable=False),
        sa.Column("vu_le", modeles.colonnes.Instant(timezone=True), nullable=True),
        sa.Column("revoque_le", modeles.colonnes.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_jeton_api_compte_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jeton_api")),
        sa.UniqueConstraint("empreinte", name=op.f("uq_jeton_api_empreinte")),
    )
    op.create_index(op.f("ix_jeton_api_compte_id"), "jeton_api", ["compte_id"])
    op.create_table(
        "lien_de_connexion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("empreinte", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("invitation", sa.Boolean(), nullable=False),
        sa.Column("cree_le", modeles.colonnes.Instant(timezone=True), nullable=False),
        sa.Column("cree_par", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("expire_le", modeles.colonnes.Instant(timezone=True), nullable=False),
        sa.Column("utilise_le", modeles.colonnes.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_lien_de_connexion_compte_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lien_de_connexion")),
        sa.UniqueConstraint("empreinte", name=op.f("uq_lien_de_connexion_empreinte")),
    )
    op.create_index(op.f("ix_lien_de_connexion_compte_id"), "lien_de_connexion", ["compte_id"])
    op.create_table(
        "session_agent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("empreinte", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column(
            "moyen", sa.Enum("lien", "oidc", name="moyendacces", native_enum=False, length=40), nullable=False
        ),
        sa.Column("navigateur", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("jeton_identite", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("ouverte_le", modeles.colonnes.Instant(timezone=True), nullable=False),
        sa.Column("vue_le", modeles.colonnes.Instant(timezone=True), nullable=False),
        sa.Column("expire_le", modeles.colonnes.Instant(timezone=True), nullable=False),
        sa.Column("fermee_le", modeles.colonnes.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_session_agent_compte_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_agent")),
        sa.UniqueConstraint("empreinte", name=op.f("uq_session_agent_empreinte")),
    )
    op.create_index(op.f("ix_session_agent_compte_id"), "session_agent", ["compte_id"])
    op.create_table(
        "suppleance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("titulaire_id", sa.Uuid(), nullable=False),
        sa.Column("suppleant_id", sa.Uuid(), nullable=False),
        sa.Column("du", sa.Date(), nullable=False),
        sa.Column("au", sa.Date(), nullable=False),
        sa.Column("motif", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("cree_le", modeles.colonnes.Instant(timezone=True), nullable=False),
        sa.Column("cree_par", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("annulee_le", modeles.colonnes.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("du <= au", name=op.f("ck_suppleance_periode_ordonnee")),
        sa.CheckConstraint("titulaire_id <> suppleant_id", name=op.f("ck_suppleance_deux_personnes")),
        sa.ForeignKeyConstraint(["suppleant_id"], ["compte.id"], name=op.f("fk_suppleance_suppleant_id")),
        sa.ForeignKeyConstraint(["titulaire_id"], ["compte.id"], name=op.f("fk_suppleance_titulaire_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppleance")),
    )
    op.create_index(op.f("ix_suppleance_suppleant_id"), "suppleance", ["suppleant_id"])
    op.create_index(op.f("ix_suppleance_titulaire_id"), "suppleance", ["titulaire_id"])
    op.create_table(
        "trace_d_acces",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("quoi", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("detail", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("par", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("le", modeles.colonnes.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_trace_d_acces_compte_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trace_d_acces")),
    )
    op.create_index(op.f("ix_trace_d_acces_compte_id"), "trace_d_acces", ["compte_id"])
    op.create_index(op.f("ix_trace_d_acces_le"), "trace_d_acces", ["le"])
    op.create_table(
        "habilitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrateur",
                "region",
                "etat",
                "collectivite",
                "porteur",
                "lecteur",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("region", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=True),
        sa.Column("territoire", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        sa.Column("fiche_id", sa.Uuid(), nullable=True),
        sa.Column("accordee_le", modeles.colonnes.Instant(timezone=True), nullable=False),
        sa.Column("accordee_par", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("retiree_le", modeles.colonnes.Instant(timezone=True), nullable=True),
        sa.Column("retiree_par", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint(
            "(role = 'administrateur' AND region IS NULL AND territoire IS NULL AND fiche_id IS NULL) OR (role = 'region' AND region IS NOT NULL AND territoire IS NULL AND fiche_id IS NULL) OR (role IN ('etat', 'collectivite') AND territoire IS NOT NULL AND region IS NULL AND fiche_id IS NULL) OR (role = 'porteur' AND fiche_id IS NOT NULL AND region IS NULL AND territoire IS NULL) OR (role = 'lecteur' AND fiche_id IS NULL AND (region IS NULL OR territoire IS NULL))",
            name=op.f("ck_habilitation_portee_du_role"),
        ),
        sa.CheckConstraint(
            "(retiree_le IS NULL) = (retiree_par IS NULL)", name=op.f("ck_habilitation_retiree_par_quelqu_un")
        ),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_habilitation_compte_id")),
        sa.ForeignKeyConstraint(["fiche_id"], ["fiche_action.id"], name=op.f("fk_habilitation_fiche_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_habilitation")),
    )
    op.create_index(op.f("ix_habilitation_compte_id"), "habilitation", ["compte_id"])
    _sceller_la_trace()


def _sceller_la_trace() -> None:
    refus = "trace_d_acces : une ligne inscrite ne change plus."
    for quand, nom in (("UPDATE", "modification"), ("DELETE", "suppression")):
        debut = f"CREATE TRIGGER scelle_trace_d_acces_{nom} BEFORE {quand} ON trace_d_acces "
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"{debut}BEGIN SELECT RAISE(ABORT, '{refus}'); END")
        else:
            op.execute(f"{debut}FOR EACH ROW EXECUTE FUNCTION refuser_la_modification('{refus}')")


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)

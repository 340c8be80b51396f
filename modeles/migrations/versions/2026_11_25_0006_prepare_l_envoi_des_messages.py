"""prépare l'envoi des messages : leur état, leur histoire scellée, le sort de chaque adresse, les tâches"""

from alembic import op
import sqlalchemy as sa
import modeles.colonnes
import sqlmodel

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SCELLEE = "evenement_message"
NATURES = ("suite", "relance", "avis")
ACHEMINEMENTS = ("accepte", "differe", "refuse", "revenu")
FAITS = ("essai", "envoi", "report", "refus", "doute", "decision", "retour", "annulation")
PARTIES = ("etat", "collectivite", "partenaire")


def _texte(longueur: int | None = None) -> sa.types.TypeEngine[str]:
    return sqlmodel.sql.sqltypes.AutoString(length=longueur)


def _instant() -> sa.types.TypeEngine[object]:
    return modeles.colonnes.Instant(timezone=True)


def _liste() -> sa.types.TypeEngine[object]:
    return sa.JSON(none_as_null=True)


def _parmi(valeurs: tuple[str, ...], nom: str) -> sa.types.TypeEngine[str]:
    return sa.Enum(*valeurs, name=nom, native_enum=False, length=40)


def _colonnes_du_message() -> tuple[sa.Column[object], ...]:
    """Les valeurs par défaut sont celles des messages déjà en attente."""
    return (
        sa.Column("nature", _parmi(NATURES, "naturemessage"), nullable=False, server_default="suite"),
        sa.Column("niveau", _texte(20), nullable=True),
        sa.Column("expediteur", _texte(), nullable=False, server_default=""),
        sa.Column("repondre_a", _texte(), nullable=True),
        sa.Column("copies", _liste(), nullable=False, server_default="[]"),
        sa.Column("corps_html", _texte(), nullable=True),
        sa.Column("pieces", _liste(), nullable=False, server_default="[]"),
        sa.Column("calendrier", _texte(), nullable=True),
        sa.Column("a_partir_de", _instant(), nullable=True),
        sa.Column("essais", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("prochain_essai_le", _instant(), nullable=True),
        sa.Column("reclame_par", _texte(), nullable=True),
        sa.Column("reclame_jusqu_a", _instant(), nullable=True),
        sa.Column("emis_le", _instant(), nullable=True),
        sa.Column("envoye_le", _instant(), nullable=True),
        sa.Column("derniere_reponse", _texte(), nullable=True),
    )


CONTRAINTES_DU_MESSAGE = {
    "envoye_ssi_date": "(etat = 'envoye') = (envoye_le IS NOT NULL)",
    "en_cours_ssi_reclame": "(etat = 'en_cours') = (reclame_par IS NOT NULL)",
    "essais_positifs": "essais >= 0",
}


def upgrade() -> None:
    with op.batch_alter_table("message") as message:
        for colonne in _colonnes_du_message():
            message.add_column(colonne)
        message.alter_column("demarche_id", existing_type=sa.Uuid(), nullable=True)
        message.alter_column("passage_id", existing_type=sa.Uuid(), nullable=True)
        for nom, condition in CONTRAINTES_DU_MESSAGE.items():
            message.create_check_constraint(op.f(f"ck_message_{nom}"), condition)
    _creer_l_histoire()
    _creer_les_taches()


def _creer_l_histoire() -> None:
    op.create_table(
        "acheminement",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("adresse", _texte(320), nullable=False),
        sa.Column("etat", _parmi(ACHEMINEMENTS, "etatacheminement"), nullable=False),
        sa.Column("code", _texte(20), nullable=True),
        sa.Column("reponse", _texte(), nullable=False),
        sa.Column("le", _instant(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_acheminement_message_id")),
        sa.PrimaryKeyConstraint("message_id", "adresse", name=op.f("pk_acheminement")),
    )
    op.create_index(op.f("ix_acheminement_etat"), "acheminement", ["etat"])
    op.create_table(
        "adresse_en_defaut",
        sa.Column("adresse", _texte(320), nullable=False),
        sa.Column("depuis_le", _instant(), nullable=False),
        sa.Column("raison", _texte(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_adresse_en_defaut_message_id")),
        sa.PrimaryKeyConstraint("adresse", name=op.f("pk_adresse_en_defaut")),
    )
    op.create_table(
        SCELLEE,
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("le", _instant(), nullable=False),
        sa.Column("fait", _parmi(FAITS, "faitdumessage"), nullable=False),
        sa.Column("par", _texte(), nullable=False),
        sa.Column("detail", _texte(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_evenement_message_message_id")),
        sa.PrimaryKeyConstraint("message_id", "numero", name=op.f("pk_evenement_message")),
    )
    for quand, nom in (("UPDATE", "modification"), ("DELETE", "suppression")):
        _sceller(quand, nom)


def _sceller(quand: str, nom: str) -> None:
    refus = f"{SCELLEE} : une ligne inscrite ne change plus."
    if op.get_bind().dialect.name == "sqlite":
        suite = f"BEGIN SELECT RAISE(ABORT, '{refus}'); END"
    else:
        suite = f"FOR EACH ROW EXECUTE FUNCTION refuser_la_modification('{refus}')"
    op.execute(f"CREATE TRIGGER scelle_{SCELLEE}_{nom} BEFORE {quand} ON {SCELLEE} {suite}")


def _creer_les_taches() -> None:
    op.create_table(
        "tache",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cle", _texte(160), nullable=False),
        sa.Column("demarche_id", sa.Uuid(), nullable=True),
        sa.Column("libelle", _texte(), nullable=False),
        sa.Column("raison", _texte(), nullable=False),
        sa.Column("lien", _texte(), nullable=False),
        sa.Column("a_qui", _parmi(PARTIES, "partie"), nullable=False),
        sa.Column("responsable", _texte(), nullable=False),
        sa.Column("echeance_le", sa.Date(), nullable=True),
        sa.Column("creee_le", _instant(), nullable=False),
        sa.Column("reportee_au", sa.Date(), nullable=True),
        sa.Column("motif_du_report", _texte(), nullable=True),
        sa.Column("faite_le", _instant(), nullable=True),
        sa.Column("faite_par", _texte(), nullable=True),
        sa.CheckConstraint(
            "(faite_le IS NULL) = (faite_par IS NULL)", name=op.f("ck_tache_faite_par_quelqu_un")
        ),
        sa.CheckConstraint(
            "reportee_au IS NULL OR motif_du_report IS NOT NULL", name=op.f("ck_tache_reportee_donc_motivee")
        ),
        sa.ForeignKeyConstraint(["demarche_id"], ["demarche.id"], name=op.f("fk_tache_demarche_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tache")),
        sa.UniqueConstraint("cle", name=op.f("uq_tache_cle")),
    )
    for colonne in ("demarche_id", "echeance_le", "faite_le"):
        op.create_index(op.f(f"ix_tache_{colonne}"), "tache", [colonne])


def downgrade() -> None:
    for table in ("tache", SCELLEE, "adresse_en_defaut", "acheminement"):
        op.drop_table(table)
    with op.batch_alter_table("message") as message:
        for nom in CONTRAINTES_DU_MESSAGE:
            message.drop_constraint(op.f(f"ck_message_{nom}"), type_="check")
        message.alter_column("demarche_id", existing_type=sa.Uuid(), nullable=False)
        message.alter_column("passage_id", existing_type=sa.Uuid(), nullable=False)
        for colonne in _colonnes_du_message():
            message.drop_column(colonne.name)

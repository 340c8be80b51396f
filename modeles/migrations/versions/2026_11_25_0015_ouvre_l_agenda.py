"""ouvre l'agenda : évènements publiés, liens d'abonnement ; et les courriels revenus"""

from alembic import op
import sqlalchemy as sa
import modeles.colonnes
import sqlmodel

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

GENRES = ("reunion", "echeance", "tache")
RETOURS = ("echec", "retard", "repondeur", "inconnu")


def _texte(longueur: int | None = None) -> sa.types.TypeEngine[str]:
    return sqlmodel.sql.sqltypes.AutoString(length=longueur)


def _instant() -> sa.types.TypeEngine[object]:
    return modeles.colonnes.Instant(timezone=True)


def _parmi(valeurs: tuple[str, ...], nom: str) -> sa.types.TypeEngine[str]:
    return sa.Enum(*valeurs, name=nom, native_enum=False, length=40)


def upgrade() -> None:
    op.create_table(
        "evenement_agenda",
        sa.Column("uid", _texte(120), nullable=False),
        sa.Column("demarche_id", sa.Uuid(), nullable=False),
        sa.Column("genre", _parmi(GENRES, "genredevenement"), nullable=False),
        sa.Column("titre", _texte(), nullable=False),
        sa.Column("le", sa.Date(), nullable=False),
        sa.Column("heure", sa.Time(), nullable=True),
        sa.Column("duree_minutes", sa.Integer(), nullable=True),
        sa.Column("lieu", _texte(), nullable=False),
        sa.Column("description", _texte(), nullable=False),
        sa.Column("confirme", sa.Boolean(), nullable=False),
        sa.Column("annule", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("modifie_le", _instant(), nullable=False),
        sa.CheckConstraint(
            "(heure IS NULL) = (duree_minutes IS NULL)", name=op.f("ck_evenement_agenda_duree_ssi_heure")
        ),
        sa.CheckConstraint("sequence >= 0", name=op.f("ck_evenement_agenda_sequence_positive")),
        sa.ForeignKeyConstraint(["demarche_id"], ["demarche.id"], name=op.f("fk_evenement_agenda_demarche_id")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_evenement_agenda")),
    )
    op.create_index(op.f("ix_evenement_agenda_demarche_id"), "evenement_agenda", ["demarche_id"])
    _creer_les_liens()
    _creer_les_retours()


def _creer_les_liens() -> None:
    op.create_table(
        "lien_de_calendrier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("empreinte", _texte(64), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("territoire", _texte(10), nullable=True),
        sa.Column("cree_le", _instant(), nullable=False),
        sa.Column("cree_par", _texte(), nullable=False),
        sa.Column("revoque_le", _instant(), nullable=True),
        sa.Column("revoque_par", _texte(), nullable=True),
        sa.CheckConstraint(
            "(revoque_le IS NULL) = (revoque_par IS NULL)",
            name=op.f("ck_lien_de_calendrier_revoque_par_quelqu_un"),
        ),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_lien_de_calendrier_compte_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lien_de_calendrier")),
        sa.UniqueConstraint("empreinte", name=op.f("uq_lien_de_calendrier_empreinte")),
    )
    op.create_index(op.f("ix_lien_de_calendrier_compte_id"), "lien_de_calendrier", ["compte_id"])


def _creer_les_retours() -> None:
    op.create_table(
        "retour_de_courriel",
        sa.Column("empreinte", _texte(64), nullable=False),
        sa.Column("nom", _texte(255), nullable=False),
        sa.Column("genre", _parmi(RETOURS, "genrederetour"), nullable=False),
        sa.Column("resume", _texte(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("lu_le", _instant(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_retour_de_courriel_message_id")),
        sa.PrimaryKeyConstraint("empreinte", name=op.f("pk_retour_de_courriel")),
    )
    for colonne in ("nom", "message_id"):
        op.create_index(op.f(f"ix_retour_de_courriel_{colonne}"), "retour_de_courriel", [colonne])


def downgrade() -> None:
    for table in ("retour_de_courriel", "lien_de_calendrier", "evenement_agenda"):
        op.drop_table(table)

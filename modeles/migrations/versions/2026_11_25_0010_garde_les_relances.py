"""garde les relances et les absences

Une relance ne s'efface pas, ne change pas d'identité, et ne redevient pas à faire une fois partie.
"""

from alembic import op
import sqlalchemy as sa
import modeles.colonnes
import sqlmodel


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

IDENTITE = "cle, demarche_id, genre, exercice, niveau, decidee_le"
SCEAUX = {
    "suppression": ("DELETE", "", "relance : une ligne inscrite ne s'efface pas."),
    "identite": (f"UPDATE OF {IDENTITE}", "", "relance : ce qu'elle relance ne change plus."),
    "depart": (
        "UPDATE OF etat",
        "OLD.etat = 'partie' AND NEW.etat <> 'partie'",
        "relance : partie, elle ne redevient pas à faire.",
    ),
}


def _sceller(nom: str, quand: str, condition: str, refus: str) -> None:
    entete = f"CREATE TRIGGER scelle_relance_{nom} BEFORE {quand} ON relance"
    refus = refus.replace("'", "''")
    if op.get_bind().dialect.name == "sqlite":
        si = f"WHEN {condition}" if condition else ""
        op.execute(f"{entete} {si} BEGIN SELECT RAISE(ABORT, '{refus}'); END")
    else:
        si = f"WHEN ({condition})" if condition else ""
        op.execute(f"{entete} FOR EACH ROW {si} EXECUTE FUNCTION refuser_la_modification('{refus}')")


def upgrade() -> None:
    op.create_table('absence',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=False),
    sa.Column('du', sa.Date(), nullable=False),
    sa.Column('au', sa.Date(), nullable=False),
    sa.Column('suppleant_id', sa.Uuid(), nullable=True),
    sa.Column('par', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('saisie_le', modeles.colonnes.Instant(timezone=True), nullable=False),
    sa.Column('remplacee_le', modeles.colonnes.Instant(timezone=True), nullable=True),
    sa.CheckConstraint('du <= au', name=op.f('ck_absence_bornes_ordonnees')),
    sa.CheckConstraint('suppleant_id IS NULL OR suppleant_id <> contact_id', name=op.f('ck_absence_suppleant_autre')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_absence_contact_id')),
    sa.ForeignKeyConstraint(['suppleant_id'], ['contact.id'], name=op.f('fk_absence_suppleant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence'))
    )
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_absence_contact_id'), ['contact_id'], unique=False)

    op.create_table('relance',
    sa.Column('cle', sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
    sa.Column('demarche_id', sa.Uuid(), nullable=False),
    sa.Column('genre', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('exercice', sa.Integer(), nullable=False),
    sa.Column('niveau', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
    sa.Column('libelle', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('etat', sa.Enum('a_valider', 'programmee', 'remise', 'partie', 'retenue', 'caduque', name='etatrelance', native_enum=False, length=40), nullable=False),
    sa.Column('etat_le', sa.Date(), nullable=False),
    sa.Column('decidee_le', sa.Date(), nullable=False),
    sa.Column('echeance_le', sa.Date(), nullable=False),
    sa.Column('canal', sa.Enum('courriel', 'courrier', 'note', name='canal', native_enum=False, length=40), nullable=False),
    sa.Column('raison', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('motif', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('destinataires', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('manquants', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('attendus', sa.Integer(), nullable=False),
    sa.Column('repondre_avant_le', sa.Date(), nullable=True),
    sa.Column('document_id', sa.Uuid(), nullable=True),
    sa.Column('message_id', sa.Uuid(), nullable=True),
    sa.Column('remises', sa.Integer(), nullable=False),
    sa.Column('partie_le', sa.Date(), nullable=True),
    sa.Column('validee_par', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('validee_le', modeles.colonnes.Instant(timezone=True), nullable=True),
    sa.Column('decidee_par', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint("(etat = 'partie') = (partie_le IS NOT NULL)", name=op.f('ck_relance_partie_ssi_datee')),
    sa.CheckConstraint("etat <> 'remise' OR message_id IS NOT NULL", name=op.f('ck_relance_remise_donc_message')),
    sa.CheckConstraint("etat NOT IN ('retenue', 'caduque') OR motif IS NOT NULL", name=op.f('ck_relance_arretee_donc_motivee')),
    sa.CheckConstraint('(validee_le IS NULL) = (validee_par IS NULL)', name=op.f('ck_relance_validee_par_quelqu_un')),
    sa.CheckConstraint('remises >= 0', name=op.f('ck_relance_remises_positives')),
    sa.ForeignKeyConstraint(['demarche_id'], ['demarche.id'], name=op.f('fk_relance_demarche_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_relance_document_id')),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_relance_message_id')),
    sa.PrimaryKeyConstraint('cle', name=op.f('pk_relance'))
    )
    with op.batch_alter_table('relance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_relance_decidee_le'), ['decidee_le'], unique=False)
        batch_op.create_index(batch_op.f('ix_relance_demarche_id'), ['demarche_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_relance_etat'), ['etat'], unique=False)
        batch_op.create_index(batch_op.f('ix_relance_message_id'), ['message_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_relance_partie_le'), ['partie_le'], unique=False)

    for nom, sceau in SCEAUX.items():
        _sceller(nom, *sceau)

    with op.batch_alter_table('tournee', schema=None) as batch_op:
        batch_op.add_column(sa.Column('relances_dues', sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column('relances_remises', sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column('territoires_en_panne', sa.Integer(), nullable=False, server_default="0"))



def downgrade() -> None:
    with op.batch_alter_table('tournee', schema=None) as batch_op:
        batch_op.drop_column('territoires_en_panne')
        batch_op.drop_column('relances_remises')
        batch_op.drop_column('relances_dues')

    with op.batch_alter_table('relance', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_relance_partie_le'))
        batch_op.drop_index(batch_op.f('ix_relance_message_id'))
        batch_op.drop_index(batch_op.f('ix_relance_etat'))
        batch_op.drop_index(batch_op.f('ix_relance_demarche_id'))
        batch_op.drop_index(batch_op.f('ix_relance_decidee_le'))

    op.drop_table('relance')
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_absence_contact_id'))

    op.drop_table('absence')

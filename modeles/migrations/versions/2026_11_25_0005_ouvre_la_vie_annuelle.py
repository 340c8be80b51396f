"""ouvre la vie annuelle : campagnes, valeurs des indicateurs, exercices

Une valeur, un aménagement et une ligne du journal annuel ne se modifient ni ne s'effacent.
"""

from alembic import op
import sqlalchemy as sa
import modeles.colonnes
import sqlmodel


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLONNES_DE_L_INDICATEUR = (
    "numerateur",
    "denominateur",
    "periode",
    "periodicite",
    "producteur",
    "sous_population_de",
    "suite_de",
    "population",
    "agregation",
    "seuil_secret",
    "seuil_vert",
    "seuil_orange",
)
SCELLEES = ("valeur_indicateur", "amenagement", "passage_annuel")


def _sceller(table: str) -> None:
    """Comme le journal (migration 0002) : la base refuse, quel que soit le programme."""
    refus = f"{table} : une ligne inscrite ne change plus."
    for quand, nom in (("UPDATE", "modification"), ("DELETE", "suppression")):
        entete = f"CREATE TRIGGER scelle_{table}_{nom} BEFORE {quand} ON {table}"
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"{entete} BEGIN SELECT RAISE(ABORT, '{refus}'); END")
        else:
            op.execute(f"{entete} FOR EACH ROW EXECUTE FUNCTION refuser_la_modification('{refus}')")


def upgrade() -> None:
    op.create_table('campagne',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('region', sqlmodel.sql.sqltypes.AutoString(length=3), nullable=False),
    sa.Column('type_contrat', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('genre', sa.Enum('indicateurs', 'rapport_execution', 'evaluation_mi_parcours', 'bilan_final', name='genrecampagne', native_enum=False, length=40), nullable=False),
    sa.Column('exercice', sa.Integer(), nullable=False),
    sa.Column('ouverte_le', sa.Date(), nullable=False),
    sa.Column('ouverte_par', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('echeance_le', sa.Date(), nullable=False),
    sa.Column('seuil_completude', sa.Integer(), nullable=False),
    sa.Column('verrouillee_le', sa.Date(), nullable=True),
    sa.Column('close_le', sa.Date(), nullable=True),
    sa.Column('echelle', sa.JSON(none_as_null=True), nullable=True),
    sa.CheckConstraint('echeance_le >= ouverte_le', name=op.f('ck_campagne_echeance_apres_ouverture')),
    sa.CheckConstraint('seuil_completude BETWEEN 1 AND 100', name=op.f('ck_campagne_seuil_en_pour_cent')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campagne')),
    sa.UniqueConstraint('region', 'type_contrat', 'genre', 'exercice', name='uq_campagne_unique')
    )
    with op.batch_alter_table('campagne', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campagne_region'), ['region'], unique=False)

    op.create_table('attendu',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('campagne_id', sa.Uuid(), nullable=False),
    sa.Column('demarche_id', sa.Uuid(), nullable=False),
    sa.Column('recu_le', sa.Date(), nullable=True),
    sa.Column('recu_par', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('partiel', sa.Boolean(), nullable=False),
    sa.CheckConstraint('(recu_le IS NULL) = (recu_par IS NULL)', name=op.f('ck_attendu_recu_ssi_par')),
    sa.ForeignKeyConstraint(['campagne_id'], ['campagne.id'], name=op.f('fk_attendu_campagne_id')),
    sa.ForeignKeyConstraint(['demarche_id'], ['demarche.id'], name=op.f('fk_attendu_demarche_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendu')),
    sa.UniqueConstraint('campagne_id', 'demarche_id', name='uq_attendu_unique')
    )
    with op.batch_alter_table('attendu', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendu_campagne_id'), ['campagne_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendu_demarche_id'), ['demarche_id'], unique=False)

    op.create_table('exercice',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('demarche_id', sa.Uuid(), nullable=False),
    sa.Column('annee', sa.Integer(), nullable=False),
    sa.Column('etat', sa.Enum('ouvert', 'collecte', 'collecte_close', 'controle', 'rapport_recu', 'dialogue', 'avenant', 'verse', name='etatexercice', native_enum=False, length=40), nullable=False),
    sa.Column('depuis_le', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['demarche_id'], ['demarche.id'], name=op.f('fk_exercice_demarche_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exercice')),
    sa.UniqueConstraint('demarche_id', 'annee', name='uq_exercice_annee')
    )
    with op.batch_alter_table('exercice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_exercice_demarche_id'), ['demarche_id'], unique=False)

    op.create_table('amenagement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('attendu_id', sa.Uuid(), nullable=False),
    sa.Column('numero', sa.Integer(), nullable=False),
    sa.Column('nature', sa.Enum('report', 'main_rendue', 'difficulte', 'promesse', name='natureamenagement', native_enum=False, length=40), nullable=False),
    sa.Column('jusqu_au', sa.Date(), nullable=False),
    sa.Column('motif', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('par', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('saisi_le', modeles.colonnes.Instant(timezone=True), nullable=False),
    sa.CheckConstraint('numero >= 1', name=op.f('ck_amenagement_numero_positif')),
    sa.ForeignKeyConstraint(['attendu_id'], ['attendu.id'], name=op.f('fk_amenagement_attendu_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_amenagement')),
    sa.UniqueConstraint('attendu_id', 'numero', name='uq_amenagement_numero')
    )
    with op.batch_alter_table('amenagement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_amenagement_attendu_id'), ['attendu_id'], unique=False)

    op.create_table('passage_annuel',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('exercice_id', sa.Uuid(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('geste', sa.Enum('ouvrir_collecte', 'clore_collecte', 'lancer_controle', 'demander_rectification', 'deposer_rapport', 'juger_recevable', 'ouvrir_avenant', 'sans_avenant', 'signer_avenant', 'basculer', name='gesteannuel', native_enum=False, length=40), nullable=False),
    sa.Column('de', sa.Enum('ouvert', 'collecte', 'collecte_close', 'controle', 'rapport_recu', 'dialogue', 'avenant', 'verse', name='etatexercice', native_enum=False, length=40), nullable=False),
    sa.Column('vers', sa.Enum('ouvert', 'collecte', 'collecte_close', 'controle', 'rapport_recu', 'dialogue', 'avenant', 'verse', name='etatexercice', native_enum=False, length=40), nullable=False),
    sa.Column('par', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('survenu_le', sa.Date(), nullable=False),
    sa.Column('saisi_le', modeles.colonnes.Instant(timezone=True), nullable=False),
    sa.Column('motif', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('donnees', sa.JSON(none_as_null=True), nullable=False),
    sa.CheckConstraint('sequence >= 1', name=op.f('ck_passage_annuel_sequence_positive')),
    sa.ForeignKeyConstraint(['exercice_id'], ['exercice.id'], name=op.f('fk_passage_annuel_exercice_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passage_annuel')),
    sa.UniqueConstraint('exercice_id', 'sequence', name='uq_passage_annuel_sequence')
    )
    with op.batch_alter_table('passage_annuel', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passage_annuel_exercice_id'), ['exercice_id'], unique=False)

    op.create_table('valeur_indicateur',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('indicateur_id', sa.Uuid(), nullable=False),
    sa.Column('exercice', sa.Integer(), nullable=False),
    sa.Column('numero', sa.Integer(), nullable=False),
    sa.Column('statut', sa.Enum('non_du', 'attendu', 'non_renseigne', 'sans_objet', 'zero_reel', 'provisoire', 'saisi', 'verifie', 'valide', 'conteste', 'rectifie', name='statutvaleur', native_enum=False, length=40), nullable=False),
    sa.Column('valeur_centiemes', sa.BigInteger(), nullable=True),
    sa.Column('numerateur_centiemes', sa.BigInteger(), nullable=True),
    sa.Column('denominateur_centiemes', sa.BigInteger(), nullable=True),
    sa.Column('texte', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('motif', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('commentaire', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('origine', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('par', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('saisi_le', modeles.colonnes.Instant(timezone=True), nullable=False),
    sa.Column('hors_delai', sa.Boolean(), nullable=False),
    sa.CheckConstraint("statut <> 'zero_reel' OR valeur_centiemes = 0", name=op.f('ck_valeur_indicateur_zero_reel_nul')),
    sa.CheckConstraint("statut IN ('non_renseigne', 'sans_objet', 'conteste') OR valeur_centiemes IS NOT NULL OR texte IS NOT NULL", name=op.f('ck_valeur_indicateur_remplie')),
    sa.CheckConstraint("statut NOT IN ('non_du', 'attendu')", name=op.f('ck_valeur_indicateur_statut_ecrit')),
    sa.CheckConstraint("statut NOT IN ('non_renseigne', 'sans_objet') OR (valeur_centiemes IS NULL AND texte IS NULL)", name=op.f('ck_valeur_indicateur_vide')),
    sa.CheckConstraint("statut NOT IN ('non_renseigne', 'sans_objet', 'conteste', 'rectifie') OR motif IS NOT NULL", name=op.f('ck_valeur_indicateur_expliquee')),
    sa.CheckConstraint('(numerateur_centiemes IS NULL) = (denominateur_centiemes IS NULL)', name=op.f('ck_valeur_indicateur_rapport_entier')),
    sa.CheckConstraint('denominateur_centiemes IS NULL OR denominateur_centiemes > 0', name=op.f('ck_valeur_indicateur_denominateur_positif')),
    sa.CheckConstraint('numero >= 1', name=op.f('ck_valeur_indicateur_numero_positif')),
    sa.ForeignKeyConstraint(['indicateur_id'], ['indicateur.id'], name=op.f('fk_valeur_indicateur_indicateur_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_valeur_indicateur')),
    sa.UniqueConstraint('indicateur_id', 'exercice', 'numero', name='uq_valeur_numero')
    )
    with op.batch_alter_table('indicateur', schema=None) as batch_op:
        batch_op.add_column(sa.Column('numerateur', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column('denominateur', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column('periode', sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default='annee'))
        batch_op.add_column(sa.Column('periodicite', sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default='annuelle'))
        batch_op.add_column(sa.Column('producteur', sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('sous_population_de', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column('suite_de', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column('population', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column('agregation', sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default='somme'))
        batch_op.add_column(sa.Column('seuil_secret', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('seuil_vert', sa.Integer(), nullable=False, server_default='100'))
        batch_op.add_column(sa.Column('seuil_orange', sa.Integer(), nullable=False, server_default='80'))

    for table in SCELLEES:
        _sceller(table)


def downgrade() -> None:
    with op.batch_alter_table("indicateur", schema=None) as batch_op:
        for colonne in COLONNES_DE_L_INDICATEUR:
            batch_op.drop_column(colonne)
    for table in (*SCELLEES, "exercice", "attendu", "campagne"):
        op.drop_table(table)

"""Sealed mail is opened by managers, and released to the desk"""

import sqlalchemy as sa
from alembic import op

from projectie.migrations.guards import guard

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("sealed_mail") as table:
        table.alter_column("sealed", existing_type=sa.LargeBinary(), nullable=True)
    op.create_table(
        "sealed_mail_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed_mail_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sealed_mail_opening_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["sealed_mail_id"],
            ["sealed_mail.id"],
            name=op.f("fk_sealed_mail_opening_sealed_mail_id_sealed_mail"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_mail_opening")),
    )
    op.create_index(op.f("ix_sealed_mail_opening_sealed_mail_id"), "sealed_mail_opening", ["sealed_mail_id"])
    for deed in ("UPDATE", "DELETE"):
        guard("sealed_mail_opening", deed=deed)


def downgrade():
    op.drop_table("sealed_mail_opening")
    op.execute("DELETE FROM sealed_mail WHERE sealed IS NULL")
    with op.batch_alter_table("sealed_mail") as table:
        table.alter_column("sealed", existing_type=sa.LargeBinary(), nullable=False)

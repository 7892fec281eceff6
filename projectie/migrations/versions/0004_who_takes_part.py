"""Who takes part in a ticket, mails passed on by colleagues, hints, and whom a kept reply was for"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("came", _one_of("came", "wrote", "cc", "added"), nullable=False),
        sa.Column(
            "standing",
            _one_of("standing", "takes_part", "proposed", "declined", "removed"),
            nullable=False,
        ),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("address = lower(address)", name=op.f("ck_participant_address_lower")),
        sa.ForeignKeyConstraint(
            ["ticket_number"], ["ticket.number"], name=op.f("fk_participant_ticket_number_ticket")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_participant_person_id_person")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_participant_message_id_message")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("ticket_number", "address", name=op.f("uq_participant_ticket_number_address")),
    )
    op.create_index(op.f("ix_participant_person_id"), "participant", ["person_id"])
    op.create_table(
        "forward",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.Column("from_name", sa.Text(), nullable=False),
        sa.Column("from_address", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("above", sa.Text(), nullable=False),
        sa.Column("own_text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_forward_message_id_message")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_forward_by_id_person")),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_forward_note_id_note")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_forward")),
    )
    op.add_column("message", sa.Column("conversation", sa.String(length=44), nullable=True))
    op.create_index(op.f("ix_message_conversation"), "message", ["conversation"])
    op.add_column("reply_draft", sa.Column("recipients", sa.JSON(), nullable=True))


def downgrade():
    op.drop_column("reply_draft", "recipients")
    op.drop_index(op.f("ix_message_conversation"), table_name="message")
    op.drop_column("message", "conversation")
    op.drop_table("forward")
    op.drop_index(op.f("ix_participant_person_id"), table_name="participant")
    op.drop_table("participant")


def _one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)

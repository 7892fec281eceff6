"""Complaints, sealed; what leaves the desk with every trace"""

import sqlalchemy as sa
from alembic import op

from projectie.migrations.guards import guard

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# Tables that are only added to, and the rows they let go when a ticket leaves into confidence.
LETS_GO = {
    "history": "(OLD.subject = 'ticket' AND {ticket_subject}) OR (OLD.subject = 'mail' AND {message_subject})",
    "raw_mail": "{raw_mail_id}",
    "mail_repeat": "{raw_mail_raw_id}",
    "planning_promise": "{ticket_ticket_number}",
    "promise_taken_back": "{promise_promise_id}",
    "broken_promise": "{ticket_ticket_number}",
    "sla_mark": "{ticket_ticket_number}",
    "coverage_decision": "{ticket_ticket_number}",
    "work_request": "{ticket_ticket_number}",
    "sealed_mail_opening": "{sealed_mail_sealed_mail_id}",
}
COLUMNS = {
    "ticket_subject": ("ticket", "subject_id"),
    "message_subject": ("message", "subject_id"),
    "raw_mail_id": ("raw_mail", "id"),
    "raw_mail_raw_id": ("raw_mail", "raw_id"),
    "ticket_ticket_number": ("ticket", "ticket_number"),
    "promise_promise_id": ("promise", "promise_id"),
    "sealed_mail_sealed_mail_id": ("sealed_mail", "sealed_mail_id"),
}


def upgrade():
    _complaints()
    _letters()
    op.create_table(
        "leaving",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "number", name=op.f("pk_leaving")),
    )
    op.create_table(
        "vacant_number",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_vacant_number")),
    )
    op.add_column(
        "sealed_mail", sa.Column("taken_up", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    for table, unless in LETS_GO.items():
        guard(table, deed="DELETE", unless=unless.format(**{name: _leaves(*of) for name, of in COLUMNS.items()}))
    guard("complaint_opening", deed="UPDATE")
    stands = "NOT EXISTS (SELECT 1 FROM complaint WHERE complaint.id = OLD.complaint_id)"
    guard("complaint_opening", deed="DELETE", unless=stands)


def downgrade():
    for table in LETS_GO:
        guard(table, deed="DELETE")
    op.drop_column("sealed_mail", "taken_up")
    for table in (
        "vacant_number",
        "leaving",
        "sealed_letter",
        "complaint_code",
        "complaint_opening",
        "complaint_entry",
        "complaint",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        for table in (*LETS_GO, "complaint_opening"):
            op.execute(f"DROP FUNCTION IF EXISTS projectie_refuse_{table}()")


def _complaints():
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
    )
    op.create_index(op.f("ix_complaint_owner"), "complaint", ["owner"])
    op.create_table(
        "complaint_entry",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        _to("complaint_entry"),
        sa.PrimaryKeyConstraint("complaint_id", "number", name=op.f("pk_complaint_entry")),
    )
    op.create_table(
        "complaint_opening",
        sa.Column("complaint_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("complaint_id", "number", name=op.f("pk_complaint_opening")),
    )


def _letters():
    op.create_table(
        "complaint_code",
        sa.Column("named", sa.String(length=64), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _to("complaint_code"),
        sa.PrimaryKeyConstraint("named", name=op.f("pk_complaint_code")),
    )
    op.create_index(op.f("ix_complaint_code_complaint_id"), "complaint_code", ["complaint_id"])
    op.create_table(
        "sealed_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=True),
        sa.Column("named", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        _to("sealed_letter"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_letter")),
    )
    op.create_index(op.f("ix_sealed_letter_complaint_id"), "sealed_letter", ["complaint_id"])
    op.create_index(op.f("ix_sealed_letter_named"), "sealed_letter", ["named"])


def _to(table):
    return sa.ForeignKeyConstraint(
        ["complaint_id"], ["complaint.id"], name=op.f(f"fk_{table}_complaint_id_complaint")
    )


def _leaves(kind, column):
    return f"EXISTS (SELECT 1 FROM leaving WHERE leaving.kind = '{kind}' AND leaving.number = OLD.{column})"

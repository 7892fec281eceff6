"""What pieces of work say, timers, leniency, ceilings and receipts"""

import sqlalchemy as sa
from alembic import op

from projectie.migrations.guards import guard

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KEPT = ("time_revision", "leniency_decision", "ceiling")
TABLES = ("receipt", "cost_due", "ceiling", "leniency_decision", "timer", "time_revision")


def upgrade():
    op.create_table(
        "time_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=True),
        sa.Column("factor_numerator", sa.Integer(), nullable=True),
        sa.Column("factor_denominator", sa.Integer(), nullable=True),
        sa.Column("consent_maximum", sa.Integer(), nullable=True),
        sa.Column("note_client", sa.Text(), nullable=False),
        sa.Column("note_inside", sa.Text(), nullable=False),
        _moment("at"),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_time_revision_minutes_count")),
        sa.CheckConstraint(
            "(consent_id IS NULL) = (consent_maximum IS NULL)", name=op.f("ck_time_revision_consent_is_whole")
        ),
        sa.CheckConstraint(
            "factor_numerator > 0 AND factor_denominator > 0", name=op.f("ck_time_revision_factor_counts")
        ),
        _to("time_revision", "entry_id", "time_entry"),
        _to("time_revision", "ticket_number", "ticket", "number"),
        _to("time_revision", "person_id", "person"),
        _to("time_revision", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_revision")),
    )
    op.create_index("ix_time_revision_entry_id_id", "time_revision", ["entry_id", "id"])
    op.create_table(
        "timer",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        _moment("started_at"),
        _to("timer", "person_id", "person"),
        _to("timer", "ticket_number", "ticket", "number"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_timer")),
    )
    op.create_table(
        "leniency_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("gift", _one_of("gift", "nothing", "part", "surcharge", "whole"), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        _moment("made_at"),
        sa.CheckConstraint("credits >= 0", name=op.f("ck_leniency_decision_credits_count")),
        _to("leniency_decision", "ticket_number", "ticket", "number"),
        _to("leniency_decision", "made_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leniency_decision")),
    )
    op.create_table(
        "ceiling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=True),
        sa.Column("credits", sa.Integer(), nullable=True),
        sa.Column("agreed", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        _moment("made_at"),
        sa.CheckConstraint("credits >= 0", name=op.f("ck_ceiling_credits_count")),
        _to("ceiling", "organisation_id", "organisation"),
        _to("ceiling", "ticket_number", "ticket", "number"),
        _to("ceiling", "made_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ceiling")),
    )
    op.create_table(
        "cost_due",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        _to("cost_due", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_due")),
    )
    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        _moment("closed_at"),
        _moment("due_at"),
        _moment("written_at", nullable=True),
        _moment("void_at", nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("said", sa.JSON(), nullable=True),
        sa.CheckConstraint("written_at IS NULL OR void_at IS NULL", name=op.f("ck_receipt_one_end")),
        _to("receipt", "ticket_number", "ticket", "number"),
        _to("receipt", "organisation_id", "organisation"),
        _to("receipt", "letter_id", "outgoing_letter"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
    )
    op.create_index("ix_receipt_open", "receipt", ["written_at", "void_at", "due_at"])
    for table in ("time_revision", "leniency_decision", "ceiling", "receipt"):
        op.create_index(op.f(f"ix_{table}_ticket_number"), table, ["ticket_number"])
    for table in ("ceiling", "receipt"):
        op.create_index(op.f(f"ix_{table}_organisation_id"), table, ["organisation_id"])
    for table in KEPT:
        for deed in ("UPDATE", "DELETE"):
            guard(table, deed=deed)
    guard("receipt", deed="DELETE")
    guard("receipt", deed="UPDATE", condition="OLD.written_at IS NOT NULL OR OLD.void_at IS NOT NULL")


def downgrade():
    for table in TABLES:
        op.drop_table(table)


def _moment(name, nullable=False):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _to(table, column, other, key="id"):
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}"))


def _one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)

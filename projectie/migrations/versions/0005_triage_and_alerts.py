"""A priority is overruled, a ticket snoozed or a duplicate; alerts, and who is on call"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PRIORITIES = ("critical", "high", "normal", "low")
CAUSES = ("critical", "urgent")
COLUMNS = ("new", "triaged", "planned", "in_progress", "waiting", "done")


def _words(values, name):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _to(table, column, target):
    name = op.f(f"fk_{table}_{column}_{target.split('.')[0]}")
    return sa.ForeignKeyConstraint([column], [target], name=name)


def upgrade():
    op.create_table(
        "overrule",
        sa.Column("ticket_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("priority", _words(PRIORITIES, "priority"), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to("overrule", "ticket_number", "ticket.number"),
        _to("overrule", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("ticket_number", name=op.f("pk_overrule")),
    )
    op.create_table(
        "snooze",
        sa.Column("ticket_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to("snooze", "ticket_number", "ticket.number"),
        _to("snooze", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("ticket_number", name=op.f("pk_snooze")),
    )
    op.create_table(
        "duplicate",
        sa.Column("ticket_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("of_number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_column", _words(COLUMNS, "column"), nullable=False),
        sa.Column("from_position", sa.BigInteger(), nullable=False),
        sa.Column("from_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("of_number <> ticket_number", name=op.f("ck_duplicate_of_another")),
        _to("duplicate", "ticket_number", "ticket.number"),
        _to("duplicate", "of_number", "ticket.number"),
        _to("duplicate", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("ticket_number", name=op.f("pk_duplicate")),
    )
    op.create_index(op.f("ix_duplicate_of_number"), "duplicate", ["of_number"])
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("cause", _words(CAUSES, "cause"), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "taken_by_id IS NULL OR ended_at IS NOT NULL", name=op.f("ck_alert_taken_is_ended")
        ),
        _to("alert", "ticket_number", "ticket.number"),
        _to("alert", "taken_by_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    op.create_index(op.f("ix_alert_ticket_number"), "alert", ["ticket_number"])
    op.create_index(
        "ix_alert_open",
        "alert",
        ["ticket_number"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "on_call",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        _to("on_call", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_on_call")),
    )
    op.create_table(
        "alert_pace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("repeat_minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_alert_pace_one_row")),
        sa.CheckConstraint("repeat_minutes > 0", name=op.f("ck_alert_pace_goes_on")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_pace")),
    )
    op.execute("INSERT INTO alert_pace (id, repeat_minutes) VALUES (1, 15)")


def downgrade():
    for table in ("alert_pace", "on_call", "alert", "duplicate", "snooze", "overrule"):
        op.drop_table(table)

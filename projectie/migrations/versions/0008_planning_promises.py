"""Planning promises are kept for ever, and what was broken is noticed once"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from projectie.migrations.guards import guard

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WEEK = timedelta(days=6)  # from its first day to its last


def upgrade():
    op.add_column("ticket", sa.Column("planned_until", sa.Date(), nullable=True))
    ticket = sa.table("ticket", sa.column("planned", sa.Date), sa.column("planned_until", sa.Date))
    held = sa.select(ticket.c.planned).where(ticket.c.planned.is_not(None)).distinct()
    for (planned,) in op.get_bind().execute(held).all():
        op.execute(ticket.update().where(ticket.c.planned == planned).values(planned_until=planned + WEEK))
    op.create_table(
        "planning_promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("terms_number", sa.Integer(), nullable=False),
        sa.Column("moves_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(first_day IS NULL) = (last_day IS NULL)", name=op.f("ck_planning_promise_days_go_together")
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_planning_promise_days_in_order")),
        sa.ForeignKeyConstraint(
            ["ticket_number"], ["ticket.number"], name=op.f("fk_planning_promise_ticket_number_ticket")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_planning_promise_made_by_person")),
        sa.ForeignKeyConstraint(
            ["moves_id"], ["planning_promise.id"], name=op.f("fk_planning_promise_moves_id_planning_promise")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["outgoing_letter.id"], name=op.f("fk_planning_promise_letter_id_outgoing_letter")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_promise")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_planning_promise_ticket_number"), "planning_promise", ["ticket_number"])
    op.create_index(op.f("ix_planning_promise_letter_id"), "planning_promise", ["letter_id"])
    op.create_table(
        "promise_taken_back",
        sa.Column("promise_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["promise_id"],
            ["planning_promise.id"],
            name=op.f("fk_promise_taken_back_promise_id_planning_promise"),
        ),
        sa.ForeignKeyConstraint(
            ["taken_by"], ["person.id"], name=op.f("fk_promise_taken_back_taken_by_person")
        ),
        sa.PrimaryKeyConstraint("promise_id", name=op.f("pk_promise_taken_back")),
    )
    op.create_table(
        "broken_promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "response",
                "planning",
                name="promised",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("limit_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_number"], ["ticket.number"], name=op.f("fk_broken_promise_ticket_number_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broken_promise")),
        sa.UniqueConstraint("ticket_number", "kind", "limit_at", name=op.f("uq_broken_promise_ticket_number")),
    )
    op.create_index(op.f("ix_broken_promise_noticed_at"), "broken_promise", ["noticed_at"])
    for table in ("planning_promise", "promise_taken_back", "broken_promise"):
        for deed in ("UPDATE", "DELETE"):
            guard(table, deed=deed)


def downgrade():
    op.drop_table("broken_promise")
    op.drop_table("promise_taken_back")
    op.drop_table("planning_promise")
    op.drop_column("ticket", "planned_until")

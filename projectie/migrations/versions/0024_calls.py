"""Calls: the studio's figures, who takes them when, proposals and appointments; a letter may carry a calendar (R11)"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BOOKED = sa.text("state = 'booked'")


def _moment(name, nullable=False):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _refers(table, column, to, key="id"):
    return sa.ForeignKeyConstraint([column], [f"{to}.{key}"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade():
    op.add_column("outgoing_letter", sa.Column("calendar", sa.Text(), nullable=True))
    figures = op.create_table(
        "call_figures",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("grid", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("buffer", sa.Integer(), nullable=False),
        sa.Column("notice_working_days", sa.Integer(), nullable=False),
        sa.Column("days_ahead", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_call_figures_one_row")),
        sa.CheckConstraint(
            "grid > 0 AND length > 0 AND days_ahead > 0", name=op.f("ck_call_figures_counts")
        ),
        sa.CheckConstraint(
            "buffer >= 0 AND notice_working_days >= 0", name=op.f("ck_call_figures_not_below_zero")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_figures")),
    )
    first = {"id": 1, "grid": 15, "length": 30, "buffer": 10, "notice_working_days": 1, "days_ahead": 14}
    op.bulk_insert(figures, [first])
    op.create_table(
        "call_taker",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("takes_calls", sa.Boolean(), nullable=False),
        _refers("call_taker", "person_id", "person"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_call_taker")),
    )
    op.create_table(
        "call_hours",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("stops", sa.Time(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_call_hours_weekday_known")),
        sa.CheckConstraint("begins < stops", name=op.f("ck_call_hours_begins_first")),
        _refers("call_hours", "person_id", "person"),
        sa.PrimaryKeyConstraint("person_id", "weekday", name=op.f("pk_call_hours")),
    )
    _call()
    op.create_table(
        "call_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=300), nullable=False),
        sa.Column("colleague_id", sa.Integer(), nullable=True),
        sa.Column("moments", sa.JSON(), nullable=False),
        sa.Column("nonce", sa.String(length=43), nullable=False),
        _moment("proposed_at"),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        _moment("expires_at"),
        _moment("answered_at", nullable=True),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (call_id IS NULL)", name=op.f("ck_call_proposal_answer_is_a_call")
        ),
        _refers("call_proposal", "ticket_number", "ticket", "number"),
        _refers("call_proposal", "colleague_id", "person"),
        _refers("call_proposal", "proposed_by", "person"),
        _refers("call_proposal", "call_id", "call"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_proposal")),
        sa.UniqueConstraint("call_id", name=op.f("uq_call_proposal_call_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_call_proposal_ticket_number"), "call_proposal", ["ticket_number"])


def _call():
    state = sa.Enum(
        "booked", "cancelled", "held", name="callstate", native_enum=False, create_constraint=True, length=32
    )
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=300), nullable=False),
        sa.Column("colleague_id", sa.Integer(), nullable=False),
        sa.Column("preferred_id", sa.Integer(), nullable=True),
        _moment("starts_at"),
        _moment("ends_at"),
        sa.Column("state", state, nullable=False),
        sa.Column("uid", sa.String(length=200), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=43), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        _moment("booked_at"),
        sa.Column("booked_by", sa.Integer(), nullable=True),
        _moment("cancelled_at", nullable=True),
        _moment("held_at", nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        _moment("reminded_day_at", nullable=True),
        _moment("reminded_hour_at", nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_call_ends_after_start")),
        sa.CheckConstraint("(state = 'held') = (held_at IS NOT NULL)", name=op.f("ck_call_held_has_moment")),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_at IS NOT NULL)", name=op.f("ck_call_cancelled_has_moment")
        ),
        sa.CheckConstraint("sequence >= 0", name=op.f("ck_call_sequence_counts")),
        _refers("call", "ticket_number", "ticket", "number"),
        _refers("call", "colleague_id", "person"),
        _refers("call", "preferred_id", "person"),
        _refers("call", "person_id", "person"),
        _refers("call", "booked_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint("uid", name=op.f("uq_call_uid")),
        sa.UniqueConstraint("key", name=op.f("uq_call_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_call_ticket_number"), "call", ["ticket_number"])
    op.create_index(op.f("ix_call_person_id"), "call", ["person_id"])
    op.create_index("ix_call_starts", "call", ["state", "starts_at"])
    op.create_index(
        "uq_call_colleague_moment",
        "call",
        ["colleague_id", "starts_at"],
        unique=True,
        sqlite_where=BOOKED,
        postgresql_where=BOOKED,
    )


def downgrade():
    for table in ("call_proposal", "call", "call_hours", "call_taker", "call_figures"):
        op.drop_table(table)
    op.drop_column("outgoing_letter", "calendar")

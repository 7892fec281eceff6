"""Outages, planned maintenance and the parts of the status page; calendar feeds; recurring work"""

import sqlalchemy as sa
from alembic import op

from projectie.migrations.guards import guard

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# What a web studio starts with; managers change it.
PARTS = (
    ("Websites en hosting", "Websites and hosting", "hosted"),
    ("E-mail", "Email", "mail"),
    ("Domeinnamen (DNS)", "Domain names (DNS)", "everyone"),
    ("Ondersteuning en portaal", "Support desk and portal", "everyone"),
)


def _words(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _state():
    return _words("state", "investigating", "identified", "watching", "solved")


def _moment(name, nullable=False):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _refers(table, column, to, key="id", **options):
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.{key}"], name=name, **options)


def upgrade():
    parts = op.create_table(
        "status_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_nl", sa.String(length=100), nullable=False),
        sa.Column("name_en", sa.String(length=100), nullable=False),
        sa.Column("used_by", _words("usedby", "everyone", "hosted", "mail"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_part")),
        sa.UniqueConstraint("name_nl", name=op.f("uq_status_part_name_nl")),
        sa.UniqueConstraint("name_en", name=op.f("uq_status_part_name_en")),
    )
    op.bulk_insert(
        parts,
        [
            {"name_nl": nl, "name_en": en, "used_by": used_by, "place": place, "in_use": True}
            for place, (nl, en, used_by) in enumerate(PARTS, 1)
        ],
    )
    op.create_table(
        "outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title_nl", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("severity", _words("severity", "slow", "partly", "down"), nullable=False),
        sa.Column("state", _state(), nullable=False),
        _moment("started_at"),
        _moment("solved_at", nullable=True),
        _moment("withdrawn_at", nullable=True),
        _moment("created_at"),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'solved') = (solved_at IS NOT NULL)", name=op.f("ck_outage_solved_has_moment")
        ),
        sa.CheckConstraint(
            "solved_at IS NULL OR solved_at >= started_at", name=op.f("ck_outage_solved_after_start")
        ),
        _refers("outage", "created_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage")),
    )
    op.create_index("ix_outage_solved_at", "outage", ["solved_at"])
    op.create_table(
        "outage_part",
        sa.Column("outage_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        _refers("outage_part", "outage_id", "outage"),
        _refers("outage_part", "part_id", "status_part"),
        sa.PrimaryKeyConstraint("outage_id", "part_id", name=op.f("pk_outage_part")),
    )
    op.create_table(
        "outage_ticket",
        sa.Column("outage_id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        _moment("added_at"),
        _refers("outage_ticket", "outage_id", "outage"),
        _refers("outage_ticket", "ticket_number", "ticket", "number"),
        sa.PrimaryKeyConstraint("outage_id", "ticket_number", name=op.f("pk_outage_ticket")),
    )
    op.create_index("ix_outage_ticket_ticket_number", "outage_ticket", ["ticket_number"])
    op.create_table(
        "outage_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outage_id", sa.Integer(), nullable=False),
        sa.Column("state", _state(), nullable=False),
        sa.Column("text_nl", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        _moment("at"),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(length=43), nullable=False),
        _refers("outage_update", "outage_id", "outage"),
        _refers("outage_update", "author_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage_update")),
        sa.UniqueConstraint("once", name=op.f("uq_outage_update_once")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outage_update_outage_id", "outage_update", ["outage_id", "id"])
    op.create_table(
        "outage_answer",
        sa.Column("update_id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        _refers("outage_answer", "update_id", "outage_update"),
        _refers("outage_answer", "ticket_number", "ticket", "number"),
        _refers("outage_answer", "message_id", "message", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("update_id", "ticket_number", name=op.f("pk_outage_answer")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outage_answer_message_id")),
    )
    op.create_table(
        "maintenance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title_nl", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("text_nl", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        _moment("starts_at"),
        _moment("ends_at"),
        _moment("cancelled_at", nullable=True),
        _moment("created_at"),
        _moment("changed_at"),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_maintenance_ends_after_start")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance")),
    )
    op.create_index(op.f("ix_maintenance_ends_at"), "maintenance", ["ends_at"])
    op.create_table(
        "maintenance_part",
        sa.Column("maintenance_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        _refers("maintenance_part", "maintenance_id", "maintenance"),
        _refers("maintenance_part", "part_id", "status_part"),
        sa.PrimaryKeyConstraint("maintenance_id", "part_id", name=op.f("pk_maintenance_part")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("shows_subjects", sa.Boolean(), nullable=False),
        _moment("made_at"),
        _refers("calendar_feed", "person_id", "person"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    op.create_table(
        "recurring_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("title_nl", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("service", sa.String(length=32), nullable=True),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("unit", _words("unit", "weeks", "months"), nullable=False),
        sa.Column("anchor_on", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("checklist", sa.JSON(), nullable=False),
        sa.Column("estimate_minutes", sa.Integer(), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        _moment("ended_at", nullable=True),
        _moment("created_at"),
        sa.CheckConstraint("every > 0", name=op.f("ck_recurring_series_every_counts")),
        _refers("recurring_series", "organisation_id", "organisation"),
        _refers("recurring_series", "contact_id", "person"),
        _refers("recurring_series", "assignee_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurring_series")),
    )
    op.create_index(op.f("ix_recurring_series_organisation_id"), "recurring_series", ["organisation_id"])
    op.create_table(
        "recurring_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", _words("roundstate", "proposed", "made", "declined", "lapsed"), nullable=False),
        _moment("at"),
        _moment("answered_at", nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("ticket_number", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'made') = (ticket_number IS NOT NULL)", name=op.f("ck_recurring_round_made_has_ticket")
        ),
        _refers("recurring_round", "series_id", "recurring_series"),
        _refers("recurring_round", "answered_by", "person"),
        _refers("recurring_round", "ticket_number", "ticket", "number"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurring_round")),
        sa.UniqueConstraint("series_id", "due_on", name=op.f("uq_recurring_round_series_id_due_on")),
        sa.UniqueConstraint("ticket_number", name=op.f("uq_recurring_round_ticket_number")),
    )
    op.create_table(
        "round_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("text_nl", sa.String(length=200), nullable=False),
        sa.Column("text_en", sa.String(length=200), nullable=False),
        _moment("done_at", nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        _refers("round_item", "round_id", "recurring_round"),
        _refers("round_item", "done_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_item")),
    )
    op.create_index(op.f("ix_round_item_round_id"), "round_item", ["round_id"])
    for deed in ("UPDATE", "DELETE"):
        guard("outage_update", deed=deed)


def downgrade():
    for table in (
        "round_item",
        "recurring_round",
        "recurring_series",
        "calendar_feed",
        "maintenance_part",
        "maintenance",
        "outage_answer",
        "outage_update",
        "outage_ticket",
        "outage_part",
        "outage",
        "status_part",
    ):
        op.drop_table(table)

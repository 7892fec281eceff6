"""The board keeps views by name, cards on hold, and who watches which column"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

COLUMNS = ("new", "triaged", "planned", "in_progress", "waiting", "done")


def upgrade():
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("folded", sa.String(length=120), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("for_everyone", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _to("saved_view", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("person_id", "folded", name=op.f("uq_saved_view_person_id_folded")),
    )
    kind = sa.Enum(*COLUMNS, name="column", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "column_watch",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", kind, nullable=False),
        _to("column_watch", "person_id", "person"),
        sa.PrimaryKeyConstraint("person_id", "key", name=op.f("pk_column_watch")),
    )
    op.create_table(
        "ticket_hold",
        sa.Column("ticket_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("column_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_by", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        _to("ticket_hold", "ticket_number", "ticket", "number"),
        _to("ticket_hold", "held_by", "person"),
        sa.PrimaryKeyConstraint("ticket_number", name=op.f("pk_ticket_hold")),
    )


def downgrade():
    op.drop_table("ticket_hold")
    op.drop_table("column_watch")
    op.drop_table("saved_view")


def _to(table, column, other, key="id"):
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}"))

"""Clients and visitors send requests by a form, follow them, and may keep one from their colleagues"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("ticket", sa.Column("private", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "online_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to("online_message", "ticket_number", "ticket", "number"),
        _to("online_message", "message_id", "message"),
        _to("online_message", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_online_message")),
        sa.UniqueConstraint("key", name=op.f("uq_online_message_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_online_message_message_id")),
    )
    op.create_index(op.f("ix_online_message_ticket_number"), "online_message", ["ticket_number"])
    op.create_table(
        "online_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("content_type", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        _to("online_file", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_online_file")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_online_file_key"), "online_file", ["key"])
    op.create_index(op.f("ix_online_file_sha256"), "online_file", ["sha256"])


def downgrade():
    op.drop_table("online_file")
    op.drop_table("online_message")
    op.drop_column("ticket", "private")


def _to(table, column, other, key="id"):
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}"))

"""Tickets are searched by their words, in an index of the database's own"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from projectie.migrations import search_triggers

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FOLLOWED = {
    "added": ("INSERT", "INSERT INTO search_index (rowid, words) VALUES (NEW.id, NEW.words)"),
    "removed": (
        "DELETE",
        "INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', OLD.id, OLD.words)",
    ),
}


def upgrade():
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum("all", "staff", "clients", name="audience", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("words", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_number"], ["ticket.number"], name=op.f("fk_search_entry_ticket_number_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
    )
    op.create_index(op.f("ix_search_entry_ticket_number"), "search_entry", ["ticket_number"])
    op.create_table(
        "search_due",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_due")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_index USING fts5(words, content='search_entry', content_rowid='id', "
            "prefix='2 3', tokenize=\"unicode61 remove_diacritics 0 tokenchars '~'\")"
        )
        for name, (event, done) in FOLLOWED.items():
            op.execute(
                f"CREATE TRIGGER search_entry_{name} AFTER {event} ON search_entry FOR EACH ROW BEGIN {done}; END"
            )
    else:
        op.create_index("ix_search_entry_words", "search_entry", ["words"], postgresql_using="gin")
    search_triggers.hang()
    op.execute("INSERT INTO search_due (ticket_number) SELECT number FROM ticket ORDER BY number DESC")


def downgrade():
    search_triggers.take_down()
    if op.get_bind().dialect.name == "sqlite":
        for name in FOLLOWED:
            op.execute(f"DROP TRIGGER search_entry_{name}")
        op.execute("DROP TABLE search_index")
    op.drop_table("search_due")
    op.drop_table("search_entry")

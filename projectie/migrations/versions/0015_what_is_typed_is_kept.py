"""What is typed is kept: drafts with their files, who is at a ticket, snippets, signatures; files that go out with letters"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "working_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("box", "reply", "note"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tab", sa.String(length=32), nullable=False),
        sa.Column("made_of", sa.Integer(), nullable=True),
        sa.Column("aside", sa.Boolean(), nullable=False),
        _moment("saved_at"),
        _moment("told_at"),
        _to("working_draft", "ticket_number", "ticket", "number"),
        _to("working_draft", "author_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_draft")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_working_draft_box",
        "working_draft",
        ["ticket_number", "author_id", "kind"],
        unique=True,
        sqlite_where=sa.text("NOT aside"),
        postgresql_where=sa.text("NOT aside"),
    )
    op.create_index(op.f("ix_working_draft_ticket_number"), "working_draft", ["ticket_number"])
    op.create_table(
        "draft_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        *_file(),
        _moment("added_at"),
        _moment("removed_at", nullable=True),
        _to("draft_file", "ticket_number", "ticket", "number"),
        _to("draft_file", "author_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_file")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_draft_file_ticket_number"), "draft_file", ["ticket_number"])
    op.create_index(op.f("ix_draft_file_sha256"), "draft_file", ["sha256"])
    op.create_table(
        "letter_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        *_file(),
        _to("letter_file", "letter_id", "outgoing_letter"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_file")),
    )
    op.create_index(op.f("ix_letter_file_letter_id"), "letter_file", ["letter_id"])
    op.create_index(op.f("ix_letter_file_sha256"), "letter_file", ["sha256"])
    op.create_table(
        "presence",
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tab", sa.String(length=32), nullable=False),
        sa.Column("replying", sa.Boolean(), nullable=False),
        _moment("until"),
        _to("presence", "ticket_number", "ticket", "number"),
        _to("presence", "person_id", "person"),
        sa.PrimaryKeyConstraint("ticket_number", "person_id", "tab", name=op.f("pk_presence")),
    )
    op.create_table(
        "snippet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("text_nl", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        _moment("changed_at"),
        sa.CheckConstraint("text_nl <> '' AND text_en <> ''", name=op.f("ck_snippet_a_pair")),
        _to("snippet", "changed_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snippet")),
        sa.UniqueConstraint("name", name=op.f("uq_snippet_name")),
        sqlite_autoincrement=True,
    )
    for language in ("nl", "en"):
        op.add_column(
            "person", sa.Column(f"signature_{language}", sa.Text(), nullable=False, server_default="")
        )


def downgrade():
    op.drop_column("person", "signature_en")
    op.drop_column("person", "signature_nl")
    op.drop_table("snippet")
    op.drop_table("presence")
    op.drop_index(op.f("ix_letter_file_sha256"), table_name="letter_file")
    op.drop_index(op.f("ix_letter_file_letter_id"), table_name="letter_file")
    op.drop_table("letter_file")
    op.drop_index(op.f("ix_draft_file_sha256"), table_name="draft_file")
    op.drop_index(op.f("ix_draft_file_ticket_number"), table_name="draft_file")
    op.drop_table("draft_file")
    op.drop_index(op.f("ix_working_draft_ticket_number"), table_name="working_draft")
    op.drop_index("ix_working_draft_box", table_name="working_draft")
    op.drop_table("working_draft")


def _file():
    return (
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("content_type", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
    )


def _moment(name, *, nullable=False):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _to(table, column, other, key="id"):
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}"))


def _one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)

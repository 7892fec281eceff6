"""Bonds between tickets: merges and splits, links, tags, followers, reminders, checklists; proofs for print"""

import sqlalchemy as sa
from alembic import op

from projectie.migrations.guards import guard

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

COLUMNS = (
    ("merged_into", "INTEGER CONSTRAINT fk_ticket_merged_into_ticket REFERENCES ticket (number)"),
    ("checklist_lines", "INTEGER NOT NULL DEFAULT 0"),
    ("checklist_done", "INTEGER NOT NULL DEFAULT 0"),
)


def upgrade():
    for column, kind in COLUMNS:
        op.execute(f"ALTER TABLE ticket ADD COLUMN {column} {kind}")
    op.create_index(op.f("ix_ticket_merged_into"), "ticket", ["merged_into"])
    _links()
    _bonds()
    _tags()
    _people()
    _checklists()
    _proofs()


def _links():
    op.create_table(
        "ticket_link",
        _number("id"),
        _number("from_number"),
        _number("to_number"),
        sa.Column("kind", _one_of("linkkind", "relates", "blocks", "split", "follows"), nullable=False),
        _number("by_id", nullable=True),
        _moment("at"),
        sa.CheckConstraint("from_number <> to_number", name=op.f("ck_ticket_link_to_another")),
        _to("ticket_link", "from_number", "ticket", "number"),
        _to("ticket_link", "to_number", "ticket", "number"),
        _to("ticket_link", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_link")),
        sa.UniqueConstraint("from_number", "to_number", "kind", name=op.f("uq_ticket_link_from_number")),
    )
    op.create_index(op.f("ix_ticket_link_to_number"), "ticket_link", ["to_number"])


def _bonds():
    op.create_table(
        "bond",
        _number("id"),
        sa.Column("tie", _one_of("tie", "merge", "split", "undo_merge", "undo_split"), nullable=False),
        _number("kept"),
        _number("other"),
        _number("by_id"),
        _moment("at"),
        sa.Column("changes", sa.JSON(), nullable=False),
        _moment("undone_at", nullable=True),
        _number("undone_by_id", nullable=True),
        sa.CheckConstraint("kept <> other", name=op.f("ck_bond_of_two")),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by_id IS NULL)", name=op.f("ck_bond_undone_by_somebody")
        ),
        _to("bond", "kept", "ticket", "number"),
        _to("bond", "other", "ticket", "number"),
        _to("bond", "by_id", "person"),
        _to("bond", "undone_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bond")),
    )
    op.create_index(op.f("ix_bond_kept"), "bond", ["kept"])
    op.create_index(op.f("ix_bond_other"), "bond", ["other"])


def _tags():
    op.create_table(
        "tag",
        _number("id"),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("folded", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("folded", name=op.f("uq_tag_folded")),
    )
    op.create_table(
        "ticket_tag",
        _number("ticket_number"),
        _number("tag_id"),
        _to("ticket_tag", "ticket_number", "ticket", "number"),
        _to("ticket_tag", "tag_id", "tag"),
        sa.PrimaryKeyConstraint("ticket_number", "tag_id", name=op.f("pk_ticket_tag")),
    )
    op.create_index("ix_ticket_tag_tag_id", "ticket_tag", ["tag_id"])


def _people():
    op.create_table(
        "follow",
        _number("ticket_number"),
        _number("person_id"),
        _moment("seen_at"),
        _to("follow", "ticket_number", "ticket", "number"),
        _to("follow", "person_id", "person"),
        sa.PrimaryKeyConstraint("ticket_number", "person_id", name=op.f("pk_follow")),
    )
    op.create_index("ix_follow_person_id", "follow", ["person_id"])
    op.create_table(
        "reminder",
        _number("id"),
        _number("ticket_number"),
        _number("person_id"),
        sa.Column("words", sa.String(length=200), nullable=False),
        _moment("due_at"),
        _moment("made_at"),
        _moment("told_at", nullable=True),
        _moment("done_at", nullable=True),
        _to("reminder", "ticket_number", "ticket", "number"),
        _to("reminder", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )
    op.create_index(op.f("ix_reminder_ticket_number"), "reminder", ["ticket_number"])
    op.create_index("ix_reminder_due", "reminder", ["due_at", "told_at"])
    op.create_index("ix_reminder_person", "reminder", ["person_id", "done_at"])


def _checklists():
    op.create_table(
        "checklist_item",
        _number("id"),
        _number("ticket_number"),
        _number("place"),
        sa.Column("words", sa.String(length=200), nullable=False),
        _moment("done_at", nullable=True),
        _number("done_by_id", nullable=True),
        sa.CheckConstraint(
            "(done_at IS NULL) = (done_by_id IS NULL)", name=op.f("ck_checklist_item_done_by_somebody")
        ),
        _to("checklist_item", "ticket_number", "ticket", "number"),
        _to("checklist_item", "done_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_item")),
    )
    op.create_index(op.f("ix_checklist_item_ticket_number"), "checklist_item", ["ticket_number"])


def _proofs():
    op.create_table(
        "proof",
        _number("id"),
        _number("ticket_number"),
        sa.Column("piece", sa.String(length=100), nullable=False),
        _number("version"),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("content_type", sa.String(length=200), nullable=False),
        _number("size"),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        _number("by_id"),
        _moment("at"),
        sa.CheckConstraint("version > 0", name=op.f("ck_proof_version_counts")),
        _to("proof", "ticket_number", "ticket", "number"),
        _to("proof", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof")),
        sa.UniqueConstraint("ticket_number", "piece", "version", name="uq_proof_version"),
    )
    op.create_index(op.f("ix_proof_ticket_number"), "proof", ["ticket_number"])
    op.create_index(op.f("ix_proof_sha256"), "proof", ["sha256"])
    op.create_table(
        "proof_answer",
        _number("id"),
        _number("proof_id"),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("verdict", _one_of("proofverdict", "approved", "changes"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        _number("person_id", nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=100), nullable=False),
        sa.Column("device", sa.String(length=300), nullable=False),
        _moment("at"),
        _to("proof_answer", "proof_id", "proof"),
        _to("proof_answer", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_answer")),
        sa.UniqueConstraint("proof_id", name=op.f("uq_proof_answer_proof_id")),
    )
    for deed in ("UPDATE", "DELETE"):
        guard("proof_answer", deed=deed)
    guard("proof", deed="DELETE")
    guard("proof", deed="UPDATE", columns=("id", "filename", "size", "sha256", "words", "by_id", "at"))


def downgrade():
    for table in (
        *("proof_answer", "proof", "checklist_item", "reminder", "follow"),
        *("ticket_tag", "tag", "bond", "ticket_link"),
    ):
        op.drop_table(table)
    op.drop_index(op.f("ix_ticket_merged_into"), table_name="ticket")
    for column, _kind in reversed(COLUMNS):
        op.execute(f"ALTER TABLE ticket DROP COLUMN {column}")


def _number(name, *, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _moment(name, *, nullable=False):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _to(table, column, other, key="id"):
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}"))

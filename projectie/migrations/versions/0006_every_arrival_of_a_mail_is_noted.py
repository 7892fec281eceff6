"""Every arrival of a mail is noted, who decided its fate and why, and the words it is found by"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

from projectie.migrations.guards import guard

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WORD = sa.String(40).with_variant(sa.String(40, collation="C"), "postgresql")
MAILBOX = ("support", "urgent", "info")
AUTHENTICATION = ("pass", "fail", "none", "unknown")
AUTO_REASON = (
    "none", "bounce", "auto_replied", "vacation", "auto_generated", "list", "precedence", "null_return_path",
)  # fmt: skip
# Added one by one, and not by rebuilding the table: it may hold very many mails.
COLUMNS = (
    ("raw_mail", "origin", "VARCHAR(64)"),
    ("sealed_mail", "origin", "VARCHAR(64)"),
    ("message", "authentication", f"VARCHAR(32) CONSTRAINT ck_message_authentication CHECK (authentication IN {AUTHENTICATION})"),
    ("message", "auto_reason", f"VARCHAR(32) CONSTRAINT ck_message_autoreason CHECK (auto_reason IN {AUTO_REASON})"),
    ("message", "spam_mark", "VARCHAR(200)"),
    ("message", "ruled_by", "INTEGER CONSTRAINT fk_message_ruled_by_person REFERENCES person (id)"),
)  # fmt: skip
BATCH = 500


def upgrade():
    for table, column, kind in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
    op.create_index("ix_raw_mail_received_at", "raw_mail", ["received_at"])
    op.drop_index("ix_message_received_at", "message")
    op.create_index("ix_message_incoming", "message", ["direction", "received_at", "id", "mailbox", "fate"])
    op.create_index("ix_message_fate", "message", ["fate", "received_at", "id", "mailbox"])
    _repeats()
    _words()


def _repeats():
    mailbox = sa.Enum(*MAILBOX, name="mailbox", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "mail_repeat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("raw_id", sa.Integer(), nullable=False),
        sa.Column("mailbox", mailbox, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["raw_id"], ["raw_mail.id"], name=op.f("fk_mail_repeat_raw_id_raw_mail")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_repeat")),
    )
    op.create_index("ix_mail_repeat_met", "mail_repeat", ["raw_id", "origin"])
    op.create_index(op.f("ix_mail_repeat_received_at"), "mail_repeat", ["received_at"])
    op.create_table(
        "sealed_mail_repeat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed_mail_id", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["sealed_mail_id"],
            ["sealed_mail.id"],
            name=op.f("fk_sealed_mail_repeat_sealed_mail_id_sealed_mail"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_mail_repeat")),
    )
    op.create_index(op.f("ix_sealed_mail_repeat_sealed_mail_id"), "sealed_mail_repeat", ["sealed_mail_id"])
    for deed in ("UPDATE", "DELETE"):
        guard("mail_repeat", deed=deed)
    kept = ("id", "mailbox", "sha256", "size", "message_id_hash", "content_sha256", "received_at", "origin")
    guard("raw_mail", deed="UPDATE", columns=kept)


def _words():
    """Make the words of the mails that are there already."""
    op.create_table(
        "mail_word",
        sa.Column("word", WORD, nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", "message_id", name=op.f("pk_mail_word")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mail_word_message", "mail_word", ["message_id", "word"])
    connection = op.get_bind()
    mails = sa.text(
        "SELECT id, from_name, from_address, subject FROM message "
        "WHERE direction = 'in' AND id > :last ORDER BY id LIMIT :most"
    )
    add = sa.text("INSERT INTO mail_word (word, message_id) VALUES (:word, :message)")
    last = 0
    while batch := connection.execute(mails, {"last": last, "most": BATCH}).all():
        rows = [{"word": word, "message": row[0]} for row in batch for word in _words_in(*row[1:])]
        if rows:
            connection.execute(add, rows)
        last = batch[-1][0]


def _words_in(*texts):
    found = (word[:40] for text in texts for word in re.findall(r"\w+", _folded(text[:2_000])))
    return list(dict.fromkeys(found))[:60]


def _folded(text):
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def downgrade():
    for table in ("mail_word", "sealed_mail_repeat", "mail_repeat"):
        op.drop_table(table)
    for name in ("ix_message_fate", "ix_message_incoming"):
        op.drop_index(name, "message")
    op.create_index("ix_message_received_at", "message", ["received_at"])
    op.drop_index("ix_raw_mail_received_at", "raw_mail")
    # A trigger that names a column keeps it; the one of 0001 names those that stay.
    kept = ("id", "mailbox", "sha256", "size", "message_id_hash", "content_sha256", "received_at")
    guard("raw_mail", deed="UPDATE", columns=kept)
    for table, column, _kind in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")

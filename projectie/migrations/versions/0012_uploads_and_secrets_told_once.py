"""Upload links and what is sent over them; secrets told once; mails a password was found in"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "upload_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        _moment("made_at"),
        _moment("expires_at"),
        _moment("revoked_at", nullable=True),
        _to("upload_link", "ticket_number", "ticket", "number"),
        _to("upload_link", "made_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_link")),
    )
    op.create_index(op.f("ix_upload_link_ticket_number"), "upload_link", ["ticket_number"])
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("modified", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("state", _one_of("uploadstate", "underway", "done"), nullable=False),
        _moment("begun_at"),
        _moment("last_at"),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("received >= 0 AND received <= size", name=op.f("ck_upload_received_fits")),
        _to("upload", "link_id", "upload_link"),
        _to("upload", "message_id", "message"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("key", name=op.f("uq_upload_key")),
    )
    op.create_index(op.f("ix_upload_link_id"), "upload", ["link_id"])
    op.create_table(
        "whisper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("way", _one_of("way", "asked", "given", "moved"), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("word_hash", sa.String(length=200), nullable=True),
        sa.Column("wrong_words", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        _moment("made_at"),
        _moment("expires_at"),
        _moment("filled_at", nullable=True),
        sa.Column("filled_from", sa.String(length=100), nullable=False),
        _moment("read_at", nullable=True),
        sa.Column("read_by_id", sa.Integer(), nullable=True),
        sa.Column("read_from", sa.String(length=100), nullable=False),
        _moment("revoked_at", nullable=True),
        _to("whisper", "ticket_number", "ticket", "number"),
        _to("whisper", "made_by_id", "person"),
        _to("whisper", "read_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whisper")),
    )
    op.create_index(op.f("ix_whisper_ticket_number"), "whisper", ["ticket_number"])
    op.create_table(
        "password_mail",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("verdict", _one_of("verdict", "moved", "dismissed", "restored"), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        _moment("at"),
        sa.Column("whisper_id", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        _to("password_mail", "message_id", "message"),
        _to("password_mail", "by_id", "person"),
        _to("password_mail", "whisper_id", "whisper"),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_password_mail")),
    )


def downgrade():
    op.drop_table("password_mail")
    op.drop_index(op.f("ix_whisper_ticket_number"), table_name="whisper")
    op.drop_table("whisper")
    op.drop_index(op.f("ix_upload_link_id"), table_name="upload")
    op.drop_table("upload")
    op.drop_index(op.f("ix_upload_link_ticket_number"), table_name="upload_link")
    op.drop_table("upload_link")


def _moment(name, *, nullable=False):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _to(table, column, other, key="id"):
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}"))


def _one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)

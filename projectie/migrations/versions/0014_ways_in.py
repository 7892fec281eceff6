"""Browsers, links, passkeys, codes and invitations; what clients may do for their organisation"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

RIGHTS = ("may_buy", "read_only", "responsible")
TABLES = ("kept_form", "invitation", "recovery_code", "authenticator", "passkey", "sign_in_link", "link_wish", "browser")


def upgrade():
    for name in RIGHTS:
        op.add_column("person", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE person SET responsible = may_agree")
    op.create_table(
        "browser",
        _id(),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("way", _one_of("way", "password", "link", "passkey", "google", "invitation"), nullable=False),
        sa.Column("stage", _one_of("stage", "full", "second", "bare"), nullable=False),
        sa.Column("device", sa.String(length=100), nullable=False),
        _moment("begun_at"),
        _moment("seen_at"),
        _moment("proved_at"),
        _to("browser", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_browser")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_browser_token_hash")),
    )
    op.create_index(op.f("ix_browser_person_id"), "browser", ["person_id"])
    op.create_table(
        "link_wish",
        _id(),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("back", sa.String(length=500), nullable=False),
        _moment("made_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_wish")),
    )
    op.create_table(
        "sign_in_link",
        _id(),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("back", sa.String(length=500), nullable=False),
        _moment("made_at"),
        _moment("expires_at"),
        _moment("used_at", nullable=True),
        _to("sign_in_link", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
    )
    op.create_index(op.f("ix_sign_in_link_person_id"), "sign_in_link", ["person_id"])
    _factors()
    op.create_table(
        "invitation",
        _id(),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("right", _one_of("right", "agree", "buy", "write", "read"), nullable=False),
        sa.Column("responsible", sa.Boolean(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        _moment("made_at"),
        _moment("expires_at"),
        _moment("accepted_at", nullable=True),
        _moment("withdrawn_at", nullable=True),
        _to("invitation", "person_id", "person"),
        _to("invitation", "organisation_id", "organisation"),
        _to("invitation", "made_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_person_id"), "invitation", ["person_id"])
    op.create_index(op.f("ix_invitation_organisation_id"), "invitation", ["organisation_id"])
    op.create_table(
        "kept_form",
        _id(),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _moment("made_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
    )


def _factors():
    op.create_table(
        "passkey",
        _id(),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("credential", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        _moment("made_at"),
        _moment("used_at", nullable=True),
        _to("passkey", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential", name=op.f("uq_passkey_credential")),
    )
    op.create_index(op.f("ix_passkey_person_id"), "passkey", ["person_id"])
    op.create_table(
        "authenticator",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _moment("made_at"),
        sa.Column("last_step", sa.Integer(), nullable=False),
        _to("authenticator", "person_id", "person"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_authenticator")),
    )
    op.create_table(
        "recovery_code",
        _id(),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        _moment("made_at"),
        _moment("used_at", nullable=True),
        _to("recovery_code", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"])


def downgrade():
    for name in TABLES:
        op.drop_table(name)  # its indexes go with it
    for name in reversed(RIGHTS):
        op.drop_column("person", name)


def _id():
    return sa.Column("id", sa.Integer(), nullable=False)


def _moment(name, *, nullable=False):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _to(table, column, other, key="id"):
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}"))


def _one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)

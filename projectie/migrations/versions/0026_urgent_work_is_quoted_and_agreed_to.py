"""Urgent work is quoted, and agreed to in writing"""

import sqlalchemy as sa
from alembic import op

from projectie.migrations.guards import guard

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

FROZEN = (
    *("id", "ticket_number", "organisation_id", "version", "grounds", "minutes", "factor_numerator"),
    *("factor_denominator", "proposed_numerator", "proposed_denominator", "maximum", "price_cents"),
    *("excluding_cents", "vat_cents", "vat_percent", "ready_by", "valid_until", "terms_number", "language"),
    *("words", "html", "text", "button", "html_sha256", "text_sha256", "moves", "made_by", "made_at"),
)
STATES = ("sent", "agreed", "declined", "withdrawn", "expired", "superseded")


def upgrade():
    op.create_table(
        "quote",
        _id(),
        *(_whole(name) for name in ("ticket_number", "organisation_id", "version")),
        sa.Column("grounds", sa.JSON(), nullable=False),
        *(_whole(name) for name in ("minutes", "factor_numerator", "factor_denominator")),
        *(_whole(name) for name in ("proposed_numerator", "proposed_denominator", "maximum", "price_cents")),
        *(_whole(name) for name in ("excluding_cents", "vat_cents", "vat_percent")),
        _moment("ready_by"),
        _moment("valid_until"),
        _whole("terms_number"),
        _text("language", 2),
        *(_text(name) for name in ("words", "html", "text")),
        _text("button", 200),
        _text("html_sha256", 64),
        _text("text_sha256", 64),
        sa.Column("moves", sa.JSON(), nullable=False),
        _whole("made_by"),
        _moment("made_at"),
        sa.Column("state", _one_of("quotestate", *STATES), nullable=False),
        _moment("state_at"),
        _moment("late_at", nullable=True),
        _check("quote", "counts", "minutes > 0 AND maximum > 0 AND version > 0"),
        _check("quote", "costs_more", "factor_denominator > 0 AND factor_numerator >= factor_denominator"),
        _check("quote", "amounts_count", "excluding_cents >= 0 AND vat_cents >= 0"),
        _check("quote", "in_order", "valid_until <= ready_by"),
        _to("quote", "ticket_number", "ticket", "number"),
        _to("quote", "organisation_id", "organisation"),
        _to("quote", "terms_number", "terms_version", "number"),
        _to("quote", "made_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
        sa.UniqueConstraint("ticket_number", "version", name="uq_quote_version"),
    )
    op.create_index("ix_quote_open", "quote", ["state", "valid_until"])
    op.create_index(op.f("ix_quote_organisation_id"), "quote", ["organisation_id"])
    op.create_table(
        "quote_reader",
        _id(),
        _whole("quote_id"),
        _whole("person_id"),
        _text("nonce", 32),
        _to("quote_reader", "quote_id", "quote"),
        _to("quote_reader", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_reader")),
        sa.UniqueConstraint("quote_id", "person_id", name="uq_quote_reader_once"),
    )
    op.create_table(
        "consent",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *(_whole(name) for name in ("quote_id", "ticket_number", "organisation_id")),
        sa.Column("person_id", sa.Integer(), nullable=True),
        _text("name", 200),
        _text("role", 200),
        _moment("at"),
        _text("local", 40),
        _text("address", 100),
        _text("device", 300),
        sa.Column("way", _one_of("consentway", "portal", "link", "mail"), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        _text("button", 200),
        _text("text"),
        _text("text_sha256", 64),
        _text("html_sha256", 64),
        *(_whole(name) for name in ("factor_numerator", "factor_denominator", "maximum")),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        _whole("terms_number"),
        _text("hash", 64),
        _check(
            "consent",
            "mail_is_kept",
            "(way = 'mail') = (message_id IS NOT NULL AND recorded_by_id IS NOT NULL)",
        ),
        _to("consent", "quote_id", "quote"),
        _to("consent", "ticket_number", "ticket", "number"),
        _to("consent", "organisation_id", "organisation"),
        _to("consent", "person_id", "person"),
        _to("consent", "message_id", "message"),
        _to("consent", "recorded_by_id", "person"),
        _to("consent", "terms_number", "terms_version", "number"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_consent")),
        sa.UniqueConstraint("quote_id", name=op.f("uq_consent_quote_id")),
        sa.UniqueConstraint("hash", name=op.f("uq_consent_hash")),
    )
    for column in ("ticket_number", "organisation_id"):
        op.create_index(op.f(f"ix_consent_{column}"), "consent", [column])
    op.create_table(
        "consent_end",
        _id(),
        _whole("consents"),
        _text("hash", 64),
        _check("consent_end", "one", "id = 1"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_end")),
    )
    op.execute(f"INSERT INTO consent_end (id, consents, hash) VALUES (1, 0, '{'0' * 64}')")
    for name in ("urgent_since", "urgent_by"):
        op.add_column("ticket", _moment(name, nullable=True))
    for table in ("consent", "quote_reader"):
        guard(table, deed="UPDATE")
        guard(table, deed="DELETE")
    guard("quote", deed="DELETE")
    guard("quote", deed="UPDATE", columns=FROZEN)
    guard("consent_end", deed="DELETE")


def downgrade():
    for name in ("urgent_by", "urgent_since"):
        op.drop_column("ticket", name)
    for table in ("consent_end", "consent", "quote_reader", "quote"):
        op.drop_table(table)


def _id():
    return sa.Column("id", sa.Integer(), nullable=False)


def _whole(name):
    return sa.Column(name, sa.Integer(), nullable=False)


def _text(name, length=None):
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=False)


def _moment(name, nullable=False):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _check(table, name, condition):
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _to(table, column, other, key="id"):
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}"))


def _one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)

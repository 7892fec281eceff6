"""The ledger of credits, the pieces of work it charges, and what an invoice needs to know of a client"""

import sqlalchemy as sa
from alembic import op

from projectie.migrations.guards import guard

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BILLING = {
    "legal_name": 200,
    "street": 400,
    "postcode": 20,
    "city": 100,
    "vat_number": 20,
    "kvk": 8,
    "purchase_reference": 100,
    "invoice_email": 254,
}
KINDS = ("top_up", "charge", "urgent_charge", "administration", "leniency", "correction", "settlement")


def upgrade():
    for name, length in BILLING.items():
        op.add_column(
            "organisation", sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        )
    op.add_column("organisation", sa.Column("payment_days", sa.Integer(), nullable=True))
    op.create_table(
        "time_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        _to("time_entry", "made_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_entry")),
        sa.UniqueConstraint("key", name=op.f("uq_time_entry_key")),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("entrykind", *KINDS), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("balance_after", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("terms_number", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=True),
        sa.Column("time_entry_id", sa.Integer(), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("credits <> 0", name=op.f("ck_ledger_entry_changes_something")),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_ledger_entry_price_counts")),
        _to("ledger_entry", "organisation_id", "organisation"),
        _to("ledger_entry", "terms_number", "terms_version", "number"),
        _to("ledger_entry", "ticket_number", "ticket", "number"),
        _to("ledger_entry", "time_entry_id", "time_entry"),
        _to("ledger_entry", "reverses_id", "ledger_entry"),
        _to("ledger_entry", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_entry_key")),
    )
    op.create_index("ix_ledger_entry_organisation_id_id", "ledger_entry", ["organisation_id", "id"], unique=True)
    for column in ("ticket_number", "time_entry_id", "reverses_id"):
        op.create_index(op.f(f"ix_ledger_entry_{column}"), "ledger_entry", [column])
    for deed in ("UPDATE", "DELETE"):
        guard("ledger_entry", deed=deed)
        guard("time_entry", deed=deed)


def downgrade():
    op.drop_table("ledger_entry")
    op.drop_table("time_entry")
    for name in (*BILLING, "payment_days"):
        op.drop_column("organisation", name)


def _to(table, column, other, key="id"):
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}"))


def _one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)

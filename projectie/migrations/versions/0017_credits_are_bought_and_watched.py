"""Credits are bought: top-ups and what is offered; clients are warned of a low balance; the ledger is proved each day"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

WAYS = ("online", "transfer", "arranged")
STATES = (
    "open",
    "pending",
    "paid",
    "failed",
    "expired",
    "cancelled",
    "mismatched",
    "refunded",
    "charged_back",
)


def upgrade():
    op.create_table(
        "top_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("way", _one_of("way", *WAYS), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("vat_percent", sa.Integer(), nullable=False),
        sa.Column("excluding_cents", sa.Integer(), nullable=False),
        sa.Column("vat_cents", sa.Integer(), nullable=False),
        sa.Column("terms_number", sa.Integer(), nullable=False),
        sa.Column("state", _one_of("topupstate", *STATES), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("provider_id", sa.String(length=64), nullable=True),
        sa.Column("checkout_url", sa.Text(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("received_cents", sa.Integer(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("ticket_number", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("credits > 0", name=op.f("ck_top_up_buys_something")),
        sa.CheckConstraint("excluding_cents >= 0 AND vat_cents >= 0", name=op.f("ck_top_up_amounts_count")),
        sa.CheckConstraint(
            "(entry_id IS NOT NULL) = (state IN ('paid', 'refunded', 'charged_back'))",
            name=op.f("ck_top_up_paid_is_credited"),
        ),
        _to("top_up", "organisation_id", "organisation"),
        _to("top_up", "by_id", "person"),
        _to("top_up", "confirmed_by_id", "person"),
        _to("top_up", "terms_number", "terms_version", "number"),
        _to("top_up", "ticket_number", "ticket", "number"),
        _to("top_up", "entry_id", "ledger_entry"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_top_up")),
        sa.UniqueConstraint("key", name=op.f("uq_top_up_key")),
        sa.UniqueConstraint("provider_id", name=op.f("uq_top_up_provider_id")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_top_up_entry_id")),
    )
    op.create_index("ix_top_up_organisation_id_id", "top_up", ["organisation_id", "id"])
    op.create_index(op.f("ix_top_up_state"), "top_up", ["state"])
    op.create_table(
        "top_up_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amounts", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_top_up_offer_one")),
        _to("top_up_offer", "changed_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_top_up_offer")),
    )
    op.create_table(
        "balance_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("threshold > 0", name=op.f("ck_balance_notice_threshold_counts")),
        _to("balance_notice", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_balance_notice")),
        sa.UniqueConstraint("person_id", name=op.f("uq_balance_notice_person_id")),
    )
    op.create_table(
        "ledger_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_ledger_check_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_check")),
    )


def downgrade():
    for table in ("ledger_check", "balance_notice", "top_up_offer", "top_up"):
        op.drop_table(table)


def _to(table, column, other, key="id"):
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}"))


def _one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)

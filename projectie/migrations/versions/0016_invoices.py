"""Invoices with their files, letters and payments, VAT numbers that were looked up, what letters enclose, and the studio's bank account"""

import sqlalchemy as sa
from alembic import op

from projectie.migrations.guards import guard

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BANK = {"iban": 34, "bic": 11, "account_name": 70, "invoice_address": 254}
MOMENT = sa.DateTime(timezone=True)


def upgrade():
    for name, length in BANK.items():
        op.add_column("studio", sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
    op.add_column("studio", sa.Column("invoice_days", sa.Integer(), nullable=False, server_default="30"))
    _invoice()
    _of_an_invoice()
    op.create_table(
        "vat_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("answer", _one_of("vatanswer", "valid", "invalid", "unknown"), nullable=False),
        sa.Column("receipt", sa.String(length=100), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _to("vat_check", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vat_check")),
    )
    op.create_index("ix_vat_check_organisation_id_id", "vat_check", ["organisation_id", "id"])
    for deed in ("UPDATE", "DELETE"):
        guard("invoice", deed=deed, condition="OLD.number IS NOT NULL")
        for table in ("invoice_file", "invoice_letter", "invoice_payment", "vat_check"):
            guard(table, deed=deed)


def _invoice():
    op.create_table(
        "invoice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("invoicekind", "invoice", "credit_note"), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=120), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_at", MOMENT, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("terms_number", sa.Integer(), nullable=True),
        sa.Column(
            "treatment",
            _one_of("treatment", "domestic", "reverse_charge", "eu_unproven", "outside_eu"),
            nullable=True,
        ),
        sa.Column("parties", sa.JSON(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("excluding_cents", "vat_cents", "settled_credits", "administration_credits")
        ),
        sa.Column("with_shortage", sa.Boolean(), nullable=False),
        sa.Column("credits_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        *(
            sa.CheckConstraint(f"(number IS NULL) = ({column} IS NULL)", name=op.f(f"ck_invoice_{name}"))
            for column, name in {
                "issued_on": "issued_has_date",
                "issued_at": "issued_has_moment",
                "key": "issued_has_key",
                "treatment": "issued_has_treatment",
            }.items()
        ),
        sa.CheckConstraint(
            "(kind = 'credit_note') = (credits_id IS NOT NULL)", name=op.f("ck_invoice_credits_something")
        ),
        _to("invoice", "organisation_id", "organisation"),
        _to("invoice", "terms_number", "terms_version", "number"),
        _to("invoice", "credits_id", "invoice"),
        _to("invoice", "made_by", "person"),
        _to("invoice", "issued_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        *(
            sa.UniqueConstraint(*columns, name=op.f(f"uq_invoice_{'_'.join(columns)}"))
            for columns in (("number",), ("key",), ("credits_id",), ("year", "place"))
        ),
    )
    op.create_index("ix_invoice_organisation_id_issued_on", "invoice", ["organisation_id", "issued_on"])


def _of_an_invoice():
    op.create_table(
        "invoice_file",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("filekind", "pdf", "ubl"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        _to("invoice_file", "invoice_id", "invoice"),
        sa.PrimaryKeyConstraint("invoice_id", "kind", name=op.f("pk_invoice_file")),
    )
    op.create_index(op.f("ix_invoice_file_sha256"), "invoice_file", ["sha256"])
    op.create_table(
        "invoice_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("letterkind", "invoice", "reminder"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        _to("invoice_letter", "invoice_id", "invoice"),
        _to("invoice_letter", "letter_id", "outgoing_letter"),
        _to("invoice_letter", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_letter")),
    )
    for column in ("invoice_id", "letter_id"):
        op.create_index(op.f(f"ix_invoice_letter_{column}"), "invoice_letter", [column])
    op.create_table(
        "invoice_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=140), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("cents <> 0", name=op.f("ck_invoice_payment_moves_money")),
        _to("invoice_payment", "invoice_id", "invoice"),
        _to("invoice_payment", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_payment")),
        sa.UniqueConstraint("key", name=op.f("uq_invoice_payment_key")),
    )
    op.create_index(op.f("ix_invoice_payment_invoice_id"), "invoice_payment", ["invoice_id"])


def downgrade():
    for table in (
        "vat_check",
        "invoice_payment",
        "invoice_letter",
        "invoice_file",
        "invoice",
    ):
        op.drop_table(table)
    for name in (*BANK, "invoice_days"):
        op.drop_column("studio", name)


def _to(table, column, other, key="id"):
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}"))


def _one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)

"""Data of people is copied for them, erased, kept for so long and no longer, and brought in from elsewhere"""

import sqlalchemy as sa
from alembic import op

from projectie.migrations.guards import guard

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

EXPORTS = ("waiting", "running", "ready", "failed", "expired")
IMPORTS = ("waiting", "running", "done", "failed")
SIGN_INS = "'browser.signed_in', 'browser.signed_out', 'person.sign_in_braked'"
# Whatever retention says: sign-ins are evidence for a month, everything else for a year.
YOUNG = {
    "sqlite": f"OLD.at > datetime('now', CASE WHEN OLD.deed IN ({SIGN_INS}) THEN '-30 days' ELSE '-365 days' END)",
    "postgresql": f"OLD.at > now() - CASE WHEN OLD.deed IN ({SIGN_INS}) THEN interval '30 days' ELSE interval '365 days' END",
}
_GONE = "EXISTS (SELECT 1 FROM leaving WHERE leaving.kind = '{}' AND leaving.number = OLD.subject_id)"
# What leaves into confidence takes its history along (0021).
LEAVES = (
    f"(OLD.subject = 'ticket' AND {_GONE.format('ticket')}) "
    f"OR (OLD.subject = 'mail' AND {_GONE.format('message')})"
)
NOT_A_DASH = (
    "NOT (NEW.asked_by LIKE '%–%' AND NEW.id = OLD.id AND NEW.ticket_number = OLD.ticket_number "
    "AND NEW.noted_by = OLD.noted_by AND NEW.noted_at = OLD.noted_at)"
)


def upgrade():
    op.add_column("person", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("raw_mail", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    guard("history", deed="DELETE", condition=YOUNG[op.get_bind().dialect.name], unless=LEAVES)
    # Of who asked for work, a name may become a dash, and nothing else.
    guard("work_request", deed="UPDATE", condition=NOT_A_DASH)
    _exports()
    op.create_table(
        "retention_rule",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_retention_rule_days_count")),
        _to("retention_rule", "changed_by_id", "person"),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_retention_rule")),
    )
    op.create_table(
        "retention_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("removed", sa.JSON(), nullable=False),
        _to("retention_run", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
    )
    _imports()


def _exports():
    op.create_table(
        "data_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", _one_of("exportstate", *EXPORTS), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (organisation_id IS NULL)", name=op.f("ck_data_export_of_one")
        ),
        sa.CheckConstraint(
            "(sha256 IS NOT NULL) = (state = 'ready')", name=op.f("ck_data_export_ready_has_bytes")
        ),
        _to("data_export", "person_id", "person"),
        _to("data_export", "organisation_id", "organisation"),
        _to("data_export", "asked_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_export")),
    )
    for column in ("person_id", "organisation_id", "asked_by_id", "state", "sha256"):
        op.create_index(op.f(f"ix_data_export_{column}"), "data_export", [column])


def _imports():
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("dry", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", _one_of("importstate", *IMPORTS), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        _to("import_run", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index(op.f("ix_import_run_state"), "import_run", ["state"])
    op.create_index(op.f("ix_import_run_sha256"), "import_run", ["sha256"])


def downgrade():
    for table in ("import_run", "retention_run", "retention_rule", "data_export"):
        op.drop_table(table)
    guard("history", deed="DELETE", unless=LEAVES)
    guard("work_request", deed="UPDATE")
    # Without a table rebuild: the triggers of raw_mail stay.
    op.drop_column("raw_mail", "erased_at")
    op.drop_column("person", "erased_at")


def _to(table, column, other, key="id"):
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}"))


def _one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)

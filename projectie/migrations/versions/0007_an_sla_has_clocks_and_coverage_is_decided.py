"""An SLA promises times that clocks measure, and staff decide on coverage with a reason"""

import sqlalchemy as sa
from alembic import op

from projectie.migrations.guards import guard

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _enum(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


PRIORITIES = ("critical", "high", "normal", "low")
MOMENT = sa.DateTime(timezone=True)


def upgrade():
    _policies()
    _clocks()
    _coverage()


def _policies():
    op.create_table(
        "sla_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("version > 0", name=op.f("ck_sla_policy_version_counts")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_sla_policy_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_sla_policy_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_policy")),
        sa.UniqueConstraint("contract_id", "version", name=op.f("uq_sla_policy_contract_id_version")),
    )
    op.create_table(
        "sla_times",
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("priority", _enum("priority", *PRIORITIES), nullable=False),
        sa.Column("counts", _enum("counts", "phone", "always"), nullable=False),
        sa.Column("response_minutes", sa.Integer(), nullable=True),
        sa.Column("resolution_minutes", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "response_minutes IS NULL OR resolution_minutes IS NULL OR resolution_minutes >= response_minutes",
            name=op.f("ck_sla_times_answered_before_solved"),
        ),
        sa.CheckConstraint(
            "resolution_minutes IS NULL OR resolution_minutes > 0",
            name=op.f("ck_sla_times_resolution_takes_time"),
        ),
        sa.CheckConstraint(
            "response_minutes IS NULL OR response_minutes > 0", name=op.f("ck_sla_times_response_takes_time")
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["sla_policy.id"], name=op.f("fk_sla_times_policy_id_sla_policy")
        ),
        sa.PrimaryKeyConstraint("policy_id", "priority", name=op.f("pk_sla_times")),
    )
    for table in ("sla_policy", "sla_times"):  # only a contract that never began takes its versions along
        guard(table, deed="UPDATE")


def _clocks():
    op.create_table(
        "sla_clock",
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("priority", _enum("priority", *PRIORITIES), nullable=False),
        sa.Column("response_due", MOMENT, nullable=True),
        sa.Column("resolution_due", MOMENT, nullable=True),
        sa.Column("paused_since", MOMENT, nullable=True),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["sla_policy.id"], name=op.f("fk_sla_clock_policy_id_sla_policy")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_number"], ["ticket.number"], name=op.f("fk_sla_clock_ticket_number_ticket")
        ),
        sa.PrimaryKeyConstraint("ticket_number", name=op.f("pk_sla_clock")),
    )
    op.create_index(op.f("ix_sla_clock_next_at"), "sla_clock", ["next_at"])
    op.create_index(op.f("ix_sla_clock_policy_id"), "sla_clock", ["policy_id"])
    op.create_table(
        "sla_mark",
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("measure", _enum("measure", "response", "resolution"), nullable=False),
        sa.Column("priority", _enum("priority", *PRIORITIES), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("reached_at", MOMENT, nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.CheckConstraint("percent IN (70, 90, 100)", name=op.f("ck_sla_mark_percent_is_told")),
        sa.ForeignKeyConstraint(
            ["ticket_number"], ["ticket.number"], name=op.f("fk_sla_mark_ticket_number_ticket")
        ),
        sa.PrimaryKeyConstraint(
            "ticket_number", "measure", "priority", "percent", name=op.f("pk_sla_mark")
        ),
    )
    for deed in ("UPDATE", "DELETE"):
        guard("sla_mark", deed=deed)


def _coverage():
    op.create_table(
        "coverage_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("consequence", _enum("consequence", "credits", "free", "sla", "none"), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_coverage_decision_made_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_number"], ["ticket.number"], name=op.f("fk_coverage_decision_ticket_number_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_decision")),
    )
    op.create_index(
        op.f("ix_coverage_decision_ticket_number"), "coverage_decision", ["ticket_number"]
    )
    op.create_table(
        "work_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_work_request_noted_by_person")),
        sa.ForeignKeyConstraint(
            ["ticket_number"], ["ticket.number"], name=op.f("fk_work_request_ticket_number_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_request")),
    )
    op.create_index(op.f("ix_work_request_ticket_number"), "work_request", ["ticket_number"])
    for table in ("coverage_decision", "work_request"):
        for deed in ("UPDATE", "DELETE"):
            guard(table, deed=deed)


def downgrade():
    for table in (
        "work_request",
        "coverage_decision",
        "sla_mark",
        "sla_clock",
        "sla_times",
        "sla_policy",
    ):
        op.drop_table(table)

"""Hours, leave, estimates and the studio's figures of planning"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "working_hours",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_working_hours_weekday_known")),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name=op.f("ck_working_hours_minutes_of_a_day")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_working_hours_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "weekday", name=op.f("pk_working_hours")),
    )
    op.create_table(
        "leave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("word", sa.String(length=30), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_leave_days_in_order")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_leave_minutes_of_a_day")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_leave_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_leave_person", "leave", ["person_id", "last_day"])
    op.create_table(
        "estimate",
        sa.Column("ticket_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("estimated_by", sa.Integer(), nullable=False),
        sa.Column("estimated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_estimate_minutes_positive")),
        sa.ForeignKeyConstraint(
            ["ticket_number"], ["ticket.number"], name=op.f("fk_estimate_ticket_number_ticket")
        ),
        sa.ForeignKeyConstraint(["estimated_by"], ["person.id"], name=op.f("fk_estimate_estimated_by_person")),
        sa.PrimaryKeyConstraint("ticket_number", name=op.f("pk_estimate")),
    )
    figures = op.create_table(
        "planning_figures",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("plannable_percent", sa.Integer(), nullable=False),
        sa.Column("assumed_minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_planning_figures_one_row")),
        sa.CheckConstraint(
            "plannable_percent BETWEEN 1 AND 100", name=op.f("ck_planning_figures_percent_of_hours")
        ),
        sa.CheckConstraint("assumed_minutes > 0", name=op.f("ck_planning_figures_assumed_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_figures")),
    )
    op.bulk_insert(figures, [{"id": 1, "plannable_percent": 60, "assumed_minutes": 60}])


def downgrade():
    for table in ("planning_figures", "estimate", "leave", "working_hours"):
        op.drop_table(table)

"""What a manager keeps of the columns of the board; how somebody likes the desk"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Working days after which a card stands still; what is planned waits for its week, so its promise counts instead.
STALLED_AFTER = {"new": 2, "triaged": 3, "planned": None, "in_progress": 4, "waiting": 5}


def upgrade():
    columns = ("new", "triaged", "planned", "in_progress", "waiting", "done")
    kind = sa.Enum(*columns, name="column", native_enum=False, create_constraint=True, length=32)
    table = op.create_table(
        "board_column",
        sa.Column("key", kind, nullable=False),
        sa.Column("stalled_after", sa.Integer(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.CheckConstraint("key <> 'done'", name=op.f("ck_board_column_open")),
        sa.CheckConstraint("stalled_after BETWEEN 1 AND 99", name=op.f("ck_board_column_days_known")),
        sa.CheckConstraint("most BETWEEN 1 AND 999", name=op.f("ck_board_column_most_known")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_board_column")),
    )
    op.bulk_insert(
        table, [{"key": key, "stalled_after": days, "most": None} for key, days in STALLED_AFTER.items()]
    )
    op.add_column("person", sa.Column("density", sa.String(length=10), nullable=True))
    op.add_column("person", sa.Column("keys", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade():
    op.drop_column("person", "keys")
    op.drop_column("person", "density")
    op.drop_table("board_column")

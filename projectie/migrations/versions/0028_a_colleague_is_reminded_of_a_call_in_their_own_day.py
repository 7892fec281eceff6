"""A colleague is reminded of a call in their own day, the client in theirs; and a call knows when it last moved"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade():
    for name in ("reminded_colleague_at", "moved_at"):
        op.add_column("call", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    # Until now both sides were told at once.
    op.execute("UPDATE call SET reminded_colleague_at = reminded_day_at")


def downgrade():
    for name in ("moved_at", "reminded_colleague_at"):
        op.drop_column("call", name)

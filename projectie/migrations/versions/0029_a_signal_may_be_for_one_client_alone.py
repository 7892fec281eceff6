"""A signal may be for one client alone"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("event", sa.Column("only_id", sa.Integer(), nullable=True))


def downgrade():
    op.drop_column("event", "only_id")

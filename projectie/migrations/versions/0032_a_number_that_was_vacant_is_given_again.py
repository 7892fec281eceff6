"""A number of a ticket that left the desk is given again: whose it is now says a mark of its own.

And a brake may count in windows of any length.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

INDEX = "ix_ticket_mark"
MARKED = sa.text("mark IS NOT NULL")


def upgrade() -> None:
    """Let a ticket have a mark; those there are have none, and every address of theirs stays what it is."""
    op.add_column("ticket", sa.Column("mark", sa.String(length=5), nullable=True))
    op.create_index(INDEX, "ticket", ["mark"], sqlite_where=MARKED, postgresql_where=MARKED)
    op.add_column("sign_in_count", sa.Column("until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Forget it: from then on an old address of such a number leads to whose it is now."""
    op.drop_column("sign_in_count", "until")
    op.drop_index(INDEX, table_name="ticket")
    op.drop_column("ticket", "mark")

"""Only tickets that go on in another are indexed by that: "goes on nowhere" is nearly every ticket there ever was.

SQLite took that index for the board, and so read all of them at every look and at every move.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

INDEX = "ix_ticket_merged_into"
ELSEWHERE = sa.text("merged_into IS NOT NULL")


def upgrade() -> None:
    """Leave the others out of it."""
    op.drop_index(INDEX, table_name="ticket")
    op.create_index(INDEX, "ticket", ["merged_into"], sqlite_where=ELSEWHERE, postgresql_where=ELSEWHERE)


def downgrade() -> None:
    """Take every ticket in again."""
    op.drop_index(INDEX, table_name="ticket")
    op.create_index(INDEX, "ticket", ["merged_into"])

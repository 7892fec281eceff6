"""Lines of rounds count on cards: what is ticked off in recurring work shows like any other checklist"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# What one ticket's round adds; the lists of tickets themselves are counted already.
OF_ROUND = (
    "(SELECT count({what}) FROM round_item JOIN recurring_round ON recurring_round.id = round_item.round_id "
    "WHERE recurring_round.ticket_number = ticket.number)"
)


def upgrade():
    _change("+")


def downgrade():
    _change("-")


def _change(sign):
    lines, done = OF_ROUND.format(what="round_item.id"), OF_ROUND.format(what="round_item.done_at")
    op.execute(
        sa.text(
            f"UPDATE ticket SET checklist_lines = checklist_lines {sign} {lines}, "  # noqa: S608 (our own words)
            f"checklist_done = checklist_done {sign} {done} "
            "WHERE number IN (SELECT ticket_number FROM recurring_round WHERE ticket_number IS NOT NULL)"
        )
    )

"""Files that are too large for mail go out by a private link"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

NO = sa.text("false")


def upgrade():
    op.add_column("upload_link", sa.Column("outward", sa.Boolean(), server_default=NO, nullable=False))
    op.add_column("draft_file", sa.Column("by_link", sa.Boolean(), server_default=NO, nullable=False))
    op.create_table(
        "download_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_download_link_message_id_message")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_download_link")),
        sa.UniqueConstraint("message_id", name=op.f("uq_download_link_message_id")),
    )


def downgrade():
    op.drop_table("download_link")
    op.drop_column("draft_file", "by_link")
    op.drop_column("upload_link", "outward")

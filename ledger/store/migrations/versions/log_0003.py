"""Tokens of a few minutes, and who read whose data: ordinary tables beside the log."""

from alembic import op

from ledger.store.tables import LOG_METADATA

TABLES = ("step_up", "personal_read")

revision: str = "log_0003"
down_revision: str | None = "log_0002"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Create the tables; they need no guards, for what they say is not on the log."""
    tables = [LOG_METADATA.tables[name] for name in TABLES]
    LOG_METADATA.create_all(op.get_bind(), tables=tables, checkfirst=False)

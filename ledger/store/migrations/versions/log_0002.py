"""Published checkpoints, append-only like the log."""

from alembic import op

from ledger.store import guards
from ledger.store.tables import LOG_METADATA

TABLES = ("checkpoint",)

revision: str = "log_0002"
down_revision: str | None = "log_0001"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Create the table and its guards."""
    connection = op.get_bind()
    tables = [LOG_METADATA.tables[name] for name in TABLES]
    LOG_METADATA.create_all(connection, tables=tables, checkfirst=False)
    for statement in guards.statements(connection.dialect.name, TABLES):
        connection.exec_driver_sql(statement)

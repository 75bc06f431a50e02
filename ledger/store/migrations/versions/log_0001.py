"""The log's tables, the tokens, and the guards.

The tables and guards are made from their present definitions, which a test holds fixed by their
digest: a change to either needs a revision of its own.
"""

from alembic import op

from ledger.store import guards
from ledger.store.tables import LOG_METADATA

TABLES = ("head", "entry", "part", "tile", "request", "token")

revision: str = "log_0001"
down_revision: str | None = None
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Create everything. There is no way back: the log only grows."""
    connection = op.get_bind()
    tables = [LOG_METADATA.tables[name] for name in sorted(TABLES)]
    LOG_METADATA.create_all(connection, tables=tables, checkfirst=False)
    for statement in guards.statements(connection.dialect.name, TABLES):
        connection.exec_driver_sql(statement)

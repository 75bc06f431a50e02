"""People who sign in: accounts, proofs, sessions; and what happened at the sign-in, append-only."""

from alembic import op

from ledger.store import guards
from ledger.store.tables import LOG_METADATA

TABLES = (
    "sign_in_account",
    "sign_in_factor",
    "sign_in_link",
    "sign_in_session",
    "sign_in_ticket",
    "sign_in_wait",
    "sign_in_event",
)

revision: str = "log_0004"
down_revision: str | None = "log_0003"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Create the tables, and the guards of what happened."""
    connection = op.get_bind()
    tables = [LOG_METADATA.tables[name] for name in TABLES]
    LOG_METADATA.create_all(connection, tables=tables, checkfirst=False)
    for statement in guards.statements(connection.dialect.name, TABLES):
        connection.exec_driver_sql(statement)

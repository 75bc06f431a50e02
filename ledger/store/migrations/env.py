"""Runs the revisions on the connection that `schema.upgrade` opened."""

from alembic import context

from ledger.store.tables import LOG_METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=LOG_METADATA)
with context.begin_transaction():
    context.run_migrations()

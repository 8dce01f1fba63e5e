"""How Alembic reaches the database: over the connection that store.migrating hands in."""

from alembic import context

from runner.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()

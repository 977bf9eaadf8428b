"""What alembic runs: the steps on the connection, and within the transaction, of the caller."""

from alembic import context

from web.store.schema import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()

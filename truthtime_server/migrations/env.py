"""Alembic's entry: run the migrations on the connection that the program passes in, inside its transaction."""  # noqa: INP001 - Alembic loads it by path

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()

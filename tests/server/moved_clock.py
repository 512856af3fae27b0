"""The database's clock, moved by a test: every function of ours that reads it reads this one instead."""

from tests.server.logs import Connection

CLOCK = """
create table moved_clock (shift_ms bigint not null);
insert into moved_clock values (0);
grant select on moved_clock to truthtime_api;
create function moved_clock_timestamp() returns timestamptz language sql volatile as
  $$ select clock_timestamp() + (select shift_ms from public.moved_clock) * interval '1 millisecond' $$;
grant execute on function moved_clock_timestamp() to truthtime_api;
"""


def make_movable(connection: Connection) -> None:
    """Do it, as a superuser."""
    found = connection.execute(
        "select pg_get_functiondef(oid) as text from pg_proc"
        " where pronamespace = 'public'::regnamespace and prosrc like '%clock_timestamp()%'"
    ).fetchall()
    assert found
    connection.execute(CLOCK.encode())
    for row in found:
        connection.execute(str(row["text"]).replace("clock_timestamp()", "public.moved_clock_timestamp()").encode())


def move(connection: Connection, by_ms: int) -> None:
    """Somebody sets the database's clock, or time passes."""
    connection.execute("update moved_clock set shift_ms = shift_ms + %s", (by_ms,))

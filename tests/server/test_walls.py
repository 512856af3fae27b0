"""Walls between users: raw SQL as the API's role gives away nothing and changes nothing of anybody else's."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import errors, sql

from tests.server.conftest import API, as_superuser, own_database
from tests.server.two_users import MARK, TwoUsers, two_users
from truthtime_server.postgres import Cluster

CHANGES = ("update events set payload = payload", "delete from events", "truncate events", "truncate events cascade")
OF_NOBODY = {"alembic_version", "identity_keys", "rate_counts"}
"""Tables without a user's rows: the schema's revision, proofs, and counts by keys that are hashes."""

REFUSED = (errors.InsufficientPrivilege, errors.FeatureNotSupported)


@pytest.fixture(scope="module")
def stage(cluster: Cluster, _template: str) -> Iterator[TwoUsers]:
    with own_database(cluster, _template) as settings:
        yield two_users(settings, cluster.url())


@pytest.fixture(autouse=True)
def _nothing_changes(stage: TwoUsers) -> Iterator[None]:
    before = stage.contents()
    yield
    assert stage.contents() == before


def proofs_that_are_none(stage: TwoUsers) -> list[str]:
    own, other = stage.proof(stage.ada), str(stage.grace)
    user, _, proof = own.partition(":")
    return [
        "",
        other,
        f"{other}:",
        f"{other}:{proof}",
        f"{other}:{proof.upper()}",
        f"{other}:{'0' * 64}",
        f"{other}:{stage.proof(stage.grace)[37:-1]}",  # one digit short
        f"{other}{stage.proof(stage.grace)[36:]}0",
        f" {stage.proof(stage.grace)}",
        stage.proof(stage.grace).upper(),
        f"{user}:{stage.proof(stage.grace)[37:]}",
        f"{proof}:{user}",
        f"{other}:{proof}".ljust(1_000_000, "0"),
        f"{other}' or '1'='1"[:101].ljust(101, " "),
        f"{other}'); drop table events; --".ljust(101, "-"),
        "x" * 101,
        "é" * 101,
        ":" * 101,
        "%s" * 50 + "%",
        "\\" * 101,
    ]


def rows_of(connection: psycopg.Connection[tuple[Any, ...]], statement: str) -> list[tuple[Any, ...]]:
    """What it returns; nothing when it is refused or returns nothing."""
    try:
        cursor = connection.execute(statement.encode())
    except REFUSED:
        return []
    return cursor.fetchall() if cursor.description else []


def test_every_table_holds_rows_of_the_one_who_is_attacked(stage: TwoUsers) -> None:
    # A wall around an empty table proves nothing: a new table needs a row in two_users.BY_HAND.
    with psycopg.connect(stage.superuser) as connection:
        for table in set(stage.tables()) - OF_NOBODY:
            found = connection.execute(sql.SQL("select * from {}").format(sql.Identifier(table))).fetchall()
            assert stage.gives_away(found), table


def test_every_table_has_row_security_enabled_forced_and_a_policy(stage: TwoUsers) -> None:
    with psycopg.connect(stage.superuser) as connection:
        found = connection.execute(
            "select relname, relrowsecurity, relforcerowsecurity,"
            " (select count(*) from pg_policy where polrelid = c.oid)"
            " from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm', 'v', 'f')"
        ).fetchall()
    assert {row[0] for row in found if not (row[1] and row[2] and row[3])} == {"alembic_version"}


def test_the_policies_that_the_api_meets_ask_who_the_user_is(stage: TwoUsers) -> None:
    asks = "(%s = ( SELECT app_user() AS app_user))"
    with psycopg.connect(stage.superuser) as connection:
        found = connection.execute(
            "select tablename, permissive, qual, with_check from pg_policies"
            " where roles && array['public', 'truthtime_api', %s]::name[] order by 1",
            (API,),
        ).fetchall()
    assert len(found) == len(set(stage.tables()) - OF_NOBODY)
    for table, permissive, qual, check in found:
        column = "id" if table == "users" else "user_id"
        assert (permissive, qual, check) == ("PERMISSIVE", asks % column, asks % column), table


def test_the_role_of_the_api_is_no_more_than_it_must_be(stage: TwoUsers) -> None:
    with psycopg.connect(stage.superuser) as connection:

        def asked(statement: str) -> list[tuple[Any, ...]]:
            return connection.execute(statement.encode()).fetchall()

        powers = "rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication"
        for role in (API, "truthtime_api"):
            assert asked(f"select {powers} from pg_roles where rolname = '{role}'") == [(False,)]
            assert asked(f"select 1 from pg_shdepend where deptype = 'o' and refobjid = '{role}'::regrole") == []
            assert asked(f"select nspname from pg_namespace where has_schema_privilege('{role}', oid, 'create')") == []
            for power in ("create", "temporary"):
                assert asked(f"select has_database_privilege('{role}', current_database(), '{power}')") == [(False,)]
        groups = "select roleid::regrole::text from pg_auth_members where member = '{}'::regrole"
        assert asked(groups.format(API)) == [("truthtime_api",)]
        assert asked(groups.format("truthtime_api")) == []
        granted = asked(
            "select table_name, string_agg(privilege_type, ' ' order by privilege_type)"
            " from information_schema.role_table_grants"
            f" where grantee in ('PUBLIC', 'truthtime_api', '{API}') and table_schema = 'public' group by 1"
        )
    rights = dict(granted)
    assert rights["events"] == rights["content"] == "INSERT SELECT"
    assert "identity_keys" not in rights
    assert not {word for words in rights.values() for word in words.split()} - {"SELECT", "INSERT", "UPDATE", "DELETE"}


def test_functions_belong_to_narrow_roles_and_open_themselves_to_nobody_else(stage: TwoUsers) -> None:
    with psycopg.connect(stage.superuser) as connection:
        found = connection.execute(
            "select p.oid::regprocedure::text, p.prosecdef, p.proconfig, o.rolname, o.rolcanlogin or o.rolsuper,"
            " has_function_privilege('public', p.oid, 'execute') from pg_proc p join pg_roles o on o.oid = p.proowner"
            " where p.pronamespace = 'public'::regnamespace and p.prorettype <> 'trigger'::regtype"
        ).fetchall()
    assert [row[0] for row in found if row[5]] == []
    definers = [row for row in found if row[1]]
    assert {row[3] for row in definers} <= {
        "truthtime_identity",
        "truthtime_erasing",
        "truthtime_billing",
        "truthtime_limits",
    }
    for name, _definer, settings, _owner, powerful, _public in definers:
        assert settings == ["search_path=pg_catalog, pg_temp"], name
        assert not powerful, name
    for name, _definer, settings, *_rest in found:
        assert any(one.startswith("search_path=") for one in settings or ()), name


def test_no_key_tells_whether_somebody_else_has_a_row(stage: TwoUsers) -> None:
    """Unique and foreign keys are checked past the policies: each has to be about the user's own rows."""
    may_write = "(has_any_column_privilege('truthtime_api', c.conrelid, 'insert, update'))"
    with psycopg.connect(stage.superuser) as connection:
        found = connection.execute(
            "select c.conrelid::regclass::text, c.contype, array(select attname::text from pg_attribute"
            " where attrelid = c.conrelid and attnum = any (c.conkey)), c.confrelid::regclass::text"
            f" from pg_constraint c where c.contype in ('p', 'u', 'f', 'x') and {may_write}".encode()
        ).fetchall()
        loose = connection.execute(
            "select indexrelid::regclass::text from pg_index i where indisunique and not exists"
            " (select from pg_constraint where conindid = i.indexrelid) and indrelid in"
            " (select oid from pg_class where relnamespace = 'public'::regnamespace)"
        ).fetchall()
    assert len(found) > 15
    assert [row for row in found if "user_id" not in row[2]] == []
    assert loose == []


def test_without_an_identity_nothing_is_seen_and_nothing_taken(stage: TwoUsers) -> None:
    with stage.as_api() as api:
        for table in set(stage.tables()) - {"alembic_version"}:
            assert rows_of(api, f"select * from {table}") == [], table
            assert rows_of(api, f"select count(*) from {table}") in ([], [(0,)]), table
        with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
            api.execute("insert into content values (%s, sha256('x'), 'x', 'x')", (stage.grace,))


def test_a_forged_identity_is_none(stage: TwoUsers) -> None:
    with stage.as_api() as api:
        assert len(proofs_that_are_none(stage)) > 15
        for forged in proofs_that_are_none(stage):
            api.execute("select set_config('app.identity', %s, false)", (forged,))
            assert api.execute("select app_user()").fetchone() == (None,), forged[:120]
            assert api.execute("select count(*) from events").fetchone() == (0,), forged[:120]
            for statement in (
                "select log_look(%s, 'k', null, null, true, null, null)",
                "select log_append(%s, 0, '{}')",
                "select * from entries_page(%s, null, null, null, null, 50, true)",
            ):
                with pytest.raises(errors.InsufficientPrivilege):
                    api.execute(statement.encode(), (forged,))


def test_the_right_proof_opens_ones_own_rows_and_no_others(stage: TwoUsers) -> None:
    with stage.as_api(stage.proof(stage.ada)) as api:
        assert api.execute("select app_user()").fetchone() == (stage.ada,)
        assert api.execute("select count(*) > 3 from events").fetchone() == (True,)
        for table in stage.tables():
            assert not stage.gives_away(rows_of(api, f"select * from {table}")), table
            assert not stage.gives_away(rows_of(api, f"select t::text from {table} t where t::text like '%{MARK}%'"))
        statistics = "select * from pg_stats where schemaname = 'public' and tablename <> 'alembic_version'"
        assert rows_of(api, statistics) == []


@pytest.mark.parametrize("tried", ["set role {}", "set session authorization {}", "set local role {}"])
def test_nobody_becomes_somebody_else(stage: TwoUsers, tried: str) -> None:
    with psycopg.connect(stage.superuser) as connection:
        roles = [str(row[0]) for row in connection.execute("select rolname from pg_roles").fetchall()]
    assert {"postgres", "truthtime_owner", "truthtime_identity", "truthtime_maintenance", "truthtime_backup"} < set(
        roles
    )
    with stage.as_api(stage.proof(stage.ada)) as api:
        for role in roles:
            if role in {API, "truthtime_api"}:  # which it is
                continue
            with pytest.raises((errors.InsufficientPrivilege, errors.InvalidParameterValue)):
                api.execute(sql.SQL(tried).format(sql.Identifier(role)))
            assert not stage.gives_away(rows_of(api, "select * from events"))


def test_row_security_cannot_be_switched_off(stage: TwoUsers) -> None:
    with stage.as_api(stage.proof(stage.ada)) as api:
        api.execute("set row_security = off")
        for table in set(stage.tables()) - {"alembic_version"}:
            with pytest.raises(errors.InsufficientPrivilege):
                api.execute(sql.SQL("select * from {}").format(sql.Identifier(table)))
        for statement in (
            "alter table events disable row level security",
            "alter table events no force row level security",
            "drop policy own on events",
            "create policy all_of_it on events using (true)",
            "alter table events disable trigger all",
            "set session_replication_role = replica",
            "alter role truthtime_api bypassrls",
            "grant truthtime_maintenance to truthtime_api",
            "copy events to program 'cat'",
            "copy events from stdin",
            "create table mine (x int)",
            "create function f() returns int language sql as 'select 1'",
            "select * from pg_authid",
            "select pg_read_file('PG_VERSION')",
        ):
            with pytest.raises(REFUSED):
                api.execute(statement.encode())


def test_events_are_for_ever_whoever_asks(stage: TwoUsers) -> None:
    assert stage.settings.owner_database_url is not None
    owner = stage.settings.owner_database_url.get_secret_value()
    roles = ("api", "identity", "billing", "erasing", "maintenance", "backup", "limits")
    for statement in CHANGES:
        with stage.as_api(stage.proof(stage.ada)) as api, pytest.raises(errors.InsufficientPrivilege):
            api.execute(statement.encode())
        for address in (owner, stage.superuser):
            with psycopg.connect(address) as connection, pytest.raises(errors.InsufficientPrivilege):
                connection.execute(statement.encode())
        for role in roles:
            with psycopg.connect(owner) as connection:
                connection.execute(f"set role truthtime_{role}".encode())
                if (role, statement) == ("erasing", "delete from events"):
                    assert connection.execute(statement.encode()).rowcount == 0  # no proven identity
                    continue
                with pytest.raises(errors.InsufficientPrivilege):
                    connection.execute(statement.encode())


def test_rows_are_not_moved_to_anybody_or_made_for_them(stage: TwoUsers) -> None:
    with psycopg.connect(stage.superuser) as connection:
        columns = connection.execute(
            "select table_name from information_schema.columns"
            " where table_schema = 'public' and column_name = 'user_id'"
        ).fetchall()
    with stage.as_api(stage.proof(stage.ada)) as api:
        for (name,) in columns:
            table = sql.Identifier(str(name))
            for values in ((stage.grace, stage.ada), (stage.ada, stage.grace)):
                move = sql.SQL("update {} set user_id = %s where user_id = %s").format(table)
                try:
                    assert api.execute(move, values).rowcount == 0
                except errors.InsufficientPrivilege as error:
                    assert "row-level security" in str(error) or "permission denied" in str(error)  # noqa: PT017 - both are walls
            drop = sql.SQL("delete from {} where user_id = %s").format(table)
            try:
                assert api.execute(drop, (stage.grace,)).rowcount == 0
            except errors.InsufficientPrivilege as error:
                assert "permission denied" in str(error)  # noqa: PT017 - some tables are never deleted from
            copy = sql.SQL(
                "insert into {} select (jsonb_populate_record(t, jsonb_build_object('user_id', %s::text))).* from {} t"
            ).format(table, table)
            with pytest.raises(errors.InsufficientPrivilege):
                api.execute(copy, (stage.grace,))


def test_functions_of_others_are_not_called_and_keys_not_read(stage: TwoUsers) -> None:
    empty = json.dumps({"entries": [{"id": stage.entry, "tags": [], "description": "x", "interval_count": 0}]})
    with stage.as_api(stage.proof(stage.ada)) as api:
        for statement in (
            "select * from identity_keys",
            "select inner_block from identity_keys",
            "insert into identity_keys values (2, 'x', 'x')",
            "insert into users (id, issuer, subject) values (gen_random_uuid(), 'x', 'x')",
            "select * from stripe_events",
            "update access_tokens set scopes = '{account}'",
            "update subscriptions set plan = 'pro'",
            "update content set text = ''",
            "delete from content",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                api.execute(statement.encode())
        with pytest.raises((errors.InsufficientPrivilege, errors.NotNullViolation)):
            api.execute("select write_projections(%s, %s)", (stage.grace, empty))


@pytest.mark.parametrize("temporary", ["", "granted by mistake"])
def test_a_search_path_and_objects_of_ones_own_deceive_no_function(
    stage: TwoUsers, cluster: Cluster, temporary: str
) -> None:
    database = stage.settings.database_url.get_secret_value().rsplit("/", 1)[1]
    if temporary:
        as_superuser(cluster, f"grant temporary on database {database} to {API}")
    forged = f"{stage.grace}:{'0' * 64}"
    with stage.as_api(stage.proof(stage.ada)) as api:
        tricks = (
            "create temp table identity_keys as select 1 as position, ''::bytea inner_block, ''::bytea outer_block",
            "create temp table user_sync as select 1 as head",
            "create function pg_temp.sha256(bytea) returns bytea language sql as $$ select ''::bytea $$",
            f"create function pg_temp.app_user() returns uuid language sql as $$ select '{stage.grace}'::uuid $$",
            "create function pg_temp.current_setting(text, boolean) returns text language sql as $$ select '' $$",
            "create function pg_temp.encode(bytea, text) returns text language sql as $$ select repeat('0', 64) $$",
        )
        for trick in tricks:
            if temporary:
                api.execute(trick.encode())
            else:
                with pytest.raises(errors.InsufficientPrivilege):
                    api.execute(trick.encode())
        for path in ("pg_temp, pg_catalog, public", "pg_temp", "nowhere", "public, pg_temp"):
            api.execute(f"set search_path = {path}".encode())
            api.execute("select set_config('app.identity', %s, false)", (forged,))
            assert api.execute("select public.app_user()").fetchone() == (None,)
            assert not stage.gives_away(rows_of(api, "select * from public.events"))
            with pytest.raises(errors.InsufficientPrivilege):
                api.execute("select public.log_look(%s, null, null, null, true, null, null)", (forged,))
            assert api.execute("select count(*) from public.identify_token('x')").fetchone() == (0,)
    if temporary:
        as_superuser(cluster, f"revoke temporary on database {database} from {API}")


def test_an_answer_does_not_tell_whether_an_id_is_taken(stage: TwoUsers) -> None:
    """With an id of Grace's everything goes as with an id that nobody has."""

    def tried(entry: UUID | str) -> list[str]:
        said: list[str] = []
        with stage.as_api(stage.proof(stage.ada)) as api:
            for statement in (
                "insert into projects (user_id, id, name) values (%(ada)s, %(id)s, 'x')",
                "insert into time_intervals select %(ada)s, %(id)s, 0, 'work', now(), now(), 0, true",
                "select log_look(%(proof)s, null, %(id)s, null, false, null, null)::json ->> 'events'",
            ):
                with api.transaction(force_rollback=True):
                    try:
                        values = {"ada": stage.ada, "id": entry, "proof": stage.proof(stage.ada)}
                        cursor = api.execute(statement.encode(), values)
                        said.append(repr(cursor.fetchall() if cursor.description else cursor.rowcount))
                    except errors.Error as error:
                        said.append(f"{error.sqlstate} {error}".replace(str(entry), "ID"))
        return said

    assert tried(stage.entry) == tried(uuid4())
    assert tried(stage.entry)[1].startswith("23503")

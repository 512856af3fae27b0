"""The append and the fold: all or nothing, in order, byte for byte, and never anything else than the core says."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import AsyncExitStack
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, note
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.server.conftest import own_database
from tests.server.logs import Connection, check_log, stored_log, superuser
from tests.server.moved_clock import make_movable, move
from tests.server.served import client, person
from truthtime_core.errors import TruthTimeError
from truthtime_core.ledger import FOLD_VERSION
from truthtime_server.config import Settings
from truthtime_server.db import Database
from truthtime_server.postgres import Cluster
from truthtime_server.rebuilding import differences, owner_connection, rebuild, rebuild_stale

HOUR_MS = 3_600_000
ODD = "Grüße \u2028 \U0001f469\u200d\U0001f4bb e\u0301 \\u0000 \"quoted\" 'single' \\ \x7f \t {}"


class World:
    """A server with a clock that can be moved, asked from tests that are not asynchronous."""

    def __init__(self, settings: Settings, cluster: Cluster) -> None:
        assert settings.owner_database_url is not None
        self.settings = settings
        self.owner = settings.owner_database_url.get_secret_value()
        self.database = superuser(cluster.url(self.owner.rsplit("/", 1)[1]))
        self.runner = asyncio.Runner()
        self._open = AsyncExitStack()
        self.http = self.runner.run(self._open.enter_async_context(client(settings)))

    def ask(self, token: str, method: str, path: str, body: object = None, key: str = "") -> Any:  # noqa: ANN401 - an answer of httpx2
        headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
        return self.runner.run(self.http.request(method, path, json=body, headers=headers))

    def close(self) -> None:
        self.runner.run(self._open.aclose())
        self.runner.close()
        self.database.close()


@pytest.fixture(scope="module")
def world(cluster: Cluster, _template: str) -> Iterator[World]:
    with own_database(cluster, _template) as settings:
        made = World(settings, cluster)
        make_movable(made.database)
        yield made
        made.close()


class OneUser(RuleBasedStateMachine):
    """A user does anything in any order while the clock moves; the log and the tables are right all the time."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.user, self.token = person(world.settings, str(uuid4()))
        self.entries: list[str] = []
        self.answered: list[tuple[str, str, object, str, bytes]] = []

    def do(self, method: str, path: str, body: object) -> None:
        key = str(uuid4())
        answer = self.world.ask(self.token, method, path, body, key)
        assert answer.status_code in {200, 201, 409, 422}, answer.text
        note(f"{method} {path} {answer.status_code} {answer.text}")
        if answer.status_code >= 400:
            return
        document = answer.json()
        self.entries += [] if document["id"] in self.entries else [document["id"]]
        entry = next(
            one for one in stored_log(self.world.database, self.user).ledger.entries if one.id == document["id"]
        )
        assert (document["status"], document["description"], document["worked_ms"], document["flags"]) == (
            entry.state,
            entry.description,
            entry.worked_ms if document["noop"] is False or entry.state != "running" else document["worked_ms"],
            list(entry.flags),
        )
        self.answered.append((method, path, body, key, answer.content))

    def some(self, data: st.DataObject) -> str:
        return str(data.draw(st.sampled_from(self.entries))) if self.entries else str(uuid4())

    @rule(
        description=st.sampled_from(["", "Invoices", ODD]),
        project=st.sampled_from(["", "Acme", "Zoë"]),
        tags=st.lists(st.sampled_from(["a", "b", "ü"]), max_size=2),
        zone=st.sampled_from(["UTC", "Europe/Paris", "Asia/Kolkata", "America/St_Johns"]),
    )
    def start(self, description: str, project: str, tags: list[str], zone: str) -> None:
        body = {"description": description, "project": project, "tags": tags, "zone": zone}
        self.do("POST", "/api/sessions/start", body)

    @rule(command=st.sampled_from(["pause", "resume", "stop"]), data=st.data(), named=st.booleans())
    def change(self, command: str, data: st.DataObject, *, named: bool) -> None:
        self.do("POST", f"/api/sessions/{command}", {"id": self.some(data)} if named and self.entries else {})

    @rule(
        data=st.data(),
        change=st.fixed_dictionaries(
            {"reason": st.sampled_from(["typo", ODD])},
            optional={
                "description": st.sampled_from(["", "Invoices of May", ODD]),
                "project": st.sampled_from(["", "Acme", "Other"]),
                "tags": st.sampled_from([[], ["c"]]),
                "started_at": st.sampled_from(["2026-01-01T00:00:00Z", "2031-05-05T12:00:00+05:30"]),
                "ended_at": st.sampled_from(["2026-01-01T08:00:00.123Z", "2035-05-05T12:00:00Z"]),
            },
        ),
    )
    def amend(self, data: st.DataObject, change: dict[str, object]) -> None:
        if self.entries:
            self.do("PATCH", f"/api/sessions/{self.some(data)}", change)

    @rule(data=st.data(), void=st.booleans())
    def void_or_restore(self, data: st.DataObject, *, void: bool) -> None:
        if self.entries:
            path = f"/api/sessions/{self.some(data)}"
            self.do(*(("DELETE", path) if void else ("POST", f"{path}/restore")), {"reason": "x"})

    @rule(by_ms=st.sampled_from([1, 999, 60_000, HOUR_MS, 26 * HOUR_MS, -1_500, -HOUR_MS]))
    def move_clock(self, by_ms: int) -> None:
        move(self.world.database, by_ms)

    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        if self.answered:
            method, path, body, key, content = data.draw(st.sampled_from(self.answered))
            before = len(stored_log(self.world.database, self.user).rows)
            again = self.world.ask(self.token, method, path, body, key)
            if again.headers.get("idempotent-replayed"):
                assert again.content == content
            else:
                assert again.json()["noop"] is True  # nothing was written the first time either
            assert len(stored_log(self.world.database, self.user).rows) == before

    def teardown(self) -> None:
        log = check_log(self.world.database, self.user)
        listed = self.world.ask(self.token, "GET", "/api/sessions?voided=true&limit=200").json()
        assert listed["as_of"] == len(log.rows)
        shown = {one["id"]: one for one in listed["sessions"]}
        assert set(shown) == {entry.id for entry in log.ledger.entries} == set(self.entries)
        names = {project.id: project.name for project in log.ledger.projects}
        for entry in log.ledger.entries:
            one = shown[entry.id]
            assert (one["description"], one["tags"], one["project"]) == (
                entry.description,
                list(entry.tags),
                names.get(entry.project),
            )
            assert (one["voided"], one["flags"]) == (entry.voided, list(entry.flags))
            alone = self.world.ask(self.token, "GET", f"/api/sessions/{entry.id}").json()
            if entry.state != "running":
                assert (one["worked_ms"], one["elapsed_ms"]) == (entry.worked_ms, entry.elapsed_ms)
                assert alone == one
            else:
                assert alone["worked_ms"] >= one["worked_ms"] >= entry.worked_ms
                assert sum(piece["duration_ms"] for piece in alone["intervals"]) == alone["elapsed_ms"]


@pytest.mark.parametrize("runs", [25, pytest.param(500, marks=pytest.mark.soak)])
def test_whatever_a_user_does_the_tables_are_what_the_core_says(world: World, runs: int) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    much = how(max_examples=runs, stateful_step_count=20, deadline=None, suppress_health_check=quiet)
    run_state_machine_as_test(partial(OneUser, world), settings=much)


def test_events_and_words_are_stored_byte_for_byte(world: World) -> None:
    user, token = person(world.settings, str(uuid4()))
    answer = world.ask(token, "POST", "/api/sessions/start", {"description": ODD, "project": ODD[:20], "tags": [ODD]})
    assert (answer.json()["description"], answer.json()["project"], answer.json()["tags"]) == (ODD, ODD[:20], [ODD])
    log = check_log(world.database, user)
    assert {"description": ODD, "tags": [ODD]} in log.words.values()


@pytest.mark.anyio
async def test_writers_at_once_leave_no_gap(settings: Settings, cluster: Cluster) -> None:
    assert settings.owner_database_url is not None
    owner = settings.owner_database_url.get_secret_value()
    people = [person(settings, f"person {number}") for number in range(2)]
    async with client(settings) as one, client(settings) as other:
        asked = [
            (one, other)[number % 2].post(
                f"/api/sessions/{('start', 'pause', 'stop')[number % 3]}",
                json={},
                headers={"Authorization": f"Bearer {people[number // 2 % 2][1]}"},
            )
            for number in range(48)
        ]
        answers = await asyncio.gather(*asked)
    assert {answer.status_code for answer in answers} <= {200, 201, 409}
    with superuser(cluster.url(owner.rsplit("/", 1)[1])) as database:
        logs = [check_log(database, user) for user, _token in people]
    written = sum(
        1 + len(answer.json().get("switched_from", ())) for answer in answers if answer.status_code in {200, 201}
    )
    assert sum(len(log.rows) for log in logs) == written


def contents(database: Connection) -> dict[str, str]:
    tables = database.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
    names = [str(row["tablename"]) for row in tables]
    hashed = "select md5(string_agg(t::text, '|')) from {} t"
    return {name: str(database.execute(hashed.format(name).encode()).fetchone()) for name in names}


@pytest.mark.parametrize("expected", [0, 1, 2, 4, 99, -1])
def test_an_append_to_a_log_that_has_moved_on_writes_nothing(world: World, expected: int) -> None:
    user, token = person(world.settings, str(uuid4()))
    for command in ("start", "pause", "stop"):
        world.ask(token, "POST", f"/api/sessions/{command}", {}, command)
    log = stored_log(world.database, user)
    assert log.sync is not None
    event = {name: str(value) for name, value in log.rows[0].items() if name in ("device", "timer", "payload", "type")}
    body = {
        "epoch": str(log.sync["epoch"]),
        "head": expected + 1,
        "log_hash": "00" * 32,
        "events": [{**event, "number": expected + 1, "id": str(uuid4()), "incarnation": 1, "seq": 77}],
        "kept": [{"key": "x", "request_hash": "00" * 32, "status": 200, "answer": ""}],
    }
    before = contents(world.database)
    assert _append(world, user, expected, body) is None
    assert _append(world, user, 3, {**body, "epoch": str(uuid4())}) is None  # the log of a restored backup
    assert contents(world.database) == before


def _append(world: World, user: UUID, expected: int, body: dict[str, object]) -> object:
    proof = Database(world.settings).identity(user)
    with psycopg.connect(world.settings.database_url.get_secret_value()) as connection:
        row = connection.execute("select log_append(%s, %s, %s)", (proof, expected, json.dumps(body))).fetchone()
        assert row is not None
        return row[0]


def test_rows_that_are_not_what_the_log_says_are_found_and_made_again(world: World) -> None:
    user, token = person(world.settings, str(uuid4()))
    for number in range(3):
        world.ask(token, "POST", "/api/sessions/start", {"description": str(number), "project": "Acme"})
    with world.database.transaction():
        stray = (user, uuid4())
        world.database.execute(
            "update time_entries set worked_seconds = 9 where description = '1' and user_id = %s", stray[:1]
        )
        world.database.execute("delete from time_entries where description = '2' and user_id = %s", stray[:1])
        world.database.execute("update time_intervals set duration_ms = 5 where user_id = %s", stray[:1])
        world.database.execute("insert into projects (user_id, id, name) values (%s, %s, 'Nobody')", stray)
    with owner_connection(world.owner) as connection:
        found = differences(connection, user)
        assert {one.table for one in found} == {"time_entries", "time_intervals", "projects"}
        assert differences(connection, user) == found
        assert rebuild(connection, user) == found
        assert rebuild(connection, user) == []
    check_log(world.database, user)


def test_users_folded_by_other_rules_are_folded_again(world: World) -> None:
    user, token = person(world.settings, str(uuid4()))
    world.ask(token, "POST", "/api/sessions/start", {"description": "x"})
    rebuild_stale(world.settings)
    assert rebuild_stale(world.settings) == 0
    with world.database.transaction():
        world.database.execute(
            "update time_entries set fold_version = %s, document = '{}' where user_id = %s", (FOLD_VERSION - 1, user)
        )
    assert rebuild_stale(world.settings) == 1
    check_log(world.database, user)
    with pytest.raises(TruthTimeError):
        rebuild_stale(world.settings.model_copy(update={"owner_database_url": None}))

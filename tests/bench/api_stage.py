"""A server and its database for the benchmarks: a log of any size, people with tokens, and pgbench's side of it."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from uuid import UUID, uuid4

import orjson
import psycopg
from pydantic import SecretStr

from tests.bench.measuring import say
from tests.server.conftest import OWNER, PASSWORD, as_superuser, settings_for
from tests.server.served import person
from truthtime_core.events import Draft
from truthtime_server.access_tokens import digest, minted
from truthtime_server.config import Settings
from truthtime_server.db import Database
from truthtime_server.migrating import migrate
from truthtime_server.postgres import Cluster, find_binaries
from truthtime_server.recording import Answer, Look, Order, Plan, Recorder, Sought

USERS = 1_000
ACTIVE = 100
"""Of them: who sends requests."""

ENDLESS = 1_000_000_000
"""Requests a minute. The limits are on, as they are in production, and nobody reaches them."""

_FILL = (
    """insert into users (id, issuer, subject)
      select md5('user' || n)::uuid, 'bench', n::text from generate_series(1, %(users)s) n""",
    """insert into user_sync select id, gen_random_uuid(), %(each)s, sha256('x') from users where issuer = 'bench'""",
    """insert into events (user_id, number, id, device, incarnation, seq, type, timer, payload, hash, log_hash, content)
      select u.id, g, md5(u.subject || ' ' || g)::uuid, md5('device' || u.subject)::uuid, 1, g,
        case g %% 2 when 1 then 'timer.start' else 'timer.stop' end, md5(u.subject || 'timer' || (g - 1) / 2)::uuid,
        %(payload)s, sha256(convert_to(%(payload)s, 'UTF8')), sha256(convert_to(%(payload)s, 'UTF8')),
        case g %% 2 when 1 then sha256(convert_to(u.subject || 'words' || g, 'UTF8')) end
      from users u, generate_series(1, %(each)s) g where u.issuer = 'bench'""",
    """insert into content select u.id, sha256(convert_to(u.subject || 'words' || g, 'UTF8')), %(salt)s, %(words)s
      from users u, generate_series(1, %(each)s, 2) g where u.issuer = 'bench'""",
    """insert into time_entries (user_id, id, description, project_id, tags, status, started_at, ended_at,
        worked_seconds, document, fold_version)
      select u.id, md5(u.subject || 'timer' || g)::uuid, t.description, t.project_id, t.tags, t.status,
        t.started_at - (%(each)s - g) * interval '1 hour', t.ended_at - (%(each)s - g) * interval '1 hour',
        t.worked_seconds, replace(t.document, t.id::text, md5(u.subject || 'timer' || g)::uuid::text), t.fold_version
      from users u, generate_series(0, %(each)s / 2 - 1) g, time_entries t
      where u.issuer = 'bench' and t.user_id = %(model)s and t.status = 'stopped'""",
    """insert into time_intervals
      select u.id, md5(u.subject || 'timer' || g)::uuid, i.position, i.kind, i.started_at, i.ended_at, i.duration_ms,
        i.answered
      from users u, generate_series(0, %(each)s / 2 - 1) g, time_intervals i
      where u.issuer = 'bench' and i.user_id = %(model)s""",
    """insert into projects select u.id, p.id, p.name, p.archived
      from users u, projects p where u.issuer = 'bench' and p.user_id = %(model)s""",
)

_APPEND = """
create function bench_append(p_identity text) returns bigint language plpgsql volatile as $$
declare
  v_sync user_sync;
  v_body text;
begin
  perform set_config('app.identity', p_identity, true);
  select * into v_sync from user_sync where user_id = left(p_identity, 36)::uuid;
  select body into v_body from bench_bodies where step = v_sync.head % 2;
  v_body := replace(v_body, '@NUMBER@', (v_sync.head + 1)::text);
  v_body := replace(v_body, '@TIMER@', md5(p_identity || v_sync.head / 2)::uuid::text);
  v_body := replace(v_body, '@ID@', gen_random_uuid()::text);
  v_body := replace(v_body, '@EPOCH@', v_sync.epoch::text);
  v_body := replace(v_body, '@DEVICE@', api_device(v_sync.user_id)::text);
  v_body := replace(v_body, '@CONTENT@', encode(sha256(convert_to(p_identity || v_sync.head, 'UTF8')), 'hex'));
  return log_append(p_identity, v_sync.head, v_body::json);
end
$$
"""
"""What the server does between its two statements, done by the database: the same look, and an append as large."""


class _Kept(Database):
    """The real database, which keeps what was appended."""

    bodies: list[dict[str, Any]]

    async def value(self, statement: str, *arguments: object, timeout_s: float | None = None) -> Any:  # noqa: ANN401 - as in the base class
        if "log_append" in statement:
            self.bodies.append(orjson.loads(str(arguments[2])))
        return await super().value(statement, *arguments, timeout_s=timeout_s)


@dataclass(frozen=True)
class ApiStage:
    """Everything of a benchmark.

    Attributes:
        cluster: a PostgreSQL that waits for its disk.
        settings: of the server.
        folder: for the scripts of clients.
        tokens: of those who send requests.
        proofs: their identities as the database wants them.
    """

    cluster: Cluster
    settings: Settings
    folder: Path
    tokens: list[str]
    proofs: list[str]


@contextmanager
def api_stage(events: int) -> Iterator[ApiStage]:
    """A log of so many events of `USERS` users."""
    with ExitStack() as stack:
        folder = Path(mkdtemp(prefix="truthtime-bench-"))
        stack.callback(rmtree, folder)
        cluster = Cluster(folder, find_binaries(), settings={"shared_buffers": "1GB", "max_wal_size": "4GB"})
        cluster.start()
        stack.callback(cluster.stop)
        as_superuser(cluster, f"create role {OWNER} login createrole createdb password '{PASSWORD}'")
        as_superuser(cluster, f"create database bench owner {OWNER} template template0")
        limits = dict.fromkeys(
            ("requests_per_minute", "address_requests_per_minute", "address_failures_per_minute"), ENDLESS
        )
        settings = settings_for(cluster, "bench").model_copy(update=limits)
        migrate(settings)
        say(f"  a log of {events:,} events ...")
        model, _token = person(settings, "model")
        bodies = asyncio.run(_model(settings, model))
        tokens = _fill(cluster, model, bodies, events)
        database = Database(settings)
        with psycopg.connect(cluster.url("bench")) as connection:
            users = connection.execute("select id from users where issuer = 'bench' order by subject::int").fetchall()
        yield ApiStage(cluster, settings, folder, tokens, [database.identity(user) for (user,) in users[:ACTIVE]])


async def _model(settings: Settings, user: UUID) -> list[dict[str, Any]]:
    """An entry as a request makes it, of which all others are copies; the appends of its start and its stop."""
    database = _Kept(settings)
    database.bodies = []
    await database.open()
    recorder, timer, project = Recorder(database), str(uuid4()), str(uuid4())

    async def record(*drafts: Draft) -> None:
        def plan(_look: Look) -> Plan:
            return Plan(drafts, lambda _written: Answer(200, b""))

        await recorder.record(Order(user, Sought(timer=UUID(timer)), "Europe/Paris"), plan)

    await record(Draft("project.set", data={"project": project}, words={"name": "Acme Corporation"}, source="api"))
    words = {"description": "Invoices of the third quarter", "tags": ["admin"]}
    await record(Draft("timer.start", timer, {"project": project}, words, source="api"))
    await record(Draft("timer.stop", timer, source="api"))
    await database.close()
    return database.bodies[1:]


def _fill(cluster: Cluster, model: UUID, bodies: list[dict[str, Any]], events: int) -> list[str]:
    tokens = [minted() for _ in range(ACTIVE)]
    with psycopg.connect(cluster.url("bench"), autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")  # every row refers to one that was just made
        sizes: dict[str, Any] = {"users": USERS, "each": events // USERS, "model": model}
        texts = {
            "payload": bodies[0]["events"][0]["payload"],
            "salt": "00" * 16,
            "words": bodies[0]["content"][0]["text"],
        }
        for statement in _FILL:
            client = psycopg.ClientCursor(connection)
            client.execute(statement.encode(), sizes | texts)
        connection.execute("create table bench_bodies (step int primary key, body text)")
        for step, body in enumerate(bodies):
            connection.execute("insert into bench_bodies values (%s, %s)", (step, _with_gaps(body)))
        connection.execute(_APPEND.encode())
        connection.execute("grant select on bench_bodies to truthtime_api")
        for number, token in enumerate(tokens, start=1):
            connection.execute(
                "insert into access_tokens (user_id, id, name, hash, prefix, scopes)"
                " values (md5('user' || %s)::uuid, gen_random_uuid(), 'bench', %s, 'x', '{read,write}')",
                (str(number), digest(token)),
            )
        connection.execute("vacuum analyze")
        connection.execute("checkpoint")
    return tokens


def _with_gaps(body: dict[str, Any]) -> str:
    """The append of one request with the places that differ from request to request marked."""
    event, entry = body["events"][0], body["entries"][0]
    gaps = {entry["id"]: "@TIMER@", event["id"]: "@ID@", body["epoch"]: "@EPOCH@", event["device"]: "@DEVICE@"}
    gaps |= {one["hash"]: "@CONTENT@" for one in body["content"]}
    event["number"] = event["seq"] = body["head"] = body["devices"][0]["seq"] = "@NUMBER@"
    text = orjson.dumps(body).decode()
    for value, gap in gaps.items():
        text = text.replace(value, gap)
    return text


def unlimited(settings: Settings, workers: int) -> Settings:
    """Settings of a server with so many processes."""
    return settings.model_copy(update={"workers": workers, "owner_database_url": None, "metrics_token": SecretStr("")})

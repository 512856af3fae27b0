"""The account over the API: the export is the file that the desktop reads, and an erased account is gone."""

import asyncio
import hashlib
import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx2
import psycopg
import pytest
from pydantic import SecretStr

from tests.server.served import client, person
from truthtime_core.events import Content, parse
from truthtime_core.export_format import json_line
from truthtime_core.ledger import Ledger, fold
from truthtime_desktop import exports, imports
from truthtime_desktop.config import Places
from truthtime_desktop.imports.events import pairs
from truthtime_desktop.store import open_store
from truthtime_server import account
from truthtime_server.config import Settings
from truthtime_server.db import Database

ERASE = {"confirm": "erase everything"}
Owner = psycopg.Connection[tuple[Any, ...]]


async def busy_day(http: httpx2.AsyncClient) -> None:
    """Entries with amendments, a void, projects, and notes with revisions."""
    first = (await http.post("/api/sessions/start", json={"description": "Café ☕", "project": "Acme"})).json()["id"]
    await http.post("/api/sessions/pause")
    await http.post("/api/sessions/start", json={"tags": ["x,y"]})
    await http.post("/api/sessions/stop")
    await http.patch(f"/api/sessions/{first}", json={"reason": "typo", "description": '\x7f \u2028 "quoted" \\'})
    await http.request("DELETE", f"/api/sessions/{first}", json={"reason": "twice"})
    for content in ("one\r\n", "two\t\x01", "é" * 1_000):
        made = await http.post("/api/notes", json={"date": "2026-11-24", "content": content, "time_entry_id": first})
    await http.put(f"/api/notes/{made.json()['id']}", json={"content": "end"}, headers={"If-Match": "*"})
    await http.post("/api/sessions/start", json={})


def stored(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def ledger_of(path: Path) -> Ledger:
    with path.open("rb") as file:
        found = [(parse(payload), content) for payload, content in pairs(file)]
    words = {content.hash: content.words for _, content in found if content}
    return fold([event for event, _ in found], words)


def test_the_export_is_the_same_ledger_on_the_desktop(settings: Settings, tmp_path: Path) -> None:
    async def run() -> bytes:
        _user, token = person(settings, "ada")
        async with client(settings, token) as http:
            await busy_day(http)
            answer = await http.get("/api/export")
            assert answer.status_code == 200
            assert answer.headers["content-disposition"] == 'attachment; filename="truthtime-export.json"'
            sessions = (await http.get("/api/sessions?voided=true")).json()["sessions"]
            notes = (await http.get("/api/notes")).json()["notes"]
        exported = json.loads(answer.content)
        assert exported["count"] == len(exported["events"]) == 13
        ledger = ledger_of(stored(tmp_path / "server.json", answer.content))
        assert {one.id: one.description for one in ledger.entries} == {
            one["id"]: one["description"] for one in sessions
        }
        stopped = {one["id"]: one["worked_ms"] for one in sessions if one["status"] == "stopped"}
        assert {one.id: one.worked_ms for one in ledger.entries if one.state == "stopped"} == stopped
        assert [note.text for note in ledger.notes] == [note["content"] for note in notes] == ["end"]
        return answer.content

    content = asyncio.run(run())
    path = stored(tmp_path / "server.json", content)
    store = open_store(Places(tmp_path / "desktop"))
    try:
        assert imports.read(store, path).new == 13
        exports.write(store, tmp_path / "desktop.json", "json")
    finally:
        store.close()
    assert (tmp_path / "desktop.json").read_bytes() == content
    assert ledger_of(tmp_path / "desktop.json") == ledger_of(path)


def test_an_empty_account_exports_an_empty_file(settings: Settings, tmp_path: Path) -> None:
    async def run() -> bytes:
        async with client(settings, person(settings, "ada")[1]) as http:
            return (await http.get("/api/export")).content

    store = open_store(Places(tmp_path / "desktop"))
    try:
        exports.write(store, tmp_path / "empty.json", "json")
        assert asyncio.run(run()) == (tmp_path / "empty.json").read_bytes()
    finally:
        store.close()


def test_an_export_is_written_in_pages(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page holds more than so many events and so much text, and together they are every event once, in order."""
    sizes: list[tuple[int, int]] = []

    async def run() -> bytes:
        _user, token = person(settings, "ada")
        async with client(settings, token) as http:
            # The note grows: its revisions are 50 KB to 190 KB long.
            for size in (50_000, 10, 70_000, 70_000, 10, 10, 10, 10):
                await http.post("/api/notes", json={"date": "2026-11-24", "content": "x" * size})
            whole = (await http.get("/api/export")).content
            monkeypatch.setattr(account, "PAGE_EVENTS", 3)
            monkeypatch.setattr(account, "PAGE_BYTES", 200_000)
            page = account.page_of

            async def counted(database: Database, user: UUID, after: int, until: int) -> account.Rows:
                rows = await page(database, user, after, until)
                sizes.append((len(rows), sum(len(row["words"]) for row in rows[:-1])))
                return rows

            monkeypatch.setattr(account, "page_of", counted)
            assert (await http.get("/api/export")).content == whole
            return whole

    assert json.loads(asyncio.run(run()))["count"] == 8
    assert max(count for count, _ in sizes) <= 3
    assert max(size for _, size in sizes) < 200_000
    assert len(sizes) > 3


def test_an_export_that_the_erasure_overtakes_is_not_whole(settings: Settings) -> None:
    async def run() -> None:
        user, token = person(settings, "ada")
        async with client(settings, token) as http:
            await busy_day(http)
            database = Database(settings)
            await database.open()
            first = await account.page_of(database, user, 0, 13)
            stream = account.file_of(database, user, first[:5], 13)
            begun = await anext(stream)
            assert begun.startswith(b'{"format":"truthtime-export"')
            assert (await http.request("DELETE", "/api/account", json=ERASE)).status_code == 204
            with pytest.raises(Exception, match="database_unavailable"):
                await anext(stream)
            await database.close()

    asyncio.run(run())


def test_an_erased_account_is_gone_and_the_person_begins_empty(settings: Settings, owner: Owner) -> None:
    async def run() -> None:
        ada, token = person(settings, "ada")
        bob, others = person(settings, "bob")
        async with client(settings, token) as http:
            await busy_day(http)
            await http.post("/api/sessions/start", json={}, headers={"Idempotency-Key": "k"})
            other = {"Authorization": f"Bearer {others}"}
            await http.post("/api/notes", json={"date": "2026-11-24", "content": "bob's"}, headers=other)
            money(owner, ada, bob)
            assert set(tables_with(settings, ada)) == EVERY_TABLE
            gone = await http.request("DELETE", "/api/account", json=ERASE)
            assert (gone.status_code, gone.content) == (204, b"")
            assert tables_with(settings, ada) == []
            assert "stripe_events" in tables_with(settings, bob)
            assert everything(settings).count(str(ada)) == 0
            assert "cus_ada" not in everything(settings)
            again = await http.get("/api/sessions")
            assert (again.status_code, again.json()["code"]) == (401, "token_unknown")
            assert (await http.get("/api/notes", headers=other)).json()["notes"][0]["content"] == "bob's"
            _same, fresh = person(settings, "ada")
            new = {"Authorization": f"Bearer {fresh}"}
            assert (await http.get("/api/notes", headers=new)).json()["notes"] == []
            assert (await http.get("/api/export", headers=new)).json()["count"] == 0

    asyncio.run(run())


def test_whoever_was_let_in_before_the_erasure_writes_nothing_after_it(settings: Settings) -> None:
    """Another process may know a verified token for a minute longer."""

    async def run() -> None:
        user, token = person(settings, "ada")
        async with client(settings, token) as here, client(settings, token) as there:
            assert (await there.get("/api/sessions")).status_code == 200
            assert (await here.request("DELETE", "/api/account", json=ERASE)).status_code == 204
            refused = await there.post("/api/sessions/start", json={})
            assert (refused.status_code, refused.json()["code"]) == (401, "account_erased")
            assert (await there.get("/api/notes")).json() == {"notes": [], "as_of": 0, "next": None}
            assert tables_with(settings, user) == []

    asyncio.run(run())


def test_an_erasure_among_writers_leaves_nothing(settings: Settings) -> None:
    async def run() -> None:
        user, token = person(settings, "ada")
        async with client(settings, token) as http:
            await http.post("/api/sessions/start", json={})
            writers = [http.post("/api/notes", json={"date": "2026-11-24", "content": "x"}) for _ in range(20)]
            answers = await asyncio.gather(*writers, http.request("DELETE", "/api/account", json=ERASE))
            assert answers[-1].status_code == 204
            assert {answer.status_code for answer in answers[:-1]} <= {200, 201, 401}
            assert tables_with(settings, user) == []

    asyncio.run(run())


@pytest.mark.parametrize(
    "body", [None, {}, {"confirm": "yes"}, {"confirm": True}, {"confirm": ERASE["confirm"], "x": 1}]
)
def test_an_erasure_that_is_not_meant_erases_nothing(settings: Settings, body: object) -> None:
    async def run() -> None:
        _user, token = person(settings, "ada")
        async with client(settings, token) as http:
            await http.post("/api/sessions/start", json={})
            assert (await http.request("DELETE", "/api/account", json=body)).status_code == 422
            assert len((await http.get("/api/sessions")).json()["sessions"]) == 1

    asyncio.run(run())


@pytest.mark.parametrize(("method", "path"), [("GET", "/api/export"), ("DELETE", "/api/account")])
def test_export_and_erasure_want_the_scope_of_the_account(settings: Settings, method: str, path: str) -> None:
    async def run() -> None:
        _user, token = person(settings, "ada", ("read", "write"))
        async with client(settings, token) as http:
            refused = await http.request(method, path, json=ERASE)
            assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
            nobody = await http.request(method, path, json=ERASE, headers={"Authorization": ""})
            assert nobody.status_code == 401

    asyncio.run(run())


def test_the_last_line_seals_the_lines_before_it(settings: Settings) -> None:
    async def run() -> bytes:
        async with client(settings, person(settings, "ada")[1]) as http:
            await http.post("/api/sessions/start", json={"description": "x"})
            return (await http.get("/api/export")).content

    *lines, last = asyncio.run(run()).splitlines(keepends=True)
    sealed = json.loads("{" + last.decode()[2:])
    assert sealed["sha256"] == hashlib.sha256(b"".join(lines)).hexdigest()
    event = parse(json.loads(lines[1])["payload"].encode())
    assert sealed["heads"] == [{"device": event.device, "hash": event.hash, "incarnation": 1, "seq": 1}]
    words = json.loads(lines[1])["content"]
    assert lines[1] == json_line(event.payload, Content(words["salt"], words["text"])) + b"\n"


EVERY_TABLE = {
    "access_tokens", "content", "daily_notes", "devices", "events", "kept_answers", "projects", "stripe_events",
    "subscriptions", "time_entries", "time_intervals", "user_sync", "users",
}  # fmt: skip


def money(owner: Owner, ada: UUID, bob: UUID) -> None:
    """A subscription and an event of Stripe's for each, as the webhook leaves them."""
    owner.execute("set role truthtime_maintenance")
    for name, user in (("ada", ada), ("bob", bob)):
        owner.execute(
            "insert into subscriptions (user_id, id, stripe_customer_id, plan, status)"
            " values (%s, %s, %s, 'pro', 'active')",
            (user, uuid4(), f"cus_{name}"),
        )
        owner.execute(
            "insert into stripe_events (id, type, created_at, user_id, customer, outcome, payload)"
            " values (%s, 'x', now(), %s, %s, 'stored', %s)",
            (f"evt_{name}", user, f"cus_{name}", f'{{"customer":"cus_{name}"}}'),
        )
    owner.execute("reset role")


def tables_with(settings: Settings, user: UUID) -> list[str]:
    """Names of the tables that hold a row of this user, seen past every wall."""
    found = []
    with backup(settings) as connection:
        for (table,) in tables(connection):
            column = "id" if table == "users" else "user_id"
            if connection.execute(f"select from {table} where {column} = %s", (user,)).fetchone() is not None:
                found.append(table)
    return found


def everything(settings: Settings) -> str:
    """Every row there is, as text."""
    with backup(settings) as connection:
        return "\n".join(
            str(row[0])
            for (table,) in tables(connection)
            for row in connection.execute(f"select t::text from {table} t")
        )


def tables(connection: Owner) -> list[Any]:
    statement = (
        "select distinct table_name from information_schema.columns where table_schema = 'public'"
        " and (column_name = 'user_id' or table_name = 'users')"
    )
    return connection.execute(statement).fetchall()


def backup(settings: Settings) -> Owner:
    assert isinstance(settings.owner_database_url, SecretStr)
    connection = psycopg.connect(settings.owner_database_url.get_secret_value(), autocommit=True)
    connection.execute("set role truthtime_backup")
    return connection

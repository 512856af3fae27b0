"""The routes of sessions over the real application and a real PostgreSQL."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import psycopg
import pytest
from pydantic import SecretStr

from tests.server.served import client, person
from truthtime_core.events import Head, parse, verify_chain
from truthtime_server.config import Settings
from truthtime_server.postgres import free_port

pytestmark = pytest.mark.anyio
KINDS = ("claimed_ms", "paused_ms", "idle_ms", "locked_ms", "asleep_ms", "off_ms")


@pytest.fixture
async def http(settings: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    _user, token = person(settings, "ada")
    async with client(settings, token) as made:
        yield made


async def started(http: httpx2.AsyncClient, **words: object) -> dict[str, Any]:
    answer = await http.post("/api/sessions/start", json=words)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def stopped(http: httpx2.AsyncClient, **words: object) -> dict[str, Any]:
    entry = await started(http, **words)
    return dict((await http.post("/api/sessions/stop", json={"id": entry["id"]})).json())


async def test_every_millisecond_from_start_to_stop_has_a_kind(http: httpx2.AsyncClient) -> None:
    entry = await started(http, description="Invoices", project="Acme", tags=["admin"], zone="Europe/Paris")
    assert (entry["status"], entry["project"], entry["tags"]) == ("running", "Acme", ["admin"])
    assert entry["started_at"].endswith("+01:00")
    assert entry["flags"] == ["unwatched"]
    assert (await http.post("/api/sessions/pause")).json()["status"] == "paused"
    assert (await http.post("/api/sessions/resume", json={})).json()["status"] == "running"
    answer = await http.post("/api/sessions/stop", json={"id": entry["id"]})
    done = answer.json()
    assert done["status"] == "stopped"
    assert done["worked_ms"] == sum(one["duration_ms"] for one in done["intervals"] if one["kind"] == "work")
    assert done["worked_ms"] - done["claimed_ms"] + sum(done[kind] for kind in KINDS) == done["elapsed_ms"]
    assert [one["kind"] for one in done["intervals"]] in (["work", "paused", "work"], ["paused"], ["work", "paused"])


async def test_a_running_entry_is_counted_up_to_now(http: httpx2.AsyncClient, owner: psycopg.Connection[Any]) -> None:
    entry = await started(http)
    owner.execute("set role truthtime_maintenance")
    owner.execute("update time_entries set counting_since_ms = counting_since_ms - 91000")
    shown = (await http.get(f"/api/sessions/{entry['id']}")).json()
    listed = (await http.get("/api/sessions")).json()["sessions"][0]
    assert listed["worked_seconds"] >= 90
    assert listed["elapsed_ms"] == listed["worked_ms"] == listed["intervals"][-1]["duration_ms"]
    # The single entry is folded from the log, where nobody moved anything.
    assert shown["worked_seconds"] < 90


async def test_starting_something_else_ends_what_runs_in_the_same_moment(http: httpx2.AsyncClient) -> None:
    first = await started(http, description="one")
    second = await started(http, description="two")
    assert second["switched_from"] == [first["id"]]
    old = (await http.get(f"/api/sessions/{first['id']}")).json()
    assert (old["status"], old["ended_at"]) == ("stopped", second["started_at"])


async def test_the_first_stop_counts_and_a_later_one_is_kept(
    http: httpx2.AsyncClient, owner: psycopg.Connection[Any]
) -> None:
    entry = await stopped(http)
    again = (await http.post("/api/sessions/stop", json={"id": entry["id"]})).json()
    assert (again["noop"], again["ended_at"], again["worked_ms"]) == (True, entry["ended_at"], entry["worked_ms"])
    assert "stop_repeated" in again["flags"]
    found = owner.execute("select type from events order by number").fetchall()
    assert [row[0] for row in found] == ["timer.start", "timer.stop", "timer.stop"]


@pytest.mark.parametrize("command", ["pause", "resume", "stop"])
async def test_nothing_runs(http: httpx2.AsyncClient, command: str) -> None:
    answer = await http.post(f"/api/sessions/{command}")
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json()["code"], answer.json()["title"]) == ("refused", "Nothing is running.")


@pytest.mark.parametrize("command", ["pause", "resume"])
async def test_what_has_ended_does_not_go_on(http: httpx2.AsyncClient, command: str) -> None:
    entry = await stopped(http)
    answer = await http.post(f"/api/sessions/{command}", json={"id": entry["id"]})
    assert (answer.status_code, answer.json()["title"]) == (409, "This entry has ended.")


async def test_a_repeat_with_the_same_key_changes_nothing(
    http: httpx2.AsyncClient, owner: psycopg.Connection[Any]
) -> None:
    headers = {"Idempotency-Key": "k-1"}
    first = await http.post("/api/sessions/start", json={"description": "x"}, headers=headers)
    again = await http.post("/api/sessions/start", json={"description": "x"}, headers=headers)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["idempotent-replayed"] == "true"
    assert owner.execute("select count(*) from events").fetchone() == (1,)
    other = await http.post("/api/sessions/start", json={"description": "y"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_a_repeat_of_what_changed_nothing_goes_on_changing_nothing(http: httpx2.AsyncClient) -> None:
    path = f"/api/sessions/{(await stopped(http))['id']}"
    again = {"Idempotency-Key": "k-2"}
    first = await http.post(f"{path}/restore", json={"reason": "x"}, headers=again)
    assert first.json()["noop"] is True
    assert (await http.request("DELETE", path, json={"reason": "y"})).json()["voided"] is True
    repeated = await http.post(f"{path}/restore", json={"reason": "x"}, headers=again)
    assert (repeated.content, repeated.headers["idempotent-replayed"]) == (first.content, "true")
    assert (await http.get(path)).json()["voided"] is True


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "a b"])
async def test_a_key_that_is_none(http: httpx2.AsyncClient, key: str) -> None:
    answer = await http.post("/api/sessions/start", json={}, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_malformed")


async def test_an_id_made_by_the_client_makes_one_entry(http: httpx2.AsyncClient) -> None:
    mine = str(uuid4())
    entry = await started(http, id=mine, description="x")
    assert entry["id"] == mine
    again = await http.post("/api/sessions/start", json={"id": mine, "description": "x"})
    assert (again.status_code, again.json()["noop"]) == (200, True)
    assert len((await http.get("/api/sessions")).json()["sessions"]) == 1


async def test_an_amendment_keeps_the_original(http: httpx2.AsyncClient, owner: psycopg.Connection[Any]) -> None:
    entry = await stopped(http, description="Invoces", project="Acme")
    begin = datetime.fromisoformat(entry["started_at"]).astimezone(UTC) - timedelta(minutes=5)
    change = {"reason": "typo, and I began earlier", "description": "Invoices", "started_at": begin.isoformat()}
    amended = (await http.patch(f"/api/sessions/{entry['id']}", json=change)).json()
    assert (amended["description"], amended["project"], amended["amended"]) == ("Invoices", "Acme", True)
    assert amended["claimed_ms"] == 300_000
    words = {row[0] for row in owner.execute("select text from content").fetchall()}
    assert any("Invoces" in text for text in words)
    assert any("typo, and I began earlier" in text for text in words)
    unfiled = (await http.patch(f"/api/sessions/{entry['id']}", json={"reason": "none", "project": ""})).json()
    assert unfiled["project"] is None


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"reason": "x"}, 422, "nothing_to_amend"),
        ({"description": "x"}, 422, "invalid_input"),
        ({"reason": "", "description": "x"}, 422, "invalid_input"),
        ({"reason": "x", "ended_at": "2001-01-01T00:00:00Z"}, 422, "times_reversed"),
        ({"reason": "x", "started_at": "2026-11-24T10:00:00"}, 422, "invalid_input"),
        ({"reason": "x", "started_at": 0}, 422, "invalid_input"),
        ({"reason": "x", "description": "x", "worked_seconds": 9}, 422, "invalid_input"),
        ({"reason": "x", "description": "x\0"}, 422, "invalid_input"),
        ({"reason": "x", "description": "x", "zone": "Mars/Olympus"}, 422, "zone_unknown"),
    ],
)
async def test_an_amendment_that_cannot_be(
    http: httpx2.AsyncClient, change: dict[str, object], status: int, code: str
) -> None:
    entry = await stopped(http)
    answer = await http.patch(f"/api/sessions/{entry['id']}", json=change)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_an_open_entry_cannot_be_given_an_end(http: httpx2.AsyncClient) -> None:
    entry = await started(http)
    change = {"reason": "x", "ended_at": "2030-01-01T00:00:00Z"}
    answer = await http.patch(f"/api/sessions/{entry['id']}", json=change)
    assert (answer.status_code, answer.json()["title"]) == (409, "This entry is still open.")


async def test_what_was_taken_out_is_kept_and_comes_back(http: httpx2.AsyncClient) -> None:
    entry = await stopped(http)
    path = f"/api/sessions/{entry['id']}"
    assert (await http.request("DELETE", path)).status_code == 422  # a reason is asked for
    gone = (await http.request("DELETE", path, json={"reason": "not mine"})).json()
    assert gone["voided"] is True
    assert (await http.request("DELETE", path, json={"reason": "again"})).json()["noop"] is True
    assert (await http.get("/api/sessions")).json()["sessions"] == []
    assert len((await http.get("/api/sessions?voided=true")).json()["sessions"]) == 1
    back = (await http.post(f"{path}/restore", json={"reason": "it was"})).json()
    assert (back["voided"], len((await http.get("/api/sessions")).json()["sessions"])) == (False, 1)


async def test_pages_hold_every_entry_once(http: httpx2.AsyncClient) -> None:
    made = [(await stopped(http, description=str(number)))["id"] for number in range(7)]
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await http.get("/api/sessions", params={"limit": 3, **({"cursor": cursor} if cursor else {})})).json()
        seen += [one["id"] for one in page["sessions"]]
        cursor = page["next"]
    assert seen == made[::-1] or sorted(seen) == sorted(made)
    assert len(seen) == 7
    newest = (await http.get(f"/api/sessions/{made[-1]}")).json()
    later = {"from": (datetime.fromisoformat(newest["ended_at"]) + timedelta(seconds=1)).isoformat()}
    assert (await http.get("/api/sessions", params=later)).json()["sessions"] == []
    assert len((await http.get("/api/sessions", params={"to": "2001-01-01T00:00:00Z"})).json()["sessions"]) == 0


@pytest.mark.parametrize("query", ["cursor=zz", "cursor=%00", "limit=0", "limit=201", "limit=-5", "from=2026-11-24"])
async def test_a_query_that_cannot_be(http: httpx2.AsyncClient, query: str) -> None:
    answer = await http.get(f"/api/sessions?{query}")
    assert answer.status_code == 422, answer.text


async def test_an_unchanged_list_is_not_sent_again(http: httpx2.AsyncClient) -> None:
    await stopped(http)
    first = await http.get("/api/sessions")
    known = {"If-None-Match": f'"other", W/{first.headers["etag"]}'}
    again = await http.get("/api/sessions", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    await stopped(http)
    assert (await http.get("/api/sessions", headers=known)).status_code == 200


async def test_a_token_without_the_scope(settings: Settings) -> None:
    _user, token = person(settings, "reader", ("read",))
    async with client(settings, token) as http:
        assert (await http.get("/api/sessions")).status_code == 200
        answer = await http.post("/api/sessions/start", json={})
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
        assert 'scope="write"' in answer.headers["www-authenticate"]


async def test_the_log_is_a_chain_that_anybody_can_verify(
    http: httpx2.AsyncClient, owner: psycopg.Connection[Any]
) -> None:
    await stopped(http, description="one", project="Acme")
    await stopped(http, description="two", project="Acme")
    found = owner.execute("select payload from events order by number").fetchall()
    events = [parse(row[0].encode()) for row in found]
    head = verify_chain(events, Head(events[0].device, 1))
    stored = owner.execute("select head_seq, encode(head_hash, 'hex') from devices").fetchone()
    assert stored == (head.seq, head.hash)
    assert owner.execute("select count(*) from projects").fetchone() == (1,)


async def test_a_database_that_is_gone_is_said(settings: Settings) -> None:
    _user, token = person(settings, "ada")
    nowhere = SecretStr(f"postgresql://x:y@127.0.0.1:{free_port()}/none")
    async with client(settings.model_copy(update={"database_url": nowhere}), token) as http:
        answer = await http.get("/api/sessions")
        assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
        assert answer.headers["retry-after"] == "2"

"""Notes over the API: each write is a revision, what was written apart is never dropped, nobody sees another's."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import httpx2
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from tests.server.served import client, person
from truthtime_core.notes import MAX_NOTE_BYTES
from truthtime_server.config import Settings

DAY = "2026-11-24"
Walk = Callable[[httpx2.AsyncClient], Awaitable[None]]


def walk(settings: Settings, steps: Walk, name: str = "ada") -> None:
    """Run the steps as a new user."""

    async def run() -> None:
        _user, token = person(settings, name)
        async with client(settings, token) as http:
            await steps(http)

    asyncio.run(run())


async def written(http: httpx2.AsyncClient, content: str = "first", day: str = DAY) -> httpx2.Response:
    made = await http.post("/api/notes", json={"date": day, "content": content})
    assert made.status_code == 201, made.text
    return made


def test_a_note_is_written_added_to_changed_and_deleted(settings: Settings) -> None:
    async def steps(http: httpx2.AsyncClient) -> None:
        entry = (await http.post("/api/sessions/start", json={})).json()["id"]
        made = await http.post("/api/notes", json={"date": DAY, "content": " first ", "time_entry_id": entry})
        assert made.status_code == 201
        note = made.json()
        assert (note["content"], note["date"], note["time_entry_id"]) == (" first ", DAY, entry)
        assert made.headers["etag"] == f'"{note["revision"]}"'
        more = await http.post("/api/notes", json={"date": DAY, "content": "second"})
        assert (more.status_code, more.json()["content"]) == (200, " first \nsecond")
        assert (more.json()["id"], more.json()["revisions"], more.json()["time_entry_id"]) == (note["id"], 2, entry)
        path, current = f"/api/notes/{note['id']}", {"If-Match": more.headers["etag"]}
        put = await http.put(path, json={"content": "other\r\n", "time_entry_id": None}, headers=current)
        assert (put.status_code, put.json()["content"], put.json()["merged"]) == (200, "other\r\n", False)
        assert put.json()["time_entry_id"] is None
        read = await http.get(path)
        assert read.headers["etag"] == put.headers["etag"]
        assert read.json() == {name: value for name, value in put.json().items() if name != "noop"}
        gone = await http.delete(path)
        assert (gone.status_code, gone.json()["deleted"], gone.json()["content"]) == (200, True, "")
        assert (await http.get(path)).status_code == 404
        assert (await http.delete(path)).json()["noop"] is True
        assert (await http.get("/api/notes")).json()["notes"] == []
        back = await http.post("/api/notes", json={"date": DAY, "content": "again"})
        assert (back.status_code, back.json()["content"], back.json()["id"]) == (201, "again", note["id"])

    walk(settings, steps)


def test_a_stale_change_is_merged_and_answered_so(settings: Settings) -> None:
    async def steps(http: httpx2.AsyncClient) -> None:
        first = await written(http, "one\ntwo\nthree\n")
        path, old = f"/api/notes/{first.json()['id']}", {"If-Match": first.headers["etag"]}
        await http.put(path, json={"content": "ONE\ntwo\nthree\n"}, headers=old)
        late = old | {"Idempotency-Key": "k"}
        stale = await http.put(path, json={"content": "one\ntwo\nTHREE\n"}, headers=late)
        assert (stale.status_code, stale.json()["content"]) == (200, "ONE\ntwo\nTHREE\n")
        assert stale.json()["merged"] is True
        repeat = await http.put(path, json={"content": "one\ntwo\nTHREE\n"}, headers=late)
        assert (repeat.content, repeat.headers["etag"]) == (stale.content, stale.headers["etag"])
        same = await http.put(path, json={"content": "ONE\ntwo\nTHREE\n"}, headers=old)
        assert (same.json()["noop"], same.json()["merged"]) == (True, True)

    walk(settings, steps)


def test_an_edit_wins_over_a_deletion_that_did_not_know_of_it(settings: Settings) -> None:
    async def steps(http: httpx2.AsyncClient) -> None:
        first = await written(http)
        path, old = f"/api/notes/{first.json()['id']}", {"If-Match": first.headers["etag"]}
        edited = await http.put(path, json={"content": "edited"}, headers=old)
        refused = await http.delete(path, headers=old)
        assert (refused.status_code, refused.json()["code"]) == (412, "note_changed")
        assert (await http.delete(path, headers={"If-Match": edited.headers["etag"]})).json()["deleted"] is True
        late = await http.put(path, json={"content": "edited more"}, headers={"If-Match": edited.headers["etag"]})
        assert (late.status_code, late.json()["content"], late.json()["deleted"]) == (200, "edited more", False)

    walk(settings, steps)


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 428, "if_match_missing"),
        ({"If-Match": '"00000000-0000-4000-8000-000000000000"'}, 412, "revision_unknown"),
        ({"If-Match": "nonsense"}, 412, "revision_unknown"),
        ({"If-Match": "*", "Idempotency-Key": "a b"}, 400, "idempotency_key_malformed"),
    ],
)
def test_a_change_says_what_it_changes(settings: Settings, headers: dict[str, str], status: int, code: str) -> None:
    async def steps(http: httpx2.AsyncClient) -> None:
        path = f"/api/notes/{(await written(http)).json()['id']}"
        refused = await http.put(path, json={"content": "x"}, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (status, code)
        assert (await http.get(path)).json()["content"] == "first"
        star = await http.put(path, json={"content": "x"}, headers={"If-Match": "*"})
        assert (star.status_code, star.json()["content"]) == (200, "x")

    walk(settings, steps)


def test_pages_cursors_and_etags(settings: Settings) -> None:
    async def steps(http: httpx2.AsyncClient) -> None:
        empty = await http.get("/api/notes")
        assert empty.json() == {"notes": [], "as_of": 0, "next": None}
        same = await http.get("/api/notes", headers={"If-None-Match": empty.headers["etag"]})
        assert same.status_code == 304
        days = [f"2026-11-{day:02}" for day in range(1, 8)]
        for day in days:
            await written(http, day, day)
        seen, cursor = [], None
        while True:
            page = await http.get("/api/notes", params={"limit": 3} | ({"cursor": cursor} if cursor else {}))
            seen += [note["content"] for note in page.json()["notes"]]
            cursor = page.json()["next"]
            if cursor is None:
                break
        assert seen == days[::-1]
        one = await http.get("/api/notes", params={"date": "2026-11-03"})
        assert [note["date"] for note in one.json()["notes"]] == ["2026-11-03"]
        some = await http.get("/api/notes", params={"from": "2026-11-03", "to": "2026-11-05"})
        assert [note["date"] for note in some.json()["notes"]] == ["2026-11-05", "2026-11-04", "2026-11-03"]
        assert some.json()["as_of"] == 7
        again = await http.get("/api/notes", headers={"If-None-Match": some.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        read = await http.get(f"/api/notes/{some.json()['notes'][0]['id']}")
        known = {"If-None-Match": read.headers["etag"]}
        assert (await http.get(f"/api/notes/{read.json()['id']}", headers=known)).status_code == 304

    walk(settings, steps)


@pytest.mark.parametrize(
    "query",
    [
        {"date": "24.11.2026"},
        {"date": "2026-02-30"},
        {"date": "0001-01-01"},
        {"date": "2026-11-24", "from": "2026-11-24"},
        {"limit": "0"},
        {"limit": "201"},
        {"cursor": "x"},
        {"cursor": "é"},
    ],
)
def test_what_cannot_be_asked_for_is_said(settings: Settings, query: dict[str, str]) -> None:
    async def steps(http: httpx2.AsyncClient) -> None:
        refused = await http.get("/api/notes", params=query)
        assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")

    walk(settings, steps)


@pytest.mark.parametrize(
    "body",
    [
        {"date": "2026-02-30", "content": ""},
        {"date": "2026-11-24"},
        {"date": "2026-11-24", "content": 1},
        {"date": "2026-11-24", "content": "nul \0"},
        {"date": "2026-11-24", "content": "\ud800"},
        {"date": "2026-11-24", "content": "x", "more": 1},
        {"date": "2026-11-24", "content": "x", "zone": "Mars/Base"},
        {"date": "2026-11-24", "content": "x", "time_entry_id": "019a1c9e-5e3a-7c11-8f6e-3b2c9a7d4e10"},
        {"date": 20261124, "content": "x"},
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is_written(settings: Settings, body: dict[str, object]) -> None:
    async def steps(http: httpx2.AsyncClient) -> None:
        refused = await http.post("/api/notes", content=json.dumps(body), headers={"Content-Type": "application/json"})
        assert refused.status_code == 422, refused.text
        assert (await http.get("/api/notes")).json()["as_of"] == 0

    walk(settings, steps)


def test_a_note_as_long_as_the_desktop_allows_and_no_longer(settings: Settings) -> None:
    async def steps(http: httpx2.AsyncClient) -> None:
        longest = "é" * (MAX_NOTE_BYTES // 2)
        made = await written(http, longest)
        assert made.json()["content"] == longest
        for day in ("2026-11-21", "2026-11-22"):
            await written(http, longest, day)
        page = (await http.get("/api/notes")).json()
        assert [note["date"] for note in page["notes"]] == ["2026-11-24", "2026-11-22"]
        rest = (await http.get("/api/notes", params={"cursor": page["next"]})).json()
        assert [note["date"] for note in rest["notes"]] == ["2026-11-21"]
        assert rest["next"] is None
        refused = await http.post("/api/notes", json={"date": DAY, "content": "x"})
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_input")

    walk(settings, steps)


def test_repeats_with_the_same_key_write_once(settings: Settings) -> None:
    async def steps(http: httpx2.AsyncClient) -> None:
        key = {"Idempotency-Key": "k1"}
        answers = [await http.post("/api/notes", json={"date": DAY, "content": "once"}, headers=key) for _ in range(3)]
        assert {answer.content for answer in answers} == {answers[0].content}
        assert [answer.status_code for answer in answers] == [201, 201, 201]
        assert answers[2].headers["idempotent-replayed"] == "true"
        assert answers[2].headers["etag"] == answers[0].headers["etag"]
        other = await http.post("/api/notes", json={"date": DAY, "content": "twice"}, headers=key)
        assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
        path = f"/api/notes/{answers[0].json()['id']}"
        key = {"Idempotency-Key": "k2"}
        assert (await http.delete(path, headers=key)).content == (await http.delete(path, headers=key)).content

    walk(settings, steps)


def test_notes_of_others_are_not_there(settings: Settings) -> None:
    async def run() -> None:
        _ada, ada = person(settings, "ada")
        _bob, bob = person(settings, "bob")
        async with client(settings, ada) as http:
            entry = (await http.post("/api/sessions/start", json={})).json()["id"]
            note = (await written(http, "secret")).json()
            path, other = f"/api/notes/{note['id']}", {"Authorization": f"Bearer {bob}"}
            star = other | {"If-Match": "*"}
            for answer in (
                await http.get(path, headers=other),
                await http.put(path, json={"content": "mine"}, headers=star),
                await http.put(path, json={"content": "mine"}, headers=other | {"If-Match": f'"{note["revision"]}"'}),
                await http.delete(path, headers=star),
            ):
                assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
            assert (await http.get("/api/notes", headers=other)).json()["notes"] == []
            own = await http.post("/api/notes", json={"date": DAY, "content": "own"}, headers=other)
            assert own.status_code == 201
            assert own.json()["id"] != note["id"]
            body = {"date": DAY, "content": "own", "time_entry_id": entry}
            assert (await http.post("/api/notes", json=body, headers=other)).json()["code"] == "entry_unknown"
            assert (await http.get(path)).json() == {name: value for name, value in note.items() if name != "noop"}

    asyncio.run(run())


@pytest.mark.parametrize(("scopes", "method"), [(("read",), "POST"), (("write",), "GET")])
def test_a_token_does_what_its_scopes_say(settings: Settings, scopes: tuple[str, ...], method: str) -> None:
    async def run() -> None:
        _user, token = person(settings, "ada", scopes)
        async with client(settings, token) as http:
            refused = await http.request(method, "/api/notes", json={"date": DAY, "content": "x"})
            assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
            assert (await http.get("/api/notes", headers={"Authorization": ""})).status_code == 401

    asyncio.run(run())


LINES = st.lists(st.sampled_from(["alpha\n", "beta\n", "gamma\n", "\n", "@09:04 x\n"]), max_size=5).map("".join)


EDITS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6)), min_size=1, max_size=6)


def test_nothing_that_anybody_typed_is_dropped_whatever_they_had_seen(settings: Settings) -> None:
    """Writers insert lines of their own into texts of any age; at the end every word of all of them stands there."""

    async def run() -> None:
        _user, token = person(settings, "ada")
        async with client(settings, token) as http:
            number = 0

            async def world(start: str, edits: list[tuple[int, int]]) -> None:
                nonlocal number
                number += 1
                day = f"{2000 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
                first = await written(http, start, day)
                seen, typed = [(first.headers["etag"], start)], []
                for turn, (age, place) in enumerate(edits):
                    etag, text = seen[max(0, len(seen) - 1 - age)]
                    lines = text.splitlines(keepends=True)
                    typed.append("ABCDEF"[turn] * 4)
                    lines.insert(min(place, len(lines)), f"{typed[-1]}\n")
                    path = f"/api/notes/{first.json()['id']}"
                    put = await http.put(path, json={"content": "".join(lines)}, headers={"If-Match": etag})
                    assert put.status_code == 200, put.text
                    assert put.json()["merged"] is (etag != seen[-1][0])
                    assert len(put.json()["heads"]) == 1
                    seen.append((put.headers["etag"], put.json()["content"]))
                final = (await http.get(f"/api/notes/{first.json()['id']}")).json()["content"]
                assert all(word in final for word in typed), (final, typed)
                assert all(line in final for line in start.splitlines())

            loop = asyncio.get_running_loop()

            @profile(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
            @given(LINES, EDITS)
            def worlds(start: str, edits: list[tuple[int, int]]) -> None:
                asyncio.run_coroutine_threadsafe(world(start, edits), loop).result(30)

            await asyncio.to_thread(worlds)

    asyncio.run(run())


def test_many_writers_at_once_lose_nothing(settings: Settings) -> None:
    async def steps(http: httpx2.AsyncClient) -> None:
        lines = [f"line {number}" for number in range(20)]
        answers = await asyncio.gather(
            *(http.post("/api/notes", json={"date": DAY, "content": line}) for line in lines)
        )
        assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
        note = (await http.get("/api/notes", params={"date": DAY})).json()["notes"][0]
        assert sorted(note["content"].splitlines()) == sorted(lines)
        assert note["revisions"] == 20

    walk(settings, steps)

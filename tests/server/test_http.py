"""HTTP as its specifications have it: methods, media types, JSON, ETags, preconditions; over the real application."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from tests.server.served import client, person
from truthtime_server.config import Settings

pytestmark = pytest.mark.anyio
START = "/api/sessions/start"
JSON = {"Content-Type": "application/json"}
SOMEBODYS = "/api/sessions/019a1c9e-5e3a-7c11-8f6e-3b2c9a7d4e10"


@pytest.fixture
async def http(settings: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    _user, token = person(settings, "ada")
    async with client(settings, token) as made:
        yield made


async def started(http: httpx2.AsyncClient, **words: object) -> httpx2.Response:
    answer = await http.post(START, json=words)
    assert answer.status_code == 201, answer.text
    return answer


def told(answer: httpx2.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["title"]
    assert problem["hint"]
    return answer.status_code, problem["code"]


async def test_who_asks_is_known_before_anything_is_judged(settings: Settings) -> None:
    async with client(settings) as http:
        for answer in (
            await http.post(START, content=b"{", headers=JSON),
            await http.post(START, json={"nonsense": 1}),
            await http.patch(SOMEBODYS, content=b"x", headers={"Content-Type": "text/plain"}),
            await http.get("/api/sessions?limit=x"),
        ):
            assert told(answer) == (401, "token_missing")
            assert answer.headers["www-authenticate"] == "Bearer"


ALLOW = {
    "/api/sessions": "GET, HEAD, OPTIONS",
    START: "POST, OPTIONS",
    SOMEBODYS: "GET, PATCH, DELETE, HEAD, OPTIONS",
    f"{SOMEBODYS}/restore": "POST, OPTIONS",
}


async def test_a_path_names_every_method_it_takes(http: httpx2.AsyncClient) -> None:
    for path, allow in ALLOW.items():
        refused = await http.put(path, json={})
        assert told(refused) == (405, "method_not_allowed")
        assert refused.headers["allow"] == allow
        asked = await http.options(path)
        assert (asked.status_code, asked.headers["allow"], asked.content) == (204, allow, b"")


async def test_a_word_is_no_id(http: httpx2.AsyncClient) -> None:
    assert told(await http.get(START)) == (405, "method_not_allowed")
    assert told(await http.get("/api/sessions/42")) == (404, "not_found")
    assert told(await http.options("/api/nothing")) == (404, "not_found")


async def test_head_is_get_without_its_body(http: httpx2.AsyncClient) -> None:
    await started(http)
    await http.post("/api/sessions/stop")
    got, asked = await http.get("/api/sessions"), await http.head("/api/sessions")
    assert (asked.status_code, asked.content) == (200, b"")
    for name in ("etag", "content-type", "content-length", "cache-control", "vary"):
        assert asked.headers[name] == got.headers[name]
    assert (await http.head(SOMEBODYS)).status_code == 404


DISPUTED = {
    b"{": "Expecting property name",
    b'{"description": NaN}': "NaN and Infinity are no JSON",
    b'{"zone": -Infinity}': "NaN and Infinity are no JSON",
    b'{"description": "a", "description": "b"}': "A name stands twice in one object",
    b'{"description": "\xff"}': "The text is not UTF-8",
    '{"description": "x"}'.encode("utf-16"): "The text is not UTF-8",
    b"\xef\xbb\xbf{}": "Unexpected UTF-8 BOM",
    b'{"a":' * 50_000: "It is nested too deeply",
    b"[" * 900_000: "It is nested too deeply",
    b'{"zone": ' + b"1" * 5_000 + b"}": "A number is too long",
    b'{"description": "\x00"}': "Invalid control character",
    b"{} {}": "Extra data",
}
MISSHAPEN = ("null", "[]", '"x"', "1e999", "true", '{"description": 1e999}', '{"\\ud800": 1}')


async def test_json_that_readers_could_disagree_about(http: httpx2.AsyncClient) -> None:
    for body, why in DISPUTED.items():
        answer = await http.post(START, content=body, headers=JSON)
        assert told(answer) == (400, "malformed_request")
        assert why in answer.json()["detail"]


async def test_json_of_another_shape(http: httpx2.AsyncClient) -> None:
    for body in MISSHAPEN:
        assert told(await http.post(START, content=body, headers=JSON)) == (422, "invalid_input"), body


async def test_what_is_refused_is_not_repeated_at_length(http: httpx2.AsyncClient) -> None:
    answer = await http.post(START, json={"secret" * 1_000: "secret value", "é": 1})
    assert told(answer) == (422, "invalid_input")
    assert "secret value" not in answer.text
    assert len(answer.content) < 1_000


async def test_a_body_says_that_it_is_json(http: httpx2.AsyncClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml", ""):
        for path in (START, "/api/sessions/stop"):
            answer = await http.post(path, content=b"{}", headers={"Content-Type": kind})
            assert told(answer) == (415, "media_type_unknown")
    for kind in ("application/json", "Application/JSON; charset=utf-8", "application/merge-patch+json"):
        assert (await http.post(START, content=b"{}", headers={"Content-Type": kind})).status_code == 201


async def test_a_reason_that_cannot_be_kept(http: httpx2.AsyncClient) -> None:
    where = (await started(http)).headers["location"]
    for text in ("\0", "a\0b", "\ud800", "x" * 1_001, ""):
        for method, words in (("PATCH", {"description": "y"}), ("DELETE", {})):
            body = json.dumps({"reason": text, **words})  # escaped, as every client sends it
            answer = await http.request(method, where, content=body, headers=JSON)
            assert told(answer) == (422, "invalid_input"), answer.text


async def test_null_changes_nothing_and_is_refused(http: httpx2.AsyncClient) -> None:
    where = (await started(http)).headers["location"]
    for name in ("description", "project", "tags", "started_at", "ended_at"):
        answer = await http.patch(where, json={"reason": "x", name: None})
        assert told(answer) == (422, "invalid_input")
        assert f"body.{name}" in answer.json()["detail"]


async def test_an_entry_says_where_it_is(http: httpx2.AsyncClient) -> None:
    made = await http.post(START, json={}, headers={"Idempotency-Key": "k"})
    assert made.headers["location"] == f"/api/sessions/{made.json()['id']}"
    again = await http.post(START, json={}, headers={"Idempotency-Key": "k"})
    assert again.headers["location"] == made.headers["location"]
    assert again.headers["etag"] == made.headers["etag"]
    assert (await http.get(made.headers["location"])).json()["id"] == made.json()["id"]


async def test_a_change_is_made_to_what_was_read_or_not_at_all(http: httpx2.AsyncClient) -> None:
    made = await started(http, description="Invoices", project="Acme")
    where, first = made.headers["location"], made.headers["etag"]
    read = (await http.get(where)).headers["etag"]
    change = {"reason": "typo", "description": "Invoice"}
    # It runs on between reading and changing: that is no other entry.
    changed = await http.patch(where, json=change, headers={"If-Match": read})
    assert changed.status_code == 200, changed.text
    stale = await http.patch(where, json={"reason": "x", "description": "z"}, headers={"If-Match": f'{first}, "x-1"'})
    assert told(stale) == (412, "precondition_failed")
    assert told(await http.request("DELETE", where, json={"reason": "x"}, headers={"If-Match": read}))[0] == 412
    stop = await http.post("/api/sessions/stop", headers={"If-Match": "ignored"})
    for etag in (stop.headers["etag"], "*"):
        taken = await http.request("DELETE", where, json={"reason": "x"}, headers={"If-Match": etag})
        assert taken.status_code == 200, taken.text
        back = await http.post(f"{where}/restore", json={"reason": "x"}, headers={"If-Match": taken.headers["etag"]})
        assert back.json()["voided"] is False
    assert (await http.get(where)).json()["description"] == "Invoice"


async def test_an_unchanged_entry_is_not_sent_again(http: httpx2.AsyncClient) -> None:
    where = (await started(http)).headers["location"]
    done = await http.post("/api/sessions/stop")
    got = await http.get(where)
    assert got.headers["etag"] == done.headers["etag"]
    assert (got.headers["cache-control"], got.headers["vary"]) == ("private, no-cache", "Authorization")
    known = await http.get(where, headers={"If-None-Match": got.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    assert known.headers["vary"] == "Authorization"
    await http.patch(where, json={"reason": "x", "project": "Acme"})
    assert (await http.get(where, headers={"If-None-Match": got.headers["etag"]})).status_code == 200


MOMENTS = {
    "2026-11-24T09:00:00%2B01:00": 200,
    "2026-11-24T09:00:00+01:00": 200,  # as people type it; a query reads the plus as a blank
    "2026-11-24T09:00:00.000000%2B0100": 200,  # as clients of openapi-generator write it
    "2026-11-24t09:00:00.5z": 200,
    "0001-01-03T00:00:00Z": 200,
    "9999-12-29T00:00:00Z": 200,
    "0001-01-01T00:00:00%2B05:00": 422,
    "9999-12-31T23:59:59-05:00": 422,
    "0": 422,
    "1e300": 422,
    "2026-11-24T09:00:00": 422,
    "2026-11-24T09:00:00%2B99:00": 422,
    "2026-02-30T09:00:00Z": 422,
}


async def test_an_instant_in_a_query(http: httpx2.AsyncClient) -> None:
    for moment, status in MOMENTS.items():
        for name in ("from", "to"):
            answer = await http.get(f"/api/sessions?{name}={moment}")
            assert answer.status_code == status, answer.text


async def test_times_that_no_entry_can_have(http: httpx2.AsyncClient) -> None:
    where = (await started(http)).headers["location"]
    await http.post("/api/sessions/stop")
    longest = await http.patch(where, json={"reason": "x", "started_at": "2001-01-01T00:00:00Z"})
    assert told(longest) == (422, "entry_too_long")
    first = await http.patch(where, json={"reason": "x", "started_at": "0001-01-01T00:00:00+14:00"})
    assert told(first) == (422, "invalid_input")
    assert (await http.get(where)).json()["amended"] is False


async def test_hints_speak_of_the_api(http: httpx2.AsyncClient) -> None:
    answer = await http.post("/api/sessions/stop")
    assert told(answer) == (409, "refused")
    assert answer.json()["hint"] == "Start a timer: POST /api/sessions/start"

"""Devices over the API: enrolled once however often it is asked, named, retired; of others nothing is told."""

import asyncio
from uuid import uuid4

import httpx2
import pytest

from tests.server.served import client, person
from truthtime_server import devices
from truthtime_server.config import Settings

DEVICE = "019a1c9e-5e3a-7c11-8f6e-3b2c9a7d4e20"


async def listed(http: httpx2.AsyncClient) -> list[tuple[str, int, str, str, bool]]:
    found = (await http.get("/api/devices")).json()["devices"]
    return [(one["id"], one["incarnation"], one["name"], one["kind"], one["retired_at"] is not None) for one in found]


def test_a_device_is_enrolled_named_and_retired(settings: Settings) -> None:
    async def run() -> None:
        async with client(settings, person(settings, "ada")[1]) as http:
            assert await listed(http) == []
            first = await http.post("/api/devices", json={"id": DEVICE, "name": "Laptop"})
            assert first.status_code == 201
            assert first.json() | {"enrolled_at": ""} == {
                "id": DEVICE,
                "incarnation": 1,
                "name": "Laptop",
                "kind": "device",
                "seq": 0,
                "hash": "",
                "enrolled_at": "",
                "retired_at": None,
            }
            again = await http.post("/api/devices", json={"id": DEVICE, "name": "Laptop"})
            assert (again.status_code, again.json()) == (200, first.json())
            named = await http.post("/api/devices", json={"id": DEVICE, "name": "Old laptop"})
            assert (named.status_code, named.json()["name"]) == (200, "Old laptop")
            assert (await http.post("/api/devices", json={"id": DEVICE, "incarnation": 2})).status_code == 201
            assert await listed(http) == [(DEVICE, 1, "Old laptop", "device", False), (DEVICE, 2, "", "device", False)]
            gone = await http.delete(f"/api/devices/{DEVICE}")
            assert (gone.status_code, gone.json()["incarnation"]) == (200, 2)
            assert (await http.delete(f"/api/devices/{DEVICE}")).json() == gone.json()
            assert [one[4] for one in await listed(http)] == [True, True]
            refused = await http.post("/api/devices", json={"id": DEVICE})
            assert (refused.status_code, refused.json()["code"]) == (409, "device_retired")
            assert (await http.post("/api/devices", json={"id": DEVICE, "incarnation": 3.0})).status_code == 201

    asyncio.run(run())


def test_the_device_of_the_api_is_shown_and_left_alone(settings: Settings) -> None:
    async def run() -> None:
        async with client(settings, person(settings, "ada")[1]) as http:
            await http.post("/api/sessions/start", json={})
            [(api, _incarnation, name, kind, _retired)] = await listed(http)
            assert (name, kind) == ("API", "api")
            for refused in (
                await http.post("/api/devices", json={"id": api, "name": "mine"}),
                await http.delete(f"/api/devices/{api}"),
            ):
                assert (refused.status_code, refused.json()["code"]) == (409, "device_reserved")
            assert await listed(http) == [(api, 1, "API", "api", False)]
            assert (await http.post("/api/sessions/stop")).status_code == 200

    asyncio.run(run())


def test_the_id_of_anothers_device_is_an_id_like_any_other(settings: Settings) -> None:
    async def run() -> None:
        _ada, ada = person(settings, "ada")
        _bob, bob = person(settings, "bob")
        async with client(settings, ada) as http:
            other = {"Authorization": f"Bearer {bob}"}
            await http.post("/api/devices", json={"id": DEVICE, "name": "Laptop"})
            for device in (DEVICE, str(uuid4())):
                missing = await http.delete(f"/api/devices/{device}", headers=other)
                assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
            assert (await http.get("/api/devices", headers=other)).json() == {"devices": []}
            same = await http.post("/api/devices", json={"id": DEVICE, "name": "Bob's"}, headers=other)
            assert (same.status_code, same.json()["name"]) == (201, "Bob's")
            await http.delete(f"/api/devices/{DEVICE}", headers=other)
            assert await listed(http) == [(DEVICE, 1, "Laptop", "device", False)]

    asyncio.run(run())


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"id": "x"},
        {"id": DEVICE, "incarnation": 0},
        {"id": DEVICE, "incarnation": 2**31},
        {"id": DEVICE, "incarnation": "1"},
        {"id": DEVICE, "incarnation": 1.5},
        {"id": DEVICE, "name": "x" * 201},
        {"id": DEVICE, "name": "é" * 101},
        {"id": DEVICE, "name": "nul \0"},
        {"id": DEVICE, "key": "x"},
    ],
)
def test_what_cannot_be_enrolled_is_said(settings: Settings, body: dict[str, object]) -> None:
    async def run() -> None:
        async with client(settings, person(settings, "ada")[1]) as http:
            assert (await http.post("/api/devices", json=body)).status_code == 422
            assert await listed(http) == []

    asyncio.run(run())


def test_there_are_only_so_many(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "MOST_DEVICES", 3)

    async def run() -> None:
        async with client(settings, person(settings, "ada")[1]) as http:
            answers = [await http.post("/api/devices", json={"id": str(uuid4())}) for _ in range(4)]
            assert [answer.status_code for answer in answers] == [201, 201, 201, 409]
            assert answers[3].json()["code"] == "too_many_devices"
            known = await http.post("/api/devices", json={"id": answers[0].json()["id"], "name": "x"})
            assert known.status_code == 200

    asyncio.run(run())


@pytest.mark.parametrize(("scopes", "method", "path"), [
    (("read",), "POST", ""), (("read",), "DELETE", f"/{DEVICE}"), (("write",), "GET", ""),
])  # fmt: skip
def test_a_token_does_what_its_scopes_say(settings: Settings, scopes: tuple[str, ...], method: str, path: str) -> None:
    async def run() -> None:
        async with client(settings, person(settings, "ada", scopes)[1]) as http:
            body = {"id": DEVICE}
            assert (await http.request(method, f"/api/devices{path}", json=body)).status_code == 403
            nobody = await http.request(method, f"/api/devices{path}", json=body, headers={"Authorization": ""})
            assert nobody.status_code == 401

    asyncio.run(run())

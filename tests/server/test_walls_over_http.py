"""Walls between users over HTTP: an id of somebody else's is an id that there is not."""

import json
from collections.abc import Mapping
from uuid import uuid4

import pytest
from anyio import to_thread

from tests.server.served import client
from tests.server.two_users import MARK, two_users
from truthtime_server.config import Settings
from truthtime_server.postgres import Cluster

pytestmark = pytest.mark.anyio
WITH_AN_ID: Mapping[tuple[str, str], object] = {
    ("GET", "/api/sessions/{id}"): None,
    ("PATCH", "/api/sessions/{id}"): {"reason": "x", "description": "x"},
    ("DELETE", "/api/sessions/{id}"): {"reason": "x"},
    ("POST", "/api/sessions/{id}/restore"): {"reason": "x"},
    ("POST", "/api/sessions/pause"): {"id": "ID"},
    ("POST", "/api/sessions/resume"): {"id": "ID"},
    ("POST", "/api/sessions/stop"): {"id": "ID"},
    ("GET", "/api/notes/{id}"): None,
    ("PUT", "/api/notes/{id}"): {"content": "x"},
    ("DELETE", "/api/notes/{id}"): None,
    ("DELETE", "/api/devices/{id}"): None,
}
"""Every route that takes an id, and a body that is right but for the id."""


async def test_every_route_answers_for_the_id_of_somebody_else_as_for_none(
    settings: Settings, cluster: Cluster
) -> None:
    stage = await to_thread.run_sync(two_users, settings, cluster.url())
    before, asked = stage.contents(), set()
    async with client(stage.settings, stage.ada_token) as http:
        document = (await http.get("/openapi.json")).json()
        for (method, path), body in WITH_AN_ID.items():
            asked.add((method, path))
            answers = []
            for entry in (stage.entry, str(uuid4())):
                sent = json.loads(json.dumps(body).replace("ID", entry)) if body is not None else None
                answer = await http.request(method, path.replace("{id}", entry), json=sent)
                answers.append((answer.status_code, answer.json()["code"], answer.json()["title"]))
                assert not stage.gives_away(answer.text.replace(entry, "")), (method, path)
            assert answers == [(404, "not_found", answers[0][2])] * 2, (method, path)
        assert stage.contents() == before
        start = await http.post("/api/sessions/start", json={"id": stage.entry})
        assert start.status_code == 201, "an id is a user's own: somebody else may have the same"
        await http.post("/api/sessions/stop", json={"id": stage.entry})
        mine = await http.get("/api/sessions?voided=true&limit=200")
        assert MARK not in mine.text
    offered = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    # A new route with an id in its path belongs into WITH_AN_ID.
    assert {(method, path) for method, path in offered if "{id}" in path} <= asked <= offered

import asyncio

from tests.server.served import client, person
from truthtime_server.config import Settings


def test_a_timer_from_start_to_stop(settings: Settings) -> None:
    async def walk() -> None:
        _user, token = person(settings, "ada")
        async with client(settings, token) as http:
            started = await http.post("/api/sessions/start", json={"description": "Invoices", "project": "Acme"})
            assert started.status_code == 201, started.text
            entry = started.json()
            print(entry)
            paused = await http.post("/api/sessions/pause", json={})
            print(paused.status_code, paused.json())
            again = await http.post("/api/sessions/pause")
            assert again.json()["noop"] is True
            listed = await http.get("/api/sessions")
            print(listed.headers, listed.json())
            same = await http.get("/api/sessions", headers={"If-None-Match": listed.headers["etag"]})
            assert same.status_code == 304
            print((await http.post("/api/sessions/stop", json={"id": entry["id"]})).json())
            amended = await http.patch(
                f"/api/sessions/{entry['id']}", json={"reason": "typo", "description": "Invoice"}
            )
            print(amended.json())
            print((await http.request("DELETE", f"/api/sessions/{entry['id']}", json={"reason": "x"})).json())
            print((await http.get("/api/sessions")).json())
            print((await http.get(f"/api/sessions/{entry['id']}")).json())
            print((await http.get("/api/sessions?limit=x")).json())
            print((await http.get("/api/sessions", headers={"Authorization": "x"})).json())
            print((await http.get("/nothing")).json())

    asyncio.run(walk())

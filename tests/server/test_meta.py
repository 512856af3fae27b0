"""What the server says of itself to everybody."""

import asyncio
from importlib.metadata import version
from pathlib import Path

from tests.server.billing import selling
from tests.server.served import client
from truthtime_server.config import Issuer, Settings
from truthtime_server.meta import time_zone_release
from truthtime_server.migrating import newest_revision


def test_everybody_may_ask_what_this_server_is(settings: Settings) -> None:
    async def run() -> None:
        issuer = Issuer(issuer="https://id.example.org", audiences=("api",))
        async with client(selling(settings).model_copy(update={"issuers": (issuer,)})) as http:
            answer = await http.get("/api/meta")
            assert answer.status_code == 200
            found = answer.json()
            assert (found["name"], found["version"], found["billing"]) == ("TruthTime", version("truthtime"), True)
            assert found["issuers"] == ["https://id.example.org"]
            assert found["schema"] == newest_revision()
            assert found["limits"]["note_bytes"] == 4 * 1024 * 1024
            assert "audiences" not in answer.text
            assert "whsec" not in answer.text
            again = await http.get("/api/meta", headers={"If-None-Match": answer.headers["etag"]})
            assert (again.status_code, again.content) == (304, b"")
        async with client(settings) as http:
            other = await http.get("/api/meta")
            assert (other.json()["billing"], other.json()["issuers"]) == (False, [])
            assert other.headers["etag"] != answer.headers["etag"]

    asyncio.run(run())


def test_the_release_of_the_time_zones_is_that_of_the_files_in_use(tmp_path: Path) -> None:
    system, bare = tmp_path / "system", tmp_path / "bare"
    for folder in (system, bare):
        folder.mkdir()
        (folder / "UTC").write_bytes(b"TZif")
    (system / "tzdata.zi").write_text("# version 2031c\n# more\n", "utf-8")
    assert time_zone_release((str(tmp_path / "none"), str(system))) == "2031c"
    assert time_zone_release((str(bare), str(system))) == ""
    assert time_zone_release(()).startswith("20")


def test_the_document_names_every_route_and_its_answers(settings: Settings) -> None:
    async def run() -> None:
        async with client(settings) as http:
            paths = (await http.get("/openapi.json")).json()["paths"]
        found = {
            (method.upper(), path): set(operation["responses"])
            for path, methods in paths.items()
            for method, operation in methods.items()
        }
        everywhere = {"401", "403", "413", "429", "503"}
        expected = {
            ("GET", "/api/notes"): {"200", "304", "422"} | everywhere,
            ("GET", "/api/notes/{id}"): {"200", "304", "404", "422"} | everywhere,
            ("POST", "/api/notes"): {"200", "201", "400", "415", "422"} | everywhere,
            ("PUT", "/api/notes/{id}"): {"200", "400", "404", "412", "415", "422", "428"} | everywhere,
            ("DELETE", "/api/notes/{id}"): {"200", "400", "404", "412", "422"} | everywhere,
            ("POST", "/api/devices"): {"200", "201", "400", "409", "415", "422"} | everywhere,
            ("GET", "/api/devices"): {"200"} | everywhere,
            ("DELETE", "/api/devices/{id}"): {"200", "404", "409", "422"} | everywhere,
            ("GET", "/api/export"): {"200"} | everywhere,
            ("DELETE", "/api/account"): {"204", "400", "415", "422"} | everywhere,
            ("GET", "/api/subscriptions"): {"200"} | everywhere,
            ("POST", "/api/webhooks"): {"200", "400", "404", "413", "503"},
            ("GET", "/api/meta"): {"200", "304"},
        }
        assert {route: found[route] for route in expected} == expected

    asyncio.run(run())

"""What the server tells its operator, and what it never tells."""

import asyncio
import gzip
import io
import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx2
import pytest
import sentry_sdk
import structlog
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

from tests.server.served import client, person
from tests.waiting import until
from truthtime_core.errors import TruthTimeError
from truthtime_server.app import create_app
from truthtime_server.config import Settings
from truthtime_server.errors import install
from truthtime_server.metrics import Metrics, may_scrape
from truthtime_server.observability import HIDDEN, Observed, start_error_reports, start_logging

WORDS = "Therapy with Dr. Quill"
TOKEN = "ttp_" + "a1B2" * 12 + "x"


class Lines:
    """Everything that was logged, as it was written."""

    def __init__(self) -> None:
        self.file = io.StringIO()

    @property
    def text(self) -> str:
        return self.file.getvalue()

    def of(self, event: str) -> list[dict[str, Any]]:
        found = [json.loads(line) for line in self.text.splitlines()]
        return [line for line in found if line["event"] == event]


@pytest.fixture
def lines() -> Iterator[Lines]:
    handlers, level = list(logging.root.handlers), logging.root.level
    made = Lines()
    start_logging(file=made.file)
    yield made
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    structlog.reset_defaults()


def failing() -> FastAPI:
    app = FastAPI()
    install(app)

    @app.get("/rows/{number}")
    async def rows(number: int) -> None:
        raise RuntimeError(WORDS) from ValueError(f"duplicate key: DETAIL: Key (description)=({WORDS}) {number}")

    @app.get("/late")
    async def late() -> StreamingResponse:
        async def body() -> Any:  # noqa: ANN401 - a stream
            yield b"begun"
            raise RuntimeError(WORDS)

        return StreamingResponse(body())

    @app.get("/words")
    async def words(request: Request) -> None:
        request.scope["state"]["user"] = "5"
        raise TruthTimeError("The disk is full.", "Free some space.")

    return app


def asked(path: str, metrics: Metrics | None = None, **headers: str) -> httpx2.Response:
    async def run() -> httpx2.Response:
        app = Observed(failing(), metrics or Metrics())
        transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://server", headers=headers) as http:
            return await http.get(path)

    return asyncio.run(run())


def test_a_request_is_one_line_without_anybodys_words(settings: Settings, lines: Lines) -> None:
    user, token = person(settings, "ada")

    async def run() -> httpx2.Response:
        async with client(settings, token) as http:
            started = await http.post("/api/sessions/start", json={"description": WORDS})
            await http.get(f"/api/sessions/{started.json()['id']}?from={WORDS}", headers={"Cookie": "a=b"})
            return await http.get("/api/sessions", headers={"X-Request-Id": "proxy-4711-abc"})

    answer = asyncio.run(run())
    start, one, many = lines.of("request")
    assert (start["method"], start["route"], start["status"]) == ("POST", "/api/sessions/start", 201)
    assert start["user"] == str(user)
    assert one["route"].startswith("/api/sessions/{")
    assert many["request_id"] == answer.headers["X-Request-Id"] == "proxy-4711-abc"
    assert many["duration_ms"] > 0
    for hidden in (WORDS, WORDS.split(maxsplit=1)[0], token, "a=b", "127.0.0.1"):
        assert hidden not in lines.text


@pytest.mark.parametrize("sent", ["short", "x" * 129, 'quote"and}brace', "new line\t"])
def test_ids_that_could_confuse_a_log_are_replaced(sent: str) -> None:
    answer = asked("/nothing", **{"X-Request-Id": sent})
    assert answer.headers["X-Request-Id"] != sent
    assert answer.json()["request_id"] == answer.headers["X-Request-Id"]


def test_a_fault_is_a_problem_and_is_told_by_its_place(lines: Lines) -> None:
    metrics = Metrics()
    answer = asked("/rows/7", metrics)
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    (fault,) = lines.of("fault")
    assert (fault["error"], fault["cause"], fault["route"]) == ("RuntimeError", "ValueError", "/rows/{number}")
    assert fault["request_id"] == answer.headers["X-Request-Id"]
    assert any(place.endswith(" rows") for place in fault["places"])
    assert "Quill" not in lines.text + answer.text
    page = metrics.page().decode()
    assert 'truthtime_http_faults_total{kind="RuntimeError",route="/rows/{number}"} 1.0' in page
    assert 'truthtime_http_request_duration_seconds_count{method="GET",route="/rows/{number}",status="500"} 1.0' in page


def test_a_fault_in_the_middle_of_an_answer_cuts_it(lines: Lines) -> None:
    with pytest.raises(RuntimeError):
        asyncio.run(_streamed())
    assert lines.of("fault")[0]["route"] == "/late"
    assert lines.of("request")[0]["status"] == 200


async def _streamed() -> None:
    transport = httpx2.ASGITransport(app=Observed(failing(), Metrics()))
    async with httpx2.AsyncClient(transport=transport, base_url="http://server") as http:
        await http.get("/late")


def test_logs_of_libraries_pass_the_same_gate(lines: Lines) -> None:
    logging.getLogger("uvicorn.error").error("Bearer %s for postgresql://ada:pw@db/x and whsec_abc", TOKEN)
    structlog.get_logger().info("started", api_key="k", authorization="x", url="postgresql://ada:pw@db/x")
    jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl"
    logging.getLogger("asyncio").warning("found %s", jwt)
    for secret in (TOKEN, "ada:pw", "whsec_abc", jwt, jwt.split(".")[2]):
        assert secret not in lines.text
    assert lines.of("started")[0]["api_key"] == HIDDEN
    assert lines.of("started")[0]["url"] == f"postgresql://{HIDDEN}db/x"


def test_security_headers_are_everywhere_and_cors_is_closed(settings: Settings) -> None:
    async def run(made: Settings) -> list[httpx2.Response]:
        async with client(made) as http:
            origin = {"Origin": "https://app.example.org"}
            preflight = origin | {"Access-Control-Request-Method": "POST"}
            return [
                await http.get("/healthz", headers=origin),
                await http.get("/nothing"),
                await http.options("/api/sessions/start", headers=preflight),
            ]

    *plain, preflight = asyncio.run(run(settings))
    for answer in plain:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Strict-Transport-Security" not in answer.headers  # plain http: it would be ignored
    assert not [name for answer in (*plain, preflight) for name in answer.headers if name.startswith("access-control")]
    opened = settings.model_copy(update={"allowed_origins": ("https://app.example.org",)})
    shown, _, preflight = asyncio.run(run(opened))
    assert shown.headers["Access-Control-Allow-Origin"] == "https://app.example.org"
    assert "X-Request-Id" in shown.headers["Access-Control-Expose-Headers"]
    assert preflight.status_code == 200


def test_tls_in_front_is_noticed_from_a_trusted_proxy(settings: Settings) -> None:
    async def run() -> httpx2.Response:
        async with client(settings.model_copy(update={"trusted_proxies": ("127.0.0.1",)})) as http:
            return await http.get("/healthz", headers={"X-Forwarded-Proto": "https"})

    assert asyncio.run(run()).headers["Strict-Transport-Security"] == "max-age=31536000"


def test_metrics_are_for_this_computer_or_with_the_token(settings: Settings) -> None:
    guarded = settings.model_copy(update={"metrics_token": type(settings.metrics_token)("scrape-me")})

    async def run() -> list[int]:
        async with client(guarded) as http:
            await http.get("/api/sessions")
            pages = [
                await http.get("/metrics"),
                await http.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}),
                await http.get("/metrics", headers={"X-Forwarded-For": "x", "Authorization": "Bearer scrape-me"}),
                await http.get("/metrics", headers={"X-Forwarded-For": "x", "Authorization": "Bearer other"}),
            ]
            assert 'route="refused_early",status="401"' in pages[0].text
            assert "truthtime_db_pool_limit 16.0" in pages[0].text
            assert "truthtime_build_info" in pages[0].text
            return [page.status_code for page in pages]

    assert asyncio.run(run()) == [200, 404, 200, 404]


@pytest.mark.parametrize(
    ("address", "shown"), [("127.0.0.1", True), ("::1", True), ("10.0.0.7", False), ("", False), ("testclient", False)]
)
def test_only_loopback_needs_no_token(address: str, shown: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert may_scrape(address, [], "") is shown


def test_unknown_methods_and_paths_make_no_new_series() -> None:
    metrics = Metrics()
    for number in range(50):
        asked(f"/nothing/{number}", metrics)
        metrics.answered(f"M{number}", "unmatched", 405, 0.1)
    page = metrics.page().decode()
    assert page.count("truthtime_http_request_duration_seconds_count{") == 2


def test_slow_statements_are_counted_and_told(settings: Settings, lines: Lines) -> None:
    slowest = settings.model_copy(update={"slow_statement_ms": 1})

    async def run() -> str:
        app = create_app(slowest)
        transport = httpx2.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx2.AsyncClient(transport=transport, base_url="http://server") as http,
        ):
            await app.state.services.database.value("select pg_sleep(0.01)")
            return (await http.get("/metrics")).text

    page = asyncio.run(run())
    assert 'truthtime_db_slow_statements_total{statement="pg_sleep"} 1.0' in page
    told = lines.of("slow_statement")[0]
    assert told["statement"] == "pg_sleep"
    assert told["duration_ms"] >= 10


@contextmanager
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """A server that takes what Sentry's client sends. Yields its DSN and what came."""
    came: list[bytes] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.append(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            """Nothing is told about the collector itself."""

    server = HTTPServer(("127.0.0.1", 0), Taking)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://key@127.0.0.1:{server.server_port}/1", came
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_error_reports_hold_places_and_no_words(lines: Lines) -> None:
    with collector() as (dsn, came):
        start_error_reports(dsn, "tests", "0.1.0")
        try:
            answer = asked(f"/rows/7?word={WORDS}", Authorization=f"Bearer {TOKEN}", Cookie="session=1")
            sentry_sdk.flush(5)
            until(lambda: came, 5, "the report")
        finally:
            sentry_sdk.get_client().close(2)
            sentry_sdk.get_global_scope().set_client(None)
    told = b"".join(came).decode()
    assert "RuntimeError" in told
    assert "rows" in told
    assert answer.headers["X-Request-Id"] in told
    assert '"release":"0.1.0"' in told
    for hidden in (WORDS, "Quill", TOKEN, "session=1", "vars", "Authorization"):
        assert hidden not in told
    assert lines.of("fault")


def test_a_users_id_is_the_only_thing_about_them(lines: Lines) -> None:
    assert asked("/words").status_code == 500
    assert lines.of("request")[0]["user"] == "5"

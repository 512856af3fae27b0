"""The walk of docs/api.md: every command of the page is typed into a shell, against `truthtime-server dev`.

What comes back must be what the page shows, but for ids, times, tokens and sizes. TRUTHTIME_RENEW_WALK=1 (`make walk`)
writes the answers of today into the page instead; somebody looks at them before they are committed.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, NamedTuple, Self

import httpx2
import pytest

from tests.server.process import ENDS_WITHIN_S, ROOT, STARTS_WITHIN_S
from tests.waiting import until
from truthtime_server.postgres import free_port

PAGE = ROOT / "docs" / "api.md"
RENEW = bool(os.environ.get("TRUTHTIME_RENEW_WALK"))
BLOCK = re.compile(r"(?:<!-- (?P<rule>[^>]*) -->\n)?```console\n(?P<text>.*?)```\n", re.DOTALL)
PORT_ON_THE_PAGE = 8_080
ANSWERS_WITHIN_S = 30.0
ENDED = "the command has ended"
SHOWN_HEADERS = ("content-type", "location", "etag", "idempotent-replayed", "allow", "www-authenticate", "retry-after")


@dataclass
class Step:
    """A command of the page and what is printed below it.

    Attributes:
        only: members of the JSON answer that the page shows; empty shows all of it.
    """

    command: str
    shown: str
    only: tuple[str, ...] = ()


class Block(NamedTuple):
    """A block of commands with its place on the page."""

    start: int
    end: int
    rule: str
    steps: list[Step]


def blocks(page: str) -> list[Block]:
    found = []
    for match in BLOCK.finditer(page):
        rule = match["rule"] or ""
        only = tuple(rule.removeprefix("only: ").split(", ")) if rule.startswith("only: ") else ()
        parts = re.split(r"^\$ ", match["text"], flags=re.MULTILINE)[1:]
        steps = [Step(*_parted(part.rstrip("\n")), only) for part in parts]
        found.append(Block(match.start("text"), match.end("text"), rule, steps))
    return found


def _parted(text: str) -> tuple[str, str]:
    """The command, which may go on behind a backslash, and what is printed below it."""
    lines = text.split("\n")
    last = next(number for number, line in enumerate(lines) if not line.endswith("\\"))
    return "\n".join(lines[: last + 1]), "\n".join(lines[last + 1 :])


@contextmanager
def dev() -> Iterator[tuple[int, str]]:
    """The command of the page's first block, and what it prints."""
    folder = Path(mkdtemp(prefix="truthtime-walk-"))
    folder.chmod(0o755)  # PostgreSQL does not run as root, and has to get in
    port, said = free_port(), folder / "said"
    environment = {name: os.environ[name] for name in ("PATH", "HOME")}
    words = ["dev", "--port", str(port), "--data", str(folder / "data")]
    with said.open("w") as out, (folder / "errors").open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "truthtime_server", *words], env=environment, cwd=ROOT, stdout=out, stderr=errors
        )
        try:
            until(lambda: process.poll() is not None or "Connect" in said.read_text(), STARTS_WITHIN_S, "the greeting")
            assert process.poll() is None, (folder / "errors").read_text()
            yield port, said.read_text().replace(str(folder / "data"), "~/.local/share/truthtime-server")
        finally:
            process.terminate()
            process.wait(ENDS_WITHIN_S)
            rmtree(folder)


class Shell:
    """A shell that stays open, as a newcomer's does: variables of one command are there in the next."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert self._process.stdout is not None
        os.set_blocking(self._process.stdout.fileno(), False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=ENDS_WITHIN_S)

    def say(self, command: str) -> str:
        """What a command prints."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{command}\nprintf '\\n%s\\n' '{ENDED}'\n".encode())
        self._process.stdin.flush()
        heard = b""
        end = f"\n{ENDED}\n".encode()

        def ended() -> bool:
            nonlocal heard
            heard += self._process.stdout.read1() or b"" if self._process.stdout else b""
            return heard.endswith(end)

        until(ended, ANSWERS_WITHIN_S, f"an answer to {command}")
        return heard.decode().removesuffix(f"\n{ENDED}\n").replace("\r", "").rstrip("\n")


def readable(said: str, only: tuple[str, ...]) -> str:
    """What a command printed, as the page shows it: the headers that matter, and JSON with line breaks."""
    head, body = "", said
    if said.startswith("HTTP/"):
        head, _, body = said.partition("\n\n") if "\n\n" in said else (said, "", "")
        first, *headers = head.split("\n")
        kept = [line for line in headers if line.partition(":")[0].lower() in SHOWN_HEADERS]
        head = "\n".join([first.strip(), *kept]) + ("\n\n" if body else "")
    try:
        told = json.loads(body)
    except json.JSONDecodeError:
        return head + body
    if isinstance(told, dict) and only:
        left_out = set(told) - set(only)
        told = {name: told[name] for name in only if name in told}
    else:
        left_out = set()
    text = laid_out(told)
    if left_out:
        text = text[:-2] + ",\n  ...\n}" if text.endswith("\n}") else text[:-1] + ", ...}"
    return head + text


def laid_out(told: object, indent: int = 0) -> str:
    """JSON on as few lines as are readable."""
    flat = json.dumps(told, ensure_ascii=False)
    if (len(flat) + indent <= 100 and (indent or len(flat) < 60)) or not isinstance(told, dict | list) or not told:
        return flat
    inner = " " * (indent + 2)
    if isinstance(told, dict):
        parts = [f"{inner}{json.dumps(name)}: {laid_out(value, indent + 2)}" for name, value in told.items()]
        return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"
    return "[\n" + ",\n".join(inner + laid_out(value, indent + 2) for value in told) + "\n" + " " * indent + "]"


PATTERNS = {
    "id": r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    "token": r"ttp_[A-Za-z0-9]+",
    "time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)",
    "hash": r"[0-9a-f]{64}",
    "request": r"[0-9a-f]{32}",
    "etag": r'"[0-9a-f]{24}-\d+"|"\d+-<id\d+>-\d+(?:-\d+)?"|"[0-9a-f]{16}"',
    "cursor": r"[A-Za-z0-9_-]{60,}",
    "port": r"(?<=127\.0\.0\.1:)\d+",
    "postgresql": r"(?<=PostgreSQL )\d+\.\d+",
}
VARYING = re.compile(
    r'("(?:\w+_ms|worked_seconds|version|time_zones|schema|wall|elapsed|awake|at|salt)"): (?:\d+|"[^"]*")'
)


class Names:
    """Gives what changes from run to run a name by the order in which it appears, so that the same is the same."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def __call__(self, text: str) -> str:
        for kind, pattern in PATTERNS.items():
            text = re.sub(pattern, lambda match, kind=kind: self._name(kind, match[0]), text)
        return VARYING.sub(r"\1: <varies>", text)

    def _name(self, kind: str, value: str) -> str:
        if kind in {"time", "request"}:
            return f"<{kind}>"
        if value not in self._known:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._known[value] = f"<{kind}{self._counts[kind]}>"
        return self._known[value]


def operation(command: str, document: dict[str, Any]) -> set[tuple[str, str]]:
    """The operations of the API document that a command asks for."""
    found = set()
    for call in re.findall(r"curl (?:[^|;)]|\|\|)+", command):
        address = re.search(r"\$SERVER(/[^\s\"'?)]*)", call)
        method = re.search(r"-X ([A-Z]+)", call)
        word = method[1] if method else "POST" if "--json" in call or "--data" in call else "GET"
        for path in document["paths"] if address else ():
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), address[1]) and word.lower() in document["paths"][path]:
                found.add((word, path))
    return found


def walked(page: str, folder: Path) -> tuple[list[str], set[tuple[str, str]]]:
    """What every command prints, in the page's form, and the operations of the API that none of them asks for."""
    said: list[str] = []
    first, *others = blocks(page)
    with dev() as (port, greeting), Shell(folder) as shell:
        document = httpx2.get(f"http://127.0.0.1:{port}/openapi.json").json()
        missing = {(method.upper(), path) for path, ways in document["paths"].items() for method in ways}
        token = re.search(PATTERNS["token"], greeting)
        assert token is not None
        # No token on the page, not even a worthless one: scanners would find it for ever.
        said.append(greeting.replace(token[0], "ttp_...").replace(f":{port}", f":{PORT_ON_THE_PAGE}").rstrip("\n"))
        for step in (step for block in others for step in block.steps):
            command = step.command.replace(f":{PORT_ON_THE_PAGE}", f":{port}")
            if command.startswith("TOKEN="):
                command = f"TOKEN={token[0]}"
            said.append(readable(shell.say(command), step.only).replace(f":{port}", f":{PORT_ON_THE_PAGE}"))
            missing -= operation(command, document)
    assert len(first.steps) == 1
    return said, missing


def renewed(page: str, said: list[str]) -> str:
    """The page with these answers."""
    answers = iter(said)
    made, position = "", 0
    for block in blocks(page):
        made += page[position : block.start]
        for step in block.steps:
            answer = next(answers)
            made += f"$ {step.command}\n" + (f"{answer}\n" if answer else "")
        position = block.end
    return made + page[position:]


def test_every_command_of_the_page_answers_as_the_page_says(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    said, missing = walked(page, tmp_path)
    assert not missing, "routes that the page does not show"
    if RENEW:
        PAGE.write_text(renewed(page, said), encoding="utf-8")
        pytest.exit("docs/api.md is renewed. Look at what changed: git diff docs/api.md", returncode=0)
    steps = [step for block in blocks(page) for step in block.steps]
    assert len(steps) == len(said)
    ours, theirs = Names(), Names()
    for step, answer in zip(steps, said, strict=True):
        assert theirs(answer) == ours(step.shown), f"$ {step.command}"

"""Two clients that others' programs make of our API's document read and write through it.

A generated client is kept in build/work/clients, by the hash of the document and of what generated it.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree, which
from tempfile import mkdtemp

import httpx2
import pytest

from tests.server.process import ROOT, serving
from tests.server.served import person
from truthtime_server.config import Settings

KEPT = ROOT / "build" / "work" / "clients"
KEPT_AT_MOST = 6
DRIVERS = Path(__file__).parent / "clients"
BIN = Path(sys.executable).parent
ENVIRONMENT = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}

HARMLESS = (
    "OpenAPI 3.1 support is still in beta",
    "Failed to get the schema name: null",  # said even of a document with nothing but /healthz
    "Codegen property is null (e.g. map/dict of undefined type)",  # events of an export, of every type there is
    "(reserved word) cannot be used",  # it renames `from`, as every Python client has to
)
"""Warnings of openapi-generator that say nothing about our document."""


def call(folder: Path, *words: object) -> str:
    done = subprocess.run(
        [str(word) for word in words],
        env=ENVIRONMENT | {"HOME": str(folder)},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def plain(folder: Path) -> None:
    (folder / "plain.yml").write_text("package_name_override: truthtime_plain_client\n", encoding="utf-8")
    words = ["generate", "--path", "openapi.json", "--config", "plain.yml", "--meta", "none", "--fail-on-warning"]
    call(folder, BIN / "openapi-python-client", *words, "--output-path", folder / "truthtime_plain_client")


def typed(folder: Path) -> None:
    words = ["generate", "-g", "python", "-i", "openapi.json", "-o", ".", "--package-name", "truthtime_typed_client"]
    said = call(folder, BIN / "openapi-generator-cli", *words)
    warnings = re.findall(r"^.*\b(?:WARN|ERROR)\b.*$", said, re.MULTILINE)
    assert [line for line in warnings if not any(known in line for known in HARMLESS)] == []


def generated(document: bytes, distribution: str, generate: Callable[[Path], None]) -> Path:
    """The folder with the client that this generator makes of this document."""
    mark = sha256(document + Path(__file__).read_bytes() + version(distribution).encode()).hexdigest()[:16]
    folder = KEPT / f"{distribution}-{mark}"
    if not folder.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        making = Path(mkdtemp(prefix=".making-", dir=KEPT))
        (making / "openapi.json").write_bytes(document)
        generate(making)
        for old in sorted(KEPT.glob("openapi-*"), key=lambda path: path.stat().st_mtime)[: -KEPT_AT_MOST + 1]:
            rmtree(old, ignore_errors=True)
        making.rename(folder)  # whole or not at all
    return folder


@pytest.mark.parametrize(
    ("distribution", "generate", "driver"),
    [
        ("openapi-python-client", plain, "with_openapi_python_client.py"),
        ("openapi-generator-cli", typed, "with_openapi_generator.py"),
    ],
)
def test_a_generated_client_reads_and_writes(
    settings: Settings, tmp_path: Path, distribution: str, generate: Callable[[Path], None], driver: str
) -> None:
    assert which("java"), "openapi-generator needs Java: sh build/setup_environment.sh test"
    _user, token = person(settings, "ada")
    with serving(settings, tmp_path) as server:
        document = httpx2.get(f"{server.url}/openapi.json").content
        client = generated(document, distribution, generate)
        program = ["-c", f"import runpy, sys; sys.path.insert(0, {str(client)!r}); runpy.run_path(sys.argv.pop(1))"]
        assert "done" in call(tmp_path, sys.executable, *program, DRIVERS / driver, server.url, token)

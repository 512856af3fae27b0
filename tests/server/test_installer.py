"""What stands in installer/server and in the bots' files exists, and fits the program."""

import json
import os
import re
import runpy
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from tests.server.running import environment
from truthtime_server.cli import parser
from truthtime_server.config import SECRETS, Settings, settings_from_environment
from truthtime_server.metrics import Metrics

ROOT = Path(__file__).resolve().parents[2]
SERVER = ROOT / "installer" / "server"
VARIABLES = {f"TRUTHTIME_{name.upper()}" for name in Settings.model_fields} | {SECRETS}
CONTAINER = (SERVER / "Containerfile").read_text("utf-8").replace("\\\n", " ")
COMPOSE: dict[str, Any] = yaml.safe_load((SERVER / "compose.yaml").read_text("utf-8"))


def test_every_path_that_the_image_copies_exists() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINER, re.MULTILINE)
    assert len(copied) >= 5
    for path in " ".join(copied).split():
        assert (ROOT / path).exists(), path


def test_the_image_is_pinned_small_and_not_root() -> None:
    (python,) = re.findall(r"^ARG PYTHON=(\S+)$", CONTAINER, re.MULTILINE)
    assert re.fullmatch(r"3\.1[1-9]-slim-[a-z]+", python)
    assert re.findall(r"^FROM (\S+)", CONTAINER, re.MULTILINE) == ["python:${PYTHON}"] * 2
    last = CONTAINER.rpartition("FROM ")[2]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert last.index("USER ") < last.index("ENTRYPOINT")
    assert "--require-hashes" in CONTAINER
    assert set(re.findall(r"TRUTHTIME_[A-Z_]+", CONTAINER)) <= VARIABLES


def test_what_the_image_and_compose_start_is_a_command() -> None:
    commands = [json.loads(re.findall(r"^CMD (\[.+\])$", CONTAINER, re.MULTILINE)[0])]
    commands += [service["command"] for service in COMPOSE["services"].values() if "command" in service]
    assert ["migrate"] in commands
    for words in commands:
        parser().parse_args(words)


def test_compose_names_what_is_there() -> None:
    services, secrets = COMPOSE["services"], COMPOSE["secrets"]
    for name, service in services.items():
        assert set(service.get("secrets", ())) <= secrets.keys()
        assert set(service.get("depends_on", {})) <= services.keys()
        for variable in service.get("environment", {}):
            assert variable in VARIABLES or name == "database", variable
        if "build" in service:
            assert (SERVER / service["build"]["context"] / service["build"]["dockerfile"]).exists()
    assert services["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert services["api"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert "truthtime_owner_database_url" not in services["api"]["secrets"]
    assert not re.search(
        r":latest|image: [^:\n]+$(?<!truthtime-server)", (SERVER / "compose.yaml").read_text("utf-8"), re.MULTILINE
    )


def test_secrets_are_made_once_and_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "secrets"
    make = ["sh", str(SERVER / "make_secrets.sh"), str(folder)]
    subprocess.run(make, check=True)
    made = {path.name: path.read_text() for path in folder.iterdir()}
    subprocess.run(make, check=True)
    assert made == {path.name: path.read_text() for path in folder.iterdir()}
    assert made.keys() == COMPOSE["secrets"].keys()
    assert {Path(one["file"]).name for one in COMPOSE["secrets"].values()} == made.keys()
    assert folder.stat().st_mode & 0o777 == 0o711
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(SECRETS, str(folder))
    settings = settings_from_environment()
    assert settings.database_url.get_secret_value() == made["truthtime_database_url"]
    assert settings.metrics_token.get_secret_value() == made["truthtime_metrics_token"]


def test_the_image_installs_what_the_server_asks_for_and_no_windows() -> None:
    script = runpy.run_path(str(ROOT / "build" / "renew_pins.py"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lines = (ROOT / "requirements" / "server.txt").read_text("utf-8").splitlines()
    pins = [Requirement(line.rstrip("\\ ")) for line in lines if re.match(r"^[a-z0-9-]+==", line)]
    pinned = {one.name: str(one.specifier).removeprefix("==") for one in pins if _applies(one)}
    for wanted in filter(_applies, map(Requirement, script["asked_for_by_the_server"](project["project"]))):
        assert wanted.specifier.contains(pinned[wanted.name.lower()]), wanted
    assert not {name for name in pinned if "pyside" in name or name in {"keyring", "jeepney"}}
    dev = (ROOT / "requirements" / "dev.txt").read_text("utf-8")
    assert all(f"{name}=={number}" in dev for name, number in pinned.items())


def _applies(requirement: Requirement) -> bool:
    """Whether it is for the computers that images run on."""
    computer = {"sys_platform": "linux", "platform_machine": "x86_64"}
    return requirement.marker is None or requirement.marker.evaluate(computer)


PROBE = """
import asyncio, json, httpx2, asgi
async def main():
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=asgi.app), base_url="http://server") as http:
        first, second = await http.get("/readyz"), await http.get("/api/sessions")
        print(json.dumps([first.json(), second.status_code, second.json()["code"]]))
asyncio.run(main())
"""


def test_a_function_host_gets_an_application_that_needs_no_lifespan(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "serverless"
    subprocess.run(["sh", str(SERVER / "serverless" / "prepare.sh"), str(folder)], check=True, capture_output=True)
    assert (folder / "requirements.txt").read_text().startswith("# Made by")
    hosted = json.loads((folder / "vercel.json").read_text())
    assert all((folder / name).exists() for name in hosted["functions"])
    env = environment(settings, LOG_LEVEL="error") | {"PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", PROBE], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[0]) == [{"status": "ready"}, 401, "token_missing"]


def test_the_bots_watch_what_is_there() -> None:
    bots = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text("utf-8"))
    for update in bots["updates"]:
        assert (ROOT / update["directory"].lstrip("/")).is_dir()
    held = bots["updates"][0]["ignore"][0]["dependency-name"]
    renovate = json.loads((ROOT / "renovate.json").read_text("utf-8"))
    assert held == renovate["packageRules"][0]["matchPackageNames"][0] == "PySide6-Essentials"


def test_the_audit_reads_its_list_and_tells_holes() -> None:
    script = runpy.run_path(str(ROOT / "build" / "audit_pins.py"))
    text = "# why\n\nGHSA-1 2026-12-01 only when parsing our own files\nGHSA-2 2026-01-01 old\n"
    assert script["ignored"](text, date(2026, 11, 25)) == ["GHSA-1"]
    with pytest.raises(ValueError, match="No entry"):
        script["ignored"]("GHSA-1 some day", date(2026, 11, 25))
    script["ignored"](script["IGNORED"].read_text("utf-8"), date(2026, 11, 25))
    answer = {"dependencies": [{"name": "x", "version": "1", "vulns": [{"id": "GHSA-3", "fix_versions": ["2"]}]}]}
    assert script["holes"](json.dumps(answer)) == ["x 1: GHSA-3 (mended in 2)"]
    plain = script["pins"]('a==1 ; sys_platform == "none" \\\n    --hash=sha256:0\nb==2 \\\n    --hash=sha256:1\n')
    assert plain == "b==2\n"
    assert "build/audit_pins.py" in (ROOT / "Makefile").read_text("utf-8")


@pytest.mark.parametrize(("wanted", "code"), [("", 0), ("required", 1), ("skip", 0)])
def test_an_audit_that_cannot_be_done_says_so(wanted: str, code: int, tmp_path: Path) -> None:
    """The service is out of reach: its address is a port where nobody listens."""
    (tmp_path / "pip_audit.py").write_text("raise SystemExit('ConnectionError: nobody is there')\n")
    env = dict(os.environ) | {"PYTHONPATH": str(tmp_path), "TRUTHTIME_AUDIT": wanted}
    script = str(ROOT / "build" / "audit_pins.py")
    done = subprocess.run([sys.executable, script], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert ("NOT DONE" in done.stdout) is (wanted != "skip")


def test_the_runbook_names_every_setting_and_every_alert() -> None:
    runbook = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert set(re.findall(r"TRUTHTIME_[A-Z_]+[A-Z]", runbook)) == VARIABLES
    rules = yaml.safe_load((SERVER / "alerts.yaml").read_text("utf-8"))["groups"][0]["rules"]
    assert [rule["alert"] for rule in rules] == re.findall(r"^### (\w+)$", runbook, re.MULTILINE)


def test_alerts_look_at_numbers_that_exist() -> None:
    metrics = Metrics()
    metrics.answered("GET", "/", 200, 0.1)
    page = metrics.page().decode()
    named = set(re.findall(r"\btruthtime_\w+", (SERVER / "alerts.yaml").read_text("utf-8")))
    for name in named - {"truthtime_backup_at_seconds"}:
        assert re.search(rf"# TYPE {name.removesuffix('_bucket').removesuffix('_count')} ", page), name

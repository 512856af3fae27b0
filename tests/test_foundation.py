"""The ground everything stands on: commands, pins, versions, and rules of the house that no linter knows."""

import ast
import re
import runpy
import shlex
import subprocess
import sys
import tokenize
import tomllib
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from truthtime_desktop.arguments import parser

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = ("truthtime_core", "truthtime_desktop", "truthtime_server")
SOURCES = sorted(
    path
    for folder in (*PACKAGES, "tests", "build", "installer")
    for path in (ROOT / folder).rglob("*.py")
    if not path.is_relative_to(ROOT / "build" / "work")
)
SHIPPED = [path for path in SOURCES if path.parts[len(ROOT.parts)] in PACKAGES]
PINS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?P<marker> ; .+?)? \\$")
COMPUTERS = [
    {"sys_platform": system, "platform_machine": machine}
    for system, machine in (("linux", "x86_64"), ("win32", "AMD64"), ("darwin", "arm64"), ("darwin", "x86_64"))
]
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")
LONGEST_FILE = 400
LONGEST = {ast.FunctionDef: 40, ast.AsyncFunctionDef: 40, ast.ClassDef: 200}
VAGUE = {"utils", "util", "misc", "manager", "managers", "helper", "helpers", "common"}
CUSTOMERS = {"pyside6-essentials", "sqlalchemy", "requests", "keyring", "stripe", "pyinstaller", "pytest-qt"}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _required(groups: tuple[str, ...], computer: dict[str, str]) -> dict[str, Requirement]:
    lines = list(PROJECT["project"]["dependencies"])
    for group in groups:
        lines += PROJECT["project"]["optional-dependencies"].get(group, [])
        lines += [line for line in PROJECT["dependency-groups"].get(group, []) if isinstance(line, str)]
    wanted = [one for one in map(Requirement, lines) if one.marker is None or one.marker.evaluate(computer)]
    return {_plain(requirement.name): requirement for requirement in wanted}


def _pinned(path: Path, computer: dict[str, str]) -> dict[str, Version]:
    pins = [Requirement(line.rstrip("\\ ")) for line in path.read_text("utf-8").splitlines() if PIN.match(line)]
    found = [one for one in pins if one.marker is None or one.marker.evaluate(computer)]
    return {one.name: Version(str(one.specifier).removeprefix("==")) for one in found}


def test_every_make_command_in_the_pages_exists_and_is_listed_by_help() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    words = "\n".join(page.read_text("utf-8") for page in pages)
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", words, re.MULTILINE))
    makefile = (ROOT / "Makefile").read_text("utf-8")
    explained = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    assert {"run", "test", "check", "bench", "soak"} <= named <= explained
    assert explained == set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())


def test_command_lines_in_the_readme_are_understood() -> None:
    lines = re.findall(r"^truthtime (.+?)(?:  #.*)?$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert len(lines) > 10
    for line in lines:
        if "--help" not in line:
            parser().parse_args(shlex.split(line))


def test_links_between_pages_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name} links to {link}"


def test_ci_runs_the_command_that_the_readme_names() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert script[-1] == "exec make test"


def test_the_check_goes_on_after_a_failure_and_fails_in_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    script = runpy.run_path(str(ROOT / "build" / "check_sources.py"))
    python = Path(sys.executable).name
    good = ("good", (python, "-c", "print('one'); print('two')"))
    bad = ("bad", (python, "-c", "import sys; print('why', file=sys.stderr); sys.exit(3)"))
    assert script["main"]((bad, good)) == 1
    assert capsys.readouterr().out == "why\nbad failed.\ngood: two\n"
    assert script["main"]((good,)) == 0
    planned = {command[0] for _name, command in script["checks"]()}
    assert planned == {"mypy", "lint-imports", "ruff"}


@pytest.mark.parametrize("name", ["truthtime", "truthtime-server", "truthtime-tray"])
def test_commands_lead_to_a_function(name: str) -> None:
    (entry,) = entry_points(name=name)
    assert callable(entry.load())


def test_the_server_is_a_command() -> None:
    command = [sys.executable, "-m", "truthtime_server"]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    asked = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    assert asked.stdout == f"truthtime-server {version('truthtime')}\n"


def test_named_packages_are_the_ones_that_exist() -> None:
    found = {init.parent for package in PACKAGES for init in (ROOT / package).rglob("__init__.py")}
    assert {".".join(path.relative_to(ROOT).parts) for path in found} == set(PROJECT["tool"]["setuptools"]["packages"])


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.name)
def test_pins_are_versions_with_hashes_and_name_no_address(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert lines[0].startswith("# Made by `make pins`")
    for line, following in zip(lines[1:], [*lines[2:], ""], strict=True):
        assert PIN.match(line) or HASH.match(line), line
        assert HASH.match(following) if line.endswith("\\") else not HASH.match(following), line


@pytest.mark.parametrize("computer", COMPUTERS, ids=lambda one: " ".join(one.values()))
@pytest.mark.parametrize(("name", "groups"), [("run.txt", ("setup",)), ("dev.txt", ("setup", "dev", "server"))])
def test_pins_satisfy_what_the_project_asks_for(name: str, groups: tuple[str, ...], computer: dict[str, str]) -> None:
    pinned = _pinned(ROOT / "requirements" / name, computer)
    for package, requirement in _required(groups, computer).items():
        assert requirement.specifier.contains(pinned[package]), f"{package} {pinned[package]}"


def test_the_pins_are_complete_because_nothing_is_resolved_when_they_are_installed() -> None:
    checked = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    setup = (ROOT / "build" / "setup_environment.sh").read_text("utf-8")
    assert all("--no-deps" in line for line in setup.splitlines() if line.startswith("pip install"))


@pytest.mark.parametrize(
    ("first", "python", "program"),
    [
        ("py -3 -m venv .venv", r".venv\Scripts\python", r".venv\Scripts\truthtime"),
        ("python3 -m venv .venv", ".venv/bin/python", ".venv/bin/truthtime"),
    ],
    ids=["Windows", "macOS"],
)
def test_lines_for_computers_without_make_do_what_the_set_up_does(first: str, python: str, program: str) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    setup = (ROOT / "build" / "setup_environment.sh").read_text("utf-8")
    installs = [
        line.replace('"$pins"', "requirements/dev.txt") for line in re.findall(r"^pip (.+)$", setup, re.MULTILINE)
    ]
    assert len(installs) == 2
    # No comments: cmd and an interactive zsh would take them for arguments.
    lines = [first, *(f"{python} -m pip {line}" for line in installs)]
    lines.append(f"{python} build/renew_translations.py --compile")
    assert "\n".join(["```", *lines, "```", ""]) in readme
    assert '"$bin/python" build/renew_translations.py --compile' in setup
    assert f"`{program}` starts it and `{python} -m pytest` runs the tests" in " ".join(readme.split())
    assert (ROOT / "requirements" / "dev.txt").exists()


@pytest.mark.parametrize(
    ("target", "python", "there", "not_there"),
    [
        (0, "3.11", {"tzlocal", "colorama", "pysqlite3", "zipp"}, {"dbus-fast", "macholib"}),
        (0, "3.13", {"tzlocal", "colorama", "pysqlite3"}, {"dbus-fast", "macholib", "zipp"}),
        (1, "3.12", {"macholib", "pysqlite3"}, {"tzlocal", "dbus-fast", "zipp"}),
        (2, "3.12", {"macholib"}, {"tzlocal", "dbus-fast", "pysqlite3"}),
    ],
)
def test_make_wheels_asks_for_the_pins_that_apply_there(
    target: int, python: str, there: set[str], not_there: set[str]
) -> None:
    script = runpy.run_path(str(ROOT / "build" / "check_pins.py"))
    pins = (ROOT / "requirements" / "dev.txt").read_text("utf-8")
    applying = script["applying"](pins, script["TARGETS"][target], python)
    names = set(re.findall(r"^([a-z0-9-]+)==", applying, re.MULTILINE))
    assert there <= names
    assert not not_there & names
    assert " ; " not in applying
    assert len(re.findall(r"--hash", applying)) >= len(names)


def test_both_sets_pin_the_same_versions() -> None:
    run, dev = (_pinned(ROOT / "requirements" / name, COMPUTERS[0]) for name in ("run.txt", "dev.txt"))
    assert run.items() <= dev.items()
    assert dev.keys() >= CUSTOMERS


def test_pyside_is_a_version_that_keeps_its_references() -> None:
    assert Version("6.11.3") <= Version(version("PySide6-Essentials")) < Version("6.12")


def test_calls_that_return_nothing_lose_no_reference_to_none(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(10_000):
        label.setText(str(number))
    assert before - sys.getrefcount(None) < 100, "This PySide6 aborts after some thousand calls (PYSIDE-3474)."


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_are_short_and_called_what_they_are(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE
    assert not VAGUE & set(path.stem.split("_")), "Name it after what a person would ask for."


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_and_classes_fit_on_a_screen(path: Path) -> None:
    long = [
        f"{node.name}: {lines} lines"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST[type(node)]
    ]
    assert not long


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_words_do_not_shout(path: Path) -> None:
    with path.open("rb") as file:
        tokens = [token for token in tokenize.tokenize(file.readline) if token.type == tokenize.STRING]
    shouted = [token.string for token in tokens if re.search(r"\w! |\w!['\"]", token.string)]
    assert not shouted

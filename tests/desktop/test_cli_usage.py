"""What can be typed: help, version, wrong usage; and that the documentation leaves no command out."""

from argparse import _SubParsersAction
from pathlib import Path

import pytest

from tests.desktop.command_line import ROOT, CommandLine, process
from truthtime_desktop import __version__
from truthtime_desktop.arguments import parser

COMMANDS = next(one for one in parser()._actions if isinstance(one, _SubParsersAction)).choices  # noqa: SLF001 - argparse tells no other way


@pytest.fixture
def truthtime(capsysbinary: pytest.CaptureFixture[bytes]) -> CommandLine:
    return CommandLine(capsysbinary)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(truthtime: CommandLine, name: str) -> None:
    result = truthtime(name, "--help")
    assert (result.code, result.err) == (0, b"")
    assert f"example:\n  truthtime {name}".encode() in result.out


def test_help_of_the_whole_names_every_command_and_the_exit_codes(truthtime: CommandLine) -> None:
    text = truthtime("--help").out.decode()
    assert all(f"    {name}" in text for name in COMMANDS)
    assert "exit codes: 0 done, 1 refused" in text
    assert 'truthtime start "Landing page copy"' in text


def test_version(truthtime: CommandLine) -> None:
    assert truthtime("--version").out == f"TruthTime {__version__}\n".encode()


@pytest.mark.parametrize(
    "words",
    [
        ["bogus"],
        [""],
        ["🙂"],
        ["\udcff"],
        ["a\0b"],
        ["--verbose"],
        ["sta"],
        ["--vers"],
        ["start", "--proj", "Acme"],
        ["start", "--project"],
        ["start", "--tag"],
        ["pause", "now"],
        ["status", "--jso"],
        ["status", "--format", "json"],
        ["note", "--day"],
        ["log", "--limit"],
        ["log", "--limit", "ten"],
        ["log", "--limit", ""],
        ["log", "--limit", "1.5"],
        ["log", "--limit", "9" * 5000],
        ["log", "--from"],
        ["report", "--week", "--month"],
        ["report", "--decade"],
        ["export"],
        ["export", "a.json", "b.json"],
        ["export", "a.json", "--format", "xml"],
        ["export", "a.json", "--format", ""],
        ["import"],
        ["backup", "file"],
        ["restore", "a", "b"],
        ["tray", "--bogus"],
    ],
)
def test_wrong_usage_ends_with_2_and_writes_nothing(truthtime: CommandLine, data_dir: Path, words: list[str]) -> None:
    result = truthtime(*words)
    assert (result.code, result.out) == (2, b"")
    assert b"usage: truthtime" in result.err
    assert b"Traceback" not in result.err
    assert not data_dir.exists()


def test_wrong_usage_of_a_real_process_with_bytes_that_are_no_text() -> None:
    result = process(b"\xff\xfe")
    assert result.code == 2
    assert b"invalid choice" in result.err


@pytest.mark.parametrize("name", COMMANDS)
def test_the_documentation_shows_every_command_and_option(name: str) -> None:
    text = (ROOT / "docs/command-line.md").read_text(encoding="utf-8")
    assert f"truthtime {name}" in text
    for action in COMMANDS[name]._actions:  # noqa: SLF001 - argparse tells no other way
        assert all(option in text for option in action.option_strings if option != "-h")

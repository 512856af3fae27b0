"""Bad input of every argument: a clear error and nothing written, or stored and read back byte for byte."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.desktop.command_line import CommandLine, process
from truthtime_core.notes import MAX_NOTE_BYTES

MEGABYTE = "m" * 1_000_000
STRANGE = {
    "emoji": "🙂👩‍👩‍👧",
    "right to left": "שלום \u202etxt.exe\u2066 العربية\u2069",
    "controls": "a\tb\nc\rd\x1b[31me\x07\x7f\x85",
    "looks like JSON": '{"a": "\\n"}',
    "combining": "e\u0301 é",
    "formula": "=1+1",
    "spaces": "  ",
    "private use": "\ue000\U0010ffff\ufeff",
}
UNUSABLE = {
    "NUL": ("a\0b", "NUL"),
    "not UTF-8": ("a\udcff", "not valid text"),
    "5 MB": (5 * MEGABYTE, " long"),
}
TEXTS = [
    ("start", "description", []),
    ("toggle", "description", []),
    ("start", "project", ["--project"]),
    ("toggle", "project", ["--project"]),
    ("start", "tag", ["--tag"]),
    ("toggle", "tag", ["--tag"]),
    ("note", "note", []),
]
NO_DATES = [
    "",
    "2026-02-30",
    "2026-13-01",
    "yesterday",
    "99999-01-01",
    "0000-00-00",
    "🙂",
    "2026-02-28\0",
    "2026-01-01".translate({ord("0") + digit: 0x660 + digit for digit in range(10)}),
]
NO_DATES += ["\udcff", "\u202e2026-01-01", "2026-01-01\n", MEGABYTE, "9999-12-31", "0001-01-01", "-1"]
DATES = [("log", "--from"), ("log", "--to"), ("report", "--from"), ("report", "--to"), ("note", "--day")]


@pytest.fixture
def truthtime(capsysbinary: pytest.CaptureFixture[bytes]) -> CommandLine:
    return CommandLine(capsysbinary)


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("command", ["start", "toggle"])
def test_strange_words_of_a_task_are_kept_byte_for_byte(truthtime: CommandLine, command: str, name: str) -> None:
    text = STRANGE[name]
    assert truthtime(command, text, "--project", text, "--tag", text, "--tag", f"2{text}").code == 0
    for entry in (truthtime.json("log")["entries"][0], truthtime.json("status")["entry"]):
        assert (entry["description"], entry["project"], entry["tags"]) == (text, text, [text, f"2{text}"])


@pytest.mark.parametrize("name", STRANGE)
def test_strange_words_of_a_note_are_kept_byte_for_byte(truthtime: CommandLine, name: str) -> None:
    assert truthtime("note", STRANGE[name]).code == 0
    assert truthtime.json("note")["text"] == STRANGE[name]
    assert truthtime("note").out == STRANGE[name].encode() + b"\n"


@pytest.mark.parametrize("name", STRANGE)
def test_strange_words_cannot_steer_the_terminal(truthtime: CommandLine, name: str) -> None:
    text = STRANGE[name]
    said = truthtime("start", text, "--project", text, "--tag", text).out.decode()
    said += "".join(truthtime(command).out.decode() for command in ("pause", "resume", "status", "log", "report"))
    said += truthtime("stop").out.decode()
    steering = [letter for letter in said if not letter.isprintable() and letter not in "\n\u200d"]
    assert steering == []


@pytest.mark.parametrize("name", UNUSABLE)
@pytest.mark.parametrize(("command", "argument", "option"), TEXTS)
def test_unusable_words_are_refused_and_nothing_is_written(
    truthtime: CommandLine, command: str, argument: str, option: list[str], name: str
) -> None:
    text, why = UNUSABLE[name]
    title = truthtime(command, *option, text).title
    assert argument in title
    assert why in title
    assert len(title) < 200
    assert truthtime.json("verify")["events"] == 0


@pytest.mark.parametrize("command", ["start", "toggle"])
def test_an_empty_description_and_project_mean_none_and_an_empty_tag_is_refused(
    truthtime: CommandLine, command: str
) -> None:
    assert truthtime(command, "", "--tag", "").title == "A tag cannot be empty."
    assert truthtime.json("verify")["events"] == 0
    entry = truthtime.json(command, "", "--project", "")["entry"]
    assert (entry["description"], entry["project"]) == ("", None)


def test_too_many_tags_are_refused(truthtime: CommandLine) -> None:
    tags = [word for number in range(51) for word in ("--tag", str(number))]
    assert truthtime("start", *tags).title == "An entry can have 50 tags at most."


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["Text", "--history"], "either written or looked at"),
        (["Text", "--search", "x"], "either written or looked at"),
        (["Text", "--export", "notes.md"], "either written or looked at"),
        (["--from", "2026-01-01"], "belong to --export"),
        (["Text", "--force"], "belong to --export"),
        (["--history", "--to", "2026-01-01"], "belong to --export"),
        (["Text", "--limit", "3"], "belongs to --search"),
        (["--search", "x", "--limit", "0"], "limit must be between"),
        (["--search", "x", "--limit", "-99999999999999999999"], "limit must be between"),
        (["--search", "x", "--day", "2026-01-01"], "look at all days"),
        (["--export", "-", "--day", "2026-01-01"], "look at all days"),
        (["--search", "m" * 5_000], "search is too long"),
        (["--search", "\udcff"], "search is not valid text"),
        (["--search", "a\0b"], "search contains a NUL"),
        (["--revision", "\udcff\0x"], "no such revision"),
        (["--revision", "m" * 1_000_000], "no such revision"),
        (["--export", "a\0b"], ""),
        (["--export", "/no/such/folder/notes.md"], "no folder"),
        (["--export", "-", "--from", "2026-02-30"], "date"),
        (["--export", "-", "--from", "2026-02-28", "--to", "2026-01-01"], "ends"),
        (["--history", "--day", "yesterday"], "date"),
    ],
)
def test_a_note_asked_for_in_a_way_that_makes_no_sense(truthtime: CommandLine, words: list[str], why: str) -> None:
    title = truthtime("note", *words).title
    assert why in title
    assert len(title) < 200
    assert truthtime.json("verify")["events"] == 0


@pytest.mark.parametrize("query", ["", '"', "*", "AND", "NEAR(", "%", "_", "x" * 4_000, "\u202e", "🙂", "a b " * 900])
def test_any_search_has_an_answer(truthtime: CommandLine, query: str) -> None:
    assert truthtime.json("note", "--search", query) == {"found": []}
    assert len(truthtime("note", "--search", query).out.decode().splitlines()) == 1


def test_an_empty_note_is_refused(truthtime: CommandLine) -> None:
    assert truthtime("note", "").title == "There is nothing to write down."


@pytest.mark.parametrize(("command", "option"), DATES)
def test_no_such_date(truthtime: CommandLine, command: str, option: str) -> None:
    for text in NO_DATES:
        title = truthtime(command, f"{option}={text}", *(["Words"] if command == "note" else [])).title
        assert "date" in title
        assert len(title) < 120
    assert truthtime.json("verify")["events"] == 0


@pytest.mark.parametrize("text", ["0", "-1", "-99999999999999999999", "1000000001", "9" * 30])
def test_no_such_limit(truthtime: CommandLine, text: str) -> None:
    assert truthtime("log", f"--limit={text}").title == "The limit must be between 1 and 1,000,000,000."


def test_refusals_of_real_bytes_are_plain_text() -> None:
    for words in (
        [b"start", b"\xff\xfe"],
        [b"note", b"\xf0\x9f"],
        [b"start", b"--tag", b"\xc3"],
        [b"log", b"--from=\xff"],
    ):
        assert process(*words).title


def test_a_piped_note_is_kept_byte_for_byte(truthtime: CommandLine) -> None:
    text = "Two\r\nlines \u202e\n\ttab\r"
    assert process("note", "-", stdin=text.encode()).code == 0
    assert truthtime.json("note")["text"] == text


@pytest.mark.parametrize(
    ("stdin", "why"),
    [
        (b"", "nothing to write down"),
        (b"m" * (MAX_NOTE_BYTES + 1), "too long: 4,194,305 bytes"),
        (b"m" * 30_000_000, "too long"),
        (b"\n" * (MAX_NOTE_BYTES + 1), "too long"),
        (b"\xff\xfe", "not valid text"),
        (b"a\0b", "NUL"),
    ],
)
def test_a_piped_note_that_cannot_be_used(truthtime: CommandLine, stdin: bytes, why: str) -> None:
    assert why in process("note", "-", stdin=stdin).title
    assert truthtime.json("verify")["events"] == 0


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(description=TEXT, project=TEXT, tags=st.lists(TEXT.filter(bool), max_size=3), note=TEXT.filter(bool))
def test_any_text_comes_back_as_it_was_typed(
    capsysbinary: pytest.CaptureFixture[bytes], description: str, project: str, tags: list[str], note: str
) -> None:
    truthtime = CommandLine(capsysbinary)
    options = [f"--project={project}", *(f"--tag={tag}" for tag in tags)]
    assert truthtime("start", *options, "--", description).code == 0
    entry = truthtime.json("log", "--limit=1")["entries"][0]
    assert (entry["description"], entry["project"], entry["tags"]) == (description, project or None, tags)
    before = truthtime.json("note")["text"]
    assert truthtime("note", "--", note).code == 0
    between = "\n" if before and not before.endswith("\n") else ""
    assert truthtime.json("note")["text"] == before + between + note


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(st.text(st.characters(), max_size=12), max_size=4), command=st.sampled_from(["start", "log", "note"])
)
def test_no_words_at_all_end_in_a_stack_of_python(
    capsysbinary: pytest.CaptureFixture[bytes], command: str, words: list[str]
) -> None:
    result = CommandLine(capsysbinary)(command, *(word for word in words if word != "-"))
    assert result.code in {0, 1, 2}
    assert b"Traceback" not in result.err


@pytest.mark.parametrize("place", ["a file is in the way", "nobody may write"])
def test_a_data_folder_that_cannot_be_used(
    truthtime: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str
) -> None:
    (tmp_path / "file").write_text("x")
    folder = tmp_path / "file" if place == "a file is in the way" else Path("/proc/truthtime")
    monkeypatch.setenv("TRUTHTIME_DATA_DIR", str(folder))
    for words in (["start"], ["status"], ["log"], ["export", "-"], ["backup"], ["restore", "--newest"], ["verify"]):
        assert truthtime(*words).title
    assert (tmp_path / "file").read_text() == "x"

"""A report of a fault: what its makers need, and nothing that a person typed."""

import errno
import platform
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truthtime_core.errors import InputError
from truthtime_core.timer import checked_task
from truthtime_desktop import __version__
from truthtime_desktop.durations import brief
from truthtime_desktop.fault_reports import blanked_line, place_of, report

TYPED = "Divorce lawyer, Kensington"


def throw(error: BaseException) -> None:
    raise error


def raised(what: BaseException | Callable[[], object]) -> BaseException:
    with pytest.raises(BaseException) as caught:  # noqa: PT011 - any kind is what is asked for
        what() if callable(what) else throw(what)
    return caught.value


def chained() -> None:
    notes = {"a": 1}
    try:
        notes[TYPED]
    except KeyError as error:
        raise RuntimeError(f"no note {TYPED}") from error


@pytest.mark.parametrize(
    "what",
    [
        KeyError(TYPED),
        ValueError(f"invalid literal for int(): '{TYPED}'"),
        AttributeError(TYPED),
        ImportError(TYPED, name=TYPED),
        NameError(TYPED),
        TypeError(f'"{TYPED}" is no note'),
        UnicodeEncodeError("ascii", TYPED, 0, 1, TYPED),
        AssertionError(TYPED),
        FileNotFoundError(errno.ENOENT, TYPED, f"/home/me/{TYPED}"),
        InputError(f"{TYPED} is too long.", TYPED),
        ExceptionGroup(TYPED, [ValueError(TYPED)]),
        chained,
        lambda: checked_task(TYPED * 1000, "", ()),
    ],
    ids=lambda what: type(what).__name__,
)
def test_no_word_of_the_person_is_in_it(what: BaseException | Callable[[], object]) -> None:
    error = raised(what)
    error.add_note(TYPED)
    text = report(error, qt="6.11.3")
    assert "Kensington" not in text
    assert "lawyer" not in text
    assert type(error).__name__ in text


@given(st.text(min_size=4))
def test_no_message_is_in_it_whatever_it_says(words: str) -> None:
    marked = f"{words}\N{SNOWMAN}{words}"
    assert "\N{SNOWMAN}" not in report(raised(ValueError(marked)))
    assert "\N{SNOWMAN}" not in report(raised(AttributeError(marked, name=marked, obj=marked)))


def test_it_names_versions_and_the_place() -> None:
    error = raised(lambda: brief("a day"))  # type: ignore[arg-type]
    text = report(error, qt="6.11.3", context="in a thread")
    for part in (f"TruthTime {__version__}", f"Python {platform.python_version()}", "Qt 6.11.3", "Where: in a thread"):
        assert part in text
    assert "truthtime_desktop/durations.py:" in text
    assert " in brief" in text
    assert str(Path.home()) not in text
    assert str(Path(__file__).parents[2]) not in text


def test_what_caused_it_is_followed_back() -> None:
    text = report(raised(chained))
    assert text.index("RuntimeError") < text.index("Caused by:") < text.index("KeyError (its message is left out)")


def test_names_of_the_code_are_kept() -> None:
    assert "no strip_all in a str" in report(raised(lambda: "x".strip_all(1)))  # type: ignore[attr-defined]
    assert "errno 2" in report(raised(lambda: Path("/nowhere at all").read_bytes()))


def test_one_fault_is_told_from_another() -> None:
    first, again = raised(lambda: brief("a")), raised(lambda: brief("b"))  # type: ignore[arg-type]
    assert place_of(first) == place_of(again)
    assert place_of(first).startswith("TypeError at truthtime_desktop/durations.py:")
    assert place_of(raised(KeyError("x"))) != place_of(first)
    assert place_of(ValueError()) == "ValueError at no place"


def test_a_deep_recursion_stays_readable() -> None:
    def deep() -> None:
        deep()

    text = report(raised(deep))
    assert "outer ones left out" in text
    assert len(text.splitlines()) < 70


def test_lines_of_a_library_lose_what_they_quote() -> None:
    line = blanked_line(f"QObject: Cannot open '{TYPED}' at /home/me/x.png in \"{TYPED}\" of 'QWidget'\nmore")
    assert "Kensington" not in line
    assert "/home" not in line
    assert "'QWidget'" in line
    assert "more" not in line

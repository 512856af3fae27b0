"""Sentences of tray and menu, and what user text may do to them: nothing."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui import samples
from truthtime_desktop.ui import words
from truthtime_desktop.viewstate import ViewState


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (samples.EMPTY, "TruthTime: not tracking"),
        (samples.STOPPED, "Not tracking. 1h 31m worked today"),
        (samples.RUNNING, "Running: Landing page copy. 1h 31m worked today"),
        (replace(samples.RUNNING, description=""), "Running: No description. 1h 31m worked today"),
        (samples.PAUSED, "Paused. 1h 26m worked today"),
        (samples.WAITING, "Waiting for your answer"),
        (samples.WAITING_RUNNING, "Running: Landing page copy. Waiting for your answer"),
        (samples.WAITING_PAUSED, "Paused. Waiting for your answer"),
        (replace(samples.RUNNING, description="R&D"), "Running: R&D. 1h 31m worked today"),
        (replace(samples.RUNNING, description="50 %1 %2"), "Running: 50 %1 %2. 1h 31m worked today"),
        (replace(samples.RUNNING, description="a\n\tb\x00c"), "Running: a bc. 1h 31m worked today"),
        (replace(samples.RUNNING, description="<b>x</b>"), "Running: \u2039b>x\u2039/b>. 1h 31m worked today"),
        (replace(samples.RUNNING, description="1 < 2"), "Running: 1 < 2. 1h 31m worked today"),
    ],
)
def test_tooltips(view: ViewState, expected: str) -> None:
    assert words.tooltip(view) == expected


def test_a_label_is_cut_in_the_middle() -> None:
    name = words.shortened("The beginning matters, and so does the very end of it")
    assert name == "The beginning matters, a…does the very end of it"


@given(st.text(), st.integers(min_value=2, max_value=60))
def test_no_text_breaks_a_line_or_its_limit(text: str, limit: int) -> None:
    shown = words.shortened(text, limit)
    assert len(shown) <= limit
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in shown)
    assert shown == shown.strip()


@given(st.text(alphabet=st.sampled_from("e\u0301\u0308\u200d👩🏽💻 ")))
def test_a_cut_does_not_begin_with_an_accent(text: str) -> None:
    _head, dots, tail = words.shortened("x" * 10 + text + "x" * 3, 12).partition(words.ELLIPSIS)
    if dots and tail:
        assert unicodedata.category(tail[0]) not in {"Mn", "Me"}


def test_direction_overrides_do_not_reach_the_menu() -> None:
    assert words.one_line("\u202ereversed\u2066") == "reversed"


@given(st.text(), st.text())
def test_values_are_never_read_as_places(first: str, second: str) -> None:
    assert words.fill("a %1 b %2 c", first, second) == f"a {first} b {second} c"


def test_a_percent_sign_of_ours_stays() -> None:
    assert words.fill("%1 is 29% of %2", "this", "that") == "this is 29% of that"
    assert words.fill("100%") == "100%"


@given(st.text(alphabet="a&b", max_size=20))
def test_ampersands_are_shown_and_underline_nothing(text: str) -> None:
    assert words.in_menu(text).replace("&&", "\0").count("&") == 0

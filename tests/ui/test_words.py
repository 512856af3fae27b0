"""Sentences of tray and menu, and what user text may do to them: nothing."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui import samples
from tests.ui.speaking import speaking
from truthtime_desktop.ui import words
from truthtime_desktop.viewstate import Saving, ViewState


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
        (samples.NO_INPUT, "Running, no input for 6m"),
        (replace(samples.NO_INPUT, needs_answer=True), "Running: Landing page copy. Waiting for your answer"),
        (samples.AWAY, "You were away 42m. Waiting for your answer"),
        (samples.CRASHED, "Paused. Waiting for your answer"),
        (replace(samples.CRASHED, state="stopped"), "Waiting for your answer"),
        (replace(samples.RUNNING, description="R&D"), "Running: R&D. 1h 31m worked today"),
        (replace(samples.RUNNING, description="50 %1 %2"), "Running: 50 %1 %2. 1h 31m worked today"),
        (replace(samples.RUNNING, description="a\n\tb\x00c"), "Running: a bc. 1h 31m worked today"),
        (replace(samples.RUNNING, description="<b>x</b>"), "Running: \u2039b>x\u2039/b>. 1h 31m worked today"),
        (replace(samples.RUNNING, description="1 < 2"), "Running: 1 < 2. 1h 31m worked today"),
    ],
)
def test_tooltips(view: ViewState, expected: str) -> None:
    assert words.tooltip(view) == expected


@pytest.mark.parametrize(
    ("saving", "expected"),
    [
        (Saving(), "Saved on this computer"),
        (Saving("synced", at_ms=samples.NOW_MS), "Synced just now"),
        (Saving("synced", at_ms=samples.NOW_MS + 90_000), "Synced just now"),
        (Saving("synced", at_ms=samples.NOW_MS - 59_999), "Synced just now"),
        (Saving("synced", at_ms=samples.NOW_MS - 2 * samples.MINUTE_MS), "Synced 2 min ago"),
        (Saving("synced", at_ms=samples.NOW_MS - 91 * samples.MINUTE_MS), "Synced 1h 31m ago"),
        (Saving("syncing", waiting=1), "Syncing 1 change"),
        (Saving("syncing", waiting=3), "Syncing 3 changes"),
        (Saving("offline"), "Offline. Saved here."),
        (Saving("failed"), "Sync failed"),
        (Saving("signed_out"), "Signed out by the server"),
        (Saving("trial", days_left=2), "Trial ends in 2 days"),
        (Saving("trial", days_left=1), "Trial ends in 1 day"),
        (Saving("trial"), "Trial ends today"),
        (Saving("past_due", days_left=5), "Payment failed. Sync stops in 5 days"),
        (Saving("past_due", days_left=1), "Payment failed. Sync stops in 1 day"),
        (Saving("past_due"), "Payment failed. Sync stops today"),
        (Saving("expired"), "Sync is off. Your time stays here."),
    ],
)
@pytest.mark.usefixtures("qapp")
def test_where_the_time_is_kept(saving: Saving, expected: str) -> None:
    with speaking("en"):
        assert words.saving_line(saving, samples.NOW_MS) == expected


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

"""Notes written apart and changed at once: nothing that anybody typed is dropped, and no text stands there twice."""

import random
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.core.facts import Device
from truthtime_core import notes
from truthtime_core.errors import InputError
from truthtime_core.hunks import hunks, merged_lines
from truthtime_core.notes import (
    Link,
    Note,
    appended,
    fold_note,
    link_places,
    link_times,
    merged,
    read_links,
    revise_after_ms,
    together,
)

LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\r\n", "\n", "d"]), max_size=6).map("".join)


def test_texts_written_apart_stand_under_each_other() -> None:
    assert together([]) == ""
    assert together(["", ""]) == ""
    assert together(["a", ""]) == "a"
    assert together(["b", "a", "b"]) == "a\n---\nb"
    assert together(["a\n", "b\n"]) == "a\n---\nb\n"


def test_what_all_texts_share_stands_there_once() -> None:
    assert together(["Title\n\nmine\n\nend\n", "Title\n\ntheirs\n\nend\n"]) == "Title\n\nmine\n---\ntheirs\n\nend\n"
    assert together(["a\nb\n", "a\n"]) == "a\nb\n"
    assert together(["a\nx", "a\ny", "a\nz"]) == "a\nx\n---\ny\n---\nz"
    assert together(["a\na\n", "a\na\na\n"]) == "a\na\na\n"
    assert together(["a\r\nb", "a\r\nc"]) == "a\r\nb\n---\nc"


@given(st.lists(LINES, max_size=4), st.randoms())
def test_together_is_the_same_in_any_order_and_drops_no_line(texts: list[str], dice: random.Random) -> None:
    whole = together(texts)
    mixed = [*texts, *texts]
    dice.shuffle(mixed)
    assert together(mixed) == whole
    for text in texts:
        assert set(text.split("\n")) <= {*whole.split("\n"), ""}
    if len(set(texts)) == 1:
        assert whole == texts[0]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result"),
    [
        ("a", "ab", "a", "ab"),
        ("a", "a", "ab", "ab"),
        ("a", "ab", "ab", "ab"),
        ("a", "ab", "a\nline", "ab\nline"),
        ("a\n", "a\nI type", "a\nline", "a\nI type\nline"),
        ("", "I type", "line", "I type\nline"),
        ("one two", "ONE two", "one TWO", "ONE TWO"),
        ("one two", "one TWO", "ONE two", "ONE TWO"),
        ("a\nb\nc\n", "a\nc\n", "a\nb\nc\nd\n", "a\nc\nd\n"),
        ("a\nkey\nc\n", "a\nmine\nc\n", "a\ntheirs\nc\n", "a\nmine\n---\ntheirs\nc\n"),
        ("a\nlong key\nc", "a\nlonger key", "a\nlong keys\nc", "a\nlong keys\nc\n---\nlonger key"),
        ("abc", "", "abcd", "d"),
        ("abc", "", "abXc", "abXc"),
    ],
)
def test_two_changes_of_one_text(base: str, mine: str, theirs: str, result: str) -> None:
    assert merged(base, mine, theirs) == result


WORDS = st.lists(st.sampled_from(["one", "two", " ", "\n", "a", "é", "👋"]), max_size=12).map("".join)


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, str, str]:
    """A text, and the same with something typed into each of two copies."""
    base = draw(WORDS)
    sides = []
    for typed in ("<mine>", "<theirs>"):
        start = draw(st.integers(0, len(base)))
        end = draw(st.integers(start, min(len(base), start + 3)))
        sides.append(base[:start] + typed + base[end:])
    return base, sides[0], sides[1]


@given(changes())
@example(("a", "<mine>a", "<theirs>a"))
def test_what_either_types_stands_there_exactly_once(change: tuple[str, str, str]) -> None:
    base, mine, theirs = change
    whole = merged(base, mine, theirs)
    assert whole.count("<mine>") == 1
    assert whole.count("<theirs>") == 1


@given(WORDS, WORDS)
def test_a_change_of_one_side_alone_is_taken_as_it_is(base: str, changed: str) -> None:
    assert merged(base, changed, base) == merged(base, base, changed) == merged(base, changed, changed) == changed


@given(WORDS, WORDS, WORDS)
def test_appending_beside_any_change_appends(base: str, mine: str, more: str) -> None:
    theirs = appended(base, f"<{more}>")
    whole = merged(base, mine, theirs)
    assert f"<{more}>" in whole
    if mine.startswith(base):
        assert whole.startswith(mine)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result"),
    [
        pytest.param("1\n2\n3\n4\n5\n", "A\n2\n3\n4\nE\n", "1\n2\nC\n4\n5\n", "A\n2\nC\n4\nE\n", id="between"),
        pytest.param("1\n2\n3", "A\n2\n", "1\nB\n3\n4", "A\nB\n\n4", id="end"),
        pytest.param("1\n2\n", "A\n2\nx\n", "1\nB\n", "A\nB\nx\n", id="lines-that-touch"),
        pytest.param("1\n2\n3\n", "A\nx\n3\nC\n", "B\nx\n3\n", "A\n---\nB\nx\n3\nC\n", id="same-line-on-both"),
        pytest.param("one two\n2\n3\n", "ONE two\n2\nC\n", "one TWO\nB\n3\n", "ONE TWO\nB\nC\n", id="words"),
        pytest.param("1\n2\n", "x\n1\na\n2\ny\n", "1\na\nb\n2\n", "x\n1\na\nb\n2\ny\n", id="same-insertion"),
        pytest.param("1\n2\n3\n", "1\nm\n2\n3\nM\n", "1\nt\n2\nT\n", "1\nm\nt\n2\nT\nM\n", id="one-place"),
        pytest.param("1\n2\n3\n4\n", "1\n4\nM\n", "T\n1\n2\n3 and more\n4\n", "T\n1\n3 and more\n4\nM\n", id="removed"),
        pytest.param("\n\n1\n\n2\n\n", "\n\n1\n\n2 a\n\nM", "\n\n1 a\n\n2\n\nT", "\n\n1 a\n\n2 a\n\nM\nT", id="blank"),
        pytest.param("b\na\n", "a\nb\nM\n", "b\nA\n", "A\nb\nM\n", id="moved"),
    ],
)
def test_overlapping_changes_are_merged_by_lines(base: str, mine: str, theirs: str, result: str) -> None:
    assert merged(base, mine, theirs) == result
    assert merged(base, theirs, mine) == result


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """Lines, each of them another one, and two versions of them with lines removed, changed and added."""
    base = [f"{number}" for number in range(draw(st.integers(0, 12)))]
    sides = []
    for name in "mt":
        lines: list[str] = []
        for number, line in enumerate([*base, ""]):
            lines += [f"{name}+{number}.{more}" for more in range(draw(st.sampled_from([0, 0, 0, 1, 2])))]
            done = draw(st.sampled_from(["stays", "stays", "stays", "goes", "changes"])) if line else "goes"
            lines += {"stays": [line], "goes": [], "changes": [f"{name}*{number}"]}[done]
        sides.append(lines)
    return base, sides[0], sides[1]


@given(edited())
def test_lines_of_both_stand_once_and_what_both_left_alone_stays_in_order(
    versions: tuple[list[str], list[str], list[str]],
) -> None:
    base, mine, theirs = versions
    whole = merged_lines(base, mine, theirs, lambda _base, one, other: sorted([*one, *other]))
    assert whole == merged_lines(base, theirs, mine, lambda _base, one, other: sorted([*one, *other]))
    written = {*mine, *theirs} - {*base}
    counts = Counter(whole)
    assert all(counts[line] == 1 for line in written)
    kept = [line for line in base if line in mine and line in theirs]
    assert [line for line in whole if line in kept] == kept
    assert counts.keys() <= {*base, *written}
    assert max(counts.values(), default=1) == 1
    # A line that one side removed is gone, unless it stands among lines that both worked on.
    assert merged_lines(base, mine, base, _never) == mine
    assert merged_lines(base, mine, mine, _never) == mine


def _never(*_sides: Sequence[str]) -> list[str]:
    raise AssertionError("nothing was changed by both")


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12))
def test_hunks_make_one_text_the_other(base: list[str], changed: list[str]) -> None:
    found = hunks(base, changed)
    lines, done = [], 0
    for hunk in found:
        assert hunk.start >= done
        lines += [*base[done : hunk.start], *hunk.lines]
        done = hunk.end
    assert [*lines, *base[done:]] == changed


def test_a_large_text_with_changes_everywhere_is_merged_at_once() -> None:
    base = [f"All work and no play {number}\n" for number in range(20_000)]
    mine, theirs = [*base], [*base]
    for number in range(0, 20_000, 100):
        mine[number] = f"mine {number}\n"
        theirs[number + 50] = f"theirs {number}\n"
    whole = merged("".join(base), "".join(mine), "".join(theirs))
    assert whole.count("mine") == whole.count("theirs") == 200
    assert whole.count("All work") == 20_000 - 400
    mine, theirs = ["a\n", "b\n"] * 20_000, ["b\n", "a\n", "c\n"] * 20_000
    assert len(merged("a\nb\nc\nd\n" * 20_000, "".join(mine), "".join(theirs))) >= 120_000


def test_a_large_text_is_merged_at_once() -> None:
    base = "All work and no play\n" * 50_000
    mine, theirs = base.replace("play", "break", 1), appended(base, "At the end")
    whole = merged(base, mine, theirs)
    assert whole.startswith("All work and no break\n")
    assert whole.endswith("\nAt the end")


def test_appending_begins_a_line() -> None:
    assert appended("", "a") == "a"
    assert appended("a", "b") == "a\nb"
    assert appended("a\n", "b") == "a\nb"


def test_tokens_of_links() -> None:
    assert link_times("@09:04 and (@23:59), @09:04.") == ("09:04", "23:59")
    assert link_places("@09:04 and (@23:59), @09:04.") == ((0, "09:04"), (12, "23:59"), (21, "09:04"))
    for text in ("me@09:04", "@24:00", "@9:04", "@09:60", "@09:045", "@@09:04", "@09:04:30", "@٠٩:٠٤"):
        assert link_times(text) == ()


def test_links_of_a_revision_are_read_whatever_stands_there() -> None:
    sound = {"at": "09:04", "entry": "e"}
    odd: list[object] = [None, "x", {}, {"at": "9:04", "entry": "e"}, {"at": "09:04", "entry": 1}, {"at": "09:04"}]
    odd += [{"at": "09:04", "entry": ""}, {"at": 904, "entry": "e"}, {"at": "09:04\n", "entry": "e"}]
    assert read_links([*odd, sound]) == (Link("09:04", "e"),)
    for data in (None, {}, "x", 3):
        assert read_links(data) == ()


def note_of(*devices: Device) -> Note:
    words = {content.hash: content.words for device in devices for content in device.contents}
    return fold_note([event for device in devices for event in device.events], words)


def revise(device: Device, text: str, *parents: str, entry: str = "") -> str:
    links = [{"at": "09:04", "entry": entry}] if entry else []
    data = {"day": "2026-11-17", "parents": list(parents), "links": links}
    return device.say("note.revise", "", data, text=text).id


def test_links_belong_to_tokens_of_the_text_and_those_of_all_newest_revisions_count() -> None:
    phone, desktop = Device("phone"), Device("desktop")
    revise(phone, "a @09:04", entry="e")
    assert note_of(phone).links == (Link("09:04", "e"),)
    revise(desktop, "b @09:04", entry="f")
    both = note_of(phone, desktop)
    assert both.links == (Link("09:04", "e"), Link("09:04", "f"))
    revise(phone, "without", *both.heads, entry="e")
    assert note_of(phone, desktop).links == ()


def test_a_note_has_a_limit_in_bytes() -> None:
    assert notes.checked_note("é" * (notes.MAX_NOTE_BYTES // 2))
    for text in ("é" * (notes.MAX_NOTE_BYTES // 2 + 1), "a\0b", "\ud800"):
        with pytest.raises(InputError):
            notes.checked_note(text)


def test_large_notes_become_revisions_more_rarely() -> None:
    assert revise_after_ms(0) == 5 * 60_000
    assert revise_after_ms(1_000_000) == 30 * 60_000

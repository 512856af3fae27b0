"""What is known about a note's text without a window: its bytes, its Markdown, its keys, its changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout
from pytestqt.qtbot import QtBot

from truthtime_desktop.ui.notes import exact, writing
from truthtime_desktop.ui.notes.changes import LARGEST, Line, changed_lines
from truthtime_desktop.ui.notes.markdown import LONGEST_LINE, Span, link_at, spans_of

ODD = (
    "\r\u2028\u2029\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5\ufdd6\ufdd7\ufdd8"
    "\u00a0\ufeff\ufffc\ufffe\uffff\x0b\x0c\x85\x1c\t\n"
)
texts = st.text(st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"], exclude_characters="\0")))


def through_a_document(text: str) -> str:
    document = QTextDocument()
    document.setDocumentLayout(QPlainTextDocumentLayout(document))
    line_end = exact.line_end_of(text)
    document.setPlainText(exact.shown(text, line_end))
    return exact.written(document.toRawText(), line_end)


def test_every_character_of_unicode_comes_out_of_a_document_as_it_went_in(qtbot: QtBot) -> None:
    assert qtbot
    letters = [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000]
    for start in range(0, len(letters), 4_096):
        text = "a".join(letters[start : start + 4_096])
        assert through_a_document(text) == text, hex(start)


@pytest.mark.parametrize("letter", sorted(set(ODD)), ids=ascii)
def test_an_odd_character_may_come_first(letter: str) -> None:
    assert through_a_document(f"{letter}b") == f"{letter}b"
    assert through_a_document(f"a\n{letter}") == f"a\n{letter}"


@given(texts)
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    line_end = exact.line_end_of(text)
    assert exact.written(exact.shown(text, line_end).replace("\n", "\u2029"), line_end) == text
    assert through_a_document(text) == text


@given(st.lists(st.sampled_from(["a", "", "\r", "\ufdd2\ufdd3", "👋"]), max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_line_ends_of_either_kind_stay(lines: list[str], end: str) -> None:
    text = end.join(lines)
    assert through_a_document(text) == text


@given(texts, st.data())
def test_places_in_a_document_are_counted_as_qt_does(text: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(text)))
    line_end = exact.line_end_of(text)
    place = exact.place_in_document(text, index, line_end)
    whole = exact.shown(text, line_end)
    assert exact.characters(whole, place) == len(exact.shown(text[:index], line_end))


@given(texts, texts)
def test_one_change_makes_the_other_text(before: str, after: str) -> None:
    start, end, more = exact.span_of_change(before, after)
    units = before.encode("utf-16-le")
    assert (units[: 2 * start] + more.encode("utf-16-le") + units[2 * end :]).decode("utf-16-le") == after


def kinds(line: str, fence: str = "") -> list[tuple[str, str]]:
    return [(line[span.start : span.end], span.kind) for span in spans_of(line, fence)[0]]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("# Tuesday", [(" Tuesday", "heading"), ("#", "mark")]),
        ("#tag", []),
        ("####### seven", []),
        ("---", [("---", "mark")]),
        ("- [x] done", [("- [x]", "task"), ("done", "done")]),
        ("  * [ ] open", [("  * [ ]", "task")]),
        ("- [y] no box", [("-", "item")]),
        ("12. twelfth", [("12.", "item")]),
        ("-no item", []),
        ("> said", [("> said", "quote")]),
        ("a **b** c", [("**", "mark"), ("b", "strong"), ("**", "mark")]),
        ("2 * 3 * 4", []),
        ("snake_case_name", []),
        ("_so_", [("_", "mark"), ("so", "emphasis"), ("_", "mark")]),
        ("`a *b*`", [("`a *b*`", "code")]),
        ("~~old~~", [("~~", "mark"), ("old", "struck"), ("~~", "mark")]),
        ("at @09:04 and a@09:04", [("@09:04", "entry")]),
        ("https://example.org/a_b_c.", [("https://example.org/a_b_c", "link")]),
        ("[t](u)", [("t", "link"), ("[", "mark"), ("](", "mark"), ("u", "mark"), (")", "mark")]),
        ("", []),
        ("**", []),
    ],
)
def test_lines_are_taken_apart(line: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(line) == expected


def test_a_fence_lasts_until_one_as_long_closes_it() -> None:
    fence = ""
    states = []
    for line in ("````py", "# no heading", "```", "@09:04", "````", "# heading"):
        spans, fence = spans_of(line, fence)
        states.append((fence, spans[0].kind))
    assert states == [("````", "code")] * 4 + [("", "code"), ("", "heading")]
    assert spans_of("``` no `fence`", "")[1] == ""


@given(texts, st.sampled_from(["", "```", "~~~~"]))
def test_spans_lie_inside_their_line(line: str, fence: str) -> None:
    for span in spans_of(line, fence)[0]:
        assert 0 <= span.start <= span.end <= len(line)


def test_a_line_without_end_is_looked_at_up_to_a_point() -> None:
    spans, _ = spans_of("`" * 1_000_000, "")
    assert all(span.end <= LONGEST_LINE for span in spans)
    assert spans_of("**a** " * 100_000, "")[0][1] == Span(2, 3, "strong")


def test_links_are_found_where_they_are_clicked() -> None:
    line = "see @09:04, [docs](https://example.org/x) or http://a.b/c"
    assert link_at(line, line.index("09")) == ("entry", "09:04")
    assert link_at(line, line.index("docs")) == ("address", "https://example.org/x")
    assert link_at(line, len(line) - 1) == ("address", "http://a.b/c")
    assert link_at(line, 0) == ("", "")


@pytest.mark.parametrize(
    ("line", "toggled"),
    [
        ("- [ ] ask", "- [x] ask"),
        ("- [X] ask", "- [ ] ask"),
        ("- ask", "- [ ] ask"),
        ("2) ask", "2) [ ] ask"),
        ("ask", "- [ ] ask"),
        ("  ask", "  - [ ] ask"),
        ("> - [ ] ask", "> - [x] ask"),
        ("", "- [ ] "),
    ],
)
def test_a_task_box_is_toggled(line: str, toggled: str) -> None:
    assert writing.toggled_box(line) == toggled


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("- one", "- "),
        ("  9. nine", "  10. "),
        ("- [x] done", "- [ ] "),
        ("- ", None),
        ("- [ ] ", None),
        ("> said", "> "),
        ("> ", None),
        ("> - quoted item", "> - "),
        ("plain", ""),
        ("    indented", "    "),
        ("   ", ""),
        ("", ""),
    ],
)
def test_enter_goes_on_with_what_the_line_was(line: str, begins: str | None) -> None:
    assert writing.next_line_begins(line) == begins


def test_marks_come_and_go() -> None:
    assert writing.wrapped("a", "**") == "**a**"
    assert writing.wrapped("**a**", "**") == "a"
    assert writing.wrapped("**", "**") == "******"


def test_words_are_counted_as_people_do() -> None:
    assert writing.words_in("# Two words\n\n- [ ] - three, too 会議") == 5
    assert writing.words_in("") == 0


@pytest.mark.parametrize(
    ("text", "token"),
    [("@", "@"), ("see @09", "@09"), ("mail@acme", None), ("@@", None), ("@ ", None), ("a", None), ("(@La", "@La")],
)
def test_a_link_that_is_begun_is_seen(text: str, token: str | None) -> None:
    assert writing.token_behind(text) == token


def test_a_new_line_for_an_entry_stands_by_itself() -> None:
    assert writing.with_token("", "09:04") == "@09:04 "
    assert writing.with_token("a", "09:04") == "a\n\n@09:04 "
    assert writing.with_token("a\n", "09:04") == "a\n\n@09:04 "


def test_changes_are_told_line_by_line() -> None:
    before = "\n".join([*"abcdefgh", "old", "z"])
    after = "\n".join([*"abcdefgh", "new", "more", "z"])
    assert changed_lines(before, after) == (
        Line("out", ""),
        *(Line("same", one) for one in "fgh"),
        Line("removed", "old"),
        Line("added", "new"),
        Line("added", "more"),
        Line("same", "z"),
    )
    assert changed_lines(before, before) == ()


@given(texts, texts)
def test_nothing_that_changed_is_left_out(before: str, after: str) -> None:
    lines = changed_lines(before, after)
    gone = [one.text for one in lines if one.kind == "removed"]
    come = [one.text for one in lines if one.kind == "added"]
    old, new = before.split("\n"), after.split("\n")
    assert sorted([*old, *come]) == sorted([*new, *gone])


def test_a_large_change_is_told_as_one_piece() -> None:
    before = "\n".join(f"a{number}" for number in range(LARGEST + 1))
    after = "\n".join(f"b{number}" for number in range(LARGEST + 1))
    lines = changed_lines(before, after)
    assert [one.kind for one in lines] == ["removed"] * (LARGEST + 1) + ["added"] * (LARGEST + 1)

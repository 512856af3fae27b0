"""What a query finds in a text, and where."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truthtime_core.searching import LONGEST_TERM, MAX_TERMS, SNIPPET_LENGTH, excerpt, folded, holds, terms_of

FULL_WIDTH = "\uff21\uff23\uff2d\uff25"
FRAKTUR = "\U0001d504\U0001d51f\U0001d520"
FOUND = [
    ("Schlussrechnung für Acme", "rechnung", "rechnung"),
    ("Größe", "GROSSE", "Größe"),
    ("Größe", "grosse", "Größe"),
    ("naïve café", "NAIVE", "naïve"),
    ("cafe\u0301 au lait", "café", "cafe\u0301"),
    ("Ελλάδα", "ελλαδα", "Ελλάδα"),
    ("Всё ещё", "все", "Всё"),
    ("İstanbul", "istanbul", "İstanbul"),
    ("東京で会議があった", "会議", "会議"),
    ("회의록 작성", "회의", "회의"),
    ("ประชุมกับลูกค้า", "ลูกค้า", "ลูกค้า"),
    ("פגישה עם לקוח", "לקוח", "לקוח"),
    ("ﬁnal ofﬁce", "office", "ofﬁce"),
    (FULL_WIDTH, "acme", FULL_WIDTH),
    ("x 👩\u200d💻 y", "👩\u200d💻", "👩\u200d💻"),
    ('say "NEAR(x)" AND * -', "near(x)", "NEAR(x)"),
    (FRAKTUR, "abc", FRAKTUR),
]


@pytest.mark.parametrize(("text", "query", "marked"), FOUND)
def test_words_are_found_and_marked(text: str, query: str, marked: str) -> None:
    terms = terms_of(query)
    assert holds(text, terms)
    snippet, start, ranges = excerpt(text, terms)
    assert text[start : start + len(snippet)] == snippet
    assert [snippet[begin:end] for begin, end in ranges] == [marked]


def test_scripts_whose_marks_are_letters_keep_them() -> None:
    assert not holds("กิน", terms_of("กัน"))
    assert not holds("がく", terms_of("かく"))


def test_a_query_is_words_and_words_in_quotes() -> None:
    assert terms_of('  Acme "Two words"  acme ') == ("acme", "two words")
    assert terms_of('"open end') == ("open end",)
    assert terms_of('a"b c"d') == ("a", "b c", "d")
    assert terms_of(' "" " " \u0301 ') == ()
    assert len(terms_of(" ".join(f"w{number}" for number in range(100)))) == MAX_TERMS
    assert len(terms_of("x" * 1_000)[0]) == LONGEST_TERM


def test_the_snippet_is_the_part_of_the_line_that_matches() -> None:
    text = "First line\n" + "x" * 500 + " Größe " + "y" * 500 + "\nlast"
    snippet, start, ranges = excerpt(text, terms_of("grösse"))
    assert len(snippet) == SNIPPET_LENGTH
    assert text[start : start + len(snippet)] == snippet
    assert [snippet[begin:end] for begin, end in ranges] == ["Größe"]


def test_marks_do_not_overlap() -> None:
    snippet, _, ranges = excerpt("abcd", terms_of("abc bcd cd b"))
    assert (snippet, ranges) == ("abcd", ((0, 4),))
    assert excerpt("aaaa", terms_of("aa"))[2] == ((0, 2), (2, 4))


def test_a_term_that_goes_over_a_line_end_or_is_not_there_shows_a_line_without_marks() -> None:
    assert excerpt("One\nTwo\nThree", terms_of('"two\nthree"')) == ("Two", 4, ())
    assert excerpt("One\nTwo", ("nothing",)) == ("One", 0, ())
    assert excerpt("", ("nothing",)) == ("", 0, ())


def test_far_behind_in_one_long_line() -> None:
    text = "ﬁ" * 5_000 + " Ziel"
    snippet, _, ranges = excerpt(text, terms_of("ziel"))
    assert [snippet[begin:end] for begin, end in ranges] == ["Ziel"]


@given(
    st.text(max_size=60),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8),
    st.text(max_size=60),
)
def test_whatever_is_written_is_found_by_itself(before: str, word: str, after: str) -> None:
    if any(unicodedata.combining(letter) for letter in before + word + after):
        return  # Marks that change places when a text is normalised may hide from a search for a part of them.
    terms = terms_of(f'"{word}"')
    text = before + word + after
    if '"' in word or not terms:
        return
    assert holds(text, terms)
    snippet, start, _ = excerpt(text, terms)
    assert text[start : start + len(snippet)] == snippet


@given(st.text())
def test_folding_goes_character_by_character(text: str) -> None:
    if not any(unicodedata.combining(letter) for letter in unicodedata.normalize("NFKD", text)):
        assert folded(text) == "".join(map(folded, text))
    assert folded(text).count("\n") == text.count("\n")

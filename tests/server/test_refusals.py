"""Reason codes: every one has words, an answer, and a line in the documentation."""

import re
from pathlib import Path

import pytest

from truthtime_server.refusals import WORDS, IdentityError, Reason, problem

PAGE = Path(__file__).resolve().parents[2] / "docs" / "identity.md"


def test_every_reason_has_words_and_a_line_in_the_documentation_with_its_status() -> None:
    assert set(WORDS) == set(Reason)
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert dict(rows) == {str(reason): str(problem(reason).status) for reason in Reason}
    assert len(rows) == len(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_an_answer_says_what_happened_and_what_to_do(reason: Reason) -> None:
    answer = problem(reason, "write")
    assert (answer.code, answer.title, answer.hint) == (reason, *WORDS[reason])
    assert ("WWW-Authenticate" in answer.headers) == (answer.status in (401, 403))
    assert str(IdentityError(reason)) == reason

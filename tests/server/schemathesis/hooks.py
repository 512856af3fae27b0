"""What no schema can say about our API, told to schemathesis (SCHEMATHESIS_HOOKS names this file)."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import schemathesis
from hypothesis import strategies as st
from schemathesis.core.failures import Failure
from schemathesis.core.transport import Response
from schemathesis.openapi.checks import RejectedPositiveData, UseAfterFree

from truthtime_server.pages import cursor_of, day_cursor_of

BY_WHAT_IS_STORED = frozenset(
    {
        "idempotency_key_reused",  # schemathesis sends the same key with different requests
        "nothing_to_amend",  # every field may be left out, but not all of them
        "times_reversed",  # the end that is stored, or the other of the two that were sent
        "entry_too_long",
        "entry_unknown",  # of a note, which may stand beside an entry
    }
)
"""Codes of 422 for requests that a schema cannot tell from good ones."""

SCHEMA_SAYS = "A value in the request cannot be used."
"""The title where the document could have told. Texts that are short enough in characters can be too long in bytes."""

schemathesis.openapi.format("iana-time-zone", st.sampled_from(sorted(available_timezones())))
schemathesis.openapi.format("idempotency-key", st.uuids().map(str))
schemathesis.openapi.format(
    "cursor",
    st.builds(
        lambda seconds, entry: cursor_of(
            {"started_at": (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).isoformat(), "id": entry}
        ),
        st.integers(-100_000_000, 100_000_000),
        st.uuids(),
    ),
)
schemathesis.openapi.format("day-cursor", st.dates().map(day_cursor_of))


@schemathesis.hook
def filter_failure(
    context: schemathesis.HookContext,  # noqa: ARG001 - the signature is schemathesis's
    failure: Failure,
    case: schemathesis.Case,  # noqa: ARG001
    response: Response,
) -> bool:
    """Leave out requests that are refused for what is stored, and the reading of what was taken out.

    An entry is taken out of the totals and a device is retired; both stay readable: nothing recorded is ever lost.
    """
    if isinstance(failure, UseAfterFree):
        return False
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 422:
        return True
    problem = json.loads(response.content)
    told_by_rules = problem["code"] == "invalid_input" and problem["title"] != SCHEMA_SAYS
    return problem["code"] not in BY_WHAT_IS_STORED and not told_by_rules

"""A day of work by the client that openapi-generator made of our document. Arguments: address, token."""

import sys
from collections.abc import Callable

from truthtime_typed_client import (
    Amendment,
    ApiClient,
    ApiException,
    Because,
    Change,
    Configuration,
    Problem,
    SessionsApi,
    Start,
)

address, token = sys.argv[1:]


def refusal(act: Callable[[], object]) -> tuple[int, str]:
    try:
        act()
    except ApiException as failed:
        problem = Problem.from_json(failed.body)
        return problem.status, problem.code
    raise AssertionError("it was not refused")


with ApiClient(Configuration(host=address, access_token=token)) as client:
    sessions = SessionsApi(client)
    made = sessions.sessions_start_with_http_info(
        Start(description="Invoices – März", project="Acme", tags=["admin"], zone="Europe/Paris"),
        idempotency_key="typed-1",
    )
    assert made.status_code == 201
    entry = made.data
    assert (entry.description, entry.project, entry.tags) == ("Invoices – März", "Acme", ["admin"])
    assert entry.started_at.utcoffset() is not None
    assert sessions.sessions_pause().status == "paused"
    assert sessions.sessions_resume(change=Change(id=entry.id)).status == "running"
    done = sessions.sessions_stop(change=Change(id=entry.id))
    assert done.worked_ms + done.paused_ms == done.elapsed_ms
    etag = sessions.sessions_get_with_http_info(entry.id).headers["etag"]
    amended = sessions.sessions_amend(entry.id, Amendment(reason="typo", description="Invoices"), if_match=etag)
    assert (amended.description, amended.amended, amended.project) == ("Invoices", True, "Acme")
    stale = Amendment(reason="typo", description="x")
    stale_answer = refusal(lambda: sessions.sessions_amend(entry.id, stale, if_match=etag))
    assert stale_answer == (412, "precondition_failed")
    second = sessions.sessions_start(Start())
    page = sessions.sessions_list(limit=1, var_from=entry.started_at)
    assert [one.id for one in page.sessions] == [second.id]
    assert [one.id for one in sessions.sessions_list(cursor=page.next).sessions] == [entry.id]
    assert sessions.sessions_void(entry.id, Because(reason="it was a trial")).voided
    assert refusal(lambda: sessions.sessions_resume(change=Change(id=entry.id))) == (409, "refused")

with ApiClient(Configuration(host=address)) as client:
    assert refusal(SessionsApi(client).sessions_list) == (401, "token_missing")
print("done")

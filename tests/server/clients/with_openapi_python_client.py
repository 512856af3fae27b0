"""A day of work by the client that openapi-python-client made of our document. Arguments: address, token."""

import sys
from http import HTTPStatus

from truthtime_plain_client import AuthenticatedClient, Client
from truthtime_plain_client.api.sessions import (
    sessions_amend,
    sessions_get,
    sessions_list,
    sessions_pause,
    sessions_resume,
    sessions_start,
    sessions_stop,
    sessions_void,
)
from truthtime_plain_client.models import Amendment, Because, Change, Problem, Session, SessionPage, Start

address, token = sys.argv[1:]

with AuthenticatedClient(base_url=address, token=token, raise_on_unexpected_status=True) as client:
    made = sessions_start.sync_detailed(
        client=client,
        body=Start(description="Invoices – März", project="Acme", tags=["admin"], zone="Europe/Paris"),
        idempotency_key="plain-1",
    )
    assert made.status_code == HTTPStatus.CREATED
    entry = made.parsed
    assert isinstance(entry, Session)
    assert (entry.description, entry.project, entry.tags) == ("Invoices – März", "Acme", ["admin"])
    assert entry.started_at.utcoffset() is not None
    paused = sessions_pause.sync(client=client, body=Change())
    assert isinstance(paused, Session)
    assert paused.status == "paused"
    assert isinstance(sessions_resume.sync(client=client, body=Change(id=entry.id)), Session)
    done = sessions_stop.sync(client=client, body=Change(id=entry.id))
    assert isinstance(done, Session)
    assert done.worked_ms + done.paused_ms == done.elapsed_ms
    read = sessions_get.sync_detailed(id=entry.id, client=client)
    etag = read.headers["etag"]
    assert sessions_get.sync_detailed(id=entry.id, client=client, if_none_match=etag).status_code == 304
    change = Amendment(reason="typo", description="Invoices")
    amended = sessions_amend.sync(id=entry.id, client=client, body=change, if_match=etag)
    assert isinstance(amended, Session)
    assert (amended.description, amended.amended, amended.project) == ("Invoices", True, "Acme")
    stale = sessions_amend.sync(id=entry.id, client=client, body=change, if_match=etag)
    assert isinstance(stale, Problem)
    assert (stale.status, stale.code) == (412, "precondition_failed")
    second = sessions_start.sync(client=client, body=Start())
    assert isinstance(second, Session)
    page = sessions_list.sync(client=client, limit=1, from_=entry.started_at)
    assert isinstance(page, SessionPage)
    assert [one.id for one in page.sessions] == [second.id]
    older = sessions_list.sync(client=client, cursor=page.next_)
    assert isinstance(older, SessionPage)
    assert [one.id for one in older.sessions] == [entry.id]
    gone = sessions_void.sync(id=entry.id, client=client, body=Because(reason="it was a trial"))
    assert isinstance(gone, Session)
    assert gone.voided
    refused = sessions_resume.sync(client=client, body=Change(id=entry.id))
    assert isinstance(refused, Problem)
    assert refused.code == "refused"

nobody = sessions_list.sync(client=Client(base_url=address))
assert isinstance(nobody, Problem)
assert nobody.code == "token_missing"
print("done")

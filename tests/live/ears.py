"""What tests of the stream share: something happens, and somebody listens."""

from collections.abc import Iterator

from projectie.clock.now import now
from projectie.database import transaction
from projectie.live.announce import announce
from tests.visitor import Visitor


def happened(
    of: int, *, kind: str = "ticket", organisation: int | None = None, by: int | None = None
) -> None:
    """Commit one signal."""
    with transaction() as session:
        announce(session, at=now(), kind=kind, of=of, organisation=organisation, by=by)


def listen(visitor: Visitor, url: str = "/events", last_event_id: str | None = None) -> Iterator[str]:
    """Open a stream and yield what comes, behind its first words."""
    headers = {"Last-Event-ID": last_event_id} if last_event_id is not None else {}
    page = visitor.get(url, headers=headers)
    assert page.status == 200, page.response.get_data(as_text=True)
    chunks = (chunk.decode() for chunk in page.response.iter_encoded())
    assert next(chunks) == "retry: 2000\n\n"
    return chunks


def event(number: int, of: int, *, own: bool = False, kind: str = "ticket") -> str:
    """Return an event as it must be on the wire."""
    return f'id: {number}\nevent: {kind}\ndata: {{"number": {of}, "own": {"true" if own else "false"}}}\n\n'

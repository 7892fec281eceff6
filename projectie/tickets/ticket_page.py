"""One ticket with all that happened on it, in reading order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from projectie.clock.workdays import Calendar
from projectie.mail.waiting import has_not_left
from projectie.people.models import Organisation, Person
from projectie.people.scope import sees
from projectie.terms.figures import Figures, Matrix
from projectie.tickets import ticket_rows as rows
from projectie.tickets.models import Direction, Ticket
from projectie.tickets.named import standing
from projectie.tickets.people_models import Standing
from projectie.tickets.problem_words import said_of
from projectie.tickets.shown_forwards import PassedOn, forwards_on
from projectie.tickets.taking_part import Taking, taking_part
from projectie.tickets.ticket_rows import Deed, File, Remark, Said, Sending

NAMED = {"ticket.participant_added", "ticket.participant_proposed"}  # nobody takes part without one of these


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on the timeline: `kind` is incoming, outgoing, note, deed, letter (which the desk wrote by itself), or row.

    A row is what a room above hangs there (panels.hang_on_timeline): its template reads `panel`, which are its facts.
    """

    kind: str
    at: datetime
    order: int
    message: Said | None = None
    note: Remark | None = None
    deed: Deed | None = None
    author: str = ""
    attachments: tuple[File, ...] = ()
    letters: tuple[Sending, ...] = ()
    forward: PassedOn | None = None  # the client's mail that a colleague passed on with it (R33)
    template: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def problems(self) -> list[Any]:
        """What could not be read of the mail, a sentence each."""
        return said_of(self.message.problems) if self.message else []

    def can_be_taken_back(self, now: datetime) -> bool:
        """Return whether this is a reply that still waits to go out."""
        waiting = (has_not_left(letter, now) and letter.due_at > now for letter in self.letters)
        return self.kind == "outgoing" and bool(self.letters) and all(waiting)


@dataclass(frozen=True, slots=True)
class Known:
    """What was read around a ticket already, so that panels beside it need not read it again."""

    figures: Figures  # of the terms the ticket stands under
    calendar: Calendar
    tier: str | None  # of the client's contract today
    matrix: Matrix  # of the terms in force today
    since: date  # from when on those terms hold


@dataclass(frozen=True, slots=True)
class TicketPage:
    """A ticket, whose it is, and its timeline."""

    ticket: Ticket
    organisation: Organisation | None
    timeline: tuple[Entry, ...]
    newest_message: int
    hint: int | None
    people: dict[int, str] = field(default_factory=dict)
    known: Known | None = None
    participants: tuple[Taking, ...] = ()
    done: frozenset[str] = (
        frozenset()
    )  # names of all deeds, also of rooms above: what never was need not be read
    folded: int = 0  # older messages behind a link, and all that was done before the first that is shown

    @property
    def since(self) -> datetime | None:
        """The moment the timeline begins; none: with the ticket."""
        return self.timeline[0].at if self.folded and self.timeline else None

    def along(self, rows: Iterable[Entry]) -> "TicketPage":
        """Return the same with rows of other rooms in their places; what is older than a folded timeline stays away."""
        since = self.since
        fitting = [row for row in rows if since is None or row.at >= since]
        return replace(self, timeline=_in_order((*self.timeline, *fitting))) if fitting else self

    @property
    def proposed(self) -> tuple[Taking, ...]:
        """Those about whom staff are asked."""
        return tuple(each for each in self.participants if each.standing is Standing.PROPOSED)

    @property
    def thanked(self) -> bool:
        """Whether the client said no more than thank you since the ticket was done (R17a)."""
        done_at = self.ticket.done_at
        thanks = (one.at for one in self.timeline if one.deed and one.deed.deed == "ticket.thanked")
        return done_at is not None and any(at >= done_at for at in thanks)

    def participant(self, number: int) -> str:
        """Return how that participant is named."""
        return next((each.shown for each in self.participants if each.id == number), "")


def ticket_page(session: Session, number: int, reader: Person, *, older: bool = False) -> TicketPage | None:
    """Return the ticket as that person may see it, or nothing: another's is as good as absent."""
    found = rows.ticket_of(session, number)
    if found is None or not sees(reader.role, reader.organisation_id, found[0].organisation_id):
        return None
    (said, folded), (remarks, deeds) = rows.said(session, number, older=older), rows.done(session, number)
    names = rows.names(session, _mentioned(said, remarks, deeds) | {found[0].assignee_id})
    told = standing(session, deeds)
    gone = {deed.id for deed in deeds if "hint" not in deed.details} - {deed.id for deed in told}
    done = {
        name for deed in deeds for name in (deed.deed, *deed.details.get("brings", ()))
    }  # also by a merge
    forwards = forwards_on(session, number) if "ticket.forwarded" in done else {}
    since = said[0].id if folded else 0
    files, sendings = rows.files(session, number, since), rows.sendings(session, number, since)
    entries = [
        *(
            _said(each, names, files.get(each.id, ()), sendings.get(each.id, ()), forwards.get(each.id))
            for each in said
        ),
        *(Entry("note", n.created_at, n.id, note=n, author=names.get(n.author_id, "")) for n in remarks),
        *(Entry("letter", one.created_at, one.id, letters=(one,)) for one in sendings.get(None, ())),
        *(
            Entry("deed", d.at, d.id, deed=d, author=names.get(d.actor_id or 0, ""))
            for d in deeds
            if d.deed in rows.SHOWN_DEEDS and d.id not in gone
        ),
    ]
    begins = said[0].received_at if folded else None
    return TicketPage(
        ticket=found[0],
        organisation=found[1],
        timeline=_in_order(entry for entry in entries if begins is None or entry.at >= begins),
        folded=folded,
        newest_message=max((each.id for each in said), default=0),
        hint=next((deed.details.get("hint") for deed in told if deed.details.get("hint")), None),
        people=names,
        participants=taking_part(session, found[0]) if done & NAMED else (),
        done=frozenset(done),
    )


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the reading order: by the moment, and of one moment what was done before what was said."""
    return tuple(sorted(entries, key=lambda entry: (entry.at, entry.kind != "deed", entry.order)))


def _said(
    said: Said,
    names: dict[int, str],
    files: Iterable[File],
    sendings: Iterable[Sending],
    forward: PassedOn | None,
) -> Entry:
    kind = "incoming" if said.direction is Direction.IN else "outgoing"
    wrote = (forward.name or forward.address) if forward and forward.taken else ""
    author = wrote or names.get(said.author_id or 0, "") or said.from_name or said.from_address
    return Entry(
        kind,
        said.received_at,
        said.id,
        message=said,
        author=author,
        attachments=tuple(files),
        letters=tuple(sendings),
        forward=forward,
    )


def _mentioned(said: list[Said], remarks: list[Remark], deeds: list[Deed]) -> set[int | None]:
    wrote = {*(each.author_id for each in said), *(each.author_id for each in remarks)}
    return wrote | {deed.actor_id for deed in deeds} | {deed.details.get("assignee_id") for deed in deeds}

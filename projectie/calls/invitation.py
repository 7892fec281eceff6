"""A call as calendars know it (RFC 5545, RFC 5546): one UID, a rising SEQUENCE, asked for or cancelled."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from projectie.calls.models import Call, CallState

if TYPE_CHECKING:
    from icalendar import Event


class Method(StrEnum):
    """What a calendar is asked."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"  # a file somebody fetched


@dataclass(frozen=True, slots=True)
class Side:
    """Whose calendar it is for, who invites, and what stands in it."""

    organizer: tuple[str, str]  # name, address
    attendee: tuple[str, str]
    summary: str
    description: str
    url: str


def calendar_of(call: Call, side: Side, method: Method, now: datetime) -> str:
    """Return the calendar file."""
    from icalendar import Calendar  # eighty modules, for calendars alone

    calendar = Calendar()
    calendar.add("prodid", "-//Projectie//Calls//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    calendar.add_component(event_of(call, side, now, cancelled=method is Method.CANCEL))
    written: bytes = calendar.to_ical()
    return written.decode()


def event_of(call: Call, side: Side, now: datetime, *, cancelled: bool = False) -> "Event":
    """Return the appointment itself."""
    from icalendar import Event, vCalAddress, vText  # as above

    event = Event()
    event.add("uid", call.uid)
    event.add("sequence", call.sequence)
    event.add("dtstamp", now.replace(microsecond=0))
    event.add("dtstart", call.starts_at)
    event.add("dtend", call.ends_at)
    event.add("summary", side.summary)
    event.add("description", side.description)
    event.add("url", side.url)
    event.add("status", "CANCELLED" if cancelled or call.state is CallState.CANCELLED else "CONFIRMED")
    for role, (name, address) in (("organizer", side.organizer), ("attendee", side.attendee)):
        who = vCalAddress(f"mailto:{address}")
        who.params["CN"] = vText(name or address)
        if role == "attendee":  # they agreed already: no mail program need answer
            who.params |= {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
        event.add(role, who, encode=False)
    return event

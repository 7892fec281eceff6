"""A calendar file (RFC 5545) of what was promised: whole days, redacted unless its reader chose otherwise."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask_babel import gettext as _
from icalendar import Calendar, Event

from projectie.calendar_feed.promised import Promised
from projectie.links import link_to
from projectie.tickets.planning_promises import Span
from projectie.tickets.planning_words import short

PRODUCT = "-//Projectie//Promises//EN"
AGAIN = timedelta(hours=1)  # calendars are asked to look no more often
DAY = timedelta(days=1)


def calendar_of(
    promised: Iterable[Promised], name: str, calls: Iterable[Event] = (), *, shows_subjects: bool
) -> bytes:
    """Return the file, in the language of the moment; the same promises give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", AGAIN, parameters={"value": "DURATION"})
    for each in promised:
        calendar.add_component(_event(each, shows_subjects=shows_subjects))
    for call in calls:
        calendar.add_component(call)
    written: bytes = calendar.to_ical()
    return written


def _event(promised: Promised, *, shows_subjects: bool) -> Event:
    event = Event()
    event.add("uid", f"ticket-{promised.number}@{_host()}")
    event.add("summary", _summary(promised, shows_subjects=shows_subjects))
    event.add("dtstart", promised.first)
    event.add("dtend", promised.last + DAY)  # the first day after it
    event.add("dtstamp", _second(promised.changed_at))
    event.add("last-modified", _second(promised.changed_at))
    event.add("sequence", promised.sequence)
    event.add("transp", "TRANSPARENT")  # a promise keeps no hour free
    event.add("url", link_to("desk.ticket", ticket=promised.number))
    if shows_subjects and promised.organisation:
        event.add("description", promised.organisation)
    return event


def _summary(promised: Promised, *, shows_subjects: bool) -> str:
    number = f"#{promised.number}"
    if shows_subjects:
        return f"{number} {promised.subject or _('(no subject)')}"
    return f"{number} · {short(Span(promised.first, promised.last))}"


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _host() -> str:
    return urlsplit(link_to("public.sign_in")).hostname or "localhost"

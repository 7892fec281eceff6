"""What calendars are told, parsed back from what a real mail server received; and reminders, once each (R11)."""

from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as some
from icalendar import Calendar as Ical

from projectie.calls import changing
from projectie.calls.changing import Mover
from projectie.calls.remembering import Reader, day_before, is_day_reminder_due, is_hour_reminder_due
from projectie.calls.reminders import remind
from projectie.clock.workdays import Calendar
from projectie.mail.outbox import send_due
from projectie.mail.transport import Smtp
from projectie.terms.figures import Text
from tests.calls.studio import KEY, LEIDEN, MONDAY, NOW, TUESDAY, WANTED, at, booked, call, letters
from tests.mail.post_office import post_office
from tests.town import Town

CLIENT = Mover(None)
HOURS = (time(10), time(18))
HERE = Reader(LEIDEN, *HOURS)


def _event(mail: EmailMessage) -> tuple[str, str, Any]:
    """Return what the part says the method is, what the calendar says, and the event."""
    (part,) = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
    calendar = Ical.from_ical(cast("bytes", part.get_payload(decode=True)))
    (event,) = calendar.walk("VEVENT")
    return str(part.get_param("method")), str(calendar["METHOD"]), event


def test_r11_invitation_update_and_cancellation_are_one_event_in_every_calendar(
    town: Town, app: Flask
) -> None:
    number = booked(town.lotte)
    changing.move(number, at(TUESDAY, time(15)), CLIENT, KEY, NOW)
    changing.cancel(number, CLIENT, KEY, NOW)
    with post_office() as office:
        assert send_due(Smtp(office.url), NOW, impatient=True) == 6
    mails = [mail for mail in office.letters() if town.lotte.email in str(mail["To"])]
    found = [_event(mail) for mail in mails]
    assert [(part, method) for part, method, _ in found] == [
        ("REQUEST",) * 2,
        ("REQUEST",) * 2,
        ("CANCEL",) * 2,
    ]
    events = [event for _, _, event in found]
    assert len({str(event["UID"]) for event in events}) == 1
    assert [int(event["SEQUENCE"]) for event in events] == [0, 1, 2]
    starts = [event["DTSTART"].dt for event in events]
    assert starts == [WANTED.starts, at(TUESDAY, time(15)), at(TUESDAY, time(15))]
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    first = events[0]
    assert str(first["ATTENDEE"]) == f"mailto:{town.lotte.email}"
    assert first["ATTENDEE"].params["RSVP"] == "FALSE"
    assert "+t" in str(first["ORGANIZER"]), "whoever answers reaches the ticket (R30)"
    assert town.daan.email not in mails[0].as_string(), "developers cannot be phoned or mailed directly"
    assert mails[0].get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in mails[0].iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]


def test_r35_the_links_in_a_letter_are_pages(town: Town, app: Flask) -> None:
    number = booked(town.lotte)
    text = letters()[0].body_text
    link = text.split("/nl/belafspraak/")[1].split()[0]
    assert app.test_client().get(f"/nl/belafspraak/{link}").status_code == 200
    assert call(number).sequence == 0


def test_r11_both_are_reminded_the_working_day_before_and_an_hour_before_once_each(
    town: Town, app: Flask
) -> None:
    booked(town.lotte, starts=at(TUESDAY, time(15)))
    told = {}
    for hours in range(24 * 6):
        moment = NOW + timedelta(hours=hours)
        if count := remind(KEY, moment) + remind(KEY, moment):
            told[moment] = count
    assert told == {at(MONDAY, time(10)): 1, at(TUESDAY, time(14)): 1}
    said = [each for each in letters() if ":day:" in each.key or ":hour:" in each.key]
    assert len(said) == 4
    assert all(each.calendar is None for each in said)


def test_r11_each_side_is_reminded_in_its_own_day(town: Town, app: Flask) -> None:
    booked(town.abby, starts=at(TUESDAY, time(17)), zone="America/New_York")
    told = {
        moment: [each.to_address for each in letters() if ":day:" in each.key]
        for moment in (time(9, 59), time(10), time(15, 59), time(16), time(17))
        if remind(KEY, at(MONDAY, moment)) < 2
    }
    here, there = [town.daan.email], [town.daan.email, town.abby.email]
    assert told == {time(9, 59): [], time(10): here, time(15, 59): here, time(16): there, time(17): there}
    colleague, client = (each.body_text for each in letters() if ":day:" in each.key)
    assert "11:00 (New York)" in client
    assert "17:00 (Amsterdam)" in client
    assert "New York" not in colleague


def test_a_call_that_is_cancelled_or_moved_away_reminds_of_nothing_or_anew(town: Town, app: Flask) -> None:
    number = booked(town.lotte, starts=at(TUESDAY, time(15)))
    assert remind(KEY, at(MONDAY, time(10))) == 1
    changing.move(number, at(date(2026, 12, 3), time(15)), CLIENT, KEY, at(MONDAY, time(11)))
    assert remind(KEY, at(date(2026, 12, 2), time(10))) == 1
    changing.move(number, at(date(2026, 12, 3), time(16)), CLIENT, KEY, at(date(2026, 12, 2), time(10, 30)))
    assert remind(KEY, at(date(2026, 12, 2), time(10, 31))) == 0, "they have just heard of it"
    changing.cancel(number, CLIENT, KEY, at(date(2026, 12, 2), time(11)))
    assert remind(KEY, at(date(2026, 12, 3), time(14, 30))) == 0


WORKING = Calendar(LEIDEN, range(5), {date(2027, 4, 26): Text("Dicht", "Closed")})


@pytest.mark.parametrize(
    ("call_on", "reminded_on"),
    [
        (date(2026, 12, 1), date(2026, 11, 30)),  # a Tuesday, a Monday
        (date(2026, 11, 30), date(2026, 11, 27)),  # a Monday, a Friday
        (date(2027, 4, 27), date(2027, 4, 23)),  # a Tuesday after a closed Monday: Friday
    ],
)
def test_r11_the_day_before_is_a_working_day(call_on: date, reminded_on: date) -> None:
    assert day_before(at(call_on, time(15)), WORKING, HERE) == at(reminded_on, time(10))


def test_r11_the_day_before_is_that_of_the_readers_calendar() -> None:
    there = Reader(ZoneInfo("Pacific/Auckland"), *HOURS)
    called = at(TUESDAY, time(17))  # Wednesday 05:00 in Auckland
    assert day_before(called, WORKING, there) == datetime(2026, 12, 1, 10, tzinfo=there.zone)


@given(
    some.integers(0, 60 * 24 * 400),
    some.integers(1, 60 * 24 * 12),
    some.sampled_from(["Europe/Amsterdam", "Asia/Tokyo", "America/Los_Angeles"]),
)
def test_r11_nobody_is_reminded_outside_their_hours_nor_after_the_call(
    minutes: int, before: int, zone: str
) -> None:
    starts: datetime = at(MONDAY, time(10)) + timedelta(minutes=minutes)
    now, reader = starts - timedelta(minutes=before), Reader(ZoneInfo(zone), *HOURS)
    known = now - timedelta(days=13)
    if is_day_reminder_due(starts, known, now, WORKING, reader):
        assert HOURS[0] <= now.astimezone(reader.zone).time() < HOURS[1]
        assert not is_hour_reminder_due(starts, known, now)

"""The calendar of one's promises: at a secret address, redacted unless chosen otherwise, read back as RFC 5545."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from icalendar import Calendar, Component
from sqlalchemy import select

from projectie.calendar_feed import actions
from projectie.calendar_feed.models import CalendarFeed
from projectie.clock.now import now
from projectie.clock.weeks import Week
from projectie.database import MissingError, db, transaction
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.people.models import Person
from projectie.tickets.models import Column, Ticket
from projectie.tickets.planning_promises import Span
from projectie.tickets.promising import Wanted, promise_planning
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Page, Visitor, words

Visit = Callable[..., Visitor]
KEY = "k" * 32
MONDAY = datetime(2026, 11, 23, 16, 40, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WEEK_49, WEEK_50 = (Span.week(Week(2026, number)) for number in (49, 50))
SUBJECT = "Taart; met, komma's \\ en\r\nBEGIN:VALARM"


class Desk:
    """A ticket of Lotte that Daan takes, and its calendar."""

    def __init__(self, app: Flask, town: Town) -> None:
        self.town = town
        raw = letter(from_=town.lotte.email, proven=True, subject="Taart")
        self.number = receive(app, raw, at=MONDAY - 60 * MINUTE).ticket or 0
        with transaction():
            self.ticket().assignee_id = town.daan.id
            self.ticket().subject = SUBJECT

    def ticket(self) -> Ticket:
        """Return the ticket as it is now."""
        return db.session.get_one(Ticket, self.number, populate_existing=True)

    def promise(self, span: Span, reason: str = "", at: datetime = MONDAY) -> None:
        """Let Daan promise that."""
        daan = db.session.get_one(Person, self.town.daan.id)
        promise_planning(self.number, Wanted(span, reason, self.ticket().version), daan, KEY, at)
        _sent()

    def made(self, *, subjects: bool = False) -> str:
        """Let Daan make an address; return its path."""
        return f"/calendar/{actions.make(self.town.daan.id, now(), shows_subjects=subjects)}.ics"


def _sent() -> None:
    with transaction() as session:
        for one in session.scalars(select(OutgoingLetter)):
            one.state, one.sent_at, one.attempts = LetterState.SENT, MONDAY, 1


def _events(page: Page) -> list[Component]:
    assert page.status == 200
    assert page.mimetype == "text/calendar"
    return list(Calendar.from_ical(page.response.get_data()).walk("VEVENT"))


@pytest.fixture
def desk(app: Flask, town: Town) -> Desk:
    return Desk(app, town)


def test_r09_a_promise_is_a_whole_week_with_its_number_and_no_more(visit: Visit, desk: Desk) -> None:
    desk.promise(WEEK_49)
    page = visit().get(desk.made())
    (event,) = _events(page)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 11, 30), date(2026, 12, 7))
    assert str(event["summary"]) == f"#{desk.number} · week 49"
    assert [word for word in ("Taart", "Bakkerij", "Lotte") if word in page.html] == []


def test_whoever_chooses_so_sees_subjects_and_no_text_breaks_out(visit: Visit, desk: Desk) -> None:
    desk.promise(Span.day(date(2026, 12, 2)))
    page = visit().get(desk.made(subjects=True))
    (event,) = _events(page)
    assert str(event["summary"]).split() == f"#{desk.number} {SUBJECT}".split()
    assert str(event["description"]) == "Bakkerij Leiden"
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 12, 2), date(2026, 12, 3))
    assert list(Calendar.from_ical(page.response.get_data()).walk("VALARM")) == []


def test_r09_a_moved_promise_is_the_same_event_with_a_higher_sequence(visit: Visit, desk: Desk) -> None:
    path = desk.made()
    desk.promise(WEEK_49)
    (first,) = _events(visit().get(path))
    desk.promise(WEEK_50, "De leverancier is later", MONDAY + 30 * MINUTE)
    (moved,) = _events(visit().get(path))
    assert moved["uid"] == first["uid"]
    assert (first["sequence"], moved["sequence"]) == (0, 1)
    assert moved.decoded("last-modified") - first.decoded("last-modified") == 30 * MINUTE
    assert moved.decoded("dtstart") == date(2026, 12, 7)


def test_what_is_done_or_somebody_elses_disappears(visit: Visit, desk: Desk) -> None:
    path = desk.made()
    desk.promise(WEEK_49)
    for name, value in (("assignee_id", desk.town.mara.id), ("column", Column.DONE)):
        with transaction():
            ticket = desk.ticket()
            kept = getattr(ticket, name), ticket.done_at
            setattr(ticket, name, value)
            ticket.done_at = MONDAY if name == "column" else None
        assert _events(visit().get(path)) == []
        with transaction():
            ticket = desk.ticket()
            setattr(ticket, name, kept[0])
            ticket.done_at = kept[1]
    assert len(_events(visit().get(path))) == 1


def test_a_wrong_an_old_and_a_revoked_address_are_the_same_404(visit: Visit, desk: Desk) -> None:
    old = desk.made()
    new = desk.made()
    assert visit().get(new).status == 200
    answers = [visit().get(path) for path in (old, "/calendar/wrong.ics", "/calendar/%00.ics")]
    actions.revoke(desk.town.daan.id, now())
    answers.append(visit().get(new))
    assert {page.status for page in answers} == {404}
    assert {words(page.one("main")) for page in answers} == {words(answers[0].one("main"))}


def test_who_may_no_longer_sign_in_has_no_calendar(visit: Visit, desk: Desk) -> None:
    path = desk.made()
    with transaction() as session:
        session.get_one(Person, desk.town.daan.id).active = False
    assert visit().get(path).status == 404


def test_a_calendar_that_did_not_change_is_not_sent_again(visit: Visit, desk: Desk) -> None:
    desk.promise(WEEK_49)
    path = desk.made()
    page = visit().get(path)
    assert "private" in page.headers["Cache-Control"]
    again = visit().get(path, headers={"If-None-Match": page.headers["ETag"]})
    assert again.status == 304
    assert "Set-Cookie" not in page.headers


def test_the_address_is_shown_once_and_only_a_hash_is_kept(visit: Visit, desk: Desk) -> None:
    daan = visit("daan")
    assert not daan.get("/desk/calendar").all("input", id="address")
    address = daan.post("/desk/calendar", {}).one("input", id="address").get("value") or ""
    token = address.rpartition("/")[2].removesuffix(".ics")
    db.session.rollback()
    assert token not in db.session.get_one(CalendarFeed, desk.town.daan.id).token_hash
    assert token not in daan.get("/desk/calendar").html
    assert visit().get(f"/calendar/{token}.ics").status == 200
    assert daan.post("/desk/calendar/choice", {"shows_subjects": "y"}).status == 303
    assert daan.get("/desk/calendar").one("input", id="shows_subjects").get("checked") is not None
    assert daan.post("/desk/calendar/revocation").status == 303
    assert visit().get(f"/calendar/{token}.ics").status == 404
    with pytest.raises(MissingError):
        actions.choose(desk.town.daan.id, now(), shows_subjects=True)


def test_it_speaks_the_readers_language(visit: Visit, desk: Desk) -> None:
    path = desk.made()
    names = []
    for language in ("nl", "en"):
        with transaction() as session:
            session.get_one(Person, desk.town.daan.id).language = language
        names.append(str(Calendar.from_ical(visit().get(path).response.get_data())["x-wr-calname"]))
    assert names == ["Beloften van Studio Projectie B.V.", "Promises of Studio Projectie B.V."]

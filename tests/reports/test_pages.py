"""Reports for managers: the figures by example, the period in the address, the file, and a fixed number of statements."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from projectie.complaints import keys_kept, sealing
from projectie.credits.models import EntryKind
from projectie.credits.posting import Posting, post
from projectie.database import db, transaction, written
from projectie.mail.models import Mailbox
from projectie.reports.keeping import Outcome, Sort, kept_of, outcomes
from projectie.reports.period import Choice, Period
from projectie.reports.span import Span
from projectie.tickets.broken import note_broken
from projectie.tickets.models import Ticket
from projectie.tickets.priority import Kind
from projectie.work.models import TimeEntry, TimeRevision
from tests import post as mail
from tests.town import Town
from tests.visitor import Page, Visitor, words

Visit = Callable[..., Visitor]
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
NAMES = ("promises", "answers", "work", "credits", "mail")


@pytest.fixture
def history(app: Flask, town: Town) -> None:
    """Twelve requests of the first Monday of November: ten answered in a day, one on Friday, one not at all."""
    for place in range(12):
        number = mail.receive(app, mail.letter(subject=f"Vraag {place}"), at=MONDAY).ticket
        answered = MONDAY + (timedelta(days=1) if place < 10 else timedelta(days=4))
        with transaction() as session:
            changed = update(Ticket).where(Ticket.number == number)
            session.execute(changed.values(answered_at=answered if place < 11 else None, kind=Kind.BUG))


def rows(page: Page) -> dict[str, list[str]]:
    """Return the table of a report: the label of each row, and its cells."""
    found = page.one("tbody").findall("tr")
    return {words(row.findall("th")[0]): [words(cell) for cell in row.findall("td")] for row in found}


def worked(session: Session, number: int, by: int, said: list[int]) -> None:
    """Book a piece of time and change it, minutes after minutes; none takes it back."""
    entry = written(session, TimeEntry(key=f"test {said}", made_at=NOW, made_by_id=by))
    for minutes in said:
        row = TimeRevision(
            entry_id=entry.id, ticket_number=number, person_id=by, day=date(2026, 11, 3), minutes=minutes or said[0],
            note_client="", note_inside="", at=NOW, by_id=by, reason="", removed=not minutes,
        )  # fmt: skip
        session.add(row)
        session.flush()


@time_machine.travel(NOW, tick=False)
@pytest.mark.usefixtures("history")
def test_r06_promises_kept_are_told_with_their_percentage(visit: Visit) -> None:
    page = visit("mara").get("/manage/reports?period=this_month")
    assert rows(page)["Eerste reactie"] == ["10", "2", "12", "83%"]
    assert rows(page)["Ingepland werk"] == ["0", "0", "0", "–"]
    assert page.all("{http://www.w3.org/2000/svg}svg", role="img")
    empty = rows(visit("mara").get("/manage/reports?period=last_month"))
    assert empty["Eerste reactie"] == ["0", "0", "0", "–"]


@time_machine.travel(NOW, tick=False)
def test_under_ten_tickets_there_is_no_percentage_and_the_page_says_so(
    app: Flask, town: Town, visit: Visit
) -> None:
    mail.receive(app, mail.letter(), at=MONDAY)
    page = visit("mara").get("/manage/reports")
    assert rows(page)["Eerste reactie"] == ["0", "1", "1", "–"]
    assert "geen percentage" in page.text


@pytest.mark.usefixtures("history")
def test_r09_a_planning_that_was_broken_stays_broken_when_it_is_moved(app: Flask) -> None:
    friday, later = date(2026, 11, 6), date(2026, 11, 20)
    with transaction() as session:
        number = session.scalars(select(Ticket.number).limit(1)).one()
        session.execute(
            update(Ticket).where(Ticket.number == number).values(planned=friday, planned_until=friday)
        )
    with transaction() as session:
        note_broken(session, datetime(2026, 11, 9, 9, tzinfo=UTC))
    with transaction() as session:
        done = datetime(2026, 11, 19, 9, tzinfo=UTC)
        moved = update(Ticket).where(Ticket.number == number)
        session.execute(moved.values(planned=later, planned_until=later, done_at=done))
    november = Period(Choice.OWN, date(2026, 11, 1), date(2026, 11, 30))
    span = Span.of(november, ZoneInfo("Europe/Amsterdam"))
    share = kept_of(outcomes(db.session(), span, NOW))[Sort.WORK]
    assert (share.part, share.whole) == (1, 2), "the one that was broken, and the one that was kept after it"


def test_a_promise_known_from_two_records_counts_once() -> None:
    due = date(2026, 11, 6)
    twice = [Outcome(Sort.WORK, 1, due, kept=False), Outcome(Sort.WORK, 1, due, kept=True)]
    assert kept_of(iter(twice))[Sort.WORK].whole == 1
    assert kept_of(iter(twice))[Sort.WORK].part == 0


@time_machine.travel(NOW, tick=False)
@pytest.mark.usefixtures("history")
def test_answer_times_are_counted_in_hours_of_working_days(visit: Visit) -> None:
    page = visit("mara", language="en").get("/manage/reports/answers?period=this_month")
    assert rows(page)["All together"] == ["11", "24 hours", "24 hours", "1"]
    assert rows(page)["week 45 (02/11/2026 – 08/11/2026)"] == ["11", "24 hours", "24 hours", "1"]


@time_machine.travel(NOW, tick=False)
@pytest.mark.usefixtures("history")
def test_work_by_kind_and_credits_per_client_come_from_tickets_and_ledger(visit: Visit, town: Town) -> None:
    with transaction() as session:
        number = session.scalars(select(Ticket.number).limit(1)).one()
        day = date(2026, 11, 3)
        post(session, Posting(town.leiden.id, EntryKind.TOP_UP, 25, day, "a", ""), NOW)
        post(session, Posting(town.leiden.id, EntryKind.CHARGE, -4, day, "b", "", ticket=number), NOW)
        for said in ([15, 5], [25], [40, 0]):
            worked(session, number, town.daan.id, said)
    mara = visit("mara")
    assert rows(mara.get("/manage/reports/work"))["5. Bug"] == ["12", "0", "30", "4"]
    assert rows(mara.get("/manage/reports/credits"))["1. Bakkerij Leiden"] == ["25", "4", "0", "0", "21"]
    assert "Er is niets gebeurd" in mara.get("/manage/reports/credits?period=last_month").text


@time_machine.travel(NOW, tick=False)
@pytest.mark.usefixtures("history")
def test_r27_mail_is_told_by_fate_and_mail_to_info_is_in_none_of_it(app: Flask, visit: Visit) -> None:
    mara = visit("mara")
    before = mara.get("/manage/reports/mail")
    assert rows(before)["nieuw ticket"] == ["12"]
    seal = keys_kept.seal_in(app.config["SETTINGS"].data_dir)
    sealing.receive(mail.letter(subject="Klacht"), seal, NOW)
    assert mara.get("/manage/reports/mail").text == before.text
    assert Mailbox.INFO.value not in before.text.split()


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("name", NAMES)
def test_each_report_is_a_file_too_and_costs_the_same_for_any_period(visit: Visit, name: str) -> None:
    with time_machine.travel(NOW, tick=False):
        mara = visit("mara", language="en")
        short = mara.get(f"/manage/reports/{name}?period=own&since=2026-11-02&until=2026-11-02")
        long = mara.get(f"/manage/reports/{name}?period=own&since=2018-01-01&until=2026-12-31")
        assert len(short.statements) == len(long.statements)
        file = mara.get(f"/manage/reports/{name}.csv?period=this_month")
        assert file.mimetype == "text/csv"
        assert f"{name}-2026-11-01-2026-11-30.csv" in file.headers["Content-Disposition"]
        assert "," in file.html.splitlines()[0]


def test_a_period_nobody_can_read_is_said_and_an_unknown_report_does_not_exist(visit: Visit) -> None:
    mara = visit("mara")
    page = mara.get("/manage/reports?period=own&since=2026-99-99&until=x")
    assert page.status == 200
    assert page.all("div", class_="notice")
    assert mara.get("/manage/reports/nonsense").status == 404
    assert mara.get("/manage/reports/nonsense.csv").status == 404
    assert visit("daan").get("/manage/reports").status == 404

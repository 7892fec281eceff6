"""The clocks of a ticket follow whatever is done to it, and what there is to tell is told once (R2, R6, R10, R17a)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from projectie.contracts.priority import Priority
from projectie.contracts.sla import Counts, Times
from projectie.database import db, transaction
from projectie.history import History
from projectie.mail.models import OutgoingLetter
from projectie.people.models import Person
from projectie.terms.models import ClosedDayRow
from projectie.tickets import conversation, placement
from projectie.tickets.conversation import Reply
from projectie.tickets.models import Column
from projectie.tickets.priority import Kind
from projectie.tickets.sla_watch import set_all, tell_of_clocks
from tests.post import letter, receive
from tests.tickets.boards import ticket
from tests.tickets.slas import agree_anew, assess, clock_of, give_sla, marks, move
from tests.town import Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]
MINUTE = timedelta(minutes=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of November 2026 in UTC; the phone is answered from 9:00 to 17:00 UTC. The 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def contract(town: Town) -> int:
    """Return the bakery's contract, an SLA since long: high is answered in 4 phone hours and solved in 16."""
    return give_sla(town, at(2, 9))


@pytest.fixture
def number(app: Flask, town: Town, contract: int) -> int:
    """Return a ticket of Lotte that came in on Monday 23 November at 11:00."""
    mail = letter(from_="Lotte Bakker <lotte@bakkerij-leiden.example>", proven=True)
    received = receive(app, mail, at=at(23, 10))
    assert received.ticket is not None
    return received.ticket


def answer(town: Town, number: int, now: datetime, then: Column | None = None) -> None:
    """Let Daan answer."""
    daan = db.session.get_one(Person, town.daan.id)
    said = Reply("We zijn ermee bezig.", conversation.newest_message(db.session(), number), then)
    conversation.reply(number, said, daan, "k" * 32, now)


def deeds(number: int, name: str) -> list[History]:
    """Return the lines of history of that name."""
    db.session.rollback()
    lines = select(History).where(History.subject_id == number, History.deed == name).order_by(History.id)
    return list(db.session.scalars(lines))


def letters() -> list[OutgoingLetter]:
    """Return what was written to staff about clocks."""
    db.session.rollback()
    return list(db.session.scalars(select(OutgoingLetter).where(OutgoingLetter.key.startswith("sla:"))))


def test_r10_assessing_a_ticket_gives_it_the_agreed_times(town: Town, number: int) -> None:
    assert clock_of(number) is None  # without a priority nothing is agreed
    by_terms = ticket(number).response_by
    assess(town, number, at(23, 11))
    kept = clock_of(number)
    assert kept is not None
    assert (kept.response_due, kept.resolution_due) == (at(23, 14), at(25, 10))
    assert (ticket(number).response_from, ticket(number).response_by) == (at(23, 10), at(23, 14))
    assert by_terms != at(23, 14)
    (line,) = deeds(number, "ticket.sla_set")
    assert (line.details["priority"], line.at) == ("high", at(23, 11))


def test_r10_another_priority_is_counted_from_arrival_and_the_old_times_stay_in_the_history(
    town: Town, number: int
) -> None:
    assess(town, number, at(23, 11))
    assess(town, number, at(23, 12), kind=Kind.OUTAGE)
    kept = clock_of(number)
    assert kept is not None
    assert (kept.response_due, kept.resolution_due) == (at(23, 10, 30), at(23, 18))
    before = deeds(number, "ticket.sla_set")[-1].details["before"]
    assert (before["priority"], before["response_due"]) == ("high", at(23, 14).isoformat())


def test_r10_what_an_sla_does_not_name_is_as_in_the_terms(
    app: Flask, town: Town, number: int, contract: int
) -> None:
    by_terms = ticket(number).response_by
    assess(town, number, at(23, 11))
    agreed = {Priority.CRITICAL: Times(Counts.ALWAYS, None, 480)}
    agree_anew(contract, date(2026, 11, 24), agreed, town, at(23, 12))
    second = receive(
        app, letter(from_="Lotte Bakker <lotte@bakkerij-leiden.example>", proven=True), at=at(25, 10)
    ).ticket
    assert second is not None
    promised = ticket(second).response_by
    assess(town, second, at(25, 11), kind=Kind.OUTAGE)
    assert ticket(second).response_by == promised  # not named: R6
    kept = clock_of(second)
    assert kept is not None
    assert (kept.response_due, kept.resolution_due) == (None, at(25, 18))
    assert by_terms is not None


def test_r02_what_runs_keeps_the_version_it_was_promised_under(
    town: Town, number: int, contract: int
) -> None:
    assess(town, number, at(23, 11))
    agree_anew(
        contract, date(2026, 11, 23), {Priority.HIGH: Times(Counts.PHONE, 60, 120)}, town, at(23, 11, 30)
    )
    move(town, number, "in_progress", at(23, 12))
    kept = clock_of(number)
    assert kept is not None
    assert kept.response_due == at(23, 14)


def test_r10_waiting_for_the_client_stops_the_clocks_and_its_reply_starts_them_again(
    app: Flask, town: Town, number: int
) -> None:
    assess(town, number, at(23, 11))
    answer(town, number, at(23, 12), Column.WAITING)
    kept = clock_of(number)
    assert kept is not None
    assert (kept.resolution_due, kept.paused_since) == (None, at(23, 12))
    to = _reply_address(number)
    receive(
        app, letter(from_="Lotte Bakker <lotte@bakkerij-leiden.example>", to=to, proven=True), at=at(25, 9)
    )
    again = clock_of(number)
    assert again is not None
    assert (again.resolution_due, again.paused_since) == (at(26, 15), None)  # 2 of 16 hours had passed
    assert again.response_due == at(23, 14)  # met at noon: what came after does not move it


def _reply_address(number: int) -> str:
    db.session.rollback()
    ours = select(OutgoingLetter).where(OutgoingLetter.thread == number).order_by(OutgoingLetter.id.desc())
    return str(db.session.scalars(ours.limit(1)).one().headers["Reply-To"])


def test_r10_a_move_to_waiting_that_is_taken_back_changes_nothing(town: Town, number: int) -> None:
    assess(town, number, at(23, 11))
    move(town, number, "waiting", at(23, 12))
    assert ticket(number).response_by is None
    placement.undo(by=town.daan.id, now=at(23, 12, 30))
    assert ticket(number).response_by == at(23, 14)


def test_r17a_a_reopened_ticket_goes_on_where_it_stood(town: Town, number: int) -> None:
    assess(town, number, at(23, 11))
    answer(town, number, at(23, 12), Column.DONE)
    move(town, number, "in_progress", at(25, 12))
    kept = clock_of(number)
    assert kept is not None
    assert kept.resolution_due == at(27, 10)


def test_r10_a_closed_day_moves_what_runs(town: Town, number: int) -> None:
    assess(town, number, at(23, 11))
    with transaction() as session:
        session.add(ClosedDayRow(day=date(2026, 11, 24), name_nl="Dicht", name_en="Closed"))
    assert set_all(at(23, 12)) == 1
    kept = clock_of(number)
    assert kept is not None
    assert kept.resolution_due == at(26, 10)
    assert set_all(at(23, 13)) == 0


def test_r10_warnings_and_the_breach_are_told_once_each(town: Town, number: int) -> None:
    assess(town, number, at(23, 11))
    assert tell_of_clocks(at(23, 12, 47)) == 0
    assert tell_of_clocks(at(23, 12, 48)) == 1  # 70 % of four hours
    assert letters() == []
    assert tell_of_clocks(at(23, 13, 36)) == 1
    assert tell_of_clocks(at(23, 13, 40)) == 0
    assert tell_of_clocks(at(23, 14)) == 0  # the very last moment
    assert tell_of_clocks(at(23, 14, 1)) == 1
    assert marks(number) == [("response", 70), ("response", 90), ("response", 100)]
    assert [mail.to_address for mail in letters()] == [town.daan.email] * 2
    assert len(deeds(number, "ticket.sla_warned")) == 2
    assert len(deeds(number, "ticket.sla_breached")) == 1


def test_r10_a_worker_that_slept_catches_up_once_and_a_clock_that_jumps_back_tells_nothing_twice(
    town: Town, number: int
) -> None:
    assess(town, number, at(23, 11), assigned=False)
    assert tell_of_clocks(at(24, 9, 30)) == 3
    assert marks(number) == [("response", 70), ("response", 90), ("response", 100)]
    (mail,) = letters()
    assert mail.to_address == town.mara.email  # nobody has it: the managers
    assert tell_of_clocks(at(23, 12)) == 0
    assert tell_of_clocks(at(24, 9, 31)) == 0


def test_r10_what_was_answered_late_while_the_worker_slept_is_still_a_breach(town: Town, number: int) -> None:
    assess(town, number, at(23, 11))
    answer(town, number, at(23, 15))
    tell_of_clocks(at(23, 16))
    assert marks(number) == [("response", 100)]


def test_r10_another_client_or_none_takes_the_times_along(visit: Visit, town: Town, number: int) -> None:
    by_terms = (ticket(number).response_from, ticket(number).response_by)
    assess(town, number, at(23, 11))
    form = {
        "organisation": str(town.abroad.id), "service": "website", "kind": "bug", "impact": "everyone",
        "urgency": "blocked", "assignee": "", "version": str(ticket(number).version),
    }  # fmt: skip
    visit("daan").post(f"/desk/tickets/{number}/properties", form)
    assert clock_of(number) is None
    assert (ticket(number).response_from, ticket(number).response_by) == by_terms


@pytest.mark.parametrize("language", ["nl", "en"])
def test_r10_the_ticket_shows_both_clocks_in_words_and_why(
    visit: Visit, town: Town, number: int, language: str
) -> None:
    with time_machine.travel(at(23, 12), tick=False):
        daan = visit("daan", language)
        before = daan.get(f"/desk/tickets/{number}")
        assert {"nl": "Beoordeel dit ticket eerst", "en": "Assess this ticket first"}[language] in before.text
        assess(town, number, at(23, 11))
        page = daan.get(f"/desk/tickets/{number}")
        assert {"nl": "reactie: nog 2 u", "en": "answer: 2 h left"}[language] in page.text
        assert [bar.get("value") for bar in page.all("progress")] == ["50", "12"]
        card = daan.get("/desk/board").one("li", data_ticket=str(number))
        assert {"nl": "reactie: nog 2 u", "en": "answer: 2 h left"}[language] in "".join(card.itertext())
    with time_machine.travel(at(23, 15), tick=False):
        daan = visit("daan", language)
        late = daan.get("/desk/board").one("li", data_ticket=str(number))
        assert {"nl": "reactie te laat", "en": "answer too late"}[language] in "".join(late.itertext())
        tell_of_clocks(at(23, 15))
        assert f"#{number}" in "".join(daan.get("/desk/").one("section", aria_labelledby="clocks").itertext())
        move(town, number, "waiting", at(23, 15))
        paused = daan.get(f"/desk/tickets/{number}").text
        assert {"nl": "de klok staat stil", "en": "the clock stands still"}[language] in paused


def test_r10_the_board_reads_the_clocks_in_the_statements_it_had(
    visit: Visit, town: Town, number: int
) -> None:
    assess(town, number, at(23, 11))
    page = visit("daan").get("/desk/board")
    about_cards = [statement for statement in page.statements if "sla_clock" in statement]
    assert len(about_cards) == 1
    assert len([s for s in page.statements if s.startswith("SELECT")]) <= 4 + 1  # who reads, besides


@pytest.mark.parametrize("language", ["nl", "en"])
def test_r10_the_client_reads_what_its_sla_promises_and_managers_how_it_was_kept(
    visit: Visit, town: Town, number: int, language: str
) -> None:
    assess(town, number, at(23, 11))
    answer(town, number, at(23, 12))
    with time_machine.travel(at(23, 13), tick=True):
        portal = visit("lotte", language).get("/portal/").text
        assert {"nl": "Je SLA belooft een oplossing", "en": "Your SLA promises"}[language] in portal
        assert "30 min" in portal
        record = visit("mara", language).get(f"/manage/organisations/{town.leiden.id}")
        rows = [["".join(cell.itertext()) for cell in row] for row in record.all("tr")]
        assert [{"nl": "Eerste antwoord", "en": "First answer"}[language], "1", "0", "0"] in rows

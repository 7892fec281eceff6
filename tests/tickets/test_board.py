"""What is read for the board, and what a card says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, g
from sqlalchemy import event

from projectie.clock.phone import PhoneHours
from projectie.clock.workdays import Calendar
from projectie.database import db, transaction
from projectie.people.models import Organisation
from projectie.terms.models import ClosedDayRow
from projectie.tickets.around import around
from projectie.tickets.board import Board, read
from projectie.tickets.card_face import Face, html, is_late, promise_in_words
from projectie.tickets.cards import Card
from projectie.tickets.filters import Filters
from projectie.tickets.models import Column, Ticket
from projectie.tickets.placement import place
from projectie.tickets.priority import Kind, Priority
from projectie.tickets.promises import ResponsePromise, State
from tests.tickets.boards import card
from tests.town import Town, contract

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)  # a Wednesday
TODAY = NOW.date()


def board(filters: Filters | None = None, **more: Any) -> Board:
    db.session.rollback()
    return read(db.session(), filters or Filters(), TODAY, NOW, **more)


def numbers(column: Column, filters: Filters | None = None) -> list[int]:
    return [shown.number for shown in board(filters)[column].cards]


def only(town: Town, **values: Any) -> Card:
    number = card(town, **values)
    found = board().column_of(number)
    assert found is not None
    return next(shown for shown in found.cards if shown.number == number)


def test_the_columns_stand_in_their_order_and_cards_by_their_position(town: Town) -> None:
    one, two = card(town, position=20), card(town, position=10)
    assert [column.key for column in board().columns] == list(Column)
    assert numbers(Column.NEW) == [two, one]


def test_done_shows_the_last_seven_days(town: Town) -> None:
    fresh = card(town, Column.DONE, done_at=NOW - timedelta(days=7))
    card(town, Column.DONE, done_at=NOW - timedelta(days=7, seconds=1))
    assert numbers(Column.DONE) == [fresh]
    assert board().found == 1


def test_some_columns_can_be_read_alone(town: Town) -> None:
    card(town, Column.NEW)
    card(town, Column.DONE, done_at=NOW)
    planned = card(town, Column.PLANNED)
    few = board(only=[Column.PLANNED])
    assert [(column.key, [c.number for c in column.cards]) for column in few.columns] == [
        (Column.PLANNED, [planned])
    ]
    assert [column.key for column in board(only=[Column.DONE]).columns] == [Column.DONE]


def test_a_card_knows_its_neighbour_and_its_place(town: Town) -> None:
    one, two = card(town), card(town)
    column = board()[Column.NEW]
    assert (column.before(one), column.before(two)) == (None, one)
    assert (column.place(one), column.place(two), column.place(4242)) == (1, 2, None)
    assert board().column_of(4242) is None


def test_a_card_holds_what_is_known_of_the_ticket(town: Town) -> None:
    shown = only(
        town,
        column=Column.PLANNED,
        kind=Kind.BUG,
        priority=Priority.HIGH,
        assignee_id=town.daan.id,
        urgent_asked=True,
        verified=False,
        planned=date(2026, 11, 30),
        response_from=NOW,
        response_by=NOW + timedelta(days=1),
        answered_at=NOW + timedelta(hours=2),
        language="en",
    )
    assert (shown.client, shown.tier, shown.assignee) == (town.leiden.name, "on_demand_plus", town.daan.name)
    assert (shown.kind, shown.priority, shown.planned) == (Kind.BUG, Priority.HIGH, date(2026, 11, 30))
    assert (shown.urgent_asked, shown.verified, shown.language) == (True, False, "en")
    assert shown.promise == ResponsePromise(NOW, NOW + timedelta(days=1))
    assert shown.answered_at == NOW + timedelta(hours=2)


def test_a_sender_without_organisation_is_shown_by_name_or_address(town: Town) -> None:
    shown = only(town, organisation_id=None, requester_id=None, requester_name="")
    assert (shown.client, shown.tier, shown.sender) == (None, None, town.lotte.email)


def test_a_card_never_doubles_whatever_contracts_its_client_had(town: Town) -> None:
    number = card(town, organisation_id=town.abroad.id)
    with transaction() as session:
        contract(session, town.abroad.id, "sla", date(2025, 1, 1), date(2025, 12, 31))
        contract(session, town.abroad.id, "sla", date(2027, 1, 1))
    assert numbers(Column.NEW) == [number]
    assert board()[Column.NEW].cards[0].tier == "on_demand"


@pytest.mark.parametrize(("ends", "tier"), [(TODAY, "sla"), (TODAY - timedelta(days=1), None)])
def test_a_contract_holds_to_the_end_of_its_last_day(town: Town, ends: date, tier: str | None) -> None:
    with transaction() as session:
        other = Organisation(
            name="Klein", country="NL", language="nl", hosting="studio", studio_mail=False, created_at=NOW
        )
        session.add(other)
        session.flush()
        contract(session, other.id, "sla", date(2026, 1, 1), ends)
        organisation = other.id
    assert only(town, organisation_id=organisation).tier == tier


def test_filters_narrow_every_column(town: Town) -> None:
    mine = card(town, Column.PLANNED, assignee_id=town.daan.id, subject="Formulier")
    card(town, Column.PLANNED, assignee_id=town.mara.id)
    abroad = card(town, organisation_id=town.abroad.id, priority=Priority.LOW, subject="Anders")
    assert numbers(Column.PLANNED, Filters(assignee=town.daan.id)) == [mine]
    assert numbers(Column.NEW, Filters(client=town.abroad.id)) == [abroad]
    assert numbers(Column.NEW, Filters(tier="on_demand")) == [abroad]
    assert numbers(Column.NEW, Filters(priority=Priority.LOW)) == [abroad]
    assert board(Filters(q="formulier")).found == 2
    assert board(Filters(q="kuste")).found == 1


def test_the_same_row_gives_the_same_card_and_a_changed_one_another(town: Town) -> None:
    number = card(town)
    before = board()[Column.NEW].cards[0]
    assert board()[Column.NEW].cards[0] is before
    with transaction() as session:
        session.get_one(Ticket, number).version += 1
    assert board()[Column.NEW].cards[0] is not before


def test_the_choices_are_clients_with_tickets_colleagues_at_work_and_the_tiers_of_today(town: Town) -> None:
    card(town)
    known = around(db.session(), town.daan.id, TODAY, AMSTERDAM, "nl")
    assert known.options.clients == {town.leiden.id: town.leiden.name}
    assert set(known.options.staff) == {town.mara.id, town.daan.id}
    assert list(known.options.tiers.items())[-1] == ("sla", "SLA")
    assert known.last_move is None


def test_closed_days_are_known_as_soon_as_they_are_kept(town: Town) -> None:
    assert around(db.session(), town.daan.id, TODAY, AMSTERDAM, "nl").calendar.is_working_day(TODAY)
    with transaction() as session:
        session.add(ClosedDayRow(day=TODAY, name_nl="Dicht", name_en="Closed"))
    assert not around(db.session(), town.daan.id, TODAY, AMSTERDAM, "nl").calendar.is_working_day(TODAY)


def test_the_last_move_is_ones_own(town: Town) -> None:
    number = card(town)
    place(number, "planned", None, 1, by=town.daan.id, now=NOW)
    move = around(db.session(), town.daan.id, TODAY, AMSTERDAM, "nl").last_move
    assert move is not None
    assert (move.ticket, move.from_column, move.column) == (number, Column.NEW, Column.PLANNED)
    assert around(db.session(), town.mara.id, TODAY, AMSTERDAM, "nl").last_move is None


@contextmanager
def english(app: Flask) -> Iterator[Face]:
    with app.test_request_context("/desk/board"):
        g.language = "en"
        closed = {date(2026, 12, 25): None, date(2026, 12, 26): None}
        calendar = Calendar(AMSTERDAM, frozenset(range(5)), closed)  # type: ignore[arg-type]  # names are not asked
        hours = PhoneHours(calendar, time(10), time(18))
        yield Face("en", TODAY, calendar, hours, {"sla": "SLA"})


def local(day: int, hour: int = 15, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=AMSTERDAM).astimezone(UTC)


@pytest.mark.parametrize(
    ("by", "state", "words"),
    [
        (local(27), State.WAITING, "reply by Fri 15:00"),
        (local(26), State.DUE_SOON, "reply by Thu 15:00"),
        (local(28, 0), State.WAITING, "reply by Fri 24:00"),
        (local(8, month=12), State.WAITING, "reply by Tue 8 Dec 15:00"),
        (local(25, 9), State.LATE, "overdue since Wed 09:00"),
        (local(24, 9), State.LATE, "1 working day overdue"),
        (local(20, 9), State.LATE, "3 working days overdue"),  # Friday; the weekend does not count
        (local(28, 0), State.MET, "answered"),
        (local(20, 9), State.MET_LATE, "answered late"),
    ],
)
def test_r06_a_card_says_how_its_promise_stands(
    app: Flask, town: Town, by: datetime, state: State, words: str
) -> None:
    shown = replace(only(town), promise=ResponsePromise(by, by))
    with english(app) as face:
        assert promise_in_words(shown, state, face) == words


def test_a_card_says_the_week_when_it_is_answered_and_the_day_when_it_is_done(app: Flask, town: Town) -> None:
    shown = replace(
        only(town),
        promise=ResponsePromise(NOW, NOW),
        planned=date(2026, 11, 30),
        planned_until=date(2026, 12, 6),
    )
    done = replace(shown, column=Column.DONE, done_at=local(24))
    with english(app) as face:
        assert promise_in_words(shown, State.MET, face) == "answered · week 49"
        assert promise_in_words(shown, State.WAITING, face) == "reply by Wed 11:00"
        assert promise_in_words(replace(shown, promise=None), None, face) == "week 49"
        assert promise_in_words(done, State.LATE, face) == "done Tue 24 Nov"


def test_r09_a_card_says_the_day_what_was_not_kept_and_that_nothing_is_promised(
    app: Flask, town: Town
) -> None:
    asks = replace(only(town), column=Column.PLANNED)
    yesterday = replace(asks, planned=date(2026, 11, 24), planned_until=date(2026, 11, 24))
    today = replace(asks, planned=date(2026, 11, 25), planned_until=date(2026, 11, 25))
    with english(app) as face:
        assert promise_in_words(asks, None, face) == "no week yet"
        assert promise_in_words(yesterday, None, face) == "Tue 24 Nov not kept"
        assert (is_late(yesterday, None, face), is_late(today, None, face)) == (True, False)
        assert promise_in_words(today, None, face) == "Wed 25 Nov"


@pytest.mark.parametrize(
    ("since", "days"),
    [
        (local(25, 1), None),
        (local(24, 23), "1 wd"),
        (local(20), "3 wd"),
        (local(21), "2 wd"),
        (local(26), None),
    ],
)
def test_a_card_counts_working_days_in_its_column(
    app: Flask, town: Town, since: datetime, days: str | None
) -> None:
    shown = replace(only(town), since=since)
    with english(app) as face:
        said = html(shown, face, NOW)
    assert (f">{days}</abbr>" in said) if days else " wd<" not in said


def test_what_a_client_typed_is_text_on_a_card(app: Flask, town: Town) -> None:
    with english(app) as face:
        said = html(replace(only(town), subject="<script>1</script>", client="A & B"), face, NOW)
    assert "<script" not in said
    assert "A &amp; B" in said


def test_a_card_is_made_again_only_when_it_reads_otherwise(app: Flask, town: Town) -> None:
    shown = replace(only(town), promise=ResponsePromise(NOW, NOW + timedelta(hours=1)))
    with english(app) as face:
        first = html(shown, face, NOW)
        assert html(shown, face, NOW + timedelta(minutes=5)) is first
        assert "overdue" in html(shown, face, NOW + timedelta(hours=2))
        assert html(shown, face, NOW, selected=True) is not first


def test_the_board_is_read_in_one_select_however_many_tickets_there_are(app: Flask, town: Town) -> None:
    def statements() -> int:
        noted: list[str] = []

        def note(*arguments: Any) -> None:
            noted.append(arguments[2])

        event.listen(db.engine, "before_cursor_execute", note)
        board()
        event.remove(db.engine, "before_cursor_execute", note)
        return len([statement for statement in noted if statement.startswith("SELECT")])

    card(town)
    few = statements()
    for _ in range(10):
        card(town, Column.PLANNED, assignee_id=town.daan.id)
    assert few == statements() == 1


def test_sqlite_finds_what_is_on_the_board_by_its_columns_and_reads_nothing_that_was_done(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        return
    noted: list[tuple[str, Any]] = []

    def note(*arguments: Any) -> None:
        noted.append(arguments[2:4])

    event.listen(db.engine, "before_cursor_execute", note)
    board()
    event.remove(db.engine, "before_cursor_execute", note)
    statement, values = noted[-1]
    plan = str(db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all())
    assert "ix_ticket_place" in plan
    assert "ix_ticket_merged_into" not in plan

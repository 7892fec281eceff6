"""Moving cards and taking moves back, on both databases."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from projectie.database import MissingError, db, transaction
from projectie.history import History
from projectie.live.models import Event
from projectie.tickets.models import Column, Ticket
from projectie.tickets.placement import Placed, Reason, Refused, Stale, place, place_at, undo
from projectie.tickets.truth import Truth
from tests.tickets.boards import card, order, ticket
from tests.town import Town

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)  # a Monday
LATER = NOW + timedelta(hours=1)


def move(town: Town, number: int, column: str, after: int | None = None, **more: Any) -> Placed:
    given = {"version": ticket(number).version, "by": town.daan.id, "now": NOW}
    return place(number, column, after, **{**given, **more})


def history() -> list[History]:
    db.session.rollback()
    return list(db.session.scalars(select(History).where(History.subject == "ticket").order_by(History.id)))


def positions() -> dict[int, tuple[Column, int]]:
    db.session.rollback()
    rows = db.session.execute(select(Ticket.number, Ticket.column, Ticket.position))
    return {number: (column, position) for number, column, position in rows}


def test_a_card_goes_first_when_no_card_is_named_to_stand_behind(town: Town) -> None:
    one, two = card(town, Column.PLANNED), card(town, Column.PLANNED)
    new = card(town)
    assert move(town, new, "planned") == Placed(
        new, f"Formulier {new}", Column.NEW, Column.PLANNED, 2, changed=True
    )
    assert order(Column.PLANNED) == [new, one, two]
    assert order(Column.NEW) == []


def test_a_card_goes_behind_the_card_that_is_named(town: Town) -> None:
    one, two = card(town, Column.PLANNED), card(town, Column.PLANNED)
    new, last = card(town), card(town)
    move(town, new, "planned", one)
    move(town, last, "planned", two)
    assert order(Column.PLANNED) == [one, new, two, last]


def test_a_card_moves_within_its_column_and_keeps_its_age_there(town: Town) -> None:
    one, two, three = (card(town, Column.PLANNED) for _ in range(3))
    since = ticket(one).column_since
    assert move(town, one, "planned", two).changed
    assert order(Column.PLANNED) == [two, one, three]
    assert ticket(one).column_since == since
    assert move(town, three, "new").column is Column.NEW
    assert ticket(three).column_since == NOW


def test_a_move_changes_one_row_and_its_version(town: Town) -> None:
    numbers = [card(town, Column.PLANNED) for _ in range(5)]
    before = positions()
    move(town, numbers[4], "planned", numbers[1])
    after = positions()
    assert {n for n in numbers if before[n] != after[n]} == {numbers[4]}
    assert [ticket(n).version for n in numbers] == [1, 1, 1, 1, 2]


def test_a_move_leaves_a_line_of_history_and_a_signal(town: Town) -> None:
    number = card(town)
    was = ticket(number).position
    move(town, number, "planned")
    (line,) = history()
    assert (line.deed, line.subject_id, line.actor_id, line.at) == (
        "ticket.placed",
        number,
        town.daan.id,
        NOW,
    )
    wanted = {"from_column": "new", "from_position": was, "to_column": "planned", "version": 2}
    assert wanted.items() <= line.details.items()
    assert line.details["position"] == ticket(number).position
    (event,) = db.session.scalars(select(Event))
    assert (event.kind, event.subject_id, event.organisation_id) == ("ticket", number, town.leiden.id)
    assert event.actor_id == town.daan.id


@pytest.mark.parametrize("behind", [False, True])
def test_a_card_that_stands_there_already_changes_nothing(town: Town, behind: bool) -> None:
    first, second = card(town, Column.PLANNED), card(town, Column.PLANNED)
    number, after = (second, first) if behind else (first, None)
    assert not move(town, number, "planned", after).changed
    assert ticket(number).version == 1
    assert history() == []
    assert db.session.scalar(select(func.count()).select_from(Event)) == 0


def test_done_is_stamped_on_the_way_in_and_cleared_on_the_way_out(town: Town) -> None:
    number = card(town)
    move(town, number, "done")
    assert ticket(number).done_at == NOW
    move(town, number, "in_progress", now=LATER)
    assert ticket(number).done_at is None


def test_a_full_place_is_made_room_for_and_the_order_stays(town: Town) -> None:
    one, two, three = (card(town, Column.PLANNED, position=p) for p in (5, 6, 7))
    new = card(town)
    move(town, new, "planned", one)
    assert order(Column.PLANNED) == [one, new, two, three]
    places = [positions()[n][1] for n in (one, new, two, three)]
    assert len(set(places)) == 4
    assert [ticket(n).version for n in (one, two, three)] == [1, 1, 1]


def test_a_card_goes_first_at_the_very_bottom_of_what_a_database_can_count(town: Town) -> None:
    one = card(town, Column.PLANNED, position=-(1 << 63))
    new = card(town)
    move(town, new, "planned")
    assert order(Column.PLANNED) == [new, one]


@pytest.mark.parametrize("column", ["", "nonsense", "NEW", "new ", "closed"])
def test_a_nonsense_column_is_refused_and_nothing_changes(town: Town, column: str) -> None:
    number = card(town)
    with pytest.raises(Refused) as refusal:
        move(town, number, column)
    assert refusal.value.reason is Reason.COLUMN
    assert ticket(number).version == 1


def test_a_card_cannot_stand_behind_itself(town: Town) -> None:
    number = card(town)
    with pytest.raises(Refused) as refusal:
        move(town, number, "new", number)
    assert refusal.value.reason is Reason.SELF


@pytest.mark.parametrize("number", [0, -1, 9999, 2**31, 2**70])
def test_a_ticket_that_does_not_exist_is_unknown(town: Town, number: int) -> None:
    with pytest.raises(MissingError):
        place(number, "new", None, 1, by=town.daan.id, now=NOW)
    with pytest.raises(MissingError):
        place_at(number, "new", 1, now=NOW)


def test_an_old_version_is_stale_and_tells_where_the_card_is_and_who_moved_it(town: Town) -> None:
    number = card(town)
    move(town, number, "done", by=town.mara.id)
    with pytest.raises(Stale) as stale:
        move(town, number, "planned", version=1)
    truth = stale.value.truth
    assert (truth.number, truth.column, truth.version) == (number, Column.DONE, 2)
    assert (truth.by, truth.name, truth.moved) == (town.mara.id, town.mara.name, True)
    assert stale.value.neighbour is None
    assert order(Column.DONE) == [number]


def test_a_version_from_the_future_is_stale_too(town: Town) -> None:
    number = card(town)
    with pytest.raises(Stale) as stale:
        move(town, number, "planned", version=2**70)
    assert stale.value.truth.by is None


@pytest.mark.parametrize("after", [0, -5, 4242, 2**31, 2**70])
def test_a_neighbour_that_does_not_exist_is_stale(town: Town, after: int) -> None:
    number = card(town)
    with pytest.raises(Stale) as stale:
        move(town, number, "planned", after)
    assert stale.value.neighbour == after
    assert ticket(number).column is Column.NEW


def test_a_neighbour_of_another_column_is_stale_and_nothing_changes(town: Town) -> None:
    number, elsewhere = card(town), card(town, Column.WAITING)
    with pytest.raises(Stale) as stale:
        move(town, number, "planned", elsewhere)
    assert stale.value.neighbour == elsewhere
    assert stale.value.truth.column is Column.NEW


@pytest.mark.parametrize(
    ("position", "wanted"),
    [
        (-3, [0, 1, 2]),
        (0, [0, 1, 2]),
        (1, [0, 1, 2]),
        (2, [1, 0, 2]),
        (3, [1, 2, 0]),
        (4, [1, 2, 0]),
        (2**70, [1, 2, 0]),
    ],
)
def test_a_card_goes_to_a_place_counted_from_one(town: Town, position: int, wanted: list[int]) -> None:
    numbers = [card(town, Column.NEW), card(town, Column.PLANNED), card(town, Column.PLANNED)]
    place_at(numbers[0], "planned", position, now=NOW)
    assert order(Column.PLANNED) == [numbers[i] for i in wanted]


@pytest.mark.parametrize("position", [1, 2, 3, 4])
def test_a_place_within_its_own_column_counts_the_card_itself(town: Town, position: int) -> None:
    numbers = [card(town, Column.PLANNED) for _ in range(3)]
    place_at(numbers[1], "planned", position, now=NOW)
    assert order(Column.PLANNED).index(numbers[1]) == min(position, 3) - 1


def test_a_place_in_an_empty_column_is_the_first(town: Town) -> None:
    number = card(town)
    assert place_at(number, "waiting", 7, now=NOW).column is Column.WAITING
    assert history()[0].actor_id is None


def test_undo_brings_the_card_back_to_its_place_with_its_age(town: Town) -> None:
    one, two, three = (card(town, Column.NEW) for _ in range(3))
    since = ticket(two).column_since
    move(town, two, "planned")
    back = undo(by=town.daan.id, now=LATER)
    assert (back.number, back.from_column, back.column) == (two, Column.PLANNED, Column.NEW)
    assert order(Column.NEW) == [one, two, three]
    assert (ticket(two).version, ticket(two).column_since) == (3, since)
    line = history()[-1]
    assert line.deed == "ticket.placement_undone"
    assert line.details["undoes"] == history()[0].id


def test_undo_within_a_column_and_out_of_done_restore_place_and_moment(town: Town) -> None:
    done_at = NOW - timedelta(days=2)
    one, two = card(town, Column.DONE, done_at=done_at), card(town, Column.DONE)
    move(town, one, "done", two)
    move(town, one, "new")
    undo(by=town.daan.id, now=LATER)
    assert ticket(one).done_at == done_at
    undo(by=town.daan.id, now=LATER)
    assert order(Column.DONE) == [one, two]


def test_undo_goes_next_to_a_place_that_was_taken_meanwhile(town: Town) -> None:
    one, two, three = (card(town, Column.NEW) for _ in range(3))
    was = ticket(two).position
    move(town, two, "planned")
    with transaction() as session:
        session.get_one(Ticket, three).position = was
    undo(by=town.daan.id, now=LATER)
    assert order(Column.NEW) == [one, three, two]


def test_undo_is_refused_when_a_colleague_changed_the_ticket_since(town: Town) -> None:
    number = card(town)
    move(town, number, "planned")
    move(town, number, "done", by=town.mara.id)
    with pytest.raises(Stale) as stale:
        undo(by=town.daan.id, now=LATER)
    assert (stale.value.truth.name, stale.value.truth.column) == (town.mara.name, Column.DONE)
    assert order(Column.DONE) == [number]


def test_undo_takes_back_own_moves_only(town: Town) -> None:
    number = card(town)
    move(town, number, "planned", by=town.mara.id)
    with pytest.raises(Refused) as refusal:
        undo(by=town.daan.id, now=LATER)
    assert refusal.value.reason is Reason.NOTHING


def test_twenty_moves_can_be_taken_back_and_no_more(town: Town) -> None:
    number = card(town)
    for step in range(21):
        move(town, number, "planned" if step % 2 == 0 else "new")
    for _ in range(20):
        undo(by=town.daan.id, now=LATER)
    assert ticket(number).column is Column.PLANNED  # the first of the twenty-one stays
    with pytest.raises(Refused):
        undo(by=town.daan.id, now=LATER)


def test_a_named_move_is_taken_back_once(town: Town) -> None:
    first, second = card(town), card(town)
    move(town, first, "planned")
    move(town, second, "planned")
    named = history()[0].id
    assert undo(by=town.daan.id, now=LATER, move=named).number == first
    with pytest.raises(Refused):
        undo(by=town.daan.id, now=LATER, move=named)
    with pytest.raises(Refused):
        undo(by=town.mara.id, now=LATER, move=history()[1].id)


def test_of_two_people_who_drag_one_card_at_once_one_wins_and_the_other_sees_why(
    app: Flask, town: Town
) -> None:
    number = card(town)
    start, won, lost = threading.Barrier(2), list[str](), list[Truth]()

    def drag(by: int, column: str) -> None:
        with app.app_context():
            start.wait()
            try:
                place(number, column, None, 1, by=by, now=NOW)
                won.append(column)
            except Stale as stale:
                lost.append(stale.truth)
            finally:
                db.session.remove()

    people = [
        threading.Thread(target=drag, args=a) for a in ((town.daan.id, "planned"), (town.mara.id, "done"))
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    (column,), (truth,) = won, lost
    assert truth.column == column == ticket(number).column
    assert truth.by == (town.daan.id if column == "planned" else town.mara.id)


def test_many_people_at_once_never_put_two_cards_in_one_place(app: Flask, town: Town) -> None:
    numbers = [card(town) for _ in range(6)]
    start = threading.Barrier(len(numbers))

    def drag(number: int) -> None:
        with app.app_context():
            start.wait()
            place(number, "planned", None, 1, by=town.daan.id, now=NOW)
            db.session.remove()

    people = [threading.Thread(target=drag, args=(number,)) for number in numbers]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(order(Column.PLANNED)) == numbers
    assert len({place for _, place in positions().values()}) == len(numbers)

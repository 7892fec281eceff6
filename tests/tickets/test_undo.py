"""Which own move can be taken back."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from projectie.tickets.models import Column
from projectie.tickets.undo import DEPTH, Move, TakenBack, is_undoable, last_undoable, open_moves

SINCE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def move(line: int, *, ticket: int = 1042, version: int = 2, current: int | None = None) -> Move:
    return Move(
        line,
        ticket,
        Column.NEW,
        1,
        SINCE,
        None,
        Column.PLANNED,
        version,
        version if current is None else current,
    )


def test_without_moves_there_is_nothing_to_take_back() -> None:
    assert last_undoable([], []) is None


def test_the_newest_move_is_taken_back_first_in_whatever_order_the_lines_come() -> None:
    moves = [move(1, ticket=1), move(3, ticket=3), move(2, ticket=2)]
    assert last_undoable(moves, []) == moves[1]


def test_a_move_is_taken_back_once() -> None:
    moves = [move(1, ticket=1), move(2, ticket=2, current=3)]
    assert last_undoable(moves, [TakenBack(2, 3)]) == moves[0]


def test_a_ticket_that_changed_since_is_passed_over_and_the_move_before_it_offered() -> None:
    moves = [move(1, ticket=1), move(2, ticket=2, current=7)]
    assert not is_undoable(moves[1], moves, [])
    assert last_undoable(moves, []) == moves[0]


def test_two_moves_of_one_ticket_are_taken_back_one_after_the_other() -> None:
    both = [
        move(1, version=2, current=4),
        move(2, version=3, current=4),
    ]  # the second was taken back: version 4
    assert last_undoable(both, [TakenBack(2, 4)]) == both[0]


def test_a_change_between_two_moves_of_one_ticket_keeps_the_first_from_being_taken_back() -> None:
    moves = [move(1, version=2, current=5), move(2, version=4, current=5)]  # 3: a colleague
    assert last_undoable(moves, [TakenBack(2, 5)]) is None


def test_a_change_after_an_undo_keeps_the_move_before_from_being_taken_back() -> None:
    moves = [move(1, version=2, current=5), move(2, version=3, current=5)]
    assert last_undoable(moves, [TakenBack(2, 4)]) is None  # 5: a colleague


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 2)), min_size=1, max_size=60))
def test_a_person_can_go_back_twenty_moves_and_no_further(steps: list[tuple[bool, int]]) -> None:
    """Play moves and undos on a few tickets; what undo offers is what a pile of moves would offer."""
    versions = dict.fromkeys(range(3), 1)
    moves: list[Move] = []
    taken: list[TakenBack] = []
    pile: list[Move] = []
    for line, (back, ticket) in enumerate(steps, 1):
        if pile and back:
            gone = pile.pop()
            versions[gone.ticket] += 1
            taken.append(TakenBack(gone.id, versions[gone.ticket]))
        else:
            versions[ticket] += 1
            moves.append(move(line, ticket=ticket, version=versions[ticket]))
            pile.append(moves[-1])
        pile = [m for m in pile if m in moves[-DEPTH:]]
    now = [replace(m, current=versions[m.ticket]) for m in moves]
    offered = last_undoable(now, taken)
    assert (offered.id if offered else None) == (pile[-1].id if pile else None)
    assert [m.id for m in open_moves(now, taken)] == [m.id for m in reversed(pile)]

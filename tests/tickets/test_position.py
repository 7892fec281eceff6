import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.tickets.position import GAP, HIGHEST, LOWEST, between, spread

PLACES = st.integers(LOWEST, HIGHEST)


def test_first_card_of_a_column_gets_a_place() -> None:
    assert between(None, None) == GAP


def test_card_goes_behind_the_last_and_in_front_of_the_first() -> None:
    assert between(GAP, None) == 2 * GAP
    assert between(None, GAP) == 0


def test_card_goes_half_way_between_two() -> None:
    assert between(GAP, 2 * GAP) == GAP + GAP // 2
    assert between(-2, 0) == -1


def test_neighbours_without_room_ask_for_a_new_spread() -> None:
    assert between(7, 8) is None
    assert between(-1, 0) is None


def test_ends_of_what_a_database_keeps_ask_for_a_new_spread() -> None:
    assert between(HIGHEST, None) is None
    assert between(None, LOWEST) is None


@pytest.mark.parametrize(("before", "after"), [(2, 2), (3, 2)])
def test_two_cards_out_of_order_are_refused(before: int, after: int) -> None:
    with pytest.raises(ValueError, match="in order"):
        between(before, after)


def test_twenty_cards_fit_in_a_row_between_the_same_two() -> None:
    place = 2 * GAP
    for _ in range(20):
        found = between(GAP, place)
        assert found is not None
        place = found
    assert between(GAP, place) is None


@given(PLACES, PLACES)
def test_place_between_two_lies_between_them(one: int, other: int) -> None:
    before, after = sorted((one, other + 1 if one == other else other))
    place = between(before, after)
    assert (place is None) == (after - before == 1)
    assert place is None or before < place < after


@given(PLACES)
def test_place_at_an_end_lies_beyond_the_card_and_can_be_kept(place: int) -> None:
    front, back = between(None, place), between(place, None)
    assert front is None or LOWEST <= front < place
    assert back is None or place < back <= HIGHEST


@given(st.integers(0, 1000))
def test_spread_leaves_room_everywhere(cards: int) -> None:
    places = spread(cards)
    assert len(places) == cards
    assert all(between(*pair) is not None for pair in zip((None, *places), (*places, None), strict=True))


@given(st.lists(st.integers(0, 30), max_size=60))
def test_a_column_keeps_its_order_through_any_moves(moves: list[int]) -> None:
    places: list[int] = []
    for move in moves:
        at = min(move, len(places))
        place = between(places[at - 1] if at else None, places[at] if at < len(places) else None)
        if place is None:
            places = list(spread(len(places)))
        else:
            places.insert(at, place)
        assert places == sorted(set(places))

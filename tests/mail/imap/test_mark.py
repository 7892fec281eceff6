"""How far a mailbox is read: the mark never passes a mail that is not kept (R29)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.mail.mark import GIVE_WAY, Mark, counted, in_turn


@pytest.mark.parametrize(
    ("mark", "listed", "kept", "moved"),
    [
        (Mark(), [3, 5, 9], [3, 5, 9], Mark(9)),
        (Mark(), [3, 5, 9], [3], Mark(3)),
        (Mark(), [3, 5, 9], [], Mark()),
        (Mark(), [3, 5, 9], [5, 9], Mark(0, frozenset({5, 9}))),
        (Mark(3, frozenset({9})), [5, 9, 12], [5], Mark(9)),
        (Mark(3, frozenset({9})), [9, 12], [], Mark(9)),  # 5 was removed at the server
        (Mark(3, frozenset({9})), [5, 9, 12], [12], Mark(3, frozenset({9, 12}))),
        (Mark(7), [], [], Mark(7)),
    ],
)
def test_r29_the_mark_moves_over_an_unbroken_run(
    mark: Mark, listed: list[int], kept: list[int], moved: Mark
) -> None:
    assert mark.moved(listed, kept) == moved


@given(st.sets(st.integers(1, 60)), st.lists(st.sets(st.integers(1, 60)), max_size=6))
def test_r29_whatever_order_mails_are_kept_in_none_is_passed_and_none_is_asked_for_twice(
    there: set[int], rounds: list[set[int]]
) -> None:
    listed, mark, kept = sorted(there), Mark(), set[int]()
    for wanted in rounds:
        left = in_turn([uid for uid in listed if uid > mark.upto], mark, {})
        assert set(left) == there - kept
        now = set(left) & wanted
        mark = mark.moved([uid for uid in listed if uid > mark.upto], now)
        kept |= now
        assert all(mark.holds(uid) == (uid in kept) for uid in there)
    final = mark.moved(listed, there)
    assert final == Mark(max(there, default=0))


def test_a_mail_that_failed_again_and_again_lets_the_others_go_first() -> None:
    tries = {2: GIVE_WAY, 3: GIVE_WAY - 1}
    assert in_turn([1, 2, 3, 4], Mark(), tries) == [1, 3, 4, 2]


def test_failures_are_counted_until_the_mail_is_kept() -> None:
    tries = counted({}, [5], Mark(3))
    assert counted(tries, [5, 7], Mark(3)) == {5: 2, 7: 1}
    assert counted({5: 2, 7: 1}, [], Mark(6)) == {7: 1}
    assert counted({5: 2, 7: 1}, [], Mark(4, frozenset({7}))) == {5: 2}

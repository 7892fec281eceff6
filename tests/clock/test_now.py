from datetime import UTC, datetime

import time_machine

from projectie.clock.now import now


def test_now_is_this_moment_in_utc() -> None:
    before, answer, after = datetime.now(UTC), now(), datetime.now(UTC)
    assert before <= answer <= after
    assert answer.tzinfo is UTC


def test_now_can_be_moved_by_a_test() -> None:
    moment = datetime(2027, 3, 26, 14, 0, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        assert now() == moment

"""Time as people type it."""

import pytest

from projectie.work.typed import Mistyped, minutes_in


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("25", 25), (" 25 min ", 25), ("0:25", 25), ("1:05", 65), ("1h", 60), ("1,5u", 90), ("1.5 uur", 90),
        ("1u15", 75), ("1u 15m", 75), ("0,25 u", 15), ("24:00", 1440), ("1 hour", 60), ("2 hours", 120),
    ],
)  # fmt: skip
def test_time_is_read_as_it_is_typed(typed: str, minutes: int) -> None:
    assert minutes_in(typed) == minutes


@pytest.mark.parametrize(
    "typed", ["", "0", "-5", "1.5", "2,5", "1:5", "1:60", "half", "1,5u15", "0,01u", "1e3", "٣"]
)
def test_what_is_no_whole_minute_is_refused(typed: str) -> None:
    with pytest.raises(Mistyped) as refused:
        minutes_in(typed)
    assert not refused.value.too_long


@pytest.mark.parametrize("typed", ["1441", "24:01", "10000h", "10000:00"])
def test_more_than_a_day_is_too_long(typed: str) -> None:
    with pytest.raises(Mistyped) as refused:
        minutes_in(typed)
    assert refused.value.too_long

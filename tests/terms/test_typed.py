"""What people type where a figure belongs."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.terms import typed


@pytest.mark.parametrize(
    ("text", "value"), [("7", 7), (" 24 ", 24), ("0", 0), ("007", 7), ("999999999", 999_999_999)]
)
def test_a_whole_number(text: str, value: int) -> None:
    assert typed.whole(text) == value


@pytest.mark.parametrize(
    "text", ["", " ", "-1", "1.0", "1,5", "1 000", "7 uur", "٧", "²", "1" * 10, "0x1", "1_0", "7\n8"]
)
def test_no_whole_number(text: str) -> None:
    assert typed.whole(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("22,50", 2250),
        ("22.50", 2250),
        ("22,5", 2250),
        ("22", 2200),
        ("€ 22,50", 2250),
        ("€22.05", 2205),
        ("0,01", 1),
    ],
)
def test_r18_an_amount_of_euros(text: str, value: int) -> None:
    assert typed.cents(text) == value
    assert typed.cents(f"\xa0{text} ") == value


@pytest.mark.parametrize(
    "text", ["", "vijf", "1.234,50", "1.234", "1,234.50", "-5", "22,505", "22,", ",50", "$5", "2 2", "٢٢"]
)
def test_no_amount_that_can_only_mean_one_thing(text: str) -> None:
    assert typed.cents(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("9:30", time(9, 30)), ("09.30", time(9, 30)), ("00:00", time()), ("23:59:00", time(23, 59))],
)
def test_a_time_of_day(text: str, value: time) -> None:
    assert typed.clock(text) == value


@pytest.mark.parametrize("text", ["", "9", "24:00", "9:60", "09:30:30", "9u30", "-1:00", "٠٩:٣٠", "9:3"])
def test_no_time_of_day(text: str) -> None:
    assert typed.clock(text) is None


@given(st.text(max_size=20))
def test_nothing_that_is_typed_raises(text: str) -> None:
    assert (typed.whole(text) or 0) < 10**9
    assert (typed.cents(text) or 0) < 10**9
    assert typed.clock(text) is None or ":" in text or "." in text


@given(st.integers(0, 999_999_999))
def test_what_is_written_is_read_back(value: int) -> None:
    assert typed.whole(str(value)) == value
    assert typed.cents(f"{value // 100},{value % 100:02d}") == value

"""Figures as readers say them, in both languages (R1)."""

import pytest

from projectie.terms import phrases

NOUNS = ("credit", "minute", "hour", "day", "working_day", "week", "year")


@pytest.mark.parametrize(
    ("cents", "nl", "en"),
    [
        (2250, "€\xa022,50", "€22.50"),
        (0, "€\xa00,00", "€0.00"),
        (123450, "€\xa01.234,50", "€1,234.50"),
        (-5, "€\xa0-0,05", "-€0.05"),
    ],
)
def test_r18_money(cents: int, nl: str, en: str) -> None:
    assert phrases.money(cents, "nl") == nl
    assert phrases.money(cents, "en") == en


@pytest.mark.parametrize(
    ("noun", "nl", "en"),
    [
        ("credit", "1 credit, 2 credits", "1 credit, 2 credits"),
        ("minute", "1 minuut, 2 minuten", "1 minute, 2 minutes"),
        ("hour", "1 uur, 2 uur", "1 hour, 2 hours"),
        ("day", "1 dag, 2 dagen", "1 day, 2 days"),
        ("working_day", "1 werkdag, 2 werkdagen", "1 working day, 2 working days"),
        ("week", "1 week, 2 weken", "1 week, 2 weeks"),
        ("year", "1 jaar, 2 jaar", "1 year, 2 years"),
    ],
)
def test_r01_counted(noun: str, nl: str, en: str) -> None:
    said = {lang: ", ".join(phrases.counted(n, noun, lang) for n in (1, 2)) for lang in ("nl", "en")}
    assert said == {"nl": nl, "en": en}


def test_r06_window_is_said_once_where_both_ends_are_the_same() -> None:
    assert phrases.window(24, 48, "hour", "nl") == "24 tot 48 uur"
    assert phrases.window(48, 48, "hour", "en") == "48 hours"


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [(14, 21, "2 to 3 weeks"), (14, 20, "14 to 20 days"), (7, 7, "1 week"), (1, 7, "1 to 7 days")],
)
def test_r09_whole_weeks_are_said_in_weeks(least: int, most: int, said: str) -> None:
    assert phrases.day_window(least, most, "en") == said


@pytest.mark.parametrize(
    ("days", "nl", "en"),
    [
        ((0, 1, 2, 3, 4), "maandag tot en met vrijdag", "Monday to Friday"),
        ((0, 1), "maandag en dinsdag", "Monday and Tuesday"),
        ((0, 2, 4), "maandag, woensdag en vrijdag", "Monday, Wednesday and Friday"),
        ((6,), "zondag", "Sunday"),
        ((), "", ""),
        ((0, 9), "maandag", "Monday"),
    ],
)
def test_r06_weekdays(days: tuple[int, ...], nl: str, en: str) -> None:
    assert phrases.weekdays(days, "nl") == nl
    assert phrases.weekdays(days, "en") == en

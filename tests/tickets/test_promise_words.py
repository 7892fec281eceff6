"""The response promise as a letter says it, in both languages (R6, R25)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import force_locale

from projectie.clock.workdays import Calendar
from projectie.language import LOCALES
from projectie.terms.figures import Text
from projectie.terms.shipped import first_terms
from projectie.tickets.promise_words import PromiseWords, promise_in_words
from projectie.tickets.promises import response_promise

LEIDEN = ZoneInfo("Europe/Amsterdam")
CLOSED = {
    date(2026, 12, 25): Text("Eerste kerstdag", "Christmas Day"),  # Friday
    date(2026, 12, 26): Text("Tweede kerstdag", "Second Day of Christmas"),  # Saturday
    date(2027, 1, 1): Text("Nieuwjaarsdag", "New Year’s Day"),  # Friday
    date(2027, 3, 29): Text("Tweede paasdag", "Easter Monday"),
}
DAYS = Calendar(LEIDEN, frozenset(range(5)), CLOSED)


def _words(arrived: str, language: str) -> PromiseWords:
    moment = datetime.fromisoformat(arrived).replace(tzinfo=LEIDEN).astimezone(UTC)
    promise = response_promise(moment, first_terms().figures, DAYS)
    with force_locale(LOCALES[language]):
        return promise_in_words(moment, promise, DAYS)


@pytest.mark.parametrize(
    ("arrived", "language", "words"),
    [
        (  # Monday afternoon
            "2026-11-23 15:05",
            "nl",
            (
                "maandag 23 november om 15:05 uur",
                "",
                "",
                "dinsdag 24 november om 15:05 uur",
                "woensdag 25 november om 15:05 uur",
            ),
        ),
        (  # R6: Friday 15:00 is answered by Tuesday 15:00
            "2026-11-20 15:00",
            "en",
            (
                "Friday 20 November at 15:00",
                "Saturday and Sunday",
                "",
                "Monday 23 November at 15:00",
                "Tuesday 24 November at 15:00",
            ),
        ),
        (  # R25: Friday 17:40, Monday is Easter Monday
            "2027-03-26 17:40",
            "en",
            (
                "Friday 26 March at 17:40",
                "Saturday and Sunday",
                "Monday 29 March (Easter Monday)",
                "Tuesday 30 March at 17:40",
                "Wednesday 31 March at 17:40",
            ),
        ),
        (  # Saturday: the count begins on Monday at midnight, and whole days end at midnight
            "2026-11-28 11:00",
            "nl",
            (
                "zaterdag 28 november om 11:00 uur",
                "zaterdag en zondag",
                "",
                "het einde van maandag 30 november",
                "het einde van dinsdag 1 december",
            ),
        ),
        (  # Christmas Eve: a holiday on Saturday is a Saturday
            "2026-12-24 16:00",
            "nl",
            (
                "donderdag 24 december om 16:00 uur",
                "zaterdag en zondag",
                "vrijdag 25 december (Eerste kerstdag)",
                "maandag 28 december om 16:00 uur",
                "dinsdag 29 december om 16:00 uur",
            ),
        ),
        (  # midnight is a moment like any other for what has been
            "2026-11-24 00:00",
            "en",
            (
                "Tuesday 24 November at 00:00",
                "",
                "",
                "the end of Tuesday 24 November",
                "the end of Wednesday 25 November",
            ),
        ),
    ],
)
def test_r25_the_promise_is_said_for_that_moment(
    app: Flask, arrived: str, language: str, words: tuple[str, str, str, str, str]
) -> None:
    said = _words(arrived, language)
    assert (said.arrived, said.skipped, said.closed, said.from_, said.by) == words


@pytest.mark.parametrize(("arrived", "zone"), [("2027-03-26 17:40", "CEST"), ("2026-11-23 15:05", "CET")])
def test_the_zone_is_the_one_that_holds_when_the_answer_is_due(app: Flask, arrived: str, zone: str) -> None:
    assert _words(arrived, "en").zone == zone


def test_several_closed_days_are_all_named(app: Flask) -> None:
    both = Calendar(LEIDEN, frozenset({4}), CLOSED)  # a studio that works on Fridays
    moment = datetime(2026, 12, 24, 12, tzinfo=UTC)
    promise = response_promise(moment, first_terms().figures, both)
    with force_locale(LOCALES["en"]):
        words = promise_in_words(moment, promise, both)
    assert words.closed == "Friday 25 December (Christmas Day) and Friday 1 January (New Year’s Day)"
    assert words.skipped == "Monday, Tuesday, Wednesday, Thursday, Saturday and Sunday"
    assert words.by == "the end of Friday 15 January"

import pytest

from projectie.clock.closing import propose_closed_days, relief_of_leiden
from projectie.terms.figures import ClosedDay, Text
from tests.clock.leiden import MONDAY_TO_FRIDAY, on


def test_r06_closed_days_of_2027_are_proposed_in_both_languages() -> None:
    assert propose_closed_days(2027) == (
        ClosedDay(on("Fri 2027-01-01"), Text("Nieuwjaarsdag", "New Year's Day")),
        ClosedDay(on("Sun 2027-03-28"), Text("Eerste paasdag", "Easter Sunday")),
        ClosedDay(on("Mon 2027-03-29"), Text("Tweede paasdag", "Easter Monday")),
        ClosedDay(on("Tue 2027-04-27"), Text("Koningsdag", "King's Day")),
        ClosedDay(on("Thu 2027-05-06"), Text("Hemelvaartsdag", "Ascension Day")),
        ClosedDay(on("Sun 2027-05-16"), Text("Eerste pinksterdag", "Pentecost")),
        ClosedDay(on("Mon 2027-05-17"), Text("Tweede pinksterdag", "Pentecost Monday")),
        ClosedDay(on("Sat 2027-12-25"), Text("Eerste kerstdag", "Christmas Day")),
        ClosedDay(on("Sun 2027-12-26"), Text("Tweede kerstdag", "Second Day of Christmas")),
    )


def test_r06_only_the_weekdays_asked_for_are_proposed() -> None:
    days = [closed.day for closed in propose_closed_days(2027, weekdays=MONDAY_TO_FRIDAY)]
    assert days == [
        on("Fri 2027-01-01"),
        on("Mon 2027-03-29"),
        on("Tue 2027-04-27"),
        on("Thu 2027-05-06"),
        on("Mon 2027-05-17"),
    ]


def test_r06_good_friday_is_a_working_day_unless_the_studio_wants_it() -> None:
    good_friday = ClosedDay(on("Fri 2027-03-26"), Text("Goede vrijdag", "Good Friday"))
    assert good_friday not in propose_closed_days(2027)
    assert good_friday in propose_closed_days(2027, exclude=())


@pytest.mark.parametrize(
    ("year", "day"),
    [(2026, "Mon 2026-04-27"), (2027, "Tue 2027-04-27"), (2030, "Sat 2030-04-27"), (2031, "Sat 2031-04-26")],
)
def test_r06_koningsdag_moves_from_sunday_to_saturday(year: int, day: str) -> None:
    assert [closed.day for closed in propose_closed_days(year) if closed.name.nl == "Koningsdag"] == [on(day)]


@pytest.mark.parametrize(
    ("year", "free"), [(2026, False), (2029, False), (2030, True), (2031, False), (2035, True)]
)
def test_r06_liberation_day_is_free_in_lustrum_years_only(year: int, free: bool) -> None:
    assert any(closed.name.nl == "Bevrijdingsdag" for closed in propose_closed_days(year)) is free


@pytest.mark.parametrize(
    ("year", "day"), [(2026, "Sat 2026-10-03"), (2027, "Mon 2027-10-04"), (2028, "Tue 2028-10-03")]
)
def test_r06_relief_of_leiden_moves_from_sunday_to_monday(year: int, day: str) -> None:
    assert relief_of_leiden(year) == on(day)


def test_r06_relief_of_leiden_is_proposed_only_when_asked_for() -> None:
    relief = ClosedDay(on("Mon 2027-10-04"), Text("Leidens Ontzet", "Relief of Leiden"))
    assert relief not in propose_closed_days(2027)
    assert relief in propose_closed_days(2027, leidens_ontzet=True)


def test_r06_two_holidays_on_one_day_are_one_closed_day() -> None:
    day = [closed.name for closed in propose_closed_days(2005) if closed.day == on("Thu 2005-05-05")]
    assert day == [Text("Bevrijdingsdag; Hemelvaartsdag", "Ascension Day; Liberation Day")]

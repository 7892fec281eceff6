"""The support page: how to reach the desk, and what it promises at this very moment (R6)."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask

from projectie.database import db, transaction
from projectie.people.models import Person
from projectie.terms.closed_days import propose_ahead
from projectie.terms.models import Studio
from tests.terms.drafts import moment
from tests.terms.editor import rows_of
from tests.town import Town, contract
from tests.visitor import Page, Visitor, words

LEIDEN = ZoneInfo("Europe/Amsterdam")
MONDAY, FRIDAY, GOOD_FRIDAY = (2026, 11, 23), (2026, 11, 27), (2027, 3, 26)
Visit = Callable[..., Visitor]


@pytest.fixture
def at(visit: Visit, town: Town) -> Callable[..., Page]:
    """Return a way to read the page at a moment in Leiden, as a stranger or as somebody."""
    for year in (2026, 2027):
        propose_ahead(db.session(), date(year, 11, 1), moment(year))

    def read(
        day: tuple[int, int, int],
        hour: int,
        minute: int = 0,
        *,
        language: str = "nl",
        name: str | None = None,
    ) -> Page:
        with time_machine.travel(datetime(*day, hour, minute, tzinfo=LEIDEN), tick=False):
            return visit(name, language).get(f"/{language}/")

    return read


def _phone(page: Page) -> str:
    return " ".join(words(e) for e in page.all("p") if e.get("class") in {"open-now", "closed-now"})


def _promise(page: Page) -> str:
    return words(page.one("div", class_="promise")).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("day", "hour", "minute", "said"),
    [
        (MONDAY, 9, 59, "De telefoon is nu dicht. We nemen weer op vanaf vandaag 10:00 uur (CET). Mailen kan altijd."),
        (MONDAY, 10, 0, "We nemen nu de telefoon op. Tot 18:00 uur (CET). Daarna weer vanaf morgen, dinsdag 24 november 2026, 10:00 uur (CET)."),
        (MONDAY, 17, 59, "We nemen nu de telefoon op."),
        (MONDAY, 18, 0, "De telefoon is nu dicht. We nemen weer op vanaf morgen, dinsdag 24 november 2026, 10:00 uur (CET)."),
        (FRIDAY, 18, 0, "We nemen weer op vanaf maandag 30 november 2026, 10:00 uur (CET)."),
        (GOOD_FRIDAY, 12, 0, "We nemen nu de telefoon op. Tot 18:00 uur (CET). Daarna weer vanaf dinsdag 30 maart 2027, 10:00 uur (CEST)."),
        ((2027, 3, 29), 12, 0, "De telefoon is nu dicht. We nemen weer op vanaf morgen, dinsdag 30 maart 2027, 10:00 uur (CEST)."),
    ],
)  # fmt: skip
def test_the_phone_is_open_or_closed_with_the_next_opening_in_the_true_zone(
    at: Callable[..., Page], day: tuple[int, int, int], hour: int, minute: int, said: str
) -> None:
    assert said in _phone(at(day, hour, minute))


def test_the_phone_in_english(at: Callable[..., Page]) -> None:
    assert _phone(at(MONDAY, 20, language="en")) == (
        "The phone is closed now. We answer it again from tomorrow, Tuesday 24 November 2026, at 10:00 (CET). "
        "You can mail us at any hour."
    )


@pytest.mark.parametrize(
    ("day", "said", "between"),
    [
        (
            MONDAY,
            "uiterlijk woensdag 25 november 2026 15:00 uur (CET)",
            "tussen di 24 nov 15:00 en wo 25 nov 15:00 uur",
        ),
        (
            FRIDAY,
            "uiterlijk dinsdag 1 december 2026 15:00 uur (CET)",
            "tussen ma 30 nov 15:00 en di 1 dec 15:00 uur",
        ),
        (
            GOOD_FRIDAY,
            "uiterlijk woensdag 31 maart 2027 15:00 uur (CEST)",
            "tussen di 30 mrt 15:00 en wo 31 mrt 15:00 uur",
        ),
    ],
)
def test_r06_a_request_mailed_at_three_is_promised_an_answer_at_a_moment(
    at: Callable[..., Page], day: tuple[int, int, int], said: str, between: str
) -> None:
    promise = _promise(at(day, 15))
    assert said in promise
    assert between in promise
    assert "Dat is 24 tot 48 uur, geteld op werkdagen." in promise


def test_r06_a_promise_at_midnight_is_the_end_of_a_day(at: Callable[..., Page]) -> None:
    assert "by Wednesday 25 November 2026 24:00 (CET)" in _promise(at((2026, 11, 24), 0, language="en"))


def test_r06_whoever_looks_sees_which_days_counted_and_why_not(at: Callable[..., Page]) -> None:
    assert rows_of(at(GOOD_FRIDAY, 15), class_="counted") == [
        ["vrijdag 26 maart 2027", "telt mee vanaf je mail", "9:00"],
        ["zaterdag 27 maart 2027", "overgeslagen: geen werkdag", "0:00"],
        ["zondag 28 maart 2027", "overgeslagen: geen werkdag", "0:00"],
        ["maandag 29 maart 2027", "overgeslagen: Tweede paasdag", "0:00"],
        ["dinsdag 30 maart 2027", "telt helemaal mee", "24:00"],
        ["woensdag 31 maart 2027", "telt mee tot de tijd vol is", "15:00"],
    ]
    assert "Samen48:00" in _promise(at(GOOD_FRIDAY, 15))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_there_are_three_ways_in(visit: Visit, language: str) -> None:
    page = visit().get(f"/{language}/")
    ways = page.one("section", class_="ways")
    links = [e.get("href") for e in ways.iter("a")]
    form = "/nl/aanvraag" if language == "nl" else "/en/request"
    assert links == [
        form,
        "mailto:support@projectie.com",
        "mailto:spoed@projectie.com",
        "tel:+31715138985",
        "/portal/calls/new",
        f"{form}?kind=question",
    ]
    assert "10:00–18:00" in words(ways)


def test_another_studio_has_its_own_ways_in(visit: Visit, town: Town) -> None:
    with transaction() as session:
        studio = session.get_one(Studio, 1)
        studio.support_address, studio.phone, studio.zone = (
            "help@other.example",
            "+1 212 555 0100",
            "America/New_York",
        )
    page = visit().get("/en/")
    assert "help@other.example" in page.text
    assert "+1 212 555 0100" in page.text
    assert "projectie.com" not in words(page.one("section", class_="ways")).replace(
        "spoed@projectie.com", ""
    ).replace("info@projectie.com", "")
    assert "(EST)" in page.text or "(EDT)" in page.text


def test_the_next_closed_days_are_named(at: Callable[..., Page]) -> None:
    page = at((2026, 12, 24), 12)
    section = next(e for e in page.all("section") if e.get("aria-labelledby") == "closed-title")
    assert [words(e) for e in section.iter("dt")] == [
        "vrijdag 25 december 2026",
        "vrijdag 1 januari 2027",
        "maandag 29 maart 2027",
        "dinsdag 27 april 2027",
        "donderdag 6 mei 2027",
    ]


def test_r04_a_client_sees_which_column_is_theirs(visit: Visit) -> None:
    page = visit("lotte").get("/nl/")
    own = [words(e) for e in page.all("th", class_="yours")]
    assert own == ["On Demand + jouw abonnement"]
    assert [words(e) for e in page.all("td", class_="yours")] == [
        "Ja",
        "Ja, onder voorwaarde 1",
        "Ja",
        "Inbegrepen",
    ]
    abby = visit("abby", "en").get("/en/")
    assert [words(e) for e in abby.all("th", class_="yours")] == ["On Demand your contract"]


@pytest.mark.parametrize("name", [None, "daan", "mara"])
def test_r04_no_column_is_theirs_without_a_contract(visit: Visit, name: str | None) -> None:
    assert visit(name).get("/nl/").all("th", class_="yours") == []


def test_r04_a_contract_that_ended_marks_nothing(visit: Visit, town: Town) -> None:
    with transaction() as session:
        session.execute(db.text("UPDATE contract SET ends_on = '2026-02-01'"))
    assert visit("lotte").get("/nl/").all("th", class_="yours") == []
    with transaction() as session:
        contract(session, town.leiden.id, "no_such_tier", date(2026, 2, 2))
    assert visit("lotte").get("/nl/").all("th", class_="yours") == []


def test_the_page_leads_to_the_terms_and_to_the_sign_in(visit: Visit) -> None:
    stranger, client = visit().get("/nl/"), visit("lotte").get("/nl/")
    assert stranger.all("a", href="/nl/voorwaarden")
    assert stranger.all("a", href="/login", class_="button")
    assert client.all("a", href="/login") == []


def test_a_demo_desk_tells_nobody_its_sign_ins_on_the_page(app: Flask, visit: Visit) -> None:
    app.config["DEMO"] = True
    try:
        page = visit().get("/nl/")
    finally:
        app.config["DEMO"] = False
    assert "projectie-demo" not in page.html
    assert "projectie.example" not in page.html


def test_reading_the_page_costs_few_statements(visit: Visit, town: Town) -> None:
    assert len(visit().get("/nl/").statements) <= 6
    assert len(visit("lotte").get("/nl/").statements) <= 8
    assert db.session.get(Person, town.lotte.id) is not None


def test_the_front_door_leads_to_the_readers_language(visit: Visit) -> None:
    assert visit().get("/", follow=False).location == "/nl/"
    assert visit().get("/", follow=False, headers={"Accept-Language": "en-GB"}).location == "/en/"

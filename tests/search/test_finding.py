"""Finding tickets on both databases: words, conditions, permissions."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from projectie.database import db, is_sqlite, transaction
from projectie.people.models import Organisation, Person
from projectie.search.asked import understood
from projectie.search.filling import fill
from projectie.search.finding import PAGE, find
from projectie.search.models import SearchDue
from projectie.tickets import conversation
from projectie.tickets.models import Column, Message, Ticket
from tests.post import letter, receive
from tests.tickets.boards import card
from tests.town import Town, Townsman
from tests.visitor import Visitor

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LOTTE = "Lotte Bakker <lotte@bakkerij-leiden.example>"
ABBY = "Abby Jansen <abby@kueste.example>"


@pytest.fixture
def post(app: Flask, town: Town) -> Callable[..., int]:
    """Return a way to mail a request; its number comes back."""

    def post(subject: str, body: str = "", from_: str = LOTTE, at: datetime | None = None) -> int:
        received = receive(app, letter(from_=from_, subject=subject, body=body, proven=True), at=at)
        assert received.ticket
        return received.ticket

    return post


def _found(asked: str, reader: Townsman, below: int | None = None) -> list[int]:
    fill()
    person = db.session.get_one(Person, reader.id)
    return [row.number for row in find(db.session(), understood(asked), person, AMSTERDAM, below).rows]


def test_words_are_found_in_any_form_accent_and_beginning(town: Town, post: Callable[..., int]) -> None:
    number = post("Storingen in het café", "De facturen kloppen niet. The invoices are wrong.")
    other = post("Iets anders", "Helemaal leeg")
    for asked in (
        "storing ",
        "cafe ",
        "CAFÉ ",
        "factuur ",
        "invoice ",
        "fact",
        "klop",
        "lotte storing ",
        "bakkerij ",
    ):
        assert number in _found(asked, town.daan), asked
    assert _found("storing leeg ", town.daan) == []
    assert _found("leeg ", town.daan) == [other]


def test_words_in_a_row_and_words_left_out(town: Town, post: Callable[..., int]) -> None:
    one = post("Vraag", "de homepage laadt traag")
    two = post("Vraag", "traag laadt de homepage")
    assert _found('"homepage laadt traag"', town.daan) == [one]
    assert _found("homepage ", town.daan) == [two, one]
    assert _found('homepage -"laadt traag" ', town.daan) == [two]


def test_conditions_narrow_a_search_down(town: Town, post: Callable[..., int]) -> None:
    early = post("Banner", at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    late = post("Banner", from_=ABBY, at=datetime(2026, 11, 20, 23, 30, tzinfo=UTC))  # the 21st in Leiden
    with transaction() as session:
        session.get_one(Ticket, early).column = Column.DONE
    assert _found("banner client:bakkerij ", town.daan) == [early]
    assert _found("client:kuste", town.daan) == [late]
    assert _found("banner from:abby@ ", town.daan) == [late]
    assert _found("is:open", town.daan) == [late]
    assert _found("banner is:done", town.daan) == [early]
    assert _found("banner before:2026-11-21", town.daan) == [early]
    assert _found("banner after:21-11-2026", town.daan) == [late]


def test_a_client_finds_their_own_requests_and_never_a_note(town: Town, post: Callable[..., int]) -> None:
    number = post("Nieuwsbrief", "met een foto")
    post("Nieuwsbrief", "of the shipyard", from_=ABBY)
    conversation.add_note(
        number, "Geheimwoord over de klant", _person(town.daan), datetime(2026, 11, 3, tzinfo=UTC)
    )
    assert _found("nieuwsbrief ", town.lotte) == [number]
    assert _found("geheimwoord ", town.daan) == [number]
    assert _found("geheimwoord ", town.lotte) == []
    assert _found("foto ", town.lotte) == [number]


def test_whatever_changes_is_found_by_its_new_words(town: Town, post: Callable[..., int]) -> None:
    number = post("Oud onderwerp", "tekst")
    fill()
    with transaction() as session:
        session.get_one(Ticket, number).subject = "Vers onderwerp"
        session.get_one(Organisation, town.leiden.id).name = "Banketzaak Rijn"
    assert _found("vers banketzaak ", town.daan) == [number]
    assert _found("oud ", town.daan) == []
    with transaction() as session:
        session.delete(session.scalars(select(Message)).one())
    assert _found("tekst ", town.daan) == []


def test_pages_hold_so_many_and_go_on(town: Town, app: Flask) -> None:
    numbers = [card(town, subject=f"Reeks {nth}") for nth in range(PAGE + 3)]
    first = _found("reeks ", town.daan)
    assert first == numbers[: -PAGE - 1 : -1]
    assert _found("reeks ", town.daan, first[-1]) == numbers[2::-1]


def test_every_trigger_hangs_after_all_migrations(app: Flask) -> None:
    from projectie.migrations.search_triggers import WATCHED

    catalogue = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if is_sqlite(db.session())
        else "SELECT tgname FROM pg_trigger"
    )
    assert {f"search_{name}" for name, *_ in WATCHED} <= set(db.session.scalars(text(catalogue)))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_shows_where_the_words_stand(
    town: Town, post: Callable[..., int], visit: Callable[..., Visitor], language: str
) -> None:
    number = post("Webwinkel", "Sinds gisteren zijn alle afbeeldingen weg uit de webwinkel.")
    page = visit("daan", language).get("/desk/search?q=afbeelding+webwinkel")
    assert f"#{number}" in page.text
    assert [mark.text for mark in page.all("mark")] == ["afbeeldingen", "webwinkel"]
    assert (
        db.session.scalar(select(func.count()).select_from(SearchDue)) == 0
    )  # found though nothing had filled it


def test_a_number_goes_straight_to_its_ticket(
    post: Callable[..., int], visit: Callable[..., Visitor]
) -> None:
    number = post("Vraag")
    page = visit("daan").get(f"/desk/search?q=%23{number}", follow=False)
    assert page.location == f"/desk/tickets/{number}"


@pytest.mark.parametrize(
    "asked", ['a"b', "AND", "(", "x OR", "*", "-foo", "is:", "before:nu", "~x", "'; DROP", "\x00"]
)
def test_nothing_that_is_typed_breaks_the_page(
    post: Callable[..., int], visit: Callable[..., Visitor], asked: str
) -> None:
    post("Vraag")
    page = visit("daan").get(f"/desk/search?q={quote(asked)}")
    assert page.status == 200


def _person(townsman: Townsman) -> Person:
    return db.session.get_one(Person, townsman.id)

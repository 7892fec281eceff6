"""A ticket in a line: what the tokens mean, what is made, and that nothing typed is lost."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from projectie.database import db
from projectie.mail.models import OutgoingLetter
from projectie.tickets.models import Column, Ticket
from projectie.tickets.priority import Priority
from projectie.tickets.quick_line import Fault, Known, Line, LineError, read
from tests.tickets.boards import order, ticket
from tests.town import Town
from tests.visitor import Visitor, words

Visit = Callable[..., Visitor]
KNOWN = Known(
    staff={1: "Mara Visser", 2: "Daan de Boer", 3: "Daniëlle Kok"},
    clients={7: "Bakkerij De Zon", 8: "Bakkerij Leiden", 9: "Küste Werft GmbH"},
    me=2,
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Formulier stuk", Line("Formulier stuk")),
        ("Formulier stuk @mara !hoog client:kuste", Line("Formulier stuk", 1, Priority.HIGH, 9)),
        ("@me !Low Formulier", Line("Formulier", 2, Priority.LOW)),
        ('klant:"bakkerij leiden" Taart', Line("Taart", client=8)),
        ("client:zon @daniel brood !kritiek", Line("brood", 3, Priority.CRITICAL, 7)),
        ("Mail naar info@zon.nl, kosten 3 @ 5 euro!", Line("Mail naar info@zon.nl, kosten 3 @ 5 euro!")),
        ("Site plat !!!", Line("Site plat !!!")),
    ],
)
def test_a_line_says_what_who_how_urgent_and_whose(text: str, line: Line) -> None:
    assert read(text, KNOWN) == line


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("@mara", Fault.EMPTY),
        ("x @jan", Fault.NOBODY),
        ("x @da", Fault.COLLEAGUES),
        ("x !soon", Fault.PRIORITY),
        ("x client:slager", Fault.NO_CLIENT),
        ("x client:bakkerij", Fault.CLIENTS),
        ("x !high !low", Fault.TWICE),
    ],
)
def test_a_token_that_fits_nothing_or_too_much_is_named(text: str, fault: Fault) -> None:
    with pytest.raises(LineError) as refused:
        read(text, KNOWN)
    assert refused.value.fault is fault


@given(st.text(max_size=60))
def test_any_line_is_read_or_refused_in_words(text: str) -> None:
    with suppress(LineError):
        assert read(text, KNOWN).subject


def newest() -> Ticket:
    db.session.rollback()
    return db.session.scalars(select(Ticket).order_by(Ticket.number.desc())).first() or ticket(0)


def test_a_ticket_is_made_in_its_column_and_no_letter_goes_out(town: Town, visit: Visit) -> None:
    daan = visit("daan", language="en")
    page = daan.get("/desk/tickets/new?column=triaged")
    assert words(page.one("h1")) == "New ticket in Triaged"
    typed = {"line": "Formulier stuk @me !high client:leiden", "column": "triaged"}
    done = daan.post("/desk/tickets/new?priority=high", typed)
    made = newest()
    assert done.location.endswith(f"/desk/board?priority=high&column=triaged#card-{made.number}")
    assert (made.subject, made.column, made.assignee_id) == ("Formulier stuk", Column.TRIAGED, town.daan.id)
    assert (made.priority, made.organisation_id, made.requester_id) == (
        Priority.HIGH,
        town.leiden.id,
        town.lotte.id,
    )
    assert made.response_by is None
    assert db.session.scalars(select(OutgoingLetter)).first() is None
    assert "Chosen when it was added on the board." in daan.get(f"/desk/tickets/{made.number}").text


def test_with_a_script_the_card_comes_back_and_a_slip_is_said(town: Town, visit: Visit) -> None:
    del town
    daan = visit("daan", language="en")
    done = daan.post("/desk/tickets/new", {"line": "Taart", "column": "new"}, htmx=True)
    number = str(newest().number)
    assert done.one("li", data_ticket=number) is not None
    assert f"Added #{number} Taart to New." in done.text
    slip = daan.post("/desk/tickets/new", {"line": "Taart @jan", "column": "new"}, htmx=True)
    assert (slip.status, "No colleague is called “jan”" in slip.text) == (422, True)
    opened = daan.post("/desk/tickets/new", {"line": "Brood", "column": "new", "then": "open"}, htmx=True)
    assert opened.location.endswith(f"/desk/tickets/{newest().number}")


def test_a_slip_keeps_what_was_typed_and_a_column_that_is_none_is_refused(town: Town, visit: Visit) -> None:
    del town
    daan = visit("daan", language="en")
    slip = daan.post("/desk/tickets/new", {"line": "Taart !soon", "column": "planned"})
    assert (slip.status, slip.one("input", id="line").get("value")) == (422, "Taart !soon")
    assert slip.one("input", id="column").get("value") == "planned"
    for column in ("done", "", "x"):
        assert daan.post("/desk/tickets/new", {"line": "Taart", "column": column}).status == 422
    assert order(Column.PLANNED) == []

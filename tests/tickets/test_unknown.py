"""A sender nobody knows: assigned in one step, made a contact or a client by a manager (R32, section 8)."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.database import db
from projectie.people.models import MailDomain, Organisation, Person
from projectie.tickets.likeness import Known, likely, name_from
from projectie.tickets.models import Ticket
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Visitor

BAKERY = Known(1, "Bakkerij Leiden B.V.", ("bakkerij-leiden.example",))
WERFT = Known(2, "Küste Werft GmbH", ("kueste.example",))


@pytest.mark.parametrize(
    ("address", "name", "found"),
    [
        ("x@bakkerijleiden.example", "X", [BAKERY]),
        ("x@shop.bakkerij-leiden.example", "X", [BAKERY]),
        ("x@bakkerij-leiden.co.uk", "X", [BAKERY]),
        ("x@bakkerij-le1den.example", "X", [BAKERY]),
        ("bakkerijleiden@gmail.com", "X", [BAKERY]),
        ("x@gmail.com", "Küste Werft", [WERFT]),
        ("x@gmail.com", "Jan", []),
        ("x@drukker.example", "Bakkerij Leiden", []),
        ("", "", []),
    ],
)
def test_r32_a_resemblance_is_proposed(address: str, name: str, found: list[Known]) -> None:
    assert list(likely(address, name, [BAKERY, WERFT])) == found


@pytest.mark.parametrize(
    ("address", "name", "expected"),
    [
        ("x@drukkerij-smit.nl", "Piet", "Drukkerij Smit"),
        ("x@mail.smit.co.uk", "Piet", "Smit"),
        ("x@gmail.com", "Piet Smit", "Piet Smit"),
        ("x@localhost", "Piet", "Localhost"),
    ],
)
def test_a_client_is_called_by_its_domain(address: str, name: str, expected: str) -> None:
    assert name_from(address, name) == expected


def unknown(app: Flask, from_: str = "Piet Smit <piet@drukkerij-smit.example>") -> int:
    """Return a ticket of somebody nobody knows."""
    number = receive(app, letter(from_=from_, proven=True)).ticket
    assert number is not None
    return number


def ticket_of(number: int) -> Ticket:
    """Return the ticket as it is now."""
    db.session.rollback()
    return db.session.get_one(Ticket, number, populate_existing=True)


def test_r32_staff_assign_it_in_one_step_to_the_client_it_resembles(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    number = unknown(app, "Joost <joost@bakkerijleiden.example>")
    daan, address = visit("daan", "nl"), f"/desk/tickets/{number}"
    page = daan.get(address)
    assert "Toewijzen aan Bakkerij Leiden" in page.text
    assert "Een manager kan de afzender contactpersoon maken" in page.text
    assert "Maak van deze afzender een klant" not in page.text
    assert daan.post(f"{address}/client", {"client": str(town.leiden.id), "as_of": "9"}).status == 409
    assert daan.post(f"{address}/client", {"client": "", "as_of": "1"}).status == 422
    assert daan.post(f"{address}/client", {"client": str(town.leiden.id), "as_of": "1"}).status == 303
    assert ticket_of(number).organisation_id == town.leiden.id
    assert "Afzender is nog geen contactpersoon" in daan.get(address).text
    assert daan.get(f"/manage/tickets/{number}/contact").status == 404
    again = receive(app, letter(from_="joost@bakkerijleiden.example", proven=True, body="meer"))
    assert db.session.get_one(Ticket, again.ticket).organisation_id is None, "only this ticket was assigned"


def test_r32_a_manager_adds_the_sender_as_a_contact(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    number = unknown(app, "Joost <joost@gmail.com>")
    mara, path = visit("mara", "nl"), f"/manage/tickets/{number}/contact"
    assert mara.get(path).status == 200
    typed = {"organisation": str(town.leiden.id), "contact": "Joost Oven", "language": "nl"}
    assert mara.post(path, typed | {"organisation": "0"}).status == 422
    assert mara.post(path, typed).status == 303
    person = db.session.scalars(select(Person).where(Person.email == "joost@gmail.com")).one()
    ticket = ticket_of(number)
    assert (ticket.organisation_id, ticket.requester_id) == (town.leiden.id, person.id)
    assert person.password_hash is None
    assert "maakte de afzender contactpersoon" in mara.get(f"/desk/tickets/{number}").text
    again = receive(app, letter(from_="joost@gmail.com", proven=True, body="meer"))
    assert db.session.get_one(Ticket, again.ticket).organisation_id == town.leiden.id
    assert mara.get(path).status == 404, "there is nothing to ask any more"


def test_r32_a_manager_makes_a_client_of_the_sender(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    number = unknown(app)
    mara, path = visit("mara", "nl"), f"/manage/tickets/{number}/client"
    page = mara.get(path)
    assert page.one("input", name="name").attrib["value"] == "Drukkerij Smit"
    assert page.one("textarea", name="domains").text == "drukkerij-smit.example"
    typed = {
        "name": "Drukkerij Smit",
        "contact": "Piet Smit",
        "country": "NL",
        "language": "nl",
        "domains": "drukkerij-smit.example",
        "hosting": "studio",
        "studio_mail": "no",
    }
    refused = mara.post(path, typed | {"domains": "gmail.com"})
    assert refused.status == 422
    assert "Iedereen kan een adres" in refused.text
    assert mara.post(path, typed | {"name": town.leiden.name}).status == 422
    assert mara.post(path, typed).status == 303
    made = db.session.scalars(select(Organisation).where(Organisation.name == "Drukkerij Smit")).one()
    ticket = ticket_of(number)
    assert ticket.organisation_id == made.id
    assert ticket.requester_id is not None
    assert db.session.get_one(MailDomain, "drukkerij-smit.example").organisation_id == made.id


def test_r32_a_free_mail_domain_is_not_proposed_as_a_clients(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    page = visit("mara", "nl").get(f"/manage/tickets/{unknown(app, 'Piet <piet@gmail.com>')}/client")
    assert (page.one("textarea", name="domains").text or "").strip() == ""
    assert page.one("input", name="name").attrib["value"] == "Piet"


@pytest.mark.parametrize(
    "address",
    ["x@shop.bakkerij-leiden.example", "x@bakkerij-leiden.example.evil.example", "x@bakkerij-lei­den.example"],
)
def test_r32_a_domain_below_or_like_a_clients_is_not_theirs(app: Flask, town: Town, address: str) -> None:
    assert ticket_of(unknown(app, address)).organisation_id is None

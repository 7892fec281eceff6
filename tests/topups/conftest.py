"""A payment provider on this machine, and a bank account."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from pytest_httpserver import HTTPServer
from sqlalchemy.orm import Session

from projectie.database import transaction
from projectie.people.models import Organisation
from projectie.topups import account, paying, selling
from projectie.topups.account import BankAccount
from projectie.topups.selling import Sale
from tests.topups.mollie import KEY, Mollie
from tests.town import Client, Town

ACCOUNT = BankAccount("NL91ABNA0417164300", "Studio Projectie B.V.")


@pytest.fixture(scope="package")
def office() -> Iterator[HTTPServer]:
    """Return the server of the provider: to close one takes half a second."""
    with HTTPServer(host="127.0.0.1") as server:
        yield server


@pytest.fixture
def mollie(app: Flask, office: HTTPServer) -> Iterator[Mollie]:
    """Return a stand-in that the desk pays by."""
    before = app.config["SETTINGS"]
    office.clear()
    if not office.is_running():  # a test let it be away
        office.start()
    standing_in = Mollie(office)
    standing_in.listen()
    app.config["SETTINGS"] = replace(before, mollie_api_key=KEY, mollie_api_url=standing_in.url)
    paying._kept.clear()
    yield standing_in
    app.config["SETTINGS"] = before


@pytest.fixture(autouse=True)
def bank(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the studio an account."""

    def read(session: Session) -> BankAccount:
        del session
        return ACCOUNT

    monkeypatch.setattr(account, "_readers", [read])


@pytest.fixture(autouse=True)
def addressed(request: pytest.FixtureRequest) -> None:
    """Let both clients be known by their address: without one nobody buys (R24)."""
    if "town" in request.fixturenames:
        town: Town = request.getfixturevalue("town")
        for client in (town.leiden, town.abroad):
            address(client, "Nieuwe Rijn 1", "Leiden")


def address(client: Client, street: str, city: str) -> None:
    """Keep that as a client's address."""
    with transaction() as session:
        row = session.get_one(Organisation, client.id)
        row.street, row.city = street, city


@pytest.fixture
def sales(monkeypatch: pytest.MonkeyPatch) -> list[Sale]:
    """Return the sales that are told of."""
    told: list[Sale] = []
    monkeypatch.setattr(selling, "_invoicers", [lambda _session, sale, _now: told.append(sale)])
    return told

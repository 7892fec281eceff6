"""Who there is on a desk to measure: the demo sign-ins, a few colleagues, and two hundred clients."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from projectie.commands.bench.case import CLIENTS, EPOCH, YEARS, Client
from projectie.commands.demo.cast import PASSWORD, STAFF
from projectie.contracts.models import Contract
from projectie.people.actions import new_person
from projectie.people.models import Hosting, MailDomain, Organisation, Person, Role
from projectie.people.passwords import hashed

SINCE = EPOCH - 2 * YEARS
TIERS = ("on_demand", "on_demand_plus", "sla")
SIGN_INS = {0: ("client", "colleague"), 1: ("abroad",)}  # people of the first two clients


@dataclass(frozen=True, slots=True)
class People:
    """Who mails and who answers."""

    clients: tuple[Client, ...]
    colleagues: tuple[tuple[int, str], ...]


def gather(session: Session) -> People:
    """Add everybody to the open transaction and return them."""
    password_hash = hashed(PASSWORD)
    colleagues = [_person(f"{local}@projectie.example", name, role, None) for _, local, name, role in STAFF]
    clients = [_client(place) for place in range(CLIENTS)]
    session.add_all([*colleagues, *clients])
    session.flush()
    people = [_person(f"info@{c.domains[0].domain}", f"Klant {c.id:03}", Role.CLIENT, c.id) for c in clients]
    named = [
        _person(f"{local}@projectie.example", local.title(), Role.CLIENT, clients[place].id)
        for place, locals_ in SIGN_INS.items()
        for local in locals_
    ]
    for person in (*colleagues, *named):
        person.password_hash = password_hash
    contracts = [_contract(client.id, place) for place, client in enumerate(clients)]
    session.add_all([*people, *named, *contracts])
    session.flush()
    pairs = zip(clients, people, strict=True)
    return People(
        tuple(Client(client.id, person.id, person.name, person.email) for client, person in pairs),
        tuple((person.id, person.name) for person in colleagues),
    )


def _client(place: int) -> Organisation:
    return Organisation(
        name=f"Klant {place + 1:03}",
        country="DE" if place in SIGN_INS and place else "NL",
        language="nl",
        hosting=Hosting.STUDIO,
        studio_mail=place % 2 == 0,
        created_at=SINCE,
        domains=[MailDomain(domain=f"klant-{place + 1:03}.example")],
    )


def _person(email: str, name: str, role: Role, organisation: int | None) -> Person:
    agrees = role is Role.CLIENT and not email.startswith("colleague@")
    return new_person(
        email=email,
        name=name,
        role=role,
        organisation_id=organisation,
        language="nl",
        may_agree=agrees,
        now=SINCE,
    )


def _contract(organisation: int, place: int) -> Contract:
    tier = TIERS[place % len(TIERS)]
    return Contract(organisation_id=organisation, tier=tier, starts_on=date(2020, 1, 1), ends_on=None)

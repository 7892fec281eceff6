"""Who there is at the demo studio: colleagues, clients with their contracts, and their people."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.headerregistry import Address
from pathlib import Path
from typing import Any

from projectie.contracts.actions import ContractFacts, Share, add_contract, divide_tasks
from projectie.contracts.durations import minutes_in
from projectie.contracts.models import Doer, Duty
from projectie.contracts.priority import Priority
from projectie.contracts.sla import Counts, Times
from projectie.contracts.sla_actions import Agreed, agree
from projectie.people.actions import PersonFacts, add_person, person_of
from projectie.people.models import Hosting, Role
from projectie.people.organisation_actions import OrganisationFacts, add_organisation
from projectie.people.passwords import hashed

PASSWORD = "projectie-demo"  # noqa: S105 (printed for everybody: the demo desk holds nothing real)
CLIENTS = Path(__file__).with_name("clients.toml")
STUDIO_SINCE = 60  # months ago

STAFF = (
    ("mara", "manager", "Mara Visser", Role.MANAGER),
    ("daan", "staff", "Daan de Boer", Role.STAFF),
    ("anne", "anne", "Anne Kuipers", Role.STAFF),
    ("bram", "bram", "Bram Hendriks", Role.STAFF),
    ("noor", "noor", "Noor el Amrani", Role.STAFF),
)


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody of the demo desk."""

    id: int
    name: str
    address: str
    language: str
    signature: str = ""

    @property
    def mailbox(self) -> Address:
        """The name and address that a mail shows."""
        return Address(self.name, addr_spec=self.address)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody by key, and the ids of the clients by key."""

    people: Mapping[str, Character]
    clients: Mapping[str, int]


@dataclass(slots=True)
class Casting:
    """The people and clients being added, each at the moment they came."""

    now: datetime
    password_hash: str = field(default_factory=lambda: hashed(PASSWORD))
    people: dict[str, Character] = field(default_factory=dict)
    clients: dict[str, int] = field(default_factory=dict)

    def colleagues(self) -> None:
        """Add the studio's own people; the first of them, who manages, adds the others."""
        since = self.months_ago(STUDIO_SINCE)
        for key, local, name, role in STAFF:
            facts = PersonFacts(
                f"{local}@projectie.example", name, role, None, may_agree=False, language="nl"
            )
            self.person(key, facts, since, signs_in=True)

    def client(self, told: Mapping[str, Any]) -> None:
        """Add a client with its contract, division of tasks and people."""
        since, by = self.months_ago(told["since"]), self.people["mara"].id
        organisation = add_organisation(_organisation(told), by, since)
        self.clients[told["key"]] = organisation
        ends_on = self.month(told["until"] - 1) - timedelta(days=1) if "until" in told else None
        contract = add_contract(organisation, ContractFacts(told["tier"], since.date(), ends_on), by, since)
        if "sla" in told:
            agree(contract, Agreed(since.date(), dict(_times(told["sla"]))), by, since)
        if "tasks" in told:
            divide_tasks(organisation, dict(_tasks(told["tasks"])), by, since)
        for person in told["person"]:
            signs_in = person.get("signs_in", False)
            self.person(
                person["key"], _person(person, told, organisation), since, signs_in, person["signature"]
            )

    def person(
        self, key: str, facts: PersonFacts, since: datetime, signs_in: bool, signature: str = ""
    ) -> None:
        """Add somebody; raises PeopleError when the address is taken."""
        person = person_of(facts, since)
        person.password_hash = self.password_hash if signs_in else None
        by = self.people["mara"].id if self.people else None
        number = add_person(person, by, since)
        self.people[key] = Character(number, facts.name, facts.email, facts.language, signature)

    def month(self, ago: int) -> date:
        """Return the first day of the month that many months ago."""
        years, month = divmod(self.now.year * 12 + self.now.month - 1 - ago, 12)
        return date(years, month + 1, 1)

    def months_ago(self, months: int) -> datetime:
        """Return a moment at the beginning of that month."""
        return datetime.combine(self.month(months), time(9), UTC)


def gather(now: datetime) -> Cast:
    """Add everybody and return them; raises PeopleError when somebody is there already."""
    casting = Casting(now)
    casting.colleagues()
    told = tomllib.loads(CLIENTS.read_text(encoding="utf-8"))["client"]
    for client in sorted(told, key=lambda client: -client["since"]):
        casting.client(client)
    return Cast(casting.people, casting.clients)


def _organisation(told: Mapping[str, Any]) -> OrganisationFacts:
    return OrganisationFacts(
        name=told["name"],
        country=told["country"],
        language=told["language"],
        domains=tuple(told["domains"]),
        hosting=Hosting.SELF if told.get("self_hosted") else Hosting.STUDIO,
        studio_mail=told.get("studio_mail", False),
    )


def _tasks(told: Mapping[str, str]) -> Iterator[tuple[Duty, Share]]:
    for duty, words in told.items():
        doer, _, contact = words.partition(" ")
        yield Duty(duty), Share(Doer(doer), contact)


def _times(told: Mapping[str, str]) -> Iterator[tuple[Priority, Times]]:
    for priority, words in told.items():
        counts, *lengths = words.split()
        response, resolution = (None if each == "-" else minutes_in(each) for each in lengths)
        yield Priority(priority), Times(Counts(counts), response, resolution)


def _person(person: Mapping[str, Any], told: Mapping[str, Any], organisation: int) -> PersonFacts:
    return PersonFacts(
        email=person.get("email", f"{person['key']}@{told['domains'][0]}"),
        name=person["name"],
        role=Role.CLIENT,
        organisation_id=organisation,
        may_agree=person.get("may_agree", False),
        language=told["language"],
    )

"""The two clients of the drill world and the words that give a leak away, at a time that runs on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from projectie.commands.demo.cast import PASSWORD
from projectie.contracts.actions import ContractFacts, Share, add_contract, divide_tasks
from projectie.contracts.models import Doer, Duty
from projectie.people.actions import PersonFacts, add_person, person_of
from projectie.people.billing_actions import Billing, change_billing
from projectie.people.models import Hosting, Role
from projectie.people.organisation_actions import OrganisationFacts, add_organisation
from projectie.people.passwords import hashed

INTERNAL, COMPLAINT = "uilintern", "kraaiklacht"
A_WHILE = timedelta(hours=1)
BEGUN = 180 * A_WHILE  # before now


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two clients: its word stands in every text that is theirs."""

    key: str
    word: str
    country: str
    language: str
    tier: str

    @property
    def email(self) -> str:
        """The address that signs in."""
        return f"anna@{self.word}.example"

    @property
    def colleague(self) -> str:
        """The address of her colleague, who signs in too."""
        return f"otto@{self.word}.example"


SIDES = (
    Side("a", "zwaluwalfa", "NL", "nl", "on_demand_plus"),
    Side("b", "merelbravo", "DE", "en", "on_demand"),
)


@dataclass(slots=True)
class World:
    """The drill being set up: what time it is, and which colleague does the work."""

    now: datetime
    password_hash: str
    colleague: int

    def passed(self) -> datetime:
        """Let some time pass and return the moment."""
        self.now += A_WHILE
        return self.now


def begin(now: datetime) -> World:
    """Add the studio's people and return the world; raises PeopleError when they are there already."""
    world = World(now - BEGUN, hashed(PASSWORD), 0)
    for name, role in (("manager", Role.MANAGER), ("staff", Role.STAFF)):
        facts = PersonFacts(
            f"{name}@projectie.example", name.title(), role, None, may_agree=False, language="en"
        )
        world.colleague = _person(world, facts, signs_in=True)
    return world


def add_client(world: World, side: Side) -> int:
    """Add a client with its contract, tasks and two people, and return its id."""
    domains = (f"{side.word}.example",)
    facts = OrganisationFacts(
        f"{side.word} & co", side.country, side.language, domains, Hosting.SELF, studio_mail=True
    )
    organisation = add_organisation(facts, world.colleague, world.passed())
    add_contract(organisation, ContractFacts(side.tier, world.now.date(), None), world.colleague, world.now)
    share = Share(Doer.PROVIDER, f"{side.word} hosting, help@{side.word}.example")
    divide_tasks(organisation, {Duty.DNS: share, Duty.MAIL: share}, world.colleague, world.now)
    change_billing(organisation, _billing(side), world.colleague, world.passed())
    for name, agrees in (("anna", True), ("otto", False)):
        person = PersonFacts(
            f"{name}@{side.word}.example",
            f"{name} {side.word}",
            Role.CLIENT,
            organisation,
            agrees,
            side.language,
        )
        _person(world, person, signs_in=True)
    return organisation


def _person(world: World, facts: PersonFacts, *, signs_in: bool) -> int:
    person = person_of(facts, world.now)
    person.password_hash = world.password_hash if signs_in else None
    return add_person(person, None, world.now)


def _billing(side: Side) -> Billing:
    """Return what invoices would say, the word in every text of it."""
    return Billing(
        legal_name=f"{side.word} Beheer", street=f"{side.word}straat 1", postcode="", city=side.word,
        country=side.country, vat_number="", kvk="", purchase_reference=f"PO {side.word}",
        invoice_email=f"billing@{side.word}.example",
    )  # fmt: skip

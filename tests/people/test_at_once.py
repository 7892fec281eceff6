"""Two who do the same at the same moment: one wins, the other hears why, and nothing is half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from projectie.clock.now import now
from projectie.contracts.actions import ContractFacts, add_contract
from projectie.contracts.faults import ContractError
from projectie.contracts.models import Contract
from projectie.database import db, transaction
from projectie.people.actions import PersonFacts, add_person, person_of, set_access
from projectie.people.faults import Fault, PeopleError
from projectie.people.models import Hosting, MailDomain, Person, Role
from projectie.people.organisation_actions import OrganisationFacts, add_organisation
from tests.town import Town


def _at_once(app: Flask, *deeds: Callable[[], object]) -> list[Exception]:
    """Do all deeds at the same moment, each as a process of its own would; return what was refused."""
    start = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> Exception | None:
        with app.app_context():
            start.wait()
            try:
                deed()
            except (PeopleError, ContractError) as error:
                return error
            finally:
                db.session.remove()
        return None

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [error for error in pool.map(do, deeds) if error is not None]


def test_two_managers_who_shut_each_other_out_leave_one(app: Flask, town: Town) -> None:
    with transaction() as session:
        facts = PersonFacts("mo@projectie.example", "Mo", Role.MANAGER, None, may_agree=False, language="nl")
        second = person_of(facts, now())
        session.add(second)
    mo, mara = second.id, town.mara.id
    refused = _at_once(
        app, lambda: set_access(mara, False, mo, now()), lambda: set_access(mo, False, mara, now())
    )
    assert [error.fault for error in refused if isinstance(error, PeopleError)] == [Fault.LAST_MANAGER]
    managers = select(func.count(Person.id)).where(Person.role == Role.MANAGER, Person.active.is_(True))
    assert db.session.scalar(managers) == 1


def test_of_two_contracts_for_the_same_days_one_is_kept(app: Flask, town: Town) -> None:
    with transaction() as session:
        for row in session.scalars(select(Contract)):
            session.delete(row)
    facts = ContractFacts("sla", date(2027, 1, 1), None)
    refused = _at_once(app, *[lambda: add_contract(town.leiden.id, facts, town.mara.id, now())] * 4)
    assert len(refused) == 3
    assert db.session.scalar(select(func.count(Contract.id))) == 1


def test_a_domain_and_an_address_are_given_once(app: Flask, town: Town) -> None:
    def client(name: str) -> Callable[[], object]:
        facts = OrganisationFacts(name, "NL", "nl", ("brood.example",), Hosting.STUDIO, studio_mail=False)
        return lambda: add_organisation(facts, None, now())

    def person() -> int:
        facts = PersonFacts(
            "nina@projectie.example", "Nina", Role.STAFF, None, may_agree=False, language="nl"
        )
        return add_person(person_of(facts, now()), None, now())

    assert len(_at_once(app, client("Een"), client("Twee"), person, person)) == 2
    assert db.session.scalar(select(func.count()).where(MailDomain.domain == "brood.example")) == 1
    assert db.session.scalar(select(func.count()).where(Person.email == "nina@projectie.example")) == 1

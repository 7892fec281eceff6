"""Which tier a client has on a day, and which contracts are about to end."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from projectie.clock.now import now
from projectie.contracts import queries
from projectie.contracts.actions import ContractFacts, Share, add_contract, divide_tasks
from projectie.contracts.faults import ContractError, Fault, Period
from projectie.contracts.models import Doer, Duty
from projectie.database import db, transaction
from projectie.people.models import Organisation
from tests.town import Town, contract

FIRST, LAST = date(2027, 3, 1), date(2027, 3, 31)


def _give(organisation: int, starts: date, ends: date | None, tier: str = "sla") -> int:
    return add_contract(organisation, ContractFacts(tier, starts, ends), None, now())


@pytest.mark.parametrize(
    ("day", "tier"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), "on_demand"),  # the town's contract begins
        (date(2099, 1, 1), "on_demand"),  # and has no end
    ],
)
def test_a_contract_holds_from_its_first_day_on(town: Town, day: date, tier: str | None) -> None:
    assert queries.tier_on(db.session(), town.abroad.id, day) == tier


@pytest.mark.parametrize(
    ("day", "tier"),
    [(FIRST - timedelta(days=1), None), (FIRST, "sla"), (LAST, "sla"), (LAST + timedelta(days=1), None)],
)
def test_first_and_last_day_both_count(town: Town, fresh: int, day: date, tier: str | None) -> None:
    _give(fresh, FIRST, LAST)
    assert queries.tier_on(db.session(), fresh, day) == tier


@pytest.mark.parametrize(
    ("starts", "ends", "refused"),
    [
        (date(2027, 2, 1), date(2027, 2, 28), False),  # the day before
        (date(2027, 2, 1), FIRST, True),  # the first day twice
        (date(2027, 2, 1), None, True),
        (date(2027, 3, 10), date(2027, 3, 20), True),
        (LAST, None, True),  # the last day twice
        (date(2027, 4, 1), None, False),  # the day after
    ],
)
def test_a_client_has_one_contract_on_any_day(
    town: Town, fresh: int, starts: date, ends: date | None, refused: bool
) -> None:
    _give(fresh, FIRST, LAST)
    if not refused:
        _give(fresh, starts, ends)
        return
    with pytest.raises(ContractError) as error:
        _give(fresh, starts, ends)
    assert (error.value.fault, error.value.period) == (Fault.OVERLAP, Period(FIRST, LAST))
    assert len(queries.contracts_of(db.session(), fresh).rows) == 1


def test_a_contract_ends_on_its_first_day_at_the_earliest(town: Town, fresh: int) -> None:
    _give(fresh, FIRST, FIRST)
    with pytest.raises(ContractError) as error:
        _give(fresh, LAST, FIRST)
    assert error.value.fault is Fault.ENDS_BEFORE_START


def test_what_ends_within_thirty_days_is_listed_unless_something_follows(town: Town, fresh: int) -> None:
    today = date(2027, 3, 1)
    with transaction() as session:
        contract(session, fresh, "sla", date(2026, 1, 1), today + timedelta(days=30))
    assert [row.organisation_id for row in queries.ending_soon(db.session(), today).rows] == [fresh]
    assert queries.ending_soon(db.session(), today - timedelta(days=1)).rows == ()
    assert queries.ending_soon(db.session(), today + timedelta(days=31)).rows == ()
    _give(fresh, today + timedelta(days=60), None)
    assert queries.ending_soon(db.session(), today).rows == ()


def test_clients_are_counted_by_the_tier_of_the_day(town: Town, fresh: int) -> None:
    assert queries.clients_by_tier(db.session(), date(2027, 1, 1)) == {
        "on_demand_plus": 1,
        "on_demand": 1,
        None: 1,
    }
    assert queries.clients_by_tier(db.session(), date(2020, 1, 1)) == {None: 3}


def test_clients_are_found_by_name_domain_and_tier(town: Town, fresh: int) -> None:
    def found(words: str = "", tier: str | None = None) -> list[int]:
        return [row.id for row in queries.clients(db.session(), date(2027, 1, 1), words, tier).rows]

    assert found(words="KÜSTE") in ([town.abroad.id], [])  # SQLite folds ASCII alone
    assert found(words="leiden.exa") == [town.leiden.id]
    assert found(tier="on_demand") == [town.abroad.id]
    assert found(tier=queries.WITHOUT) == [fresh]
    assert found(words="%") == []


def test_r5_the_division_of_tasks_is_kept_in_the_order_of_duties(town: Town, fresh: int) -> None:
    shares = {Duty.MAIL: Share(Doer.CLIENT, ""), Duty.BACKUPS: Share(Doer.PROVIDER, "HostPoint")}
    divide_tasks(fresh, shares, None, now())
    kept = queries.tasks_of(db.session(), fresh)
    assert [(task.duty, task.doer, task.contact) for task in kept] == [
        (Duty.BACKUPS, Doer.PROVIDER, "HostPoint"),
        (Duty.MAIL, Doer.CLIENT, ""),
    ]
    divide_tasks(fresh, {Duty.MAIL: Share(Doer.STUDIO, "")}, None, now())
    assert [(task.duty, task.doer) for task in queries.tasks_of(db.session(), fresh)] == [
        (Duty.MAIL, Doer.STUDIO)
    ]


@pytest.fixture
def fresh(town: Town, organisation: Callable[[str], int]) -> int:
    """Return a client without a contract."""
    return organisation("Fresh B.V.")


@pytest.fixture
def organisation() -> Callable[[str], int]:
    """Return a way to add a client who hosts elsewhere."""

    def add(name: str) -> int:
        with transaction() as session:
            row = Organisation(
                name=name, country="NL", language="nl", hosting="self", studio_mail=False, created_at=now()
            )
            session.add(row)
            session.flush()
            return row.id

    return add

"""The ledger: appended once for each key, never changed, and right however many post at once (R19)."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from projectie.clock.now import now
from projectie.credits.balance import balance_of, balances
from projectie.credits.check import wrong_entries, wrong_removals
from projectie.credits.models import EntryKind, LedgerEntry
from projectie.credits.posting import KeyTakenError, LedgerError, Posting, post
from projectie.database import MissingError, db, transaction
from tests.commands.conftest import desk
from tests.commands.desks import run, told, wrong
from tests.town import Town

_FIXTURES = (desk,)

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def posted(town: Town, credits_: int, key: str, at: datetime = AT) -> LedgerEntry:
    kind = EntryKind.TOP_UP if credits_ > 0 else EntryKind.CHARGE
    with transaction() as session:
        return post(session, Posting(town.leiden.id, kind, credits_, DAY, key), at)


def test_r19_the_balance_is_the_sum_at_any_moment(app: Flask, town: Town) -> None:
    for hour, credits_ in enumerate((10, -3, -9)):
        posted(town, credits_, f"k{hour}", AT + timedelta(hours=hour))
    session = db.session()
    assert balance_of(session, town.leiden.id) == -2
    assert balance_of(session, town.leiden.id, AT + timedelta(minutes=90)) == 7
    assert balance_of(session, town.leiden.id, AT - timedelta(1)) == 0
    assert balances(session) == {town.leiden.id: -2}


def test_r19_the_same_key_is_the_same_entry_and_another_deed_is_refused(app: Flask, town: Town) -> None:
    assert posted(town, -3, "once").id == posted(town, -3, "once").id
    with pytest.raises(KeyTakenError):
        posted(town, -4, "once")
    assert balance_of(db.session(), town.leiden.id) == -3


@pytest.mark.parametrize("credits_", [0, 1_000_001, -1_000_001])
def test_r19_no_credits_or_absurdly_many_are_refused(app: Flask, town: Town, credits_: int) -> None:
    with pytest.raises(LedgerError):
        posted(town, credits_, "odd")


def test_a_client_that_is_not_there_has_no_ledger(app: Flask, town: Town) -> None:
    with pytest.raises(MissingError), transaction() as session:
        post(session, Posting(9999, EntryKind.CHARGE, -1, DAY, "nobody"), AT)


@pytest.mark.parametrize("deed", ["UPDATE ledger_entry SET credits = 1", "DELETE FROM ledger_entry"])
def test_r19_the_database_itself_refuses_to_change_an_entry(app: Flask, town: Town, deed: str) -> None:
    posted(town, -3, "kept")
    with pytest.raises(DatabaseError), transaction() as session:
        session.execute(text(deed))
    assert balance_of(db.session(), town.leiden.id) == -3


def test_r19_twenty_who_post_at_once_give_the_exact_sum(app: Flask, town: Town) -> None:
    def work(place: int) -> None:
        with app.app_context():
            for each in range(5):
                posted(town, -1, f"{place}.{each}", now())
            db.session.remove()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session = db.session()
    assert balance_of(session, town.leiden.id) == -100
    assert list(wrong_entries(session)) == []


def test_r19_a_changed_past_is_noticed(app: Flask, town: Town) -> None:
    first = posted(town, 10, "a")
    with transaction() as session:
        forged = replace(
            Posting(town.leiden.id, EntryKind.CHARGE, -4, DAY, "b"), reverses=first.id, why="too much back"
        )
        post(session, forged, AT)
        post(session, replace(forged, key="c", credits=-8), AT)
    assert len(list(wrong_removals(db.session()))) == 1
    with transaction() as session:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("DROP TRIGGER keep_ledger_entry_update"))
        else:
            session.execute(text("DROP TRIGGER keep_ledger_entry_update ON ledger_entry"))
        session.execute(text("UPDATE ledger_entry SET why = 'x' WHERE key = 'b'"))
    assert list(wrong(app)) == ["ledger"]


def test_the_ledger_by_command(desk: Flask, town: Town) -> None:
    charge = ("ledger", "charge", "--org", str(town.leiden.id), "--credits", "4", "--key", "k", "--json")
    entry = told(desk, *charge)
    assert told(desk, *charge) == entry
    shown = told(desk, "ledger", "show", "--org", str(town.leiden.id), "--json")
    assert shown == {"balance": -4, "entries": [entry]}
    assert (entry["credits"], entry["key"], entry["balance_after"]) == (-4, "k", -4)


REFUSED: list[tuple[tuple[str, ...], int]] = [
    (("ledger", "charge", "--org", "1", "--credits", "0", "--key", "k"), 2),
    (("ledger", "charge", "--org", "1", "--credits", "1.5", "--key", "k"), 2),
    (("ledger", "charge", "--org", "99", "--credits", "1", "--key", "k"), 1),
    (("ledger", "charge", "--org", "1", "--credits", "1", "--key", " "), 2),
    (("ledger", "show", "--org", "99"), 1),
]


@pytest.mark.parametrize(("command", "code"), REFUSED)
def test_odd_commands_are_refused_with_a_sentence(
    desk: Flask, town: Town, command: tuple[str, ...], code: int
) -> None:
    answer = run(desk, *command)
    assert answer.exit_code == code
    assert answer.stderr


def test_the_check_says_that_the_ledger_is_right(desk: Flask, town: Town) -> None:
    posted(town, 3, "k")
    assert run(desk, "credits", "check").output == "The ledger is right.\n"

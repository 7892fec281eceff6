"""Twenty people write at once: each in turn, nobody is refused."""

from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from flask import Flask

from projectie.database import transaction
from projectie.series import Series
from projectie.turns import turn

PEOPLE = 20


def test_whoever_waited_too_long_goes_on_without_a_turn_and_takes_nobodys() -> None:
    lock = Lock()
    with turn(lock) as first, turn(lock, patience=0.01) as second:
        assert (first, second) == (True, False)
    assert not lock.locked()


def test_twenty_deeds_at_once_are_all_done(app: Flask) -> None:
    with transaction() as session:
        session.add(Series(name="turns", last=0))

    def deed(_person: int) -> None:
        with app.app_context(), transaction() as session:
            row = session.get_one(Series, "turns", with_for_update=True)
            row.last += 1

    with ThreadPoolExecutor(PEOPLE) as people:
        list(people.map(deed, range(3 * PEOPLE)))
    with transaction() as session:
        assert session.get_one(Series, "turns").last == 3 * PEOPLE

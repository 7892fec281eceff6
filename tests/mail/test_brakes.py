"""Brakes on what the desk writes by itself (R31): by example, by property, and in the database."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from projectie.database import db, transaction
from projectie.mail.automatic_letters import allowed, sweep
from projectie.mail.brakes import USUAL, Limits, Traffic, mailbox_of, may_write
from projectie.mail.models import AutomaticLetter

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
NAMES = [field.name for field in fields(Limits)]
UNPROVEN = [name for name in NAMES if name.startswith("unproven")]
traffics = st.builds(Traffic, **{name: st.integers(0, 700) for name in NAMES})


def test_r31_an_address_nobody_proved_hears_once_a_day() -> None:
    assert may_write(Traffic(), proven=False)
    assert not may_write(Traffic(unproven_address_a_day=1), proven=False)
    assert may_write(Traffic(unproven_address_a_day=1), proven=True)


@pytest.mark.parametrize("name", NAMES)
def test_r31_every_limit_holds_at_its_figure_and_not_before(name: str) -> None:
    full = Traffic(**{name: getattr(USUAL, name)})
    assert not may_write(full, proven=False)
    assert may_write(full, proven=True) is (name in UNPROVEN)
    assert may_write(replace(full, **{name: getattr(USUAL, name) - 1}), proven=False)


@given(traffics)
def test_r31_who_is_not_proven_never_gets_what_a_proven_client_does_not(traffic: Traffic) -> None:
    assert may_write(traffic, proven=True) or not may_write(traffic, proven=False)


@given(traffics, st.sampled_from(NAMES), st.booleans())
def test_r31_more_traffic_never_frees_the_brakes(traffic: Traffic, name: str, proven: bool) -> None:
    more = replace(traffic, **{name: getattr(traffic, name) + 1})
    assert may_write(traffic, proven=proven) or not may_write(more, proven=proven)


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("Lotte@Bakkerij.example", "lotte@bakkerij.example"),
        ("lotte+een@bakkerij.example", "lotte@bakkerij.example"),
        (" lotte+een+twee@bakkerij.example", "lotte@bakkerij.example"),
        ("+@x.example", "+@x.example"),
        ("geen adres", "@geen adres"),
    ],
)
def test_r31_an_address_counts_as_the_mailbox_it_ends_in(address: str, mailbox: str) -> None:
    assert mailbox_of(address) == mailbox


def _written(address: str, at: datetime, *, proven: bool = False, thread: int | None = None) -> bool:
    with transaction() as session:
        return allowed(session, address, thread, at, proven=proven)


def test_r31_the_day_is_over_after_twenty_four_hours(app: Flask) -> None:
    assert _written("victim@x.example", MONDAY)
    assert not _written("VICTIM+2@x.example", MONDAY + timedelta(hours=23, minutes=59))
    assert _written("other@x.example", MONDAY)
    assert _written("victim@x.example", MONDAY + timedelta(days=1))


def test_r31_all_strangers_together_hear_a_bounded_number_of_times_an_hour(app: Flask) -> None:
    written = [_written(f"v{number}@x.example", MONDAY) for number in range(USUAL.unproven_an_hour + 3)]
    assert written.count(True) == USUAL.unproven_an_hour
    assert _written("lotte@bakkerij.example", MONDAY, proven=True), "a proven client is still answered"
    assert _written("late@x.example", MONDAY + timedelta(hours=1))


def test_r31_a_machine_that_writes_back_under_a_clients_name_is_left_alone(app: Flask) -> None:
    written = [_written("loop@bakkerij.example", MONDAY, proven=True, thread=n) for n in range(40)]
    assert written.count(True) == USUAL.address_an_hour


def test_r31_a_thread_that_goes_round_is_left_alone(app: Flask) -> None:
    written = [_written(f"loop{n}@bakkerij.example", MONDAY, proven=True, thread=1001) for n in range(30)]
    assert written.count(True) == USUAL.thread_a_day


def test_r31_many_mails_at_one_moment_are_counted_one_by_one(app: Flask) -> None:
    def one(_number: int) -> bool:
        with app.app_context():
            try:
                return _written("victim@x.example", MONDAY)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(one, range(6))).count(True) == 1


def test_r31_what_was_not_written_does_not_count(app: Flask) -> None:
    for _ in range(5):
        _written("victim@x.example", MONDAY)
    assert db.session.scalar(select(func.count()).select_from(AutomaticLetter)) == 1


def test_the_brakes_forget_after_a_day(app: Flask) -> None:
    _written("victim@x.example", MONDAY)
    with transaction() as session:
        assert sweep(session, MONDAY + timedelta(hours=23)) == 0
        assert sweep(session, MONDAY + timedelta(hours=24)) == 1

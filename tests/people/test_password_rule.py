"""Which passwords are refused: short ones and what everybody tries first; no recipe of signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.people.faults import PasswordFault
from projectie.people.password_rule import LONGEST, SHORTEST, password_fault

EMAIL = "daan@projectie.example"


@pytest.mark.parametrize(
    "password",
    [
        "projectie-demo",
        "correct horse battery",
        "drie kazen op zolder",
        "correct1234horse",
        "administration desk",
    ],
)
def test_a_few_words_in_a_row_will_do(password: str) -> None:
    assert password_fault(password, EMAIL) is None


@pytest.mark.parametrize(("length", "fault"), [(11, PasswordFault.TOO_SHORT), (12, None)])
def test_the_shortest_is_twelve_characters(length: int, fault: PasswordFault | None) -> None:
    assert password_fault("vogel huis boom"[:length], EMAIL) is fault


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Wachtwoord123!",
        "welkom123456",
        "123456789012",
        "210987654321",
        "qwertyuiop12",
        "poiuytrewq!!",
        "abcdefghijkl",
        "aaaaaaaaaaaa",
        "121212121212",
    ],
)
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    assert password_fault(password, EMAIL) is PasswordFault.WELL_KNOWN


@pytest.mark.parametrize(
    "password", ["daan@projectie.example", "DAAN@Projectie.Example", "projectie.example"]
)
def test_the_address_is_no_password(password: str) -> None:
    assert password_fault(password, EMAIL) is PasswordFault.LIKE_ADDRESS


@given(st.text())
def test_no_text_breaks_the_rule_and_length_is_judged_first(password: str) -> None:
    fault = password_fault(password, EMAIL)
    assert (fault is PasswordFault.TOO_SHORT) == (len(password) < SHORTEST)
    assert len(password) <= LONGEST or fault is PasswordFault.TOO_LONG


@pytest.mark.parametrize(
    "known",
    [
        "CorrectHorseBatteryStaple",
        "correct horse battery staple 1",
        "welkombijons2026!",
        "Ik hou van jou 123",
    ],
)
def test_a_long_password_that_everybody_knows_is_refused(known: str) -> None:
    assert password_fault(known, "daan@projectie.example") is PasswordFault.WELL_KNOWN

"""What a filtered board shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.tickets.filters import NOBODY, Filters, Options, Traits, from_address, number_of
from projectie.tickets.priority import Priority

OPTIONS = Options(clients={3: "Bakkerij Smit"}, staff={7: "Anne"}, tiers={"sla": "SLA"})
TICKET = Traits(
    number=1042,
    words=("Café-menu werkt niet", "Bakkerij Smit", "Zoë Künstler", "zoe@smit.example"),
    client=3,
    assignee=7,
    tier="sla",
    priority=Priority.HIGH,
)


def test_an_address_without_filters_shows_everything() -> None:
    filters = from_address({}, OPTIONS)
    assert not filters.active
    assert filters.admits(TICKET)
    assert filters.query == {}


def test_an_address_is_read_and_written_alike() -> None:
    address = {"q": "menu", "client": "3", "assignee": "7", "tier": "sla", "priority": "high"}
    filters = from_address(address, OPTIONS)
    assert filters == Filters("menu", 3, 7, "sla", Priority.HIGH)
    assert filters.query == address


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("client", "4"), ("client", "abc"), ("client", "-3"), ("client", "3.0"), ("client", "9" * 30), ("client", "٣"),
        ("assignee", "8"), ("assignee", "everyone"), ("tier", "gold"), ("priority", "urgent"), ("priority", "HIGH"),
        ("q", ""), ("q", "   "),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_chosen_is_passed_over(name: str, value: str) -> None:
    assert not from_address({name: value}, OPTIONS).active


@pytest.mark.parametrize(
    "q",
    [
        "cafe",
        "CAFÉ",
        "menu werkt",
        "werkt menu",
        "smit",
        "kunstler",
        "zoe@smit",
        "1042",
        "#1042",
        "1042 menu",
    ],
)
def test_a_search_finds_every_word_in_subject_client_or_sender_whatever_case_and_accents(q: str) -> None:
    assert Filters(q=q).admits(TICKET)


@pytest.mark.parametrize("q", ["1043", "104", "menu werkt wel", "bakkerijsmit"])
def test_a_search_leaves_out_what_lacks_a_word(q: str) -> None:
    assert not Filters(q=q).admits(TICKET)


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        (Filters(client=3), True), (Filters(client=4), False),
        (Filters(assignee=7), True), (Filters(assignee=8), False), (Filters(assignee=NOBODY), False),
        (Filters(tier="sla"), True), (Filters(tier="on_demand"), False),
        (Filters(priority=Priority.HIGH), True), (Filters(priority=Priority.LOW), False),
        (Filters(client=3, priority=Priority.LOW), False),
    ],
)  # fmt: skip
def test_each_filter_narrows(filters: Filters, shown: bool) -> None:
    assert filters.admits(TICKET) is shown


def test_nobody_finds_what_nobody_has_taken() -> None:
    free = Traits(1, ("",), None, None, None, None)
    assert Filters(assignee=NOBODY).admits(free)
    assert not Filters(assignee=7).admits(free)


@given(st.dictionaries(st.sampled_from(["q", "client", "assignee", "tier", "priority"]), st.text()))
def test_no_address_is_too_strange_to_read_and_reading_it_again_changes_nothing(
    address: dict[str, str],
) -> None:
    filters = from_address(address, OPTIONS)
    assert from_address(filters.query, OPTIONS) == filters
    assert isinstance(filters.admits(TICKET), bool)


@given(st.text())
def test_a_number_in_an_address_is_plain_digits_or_nothing(text: str) -> None:
    assert number_of(text) is None or str(number_of(text)) == text.lstrip("0") or number_of(text) == 0


@given(st.integers(0, 2**31))
def test_every_number_that_a_ticket_can_have_is_read(number: int) -> None:
    assert number_of(str(number)) == number

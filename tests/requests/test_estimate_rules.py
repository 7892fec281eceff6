"""What is usually asked of a kind of request: from one's own, else from many clients, never from one other (R25)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.requests.estimate_rules import ALL, CLIENTS, OWN, Cost, Usual, usual

US, THEM = 1, 2


@pytest.mark.parametrize(
    ("costs", "expected"),
    [
        ([1] * (OWN - 1), None),  # too few to say anything
        ([1] * OWN, Usual(1, 1, own=True)),
        ([1, 1, 2, 3, 40], Usual(1, 3, own=True)),  # one outlier says nothing of what is usual
        ([4, 1, 2, 3, 2, 1, 2, 9], Usual(1, 4, own=True)),
    ],
)
def test_r25_ones_own_requests_say_what_is_usual(costs: list[int], expected: Usual | None) -> None:
    assert usual([Cost(US, each) for each in costs], US) == expected


def test_r25_nothing_is_said_where_one_other_client_could_be_recognised() -> None:
    assert usual([Cost(THEM, 7)] * 100, US) is None
    few = [Cost(client, 2) for client in range(2, 1 + CLIENTS) for _ in range(10)]
    assert usual(few, US) is None, "too few clients"
    assert usual([Cost(client, 2) for client in range(2, 2 + CLIENTS)], US) is None, "too few requests"
    many = [Cost(client, 2) for client in range(2, 2 + CLIENTS) for _ in range(ALL // CLIENTS)]
    assert usual(many, US) == Usual(2, 2, own=False)
    assert usual([*many, *[Cost(THEM, 50)] * len(many)], US) is None, "one of them is more than half"


@given(st.lists(st.builds(Cost, st.integers(1, 9), st.integers(1, 99)), max_size=80), st.integers(1, 9))
def test_r25_what_is_usual_lies_within_what_was_paid_and_own_comes_first(
    costs: list[Cost], client: int
) -> None:
    found, own = usual(costs, client), [each.credits for each in costs if each.client == client]
    assert (found is not None and found.own) == (len(own) >= OWN)
    if found is not None:
        of = own if found.own else [each.credits for each in costs]
        assert min(of) <= found.least <= found.most <= max(of)

"""What a delivery report means for the letter it reports on (R34)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.mail.letter import Bounce, Delivery
from projectie.mail.parse import parse
from projectie.mail.reported import failure
from tests.post import letter

PLAIN = parse(letter(subject="Undelivered Mail Returned to Sender"))


def _report(*deliveries: Delivery, subject: str = PLAIN.subject) -> str | None:
    return failure(replace(PLAIN, subject=subject, bounce=Bounce("<1@projectie.com>", deliveries)))


def test_r34_a_failed_delivery_is_named_with_its_status() -> None:
    assert _report(Delivery("lotte@x.example", "failed", "5.1.1")) == "5.1.1 lotte@x.example"
    assert _report(Delivery("lotte@x.example", "failed", "")) == "lotte@x.example"


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", "wonderful"])
def test_r34_what_is_only_delayed_or_did_arrive_is_not_lost(action: str) -> None:
    assert _report(Delivery("lotte@x.example", action, "4.4.1")) is None


def test_r34_one_failure_among_several_counts() -> None:
    late, lost = Delivery("a@x.example", "delayed", "4.4.1"), Delivery("b@x.example", "failed", "5.2.2")
    assert _report(late, lost) == "5.2.2 b@x.example"


@pytest.mark.parametrize(
    ("subject", "why"),
    [
        ("Undelivered  Mail Returned to Sender", "Undelivered Mail Returned to Sender"),
        ("failure notice", "failure notice"),
        ("", "failed"),
        ("Warning: message delayed 4 hours", None),
        ("Bezorging vertraagd", None),
        ("Delivery Status Notification (Delay)", None),
    ],
)
def test_r34_a_report_that_names_nobody_is_believed_by_its_subject(subject: str, why: str | None) -> None:
    assert _report(subject=subject) == why


def test_a_mail_that_is_no_report_says_nothing() -> None:
    assert failure(PLAIN) is None


@given(
    st.text(max_size=300),
    st.lists(st.builds(Delivery, st.text(), st.sampled_from(["delayed", "relayed"]), st.text())),
)
def test_r34_without_a_failure_nothing_named_is_lost(subject: str, deliveries: list[Delivery]) -> None:
    assert deliveries == [] or _report(*deliveries, subject=subject) is None

"""Which confirmation a mail gets (R6, R13, R31, R33)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.tickets.confirmation import Asked, Confirmation, confirmation_of, is_answered
from projectie.tickets.models import Fate

OURS = ("support@projectie.com", "spoed@projectie.com", "info@projectie.com")
LOTTE = Asked(
    fate=Fate.CREATED,
    automatic=False,
    address="lotte@bakkerij-leiden.example",
    of_studio=False,
    client=True,
    proven=True,
    urgent=False,
    urgent_before=False,
)
flags = st.booleans()
mails = st.builds(
    Asked,
    fate=st.sampled_from(Fate),
    automatic=flags,
    address=st.sampled_from(
        [LOTTE.address, "x@elsewhere.example", "support+t1.aa@projectie.com", "no-reply@x.example", ""]
    ),
    of_studio=flags,
    client=flags,
    proven=flags,
    urgent=flags,
    urgent_before=flags,
)


def test_r06_a_proven_client_hears_what_is_promised() -> None:
    assert confirmation_of(LOTTE, OURS) is Confirmation.RECEIVED


def test_r13_a_proven_client_who_asks_for_urgency_hears_what_that_means() -> None:
    assert confirmation_of(replace(LOTTE, urgent=True), OURS) is Confirmation.URGENT


@pytest.mark.parametrize(
    "mail",
    [replace(LOTTE, proven=False), replace(LOTTE, client=False), replace(LOTTE, proven=False, urgent=True)],
)
def test_r31_anybody_else_gets_the_fixed_letter(mail: Asked) -> None:
    assert confirmation_of(mail, OURS) is Confirmation.FIXED


@pytest.mark.parametrize("fate", [fate for fate in Fate if fate is not Fate.CREATED])
def test_r31_only_a_mail_that_opens_a_ticket_is_confirmed(fate: Fate) -> None:
    assert confirmation_of(replace(LOTTE, fate=fate), OURS) is Confirmation.NONE


def test_r13_a_reply_to_the_urgent_mailbox_is_answered_once() -> None:
    asked = replace(LOTTE, fate=Fate.APPENDED, urgent=True)
    assert confirmation_of(asked, OURS) is Confirmation.URGENT
    assert confirmation_of(replace(asked, urgent_before=True), OURS) is Confirmation.NONE


def test_r31_a_mail_that_a_list_passed_on_is_not_confirmed() -> None:
    assert confirmation_of(replace(LOTTE, automatic=True), OURS) is Confirmation.NONE


def test_r33_what_staff_forward_is_not_confirmed() -> None:
    assert confirmation_of(replace(LOTTE, of_studio=True), OURS) is Confirmation.NONE


@pytest.mark.parametrize(
    ("address", "answered"),
    [
        ("lotte@bakkerij-leiden.example", True),
        ("lotte+shop@bakkerij-leiden.example", True),
        ("noreen@x.example", True),
        ("requests@x.example", True),
        ("support@projectie.com", False),
        ("Spoed+t1001.ab.cd@Projectie.com", False),
        ("mailer-daemon@x.example", False),
        ("postmaster@x.example", False),
        ("noreply@x.example", False),
        ("do-not-reply@x.example", False),
        ("niet-beantwoorden@x.example", False),
        ("bounces+123-abc@x.example", False),
        ("owner-news@x.example", False),
        ("news-bounces@x.example", False),
        ("@x.example", False),
        ("lotte", False),
        ("", False),
    ],
)
def test_r31_nobody_is_answered_who_does_not_read_or_is_ourselves(address: str, answered: bool) -> None:
    assert is_answered(address, OURS) is answered


@given(mails)
def test_r31_machines_staff_and_ourselves_are_never_answered(mail: Asked) -> None:
    kind = confirmation_of(mail, OURS)
    if mail.automatic or mail.of_studio or not is_answered(mail.address, OURS):
        assert kind is Confirmation.NONE


@given(mails)
def test_r31_only_a_proven_client_gets_more_than_the_fixed_letter(mail: Asked) -> None:
    if confirmation_of(mail, OURS) in {Confirmation.RECEIVED, Confirmation.URGENT}:
        assert mail.client
        assert mail.proven


@given(mails)
def test_only_a_mail_to_the_urgent_mailbox_is_told_what_urgent_means(mail: Asked) -> None:
    assert mail.urgent or confirmation_of(mail, OURS) is not Confirmation.URGENT

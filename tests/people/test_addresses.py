"""Mail addresses and domains as they are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.people.addresses import FREE_MAIL, kept_address, kept_domain


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Lotte@Bakkerij.Example", "lotte@bakkerij.example"),
        ("  lotte@bakkerij.test ", "lotte@bakkerij.test"),
        ("info@bäckerei.example", "info@xn--bckerei-5wa.example"),
        ("lotte", None),
        ("lotte@", None),
        ("lotte@bakkerij", None),
        ("lotte@bakkerij.example\nBcc: all@bakkerij.example", None),
        ("", None),
    ],
)
def test_an_address_is_kept_in_lower_case_with_its_domain_as_it_travels(typed: str, kept: str | None) -> None:
    assert kept_address(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Bakkerij.Example", "bakkerij.example"),
        ("@bakkerij.example", "bakkerij.example"),
        ("info@bakkerij.example", "bakkerij.example"),
        ("bäckerei.example", "xn--bckerei-5wa.example"),
        ("https://bakkerij.example/", None),
        ("bakkerij", None),
        ("bakkerij .example", None),
    ],
)
def test_a_domain_may_be_typed_as_an_address(typed: str, kept: str | None) -> None:
    assert kept_domain(typed) == kept


@pytest.mark.parametrize(
    "domain", ["gmail.com", "outlook.com", "hotmail.com", "ziggo.nl", "kpnmail.nl", "icloud.com"]
)
def test_domains_where_anybody_can_have_a_mailbox_are_known(domain: str) -> None:
    assert kept_domain(domain) in FREE_MAIL


@given(st.text(max_size=400))
def test_no_text_breaks_the_reading_and_what_is_kept_stays_the_same(typed: str) -> None:
    address = kept_address(typed)
    assert address is None or (kept_address(address) == address == address.lower() and len(address) <= 254)
    domain = kept_domain(typed)
    assert domain is None or kept_domain(domain) == domain

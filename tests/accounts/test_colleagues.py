"""Clients look after their own people; one who is responsible always stays."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.people.billing import BillingFault, kept_kvk, kept_postcode, kept_vat
from projectie.people.models import Organisation, Person
from projectie.people.rights import Flags, Right, flags_of, right_of
from tests.town import Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]


def _row(number: int) -> Person:
    db.session.remove()
    return db.session.get_one(Person, number)


def test_rights_are_changed_by_who_is_responsible(visit: Visit, town: Town) -> None:
    lotte = visit("lotte")
    path = f"/portal/organisation/people/{town.joris.id}"
    lotte.get(path)
    assert lotte.post(path, {"right": "agree", "responsible": "y"}).location == "/portal/organisation"
    joris = _row(town.joris.id)
    assert (joris.may_agree, joris.responsible) == (True, True)
    assert lotte.get(f"/portal/organisation/people/{town.abby.id}").status == 404
    assert lotte.post(f"/portal/organisation/people/{town.abby.id}", {"right": "read"}).status == 404
    assert lotte.post(path, {"right": "rule the world"}).status == 422


def test_the_last_one_responsible_cannot_leave_step_down_or_be_shut_out(visit: Visit, town: Town) -> None:
    lotte = visit("lotte")
    path = f"/portal/organisation/people/{town.lotte.id}"
    assert lotte.post(path, {"right": "agree"}).status == 422
    assert lotte.post(f"{path}/remove", {}).status == 422
    page = lotte.post("/portal/organisation/leave", {})
    assert page.status == 422
    assert "beheerder" in page.text
    assert _row(town.lotte.id).active
    lotte.post(f"/portal/organisation/people/{town.joris.id}", {"right": "write", "responsible": "y"})
    assert lotte.post("/portal/organisation/leave", {}).status == 303
    assert not _row(town.lotte.id).active


def test_a_colleague_who_is_shut_out_is_out_of_every_browser(visit: Visit, town: Town) -> None:
    joris = visit("joris")
    visit("lotte").post(f"/portal/organisation/people/{town.joris.id}/remove", {})
    assert joris.get("/portal/", follow=False).status == 302


def test_who_reads_along_changes_nothing_in_the_portal(visit: Visit, town: Town) -> None:
    with transaction() as session:
        session.execute(update(Person).where(Person.id == town.joris.id).values(read_only=True))
    joris = visit("joris")
    page = joris.post("/portal/rounds/1/answer", {"wanted": "yes"})
    assert page.status == 403
    assert "alleen lezen" in page.text
    assert joris.post("/portal/organisation/leave", {}).status == 303


def test_billing_is_kept_in_one_form_and_comes_back_when_it_is_wrong(visit: Visit, town: Town) -> None:
    lotte = visit("lotte")
    typed = {
        "legal_name": "Bakkerij Leiden B.V.", "country": "NL", "street": "Nieuwe Rijn 1", "postcode": "2312jc",
        "city": "Leiden", "kvk": "55 88 83 56", "vat_number": "nl 0044 95445 b01",
        "purchase_reference": "PO-7", "invoice_email": "Facturen@Bakkerij-Leiden.example",
    }  # fmt: skip
    wrong = lotte.post("/portal/organisation/billing", typed | {"postcode": "02312 JC", "kvk": "123"})
    assert wrong.status == 422
    assert "2311 ST" in wrong.text
    assert wrong.one("input", id="kvk").get("value") == "123"
    assert lotte.post("/portal/organisation/billing", typed).location == "/portal/organisation"
    db.session.remove()
    own = db.session.get_one(Organisation, town.leiden.id)
    assert (own.postcode, own.kvk, own.vat_number, own.invoice_email) == (
        "2312 JC", "55888356", "NL004495445B01", "facturen@bakkerij-leiden.example",
    )  # fmt: skip
    assert own.payment_days is None
    assert "2312 JC" in lotte.get("/portal/organisation").text


def test_the_term_of_payment_is_a_managers(visit: Visit, town: Town) -> None:
    mara = visit("mara")
    path = f"/manage/organisations/{town.abroad.id}/billing"
    page = mara.get(path)
    assert page.one("textarea", id="street") is not None
    typed = {"country": "DE", "street": "Hafenstraße 3\n20457 Hamburg\n\n", "payment_days": "30"}
    assert mara.post(path, typed | {"payment_days": "soon"}).status == 422
    assert mara.post(path, typed).location == f"/manage/organisations/{town.abroad.id}"
    db.session.remove()
    row = db.session.get_one(Organisation, town.abroad.id)
    assert (row.payment_days, row.street) == (30, "Hafenstraße 3\n20457 Hamburg")
    visit("abby").post(
        "/portal/organisation/billing", {"country": "DE", "street": "Weg 1", "payment_days": "99"}
    )
    db.session.remove()
    assert db.session.get_one(Organisation, town.abroad.id).payment_days == 30


@given(
    st.integers(1000, 9999),
    st.sampled_from("ABCDEFGHJ"),
    st.sampled_from("TUVWXZ"),
    st.sampled_from(["", " ", "  "]),
)
def test_a_dutch_postcode_is_kept_in_one_form(number: int, one: str, two: str, gap: str) -> None:
    kept = kept_postcode(f" {number}{gap}{one.lower()}{two} ", "NL")
    assert kept == f"{number} {one}{two}"
    assert kept_postcode(kept, "NL") == kept


@given(st.text(max_size=20))
def test_whatever_is_typed_is_kept_in_one_form_or_refused(typed: str) -> None:
    for rule in (lambda text: kept_postcode(text, "NL"), kept_kvk, lambda text: kept_vat(text, "NL"), lambda text: kept_vat(text, "US")):  # fmt: skip
        kept = _kept(rule, typed)
        assert kept in list(BillingFault) or _kept(rule, kept) == kept


def _kept(rule: Callable[[str], str], typed: str) -> str:
    try:
        return rule(typed)
    except ValueError as error:
        return str(error.args[0])


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("NL004495445B01", "NL", "NL004495445B01"),
        ("004495445B01", "NL", "NL004495445B01"),
        ("DE 136 695 976", "DE", "DE136695976"),
        ("094259216", "GR", "EL094259216"),
        ("CHE-123.456.788", "CH", "CHE123456788"),
        ("", "NL", ""),
    ],
)
def test_r24_a_vat_number_is_kept_with_its_country(typed: str, country: str, kept: str) -> None:
    assert kept_vat(typed, country) == kept


@pytest.mark.parametrize(
    ("typed", "country", "fault"),
    [
        ("NL004495446B01", "NL", "vat"),
        ("DE136695976", "NL", "vat_country"),
        ("x", "US", "vat"),
        ("DE1", "DE", "vat"),
    ],
)
def test_r24_a_vat_number_with_a_wrong_digit_is_refused(typed: str, country: str, fault: str) -> None:
    with pytest.raises(ValueError, match=f"^{fault}$"):
        kept_vat(typed, country)


@pytest.mark.parametrize("right", list(Right))
def test_r8_a_right_and_a_row_say_the_same(right: Right) -> None:
    assert right_of(flags_of(right)) is right


@given(st.booleans(), st.booleans(), st.booleans())
def test_who_agrees_to_costs_is_never_a_reader(agree: bool, buy: bool, read: bool) -> None:
    right = right_of(Flags(agree, buy, read))
    assert (right is Right.AGREE) == agree
    assert now().tzinfo

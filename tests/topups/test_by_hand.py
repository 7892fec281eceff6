"""Transfers that a manager confirms, requests from abroad, and who may buy at all (R22)."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.clock.now import now
from projectie.context import today
from projectie.credits.balance import balance_of
from projectie.credits.models import LedgerEntry
from projectie.database import MissingError, db, transaction
from projectie.people.models import Organisation, Person
from projectie.tickets.models import Ticket
from projectie.topups import arranging, buying, settling
from projectie.topups.buying import AddressMissing, PriceChanged, Wanted
from projectie.topups.models import TopUp
from projectie.topups.rules import TopUpState, Way
from projectie.topups.selling import Sale
from projectie.topups.settling import AnotherAmount, Received, SettledAlready
from tests.topups.conftest import address
from tests.topups.test_online import ordered
from tests.town import Town, Townsman
from tests.visitor import Page, Visitor

Visit = Callable[..., Visitor]


def person(townsman: Townsman) -> Person:
    return db.session.get_one(Person, townsman.id)


def transferred(town: Town, key: str = "k") -> int:
    return buying.order(person(town.lotte), Wanted(5, Way.TRANSFER, key, 13613), now())


def test_r22_a_transfer_shows_code_account_amount_and_reference_and_a_manager_confirms_it(
    visit: Visit, town: Town, sales: list[Sale]
) -> None:
    lotte, mara = visit("lotte"), visit("mara")
    page = lotte.get(ordered(lotte, way="transfer").location)
    assert "NL91 ABNA 0417 1643 00" in page.text
    assert "CREDITS-0001" in page.text
    assert "€ 136,13" in page.text
    assert page.one("div", role="img").find("{http://www.w3.org/2000/svg}svg") is not None
    assert "CREDITS-0001" in mara.get("/manage/top-ups").text
    assert "CREDITS-0001" in mara.get("/manage/top-ups/1").text
    form = {"received": "136,13", "on": today().isoformat()}
    assert mara.post("/manage/top-ups/1/confirmation", form).status == 303
    again = mara.post("/manage/top-ups/1/confirmation", form, follow=True)
    assert "al afgehandeld" in again.text
    db.session.rollback()
    assert balance_of(db.session(), town.leiden.id) == 5
    assert len(sales) == 1
    entry = db.session.scalars(select(LedgerEntry)).one()
    assert (entry.by_id, entry.price_cents) == (town.mara.id, 2250)


@pytest.mark.parametrize(
    ("received", "on"), [("", ""), ("-5", "2026-01-01"), ("1.5", "x"), ("10,00", "2099-01-01")]
)
def test_r22_what_cannot_be_confirmed_is_said_at_the_field_and_posts_nothing(
    visit: Visit, town: Town, received: str, on: str
) -> None:
    transferred(town)
    page = visit("mara").post("/manage/top-ups/1/confirmation", {"received": received, "on": on})
    assert page.status == 422
    assert page.all("p", class_="error")
    assert db.session.scalar(select(LedgerEntry.id)) is None


def test_r22_another_amount_is_agreed_to_first(app: Flask, town: Town) -> None:
    number = transferred(town)
    with pytest.raises(AnotherAmount) as refused:
        settling.confirm(number, Received(13612, today()), town.mara.id, now())
    assert refused.value.credits == 4
    assert settling.confirm(number, Received(13612, today(), agreed=True), town.mara.id, now()) == 4
    with pytest.raises(SettledAlready):
        settling.confirm(number, Received(13613, today()), town.mara.id, now())


def test_r24_a_buyer_without_an_address_is_asked_for_it_in_the_form_that_buys(
    visit: Visit, town: Town
) -> None:
    for client in (town.leiden, town.abroad):
        address(client, "", "")
    lotte, joris, abby = visit("lotte"), visit("joris"), visit("abby")
    assert len(lotte.get("/portal/credits/top-up?amount=25").all("textarea", id="street")) == 1
    form = {
        "credits": 5,
        "shown": 13613,
        "key": "k",
        "way": "transfer",
        "street": "Nieuwe Rijn 1",
        "postcode": "x",
    }
    page = lotte.post("/portal/credits/top-up", form)
    assert page.status == 422
    assert len(page.all("p", class_="error")) == 2, "no postcode, and no city"
    assert page.one("textarea", id="street").text == "Nieuwe Rijn 1", "what was typed came back"
    with pytest.raises(AddressMissing):
        transferred(town)
    assert db.session.scalar(select(TopUp.id)) is None
    form |= {"postcode": "2312jc", "city": "Leiden"}
    assert [lotte.post("/portal/credits/top-up", form).status for _ in range(2)] == [303, 303]
    db.session.rollback()
    buyer = db.session.get_one(Organisation, town.leiden.id)
    assert (buyer.street, buyer.postcode, buyer.city) == ("Nieuwe Rijn 1", "2312 JC", "Leiden")
    assert lotte.get("/portal/credits/top-up?amount=25").all("textarea", id="street") == [], "asked once"
    assert "/portal/organisation/billing" not in joris.get("/portal/invoices").text, (
        "it is not his to fill in"
    )
    assert abby.post("/portal/credits/arrange", {"credits": "20", "key": "a"}).status == 422
    abroad = {"credits": "20", "key": "a", "street": "Hafenstraße 3\nHaus 2", "city": "Hamburg"}
    assert abby.post("/portal/credits/arrange", abroad).status == 303, "elsewhere a postcode may be none"


def test_r22_an_order_can_be_taken_back_until_it_is_paid(visit: Visit, town: Town) -> None:
    lotte = visit("lotte")
    transferred(town)
    lotte.post("/portal/credits/top-ups/1/cancel", {})
    db.session.rollback()
    topup = db.session.get_one(TopUp, 1)
    assert topup.state is TopUpState.CANCELLED
    assert buying.cancel(1, town.lotte.id, now()) is False


def test_r22_clients_abroad_ask_their_project_manager_by_a_ticket(visit: Visit, town: Town) -> None:
    abby = visit("abby", "en")
    key = abby.get("/portal/credits/top-up").one("input", name="key").get("value")
    form = {"credits": "20", "key": key}
    page = abby.get(abby.post("/portal/credits/arrange", form).location)
    assert "project manager" in page.text
    assert abby.post("/portal/credits/arrange", form).location.endswith("/1")  # twice is one
    ticket = db.session.scalars(select(Ticket)).one()
    assert (ticket.subject, ticket.organisation_id) == ("Küste Werft GmbH buys 20 credits", town.abroad.id)
    with pytest.raises(MissingError):
        buying.order(person(town.abby), Wanted(5, Way.TRANSFER, "x", 13613), now())
    assert settling.confirm(1, Received(45000, today()), town.mara.id, now()) == 20
    with pytest.raises(MissingError):
        arranging.arrange(person(town.lotte), 5, "y", now())


def test_r22_who_may_not_buy_sees_who_can_and_buys_nothing_until_marked_so(visit: Visit, town: Town) -> None:
    joris = visit("joris")
    assert "Lotte Bakker" in joris.get("/portal/credits/top-up").text
    assert ordered_by_hand(joris).status == 404
    transferred(town)
    assert "Aankoop annuleren" not in joris.get("/portal/credits/top-ups/1").text
    assert joris.post("/portal/credits/top-ups/1/cancel", {}).status == 404
    assert visit("abby").get("/portal/credits/top-ups/1").status == 404
    with transaction() as session:
        session.get_one(Person, town.joris.id).may_buy = True
    assert "Aankoop annuleren" in joris.get("/portal/credits/top-ups/1").text
    assert joris.get("/portal/credits/top-up?amount=25").one("input", name="key") is not None
    assert ordered_by_hand(joris).status == 303
    assert joris.post("/portal/credits/notice", {"switch": "on", "threshold": 5}).status == 303
    assert joris.post("/portal/ceilings", {"ceiling": 5}).status == 422, "buying is not agreeing to costs"


def ordered_by_hand(visitor: Visitor) -> Page:
    form = {"credits": 5, "shown": 13613, "key": "k", "way": "transfer"}
    return visitor.post("/portal/credits/top-up", form)


def test_without_a_key_the_transfer_alone_is_offered(visit: Visit) -> None:
    page = visit("lotte").get("/portal/credits/top-up?amount=25")
    assert [each.get("value") for each in page.all("input", type="radio")] == ["transfer"]


@pytest.mark.parametrize("other", ["", "0", "-1", "1.5", "10001", "honderd"])
def test_an_odd_number_of_credits_is_said_at_the_field(visit: Visit, other: str) -> None:
    lotte = visit("lotte")
    page = lotte.get(f"/portal/credits/top-up?amount=other&other={other}")
    assert (page.status, lotte.get("/portal/credits/top-up?other=").status) == (422, 422), "nothing chosen"
    assert page.all("p", class_="error")


def test_r02_a_price_that_changed_is_not_ordered(app: Flask, town: Town) -> None:
    with pytest.raises(PriceChanged):
        buying.order(person(town.lotte), Wanted(5, Way.TRANSFER, "k", 1), now())


def test_a_manager_says_which_amounts_are_offered(visit: Visit) -> None:
    mara = visit("mara")
    assert mara.post("/manage/top-ups/offer", {"amounts": "7, x"}).status == 422
    assert mara.post("/manage/top-ups/offer", {"amounts": "40, 7"}).status == 303
    page = visit("lotte").get("/portal/credits/top-up")
    assert [each.get("value") for each in page.all("input", type="radio")] == ["7", "40", "other"]

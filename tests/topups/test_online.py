"""Paying online: credited once, whatever is heard of the payment, how often and in which order (R22)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.clock.now import now
from projectie.credits.balance import balance_of
from projectie.database import db
from projectie.topups import paying
from projectie.topups.asking import ask_open
from projectie.topups.models import TopUp
from projectie.topups.rules import TopUpState
from projectie.topups.selling import Sale
from tests.topups.mollie import Mollie
from tests.town import Town
from tests.visitor import Page, Visitor, words

Visit = Callable[..., Visitor]
HOOK = "/payments/mollie"


def ordered(visitor: Visitor, credits_: int = 5, way: str = "online:ideal", key: str = "k1") -> Page:
    page = visitor.get(f"/portal/credits/top-up?amount=other&other={credits_}")
    shown = page.one("input", name="shown").get("value")
    form = {"credits": credits_, "shown": shown, "key": key, "way": way}
    return visitor.post("/portal/credits/top-up", form)


def told(visitor: Visitor, provider_id: str = "tr_1") -> int:
    return visitor.client.post(HOOK, data={"id": provider_id}).status_code


def kept() -> TopUp:
    db.session.rollback()
    return db.session.scalars(select(TopUp).execution_options(populate_existing=True)).one()


def balance(town: Town) -> int:
    db.session.rollback()
    return balance_of(db.session(), town.leiden.id)


def test_r22_an_amount_is_chosen_seen_with_vat_and_paid_by_the_providers_own_methods(
    visit: Visit, town: Town, mollie: Mollie, sales: list[Sale]
) -> None:
    lotte = visit("lotte")
    page = lotte.get("/portal/credits/top-up?amount=other&other=5")
    assert "€ 112,50" in page.text
    assert "€ 136,13" in page.text  # 23.63 VAT, half-up over the total
    assert "iDEAL | Wero" in page.text
    assert "Kaart" in page.text
    answer = ordered(lotte)
    assert answer.status == 303
    going = lotte.get(answer.location)
    assert going.headers["Refresh"] == "0; url=https://pay.example/tr_1"
    assert going.headers["Cache-Control"] == "no-store"
    asked = mollie.asked[0]
    assert asked["amount"] == {"currency": "EUR", "value": "136.13"}
    assert (asked["method"], asked["locale"]) == ("ideal", "nl_NL")
    assert asked["webhookUrl"].endswith(HOOK)
    mollie.say("paid")
    back = lotte.get(f"/portal/credits/top-ups/{kept().id}")
    assert "Je saldo is nu 5 credits" in back.text
    assert balance(town) == 5
    assert [(sale.credits, sale.total.including, sale.key) for sale in sales] == [
        (5, 13613, f"topup:{kept().id}")
    ]


def test_r22_the_webhook_before_the_return_after_it_and_again_credits_once(
    visit: Visit, town: Town, mollie: Mollie, sales: list[Sale]
) -> None:
    lotte, stranger = visit("lotte"), visit()
    ordered(lotte)
    assert told(stranger) == 200  # it is open still
    assert balance(town) == 0
    mollie.say("paid")
    assert [told(stranger) for _ in range(3)] == [200, 200, 200]
    lotte.get(f"/portal/credits/top-ups/{kept().id}")
    ask_open(now() + timedelta(days=1))
    assert balance(town) == 5
    assert len(sales) == 1


def test_r22_a_lost_webhook_loses_nothing(visit: Visit, town: Town, mollie: Mollie) -> None:
    ordered(visit("lotte"))
    mollie.say("paid")
    assert ask_open(now()) == 1
    assert ask_open(now()) == 0
    assert balance(town) == 5


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("failed", TopUpState.FAILED),
        ("expired", TopUpState.EXPIRED),
        ("canceled", TopUpState.CANCELLED),
        ("pending", TopUpState.PENDING),
    ],
)
def test_r22_what_is_not_paid_posts_nothing_and_says_so(
    visit: Visit, town: Town, mollie: Mollie, status: str, state: TopUpState
) -> None:
    lotte = visit("lotte")
    ordered(lotte)
    mollie.say(status)
    page = lotte.get(f"/portal/credits/top-ups/{kept().id}")
    assert kept().state is state
    assert balance(town) == 0
    assert page.all("div", class_="notice")


@pytest.mark.parametrize("forged", ["tr_9", "", "x" * 500, "tr_1\0", "'; DROP TABLE top_up"])
def test_r22_a_forged_webhook_changes_nothing_and_learns_nothing(
    visit: Visit, town: Town, mollie: Mollie, forged: str
) -> None:
    ordered(visit("lotte"))
    assert told(visit(), forged) == 200
    assert mollie.fetched == 0
    assert kept().state is TopUpState.OPEN


def test_r22_an_amount_that_differs_waits_for_a_manager(visit: Visit, town: Town, mollie: Mollie) -> None:
    ordered(visit("lotte"))
    mollie.say("paid", amount={"currency": "EUR", "value": "27.23"})
    assert told(visit()) == 200
    assert kept().state is TopUpState.MISMATCHED
    assert balance(town) == 0
    mara = visit("mara")
    where = f"/manage/top-ups/{kept().id}"
    form = {"received": "27.23", "on": now().date().isoformat()}
    refused = mara.post(f"{where}/confirmation", form)
    assert refused.status == 422
    assert "1 credit" in refused.text
    assert mara.post(f"{where}/confirmation", {**form, "agreed": "y"}).status == 303
    assert balance(town) == 1


def test_r22_money_that_goes_back_is_shown_to_a_manager_with_the_ways_to_take_credits_back(
    visit: Visit, town: Town, mollie: Mollie
) -> None:
    ordered(visit("lotte"))
    mollie.say("paid")
    told(visit())
    mollie.say("paid", amountRefunded={"currency": "EUR", "value": "136.13"})
    told(visit())
    assert kept().state is TopUpState.REFUNDED
    assert balance(town) == 5
    page = visit("mara").get(f"/manage/top-ups/{kept().id}")
    assert any("corrections/new" in (link.get("href") or "") for link in page.all("a"))


def test_r22_a_provider_that_is_away_loses_nothing_and_is_asked_again(
    visit: Visit, town: Town, mollie: Mollie
) -> None:
    lotte = visit("lotte")
    form = lotte.get("/portal/credits/top-up?amount=other&other=5")
    mollie.down = True
    paying._kept.clear()
    assert "Overboeken" in lotte.get("/portal/credits/top-up?amount=other&other=5").text  # the transfer stays
    shown = form.one("input", name="shown").get("value")
    sent = {"credits": 5, "shown": shown, "key": "k1", "way": "online:ideal"}
    answer = lotte.post("/portal/credits/top-up", sent)
    page = lotte.get(answer.location)
    assert kept().state is TopUpState.OPEN
    assert page.one("button", id="pay") is not None
    assert ask_open(now()) == 0
    mollie.down = False
    again = lotte.post(f"/portal/credits/top-ups/{kept().id}/payment", {})
    assert again.location.endswith("?pay=1")
    assert kept().provider_id == "tr_1"
    mollie.down = True
    assert told(visit()) == 503  # tell us again
    waiting = lotte.get(f"/portal/credits/top-ups/{kept().id}")
    assert "niets verloren" in words(waiting.one("main")).lower()


def test_r22_a_provider_that_does_not_answer_or_whose_key_is_gone_is_a_sentence(
    app: Flask, visit: Visit, mollie: Mollie
) -> None:
    lotte = visit("lotte")
    lotte.get("/portal/credits/top-up?amount=other&other=5")
    mollie.server.stop()  # nobody listens any more
    answer = ordered(lotte)
    assert answer.status == 303
    assert kept().provider_id is None
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], mollie_api_key="")
    assert "niet meer online" in lotte.get(answer.location).text
    again = lotte.post(f"/portal/credits/top-ups/{kept().id}/payment", {}, follow=True)
    assert "kan niet meer" in again.text
    assert "is er niet meer" in ordered(lotte, key="k2").text


def test_r22_a_double_click_is_one_order_and_one_payment(visit: Visit, mollie: Mollie) -> None:
    lotte = visit("lotte")
    assert ordered(lotte).location == ordered(lotte).location
    assert len(mollie.by_key) == 1
    assert kept().provider_id == "tr_1"


def test_r02_a_price_that_changed_since_is_shown_again(visit: Visit, mollie: Mollie) -> None:
    lotte = visit("lotte")
    sent: dict[str, Any] = {"credits": 5, "shown": 1, "key": "k", "way": "online:ideal"}
    page = lotte.post("/portal/credits/top-up", sent)
    assert "€ 136,13" in page.text
    assert db.session.scalar(select(TopUp.id)) is None

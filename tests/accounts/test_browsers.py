"""Browsers somebody is signed in with: listed, signed out one by one and all at once, over when their time is."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from projectie import config, create_app
from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.live.audience import Audience
from projectie.people import browsers
from projectie.people.lifetimes import FRESH, IDLE, LONGEST, is_fresh, is_over
from projectie.people.models import Browser, Person, Role
from tests.town import PASSWORD, Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]
NEW = "drie kazen op zolder"


def test_one_browser_is_signed_out_and_the_other_stays(visit: Visit) -> None:
    here, there = visit("lotte"), visit("lotte")
    page = here.get("/account/security")
    (end,) = [form.get("action") for form in page.all("form") if "/end" in str(form.get("action")) and "browsers/end" not in str(form.get("action"))]  # fmt: skip
    here.post(str(end), {})
    assert there.get("/portal/", follow=False).status == 302
    assert here.get("/portal/", follow=False).status == 200


def test_everywhere_else_is_signed_out_at_once(visit: Visit) -> None:
    here, there, third = visit("daan"), visit("daan"), visit("daan")
    here.get("/account/security")
    here.post("/account/browsers/end", {})
    assert [one.get("/desk/", follow=False).status for one in (here, there, third)] == [200, 302, 302]


def test_a_strangers_browser_cannot_be_signed_out(visit: Visit, town: Town) -> None:
    visit("daan")
    with transaction() as session:
        number = session.scalar(select(Browser.id).where(Browser.person_id == town.daan.id))
    lotte = visit("lotte")
    assert lotte.post(f"/account/browsers/{number}/end", {}).status == 404
    assert lotte.post("/account/browsers/987654/end", {}).status == 404


def test_signing_out_forgets_the_browser_and_its_cookie_opens_nothing(visit: Visit, town: Town) -> None:
    daan = visit("daan")
    cookie = daan.client.get_cookie("projectie")
    assert cookie is not None
    daan.post("/logout")
    thief = visit()
    thief.client.set_cookie("projectie", cookie.value)
    assert thief.get("/desk/", follow=False).status == 302
    assert db.session.scalar(select(Browser.id).where(Browser.person_id == town.daan.id)) is None


def test_a_password_of_ones_own_signs_every_other_browser_out(visit: Visit, town: Town) -> None:
    here, there = visit("daan"), visit("daan")
    here.get("/account/password")
    short = here.post("/account/password", {"password": "kort"})
    assert short.status == 422
    assert here.post("/account/password", {"password": NEW}).location == "/account/security"
    assert here.get("/desk/", follow=False).status == 200
    assert there.get("/desk/", follow=False).status == 302
    assert visit().sign_in(town.daan.email, PASSWORD).status == 422
    assert visit().sign_in(town.daan.email, NEW).location == "/desk/"


def test_the_cookie_is_strict_and_the_table_holds_no_token(app: Flask, visit: Visit) -> None:
    page = visit().sign_in("lotte@bakkerij-leiden.example", PASSWORD)
    cookie = page.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie  # a link from a mail must find its reader signed in
    assert "Path=/" in cookie
    assert not app.config["SESSION_COOKIE_SECURE"]


@pytest.mark.parametrize("role", list(Role))
def test_a_browser_is_over_when_it_was_away_or_signed_in_too_long(role: Role) -> None:
    at = now()
    assert not is_over(role, at - IDLE[role], at - IDLE[role], at)
    assert is_over(role, at - IDLE[role], at - IDLE[role] - timedelta(seconds=1), at)
    assert not is_over(role, at - LONGEST[role], at, at)
    assert is_over(role, at - LONGEST[role] - timedelta(seconds=1), at, at)


def test_a_proof_is_fresh_for_a_quarter_of_an_hour() -> None:
    at = now()
    assert is_fresh(at - FRESH, at)
    assert not is_fresh(at - FRESH - timedelta(seconds=1), at)
    assert not is_fresh(at + timedelta(seconds=1), at)


def test_a_browser_whose_time_is_over_is_not_let_in_and_is_swept(visit: Visit, town: Town) -> None:
    daan = visit("daan")
    with transaction() as session:
        long_ago = now() - timedelta(days=8)
        session.execute(update(Browser).values(seen_at=long_ago))
    assert daan.get("/desk/", follow=False).status == 302
    with transaction() as session:
        assert browsers.sweep(session, now()) == 1
    assert town.daan.id


def test_being_here_is_noted_now_and_then(visit: Visit) -> None:
    daan = visit("daan")
    with transaction() as session:
        session.execute(update(Browser).values(seen_at=now() - timedelta(minutes=6)))
    daan.get("/desk/")
    db.session.remove()
    seen = db.session.scalars(select(Browser.seen_at)).one()
    assert now() - seen < timedelta(minutes=1)


def test_behind_tls_the_cookie_is_of_this_host_alone(tmp_path: Path) -> None:
    settings = config.load(
        {"DATA_DIR": str(tmp_path), "BASE_URL": "https://desk.example", "LOG_LEVEL": "ERROR"}
    )
    cookies = create_app(settings).config
    assert cookies["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert cookies["SESSION_COOKIE_SECURE"]


def test_a_stream_ends_with_the_browser_it_was_opened_in(visit: Visit, town: Town) -> None:
    visit("daan")
    number = db.session.scalars(select(Browser.id)).one()
    daan = db.session.get_one(Person, town.daan.id)
    listening = Audience.of(daan, number)
    assert listening.is_unchanged(db.engine)
    browsers.sign_out_one(number, town.daan.id, town.mara.id, now())
    assert not listening.is_unchanged(db.engine)

"""The second step: codes of an app, codes on paper, and where the desk demands them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from projectie.accounts import codes, factors
from projectie.accounts.models import Authenticator
from projectie.accounts.stages import is_second_step, stage_after
from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.people.models import Browser, Role, Stage, Way
from tests.accounts.letters import letters
from tests.town import PASSWORD, Town, Townsman
from tests.visitor import Visitor

Visit = Callable[..., Visitor]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def _code(ahead: int = 0) -> str:
    return str(pyotp.TOTP(SECRET).at(now() + timedelta(seconds=30 * ahead)))


def _enrolled(townsman: Townsman) -> tuple[str, ...]:
    """Give somebody an app, its last code a while ago, and return codes for paper."""
    paper = factors.add_app(townsman.id, SECRET, _code(), 0, now())
    assert paper is not None
    with transaction() as session:
        session.get_one(Authenticator, townsman.id).last_step -= 10
    db.session.remove()
    return paper


@pytest.fixture
def demanding(app: Flask) -> Iterator[None]:
    """Let the desk demand a second step of staff."""
    usual = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(usual, second_factor="STAFF")
    yield
    app.config["SETTINGS"] = usual


def test_a_password_alone_opens_nothing_where_there_is_an_app(visit: Visit, town: Town) -> None:
    _enrolled(town.daan)
    daan = visit()
    assert daan.post("/login", {"email": town.daan.email, "password": PASSWORD, "next": "/desk/board"}).location == (
        "/login/second?next=/desk/board"
    )  # fmt: skip
    assert daan.get("/desk/", follow=False).status == 302
    daan.get("/login/second")
    assert daan.post("/login/second", {"code": "000000"}).status == 422
    assert daan.post("/login/second", {"code": _code(), "next": "/desk/board"}).location == "/desk/board"
    assert daan.get("/desk/", follow=False).status == 200


def test_the_same_code_is_right_once(visit: Visit, town: Town) -> None:
    _enrolled(town.daan)
    code = _code()
    for status in (303, 422):
        daan = visit()
        daan.sign_in(town.daan.email, PASSWORD)
        assert daan.post("/login/second", {"code": code}).status == status


def test_a_code_on_paper_is_right_once_however_it_is_typed(visit: Visit, town: Town) -> None:
    paper = _enrolled(town.daan)
    assert factors.add_app(town.daan.id, SECRET, _code(), 0, now()) == (), "printed ones keep working"
    for typed, status in ((paper[0].upper().replace("-", " "), 303), (paper[0], 422), (paper[1], 303)):
        daan = visit()
        daan.sign_in(town.daan.email, PASSWORD)
        assert daan.post("/login/second", {"code": typed}).status == status


def test_guessing_codes_is_braked(visit: Visit, town: Town) -> None:
    _enrolled(town.daan)
    daan = visit()
    daan.sign_in(town.daan.email, PASSWORD)
    for _ in range(10):
        assert daan.post("/login/second", {"code": "111111"}).status == 422
    page = daan.post("/login/second", {"code": _code()})
    assert page.status == 429
    assert int(page.headers["Retry-After"]) > 0


def test_the_second_step_waits_ten_minutes(visit: Visit, town: Town) -> None:
    _enrolled(town.daan)
    daan = visit()
    daan.sign_in(town.daan.email, PASSWORD)
    with transaction() as session:
        session.execute(update(Browser).values(begun_at=now() - timedelta(minutes=11)))
    assert daan.get("/login/second", follow=False).location == "/login"
    assert daan.post("/login/second", {"code": _code()}).location == "/login"
    assert daan.get("/desk/", follow=False).status == 302


def test_an_app_is_set_up_and_its_paper_is_shown_once(visit: Visit, town: Town) -> None:
    daan = visit("daan")
    shown = daan.get("/account/app")
    secret = shown.one("code").text or ""
    assert shown.one("img").get("src", "").startswith("data:image/svg+xml")
    assert daan.post("/account/app", {"code": "12"}).status == 422
    page = daan.post("/account/app", {"code": pyotp.TOTP(secret).now()})
    paper = re.findall(r"[a-z0-9]{4}(?:-[a-z0-9]{4}){3}", page.text)
    assert len(paper) == 10
    assert page.headers["Cache-Control"] == "no-store"
    security = daan.get("/account/security")
    assert "Herstelcodes over: 10." in security.text
    assert paper[0] not in security.html
    assert visit().sign_in(town.daan.email, PASSWORD).location == "/login/second"
    daan.post("/account/app/remove", {})
    told = letters(town.daan.email)
    assert [letter.subject for letter in told] == [
        "Er is een app die codes maakt aan je account toegevoegd",
        "De app die codes maakt is van je account verwijderd",
    ]
    assert not any(code in letter.body_text for letter in told for code in (secret, *paper))
    assert visit().sign_in(town.daan.email, PASSWORD).location == "/desk/"


@pytest.mark.usefixtures("demanding")
def test_a_desk_that_demands_it_opens_only_the_page_to_set_it_up(visit: Visit, town: Town) -> None:
    daan = visit()
    assert daan.sign_in(town.daan.email, PASSWORD).location == "/account/security"
    assert daan.get("/desk/", follow=False).location == "/account/security?next=/desk/"
    assert daan.post("/desk/profile", {}).location.startswith("/account/security")
    daan.get("/account/security")
    secret = daan.get("/account/app").one("code").text or ""
    assert daan.post("/account/app", {"code": pyotp.TOTP(secret).now()}).status == 200
    assert daan.get("/desk/", follow=False).status == 200
    assert visit().sign_in(town.lotte.email, PASSWORD).location == "/portal/"


def test_who_was_signed_in_when_the_desk_began_to_demand_it_sets_it_up_at_the_next_page(
    app: Flask, visit: Visit, town: Town
) -> None:
    daan, lotte = visit("daan"), visit("lotte")
    usual = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(usual, second_factor="STAFF")
    try:
        typed = {"signature_nl": "Groet van een die typte", "signature_en": "", "density": "normal"}
        assert daan.post("/desk/profile", typed).location == "/account/security?next=/account/kept"
        assert (
            daan.get("/desk/board", headers={"HX-Request": "true"})
            .headers["HX-Redirect"]
            .startswith("/account/")
        )
        secret = daan.get("/account/app").one("code").text or ""
        page = daan.post("/account/app", {"code": pyotp.TOTP(secret).now()})
        assert page.all("a", href="/account/kept"), "what was typed waits"
        assert daan.get("/desk/", follow=False).status == 200
        assert lotte.get("/portal/", follow=False).status == 200
    finally:
        app.config["SETTINGS"] = usual


def test_a_manager_takes_a_lost_second_step_away(visit: Visit, town: Town) -> None:
    _enrolled(town.daan)
    mara = visit("mara")
    assert "Tweede stap verwijderen" in mara.get(f"/manage/people/{town.daan.id}/access").text
    mara.post(f"/manage/people/{town.daan.id}/second-step/remove", {})
    assert visit().sign_in(town.daan.email, PASSWORD).location == "/desk/"
    assert f"{town.mara.name} heeft dat gedaan." in letters(town.daan.email)[-1].body_text
    assert mara.post(f"/manage/people/{town.mara.id}/second-step/remove", {}).status == 404


@given(st.integers(0, 2**32), st.integers(-3, 3))
def test_a_code_is_right_for_one_step_either_way_and_never_again(seconds: int, drift: int) -> None:
    step = seconds // codes.STEP
    typed = pyotp.TOTP(SECRET).at(max(step + drift, 0) * codes.STEP)
    found = codes.step_of(f" {typed[:3]} {typed[3:]} ", SECRET, seconds, -1)
    if abs(drift) <= codes.DRIFT and step + drift >= 0:
        assert found is not None
        assert codes.step_of(typed, SECRET, seconds, found + 2 * codes.DRIFT) is None
    else:
        assert found is None or pyotp.TOTP(SECRET).at(found * codes.STEP) == typed


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_code_or_is_not(typed: str) -> None:
    assert codes.step_of(typed, SECRET, 1_800_000_000, 10**9) is None
    assert len(codes.code_hash(typed)) == 64


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("way", list(Way))
@pytest.mark.parametrize("enrolled", [True, False])
@pytest.mark.parametrize("forced", [True, False])
def test_nobody_gets_in_past_a_second_step_they_have_or_must_have(
    role: Role, way: Way, enrolled: bool, forced: bool
) -> None:
    stage = stage_after(way, role, enrolled=enrolled, forced=forced)
    if way in {Way.PASSKEY, Way.GOOGLE}:
        assert stage is Stage.FULL
    elif enrolled:
        assert stage is Stage.SECOND
    else:
        assert stage is (Stage.BARE if forced and role is not Role.CLIENT else Stage.FULL)


def test_a_passkey_is_a_second_step_for_staff_and_another_way_in_for_clients() -> None:
    assert is_second_step(Role.STAFF, has_app=False, has_passkey=True)
    assert not is_second_step(Role.CLIENT, has_app=False, has_passkey=True)
    assert is_second_step(Role.CLIENT, has_app=True, has_passkey=False)

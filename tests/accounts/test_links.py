"""Signing in by a link from a mail."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from projectie.accounts.models import SignInLink
from projectie.clock.now import now
from projectie.database import transaction
from projectie.people.actions import PersonFacts, change_person, set_access
from projectie.people.models import Role
from tests.accounts.letters import answered, letters, link_in
from tests.town import Town
from tests.visitor import Page, Visitor

Visit = Callable[..., Visitor]


def _ask(visitor: Visitor, email: str, back: str = "") -> Page:
    return visitor.post("/login/link", {"email": email, "next": back})


def test_r35_a_link_signs_in_once_and_only_by_post(app: Flask, visit: Visit, town: Town) -> None:
    assert _ask(visit(), town.lotte.email, "/portal/rounds").status == 200
    assert answered(app) == 1
    path = link_in(letters(town.lotte.email)[0])
    for scanner in (visit(), visit()):  # opening it changes nothing
        opened = scanner.get(path)
        assert opened.status == 200
        assert opened.headers["Cache-Control"] == "no-store"
        assert scanner.get("/portal/", follow=False).status == 302
    lotte = visit()
    lotte.get(path)
    assert lotte.post(path, {}).location == "/portal/rounds"
    assert lotte.get("/portal/", follow=False).status == 200
    again = visit().get(path)
    assert again.status == 404
    assert again.one("form", action="/login/link") is not None
    assert visit().post(path, {}).status == 404


def test_an_unknown_address_gets_the_same_answer_by_the_same_work(
    app: Flask, visit: Visit, town: Town
) -> None:
    known, unknown = visit(), visit()
    _ask(visit(), "first@elsewhere.example")  # from this address it was asked before
    known.get("/login")
    unknown.get("/login")
    one, two = _ask(known, town.lotte.email), _ask(unknown, "nobody@elsewhere.example")
    assert one.status == two.status == 200
    assert one.text.replace(town.lotte.email, "") == two.text.replace("nobody@elsewhere.example", "")
    assert one.statements == two.statements
    assert answered(app) == 3
    assert letters("nobody@elsewhere.example") == []
    assert answered(app) == 0


def test_staff_are_told_how_they_sign_in_and_get_no_link(app: Flask, visit: Visit, town: Town) -> None:
    _ask(visit(), town.daan.email)
    answered(app)
    assert "/inloggen/" not in letters(town.daan.email)[0].body_text


def test_a_link_expires_and_ends_with_the_account(app: Flask, visit: Visit, town: Town) -> None:
    _ask(visit(), town.lotte.email)
    _ask(visit(), town.joris.email)
    answered(app)
    old, closed = (link_in(letters(one.email)[0]) for one in (town.lotte, town.joris))
    with transaction() as session:
        past = now() - timedelta(minutes=21)
        session.execute(
            update(SignInLink)
            .where(SignInLink.person_id == town.lotte.id)
            .values(made_at=past, expires_at=past + timedelta(minutes=20))
        )
    set_access(town.joris.id, False, town.mara.id, now())
    assert visit().post(old, {}).status == 404
    assert visit().post(closed, {}).status == 404
    assert visit().get(f"{old}x").status == 404
    assert visit().get("/nl/inloggen/999-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").status == 404


def test_a_new_address_voids_the_link_of_the_old_one(app: Flask, visit: Visit, town: Town) -> None:
    _ask(visit(), town.joris.email)
    answered(app)
    path = link_in(letters(town.joris.email)[0])
    facts = PersonFacts("new@bakkerij-leiden.example", "Joris", Role.CLIENT, town.leiden.id, False, "nl")
    change_person(town.joris.id, facts, town.mara.id, now())
    assert visit().post(path, {}).status == 404


def test_wishes_are_braked_for_an_account_whoever_it_is(visit: Visit, town: Town) -> None:
    for email in (town.lotte.email, "nobody@elsewhere.example"):
        for _ in range(5):
            assert _ask(visit(), email).status == 200
        page = _ask(visit(), email)
        assert page.status == 429
        assert int(page.headers["Retry-After"]) > 0


def test_a_link_shown_to_colleagues_is_shown_without_its_text(app: Flask, visit: Visit, town: Town) -> None:
    _ask(visit(), town.lotte.email)
    answered(app)
    letter = letters(town.lotte.email)[0]
    path, address = link_in(letter), f"/desk/outbox/{letter.id}"
    assert path not in visit("mara").get(address).html


def test_what_is_no_address_comes_back(visit: Visit) -> None:
    page = _ask(visit(), "lotte bij de bakker")
    assert page.status == 422
    assert page.one("input", id="email").get("value") == "lotte bij de bakker"

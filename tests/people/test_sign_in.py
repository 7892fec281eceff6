"""Signing in and out."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.town import PASSWORD, Town
from tests.visitor import Visitor


@pytest.mark.parametrize(("name", "first"), [("mara", "/manage/"), ("daan", "/desk/"), ("lotte", "/portal/")])
def test_who_signs_in_sees_the_first_page_of_their_role(
    visit: Callable[..., Visitor], town: Town, name: str, first: str
) -> None:
    visitor = visit()
    assert visitor.sign_in(getattr(town, name).email, PASSWORD).location == first


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    visit: Callable[..., Visitor], town: Town
) -> None:
    known = visit().sign_in(town.daan.email, "not this one")
    unknown = visit().sign_in("nobody@projectie.example", "not this one")
    assert known.status == unknown.status == 422
    assert known.text.replace(town.daan.email, "") == unknown.text.replace("nobody@projectie.example", "")


def test_too_many_wrong_passwords_wait(visit: Callable[..., Visitor], town: Town) -> None:
    visitor = visit()
    for _ in range(10):
        assert visitor.sign_in(town.daan.email, "wrong").status == 422
    page = visitor.sign_in(town.daan.email, PASSWORD)
    assert page.status == 429
    assert int(page.headers["Retry-After"]) > 0


def test_who_is_not_signed_in_comes_back_after_signing_in(visit: Callable[..., Visitor], town: Town) -> None:
    visitor = visit()
    sent = visitor.get("/desk/?x=1", follow=False)
    assert sent.status == 302
    assert sent.location == "/login?next=/desk/?x%3D1"
    visitor.get(sent.location)
    back = visitor.post("/login", {"email": town.daan.email, "password": PASSWORD, "next": "/desk/?x=1"})
    assert back.location == "/desk/?x=1"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_sends_anybody_elsewhere(
    visit: Callable[..., Visitor], town: Town, elsewhere: str
) -> None:
    page = visit().post("/login", {"email": town.daan.email, "password": PASSWORD, "next": elsewhere})
    assert page.location == "/desk/"


def test_htmx_of_a_stranger_is_sent_to_the_sign_in_and_gets_no_form(visit: Callable[..., Visitor]) -> None:
    page = visit().get("/desk/", htmx=True)
    assert page.status == 401
    assert page.headers["HX-Redirect"].startswith("/login")
    assert not page.html


def test_a_page_that_leaves_late_does_not_take_the_sign_in_page_with_it(app: Flask) -> None:
    client = app.test_client()
    client.get("/login")
    late = client.post("/desk/tickets/1/presence", data={"doing": "leaving"}, headers={"HX-Request": "true"})
    assert late.status_code == 401
    assert (
        "Set-Cookie" not in late.headers
    )  # else it could come after the page's own, and its form would be refused


def test_signing_out_is_by_post_only(visit: Callable[..., Visitor]) -> None:
    visitor = visit("daan")
    assert visitor.get("/logout").status == 405
    visitor.post("/logout")
    assert visitor.get("/desk/", follow=False).status == 302


def test_without_the_right_token_nothing_changes(visit: Callable[..., Visitor]) -> None:
    visitor = visit("daan")
    assert visitor.post("/logout", token="wrong").status == 400
    assert visitor.get("/desk/", follow=False).status == 200

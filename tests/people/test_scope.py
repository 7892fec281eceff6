"""Nothing of management is there for anybody else; a stranger's id and an invented one answer the same."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.town import Town
from tests.visitor import Page, Visitor

Visit = Callable[..., Visitor]


def _addresses(app: Flask, door: str) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(f"{door}.") and "GET" in (rule.methods or ()):
            yield rule.rule


def _with(rule: str, number: int) -> str:
    parts = [str(number) if part.startswith("<") else part for part in rule.split("/")]
    return "/".join(parts)


@pytest.mark.parametrize(("name", "door"), [("lotte", "manage"), ("lotte", "desk"), ("daan", "manage")])
def test_r8_who_has_no_business_there_finds_no_page_there(
    app: Flask, visit: Visit, name: str, door: str
) -> None:
    visitor = visit(name)
    for rule in _addresses(app, door):
        assert visitor.get(_with(rule, 1), follow=False).status == 404, rule


def test_r8_a_strangers_id_and_an_invented_id_answer_the_same(app: Flask, visit: Visit, town: Town) -> None:
    lotte = visit("lotte")
    for rule in _addresses(app, "manage"):
        if "<" in rule:
            ours, theirs = lotte.get(_with(rule, town.leiden.id)), lotte.get(_with(rule, town.abroad.id))
            invented = lotte.get(_with(rule, 987_654))
            assert _said(ours) == _said(theirs) == _said(invented), rule


def test_r8_a_stranger_is_sent_to_the_sign_in_for_true_and_invented_ids_alike(
    visit: Visit, town: Town
) -> None:
    stranger = visit()
    for number in (town.leiden.id, 987_654):
        page = stranger.get(f"/manage/organisations/{number}", follow=False)
        assert (page.status, page.location) == (302, f"/login?next=/manage/organisations/{number}")


@pytest.mark.parametrize(
    "address",
    [
        "/manage/organisations/new",
        "/manage/people/new",
        "/manage/studio",
        "/manage/people/{daan}/password",
        "/manage/people/{daan}/access",
    ],
)
def test_r8_no_deed_of_management_is_open_to_staff_or_clients(visit: Visit, town: Town, address: str) -> None:
    for name in ("daan", "lotte"):
        assert (
            visit(name).post(address.format(daan=town.daan.id), {"password": "drie kazen op zolder"}).status
            == 404
        )


def _said(page: Page) -> tuple[int, str]:
    return page.status, page.text

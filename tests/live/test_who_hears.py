"""Who hears of what: staff of everything, clients of their own, strangers of nothing."""

from collections.abc import Callable

import pytest
from flask import Flask

from projectie.live.hub import hub_of
from tests.live.ears import event, happened, listen
from tests.town import Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.mark.parametrize("url", ["/events", "/events/recent"])
def test_a_stranger_is_sent_to_the_sign_in(visit: Visit, url: str) -> None:
    page = visit().get(url, follow=False)
    assert page.status == 302
    assert page.location.startswith("/login")


@pytest.mark.parametrize("who", ["daan", "mara"])
def test_the_studio_hears_of_every_ticket_and_of_its_mail(visit: Visit, town: Town, who: str) -> None:
    stream = listen(visit(who))
    happened(7, organisation=town.leiden.id, by=town.lotte.id)
    happened(8, organisation=town.abroad.id)
    happened(9, kind="mail")
    assert [next(stream) for _ in range(3)] == [event(1, 7), event(2, 8), event(3, 9, kind="mail")]


def test_a_client_hears_of_tickets_of_the_own_organisation_alone(visit: Visit, town: Town) -> None:
    stream = listen(visit("joris"))
    happened(7, organisation=town.abroad.id)
    happened(7, organisation=None)
    happened(7, kind="outbox", organisation=town.leiden.id)
    happened(9, organisation=town.leiden.id, by=town.lotte.id)
    assert next(stream) == event(4, 9)


def test_what_was_missed_is_narrowed_in_the_same_way(visit: Visit, town: Town) -> None:
    happened(7, organisation=town.abroad.id)
    happened(7, organisation=None)
    happened(7, kind="outbox", organisation=town.leiden.id)
    happened(9, organisation=town.leiden.id, by=town.lotte.id)
    assert next(listen(visit("joris"), "/events?after=0")) == event(4, 9)
    assert next(listen(visit("lotte"), "/events?after=0")) == event(4, 9, own=True)


def test_whoever_did_it_hears_that_it_was_their_own_deed(visit: Visit, town: Town) -> None:
    daan, mara = listen(visit("daan")), listen(visit("mara"))
    happened(7, organisation=town.leiden.id, by=town.daan.id)
    assert next(daan) == event(1, 7, own=True)
    assert next(mara) == event(1, 7, own=False)


def test_the_stream_may_not_be_kept_or_gathered_by_anything_in_between(visit: Visit) -> None:
    headers = visit("daan").get("/events").headers
    assert headers["Content-Type"].startswith("text/event-stream")
    assert headers["Cache-Control"] == "no-cache"
    assert headers["X-Accel-Buffering"] == "no"
    assert "Content-Encoding" not in headers


def test_asking_for_the_headers_alone_takes_no_place(app: Flask, visit: Visit) -> None:
    assert visit("daan").client.head("/events").status_code == 200
    assert hub_of(app).streams == 0


def test_a_stream_that_is_closed_gives_its_place_back(app: Flask, visit: Visit) -> None:
    page = visit("daan").get("/events")
    assert hub_of(app).streams == 1
    page.response.close()
    assert hub_of(app).streams == 0

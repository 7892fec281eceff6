"""Snippets at the desk: always a pair, kept in order, and on a ticket in the client's language."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from projectie.clock.now import now
from projectie.database import db
from projectie.snippets.actions import Pair, add_snippet
from projectie.snippets.models import Snippet
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Visitor

PAIR = {
    "name": "/Bedankt",
    "nl": "Dank je, {name}. Het is {number}.",
    "en": "Thank you, {name}.",
    "version": "0",
}


def test_half_a_pair_or_an_unknown_variable_is_not_saved(visit: Callable[..., Visitor], town: Town) -> None:
    daan = visit("daan", "en")
    for wrong, said in (
        ({"en": " "}, "Write the English text too"),
        ({"nl": ""}, "Write the Dutch text too"),
        ({"nl": "Dag {naam}"}, "{naam} is no variable. These are: {name}, {client}"),
        ({"name": "met spatie"}, "Use letters, digits and hyphens only"),
    ):
        page = daan.post("/desk/snippets/new", {**PAIR, **wrong})
        assert page.status == 422
        assert said in page.text
        assert (page.one("textarea", id="nl").text or "") == {**PAIR, **wrong}["nl"].strip()
    assert db.session.scalars(select(Snippet)).all() == []


def test_a_snippet_is_made_changed_and_removed_and_a_stale_change_is_refused(
    visit: Callable[..., Visitor], town: Town
) -> None:
    daan, mara = visit("daan", "en"), visit("mara", "en")
    assert daan.post("/desk/snippets/new", PAIR).status == 303
    assert "another snippet has this name" in mara.post("/desk/snippets/new", PAIR).text
    path = "/desk/snippets/1/change"
    assert mara.get(path).one("input", name="version").get("value") == "1"
    assert daan.post(path, {**PAIR, "en": "Thanks", "version": "1"}).status == 303
    stale = mara.post(path, {**PAIR, "en": "Cheers", "version": "1"})
    assert (stale.status, stale.one("textarea", id="en").text) == (422, "Cheers")
    assert mara.post(path, {**PAIR, "en": "Cheers", "version": "2"}).status == 303
    assert "/bedankt" in daan.get("/desk/snippets").text
    assert daan.post("/desk/snippets/1/removal").status == 303
    assert "No snippets yet" in daan.get("/desk/snippets").text


def test_on_a_ticket_it_is_filled_in_in_the_clients_language(
    app: Flask, visit: Callable[..., Visitor], town: Town
) -> None:
    add_snippet(
        Pair("dag", "Dag {name} van {client}: {promise}.", "Hi {name}, {me} here."), town.mara.id, now()
    )
    dutch = receive(app, letter(from_=f"Lotte Bakker <{town.lotte.email}>", proven=True)).ticket
    english = receive(
        app, letter(from_=f"Abby <{town.abby.email}>", proven=True, body="Hello, the site is down")
    ).ticket
    daan = visit("daan")
    assert daan.get(f"/desk/tickets/{english}/snippets").response.get_json() == [
        {"name": "dag", "text": "Hi Abby, Daan de Boer here."}
    ]
    path = f"/desk/tickets/{dutch}"
    (option,) = daan.get(path).one("select", id="snippet")
    form = {"body": "Boven", "snippet": option.get("value") or ""}
    assert daan.post(f"{path}/snippets", form).status == 303
    text = daan.get(path).one("textarea", id="body").text or ""
    assert text.startswith("Boven\n\nDag Lotte van Bakkerij Leiden: ")
    assert "{promise}" not in text
    assert daan.post(f"{path}/snippets", {"snippet": "99"}).status == 404

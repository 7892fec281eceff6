"""Staff keep how they like the desk, and every page obeys."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.database import db
from projectie.mail.models import OutgoingLetter
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]


def test_what_somebody_chose_stands_on_every_page_of_theirs_alone(town: Town, visit: Visit) -> None:
    daan = visit("daan", language="en")
    assert daan.get("/desk/board").one("html").get("data-density") is None
    daan.post("/desk/profile", {"density": "compact", "theme": "dark"})  # the box of the keys is not ticked
    html = daan.get("/desk/board").one("html")
    assert [html.get(f"data-{name}") for name in ("density", "theme", "keys")] == ["compact", "dark", "off"]
    assert visit("mara").get("/desk/board").one("html").get("data-density") is None
    daan.post("/desk/profile", {"density": "normal", "theme": "system", "keys": "y"})
    html = daan.get("/desk/board").one("html")
    assert [html.get(f"data-{name}") for name in ("density", "theme", "keys")] == [None, None, None]
    assert town.daan.name in daan.get("/desk/profile").text


@pytest.mark.parametrize("typed", [{}, {"density": "tight", "theme": "dark"}])
def test_a_choice_that_is_none_is_refused(town: Town, visit: Visit, typed: dict[str, str]) -> None:
    del town
    assert visit("daan").post("/desk/profile", typed).status == 422


def test_a_signature_stands_under_letters_in_the_language_of_the_client(
    app: Flask, town: Town, visit: Visit
) -> None:
    daan = visit("daan", "en")
    chosen = {"density": "normal", "theme": "system", "keys": "y"}
    texts = {"signature_nl": "Groet,  \n\nDaan ", "signature_en": "Cheers, Daan"}
    assert daan.post("/desk/profile", {**chosen, **texts, "signature_nl": "x" * 1001}).status == 422
    assert daan.post("/desk/profile", {**chosen, **texts}).status == 303
    dutch = receive(app, letter(from_=town.lotte.email, proven=True)).ticket
    english = receive(app, letter(from_=town.abby.email, proven=True, body="Hello, it is down")).ticket
    for number, mine, other in ((dutch, "Groet,\n\nDaan\n", "Cheers"), (english, "Cheers, Daan\n", "Groet")):
        page = daan.get(f"/desk/tickets/{number}")
        assert page.one("p", id="signature").text == mine.strip()
        form = {"body": "OK", "seen": page.one("input", id="seen").get("value"), "then": "", "when": "now"}
        assert daan.post(f"/desk/tickets/{number}/replies", form).status == 303
        db.session.rollback()
        written = select(OutgoingLetter).where(OutgoingLetter.key.like("answer:%"))
        sent = db.session.scalars(written.order_by(OutgoingLetter.id.desc())).first()
        assert sent
        assert mine in sent.body_text
        assert other not in sent.body_text + (sent.body_html or "")
        assert "Daan<br>\nStudio" not in (sent.body_html or "")

"""A manager says who the studio is, and every page shows it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from projectie.database import db
from projectie.history import History
from projectie.terms.in_force import studio_facts
from tests.visitor import Page, Visitor

Visit = Callable[..., Visitor]


def _typed(page: Page) -> dict[str, str]:
    fields = {
        e.get("name", ""): e.get("value", "")
        for e in page.all("input")
        if e.get("type") in {"text", "email", "tel", "url", "number"}
    }
    zone = next(o for o in page.one("select", id="zone").iter("option") if o.get("selected") is not None)
    return {
        **fields,
        "address": (page.one("textarea", id="address").text or "").strip(),
        "zone": zone.get("value", ""),
    }


def test_what_is_kept_stands_in_the_form_and_saving_it_changes_nothing(visit: Visit) -> None:
    mara, before = visit("mara"), studio_facts(db.session())
    assert mara.post("/manage/studio", _typed(mara.get("/manage/studio"))).location == "/manage/studio"
    assert studio_facts(db.session()) == before
    assert db.session.scalars(select(History).where(History.subject == "studio")).all() == []


def test_another_studio_is_another_studio_everywhere(visit: Visit) -> None:
    mara = visit("mara")
    typed = _typed(mara.get("/manage/studio")) | {
        "name": "Atelier Noord GmbH",
        "address": "Hafenweg 1\n\n  20457 Hamburg ",
        "vat_id": "de 123.456.789",
        "site": "atelier-noord.example",
        "phone": "+49 (0)40 123 456",
        "support_address": "Hilfe@atelier-noord.example",
        "tagline_en": "Calm and clear",
        "zone": "Europe/Berlin",
    }
    assert mara.post("/manage/studio", typed).status == 303
    facts = studio_facts(db.session())
    assert facts.address == ("Hafenweg 1", "20457 Hamburg")
    assert (facts.vat_id, facts.site, facts.zone) == (
        "DE123456789",
        "https://atelier-noord.example",
        "Europe/Berlin",
    )
    assert facts.support_address == "hilfe@atelier-noord.example"
    page = visit().get("/login?x=1", headers={"Accept-Language": "en"})
    for said in (
        "Atelier Noord GmbH",
        "20457 Hamburg",
        "hilfe@atelier-noord.example",
        "Calm and clear",
        "+49 (0)40 123 456",
    ):
        assert said in page.text, said
    line = db.session.scalars(select(History).where(History.subject == "studio")).one()
    assert (line.deed, line.subject_id) == ("studio.changed", 1)
    assert "name" in line.details["fields"]
    assert "Atelier" not in str(line.details), "the history names fields, not texts"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"address": " \n "}, "address"),
        ({"kvk": "1" * 21}, "kvk"),
        ({"vat_id": "12345"}, "vat_id"),
        ({"site": "mailto:us@studio.example"}, "site"),
        ({"site": "ftp://studio.example"}, "site"),
        ({"site": "http://["}, "site"),
        ({"phone": "call me"}, "phone"),
        ({"support_address": "support"}, "support_address"),
        ({"urgent_address": "SUPPORT@projectie.com"}, "urgent_address"),  # serves requests already
        ({"info_address": ""}, "info_address"),
        ({"tagline_nl": ""}, "tagline_nl"),
        ({"zone": "Mars/Olympus"}, "zone"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_kept(visit: Visit, typed: dict[str, str], field: str) -> None:
    mara, before = visit("mara"), studio_facts(db.session())
    page = mara.post("/manage/studio", _typed(mara.get("/manage/studio")) | typed)
    assert page.status == 422
    assert page.all("p", id=f"{field}-error"), page.text
    assert page.one("div", id="error-summary")
    assert studio_facts(db.session()) == before

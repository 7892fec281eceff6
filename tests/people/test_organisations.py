"""Managers add and change clients."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from projectie.database import db
from projectie.history import History
from projectie.people.models import MailDomain, Organisation
from tests.town import Town
from tests.visitor import Page, Visitor

Visit = Callable[..., Visitor]
NEW = {
    "name": "Anna’s Atelier",
    "country": "BE",
    "language": "nl",
    "domains": "atelier.example\n@ATELIER-shop.example\n\natelier.example",
    "hosting": "self",
    "studio_mail": "no",
}


def test_a_client_is_added_with_one_line_of_history(visit: Visit, town: Town) -> None:
    page = visit("mara").post("/manage/organisations/new", NEW)
    assert page.status == 303
    kept = db.session.scalars(select(Organisation).where(Organisation.name == NEW["name"])).one()
    assert page.location == f"/manage/organisations/{kept.id}"
    assert (kept.country, kept.language, kept.hosting, kept.studio_mail) == ("BE", "nl", "self", False)
    assert [row.domain for row in kept.domains] == ["atelier-shop.example", "atelier.example"]
    lines = db.session.scalars(select(History).where(History.subject == "organisation")).all()
    assert [(line.deed, line.subject_id, line.actor_id) for line in lines] == [
        ("organisation.added", kept.id, town.mara.id)
    ]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "bakkerij leiden"}, "name"),  # taken, whatever the case
        ({"name": "x" * 201}, "name"),
        ({"country": ""}, "country"),
        ({"country": "ZZ"}, "country"),
        ({"language": "de"}, "language"),
        ({"domains": "gmail.com"}, "domains"),
        ({"domains": "Ziggo.nl"}, "domains"),
        ({"domains": "no domain"}, "domains"),
        ({"domains": "bakkerij-leiden.example"}, "domains"),  # another's
        ({"domains": "\n".join(f"d{n}.example" for n in range(51))}, "domains"),
        ({"hosting": "cloud"}, "hosting"),
        ({"studio_mail": "maybe"}, "studio_mail"),
    ],
)
def test_a_wrong_field_is_named_and_all_that_was_typed_is_kept(
    visit: Visit, typed: dict[str, str], field: str
) -> None:
    page = visit("mara").post("/manage/organisations/new", {**NEW, **typed})
    assert page.status == 422
    assert page.all("p", id=f"{field}-error"), page.text
    assert page.one("div", id="error-summary")
    assert page.one("input", id="name").get("value") == {**NEW, **typed}["name"].strip()
    tidy = "atelier.example\natelier-shop.example"
    assert (page.one("textarea", id="domains").text or "").strip() == typed.get("domains", tidy)
    assert db.session.scalar(select(Organisation.id).where(Organisation.name == NEW["name"])) is None


def test_a_domain_of_another_client_is_refused_with_the_name(visit: Visit) -> None:
    page = visit("mara", "en").post(
        "/manage/organisations/new", {**NEW, "domains": "info@Bakkerij-Leiden.example"}
    )
    assert "bakkerij-leiden.example already belongs to Bakkerij Leiden" in page.text


def test_what_is_kept_stands_in_the_form_and_is_changed_with_one_line(visit: Visit, town: Town) -> None:
    mara, url = visit("mara"), f"/manage/organisations/{town.leiden.id}/change"
    form = _typed(mara.get(url))
    assert form["domains"] == "bakkerij-leiden.example"
    assert (form["country"], form["studio_mail"], form["hosting"]) == ("NL", "yes", "studio")
    changed = {**form, "country": "BE", "domains": "bakkerij-leiden.example\nbrood.example"}
    assert mara.post(url, changed).location == f"/manage/organisations/{town.leiden.id}"
    assert mara.post(url, changed).status == 303  # nothing new: no line
    lines = db.session.scalars(select(History).where(History.deed == "organisation.changed")).all()
    assert [line.details for line in lines] == [{"fields": ["country", "domains"]}]
    kept = db.session.scalars(
        select(MailDomain.domain).where(MailDomain.organisation_id == town.leiden.id)
    ).all()
    assert sorted(kept) == ["bakkerij-leiden.example", "brood.example"]


def test_a_domain_can_move_from_one_client_to_another(visit: Visit, town: Town) -> None:
    mara = visit("mara")
    for client, domains in ((town.leiden, ""), (town.abroad, "kueste.example\nbakkerij-leiden.example")):
        url = f"/manage/organisations/{client.id}/change"
        assert mara.post(url, {**_typed(mara.get(url)), "domains": domains}).status == 303
    kept = db.session.scalars(select(MailDomain).where(MailDomain.domain == "bakkerij-leiden.example")).one()
    assert kept.organisation_id == town.abroad.id


@pytest.mark.parametrize(("language", "name"), [("nl", "Duitsland"), ("en", "Germany")])
def test_countries_are_named_in_the_readers_language(visit: Visit, language: str, name: str) -> None:
    page = visit("mara", language).get("/manage/organisations/new")
    assert name in [option.text for option in page.one("select", id="country").iter("option")]


def test_the_studios_own_country_and_the_readers_language_are_proposed(visit: Visit) -> None:
    page = visit("mara", "en").get("/manage/organisations/new")
    chosen = [
        o.get("value")
        for o in page.one("select", id="country").iter("option")
        if o.get("selected") is not None
    ]
    assert chosen == ["NL"]
    assert page.one("input", name="language", value="en").get("checked") is not None


def test_the_language_button_keeps_what_was_typed(visit: Visit) -> None:
    page = visit("mara").post("/manage/organisations/new", {**NEW, "switch_language": "en"})
    assert page.status == 200
    assert page.one("h1").text == "New client"
    assert page.one("input", id="name").get("value") == NEW["name"]


def test_an_unknown_client_is_404(visit: Visit) -> None:
    mara = visit("mara")
    for url in (
        "/manage/organisations/987654",
        "/manage/organisations/987654/change",
        f"/manage/organisations/{2**70}",
    ):
        assert mara.get(url).status == 404
    assert mara.post("/manage/organisations/987654/change", NEW).status == 404


def _typed(page: Page) -> dict[str, Any]:
    """Return what a browser would send back from the page's form."""
    fields: dict[str, Any] = {e.get("name", ""): e.get("value", "") for e in page.all("input", type="text")}
    fields |= {
        e.get("name", ""): e.get("value", "")
        for e in page.all("input", type="radio")
        if e.get("checked") is not None
    }
    fields |= {e.get("name", ""): (e.text or "").strip() for e in page.all("textarea")}
    for select_ in page.all("select"):
        chosen = [o for o in select_.iter("option") if o.get("selected") is not None]
        fields[select_.get("name", "")] = chosen[0].get("value") if chosen else ""
    return fields

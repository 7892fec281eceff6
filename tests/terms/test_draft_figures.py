"""Managers write the figures of a draft: anything is kept, and said at its field (R2)."""

from typing import Any

import pytest

from projectie.database import db
from projectie.terms.in_force import newest
from tests.terms.drafts import the_draft
from tests.terms.editor import FIGURES, error_at, fill, publish_by
from tests.visitor import Visitor


def test_r02_figures_are_typed_as_people_write_them(mara: Visitor) -> None:
    typed = {
        "figures-credit_price_cents": "€ 23,5",
        "figures-phone_opens": "9.30",
        "figures-grace_days": " 8 ",
        "figures-phone_weekdays": ["0", "5"],
    }
    page = fill(mara, FIGURES, typed)
    assert "Opgeslagen." in page.text
    figures = the_draft().draft.terms.figures
    assert (figures.credit_price_cents, figures.phone_opens.isoformat("minutes")) == (2350, "09:30")
    assert (figures.grace_days, figures.phone_weekdays) == (8, (0, 5))


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("credit_price_cents", "vijf", "Vul een bedrag in euro’s in, zoals € 22,50"),
        ("credit_price_cents", "1.234,50", "Vul een bedrag in euro’s in"),
        ("phone_opens", "25:00", "Vul een tijd in, zoals 10:00"),
        ("phone_opens", "", "Vul een tijd in"),
        ("grace_days", "7,5", "Vul een heel getal in, zoals 7"),
        ("grace_days", "-7", "Vul een heel getal in"),
        ("grace_days", "٧", "Vul een heel getal in"),
        ("grace_days", "99999999999999999999", "Vul een heel getal in"),
    ],
)
def test_r02_what_is_no_figure_is_kept_as_typed_and_said_at_the_field(
    mara: Visitor, field: str, typed: str, said: str
) -> None:
    page = fill(mara, FIGURES, {f"figures-{field}": typed, "figures-vat_percent": "20"})
    assert said in error_at(page, f"figures-{field}").replace("\xa0", " ")
    assert page.one("input", name=f"figures-{field}").get("value") == typed
    kept = the_draft().draft
    assert (kept.terms.figures.vat_percent, kept.unread) == (20, {f"figures.{field}": typed})
    assert "Nog niet klaar om te publiceren" in mara.get("/manage/terms").text
    fill(mara, FIGURES, {f"figures-{field}": "10:00" if field == "phone_opens" else "7"})
    assert the_draft().draft.unread == {}


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        (
            {"figures-response_by_hours": "12"},
            "response_by_hours",
            "Dit kan niet minder zijn dan ‘Antwoord vanaf’",
        ),
        (
            {"figures-phone_closes": "09:00"},
            "phone_closes",
            "De telefoon kan niet dicht voordat hij opengaat",
        ),
        ({"figures-minutes_per_credit": "0"}, "minutes_per_credit", "Vul een getal in van 1 tot en met"),
        ({"figures-credit_price_cents": "0"}, "credit_price_cents", "Vul een getal in van € 0,01 tot en met"),
        ({"figures-working_weekdays": []}, "working_weekdays", "Kies ten minste één dag"),
    ],
)
def test_r02_contradictory_figures_are_kept_and_cannot_be_published(
    mara: Visitor, typed: dict[str, Any], field: str, said: str
) -> None:
    page = fill(mara, FIGURES, typed)
    assert said in error_at(page, f"figures-{field}").replace("\xa0", " ")
    difference = mara.get("/manage/terms/draft/difference")
    assert not difference.all("input", name="starts")
    assert difference.all("a", href=f"{FIGURES}#figures-{field}")
    assert publish_by(mara).status == 422
    assert newest(db.session()).number == 1

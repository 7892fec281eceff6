"""Managers write the texts of a draft, Dutch beside English (R1, R2)."""

import pytest

from projectie.terms.placeholders import NAMES
from tests.terms.drafts import the_draft
from tests.terms.editor import FIGURES, PROSE, error_at, fill
from tests.terms.made import FIRST
from tests.visitor import Visitor, words


def test_r02_a_text_lacks_a_language(mara: Visitor) -> None:
    page = fill(mara, PROSE, {"prose-urgent-body-en": ""})
    assert error_at(page, "prose-urgent-body-en") == "Fout: Schrijf de Engelse tekst"
    assert page.one("textarea", name="prose-urgent-body-nl").text
    assert "Spoed (Engels): Schrijf de Engelse tekst" in mara.get("/manage/terms").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Een credit kost 25 euro.", "‘25’ is een los cijfer"),
        ("Dat kost {prijs}.", "De invulplek {prijs} bestaat niet"),
        ("Dat kost {credit_price}.", ""),
        ("Zet { niet los.", "Zet accolades alleen om de naam van een invulplek"),
    ],
)
def test_r01_a_text_states_figures_by_name_only(mara: Visitor, typed: str, said: str) -> None:
    english = "It costs {credit_price}." if "{credit" in typed else "So it is."
    page = fill(mara, PROSE, {"prose-leniency-body-nl": typed, "prose-leniency-body-en": english})
    assert said in error_at(page, "prose-leniency-body-nl")
    assert bool(error_at(page, "prose-leniency-body-nl")) == bool(said)


def test_r02_a_text_of_many_lines_comes_back_as_it_was_typed(mara: Visitor) -> None:
    typed = "\r\n\r\nEerste alinea.\r\n\r\n- een <b>punt</b>\r\n- nog een & meer\r\n"
    fill(mara, PROSE, {"prose-leniency-body-nl": typed})
    block = next(block for block in the_draft().draft.terms.prose if block.key == "leniency")
    assert block.body.nl == "Eerste alinea.\n\n- een <b>punt</b>\n- nog een & meer"


def test_r02_texts_are_added_moved_and_removed_without_losing_what_was_typed(mara: Visitor) -> None:
    typed = {
        "prose-sla-title-nl": "Heb je een SLA?",
        "new-title-nl": "Vakantie",
        "new-title-en": "7 Holidays!",
    }
    assert fill(mara, PROSE, typed, "add:", follow=False).location == f"{PROSE}#prose-add"
    keys = [block.key for block in the_draft().draft.terms.prose]
    assert keys == [*(block.key for block in FIRST.prose), "holidays"]
    assert (
        fill(mara, PROSE, {"prose-holidays-body-nl": "Fijn"}, "up:sla", follow=False).location
        == f"{PROSE}#row-sla"
    )
    fill(mara, PROSE, {}, "down:desk")
    fill(mara, PROSE, {}, "remove:tiers")
    fill(mara, PROSE, {}, "up:sla")
    blocks = the_draft().draft.terms.prose
    assert [block.key for block in blocks][:3] == ["sla", "desk", "response"]
    assert blocks[0].title.nl == "Heb je een SLA?"
    assert blocks[-1].body.nl == "Fijn"
    assert fill(mara, PROSE, {}, "remove:nobody").status == 200


def test_r02_the_placeholders_are_listed_with_what_they_say_now(mara: Visitor) -> None:
    fill(mara, FIGURES, {"figures-grace_days": "11"})
    page = mara.get(PROSE)
    assert {words(code).strip("{}") for code in page.all("code")} == NAMES
    (details,) = page.all("details", class_="placeholders")
    assert ["{grace}", "11 dagen", "11 days"] in [[words(cell) for cell in row] for row in details.iter("tr")]


@pytest.mark.parametrize(
    ("field", "length"), [("prose-desk-body-nl", 10_001), ("prose-desk-title-en", 121), ("new-title-nl", 121)]
)
def test_a_text_too_long_is_refused_with_a_sentence_and_stays_in_the_form(
    mara: Visitor, field: str, length: int
) -> None:
    before = the_draft()
    page = fill(mara, PROSE, {field: "x" * length, "prose-sla-title-nl": "Nieuw"})
    assert page.status == 422
    assert f"Maak dit hoogstens {length - 1} tekens lang" in page.text
    assert "x" * length in page.html
    assert page.one("input", name="prose-sla-title-nl").get("value") == "Nieuw"
    assert page.text.startswith("Fout: ")
    assert the_draft() == before

"""Managers draft, look at, compare and publish terms on pages that need no JavaScript (R2)."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from projectie.context import today
from projectie.database import db
from projectie.terms.content import to_data
from projectie.terms.figures import Coverage, Service, Text
from projectie.terms.in_force import in_force, newest
from projectie.terms.placeholders import NAMES
from tests.browsers import Browse
from tests.terms.drafts import drafted, moment, the_draft
from tests.terms.editor import FIGURES, MATRIX, PROSE, Visit, error_at, fill, form_of, rows_of
from tests.terms.made import FIRST, with_body, with_figures
from tests.town import Town
from tests.visitor import Visitor, words

PARTS = (FIGURES, MATRIX, PROSE)
PAGES = (*PARTS, "/manage/terms/draft/difference", "/manage/terms/draft/preview")


@pytest.fixture
def mara(visit: Visit) -> Visitor:
    """Return Mara with a draft that says what version 1 says."""
    visitor = visit("mara")
    assert visitor.post("/manage/terms/draft").location == "/manage/terms"
    return visitor


def test_the_list_shows_every_version_and_begins_a_draft(visit: Visit) -> None:
    visitor = visit("mara")
    page = visitor.get("/manage/terms")
    assert "Versie 1" in page.text
    assert "verandert nooit en gaat nooit weg" in page.text
    page = visitor.post("/manage/terms/draft", follow=True)
    assert "Concept van versie 2" in page.text
    assert "klaar om te publiceren" in page.text


def test_a_second_draft_is_refused_with_the_first_in_sight(mara: Visitor) -> None:
    page = mara.post("/manage/terms/draft")
    assert page.status == 409
    assert "Er is al een concept" in page.text


@pytest.mark.parametrize("path", PAGES)
def test_without_a_draft_its_pages_lead_to_the_list(visit: Visit, path: str) -> None:
    assert visit("mara").get(path, follow=False).location == "/manage/terms"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_a_draft_reads_in_both_languages(visit: Visit, path: str, language: str) -> None:
    visitor = visit("mara", language)
    visitor.post("/manage/terms/draft")
    assert visitor.get(path).status == 200


@pytest.mark.parametrize("path", PARTS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_r02_saving_what_was_shown_changes_nothing(visit: Visit, path: str, language: str) -> None:
    visitor = visit("mara", language)
    visitor.post("/manage/terms/draft")
    fill(visitor, path, {})
    assert to_data(the_draft().draft.terms) == to_data(FIRST)
    assert the_draft().draft.unread == {}


# Figures


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
    assert _publish(mara).status == 422
    assert newest(db.session()).number == 1


# Texts


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


# Services and tiers


def test_r04_a_service_comes_with_cells_to_choose_and_goes_again(mara: Visitor) -> None:
    page = fill(mara, MATRIX, {"new-name-nl": "Hosting", "new-name-en": "Hosting & domains"}, "add:")
    key = "hosting_domains"
    assert error_at(page, f"matrix-cells-{key}-sla-coverage") == "Fout: Kies wat dit abonnement biedt"
    chosen = {f"matrix-cells-{key}-{tier.key}-coverage": "included" for tier in FIRST.matrix.tiers}
    fill(mara, MATRIX, chosen, f"up:{key}")
    draft = the_draft().draft
    assert draft.is_ready
    assert draft.terms.matrix.services[-2] == Service(key, Text("Hosting", "Hosting & domains"))
    assert draft.terms.matrix.cells[key, "sla"].coverage is Coverage.INCLUDED
    fill(mara, MATRIX, {}, f"remove:{key}")
    assert the_draft().draft.terms.matrix == FIRST.matrix


def test_r04_a_condition_needs_its_name_and_its_footnote(mara: Visitor) -> None:
    name = "matrix-cells-print-on_demand"
    page = fill(mara, MATRIX, {f"{name}-coverage": "condition"})
    assert error_at(page, f"{name}-condition") == "Fout: Kies de voorwaarde"
    assert error_at(page, f"{name}-note-nl") == "Fout: Zeg de voorwaarde in woorden: schrijf de voetnoot"
    typed = {
        f"{name}-condition": "studio_mail",
        f"{name}-note-nl": "Als het kan.",
        f"{name}-note-en": "If we can.",
    }
    fill(mara, MATRIX, typed)
    assert the_draft().draft.is_ready


def test_r04_a_footnote_of_nothing_is_refused_and_stays_in_the_form(mara: Visitor) -> None:
    name, before = "matrix-cells-print-sla", the_draft()
    page = fill(mara, MATRIX, {f"{name}-coverage": "", f"{name}-note-nl": "Waarom?"})
    assert page.status == 422
    assert error_at(page, f"{name}-coverage") == "Fout: Kies wat het biedt voordat je het uitlegt"
    assert page.one("input", name=f"{name}-note-nl").get("value") == "Waarom?"
    assert the_draft() == before


def test_r04_tiers_change_in_name_only(mara: Visitor) -> None:
    sent = form_of(mara.get(MATRIX)) | {"matrix-tiers-sla-name-nl": "Maatwerk"}
    sent |= {"tiers": "on_demand on_demand_plus sla gold", "matrix-tiers-gold-name-nl": "Goud"}
    assert mara.post(MATRIX, sent).status == 303
    tiers = the_draft().draft.terms.matrix.tiers
    assert [tier.key for tier in tiers] == ["on_demand", "on_demand_plus", "sla"]
    assert tiers[2].name == Text("Maatwerk", "SLA")


def test_r01_the_words_of_the_table_are_text_of_the_terms(mara: Visitor) -> None:
    page = fill(mara, MATRIX, {"matrix-legend-included-en": "", "matrix-legend-not_covered-nl": "Nee, 0"})
    assert error_at(page, "matrix-legend-included-en") == "Fout: Schrijf de Engelse tekst"
    assert "‘0’ is een los cijfer" in error_at(page, "matrix-legend-not_covered-nl")


@pytest.mark.parametrize(
    "broken",
    [
        {"rows": "Not A-Key ../.. " + "x" * 40, "tiers": ""},
        {"rows": " ".join(f"s{n}" for n in range(500))},
        {"matrix-cells-print-sla-coverage": "everything", "matrix-cells-print-sla-condition": "moon"},
        {"matrix-services-print-name-nl": "\x00\x0b\x9f", "do": "up"},
        {"do": "explode:print"},
    ],
)
def test_whatever_is_sent_in_place_of_the_form_is_no_error_of_ours(
    mara: Visitor, broken: dict[str, str]
) -> None:
    page = mara.post(MATRIX, form_of(mara.get(MATRIX)) | broken)
    assert page.status in {303, 422}
    assert mara.get("/manage/terms/draft/preview").status == 200
    assert mara.get("/manage/terms/draft/difference").status == 200


# Two managers


@pytest.mark.parametrize("path", PARTS)
def test_r02_a_stale_save_is_refused_with_the_truth_and_everything_typed(
    mara: Visitor, visit: Visit, path: str
) -> None:
    field, typed, theirs = {
        FIGURES: ("figures-grace_days", "9", "8"),
        MATRIX: ("matrix-services-print-name-nl", "Drukken", "Printen"),
        PROSE: ("prose-sla-title-nl", "Mijn titel", "Haar titel"),
    }[path]
    sent = form_of(mara.get(path))
    fill(visit("mara"), path, {field: theirs})
    page = mara.post(path, {**sent, field: typed, "do": "save"})
    assert page.status == 409
    assert "Iemand heeft het concept intussen gewijzigd" in page.text
    assert page.one("input", name=field).get("value") == typed
    row = words(page.one("table", class_="diff"))
    assert typed in row
    assert theirs in row
    again = mara.post(path, {**form_of(page), "do": "save"})
    assert again.status == 303
    assert mara.get(path).one("input", name=field).get("value") == typed


@pytest.mark.parametrize("path", PARTS)
def test_r02_what_was_typed_in_a_draft_that_is_gone_can_be_copied(mara: Visitor, path: str) -> None:
    sent = form_of(mara.get(path))
    mara.post("/manage/terms/draft/removal", _seen(mara))
    page = mara.post(path, {**sent, "do": "save"})
    assert page.status == 409
    assert "Dit concept is er niet meer" in page.text
    assert not page.all("button", value="save")
    assert ("22,50" if path == FIGURES else "SLA") in page.html


def test_r02_a_stale_draft_is_neither_published_nor_thrown_away(mara: Visitor) -> None:
    seen = _seen(mara)
    fill(mara, FIGURES, {"figures-grace_days": "8"})
    assert mara.post("/manage/terms/draft/publication", {**seen, "starts": str(today())}).status == 409
    assert mara.post("/manage/terms/draft/removal", seen).status == 409
    assert the_draft().draft.terms.figures.grace_days == 8


@pytest.mark.parametrize("seen", [{}, {"draft": "x", "version": "1"}, {"draft": "9" * 30, "version": "-1"}])
def test_a_form_that_names_no_draft_changes_nothing(mara: Visitor, seen: dict[str, str]) -> None:
    before = the_draft()
    assert mara.post(FIGURES, {**seen, "figures-grace_days": "8"}).status == 409
    assert mara.post("/manage/terms/draft/removal", seen).status == 409
    assert mara.post("/manage/terms/draft/publication", {**seen, "starts": str(today())}).status == 409
    assert the_draft() == before


def test_switching_the_language_keeps_what_was_typed_and_saves_nothing(mara: Visitor) -> None:
    before = the_draft()
    sent = {**form_of(mara.get(PROSE)), "prose-sla-title-nl": "Half getypt", "switch_language": "en"}
    page = mara.post(PROSE, sent)
    assert page.status == 200
    assert page.one("input", name="prose-sla-title-nl").get("value") == "Half getypt"
    assert "Save draft" in page.text
    assert the_draft() == before


# Comparing and publishing


def test_r02_the_difference_is_shown_word_by_word(mara: Visitor) -> None:
    fill(mara, FIGURES, {"figures-credit_price_cents": "25"})
    fill(mara, PROSE, {"prose-leniency-title-en": "Leniency explained"})
    page = mara.get("/manage/terms/draft/difference")
    assert rows_of(page, class_="diff") == [
        ["Prijs van een credit", "€ 22,50", "€ 25,00"],
        ["Titel van ‘Coulance’ (Engels)", "Leniency", "Leniency explained"],
    ]
    table = page.one("table", class_="diff")
    assert [words(e) for e in table.iter("ins")][-1] == "explained"
    assert [e.get("lang") for e in table.iter("td")] == ["nl", "nl", "en", "en"]


def test_r02_a_draft_can_be_compared_with_a_version_that_is_still_to_come(mara: Visitor) -> None:
    fill(mara, FIGURES, {"figures-grace_days": "8"})
    assert _publish(mara, today() + timedelta(days=10)).status == 303
    mara.post("/manage/terms/draft")
    changed = ["Reageren op een afgeronde aanvraag: binnen", "7 dagen", "8 dagen"]
    assert rows_of(mara.get(PAGES[3]), class_="diff") == [changed]
    assert "Er verschilt nog niets" in mara.get(f"{PAGES[3]}?with=2").text
    for nonsense in ("3", "0", "", "x"):
        assert mara.get(f"{PAGES[3]}?with={nonsense}").status == 404


@pytest.mark.parametrize("language", ["nl", "en"])
def test_r02_the_preview_is_the_draft_in_both_languages_or_in_one(visit: Visit, language: str) -> None:
    visitor = visit("mara", language)
    visitor.post("/manage/terms/draft")
    fill(visitor, FIGURES, {"figures-grace_days": "13"})
    both = visitor.get("/manage/terms/draft/preview")
    assert "13 dagen" in both.text
    assert "13 days" in both.text
    assert {e.get("lang") for e in both.all("div", class_="prose")} == {"nl", "en"}
    assert "13 dagen" not in visitor.get("/manage/terms/draft/preview?view=en").text
    assert "13 days" not in visitor.get("/manage/terms/draft/preview?view=nl").text


def test_r02_publishing_puts_the_draft_in_force_and_leaves_none(mara: Visitor) -> None:
    fill(mara, FIGURES, {"figures-grace_days": "8"})
    assert mara.get(PAGES[3]).one("input", name="starts").get("value") == str(today())
    page = _publish(mara, follow=True)
    assert "Versie 2 is gepubliceerd." in page.text
    assert "Begin een concept van versie 3" in page.text
    db.session.remove()
    assert in_force(db.session(), today()).terms == with_figures(grace_days=8)


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        ("", "Vul de eerste dag in"),
        ("gisteren", "Vul een datum in"),
        ("2020-01-01", "Deze dag is voorbij. Kies "),
    ],
)
def test_r02_a_day_on_which_it_cannot_begin_is_refused_at_the_field(
    mara: Visitor, starts: str, said: str
) -> None:
    page = _publish(mara, starts)
    assert page.status == 422
    assert said in error_at(page, "starts")


def test_r02_a_version_cannot_begin_before_the_newest(mara: Visitor) -> None:
    _publish(mara, today() + timedelta(days=10))
    mara.post("/manage/terms/draft")
    page = _publish(mara, today() + timedelta(days=9))
    assert page.status == 422
    assert "De nieuwste versie geldt vanaf" in error_at(page, "starts")


def test_throwing_the_draft_away_asks_for_nothing_else(mara: Visitor) -> None:
    page = mara.post("/manage/terms/draft/removal", _seen(mara), follow=True)
    assert "Het concept is weggegooid" in page.text
    assert "Begin een concept van versie 2" in page.text


def test_a_draft_with_nothing_in_it_still_has_its_pages(app: Flask, visit: Visit, town: Town) -> None:
    empty = with_body("", "")
    drafted(empty, town.mara.id, moment())
    visitor = visit("mara")
    for path in ("/manage/terms", *PAGES):
        assert visitor.get(path).status == 200
    fill(visitor, PROSE, {}, "remove:part")
    assert "Voeg er ten minste één toe" in visitor.get(PROSE).text


@pytest.mark.parametrize(("name", "status"), [(None, 302), ("lotte", 404), ("daan", 404)])
@pytest.mark.parametrize("path", ["/manage/terms", *PAGES])
def test_only_managers_see_a_draft(visit: Visit, path: str, name: str | None, status: int) -> None:
    assert visit(name).get(path, follow=False).status == status


def _seen(visitor: Visitor) -> dict[str, str]:
    sent = form_of(visitor.get(FIGURES))
    return {"draft": sent["draft"], "version": sent["version"]}


def _publish(visitor: Visitor, starts: object = None, *, follow: bool = False) -> Any:
    typed = {**_seen(visitor), "starts": str(today() if starts is None else starts)}
    return visitor.post("/manage/terms/draft/publication", typed, follow=follow)


def _tab_to(page: Any, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(400):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached")


@pytest.mark.browser
def test_r02_a_version_is_drafted_and_published_by_keyboard_and_without_javascript(browse: Browse) -> None:
    page = browse("mara", java_script_enabled=False)
    page.goto("/manage/terms")
    _tab_to(page, ".page-head button")
    page.keyboard.press("Enter")
    _tab_to(page, "a[href$='/draft/figures']")
    page.keyboard.press("Enter")
    _tab_to(page, "#figures-grace_days")
    page.keyboard.type("9")  # what is reached by Tab is selected, and so replaced
    page.keyboard.press("Enter")  # saves: the first button of the form
    page.wait_for_selector(".notice[data-kind=ok]")
    _tab_to(page, ".subnav a[href$='/difference']")
    page.keyboard.press("Enter")
    page.wait_for_selector("table.diff")
    _tab_to(page, "form button.primary")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Versie 2 is gepubliceerd.")
    page.goto("/nl/voorwaarden")
    assert "nog 9 dagen op reageren" in page.inner_text("main")

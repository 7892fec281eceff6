"""Version 1 as it is shipped says what desk.md says (R1, R4, R6, R9, R12, R17, R18, R20, R28)."""

import re
from datetime import time

import pytest

from projectie.terms.figures import Coverage, Figures, Text
from projectie.terms.placeholders import NAMES
from projectie.terms.prose import parts
from projectie.terms.rules import problems
from tests.terms.made import FIRST, STUDIO

YES, REQUEST, INCLUDED = Coverage.COVERED, Coverage.ON_REQUEST, Coverage.INCLUDED
IF, SLA = Coverage.CONDITION, Coverage.PER_SLA


def test_r02_first_version_can_be_published() -> None:
    assert problems(FIRST) == ()


def test_r01_first_figures_are_those_of_the_desk() -> None:
    assert FIRST.figures == Figures(
        response_from_hours=24,
        response_by_hours=48,
        urgent_from_hours=24,
        urgent_by_hours=48,
        planning_target_days=14,
        planning_latest_days=21,
        grace_days=7,
        phone_opens=time(10),
        phone_closes=time(18),
        phone_weekdays=(0, 1, 2, 3, 4),
        working_weekdays=(0, 1, 2, 3, 4),
        minutes_per_credit=10,
        minimum_credits=1,
        credit_price_cents=2250,
        vat_percent=21,
        administration_credits=1,
        complaint_confirm_days=1,
        complaint_answer_days=10,
        complaint_extension_days=10,
        complaint_retention_years=2,
    )


@pytest.mark.parametrize(
    ("service", "row"),
    [
        ("website", (YES, YES, SLA)),
        ("email", (IF, IF, SLA)),
        ("print", (YES, YES, SLA)),
        ("plugin_updates", (REQUEST, INCLUDED, SLA)),
    ],
)
def test_r04_first_matrix_row_by_row(service: str, row: tuple[Coverage, ...]) -> None:
    assert [tier.key for tier in FIRST.matrix.tiers] == ["on_demand", "on_demand_plus", "sla"]
    assert tuple(FIRST.matrix.cells[service, tier.key].coverage for tier in FIRST.matrix.tiers) == row


def test_r04_condition_is_a_footnote_in_words() -> None:
    note = FIRST.matrix.cells["email", "on_demand_plus"].note
    assert note is not None
    assert note.nl == "Als wij je maildienst leveren (Google Workspace of SendGrid)."
    assert note.en == "If we supply your mail service (Google Workspace or SendGrid)."


def test_r01_every_coverage_has_words_in_both_languages() -> None:
    assert set(FIRST.matrix.legend) == set(Coverage)


@pytest.mark.parametrize(
    ("language", "key", "said"),
    [
        ("nl", "response", "24 tot 48 uur"),
        ("en", "response", "24 to 48 hours"),
        ("nl", "planning", "2 tot 3 weken"),
        ("en", "planning", "take 21 days at most"),
        ("nl", "urgent", "+31 (0)71 513 89 85</a>, maandag tot en met vrijdag van 10:00 tot 18:00 uur"),
        ("en", "urgent", "+31 (0)71 513 89 85</a>, Monday to Friday from 10:00 to 18:00"),
        ("nl", "credits", "Credits verlopen niet."),
        ("en", "credits", "Credits do not expire."),
        ("nl", "credits", "€&nbsp;22,50"),
        ("en", "credits", "€22.50"),
        ("nl", "rounding", "10 + 10 + 1 = 21 minuten aan je aanvraag, dan kost dat 3 credits"),
        ("en", "rounding", "10 + 10 + 1 = 21 minutes on your request, it costs 3 credits"),
        ("nl", "balance", "plus 1 credit administratiekosten"),
        ("nl", "reopening", "7 dagen"),
        ("nl", "complaints", "Binnen 10 werkdagen"),
        ("en", "complaints", "Within 1 working day,"),
        ("en", "complaints", "2 years later"),
        ("nl", "document", "Studio Projectie B.V., Pieterskerkhof 38, 2311 ST Leiden, KVK-nummer 55888356"),
    ],
)
def test_r01_first_prose_states_the_figures(language: str, key: str, said: str) -> None:
    part = next(part for part in parts(FIRST, STUDIO, language) if part.key == key)
    assert said in part.html


def test_r03_dutch_speaks_to_je_and_never_to_u() -> None:
    prose = " ".join(f"{block.title.nl} {block.body.nl}" for block in FIRST.prose)
    assert not re.search(r"\b(u|uw|uzelf)\b", prose, re.IGNORECASE)


def test_r03_english_is_british() -> None:
    prose = " ".join(block.body.en for block in FIRST.prose)
    assert "organisation" in prose
    assert not re.search(r"\b\w+ization|\bcolor|\blicense\b", prose)


def test_r03_both_languages_have_the_same_paragraphs_and_lists() -> None:
    for block in FIRST.prose:
        assert _shape(block.body.nl) == _shape(block.body.en), block.key


def test_r03_no_placeholder_is_left_open() -> None:
    for language in ("nl", "en"):
        for part in parts(FIRST, STUDIO, language):
            assert not set(part.html + part.title) & set("{}")


def test_r01_every_figure_a_client_needs_is_stated() -> None:
    said = set(re.findall(r"\{(\w+)\}", " ".join(block.body.nl for block in FIRST.prose)))
    assert said >= {
        *("response_window", "urgent_window", "planning_window", "planning_target", "planning_latest"),
        *("grace", "phone_days", "phone_opens", "phone_closes", "working_days", "credit_time", "minimum"),
        *("credit_price", "vat", "administration", "complaint_confirm", "complaint_answer"),
        *(
            "complaint_retention",
            "complaint_extension",
            "support_address",
            "urgent_address",
            "info_address",
            "urgent_phone",
        ),
    }
    assert said <= NAMES


def test_studio_is_that_of_the_desk() -> None:
    assert STUDIO.name == "Studio Projectie B.V."
    assert STUDIO.address == ("Pieterskerkhof 38", "2311 ST Leiden")
    assert STUDIO.kvk == "55888356"
    assert STUDIO.dial == "+31715138985"
    assert STUDIO.tagline == Text("Duurzaam online groeien", "Growing sustainably online")
    assert (STUDIO.support_address, STUDIO.urgent_address, STUDIO.info_address) == (
        "support@projectie.com",
        "spoed@projectie.com",
        "info@projectie.com",
    )


def _shape(markdown: str) -> list[str]:
    return ["item" if line.startswith("- ") else "text" for line in markdown.split("\n") if line]

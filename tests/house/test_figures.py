"""No figure of the terms stands anywhere else (R1): another version changes every page and promise, and no line of code."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
import time_machine
from babel.messages.pofile import read_po
from flask import Flask

from projectie.config import found
from projectie.context import today
from projectie.database import db, transaction
from projectie.terms.figures import Figures
from projectie.terms.in_force import standing
from projectie.terms.placeholders import figure_words, fillings
from projectie.tickets.models import Ticket
from projectie.tickets.opening import Request, open_ticket
from tests.terms.drafts import published
from tests.terms.made import FIRST, STUDIO
from tests.town import Town
from tests.visitor import Visitor

ROOT = Path(__file__).parents[2]
Visit = Callable[..., Visitor]

UNUSUAL = Figures(
    response_from_hours=31,
    response_by_hours=53,
    urgent_from_hours=5,
    urgent_by_hours=29,
    planning_target_days=17,
    planning_latest_days=33,
    grace_days=19,
    phone_opens=time(9, 7),
    phone_closes=time(16, 43),
    phone_weekdays=(1, 2, 5),
    working_weekdays=(0, 2, 3, 5),
    minutes_per_credit=13,
    minimum_credits=3,
    credit_price_cents=3719,
    vat_percent=23,
    administration_credits=4,
    complaint_confirm_days=6,
    complaint_answer_days=27,
    complaint_extension_days=14,
    complaint_retention_years=9,
    urgent_capacity_percent=37,
    urgent_complexity_percent=41,
    urgent_out_of_hours_percent=83,
    urgent_valid_hours=11,
)
# Tuesday: the phone is answered, yet no working day.
AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def unusual(town: Town) -> Iterator[Town]:
    """Return the town under a version in which every figure is another one."""
    with time_machine.travel(AT, tick=True):
        published(replace(FIRST, figures=UNUSUAL), today(), town.mara.id, AT)
        yield town


def _said(figures: Figures, language: str) -> set[str]:
    """Return what pages say of figures, windows among them."""
    names = {field.name for field in fields(Figures)}
    apart = {
        "response_from_hours",
        "response_by_hours",
        "urgent_from_hours",
        "urgent_by_hours",
    }  # said as windows
    windows = ("response_window", "urgent_window", "planning_window", "phone_hours", "example_minutes")
    said = fillings(figures, STUDIO, language)
    words = {figure_words(figures, name, language) for name in names - apart}
    return {_plain(text) for text in words | {said[name].text for name in windows}}


def _plain(text: str) -> str:
    return text.replace("\xa0", " ")


def _tells(page: str, words: str) -> bool:
    return re.search(rf"(?<![\w.,+]){re.escape(words)}(?![\w%])", _plain(page)) is not None


def test_every_figure_of_the_other_version_is_another_one() -> None:
    assert [
        f.name for f in fields(Figures) if getattr(FIRST.figures, f.name) == getattr(UNUSUAL, f.name)
    ] == []


@pytest.mark.parametrize(("path", "language"), [("/nl/voorwaarden", "nl"), ("/en/terms", "en")])
def test_r01_the_terms_follow_the_figures(unusual: Town, visit: Visit, path: str, language: str) -> None:
    page = visit().get(path).text
    assert {words for words in _said(UNUSUAL, language) if not _tells(page, words)} == set()
    assert {words for words in _said(FIRST.figures, language) if _tells(page, words)} == set()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_r01_the_support_page_follows_the_figures(unusual: Town, visit: Visit, language: str) -> None:
    page = visit().get(f"/{language}/").text
    said = fillings(UNUSUAL, STUDIO, language)
    for name in ("response_window", "urgent_window", "phone_days", "phone_hours"):
        assert said[name].text in page, name
    assert "16:43" in page  # open now, until then
    assert "53:00" in page  # so many hours were counted
    assert {words for words in _said(FIRST.figures, language) if _tells(page, words)} == set()


@pytest.mark.parametrize(("name", "path"), [("daan", "/desk/"), ("lotte", "/portal/"), ("mara", "/manage/")])
def test_r01_first_pages_state_no_figure_of_their_own(
    unusual: Town, visit: Visit, name: str, path: str
) -> None:
    page = visit(name).get(path).text
    assert {words for words in _said(FIRST.figures, "nl") if _tells(page, words)} == set()


def test_r01_a_new_ticket_is_promised_by_the_figures_in_force(unusual: Town) -> None:
    request = Request(
        subject="Hallo",
        organisation_id=None,
        requester_id=None,
        requester_name="Iemand",
        requester_address="iemand@elders.example",
        verified=False,
        language="nl",
        urgent_asked=False,
    )
    with transaction() as session:
        number = open_ticket(session, request, standing(session, AT), AT).number
    ticket = db.session.get_one(Ticket, number)
    assert ticket.terms_number == 2
    # Wednesday, Thursday and Saturday count: 31 hours end on Thursday at 7, 53 hours on Saturday at 5.
    assert ticket.response_from == datetime(2026, 11, 26, 6, tzinfo=UTC)
    assert ticket.response_by == datetime(2026, 11, 28, 4, tzinfo=UTC)


# What is written in code and templates

VALUES = {14, 21, 24, 48, 2250, 22.5, 0.21, 1.21}  # figures that mean something by themselves
SPANS = {
    ("hours", 24),
    ("hours", 48),
    ("minutes", 10),
    ("days", 7),
    ("days", 14),
    ("days", 21),
    ("weeks", 1),
    ("weeks", 2),
    ("weeks", 3),
}
CLOCK = {(10,), (10, 0), (18,), (18, 0)}
FIGURE_IN_WORDS = re.compile(
    r"\b(?:\d[\d.,]*|één|twee|drie|zeven|tien|one|two|three|seven|ten|fourteen|veertien)[ \xa0-]"
    r"(?:credits?|minut\w+|min\b|hours?|uur|uren|working days?|werkdag\w*|days?|dag\w*|weeks?|week|weken|years?|jaar)"
    r"|22[.,]50|\b21 ?%|\b(?:10|18)[:.]00\b",
    re.IGNORECASE,
)

# Where such a number may stand, and why it is not the terms'.
NUMBERS_ALLOWED = {
    "projectie/calls/reminders.py": "how far ahead calls are looked for",
    "projectie/people/lifetimes.py": "how long a browser stays signed in",
    "projectie/accounts/invitations.py": "how long an invitation stands",
    "projectie/setting_values.py": "length of a secret",
    "projectie/people/actions.py": "length of a secret",
    "projectie/commands/demo/post.py": "length of a message id",
    "projectie/mail/outbox.py": "how long one worker may hold a letter",
    "projectie/complaints/clocks.py": "how long before it managers are told of an erasure",
    "projectie/complaints/filing.py": "within which a form that comes again is the same click",
    "projectie/complaints/post.py": "how long one worker may hold a letter",
    "projectie/uploads/forms.py": "for how long an upload link may be open",
    "projectie/uploads/rules.py": "how long an upload nobody goes on with is kept",
    "projectie/whispers/actions.py": "how long staff have to read a secret",
    "projectie/whispers/forms.py": "for how long a secret may be kept",
    "projectie/tickets/mail_sum.py": "how soon a mail that was kept must be understood",
    "projectie/tickets/board.py": "how long the board shows what is done",
    "projectie/tickets/deliveries.py": "how far back the worker looks",
}
WORDS_ALLOWED = {
    "last 7 days": "what the board shows of the column done, not a promise",
    "laatste 7 dagen": "the same in Dutch",
    "Work for one credit": "names the figure, and does not state it",
    "Werk voor één credit": "the same in Dutch",
    "Choose at least one day": "a week without a day is none, whatever the figures",
    "Kies ten minste één dag": "the same in Dutch",
    "A calendar needs at least one weekday, from 0 for Monday to 6 for Sunday.": "said to whoever writes the code",
}


def _sources() -> list[Path]:
    return [path for path in sorted((ROOT / "projectie").rglob("*.py")) if "versions" not in path.parts]


def _numbers(path: Path) -> Iterator[tuple[int, object]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and type(node.value) in {int, float} and node.value in VALUES:
            yield node.lineno, node.value
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"timedelta", "time"}:
            spans = {(word.arg, getattr(word.value, "value", None)) for word in node.keywords}
            clock = tuple(getattr(argument, "value", None) for argument in node.args)
            if spans & SPANS or (node.func.id == "time" and clock in CLOCK):  # type: ignore[attr-defined]
                yield node.lineno, ast.unparse(node)


def _strings(path: Path) -> Iterator[str]:
    """Yield the texts in code that people may read: docstrings are for whoever reads the code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documents = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and ast.get_docstring(node) is not None
        if isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documents:
            yield node.value


def test_r01_no_figure_stands_in_code() -> None:
    stray = [
        f"{name}:{line}: {value}"
        for path in _sources()
        if (name := path.relative_to(ROOT).as_posix()) not in NUMBERS_ALLOWED
        for line, value in _numbers(path)
    ]
    assert stray == []


def test_every_exception_is_still_needed() -> None:
    assert [name for name in NUMBERS_ALLOWED if not any(_numbers(ROOT / name))] == []
    said = {text for path in _sources() for text in _strings(path)} | set(_catalogue())
    assert [words for words in WORDS_ALLOWED if words not in said] == []


def test_r01_no_figure_stands_in_the_texts_of_the_code() -> None:
    outside = [path for path in _sources() if "demo" not in path.parts]  # what demo people write is theirs
    stray = {
        f"{path.relative_to(ROOT)}: {text}"
        for path in outside
        for text in _strings(path)
        if FIGURE_IN_WORDS.search(text) and text not in WORDS_ALLOWED
    }
    assert stray == set()


def _catalogue() -> Iterator[str]:
    for language in ("nl", "en"):
        with (found("translations") / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
            for message in read_po(file):
                for text in (message.id, message.string):
                    yield from (
                        str(part) for part in (text if isinstance(text, list | tuple) else [text]) if part
                    )


def test_r01_no_figure_stands_in_the_words_people_read() -> None:
    assert {text for text in _catalogue() if FIGURE_IN_WORDS.search(text)} - set(WORDS_ALLOWED) == set()


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "templates").rglob("*.*")),
    ids=lambda path: str(path.relative_to(ROOT / "templates")),
)
def test_r01_no_number_stands_in_a_template_outside_its_markup(path: Path) -> None:
    source = re.sub(r"\{#.*?#\}|<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>|&#?\w+;", " ", source, flags=re.DOTALL)
    assert not re.search(r"[1-9]", re.sub(r"[A-Za-z]\d", "", text)), text


def test_r01_a_planted_figure_is_found() -> None:
    for planted in (
        "binnen 48 uur",
        "24 hours",
        "€ 22,50",
        "tien minuten",
        "21%",
        "10:00",
        "3 weken",
        "1 credit",
    ):
        assert FIGURE_IN_WORDS.search(planted), planted
    assert not FIGURE_IN_WORDS.search("versie 2 van 2026, ticket #1042")


def test_the_pages_are_served_by_the_code_that_was_scanned(app: Flask) -> None:
    assert Path(app.root_path) == ROOT / "projectie"

"""What is wrong with a draft, and why a deed on the terms is refused, said in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from projectie.context import long_day
from projectie.language import language
from projectie.terms import phrases
from projectie.terms.draft import Draft
from projectie.terms.figures import Figures
from projectie.terms.labels import FIGURES
from projectie.terms.places import field_of, page_of, words
from projectie.terms.problem import Fault, Problem
from projectie.terms.publishing import PublishingError, Refusal

_SENTENCES: Mapping[Fault, Any] = {
    Fault.MISSING_TEXT: _l("Write the text in both languages"),
    Fault.UNKNOWN_PLACEHOLDER: _l("There is no placeholder {%(name)s}. Take one from the list"),
    Fault.STRAY_BRACE: _l("Put braces only around the name of a placeholder"),
    Fault.LITERAL_FIGURE: _l(
        "‘%(figure)s’ is a figure of its own. Put its placeholder here, so that it cannot contradict the rest"
    ),
    Fault.ONE_LANGUAGE_ONLY: _l("{%(name)s} stands in the other language only. Say it here too"),
    Fault.OUT_OF_RANGE: _l("Enter a number from %(least)s to %(most)s"),
    Fault.BEFORE_START: _l("This cannot be less than ‘%(other)s’"),
    Fault.WEEKDAYS: _l("Choose at least one day"),
    Fault.EMPTY: _l("Add at least one"),
    Fault.BAD_KEY: _l("The key ‘%(key)s’ cannot be used. Remove this row and add it again"),
    Fault.DOUBLE_KEY: _l("The key ‘%(key)s’ stands here twice. Remove this row and add it again"),
    Fault.MISSING_CELL: _l("Choose what this tier gives"),
    Fault.STRAY_CELL: _l("This belongs to no service and no tier. Remove the service and add it again"),
    Fault.MISSING_CONDITION: _l("Choose the condition"),
    Fault.STRAY_CONDITION: _l("A condition goes with ‘Yes, on a condition’ only. Take it away here"),
    Fault.MISSING_NOTE: _l("Say the condition in words: write the footnote"),
}

_REFUSALS: Mapping[Refusal, Any] = {
    Refusal.DRAFT_EXISTS: _l("There is a draft already. Finish it or throw it away first."),
    Refusal.GONE: _l("This draft is no longer there: somebody published it or threw it away."),
    Refusal.STALE: _l("Somebody changed the draft meanwhile. Nothing of yours was saved yet."),
    Refusal.NOT_READY: _l("This draft is not ready to be published yet."),
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What stands in the way of publishing: where, what it is called there, and what to do."""

    page: str
    field: str
    part: str
    sentence: str


def troubles(draft: Draft) -> tuple[Trouble, ...]:
    """Return all that is wrong with a draft, in the order of the form."""
    unread = [_trouble(path, _unread(path, draft.terms.figures), draft) for path in draft.unread]
    return (*unread, *(_trouble(problem.path, _said(problem), draft) for problem in draft.problems()))


def refusal(error: PublishingError) -> str:
    """Return why a deed on the terms was refused."""
    if error.refusal is Refusal.PASSED and error.day:
        return str(_("This day is over. Choose %(day)s or later", day=long_day(error.day)))
    if error.refusal is Refusal.TOO_EARLY and error.day:
        return str(
            _(
                "The newest version holds from %(day)s. Choose that day or a later one",
                day=long_day(error.day),
            )
        )
    return str(_REFUSALS[error.refusal])


def _trouble(path: str, sentence: str, draft: Draft) -> Trouble:
    return Trouble(page_of(path), field_of(path), words(path, draft.terms), sentence)


def _said(problem: Problem) -> str:
    """Return the sentence at the field; a few say it better for their own kind of field."""
    if problem.fault is Fault.MISSING_TEXT:
        return _missing(problem.path)
    if problem.path == "figures.phone_closes" and problem.fault is Fault.BEFORE_START:
        return str(_("The phone cannot close before it opens"))
    values = dict(problem.values)
    if problem.path == "figures.credit_price_cents" and problem.fault is Fault.OUT_OF_RANGE:
        values |= {name: phrases.money(int(values[name]), language()) for name in ("least", "most")}
    if problem.fault is Fault.BEFORE_START:
        values["other"] = str(FIGURES[str(problem.values["other"]).partition(".")[2]])
    return str(_SENTENCES[problem.fault]) % values


def _missing(path: str) -> str:
    if path.endswith(".nl"):
        return str(_("Write the Dutch text"))
    return str(_("Write the English text") if path.endswith(".en") else _SENTENCES[Fault.MISSING_TEXT])


def _unread(path: str, figures: Figures) -> str:
    """Return what to type, with the figure that stood there before as the example."""
    name = path.partition(".")[2]
    before = getattr(figures, name)
    if isinstance(before, time):
        return str(_("Enter a time, such as %(example)s", example=phrases.clock_time(before)))
    if name == "credit_price_cents":
        return str(
            _("Enter an amount in euros, such as %(example)s", example=phrases.money(before, language()))
        )
    return str(_("Enter a whole number, such as %(example)s", example=before))

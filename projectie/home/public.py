"""The first pages anyone may read: the way in, and the support page."""

from dataclasses import dataclass

from flask import Response, url_for
from flask_login import current_user
from sqlalchemy.orm import Session

from projectie.clock.now import now
from projectie.clock.workdays import Calendar
from projectie.context import studio, today
from projectie.contracts.queries import tier_on
from projectie.database import db
from projectie.doors import public, role
from projectie.home.reach import Answer, Phone, answer, phone
from projectie.language import guest_language, language
from projectie.outages.queries import unsolved
from projectie.pages import page, see
from projectie.terms.figures import ClosedDay, Terms, Text
from projectie.terms.in_force import calendar, in_force
from projectie.terms.matrix_table import Table, table
from projectie.terms.placeholders import Filling, fillings
from projectie.terms.shown import Day, Titles, days, titles

NEXT = 5  # closed days to name; the terms name all


@dataclass(frozen=True, slots=True)
class Support:
    """What the support page says, in the reader's language."""

    said: dict[str, Filling]
    phone: Phone
    answer: Answer
    titles: Titles
    matrix: Table
    closed: tuple[Day, ...]
    tier: str | None  # of whoever reads
    outages: tuple[Text, ...]  # that go on


@public.get("/")
def front() -> Response:
    """Send everyone to the support page in their language."""
    return see(url_for("public.support", language=guest_language()))


@public.bilingual(nl="/nl/", en="/en/")
def support() -> Response:
    """Show what the desk is, how to reach it and what it promises at this moment."""
    session = db.session()
    terms = in_force(session, today()).terms
    working = calendar(session, terms, studio().zone)
    return page("home/support.html", support=_support(terms, working, _own_tier(session), _going_on(session)))


def _support(terms: Terms, working: Calendar, tier: str | None, outages: tuple[Text, ...]) -> Support:
    moment, figures = now(), terms.figures
    said = fillings(figures, studio(), language())
    return Support(
        said=said,
        phone=phone(moment, figures, working),
        answer=answer(moment, figures, working),
        titles=titles(),
        matrix=table(terms.matrix, said, language()),
        closed=days(_ahead(working), figures, language())[:NEXT],
        tier=tier,
        outages=outages,
    )


def _going_on(session: Session) -> tuple[Text, ...]:
    return tuple(title for _number, title in unsolved(session))


def _ahead(working: Calendar) -> list[ClosedDay]:
    return [ClosedDay(day, name) for day, name in sorted(working.closed.items()) if day >= today()]


def _own_tier(session: Session) -> str | None:
    return tier_on(session, current_user.organisation_id, today()) if role() == "client" else None
